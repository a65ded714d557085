/* A text file of somebody else's, line by line and in UTF-8, whatever it was written in: UTF-8,
 * UTF-16 of either order, or else Windows-1252, of which Latin-1 is a part. Any of LF, CR LF and CR
 * ends a line. The file is read twice: once to see what it is written in, and that it is text. */
#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include "base/buf.h"
#include "base/err.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>

#define SOURCE_LINE_MAX 4194304 /* bytes of a line */

struct source_lines {
    FILE *file;           /* the caller's, of a regular file */
    const char *path;     /* the caller's, for messages */
    const char *encoding; /* what it is written in, as iconv calls it */
    long skipped;         /* bytes of a byte order mark, not read */
    iconv_t converter;
    bool open;
    char raw[8192], text[16384];
    size_t raw_have, at, have;
    bool skip_lf;   /* a CR came last */
    bool replaced;  /* some of it could not be read, and became U+FFFD */
    bool too_long;  /* the line read last has more than SOURCE_LINE_MAX bytes, and was cut there */
    unsigned line;  /* its number, from 1 */
    struct err err; /* code ERR_NONE unless reading ended before the file did */
};

/* ERR_MISTAKE where the file is no text; ERR_IO, ERR_MEMORY. */
enum err_code lines_open(struct source_lines *lines, FILE *file, const char *path, struct err *err);
void lines_close(struct source_lines *lines);
/* Back to the first line. */
void lines_rewind(struct source_lines *lines);

/* Read the next line into *line, without its end; false where there is none, or reading failed. */
bool lines_next(struct source_lines *lines, struct buf *line);

#endif

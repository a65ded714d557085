/* Reads a text file in any common encoding line by line as UTF-8. The encoding is UTF-8, UTF-16 of
 * either byte order, or otherwise Windows-1252, which includes Latin-1. LF, CR LF or CR ends a
 * line. The file is read twice: first to detect the encoding and to check that it is text. */
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
    const char *encoding; /* in the terms of iconv */
    long skipped;         /* bytes of a byte order mark */
    iconv_t converter;
    bool open;
    char raw[8192], text[16384];
    size_t raw_have, at, have;
    bool skip_lf;   /* the last byte was a CR */
    bool replaced;  /* some bytes were invalid and became U+FFFD */
    bool too_long;  /* the last line was cut at SOURCE_LINE_MAX bytes */
    unsigned line;  /* number of the last line, from 1 */
    struct err err; /* code is ERR_NONE unless reading failed */
};

/* Fails with ERR_MISTAKE if the file is not text, or with ERR_IO. */
enum err_code lines_open(struct source_lines *lines, FILE *file, const char *path, struct err *err);
void lines_close(struct source_lines *lines);
/* Goes back to the first line. */
void lines_rewind(struct source_lines *lines);

/* Reads the next line into *line, without its end. Returns false after the last line, and if
 * reading failed. */
bool lines_next(struct source_lines *lines, struct buf *line);

#endif

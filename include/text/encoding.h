/* Reads the lines of a text file as UTF-8. The file may be UTF-8, UTF-16 in either byte order, or
 * in an encoding that the user names. For any other file, guesses the encoding, and falls back to
 * Windows-1252, a superset of Latin-1. Lines end with LF, CR LF or CR. A first pass detects the
 * encoding and checks that the file is text. */
#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include "base/buf.h"
#include "base/err.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>

#define SOURCE_LINE_MAX 4194304 /* bytes per line */

struct source_lines {
    FILE *file;           /* a regular file, owned by the caller */
    const char *path;     /* for messages; owned by the caller */
    const char *encoding; /* the name to pass to iconv */
    bool guessed;         /* the encoding is a guess from the letters' frequencies */
    bool damaged;         /* some bytes of the file are invalid in its encoding */
    iconv_t converter;
    bool open;
    char raw[8192], text[16384];
    size_t raw_have, at, have;
    bool begun;     /* the first characters, and with them the byte order mark, have been read */
    bool skip_lf;   /* the last line ended with a CR, so an LF that follows is skipped */
    bool replaced;  /* some bytes were invalid and were replaced */
    bool too_long;  /* the last line was cut at SOURCE_LINE_MAX bytes */
    unsigned line;  /* number of the last line, from 1 */
    struct err err; /* code is ERR_NONE unless reading failed */
};

/* Whether iconv knows an encoding of that name. */
bool encoding_is_known(const char *name);

/* `encoding` is a name for iconv, valid as long as the lines are; NULL detects it. Fails with
 * ERR_MISTAKE if the file is not text, with ERR_USAGE if the encoding is unknown, or with ERR_IO.
 */
enum err_code lines_open(struct source_lines *lines, FILE *file, const char *path,
    const char *encoding, struct err *err);
void lines_close(struct source_lines *lines);
/* Goes back to the first line. */
void lines_rewind(struct source_lines *lines);

/* Appends a note for the user if the file is UTF-16, if its encoding is a guess, or if some bytes
 * are invalid. */
void lines_note(const struct source_lines *lines, struct buf *note);

/* Reads the next line, without its line end. Returns false after the last line and on failure. */
bool lines_next(struct source_lines *lines, struct buf *line);

#endif

/* The bytes of an archive, compressed by zstd or not, as lines. */
#ifndef EXCHANGE_ARCHIVE_STREAM_H
#define EXCHANGE_ARCHIVE_STREAM_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <zstd.h>

/* Whether a file begins as an archive does, compressed or not. */
bool archive_stream_is_archive(FILE *file);

struct archive_input {
    FILE *file;       /* the caller's */
    const char *path; /* for messages; the caller's */
    ZSTD_DStream *zstd;
    char packed[65536], bytes[65536];
    ZSTD_inBuffer in;
    size_t at, have; /* of bytes */
    size_t frame;    /* what zstd still wants of the frame; 0 at its end */
    unsigned line;   /* the number of the last line, from 1 */
};
/* Begins at the file's first byte. Errors: ERR_IO, ERR_MEMORY. Close it even after an error. */
enum err_code archive_input_open(
    struct archive_input *input, FILE *file, const char *path, struct err *err);
void archive_input_close(struct archive_input *input);
/* Reads the next line, without its end. *more is false after the last line. ERR_MISTAKE if the last
 * line has no end, a line is too long, or zstd cannot unpack it; ERR_IO, ERR_MEMORY. */
enum err_code archive_input_next(
    struct archive_input *input, struct buf *line, bool *more, struct err *err);

struct archive_output {
    FILE *file; /* the caller's, who checks ferror at the end */
    ZSTD_CCtx *zstd;
};
enum err_code archive_output_open(
    struct archive_output *output, FILE *file, bool compress, struct err *err);
enum err_code archive_output_put(
    struct archive_output *output, const struct buf *bytes, struct err *err);
/* Writes what is left. */
enum err_code archive_output_finish(struct archive_output *output, struct err *err);
void archive_output_close(struct archive_output *output);

#endif

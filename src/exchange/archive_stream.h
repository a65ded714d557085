/* Reads and writes an archive line by line, compressed with zstd or not. */
#ifndef EXCHANGE_ARCHIVE_STREAM_H
#define EXCHANGE_ARCHIVE_STREAM_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <zstd.h>

/* Whether a file begins like an archive, compressed or not. */
bool archive_stream_is_archive(FILE *file);

struct archive_input {
    FILE *file;       /* owned by the caller */
    const char *path; /* for messages; owned by the caller */
    ZSTD_DStream *zstd;
    char packed[65536], bytes[65536];
    ZSTD_inBuffer in;
    size_t at, have; /* the offset of the next byte in `bytes`; how many bytes it holds */
    size_t frame;    /* as returned by zstd: 0 at the end of a frame */
    unsigned line;   /* the number of the last line, from 1 */
};
/* Starts at the file's first byte. Errors: ERR_IO, ERR_MEMORY. Close it even after an error. */
enum err_code archive_input_open(
    struct archive_input *input, FILE *file, const char *path, struct err *err);
void archive_input_close(struct archive_input *input);
/* Reads the next line, without its line feed; *more is false after the last. ERR_MISTAKE if the
 * last one lacks a line feed, a line is too long, or zstd cannot unpack the file; also ERR_IO,
 * ERR_MEMORY. */
enum err_code archive_input_next(
    struct archive_input *input, struct buf *line, bool *more, struct err *err);

struct archive_output {
    FILE *file; /* owned by the caller, who checks ferror at the end */
    ZSTD_CCtx *zstd;
};
enum err_code archive_output_open(
    struct archive_output *output, FILE *file, bool compress, struct err *err);
enum err_code archive_output_put(
    struct archive_output *output, const struct buf *bytes, struct err *err);
/* Writes what zstd still holds. */
enum err_code archive_output_finish(struct archive_output *output, struct err *err);
void archive_output_close(struct archive_output *output);

#endif

#include "exchange/archive_stream.h"

#include "exchange/archive_lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Whether the text begins like the first line of an archive. */
static bool archive_stream_is_head(const char *text, size_t length)
{
    static const char *const parts[] = {"{", "\"drill_archive\"", ":"};
    const char *end = text + length;
    for (size_t i = 0; i < COUNT(parts); i++) {
        size_t size = strlen(parts[i]);
        while (text < end && (*text == ' ' || *text == '\t'))
            text++;
        if ((size_t)(end - text) < size || memcmp(text, parts[i], size) != 0)
            return false;
        text += size;
    }
    return true;
}

/* ---- reading ---- */

enum err_code archive_input_open(
    struct archive_input *input, FILE *file, const char *path, struct err *err)
{
    char start[4];
    input->file = file;
    input->path = path;
    input->zstd = NULL;
    input->in = (ZSTD_inBuffer){input->packed, 0, 0};
    input->at = input->have = input->frame = 0;
    input->line = 0;
    if (fseek(file, 0, SEEK_SET) != 0)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    size_t size = fread(start, 1, sizeof start, file);
    rewind(file);
    if (size < sizeof start || memcmp(start, "\x28\xb5\x2f\xfd", sizeof start) != 0)
        return ERR_NONE;
    input->zstd = ZSTD_createDStream();
    return input->zstd ? ERR_NONE : err_memory(err);
}

void archive_input_close(struct archive_input *input)
{
    ZSTD_freeDStream(input->zstd);
    input->zstd = NULL;
}

static enum err_code archive_stream_refuse(
    const struct archive_input *input, struct err *err, const char *why)
{
    return err_at(err, ERR_MISTAKE, input->path, input->line, input->line ? 1 : 0, "%s", why);
}

static enum err_code archive_stream_read(
    const struct archive_input *input, void *bytes, size_t *size, struct err *err)
{
    *size = fread(bytes, 1, *size, input->file);
    return ferror(input->file) ? err_at(err, ERR_IO, input->path, 0, 0, "cannot be read")
                               : ERR_NONE;
}

/* Unpacks some bytes; none at the end. zstd may still hold output after taking all of its input. */
static enum err_code archive_stream_unpack(struct archive_input *input, struct err *err)
{
    ZSTD_outBuffer out = {input->bytes, sizeof input->bytes, 0};
    enum err_code code = ERR_NONE;
    size_t size = 1;
    while (!code && out.pos == 0 && size > 0) {
        if (input->in.pos < input->in.size || input->frame) {
            input->frame = ZSTD_decompressStream(input->zstd, &out, &input->in);
            if (ZSTD_isError(input->frame))
                return archive_stream_refuse(input, err, "is damaged: zstd cannot unpack it");
        }
        if (out.pos == 0 && input->in.pos == input->in.size) {
            size = sizeof input->packed;
            code = archive_stream_read(input, input->packed, &size, err);
            input->in = (ZSTD_inBuffer){input->packed, size, 0};
        }
    }
    if (!code && size == 0 && input->frame)
        code = archive_stream_refuse(input, err, "is damaged: it ends too early");
    input->have = out.pos;
    return code;
}

/* Reads more bytes. Afterwards, input->have is 0 if there are none left. */
static enum err_code archive_stream_fill(struct archive_input *input, struct err *err)
{
    input->at = 0;
    if (input->zstd)
        return archive_stream_unpack(input, err);
    input->have = sizeof input->bytes;
    return archive_stream_read(input, input->bytes, &input->have, err);
}

/* A zstd file that cannot be unpacked counts as a damaged archive, since no other source is packed
 * with zstd. */
bool archive_stream_is_archive(FILE *file)
{
    struct archive_input *input = calloc(1, sizeof *input);
    bool is = false;
    if (input && !archive_input_open(input, file, "", NULL)) {
        bool damaged = archive_stream_fill(input, NULL) && input->zstd;
        is = damaged || archive_stream_is_head(input->bytes, input->have);
    }
    if (input)
        archive_input_close(input);
    free(input);
    rewind(file);
    return is;
}

enum err_code archive_input_next(
    struct archive_input *input, struct buf *line, bool *more, struct err *err)
{
    buf_clear(line);
    input->line++;
    *more = false;
    for (;;) {
        enum err_code code = input->at == input->have ? archive_stream_fill(input, err) : ERR_NONE;
        if (code)
            return code;
        if (input->have == 0)
            return line->length ? archive_stream_refuse(input, err, "is damaged: it ends too early")
                                : ERR_NONE;
        const char *start = input->bytes + input->at;
        const char *end = memchr(start, '\n', input->have - input->at);
        size_t size = end ? (size_t)(end - start) : input->have - input->at;
        buf_add(line, start, size);
        input->at += size + (end != NULL);
        if (line->failed)
            return err_memory(err);
        if (line->length > ARCHIVE_LINE_MAX)
            return archive_stream_refuse(input, err, "a line of more than 128 MiB");
        *more = end != NULL;
        if (end)
            return ERR_NONE;
    }
}

/* ---- writing ---- */

enum err_code archive_output_open(
    struct archive_output *output, FILE *file, bool compress, struct err *err)
{
    *output = (struct archive_output){file, compress ? ZSTD_createCCtx() : NULL};
    if (compress && !output->zstd)
        return err_memory(err);
    if (compress)
        ZSTD_CCtx_setParameter(output->zstd, ZSTD_c_checksumFlag, 1);
    return ERR_NONE;
}

static enum err_code archive_stream_write(
    struct archive_output *output, const void *bytes, size_t size, struct err *err)
{
    return fwrite(bytes, 1, size, output->file) == size
               ? ERR_NONE
               : err_set(err, ERR_IO, "the archive cannot be written: %s", strerror(errno));
}

static enum err_code archive_stream_pack(
    struct archive_output *output, ZSTD_inBuffer in, ZSTD_EndDirective directive, struct err *err)
{
    char bytes[16384];
    size_t left;
    enum err_code code;
    do {
        ZSTD_outBuffer out = {bytes, sizeof bytes, 0};
        left = ZSTD_compressStream2(output->zstd, &out, &in, directive);
        if (ZSTD_isError(left))
            return err_memory(err);
        code = archive_stream_write(output, bytes, out.pos, err);
    } while (!code && (in.pos < in.size || (directive == ZSTD_e_end && left)));
    return code;
}

enum err_code archive_output_put(
    struct archive_output *output, const struct buf *bytes, struct err *err)
{
    if (!output->zstd)
        return archive_stream_write(output, buf_string(bytes), bytes->length, err);
    return archive_stream_pack(
        output, (ZSTD_inBuffer){buf_string(bytes), bytes->length, 0}, ZSTD_e_continue, err);
}

enum err_code archive_output_finish(struct archive_output *output, struct err *err)
{
    return output->zstd ? archive_stream_pack(output, (ZSTD_inBuffer){0}, ZSTD_e_end, err)
                        : ERR_NONE;
}

void archive_output_close(struct archive_output *output)
{
    ZSTD_freeCCtx(output->zstd);
    output->zstd = NULL;
}

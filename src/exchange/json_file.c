#include "exchange/json_file.h"

#include "base/utf8.h"

#include <errno.h>
#include <string.h>

#define FILE_MAX ((size_t)64 << 20) /* bytes; jansson takes several times as much memory */

bool json_file_begins(const struct import_source *source)
{
    static const char space[] = " \t\r\n";
    const char *c = buf_string(&source->start);
    if (!source->is_text)
        return false;
    c += strspn(c, space);
    char open = *c;
    if (open != '[' && open != '{')
        return false;
    c++;
    c += strspn(c, space);
    return *c && strchr(open == '[' ? "{[\"]" : "\"}", *c);
}

static enum err_code json_file_read_utf8(
    const struct import_source *source, struct buf *text, struct err *err)
{
    char bytes[65536];
    size_t size;
    if (fseek(source->file, 0, SEEK_SET) != 0)
        return err_at(err, ERR_IO, source->path, 0, 0, "%s", strerror(errno));
    size = fread(bytes, 1, strlen(UTF8_BOM), source->file);
    if (size < strlen(UTF8_BOM) || memcmp(bytes, UTF8_BOM, size) != 0)
        buf_add(text, bytes, size);
    while (text->length <= FILE_MAX && (size = fread(bytes, 1, sizeof bytes, source->file)) > 0)
        buf_add(text, bytes, size);
    if (ferror(source->file))
        return err_at(err, ERR_IO, source->path, 0, 0, "%s", strerror(errno));
    return ERR_NONE;
}

enum err_code json_file_text(struct import_source *source, struct buf *text, struct err *err)
{
    struct buf line = {0};
    enum err_code code = ERR_NONE;
    bool utf8 = strcmp(source->lines.encoding, "UTF-8") == 0;
    if (utf8)
        code = json_file_read_utf8(source, text, err);
    while (!utf8 && text->length <= FILE_MAX && lines_next(&source->lines, &line)) {
        buf_add(text, buf_string(&line), line.length);
        buf_char(text, '\n');
        text->failed |= line.failed;
    }
    buf_done(&line);
    if (!code && !utf8 && source->lines.err.code)
        code = (*err = source->lines.err).code;
    lines_rewind(&source->lines);
    if (!code && text->failed)
        code = err_memory(err);
    if (!code && text->length > FILE_MAX)
        code = err_at(err, ERR_MISTAKE, source->path, 0, 0, "is larger than 64 MiB: divide it");
    return code;
}

/* Jansson may have cut its message within a character. */
void json_file_put_error(const json_error_t *error, struct buf *out)
{
    buf_text(out, "invalid JSON: ");
    utf8_add_valid(out, error->text);
}

enum err_code json_file_refuse(const struct import_source *source, const json_error_t *error,
    unsigned first_line, struct err *err)
{
    unsigned line = error->line > 0 ? (unsigned)error->line : 1;
    unsigned column = error->column > 0 ? (unsigned)error->column : 1;
    struct buf why = {0};
    json_file_put_error(error, &why);
    enum err_code code = why.failed ? err_memory(err)
                                    : err_at(err, ERR_MISTAKE, source->path, first_line + line - 1,
                                          column, "%s", buf_string(&why));
    buf_done(&why);
    return code;
}

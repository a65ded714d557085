#include "text/encoding.h"

#include "base/utf8.h"

#include <errno.h>
#include <string.h>

void lines_rewind(struct source_lines *l)
{
    l->raw_have = l->at = l->have = 0;
    l->skip_lf = l->replaced = l->too_long = false;
    l->line = 0;
    l->err = (struct err){0};
    clearerr(l->file);
    iconv(l->converter, NULL, NULL, NULL, NULL);
    if (fseek(l->file, l->skipped, SEEK_SET) != 0)
        err_at(&l->err, ERR_IO, l->path, 0, 0, "%s", strerror(errno));
}

/* Replaces the code unit at *in, which iconv cannot convert. *left bytes remain at *in. */
static void encoding_replace(struct source_lines *l, char **in, size_t *left, char **out)
{
    size_t unit = strncmp(l->encoding, "UTF-16", 6) == 0 ? 2 : 1;
    size_t size = *left < unit ? *left : unit;
    memcpy(*out, UTF8_REPLACEMENT, 3);
    *out += 3;
    *in += size;
    *left -= size;
    l->replaced = true;
}

/* Replaces surrogates and code points above U+10FFFF with question marks. Some iconv
 * implementations accept them in UTF-8. */
static void encoding_refuse_beyond_unicode(struct source_lines *l)
{
    for (size_t i = 0; i < l->have; i++) {
        if ((unsigned char)l->text[i] < 0xed || utf8_length(l->text + i, l->have - i))
            continue;
        for (l->text[i++] = '?'; i < l->have && utf8_continues(l->text[i]); i++)
            l->text[i] = '?';
        i--;
        l->replaced = true;
    }
}

/* Converts more of the file. Returns false at the end of the file, and on failure. */
static bool encoding_fill(struct source_lines *l)
{
    l->at = l->have = 0;
    while (l->have == 0 && !l->err.code) {
        l->raw_have += fread(l->raw + l->raw_have, 1, sizeof l->raw - l->raw_have, l->file);
        if (ferror(l->file))
            err_at(&l->err, ERR_IO, l->path, 0, 0, "%s", strerror(errno));
        if (l->raw_have == 0)
            return false;
        char *in = l->raw, *out = l->text;
        size_t left = l->raw_have, space = sizeof l->text - 3; /* 3 bytes for a replacement */
        size_t done = iconv(l->converter, &in, &left, &out, &space);
        if (done == (size_t)-1 && (errno == EILSEQ || (errno == EINVAL && feof(l->file))))
            encoding_replace(l, &in, &left, &out);
        memmove(l->raw, in, left);
        l->raw_have = left;
        l->have = (size_t)(out - l->text);
        encoding_refuse_beyond_unicode(l);
    }
    return l->have > 0;
}

static enum err_code encoding_start(
    struct source_lines *l, const char *encoding, long skipped, struct err *err)
{
    lines_close(l);
    l->encoding = encoding;
    l->skipped = skipped;
    l->converter = iconv_open("UTF-8", encoding);
    if (l->converter == (iconv_t)-1)
        return err_at(err, ERR_IO, l->path, 0, 0, "cannot be read as %s", encoding);
    l->open = true;
    lines_rewind(l);
    return ERR_NONE;
}

/* Detects UTF-16 by a byte order mark or a NUL in the first character; otherwise assumes UTF-8. */
static enum err_code encoding_start_as_marked(struct source_lines *l, struct err *err)
{
    unsigned char c[4] = {'a', 'a', 'a', 'a'};
    rewind(l->file);
    size_t size = fread(c, 1, sizeof c, l->file);
    if (size >= 2 && c[0] == 0xff && c[1] == 0xfe)
        return encoding_start(l, "UTF-16LE", 2, err);
    if (size >= 2 && c[0] == 0xfe && c[1] == 0xff)
        return encoding_start(l, "UTF-16BE", 2, err);
    if (size >= 2 && c[0] >= '\t' && c[1] == 0)
        return encoding_start(l, "UTF-16LE", 0, err);
    if (size >= 2 && c[0] == 0 && c[1] >= '\t')
        return encoding_start(l, "UTF-16BE", 0, err);
    return encoding_start(l, "UTF-8", memcmp(c, UTF8_BOM, 3) == 0 ? 3 : 0, err);
}

/* Reads on until a NUL or, in UTF-8, an invalid byte. Sets *zero to the number of the line with the
 * NUL, or to 0 if none was found. */
static void encoding_probe(struct source_lines *l, unsigned *zero)
{
    unsigned line = 1;
    *zero = 0;
    while (!*zero && !(l->replaced && strcmp(l->encoding, "UTF-8") == 0) && encoding_fill(l)) {
        const char *nul = memchr(l->text, '\0', l->have);
        size_t end = nul ? (size_t)(nul - l->text) : l->have;
        for (size_t i = 0; i < end; i++)
            line += l->text[i] == '\n';
        if (nul)
            *zero = line;
    }
}

enum err_code lines_open(struct source_lines *l, FILE *file, const char *path, struct err *err)
{
    unsigned zero;
    l->open = false;
    l->file = file;
    l->path = path;
    enum err_code code = encoding_start_as_marked(l, err);
    if (code)
        return code;
    encoding_probe(l, &zero);
    if (!zero && l->replaced && strcmp(l->encoding, "UTF-8") == 0) {
        if ((code = encoding_start(l, "WINDOWS-1252", 0, err)))
            return code;
        encoding_probe(l, &zero);
    }
    if (l->err.code)
        *err = l->err;
    code = l->err.code;
    if (zero)
        code = err_at(err, ERR_MISTAKE, path, zero, 1, "NUL character: this is not a text file");
    if (code)
        lines_close(l);
    else
        lines_rewind(l);
    return code;
}

void lines_close(struct source_lines *l)
{
    if (l->open)
        iconv_close(l->converter);
    l->open = false;
}

static void encoding_add(struct source_lines *l, struct buf *line, size_t length)
{
    size_t space = SOURCE_LINE_MAX - line->length;
    l->too_long |= length > space;
    buf_add(line, l->text + l->at, length < space ? length : space);
    l->at += length;
}

bool lines_next(struct source_lines *l, struct buf *line)
{
    bool any = false;
    buf_clear(line);
    l->too_long = false;
    while (l->at < l->have || encoding_fill(l)) {
        bool second_half = l->skip_lf && l->text[l->at] == '\n';
        l->skip_lf = false;
        l->at += second_half;
        if (l->at == l->have)
            continue;
        any = true;
        const char *begin = l->text + l->at, *end = begin, *stop = l->text + l->have;
        while (end < stop && *end != '\n' && *end != '\r')
            end++;
        encoding_add(l, line, (size_t)(end - begin));
        if (end < stop) {
            l->skip_lf = *end == '\r';
            l->at++;
            break;
        }
    }
    l->line += any;
    return any && !l->err.code;
}

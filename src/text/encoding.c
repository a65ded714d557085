#include "text/encoding.h"

#include "base/utf8.h"
#include "text/encoding_guess.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#define UTF_8 "UTF-8"

bool encoding_is_known(const char *name)
{
    iconv_t converter = *name ? iconv_open(UTF_8, name) : (iconv_t)-1;
    return converter != (iconv_t)-1 && iconv_close(converter) == 0;
}

void lines_rewind(struct source_lines *l)
{
    l->raw_have = l->at = l->have = 0;
    l->begun = l->skip_lf = l->replaced = l->too_long = false;
    l->line = 0;
    l->err = (struct err){0};
    clearerr(l->file);
    iconv(l->converter, NULL, NULL, NULL, NULL);
    if (fseek(l->file, 0, SEEK_SET) != 0)
        err_at(&l->err, ERR_IO, l->path, 0, 0, "%s", strerror(errno));
}

static size_t encoding_unit(const char *encoding)
{
    return strncasecmp(encoding, "UTF-16", 6) == 0 ? 2 : strncasecmp(encoding, "UTF-32", 6) ? 1 : 4;
}

/* Replaces the code unit at *in, which iconv cannot convert. *left bytes remain at *in. */
static void encoding_replace(struct source_lines *l, char **in, size_t *left, char **out)
{
    size_t unit = encoding_unit(l->encoding);
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

static void encoding_drop_mark(struct source_lines *l)
{
    if (!l->begun && l->have >= 3 && memcmp(l->text, UTF8_BOM, 3) == 0)
        l->at = 3;
    l->begun |= l->have > 0;
}

/* Converts more of the file. Returns false at the end of the file, and on failure. */
static bool encoding_fill(struct source_lines *l)
{
    l->at = l->have = 0;
    while (l->have == l->at && !l->err.code) {
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
        encoding_drop_mark(l);
    }
    return l->have > l->at;
}

static enum err_code encoding_start(struct source_lines *l, const char *encoding, struct err *err)
{
    lines_close(l);
    l->encoding = encoding;
    l->converter = iconv_open(UTF_8, encoding);
    if (l->converter == (iconv_t)-1 && errno == ENOMEM)
        return err_memory(err);
    if (l->converter == (iconv_t)-1)
        return err_at(err, ERR_USAGE, l->path, 0, 0,
            "cannot be read as %s: no such encoding is known", encoding);
    l->open = true;
    lines_rewind(l);
    return ERR_NONE;
}

/* Detects UTF-16 by a byte order mark or a NUL in the first character; otherwise assumes UTF-8. */
static const char *encoding_marked(FILE *file)
{
    unsigned char c[2] = {'a', 'a'};
    rewind(file);
    size_t size = fread(c, 1, sizeof c, file);
    if (size == 2 && ((c[0] == 0xff && c[1] == 0xfe) || (c[0] >= '\t' && c[1] == 0)))
        return "UTF-16LE";
    if (size == 2 && ((c[0] == 0xfe && c[1] == 0xff) || (c[0] == 0 && c[1] >= '\t')))
        return "UTF-16BE";
    return UTF_8;
}

/* Reads on until a NUL or, if `strict`, an invalid byte. Sets *zero to the number of the line with
 * the NUL, or to 0 if none was found. */
static void encoding_probe(struct source_lines *l, bool strict, unsigned *zero)
{
    unsigned line = 1;
    *zero = 0;
    while (!*zero && !(strict && l->replaced) && encoding_fill(l)) {
        const char *nul = memchr(l->text, '\0', l->have);
        size_t end = nul ? (size_t)(nul - l->text) : l->have;
        for (size_t i = 0; i < end; i++)
            line += l->text[i] == '\n';
        if (nul)
            *zero = line;
        l->at = l->have;
    }
}

/* Reads the file in an encoding. Sets *fits to false if `strict` and some bytes are invalid in
 * it. */
static enum err_code encoding_try(struct source_lines *l, const char *encoding, bool strict,
    bool *fits, unsigned *zero, struct err *err)
{
    enum err_code code = encoding_start(l, encoding, err);
    if (code)
        return code;
    encoding_probe(l, strict, zero);
    *fits = !strict || !l->replaced || *zero || l->err.code;
    return ERR_NONE;
}

/* Tries the likely encodings until all bytes are valid in one. The last, Windows-1252, is used even
 * if some are not. */
static enum err_code encoding_detect(struct source_lines *l, unsigned *zero, struct err *err)
{
    const char *encoding = encoding_marked(l->file);
    bool fits;
    enum err_code code = encoding_try(l, encoding, strcmp(encoding, UTF_8) == 0, &fits, zero, err);
    if (code || fits)
        return code;
    l->guessed = true;
    const char *const *guess = encoding_guess(l->file);
    if (!guess)
        return err_memory(err);
    for (; *guess; guess++) {
        code = encoding_try(l, *guess, true, &fits, zero, err);
        if (code == ERR_MEMORY || (!code && fits))
            return code;
    }
    return encoding_try(l, "WINDOWS-1252", false, &fits, zero, err);
}

enum err_code lines_open(
    struct source_lines *l, FILE *file, const char *path, const char *encoding, struct err *err)
{
    unsigned zero = 0;
    l->open = l->guessed = false;
    l->file = file;
    l->path = path;
    enum err_code code =
        encoding ? encoding_start(l, encoding, err) : encoding_detect(l, &zero, err);
    if (code)
        return code;
    if (encoding)
        encoding_probe(l, false, &zero);
    l->damaged = l->replaced;
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

void lines_note(const struct source_lines *l, struct buf *note)
{
    if (l->guessed)
        buf_format(note, "is not UTF-8: read as %s (to change it, use --encoding)", l->encoding);
    else if (strncmp(l->encoding, "UTF-16", 6) == 0)
        buf_format(note, "is not UTF-8: read as %s", l->encoding);
    if (l->damaged)
        buf_format(note, "%sit has bytes that are not valid %s: they became %s",
            note->length ? "; " : "", l->encoding, UTF8_REPLACEMENT);
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

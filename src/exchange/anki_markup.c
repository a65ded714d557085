#include "exchange/anki_markup.h"

#include "base/utf8.h"
#include "deck/import_fields.h"

#include <string.h>

/* If `text` begins with "[sound:FILE]", appends a link to the file. Returns the length read, or
 * 0. */
static size_t anki_markup_put_sound(
    struct buf *out, const char *text, const struct html_media *media)
{
    const char *name = text + strlen("[sound:"), *end;
    if (strncmp(text, "[sound:", strlen("[sound:")) != 0 || !(end = strchr(text, ']')))
        return 0;
    struct buf file = {0};
    buf_add(&file, name, (size_t)(end - name));
    const char *link = media ? media->link(media->context, buf_string(&file)) : NULL;
    buf_text(out, "<a href=\"");
    for (const char *c = link ? link : buf_string(&file); *c; c++)
        buf_format(out, *c == '"' ? "&quot;" : "%c", *c);
    buf_format(out, "\">%s</a>", buf_string(&file));
    out->failed |= file.failed;
    buf_done(&file);
    return (size_t)(end + 1 - text);
}

/* Exports write literal brackets and backslashes in the forms below, to hide them from Anki (see
 * text/md_html.c). If `text` begins with one, appends it marked as literal. Returns the length
 * read, or 0. */
static size_t anki_markup_put_literal(struct buf *out, const char *text)
{
    static const struct {
        const char *source, *html;
    } literals[] = {{"&#91;", HTML_LITERAL "["}, {"\\<span></span>", "\\" HTML_LITERAL}};
    for (size_t i = 0; i < COUNT(literals); i++) {
        size_t length = strlen(literals[i].source);
        if (strncmp(text, literals[i].source, length) == 0) {
            buf_text(out, literals[i].html);
            return length;
        }
    }
    return 0;
}

bool anki_to_markdown(struct buf *out, const char *html, const struct html_media *media)
{
    struct buf clean = {0}, plain = {0};
    utf8_add_valid(&clean, html);
    for (const char *c = buf_string(&clean); *c;) {
        size_t length = anki_markup_put_sound(&plain, c, media);
        length = length ? length : anki_markup_put_literal(&plain, c);
        if (!length)
            buf_char(&plain, *c);
        c += length ? length : 1;
    }
    bool done = html_to_markdown(out, buf_string(&plain), media);
    out->failed |= plain.failed || clean.failed;
    buf_done(&clean);
    buf_done(&plain);
    field_trim(out);
    return done;
}

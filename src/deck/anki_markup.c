#include "deck/anki_markup.h"

#include "deck/import_text.h"

#include <stdint.h>
#include <string.h>

/* The length of the UTF-8 character at c; 0 where there is none (RFC 3629, section 4). */
static size_t character_length(const unsigned char *c)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    for (size_t i = 0; i < 4; i++) {
        if ((c[0] & forms[i].mask) != forms[i].lead)
            continue;
        uint32_t code = c[0] & (unsigned char)~forms[i].mask;
        for (size_t j = 1; j <= i; j++) {
            if ((c[j] & 0xc0) != 0x80)
                return 0;
            code = code << 6 | (c[j] & 0x3f);
        }
        bool fits =
            code >= forms[i].least && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
        return fits ? i + 1 : 0;
    }
    return 0;
}

/* "[sound:FILE]" at text as a link to it: its length, else 0. */
static size_t put_sound(struct buf *out, const char *text, const struct html_media *media)
{
    const char *name = text + strlen("[sound:"), *end = strchr(text, ']');
    if (strncmp(text, "[sound:", strlen("[sound:")) != 0 || !end)
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

static size_t put_formula(struct buf *out, const char *text)
{
    static const struct {
        const char *mark, *formula;
    } marks[] = {{"[latex]", "\\("}, {"[/latex]", "\\)"}, {"[$]", "\\("}, {"[/$]", "\\)"},
        {"[$$]", "\\["}, {"[/$$]", "\\]"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strncmp(text, marks[i].mark, strlen(marks[i].mark)) == 0) {
            buf_text(out, marks[i].formula);
            return strlen(marks[i].mark);
        }
    }
    return 0;
}

bool anki_to_markdown(struct buf *out, const char *html, const struct html_media *media)
{
    struct buf plain = {0};
    for (const char *c = html; *c;) {
        size_t length = 0;
        if (*c == '[' && !(length = put_sound(&plain, c, media)))
            length = put_formula(&plain, c);
        if (!length) {
            size_t whole = character_length((const unsigned char *)c);
            buf_add(&plain, whole ? c : "\xef\xbf\xbd", whole ? whole : 3);
            length = whole ? whole : 1;
        }
        c += length;
    }
    bool done = html_to_markdown(out, buf_string(&plain), media);
    out->failed |= plain.failed;
    buf_done(&plain);
    text_trim(out);
    return done;
}

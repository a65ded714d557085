#include "text/styled.h"

#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

void styled_add(struct styled *s, const char *text, size_t length, enum style style, uint8_t link)
{
    buf_add(&s->text, text, length);
    buf_fill(&s->styles, (char)style, length);
    buf_fill(&s->links, (char)link, length);
}

void styled_copy(struct styled *s, const struct styled *from, size_t start, size_t length)
{
    if (length == 0)
        return;
    buf_add(&s->text, from->text.bytes + start, length);
    buf_add(&s->styles, from->styles.bytes + start, length);
    buf_add(&s->links, from->links.bytes + start, length);
}

void styled_cut(struct styled *s, size_t length)
{
    buf_cut(&s->text, length);
    buf_cut(&s->styles, length);
    buf_cut(&s->links, length);
}

bool styled_has_failed(const struct styled *s)
{
    return s->failed || s->text.failed || s->styles.failed || s->links.failed;
}

void styled_end_line(struct styled *s, size_t start)
{
    s->failed =
        styled_has_failed(s) || !array_grow(&s->lines, s->count, &s->capacity, sizeof *s->lines);
    if (!s->failed)
        s->lines[s->count++] =
            (struct styled_line){.start = start, .length = s->text.length - start};
}

void styled_blank(struct styled *s)
{
    styled_end_line(s, s->text.length);
}

void styled_rule(struct styled *s, int width)
{
    size_t start = s->text.length;
    for (int i = 0; i < width; i++)
        styled_add(s, "─", strlen("─"), STYLE_FAINT, 0);
    styled_end_line(s, start);
}

uint8_t styled_address(struct styled *s, const char *address)
{
    if (s->address_count == UINT8_MAX)
        return 0;
    buf_add(&s->addresses, address, strlen(address) + 1);
    s->failed |= s->addresses.failed;
    return s->failed ? 0 : ++s->address_count;
}

/* ---- showing ---- */

const char *styled_link(const struct styled *s, uint8_t number)
{
    const char *at = buf_string(&s->addresses);
    for (; number > 1; number--)
        at += strlen(at) + 1;
    return at;
}

void styled_print(const struct styled *s, struct buf *out)
{
    for (size_t i = 0; i < s->count; i++) {
        buf_add(out, buf_string(&s->text) + s->lines[i].start, s->lines[i].length);
        buf_char(out, '\n');
    }
    out->failed |= s->failed;
}

void styled_clear(struct styled *s)
{
    buf_clear(&s->text);
    buf_clear(&s->styles);
    buf_clear(&s->links);
    buf_clear(&s->addresses);
    s->count = 0;
    s->address_count = 0;
    s->failed = false;
}

void styled_done(struct styled *s)
{
    buf_done(&s->text);
    buf_done(&s->styles);
    buf_done(&s->links);
    buf_done(&s->addresses);
    free(s->lines);
    *s = (struct styled){0};
}

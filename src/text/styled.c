#include "text/styled.h"

#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

void styled_add(
    struct styled *styled, const char *text, size_t length, enum style style, uint8_t link)
{
    buf_add(&styled->text, text, length);
    buf_fill(&styled->styles, (char)style, length);
    buf_fill(&styled->links, (char)link, length);
}

void styled_copy(struct styled *styled, const struct styled *from, size_t start, size_t length)
{
    if (length == 0)
        return;
    buf_add(&styled->text, from->text.bytes + start, length);
    buf_add(&styled->styles, from->styles.bytes + start, length);
    buf_add(&styled->links, from->links.bytes + start, length);
}

void styled_cut(struct styled *styled, size_t length)
{
    buf_cut(&styled->text, length);
    buf_cut(&styled->styles, length);
    buf_cut(&styled->links, length);
}

bool styled_has_failed(const struct styled *styled)
{
    return styled->failed || styled->text.failed || styled->styles.failed || styled->links.failed;
}

void styled_end_line(struct styled *styled, size_t start)
{
    styled->failed = styled_has_failed(styled) || !array_grow(&styled->lines, styled->count,
                                                      &styled->capacity, sizeof *styled->lines);
    if (!styled->failed)
        styled->lines[styled->count++] = (struct styled_line){start, styled->text.length - start};
}

void styled_blank(struct styled *styled)
{
    styled_end_line(styled, styled->text.length);
}

void styled_rule(struct styled *styled, int width)
{
    size_t start = styled->text.length;
    for (int i = 0; i < width; i++)
        styled_add(styled, "─", strlen("─"), STYLE_FAINT, 0);
    styled_end_line(styled, start);
}

uint8_t styled_address(struct styled *styled, const char *address)
{
    if (styled->address_count == UINT8_MAX)
        return 0;
    buf_add(&styled->addresses, address, strlen(address) + 1);
    styled->failed |= styled->addresses.failed;
    return styled->failed ? 0 : ++styled->address_count;
}

/* ---- showing ---- */

const char *styled_link(const struct styled *styled, uint8_t number)
{
    const char *at = buf_string(&styled->addresses);
    for (; number > 1; number--)
        at += strlen(at) + 1;
    return at;
}

void styled_print(const struct styled *styled, struct buf *out)
{
    for (size_t i = 0; i < styled->count; i++) {
        buf_add(out, buf_string(&styled->text) + styled->lines[i].start, styled->lines[i].length);
        buf_char(out, '\n');
    }
    out->failed |= styled->failed;
}

void styled_clear(struct styled *styled)
{
    buf_clear(&styled->text);
    buf_clear(&styled->styles);
    buf_clear(&styled->links);
    buf_clear(&styled->addresses);
    styled->count = 0;
    styled->address_count = 0;
    styled->failed = false;
}

void styled_done(struct styled *styled)
{
    buf_done(&styled->text);
    buf_done(&styled->styles);
    buf_done(&styled->links);
    buf_done(&styled->addresses);
    free(styled->lines);
    *styled = (struct styled){0};
}

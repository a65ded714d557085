#include "text/styled.h"

#include "text/layout.h"
#include "text/markdown.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

void rich_add(struct rich *rich, const char *text, size_t length, enum style style, uint8_t link)
{
    buf_add(&rich->text, text, length);
    buf_fill(&rich->styles, (char)style, length);
    buf_fill(&rich->links, (char)link, length);
}

void rich_copy(struct rich *rich, const struct rich *from, size_t start, size_t length)
{
    if (length == 0)
        return;
    buf_add(&rich->text, from->text.bytes + start, length);
    buf_add(&rich->styles, from->styles.bytes + start, length);
    buf_add(&rich->links, from->links.bytes + start, length);
}

static bool styled_has_failed(const struct rich *rich)
{
    return rich->failed || rich->text.failed || rich->styles.failed || rich->links.failed;
}

void rich_end_line(struct rich *rich, size_t start)
{
    rich->failed = styled_has_failed(rich) ||
                   !array_grow(&rich->lines, rich->count, &rich->capacity, sizeof *rich->lines);
    if (!rich->failed)
        rich->lines[rich->count++] = (struct rich_line){start, rich->text.length - start};
}

void rich_blank(struct rich *rich)
{
    rich_end_line(rich, rich->text.length);
}

void rich_rule(struct rich *rich, int width)
{
    size_t start = rich->text.length;
    for (int i = 0; i < width; i++)
        rich_add(rich, "─", strlen("─"), STYLE_FAINT, 0);
    rich_end_line(rich, start);
}

uint8_t rich_address(struct rich *rich, const char *address)
{
    if (rich->address_count == UINT8_MAX)
        return 0;
    buf_add(&rich->addresses, address, strlen(address) + 1);
    rich->failed |= rich->addresses.failed;
    return rich->failed ? 0 : ++rich->address_count;
}

void rich_markdown(struct rich *rich, const char *markdown, int width)
{
    struct layout layout = {.rich = rich, .width = width};
    markdown_lay(markdown, &layout);
    layout_done(&layout);
}

void rich_plain(struct rich *rich, const char *text, enum style style, int width)
{
    struct layout layout = {.rich = rich, .width = width};
    struct buf safe = {0};
    text_safe(&safe, text, TEXT_LINES);
    rich_add(&layout.paragraph, buf_string(&safe), safe.length, style, 0);
    rich->failed |= safe.failed;
    layout_flush(&layout);
    buf_done(&safe);
    layout_done(&layout);
}

/* ---- showing ---- */

const char *rich_link(const struct rich *rich, uint8_t number)
{
    const char *at = buf_string(&rich->addresses);
    for (; number > 1; number--)
        at += strlen(at) + 1;
    return at;
}

void rich_print(const struct rich *rich, struct buf *out)
{
    for (size_t i = 0; i < rich->count; i++) {
        buf_add(out, buf_string(&rich->text) + rich->lines[i].start, rich->lines[i].length);
        buf_char(out, '\n');
    }
    out->failed |= rich->failed;
}

void rich_clear(struct rich *rich)
{
    buf_clear(&rich->text);
    buf_clear(&rich->styles);
    buf_clear(&rich->links);
    buf_clear(&rich->addresses);
    rich->count = 0;
    rich->address_count = 0;
    rich->failed = false;
}

void rich_done(struct rich *rich)
{
    buf_done(&rich->text);
    buf_done(&rich->styles);
    buf_done(&rich->links);
    buf_done(&rich->addresses);
    free(rich->lines);
    *rich = (struct rich){0};
}

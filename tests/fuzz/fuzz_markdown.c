/* Any bytes as Markdown: whatever comes, it is laid out at each width, no line is wider, and
 * nothing in it is obeyed by a terminal. */
#include "fuzz.h"

#include "text/address.h"
#include "text/md_styled.h"
#include "text/text.h"
#include "view/frame.h"

#include <string.h>

static void claim(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/* Each character is one that is let through. Joiners are, too, but only between others; Markdown
 * may take away what a mark stood on or a joiner joined, which harms nothing. */
static void claim_safe(const char *text)
{
    struct buf safe = {0};
    char one[8] = "a";
    for (size_t length; *text; text += length) {
        for (length = 1; (text[length] & 0xc0) == 0x80; length++)
            ;
        claim(length <= 4, "what is shown is no UTF-8");
        memcpy(one + 1, text, length);
        one[1 + length] = '\0';
        if (strcmp(one + 1, "\u200d") == 0 || strcmp(one + 1, "\u200c") == 0)
            continue;
        buf_clear(&safe);
        text_safe(&safe, one, TEXT_LINES);
        claim(strcmp(buf_string(&safe), one) == 0, "what is shown is not safe");
    }
    buf_done(&safe);
}

static void claim_addresses(const struct styled *styled)
{
    const char *at = buf_string(&styled->addresses), *end = at + styled->addresses.length;
    for (; at < end; at++)
        claim(*at == '\0' || (*at > 0x20 && *at < 0x7f), "an address is not safe");
}

static void claim_lines(const struct styled *styled, int width)
{
    size_t end = 0;
    claim(styled->text.length == styled->styles.length, "a style for each byte");
    claim(styled->text.length == styled->links.length, "a link for each byte");
    for (size_t i = 0; i < styled->count; i++) {
        const char *text = buf_string(&styled->text) + styled->lines[i].start;
        claim(styled->lines[i].start == end, "lines follow one another");
        end += styled->lines[i].length;
        claim(text_width(text, styled->lines[i].length) <= width, "a line is too wide");
        claim(!memchr(text, '\n', styled->lines[i].length), "a line is several");
    }
    claim(end == styled->text.length, "all text is in lines");
}

static void draw(const struct styled *styled)
{
    struct frame frame = {0};
    claim(frame_resize(&frame, 4, 40), "memory");
    for (size_t i = 0; i < styled->count && i < 400; i++)
        frame_styled(&frame, (int)(i % 4), 3, styled, i);
    frame_done(&frame);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const int widths[] = {4, 9, 30, 72, 200};
    char *markdown = malloc(size + 1);
    claim(markdown, "memory");
    memcpy(markdown, bytes, size);
    markdown[size] = '\0';
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct styled styled = {.links_work = i % 2};
        struct buf text = {0};
        styled_markdown(&styled, markdown, widths[i]);
        claim(!styled.failed, "it failed");
        claim_lines(&styled, widths[i]);
        styled_print(&styled, &text);
        claim_safe(buf_string(&text));
        claim_addresses(&styled);
        draw(&styled);
        buf_done(&text);
        styled_done(&styled);
    }
    free(markdown);
    return 0;
}

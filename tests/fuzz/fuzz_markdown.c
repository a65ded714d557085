/* Any bytes as Markdown: they are laid out at each width, no line is too wide, a terminal obeys
 * nothing in them, and every character that Markdown keeps is on the screen and in the one-line
 * form for lists. */
#include "fuzz.h"

#include "text/address.h"
#include "text/formulas.h"
#include "text/markdown.h"
#include "text/md_styled.h"
#include "text/one_line.h"
#include "text/text.h"
#include "view/frame.h"

#include <limits.h>
#include <string.h>

static void claim(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/* Each character is one that text_safe lets through. It removes a mark without a base, so each is
 * tested after an "a". Joiners are not tested: Markdown may remove what one joined, which is
 * harmless. */
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

/* ---- the text that Markdown leaves ---- */

/* The text outside formulas. */
struct left {
    struct buf text;
    bool formula; /* the next text follows a formula */
};

static bool left_begin_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    (void)context, (void)type, (void)detail;
    return true;
}

static void left_end_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    (void)context, (void)type, (void)detail;
}

static void left_begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    (void)context, (void)type, (void)address;
}

static void left_end_span(void *context, MD_SPANTYPE type)
{
    (void)context, (void)type;
}

static void left_text(void *context, const char *text, size_t length)
{
    struct left *left = context;
    left->formula = false;
    buf_add(&left->text, text, length);
}

static void left_line_break(void *context, bool hard)
{
    (void)context, (void)hard;
}

static void left_formula(void *context, const struct formula *formula)
{
    struct left *left = context;
    left->formula = true;
    claim(formula->length > 2, "a formula is empty");
}

/* Each character of the text is shown, in this order, whatever is in between. */
static void claim_shown(const char *text, const char *shown, const char *what)
{
    for (; *text; text++) {
        if (*text == ' ' || *text == '\n')
            continue;
        shown = strchr(shown, *text);
        claim(shown, what);
        shown++;
    }
}

static void claim_nothing_lost(const char *safe, const char *shown, const char *what)
{
    static const struct markdown_writer writer = {left_begin_block, left_end_block, left_begin_span,
        left_end_span, left_text, left_line_break, left_formula, NULL};
    struct left left = {0};
    claim(markdown_read(safe, true, &writer, &left), "memory");
    claim(!left.formula, "a text follows each formula");
    claim_shown(buf_string(&left.text), shown, what);
    buf_done(&left.text);
}

/* Checks Pandoc's rule for formulas independently of the reader. */
static void claim_formulas(const char *markdown)
{
    struct formulas formulas = {0};
    const char *end = markdown;
    formulas_take(&formulas, markdown);
    for (size_t i = 0; i < formulas.count; i++) {
        const struct formula *f = &formulas.list[i];
        size_t signs = f->display ? 2 : 1;
        const char *last = f->source + f->length - signs, *first = f->source + signs;
        claim(f->source >= end, "formulas follow one another");
        end = f->source + f->length;
        claim(last > first, "a formula is empty");
        claim(memcmp(f->source, "$$", signs) == 0 && memcmp(last, "$$", signs) == 0,
            "a formula is between dollar signs");
        claim(!(*end >= '0' && *end <= '9'), "a digit follows a formula");
        claim(f->display || (!strchr(" \t\n", *first) && !strchr(" \t\n", last[-1])),
            "a formula has a space inside");
    }
    formulas_done(&formulas);
}

/* The last quarter but one of the text is marked. */
static void claim_one_line(const char *text, bool gap, int width)
{
    struct buf marked = {0}, line = {0}, whole = {0}, fitted = {0};
    size_t length = strlen(text), begin = length / 2, end = begin + length / 4;
    buf_add(&marked, text, begin);
    buf_text(&marked, gap ? TEXT_MARK : "");
    buf_add(&marked, text + begin, end - begin);
    buf_text(&marked, gap ? TEXT_MARK_END : "");
    buf_text(&marked, text + end);
    const char *markdown = buf_string(&marked);
    one_line_make(&line, markdown);
    int columns = one_line_fit(&whole, buf_string(&line), INT_MAX);
    claim_safe(buf_string(&whole));
    claim(!strpbrk(buf_string(&whole), "\1\2\n"), "a line is several, or keeps a mark");
    claim(columns == text_width(buf_string(&whole), whole.length), "a line is as wide as it says");
    one_line(&fitted, markdown, width);
    claim_safe(buf_string(&fitted));
    claim(text_width(buf_string(&fitted), fitted.length) <= width, "a fitted line is too wide");
    claim(!marked.failed && !line.failed && !whole.failed && !fitted.failed, "memory");
    buf_done(&marked);
    buf_done(&line);
    buf_done(&whole);
    buf_done(&fitted);
}

/* A wide screen and a list show the whole text. */
static void claim_complete(const char *markdown)
{
    struct styled styled = {.links_work = true};
    struct buf safe = {0}, text = {0}, line = {0};
    text_safe(&safe, markdown, TEXT_LINES);
    styled_markdown(&styled, markdown, 2000);
    styled_print(&styled, &text);
    claim_nothing_lost(buf_string(&safe), buf_string(&text), "the screen lacks a character");
    bool marked = strstr(markdown, TEXT_MARK) || strstr(markdown, TEXT_MARK_END);
    if (strlen(markdown) < 16384 &&
        !marked) { /* a list takes the noncharacters for its own marks */
        one_line(&line, markdown, INT_MAX);
        claim_nothing_lost(buf_string(&safe), buf_string(&line), "a list lacks a character");
    }
    buf_done(&safe);
    buf_done(&text);
    buf_done(&line);
    styled_done(&styled);
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
        claim_one_line(markdown, i % 2, widths[i]);
    }
    claim_formulas(markdown);
    claim_complete(markdown);
    free(markdown);
    return 0;
}

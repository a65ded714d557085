/* The Markdown writer for lists of cards. Blocks are separated by a space, the cells of a table by
 * a bar, its rows by a semicolon. */
#include "text/one_line.h"

#include "base/utf8.h"
#include "text/markdown.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

#define READ_MAX 16384 /* bytes; no line shows more, and a list has many lines */
#define GAP_MARK '\1'  /* safe text never contains it */
#define CUT      "… "

/* ---- writing ---- */

struct one_line_list {
    bool ordered;
    unsigned number; /* the next item's */
};
#define LISTS_MAX 64 /* nested lists; deeper ones share the numbers of this depth */

struct one_line {
    struct buf *out;
    size_t start; /* where the line begins in out */
    bool apart;   /* a space comes before the next text */
    struct one_line_list lists[LISTS_MAX];
    int depth;           /* may exceed LISTS_MAX */
    int row, cell;       /* rows begun in the open table, and cells begun in its row */
    struct buf address;  /* of the last link or image that began */
    size_t address_text; /* where the text of that link or image begins */
};

/* Appends text with each run of white space as one space. */
static void one_line_text(void *context, const char *text, size_t length)
{
    struct one_line *l = context;
    for (size_t i = 0; i < length; i++) {
        bool blank = text[i] == ' ' || text[i] == '\n';
        if (!blank && l->apart && l->out->length > l->start)
            buf_char(l->out, ' ');
        if (!blank)
            buf_char(l->out, text[i]);
        l->apart = blank;
    }
}

static void one_line_put(struct one_line *l, const char *text)
{
    one_line_text(l, text, strlen(text));
}

static void one_line_break(void *context, bool hard)
{
    struct one_line *l = context;
    (void)hard;
    l->apart = true;
}

static void one_line_formula(void *context, const struct formula *formula)
{
    struct one_line *l = context;
    struct buf text = {0};
    if (!formula_text(formula, false, &text))
        formula_source(formula, ' ', &text);
    one_line_text(l, buf_string(&text), text.length);
    l->out->failed |= text.failed;
    buf_done(&text);
}

/* ---- spans ---- */

static void one_line_begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    struct one_line *l = context;
    if (type == MD_SPAN_DEL)
        one_line_put(l, "~~");
    if (type == MD_SPAN_IMG)
        one_line_put(l, "[image: ");
    buf_clear(&l->address);
    buf_text(&l->address, address);
    l->out->failed |= l->address.failed;
    l->address_text = l->out->length;
}

/* A link or an image without text shows its address instead. */
static void one_line_end_span(void *context, MD_SPANTYPE type)
{
    struct one_line *l = context;
    if ((type == MD_SPAN_A || type == MD_SPAN_IMG) && l->out->length == l->address_text)
        one_line_text(l, buf_string(&l->address), l->address.length);
    l->apart &= type != MD_SPAN_IMG;
    if (type == MD_SPAN_DEL)
        one_line_put(l, "~~");
    if (type == MD_SPAN_IMG)
        one_line_put(l, "]");
}

/* ---- blocks ---- */

static void one_line_begin_list(struct one_line *l, bool ordered, unsigned start)
{
    int depth = l->depth++;
    l->lists[depth < LISTS_MAX ? depth : LISTS_MAX - 1] = (struct one_line_list){ordered, start};
}

static void one_line_begin_item(struct one_line *l, const MD_BLOCK_LI_DETAIL *detail)
{
    struct one_line_list *list = &l->lists[(l->depth < LISTS_MAX ? l->depth : LISTS_MAX) - 1];
    char prefix[32] = "• ";
    if (list->ordered)
        snprintf(prefix, sizeof prefix, "%u. ", list->number++);
    else if (detail->is_task)
        prefix[0] = '\0';
    one_line_put(l, prefix);
    if (detail->is_task)
        one_line_text(l, (const char[]){'[', detail->task_mark, ']', ' '}, 4);
}

static void one_line_begin_row(struct one_line *l)
{
    l->apart = l->row == 0;
    one_line_put(l, l->row++ ? "; " : "");
    l->cell = 0;
}

static bool one_line_begin_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct one_line *l = context;
    l->apart = true;
    if (type == MD_BLOCK_UL)
        one_line_begin_list(l, false, 0);
    else if (type == MD_BLOCK_OL)
        one_line_begin_list(l, true, ((const MD_BLOCK_OL_DETAIL *)detail)->start);
    else if (type == MD_BLOCK_LI)
        one_line_begin_item(l, detail);
    else if (type == MD_BLOCK_HR)
        one_line_put(l, "───");
    else if (type == MD_BLOCK_TABLE)
        l->row = 0;
    else if (type == MD_BLOCK_TR)
        one_line_begin_row(l);
    else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
        one_line_put(l, l->cell++ ? "│ " : "");
    return !l->out->failed;
}

static void one_line_end_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct one_line *l = context;
    (void)detail;
    l->depth -= type == MD_BLOCK_UL || type == MD_BLOCK_OL;
    l->apart = true;
}

/* ---- the whole line ---- */

static void one_line_read(struct buf *out, const char *markdown)
{
    static const struct markdown_writer writer = {one_line_begin_block, one_line_end_block,
        one_line_begin_span, one_line_end_span, one_line_text, one_line_break, one_line_formula,
        NULL};
    struct one_line l = {.out = out, .start = out->length};
    struct buf start = {0}, safe = {0};
    buf_add(&start, markdown, utf8_cut(markdown, strnlen(markdown, READ_MAX)));
    text_safe(&safe, buf_string(&start), TEXT_LINES);
    out->failed |=
        !markdown_read(buf_string(&safe), true, &writer, &l) || start.failed || safe.failed;
    buf_done(&start);
    buf_done(&safe);
    buf_done(&l.address);
}

/* Finds the gap: [...], or else another bracket, because a hint may replace the dots. */
static const char *one_line_gap(const char *line)
{
    const char *gap = strstr(line, "[...]");
    for (const char *at = line; !gap && (at = strchr(at, '[')); at++)
        if (strncmp(at, "[image: ", 8) != 0)
            gap = at;
    return gap;
}

void one_line_make(struct buf *line, const char *markdown, bool gap)
{
    struct buf all = {0};
    one_line_read(&all, markdown);
    const char *text = buf_string(&all), *mark = gap ? one_line_gap(text) : NULL;
    if (mark) {
        buf_add(line, text, (size_t)(mark - text));
        buf_char(line, GAP_MARK);
        text = mark;
    }
    buf_text(line, text);
    line->failed |= all.failed;
    buf_done(&all);
}

/* Returns the longest end of `before` that fits into `width` columns, from the start of a word if
 * possible. */
static const char *one_line_last_words(const char *before, int width)
{
    const char *at = before, *end = before + strlen(before);
    for (int columns = text_width(at, (size_t)(end - at)); at < end && columns > width;) {
        size_t size = text_cluster(at, (size_t)(end - at));
        columns -= text_width(at, size);
        at += size;
    }
    const char *space = at > before && at[-1] != ' ' ? strchr(at, ' ') : NULL;
    at = space && space[1] ? space : at;
    return at + strspn(at, " ");
}

/* Appends the line. If that would cut off the end of the gap, begins later instead: with as many
 * words before the gap as fit, then the gap, then what fits. Text after the gap gets at most a
 * third of the room. */
static int one_line_fit_gap(struct buf *out, const char *before, const char *gap, int width)
{
    struct buf line = {0};
    size_t size = strcspn(gap, "]");
    int shown = text_width(gap, size + (gap[size] == ']'));
    int after = text_width(gap, strlen(gap)) - shown;
    int least = shown + (after > 0), more = after - (after > 0);
    int room = width - least - text_width(CUT, strlen(CUT));
    if (text_width(before, strlen(before)) + least > width) {
        room -= more < room / 3 ? more : room / 3;
        before = one_line_last_words(before, room > 0 ? room : 0);
        buf_text(&line, CUT);
    }
    buf_text(&line, before);
    buf_text(&line, gap);
    int columns = text_fitted(out, buf_string(&line), width);
    out->failed |= line.failed;
    buf_done(&line);
    return columns;
}

int one_line_fit(struct buf *out, const char *line, int width)
{
    const char *mark = strchr(line, GAP_MARK);
    if (!mark)
        return text_fitted(out, line, width);
    struct buf before = {0};
    buf_add(&before, line, (size_t)(mark - line));
    int columns = one_line_fit_gap(out, buf_string(&before), mark + 1, width);
    out->failed |= before.failed;
    buf_done(&before);
    return columns;
}

void one_line(struct buf *out, const char *markdown, bool gap, int width)
{
    struct buf line = {0};
    one_line_make(&line, markdown, gap);
    one_line_fit(out, buf_string(&line), width);
    out->failed |= line.failed;
    buf_done(&line);
}

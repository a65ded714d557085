/* The Markdown writer for lists of cards. Blocks are separated by a space, the cells of a table by
 * a bar, its rows by a semicolon. */
#include "text/one_line.h"

#include "base/utf8.h"
#include "text/markdown.h"
#include "text/md_marks.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

#define READ_MAX 16384 /* bytes; no line shows more, and a list has many lines */
#define CUT      "… "

/* Around the marked part of a line; safe text never contains them. */
#define GAP_MARK     '\1'
#define GAP_MARK_END '\2'

/* ---- writing ---- */

struct one_line_list {
    bool ordered;
    unsigned number; /* the next item's */
};
#define LISTS_MAX 64 /* nested lists; deeper ones share the numbers of this depth */

struct one_line {
    struct buf *out;
    size_t start;                                  /* where the line begins in out */
    bool apart;                                    /* a space comes before the next text */
    enum { BEFORE_GAP, IN_GAP, BEHIND_GAP } place; /* of what has been written */
    struct marks marks;
    size_t origin; /* of the next text in the Markdown; NO_ORIGIN if that is unknown */
    bool marked;   /* so is text without an origin */
    struct one_line_list lists[LISTS_MAX];
    int depth;           /* may exceed LISTS_MAX */
    int row, cell;       /* rows begun in the open table, and cells begun in its row */
    struct buf address;  /* of the last link or image that began */
    size_t address_text; /* where the text of that link or image begins */
};

/* Appends text with each run of white space as one space, and marks where the gap begins and ends.
 */
static void one_line_add(struct one_line *l, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool blank = text[i] == ' ' || text[i] == '\n';
        bool whole = !utf8_continues(text[i]); /* a mark may divide an entity */
        bool begins = whole && l->place == BEFORE_GAP && l->marked;
        bool ends = whole && l->place == IN_GAP && !l->marked;
        if (!blank && ends)
            buf_char(l->out, GAP_MARK_END);
        if (!blank && l->apart && l->out->length > l->start)
            buf_char(l->out, ' ');
        if (!blank && begins)
            buf_char(l->out, GAP_MARK);
        if (!blank) {
            l->place += begins || ends;
            buf_char(l->out, text[i]);
        }
        l->apart = blank;
    }
}

static void one_line_origin(void *context, size_t origin)
{
    struct one_line *l = context;
    l->origin = origin;
}

/* Sets l->marked to whether the Markdown from the origin on is. Returns for how many bytes. */
static size_t one_line_run(struct one_line *l)
{
    return l->origin == NO_ORIGIN ? SIZE_MAX : marks_run(&l->marks, l->origin, &l->marked);
}

static void one_line_text(void *context, const char *text, size_t length)
{
    struct one_line *l = context;
    for (size_t run; (run = one_line_run(l)) <= length; text += run, length -= run) {
        one_line_add(l, text, run);
        l->origin += run;
    }
    one_line_add(l, text, length);
    l->origin = NO_ORIGIN;
}

static void one_line_put(struct one_line *l, const char *text)
{
    one_line_add(l, text, strlen(text));
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
    struct buf text = {0}, flags = {0};
    marks_formula(&l->marks, formula, l->origin, false, &text, &flags);
    for (size_t i = 0; i < text.length && !text.failed && !flags.failed; i++) {
        l->marked = flags.bytes[i];
        one_line_add(l, text.bytes + i, 1);
    }
    l->marked = false;
    l->origin = NO_ORIGIN;
    l->out->failed |= text.failed || flags.failed;
    buf_done(&text);
    buf_done(&flags);
}

/* ---- spans ---- */

static void one_line_begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    struct one_line *l = context;
    one_line_run(l); /* an image is marked if its address is */
    l->origin = NO_ORIGIN;
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
        one_line_put(l, buf_string(&l->address));
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
        one_line_add(l, (const char[]){'[', detail->task_mark, ']', ' '}, 4);
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

void one_line_make(struct buf *out, const char *markdown)
{
    static const struct markdown_writer writer = {one_line_begin_block, one_line_end_block,
        one_line_begin_span, one_line_end_span, one_line_text, one_line_break, one_line_formula,
        one_line_origin};
    struct one_line l = {.out = out, .start = out->length, .origin = NO_ORIGIN};
    struct buf start = {0}, safe = {0};
    buf_add(&start, markdown, utf8_cut(markdown, strnlen(markdown, READ_MAX)));
    text_safe(&safe, buf_string(&start), TEXT_MARKED);
    marks_take(&l.marks, &safe);
    out->failed |= !markdown_read(buf_string(&safe), true, &writer, &l) || start.failed ||
                   safe.failed || l.marks.failed;
    marks_done(&l.marks);
    buf_done(&start);
    buf_done(&safe);
    buf_done(&l.address);
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

/* Appends the line: what comes before the gap, and the rest, whose first `size` bytes are the gap.
 * If that would cut off the end of the gap, begins later instead: with as many words before the gap
 * as fit, then the gap, then what fits. Text after the gap gets at most a third of the room. */
static int one_line_fit_gap(
    struct buf *out, const char *before, const char *rest, size_t size, int width)
{
    struct buf line = {0};
    int behind = text_width(rest + size, strlen(rest + size));
    int least = text_width(rest, size) + (behind > 0), more = behind - (behind > 0);
    int room = width - least - text_width(CUT, strlen(CUT));
    if (text_width(before, strlen(before)) + least > width) {
        room -= more < room / 3 ? more : room / 3;
        before = one_line_last_words(before, room > 0 ? room : 0);
        buf_text(&line, CUT);
    }
    buf_text(&line, before);
    buf_text(&line, rest);
    int columns = text_fitted(out, buf_string(&line), width);
    out->failed |= line.failed;
    buf_done(&line);
    return columns;
}

int one_line_fit(struct buf *out, const char *line, int width)
{
    const char *gap = strchr(line, GAP_MARK), *end = gap ? strchr(gap, GAP_MARK_END) : NULL;
    if (!gap)
        return text_fitted(out, line, width);
    struct buf before = {0}, rest = {0};
    size_t size = end ? (size_t)(end - gap) - 1 : strlen(gap + 1);
    buf_add(&before, line, (size_t)(gap - line));
    buf_add(&rest, gap + 1, size);
    buf_text(&rest, end ? end + 1 : "");
    out->failed |= before.failed || rest.failed;
    int columns = out->failed
                      ? 0
                      : one_line_fit_gap(out, buf_string(&before), buf_string(&rest), size, width);
    buf_done(&before);
    buf_done(&rest);
    return columns;
}

void one_line(struct buf *out, const char *markdown, int width)
{
    struct buf line = {0};
    one_line_make(&line, markdown);
    one_line_fit(out, buf_string(&line), width);
    out->failed |= line.failed;
    buf_done(&line);
}

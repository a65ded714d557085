/* The Markdown writer for screens. Text collects in a paragraph or a table's cell until a block
 * ends it; the layout then breaks it into lines. */
#include "text/md_styled.h"

#include "text/address.h"
#include "text/highlight.h"
#include "text/layout.h"
#include "text/markdown.h"
#include "text/md_marks.h"
#include "text/md_table.h"
#include "text/text.h"

#include <assert.h>
#include <string.h>

#define SPANS_MAX 4 /* nested links and images whose address is shown */

/* An open link or image. */
struct md_styled_link {
    struct buf address;
    uint8_t number; /* address number in the styled text; 0 if the address is shown */
    size_t start;   /* where the link's text begins */
};

struct md_styled {
    struct layout layout;
    struct md_table table;
    bool in_table;
    bool too_large;                  /* reading stopped at a table that is too large */
    bool below;                      /* the text follows a formula or picture on its own lines */
    bool heading;                    /* within a heading */
    const struct language *language; /* of the code block; NULL if it is unknown */
    int open[MD_SPAN_U + 1];         /* number of open spans, by type */
    struct md_styled_link links[SPANS_MAX];
    int link_depth; /* may exceed SPANS_MAX */
    int in_picture; /* number of open spans that a picture replaces, itself among them; else 0 */
    struct marks *marks;
    size_t origin; /* of the next text in the Markdown; NO_ORIGIN if that is unknown */
    bool marked;   /* the text that is being added is marked */
};

/* ---- text ---- */

static struct styled *md_styled_target(struct md_styled *w)
{
    return w->in_table ? &w->table.content : &w->layout.paragraph;
}

static enum style md_styled_style(const struct md_styled *w)
{
    static const struct {
        MD_SPANTYPE span;
        enum style style;
    } styles[] = {{MD_SPAN_CODE, STYLE_CODE}, {MD_SPAN_A, STYLE_LINK}, {MD_SPAN_DEL, STYLE_FAINT},
        {MD_SPAN_STRONG, STYLE_STRONG}, {MD_SPAN_EM, STYLE_EMPHASIS}};
    if (w->marked)
        return STYLE_GAP;
    for (size_t i = 0; i < COUNT(styles); i++)
        if (w->open[styles[i].span])
            return styles[i].style;
    return STYLE_PLAIN;
}

/* The number of the innermost link that can be opened. */
static uint8_t md_styled_link_number(const struct md_styled *w)
{
    for (int i = w->link_depth < SPANS_MAX ? w->link_depth : SPANS_MAX; i > 0; i--)
        if (w->links[i - 1].number)
            return w->links[i - 1].number;
    return 0;
}

static void md_styled_add(struct md_styled *w, const char *text, size_t length)
{
    styled_add(md_styled_target(w), text, length, md_styled_style(w), md_styled_link_number(w));
}

/* Adds text that begins at an offset in the Markdown. Leaves w->marked set if what follows the text
 * is marked. */
static void md_styled_add_marked(
    struct md_styled *w, const char *text, size_t length, size_t offset)
{
    size_t run = marks_run(w->marks, offset, &w->marked);
    for (; run <= length; run = marks_run(w->marks, offset, &w->marked)) {
        md_styled_add(w, text, run);
        text += run;
        length -= run;
        offset += run;
    }
    md_styled_add(w, text, length);
}

/* Adds text with a flag for each byte: whether it is marked. */
static void md_styled_add_flagged(
    struct md_styled *w, const char *text, const char *flags, size_t length)
{
    for (size_t run; length > 0; text += run, flags += run, length -= run) {
        w->marked = *flags;
        for (run = 1; run < length && flags[run] == *flags;)
            run++;
        md_styled_add(w, text, run);
    }
    w->marked = false;
}

static void md_styled_origin(void *context, size_t origin)
{
    struct md_styled *w = context;
    w->origin = w->in_picture ? NO_ORIGIN : origin;
}

static bool md_styled_at_line_start(struct md_styled *w)
{
    const struct buf *text = &md_styled_target(w)->text;
    return text->length == 0 || text->bytes[text->length - 1] == '\n';
}

static void md_styled_text(void *context, const char *text, size_t length)
{
    struct md_styled *w = context;
    if (w->in_picture)
        return;
    size_t skipped = w->below ? strspn(text, " ") : 0;
    skipped = skipped < length ? skipped : length;
    w->below = false;
    if (w->origin != NO_ORIGIN)
        md_styled_add_marked(w, text + skipped, length - skipped, w->origin + skipped);
    else
        md_styled_add(w, text + skipped, length - skipped);
    w->origin = NO_ORIGIN;
}

static void md_styled_line_break(void *context, bool hard)
{
    struct md_styled *w = context;
    if (w->in_picture)
        return;
    w->marked = false;
    md_styled_add(w, hard ? "\n" : " ", !md_styled_at_line_start(w));
}

/* ---- formulas ---- */

#define DISPLAY_INDENT "  "

static int md_styled_widest_line(const char *text)
{
    int widest = 0;
    for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
        int width = text_width(text, strcspn(text, "\n"));
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Shows a formula on lines of its own. Returns false if it is unknown, does not fit, or is in a
 * table or a heading. */
static bool md_styled_display(struct md_styled *w, const struct formula *formula)
{
    struct buf lines = {0}, flags = {0};
    int indent = (int)strlen(DISPLAY_INDENT);
    bool fits = !w->in_table && !w->heading &&
                marks_formula(w->marks, formula, w->origin, true, &lines, &flags) &&
                md_styled_widest_line(buf_string(&lines)) + indent <= layout_width(&w->layout);
    const char *flag = buf_string(&flags);
    w->marked = false;
    fits = fits && !lines.failed && !flags.failed;
    if (fits && !md_styled_at_line_start(w))
        md_styled_add(w, "\n", 1);
    for (const char *at = buf_string(&lines); fits && *at; at += *at == '\n') {
        size_t length = strcspn(at, "\n");
        styled_add(md_styled_target(w), DISPLAY_INDENT, strlen(DISPLAY_INDENT), STYLE_PLAIN, 0);
        md_styled_add_flagged(w, at, flag + (at - buf_string(&lines)), length);
        md_styled_add(w, "\n", 1);
        at += length;
    }
    w->layout.styled->failed |= lines.failed || flags.failed;
    buf_done(&lines);
    buf_done(&flags);
    return fits;
}

/* An unknown formula is shown as its source, in the style of code. */
static void md_styled_formula(void *context, const struct formula *formula)
{
    struct md_styled *w = context;
    struct buf line = {0}, flags = {0};
    if (w->in_picture)
        return;
    w->below = formula->display && md_styled_display(w, formula);
    if (!w->below) {
        bool known = marks_formula(w->marks, formula, w->origin, false, &line, &flags);
        w->open[MD_SPAN_CODE] += !known;
        bool whole = !line.failed && !flags.failed;
        md_styled_add_flagged(w, buf_string(&line), buf_string(&flags), whole ? line.length : 0);
        w->open[MD_SPAN_CODE] -= !known;
        w->layout.styled->failed |= line.failed || flags.failed;
    }
    w->origin = NO_ORIGIN;
    buf_done(&line);
    buf_done(&flags);
}

/* ---- pictures ---- */

/* Shows a picture on lines of its own instead of its name. Returns false if it cannot be shown, or
 * is in a table. */
static bool md_styled_picture(struct md_styled *w, const char *address)
{
    const struct styled *styled = w->layout.styled;
    for (size_t i = 0; !w->in_table && i < styled->picture_count; i++)
        if (strcmp(styled->pictures[i].address, address) == 0) {
            layout_flush(&w->layout);
            layout_picture(&w->layout, &styled->pictures[i]);
            w->below = true;
            return true;
        }
    return false;
}

/* ---- spans ---- */

static void md_styled_open_link(struct md_styled *w, const char *address)
{
    struct buf safe = {0};
    struct styled *styled = w->layout.styled;
    if (w->link_depth++ >= SPANS_MAX)
        return;
    struct md_styled_link *link = &w->links[w->link_depth - 1];
    *link = (struct md_styled_link){.start = md_styled_target(w)->text.length};
    buf_text(&link->address, address);
    if (styled->links_work &&
        (address_safe(&safe, address) ||
            (styled->file_address && styled->file_address(styled->file_context, address, &safe))))
        link->number = styled_address(styled, buf_string(&safe));
    styled->failed |= link->address.failed || safe.failed;
    buf_done(&safe);
}

/* Shows the address if the link cannot be opened and its text is not the address. */
static void md_styled_close_link(struct md_styled *w)
{
    if (--w->link_depth >= SPANS_MAX)
        return;
    struct md_styled_link *link = &w->links[w->link_depth];
    struct styled *styled = md_styled_target(w);
    const char *address = buf_string(&link->address);
    size_t shown = styled->text.length > link->start ? styled->text.length - link->start : 0;
    if (*address && !link->number &&
        !address_is_text(address, buf_string(&styled->text) + link->start, shown)) {
        const char *parts[] = {shown ? " (" : "(", address, ")"};
        w->below = false;
        for (int i = 0; i < 3; i++)
            styled_add(styled, parts[i], strlen(parts[i]), STYLE_FAINT, md_styled_link_number(w));
    }
    buf_done(&link->address);
}

/* Adds a mark for a span that few terminals can show otherwise. */
static void md_styled_add_mark(struct md_styled *w, MD_SPANTYPE type, const char *image)
{
    const char *mark = type == MD_SPAN_DEL ? "~~" : type == MD_SPAN_IMG ? image : "";
    md_styled_add(w, mark, strlen(mark));
}

static void md_styled_begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    struct md_styled *w = context;
    w->in_picture += w->in_picture || (type == MD_SPAN_IMG && md_styled_picture(w, address));
    if (w->in_picture) {
        w->origin = NO_ORIGIN;
        return;
    }
    if (type == MD_SPAN_A || type == MD_SPAN_IMG)
        md_styled_open_link(w, address);
    if (w->origin != NO_ORIGIN) /* an image's name is marked if its address is */
        marks_run(w->marks, w->origin, &w->marked);
    w->origin = NO_ORIGIN;
    w->open[type]++;
    md_styled_add_mark(w, type, "[image: ");
}

static void md_styled_end_span(void *context, MD_SPANTYPE type)
{
    struct md_styled *w = context;
    if (w->in_picture) {
        w->in_picture--;
        return;
    }
    md_styled_add_mark(w, type, "]");
    w->open[type]--;
    if (type == MD_SPAN_A || type == MD_SPAN_IMG)
        md_styled_close_link(w);
}

/* ---- blocks ---- */

static const struct {
    const char *prefix; /* precedes each line */
    bool heading;       /* the text is strong */
    bool apart;         /* a blank line follows */
} md_styled_blocks[] = {[MD_BLOCK_QUOTE] = {"│ ", false, false},
    [MD_BLOCK_H] = {NULL, true, true},
    [MD_BLOCK_CODE] = {"  ", false, true},
    [MD_BLOCK_P] = {NULL, false, true},
    [MD_BLOCK_TH] = {NULL, true, false},
    [MD_BLOCK_TD] = {NULL, false, false}};
static_assert(COUNT(md_styled_blocks) == MD_BLOCK_TD + 1, "one for each block");

static bool md_styled_begin_table(struct md_styled *w, const MD_BLOCK_TABLE_DETAIL *detail)
{
    unsigned rows = detail->head_row_count + detail->body_row_count;
    assert(detail->col_count > 0);
    w->too_large =
        detail->col_count > TABLE_COLUMNS_MAX || rows > TABLE_CELLS_MAX / detail->col_count;
    w->in_table = true;
    w->table.columns = (int)detail->col_count;
    return !w->too_large;
}

static void md_styled_begin_cell(struct md_styled *w, const MD_BLOCK_TD_DETAIL *detail)
{
    static const enum cell_side sides[MD_ALIGN_RIGHT + 1] = {
        [MD_ALIGN_CENTER] = CELL_CENTRE, [MD_ALIGN_RIGHT] = CELL_RIGHT}; /* left otherwise */
    w->table.sides[w->table.count % (size_t)w->table.columns] = sides[detail->align];
}

static void md_styled_begin_item(struct md_styled *w, const MD_BLOCK_LI_DETAIL *detail)
{
    const char mark[] = {'[', detail->task_mark, ']', ' ', '\0'};
    layout_begin_item(&w->layout, detail->is_task ? mark : "");
}

static void md_styled_begin_code(struct md_styled *w, const MD_BLOCK_CODE_DETAIL *detail)
{
    w->language = language_named(detail->lang.text, detail->lang.size);
    w->layout.verbatim = true;
    w->open[MD_SPAN_CODE]++;
    layout_begin_wide(&w->layout);
}

static void md_styled_end_code(struct md_styled *w)
{
    if (w->language)
        highlight(&w->layout.paragraph, w->language);
    layout_flush(&w->layout);
    layout_end_wide(&w->layout);
    w->open[MD_SPAN_CODE]--;
    w->layout.verbatim = false;
}

static bool md_styled_begin_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct md_styled *w = context;
    const char *prefix = md_styled_blocks[type].prefix;
    layout_flush(&w->layout);
    w->heading = md_styled_blocks[type].heading;
    w->open[MD_SPAN_STRONG] += w->heading;
    if (type == MD_BLOCK_CODE)
        md_styled_begin_code(w, detail);
    if (prefix)
        layout_push(&w->layout, prefix, prefix);
    else if (type == MD_BLOCK_UL)
        layout_begin_list(&w->layout, false, 0);
    else if (type == MD_BLOCK_OL)
        layout_begin_list(&w->layout, true, ((const MD_BLOCK_OL_DETAIL *)detail)->start);
    else if (type == MD_BLOCK_LI)
        md_styled_begin_item(w, detail);
    else if (type == MD_BLOCK_TH)
        md_styled_begin_cell(w, detail);
    return type != MD_BLOCK_TABLE || md_styled_begin_table(w, detail);
}

static void md_styled_end_table(struct md_styled *w)
{
    w->in_table = false;
    md_table_layout(&w->table, &w->layout);
    md_table_clear(&w->table);
}

static void md_styled_end_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct md_styled *w = context;
    struct layout *layout = &w->layout;
    bool list = type == MD_BLOCK_UL || type == MD_BLOCK_OL;
    (void)detail;
    if (type == MD_BLOCK_CODE)
        md_styled_end_code(w);
    layout_flush(layout);
    w->open[MD_SPAN_STRONG] -= w->heading;
    w->heading = false;
    if (list || md_styled_blocks[type].prefix)
        layout_pop(layout);
    else if (type == MD_BLOCK_LI)
        layout_end_item(layout);
    else if (type == MD_BLOCK_HR)
        layout_rule(layout);
    else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
        md_table_end_cell(&w->table);
    else if (type == MD_BLOCK_TABLE)
        md_styled_end_table(w);
    layout->apart = list ? layout->depth == 0 : layout->apart || md_styled_blocks[type].apart;
}

/* ---- the whole text ---- */

/* Returns false if memory ran out or a table is too large. */
static bool md_styled_read(struct styled *styled, const char *safe, struct marks *marks, int width,
    bool tables, bool *too_large)
{
    static const struct markdown_writer writer = {md_styled_begin_block, md_styled_end_block,
        md_styled_begin_span, md_styled_end_span, md_styled_text, md_styled_line_break,
        md_styled_formula, md_styled_origin};
    struct md_styled w = {
        .layout = {.styled = styled, .width = width}, .marks = marks, .origin = NO_ORIGIN};
    bool done = markdown_read(safe, tables, &writer, &w);
    *too_large = w.too_large;
    md_table_done(&w.table);
    layout_done(&w.layout);
    for (int i = 0; i < SPANS_MAX && i < w.link_depth; i++)
        buf_done(&w.links[i].address);
    return done;
}

static void md_styled_add_text(
    struct styled *styled, const char *markdown, enum text_lines lines, int width)
{
    struct buf safe = {0};
    struct marks marks = {0};
    size_t length = styled->text.length, count = styled->count;
    bool too_large = false, done = true;
    assert(width >= 1);
    text_safe(&safe, markdown, lines);
    marks_take(&marks, &safe);
    styled->failed |= safe.failed || marks.failed;
    if (!styled->failed)
        done = md_styled_read(styled, buf_string(&safe), &marks, width, true, &too_large);
    if (!done) {
        styled_cut(styled, length);
        styled->count = count;
        done = too_large &&
               md_styled_read(styled, buf_string(&safe), &marks, width, false, &too_large);
    }
    styled->failed |= !done;
    marks_done(&marks);
    buf_done(&safe);
}

void styled_markdown(struct styled *styled, const char *markdown, int width)
{
    md_styled_add_text(styled, markdown, TEXT_LINES, width);
}

void styled_marked(struct styled *styled, const char *markdown, int width)
{
    md_styled_add_text(styled, markdown, TEXT_MARKED, width);
}

void styled_plain(struct styled *styled, const char *text, enum style style, int width)
{
    struct layout layout = {.styled = styled, .width = width};
    struct buf safe = {0};
    text_safe(&safe, text, TEXT_LINES);
    styled_add(&layout.paragraph, buf_string(&safe), safe.length, style, 0);
    styled->failed |= safe.failed;
    layout_flush(&layout);
    buf_done(&safe);
    layout_done(&layout);
}

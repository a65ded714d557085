/* md4c calls back for each block and span. Text gathers in a paragraph, or in a cell of a table,
 * until a block ends it; the layout then makes lines of it. */
#include "text/markdown.h"

#include "text/address.h"
#include "text/entity.h"
#include "text/formulas.h"
#include "text/md_table.h"
#include "text/text.h"

#include <md4c.h>
#include <string.h>

#define SPANS_MAX 4 /* links and images within one another that have their address shown */

/* A link or an image that is open. */
struct markdown_link {
    struct buf address;
    uint8_t number; /* in the rich text; 0 where the address is shown */
    size_t start;   /* of what it shows */
};

struct markdown_builder {
    struct layout *layout;
    struct formulas formulas;
    struct md_table cells;
    bool in_table, too_large; /* too_large: of a table */
    int strong, emphasis, code, struck, heading, linked;
    struct markdown_link links[SPANS_MAX];
    int link_depth; /* may exceed SPANS_MAX */
};

/* ---- text ---- */

/* Where text goes. */
static struct styled *markdown_target(struct markdown_builder *b)
{
    return b->in_table ? &b->cells.content : &b->layout->paragraph;
}

static enum style markdown_current_style(const struct markdown_builder *b)
{
    if (b->code || b->layout->verbatim)
        return STYLE_CODE;
    if (b->linked)
        return STYLE_LINK;
    if (b->struck)
        return STYLE_FAINT;
    if (b->strong || b->heading)
        return STYLE_STRONG;
    return b->emphasis ? STYLE_EMPHASIS : STYLE_PLAIN;
}

/* The innermost link that is one. */
static uint8_t markdown_current_link(const struct markdown_builder *b)
{
    for (int i = b->link_depth < SPANS_MAX ? b->link_depth : SPANS_MAX; i > 0; i--)
        if (b->links[i - 1].number)
            return b->links[i - 1].number;
    return 0;
}

static void markdown_add_text(struct markdown_builder *b, const char *text, size_t length)
{
    styled_add(
        markdown_target(b), text, length, markdown_current_style(b), markdown_current_link(b));
}

static void markdown_add_words(struct markdown_builder *b, const char *text)
{
    markdown_add_text(b, text, strlen(text));
}

/* As markdown_add_text, where a line feed would be one too many. */
static void markdown_add_one_line(struct markdown_builder *b, const char *text, size_t length)
{
    for (size_t at = 0, next; at < length; at = next + 1) {
        const char *feed = memchr(text + at, '\n', length - at);
        next = feed ? (size_t)(feed - text) : length;
        markdown_add_text(b, text + at, next - at);
        if (feed)
            markdown_add_text(b, " ", 1);
    }
}

static bool markdown_at_line_start(struct markdown_builder *b)
{
    const struct buf *text = &markdown_target(b)->text;
    return text->length == 0 || text->bytes[text->length - 1] == '\n';
}

/* ---- formulas ---- */

static int markdown_widest_line(const char *text)
{
    int widest = 0;
    for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
        int width = text_width(text, strcspn(text, "\n"));
        widest = width > widest ? width : widest;
    }
    return widest;
}

#define DISPLAY_INDENT 2

/* A displayed formula has its lines to itself. False where it does not fit. */
static bool markdown_add_displayed(struct markdown_builder *b, const struct formula *formula)
{
    struct buf lines = {0};
    bool fits =
        !b->in_table && !b->heading && formula_text(formula, true, &lines) &&
        markdown_widest_line(buf_string(&lines)) + DISPLAY_INDENT <= layout_width(b->layout);
    if (fits && !markdown_at_line_start(b))
        markdown_add_text(b, "\n", 1);
    for (const char *at = buf_string(&lines); fits && *at; at += *at == '\n') {
        size_t length = strcspn(at, "\n");
        styled_add(markdown_target(b), "    ", DISPLAY_INDENT, STYLE_PLAIN, 0);
        markdown_add_text(b, at, length);
        markdown_add_text(b, "\n", 1);
        at += length;
    }
    b->layout->styled->failed |= lines.failed;
    buf_done(&lines);
    return fits;
}

static void markdown_add_formula(struct markdown_builder *b, const struct formula *formula)
{
    struct buf line = {0};
    if (formula->display && markdown_add_displayed(b, formula))
        return;
    if (formula_text(formula, false, &line)) {
        markdown_add_text(b, buf_string(&line), line.length);
    } else {
        b->code++; /* the source, and seen to be */
        markdown_add_one_line(b, formula->source, formula->length);
        b->code--;
    }
    b->layout->styled->failed |= line.failed;
    buf_done(&line);
}

/* Text that formulas have been taken out of. */
static void markdown_add_marked(struct markdown_builder *b, const char *text, size_t length)
{
    size_t before, size;
    const struct formula *formula;
    bool verbatim = b->layout->verbatim;
    while ((formula = formulas_next(&b->formulas, text, length, &before, &size))) {
        markdown_add_text(b, text, before);
        if (verbatim)
            markdown_add_text(b, formula->source, formula->length);
        else if (b->code)
            markdown_add_one_line(b, formula->source, formula->length);
        else
            markdown_add_formula(b, formula);
        text += before + size;
        length -= before + size;
        for (; length > 0 && *text == ' ' && !verbatim && markdown_at_line_start(b); length--)
            text++; /* below a displayed formula */
    }
    markdown_add_text(b, text, length);
}

static void markdown_add_entity(struct markdown_builder *b, const char *entity, size_t length)
{
    struct buf text = {0};
    entity_text(entity, length, &text);
    markdown_add_text(b, buf_string(&text), text.length);
    b->layout->styled->failed |= text.failed;
    buf_done(&text);
}

static int markdown_take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct markdown_builder *b = context;
    if (type == MD_TEXT_SOFTBR)
        markdown_add_text(b, " ", !markdown_at_line_start(b));
    else if (type == MD_TEXT_BR)
        markdown_add_text(b, "\n", !markdown_at_line_start(b));
    else if (type == MD_TEXT_ENTITY)
        markdown_add_entity(b, text, size);
    else if (type != MD_TEXT_NULLCHAR) /* a NUL cannot be: the text is a string */
        markdown_add_marked(b, text, size);
    return 0;
}

/* ---- links and images ---- */

/* An attribute's text: without formulas and entities. */
static void markdown_add_attribute(
    const struct markdown_builder *b, const MD_ATTRIBUTE *attribute, struct buf *out)
{
    for (int i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
        const char *text = attribute->text + attribute->substr_offsets[i];
        size_t length = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];
        size_t before, size;
        const struct formula *formula;
        if (attribute->substr_types[i] == MD_TEXT_ENTITY) {
            entity_text(text, length, out);
            continue;
        }
        while ((formula = formulas_next(&b->formulas, text, length, &before, &size))) {
            buf_add(out, text, before);
            buf_add(out, formula->source, formula->length);
            text += before + size;
            length -= before + size;
        }
        buf_add(out, text, length);
    }
}

static void markdown_open_link(struct markdown_builder *b, const MD_ATTRIBUTE *address)
{
    struct buf safe = {0};
    if (b->link_depth++ >= SPANS_MAX)
        return;
    struct markdown_link *link = &b->links[b->link_depth - 1];
    *link = (struct markdown_link){.start = markdown_target(b)->text.length};
    markdown_add_attribute(b, address, &link->address);
    if (b->layout->styled->links_work && address_safe(&safe, buf_string(&link->address)))
        link->number = styled_address(b->layout->styled, buf_string(&safe));
    b->layout->styled->failed |= link->address.failed || safe.failed;
    buf_done(&safe);
}

/* Show the address where it is not a link, and not said by its text. */
static void markdown_close_link(struct markdown_builder *b)
{
    if (--b->link_depth >= SPANS_MAX)
        return;
    struct markdown_link *link = &b->links[b->link_depth];
    const char *address = buf_string(&link->address);
    const struct styled *styled = markdown_target(b);
    size_t shown = styled->text.length > link->start ? styled->text.length - link->start : 0;
    if (*address && !link->number &&
        !address_is_text(address, buf_string(&styled->text) + link->start, shown)) {
        const char *parts[] = {shown ? " (" : "(", address, ")"};
        for (int i = 0; i < 3; i++)
            styled_add(markdown_target(b), parts[i], strlen(parts[i]), STYLE_FAINT,
                markdown_current_link(b));
    }
    buf_done(&link->address);
}

static int markdown_enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown_builder *b = context;
    b->strong += type == MD_SPAN_STRONG;
    b->emphasis += type == MD_SPAN_EM;
    b->code += type == MD_SPAN_CODE;
    if (type == MD_SPAN_DEL) {
        b->struck++;
        markdown_add_words(b, "~~"); /* as few terminals can strike text through */
    } else if (type == MD_SPAN_A) {
        markdown_open_link(b, &((MD_SPAN_A_DETAIL *)detail)->href);
        b->linked++;
    } else if (type == MD_SPAN_IMG) {
        markdown_open_link(b, &((MD_SPAN_IMG_DETAIL *)detail)->src);
        markdown_add_words(b, "[image: ");
    }
    return 0;
}

static int markdown_leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown_builder *b = context;
    (void)detail;
    if (type == MD_SPAN_DEL)
        markdown_add_words(b, "~~");
    if (type == MD_SPAN_IMG)
        markdown_add_words(b, "]");
    b->strong -= type == MD_SPAN_STRONG;
    b->emphasis -= type == MD_SPAN_EM;
    b->code -= type == MD_SPAN_CODE;
    b->struck -= type == MD_SPAN_DEL;
    b->linked -= type == MD_SPAN_A;
    if (type == MD_SPAN_A || type == MD_SPAN_IMG)
        markdown_close_link(b);
    return 0;
}

/* ---- blocks ---- */

static int markdown_begin_table(struct markdown_builder *b, const MD_BLOCK_TABLE_DETAIL *detail)
{
    unsigned rows = detail->head_row_count + detail->body_row_count;
    b->too_large = detail->col_count > TABLE_COLUMNS_MAX ||
                   rows > TABLE_CELLS_MAX / (detail->col_count ? detail->col_count : 1);
    b->in_table = true;
    b->cells.columns = (int)detail->col_count;
    return b->too_large ? -1 : 0; /* md4c goes on at a positive number */
}

static void markdown_begin_cell(struct markdown_builder *b, const MD_BLOCK_TD_DETAIL *detail)
{
    static const enum cell_side sides[] = {[MD_ALIGN_DEFAULT] = CELL_LEFT,
        [MD_ALIGN_LEFT] = CELL_LEFT,
        [MD_ALIGN_CENTER] = CELL_CENTRE,
        [MD_ALIGN_RIGHT] = CELL_RIGHT};
    b->cells.sides[b->cells.count % (size_t)b->cells.columns] = sides[detail->align];
}

static void markdown_begin_item(struct markdown_builder *b, const MD_BLOCK_LI_DETAIL *detail)
{
    if (!detail->is_task)
        layout_begin_item(b->layout, "• ");
    else
        layout_begin_item(b->layout, detail->task_mark == ' ' ? "[ ] " : "[x] ");
}

static int markdown_enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown_builder *b = context;
    layout_flush(b->layout);
    switch (type) {
    case MD_BLOCK_QUOTE:
        layout_push(b->layout, "│ ", "│ ");
        break;
    case MD_BLOCK_UL:
        layout_begin_list(b->layout, false, 0);
        break;
    case MD_BLOCK_OL:
        layout_begin_list(b->layout, true, ((MD_BLOCK_OL_DETAIL *)detail)->start);
        break;
    case MD_BLOCK_LI:
        markdown_begin_item(b, detail);
        break;
    case MD_BLOCK_CODE:
        layout_push(b->layout, "  ", "  ");
        b->layout->verbatim = true;
        break;
    case MD_BLOCK_H:
        b->heading++;
        break;
    case MD_BLOCK_TABLE:
        return markdown_begin_table(b, detail);
    case MD_BLOCK_TH:
        b->heading++;
        markdown_begin_cell(b, detail);
        break;
    default:
        break;
    }
    return 0;
}

static void markdown_end_table(struct markdown_builder *b)
{
    b->in_table = false;
    md_table_layout(&b->cells, b->layout);
    md_table_clear(&b->cells);
}

static int markdown_leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown_builder *b = context;
    struct layout *layout = b->layout;
    (void)detail;
    layout_flush(layout);
    switch (type) {
    case MD_BLOCK_LI:
        layout_end_item(layout);
        break;
    case MD_BLOCK_QUOTE:
        layout_pop(layout);
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        layout_pop(layout);
        layout->apart = layout->depth == 0;
        break;
    case MD_BLOCK_CODE:
        layout->verbatim = false;
        layout_pop(layout);
        layout->apart = true;
        break;
    case MD_BLOCK_H:
        b->heading--;
        layout->apart = true;
        break;
    case MD_BLOCK_HR:
        layout_rule(layout);
        break;
    case MD_BLOCK_P:
        layout->apart = true;
        break;
    case MD_BLOCK_TH:
        b->heading--;
        md_table_end_cell(&b->cells);
        break;
    case MD_BLOCK_TD:
        md_table_end_cell(&b->cells);
        break;
    case MD_BLOCK_TABLE:
        markdown_end_table(b);
        break;
    default:
        break;
    }
    return 0;
}

/* ---- all of it ---- */

static void markdown_builder_done(struct markdown_builder *b)
{
    md_table_done(&b->cells);
    for (int i = 0; i < SPANS_MAX && i < b->link_depth; i++)
        buf_done(&b->links[i].address);
}

/* Returns whether it was read to its end. */
static bool markdown_read_markdown(struct markdown_builder *b, unsigned flags)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | flags,
        .enter_block = markdown_enter_block,
        .leave_block = markdown_leave_block,
        .enter_span = markdown_enter_span,
        .leave_span = markdown_leave_span,
        .text = markdown_take_text,
    };
    const struct buf *text = &b->formulas.text;
    return md_parse(buf_string(text), (MD_SIZE)text->length, &parser, b) == 0;
}

/* A table that is too large for any screen ends the reading of tables: all are text then. */
static void markdown_read_twice(struct markdown_builder *b)
{
    struct styled *styled = b->layout->styled;
    size_t length = styled->text.length, count = styled->count;
    if (markdown_read_markdown(b, MD_FLAG_TABLES))
        return;
    bool again = b->too_large;
    markdown_builder_done(b);
    layout_done(b->layout);
    *b = (struct markdown_builder){.layout = b->layout, .formulas = b->formulas};
    *b->layout = (struct layout){.styled = styled, .width = b->layout->width};
    buf_cut(&styled->text, length);
    buf_cut(&styled->styles, length);
    buf_cut(&styled->links, length);
    styled->count = count;
    if (!again || !markdown_read_markdown(b, 0))
        styled->failed = true;
}

void markdown_lay(const char *markdown, struct layout *layout)
{
    struct markdown_builder b = {.layout = layout};
    struct buf safe = {0};
    text_safe(&safe, markdown, TEXT_LINES);
    formulas_take(&b.formulas, buf_string(&safe), safe.length);
    layout->styled->failed |= safe.failed || b.formulas.failed;
    if (!layout->styled->failed)
        markdown_read_twice(&b);
    markdown_builder_done(&b);
    formulas_done(&b.formulas);
    buf_done(&safe);
}

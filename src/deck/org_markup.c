/* Reads lines, and writes block by block: paragraphs, items of lists, tables, blocks of code. */
#include "deck/org_markup.h"

#include "base/utf8.h"
#include "deck/import_fields.h"
#include "deck/org_hole.h"
#include "deck/org_inline.h"
#include "text/md_marker.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define LEVELS_MAX      16 /* nested items */
#define COLUMNS_MAX     32
#define FILL_COLUMN     70 /* Emacs's default */
#define FILL_COLUMN_MIN 60
#define FILL_COLUMN_MAX 100

struct org_markup {
    const char *end; /* of the Org text */
    struct buf *out;
    size_t begin; /* where the text begins in out */
    struct org_inline in;
    struct buf paragraph; /* its lines so far */
    const char *held;     /* the end of a gap that spans several lines, or NULL */
    bool blank;           /* a blank line comes before the next block */
    bool fresh;           /* an item's mark has been written; its text may follow */
    bool in_list;         /* an item was open before this line */
    struct {
        size_t indent, prefix; /* columns before the mark in Org, and before the text in Markdown */
    } items[LEVELS_MAX];       /* the open items */
    size_t depth;
};

/* ---- lines ---- */

static size_t org_markup_length(const char *line)
{
    return strcspn(line, "\n");
}

static const char *org_markup_next(const char *line)
{
    line += org_markup_length(line);
    return line + (*line == '\n');
}

static const char *org_markup_text(const char *line)
{
    return line + strspn(line, " \t");
}

static size_t org_markup_indent(const char *line)
{
    size_t columns = 0;
    for (; *line == ' ' || *line == '\t'; line++)
        columns = *line == '\t' ? columns / 8 * 8 + 8 : columns + 1;
    return columns;
}

static bool org_markup_is_blank(const char *line)
{
    line = org_markup_text(line);
    return *line == '\0' || *line == '\n';
}

static bool org_markup_begins(const char *line, const char *with)
{
    return strncasecmp(org_markup_text(line), with, strlen(with)) == 0;
}

/* Whether the line is an item of a list: -, +, *, 1. or 1), alone or before a space. */
static bool org_markup_is_item(const char *line)
{
    const char *text = org_markup_text(line);
    size_t mark = markdown_marker(text);
    return mark && (!text[mark] || strchr(" \n", text[mark]));
}

/* ---- writing ---- */

static size_t org_markup_prefix(const struct org_markup *o)
{
    return o->depth ? o->items[o->depth - 1].prefix : 0;
}

static void org_markup_begin_line(struct org_markup *o)
{
    buf_char(o->out, '\n');
    buf_fill(o->out, ' ', org_markup_prefix(o));
}

/* Begins a block, after a blank line. If `tight`, writes the blank line only if the Org text has
 * one here. */
static void org_markup_begin_block(struct org_markup *o, bool tight)
{
    bool first = o->out->length == o->begin;
    if (!o->fresh && !first) {
        if (!tight || o->blank)
            buf_char(o->out, '\n');
        org_markup_begin_line(o);
    }
    o->fresh = o->blank = false;
}

/* Appends the text in o->in, with the prefix on every line. */
static void org_markup_put_inline(struct org_markup *o)
{
    struct buf text = {0};
    mixed_text_put(&o->in.mixed, &text);
    for (const char *c = buf_string(&text); *c; c++)
        if (*c == '\n' && c[1] != '\n')
            org_markup_begin_line(o);
        else
            buf_char(o->out, *c);
    o->out->failed |= text.failed;
    buf_done(&text);
}

/* ---- paragraphs ---- */

static size_t org_markup_width(const char *text, size_t length)
{
    size_t width = 0;
    for (size_t i = 0; i < length; i++)
        width += !utf8_continues(text[i]);
    return width;
}

/* Whether the line was broken early: it has room for the next word, and is short or ends a
 * sentence. */
static bool org_markup_ends_early(const char *line, size_t column)
{
    const char *next = org_markup_next(line);
    size_t length = org_markup_length(line), width = org_markup_width(line, length);
    bool room = width + 1 + org_markup_width(next, strcspn(next, " \t\n")) <= column;
    return room && (width < FILL_COLUMN_MIN || strchr(".:;!?", line[length - 1]));
}

/* Appends the paragraph to `text`, without the indent that all of its lines share. In a new item,
 * the first line does not count, since it follows the mark. */
static void org_markup_unindent(struct org_markup *o, struct buf *text)
{
    const char *first = buf_string(&o->paragraph);
    size_t common = SIZE_MAX;
    for (const char *line = o->fresh ? org_markup_next(first) : first; *line;
         line = org_markup_next(line))
        common = strspn(line, " ") < common ? strspn(line, " ") : common;
    for (const char *line = first; *line; line = org_markup_next(line)) {
        size_t indent = strspn(line, " ");
        line += line == first && o->fresh ? indent : indent < common ? indent : common;
        buf_text(text, text->length ? "\n" : "");
        buf_add(text, line, org_markup_length(line));
    }
}

/* Whether the paragraph was filled, by an editor or by hand: none of its lines but the last ends
 * early. The longest line shows at which column lines were broken; if even that line is short,
 * FILL_COLUMN is assumed. In any other paragraph, the author wanted the line breaks. */
static bool org_markup_is_filled(const char *text)
{
    size_t column = 0;
    for (const char *line = text; *line; line = org_markup_next(line)) {
        size_t width = org_markup_width(line, org_markup_length(line));
        column = width > column ? width : column;
    }
    if (column < FILL_COLUMN_MIN)
        column = FILL_COLUMN;
    for (const char *line = text; *org_markup_next(line); line = org_markup_next(line))
        if (org_markup_ends_early(line, column) || *org_markup_next(line) == ' ')
            return false;
    return column <= FILL_COLUMN_MAX;
}

static void org_markup_flush(struct org_markup *o)
{
    struct buf text = {0};
    if (o->paragraph.length > 0) {
        org_markup_unindent(o, &text);
        org_markup_begin_block(o, false);
        o->in.filled = org_markup_is_filled(buf_string(&text));
        org_inline_add(&o->in, buf_string(&text), buf_string(&text) + text.length);
        org_markup_put_inline(o);
    }
    o->out->failed |= o->paragraph.failed || text.failed;
    buf_done(&text);
    buf_clear(&o->paragraph);
}

/* Sets o->held if a gap that begins on the line ends on a later one. */
static void org_markup_hold(struct org_markup *o, const char *line)
{
    const char *end = line + org_markup_length(line), *close;
    for (const char *c = line; c < end && (c = memchr(c, '[', (size_t)(end - c)));
         c = close ? close : c + 1) {
        close = field_closing_bracket(c, o->end);
        if (close && close > end && !memmem(c, (size_t)(close - c), "\n\n", 2))
            o->held = close;
    }
}

static void org_markup_add_line(struct org_markup *o, const char *line)
{
    const char *text = org_markup_text(line);
    size_t length = org_markup_length(text);
    if (o->in.gap && !o->in.holes && !o->held)
        org_markup_hold(o, line);
    while (length > 0 && strchr(" \t", text[length - 1]))
        length--;
    buf_text(&o->paragraph, o->paragraph.length ? "\n" : "");
    buf_fill(&o->paragraph, ' ', org_markup_indent(line));
    buf_add(&o->paragraph, text, length);
}

/* Closes the items to which a line with that indent does not belong. */
static void org_markup_close_items(struct org_markup *o, size_t indent)
{
    if (o->depth == 0 || indent > o->items[o->depth - 1].indent)
        return;
    org_markup_flush(o);
    while (o->depth > 0 && indent <= o->items[o->depth - 1].indent)
        o->depth--;
    o->fresh = false;
}

/* Begins an item, without a blank line if it is right below another item. */
static const char *org_markup_put_item(struct org_markup *o, const char *line)
{
    const char *text = org_markup_text(line);
    size_t mark = markdown_marker(text);
    org_markup_begin_block(o, o->in_list);
    size_t before = o->out->length, prefix = org_markup_prefix(o);
    buf_add(o->out, mark > 1 ? text : "-", mark);
    buf_char(o->out, ' ');
    if (o->depth < LEVELS_MAX) {
        o->items[o->depth].indent = org_markup_indent(line);
        o->items[o->depth++].prefix = prefix + o->out->length - before;
    }
    text = org_markup_text(text + mark);
    if (strncmp(text, "[ ] ", 4) == 0 || strncasecmp(text, "[x] ", 4) == 0) {
        buf_text(o->out, text[1] == ' ' ? "[ ] " : "[x] ");
        text += 4;
    }
    o->fresh = true;
    if (!org_markup_is_blank(text))
        org_markup_add_line(o, text);
    return org_markup_next(line);
}

/* ---- blocks ---- */

/* Appends lines of code up to the first for which `ends` is true, without their common indent, in a
 * fence too long for any of them to close. Returns that line. */
static const char *org_markup_put_code(
    struct org_markup *o, const char *line, const char *language, bool (*ends)(const char *line))
{
    size_t common = SIZE_MAX, fence = 3;
    const char *end = line;
    for (; *end && !ends(end); end = org_markup_next(end)) {
        size_t indent = strspn(end, " "), ticks = strspn(end + indent, "`");
        common = !org_markup_is_blank(end) && indent < common ? indent : common;
        fence = ticks >= fence ? ticks + 1 : fence;
    }
    org_markup_begin_block(o, false);
    buf_fill(o->out, '`', fence);
    buf_add(o->out, language, strcspn(language, " \t\n"));
    for (; line < end; line = org_markup_next(line)) {
        size_t indent = strspn(line, " ");
        const char *text = line + (indent < common ? indent : common);
        const char *escaped = text + strspn(text, " \t");
        bool comma = *escaped == ',' && (escaped[1] == '*' || strncmp(escaped + 1, "#+", 2) == 0);
        org_markup_begin_line(o);
        buf_add(o->out, text, comma ? (size_t)(escaped - text) : 0);
        text = comma ? escaped + 1 : text;
        if (o->in.holes)
            o->in.gaps += org_hole_put_code(o->out, text, org_markup_length(text));
        else
            buf_add(o->out, text, org_markup_length(text));
    }
    org_markup_begin_line(o);
    buf_fill(o->out, '`', fence);
    return line;
}

#define SOURCE  "#+BEGIN_SRC"
#define EXAMPLE "#+BEGIN_EXAMPLE"

static bool org_markup_is_code(const char *line)
{
    return org_markup_begins(line, SOURCE) || org_markup_begins(line, EXAMPLE);
}

static bool org_markup_ends_code(const char *line)
{
    return org_markup_begins(line, "#+END_");
}

/* Appends a block up to its end. Returns the line after it. */
static const char *org_markup_put_block(struct org_markup *o, const char *line)
{
    const char *language = org_markup_text(line) + strlen(SOURCE);
    language = org_markup_begins(line, SOURCE) ? org_markup_text(language) : "";
    line = org_markup_put_code(o, org_markup_next(line), language, org_markup_ends_code);
    return org_markup_next(line);
}

static bool org_markup_is_fixed(const char *line)
{
    line = org_markup_text(line);
    return *line == ':' && (!line[1] || strchr(" \n", line[1]));
}

/* Appends lines that begin with a colon, as code. Returns the line after them. */
static const char *org_markup_put_fixed(struct org_markup *o, const char *line)
{
    struct buf code = {0};
    for (; *line && org_markup_is_fixed(line); line = org_markup_next(line)) {
        const char *text = org_markup_text(line) + 1;
        buf_add(&code, text, org_markup_length(text));
        buf_char(&code, '\n');
    }
    org_markup_put_code(o, buf_string(&code), "", org_markup_ends_code);
    o->out->failed |= code.failed;
    buf_done(&code);
    return line;
}

/* ---- tables ---- */

static bool org_markup_is_row(const char *line)
{
    return *org_markup_text(line) == '|';
}

static bool org_markup_is_rule(const char *line)
{
    return org_markup_begins(line, "|-");
}

/* Returns the end of the cell at *text, after a bar, without the space around the cell. Sets *next
 * to after the bar that ends the cell, or to the end of the line. */
static const char *org_markup_cell(const char **text, const char **next)
{
    const char *end = *text + strcspn(*text, "|\n");
    *next = *end == '|' ? end + 1 : end;
    while (*text < end && strchr(" \t", **text))
        ++*text;
    while (end > *text && strchr(" \t", end[-1]))
        end--;
    return end;
}

/* Counts the cells. Sets *marks to whether they only give the alignment or width of columns: <l>,
 * <10>. */
static size_t org_markup_count_cells(const char *line, bool *marks)
{
    size_t count = 0, marked = 0, empty = 0;
    const char *next, *text = org_markup_text(line) + 1;
    for (; !org_markup_is_blank(text); text = next, count++) {
        const char *end = org_markup_cell(&text, &next);
        size_t length = (size_t)(end - text);
        empty += length == 0;
        marked += length > 2 && *text == '<' && end[-1] == '>' &&
                  strspn(text + 1, "lrc0123456789") == length - 2;
    }
    *marks = marked > 0 && marked + empty == count;
    return count;
}

static void org_markup_put_row(struct org_markup *o, const char *line, size_t columns)
{
    const char *next, *text = org_markup_text(line) + 1;
    buf_char(o->out, '|');
    for (size_t i = 0; i < columns; i++, text = next) {
        const char *end = org_markup_cell(&text, &next);
        buf_char(o->out, ' ');
        org_inline_add(&o->in, text, end);
        org_markup_put_inline(o);
        buf_text(o->out, end > text ? " |" : "|");
    }
}

/* Appends a table; its first row is the header. Returns the line after it. */
static const char *org_markup_put_table(struct org_markup *o, const char *line)
{
    size_t columns = 0, rows = 0;
    bool marks;
    const char *end = line;
    for (; *end && org_markup_is_row(end); end = org_markup_next(end)) {
        size_t count = org_markup_is_rule(end) ? 0 : org_markup_count_cells(end, &marks);
        columns = count > columns ? count : columns;
    }
    columns = columns < COLUMNS_MAX ? columns : COLUMNS_MAX;
    for (; line < end; line = org_markup_next(line)) {
        if (org_markup_is_rule(line) || !org_markup_count_cells(line, &marks) || marks)
            continue;
        if (rows++ == 0)
            org_markup_begin_block(o, false);
        else
            org_markup_begin_line(o);
        org_markup_put_row(o, line, columns);
        if (rows > 1)
            continue;
        org_markup_begin_line(o);
        for (size_t i = 0; i < columns; i++)
            buf_text(o->out, "|---");
        buf_char(o->out, '|');
    }
    return end;
}

/* ---- the text ---- */

static bool org_markup_is_dashes(const char *line)
{
    line = org_markup_text(line);
    size_t dashes = strspn(line, "-");
    return dashes >= 5 && org_markup_is_blank(line + dashes);
}

static const char *org_markup_put_dashes(struct org_markup *o, const char *line)
{
    org_markup_begin_block(o, false);
    buf_text(o->out, "---");
    return org_markup_next(line);
}

static bool org_markup_is_keyword(const char *line)
{
    return org_markup_begins(line, "#+");
}

static const char *org_markup_skip(struct org_markup *o, const char *line)
{
    (void)o;
    return org_markup_next(line);
}

/* Takes the block that begins with the line, and returns the line after the block; NULL if the line
 * belongs to a paragraph. */
static const char *org_markup_take_block(struct org_markup *o, const char *line)
{
    static const struct {
        bool (*is)(const char *line);
        const char *(*put)(struct org_markup *o, const char *line);
    } blocks[] = {{org_markup_is_code, org_markup_put_block},
        {org_markup_is_row, org_markup_put_table}, {org_markup_is_fixed, org_markup_put_fixed},
        {org_markup_is_dashes, org_markup_put_dashes}, {org_markup_is_item, org_markup_put_item},
        {org_markup_is_keyword, org_markup_skip}};
    size_t i = 0;
    while (i < COUNT(blocks) && !blocks[i].is(line))
        i++;
    if (i == COUNT(blocks))
        return NULL;
    o->in_list = o->depth > 0;
    org_markup_close_items(o, org_markup_indent(line));
    org_markup_flush(o);
    return blocks[i].put(o, line);
}

const char org_markup_holes[] = "{{";

int org_to_markdown(struct buf *out, const char *org, const char *gap)
{
    struct org_markup o = {.end = org + strlen(org),
        .out = out,
        .begin = out->length,
        .in = {.gap = gap, .cloze = gap, .holes = gap == org_markup_holes}};
    for (const char *line = org, *next; *line; line = next) {
        next = org_markup_next(line);
        bool blank = org_markup_is_blank(line), held = !blank && line < o.held;
        o.held = held ? o.held : NULL;
        const char *after = blank || held ? NULL : org_markup_take_block(&o, line);
        if (blank)
            org_markup_flush(&o);
        else if (!after && !held)
            org_markup_close_items(&o, org_markup_indent(line));
        if (!blank && !after)
            org_markup_add_line(&o, line);
        o.blank |= blank;
        next = after ? after : next;
    }
    org_markup_flush(&o);
    mixed_text_done(&o.in.mixed);
    buf_done(&o.paragraph);
    return o.in.gaps;
}

void org_line_to_markdown(struct buf *out, const char *org, bool cloze)
{
    struct org_inline in = {.cloze = cloze};
    org_inline_add(&in, org, org + strlen(org));
    mixed_text_put(&in.mixed, out);
    mixed_text_done(&in.mixed);
}

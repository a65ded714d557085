/* A table counts as HTML if several cells have tags that programs mark up cards with, and none has
 * the tags of a card about HTML. It counts as Markdown if one cell has a sign of Markdown that
 * hardly occurs in plain text, or if several cells have a more common sign. A star, an underscore,
 * a # or a - on its own proves nothing: 2*3*4, __init__, # of planets. */
#include "deck/markup.h"

#include "deck/dialect.h"
#include "text/md_marker.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#define FENCE "```"

static const char *markup_line_after(const char *line)
{
    line += strcspn(line, "\n");
    return *line ? line + 1 : NULL;
}

static bool markup_is_blank(const char *line)
{
    line += strspn(line, " \t");
    return *line == '\0' || *line == '\n';
}

static bool markup_is_fence(const char *line)
{
    return strncmp(line + strspn(line, " "), FENCE, strlen(FENCE)) == 0;
}

static bool markup_has_fence(const char *cell)
{
    int fences = 0;
    for (const char *line = cell; line; line = markup_line_after(line))
        fences += markup_is_fence(line);
    return fences >= 2;
}

/* Whether the line is a list item with text; "1984. " is more likely a year. */
static bool markup_is_item(const char *line)
{
    line += strspn(line, " ");
    size_t mark = markdown_marker(line);
    return mark && mark <= strlen("999.") && line[mark] == ' ' && !markup_is_blank(line + mark);
}

/* Whether the cell has at least two items, and all text after them belongs to the list. In plain
 * text, it would continue at the left edge. */
static bool markup_has_list(const char *cell)
{
    int items = 0;
    bool within = false;
    for (const char *line = cell; line; line = markup_line_after(line)) {
        bool item = markup_is_item(line);
        if (within && !item && !markup_is_blank(line) && *line != ' ')
            return false;
        items += item;
        within = item || (within && !markup_is_blank(line));
    }
    return items >= 2;
}

/* Whether the cell has two adjacent lines of text, neither of them an item. Markdown would join
 * them into one. */
static bool markup_has_lines(const char *cell)
{
    bool before = false;
    for (const char *line = cell; line; line = markup_line_after(line)) {
        bool text = !markup_is_item(line) && !markup_is_blank(line) && *line != ' ';
        if (before && text)
            return true;
        before = text;
    }
    return false;
}

/* Whether the cell has a table: a row, and below it a row of dashes between bars. */
static bool markup_has_table(const char *cell)
{
    for (const char *line = markup_line_after(cell); line; line = markup_line_after(line)) {
        size_t length = strcspn(line, "\n");
        bool rule = strspn(line, "|:- ") == length && memchr(line, '|', length);
        if (rule && memmem(line, length, "--", 2))
            return true;
    }
    return false;
}

/* Returns the text between two marks that Markdown would pair: no space just inside them, no letter
 * or digit just outside. */
static const char *markup_pair(const char *cell, const char *mark, size_t *length)
{
    size_t size = strlen(mark);
    for (const char *open = cell; (open = strstr(open, mark)); open += size) {
        const char *text = open + size, *close = strstr(text, mark);
        if (!close)
            return NULL;
        bool outside = (open == cell || !isalnum((unsigned char)open[-1])) &&
                       !isalnum((unsigned char)close[size]);
        *length = (size_t)(close - text);
        if (*length && outside && !isspace((unsigned char)*text) &&
            !isspace((unsigned char)close[-1]) && !memchr(text, '\n', *length))
            return text;
    }
    return NULL;
}

static bool markup_has_bold(const char *cell)
{
    size_t length;
    const char *text = markup_pair(cell, "**", &length);
    return text && *text != '*';
}

static bool markup_has_code(const char *cell)
{
    size_t length;
    return markup_pair(cell, "`", &length);
}

/* Whether the cell has dollar signs around what looks like LaTeX: $\alpha$, $x^2$. */
static bool markup_has_formula(const char *cell)
{
    size_t length;
    const char *text = markup_pair(cell, strstr(cell, "$$") ? "$$" : "$", &length);
    for (size_t i = 0; text && i + 1 < length; i++)
        if (strchr("^_", text[i]) || (text[i] == '\\' && isalpha((unsigned char)text[i + 1])))
            return true;
    return false;
}

/* Whether the cell has [text](http...) or ![text](file). */
static bool markup_has_link(const char *cell)
{
    const char *open = strchr(cell, '['), *middle = open ? strstr(open, "](") : NULL;
    if (!middle || memchr(open, '\n', (size_t)(middle - open)))
        return false;
    bool image = open > cell && open[-1] == '!';
    return strchr(middle, ')') && (image || strncmp(middle + 2, "http", 4) == 0);
}

/* Returns the HTML by which the cell shows that a program marked it up, or NULL. */
static const char *markup_html_in(const char *cell)
{
    static const char *const marks[] = {"<br>", "<br/>", "<br />", "&nbsp;", "</b>", "</i>", "</u>",
        "</div>", "</span>", "</font>", "</a>", "</sub>", "</sup>", "</li>", "</p>", "<img src="};
    for (size_t i = 0; i < COUNT(marks); i++)
        if (strcasestr(cell, marks[i]))
            return marks[i];
    return NULL;
}

/* Whether the cell has a tag that a card about HTML is likely to have, and no other card. */
static bool markup_is_about_html(const char *cell)
{
    static const char *const marks[] = {"<html", "<head", "<body", "<script", "<form", "<input",
        "<meta", "<link", "<button", "<select", "<canvas", "<!doctype", "<title"};
    for (size_t i = 0; i < COUNT(marks); i++)
        if (strcasestr(cell, marks[i]))
            return true;
    return false;
}

static const struct {
    const char *name;
    bool (*is_in)(const char *cell);
    unsigned cells; /* how many cells must show the sign */
    bool weak;      /* plain text may have it, too: ignored if markup_has_lines for any cell */
} markup_signs[] = {{"a block of code", markup_has_fence, 1, false},
    {"a table", markup_has_table, 1, false}, {"**bold** text", markup_has_bold, 1, false},
    {"a link", markup_has_link, 1, false}, {"a formula", markup_has_formula, 1, false},
    {"`code` in several cells", markup_has_code, 2, false}, {"a list", markup_has_list, 1, true}};

static_assert(COUNT(markup_signs) == MARKUP_SIGNS, "the evidence counts each sign");

void markup_look(struct markup_evidence *found, const char *cell)
{
    const char *tag = markup_html_in(cell);
    found->lines |= markup_has_lines(cell);
    found->tagged += tag != NULL;
    found->tag = found->tag ? found->tag : tag;
    found->about_html |= markup_is_about_html(cell);
    for (size_t s = 0; s < COUNT(markup_signs); s++)
        found->cells[s] += markup_signs[s].is_in(cell);
}

static bool markup_take_row(void *context, const struct csv *row)
{
    for (size_t i = 0; i < row->count; i++)
        markup_look(context, csv_cell(row, i));
    return true;
}

enum markup markup_decide(const struct markup_evidence *found, const char **sign)
{
    unsigned marked = 0; /* cells with the most frequent sign of Markdown */
    for (size_t s = 0; s < COUNT(markup_signs); s++)
        marked = found->cells[s] > marked ? found->cells[s] : marked;
    if (found->tagged >= 2 && found->tagged > marked && !found->about_html) {
        *sign = found->tag;
        return MARKUP_HTML;
    }
    for (size_t s = 0; s < COUNT(markup_signs); s++)
        if (found->cells[s] >= markup_signs[s].cells && !(markup_signs[s].weak && found->lines)) {
            *sign = markup_signs[s].name;
            return MARKUP_MARKDOWN;
        }
    return MARKUP_TEXT;
}

enum markup markup_find(const struct dialect *dialect, const char *text, const char **sign)
{
    struct markup_evidence found = {.lines = false};
    return dialect_each_row(dialect, text, markup_take_row, &found) ? markup_decide(&found, sign)
                                                                    : MARKUP_UNKNOWN;
}

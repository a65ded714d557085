#include "text/md_lines.h"

#include "text/md_marker.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define FENCE_MIN 3

/* ---- prefixes ---- */

/* The length of the bullet or the number of a list item, with the space after it; 0 if there is
 * none. */
static size_t md_lines_marker(const char *at)
{
    size_t length = markdown_marker(at);
    return length && (at[length] == ' ' || at[length] == '\t') ? length + 1 : 0;
}

/* Skips indentation, the > of quotations and, with `items`, also bullets and numbers. Sets *quotes
 * to the number of quotations. */
static const char *md_lines_content(const char *at, bool items, int *quotes)
{
    *quotes = 0;
    for (size_t skip = 1; skip; at += skip) {
        skip = strspn(at, " \t");
        if (!skip && *at == '>') {
            skip = 1;
            ++*quotes;
        } else if (!skip && items) {
            skip = md_lines_marker(at);
        }
    }
    return at;
}

static bool md_lines_is_blank(const char *content)
{
    return content[strspn(content, " \t\r")] == '\n' || !content[strspn(content, " \t\r")];
}

/* ---- fences ---- */

static bool md_lines_opens_fence(const char *content, size_t run)
{
    return run >= FENCE_MIN &&
           (*content == '~' || !memchr(content + run, '`', strcspn(content + run, "\n")));
}

bool fence_takes(struct fence *fence, const char *line)
{
    int quotes;
    const char *content = md_lines_content(line, !fence->mark, &quotes);
    if (fence->mark && quotes < fence->quotes) {
        *fence = (struct fence){0};
        content = md_lines_content(line, true, &quotes);
    }
    size_t run = strspn(content, *content == '`' ? "`" : "~");
    if (!fence->mark && md_lines_opens_fence(content, run)) {
        *fence = (struct fence){*content, run, quotes};
        return true;
    }
    bool code = fence->mark != '\0';
    if (code && *content == fence->mark && run >= fence->length && md_lines_is_blank(content + run))
        *fence = (struct fence){0};
    return code;
}

/* ---- tables ---- */

/* The number of cells in a line, or 0 if it has no bars. */
static size_t md_lines_cells(const char *content)
{
    size_t length = strcspn(content, "\r\n"), cells = 1;
    while (length && (content[length - 1] == ' ' || content[length - 1] == '\t'))
        length--;
    if (!memchr(content, '|', length))
        return 0;
    for (size_t i = *content == '|'; i + 1 < length; i++) {
        cells += content[i] == '|';
        i += content[i] == '\\';
    }
    return cells;
}

/* Whether the line could be the one below a table's header, with dashes and bars. */
static bool md_lines_is_rule(const char *content)
{
    size_t length = strspn(content, "|:- \t");
    return memchr(content, '-', length) && md_lines_is_blank(content + length);
}

/* Whether the line ends a table, because it is a heading or a rule. */
static bool md_lines_ends_table(const char *content)
{
    size_t signs = strspn(content, "#");
    const char mark[] = {*content, ' ', '\0'};
    size_t rule = *content && strchr("-*_", *content) ? strspn(content, mark) : 0, marks = 0;
    for (size_t i = 0; i < rule; i++)
        marks += content[i] != ' ';
    return (signs && signs <= 6 && strchr(" \n", content[signs])) ||
           (marks >= 3 && md_lines_is_blank(content + rule));
}

/* What is known from the lines so far. */
struct md_lines {
    struct fence fence;
    bool text;     /* the last line was part of a paragraph, perhaps in an item */
    bool table;    /* the last line was a row of a table */
    bool header;   /* the last line was a table's header */
    size_t inside; /* characters that precede the text of the open item or quotation */
};

/* Whether a blank line belongs before this line. A line that lacks the prefix of the open item or
 * quotation, and only continues the text in it, cannot begin a table. */
static bool md_lines_parts(struct md_lines *l, const char *line, const char *next)
{
    int quotes;
    const char *below = md_lines_content(next, false, &quotes);
    const char *text = md_lines_content(line, true, &quotes);
    const char *content = md_lines_content(line, false, &quotes);
    size_t prefix = (size_t)(content - line);
    bool code = fence_takes(&l->fence, line), other = code || md_lines_ends_table(content);
    if (!l->text && prefix < l->inside)
        l->inside = 0;
    size_t cells = code || text > content ? 0 : md_lines_cells(content);
    bool begins = !l->table && cells && prefix >= l->inside && md_lines_is_rule(below) &&
                  md_lines_cells(below) == cells;
    bool parts = l->table ? other : begins && l->text;
    if (text > content || quotes)
        l->inside = (size_t)(text - line);
    l->header = begins;
    l->table = begins || (l->table && !other && !md_lines_is_blank(content));
    l->text = !other && !md_lines_is_blank(text);
    return parts;
}

static void md_lines_insert(struct mended *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length && !out->failed; i++) {
        size_t at = out->text.length + i;
        out->failed =
            !array_add(&out->inserts, &out->count, &out->capacity, &at, sizeof *out->inserts);
    }
    buf_add(&out->text, text, length);
}

/* Appends the line below a table's header, with at least three dashes per cell, which some versions
 * of md4c require. */
static void md_lines_put_rule(struct mended *out, const char *line, size_t length)
{
    static const char dashes[] = "---";
    for (size_t i = 0, run; i < length; i += run ? run : 1) {
        run = strspn(line + i, "-");
        buf_add(&out->text, line + i, run ? run : 1);
        if (run)
            md_lines_insert(out, dashes, run < strlen(dashes) ? strlen(dashes) - run : 0);
    }
}

void markdown_mend_tables(struct mended *out, const char *text)
{
    struct md_lines lines = {0};
    while (*text) {
        int quotes;
        size_t length = strcspn(text, "\n");
        bool rule = lines.header;
        length += text[length] == '\n';
        if (md_lines_parts(&lines, text, text + length)) {
            const char *content = md_lines_content(text, false, &quotes);
            md_lines_insert(out, text, (size_t)(content - text));
            md_lines_insert(out, "\n", 1);
        }
        if (rule)
            md_lines_put_rule(out, text, length);
        else
            buf_add(&out->text, text, length);
        text += length;
    }
    out->failed |= out->text.failed;
}

size_t mended_origin(const struct mended *mended, size_t offset)
{
    return offset - array_first(mended->inserts, mended->count, sizeof *mended->inserts, offset);
}

void mended_done(struct mended *mended)
{
    buf_done(&mended->text);
    free(mended->inserts);
    *mended = (struct mended){0};
}

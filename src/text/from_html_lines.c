/* Finds lists and code that were written as separate lines, with <br> or <div>. Splits blocks, but
 * does not move text. */
#include "text/from_html_steps.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A line of a block, and the list mark at its beginning. */
struct html_line {
    size_t start, end;
    char bullet;     /* '1' for a number, '-' for - and •, or 0 */
    unsigned number; /* if bullet is '1' */
    size_t mark;     /* length of the mark with its spaces */
};

struct html_lines {
    const struct doc *from;
    struct doc_block *blocks;
    size_t count, capacity;
    struct html_line *lines; /* of the current block */
    size_t line_count, line_capacity;
    size_t lists; /* the highest list number so far */
    bool failed;
};

/* Only what people write by hand for a list: "* " may be a footnote, and "007. " no number. */
static void from_html_lines_find_mark(const struct doc *doc, struct html_line *line)
{
    static const char *const bullets[] = {"-", "•"};
    const char *text = doc->text.bytes + line->start;
    size_t length = line->end - line->start, digits = 0, mark = 0;
    while (digits < length && digits < 9 && isdigit((unsigned char)text[digits]))
        digits++;
    if (digits > 0 && digits < length && text[digits] == '.' && (text[0] != '0' || digits == 1)) {
        mark = digits + 1;
        line->bullet = '1';
        line->number = (unsigned)strtoul(text, NULL, 10);
    }
    for (size_t i = 0; i < COUNT(bullets) && !mark; i++)
        if (length > strlen(bullets[i]) && strncmp(text, bullets[i], strlen(bullets[i])) == 0) {
            mark = strlen(bullets[i]);
            line->bullet = bullets[i][0];
        }
    for (line->mark = mark; line->mark < length && text[line->mark] == ' ';)
        line->mark++;
    if (!mark || line->mark == mark || line->mark == length)
        line->bullet = '\0';
}

static void from_html_lines_split(struct html_lines *l, const struct doc_block *block)
{
    l->line_count = 0;
    for (size_t start = block->start; start < block->end;) {
        const char *text = l->from->text.bytes + start;
        const char *feed = memchr(text, '\n', block->end - start);
        struct html_line line = {
            .start = start, .end = feed ? start + (size_t)(feed - text) : block->end};
        from_html_lines_find_mark(l->from, &line);
        l->failed |= !array_add(&l->lines, &l->line_count, &l->line_capacity, &line, sizeof line);
        start = line.end + 1;
    }
}

static void from_html_lines_add(struct html_lines *l, const struct doc_block *block)
{
    l->failed |= !array_add(&l->blocks, &l->count, &l->capacity, block, sizeof *block);
}

/* The number of lines from `first` on that are items of the same list; 0 if fewer than two. */
static size_t from_html_lines_items(const struct html_lines *l, size_t first)
{
    const struct html_line *line = &l->lines[first];
    size_t count = 1;
    while (line->bullet && first + count < l->line_count && line[count].bullet == line->bullet &&
           (line->bullet != '1' || line[count].number == line->number + count))
        count++;
    return count > 1 ? count : 0;
}

static void from_html_lines_put_items(
    struct html_lines *l, struct doc *doc, struct doc_block block, size_t first, size_t count)
{
    struct doc_container item = {.kind = DOC_ITEM, .parent = block.container};
    item.list = ++l->lists;
    for (size_t i = first; i < first + count; i++) {
        const struct html_line *line = &l->lines[i];
        item.ordered = line->bullet == '1';
        item.number = line->number;
        block.container = doc_add_container(doc, &item);
        block.start = line->start + line->mark;
        block.end = line->end;
        from_html_lines_add(l, &block);
    }
}

static bool from_html_lines_is_code(const struct doc *doc, const struct doc_block *block)
{
    bool lines = false;
    for (size_t i = block->start; i < block->end; i++) {
        char c = doc->text.bytes[i];
        lines |= c == '\n';
        if (c != '\n' && !(doc->styles.bytes[i] & DOC_CODE))
            return false;
        if (c == DOC_OBJECT && doc->objects[doc_find_object(doc, i)].kind < DOC_GAP)
            return false;
    }
    return lines;
}

/* Splits a block into list items and the text before, between and after the lists. */
static void from_html_lines_divide(struct html_lines *l, struct doc *doc, struct doc_block block)
{
    struct doc_block text = block;
    size_t done = 0;
    from_html_lines_split(l, &block);
    for (size_t i = 0, items; i <= l->line_count && !l->failed; i += items ? items : 1) {
        items = i < l->line_count ? from_html_lines_items(l, i) : 0;
        if (!items && i < l->line_count)
            continue;
        if (i > done) {
            text.start = l->lines[done].start;
            text.end = l->lines[i - 1].end;
            from_html_lines_add(l, &text);
        }
        if (items)
            from_html_lines_put_items(l, doc, block, i, items);
        done = i + items;
    }
}

void from_html_find_lines(struct doc *doc)
{
    struct html_lines l = {.from = doc};
    for (size_t i = 0; i < doc->container_count; i++)
        l.lists = doc->containers[i].list > l.lists ? doc->containers[i].list : l.lists;
    for (size_t i = 0; i < doc->block_count && !doc_has_failed(doc); i++) {
        struct doc_block block = doc->blocks[i];
        if (block.kind == DOC_TEXT && from_html_lines_is_code(doc, &block))
            block.kind = DOC_CODE_BLOCK;
        if (block.kind == DOC_TEXT)
            from_html_lines_divide(&l, doc, block);
        else
            from_html_lines_add(&l, &block);
    }
    if (l.failed || doc_has_failed(doc)) {
        doc->failed = true;
        free(l.blocks);
    } else {
        free(doc->blocks);
        doc->blocks = l.blocks;
        doc->block_count = l.count;
        doc->block_capacity = l.capacity;
    }
    free(l.lines);
}

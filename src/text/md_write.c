/* Writes each block, reads it back as drill shows it, and compares that with the document. */
#include "text/md_write.h"

#include "base/utf8.h"
#include "text/md_blocks.h"
#include "text/md_emphasis.h"
#include "text/md_spans.h"
#include "text/md_units.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define ANY (DOC_MARKS | DOC_CODE)

/* From the tidiest to the safest. The last ones drop styles rather than characters. */
static const struct md_way md_write_ways[] = {
    {MD_CARE_RISKY, '*', false, ANY, false},
    {MD_CARE_RISKY, '*', true, ANY, false},
    {MD_CARE_RISKY, '_', true, ANY, false},
    {MD_CARE_RISKY, '*', true, ANY, true},
    {MD_CARE_SPECIAL, '*', false, ANY, false},
    {MD_CARE_SPECIAL, '_', true, ANY, false},
    {MD_CARE_ALL, '*', true, ANY, false},
    {MD_CARE_ALL, '_', true, ANY, false},
    {MD_CARE_RISKY, '*', true, ANY & ~DOC_ITALIC, false},
    {MD_CARE_RISKY, '*', true, ANY & ~DOC_STRUCK, false},
    {MD_CARE_RISKY, '*', true, DOC_BOLD | DOC_CODE, false},
    {MD_CARE_RISKY, '*', true, DOC_CODE, false},
    {MD_CARE_RISKY, '*', true, 0, false},
    {MD_CARE_ALL, '*', true, DOC_CODE, false},
    {MD_CARE_ALL, '*', true, 0, false},
    {MD_CARE_ALL, '*', true, 0, false},
};
#define LAST_WAY (COUNT(md_write_ways) - 1) /* writes a table as paragraphs */

/* What is written and compared in one piece: a block, or the cells of a table. */
struct md_unit {
    size_t first, count; /* blocks */
    size_t way;
};

struct md_write {
    const struct doc *doc;
    struct md_unit *units;
    size_t count, capacity;
    struct flat wanted, read;
    struct buf text;
    bool failed;
};

/* ---- a unit ---- */

static void md_write_code(const struct doc *doc, const struct doc_block *block, struct buf *out)
{
    const struct md_way way = {.styles = ANY};
    struct md_inline in;
    struct buf code = {0};
    size_t fence = 3, run = 0;
    md_inline_begin(&in, doc, block, &way);
    if (!in.failed)
        md_inline_put_code(&in, block->start, block->end, MD_STORED, &code);
    for (const char *c = buf_string(&code); *c; c++) {
        run = *c == '`' ? run + 1 : 0;
        fence = run >= fence ? run + 1 : fence;
    }
    buf_fill(out, '`', fence);
    buf_format(out, "\n%s\n", buf_string(&code));
    buf_fill(out, '`', fence);
    out->failed |= code.failed || in.failed;
    buf_done(&code);
    md_inline_done(&in);
}

static void md_write_inline(const struct doc *doc, const struct doc_block *block,
    const struct md_way *way, enum md_view view, struct buf *out)
{
    struct md_inline in;
    md_inline_begin(&in, doc, block, way);
    md_emphasis_fit(&in);
    if (in.failed)
        out->failed = true;
    else
        md_spans_write(&in, view, out);
    md_inline_done(&in);
}

static void md_write_table(const struct doc *doc, const struct md_unit *unit,
    const struct md_way *way, enum md_view view, struct buf *out)
{
    const struct doc_block *cells = &doc->blocks[unit->first];
    unsigned columns = 0;
    for (size_t i = 0; i < unit->count; i++) {
        if (i && cells[i].row != cells[i - 1].row)
            buf_text(out, "\n");
        if (i && cells[i].row != cells[i - 1].row && cells[i - 1].row == cells[0].row) {
            for (; columns > 0; columns--)
                buf_text(out, "|---");
            buf_text(out, "|\n");
        }
        columns += cells[i].row == cells[0].row;
        buf_text(out, !i || cells[i].row != cells[i - 1].row ? "| " : " ");
        md_write_inline(doc, &cells[i], way, view, out);
        buf_text(out, " |");
    }
    for (bool only = columns > 0; columns > 0; columns--)
        buf_text(out, only ? "\n|---" : "|---"), only = false;
    if (cells[unit->count - 1].row == cells[0].row)
        buf_text(out, "|");
}

static void md_write_cells(const struct doc *doc, const struct md_unit *unit,
    const struct md_way *way, enum md_view view, struct buf *out)
{
    const struct doc_block *cells = &doc->blocks[unit->first];
    size_t begin = out->length;
    for (size_t i = 0; i < unit->count; i++) {
        if (cells[i].end == cells[i].start)
            continue;
        buf_text(out, out->length > begin ? "\n\n" : "");
        md_write_inline(doc, &cells[i], way, view, out);
    }
}

static bool md_write_is_table(const struct doc_block *block, const struct md_way *way)
{
    return block->kind == DOC_CELL && way != &md_write_ways[LAST_WAY];
}

static void md_write_unit(const struct doc *doc, const struct md_unit *unit,
    const struct md_way *way, enum md_view view, struct buf *out)
{
    const struct doc_block *block = &doc->blocks[unit->first];
    if (md_write_is_table(block, way)) {
        md_write_table(doc, unit, way, view, out);
    } else if (block->kind == DOC_CELL) {
        md_write_cells(doc, unit, way, view, out);
    } else if (block->kind == DOC_CODE_BLOCK) {
        md_write_code(doc, block, out);
    } else if (block->kind == DOC_RULE) {
        buf_text(out, block->container ? "***" : "---");
    } else {
        buf_fill(out, '#', block->kind == DOC_HEADING ? block->level : 0);
        buf_text(out, block->kind == DOC_HEADING ? " " : "");
        md_write_inline(doc, block, way, view, out);
    }
}

/* ---- what a reader should see ---- */

static void md_write_flatten_block(const struct doc *doc, const struct doc_block *block,
    const struct md_way *way, enum md_view view, struct flat *flat)
{
    struct md_inline in;
    md_inline_begin(&in, doc, block, way);
    flat->between = true;
    if (block->kind == DOC_CODE_BLOCK && !in.failed) {
        struct buf code = {0};
        md_inline_put_code(&in, block->start, block->end, view, &code);
        flat_text(flat, buf_string(&code), code.length, 0);
        flat->text.failed |= code.failed;
        buf_done(&code);
    } else if (!in.failed) {
        md_emphasis_fit(&in);
        md_inline_flatten(&in, view, flat);
    }
    flat->text.failed |= in.failed;
    md_inline_done(&in);
}

static void md_write_flatten(const struct doc *doc, const struct md_unit *unit,
    const struct md_way *way, enum md_view view, struct flat *flat)
{
    const struct doc_block *blocks = &doc->blocks[unit->first];
    bool table = md_write_is_table(blocks, way);
    if (blocks->kind == DOC_RULE)
        flat_block(flat, 'r', 0);
    if (blocks->kind == DOC_CODE_BLOCK)
        flat_block(flat, 'c', 0);
    if (blocks->kind == DOC_HEADING)
        flat_block(flat, 'h', blocks->level);
    if (table)
        flat_block(flat, 't', 0);
    for (size_t i = 0; i < unit->count; i++) {
        if (table && (!i || blocks[i].row != blocks[i - 1].row))
            flat_block(flat, 'w', 0);
        if (table)
            flat_block(flat, 'd', 0);
        md_write_flatten_block(doc, &blocks[i], way, view, flat);
    }
    if (table)
        flat_block(flat, '/', 0);
    flat->between = true;
}

/* ---- the choice of a way ---- */

/* Compares what was read with what is wanted. Once memory has run out, there is nothing to choose,
 * so the two count as the same. */
static enum flat_difference md_write_compare(struct md_write *w)
{
    w->failed |= w->text.failed || w->wanted.text.failed || w->wanted.styles.failed ||
                 w->read.text.failed || w->read.styles.failed;
    return w->failed ? FLAT_SAME : flat_compare(&w->wanted, &w->read);
}

static enum flat_difference md_write_try(
    struct md_write *w, const struct md_unit *unit, const struct md_way *way, enum md_view view)
{
    buf_clear(&w->text);
    flat_clear(&w->wanted);
    flat_clear(&w->read);
    md_write_unit(w->doc, unit, way, view, &w->text);
    md_write_flatten(w->doc, unit, way, view, &w->wanted);
    flat_read(&w->read, buf_string(&w->text));
    return md_write_compare(w);
}

/* How many of the views in enum md_view to compare, from the first: only the stored text if there
 * is no gap; all but MD_ASKED if a gap extends beyond its block; otherwise all. */
static enum md_view md_write_views(const struct md_write *w, const struct md_unit *unit)
{
    const struct doc *doc = w->doc;
    size_t last = unit->first + unit->count - 1;
    bool gaps = false, within = true;
    for (size_t i = doc_find_object(doc, doc->blocks[unit->first].start);
         i < doc->object_count && doc->objects[i].at < doc->blocks[last].end; i++)
        gaps |= doc->has_gaps && doc->objects[i].kind >= DOC_FORMULA;
    for (size_t i = unit->first; i <= last && gaps; i++) {
        struct md_inline in;
        md_inline_begin(&in, doc, &doc->blocks[i], &md_write_ways[0]);
        within = within && !in.failed && in.gaps_within;
        md_inline_done(&in);
    }
    return !gaps ? MD_FILLED : within ? MD_VIEWS : MD_ASKED;
}

/* What differs from what is wanted: nothing, only styles, characters in a view other than the
 * stored text, or characters in the stored text. */
enum md_fault { MD_NO_FAULT, MD_STYLES, MD_OTHER_VIEW, MD_CHARACTERS, MD_FAULTS };

static enum md_fault md_write_judge(
    struct md_write *w, const struct md_unit *unit, const struct md_way *way, enum md_view views)
{
    enum md_fault worst = MD_NO_FAULT;
    for (enum md_view view = MD_STORED; view < views && worst < MD_OTHER_VIEW; view++) {
        enum flat_difference found = md_write_try(w, unit, way, view);
        enum md_fault fault = found == FLAT_SAME     ? MD_NO_FAULT
                              : found == FLAT_STYLES ? MD_STYLES
                              : view == MD_STORED    ? MD_CHARACTERS
                                                     : MD_OTHER_VIEW;
        worst = fault > worst ? fault : worst;
    }
    return worst;
}

/* Whether the unit is a line of words, as most texts are, which need not be read back. */
static bool md_write_is_words(const struct md_write *w, const struct md_unit *unit)
{
    const struct doc *doc = w->doc;
    const struct doc_block *block = &doc->blocks[unit->first];
    const char *text = doc->text.bytes;
    bool words = block->kind == DOC_TEXT && !ispunct((unsigned char)text[block->start]) &&
                 !isdigit((unsigned char)text[block->start]);
    for (size_t i = block->start; words && i < block->end; i++)
        words = !doc->styles.bytes[i] && !strchr("\n\\`*_~$[]<>&|#{}=", text[i]) &&
                text[i] != DOC_OBJECT;
    return words;
}

/* Chooses the tidiest way, from `from` on, that shows what is wanted. If there is none, chooses the
 * tidiest of those with the least fault; but if every way changes the stored characters, the last
 * one. */
static void md_write_choose(struct md_write *w, struct md_unit *unit, size_t from)
{
    enum md_fault least = MD_FAULTS;
    unit->way = from;
    if (md_write_is_words(w, unit))
        return;
    enum md_view views = md_write_views(w, unit);
    for (size_t i = from; i < COUNT(md_write_ways) && least != MD_NO_FAULT; i++) {
        enum md_fault fault = md_write_judge(w, unit, &md_write_ways[i], views);
        if (fault < least || (fault == MD_CHARACTERS && least == MD_CHARACTERS)) {
            least = fault;
            unit->way = i;
        }
    }
}

/* ---- the whole ---- */

static bool md_write_is_empty(const struct doc_block *block)
{
    return block->start == block->end && block->kind != DOC_RULE && block->kind != DOC_CELL;
}

static bool md_write_find_units(struct md_write *w)
{
    const struct doc *doc = w->doc;
    for (size_t i = 0; i < doc->block_count; i++) {
        const struct doc_block *block = &doc->blocks[i];
        struct md_unit unit = {.first = i, .count = 1};
        if (md_write_is_empty(block))
            continue;
        while (block->kind == DOC_CELL && i + 1 < doc->block_count &&
               doc->blocks[i + 1].kind == DOC_CELL && doc->blocks[i + 1].table == block->table)
            unit.count++, i++;
        if (!array_add(&w->units, &w->count, &w->capacity, &unit, sizeof unit))
            return false;
    }
    return true;
}

static void md_write_put_all(struct md_write *w, bool loose, struct buf *out)
{
    struct md_blocks blocks = {.doc = w->doc, .out = out, .loose = loose};
    for (size_t i = 0; i < w->count; i++) {
        const struct md_unit *unit = &w->units[i];
        buf_clear(&w->text);
        md_write_unit(w->doc, unit, &md_write_ways[unit->way], MD_STORED, &w->text);
        md_blocks_put(&blocks, &w->doc->blocks[unit->first], buf_string(&w->text), w->text.length);
        w->failed |= w->text.failed;
    }
}

static void md_write_flatten_all(struct md_write *w)
{
    const struct doc_block *before = NULL;
    flat_clear(&w->wanted);
    for (size_t i = 0; i < w->count; i++) {
        const struct md_unit *unit = &w->units[i];
        const struct doc_block *block = &w->doc->blocks[unit->first];
        md_blocks_flatten(w->doc, before, block, &w->wanted);
        md_write_flatten(w->doc, unit, &md_write_ways[unit->way], MD_STORED, &w->wanted);
        before = block;
    }
    md_blocks_flatten(w->doc, before, NULL, &w->wanted);
}

/* Writes the units together. Units that are right one by one may still be misread together: a
 * dollar sign may pair with one in the next paragraph. If so, all are written again with more
 * care. */
static void md_write_put(struct md_write *w, struct buf *out)
{
    static const struct {
        size_t way;
        bool loose;
    } tries[] = {{0, false}, {0, true}, {4, false}, {4, true}, {6, true}};
    struct buf all = {0};
    for (size_t i = 0; i < COUNT(tries) && !w->failed; i++) {
        for (size_t k = 0; k < w->count; k++)
            if (w->units[k].way < tries[i].way || i == 0)
                md_write_choose(w, &w->units[k], tries[i].way);
        buf_clear(&all);
        md_write_put_all(w, tries[i].loose, &all);
        if (w->count == 1 && w->doc->blocks[w->units[0].first].container == 0)
            break;
        md_write_flatten_all(w);
        flat_clear(&w->read);
        flat_read(&w->read, buf_string(&all));
        if (md_write_compare(w) == FLAT_SAME)
            break;
    }
    buf_add(out, buf_string(&all), all.length);
    out->failed |= all.failed;
    buf_done(&all);
}

void markdown_put_doc(struct buf *out, const struct doc *doc)
{
    struct md_write w = {.doc = doc};
    w.failed = doc_has_failed(doc) || !md_write_find_units(&w);
    md_write_put(&w, out);
    out->failed |= w.failed;
    free(w.units);
    flat_done(&w.wanted);
    flat_done(&w.read);
    buf_done(&w.text);
}

/* ---- plain text ---- */

#define TAB_SPACES 4

/* Turns every line end into a line feed. */
static void md_write_end_lines(struct buf *text)
{
    size_t length = 0;
    for (size_t i = 0; i < text->length; i++) {
        bool pair = text->bytes[i] == '\r' && text->bytes[i + 1] == '\n';
        if (!pair)
            text->bytes[length++] = text->bytes[i] == '\r' ? '\n' : text->bytes[i];
    }
    buf_cut(text, length);
}

/* Appends a line, with its indentation as spaces that Markdown keeps. */
static void md_write_plain_line(struct doc *doc, const char *line, size_t length)
{
    size_t spaces = 0, begin = 0;
    while (length > 0 && strchr(" \t", line[length - 1]))
        length--;
    for (; begin < length && strchr(" \t", line[begin]); begin++)
        spaces += line[begin] == '\t' ? TAB_SPACES - spaces % TAB_SPACES : 1;
    for (; spaces > 0; spaces--)
        doc_put(doc, DOC_NBSP, strlen(DOC_NBSP), 0);
    doc_put(doc, line + begin, length - begin, 0);
}

void markdown_put_plain(struct buf *out, const char *text)
{
    struct doc doc;
    struct buf valid = {0};
    bool blank = true;
    utf8_add_valid(&valid, text);
    md_write_end_lines(&valid);
    doc_init(&doc);
    for (const char *line = buf_string(&valid); *line;) {
        size_t length = strcspn(line, "\n"), used = strspn(line, " \t");
        if (used < length && blank)
            doc_begin_block(&doc, DOC_TEXT, 0);
        else if (used < length)
            doc_put(&doc, "\n", 1, 0);
        if (used < length)
            md_write_plain_line(&doc, line, length);
        blank = used >= length;
        line += length + (line[length] == '\n');
    }
    doc.failed |= valid.failed;
    markdown_put_doc(out, &doc);
    doc_done(&doc);
    buf_done(&valid);
}

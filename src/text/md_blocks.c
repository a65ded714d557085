#include "text/md_blocks.h"

#include <stdio.h>
#include <string.h>

/* ---- paths ---- */

void md_path_of(const struct doc *doc, size_t container, struct md_path *path)
{
    path->depth = 0;
    for (size_t c = container; c && path->depth < PATH_MAX_DEPTH; c = doc->containers[c].parent)
        path->depth++;
    size_t level = path->depth;
    for (size_t c = container; c && level > 0; c = doc->containers[c].parent)
        path->containers[--level] = c;
}

size_t md_path_common(const struct md_path *a, const struct md_path *b)
{
    size_t common = 0;
    while (common < a->depth && common < b->depth && a->containers[common] == b->containers[common])
        common++;
    return common;
}

bool md_path_continues(
    const struct doc *doc, const struct md_path *a, const struct md_path *b, size_t common)
{
    if (common >= a->depth || common >= b->depth)
        return false;
    const struct doc_container *one = &doc->containers[a->containers[common]];
    const struct doc_container *next = &doc->containers[b->containers[common]];
    return one->kind == DOC_ITEM && next->kind == DOC_ITEM && one->list == next->list &&
           (!one->ordered || next->number == one->number + 1);
}

/* ---- writing ---- */

/* Whether the block may begin on the line right below the previous block. */
static bool md_blocks_are_tight(const struct md_blocks *b, const struct doc_block *block,
    const struct md_path *path, size_t common)
{
    const struct doc *doc = b->doc;
    if (b->loose)
        return false;
    if (md_path_continues(doc, &b->path, path, common))
        return true;
    if (common == 0 || doc->containers[path->containers[common - 1]].kind != DOC_ITEM ||
        b->path.depth > common)
        return false;
    if (path->depth > common) { /* a list within the item */
        const struct doc_container *inner = &doc->containers[path->containers[common]];
        return inner->kind == DOC_ITEM && (!inner->ordered || inner->number == 1) &&
               block->end > block->start;
    }
    return block->kind == DOC_CODE_BLOCK || b->kind == DOC_CODE_BLOCK;
}

/* Sets `mark` to the mark of an item's first line. A list right after another uses different
 * marks. */
static void md_blocks_mark(struct md_blocks *b, size_t container, size_t level, char mark[16])
{
    const struct doc_container *item = &b->doc->containers[container];
    if (item->ordered)
        snprintf(mark, 16, b->alternate[level] ? "%u) " : "%u. ", item->number % 1000000000);
    else
        strcpy(mark, b->alternate[level] ? "* " : "- ");
}

static void md_blocks_choose_bullets(struct md_blocks *b, const struct md_path *path, size_t common)
{
    const struct doc_container *containers = b->doc->containers;
    bool behind = b->begun && common < b->path.depth && common < path->depth &&
                  containers[b->path.containers[common]].kind == DOC_ITEM &&
                  containers[path->containers[common]].kind == DOC_ITEM;
    bool goes_on = md_path_continues(b->doc, &b->path, path, common);
    if (!goes_on && common < path->depth)
        b->alternate[common] = behind && !b->alternate[common];
    for (size_t level = common + 1; level < path->depth; level++)
        b->alternate[level] = false;
}

/* Appends the prefix of a line. Items from level `fresh` on show their marks, as on a block's first
 * line; other items are indentation. */
static void md_blocks_put_prefix(
    struct md_blocks *b, const struct md_path *path, size_t depth, size_t fresh, struct buf *out)
{
    char mark[16];
    for (size_t level = 0; level < depth; level++) {
        if (b->doc->containers[path->containers[level]].kind == DOC_QUOTE) {
            buf_text(out, "> ");
        } else if (level < fresh) {
            buf_fill(out, ' ', b->widths[level]);
        } else {
            md_blocks_mark(b, path->containers[level], level, mark);
            b->widths[level] = strlen(mark);
            buf_text(out, mark);
        }
    }
}

static void md_blocks_put_blank(struct md_blocks *b, const struct md_path *path, size_t depth)
{
    md_blocks_put_prefix(b, path, depth, depth, b->out);
    while (b->out->length && b->out->bytes[b->out->length - 1] == ' ')
        buf_cut(b->out, b->out->length - 1);
    buf_char(b->out, '\n');
}

void md_blocks_put(
    struct md_blocks *b, const struct doc_block *block, const char *text, size_t length)
{
    struct md_path path;
    struct buf rest = {0};
    md_path_of(b->doc, block->container, &path);
    size_t common = b->begun ? md_path_common(&b->path, &path) : 0;
    md_blocks_choose_bullets(b, &path, common);
    if (b->begun) {
        buf_char(b->out, '\n');
        if (!md_blocks_are_tight(b, block, &path, common))
            md_blocks_put_blank(b, &path, common);
    }
    md_blocks_put_prefix(b, &path, path.depth, common, b->out);
    md_blocks_put_prefix(b, &path, path.depth, path.depth, &rest);
    for (const char *end = text + length, *feed; text < end; text = feed + 1) {
        feed = memchr(text, '\n', (size_t)(end - text));
        size_t line = (size_t)((feed ? feed : end) - text);
        buf_add(b->out, text, line);
        if (!feed)
            break;
        buf_char(b->out, '\n');
        size_t used = rest.length;
        while (feed[1] == '\n' && used > 0 && rest.bytes[used - 1] == ' ')
            used--;
        buf_add(b->out, buf_string(&rest), used);
    }
    b->path = path;
    b->kind = block->kind;
    b->begun = true;
    b->out->failed |= rest.failed;
    buf_done(&rest);
}

/* ---- reading ---- */

static void md_blocks_flatten_end(
    const struct doc *doc, const struct md_path *path, size_t from, bool goes_on, struct flat *flat)
{
    for (size_t level = path->depth; level > from; level--) {
        flat_block(flat, '/', 0);
        if (doc->containers[path->containers[level - 1]].kind == DOC_ITEM &&
            !(goes_on && level == from + 1))
            flat_block(flat, '/', 0);
    }
}

void md_blocks_flatten(const struct doc *doc, const struct doc_block *from,
    const struct doc_block *to, struct flat *flat)
{
    struct md_path a = {.depth = 0}, b = {.depth = 0};
    if (from)
        md_path_of(doc, from->container, &a);
    if (to)
        md_path_of(doc, to->container, &b);
    size_t common = md_path_common(&a, &b);
    bool goes_on = md_path_continues(doc, &a, &b, common);
    md_blocks_flatten_end(doc, &a, common, goes_on, flat);
    for (size_t level = common; level < b.depth; level++) {
        const struct doc_container *container = &doc->containers[b.containers[level]];
        if (container->kind == DOC_ITEM && !(goes_on && level == common))
            flat_block(
                flat, container->ordered ? 'o' : 'u', container->ordered ? container->number : 0);
        flat_block(flat, container->kind == DOC_ITEM ? 'i' : 'q', 0);
    }
    flat->between = true;
}

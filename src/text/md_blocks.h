/* Writes blocks one after another, in their lists and quotations. */
#ifndef TEXT_MD_BLOCKS_H
#define TEXT_MD_BLOCKS_H

#include "text/md_doc.h"
#include "text/md_flat.h"

#define PATH_MAX_DEPTH 192

/* The containers of a block, from the outermost. */
struct md_path {
    size_t containers[PATH_MAX_DEPTH];
    size_t depth;
};

void md_path_of(const struct doc *doc, size_t container, struct md_path *path);
/* How many containers two paths share, counted from the outermost. */
size_t md_path_common(const struct md_path *a, const struct md_path *b);
/* Whether the first containers that the paths do not share are successive items of one list.
 * `common` is how many they share. */
bool md_path_continues(
    const struct doc *doc, const struct md_path *a, const struct md_path *b, size_t common);

/* Writes blocks below one another. Set doc and out, and zero the rest. */
struct md_blocks {
    const struct doc *doc;
    struct buf *out;
    bool loose; /* put a blank line before every block */
    bool begun;
    struct md_path path;            /* of the latest block */
    enum doc_block_kind kind;       /* of the latest block */
    size_t widths[PATH_MAX_DEPTH];  /* of its containers' marks */
    bool alternate[PATH_MAX_DEPTH]; /* whether its lists use other marks than the list before */
};

/* Appends a block's text, with the prefixes of its lines. */
void md_blocks_put(
    struct md_blocks *b, const struct doc_block *block, const char *text, size_t length);

/* Appends what a reader sees between two blocks. `from` is NULL at the beginning of the text, `to`
 * at its end. */
void md_blocks_flatten(const struct doc *doc, const struct doc_block *from,
    const struct doc_block *to, struct flat *flat);

#endif

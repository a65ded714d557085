/* The text of one block, prepared to be written as Markdown in one of several ways. Emphasis
 * encloses all of a piece of code or none of it; md_emphasis.h then moves the ends of emphasis to
 * where Markdown allows them. */
#ifndef TEXT_MD_INLINE_H
#define TEXT_MD_INLINE_H

#include "text/md_doc.h"
#include "text/md_escape.h"
#include "text/md_flat.h"

/* A way to write a block. */
struct md_way {
    enum md_care care;
    char italic;    /* '*' or '_' */
    bool split;     /* emphasis ends before a gap and a link, and begins again inside */
    uint8_t styles; /* the styles to write; others are dropped */
    bool apart;     /* marks that meet have different signs, such as **a**_b_ */
};

/* Which text of a cloze to write: as stored, with its gaps filled in, or with [...] for its
 * gaps. */
enum md_view { MD_STORED, MD_FILLED, MD_ASKED, MD_VIEWS };

/* Free with md_inline_done. */
struct md_inline {
    const struct doc *doc;
    const struct doc_block *block;
    const struct md_way *way;
    bool one_line;       /* a line feed is a space */
    bool bare;           /* the block has neither styles nor objects */
    struct buf styles;   /* for each byte of the block */
    size_t first, count; /* the objects of the block */
    size_t *pairs;       /* for each object: the index of its partner, or SIZE_MAX */
    bool gaps_within;    /* every gap that begins in the block ends in it, and vice versa */
    bool failed;         /* memory ran out */
};

void md_inline_begin(struct md_inline *in, const struct doc *doc, const struct doc_block *block,
    const struct md_way *way);
void md_inline_done(struct md_inline *in);

/* Appends what a reader should see of the block. */
void md_inline_flatten(const struct md_inline *in, enum md_view view, struct flat *flat);

/* The styles of the byte at an offset in the document's text. */
static inline uint8_t md_inline_styles(const struct md_inline *in, size_t at)
{
    return (uint8_t)in->styles.bytes[at - in->block->start];
}
/* The styles of the byte before an offset, or behind one; none outside the block. */
static inline uint8_t md_inline_styles_before(const struct md_inline *in, size_t at)
{
    return at > in->block->start ? md_inline_styles(in, at - 1) : 0;
}
static inline uint8_t md_inline_styles_behind(const struct md_inline *in, size_t at)
{
    return at < in->block->end ? md_inline_styles(in, at) : 0;
}
/* The styles that all bytes of a range have; none for an empty range. */
uint8_t md_inline_common(const struct md_inline *in, size_t start, size_t end);
/* The object at an offset. */
const struct doc_object *md_inline_object(const struct md_inline *in, size_t at);
static inline bool md_inline_is_object(const struct md_inline *in, size_t at)
{
    return in->doc->text.bytes[at] == DOC_OBJECT;
}
static inline bool md_inline_is_edge(enum doc_object_kind kind)
{
    return kind >= DOC_LINK;
}
static inline void md_inline_clear(struct md_inline *in, size_t at, uint8_t styles)
{
    in->styles.bytes[at - in->block->start] &= (char)~styles;
}
/* The end of the code that begins at an offset. */
size_t md_inline_code_end(const struct md_inline *in, size_t at);
/* Skip backward or forward from an offset over the edges of gaps and over hints, which readers do
 * not see once the gaps are filled in. Return where the text goes on. */
size_t md_inline_skip_back(const struct md_inline *in, size_t at);
size_t md_inline_skip(const struct md_inline *in, size_t at);
/* Append code, or a formula's LaTeX, as a view shows it. */
void md_inline_put_code(
    const struct md_inline *in, size_t start, size_t end, enum md_view view, struct buf *out);
void md_inline_put_latex(const struct md_inline *in, const struct doc_object *object,
    enum md_view view, struct buf *out);
/* Whether a view hides the text from an object of this kind to the end of its gap. */
bool md_inline_hides(enum md_view view, enum doc_object_kind kind);

#endif

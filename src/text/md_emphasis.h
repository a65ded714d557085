/* Where emphasis can begin and end by CommonMark's rules. */
#ifndef TEXT_MD_EMPHASIS_H
#define TEXT_MD_EMPHASIS_H

struct md_inline;

/* Takes emphasis away from the white space and punctuation at its edges, and from the edges of
 * links and gaps, where Markdown would not recognize it. Marks characters that must be entities. */
void md_emphasis_fit(struct md_inline *in);

#endif

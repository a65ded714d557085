/* Where emphasis can begin and end by CommonMark's rules. */
#ifndef TEXT_MD_EMPHASIS_H
#define TEXT_MD_EMPHASIS_H

#include <stddef.h>

struct md_inline;

/* Takes emphasis away from the white space and punctuation at its edges, and from the edges of
 * links and gaps, where Markdown would not recognize it. Marks characters that must be entities. */
void md_emphasis_fit(struct md_inline *in);

/* Where the text before an offset ends, without the edges of gaps and the hints, which a reader
 * does not see once the gaps are filled in. */
size_t md_emphasis_skip_back(const struct md_inline *in, size_t at);

#endif

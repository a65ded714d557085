/* What counts when a typed answer is compared. */
#ifndef TEXT_TYPED_RULES_H
#define TEXT_TYPED_RULES_H

#include <stdbool.h>

/* What counts as a mistake. Punctuation is that of sentences (full stops, commas, quotation marks)
 * at the edge of a word: the point in 3.14 always counts. An answer that is all code is compared as
 * if everything counted. */
struct typed_rules {
    bool letter_case, accents, punctuation;
};

#endif

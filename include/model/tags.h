/* Tags. A card's tags are one string, single spaces between them; a tag holds no space, no comma,
 * no control character, and does not start with '!'. '::' makes them nested: math::algebra is a
 * kind of math. */
#ifndef MODEL_TAGS_H
#define MODEL_TAGS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the length bytes at tag can stand as one tag. */
bool tag_is_valid(const char *tag, size_t length);

/* Whether tags holds the tag of length bytes at wanted. */
bool tags_have(const char *tags, const char *wanted, size_t length);

/* What the user narrows a session to. Each term is what one --tag said: tags with commas between
 * them, all of which a card must have; '!' before one asks for a card without it. The strings are
 * the caller's and outlive the filter. */
struct tag_filter {
    const char *const *terms;
    size_t count; /* 0 lets every card pass */
};

/* Whether a card with these tags (two strings: its deck's and its own) passes: every term that
 * holds only '!' tags, and, where there are other terms, any of those. */
bool tag_filter_passes(const struct tag_filter *filter, const char *deck_tags, const char *tags);

#endif

/* Tags. A card's tags are one string, separated by single spaces. A tag contains no space, comma or
 * control character, and does not start with '!'. '::' nests tags: math::algebra counts as math. */
#ifndef MODEL_TAGS_H
#define MODEL_TAGS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the length bytes at tag are a valid tag. */
bool tag_is_valid(const char *tag, size_t length);

/* Whether tags contains exactly the tag of length bytes at wanted. */
bool tags_have(const char *tags, const char *wanted, size_t length);

/* Limits which cards a session shows. Each term (owned by the caller) is the argument of one --tag:
 * tags separated by commas. A card must have all of them, and none of those with '!' in front. Case
 * and normal form make no difference (base/casefold.h). */
struct tag_filter {
    const char *const *terms;
    size_t count; /* if 0, every card passes */
};

/* Whether a card passes, given its deck's tags and its own: it must pass every term that has only
 * '!' tags and, if there are other terms, at least one of those. Sets *ok to false if memory ran
 * out; the result then means nothing. */
bool tag_filter_passes(
    const struct tag_filter *filter, const char *deck_tags, const char *tags, bool *ok);

#endif

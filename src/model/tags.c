#include "model/tags.h"

#include "base/casefold.h"

#include <string.h>

bool tag_is_valid(const char *tag, size_t length)
{
    if (length == 0 || tag[0] == '!')
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)tag[i] <= ' ' || tag[i] == ',' || tag[i] == 0x7f)
            return false;
    return true;
}

bool tags_have(const char *tags, const char *wanted, size_t length)
{
    for (const char *tag = tags; *tag;) {
        size_t size = strcspn(tag, " ");
        if (size == length && memcmp(tag, wanted, length) == 0)
            return true;
        tag += size;
        tag += strspn(tag, " ");
    }
    return false;
}

/* Returns the offset of the first "::" at or after `from`; that is the length of an enclosing tag.
 * Returns size if there is none. */
static size_t tags_next_level(const char *tag, size_t size, size_t from)
{
    while (from < size && strncmp(tag + from, "::", 2) != 0)
        from++;
    return from;
}

static bool tags_is_in(const char *tag, size_t size, const char *wanted, size_t length, bool *ok)
{
    size_t level = tags_next_level(tag, size, 0);
    while (!casefold_same(tag, level, wanted, length, ok)) {
        if (level == size)
            return false;
        level = tags_next_level(tag, size, level + 1);
    }
    return true;
}

static bool tags_find(const char *tags, const char *wanted, size_t length, bool *ok)
{
    for (const char *tag = tags; *tag;) {
        size_t size = strcspn(tag, " ");
        if (tags_is_in(tag, size, wanted, length, ok))
            return true;
        tag += size;
        tag += strspn(tag, " ");
    }
    return false;
}

static bool tags_term_passes(const char *term, const char *deck_tags, const char *tags, bool *ok)
{
    while (*term) {
        size_t size = strcspn(term, ",");
        bool absent = term[0] == '!';
        const char *tag = term + absent;
        size_t length = size - absent;
        bool has = tags_find(deck_tags, tag, length, ok) || tags_find(tags, tag, length, ok);
        if (length > 0 && has == absent)
            return false;
        term += size;
        term += *term == ',';
    }
    return true;
}

static bool tags_term_only_excludes(const char *term)
{
    for (; term; term = strchr(term, ','), term = term ? term + 1 : NULL)
        if (*term && *term != ',' && *term != '!')
            return false;
    return true;
}

bool tag_filter_passes(
    const struct tag_filter *filter, const char *deck_tags, const char *tags, bool *ok)
{
    bool wanted = false, found = false;
    for (size_t i = 0; i < filter->count; i++) {
        bool passes = tags_term_passes(filter->terms[i], deck_tags, tags, ok);
        if (tags_term_only_excludes(filter->terms[i])) {
            if (!passes)
                return false;
        } else {
            wanted = true;
            found |= passes;
        }
    }
    return found || !wanted;
}

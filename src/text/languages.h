/* What the highlighter knows of programming languages: a row of data for each. */
#ifndef TEXT_LANGUAGES_H
#define TEXT_LANGUAGES_H

#include <stdbool.h>
#include <stddef.h>

/* Lists of words have a space before, after and between the words. NULL: the language has none. */
struct language {
    const char *names; /* in lower case, as in the info string of a code block */
    const char *keywords;
    const char *line_comments;  /* what begins a comment that ends with its line */
    const char *block_comments; /* pairs of what begins and what ends a comment */
    const char *strings;        /* quotes of strings that may go over several lines */
    const char *line_strings;   /* quotes of strings that end with their line at the latest */
    const char *characters;     /* quotes of a single character */
    const char *raw;            /* those of all quotes within which a backslash has no meaning */
    bool any_case; /* keywords may be in capitals, too; they are listed in lower case */
    bool tags;     /* keywords are the words after "<" and "</" */
};

/* The language with this name, in any case; NULL if it is unknown. */
const struct language *language_named(const char *name, size_t length);

/* Whether a list of words contains a word. */
bool language_has_word(const char *list, const char *word, size_t length, bool any_case);

#endif

/* A text cut into the letters that typed.c compares. */
#ifndef TEXT_TYPED_UNITS_H
#define TEXT_TYPED_UNITS_H

#include "text/typed_rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A grapheme cluster of a text. Two are the same if their keys are equal. */
struct typed_unit {
    size_t at, length; /* its bytes in the text */
    uint64_t key;      /* a hash of what counts of it */
    uint64_t loose;    /* a hash of it without case and accents */
    bool light;        /* white space, or punctuation of a sentence */
    bool free;         /* it does not count */
    bool differs;      /* set by the comparison */
};

/* Zero-initialize it; free `list` afterwards. */
struct typed_units {
    struct typed_unit *list;
    size_t count, capacity;
    bool failed; /* memory ran out */
};

/* Cuts a safe text, which has single spaces only. */
void typed_cut(const char *text, const struct typed_rules *rules, struct typed_units *units);

#endif

/* Texts that have been met, each with a number of the caller's; told apart by their hashes
 * (base/hash.h). All of it zero is none; seen_done frees what it holds. */
#ifndef BASE_SEEN_H
#define BASE_SEEN_H

#include <stddef.h>
#include <stdint.h>

struct seen {
    struct seen_slot {
        uint64_t hash;
        size_t number;
    } * slots;
    size_t count, capacity;
};

/* The number of a text, 0 where it had none: then it is met now, and the caller sets one. Valid
 * until the next call; NULL when memory runs out. */
size_t *seen_number(struct seen *seen, const char *text);
void seen_done(struct seen *seen);

#endif

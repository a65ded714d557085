/* All there is to say of a deck file by itself: its mistakes, and warnings of what is no mistake
 * and still may not be meant: drafts, questions asked twice, and cards without ids that are nearly
 * the same. */
#ifndef DECK_CHECK_H
#define DECK_CHECK_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct finding {
    unsigned line, column; /* from 1 */
    bool warning;
    size_t message; /* its place in messages; see findings_message */
    size_t told;    /* how many were before it */
};

/* All of it zero is none; findings_done frees what it holds. */
struct findings {
    struct finding *list;
    size_t count, capacity;
    struct buf messages;
    bool failed; /* memory ran out: some are missing */

    size_t cards;  /* of the entries without mistakes */
    struct buf id; /* the deck's identity; "" where the file could not be read to its end */
};
void findings_done(struct findings *findings);

void findings_add(struct findings *findings, unsigned line, unsigned column, bool warning,
    const char *format, ...) __attribute__((format(printf, 5, 6)));
const char *findings_message(const struct findings *findings, size_t i);

/* Find what there is in the file at path, in any order: findings_sort puts it in the order of the
 * file. ERR_IO where the file cannot be read; ERR_MEMORY. */
enum err_code deck_check(const char *path, struct findings *findings, struct err *err);
void findings_sort(struct findings *findings);

#endif

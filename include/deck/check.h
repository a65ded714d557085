/* Checks a single deck file. Finds mistakes, and warns about what may be unintended: drafts,
 * duplicate questions, nearly identical cards without ids, and texts that may not be read as
 * meant. */
#ifndef DECK_CHECK_H
#define DECK_CHECK_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct finding {
    unsigned line, column; /* from 1 */
    bool warning;
    size_t message; /* offset in messages; see findings_message */
    size_t order;   /* number of findings added before this one */
};

/* Empty if zero-initialized; free with findings_done. */
struct findings {
    struct finding *list;
    size_t count, capacity;
    struct buf messages;
    bool failed; /* memory ran out: some findings are missing */

    size_t cards;  /* number of cards in the entries that could be read */
    struct buf id; /* the deck's identity; "" if the file could not be read to its end */
};
void findings_done(struct findings *findings);

void findings_add(struct findings *findings, unsigned line, unsigned column, bool warning,
    const char *format, ...) __attribute__((format(printf, 5, 6)));
const char *findings_message(const struct findings *findings, size_t i);

/* Checks the file at path. Errors: ERR_IO if it cannot be read; ERR_MEMORY. The findings are in no
 * particular order; findings_sort sorts them by line and column. */
enum err_code deck_check(const char *path, struct findings *findings, struct err *err);
void findings_sort(struct findings *findings);

#endif

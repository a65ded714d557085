/* What org-drill and org-fc keep about the reviews of a card. */
#ifndef DECK_ORG_REVIEW_H
#define DECK_ORG_REVIEW_H

#include "deck/note_text.h"

#include <stdbool.h>
#include <stddef.h>

/* The row of a card of org-fc. */
struct org_review_row {
    bool back;    /* asks for the front */
    int position; /* the id of a hole; -1 for front and back */
    bool seen;
    struct note_schedule schedule;
};

/* Zero-initialize, and call org_review_clear before each card; free with org_review_done. */
struct org_review {
    struct note_schedule drill;
    int total; /* ratings in org-drill; -1 if unknown */
    bool suspended;
    int columns[5]; /* where the columns of the table are, or -1 */
    struct org_review_row *rows;
    size_t count, capacity;
    bool failed; /* memory ran out */
};

void org_review_clear(struct org_review *review);
void org_review_done(struct org_review *review);

/* Takes a line of a drawer, or one with the day for which the card is scheduled. */
void org_review_take_property(struct org_review *review, const char *line);
/* Takes a line of the table in the drawer REVIEW_DATA. */
void org_review_take_row(struct org_review *review, const char *line);
/* Takes SCHEDULED: <2026-01-31 Sat>. */
void org_review_take_day(struct org_review *review, const char *day);

/* Passes on the schedules of the cards of the last entry. `holes` is the Org text of a cloze of
 * org-fc. Returns false as the sink does. */
bool org_review_give(const struct org_review *review, struct import_sink *sink,
    const struct deck_entry *entry, const char *holes);

#endif

/* What an Anki collection holds, as its importer and its writer pass it about. Texts are UTF-8;
 * fields are HTML. Whoever hands out a struct says how long it lasts. */
#ifndef EXCHANGE_ANKI_H
#define EXCHANGE_ANKI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A note type: its fields, and the templates by which a note becomes cards. */
struct anki_note_type {
    int64_t id;
    char *name;
    bool cloze; /* a card for each number of gap, by the one template */
    char **fields;
    size_t field_count, field_capacity;
    struct anki_template {
        char *name, *question, *answer;
    } * templates;
    size_t template_count, template_capacity;
};

/* What queue says of a card that is not asked. */
#define ANKI_SUSPENDED      (-1)
#define ANKI_BURIED_SIBLING (-2)
#define ANKI_BURIED         (-3)

struct anki_card {
    int64_t id;
    int ord;          /* of its template, or one less than its number of gap */
    const char *deck; /* :: before each subdeck; where it belongs, not where it is filtered to */
    int type;         /* 0 new, 1 learning, 2 review, 3 learning again */
    int queue;
    int64_t
        due; /* type 0: its place; else days since the collection began, or seconds since 1970 */
    int interval;    /* days */
    int factor;      /* ease in thousandths; 0 where it has none */
    int repetitions; /* answers given */
    int lapses;
    const char *extra; /* JSON: the memory that FSRS keeps, and the like; "" where there is none */
};

struct anki_note {
    const struct anki_note_type *type;
    const char *guid, *tags;
    const char **fields; /* as many as the type has; "" where the note has fewer */
    const struct anki_card *cards;
    size_t card_count;
};

/* A row of the review log. */
struct anki_review {
    int64_t at_ms, card;
    int button;   /* 1 to 4; 0 where the card was rescheduled without being asked */
    int interval; /* days; below 0: seconds */
    int interval_before;
    int factor; /* as in a card; of FSRS its difficulty */
    int64_t spent_ms;
    int kind; /* 0 learning, 1 review, 2 learning again, 3 filtered, 4 and 5 rescheduled */
};

#endif

/* The contents of an Anki collection. Strings are UTF-8; fields are HTML. Functions that pass these
 * structs say how long they are valid. */
#ifndef EXCHANGE_ANKI_H
#define EXCHANGE_ANKI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct anki_note_type {
    int64_t id;
    char *name;
    bool cloze; /* its single template makes a card for each gap number */
    char **fields;
    size_t field_count, field_capacity;
    struct anki_template {
        char *name, *question, *answer;
    } * templates;
    size_t template_count, template_capacity;
};

/* The queues of cards that are not shown. */
#define ANKI_SUSPENDED      (-1)
#define ANKI_BURIED_SIBLING (-2)
#define ANKI_BURIED         (-3)

struct anki_card {
    int64_t id;
    int ord;          /* index of its template, or its gap number minus one */
    const char *deck; /* its home deck, never a filtered one; :: before each subdeck */
    int64_t deck_id;
    int type; /* 0 new, 1 learning, 2 review, 3 relearning */
    int queue;
    int64_t due; /* type 0: position; else days since the collection began, or seconds since 1970 */
    int interval;    /* days */
    int factor;      /* ease in thousandths; 0 if the card has none */
    int repetitions; /* answers given */
    int lapses;
    const char *extra;  /* JSON such as FSRS's memory state; "" if there is none */
    const char *memory; /* only to write: JSON that replaces parts of `extra`, or "{}" */
};

struct anki_note {
    const struct anki_note_type *type;
    const char *guid, *tags;
    const char **fields; /* one for each of the type's fields; "" if the note has fewer */
    unsigned regions;    /* of the picture, if the note asks for one of them; else 0 */
    const struct anki_card *cards;
    size_t card_count;
};

/* A row of the review log. */
struct anki_review {
    int64_t at_ms, card;
    int button;   /* 1 to 4; 0 if the card was rescheduled without an answer */
    int interval; /* days; below 0: seconds */
    int interval_before;
    int factor; /* as in anki_card; with FSRS, the card's difficulty */
    int64_t spent_ms;
    int kind; /* 0 learning, 1 review, 2 relearning, 3 filtered, 4 and 5 rescheduled */
};

#endif

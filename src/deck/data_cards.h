/* What the parts of deck/import_data.h share: finding cards, and making entries of them. */
#ifndef DECK_DATA_CARDS_H
#define DECK_DATA_CARDS_H

#include "deck/data.h"
#include "deck/field_names.h"
#include "deck/import_source.h"

#define DATA_NONE UINT32_MAX /* no node */

/* The fields of a map that is a card: the node of each, or DATA_NONE. */
struct data_fields {
    uint32_t of[FIELD_UNUSED];
    bool sure[FIELD_UNUSED]; /* the key can hardly mean anything else */
    bool lettered;           /* the options are members of the map itself */
};

/* Turns data into entries. */
struct data_cards {
    const struct data *data;
    struct import_sink *sink;
    bool strict;  /* only keys with a clear meaning make a card */
    bool looking; /* only counts cards, and passes nothing on */
    bool failed;  /* memory ran out */
    enum markup markup;
    const char *guess;   /* a note to show once a guessed markup changes a text, or NULL */
    int first_option;    /* the number of the first option: 0, 1, or -1 if unclear */
    struct buf deck;     /* the name of the current deck */
    size_t found, taken; /* items that are cards, and those of them passed on */
    struct buf why;      /* why the first skipped item was skipped */
    unsigned why_line;   /* the line of the first skipped item that has one */
    struct buf below;    /* names of the fields put below answers */
    struct buf unused;   /* names of the fields left out */
    struct buf guessed;  /* names of the fields taken for question and answer */
    struct deck_entry entry;
};

/* Finds the fields of a map. */
struct data_fields data_fields_of(const struct data *data, uint32_t map);
/* Returns the text in a value: itself, the text in a map, or the only text of a list. DATA_NONE if
 * there is none. */
uint32_t data_text_in(const struct data *data, uint32_t node);

/* Enters a deck within the current one. Returns the length to cut c->deck to afterwards. */
size_t data_enter_deck(struct data_cards *cards, const char *name);

/* Where an item is, for messages: its number in its list, from 1, or 0. */
struct data_item {
    uint32_t node;
    size_t number;
};
/* Each makes an entry and passes it to the sink, or says why it is skipped. They return false to
 * stop. */
bool data_take_card(
    struct data_cards *cards, struct data_item item, const struct data_fields *fields);
bool data_take_pair(
    struct data_cards *cards, struct data_item item, uint32_t question, uint32_t answer);
bool data_skip(struct data_cards *cards, struct data_item item, const char *why);

/* Appends a text as Markdown. Returns NULL, or the reason why it cannot be converted. */
const char *data_put_text(struct data_cards *cards, struct buf *out, const char *text, bool cloze);
/* The same, as an item of a list. */
const char *data_put_item(struct data_cards *cards, struct buf *out, const char *text);
/* The same for a value: a list becomes a list. */
const char *data_put_value(struct data_cards *cards, struct buf *out, uint32_t node, bool cloze);

/* Multiple choice: appends the options to the question, and the right one to the answer. */
const char *data_put_choices(struct data_cards *cards, uint32_t map,
    const struct data_fields *fields, struct deck_entry *entry);
bool data_has_choices(const struct data_fields *fields);
/* Finds out from all items whether options count from 0 or 1, and sets cards->first_option. */
void data_find_first_option(struct data_cards *cards);

#endif

/* libyaml's events as a deck file uses them: every failure of the parser told in words with its
 * place, nothing nested without end, none of what YAML has and a deck does not (aliases, anchors,
 * tags). Functions that return bool return false once nothing more can be read; failure says why.
 */
#ifndef DECK_EVENTS_H
#define DECK_EVENTS_H

#include "deck/reader.h"
#include "deck/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

struct deck_events {
    char *path; /* owned */
    struct deck_source source;
    yaml_parser_t parser;
    yaml_event_t event; /* the event read last */
    yaml_mark_t behind; /* where the one before it ended */
    deck_mistake_fn *on_mistake;
    void *context;
    unsigned mistakes;  /* told so far */
    bool read_before;   /* on a second reading, what the first one told is not told again */
    struct err failure; /* code ERR_NONE while reading can go on */
};

enum err_code events_open(struct deck_events *events, const char *path, deck_mistake_fn *on_mistake,
    void *context, struct err *err);
/* Start over at the file's first byte. */
enum err_code events_rewind(struct deck_events *events, struct err *err);
void events_close(struct deck_events *events);

/* Read one event. */
bool events_next(struct deck_events *events);
/* Pass over the rest of the value whose first event was read last. */
bool events_skip(struct deck_events *events);
/* Whether the value that begins is free of aliases, anchors and tags; told where it is not. */
bool events_plain(struct deck_events *events);

/* Tell a mistake; at_mark at a place of the parser's. */
void events_tell(struct deck_events *events, const struct err *mistake);
void events_tell_at(struct deck_events *events, yaml_mark_t mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Nothing more can be read: keep why, and tell it where it is a mistake. Returns false. */
bool events_fail(struct deck_events *events, const struct err *err);
bool events_fail_at(struct deck_events *events, yaml_mark_t mark, const char *message);
bool events_fail_memory(struct deck_events *events);

/* A key of a mapping, what its value is, and where in a struct that goes. Keys of one slot mean
 * the same thing. */
enum value_type {
    VALUE_TEXT,  /* struct buf, less the white space at its end */
    VALUE_NAME,  /* struct buf: one short line */
    VALUE_ID,    /* the same without '#' */
    VALUE_TAGS,  /* struct buf: as in model/tags.h */
    VALUE_FLAG,  /* bool */
    VALUE_COUNT, /* int64_t: a whole number from 0 to CAP_MAX */
    VALUE_WORD,  /* int: which of the key's words */
    VALUE_CARDS, /* nothing: the list's items are the caller's to read */
    VALUE_TABLE, /* nothing: the mapping's keys are the caller's to read */
};
struct deck_key {
    const char *name;
    unsigned slot; /* 0..31 */
    enum value_type type;
    size_t offset;
    const char *const *words; /* of VALUE_WORD, ended by NULL */
};

/* Read a key and go to the first event of its value. *key is NULL where the key is unknown, or was
 * seen before, and has been told; the bits of *seen are the slots met so far. The event read last
 * is the key's. */
bool events_key(struct deck_events *events, const struct deck_key *keys, size_t count,
    unsigned *seen, const struct deck_key **key);

/* Read a value into the struct at base; what cannot stand there is told and passed over. With a
 * NULL key it is passed over. The event read last is the value's first, and after VALUE_CARDS and
 * VALUE_TABLE it still is. */
bool events_value(struct deck_events *events, const struct deck_key *key, void *base);

#endif

/* Reads a deck file as a stream of libyaml's events. Reports every parser failure in plain words
 * with its line and column, limits nesting, and rejects what decks do not support (aliases,
 * anchors, tags). Functions that return bool return false once nothing more can be read;
 * events->failure then says why. */
#ifndef DECK_EVENTS_H
#define DECK_EVENTS_H

#include "base/buf.h"
#include "deck/mistake.h"
#include "deck/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

struct deck_events {
    char *path; /* owned */
    struct deck_source source;
    yaml_parser_t parser;
    yaml_event_t event;       /* the last event read */
    yaml_mark_t previous_end; /* the end of the event before that */
    deck_mistake_fn *on_mistake;
    void *context;
    unsigned mistakes;  /* number of mistakes found so far */
    bool rereading;     /* the first pass already reported the mistakes */
    struct err failure; /* code is ERR_NONE while reading can continue */
};

enum err_code events_open(struct deck_events *events, const char *path, deck_mistake_fn *on_mistake,
    void *context, struct err *err);
/* The same for an open file, which stays open and is read from its first byte; `path` is for
 * messages. If fd is below 0, opens the file at path. */
enum err_code events_open_file(struct deck_events *events, int fd, const char *path,
    deck_mistake_fn *on_mistake, void *context, struct err *err);
/* Starts over at the file's first byte. */
enum err_code events_rewind(struct deck_events *events, struct err *err);
void events_close(struct deck_events *events);

/* Reads one event. */
bool events_next(struct deck_events *events);
/* Skips the rest of a value after its first event. */
bool events_skip(struct deck_events *events);
/* Whether the value that begins here is free of aliases, anchors and tags; reports any it has. */
bool events_plain(struct deck_events *events);

/* Report a mistake at a mark, or at the last event read. */
void events_report(struct deck_events *events, const struct err *mistake);
void events_report_at(struct deck_events *events, yaml_mark_t mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#define events_report_here(events, ...)                                                            \
    events_report_at(events, (events)->event.start_mark, __VA_ARGS__)
/* Stops reading, keeps err as the reason, and reports it if it is a mistake. Returns false. */
bool events_fail(struct deck_events *events, const struct err *err);
bool events_fail_at(struct deck_events *events, yaml_mark_t mark, const char *message);
bool events_fail_memory(struct deck_events *events);

/* A key of a mapping, and where its value goes in a struct. Keys that share a slot are synonyms. */
enum value_type {
    VALUE_TEXT,      /* struct buf, without trailing white space */
    VALUE_NAME,      /* struct buf: one short line */
    VALUE_ID,        /* a VALUE_NAME without '#' */
    VALUE_TAGS,      /* struct buf: as in model/tags.h */
    VALUE_FLAG,      /* bool */
    VALUE_COUNT,     /* int64_t: a whole number from 0 to CAP_MAX */
    VALUE_WORD,      /* int: the index in the key's words */
    VALUE_SCHEDULER, /* int: SCHEDULER_..., as in model/scheduling.h */
    VALUE_RETENTION, /* int: a retention, as in model/scheduling.h */
    VALUE_CARDS,     /* stores nothing: the caller reads the items of the list */
    VALUE_TABLE,     /* stores nothing: the caller reads the keys of the mapping */
};
struct deck_key {
    const char *name;
    unsigned slot; /* 0..31 */
    enum value_type type;
    size_t offset;
    const char *const *words; /* for VALUE_WORD, ended by NULL */
};

/* Reads a key, which is the current event, and the first event of its value. Sets its slot's bit in
 * *seen. *key is NULL if the key is unknown or a duplicate, which is reported. */
bool events_key(struct deck_events *events, const struct deck_key *keys, size_t count,
    unsigned *seen, const struct deck_key **key);

/* Reads a value, whose first event is current, into the struct at base. Reports and skips
 * an invalid value; if key is NULL, skips any value. For VALUE_CARDS and VALUE_TABLE, only checks
 * the first event. */
bool events_value(struct deck_events *events, const struct deck_key *key, void *base);

#endif

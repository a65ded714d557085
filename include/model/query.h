/* Search queries: words, and conditions such as state:young or due<7. Text is compared regardless
 * of case, and of accents if the word has none (base/casefold.h). Pure, except that a query owns
 * memory. */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "base/casefold.h"
#include "model/schedule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum query_field {
    QUERY_WORD,       /* in the question, the answer or a tag */
    QUERY_DECK,       /* deck:text, part of the deck's id or name */
    QUERY_TAG,        /* tag:math, and the tags nested in it */
    QUERY_STATE,      /* state:new, learning, young, mature, suspended, buried, leech or due */
    QUERY_DUE,        /* days from today: due<7, due=0, due<0 for overdue */
    QUERY_INTERVAL,   /* days */
    QUERY_EASE,       /* ease<2.1 */
    QUERY_STABILITY,  /* days; this and the next two are for cards with a memory (model/past.h) */
    QUERY_DIFFICULTY, /* 1 to 10: difficulty>7 */
    QUERY_RECALL,     /* its probability today: recall<0.8 or recall<80 */
    QUERY_LAPSES,
    QUERY_REVIEWS,
    QUERY_RATING, /* the last rating that changed the schedule */
    QUERY_FIELDS
};

enum query_compare { QUERY_BELOW, QUERY_AT_MOST, QUERY_EQUAL, QUERY_AT_LEAST, QUERY_ABOVE };

/* A term. A card matches a query if all of the query's terms hold. */
struct query_term {
    enum query_field field;
    enum query_compare compare; /* for numeric fields, with number */
    bool negated;               /* -word, -state:new */
    bool accents;               /* the text has accents, so a match must have them, too */
    int64_t number;             /* of fields with decimals: hundredths */
    size_t text;                /* for textual fields: the offset of the term's text in texts */
};

/* What is odd about a query, although it is a query: a word that looks like a condition. */
enum query_doubt {
    QUERY_CLEAR,
    QUERY_NO_FIELD, /* "tga:math" */
    QUERY_NO_STATE, /* "is:suspnded" */
    QUERY_NO_VALUE, /* "due<x", "tag<x" */
    QUERY_NO_SAVED, /* "@hrad", or "-@hard" */
};

/* A search that the user has saved: "@hard" in a query stands for its terms. */
struct query_saved {
    struct buf name, text;
};

#define QUERY_TERMS_MAX 16 /* further terms are ignored */

/* A zero-initialized query passes every card. Free with query_done. */
struct query {
    const struct query_saved *saved; /* owned by the caller, who sets them before parsing */
    size_t saved_count;
    struct query_term terms[QUERY_TERMS_MAX];
    size_t count;
    struct buf texts; /* the text of all terms, folded, with a NUL after each */

    enum query_doubt doubt; /* the first in the query */
    size_t doubt_column;    /* of the term, in characters from 1 */
    size_t doubt_text;      /* the field, state or term as typed: an offset in texts */
    enum query_field doubt_field;
};

/* Parse what was typed: terms separated by spaces, quoted if they contain spaces, preceded by '-'
 * if they must not hold. An unfinished condition ("due<", "state:") is ignored; an invalid one
 * ("due<x") is a word. False when memory runs out. */
bool query_parse(struct query *query, const char *typed);
void query_done(struct query *query);
/* Appends what is odd about the query at doubt_column, and the nearest known word: "no condition
 * "tga": did you mean "tag"?" It contains what was typed, which may not be safe. If the query finds
 * cards, a word that is not like any condition is not odd. Returns whether anything was. */
bool query_tell_doubt(const struct query *query, bool finds, struct buf *out);

/* The facts about a card that conditions are tested against. */
struct query_facts {
    const struct schedule *schedule;
    const struct regime *regime; /* in force for its deck */
    int today;
    struct folded *deck; /* the deck's id and name; owned by the caller */
};
/* Whether all terms other than words and tags hold. */
bool query_passes(const struct query *query, const struct query_facts *facts);

/* The texts in which words and tags are searched for, owned by the caller. */
struct query_texts {
    struct folded *text;             /* question and answer */
    struct folded *deck_tags, *tags; /* as in model/tags.h */
};
/* Whether the query has words or tags, and whether all of them hold. */
bool query_needs_texts(const struct query *query);
bool query_finds(const struct query *query, const struct query_texts *texts);

#endif

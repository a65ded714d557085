/* What a search asks of cards: words, and conditions such as state:young or due<7. Pure but for
 * the memory it holds; texts are compared without their case (base/casefold.h). */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "base/buf.h"
#include "model/schedule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum query_field {
    QUERY_WORD,     /* in the question, the answer or a tag */
    QUERY_DECK,     /* deck:part of its id or name */
    QUERY_TAG,      /* tag:math, the tags nested in it included */
    QUERY_STATE,    /* state:new learning young mature, suspended buried leech due */
    QUERY_DUE,      /* days from today: due<7, due=0, due<0 for overdue */
    QUERY_INTERVAL, /* days */
    QUERY_EASE,     /* ease<2.1 */
    QUERY_LAPSES,
    QUERY_REVIEWS,
    QUERY_RATING, /* the last one that counted for the schedule */
    QUERY_FIELDS
};

enum query_compare { QUERY_BELOW, QUERY_AT_MOST, QUERY_EQUAL, QUERY_AT_LEAST, QUERY_ABOVE };

/* One of the things asked for, all of which must hold. */
struct query_term {
    enum query_field field;
    enum query_compare compare; /* with number, of the fields that are numbers */
    bool negated;               /* -word, -state:new */
    int64_t number;             /* QUERY_EASE: hundredths */
    size_t text;                /* QUERY_WORD and those with a colon: where it begins in texts */
};

#define QUERY_TERMS_MAX 16 /* what is asked beyond them is not asked */

/* All of it zero is a query that every card passes; free with query_done. */
struct query {
    struct query_term terms[QUERY_TERMS_MAX];
    size_t count;
    struct buf texts; /* of the terms, folded, each with its NUL */
};

/* Read what was typed: terms with spaces between them, quotes around one that holds spaces, '-'
 * before one that must not hold. A condition that is not whole yet ("due<", "state:") asks for
 * nothing; one that means nothing ("due<x") is a word. False when memory ran out. */
bool query_parse(struct query *query, const char *typed);
void query_done(struct query *query);

/* What conditions are asked of. */
struct query_facts {
    const struct schedule *schedule;
    int today;
    const char *deck; /* its id and name, folded; the caller's */
};
/* Whether the conditions hold: all terms but words and tags. */
bool query_passes(const struct query *query, const struct query_facts *facts);

/* What words and tags are looked for in, all of it folded, and the caller's. */
struct query_texts {
    const char *text;             /* question, answer and tags in one */
    const char *deck_tags, *tags; /* as in model/tags.h */
};
/* Whether the query has words or tags at all, and whether they are there. */
bool query_needs_texts(const struct query *query);
bool query_finds(const struct query *query, const struct query_texts *texts);

#endif

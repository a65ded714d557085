/* What query.c and query_doubt.c share. */
#ifndef MODEL_QUERY_PARTS_H
#define MODEL_QUERY_PARTS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct query;
struct query_saved;

/* The names of the fields: each but QUERY_WORD, the state twice. */
struct query_name {
    const char *name;
    int field; /* enum query_field */
    bool is_number;
};
extern const struct query_name query_names[]; /* QUERY_FIELDS */

/* A term as it was typed, without its '-' and its quotes. */
struct query_token {
    const char *text;
    size_t length;
    bool negated, quoted;
};

/* Whether the numbers of a field, an enum query_field, may have decimals. */
bool query_has_decimals(int field);
/* Parses a number of up to nine digits; if decimal, to two places, with *number in hundredths. */
bool query_parse_number(const char *text, size_t length, bool decimal, int64_t *number);
/* Whether `typed` begins a word. A prefix is enough, since it may be unfinished: "state:mat". */
bool query_begins(const char *word, const char *typed);
/* Keeps a text with its NUL; returns its offset in query->texts. */
size_t query_keep_text(struct query *query, const char *text, size_t length);

/* The saved search that a term names, which begins with "@"; NULL if there is none. */
const struct query_saved *query_find_saved(
    const struct query *query, const struct query_token *token);
/* Records what is odd about a term of the query that begins at `begin`, if anything is. */
void query_doubt_term(struct query *query, const char *begin, const struct query_token *token);

#endif

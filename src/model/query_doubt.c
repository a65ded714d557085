/* Words in a query that look like conditions, but are none. They are searched for as words all the
 * same, since a card may well contain "a:b". */
#include "model/query.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "model/query_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const state_words[] = {
    "new", "learning", "young", "mature", "due", "suspended", "buried", "leech"};

/* ---- finding them ---- */

/* Whether a term could be meant as a condition: letters, an operator, and a value. */
static bool query_doubt_is_like_a_condition(const struct query_token *token, size_t name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    return !token->quoted && name > 0 && name < token->length &&
           strspn(token->text, letters) == name;
}

static const struct query_name *query_doubt_name(const char *text, size_t length)
{
    for (size_t i = 0; i < QUERY_FIELDS; i++)
        if (strlen(query_names[i].name) == length &&
            strncasecmp(query_names[i].name, text, length) == 0)
            return &query_names[i];
    return NULL;
}

static bool query_doubt_is_state(const char *text, size_t length)
{
    for (size_t i = 0; i < COUNT(state_words); i++)
        if (strlen(state_words[i]) >= length && strncasecmp(state_words[i], text, length) == 0)
            return true;
    return false;
}

static bool query_doubt_is_value(
    const struct query_name *field, const char *sign, const char *value, size_t length)
{
    int64_t number;
    if (length == 0 || (field->is_number && length == 1 && *value == '-'))
        return true; /* unfinished */
    if (field->is_number)
        return query_parse_number(value, length, query_has_decimals(field->field), &number);
    return (*sign == ':' || *sign == '=');
}

/* Finds what is odd about a term that is like a condition. Sets the text that the message quotes.
 */
static enum query_doubt query_doubt_condition(
    const struct query_token *token, enum query_field *of, const char **text, size_t *kept)
{
    size_t name = strcspn(token->text, "<>=:");
    if (!query_doubt_is_like_a_condition(token, name))
        return QUERY_CLEAR;
    const struct query_name *field = query_doubt_name(token->text, name);
    const char *sign = token->text + name, *value = sign + 1 + (sign[0] != ':' && sign[1] == '=');
    size_t length = (size_t)(token->text + token->length - value);
    *of = field ? (enum query_field)field->field : QUERY_WORD;
    if (!field) {
        *kept = name;
        return QUERY_NO_FIELD;
    }
    if (!query_doubt_is_value(field, sign, value, length))
        return QUERY_NO_VALUE;
    if (field->field != QUERY_STATE || query_doubt_is_state(value, length))
        return QUERY_CLEAR;
    *text = value;
    *kept = length;
    return QUERY_NO_STATE;
}

void query_doubt_term(struct query *query, const char *begin, const struct query_token *token)
{
    const char *text = token->text;
    size_t kept = token->length, column = 1;
    bool names_saved = !token->quoted && *text == '@' && kept > 1;
    if (!names_saved)
        query->doubt = query_doubt_condition(token, &query->doubt_field, &text, &kept);
    else if (query->saved_count && !query_find_saved(query, token))
        query->doubt = QUERY_NO_SAVED;
    if (!query->doubt)
        return;
    for (const char *c = begin; c < token->text; c++)
        column += !utf8_continues(*c);
    query->doubt_column = column;
    query->doubt_text = query_keep_text(query, text, kept);
}

/* ---- telling them ---- */

/* Appends words as a list: "a, b and c". */
static void query_doubt_list(const char *const *words, size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++)
        buf_format(out, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " and ", words[i]);
}

/* Returns the known word that is meant, or NULL: a near one, else one that begins alike. */
static const char *query_doubt_meant(const char *typed, const char *const *words, size_t count)
{
    struct buf folded = {0};
    casefold_text(&folded, typed);
    const char *meant = nearest_word(buf_string(&folded), words, count);
    for (size_t i = 0; i < count && !meant && folded.length >= 3; i++)
        if (strncmp(words[i], buf_string(&folded), 3) == 0)
            meant = words[i];
    buf_done(&folded);
    return meant;
}

static void query_doubt_value(const struct query *query, const char *text, struct buf *out)
{
    const char *name = "";
    bool number = false;
    for (size_t i = 0; i < QUERY_FIELDS; i++)
        if (query_names[i].field == (int)query->doubt_field) {
            name = query_names[i].name;
            number = query_names[i].is_number;
        }
    buf_format(out, "\"%s\" is not a condition: %s needs ", text, name);
    buf_text(out, query->doubt_field == QUERY_RECALL            ? "a number such as 0.8"
                  : query_has_decimals((int)query->doubt_field) ? "a number such as 2.1"
                  : number                                      ? "a whole number"
                                                                : "a colon and a word");
}

/* The words that a doubtful one is compared with. */
struct query_doubt_words {
    const char **words; /* freed by the caller */
    size_t count;
    const char *noun;
};

static struct query_doubt_words query_doubt_words_of(const struct query *query)
{
    bool state = query->doubt == QUERY_NO_STATE, saved = query->doubt == QUERY_NO_SAVED;
    struct query_doubt_words w = {.noun = state ? "state" : saved ? "saved search" : "condition"};
    w.count = state ? COUNT(state_words) : saved ? query->saved_count : QUERY_FIELDS;
    w.words = calloc(w.count, sizeof *w.words);
    for (size_t i = 0; i < w.count && w.words; i++)
        w.words[i] = state   ? state_words[i]
                     : saved ? buf_string(&query->saved[i].name)
                             : query_names[i].name;
    return w;
}

/* Whether the user meant to exclude a saved search. */
static bool query_doubt_excludes(const struct query *query, const char *text)
{
    const struct query_token token = {text, strlen(text), false, false};
    return query->doubt == QUERY_NO_SAVED && query_find_saved(query, &token);
}

bool query_tell_doubt(const struct query *query, bool finds, struct buf *out)
{
    const char *text = buf_string(&query->texts) + query->doubt_text;
    if (query->doubt == QUERY_CLEAR)
        return false;
    if (query->doubt == QUERY_NO_VALUE) {
        query_doubt_value(query, text, out);
        return true;
    }
    if (query_doubt_excludes(query, text)) {
        buf_format(out, "\"%s\" cannot be excluded: \"-\" goes with single terms", text);
        return true;
    }
    text += query->doubt == QUERY_NO_SAVED; /* without its @ */
    struct query_doubt_words w = query_doubt_words_of(query);
    const char *meant = w.words ? query_doubt_meant(text, w.words, w.count) : NULL;
    bool odd = meant || !finds || query->doubt == QUERY_NO_STATE;
    if (odd)
        buf_format(out, "no %s \"%s\": ", w.noun, text);
    if (meant) {
        buf_format(out, "did you mean \"%s\"?", meant);
    } else if (odd) {
        buf_text(out, w.count == 1 ? "there is " : "there are ");
        query_doubt_list(w.words, w.words ? w.count : 0, out);
    }
    out->failed |= !w.words;
    free(w.words);
    return odd;
}

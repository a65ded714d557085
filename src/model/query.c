#include "model/query.h"

#include "model/query_parts.h"
#include "model/tags.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

const struct query_name query_names[QUERY_FIELDS] = {{"deck", QUERY_DECK, false},
    {"tag", QUERY_TAG, false}, {"state", QUERY_STATE, false}, {"is", QUERY_STATE, false},
    {"due", QUERY_DUE, true}, {"interval", QUERY_INTERVAL, true}, {"ease", QUERY_EASE, true},
    {"lapses", QUERY_LAPSES, true}, {"reviews", QUERY_REVIEWS, true},
    {"rating", QUERY_RATING, true}, {"stability", QUERY_STABILITY, true},
    {"difficulty", QUERY_DIFFICULTY, true}, {"recall", QUERY_RECALL, true}};

bool query_has_decimals(int field)
{
    return field >= QUERY_EASE && field <= QUERY_RECALL;
}

/* Longer operators first: "<=" begins with "<". */
static const struct {
    const char *sign;
    enum query_compare compare;
} compares[] = {{"<=", QUERY_AT_MOST}, {">=", QUERY_AT_LEAST}, {"<", QUERY_BELOW},
    {">", QUERY_ABOVE}, {"=", QUERY_EQUAL}, {":", QUERY_EQUAL}};

/* Read the next token and advance the cursor; false at the end. */
static bool query_next_token(const char **cursor, struct query_token *token)
{
    const char *text = *cursor + strspn(*cursor, " \t");
    *token = (struct query_token){0};
    token->negated = text[0] == '-' && text[1] != '\0' && text[1] != ' ';
    text += token->negated;
    token->quoted = *text == '"';
    text += token->quoted;
    token->text = text;
    token->length = strcspn(text, token->quoted ? "\"" : " \t");
    *cursor = text + token->length;
    *cursor += token->quoted && **cursor == '"';
    return *text != '\0' || token->quoted;
}

bool query_parse_number(const char *text, size_t length, bool decimal, int64_t *number)
{
    bool below_zero = length > 0 && text[0] == '-', point = false;
    size_t digits = 0, decimals = 0;
    *number = 0;
    for (size_t i = below_zero; i < length; i++) {
        if (text[i] == '.' && decimal && !point && digits > 0) {
            point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || digits == 9 || decimals == 2)
            return false;
        *number = *number * 10 + (text[i] - '0');
        digits++;
        decimals += point;
    }
    for (; decimal && decimals < 2; decimals++)
        *number *= 10;
    *number = below_zero ? -*number : *number;
    return digits > 0;
}

static const char *query_text(const struct query *query, const struct query_term *term)
{
    return buf_string(&query->texts) + term->text;
}

size_t query_keep_text(struct query *query, const char *text, size_t length)
{
    size_t offset = query->texts.length;
    buf_add(&query->texts, text, length);
    buf_char(&query->texts, '\0');
    return offset;
}

/* How to interpret a token. */
enum reading { READ_WORD, READ_CONDITION, READ_NOTHING };

/* Read the value after a field and an operator. */
static enum reading query_read_value(
    struct query *query, struct query_term *term, bool is_number, const char *value, size_t length)
{
    if (length == 0 || (is_number && length == 1 && *value == '-'))
        return READ_NOTHING;
    if (is_number)
        return query_parse_number(
                   value, length, query_has_decimals((int)term->field), &term->number)
                   ? READ_CONDITION
                   : READ_WORD;
    if (term->compare != QUERY_EQUAL)
        return READ_WORD;
    term->text = query_keep_text(query, value, length);
    return READ_CONDITION;
}

static enum reading query_read_condition(
    struct query *query, const struct query_token *token, struct query_term *term)
{
    size_t name = strcspn(token->text, "<>=:");
    if (token->quoted || name >= token->length)
        return READ_WORD;
    for (size_t f = 0; f < QUERY_FIELDS; f++) {
        if (strlen(query_names[f].name) != name ||
            strncmp(query_names[f].name, token->text, name) != 0)
            continue;
        for (size_t c = 0; c < COUNT(compares); c++) {
            size_t sign = strlen(compares[c].sign);
            if (strncmp(token->text + name, compares[c].sign, sign) != 0)
                continue;
            term->field = (enum query_field)query_names[f].field;
            term->compare = compares[c].compare;
            return query_read_value(query, term, query_names[f].is_number,
                token->text + name + sign, token->length - name - sign);
        }
    }
    return READ_WORD;
}

const struct query_saved *query_find_saved(
    const struct query *query, const struct query_token *token)
{
    if (token->quoted || token->negated || token->length < 2 || *token->text != '@')
        return NULL;
    for (size_t i = 0; i < query->saved_count; i++) {
        const struct buf *name = &query->saved[i].name;
        if (name->length == token->length - 1 &&
            strncasecmp(name->bytes, token->text + 1, name->length) == 0)
            return &query->saved[i];
    }
    return NULL;
}

/* Adds the term of a token, unless the token is an unfinished condition. */
static void query_add_term(struct query *query, const struct query_token *token)
{
    struct query_term term = {.negated = token->negated};
    enum reading reading = query_read_condition(query, token, &term);
    if (reading == READ_WORD) {
        term = (struct query_term){.field = QUERY_WORD, .negated = token->negated};
        term.text = query_keep_text(query, token->text, token->length);
    }
    if (reading != READ_NOTHING)
        query->terms[query->count++] = term;
}

/* Adds the terms of a text; those of a saved search instead of its name, unless `inside` one. */
static void query_add_terms(struct query *query, const char *typed, bool inside)
{
    struct buf folded = {0};
    struct query_token token, as_typed;
    const char *begin = typed;
    casefold_text(&folded, typed);
    const char *cursor = buf_string(&folded);
    while (query->count < QUERY_TERMS_MAX && query_next_token(&cursor, &token)) {
        bool both = query_next_token(&typed, &as_typed);
        const struct query_saved *saved = inside ? NULL : query_find_saved(query, &token);
        if (token.length == 0)
            continue;
        if (both && !query->doubt && !inside)
            query_doubt_term(query, begin, &as_typed);
        if (saved)
            query_add_terms(query, buf_string(&saved->text), true);
        else
            query_add_term(query, &token);
    }
    query->texts.failed |= folded.failed;
    buf_done(&folded);
}

bool query_parse(struct query *query, const char *typed)
{
    query->count = 0;
    query->doubt = QUERY_CLEAR;
    buf_clear(&query->texts);
    query_add_terms(query, typed, false);
    for (size_t i = 0; i < query->count; i++)
        query->terms[i].accents = casefold_has_accents(query_text(query, &query->terms[i]));
    return !query->texts.failed;
}

void query_done(struct query *query)
{
    buf_done(&query->texts);
    *query = (struct query){0};
}

static bool query_compare(const struct query_term *term, int64_t value)
{
    enum query_compare compare = term->compare;
    if (value == term->number)
        return compare != QUERY_BELOW && compare != QUERY_ABOVE;
    return value < term->number ? compare <= QUERY_AT_MOST : compare >= QUERY_AT_LEAST;
}

bool query_begins(const char *word, const char *typed)
{
    return strncmp(word, typed, strlen(typed)) == 0;
}

static bool query_has_state(const struct query_facts *facts, const char *typed)
{
    const struct schedule *schedule = facts->schedule;
    const struct {
        const char *word;
        bool holds;
    } flags[] = {
        {"suspended", schedule->suspended},
        {"buried", schedule->buried_day == facts->today},
        {"leech", schedule->leech},
        {"due", schedule->due != NO_DAY && schedule->due <= facts->today},
    };
    for (size_t i = 0; i < COUNT(flags); i++)
        if (flags[i].holds && query_begins(flags[i].word, typed))
            return true;
    return query_begins(card_state_word(schedule_state(schedule)), typed);
}

static bool query_is_in(struct folded *folded, const struct query_term *term, const char *text)
{
    return strstr(folded_text(folded, term->accents), text) != NULL;
}

/* Numbers of a memory have more decimals than the condition: "=" rounds them. A recall above 1 is
 * in percent, as lists show it. A card without a memory has none, so any comparison is false. */
static bool query_compare_memory(const struct query_term *term, const struct query_facts *facts)
{
    const struct past *past = &facts->schedule->past;
    if (!past_is_known(past) || !regime_has_memory(facts->regime))
        return false;
    float value = term->field == QUERY_STABILITY ? past->memory.state[MEMORY_STABILITY]
                  : term->field == QUERY_DIFFICULTY
                      ? past->memory.state[MEMORY_DIFFICULTY]
                      : past_recall(facts->regime, past, facts->today);
    bool percent = term->field == QUERY_RECALL && term->number > 100;
    struct query_term scaled = *term;
    if (term->compare == QUERY_EQUAL) {
        scaled.number /= percent ? 100 : 1;
        return query_compare(&scaled, (int64_t)(value * 100 + 0.5F));
    }
    scaled.number *= percent ? 10 : 1000;
    return query_compare(&scaled, (int64_t)((double)value * 100000));
}

/* A new card has no due day, interval or rating, so any comparison with these is false. */
static bool query_holds(
    const struct query *query, const struct query_term *term, const struct query_facts *facts)
{
    const struct schedule *s = facts->schedule;
    const char *text = query_text(query, term);
    switch (term->field) {
    case QUERY_DECK:
        return query_is_in(facts->deck, term, text);
    case QUERY_STATE:
        return query_has_state(facts, text);
    case QUERY_DUE:
        return s->due != NO_DAY && query_compare(term, (int64_t)s->due - facts->today);
    case QUERY_INTERVAL:
        return s->due != NO_DAY && query_compare(term, s->interval);
    case QUERY_EASE:
        return query_compare(term, s->sm2.ease);
    case QUERY_STABILITY:
    case QUERY_DIFFICULTY:
    case QUERY_RECALL:
        return query_compare_memory(term, facts);
    case QUERY_LAPSES:
        return query_compare(term, s->lapses);
    case QUERY_REVIEWS:
        return query_compare(term, s->reviews);
    default:
        assert(term->field == QUERY_RATING);
        return s->last_rating && query_compare(term, s->last_rating);
    }
}

static bool query_is_of_texts(const struct query_term *term)
{
    return term->field == QUERY_WORD || term->field == QUERY_TAG;
}

bool query_passes(const struct query *query, const struct query_facts *facts)
{
    for (size_t i = 0; i < query->count; i++) {
        const struct query_term *term = &query->terms[i];
        if (!query_is_of_texts(term) && query_holds(query, term, facts) == term->negated)
            return false;
    }
    return true;
}

bool query_needs_texts(const struct query *query)
{
    for (size_t i = 0; i < query->count; i++)
        if (query_is_of_texts(&query->terms[i]))
            return true;
    return false;
}

static bool query_has_tag(
    const struct query_texts *texts, const struct query_term *term, const char *tag)
{
    const struct tag_filter filter = {&tag, 1};
    bool ok = true;
    bool has = tag_filter_passes(&filter, folded_text(texts->deck_tags, term->accents),
        folded_text(texts->tags, term->accents), &ok);
    texts->tags->text.failed |= !ok;
    return has;
}

static bool query_has_word(
    const struct query_texts *texts, const struct query_term *term, const char *word)
{
    return query_is_in(texts->text, term, word) || query_is_in(texts->tags, term, word);
}

bool query_finds(const struct query *query, const struct query_texts *texts)
{
    for (size_t i = 0; i < query->count; i++) {
        const struct query_term *term = &query->terms[i];
        const char *text = query_text(query, term);
        if (!query_is_of_texts(term))
            continue;
        bool found = term->field == QUERY_TAG ? query_has_tag(texts, term, text)
                                              : query_has_word(texts, term, text);
        if (found == term->negated)
            return false;
    }
    return true;
}

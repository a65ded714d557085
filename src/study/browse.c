#include "study/browse.h"

#include "store/decks.h"
#include "store/regimes.h"
#include "study/browse_parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static enum err_code browse_read_deck(struct browse *b, struct browse_deck *deck, struct err *err)
{
    struct deck_facts facts = {0};
    deck->first = b->cards.count;
    buf_clear(&deck->name);
    buf_clear(&deck->names);
    buf_clear(&deck->tags);
    enum err_code code = store_deck_facts(b->store, deck->deck_id, &facts, err);
    if (!code)
        code = store_regime(b->store, deck->deck_id, &deck->regime, err);
    if (!code && facts.id) {
        buf_text(&deck->name, facts.name);
        buf_format(&deck->names, "%s\n%s", facts.id, facts.name);
        buf_text(&deck->tags, facts.tags);
        folded_set(&deck->folded_names, buf_string(&deck->names), deck->names.length);
        folded_set(&deck->folded_tags, buf_string(&deck->tags), deck->tags.length);
        if (deck->name.failed || deck->names.failed || deck->tags.failed)
            code = err_memory(err);
        else
            code = store_listed(b->store, deck->deck_id, b->filter, &b->cards, err);
    }
    deck_facts_done(&facts);
    return code;
}

static enum err_code browse_read_all(struct browse *b, struct err *err)
{
    enum err_code code = ERR_NONE;
    b->cards.count = 0;
    for (size_t i = 0; i < b->deck_count && !code; i++)
        code = browse_read_deck(b, &b->decks[i], err);
    free(b->order);
    free(b->found);
    b->order = calloc(b->cards.count + 1, sizeof *b->order);
    b->found = calloc(b->cards.count + 1, sizeof *b->found);
    if (!code && (!b->order || !b->found))
        code = err_memory(err);
    if (!code && !browse_keep_marks(b))
        code = err_memory(err);
    if (code)
        b->cards.count = 0;
    browse_sort(b, b->sorted_by, b->descending);
    return code;
}

enum err_code browse_open(struct browse *b, struct store *store, const int64_t *deck_ids,
    size_t deck_count, const struct tag_filter *filter, int today, struct err *err)
{
    *b = (struct browse){.store = store, .filter = filter, .today = today};
    b->decks = calloc(deck_count + 1, sizeof *b->decks);
    if (!b->decks)
        return err_memory(err);
    b->deck_count = deck_count;
    for (size_t i = 0; i < deck_count; i++)
        b->decks[i].deck_id = deck_ids[i];
    enum err_code code = browse_read_all(b, err);
    return code ? code : browse_step(b, b->cards.count, err);
}

enum err_code browse_reread(struct browse *b, struct err *err)
{
    b->changed = true;
    return browse_read_all(b, err);
}

void browse_done(struct browse *b)
{
    for (size_t i = 0; i < b->deck_count; i++) {
        buf_done(&b->decks[i].name);
        buf_done(&b->decks[i].names);
        buf_done(&b->decks[i].tags);
        folded_done(&b->decks[i].folded_names);
        folded_done(&b->decks[i].folded_tags);
    }
    free(b->decks);
    free(b->cards.cards);
    free(b->order);
    free(b->found);
    free(b->marked.ids);
    b->step_count = 0;
    browse_forget_undone(b);
    free(b->steps);
    free(b->events);
    query_done(&b->query);
    buf_done(&b->texts);
    folded_done(&b->folded);
    folded_done(&b->tags);
    *b = (struct browse){0};
}

static struct browse_deck *browse_deck_of(const struct browse *b, const struct listed_card *card)
{
    size_t index = (size_t)(card - b->cards.cards), low = 0, high = b->deck_count;
    assert(index < b->cards.count);
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(b->decks[middle].first <= index ? &low : &high) = middle;
    }
    return &b->decks[low];
}

/* Non-negative floats are in the order of their bits. */
static int64_t browse_memory_key(
    const struct browse *b, const struct listed_card *card, unsigned column)
{
    const struct past *past = &card->schedule.past;
    const struct regime *regime = &browse_deck_of(b, card)->regime;
    if (!regime_has_memory(regime) || !past_is_known(past))
        return INT64_MAX;
    return float_bits(column == BROWSE_RECALL ? past_recall(regime, past, b->today)
                                              : past->memory.state[MEMORY_DIFFICULTY]);
}

int64_t browse_key_of(const struct browse *b, const struct listed_card *card, unsigned column)
{
    const struct schedule *s = &card->schedule;
    bool rated = s->due != NO_DAY;
    switch (column) {
    case BROWSE_STATE:
        return schedule_state(s);
    case BROWSE_DUE:
        return rated ? s->due : INT64_MAX;
    case BROWSE_INTERVAL:
        return rated ? s->interval : INT64_MAX;
    case BROWSE_EASE:
        return rated && !regime_has_memory(&browse_deck_of(b, card)->regime) ? s->sm2.ease
                                                                             : INT64_MAX;
    case BROWSE_RECALL:
    case BROWSE_DIFFICULTY:
        return browse_memory_key(b, card, column);
    case BROWSE_LAPSES:
        return s->lapses;
    default:
        assert(column == BROWSE_POSITION);
        return 0;
    }
}

static int browse_by_key(const void *a, const void *b)
{
    const struct browse_order *x = a, *y = b;
    if (x->key != y->key)
        return x->key > y->key ? 1 : -1;
    return (x->card > y->card) - (x->card < y->card);
}

void browse_sort(struct browse *b, enum browse_column column, bool descending)
{
    b->sorted_by = column;
    b->descending = descending;
    b->disordered = false;
    for (size_t i = 0; i < b->cards.count; i++) {
        size_t card = descending && column == BROWSE_POSITION ? b->cards.count - 1 - i : i;
        int64_t key = browse_key_of(b, &b->cards.cards[card], column);
        b->order[i] = (struct browse_order){descending && key != INT64_MAX ? -key : key, card};
    }
    if (column != BROWSE_POSITION && b->cards.count > 1)
        qsort(b->order, b->cards.count, sizeof *b->order, browse_by_key);
    b->tested = b->found_count = 0;
}

void browse_sort_by(struct browse *b, enum browse_column column)
{
    bool again = column == b->sorted_by;
    bool high = column == BROWSE_LAPSES || column == BROWSE_DIFFICULTY;
    browse_sort(b, column, again ? !b->descending : high);
}

bool browse_has_column(const struct browse *b, enum browse_column column)
{
    bool memory = column == BROWSE_RECALL || column == BROWSE_DIFFICULTY;
    if (!memory && column != BROWSE_EASE)
        return true;
    for (size_t i = 0; i < b->deck_count; i++)
        if (regime_has_memory(&b->decks[i].regime) == memory)
            return true;
    return false;
}

void browse_sort_next(struct browse *b)
{
    enum browse_column column = b->sorted_by;
    do
        column = (column + 1) % BROWSE_COLUMNS;
    while (!browse_has_column(b, column));
    browse_sort_by(b, column);
}

enum err_code browse_search(struct browse *b, const char *typed, struct err *err)
{
    b->tested = b->found_count = 0;
    return query_parse(&b->query, typed) ? ERR_NONE : err_memory(err);
}

bool browse_is_searching(const struct browse *b)
{
    return b->tested < b->cards.count;
}

/* Separates question and answer with a newline, so that no word matches across both. */
static enum err_code browse_test_texts(
    struct browse *b, const struct listed_card *card, bool *passes, struct err *err)
{
    size_t tags;
    enum err_code code = store_searched(b->store, card->card_id, &b->texts, &tags, err);
    if (code)
        return code;
    for (size_t i = 0; i < tags; i++)
        if (b->texts.bytes[i] == '\0')
            b->texts.bytes[i] = '\n';
    folded_set(&b->folded, b->texts.bytes, tags);
    folded_set(&b->tags, b->texts.bytes + tags, b->texts.length - tags - 1);
    const struct query_texts texts = {&b->folded, &browse_deck_of(b, card)->folded_tags, &b->tags};
    *passes = query_finds(&b->query, &texts);
    bool failed =
        folded_failed(texts.text) || folded_failed(texts.deck_tags) || folded_failed(texts.tags);
    return failed ? err_memory(err) : ERR_NONE;
}

static enum err_code browse_test_card(
    struct browse *b, const struct listed_card *card, bool *ok, struct err *err)
{
    struct browse_deck *deck = browse_deck_of(b, card);
    struct query_facts facts = {&card->schedule, &deck->regime, b->today, &deck->folded_names};
    *ok = query_passes(&b->query, &facts);
    if (folded_failed(facts.deck))
        return err_memory(err);
    return *ok && query_needs_texts(&b->query) ? browse_test_texts(b, card, ok, err) : ERR_NONE;
}

enum err_code browse_step(struct browse *b, size_t count, struct err *err)
{
    bool passes;
    enum err_code code = store_read_begin(b->store, err);
    for (; count > 0 && b->tested < b->cards.count && !code; count--) {
        size_t index = b->order[b->tested].card;
        if ((code = browse_test_card(b, &b->cards.cards[index], &passes, err)))
            break;
        b->tested++;
        if (passes)
            b->found[b->found_count++] = index;
    }
    store_read_end(b->store);
    assert(b->found_count <= b->tested && b->tested <= b->cards.count);
    return code;
}

const struct listed_card *browse_row(const struct browse *b, size_t row)
{
    assert(row < b->found_count);
    return &b->cards.cards[b->found[row]];
}

const struct browse_deck *browse_deck(const struct browse *b, const struct listed_card *card)
{
    return browse_deck_of(b, card);
}

const struct regime *browse_regime(const struct browse *b, int64_t deck_id)
{
    static const struct regime none;
    for (size_t i = 0; i < b->deck_count; i++)
        if (b->decks[i].deck_id == deck_id)
            return &b->decks[i].regime;
    return &none;
}

enum err_code browse_questions(
    struct browse *b, size_t first, size_t count, struct buf *questions, struct err *err)
{
    buf_clear(questions);
    for (size_t row = first; row < b->found_count && row - first < count; row++) {
        enum err_code code = store_asked(b->store, browse_row(b, row)->card_id, questions, err);
        if (code)
            return code;
        buf_char(questions, '\0');
    }
    return questions->failed ? err_memory(err) : ERR_NONE;
}

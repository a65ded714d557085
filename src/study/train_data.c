#include "study/train_parts.h"

#include <stdlib.h>
#include <string.h>

/* A card that has a scored rating. */
struct train_card {
    uint32_t first;  /* its first step in the histories */
    uint32_t length; /* up to its last scored rating */
};

/* 64 places in the log: which have a scored rating, and how many there are before. */
struct train_word {
    uint64_t scored;
    uint32_t before;
};

/* What train_data_make works with. */
struct train_making {
    const struct histories *histories;
    struct train_span span;
    struct train_card *cards; /* by length */
    size_t count;
    struct train_word *words;
};

/* Whether a step that is in the span is scored. */
static bool train_is_scored(const struct train_making *making, size_t first, size_t i)
{
    const struct histories *histories = making->histories;
    return (i > first) & (histories->steps[i].days > 0) &
           (histories->order[i] >= making->span.from);
}

static enum fsrs_grade train_grade(const struct memory_step *step)
{
    return fsrs_grade((enum rating)step->rating);
}

size_t train_count_scored(const struct histories *histories, size_t *lapses)
{
    size_t scored = 0;
    *lapses = 0;
    for (size_t card = 0; card < histories->count; card++)
        for (size_t i = histories->first[card] + 1; i < histories->first[card + 1]; i++) {
            bool is_scored = histories->steps[i].days > 0;
            scored += is_scored;
            *lapses += is_scored & (train_grade(&histories->steps[i]) == FSRS_AGAIN);
        }
    return scored;
}

/* The end of the card's steps that are in the span. */
static size_t train_span_end(const struct train_making *making, size_t first, size_t end)
{
    while (end > first && making->histories->order[end - 1] >= making->span.to)
        end--;
    return end;
}

/* The card's first scored rating; `end` if it has none. */
static size_t train_first_scored(const struct train_making *making, size_t first, size_t end)
{
    size_t i = first + 1;
    while (i < end && !train_is_scored(making, first, i))
        i++;
    return i < end ? i : end;
}

static size_t train_log_length(const struct histories *histories)
{
    return histories->count ? histories->first[histories->count] : 0;
}

/* Count the cards' first intervals, and decide which are outliers. */
static void train_find_outliers(const struct train_making *making, struct train_first *outliers)
{
    const struct histories *histories = making->histories;
    for (size_t card = 0; card < histories->count; card++) {
        size_t first = histories->first[card];
        size_t end = train_span_end(making, first, histories->first[card + 1]);
        size_t scored = train_first_scored(making, first, end);
        if (scored < end)
            train_first_count(outliers, train_grade(&histories->steps[first]),
                histories->steps[scored].days,
                train_grade(&histories->steps[scored]) != FSRS_AGAIN);
    }
    train_first_drop(outliers);
}

/* Mark the card's scored ratings from `i` on. Returns the last. */
static size_t train_mark(struct train_making *making, size_t first, size_t i, size_t end)
{
    size_t last = i;
    for (; i < end; i++) {
        uint32_t order = making->histories->order[i];
        bool is_scored = train_is_scored(making, first, i);
        making->words[order / 64].scored |= (uint64_t)is_scored << order % 64;
        last = is_scored ? i : last;
    }
    return last;
}

/* List the cards that have scored ratings, and mark these. */
static void train_list_cards(struct train_making *making, const struct train_first *outliers)
{
    const struct histories *histories = making->histories;
    for (size_t card = 0; card < histories->count; card++) {
        size_t first = histories->first[card];
        size_t end = train_span_end(making, first, histories->first[card + 1]);
        size_t scored = train_first_scored(making, first, end);
        if (scored == end)
            continue;
        if (!making->span.plain &&
            train_first_is_dropped(
                outliers, train_grade(&histories->steps[first]), histories->steps[scored].days))
            continue;
        size_t last = train_mark(making, first, scored, end);
        making->cards[making->count++] =
            (struct train_card){(uint32_t)first, (uint32_t)(last - first + 1)};
    }
}

/* Sort the cards by length; those of one length stay in their order. */
static enum err_code train_sort_cards(struct train_making *making, struct err *err)
{
    uint32_t longest = 0;
    for (size_t i = 0; i < making->count; i++)
        if (making->cards[i].length > longest)
            longest = making->cards[i].length;
    uint32_t *at = calloc((size_t)longest + 2, sizeof *at);
    struct train_card *sorted = malloc((making->count + 1) * sizeof *sorted);
    if (!at || !sorted) {
        free(at);
        free(sorted);
        return err_memory(err);
    }
    for (size_t i = 0; i < making->count; i++)
        at[making->cards[i].length + 1]++;
    for (size_t length = 1; length <= longest; length++)
        at[length] += at[length - 1];
    for (size_t i = 0; i < making->count; i++)
        sorted[at[making->cards[i].length]++] = making->cards[i];
    free(at);
    free(making->cards);
    making->cards = sorted;
    return ERR_NONE;
}

/* How many bits are set. */
static uint32_t train_bits(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

/* Number the scored ratings in the order of the log. Returns how many there are. */
static size_t train_number(struct train_making *making)
{
    uint32_t count = 0;
    for (size_t i = 0; i <= train_log_length(making->histories) / 64; i++) {
        making->words[i].before = count;
        count += train_bits(making->words[i].scored);
    }
    return count;
}

/* Recency: 0.25 + 0.75 (i / (n - 1))^3 for the i-th of n scored ratings; 0 for others. */
static float train_weight(const struct train_making *making, uint32_t order, float last)
{
    const struct train_word *word = &making->words[order / 64];
    uint64_t is_scored = word->scored >> order % 64 & 1;
    if (making->span.plain)
        return (float)is_scored;
    uint64_t earlier = word->scored & ((UINT64_C(1) << order % 64) - 1);
    float late = (float)(word->before + train_bits(earlier)) / last;
    return (float)is_scored * (0.25f + 0.75f * (late * late * late));
}

/* Put a card into a lane of its group. */
static void train_fill_lane(struct train_data *data, const struct train_making *making,
    const struct train_card *card, struct train_group *group, size_t lane)
{
    const struct histories *histories = making->histories;
    struct train_row *row = &data->rows[group->first];
    float last = data->scored > 1 ? (float)(data->scored - 1) : 1;
    double sum = 0, squares = 0;
    for (size_t i = card->first; i < (size_t)card->first + card->length; i++, row++) {
        uint32_t grade = (uint32_t)train_grade(&histories->steps[i]);
        row->rating[lane] = histories->steps[i].days | grade << TRAIN_GRADE_SHIFT;
        float weight = train_weight(making, histories->order[i], last);
        row->weight[lane] = weight;
        sum += (double)weight;
        squares += (double)(weight * weight);
    }
    data->rows[group->first].rating[lane] &= ~TRAIN_DAYS_MASK;
    group->share[lane] = (float)(sum / squares);
    data->weight += sum;
}

/* Cards of one length are far from each other in memory: fetch them that much ahead. */
#define TRAIN_FETCHED 12
static void train_fetch(const struct train_making *making, const struct train_card *card)
{
    for (size_t i = 0; i < card->length && i < 64; i += 16) {
        __builtin_prefetch(&making->histories->steps[card->first + i]);
        __builtin_prefetch(&making->histories->order[card->first + i]);
    }
}

static const struct train_row train_no_cards = {
    .rating = {TRAIN_REST, TRAIN_REST, TRAIN_REST, TRAIN_REST, TRAIN_REST, TRAIN_REST, TRAIN_REST,
        TRAIN_REST}};

/* Put the cards into groups of eight. */
static enum err_code train_fill(
    struct train_data *data, const struct train_making *making, struct err *err)
{
    data->group_count = (making->count + TRAIN_LANES - 1) / TRAIN_LANES;
    data->groups = calloc(data->group_count + 1, sizeof *data->groups);
    if (!data->groups)
        return err_memory(err);
    for (size_t i = 0; i < data->group_count; i++) {
        size_t last = (i + 1) * TRAIN_LANES < making->count ? (i + 1) * TRAIN_LANES : making->count;
        data->longest = making->cards[last - 1].length;
        data->groups[i].first = (uint32_t)data->row_count;
        data->groups[i].length = (uint32_t)data->longest;
        data->row_count += data->longest;
    }
    data->rows = malloc((data->row_count + 1) * sizeof *data->rows);
    if (!data->rows)
        return err_memory(err);
    for (size_t i = 0; i < data->row_count; i++)
        data->rows[i] = train_no_cards;
    for (size_t i = 0; i < making->count; i++) {
        if (i + TRAIN_FETCHED < making->count)
            train_fetch(making, &making->cards[i + TRAIN_FETCHED]);
        train_fill_lane(
            data, making, &making->cards[i], &data->groups[i / TRAIN_LANES], i % TRAIN_LANES);
    }
    return ERR_NONE;
}

static void train_making_done(struct train_making *making)
{
    free(making->cards);
    free(making->words);
}

static enum err_code train_making_begin(struct train_making *making, struct err *err)
{
    size_t words = train_log_length(making->histories) / 64 + 1;
    making->cards = malloc((making->histories->count + 1) * sizeof *making->cards);
    making->words = calloc(words, sizeof *making->words);
    return making->cards && making->words ? ERR_NONE : err_memory(err);
}

enum err_code train_data_make(struct train_data *data, const struct histories *histories,
    struct train_span span, struct err *err)
{
    struct train_making making = {.histories = histories, .span = span};
    *data = (struct train_data){0};
    data->first = calloc(1, sizeof *data->first);
    enum err_code code = data->first ? train_making_begin(&making, err) : err_memory(err);
    if (!code) {
        if (!span.plain)
            train_find_outliers(&making, data->first);
        train_list_cards(&making, data->first);
        data->scored = train_number(&making);
        code = train_sort_cards(&making, err);
    }
    if (!code)
        code = train_fill(data, &making, err);
    train_making_done(&making);
    if (code)
        train_data_done(data);
    return code;
}

void train_data_done(struct train_data *data)
{
    free(data->rows);
    free(data->groups);
    free(data->first);
    *data = (struct train_data){0};
}

/* Replays many cards: eight at a time, in two vectors, so that neither waits for the other. A card
 * that ends makes way for the next. */
#include "model/fsrs.h"

#define LANES 4
#include "model/fsrs_lanes.h"

#include <stdbool.h>
#include <string.h>

#define FSRS_CARDS_AT_ONCE (2 * LANES)

/* A card that is being replayed; none if `memory` is NULL. */
struct fsrs_cards_lane {
    const struct memory_step *step, *end;
    struct memory *memory;
};

struct fsrs_cards {
    const struct weights *weights;
    const struct memory_step *steps;
    const uint32_t *first;
    size_t count, next; /* cards, and those that were begun */
    struct memory *memories;

    struct fsrs_cards_lane lanes[FSRS_CARDS_AT_ONCE];
    /* each lane's state, and the rating that changes it */
    float s[FSRS_CARDS_AT_ONCE], d[FSRS_CARDS_AT_ONCE];
    float days[FSRS_CARDS_AT_ONCE], grade[FSRS_CARDS_AT_ONCE];
};

/* Begin the next card that has more than one step; those before it are done at once. */
static void fsrs_cards_begin(struct fsrs_cards *cards, size_t lane)
{
    cards->lanes[lane].memory = NULL;
    while (cards->next < cards->count && !cards->lanes[lane].memory) {
        size_t card = cards->next++;
        const struct memory_step *step = cards->steps + cards->first[card];
        const struct memory_step *end = cards->steps + cards->first[card + 1];
        struct memory *memory = &cards->memories[card];
        memset(memory, 0, sizeof *memory);
        if (step < end)
            *memory = fsrs_start(cards->weights, (enum rating)step->rating);
        if (end - step < 2)
            continue;
        cards->lanes[lane] = (struct fsrs_cards_lane){step + 1, end, memory};
        cards->s[lane] = memory->state[MEMORY_STABILITY];
        cards->d[lane] = memory->state[MEMORY_DIFFICULTY];
    }
}

/* Take each lane's next rating. Returns whether there is one. */
static bool fsrs_cards_next(struct fsrs_cards *cards)
{
    bool any = false;
    for (size_t i = 0; i < FSRS_CARDS_AT_ONCE; i++) {
        struct fsrs_cards_lane *lane = &cards->lanes[i];
        if (lane->step == lane->end) {
            if (lane->memory) {
                lane->memory->state[MEMORY_STABILITY] = cards->s[i];
                lane->memory->state[MEMORY_DIFFICULTY] = cards->d[i];
            }
            fsrs_cards_begin(cards, i);
        }
        if (!lane->memory)
            continue;
        cards->days[i] = (float)lane->step->days;
        cards->grade[i] = (float)fsrs_grade((enum rating)lane->step->rating);
        lane->step++;
        any = true;
    }
    return any;
}

static lanes_float fsrs_cards_load(const float *x)
{
    return (lanes_float){x[0], x[1], x[2], x[3]};
}

static void fsrs_cards_store(float *to, lanes_float x)
{
    for (size_t i = 0; i < LANES; i++)
        to[i] = x[i];
}

static struct fsrs_state fsrs_cards_rate(const struct fsrs_cards *cards, size_t lane)
{
    struct fsrs_state before = {fsrs_cards_load(cards->s + lane), fsrs_cards_load(cards->d + lane)};
    return fsrs_step(cards->weights, before, fsrs_cards_load(cards->days + lane),
        fsrs_cards_load(cards->grade + lane));
}

void fsrs_replay_cards(const struct weights *weights, const struct memory_step *steps,
    const uint32_t *first, size_t count, struct memory *memories)
{
    struct fsrs_cards cards = {
        .weights = weights, .steps = steps, .first = first, .count = count, .memories = memories};
    while (fsrs_cards_next(&cards)) {
        struct fsrs_state low = fsrs_cards_rate(&cards, 0);
        struct fsrs_state high = fsrs_cards_rate(&cards, LANES);
        fsrs_cards_store(cards.s, low.s);
        fsrs_cards_store(cards.d, low.d);
        fsrs_cards_store(cards.s + LANES, high.s);
        fsrs_cards_store(cards.d + LANES, high.d);
    }
}

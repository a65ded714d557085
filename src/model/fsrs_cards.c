/* Replays many cards: eight at a time, in two vectors, so that neither waits for the other. A card
 * that ends makes way for the next. */
#include "model/fsrs.h"

#define LANES 4
#include "model/fsrs_lanes.h"

struct fsrs_cards {
    const struct memory_step *steps;
    const uint32_t *first;
    size_t count, next; /* all cards, and those that were begun */
    struct memory *memories;
};

/* The card in one lane; ended if step == end. */
struct fsrs_cards_lane {
    const struct memory_step *step, *end;
    struct memory *memory;
};

/* The state of LANES cards. */
struct fsrs_cards_state {
    lanes_float s, d;
};

static const struct memory_step fsrs_cards_idle = {.days = 1, .rating = RATING_WELL};

/* Go on to the next card that has steps, if there is one. */
static void fsrs_cards_begin(struct fsrs_cards *cards, struct fsrs_cards_lane *lane)
{
    while (lane->step == lane->end && cards->next < cards->count) {
        size_t card = cards->next++;
        *lane = (struct fsrs_cards_lane){cards->steps + cards->first[card],
            cards->steps + cards->first[card + 1], &cards->memories[card]};
        *lane->memory = (struct memory){{0}};
    }
}

/* What happens to the cards of a vector: days and grades, and which of them are first ratings. */
struct fsrs_cards_ratings {
    float days[LANES], grade[LANES], first[LANES];
};

static struct fsrs_cards_ratings fsrs_cards_take(
    struct fsrs_cards *cards, struct fsrs_cards_lane lanes[LANES])
{
    struct fsrs_cards_ratings ratings;
    for (size_t i = 0; i < LANES; i++) {
        ratings.first[i] = lanes[i].step == lanes[i].end;
        if (lanes[i].step == lanes[i].end)
            fsrs_cards_begin(cards, &lanes[i]);
        struct memory_step step = fsrs_cards_idle;
        if (lanes[i].step != lanes[i].end)
            step = *lanes[i].step++;
        ratings.days[i] = (float)step.days;
        ratings.grade[i] = (float)fsrs_grade((enum rating)step.rating);
    }
    return ratings;
}

static lanes_float fsrs_cards_load(const float *x)
{
    return (lanes_float){x[0], x[1], x[2], x[3]};
}

/* The weight, or other number, of each lane's grade. */
static lanes_float fsrs_cards_by_grade(const float *numbers, const float *grade)
{
    return (lanes_float){numbers[(int)grade[0] - 1], numbers[(int)grade[1] - 1],
        numbers[(int)grade[2] - 1], numbers[(int)grade[3] - 1]};
}

static struct fsrs_cards_state fsrs_cards_rate(const struct weights *weights,
    struct fsrs_cards_state before, const struct fsrs_cards_ratings *ratings)
{
    lanes_float days = fsrs_cards_load(ratings->days), grade = fsrs_cards_load(ratings->grade);
    lanes_word first = lanes_less(lanes_all(0.5f), fsrs_cards_load(ratings->first));
    lanes_float s = before.s, d = before.d;
    lanes_float r = fsrs_recall(weights, s, days);
    lanes_float after = lanes_select(lanes_less(grade, lanes_all(FSRS_HARD)),
        fsrs_after_lapse(weights, s, d, r), fsrs_after_success(weights->w, s, d, r, grade));
    after = lanes_select(
        lanes_less(days, lanes_all(1)), fsrs_after_repeat(weights->w, s, grade), after);
    after = lanes_select(first, fsrs_cards_by_grade(weights->w, ratings->grade), after);
    lanes_float first_d = fsrs_cards_by_grade(weights->derived.first_difficulty, ratings->grade);
    d = lanes_select(first, first_d, fsrs_next_difficulty(weights, d, grade));
    return (struct fsrs_cards_state){fsrs_clamp_stability(after), fsrs_clamp_difficulty(d)};
}

/* Keep the state of cards that have ended. Returns whether a card is left. */
static bool fsrs_cards_keep(
    struct fsrs_cards_lane lanes[LANES], const struct fsrs_cards_state *state)
{
    bool left = false;
    for (size_t i = 0; i < LANES; i++) {
        if (lanes[i].step != lanes[i].end) {
            left = true;
        } else if (lanes[i].memory) {
            lanes[i].memory->state[MEMORY_STABILITY] = state->s[i];
            lanes[i].memory->state[MEMORY_DIFFICULTY] = state->d[i];
            lanes[i].memory = NULL;
        }
    }
    return left;
}

void fsrs_replay_cards(const struct weights *weights, const struct memory_step *steps,
    const uint32_t *first, size_t count, struct memory *memories)
{
    struct fsrs_cards cards = {steps, first, count, 0, memories};
    struct fsrs_cards_lane lanes[2][LANES] = {{{0}}};
    struct fsrs_cards_state a = {lanes_all(1), lanes_all(1)}, b = a;
    bool left = true;
    while (left || cards.next < count) {
        struct fsrs_cards_ratings ratings_a = fsrs_cards_take(&cards, lanes[0]);
        struct fsrs_cards_ratings ratings_b = fsrs_cards_take(&cards, lanes[1]);
        a = fsrs_cards_rate(weights, a, &ratings_a);
        b = fsrs_cards_rate(weights, b, &ratings_b);
        left = fsrs_cards_keep(lanes[0], &a);
        left |= fsrs_cards_keep(lanes[1], &b);
    }
}

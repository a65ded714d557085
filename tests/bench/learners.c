/* learners: what a year costs and brings under SM-2, and under FSRS with the default weights and
 * with those that drill learns from a year of SM-2. Prints a table; the same on every run. */
#include "learner.h"

#include "study/train.h"

/* The weights that the fsrs crate learned from the two logs of real people that come with py-fsrs
 * and fsrs-optimizer-tiny, and the default ones, which are of the average of some 10,000 people. */
static const double memory_calendar[TRUE_WEIGHTS] = {0.1731, 0.8339, 2.4872, 6.3093, 6.5545, 0.5188,
    3.1773, 0.0213, 1.6661, 0.2572, 0.6257, 1.5865, 0.0355, 0.3903, 1.7807, 0.6017, 1.8729, 0.8069,
    0.0473, 0.1514, 0.2526};
static const double memory_sequences[TRUE_WEIGHTS] = {1.2062, 1.443, 9.7884, 16.1509, 6.6344,
    0.6357, 3.3464, 0.0088, 1.7497, 0.5564, 0.673, 1.8508, 0.009, 0.4357, 0.5142, 0, 2.4599, 0.5422,
    0.087, 0.0658, 0.7999};
static const double memory_average[TRUE_WEIGHTS] = {0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334,
    3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425,
    0.0912, 0.0658, 0.1542};

static const struct learner learners[] = {
    {.name = "careful", .memory = memory_calendar},
    {.name = "careless", .memory = memory_calendar, .slips = 0.05},
    {.name = "Partly", .memory = memory_calendar, .says_partly = true},
    {.name = "another memory", .memory = memory_sequences},
    {.name = "average memory", .memory = memory_average},
};

/* Each year is lived this often, with other cards, for means. */
#define LIVES 2

static const float retentions[] = {
    0.70f, 0.74f, 0.78f, 0.82f, 0.85f, 0.88f, 0.90f, 0.92f, 0.94f, 0.96f, 0.98f};
#define RETENTIONS   (sizeof retentions / sizeof *retentions)
#define RETENTION_90 6

struct outcome {
    double minutes, known, recall; /* as in struct year */
};

static void outcome_add(struct outcome *outcome, const struct year *year)
{
    outcome->minutes += year->minutes / LIVES;
    outcome->known += year->known / LIVES;
    outcome->recall += year->recall / LIVES;
}

/* What FSRS brings with each retention. */
struct curve {
    struct outcome at[RETENTIONS];
};

/* A retention between two of the array: an index, and how far it is to the next. */
struct position {
    bool found;
    size_t index;
    double fraction;
};

enum quantity { MINUTES, KNOWN };

static double outcome_quantity(const struct outcome *outcome, enum quantity quantity)
{
    return quantity == MINUTES ? outcome->minutes : outcome->known;
}

/* The retention with which FSRS brings as much of the quantity as SM-2. */
static struct position curve_find(
    const struct curve *curve, const struct outcome *sm2, enum quantity quantity)
{
    double wanted = outcome_quantity(sm2, quantity);
    for (size_t i = 0; i + 1 < RETENTIONS; i++) {
        double from = outcome_quantity(&curve->at[i], quantity);
        double to = outcome_quantity(&curve->at[i + 1], quantity);
        if (from <= wanted && wanted <= to)
            return (struct position){true, i, (wanted - from) / (to - from)};
    }
    return (struct position){.found = false};
}

static double curve_quantity(
    const struct curve *curve, struct position position, enum quantity quantity)
{
    double from = outcome_quantity(&curve->at[position.index], quantity);
    double to = outcome_quantity(&curve->at[position.index + 1], quantity);
    return from + (to - from) * position.fraction;
}

static double position_retention(struct position position)
{
    double from = (double)retentions[position.index];
    return from + ((double)retentions[position.index + 1] - from) * position.fraction;
}

/* ---- the years ---- */

static const struct scheduler *fsrs(void)
{
    return scheduler_numbered(SCHEDULER_FSRS);
}

/* The year's log as the trainer reads it. */
static void histories_make(struct histories *histories, const struct year *year)
{
    uint32_t *next = year_memory(NULL, YEAR_CARDS * sizeof *next);
    int *last = year_memory(NULL, YEAR_CARDS * sizeof *last);
    histories->count = YEAR_CARDS;
    histories->card_ids = year_memory(NULL, YEAR_CARDS * sizeof *histories->card_ids);
    histories->first = year_memory(NULL, (YEAR_CARDS + 1) * sizeof *histories->first);
    histories->steps = year_memory(NULL, year->log_count * sizeof *histories->steps);
    histories->order = year_memory(NULL, year->log_count * sizeof *histories->order);
    histories->first[0] = 0;
    for (int i = 0; i < YEAR_CARDS; i++) {
        histories->card_ids[i] = i + 1;
        histories->first[i + 1] = histories->first[i] + (uint32_t)year->cards[i].ratings;
        next[i] = histories->first[i];
        last[i] = -1;
    }
    for (size_t i = 0; i < year->log_count; i++) {
        const struct year_rating *rating = &year->log[i];
        uint32_t at = next[rating->card]++;
        int days = last[rating->card] < 0 ? 0 : rating->day - last[rating->card];
        histories->steps[at] = (struct memory_step){
            .days = (uint32_t)days & 0xffffff, .rating = (uint32_t)rating->rating & 0xff};
        histories->order[at] = (uint32_t)i;
        last[rating->card] = rating->day;
    }
    free(next);
    free(last);
}

static void histories_free(struct histories *histories)
{
    free(histories->card_ids);
    free(histories->first);
    free(histories->steps);
    free(histories->order);
}

/* The weights that drill would use after the year: the new ones, if it takes them. */
static struct weights learn(const struct year *year)
{
    struct histories histories = {0};
    struct trained trained;
    struct err err = {0};
    histories_make(&histories, year);
    if (train(fsrs(), &histories, fsrs()->defaults, &trained, &err) != ERR_NONE) {
        fprintf(stderr, "learners: %s\n", err.message);
        exit(2);
    }
    histories_free(&histories);
    return scheduler_weights(fsrs(), trained.is_better ? trained.weights : fsrs()->defaults);
}

static void live_fsrs(const struct learner *learner, const struct weights *weights, uint64_t seed,
    struct curve *curve)
{
    for (size_t i = 0; i < RETENTIONS; i++) {
        struct method method = {.scheduler = fsrs(),
            .weights = *weights,
            .retention = retentions[i],
            .spread = {.fuzz = true}};
        struct year year;
        year_run(&year, learner, &method, seed);
        outcome_add(&curve->at[i], &year);
        year_done(&year);
    }
}

struct outcomes {
    struct outcome sm2;
    struct curve defaults, own;
};

static void live(const struct learner *learner, uint64_t seed, struct outcomes *outcomes)
{
    struct method sm2 = {.scheduler = scheduler_numbered(SCHEDULER_SM2)};
    struct weights defaults = scheduler_weights(fsrs(), fsrs()->defaults);
    struct year before, year;
    year_run(&before, learner, &sm2, seed + 1000);
    struct weights own = learn(&before);
    year_done(&before);
    year_run(&year, learner, &sm2, seed);
    outcome_add(&outcomes->sm2, &year);
    year_done(&year);
    live_fsrs(learner, &defaults, seed, &outcomes->defaults);
    live_fsrs(learner, &own, seed, &outcomes->own);
}

/* ---- the table ---- */

/* The change from one number to another in percent, without a minus sign before 0. */
static double percent(double from, double to)
{
    return round(100 * (to / from - 1)) + 0.0;
}

/* What FSRS takes, or brings, where it brings, or takes, as much of `equal` as SM-2. */
static void print_compared(
    const struct outcome *sm2, const struct curve *curve, enum quantity equal, enum quantity shown)
{
    struct position position = curve_find(curve, sm2, equal);
    if (!position.found) {
        printf(" |%5s%6s%6s", "-", "-", "-");
        return;
    }
    double value = curve_quantity(curve, position, shown);
    printf(" |%5.2f%6.*f%+5.0f%%", position_retention(position), shown == MINUTES, value,
        percent(outcome_quantity(sm2, shown), value));
}

static void print_row(
    const char *name, const char *weights, const struct outcome *sm2, const struct curve *curve)
{
    const struct outcome *at_90 = &curve->at[RETENTION_90];
    printf("%-18s%5.1f%6.0f  %-7s", name, sm2->minutes, sm2->known, weights);
    print_compared(sm2, curve, KNOWN, MINUTES);
    print_compared(sm2, curve, MINUTES, KNOWN);
    printf(" |%6.3f%6.1f%6.0f\n", at_90->recall, at_90->minutes, at_90->known);
}

static void print_heading(void)
{
    printf(
        "A year of %d new cards a day; means of %d years. min: minutes a day; known: the number\n"
        "of cards recalled at the end, of %d; ret.: the retention aimed at.\n\n",
        YEAR_NEW, LIVES, YEAR_CARDS);
    printf("%-18s%11s  %-7s |%17s |%17s |%18s\n", "", "SM-2", "FSRS", "as much known",
        "as many minutes", "aiming at .90");
    printf("%-18s%5s%6s  %-7s |%5s%6s%6s |%5s%6s%6s |%6s%6s%6s\n", "learner", "min", "known",
        "weights", "ret.", "min", "", "ret.", "known", "", "recall", "min", "known");
}

int main(void)
{
    print_heading();
    for (size_t i = 0; i < sizeof learners / sizeof *learners; i++) {
        struct outcomes outcomes = {.sm2 = {0}};
        for (uint64_t seed = 1; seed <= LIVES; seed++)
            live(&learners[i], seed, &outcomes);
        print_row(learners[i].name, "own", &outcomes.sm2, &outcomes.own);
        print_row("", "default", &outcomes.sm2, &outcomes.defaults);
        fflush(stdout);
    }
    puts("\nThe first three have the same memory. careless: 5 % of the answers get a rating of\n"
         "the other kind. Partly: what was forgotten is rated 3. The others are careful.");
    return 0;
}

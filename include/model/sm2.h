/* SM-2, the scheduling algorithm of SuperMemo 2, in whole numbers: P. A. Wozniak, "Optimization of
 * learning", 1990, chapter 3.2, "Application of a computer to improve the results obtained in
 * working with the SuperMemo method". The rating is the published quality q; 0 is not used. Ease is
 * the published E-Factor in hundredths, so every result is exact. Pure. */
#ifndef MODEL_SM2_H
#define MODEL_SM2_H

#include <stdbool.h>

enum rating {
    RATING_NOT_AT_ALL = 1,
    RATING_BARELY = 2,
    RATING_PARTLY = 3,
    RATING_WELL = 4,
    RATING_PERFECTLY = 5,
};

/* The rating's label, from "Not at all" for 1 to "Perfectly" for 5. */
const char *rating_words(enum rating rating);

/* Whether the rating is below 3, so that the card was not recalled and starts over. */
bool rating_is_lapse(enum rating rating);
/* Whether the rating is below 4, so that the card is shown again in the same day's session. */
bool rating_asks_again(enum rating rating);

#define EASE_FIRST 250 /* hundredths: E-Factor 2.5 */
#define EASE_FLOOR 130 /* hundredths: the E-Factor is at least 1.3 and has no maximum */
/* SM-2 does not limit intervals, but due dates have years of four digits: intervals stop growing
 * here, at some 2,700 years. */
#define INTERVAL_LONGEST 1000000

struct sm2 {
    int repetitions; /* in the current run, including the rating that began it; 0 if never rated */
    int interval;    /* days until due, counted from the day of the rating; 0 when never rated */
    int ease;        /* hundredths, >= EASE_FLOOR */
};

struct sm2 sm2_new(void);

/* The state after a rating.
 *   q >= 3: EF' = max(1.3, EF + 0.1 - (5 - q) * (0.08 + (5 - q) * 0.02));
 *           I(1) = 1, I(2) = 6, I(n) = ceil(I(n - 1) * EF')
 *   q <  3: EF' = EF, and the item starts over "as if it was memorized anew": this is its first
 *           repetition, I(1) = 1, so that the next success gives I(2) = 6 */
struct sm2 sm2_rate(struct sm2 before, enum rating rating);

#endif

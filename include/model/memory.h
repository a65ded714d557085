/* What schedulers know about a card, and what they learn it from: see model/scheduler.h. */
#ifndef MODEL_MEMORY_H
#define MODEL_MEMORY_H

#include <stdint.h>

#define WEIGHT_UNIT 10000
#define WEIGHTS_MAX 21
/* Make one with scheduler_weights only: it also computes what is derived. */
struct weights {
    float w[WEIGHTS_MAX];
    struct {
        float factor;              /* makes the recall after S days 0.9 */
        float lapse_divisor;       /* a lapse leaves at most S divided by this */
        float first_difficulty[4]; /* by grade, not clamped */
    } derived;
};

/* What a scheduler knows about a card. FSRS: stability in days (0.001 to 36,500) and difficulty (1
 * to 10). SM-2: repetitions, interval in days, and ease in hundredths. All zeros for a card that
 * was never rated. */
struct memory {
    float state[3];
};
#define MEMORY_STABILITY  0
#define MEMORY_DIFFICULTY 1

/* One rating in a card's history, as replaying and training read it. The history begins with the
 * first rating after the last reset, and is in order of time; crams are left out. */
struct memory_step {
    uint32_t days : 24;  /* study days since the step before; 0 for the first */
    uint32_t rating : 8; /* enum rating */
};

#endif

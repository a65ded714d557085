/* states - read weights and histories on stdin, and print what drill's FSRS makes of them, for
 * tests/fsrs/check.py; the crate's program does the same. Lines in:
 *   w W0 ... W20           weights from here on, in units of 1/10,000
 *   h DAYS:GRADE ...       a history; FSRS's grades, 1 to 4
 *   s EASE INTERVAL        a card from SM-2, ease in hundredths
 * Out: a line a rating, and a line for s: stability, difficulty, and, but for s, recall 1, 30 and
 * 400 days later, and the interval for retentions of 0.7, 0.9 and 0.97. With the argument "bits",
 * one digest of all of that instead. */
#include "model/scheduler.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct scheduler *fsrs;
static struct weights weights;
static bool wants_bits;
static uint64_t digest = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

static void states_number(float x, char after)
{
    if (!wants_bits) {
        printf("%.9g%c", (double)x, after);
        return;
    }
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    for (int i = 0; i < 4; i++)
        digest = (digest ^ (bits >> 8 * i & 255)) * UINT64_C(0x100000001b3);
}

static void states_weights(char *words)
{
    int32_t units[WEIGHTS_MAX];
    for (size_t i = 0; i < fsrs->weight_count; i++)
        units[i] = (int32_t)strtol(words, &words, 10);
    weights = scheduler_weights(fsrs, units);
}

static void states_all(struct memory memory)
{
    static const int days[] = {1, 30, 400};
    static const float retentions[] = {0.7f, 0.9f, 0.97f};
    states_number(memory.state[MEMORY_STABILITY], ' ');
    states_number(memory.state[MEMORY_DIFFICULTY], ' ');
    for (size_t i = 0; i < 3; i++)
        states_number(fsrs->predict(&weights, memory, days[i]), ' ');
    for (size_t i = 0; i < 3; i++)
        states_number(fsrs->due(&weights, memory, retentions[i]), i < 2 ? ' ' : '\n');
}

static void states_history(char *words)
{
    struct memory memory = {{0}};
    for (bool is_first = true; *words && *words != '\n'; is_first = false) {
        int days = (int)strtol(words, &words, 10);
        enum rating rating = (enum rating)(strtol(words + 1, &words, 10) + 1);
        memory =
            is_first ? fsrs->start(&weights, rating) : fsrs->rate(&weights, memory, days, rating);
        states_all(memory);
    }
}

static void states_from_sm2(char *words)
{
    int ease = (int)strtol(words, &words, 10), interval = (int)strtol(words, &words, 10);
    struct memory memory = fsrs->take_over(&weights, (struct sm2){3, interval, ease});
    states_number(memory.state[MEMORY_STABILITY], ' ');
    states_number(memory.state[MEMORY_DIFFICULTY], '\n');
}

int main(int argc, char **argv)
{
    static char line[1 << 16];
    fsrs = scheduler_numbered(SCHEDULER_FSRS);
    weights = scheduler_weights(fsrs, fsrs->defaults);
    wants_bits = argc > 1 && strcmp(argv[1], "bits") == 0;
    while (fgets(line, sizeof line, stdin)) {
        if (line[0] == 'w')
            states_weights(line + 1);
        else if (line[0] == 'h')
            states_history(line + 1);
        else if (line[0] == 's')
            states_from_sm2(line + 1);
    }
    if (wants_bits)
        printf("%016" PRIx64 "\n", digest);
    return 0;
}

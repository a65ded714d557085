#include "view/phrases.h"

#include <math.h>
#include <stdio.h>

const char *phrase_stability(float stability, char words[PHRASE_SIZE])
{
    if (stability >= 9.95F)
        return phrase_days((int)lroundf(stability), words);
    snprintf(words, PHRASE_SIZE, "%.1f d", (double)stability);
    return words;
}

const char *phrase_percent(float share, char words[PHRASE_SIZE])
{
    snprintf(words, PHRASE_SIZE, "%ld%%", lroundf(share * 100));
    return words;
}

static void memory_phrases_put(
    const struct past *past, const struct regime *regime, int today, struct buf *out)
{
    char stability[PHRASE_SIZE], recall[PHRASE_SIZE];
    const float *state = past->memory.state;
    buf_format(out, "stability %s, difficulty %.1f of 10, recall now %s",
        phrase_stability(state[MEMORY_STABILITY], stability), (double)state[MEMORY_DIFFICULTY],
        phrase_percent(past_recall(regime, past, today), recall));
}

void phrase_schedule(
    const struct schedule *schedule, const struct regime *regime, int today, struct buf *out)
{
    bool memory = regime_has_memory(regime), known = memory && past_is_known(&schedule->past);
    if (schedule->reviews) {
        phrase_count((size_t)schedule->reviews, "rating", out);
        buf_text(out, ", ");
        phrase_count((size_t)schedule->lapses, "lapse", out);
        buf_text(out, known || !memory ? ", " : "");
    }
    if (known)
        memory_phrases_put(&schedule->past, regime, today, out);
    else if (schedule->reviews && !memory)
        buf_format(out, "ease %d.%02d", schedule->sm2.ease / 100, schedule->sm2.ease % 100);
}

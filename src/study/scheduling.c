#include "study/scheduling.h"

#include "store/decks.h"
#include "store/regimes.h"

#include <stdlib.h>

static enum err_code scheduling_wish(struct store *store, int64_t deck_id,
    const struct session_options *options, struct regime_wish *wish, struct err *err)
{
    struct stored_caps stored;
    enum err_code code = store_deck_caps(store, deck_id, &stored, err);
    if (!code) {
        struct scheduling asked =
            settings_scheduling(session_settings(options), options->scheduling,
                buf_string(&stored.id), buf_string(&stored.name), stored.scheduling);
        *wish = (struct regime_wish){deck_id, asked.scheduler, asked.retention};
    }
    buf_done(&stored.id);
    buf_done(&stored.name);
    return code;
}

/* Compares the number of a deck's scheduler before and after. */
static void scheduling_note(int before, int after, struct scheduling_switch *switched)
{
    if (before == after)
        return;
    bool differs = switched->decks && switched->scheduler != after;
    switched->scheduler = differs ? 0 : after;
    switched->decks++;
}

static enum err_code scheduling_put(struct store *store, const struct regime_wish *wishes,
    size_t count, int *before, struct moment now, struct scheduling_switch *switched,
    struct err *err)
{
    struct regime regime;
    size_t changed;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < count && !code; i++) {
        code = store_regime(store, wishes[i].deck_id, &regime, err);
        before[i] = regime_number(&regime);
    }
    if (!code)
        code = store_set_regimes(store, wishes, count, now, &changed, err);
    for (size_t i = 0; !code && changed && i < count; i++)
        if (!(code = store_regime(store, wishes[i].deck_id, &regime, err)))
            scheduling_note(before[i], regime_number(&regime), switched);
    return code;
}

enum err_code scheduling_follow(struct store *store, const int64_t *deck_ids, size_t count,
    const struct session_options *options, struct moment now, struct scheduling_switch *switched,
    struct err *err)
{
    *switched = (struct scheduling_switch){0};
    if (options->cram || count == 0)
        return ERR_NONE;
    struct regime_wish *wishes = calloc(count, sizeof *wishes);
    int *before = calloc(count, sizeof *before);
    enum err_code code = wishes && before ? ERR_NONE : err_memory(err);
    for (size_t i = 0; i < count && !code; i++)
        code = scheduling_wish(store, deck_ids[i], options, &wishes[i], err);
    if (!code)
        code = scheduling_put(store, wishes, count, before, now, switched, err);
    free(before);
    free(wishes);
    return code;
}

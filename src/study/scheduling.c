#include "study/scheduling.h"

#include "store/decks.h"
#include "study/settings.h"

#include <stdlib.h>

static enum err_code scheduling_wish(struct store *store, int64_t deck_id,
    const struct session_options *options, struct regime_wish *wish, struct err *err)
{
    struct stored_caps stored = {0};
    enum err_code code = store_deck_caps(store, deck_id, &stored, err);
    struct scheduling wanted = settings_scheduling(session_settings(options), options->scheduling,
        buf_string(&stored.id), buf_string(&stored.name), stored.scheduling);
    *wish = (struct regime_wish){deck_id, wanted.scheduler, wanted.retention};
    buf_done(&stored.id);
    buf_done(&stored.name);
    return code;
}

/* Find out what the user wants for each deck. The caller frees *wishes. */
static enum err_code scheduling_wishes(struct store *store, const int64_t *deck_ids, size_t count,
    const struct session_options *options, struct regime_wish **wishes, struct err *err)
{
    enum err_code code = ERR_NONE;
    *wishes = calloc(count + 1, sizeof **wishes);
    if (!*wishes)
        return err_memory(err);
    for (size_t i = 0; i < count && !code; i++)
        code = scheduling_wish(store, deck_ids[i], options, &(*wishes)[i], err);
    return code;
}

enum err_code scheduling_follow(struct store *store, const int64_t *deck_ids, size_t count,
    const struct session_options *options, struct moment now, struct switched *switched,
    struct err *err)
{
    struct regime_wish *wishes;
    *switched = (struct switched){0};
    enum err_code code = scheduling_wishes(store, deck_ids, count, options, &wishes, err);
    if (!code)
        code = store_set_regimes(store, wishes, count, now, switched, err);
    free(wishes);
    return code;
}

enum err_code scheduling_preview(struct store *store, const int64_t *deck_ids, size_t count,
    const struct session_options *options, struct switched *switched, struct err *err)
{
    struct regime_wish *wishes;
    *switched = (struct switched){0};
    enum err_code code = scheduling_wishes(store, deck_ids, count, options, &wishes, err);
    if (!code)
        code = store_preview_regimes(store, wishes, count, switched, err);
    free(wishes);
    return code;
}

#include "store/history.h"

#include "base/buf.h"

#include <stdlib.h>

void card_history_done(struct card_history *history)
{
    free(history->events);
    *history = (struct card_history){0};
}

/* Collects events until memory runs out. */
struct history_collector {
    struct card_history *history;
    bool failed;
};

static bool history_keep(void *context, const struct event *event)
{
    struct history_collector *collector = context;
    struct card_history *history = collector->history;
    collector->failed =
        !array_grow(&history->events, history->count, &history->capacity, sizeof *event);
    if (!collector->failed)
        history->events[history->count++] = *event;
    return !collector->failed;
}

enum err_code card_history_read(
    struct store *store, int64_t card_id, struct card_history *history, struct err *err)
{
    struct history_collector collector = {history, false};
    history->count = 0;
    enum err_code code = store_history(store, card_id, history_keep, &collector, err);
    return code || !collector.failed ? code : err_memory(err);
}

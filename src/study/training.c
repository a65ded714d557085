#include "study/training.h"

#include "store/decks.h"
#include "store/histories.h"
#include "store/regimes.h"
#include "store/switches.h"

#include <stdlib.h>
#include <string.h>

/* Select the cards of the decks; for count = 0, of all decks without weights of their own. */
static enum err_code training_select(struct store *store, const int64_t *deck_ids, size_t count,
    struct card_selection *selection, struct err *err)
{
    const struct tag_filter all = {0};
    struct known_decks decks = {0};
    if (count)
        return store_select(store, deck_ids, count, &all, selection, err);
    enum err_code code = store_decks(store, &decks, err);
    int64_t *ids = calloc(decks.count + 1, sizeof *ids);
    if (!code && !ids)
        code = err_memory(err);
    for (size_t i = 0; i < decks.count && !code; i++) {
        bool own = false;
        code = store_has_own_weights(
            store, decks.decks[i].deck_id, scheduler_numbered(SCHEDULER_FSRS), &own, err);
        if (!own)
            ids[count++] = decks.decks[i].deck_id;
    }
    if (!code)
        code = store_select(store, ids, count, &all, selection, err);
    free(ids);
    known_decks_done(&decks);
    return code;
}

static enum err_code training_train(struct store *store, const int64_t *deck_ids, size_t count,
    struct training *training, struct err *err)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct card_selection selection = {0};
    struct histories histories = {0};
    enum err_code code = store_weights(store, count ? deck_ids[0] : 0, fsrs, training->in_use, err);
    if (!code)
        code = training_select(store, deck_ids, count, &selection, err);
    if (!code)
        code = store_histories(store, &selection, &histories, err);
    selection_done(&selection);
    if (!code)
        code = train(fsrs, &histories, training->in_use, &training->trained, err);
    histories_done(&histories);
    return code;
}

enum err_code training_run(struct store *store, const int64_t *deck_ids, size_t count, bool take,
    struct moment now, struct training *training, struct err *err)
{
    memset(training, 0, sizeof *training);
    enum err_code code = training_train(store, deck_ids, count, training, err);
    const struct trained *trained = &training->trained;
    if (code || !take || (count && !trained->is_better))
        return code;
    return store_set_weights(store, deck_ids, count, scheduler_numbered(SCHEDULER_FSRS),
        trained->is_better ? trained->weights : training->in_use, false, now, err);
}

enum err_code training_is_due(struct store *store, struct moment now, bool *due, struct err *err)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    int64_t trained_ms = 0, before = 0, ratings = 0;
    bool in_force = false;
    *due = false;
    enum err_code code = store_is_in_force(store, fsrs, &in_force, err);
    if (!code && in_force)
        code = store_last_trained(store, fsrs, now, &trained_ms, err);
    if (code || !in_force || trained_ms > now.utc_ms - TRAINING_DAYS * MS_A_DAY)
        return code;
    code = store_count_ratings(store, trained_ms, &before, &ratings, err);
    *due = ratings >= TRAIN_SCORED_MIN && (ratings - before) * 10 >= before;
    return code;
}

#include "study/following.h"

#include "store/retired.h"

#include <stdlib.h>

enum err_code following_begin(
    struct store *store, int64_t deck_id, struct card_ids *retired, struct err *err)
{
    enum err_code code = store_retired(store, deck_id, retired, err);
    card_ids_sort(retired);
    return code;
}

/* The new cards of an entry. */
struct following_search {
    int64_t position;
    struct card_ids found;
    bool failed;
};

static bool following_take(void *context, int64_t card_id, int64_t position)
{
    struct following_search *search = context;
    if (position == search->position)
        search->failed = !card_ids_add(&search->found, card_id);
    return !search->failed && position <= search->position;
}

/* Gives the history of a retired card to the one among `found` that asks the same way, if any. */
static enum err_code following_give(struct store *store, int64_t retired_id,
    const struct card_ids *found, struct load_report *report, struct err *err)
{
    struct stored_card retired = {0}, card = {0};
    bool given = false;
    enum err_code code = store_card(store, retired_id, &retired, err);
    for (size_t i = 0; i < found->count && !code && !given; i++) {
        code = store_card(store, found->ids[i], &card, err);
        given = !code && card.card_id && !card.retired &&
                card.card.variant == retired.card.variant && card.schedule.reviews == 0;
        if (given)
            code = store_adopt(store, retired_id, card.card_id, err);
    }
    if (given && !code) {
        report->retired--;
        report->added--;
        report->edited++;
    }
    stored_card_done(&retired);
    stored_card_done(&card);
    return code;
}

enum err_code following_end(struct store *store, int64_t deck_id, int64_t position, int today,
    const struct card_ids *retired, struct load_report *report, struct err *err)
{
    const struct tag_filter every = {NULL, 0};
    struct following_search search = {.position = position};
    struct card_ids now = {0};
    enum err_code code = ERR_NONE;
    if (report->retired <= 0 || report->added <= 0)
        return ERR_NONE;
    if (!(code = store_retired(store, deck_id, &now, err)))
        code = store_new(store, deck_id, &every, today, following_take, &search, err);
    if (!code && search.failed)
        code = err_memory(err);
    for (size_t i = 0; i < now.count && !code; i++)
        if (!card_ids_has(retired, now.ids[i]))
            code = following_give(store, now.ids[i], &search.found, report, err);
    free(now.ids);
    free(search.found.ids);
    return code;
}

#include "store/selection.h"

#include "store/numbers.h"
#include "store/sql.h"

#include <stdlib.h>

void selection_done(struct card_selection *selection)
{
    free(selection->decks);
    *selection = (struct card_selection){0};
}

static enum err_code selection_allocate(
    struct store *store, struct card_selection *selection, struct err *err)
{
    int64_t last = 0;
    enum err_code code = numbers_last_card(store, &last, err);
    if (code)
        return code;
    selection->decks = calloc((size_t)last + 1, sizeof *selection->decks);
    if (!selection->decks)
        return err_memory(err);
    selection->count = last + 1;
    return ERR_NONE;
}

static enum err_code selection_add_deck(struct store *store, int64_t id, size_t index,
    const struct tag_filter *filter, struct card_selection *selection, struct err *err)
{
    enum { CARD_ID, TAGS };
    struct buf deck_tags = {0};
    bool tags = filter->count > 0;
    bool ok = true;
    enum err_code code = tags ? sql_read_text(store, err, &deck_tags, SQL_DECK_TAGS, id) : ERR_NONE;
    sqlite3_stmt *row =
        code ? NULL : sql_query(store, tags ? SQL_SELECTION_TAGS : SQL_SELECTION, "i", id);
    while (!code && sqlite3_step(row) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(row, CARD_ID);
        if (card_id >= 0 && card_id < selection->count &&
            (!tags ||
                tag_filter_passes(filter, buf_string(&deck_tags), column_text(row, TAGS), &ok)))
            selection->decks[card_id] = (int32_t)index + 1;
    }
    buf_done(&deck_tags);
    return code ? code : sql_end_list(store, row, ok, err);
}

enum err_code store_select(struct store *store, const int64_t *deck_ids, size_t count,
    const struct tag_filter *filter, struct card_selection *selection, struct err *err)
{
    *selection = (struct card_selection){0};
    enum err_code code = selection_allocate(store, selection, err);
    for (size_t i = 0; i < count && !code; i++)
        code = selection_add_deck(store, deck_ids[i], i, filter, selection, err);
    if (code)
        selection_done(selection);
    return code;
}

#include "store/selection.h"

#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

void selection_done(struct card_selection *selection)
{
    free(selection->decks);
    *selection = (struct card_selection){0};
}

static enum err_code selection_allocate(
    struct store *store, struct card_selection *selection, struct err *err)
{
    int64_t last = 0;
    enum err_code code = sql_read_number(store, err, &last, SQL_CARD_LAST, "");
    if (code)
        return code;
    selection->decks = malloc((size_t)(last + 1) * sizeof *selection->decks);
    if (!selection->decks)
        return err_memory(err);
    selection->count = last + 1;
    for (int64_t i = 0; i < selection->count; i++)
        selection->decks[i] = NOT_SELECTED;
    return ERR_NONE;
}

static enum err_code selection_read_deck_tags(
    struct store *store, int64_t deck_id, char **tags, struct err *err)
{
    enum { TAGS };
    bool there = false;
    sqlite3_stmt *row = sql_query(store, SQL_DECK_TAGS, "i", deck_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        there = true;
        *tags = strdup(column_text(row, TAGS));
    }
    enum err_code code = sql_end(store, row, err);
    return !code && there && !*tags ? err_memory(err) : code;
}

static enum err_code selection_add_deck(struct store *store, int64_t deck_id, size_t index,
    const struct tag_filter *filter, struct card_selection *selection, struct err *err)
{
    enum { CARD_ID, TAGS };
    char *deck_tags = NULL;
    bool tags = filter->count > 0;
    enum err_code code =
        tags ? selection_read_deck_tags(store, deck_id, &deck_tags, err) : ERR_NONE;
    if (code)
        return code;
    sqlite3_stmt *row = sql_query(store, tags ? SQL_SELECTION_TAGS : SQL_SELECTION, "i", deck_id);
    while (sqlite3_step(row) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(row, CARD_ID);
        if (card_id >= 0 && card_id < selection->count &&
            (!tags ||
                tag_filter_passes(filter, deck_tags ? deck_tags : "", column_text(row, TAGS))))
            selection->decks[card_id] = (int32_t)index;
    }
    free(deck_tags);
    return sql_end(store, row, err);
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

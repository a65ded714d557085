#include "store/history.h"

#include "base/buf.h"
#include "store/sql.h"

#include <stdlib.h>

void card_history_done(struct card_history *history)
{
    free(history->reviews);
    *history = (struct card_history){0};
}

enum err_code store_card_history(
    struct store *store, int64_t card_id, struct card_history *history, struct err *err)
{
    bool room = true;
    history->count = 0;
    sqlite3_stmt *row = sql_query(store, SQL_CARD_HISTORY, "i", card_id);
    while (room && sqlite3_step(row) == SQLITE_ROW) {
        room =
            array_grow(&history->reviews, history->count, &history->room, sizeof *history->reviews);
        if (room)
            history->reviews[history->count++] = (struct past_review){
                .study_day = sqlite3_column_int(row, 0),
                .kind = (enum review_kind)sqlite3_column_int(row, 1),
                .rating = (enum rating)sqlite3_column_int(row, 2),
                .interval = sqlite3_column_int(row, 3),
                .ease = sqlite3_column_int(row, 4),
                .due = column_day(row, 5),
            };
    }
    enum err_code code = sql_end(store, row, err);
    return code || room ? code : err_memory(err);
}

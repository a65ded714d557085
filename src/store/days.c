#include "store/days.h"

#include "store/cards.h"
#include "store/sql.h"

#include <stdbool.h>
#include <string.h>

enum err_code store_pace(struct store *store, struct pace *pace, struct err *err)
{
    enum { SPENT_MS, FINISHED };
    *pace = (struct pace){0};
    sqlite3_stmt *row = sql_query(store, SQL_PACE, "i", (int64_t)PACE_RATINGS);
    if (sqlite3_step(row) == SQLITE_ROW)
        *pace = (struct pace){
            sqlite3_column_int64(row, SPENT_MS), (size_t)sqlite3_column_int64(row, FINISHED)};
    return sql_end(store, row, err);
}

static bool days_has_deck(const int64_t *deck_ids, size_t deck_count, int64_t deck_id)
{
    for (size_t i = 0; i < deck_count; i++)
        if (deck_ids[i] == deck_id)
            return true;
    return false;
}

enum err_code store_days(struct store *store, const int64_t *deck_ids, size_t deck_count, int from,
    int to, struct day_tally *tally, struct err *err)
{
    enum { DECK_ID, CARDS, REVIEWS, RECALLED, SPENT_MS };
    *tally = (struct day_tally){0};
    sqlite3_stmt *row = sql_query(store, SQL_DAYS, "dd", from, to);
    while (sqlite3_step(row) == SQLITE_ROW) {
        if (!days_has_deck(deck_ids, deck_count, sqlite3_column_int64(row, DECK_ID)))
            continue;
        tally->cards += (size_t)sqlite3_column_int64(row, CARDS);
        tally->reviews += (size_t)sqlite3_column_int64(row, REVIEWS);
        tally->recalled += (size_t)sqlite3_column_int64(row, RECALLED);
        tally->spent_ms += sqlite3_column_int64(row, SPENT_MS);
    }
    return sql_end(store, row, err);
}

static enum err_code days_rated_on(struct store *store, int day, bool *rated, struct err *err)
{
    int64_t found = 0;
    enum err_code code = sql_read_number(store, err, &found, SQL_DAY_RATED, "d", day);
    *rated = found;
    return code;
}

enum err_code store_streak(struct store *store, int today, int *days, struct err *err)
{
    bool rated;
    *days = 0;
    enum err_code code = days_rated_on(store, today, &rated, err);
    for (int day = today - !rated; !code; day--) {
        code = days_rated_on(store, day, &rated, err);
        if (code || !rated)
            break;
        ++*days;
    }
    return code;
}

enum err_code store_hardest(struct store *store, const int64_t *deck_ids, size_t deck_count,
    int day, struct hard_card cards[HARDEST_MAX], size_t *count, struct err *err)
{
    enum { DECK_ID, WORST, CARD_ID };
    int64_t ids[HARDEST_MAX];
    size_t found = 0;
    *count = 0;
    sqlite3_stmt *row = sql_query(store, SQL_HARDEST, "d", day);
    while (found < HARDEST_MAX && sqlite3_step(row) == SQLITE_ROW) {
        if (!days_has_deck(deck_ids, deck_count, sqlite3_column_int64(row, DECK_ID)))
            continue;
        cards[found].worst = (enum rating)column_int(row, WORST, REVIEWS_RATING);
        ids[found++] = column_number(row, CARD_ID, CARDS_CARD_ID);
    }
    enum err_code code = sql_end(store, row, err);
    for (; *count < found && !code; *count += !code) {
        struct buf question = {0};
        code = store_asked(store, ids[*count], &question, err);
        cards[*count].question = code ? NULL : strdup(buf_string(&question));
        if (!code && !cards[*count].question)
            code = err_memory(err);
        buf_done(&question);
    }
    return code;
}

#include "store/regimes.h"

#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

#define REGIME_WEIGHT_MAX (100 * WEIGHT_UNIT)

/* ---- weights as text ---- */

/* Whether the text is weights of the scheduler. */
static bool regimes_take_weights(
    const struct scheduler *scheduler, const char *text, int32_t units[WEIGHTS_MAX])
{
    for (size_t i = 0; i < scheduler->weight_count; i++) {
        char *end;
        long unit = strtol(text, &end, 10);
        if (end == text || unit < 0 || unit > REGIME_WEIGHT_MAX)
            return false;
        units[i] = (int32_t)unit;
        text = end;
    }
    return *text == '\0';
}

bool regime_is_readable(bool for_all, int number, int retention, const char *text)
{
    int32_t units[WEIGHTS_MAX];
    const struct scheduler *scheduler = scheduler_numbered(number);
    if (!text)
        return scheduler && !for_all && (retention || number == SCHEDULER_SM2);
    return scheduler && (!*text || regimes_take_weights(scheduler, text, units));
}

bool regime_of_weights(int number, const char *text, struct regime *regime)
{
    int32_t units[WEIGHTS_MAX];
    const struct scheduler *scheduler = scheduler_numbered(number);
    *regime = (struct regime){.scheduler = scheduler};
    if (!text || !scheduler || !scheduler->weight_count ||
        (*text && !regimes_take_weights(scheduler, text, units)))
        return false;
    regime->weights = scheduler_weights(scheduler, *text ? units : scheduler->defaults);
    return true;
}

/* ---- what is in force ---- */

/* deck_id is 0 for the weights that decks share. *found is false if there are none. */
static enum err_code regimes_read_weights(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, int32_t units[WEIGHTS_MAX], bool *found, struct err *err)
{
    int32_t read[WEIGHTS_MAX] = {0};
    sqlite3_stmt *row =
        sql_query(store, SQL_REGIME_WEIGHTS, "ni", deck_id, (int64_t)scheduler->number);
    *found = sqlite3_step(row) == SQLITE_ROW &&
             regimes_take_weights(scheduler, column_text(row, 0), read);
    if (*found)
        memcpy(units, read, sizeof read);
    return sql_end(store, row, err);
}

enum err_code store_has_own_weights(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, bool *own, struct err *err)
{
    int32_t units[WEIGHTS_MAX];
    return regimes_read_weights(store, deck_id, scheduler, units, own, err);
}

enum err_code store_weights(struct store *store, int64_t deck_id, const struct scheduler *scheduler,
    int32_t units[WEIGHTS_MAX], struct err *err)
{
    bool found = false;
    enum err_code code = ERR_NONE;
    memset(units, 0, WEIGHTS_MAX * sizeof *units);
    memcpy(units, scheduler->defaults, scheduler->weight_count * sizeof *units);
    if (deck_id)
        code = regimes_read_weights(store, deck_id, scheduler, units, &found, err);
    return code || found ? code : regimes_read_weights(store, 0, scheduler, units, &found, err);
}

/* Reads the scheduler and the retention of the deck's last row, by SQL_REGIME or SQL_REGIME_LAST.
 */
static enum err_code regimes_read(
    struct store *store, enum sql sql, int64_t deck_id, struct regime *regime, struct err *err)
{
    enum { SCHEDULER, RETENTION };
    *regime = (struct regime){0};
    sqlite3_stmt *row = sql_query(store, sql, "i", deck_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        int number = column_int(row, SCHEDULER, REGIMES_SCHEDULER);
        regime->scheduler = number == SCHEDULER_SM2 ? NULL : scheduler_numbered(number);
        regime->retention = column_int(row, RETENTION, REGIMES_RETENTION);
    }
    return sql_end(store, row, err);
}

enum err_code store_wanted(
    struct store *store, int64_t deck_id, struct regime *wanted, struct err *err)
{
    return regimes_read(store, SQL_REGIME_LAST, deck_id, wanted, err);
}

enum err_code store_regime(
    struct store *store, int64_t deck_id, struct regime *regime, struct err *err)
{
    int32_t units[WEIGHTS_MAX];
    enum err_code code = regimes_read(store, SQL_REGIME, deck_id, regime, err);
    if (code || !regime_has_memory(regime))
        return code;
    code = store_weights(store, deck_id, regime->scheduler, units, err);
    regime->weights = scheduler_weights(regime->scheduler, units);
    return code;
}

enum err_code store_is_in_force(
    struct store *store, const struct scheduler *scheduler, bool *in_force, struct err *err)
{
    enum { DECK_ID };
    struct regime regime;
    enum err_code code = ERR_NONE;
    *in_force = false;
    sqlite3_stmt *row = sql_query(store, SQL_REGIME_DECKS, "");
    while (!*in_force && !code && sqlite3_step(row) == SQLITE_ROW) {
        code = regimes_read(store, SQL_REGIME, sqlite3_column_int64(row, DECK_ID), &regime, err);
        *in_force = regime.scheduler == scheduler;
    }
    enum err_code ended = sql_end(store, row, code ? &(struct err){0} : err);
    return code ? code : ended;
}

/* ---- training ---- */

enum err_code store_last_trained(struct store *store, const struct scheduler *scheduler,
    struct moment now, int64_t *trained_ms, struct err *err)
{
    enum { CHANGED_MS };
    *trained_ms = INT64_MIN;
    sqlite3_stmt *row = sql_query(
        store, SQL_REGIME_TRAINED, "iid", (int64_t)scheduler->number, now.utc_ms, now.day);
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, CHANGED_MS) != SQLITE_NULL)
        *trained_ms = column_number(row, CHANGED_MS, REGIMES_CHANGED_MS);
    return sql_end(store, row, err);
}

enum err_code store_count_ratings(
    struct store *store, int64_t before_ms, int64_t *before, int64_t *now, struct err *err)
{
    enum { BEFORE, NOW };
    sqlite3_stmt *row = sql_query(store, SQL_RATINGS_BEFORE, "i", before_ms);
    *before = *now = 0;
    if (sqlite3_step(row) == SQLITE_ROW) {
        *before = sqlite3_column_int64(row, BEFORE);
        *now = sqlite3_column_int64(row, NOW);
    }
    return sql_end(store, row, err);
}

/* ---- imports ---- */

enum err_code store_weights_were_imported(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, const int32_t *units, bool *imported, struct err *err)
{
    int32_t last[WEIGHTS_MAX] = {0};
    sqlite3_stmt *row =
        sql_query(store, SQL_REGIME_IMPORTED, "ii", deck_id, (int64_t)scheduler->number);
    *imported = sqlite3_step(row) == SQLITE_ROW &&
                regimes_take_weights(scheduler, column_text(row, 0), last) &&
                memcmp(last, units, scheduler->weight_count * sizeof *last) == 0;
    return sql_end(store, row, err);
}

/* Finds rows whose owner is missing, such as events without a card. */
#include "store/doctor_checks.h"

#include "base/buf.h"
#include "store/sql_once.h"

#include <stdio.h>

static const struct {
    const char *table, *sql;
    const char *format; /* prints the row's number */
} orphans[] = {
    {"cards",
        "SELECT card_id FROM cards NOT INDEXED WHERE deck_id NOT IN (SELECT deck_id FROM decks)",
        "Card %lld belongs to a deck that does not exist, so it never comes up."},
    {"cards",
        "SELECT card_id FROM cards NOT INDEXED WHERE card_id NOT IN (SELECT card_id FROM texts)",
        "Card %lld has no texts, so it never comes up."},
    {"texts", "SELECT card_id FROM texts WHERE card_id NOT IN (SELECT card_id FROM cards)",
        "The texts of card %lld exist, but the card does not."},
    {"reviews",
        "SELECT review_id FROM reviews NOT INDEXED WHERE card_id NOT IN (SELECT card_id FROM "
        "cards)",
        "Rating %lld belongs to a card that does not exist."},
    {"changes",
        "SELECT change_id FROM changes NOT INDEXED WHERE card_id NOT IN (SELECT card_id FROM "
        "cards)",
        "Change %lld belongs to a card that does not exist."},
    {"changes",
        "SELECT change_id FROM changes WHERE review_id NOT NULL AND review_id NOT IN (SELECT "
        "review_id FROM reviews)",
        "Change %lld was made by a rating that does not exist."},
    {"regimes",
        "SELECT regime_id FROM regimes NOT INDEXED WHERE deck_id NOT NULL AND deck_id NOT IN "
        "(SELECT deck_id FROM decks)",
        "Row %lld of regimes is for a deck that does not exist."},
};

enum err_code doctor_orphans(struct store *store, struct doctor *doctor, struct err *err)
{
    enum { ROW };
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < COUNT(orphans) && !code; i++) {
        sqlite3_stmt *row = sql_once(store, orphans[i].sql, err);
        while (row && sqlite3_step(row) == SQLITE_ROW) {
            char message[96];
            int64_t id = sqlite3_column_int64(row, ROW);
            snprintf(message, sizeof message, orphans[i].format, (long long)id);
            doctor_report(doctor,
                (struct doctor_finding){.kind = "orphan",
                    .table = orphans[i].table,
                    .row = id,
                    .remedy = DOCTOR_REPAIRS},
                "%s", message);
        }
        code = sql_once_end(store, row, err);
    }
    return code;
}

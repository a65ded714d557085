#include "exchange/anki_presets.h"

#include "exchange/protobuf.h"
#include "model/fsrs.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define WEIGHT_HIGHEST 100.0
/* The shape of the forgetting curve before FSRS-6, which made it a weight. */
#define DECAY_BEFORE_6 0.5

/* What a preset says: the weights of three versions of FSRS, the newest first, and the retention.
 */
enum presets_list { PARAMS_6, PARAMS_5, PARAMS_4, RETENTION, LISTS };
struct presets_preset {
    double numbers[LISTS][WEIGHTS_MAX];
    size_t counts[LISTS]; /* may be more than there is room for */
};

static const struct {
    const char *name; /* in JSON */
    unsigned field;   /* in DeckConfig.Config */
} lists[] = {
    [PARAMS_6] = {"fsrsParams6", 6},
    [PARAMS_5] = {"fsrsParams5", 5},
    [PARAMS_4] = {"fsrsWeights", 3},
    [RETENTION] = {"desiredRetention", 37},
};
static_assert(COUNT(lists) == LISTS, "a name per list");

static void presets_add(struct presets_preset *preset, enum presets_list list, double number)
{
    size_t i = preset->counts[list]++;
    if (i < WEIGHTS_MAX)
        preset->numbers[list][i] = number;
}

/* ---- weights ---- */

bool anki_presets_convert(const double *weights, size_t count, int32_t units[WEIGHTS_MAX])
{
    double w[FSRS_WEIGHTS] = {0};
    if (count != 17 && count != 19 && count != FSRS_WEIGHTS)
        return false;
    memcpy(w, weights, count * sizeof *w);
    if (count == 17) { /* difficulty was linear in the first grade */
        w[4] += 2 * w[5];
        w[5] = log(3 * w[5] + 1) / 3;
        w[6] += 0.5;
    }
    if (count < FSRS_WEIGHTS)
        w[20] = DECAY_BEFORE_6;
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        if (!(w[i] >= 0 && w[i] <= WEIGHT_HIGHEST))
            return false;
        units[i] = (int32_t)lround(w[i] * WEIGHT_UNIT);
    }
    return true;
}

/* ---- presets in JSON ---- */

/* Runs a query for a deck or a preset, and begins to read its rows. */
static enum err_code presets_query(
    struct anki_database *db, const char *sql, int64_t id, sqlite3_stmt **row, struct err *err)
{
    enum err_code code = anki_database_query(db, sql, row, err);
    if (!code)
        sqlite3_bind_int64(*row, 1, id);
    return code;
}

static enum err_code presets_read_json(
    struct anki_database *db, int64_t deck_id, struct presets_preset *preset, struct err *err)
{
    static const char sql[] =
        "SELECT e.value FROM col, json_each(iif(json_valid(dconf), dconf, '{}'), '$.\"' || "
        "ifnull(json_extract(decks, '$.\"' || ?1 || '\".conf'), 1) || '\".' || ?2) e ORDER BY e.id";
    static const char own_sql[] = /* in percent */
        "SELECT json_extract(decks, '$.\"' || ?1 || '\".desiredRetention') FROM col";
    sqlite3_stmt *row;
    enum err_code code = presets_query(db, own_sql, deck_id, &row, err);
    if (code)
        return code;
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, 0) != SQLITE_NULL)
        presets_add(preset, RETENTION, sqlite3_column_double(row, 0) / 100);
    code = anki_database_end(db, row, err);
    for (int list = 0; list < LISTS && !code; list++) {
        if ((code = presets_query(db, sql, deck_id, &row, err)))
            return code;
        sqlite3_bind_text(row, 2, lists[list].name, -1, SQLITE_STATIC);
        while (sqlite3_step(row) == SQLITE_ROW)
            presets_add(preset, (enum presets_list)list, sqlite3_column_double(row, 0));
        code = anki_database_end(db, row, err);
    }
    return code;
}

/* ---- presets in tables ---- */

static double presets_float(uint32_t bits)
{
    float number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static double presets_float_at(const char *bytes)
{
    uint32_t bits = 0;
    for (int i = 3; i >= 0; i--)
        bits = bits << 8 | (unsigned char)bytes[i];
    return presets_float(bits);
}

static void presets_take_config(struct protobuf message, struct presets_preset *preset)
{
    struct protobuf_field field;
    while (protobuf_next(&message, &field))
        for (int list = 0; list < LISTS; list++) {
            if (field.number != lists[list].field)
                continue;
            for (size_t at = 0; field.bytes && at + 4 <= field.length; at += 4)
                presets_add(preset, (enum presets_list)list, presets_float_at(field.bytes + at));
            if (!field.bytes)
                presets_add(preset, (enum presets_list)list, presets_float((uint32_t)field.value));
        }
}

/* Reads a deck's kind: its preset, and the retention of its own, if any. */
static int64_t presets_take_kind(struct protobuf message, struct presets_preset *preset)
{
    enum { NORMAL = 1, PRESET = 1, OWN_RETENTION = 10 };
    struct protobuf_field field;
    int64_t id = 1;
    while (protobuf_next(&message, &field)) {
        if (field.number != NORMAL || !field.bytes)
            continue;
        struct protobuf normal = protobuf_of(field.bytes, field.length);
        while (protobuf_next(&normal, &field)) {
            if (field.number == PRESET && !field.bytes)
                id = (int64_t)field.value;
            if (field.number == OWN_RETENTION && !field.bytes)
                presets_add(preset, RETENTION, presets_float((uint32_t)field.value));
        }
    }
    return id;
}

static struct protobuf presets_column(sqlite3_stmt *row)
{
    const void *bytes = sqlite3_column_blob(row, 0);
    return protobuf_of(bytes ? bytes : "", (size_t)sqlite3_column_bytes(row, 0));
}

static enum err_code presets_read_tables(
    struct anki_database *db, int64_t deck_id, struct presets_preset *preset, struct err *err)
{
    sqlite3_stmt *row;
    int64_t id = 1, tables = 0;
    enum err_code code = anki_database_read_value(
        db, "SELECT count(*) FROM sqlite_schema WHERE name = 'deck_config'", &tables, err);
    if (code || !tables ||
        (code = presets_query(db, "SELECT kind FROM decks WHERE id = ?", deck_id, &row, err)))
        return code;
    if (sqlite3_step(row) == SQLITE_ROW)
        id = presets_take_kind(presets_column(row), preset);
    if ((code = anki_database_end(db, row, err)) ||
        (code = presets_query(db, "SELECT config FROM deck_config WHERE id = ?", id, &row, err)))
        return code;
    if (sqlite3_step(row) == SQLITE_ROW)
        presets_take_config(presets_column(row), preset);
    return anki_database_end(db, row, err);
}

/* ---- decks ---- */

#define CARD_DATA(name)                                                                            \
    "CASE WHEN json_valid(CAST(data AS TEXT)) THEN json_extract(CAST(data AS TEXT), '$." name      \
    "') END"

/* *stability is set if a card of the deck has a memory; *retention, to what most of these cards
 * were last scheduled for. */
static enum err_code presets_read_cards(struct anki_database *db, int64_t deck_id,
    double *stability, double *retention, struct err *err)
{
    static const char sql[] = "SELECT max(" CARD_DATA("s") "), " CARD_DATA(
        "dr") " AS dr FROM cards "
              "WHERE iif(odid <> 0, odid, did) = ? AND " CARD_DATA(
                  "s") " > 0 "
                       "GROUP BY dr ORDER BY count(*) DESC, dr LIMIT 1";
    enum { STABILITY, CARD_RETENTION };
    sqlite3_stmt *row;
    enum err_code code = presets_query(db, sql, deck_id, &row, err);
    if (code)
        return code;
    if (sqlite3_step(row) == SQLITE_ROW) {
        *stability = sqlite3_column_double(row, STABILITY);
        *retention = sqlite3_column_double(row, CARD_RETENTION);
    }
    return anki_database_end(db, row, err);
}

static int presets_retention(double retention)
{
    if (!(retention > 0 && retention < 1))
        return 0;
    int units = (int)lround(retention * RETENTION_UNIT);
    return units < RETENTION_MIN ? RETENTION_MIN : units > RETENTION_MAX ? RETENTION_MAX : units;
}

static void presets_take(const struct presets_preset *preset, double cards_retention,
    struct import_scheduling *scheduling)
{
    int list = PARAMS_6;
    while (list < PARAMS_4 && !preset->counts[list])
        list++;
    size_t count = preset->counts[list];
    double retention = preset->counts[RETENTION] ? preset->numbers[RETENTION][0] : 0;
    scheduling->has_weights = count <= WEIGHTS_MAX && anki_presets_convert(preset->numbers[list],
                                                          count, scheduling->weights);
    scheduling->scheduling.scheduler = SCHEDULER_FSRS;
    /* a package without presets has an empty one, and cards keep two decimals */
    scheduling->scheduling.retention = presets_retention(
        cards_retention > 0 && (!count || retention <= 0) ? cards_retention : retention);
}

enum err_code anki_presets_read(struct anki_database *db, bool in_tables, int64_t deck_id,
    struct import_scheduling *scheduling, struct err *err)
{
    struct presets_preset preset = {0};
    double stability = 0, retention = 0;
    int64_t on = -1; /* not said */
    *scheduling = (struct import_scheduling){0};
    enum err_code code = anki_database_read_value(db,
        in_tables ? "SELECT CAST(val AS TEXT) = 'true' FROM config WHERE key = 'fsrs'"
                  : "SELECT " JSON_LAST("conf", "fsrs") " FROM col",
        &on, err);
    if (code || !on || (code = presets_read_cards(db, deck_id, &stability, &retention, err)) ||
        (on < 0 && stability <= 0))
        return code;
    code = in_tables ? presets_read_tables(db, deck_id, &preset, err)
                     : presets_read_json(db, deck_id, &preset, err);
    if (!code)
        presets_take(&preset, retention, scheduling);
    return code;
}

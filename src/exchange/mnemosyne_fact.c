#include "exchange/mnemosyne_fact.h"

#include "base/utf8.h"
#include "deck/import_fields.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CARDS_MAX     1000 /* per fact */
#define SECONDS_A_DAY 86400

/* ---- rows ---- */

/* Columns of the queries. LOG_ and CARD_ queries are sorted alike, so that they are read side by
 * side. */
enum { CARD_FACT, CARD_ROW, CARD_TYPE, CARD_VIEW, CARD_GRADE, CARD_NEXT, CARD_LAST, CARD_EASINESS };
enum { CARD_REPETITIONS = CARD_EASINESS + 1, CARD_LAPSES, CARD_ACTIVE, CARD_EXTRA, CARD_FACT_ID };
static const char mnemosyne_cards_sql[] =
    "SELECT c._fact_id, c._id, c.card_type_id, c.fact_view_id, c.grade, c.next_rep, c.last_rep,"
    " c.easiness, c.ret_reps_since_lapse, c.lapses, c.active, c.extra_data, f.id"
    " FROM cards c JOIN facts f ON f._id = c._fact_id ORDER BY c._fact_id, c._id";
static const char mnemosyne_fields_sql[] =
    "SELECT _fact_id, key, value FROM data_for_fact WHERE _fact_id NOT NULL"
    " ORDER BY _fact_id, rowid";
static const char mnemosyne_tags_sql[] =
    "SELECT c._fact_id, t.name FROM cards c JOIN tags_for_card x ON x._card_id = c._id"
    " JOIN tags t ON t._id = x._tag_id ORDER BY c._fact_id, c._id, t._id";
enum { LOG_FACT, LOG_CARD, LOG_TIME, LOG_GRADE, LOG_EASINESS, LOG_SCHEDULED, LOG_SPENT, LOG_NEXT };
static const char mnemosyne_log_sql[] =
    "SELECT c._fact_id, c._id, l.timestamp, l.grade, l.easiness, l.scheduled_interval,"
    " l.thinking_time, l.next_rep FROM cards c JOIN log l ON l.object_id = c.id"
    " WHERE l.event_type = 9 ORDER BY c._fact_id, c._id, l.timestamp, l._id";

static enum err_code mnemosyne_begin_rows(
    struct mnemosyne_reader *m, struct mnemosyne_rows *rows, const char *sql, struct err *err)
{
    enum err_code code = anki_database_query(m->db, sql, &rows->row, err);
    rows->on_row = !code && sqlite3_step(rows->row) == SQLITE_ROW;
    return code;
}

/* Moves to the fact's next row. False after the last; skips rows of missing facts. */
static bool mnemosyne_is_at(struct mnemosyne_rows *rows, int64_t fact)
{
    while (rows->on_row && sqlite3_column_int64(rows->row, 0) < fact)
        rows->on_row = sqlite3_step(rows->row) == SQLITE_ROW;
    return rows->on_row && sqlite3_column_int64(rows->row, 0) == fact;
}

static void mnemosyne_step(struct mnemosyne_rows *rows)
{
    rows->on_row = sqlite3_step(rows->row) == SQLITE_ROW;
}

static void mnemosyne_copy(
    struct mnemosyne_reader *m, struct buf *to, sqlite3_stmt *row, int column)
{
    buf_clear(to);
    utf8_add_valid(to, anki_database_text(row, column));
    m->failed |= to->failed;
}

/* ---- times ---- */

/* The day of a time in UTC. Mnemosyne stores the day on which a card is due as midnight UTC of that
 * day in local time, so this is the due day itself; for other times, it is right to a day. */
int mnemosyne_day(int64_t seconds)
{
    return (int)(seconds / SECONDS_A_DAY);
}

bool mnemosyne_is_time(int64_t seconds)
{
    return seconds > 0 && seconds < UINT32_MAX;
}

int mnemosyne_interval(int64_t from_s, int64_t to_s)
{
    if (!mnemosyne_is_time(from_s) || !mnemosyne_is_time(to_s) || to_s <= from_s)
        return 0;
    int days = mnemosyne_day(to_s) - mnemosyne_day(from_s);
    return days < 1 ? 1 : days;
}

int mnemosyne_ease(double easiness)
{
    if (!(easiness > 0))
        return EASE_FIRST;
    double ease = easiness < 10 ? floor(easiness * 100 + 0.5) : 1000;
    return ease < EASE_FLOOR ? EASE_FLOOR : (int)ease;
}

/* ---- the fact ---- */

/* Returns the number after the last occurrence of a key in a Python dictionary that is written as
 * text, or `other`. The last one counts because the text of a gap, which may contain the key, comes
 * first. */
static int mnemosyne_number_of(const char *dictionary, const char *key, int other)
{
    const char *found = NULL;
    for (const char *c = dictionary; (c = strstr(c, key)); c++)
        found = c + strlen(key);
    if (!found)
        return other;
    long number = strtol(found, NULL, 10);
    return number < 0 || number >= CARDS_MAX ? other : (int)number;
}

static void mnemosyne_take_card(struct mnemosyne_reader *m, sqlite3_stmt *row)
{
    if (m->card_count == CARDS_MAX)
        return;
    if (m->card_count == m->card_capacity) {
        size_t before = m->card_capacity;
        if (!array_grow(&m->cards, m->card_count, &m->card_capacity, sizeof *m->cards)) {
            m->failed = true;
            return;
        }
        memset(m->cards + before, 0, (m->card_capacity - before) * sizeof *m->cards);
    }
    struct mnemosyne_card *card = &m->cards[m->card_count];
    struct buf view_id = card->view_id;
    *card = (struct mnemosyne_card){.row = sqlite3_column_int64(row, CARD_ROW),
        .view_id = view_id,
        .grade = anki_database_int(row, CARD_GRADE, -1, 5),
        .next_s = sqlite3_column_int64(row, CARD_NEXT),
        .last_s = sqlite3_column_int64(row, CARD_LAST),
        .easiness = sqlite3_column_double(row, CARD_EASINESS),
        .repetitions = anki_database_int(row, CARD_REPETITIONS, 0, 100000),
        .lapses = anki_database_int(row, CARD_LAPSES, 0, 1000000),
        .active = sqlite3_column_type(row, CARD_ACTIVE) == SQLITE_NULL ||
                  sqlite3_column_int(row, CARD_ACTIVE) != 0};
    mnemosyne_copy(m, &card->view_id, row, CARD_VIEW);
    const char *dot = strrchr(buf_string(&card->view_id), '.');
    card->view = dot ? atoi(dot + 1) : 1;
    card->gap =
        mnemosyne_number_of(anki_database_text(row, CARD_EXTRA), "'index': ", (int)m->card_count) +
        1;
    m->card_count++;
}

static void mnemosyne_take_field(struct mnemosyne_reader *m, sqlite3_stmt *row)
{
    enum { FACT, KEY, VALUE };
    if (m->field_count == FIELDS_MAX)
        return;
    struct mnemosyne_field *field = &m->fields[m->field_count++];
    mnemosyne_copy(m, &field->key, row, KEY);
    mnemosyne_copy(m, &field->value, row, VALUE);
}

/* Adds a tag. A tag in Mnemosyne may contain spaces and semicolons, which become hyphens. */
static void mnemosyne_take_tag(struct mnemosyne_reader *m, const char *name)
{
    struct buf tag = {0};
    if (strcmp(name, "__UNTAGGED__") == 0 || strcmp(name, "<default>") == 0)
        return;
    utf8_add_valid(&tag, name);
    for (size_t i = 0; i < tag.length; i++)
        if (tag.bytes[i] == ';')
            tag.bytes[i] = '-';
    buf_char(&tag, ','); /* without a comma, its words would be tags */
    field_add_tags(&m->tags, buf_string(&tag));
    m->failed |= tag.failed || m->tags.failed;
    buf_done(&tag);
}

/* Mnemosyne's grades. 3, 4 and 5 change its easiness exactly as they do in SM-2 (-0.14, 0 and
 * +0.10), so they are the ratings 3, 4 and 5. 2 is the lowest that counts as recalled, "barely", so
 * it is 3, too. 0 and 1 are failures: "not at all", and "getting more familiar". */
static const enum rating mnemosyne_ratings[] = {
    RATING_NOT_AT_ALL, RATING_BARELY, RATING_PARTLY, RATING_PARTLY, RATING_WELL, RATING_PERFECTLY};

static void mnemosyne_take_rating(struct mnemosyne_reader *m, size_t card, sqlite3_stmt *row)
{
    int64_t at_s = sqlite3_column_int64(row, LOG_TIME);
    int grade = sqlite3_column_type(row, LOG_GRADE) == SQLITE_INTEGER
                    ? anki_database_int(row, LOG_GRADE, -1, 6)
                    : -1;
    if (grade < 0 || grade > 5 || !mnemosyne_is_time(at_s))
        return;
    const struct mnemosyne_rating *before =
        m->rating_count && m->ratings[m->rating_count - 1].card == card
            ? &m->ratings[m->rating_count - 1]
            : NULL;
    bool failed_today = before && rating_is_lapse(before->review.rating) &&
                        mnemosyne_day(before->review.at_ms / 1000) == mnemosyne_day(at_s);
    int64_t scheduled_s = sqlite3_column_int64(row, LOG_SCHEDULED);
    struct mnemosyne_rating rating = {
        card, {.at_ms = at_s * 1000,
                  .kind = !before        ? REVIEW_NEW
                          : failed_today ? REVIEW_REPEAT
                                         : REVIEW_DUE,
                  .rating = mnemosyne_ratings[grade],
                  .spent_ms = (int64_t)anki_database_int(row, LOG_SPENT, 0, SECONDS_A_DAY) * 1000,
                  .interval_before = scheduled_s <= 0 || !mnemosyne_is_time(scheduled_s)
                                         ? 0
                                         : (int)((scheduled_s + SECONDS_A_DAY / 2) / SECONDS_A_DAY),
                  .interval = grade < GRADE_RECALLED
                                  ? 1
                                  : mnemosyne_interval(at_s, sqlite3_column_int64(row, LOG_NEXT)),
                  .ease = mnemosyne_ease(sqlite3_column_double(row, LOG_EASINESS))}};
    m->cards[card].rated = true;
    m->failed |=
        !array_add(&m->ratings, &m->rating_count, &m->rating_capacity, &rating, sizeof rating);
}

static void mnemosyne_take_ratings(struct mnemosyne_reader *m)
{
    size_t card = 0;
    for (; mnemosyne_is_at(&m->log_rows, m->fact); mnemosyne_step(&m->log_rows)) {
        int64_t number = sqlite3_column_int64(m->log_rows.row, LOG_CARD);
        while (card < m->card_count && m->cards[card].row < number)
            card++;
        if (card < m->card_count && m->cards[card].row == number)
            mnemosyne_take_rating(m, card, m->log_rows.row);
    }
}

/* Reads the fact at which the rows of cards are. */
void mnemosyne_take_fact(struct mnemosyne_reader *m)
{
    m->fact = sqlite3_column_int64(m->cards_rows.row, CARD_FACT);
    mnemosyne_copy(m, &m->id, m->cards_rows.row, CARD_FACT_ID);
    mnemosyne_copy(m, &m->type, m->cards_rows.row, CARD_TYPE);
    buf_clear(&m->tags);
    m->field_count = m->card_count = m->rating_count = 0;
    m->part = 0;
    for (; mnemosyne_is_at(&m->cards_rows, m->fact) && !m->failed; mnemosyne_step(&m->cards_rows))
        mnemosyne_take_card(m, m->cards_rows.row);
    for (; mnemosyne_is_at(&m->fields_rows, m->fact); mnemosyne_step(&m->fields_rows))
        mnemosyne_take_field(m, m->fields_rows.row);
    for (; mnemosyne_is_at(&m->tags_rows, m->fact); mnemosyne_step(&m->tags_rows))
        mnemosyne_take_tag(m, anki_database_text(m->tags_rows.row, 1));
    mnemosyne_take_ratings(m);
}

const char *mnemosyne_field(const struct mnemosyne_reader *m, const char *key)
{
    for (size_t i = 0; i < m->field_count; i++)
        if (strcmp(buf_string(&m->fields[i].key), key) == 0)
            return buf_string(&m->fields[i].value);
    return "";
}

/* ---- queries ---- */

enum err_code mnemosyne_begin(struct mnemosyne_reader *m, struct err *err)
{
    enum err_code code = anki_database_query(
        m->db, "SELECT q_fact_keys, a_fact_keys FROM fact_views WHERE id = ?", &m->view, err);
    if (!code && !(code = mnemosyne_begin_rows(m, &m->cards_rows, mnemosyne_cards_sql, err)) &&
        !(code = mnemosyne_begin_rows(m, &m->fields_rows, mnemosyne_fields_sql, err)) &&
        !(code = mnemosyne_begin_rows(m, &m->tags_rows, mnemosyne_tags_sql, err)))
        code = mnemosyne_begin_rows(m, &m->log_rows, mnemosyne_log_sql, err);
    return code;
}

/* Frees the queries. Returns `code`, or the first error of a query. */
enum err_code mnemosyne_end(struct mnemosyne_reader *m, enum err_code code, struct err *err)
{
    sqlite3_stmt *const rows[] = {
        m->cards_rows.row, m->fields_rows.row, m->tags_rows.row, m->log_rows.row, m->view};
    for (size_t i = 0; i < COUNT(rows); i++)
        if (code)
            sqlite3_finalize(rows[i]);
        else
            code = anki_database_end(m->db, rows[i], err);
    return code;
}

void mnemosyne_done(struct mnemosyne_reader *m)
{
    for (size_t i = 0; i < FIELDS_MAX; i++) {
        buf_done(&m->fields[i].key);
        buf_done(&m->fields[i].value);
    }
    for (size_t i = 0; i < m->card_capacity; i++)
        buf_done(&m->cards[i].view_id);
    free(m->cards);
    free(m->ratings);
    buf_done(&m->id);
    buf_done(&m->type);
    buf_done(&m->tags);
    deck_entry_done(&m->entry);
    free(m);
}

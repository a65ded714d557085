/* Reads Mnemosyne's tables. A fact has named fields; its card type says which cards they make, and
 * a fact view what a card shows:
 *
 *   1 front to back        f -> b
 *   2 both ways            f -> b, b -> f
 *   3 vocabulary           f -> m_1, m_1 -> f, with pronunciation p_1 and notes n below both
 *   4 map                  marked -> loc, loc and blank -> marked
 *   5 cloze                text, with a card for each [gap:hint]
 *   6 sentence             f -> m_1, and f as a cloze, with p_1, m_1 and n below
 *
 * "3::Japanese" is a copy of type 3. What users or plugins add has its views in the database. */
#include "exchange/mnemosyne.h"

#include "base/utf8.h"
#include "deck/import_fields.h"
#include "model/card.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX    64 /* per fact */
#define CARDS_MAX     1000
#define SECONDS_A_DAY 86400

struct mnemosyne_card {
    int64_t row;
    int view; /* the number at the end of its fact view's id, from 1 */
    struct buf view_id;
    int gap;   /* from 1 */
    int grade; /* -1 before the first rating */
    int64_t next_s, last_s;
    double easiness;
    int repetitions; /* successes after the first since the last lapse */
    int lapses;
    bool active;
    bool sent;         /* an entry has it */
    int part, variant; /* the number of that entry, and which of its cards it is */
};

struct mnemosyne_rating {
    size_t card; /* index in cards */
    struct import_review review;
};

/* A query whose first column is a fact's number, in rising order. */
struct mnemosyne_rows {
    sqlite3_stmt *row;
    bool on_row;
};

struct mnemosyne_reader {
    struct anki_database *db;
    const struct html_media *media;
    struct import_sink *sink;
    struct mnemosyne_rows cards_rows, fields_rows, tags_rows, log_rows;
    sqlite3_stmt *view;
    /* The fact being read. */
    int64_t fact;
    struct buf id, type, tags;
    struct mnemosyne_field {
        struct buf key, value;
    } fields[FIELDS_MAX];
    size_t field_count;
    struct mnemosyne_card *cards;
    size_t card_count, card_capacity;
    struct mnemosyne_rating *ratings;
    size_t rating_count, rating_capacity;
    struct deck_entry entry;
    int part; /* number of entries sent */
    size_t inactive, unknown, too_deep;
    bool failed; /* out of memory */
};

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

/* Moves to the fact's next row. False after the last; rows of missing facts are passed over. */
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
static int mnemosyne_day(int64_t seconds)
{
    return (int)(seconds / SECONDS_A_DAY);
}

static bool mnemosyne_is_time(int64_t seconds)
{
    return seconds > 0 && seconds < UINT32_MAX;
}

static int mnemosyne_interval(int64_t from_s, int64_t to_s)
{
    if (!mnemosyne_is_time(from_s) || !mnemosyne_is_time(to_s) || to_s <= from_s)
        return 0;
    int days = mnemosyne_day(to_s) - mnemosyne_day(from_s);
    return days < 1 ? 1 : days;
}

static int mnemosyne_ease(double easiness)
{
    if (!(easiness > 0))
        return EASE_FIRST;
    double ease = easiness < 10 ? floor(easiness * 100 + 0.5) : 1000;
    return ease < EASE_FLOOR ? EASE_FLOOR : (int)ease;
}

/* ---- the fact ---- */

/* Returns the number after the last occurrence of a key in a Python dictionary that is written as
 * text, or `other`. The last, because a gap's text stands before it. */
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
#define GRADE_RECALLED 2 /* and above */

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
static void mnemosyne_take_fact(struct mnemosyne_reader *m)
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

static const char *mnemosyne_field(const struct mnemosyne_reader *m, const char *key)
{
    for (size_t i = 0; i < m->field_count; i++)
        if (strcmp(buf_string(&m->fields[i].key), key) == 0)
            return buf_string(&m->fields[i].value);
    return "";
}

/* ---- entries ---- */

static void mnemosyne_begin_entry(struct mnemosyne_reader *m)
{
    deck_entry_clear(&m->entry);
    if (m->id.length)
        field_add_id(&m->entry.id, buf_string(&m->id));
    if (m->id.length && m->part)
        buf_format(&m->entry.id, ".%d", m->part + 1);
    buf_text(&m->entry.tags, buf_string(&m->tags));
}

/* Appends a text as a paragraph of its own. */
static void mnemosyne_add(struct mnemosyne_reader *m, struct buf *to, const char *text)
{
    struct buf markdown = {0};
    if (!mnemosyne_to_markdown(&markdown, text, m->media))
        m->too_deep++;
    if (markdown.length && to->length)
        buf_text(to, "\n\n");
    buf_add(to, buf_string(&markdown), markdown.length);
    to->failed |= markdown.failed;
    buf_done(&markdown);
}

static void mnemosyne_add_field(struct mnemosyne_reader *m, struct buf *to, const char *key)
{
    mnemosyne_add(m, to, mnemosyne_field(m, key));
}

static void mnemosyne_claim(struct mnemosyne_reader *m, struct mnemosyne_card *card, int variant)
{
    card->sent = true;
    card->part = m->part;
    card->variant = variant;
}

static bool mnemosyne_send_schedule(struct mnemosyne_reader *m, const struct mnemosyne_card *card)
{
    struct import_schedule schedule = {.variant = card->variant,
        .sm2 = sm2_new(),
        .due = NO_DAY,
        .lapses = card->lapses,
        .suspended = !card->active};
    if (card->grade >= 0 && mnemosyne_is_time(card->next_s)) {
        bool recalled = card->grade >= GRADE_RECALLED;
        int interval = recalled ? mnemosyne_interval(card->last_s, card->next_s) : 1;
        schedule.due = mnemosyne_day(card->next_s);
        schedule.sm2 = (struct sm2){.repetitions = recalled ? card->repetitions + 1 : 1,
            .interval = interval ? interval : 1,
            .ease = mnemosyne_ease(card->easiness)};
    }
    m->inactive += !card->active;
    return (schedule.due == NO_DAY && card->active) ||
           m->sink->schedule(m->sink->context, &schedule);
}

/* Sends the entry, and the history of the cards that were claimed for it. */
static bool mnemosyne_send(struct mnemosyne_reader *m)
{
    int part = m->part++;
    m->failed |= !deck_entry_is_whole(&m->entry);
    if (m->failed || !m->sink->entry(m->sink->context, "", &m->entry, 0))
        return false;
    for (size_t i = 0; i < m->card_count; i++)
        if (m->cards[i].sent && m->cards[i].part == part &&
            !mnemosyne_send_schedule(m, &m->cards[i]))
            return false;
    for (size_t i = 0; i < m->rating_count; i++) {
        const struct mnemosyne_card *card = &m->cards[m->ratings[i].card];
        m->ratings[i].review.variant = card->variant;
        if (card->sent && card->part == part &&
            !m->sink->review(m->sink->context, &m->ratings[i].review))
            return false;
    }
    return true;
}

/* ---- card types ---- */

/* The cards of the view that ask the one way or the other. */
static bool mnemosyne_claim_view(struct mnemosyne_reader *m, int view, int variant)
{
    bool found = false;
    for (size_t i = 0; i < m->card_count; i++)
        if (m->cards[i].view == view && !m->cards[i].sent && !found) {
            mnemosyne_claim(m, &m->cards[i], variant);
            found = true;
        }
    return found;
}

/* Cards that ask for one field by another, and the other way round. */
static bool mnemosyne_make_sides(
    struct mnemosyne_reader *m, const char *front, const char *back, const char *const *below)
{
    bool forward = mnemosyne_claim_view(m, 1, VARIANT_FORWARD);
    bool reverse = mnemosyne_claim_view(m, 2, forward ? VARIANT_REVERSE : VARIANT_FORWARD);
    mnemosyne_begin_entry(m);
    mnemosyne_add_field(m, &m->entry.question, forward || !reverse ? front : back);
    mnemosyne_add_field(m, &m->entry.answer, forward || !reverse ? back : front);
    for (; *below; below++)
        mnemosyne_add_field(m, &m->entry.note, *below);
    m->entry.reverse = forward && reverse;
    return mnemosyne_send(m);
}

static bool mnemosyne_make_two_sided(struct mnemosyne_reader *m)
{
    return mnemosyne_make_sides(m, "f", "b", (const char *const[]){NULL});
}

static bool mnemosyne_make_vocabulary(struct mnemosyne_reader *m)
{
    return mnemosyne_make_sides(m, "f", "m_1", (const char *const[]){"p_1", "n", NULL});
}

static bool mnemosyne_make_map(struct mnemosyne_reader *m)
{
    bool more = true;
    if (mnemosyne_claim_view(m, 1, VARIANT_FORWARD)) {
        mnemosyne_begin_entry(m);
        mnemosyne_add_field(m, &m->entry.question, "marked");
        mnemosyne_add_field(m, &m->entry.answer, "loc");
        more = mnemosyne_send(m);
    }
    if (more && mnemosyne_claim_view(m, 2, VARIANT_FORWARD)) {
        mnemosyne_begin_entry(m);
        mnemosyne_add_field(m, &m->entry.question, "loc");
        mnemosyne_add_field(m, &m->entry.question, "blank");
        mnemosyne_add_field(m, &m->entry.answer, "marked");
        more = mnemosyne_send(m);
    }
    return more;
}

/* A cloze of the field, for the cards of a view. */
static bool mnemosyne_make_gaps(struct mnemosyne_reader *m, const char *key, int view)
{
    struct buf text = {0};
    for (size_t i = 0; i < m->card_count; i++)
        if (m->cards[i].view == view && !m->cards[i].sent)
            mnemosyne_claim(m, &m->cards[i], m->cards[i].gap);
    mnemosyne_add_gaps(&text, mnemosyne_field(m, key), MNEMOSYNE_ALL_GAPS);
    mnemosyne_add(m, &m->entry.cloze, buf_string(&text));
    m->failed |= text.failed;
    buf_done(&text);
    return mnemosyne_send(m);
}

static bool mnemosyne_make_cloze(struct mnemosyne_reader *m)
{
    mnemosyne_begin_entry(m);
    return mnemosyne_make_gaps(m, "text", 1);
}

static bool mnemosyne_make_sentence(struct mnemosyne_reader *m)
{
    static const char *const below[] = {"p_1", "m_1", "n"};
    struct buf text = {0};
    bool more = true;
    if (mnemosyne_claim_view(m, 1, VARIANT_FORWARD)) {
        mnemosyne_begin_entry(m);
        mnemosyne_add_gaps(&text, mnemosyne_field(m, "f"), MNEMOSYNE_NO_GAPS);
        mnemosyne_add(m, &m->entry.question, buf_string(&text));
        mnemosyne_add_field(m, &m->entry.answer, "m_1");
        mnemosyne_add_field(m, &m->entry.note, "p_1");
        mnemosyne_add_field(m, &m->entry.note, "n");
        more = mnemosyne_send(m);
    }
    m->failed |= text.failed;
    buf_done(&text);
    if (!more || !strchr(mnemosyne_field(m, "f"), '['))
        return more;
    m->part = 1; /* its id is the same, whether the first entry exists or not */
    mnemosyne_begin_entry(m);
    for (size_t i = 0; i < COUNT(below); i++)
        mnemosyne_add_field(m, &m->entry.note, below[i]);
    return mnemosyne_make_gaps(m, "f", 2);
}

/* Appends the fields that a list of keys names, written as in Python: ['f', 'x']. */
static size_t mnemosyne_add_keys(struct mnemosyne_reader *m, struct buf *to, const char *list)
{
    struct buf key = {0};
    size_t count = 0;
    for (const char *c = list; (c = strpbrk(c, "'\""));) {
        const char *end = strchr(c + 1, *c);
        if (!end)
            break;
        buf_clear(&key);
        buf_add(&key, c + 1, (size_t)(end - c - 1));
        mnemosyne_add_field(m, to, buf_string(&key));
        count++;
        c = end + 1;
    }
    m->failed |= key.failed;
    buf_done(&key);
    return count;
}

/* A card of a type that is in the database or a plugin: the fields of its fact view or, if that has
 * none, the first field and then the others. */
static void mnemosyne_show_view(struct mnemosyne_reader *m, const struct mnemosyne_card *card)
{
    enum { QUESTION, ANSWER };
    size_t found = 0;
    sqlite3_reset(m->view);
    sqlite3_bind_text(m->view, 1, buf_string(&card->view_id), -1, SQLITE_STATIC);
    if (sqlite3_step(m->view) == SQLITE_ROW) {
        found = mnemosyne_add_keys(m, &m->entry.question, anki_database_text(m->view, QUESTION));
        mnemosyne_add_keys(m, &m->entry.answer, anki_database_text(m->view, ANSWER));
    }
    if (found)
        return;
    m->unknown++;
    buf_clear(&m->entry.answer);
    for (size_t i = 0; i < m->field_count; i++)
        mnemosyne_add(m, m->entry.question.length ? &m->entry.answer : &m->entry.question,
            buf_string(&m->fields[i].value));
}

static bool mnemosyne_make_views(struct mnemosyne_reader *m)
{
    bool more = true;
    for (size_t i = 0; i < m->card_count && more; i++) {
        mnemosyne_claim(m, &m->cards[i], VARIANT_FORWARD);
        mnemosyne_begin_entry(m);
        mnemosyne_show_view(m, &m->cards[i]);
        more = mnemosyne_send(m);
    }
    return more;
}

static bool mnemosyne_make_entries(struct mnemosyne_reader *m)
{
    static bool (*const makers[])(struct mnemosyne_reader * m) = {['1'] = mnemosyne_make_two_sided,
        ['2'] = mnemosyne_make_two_sided,
        ['3'] = mnemosyne_make_vocabulary,
        ['4'] = mnemosyne_make_map,
        ['5'] = mnemosyne_make_cloze,
        ['6'] = mnemosyne_make_sentence};
    const char *type = buf_string(&m->type);
    unsigned char number = (unsigned char)*type;
    bool builtin = number && (!type[1] || strncmp(type + 1, "::", 2) == 0);
    return builtin && number < COUNT(makers) && makers[number] ? makers[number](m)
                                                               : mnemosyne_make_views(m);
}

/* ---- the database ---- */

static void mnemosyne_note(
    struct mnemosyne_reader *m, size_t count, const char *one, const char *several)
{
    struct buf note = {0};
    if (count)
        buf_format(&note, "%zu %s", count, count == 1 ? one : several);
    if (count && !note.failed)
        m->sink->note(m->sink->context, buf_string(&note));
    buf_done(&note);
}

static void mnemosyne_tell(struct mnemosyne_reader *m)
{
    mnemosyne_note(m, m->inactive, "card is not in Mnemosyne's active set: suspended",
        "cards are not in Mnemosyne's active set: suspended");
    mnemosyne_note(m, m->unknown,
        "card has a card type that drill does not know: its first field asks for the others",
        "cards have a card type that drill does not know: their first field asks for the others");
    mnemosyne_note(m, m->too_deep, "text is left out: its HTML is nested too deeply",
        "texts are left out: their HTML is nested too deeply");
}

static enum err_code mnemosyne_begin(struct mnemosyne_reader *m, struct err *err)
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
static enum err_code mnemosyne_end(struct mnemosyne_reader *m, enum err_code code, struct err *err)
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

static void mnemosyne_done(struct mnemosyne_reader *m)
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

enum err_code mnemosyne_read(struct anki_database *db, const struct html_media *media,
    struct import_sink *sink, struct err *err)
{
    struct mnemosyne_reader *m = calloc(1, sizeof *m);
    bool more = true;
    if (!m)
        return err_memory(err);
    m->db = db;
    m->media = media;
    m->sink = sink;
    enum err_code code = mnemosyne_begin(m, err);
    while (!code && more && m->cards_rows.on_row && !m->failed) {
        mnemosyne_take_fact(m);
        more = !m->failed && mnemosyne_make_entries(m);
    }
    code = mnemosyne_end(m, code, err);
    if (!code && m->failed)
        code = err_memory(err);
    if (!code && !more) {
        *err = sink->failure;
        code = sink->failure.code;
    }
    if (!code)
        mnemosyne_tell(m);
    mnemosyne_done(m);
    return code;
}

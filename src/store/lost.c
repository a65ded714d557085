#include "store/lost.h"

#include "base/buf.h"
#include "store/cards.h"
#include "store/row_ranges.h"
#include "store/sql_once.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct lost_index lost_indexes[LOST_INDEXES] = {{"reviews_card", "reviews", true},
    {"reviews_day", "reviews", false}, {"changes_card", "changes", true},
    {"cards_queue", "cards", false}};

static const struct {
    const char *table, *one, *many, *after;
    const char *find; /* finds whatever remains of a row */
} lost_tables[LOST_TABLES] = {
    {"reviews", "rating (row", "ratings (rows", " of reviews)",
        "SELECT 1 FROM reviews WHERE review_id = ?"},
    {"changes", "change (row", "changes (rows", " of changes)",
        "SELECT 1 FROM changes WHERE change_id = ?"},
    {"cards", "card (number", "cards (numbers", "), which had no ratings",
        "SELECT 1 FROM cards WHERE card_id = ?1 UNION ALL SELECT 1 FROM texts WHERE card_id = ?1 "
        "UNION ALL SELECT 1 FROM reviews WHERE card_id = ?1 "
        "UNION ALL SELECT 1 FROM changes WHERE card_id = ?1"},
};

static size_t lost_table(const char *table)
{
    size_t t = 0;
    while (t < LOST_TABLES && strcmp(lost_tables[t].table, table) != 0)
        t++;
    return t;
}

void lost_note_table(struct lost *lost, const char *table, const struct page_gaps *gaps)
{
    if (lost_table(table) < LOST_TABLES)
        lost->gaps[lost_table(table)] = gaps;
}

void lost_done(struct lost *lost)
{
    sqlite3_finalize(lost->find);
    free(lost->rows);
}

/* Take an index entry, and record its row if nothing remains of that row. */
static enum err_code lost_take(void *context, const struct page_row *entry, struct err *err)
{
    struct lost *lost = context;
    const struct page_value *id = &entry->values[entry->count - 1];
    struct lost_row row = {.table = lost->index->table, .row = id->number, .named = 1};
    if (entry->count < 2 || id->type != PAGE_INTEGER || id->number < 1)
        return ERR_NONE;
    if (lost->index->has_card)
        row.card_id = entry->values[0].number;
    sqlite3_bind_int64(lost->find, 1, row.row);
    bool there = sqlite3_step(lost->find) == SQLITE_ROW;
    sqlite3_reset(lost->find);
    return there || array_add(&lost->rows, &lost->count, &lost->capacity, &row, sizeof row)
               ? ERR_NONE
               : err_memory(err);
}

static enum err_code lost_read_index(
    struct lost *lost, const struct mend *mend, struct pages *pages, size_t i, struct err *err)
{
    struct page_gaps gaps = {0};
    if (lost->roots[i] == 0)
        return ERR_NONE;
    lost->index = &lost_indexes[i];
    lost->find = sql_once(mend->store, lost_tables[lost_table(lost_indexes[i].table)].find, err);
    enum err_code code =
        lost->find ? pages_read(pages, lost->roots[i], lost_take, lost, &gaps, err) : err->code;
    sqlite3_finalize(lost->find);
    lost->find = NULL;
    lost->whole[i] = gaps.count == 0;
    free(gaps.list);
    return code;
}

static int lost_by_row(const void *a, const void *b)
{
    const struct lost_row *one = a, *other = b;
    int order = strcmp(one->table, other->table);
    return order ? order : array_by_number(&one->row, &other->row);
}

/* Merge entries that name the same row. */
static void lost_merge(struct lost *lost)
{
    size_t kept = 0;
    if (lost->count)
        qsort(lost->rows, lost->count, sizeof *lost->rows, lost_by_row);
    for (size_t i = 0; i < lost->count; i++) {
        struct lost_row *row = &lost->rows[i], *before = kept ? &lost->rows[kept - 1] : NULL;
        if (!before || lost_by_row(before, row) != 0) {
            lost->rows[kept++] = *row;
            continue;
        }
        before->named += row->named;
        before->card_id = before->card_id ? before->card_id : row->card_id;
    }
    lost->count = kept;
}

/* Whether the row is certainly lost. If the table has no gaps, two indexes must name it. */
static bool lost_is_sure(const struct lost *lost, const struct lost_row *row)
{
    return row->named > 1 || lost->gaps[lost_table(row->table)]->count > 0;
}

static void lost_add_cards(struct buf *line, int64_t *cards, size_t count)
{
    qsort(cards, count, sizeof *cards, array_by_number);
    while (count && *cards == 0) { /* unknown */
        cards++;
        count--;
    }
    if (count == 0)
        return;
    buf_text(line, cards[0] == cards[count - 1] ? " of card " : " of cards ");
    row_ranges_add(line, cards, count);
}

static enum err_code lost_tell_table(
    const struct lost *lost, const struct mend *mend, size_t t, struct err *err)
{
    struct buf line = {0};
    size_t count = 0;
    int64_t *rows = calloc(lost->count + 1, sizeof *rows);
    int64_t *cards = calloc(lost->count + 1, sizeof *cards);
    for (size_t i = 0; rows && cards && i < lost->count; i++) {
        if (strcmp(lost->rows[i].table, lost_tables[t].table) != 0 ||
            !lost_is_sure(lost, &lost->rows[i]))
            continue;
        rows[count] = lost->rows[i].row;
        cards[count++] = lost->rows[i].card_id;
    }
    bool ok = rows && cards;
    if (ok && count) {
        buf_format(
            &line, "lost: %zu %s ", count, count == 1 ? lost_tables[t].one : lost_tables[t].many);
        row_ranges_add(&line, rows, count);
        buf_text(&line, lost_tables[t].after);
        lost_add_cards(&line, cards, count);
        mend->told(mend->context, buf_string(&line));
    }
    ok = ok && !line.failed;
    buf_done(&line);
    free(rows);
    free(cards);
    return ok ? ERR_NONE : err_memory(err);
}

static int64_t lost_ratings_of(const struct lost *lost, int64_t card_id)
{
    int64_t count = 0;
    for (size_t i = 0; i < lost->count; i++)
        count += strcmp(lost->rows[i].table, "reviews") == 0 && lost->rows[i].card_id == card_id;
    return count;
}

/* Compare cards' rating counts with the log, since some ratings may have left no trace in an
 * index. */
static enum err_code lost_tell_uncounted(
    const struct lost *lost, const struct mend *mend, struct err *err)
{
    enum { CARD_ID, MISSING };
    bool ok = true;
    int64_t sum = 0;
    struct card_ids cards = {0};
    sqlite3_stmt *row = sql_once(mend->store,
        "SELECT card_id, reviews - (SELECT count(*) FROM reviews r WHERE r.card_id = c.card_id "
        "AND undone_ms IS NULL) missing FROM cards c WHERE missing > 0 ORDER BY card_id",
        err);
    while (row && ok && sqlite3_step(row) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(row, CARD_ID);
        int64_t missing = sqlite3_column_int64(row, MISSING) - lost_ratings_of(lost, card_id);
        if (missing <= 0)
            continue;
        sum += missing;
        ok = card_ids_add(&cards, card_id);
    }
    enum err_code code = sql_once_end(mend->store, row, err);
    if (!code && ok && sum) {
        char before[64];
        snprintf(before, sizeof before, "lost: %lld more rating%s, of cards ", (long long)sum,
            sum == 1 ? "" : "s");
        mend_tell_rows(mend, before, cards.ids, cards.count, "; their row numbers are unknown");
    }
    free(cards.ids);
    return code || ok ? code : err_memory(err);
}

/* ---- rows that nothing names ---- */

#define UNNAMED_MAX 1000000 /* numbers tried per gap; a damaged number may make a gap huge */

/* Whether an index that names all rows of a table could be read in full. */
static bool lost_has_witness(const struct lost *lost, size_t t)
{
    for (size_t i = 0; i < LOST_INDEXES; i++)
        if (lost_table(lost_indexes[i].table) == t && lost->whole[i])
            return true;
    return false;
}

static bool lost_is_named(const struct lost *lost, size_t t, int64_t number)
{
    struct lost_row wanted = {.table = lost_tables[t].table, .row = number};
    return lost->count &&
           bsearch(&wanted, lost->rows, lost->count, sizeof wanted, lost_by_row) != NULL;
}

/* List the numbers in a gap that no remaining row has. */
static enum err_code lost_list_unnamed(const struct lost *lost, const struct mend *mend, size_t t,
    struct page_gap gap, int64_t highest, struct card_ids *numbers, struct err *err)
{
    sqlite3_stmt *find = sql_once(mend->store,
        t == LOST_TABLES - 1 ? lost_tables[t].find
                             : "SELECT 1 FROM reviews WHERE review_id = ?1 "
                               "UNION ALL SELECT 1 FROM changes WHERE change_id = ?1",
        err);
    int64_t last = gap.upto < highest ? gap.upto : highest;
    bool ok = true;
    for (int64_t n = gap.after + 1; find && ok && n <= last && n - gap.after <= UNNAMED_MAX; n++) {
        sqlite3_bind_int64(find, 1, n);
        if (sqlite3_step(find) != SQLITE_ROW && !lost_is_named(lost, t, n))
            ok = card_ids_add(numbers, n);
        sqlite3_reset(find);
    }
    enum err_code code = sql_once_end(mend->store, find, err);
    return code || ok ? code : err_memory(err);
}

/* Find the highest number that remaining data refers to. Whether there were rows above it is
 * unknown. */
static enum err_code lost_highest(
    const struct lost *lost, const struct mend *mend, size_t t, int64_t *highest, struct err *err)
{
    enum { NUMBER };
    sqlite3_stmt *row = sql_once(mend->store,
        t == LOST_TABLES - 1
            ? "SELECT max(ifnull((SELECT max(card_id) FROM cards), 0), ifnull((SELECT max(card_id) "
              "FROM reviews), 0), ifnull((SELECT max(card_id) FROM texts), 0))"
            : "SELECT max(ifnull((SELECT max(review_id) FROM reviews), 0), ifnull((SELECT "
              "max(change_id) FROM changes), 0), ifnull((SELECT max(last_review_id) FROM cards), "
              "0),"
              " ifnull((SELECT max(last_change_id) FROM cards), 0))",
        err);
    *highest = row && sqlite3_step(row) == SQLITE_ROW ? sqlite3_column_int64(row, NUMBER) : 0;
    for (size_t i = 0; i < lost->gaps[t]->count; i++)
        if (lost->gaps[t]->list[i].upto != INT64_MAX && lost->gaps[t]->list[i].upto > *highest)
            *highest = lost->gaps[t]->list[i].upto;
    return sql_once_end(mend->store, row, err);
}

static bool lost_is_open(const struct page_gaps *gaps)
{
    bool open = false;
    for (size_t i = 0; i < gaps->count; i++)
        open |= gaps->list[i].upto == INT64_MAX;
    return open;
}

/* Report rows that may have existed, although no remaining index names them. */
static enum err_code lost_tell_unnamed(
    const struct lost *lost, const struct mend *mend, size_t t, struct err *err)
{
    struct card_ids numbers = {0};
    int64_t highest;
    char before[64];
    const char *rows;
    if (!lost->gaps[t]->count || lost_has_witness(lost, t))
        return ERR_NONE;
    enum err_code code = lost_highest(lost, mend, t, &highest, err);
    for (size_t i = 0; i < lost->gaps[t]->count && !code; i++)
        code = lost_list_unnamed(lost, mend, t, lost->gaps[t]->list[i], highest, &numbers, err);
    rows = numbers.count == 1 ? lost_tables[t].one : lost_tables[t].many;
    snprintf(before, sizeof before, "possibly lost: up to %zu %s ", numbers.count, rows);
    if (!code && numbers.count)
        mend_tell_rows(mend, before, numbers.ids, numbers.count, lost_tables[t].after);
    if (!code && lost_is_open(lost->gaps[t]))
        mend_tell(mend, "possibly lost: %s above %lld%s", lost_tables[t].many, (long long)highest,
            lost_tables[t].after);
    free(numbers.ids);
    return code;
}

enum err_code lost_tell(
    struct lost *lost, const struct mend *mend, struct pages *pages, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < LOST_INDEXES && !code; i++)
        code = lost_read_index(lost, mend, pages, i, err);
    lost_merge(lost);
    for (size_t t = 0; t < LOST_TABLES && !code; t++)
        if (!(code = lost_tell_table(lost, mend, t, err)))
            code = lost_tell_unnamed(lost, mend, t, err);
    return code || lost_has_witness(lost, 0) || !lost->gaps[0]->count
               ? code
               : lost_tell_uncounted(lost, mend, err);
}

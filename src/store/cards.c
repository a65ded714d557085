#include "store/cards.h"

#include "deck/cloze.h"
#include "store/replay.h"
#include "store/sql.h"

#include <assert.h>
#include <stdlib.h>

void stored_card_done(struct stored_card *card)
{
    buf_done(&card->texts);
    *card = (struct stored_card){0};
}

/* Append a column's text with its NUL, and return its offset. */
static size_t cards_keep(struct buf *texts, sqlite3_stmt *row, int column)
{
    size_t offset = texts->length;
    buf_text(texts, column_text(row, column));
    buf_char(texts, '\0');
    return offset;
}

static void cards_read_card(struct stored_card *card, sqlite3_stmt *row)
{
    /* clang-format off */
    enum {
        DECK_ID = SCHEDULE_COLUMNS, VARIANT, ID, QUESTION, ANSWER, HINT, NOTE, TAGS, CLOZE, DECK_NAME,
        DECK_TAGS, OWN_TAGS, POSITION, RETIRED, TYPED, WHOLE
    };
    /* clang-format on */
    assert(sqlite3_column_count(row) == WHOLE + 1);
    struct buf *texts = &card->texts;
    bool named = sqlite3_column_type(row, ID) != SQLITE_NULL;
    bool gap = sqlite3_column_type(row, CLOZE) != SQLITE_NULL;
    size_t at[POSITION];
    for (int column = ID; column < POSITION; column++)
        at[column] = cards_keep(texts, row, column);
    if (texts->failed)
        return;
    card->schedule = row_schedule(row);
    card->deck_id = column_number(row, DECK_ID, CARDS_DECK_ID);
    card->position = column_number(row, POSITION, CARDS_POSITION);
    card->retired = sqlite3_column_int(row, RETIRED);
    card->card = (struct card){
        .id = named ? texts->bytes + at[ID] : NULL,
        .variant = column_int(row, VARIANT, CARDS_VARIANT),
        .question = texts->bytes + at[QUESTION],
        .answer = texts->bytes + at[ANSWER],
        .cloze = gap ? texts->bytes + at[CLOZE] : NULL,
        .hint = texts->bytes + at[HINT],
        .note = texts->bytes + at[NOTE],
        .tags = texts->bytes + at[TAGS],
        .typed = column_number(row, TYPED, CARDS_TYPED) != 0,
    };
    card->deck_name = texts->bytes + at[DECK_NAME];
    card->deck_tags = texts->bytes + at[DECK_TAGS];
    card->own_tags = texts->bytes + at[OWN_TAGS];
}

enum err_code store_card(struct store *store, int64_t id, struct stored_card *card, struct err *err)
{
    static const struct card blank = {
        .question = "", .answer = "", .hint = "", .note = "", .tags = ""};
    buf_clear(&card->texts);
    *card = (struct stored_card){
        .texts = card->texts, .card = blank, .deck_name = "", .deck_tags = "", .own_tags = ""};
    sqlite3_stmt *row = sql_query(store, SQL_CARD, "i", id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        cards_read_card(card, row);
        card->card_id = id;
    }
    return sql_end_list(store, row, !card->texts.failed, err);
}

enum err_code store_searched(
    struct store *store, int64_t card_id, struct buf *texts, size_t *tags, struct err *err)
{
    enum { QUESTION, ANSWER, TAGS };
    buf_clear(texts);
    sqlite3_stmt *row = sql_query(store, SQL_SEARCHED, "i", card_id);
    bool found = sqlite3_step(row) == SQLITE_ROW;
    for (int column = QUESTION; column <= TAGS; column++) {
        *tags = texts->length;
        if (found)
            cards_keep(texts, row, column);
        else
            buf_char(texts, '\0');
    }
    return sql_end_list(store, row, !texts->failed, err);
}

enum err_code store_asked(
    struct store *store, int64_t card_id, struct buf *question, struct err *err)
{
    enum { VARIANT, QUESTION, CLOZE };
    sqlite3_stmt *row = sql_query(store, SQL_ASKED, "i", card_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        const struct card card = {.variant = column_int(row, VARIANT, CARDS_VARIANT),
            .question = column_text(row, QUESTION),
            .cloze = column_text_or_null(row, CLOZE)};
        cloze_mark_question(&card, question);
    }
    return sql_end_list(store, row, !question->failed, err);
}

/* A list being read: a deck's cards that pass a filter. */
struct cards_list {
    struct store *store;
    const struct tag_filter *filter;
    int id_column;
    struct buf deck_tags;
    enum err_code code; /* the error if tags could not be read */
    struct err *err;
};

/* Begin a list. End it with cards_end. */
static struct cards_list cards_begin(
    struct store *store, int64_t deck_id, const struct tag_filter *filter, struct err *err)
{
    struct cards_list list = {.store = store, .filter = filter, .err = err};
    if (filter->count)
        list.code = sql_read_text(store, err, &list.deck_tags, SQL_DECK_TAGS, deck_id);
    return list;
}

static bool cards_passes(struct cards_list *list, int64_t card_id)
{
    enum { TAGS };
    if (list->filter->count == 0)
        return true;
    sqlite3_stmt *row = sql_query(list->store, SQL_TAGS, "i", card_id);
    const char *tags = sqlite3_step(row) == SQLITE_ROW ? column_text(row, TAGS) : "";
    bool ok = true;
    bool passes = tag_filter_passes(list->filter, buf_string(&list->deck_tags), tags, &ok);
    list->code = sql_end_list(list->store, row, ok, list->err);
    return passes && !list->code;
}

/* Step to the next row whose card passes; false at the end, and after an error. */
static bool cards_next(struct cards_list *list, sqlite3_stmt *row, int64_t *card_id)
{
    while (!list->code && sqlite3_step(row) == SQLITE_ROW) {
        *card_id = column_number(row, list->id_column, CARDS_CARD_ID);
        if (cards_passes(list, *card_id))
            return true;
    }
    return false;
}

/* End a list; `ok` is false if memory ran out. */
static enum err_code cards_end(struct cards_list *list, sqlite3_stmt *row, bool ok)
{
    enum err_code code = sql_end_list(list->store, row, ok, list->code ? NULL : list->err);
    buf_done(&list->deck_tags);
    return list->code ? list->code : code;
}

bool card_ids_add(struct card_ids *list, int64_t card_id)
{
    return array_add(&list->ids, &list->count, &list->capacity, &card_id, sizeof card_id);
}

void card_ids_sort(struct card_ids *list)
{
    if (list->count > 1)
        qsort(list->ids, list->count, sizeof *list->ids, array_by_number);
}

bool card_ids_has(const struct card_ids *sorted, int64_t card_id)
{
    return sorted->count &&
           bsearch(&card_id, sorted->ids, sorted->count, sizeof card_id, array_by_number);
}

bool positions_add(struct positions *list, int64_t position)
{
    return array_add(&list->positions, &list->count, &list->capacity, &position, sizeof position);
}

enum err_code store_due(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, uint64_t seed, struct due_cards *due, struct err *err)
{
    enum { DUE = 1, INTERVAL, REPEAT_DAY, POSITION };
    bool ok = true;
    struct cards_list list = cards_begin(store, deck_id, filter, err);
    sqlite3_stmt *row = sql_query(store, SQL_DUE, "id", deck_id, today);
    for (int64_t card_id; ok && cards_next(&list, row, &card_id);) {
        if (column_day(row, REPEAT_DAY, CARDS_REPEAT_DAY) == today) /* due as a repeat */
            continue;
        struct due_card card = due_card_make(card_id, column_int(row, DUE, CARDS_DUE),
            column_int(row, INTERVAL, CARDS_INTERVAL), today, seed);
        card.position = column_number(row, POSITION, CARDS_POSITION);
        ok = array_add(&due->cards, &due->count, &due->capacity, &card, sizeof card);
    }
    return cards_end(&list, row, ok);
}

enum err_code store_new(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, new_card_fn *take, void *context, struct err *err)
{
    enum { POSITION = 1 };
    bool more = true;
    struct cards_list list = cards_begin(store, deck_id, filter, err);
    sqlite3_stmt *row = sql_query(store, SQL_NEW, "id", deck_id, today);
    for (int64_t card_id; more && cards_next(&list, row, &card_id);)
        more = take(context, card_id, column_number(row, POSITION, CARDS_POSITION));
    return cards_end(&list, row, true);
}

enum err_code store_repeats(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct repeat_cards *repeats, struct err *err)
{
    enum { REVIEW_ID = 1 };
    bool ok = true;
    struct cards_list list = cards_begin(store, deck_id, filter, err);
    sqlite3_stmt *row = sql_query(store, SQL_REPEATS, "id", deck_id, today);
    for (struct repeat_card card; ok && cards_next(&list, row, &card.card_id);) {
        card.review_id = column_number(row, REVIEW_ID, CARDS_LAST_REVIEW_ID);
        ok = array_add(&repeats->cards, &repeats->count, &repeats->capacity, &card, sizeof card);
    }
    return cards_end(&list, row, ok);
}

enum err_code store_present(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct card_ids *cards, struct err *err)
{
    bool ok = true;
    struct cards_list list = cards_begin(store, deck_id, filter, err);
    sqlite3_stmt *row = sql_query(store, SQL_PRESENT, "id", deck_id, today);
    for (int64_t card_id; ok && cards_next(&list, row, &card_id);)
        ok = card_ids_add(cards, card_id);
    return cards_end(&list, row, ok);
}

enum err_code store_listed(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    struct listed_cards *cards, struct err *err)
{
    enum { CARD_ID = SCHEDULE_COLUMNS, VARIANT };
    bool ok = true;
    struct cards_list list = cards_begin(store, deck_id, filter, err);
    list.id_column = CARD_ID;
    sqlite3_stmt *row = sql_query(store, SQL_LISTED, "i", deck_id);
    for (struct listed_card card = {.deck_id = deck_id};
         ok && cards_next(&list, row, &card.card_id);) {
        card.variant = column_int(row, VARIANT, CARDS_VARIANT);
        card.schedule = row_schedule(row);
        ok = array_add(&cards->cards, &cards->count, &cards->capacity, &card, sizeof card);
    }
    return cards_end(&list, row, ok);
}

enum err_code store_first_due(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, int *day, struct err *err)
{
    enum { DUE = 1 };
    struct cards_list list = cards_begin(store, deck_id, filter, err);
    sqlite3_stmt *row = sql_query(store, SQL_FIRST_DUE, "id", deck_id, today);
    int64_t card_id;
    *day = cards_next(&list, row, &card_id) ? column_int(row, DUE, CARDS_DUE) : NO_DAY;
    return cards_end(&list, row, true);
}

enum err_code store_positions_rated(
    struct store *store, int64_t deck_id, int day, struct positions *positions, struct err *err)
{
    enum { POSITION };
    bool ok = true;
    sqlite3_stmt *row = sql_query(store, SQL_POSITIONS_RATED, "id", deck_id, day);
    while (ok && sqlite3_step(row) == SQLITE_ROW)
        ok = positions_add(positions, column_number(row, POSITION, CARDS_POSITION));
    return sql_end_list(store, row, ok, err);
}

enum err_code store_rated_on(
    struct store *store, int64_t deck_id, int day, struct day_counts *counts, struct err *err)
{
    enum { KIND, COUNT };
    *counts = (struct day_counts){0};
    sqlite3_stmt *row = sql_query(store, SQL_RATED_ON, "di", day, deck_id);
    while (sqlite3_step(row) == SQLITE_ROW) {
        size_t count = (size_t)sqlite3_column_int64(row, COUNT);
        int kind = column_int(row, KIND, REVIEWS_KIND);
        if (kind == REVIEW_NEW)
            counts->new = count;
        else if (kind == REVIEW_DUE)
            counts->due = count;
    }
    return sql_end(store, row, err);
}

enum err_code store_due_counts(
    struct store *store, int today, int *counts, int days, struct err *err)
{
    enum { DAYS_AHEAD, CARDS };
    sqlite3_stmt *row = sql_query(store, SQL_DUE_COUNTS, "ii", (int64_t)today, (int64_t)days);
    while (sqlite3_step(row) == SQLITE_ROW) {
        int ahead = sqlite3_column_int(row, DAYS_AHEAD);
        if (ahead >= 0 && ahead < days)
            counts[ahead] = sqlite3_column_int(row, CARDS);
    }
    return sql_end(store, row, err);
}

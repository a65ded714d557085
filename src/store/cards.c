#include "store/cards.h"

#include "store/replay.h"
#include "store/sql.h"

#include <assert.h>

void stored_card_done(struct stored_card *card)
{
    buf_done(&card->texts);
    *card = (struct stored_card){0};
}

/* Append a column's text with its NUL, and return the offset at which it begins. */
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
        DECK_ID = SCHEDULE_COLUMNS, VARIANT, ID, QUESTION, ANSWER, HINT, NOTE, TAGS, DECK_NAME,
        DECK_TAGS, POSITION, RETIRED
    };
    /* clang-format on */
    assert(sqlite3_column_count(row) == RETIRED + 1);
    struct buf *texts = &card->texts;
    bool named = sqlite3_column_type(row, ID) != SQLITE_NULL;
    size_t at[POSITION];
    for (int column = ID; column < POSITION; column++)
        at[column] = cards_keep(texts, row, column);
    if (texts->failed)
        return;
    card->schedule = row_schedule(row);
    card->deck_id = sqlite3_column_int64(row, DECK_ID);
    card->position = sqlite3_column_int64(row, POSITION);
    card->retired = sqlite3_column_int(row, RETIRED);
    card->card = (struct card){
        .id = named ? texts->bytes + at[ID] : NULL,
        .variant = sqlite3_column_int(row, VARIANT),
        .question = texts->bytes + at[QUESTION],
        .answer = texts->bytes + at[ANSWER],
        .hint = texts->bytes + at[HINT],
        .note = texts->bytes + at[NOTE],
        .tags = texts->bytes + at[TAGS],
    };
    card->deck_name = texts->bytes + at[DECK_NAME];
    card->deck_tags = texts->bytes + at[DECK_TAGS];
}

enum err_code store_card(
    struct store *store, int64_t card_id, struct stored_card *card, struct err *err)
{
    buf_clear(&card->texts);
    card->card_id = 0;
    sqlite3_stmt *row = sql_query(store, SQL_CARD, "i", card_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        cards_read_card(card, row);
        card->card_id = card_id;
    }
    enum err_code code = sql_end(store, row, err);
    return code || !card->texts.failed ? code : err_memory(err);
}

/* ---- lists ---- */

/* A filter on a deck's cards, with the deck's tags. */
struct cards_sieve {
    struct store *store;
    const struct tag_filter *filter;
    struct buf deck_tags;
    struct err *err;
    enum err_code failure; /* why a card's tags could not be read */
};

static enum err_code cards_sieve_init(struct cards_sieve *sieve, struct store *store,
    int64_t deck_id, const struct tag_filter *filter, struct err *err)
{
    *sieve = (struct cards_sieve){.store = store, .filter = filter, .err = err};
    enum err_code code = ERR_NONE;
    if (filter->count)
        code = sql_read_text(store, err, &sieve->deck_tags, SQL_DECK_TAGS, deck_id);
    if (code)
        buf_done(&sieve->deck_tags);
    return code;
}

static bool cards_sieve_passes(struct cards_sieve *sieve, int64_t card_id)
{
    enum { TAGS };
    if (sieve->filter->count == 0)
        return true;
    sqlite3_stmt *row = sql_query(sieve->store, SQL_TAGS, "i", card_id);
    const char *tags = sqlite3_step(row) == SQLITE_ROW ? column_text(row, TAGS) : "";
    bool passes = tag_filter_passes(sieve->filter, buf_string(&sieve->deck_tags), tags);
    sieve->failure = sql_end(sieve->store, row, sieve->err);
    return passes && !sieve->failure;
}

static enum err_code cards_end_list(struct cards_sieve *sieve, sqlite3_stmt *query, struct err *err)
{
    enum err_code code = sql_end(sieve->store, query, sieve->failure ? NULL : err);
    buf_done(&sieve->deck_tags);
    return sieve->failure ? sieve->failure : code;
}

/* The first column of a list that cards_read_list reads. */
enum { CARD_ID };

/* Call add for each row, of a query about a deck and a day, whose card passes the filter. add
 * returns false when memory runs out. */
static enum err_code cards_read_list(struct store *store, enum sql sql, int64_t deck_id,
    const struct tag_filter *filter, int today, bool (*add)(void *context, sqlite3_stmt *row),
    void *context, struct err *err)
{
    struct cards_sieve sieve;
    enum err_code code = cards_sieve_init(&sieve, store, deck_id, filter, err);
    if (code)
        return code;
    bool ok = true;
    sqlite3_stmt *query = sql_query(store, sql, "id", deck_id, today);
    while (ok && !sieve.failure && sqlite3_step(query) == SQLITE_ROW)
        if (cards_sieve_passes(&sieve, sqlite3_column_int64(query, CARD_ID)))
            ok = add(context, query);
    code = cards_end_list(&sieve, query, err);
    return code || ok ? code : err_memory(err);
}

bool card_ids_add(struct card_ids *list, int64_t card_id)
{
    if (!array_grow(&list->ids, list->count, &list->capacity, sizeof *list->ids))
        return false;
    list->ids[list->count++] = card_id;
    return true;
}

static bool cards_add_id(void *context, sqlite3_stmt *row)
{
    return card_ids_add(context, sqlite3_column_int64(row, CARD_ID));
}

enum err_code store_new(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, new_card_fn *take, void *context, struct err *err)
{
    enum { POSITION = CARD_ID + 1 };
    struct cards_sieve sieve;
    enum err_code code = cards_sieve_init(&sieve, store, deck_id, filter, err);
    if (code)
        return code;
    sqlite3_stmt *row = sql_query(store, SQL_NEW, "id", deck_id, today);
    bool more = true;
    while (more && !sieve.failure && sqlite3_step(row) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(row, CARD_ID);
        if (cards_sieve_passes(&sieve, card_id))
            more = take(context, card_id, sqlite3_column_int64(row, POSITION));
    }
    return cards_end_list(&sieve, row, err);
}

bool positions_add(struct positions *list, int64_t position)
{
    if (!array_grow(&list->positions, list->count, &list->capacity, sizeof *list->positions))
        return false;
    list->positions[list->count++] = position;
    return true;
}

enum err_code store_positions_rated(
    struct store *store, int64_t deck_id, int day, struct positions *positions, struct err *err)
{
    enum { POSITION };
    bool ok = true;
    sqlite3_stmt *row = sql_query(store, SQL_POSITIONS_RATED, "id", deck_id, day);
    while (ok && sqlite3_step(row) == SQLITE_ROW)
        ok = positions_add(positions, sqlite3_column_int64(row, POSITION));
    enum err_code code = sql_end(store, row, err);
    return code || ok ? code : err_memory(err);
}

enum err_code store_present(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct card_ids *cards, struct err *err)
{
    return cards_read_list(store, SQL_PRESENT, deck_id, filter, today, cards_add_id, cards, err);
}

enum err_code store_listed(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    struct listed_cards *cards, struct err *err)
{
    enum { LISTED_ID = SCHEDULE_COLUMNS };
    struct cards_sieve sieve;
    enum err_code code = cards_sieve_init(&sieve, store, deck_id, filter, err);
    if (code)
        return code;
    bool ok = true;
    sqlite3_stmt *row = sql_query(store, SQL_LISTED, "i", deck_id);
    while (ok && !sieve.failure && sqlite3_step(row) == SQLITE_ROW) {
        struct listed_card card = {
            sqlite3_column_int64(row, LISTED_ID), deck_id, row_schedule(row)};
        if (!cards_sieve_passes(&sieve, card.card_id))
            continue;
        ok = array_grow(&cards->cards, cards->count, &cards->capacity, sizeof card);
        if (ok)
            cards->cards[cards->count++] = card;
    }
    code = cards_end_list(&sieve, row, err);
    return code || ok ? code : err_memory(err);
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
    enum err_code code = sql_end(store, row, err);
    return code || !texts->failed ? code : err_memory(err);
}

/* The context in which due cards are read. */
struct cards_due_reader {
    struct due_cards *list;
    int today;
    uint64_t seed;
};

static bool cards_add_due(void *context, sqlite3_stmt *row)
{
    enum { DUE = CARD_ID + 1, INTERVAL, REPEAT_DAY, POSITION };
    struct cards_due_reader *reader = context;
    struct due_cards *list = reader->list;
    if (column_day(row, REPEAT_DAY) == reader->today) /* asked as a repeat */
        return true;
    if (!array_grow(&list->cards, list->count, &list->capacity, sizeof *list->cards))
        return false;
    list->cards[list->count++] =
        due_card_make(sqlite3_column_int64(row, CARD_ID), sqlite3_column_int(row, DUE),
            sqlite3_column_int(row, INTERVAL), reader->today, reader->seed);
    list->cards[list->count - 1].position = sqlite3_column_int64(row, POSITION);
    return true;
}

enum err_code store_due(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, uint64_t seed, struct due_cards *due, struct err *err)
{
    struct cards_due_reader reader = {due, today, seed};
    return cards_read_list(store, SQL_DUE, deck_id, filter, today, cards_add_due, &reader, err);
}

static bool cards_add_repeat(void *context, sqlite3_stmt *row)
{
    enum { REVIEW_ID = CARD_ID + 1 };
    struct repeat_cards *list = context;
    if (!array_grow(&list->cards, list->count, &list->capacity, sizeof *list->cards))
        return false;
    list->cards[list->count++] = (struct repeat_card){
        sqlite3_column_int64(row, CARD_ID), sqlite3_column_int64(row, REVIEW_ID)};
    return true;
}

enum err_code store_repeats(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct repeat_cards *repeats, struct err *err)
{
    return cards_read_list(
        store, SQL_REPEATS, deck_id, filter, today, cards_add_repeat, repeats, err);
}

/* ---- counts ---- */

enum err_code store_rated_on(
    struct store *store, int64_t deck_id, int day, struct day_counts *counts, struct err *err)
{
    enum { KIND, COUNT };
    *counts = (struct day_counts){0};
    sqlite3_stmt *row = sql_query(store, SQL_RATED_ON, "di", day, deck_id);
    while (sqlite3_step(row) == SQLITE_ROW) {
        size_t count = (size_t)sqlite3_column_int64(row, COUNT);
        if (sqlite3_column_int(row, KIND) == REVIEW_NEW)
            counts->new = count;
        else if (sqlite3_column_int(row, KIND) == REVIEW_DUE)
            counts->due = count;
    }
    return sql_end(store, row, err);
}

/* The context in which upcoming cards are read. */
struct cards_upcoming_reader {
    struct upcoming *upcoming;
    int today;
};

static bool cards_add_upcoming(void *context, sqlite3_stmt *row)
{
    enum { DUE = CARD_ID + 1 };
    struct cards_upcoming_reader *reader = context;
    struct upcoming *upcoming = reader->upcoming;
    int day = sqlite3_column_int(row, DUE);
    if (upcoming->first_day == NO_DAY || day < upcoming->first_day) {
        upcoming->first_day = day;
        upcoming->first_count = 0;
    }
    upcoming->first_count += day == upcoming->first_day;
    if (day - reader->today <= UPCOMING_DAYS)
        upcoming->days[day - reader->today - 1]++;
    return true;
}

enum err_code store_upcoming(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct upcoming *upcoming, struct err *err)
{
    struct cards_upcoming_reader reader = {upcoming, today};
    return cards_read_list(
        store, SQL_UPCOMING, deck_id, filter, today, cards_add_upcoming, &reader, err);
}

/* Two random decks that are loaded, rated, changed by hand, edited and loaded again, so that the
 * database has retired cards, cards that became another kind, and histories of every kind. */
#ifndef UNIT_RANDOM_PLAY_H
#define UNIT_RANDOM_PLAY_H

#include "unit/random_deck.h"

#include "store/changes.h"
#include "store/retired.h"

#define LOADS 4

struct play {
    struct world *w;
    struct random_deck decks[2];
    int64_t deck_ids[2];
    struct moment now;
};

static inline unsigned number_of(const char *variable, unsigned otherwise)
{
    const char *value = getenv(variable);
    return value ? (unsigned)strtoul(value, NULL, 10) : otherwise;
}

/* ---- the databases ---- */

/* All rows of a query, a line for each. */
static inline char *rows_of(const char *path, const char *sql)
{
    static struct buf out;
    sqlite3 *db = raw_open(path);
    sqlite3_stmt *row;
    buf_clear(&out);
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(row) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(row); i++) {
            const char *text = (const char *)sqlite3_column_text(row, i);
            buf_format(&out, "%s%s", text ? text : "NULL",
                i + 1 < sqlite3_column_count(row) ? " | " : "\n");
        }
    sqlite3_finalize(row);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return strdup(buf_string(&out));
}

#define ENTRY_COLUMNS                                                                              \
    "d.id, position, variant, c.id, question, answer, hint, note, t.tags, t.cloze "                \
    "FROM cards c JOIN texts t USING (card_id) JOIN decks d USING (deck_id) "
#define IN_ORDER       "ORDER BY deck_id, position, variant"
#define CARDS_OF_FILES "SELECT " ENTRY_COLUMNS "WHERE retired_day IS NULL " IN_ORDER
#define EVERY_CARD     "SELECT card_id, retired_day, " ENTRY_COLUMNS IN_ORDER ", retired_day, card_id"

static inline void assert_same_rows(unsigned seed, const char *what, char *got, char *wanted)
{
    size_t same = 0, line = 0; /* where they differ, and where that line begins */
    while (got[same] && got[same] == wanted[same])
        line = got[same++] == '\n' ? same : line;
    if (got[same] || wanted[same])
        fail_msg(
            "seed %u: %s: %.*s\nwanted: %.*s", seed, what, 400, got + line, 400, wanted + line);
    free(got);
    free(wanted);
}

/* Loads both files into a new database. */
static inline void load_anew(struct world *w, const char *db, const char *const files[2])
{
    struct world other = {.writes = w->writes};
    memcpy(other.folder, w->folder, sizeof other.folder);
    snprintf(other.db, sizeof other.db, "%s/%s", w->folder, db);
    unlink(other.db);
    world_open(&other);
    for (int i = 0; i < 2; i++)
        world_load_file(&other, files[i], DAY);
    world_close(&other);
}

/* ---- play ---- */

static inline void rate_some(struct play *p)
{
    struct world *w = p->w;
    for (int i = 0; i < 2; i++) {
        struct card_ids cards = {0};
        assert_int_equal(store_every_card(w->store, p->deck_ids[i], &cards, &w->err), ERR_NONE);
        for (size_t j = 0; j < cards.count; j++) {
            struct schedule s = schedule_of(w, cards.ids[j]);
            enum review_kind asked = schedule_asks(&s, p->now.day);
            if (random_chance(40))
                continue;
            if (asked == REVIEW_NONE || random_chance(10))
                asked = REVIEW_CRAM;
            p->now = later(p->now, 60000);
            rate_card(w, cards.ids[j], asked, 1 + random_below(5), p->now);
        }
        free(cards.ids);
    }
}

static inline void change_some(struct play *p)
{
    static const enum change_kind kinds[] = {CHANGE_SUSPEND, CHANGE_SUSPEND, CHANGE_SUSPEND,
        CHANGE_RESUME, CHANGE_BURY, CHANGE_LEECH, CHANGE_NOT_LEECH, CHANGE_RESET, CHANGE_SET_DUE};
    struct world *w = p->w;
    for (int i = 0; i < 2; i++) {
        struct card_ids cards = {0};
        assert_int_equal(store_every_card(w->store, p->deck_ids[i], &cards, &w->err), ERR_NONE);
        for (size_t j = 0; j < cards.count; j++) {
            if (!random_chance(15))
                continue;
            p->now = later(p->now, 1000);
            struct changing changing = {.card_id = cards.ids[j], .at = p->now};
            changing.change =
                (struct change){.kind = RANDOM_OF(kinds), .due = p->now.day + random_below(9)};
            assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
        }
        free(cards.ids);
    }
}

/* Forgets a retired card, or gives its history to another. */
static inline void retire_some(struct play *p, int i)
{
    struct world *w = p->w;
    struct card_ids gone = {0}, cards = {0};
    assert_int_equal(store_retired(w->store, p->deck_ids[i], &gone, &w->err), ERR_NONE);
    assert_int_equal(store_every_card(w->store, p->deck_ids[i], &cards, &w->err), ERR_NONE);
    if (gone.count && random_chance(20))
        assert_int_equal(
            store_forget_cards(w->store, &gone.ids[random_below((int)gone.count)], 1, &w->err),
            ERR_NONE);
    else if (gone.count && cards.count > gone.count && random_chance(10)) /* active ones first */
        assert_int_equal(store_adopt(w->store, gone.ids[random_below((int)gone.count)],
                             cards.ids[random_below((int)(cards.count - gone.count))], &w->err),
            ERR_NONE);
    free(gone.ids);
    free(cards.ids);
}

static inline void load_both(struct play *p)
{
    for (int i = 0; i < 2; i++)
        random_write(p->w, &p->decks[i], p->decks[i].file);
    for (int i = 0; i < 2; i++) {
        world_load_file(p->w, p->decks[i].file, p->now.day);
        p->deck_ids[i] = p->w->deck_id;
    }
}

static inline void play(struct play *p, struct world *w, unsigned seed, bool tame)
{
    *p = (struct play){.w = w, .now = at(DAY, 9, 0)};
    random_state = seed;
    world_close(w);
    unlink(w->db);
    world_open(w);
    assert_int_equal(store_begin(w->store, &w->err), ERR_NONE); /* much faster in one transaction */
    random_begin(&p->decks[0], "one.yaml", tame);
    random_begin(&p->decks[1], "two.yaml", tame);
    for (int load = 0; load < LOADS; load++) {
        load_both(p);
        rate_some(p);
        change_some(p);
        retire_some(p, random_below(2));
        p->now = at(p->now.day + 1 + random_below(3), 9, 0);
        for (int i = 0; i < 2; i++)
            random_change(&p->decks[i]);
        if (random_chance(40))
            random_move(&p->decks[load % 2], &p->decks[1 - load % 2]);
    }
    load_both(p);
    assert_int_equal(store_commit(w->store, &w->err), ERR_NONE);
}

#endif

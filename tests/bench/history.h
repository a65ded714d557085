/* A simulated history of somebody who reviews nearly every day. New cards arrive at a steady pace.
 * Each card is rated at random, on the day it is due or some days late. There are repeats, crams,
 * undone ratings, days without a review, a journey to another time zone, and cards that left their
 * decks. The same parameters give the same history. The model computes the schedules; everything
 * else is written here. */
#ifndef BENCH_HISTORY_H
#define BENCH_HISTORY_H

#include "gen.h"

#include "base/date.h"
#include "model/schedule.h"
#include "store/row_check.h"
#include "store/sql.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HISTORY_DECKS 5

struct history {
    int cards, days;
    int last_day; /* the study day of the last ratings */
    int recall;   /* approximate percentage of reviews that are recalled */
    bool nasty;   /* include texts that need escaping in a table */
    uint64_t seed;

    sqlite3 *db;
    sqlite3_stmt *insert;
    struct schedule *schedules;
    int *next, *first; /* a linked list of cards for each due day; ends with -1 */
    int64_t count;     /* the number of ratings, including undone ones */
    int64_t now_ms;
    int offset_min;
};

static inline unsigned history_chance(struct history *h, unsigned below)
{
    h->seed = h->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(h->seed >> 33) % below;
}

static inline bool history_do(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* ---- ratings ---- */

static inline void history_log(struct history *h, int card, int day, enum review_kind kind,
    int rating, const struct schedule *before, const struct schedule *after, bool undone)
{
    int64_t spent_ms = 2000 + history_chance(h, 9000) + (rating < 3 ? 6000 : 0);
    h->now_ms += spent_ms + 700;
    const int64_t numbers[] = {card + 1, h->now_ms, h->offset_min, day, kind, rating, spent_ms,
        before->sm2.interval, after->sm2.interval, before->sm2.ease, after->sm2.ease};
    for (int i = 0; i < 11; i++)
        sqlite3_bind_int64(h->insert, i + 1, numbers[i]);
    if (after->due == NO_DAY)
        sqlite3_bind_null(h->insert, 12);
    else
        sqlite3_bind_int(h->insert, 12, after->due);
    if (undone)
        sqlite3_bind_int64(h->insert, 13, h->now_ms + 500);
    else
        sqlite3_bind_null(h->insert, 13);
    sqlite3_step(h->insert);
    sqlite3_reset(h->insert);
    h->count++;
}

static inline int history_rating(struct history *h, int card)
{
    int harder = card % 50 == 0 ? 30 : 0; /* these become leeches */
    if ((int)history_chance(h, 100) >= h->recall - harder)
        return 1 + (int)history_chance(h, 2);
    unsigned luck = history_chance(h, 10);
    return luck < 2 ? 3 : luck < 7 ? 4 : 5;
}

static inline void history_rate(
    struct history *h, int card, int day, enum review_kind kind, int rating)
{
    struct schedule *schedule = &h->schedules[card];
    struct review review = {
        .review_id = h->count + 1, .kind = kind, .rating = (enum rating)rating, .day = day};
    struct schedule after = schedule_add(*schedule, &review);
    if (history_chance(h, 200) == 0) { /* undone, then rated again */
        history_log(h, card, day, kind, 6 - rating, schedule, &after, true);
        review.review_id = h->count + 1;
        after = schedule_add(*schedule, &review);
    }
    history_log(h, card, day, kind, rating, schedule, &after, false);
    *schedule = after;
}

static inline void history_put(struct history *h, int card, int day)
{
    int last = h->days;
    day = day > last ? last : day;
    h->next[card] = h->first[day];
    h->first[day] = card;
}

/* Reviews a card that is due on a day, counted from the first. */
static inline void history_ask(struct history *h, int card, int day)
{
    int study_day = h->last_day - h->days + 1 + day;
    struct schedule *schedule = &h->schedules[card];
    history_rate(h, card, study_day, schedule->due == NO_DAY ? REVIEW_NEW : REVIEW_DUE,
        history_rating(h, card));
    while (schedule->repeat_day == study_day && history_chance(h, 30) > 0)
        history_rate(h, card, study_day, REVIEW_REPEAT, 3 + (int)history_chance(h, 3));
    if (history_chance(h, 100) == 0)
        history_rate(h, card, study_day, REVIEW_CRAM, 1 + (int)history_chance(h, 5));
    history_put(h, card, day + (schedule->due - study_day));
}

/* The study day on which the card left its deck's file; NO_DAY if it has not. */
static inline int history_retired(const struct history *h, int card)
{
    return card % 40 == 7 ? h->last_day - card % 100 : NO_DAY;
}

static inline void history_day(struct history *h, int day)
{
    static const int hours[] = {7, 8, 8, 12, 18, 20, 21, 22};
    int cards = h->first[day], study_day = h->last_day - h->days + 1 + day;
    bool away = day + 1 < h->days && (history_chance(h, 45) == 0 || (day > 200 && day < 209));
    h->offset_min = day % 365 >= 300 && day % 365 < 330 ? -300 : 60;
    h->now_ms = study_day * INT64_C(86400000) - h->offset_min * INT64_C(60000) +
                hours[history_chance(h, 8)] * INT64_C(3600000);
    for (int card = cards, next; card >= 0; card = next) {
        next = h->next[card];
        if (history_retired(h, card) != NO_DAY && study_day >= history_retired(h, card))
            continue;
        if (away || history_chance(h, 25) == 0)
            history_put(h, card, day + 1);
        else
            history_ask(h, card, day);
    }
}

/* ---- cards ---- */

static inline void history_texts(const struct history *h, int card, struct gen_card *texts)
{
    static const char *const nasty[] = {"=1+2, \"quoted\"", "two\nlines, and \"one\" more", "-1",
        "+SUM(A1)", "@here", "emoji 👩‍🚀🏽 漢字 ñ", "\\0 \\x00 NUL ␀ NULL", "NA",
        "'quoted'", "\"", "tab\there", "a;b|c", "#REF!", "ends in a line break\n", "ein\r\nCR",
        "0012", "1e5", "\\N"};
    gen_card((uint64_t)card + 1, 0, texts);
    if (h->nasty && card % 3 == 0)
        snprintf(texts->question, sizeof texts->question, "%s",
            nasty[card / 3 % (int)(sizeof nasty / sizeof *nasty)]);
}

static inline void history_write_card(
    struct history *h, int card, sqlite3_stmt *cards, sqlite3_stmt *texts)
{
    static struct gen_card text;
    const struct schedule *s = &h->schedules[card];
    int added = h->last_day - h->days + 1 + (int)((int64_t)card * h->days / h->cards);
    history_texts(h, card, &text);
    const int64_t numbers[] = {card + 1, 1 + card % HISTORY_DECKS, card + 1, card + 1, card + 1,
        added, s->sm2.repetitions, s->sm2.interval, s->sm2.ease, s->lapses, s->reviews,
        s->last_rating, card % 90 == 1};
    for (int i = 0; i < 13; i++)
        sqlite3_bind_int64(cards, i + 1, numbers[i]);
    for (int i = 14; i <= 18; i++)
        sqlite3_bind_null(cards, i);
    if (s->due != NO_DAY)
        sqlite3_bind_int(cards, 14, s->due);
    if (s->last_review)
        sqlite3_bind_int64(cards, 15, s->last_review);
    if (history_retired(h, card) != NO_DAY)
        sqlite3_bind_int(cards, 16, history_retired(h, card));
    if (text.id[0])
        sqlite3_bind_text(cards, 17, text.id, -1, SQLITE_TRANSIENT);
    if (s->repeat_day != NO_DAY)
        sqlite3_bind_int(cards, 18, s->repeat_day);
    sqlite3_step(cards);
    sqlite3_reset(cards);
    const char *parts[] = {text.question, text.answer, text.hint, text.note, text.tags};
    sqlite3_bind_int(texts, 1, card + 1);
    for (int i = 0; i < 5; i++)
        sqlite3_bind_text(texts, i + 2, parts[i], -1, SQLITE_STATIC);
    sqlite3_step(texts);
    sqlite3_reset(texts);
}

static inline bool history_write_cards(struct history *h)
{
    sqlite3_stmt *cards = NULL, *texts = NULL;
    char sql[256];
    for (int i = 1; i <= HISTORY_DECKS; i++) {
        snprintf(sql, sizeof sql,
            "INSERT INTO decks(id, name, description, tags, names_itself, device, inode, size, "
            "modified_ns, changed_ns) VALUES ('deck-%d', 'Deck %d, \"%s\"', '', '%s', 1, "
            "0, 0, 0, 0, 0)",
            i, i, i % 2 ? "odd" : "even", i % 2 ? "odd" : "even numbers::even");
        history_do(h->db, sql);
    }
    sqlite3_prepare_v2(h->db,
        "INSERT INTO cards(card_id, deck_id, position, identity, content, added_day, repetitions, "
        "interval, ease, lapses, reviews, last_rating, suspended, due, last_review_id, "
        "retired_day, id, repeat_day, variant) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0)",
        -1, &cards, NULL);
    sqlite3_prepare_v2(h->db, "INSERT INTO texts VALUES (?,?,?,?,?,?,NULL,NULL)", -1, &texts, NULL);
    for (int card = 0; cards && texts && card < h->cards; card++)
        history_write_card(h, card, cards, texts);
    sqlite3_finalize(cards);
    sqlite3_finalize(texts);
    return cards && texts;
}

/* Logs a change for each suspended card, at the end of the history. */
static inline bool history_write_changes(struct history *h)
{
    char sql[400];
    snprintf(sql, sizeof sql,
        "INSERT INTO changes(change_id, card_id, changed_ms, offset_min, study_day, kind, "
        "imported) "
        "SELECT %lld + row_number() OVER (), card_id, %lld, %d, %d, %d, 0 FROM cards WHERE "
        "suspended;"
        "UPDATE cards SET last_change_id = (SELECT change_id FROM changes g "
        "WHERE g.card_id = cards.card_id) WHERE suspended",
        (long long)h->count, (long long)h->now_ms, h->offset_min, h->last_day, CHANGE_SUSPEND);
    return history_do(h->db, sql);
}

/* ---- the whole history ---- */

static inline bool history_simulate(struct history *h)
{
    size_t cards = (size_t)h->cards;
    h->schedules = malloc(cards * sizeof *h->schedules);
    h->next = malloc(cards * sizeof *h->next);
    h->first = malloc(((size_t)h->days + 1) * sizeof *h->first);
    if (!h->schedules || !h->next || !h->first)
        return false;
    for (int day = 0; day <= h->days; day++)
        h->first[day] = -1;
    for (int card = 0; card < h->cards; card++) {
        h->schedules[card] = schedule_new();
        if (card % 60 != 59) /* every 60th card is never rated */
            history_put(h, card, (int)((int64_t)card * h->days / h->cards));
    }
    for (int day = 0; day < h->days; day++)
        history_day(h, day);
    return history_write_cards(h) && history_write_changes(h);
}

/* Computes the checks of all rows, since drill did not write them. */
static inline bool history_check_rows(struct history *h)
{
    struct store store = {.db = h->db};
    return row_check_register(h->db) == SQLITE_OK && !row_check_fill(&store, NULL);
}

/* Writes the history into a new database. False on failure. */
static inline bool history_write(struct history *h, const char *path)
{
    struct store *store;
    struct err err;
    if (store_open(&store, path, STORE_WRITE, &err))
        return false;
    store_close(store);
    bool good = sqlite3_open(path, &h->db) == SQLITE_OK &&
                history_do(h->db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                                  "PRAGMA cache_size = -200000; BEGIN") &&
                sqlite3_prepare_v2(h->db,
                    "INSERT INTO reviews(card_id, reviewed_ms, offset_min, study_day, kind, "
                    "rating, spent_ms, interval_before, interval_after, ease_before, ease_after, "
                    "due, undone_ms) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    -1, &h->insert, NULL) == SQLITE_OK &&
                history_simulate(h) && history_check_rows(h) &&
                history_do(h->db, "COMMIT; PRAGMA journal_mode = WAL");
    sqlite3_finalize(h->insert);
    sqlite3_close(h->db);
    free(h->schedules);
    free(h->next);
    free(h->first);
    return good;
}

#endif

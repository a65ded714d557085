/* What a database holds, read by the library in this process; and what it must hold according to
 * the output of a session that was killed. */
#ifndef FAULT_JUDGE_H
#define FAULT_JUDGE_H

#include "fault/torture.h"
#include "unit/sound.h"

#include "report/export.h"
#include "report/totals.h"

#include <sqlite3.h>

#define TODAY 20514 /* 2026-03-02 */

/* ---- what the database holds ---- */

struct holding {
    struct buf log;     /* a line "question rating" for each rating, without undone ones */
    struct buf exports; /* all exports; the first log_size bytes are the log */
    size_t log_size;
};

static inline void holding_done(struct holding *h)
{
    buf_done(&h->log);
    buf_done(&h->exports);
}

/* A cell of a line of CSV, counted from 0. Assumes that no cell contains a comma or a quote. */
static inline const char *holding_cell(const char *line, int number)
{
    while (number > 0)
        number -= *line++ == ',';
    return line;
}

/* Append the ratings of a deck, or of all decks if `deck` is NULL, in the format of struct holding.
 */
static inline void holding_add_log(const struct holding *h, const char *deck, struct buf *log)
{
    const char *csv = buf_string(&h->exports), *end = csv + h->log_size;
    for (const char *line = csv + strcspn(csv, "\n") + 1; line < end;) {
        const char *in = holding_cell(line, 3), *question = holding_cell(line, 5),
                   *rating = holding_cell(line, 7);
        if (!deck || (strncmp(in, deck, strlen(deck)) == 0 && in[strlen(deck)] == ','))
            buf_format(log, "%.*s %c\n", (int)strcspn(question, ","), question, *rating);
        line += strcspn(line, "\n") + 1;
    }
}

static inline enum err_code holding_write(
    struct holding *h, struct store *store, FILE *stream, struct err *err)
{
    struct row_writer rows = {.stream = stream, .raw = true};
    struct export_range range = {.since = INT_MIN, .until = INT_MAX, .today = TODAY};
    enum err_code code = export_review_rows(store, &range, &rows, err);
    h->log_size = code ? 0 : (size_t)ftell(stream);
    if (!code && !(code = export_card_rows(store, &range, &rows, err)) &&
        !(code = export_deck_rows(store, &range, &rows, err)) &&
        !(code = export_day_rows(store, &range, &rows, err)))
        code = export_retired_rows(store, NULL, 0, &rows, err);
    return code;
}

static inline enum err_code holding_export(
    struct holding *h, const char *path, enum store_mode mode, struct err *err)
{
    char *text = NULL;
    size_t size = 0;
    struct store *store;
    enum err_code code = store_open(&store, path, mode, err);
    if (code)
        return code;
    FILE *stream = open_memstream(&text, &size);
    code = holding_write(h, store, stream, err);
    fclose(stream);
    buf_clear(&h->exports);
    buf_add(&h->exports, text, size);
    free(text);
    store_close(store);
    buf_clear(&h->log);
    holding_add_log(h, NULL, &h->log);
    return code;
}

/* What is wrong with the database according to the first `checks` of sound_checks; NULL if nothing.
 * The very first check is SQLite's own, which any database must pass. */
static inline const char *holding_unsound(const char *path, size_t checks, char why[400])
{
    sqlite3 *db;
    const char *wrong = NULL;
    bool opened = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;
    for (size_t i = 0; opened && i < checks && !wrong; i++) {
        sqlite3_stmt *row = NULL;
        const char *got = NULL;
        if (sqlite3_prepare_v2(db, sound_checks[i].sql, -1, &row, NULL) == SQLITE_OK &&
            sqlite3_step(row) == SQLITE_ROW)
            got = (const char *)sqlite3_column_text(row, 0);
        if (!got || strcmp(got, sound_checks[i].want) != 0) {
            snprintf(
                why, 400, "%.150s: %.200s", sound_checks[i].sql, got ? got : sqlite3_errmsg(db));
            wrong = why;
        }
        sqlite3_finalize(row);
    }
    sqlite3_close(db);
    return opened ? wrong : "it does not open";
}

/* Read the database as the next program will: recover, migrate, export. Returns what is wrong with
 * it, or NULL. */
static inline const char *holding_read(struct holding *h, const char *path, char why[400])
{
    struct err err;
    if (!holding_export(h, path, STORE_WRITE, &err))
        return holding_unsound(path, COUNT(sound_checks), why);
    snprintf(why, 400, "it is refused: %.300s", err.message);
    return why;
}

/* ---- what was acknowledged ---- */

/* What a session's transcript acknowledges. The transcript is a series of screens, each ending with
 * a prompt that one line of the input answers. The screen after a rating acknowledges it. */
struct acknowledged {
    struct buf log; /* what the log must contain at least, in the format of struct holding */
    /* What was tried after that but not acknowledged: it was under way when the session ended, or
     * the disk failed after everything had been written. At most one of these may be in the log. */
    struct buf ratings_tried;
    bool undo_tried;
    long screens, ratings, undone;
};

static inline void acknowledged_done(struct acknowledged *a)
{
    buf_done(&a->log);
    buf_done(&a->ratings_tried);
}

static inline void acknowledged_drop(struct buf *log)
{
    char *text = log->bytes;
    if (log->length == 0)
        return;
    text[log->length - 1] = '\0';
    char *last = strrchr(text, '\n');
    log->length = last ? (size_t)(last + 1 - text) : 0;
    text[log->length] = '\0';
}

struct acknowledged_screen {
    bool answer, kept, undone; /* kept: no message says that the last rating was not kept */
    char question[64];
};

/* Parse a screen, which ends before the prompt's '>'. `question` is used if the screen shows none.
 */
static inline struct acknowledged_screen acknowledged_screen_of(
    const char *text, size_t length, const char *question)
{
    struct acknowledged_screen s = {0};
    const char *asks = memmem(text, length, "Question: ", 10);
    s.answer = memmem(text, length, "How well did you know", 21);
    s.kept = !s.answer && !memmem(text, length, "in another window", 17);
    s.undone = memmem(text, length, "Undone", 6);
    snprintf(s.question, sizeof s.question, "%.*s", (int)strcspn(asks ? asks + 10 : question, "\n"),
        asks ? asks + 10 : question);
    return s;
}

/* Account for a key pressed at a screen. `next` is the screen that followed; NULL if none did. */
static inline void acknowledged_step(struct acknowledged *a, const struct acknowledged_screen *at,
    char key, const struct acknowledged_screen *next)
{
    bool rates = at->answer && key >= '1' && key <= '5', undoes = key == 'u';
    bool kept = next && (rates ? next->kept : undoes && next->undone);
    if (kept) {
        buf_clear(&a->ratings_tried);
        a->undo_tried = false;
        a->ratings += rates;
        a->undone += undoes;
    } else {
        a->undo_tried |= undoes;
    }
    if (rates)
        buf_format(kept ? &a->log : &a->ratings_tried, "%s %c\n", at->question, key);
    else if (kept)
        acknowledged_drop(&a->log);
}

/* Work out what the log must contain after a session, from its transcript, the log before it, and
 * its input: a key, or nothing, on each line. */
static inline void acknowledged_read(
    struct acknowledged *a, const char *before, const char *transcript, const char *input)
{
    struct acknowledged_screen at = {0}, next;
    a->screens = a->ratings = a->undone = 0;
    a->undo_tried = false;
    buf_clear(&a->ratings_tried);
    buf_clear(&a->log);
    buf_text(&a->log, before);
    for (const char *end; (end = strchr(transcript, '>')); transcript = end + 1) {
        next = acknowledged_screen_of(transcript, (size_t)(end - transcript), at.question);
        if (a->screens++) {
            acknowledged_step(a, &at, *input, &next);
            input += strcspn(input, "\n") + 1;
        }
        at = next;
    }
    if (a->screens)
        acknowledged_step(a, &at, *input, NULL);
}

/* Whether the log holds what was acknowledged, and at most one further step that was tried. */
static inline bool acknowledged_holds(const struct acknowledged *a, const struct buf *log)
{
    const char *got = buf_string(log), *want = buf_string(&a->log);
    size_t length = a->log.length;
    if (strcmp(got, want) == 0)
        return true;
    if (log->length < length)
        return a->undo_tried && strncmp(want, got, log->length) == 0 &&
               strcspn(want + log->length, "\n") + 1 == length - log->length;
    if (strncmp(got, want, length) != 0)
        return false;
    for (const char *tried = buf_string(&a->ratings_tried); *tried;) {
        size_t size = strcspn(tried, "\n") + 1;
        if (log->length - length == size && strncmp(got + length, tried, size) == 0)
            return true;
        tried += size;
    }
    return false;
}

static inline const char *acknowledged_tail(const struct buf *log)
{
    return buf_string(log) + (log->length > 60 ? log->length - 60 : 0);
}

static inline const char *acknowledged_explain(
    const struct acknowledged *a, const struct buf *log, char why[400])
{
    snprintf(why, 400,
        "%ld screens acknowledge %ld ratings and %ld undone: the log ends with \"%s\", not with "
        "\"%s\"; tried: \"%s\"%s",
        a->screens, a->ratings, a->undone, acknowledged_tail(log), acknowledged_tail(&a->log),
        acknowledged_tail(&a->ratings_tried), a->undo_tried ? " and undo" : "");
    for (char *at = why; (at = strchr(at, '\n'));)
        *at = ',';
    return why;
}

/* Generate the input of a session: `lines` lines of ratings and, if `undoes`, an occasional undo.
 */
static inline void acknowledged_input(struct torture *t, int lines, bool undoes, struct buf *input)
{
    bool asks = true, rated = false;
    buf_clear(input);
    for (int i = 0; i < lines; i++) {
        bool undo = undoes && asks && rated && torture_below(t, 6) == 0;
        char key = undo ? 'u' : asks ? '\n' : "345554"[torture_below(t, 6)];
        if (!undo && !asks && torture_below(t, 9) == 0)
            key = (char)('1' + torture_below(t, 2));
        buf_char(input, key);
        if (key != '\n')
            buf_char(input, '\n');
        rated = undo ? false : rated || !asks;
        asks = undo ? false : !asks;
    }
}

#endif

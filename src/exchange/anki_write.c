#include "exchange/anki_write.h"

#include "base/buf.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Ids for things that have none in drill, fixed so that exports are reproducible. */
#define TYPE_ID 1700000000001 /* id of ANKI_PLAIN; the other note types follow */
#define FIRST   1700000000000 /* the first id of notes and of cards */

enum statement { COLLECTION, PRESET, DECK, NOTE, CARD, REVIEW, STATEMENTS };

struct anki_writer {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    int64_t now; /* seconds since 1970 */
    int64_t notes, cards;
    int64_t first_ms, last_ms; /* all milliseconds between them are taken by reviews */
};

static const char schema[] =
    "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
    "CREATE TABLE col(id INTEGER PRIMARY KEY, crt INTEGER NOT NULL, mod INTEGER NOT NULL,"
    "  scm INTEGER NOT NULL, ver INTEGER NOT NULL, dty INTEGER NOT NULL, usn INTEGER NOT NULL,"
    "  ls INTEGER NOT NULL, conf TEXT NOT NULL, models TEXT NOT NULL, decks TEXT NOT NULL,"
    "  dconf TEXT NOT NULL, tags TEXT NOT NULL);"
    "CREATE TABLE notes(id INTEGER PRIMARY KEY, guid TEXT NOT NULL, mid INTEGER NOT NULL,"
    "  mod INTEGER NOT NULL, usn INTEGER NOT NULL, tags TEXT NOT NULL, flds TEXT NOT NULL,"
    "  sfld INTEGER NOT NULL, csum INTEGER NOT NULL, flags INTEGER NOT NULL, data TEXT NOT NULL);"
    "CREATE TABLE cards(id INTEGER PRIMARY KEY, nid INTEGER NOT NULL, did INTEGER NOT NULL,"
    "  ord INTEGER NOT NULL, mod INTEGER NOT NULL, usn INTEGER NOT NULL, type INTEGER NOT NULL,"
    "  queue INTEGER NOT NULL, due INTEGER NOT NULL, ivl INTEGER NOT NULL,"
    "  factor INTEGER NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL,"
    "  left INTEGER NOT NULL, odue INTEGER NOT NULL, odid INTEGER NOT NULL,"
    "  flags INTEGER NOT NULL, data TEXT NOT NULL);"
    "CREATE TABLE revlog(id INTEGER PRIMARY KEY, cid INTEGER NOT NULL, usn INTEGER NOT NULL,"
    "  ease INTEGER NOT NULL, ivl INTEGER NOT NULL, lastIvl INTEGER NOT NULL,"
    "  factor INTEGER NOT NULL, time INTEGER NOT NULL, type INTEGER NOT NULL);"
    "CREATE TABLE graves(usn INTEGER NOT NULL, oid INTEGER NOT NULL, type INTEGER NOT NULL);";

static const char indexes[] = "CREATE INDEX ix_notes_usn ON notes(usn);"
                              "CREATE INDEX ix_notes_csum ON notes(csum);"
                              "CREATE INDEX ix_cards_usn ON cards(usn);"
                              "CREATE INDEX ix_cards_nid ON cards(nid);"
                              "CREATE INDEX ix_cards_sched ON cards(did, queue, due);"
                              "CREATE INDEX ix_revlog_usn ON revlog(usn);"
                              "CREATE INDEX ix_revlog_cid ON revlog(cid); COMMIT;";

static const char *const sql[STATEMENTS] = {
    [COLLECTION] = "INSERT INTO col VALUES(1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, '{}', ?5, '{}')",
    [PRESET] =
        "UPDATE col SET conf = json_set(conf, '$.fsrs', json('true')), dconf = json_set(dconf, "
        "'$.\"' || ?1 || '\"', json_patch(json_extract(dconf, '$.\"1\"'), json_object('id', ?1, "
        "'name', ?2, 'desiredRetention', json(?3), 'fsrsParams6', json(?4))))",
    [DECK] = "UPDATE col SET decks = json_set(decks, '$.\"' || ?1 || '\"', json_object('id', ?1, "
             "'name', ?2, 'mod', ?3, 'usn', 0, 'lrnToday', json('[0,0]'), 'revToday', "
             "json('[0,0]'), 'newToday', json('[0,0]'), 'timeToday', json('[0,0]'), 'collapsed', "
             "json('false'), 'browserCollapsed', json('false'), 'desc', '', 'dyn', 0, 'conf', ?4, "
             "'extendNew', 0, 'extendRev', 0))",
    /* Anki sorts by sfld; it computes csum itself */
    [NOTE] = "INSERT INTO notes VALUES(?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, 0, 0, '')",
    [CARD] = ("INSERT INTO cards VALUES(?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, "
              "iif(?14 = '{}' OR NOT json_valid(?13), ?13, json_patch(?13, ?14)))"),
    [REVIEW] = "INSERT OR IGNORE INTO revlog VALUES(?, ?, -1, ?, ?, ?, ?, ?, ?)",
};

#define QUESTION "{{%s}}{{#Hint}}<br>{{hint:Hint}}{{/Hint}}"
#define ANSWER   "{{FrontSide}}<hr id=answer>{{%s}}{{#Note}}<hr id=note>{{Note}}{{/Note}}"

struct anki_write_side {
    const char *name, *asked, *shown;
};
static const struct {
    const char *name;
    const char *fields[ANKI_FIELDS_MAX];
    struct anki_write_side sides[2];
} kinds[] = {
    [ANKI_PLAIN] = {"drill", {"Question", "Answer", "Hint", "Note"},
        {{"Card 1", "Question", "Answer"}, {0}}},
    [ANKI_REVERSE] = {"drill (and reversed card)", {"Question", "Answer", "Hint", "Note"},
        {{"Card 1", "Question", "Answer"}, {"Card 2", "Answer", "Question"}}},
    [ANKI_CLOZE] = {"drill cloze", {"Text", "Hint", "Note"}, {{"Cloze", NULL, NULL}, {0}}},
};

static_assert(COUNT(kinds) == ANKI_CLOZE + 1, "a note type per kind");

static enum err_code anki_write_failure(struct anki_writer *w, struct err *err)
{
    return err_set(err, sqlite3_errcode(w->db) == SQLITE_NOMEM ? ERR_MEMORY : ERR_IO,
        "cannot write the collection: %s", sqlite3_errmsg(w->db));
}

/* Runs a statement. `types` has a letter per parameter: i for an int64_t, t for a string. */
static enum err_code anki_write_run(
    struct anki_writer *w, struct err *err, enum statement which, const char *types, ...)
{
    sqlite3_stmt *statement = w->statements[which];
    va_list values;
    va_start(values, types);
    for (int i = 0; types[i]; i++) {
        assert(strchr("it", types[i]));
        if (types[i] == 'i')
            sqlite3_bind_int64(statement, i + 1, va_arg(values, int64_t));
        else
            sqlite3_bind_text(statement, i + 1, va_arg(values, const char *), -1, SQLITE_STATIC);
    }
    va_end(values);
    int result = sqlite3_step(statement);
    enum err_code code = result == SQLITE_DONE ? ERR_NONE : anki_write_failure(w, err);
    sqlite3_reset(statement);
    return code;
}

/* ---- the collection ---- */

static void anki_write_add_fields(struct buf *json, enum anki_kind kind)
{
    for (int i = 0; i < ANKI_FIELDS_MAX && kinds[kind].fields[i]; i++)
        buf_format(json,
            "%s{\"name\":\"%s\",\"ord\":%d,\"sticky\":false,\"rtl\":false,\"font\":\"Arial\","
            "\"size\":20}",
            i ? "," : "", kinds[kind].fields[i], i);
}

static void anki_write_add_templates(struct buf *json, enum anki_kind kind)
{
    for (int i = 0; i < 2 && kinds[kind].sides[i].name; i++) {
        const struct anki_write_side *side = &kinds[kind].sides[i];
        buf_format(json,
            "%s{\"name\":\"%s\",\"ord\":%d,\"did\":null,\"bqfmt\":\"\","
            "\"bafmt\":\"\",\"qfmt\":\"",
            i ? "," : "", side->name, i);
        if (kind == ANKI_CLOZE)
            buf_text(json, "{{cloze:Text}}{{#Hint}}<br>{{hint:Hint}}{{/Hint}}\",\"afmt\":\""
                           "{{cloze:Text}}{{#Note}}<hr id=note>{{Note}}{{/Note}}\"}");
        else
            buf_format(json, QUESTION "\",\"afmt\":\"" ANSWER "\"}", side->asked, side->shown);
    }
}

static void anki_write_add_types(struct buf *json, int64_t now)
{
    buf_char(json, '{');
    for (int kind = ANKI_PLAIN; kind <= ANKI_CLOZE; kind++) {
        buf_format(json,
            "%s\"%lld\":{\"id\":%lld,\"name\":\"%s\",\"type\":%d,\"mod\":%lld,\"usn\":-1,"
            "\"sortf\":0,\"did\":null,\"css\":\".card { font-family: sans-serif; font-size: 20px; "
            "text-align: center; } .cloze { font-weight: bold; color: blue; }\","
            "\"latexPre\":\"\\\\documentclass[12pt]{article}\\n\\\\usepackage{amssymb,amsmath}\\n"
            "\\\\pagestyle{empty}\\n\\\\begin{document}\\n\",\"latexPost\":\"\\\\end{document}\","
            "\"latexsvg\":false,\"req\":[],\"tags\":[],\"vers\":[],\"flds\":[",
            kind ? "," : "", TYPE_ID + (long long)kind, TYPE_ID + (long long)kind, kinds[kind].name,
            kind == ANKI_CLOZE, (long long)now);
        anki_write_add_fields(json, (enum anki_kind)kind);
        buf_text(json, "],\"tmpls\":[");
        anki_write_add_templates(json, (enum anki_kind)kind);
        buf_text(json, "]}");
    }
    buf_char(json, '}');
}

/* Anki's default deck options. */
static const char deck_options[] =
    "{\"1\":{\"id\":1,\"name\":\"Default\",\"mod\":0,\"usn\":0,\"maxTaken\":60,\"autoplay\":true,"
    "\"timer\":0,\"replayq\":true,\"dyn\":false,"
    "\"new\":{\"bury\":false,\"delays\":[1,10],\"initialFactor\":2500,\"ints\":[1,4,0],\"order\":1,"
    "\"perDay\":20},\"rev\":{\"bury\":false,\"ease4\":1.3,\"ivlFct\":1,\"maxIvl\":36500,"
    "\"perDay\":200,\"hardFactor\":1.2},\"lapse\":{\"delays\":[10],\"leechAction\":1,"
    "\"leechFails\":8,\"minInt\":1,\"mult\":0}}}";

static enum err_code anki_write_collection(
    struct anki_writer *w, struct anki_times times, struct err *err)
{
    struct buf types = {0}, conf = {0};
    anki_write_add_types(&types, w->now);
    buf_format(&conf,
        "{\"activeDecks\":[1],\"curDeck\":1,\"schedVer\":2,\"sched2021\":true,"
        "\"creationOffset\":%d,\"nextPos\":1,\"addToCur\":true,\"sortType\":\"noteFld\","
        "\"sortBackwards\":false,\"newSpread\":0,\"collapseTime\":1200,\"timeLim\":0,"
        "\"estTimes\":true,\"dueCounts\":true,\"dayLearnFirst\":false}",
        -times.offset_min);
    enum err_code code =
        types.failed || conf.failed
            ? err_memory(err)
            : anki_write_run(w, err, COLLECTION, "iittt", times.begin_s, times.modified_ms,
                  buf_string(&conf), buf_string(&types), deck_options);
    buf_done(&types);
    buf_done(&conf);
    return code;
}

enum err_code anki_write_open(
    struct anki_writer **writer, const char *path, struct anki_times times, struct err *err)
{
    struct anki_writer *w = calloc(1, sizeof *w);
    *writer = NULL;
    if (!w)
        return err_memory(err);
    enum err_code code = ERR_NONE;
    w->now = times.modified_ms / 1000;
    if (sqlite3_open_v2(path, &w->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
            SQLITE_OK ||
        sqlite3_exec(w->db, schema, NULL, NULL, NULL) != SQLITE_OK)
        code = anki_write_failure(w, err);
    for (int i = 0; i < STATEMENTS && !code; i++)
        if (sqlite3_prepare_v2(w->db, sql[i], -1, &w->statements[i], NULL) != SQLITE_OK)
            code = anki_write_failure(w, err);
    if (!code && !(code = anki_write_collection(w, times, err)))
        code = anki_write_deck(w, 1, "Default", ANKI_PRESET_DEFAULT, err);
    if (code)
        anki_write_close(w, code, err);
    else
        *writer = w;
    return code;
}

enum err_code anki_write_close(struct anki_writer *w, enum err_code code, struct err *err)
{
    if (!w)
        return code;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(w->statements[i]);
    if (!code && sqlite3_exec(w->db, indexes, NULL, NULL, NULL) != SQLITE_OK)
        code = anki_write_failure(w, err);
    sqlite3_close(w->db);
    free(w);
    return code;
}

/* ---- rows ---- */

enum err_code anki_write_preset(struct anki_writer *w, int64_t id, const char *name,
    const char *retention, const char *weights, struct err *err)
{
    return anki_write_run(w, err, PRESET, "ittt", id, name, retention, weights);
}

enum err_code anki_write_deck(
    struct anki_writer *w, int64_t id, const char *name, int64_t preset, struct err *err)
{
    return anki_write_run(w, err, DECK, "itii", id, name, w->now, preset);
}

enum err_code anki_write_note(struct anki_writer *w, enum anki_kind kind, const char *guid,
    const char *tags, const char *const *fields, int64_t *id, struct err *err)
{
    struct buf all = {0}, spaced = {0};
    for (int i = 0; i < ANKI_FIELDS_MAX && kinds[kind].fields[i]; i++)
        buf_format(&all, "%s%s", i ? "\x1f" : "", fields[i]);
    buf_format(&spaced, *tags ? " %s " : "%s", tags);
    *id = FIRST + ++w->notes;
    enum err_code code =
        all.failed || spaced.failed
            ? err_memory(err)
            : anki_write_run(w, err, NOTE, "itiittt", *id, guid, TYPE_ID + (int64_t)kind, w->now,
                  buf_string(&spaced), buf_string(&all), fields[0]);
    buf_done(&all);
    buf_done(&spaced);
    return code;
}

enum err_code anki_write_card(struct anki_writer *w, int64_t note, int64_t deck,
    const struct anki_card *card, int64_t *id, struct err *err)
{
    *id = FIRST + ++w->cards;
    return anki_write_run(w, err, CARD, "iiiiiiiiiiiitt", *id, note, deck, (int64_t)card->ord,
        w->now, (int64_t)card->type, (int64_t)card->queue, card->due, (int64_t)card->interval,
        (int64_t)card->factor, (int64_t)card->repetitions, (int64_t)card->lapses, card->extra,
        card->memory);
}

enum err_code anki_write_review(
    struct anki_writer *w, const struct anki_review *review, struct err *err)
{
    enum err_code code = ERR_NONE;
    int64_t at_ms = review->at_ms;
    if (at_ms >= w->first_ms && at_ms <= w->last_ms) /* many, if only the day is known */
        at_ms = w->last_ms + 1;
    else
        w->first_ms = at_ms;
    do
        code = anki_write_run(w, err, REVIEW, "iiiiiiii", w->last_ms = at_ms++, review->card,
            (int64_t)review->button, (int64_t)review->interval, (int64_t)review->interval_before,
            (int64_t)review->factor, review->spent_ms, (int64_t)review->kind);
    while (!code && sqlite3_changes(w->db) == 0);
    return code;
}

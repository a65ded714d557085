/* Importing packages from each generation of Anki gives the same notes and the same history. */
#include "unit/anki_package.h"

#include "exchange/anki_import.h"
#include "exchange/anki_presets.h"
#include "exchange/importers.h"
#include "store/replay.h"

/* Seven notes; see package_json for their types. The days that cards are due count from DAY - 20.
 */
static const char notes[] =
    "INSERT INTO notes VALUES"
    "(101, 'g#1', 1, 0, 0, ' lang::fr one,two ', 'chat' || char(31) ||"
    " 'cat <img src=\"heart%20one.png\">', 0, 0, 0, ''),"
    "(102, 'cl', 2, 0, 0, '', 'Sky is {{c1::blue::colour}}, sea {{c2::deep}}' || char(31) ||"
    " '<b>note</b>', 0, 0, 0, ''),"
    "(103, 'nest', 2, 0, 0, '', '{{c1::a {{c2::b}} c}}' || char(31), 0, 0, 0, ''),"
    "(104, 'odd', 3, 0, 0, '', 'Q' || char(31) || 'hinted', 0, 0, 0, ''),"
    "(105, 'second', 1, 0, 0, '', 'f' || char(31) || 'b', 0, 0, 0, ''),"
    "(106, 'filt', 1, 0, 0, '', 'x' || char(31) || 'y', 0, 0, 0, ''),"
    "(107, 'bad', 9, 0, 0, '', 'x', 0, 0, 0, ''),"
    "(108, 'no cards', 1, 0, 0, '', 'x' || char(31) || 'y', 0, 0, 0, '');"
    "INSERT INTO cards VALUES"
    "(1001, 101, 10, 0, 0, 0, 2, 2, 25, 12, 2350, 7, 1, 0, 0, 0, 0, '{\"s\":12.5,\"d\":5.0}'),"
    "(1002, 101, 10, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, ''),"
    "(1003, 102, 10, 0, 0, 0, 2, -1, 10, 5, 2500, 2, 0, 0, 0, 0, 0, '{}'),"
    "(1004, 102, 10, 1, 0, 0, 1, 1, 1769860800, 0, 0, 1, 0, 1001, 0, 0, 0, ''),"
    "(1005, 103, 11, 0, 0, 0, 0, -2, 4, 0, 0, 0, 0, 0, 0, 0, 0, ''),"
    "(1006, 103, 11, 1, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, ''),"
    "(1007, 104, 11, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, ''),"
    "(1008, 105, 10, 1, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, ''),"
    "(1009, 106, 12, 0, 0, 0, 2, 2, -5, 3, 1300, 4, 2, 0, 30, 11, 0, ''),"
    "(1010, 107, 10, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, '');"
    "INSERT INTO revlog VALUES"
    "(1769700000000, 1001, 0, 3, -600, -60, 0, 4000, 0),"
    "(1769700700000, 1001, 0, 4, 4, -600, 2500, 5000, 0),"
    "(1769786400000, 1001, 0, 2, 12, 4, 2350, 6000, 1),"
    "(1769786500000, 1001, 0, 0, 25, 12, 2350, 0, 4),"  /* rescheduled by hand */
    "(1769786600000, 9999, 0, 3, 1, 1, 2500, 1000, 1)," /* of a card that no longer exists */
    "(1769786700000, 1003, 0, 1, 5, 5, 2500, 3000, 3);";

/* A deck file with the same cards; it is one deck, of which the import makes two. */
static const char deck[] = "deck: d\ncards:\n"
                           "  - {id: 'g%231', q: chat, a: cat, reverse: true}\n"
                           "  - {id: cl, cloze: 'Sky is {{c1::blue}}, sea {{c2::deep}}'}\n"
                           "  - {id: nest.1, q: n1}\n"
                           "  - {id: filt, q: x, a: y}\n";

/* ---- entries ---- */

struct taken {
    struct buf text; /* a line for each entry */
    struct buf skipped, identities, schedulings;
    char folder[64];
    unsigned entries;
};

static bool take_entry(
    void *context, const char *name, const struct deck_entry *entry, unsigned line)
{
    struct taken *taken = context;
    (void)line;
    buf_format(&taken->text, "%s|%s|%s|%s|%s|%s|%s|%s|%d\n", name, buf_string(&entry->id),
        buf_string(&entry->question), buf_string(&entry->answer), buf_string(&entry->cloze),
        buf_string(&entry->hint), buf_string(&entry->note), buf_string(&entry->tags),
        entry->reverse);
    taken->entries++;
    return true;
}

static bool take_skipped(void *context, unsigned line, const char *why)
{
    struct taken *taken = context;
    (void)line;
    buf_text(&taken->skipped, why);
    return true;
}

static void take_note(void *context, const char *what)
{
    struct taken *taken = context;
    buf_format(&taken->skipped, "note: %s", what);
}

static void take_identity(void *context, const char *name, const char *identity)
{
    struct taken *taken = context;
    buf_format(&taken->identities, "%s is %s after %u;", name, identity, taken->entries);
}

static void take_scheduling(
    void *context, const char *name, const struct import_scheduling *scheduling)
{
    struct taken *taken = context;
    buf_format(&taken->schedulings, "%s: %d %d", name, scheduling->scheduling.scheduler,
        scheduling->scheduling.retention);
    for (int i = 0; i < WEIGHTS_MAX && scheduling->has_weights; i++)
        buf_format(&taken->schedulings, " %d", (int)scheduling->weights[i]);
    buf_text(&taken->schedulings, ";");
}

static const char *folder_of(void *context, const char *name)
{
    struct taken *taken = context;
    (void)name;
    return taken->folder;
}

static struct anki_import *open_package(
    struct world *w, enum generation generation, const char *sql)
{
    struct anki_import *import;
    struct import_source *source = calloc(1, sizeof *source);
    static char path[192];
    assert_non_null(source);
    package_make(world_path(w, "p.apkg", path), generation, sql);
    assert_int_equal(import_source_open(source, path, &w->err), ERR_NONE);
    assert_ptr_equal(importer_recognize(source), &importer_anki);
    if (anki_import_open(&import, source, &w->err))
        fail_msg("%s", w->err.message);
    import_source_close(source); /* the package keeps what it needs */
    free(source);
    return import;
}

static void read_package(struct world *w, struct anki_import *import, struct taken *taken)
{
    struct import_sink sink = {.entry = take_entry,
        .skipped = take_skipped,
        .note = take_note,
        .context = taken,
        .folder = folder_of,
        .identity = take_identity,
        .scheduling = take_scheduling};
    snprintf(taken->folder, sizeof taken->folder, "%s", w->folder);
    if (anki_import_read(import, &sink, &w->err))
        fail_msg("%s", w->err.message);
}

static void taken_done(struct taken *taken)
{
    buf_done(&taken->text);
    buf_done(&taken->skipped);
    buf_done(&taken->identities);
    buf_done(&taken->schedulings);
    *taken = (struct taken){0};
}

static void test_import__entries(void **state)
{
    struct world *w = *state;
    for (int generation = OLDEST; generation <= LATEST; generation++) {
        struct taken taken = {0};
        struct anki_import *import = open_package(w, (enum generation)generation, notes);
        read_package(w, import, &taken);
        assert_string_equal(buf_string(&taken.text),
            "Lang::French|g%231|chat|cat ![](<media/heart one.png>)||||lang::fr one-two|1\n"
            "Lang::French|cl|||Sky is {{c1::blue::colour}}, sea {{c2::deep}}||**note**||0\n"
            "Sci|nest.1|[...]|**a b c**|||||0\n"
            "Sci|nest.2|a [...] c|a **b** c|||||0\n"
            "Sci|odd|Sci: Q|hinted||hinted|||0\n"
            "Lang::French|second.2|b|f|||||0\n"
            "Sci|filt|x|y|||||0\n");
        assert_string_equal(
            buf_string(&taken.skipped), "1 card: its note type has no template for it");
        assert_string_equal(buf_string(&taken.identities),
            "Lang::French is anki:10 after 0;Sci is anki:11 after 2;");
        taken_done(&taken);
        anki_import_close(import);
    }
}

/* ---- scheduling ---- */

static void assert_scheduling(
    struct world *w, enum generation generation, const char *more, const char *wanted)
{
    struct buf sql = {0};
    struct taken taken = {0};
    buf_format(&sql, "%s%s", notes, more);
    struct anki_import *import = open_package(w, generation, buf_string(&sql));
    read_package(w, import, &taken);
    assert_string_equal(buf_string(&taken.schedulings), wanted);
    taken_done(&taken);
    anki_import_close(import);
    buf_done(&sql);
}

#define SIX                                                                                        \
    "1 10000 20000 30000 40000 50000 60000 70000 80000 90000 100000 110000 120000 130000 "         \
    "140000 150000 160000 170000 180000 190000 2000"

static void test_import__weights_in_json(void **state)
{
    /* deck 10 has preset 7, and a retention of its own; deck 11 has preset 1, without weights */
    assert_scheduling(*state, MIDDLE,
        "UPDATE col SET conf = json_set(conf, '$.fsrs', json('true')), decks = json_set(decks, "
        "'$.\"10\".conf', 7, '$.\"10\".desiredRetention', 85), dconf = "
        "'{\"7\":{\"fsrsParams6\":[0.0001,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,0.2],"
        "\"desiredRetention\":0.9}, \"1\":{\"desiredRetention\":0.8}}';",
        "Lang::French: 6 8500 " SIX ";Sci: 6 8000;");
}

static void test_import__no_scheduling_without_fsrs(void **state)
{
    assert_scheduling(
        *state, MIDDLE, "UPDATE col SET conf = json_set(conf, '$.fsrs', json('false'));", "");
    /* nothing said: only deck 10 has a card with a memory */
    assert_scheduling(*state, OLDEST, "", "Lang::French: 6 0;");
    assert_scheduling(*state, MIDDLE, "UPDATE cards SET data = '';", "");
}

static void test_import__weights_in_tables(void **state)
{
    /* deck 10: preset 7, whose retention is 0.75 and whose weights are no list of 21; deck 11:
     * preset 8, with a retention of its own of 0.5, which is out of range */
    assert_scheduling(*state, LATEST,
        "CREATE TABLE deck_config(id integer primary key, name text, mtime_secs integer, usn "
        "integer, config blob);"
        "INSERT INTO config VALUES('fsrs', 0, 0, CAST('true' AS BLOB));"
        "UPDATE decks SET kind = x'0a020807' WHERE id = 10;"
        "UPDATE decks SET kind = x'0a07080855' || x'0000003f' WHERE id = 11;"
        "INSERT INTO deck_config VALUES(7, 'seven', 0, 0, x'3204' || x'0000803f' || x'ad02' || "
        "x'0000403f'), (8, 'eight', 0, 0, x'');",
        "Lang::French: 6 7500;Sci: 6 7000;");
}

static void test_import__weights_of_older_versions(void **state)
{
    (void)state;
    double weights[17] = {0.4, 0.6, 2.4, 5.8, 4.93, 0.94, 0.86, 0.01, 1.49, 0.14, 0.94, 2.18, 0.05,
        0.34, 1.26, 0.29, 2.61}; /* the defaults of FSRS-4.5 */
    int32_t units[WEIGHTS_MAX];
    assert_true(anki_presets_convert(weights, 17, units));
    assert_int_equal(units[4], 68100); /* 4.93 + 2 * 0.94 */
    assert_int_equal(units[5], 4468);  /* ln(3 * 0.94 + 1) / 3 = 0.44675 */
    assert_int_equal(units[6], 13600);
    assert_int_equal(units[16], 26100);
    assert_int_equal(units[17] + units[18] + units[19], 0);
    assert_int_equal(units[20], 5000);
    assert_false(anki_presets_convert(weights, 16, units));
    weights[3] = -1;
    assert_false(anki_presets_convert(weights, 17, units));
}

/* ---- media ---- */

static bool go_on(void *context, const char *what, const char *unit, size_t done, size_t total)
{
    (void)context, (void)what, (void)unit, (void)done, (void)total;
    return true;
}

static bool stop(void *context, const char *what, const char *unit, size_t done, size_t total)
{
    (void)context, (void)what, (void)unit, (void)done, (void)total;
    return false;
}

static void assert_content(struct world *w, const char *name, const char *wanted)
{
    char path[192];
    struct buf bytes = package_file_bytes(world_path(w, name, path));
    assert_string_equal(buf_string(&bytes), wanted);
    buf_done(&bytes);
}

static bool is_there(struct world *w, const char *name)
{
    char path[192];
    return access(world_path(w, name, path), F_OK) == 0;
}

static void test_import__media(void **state)
{
    struct world *w = *state;
    for (int generation = OLDEST; generation <= LATEST; generation++) {
        struct taken taken = {0};
        size_t missing = 1;
        struct anki_import *import = open_package(w, (enum generation)generation, notes);
        read_package(w, import, &taken);
        assert_false(is_there(w, "media"));
        assert_int_equal(anki_import_media(import, &missing, go_on, NULL, &w->err), ERR_NONE);
        assert_int_equal(missing, 0);
        assert_content(w, "media/heart one.png", "PNG");
        anki_import_close(import); /* without keeping the media */
        assert_false(is_there(w, "media"));
        taken_done(&taken);
    }
}

static void test_import__media_over_no_other_file(void **state)
{
    struct world *w = *state;
    struct taken taken = {0};
    size_t missing;
    char path[192];
    assert_int_equal(mkdir(world_path(w, "media", path), 0700), 0);
    world_write(w, "media/heart one.png", "mine");
    struct anki_import *import = open_package(w, MIDDLE, notes);
    read_package(w, import, &taken);
    const char *link = strstr(buf_string(&taken.text), "<media/heart one-");
    assert_non_null(link);
    assert_int_equal(anki_import_media(import, &missing, go_on, NULL, &w->err), ERR_NONE);
    anki_import_keep_media(import);
    anki_import_close(import);
    assert_content(w, "media/heart one.png", "mine");
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(link + 1, ">"), link + 1);
    assert_content(w, name, "PNG");
    struct taken again = {0};
    import = open_package(w, LATEST, notes);
    read_package(w, import, &again); /* finds the file by its name */
    assert_string_equal(buf_string(&again.text), buf_string(&taken.text));
    anki_import_close(import);
    assert_content(w, name, "PNG");
    taken_done(&again);
    taken_done(&taken);
}

static void test_import__media_missing_or_interrupted(void **state)
{
    struct world *w = *state;
    struct taken taken = {0};
    size_t missing;
    struct anki_import *import = open_package(w, MIDDLE,
        "INSERT INTO notes VALUES(1, 'g', 1, 0, 0, '', '[sound:none.mp3] <img "
        "src=\"https://example.org/x.png\"> <img src=\"heart one.png\">' || char(31), 0, 0, 0, '');"
        "INSERT INTO cards VALUES(1, 1, 10, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, '');");
    read_package(w, import, &taken);
    assert_int_equal(anki_import_media(import, &missing, stop, NULL, &w->err), ERR_IO);
    assert_string_equal(w->err.message, "interrupted");
    assert_false(is_there(w, "media"));
    assert_int_equal(anki_import_media(import, &missing, go_on, NULL, &w->err), ERR_NONE);
    assert_int_equal(missing, 1); /* a web address is not a file of the package */
    anki_import_close(import);
    taken_done(&taken);
}

/* ---- history ---- */

static struct moment moment_utc(int64_t ms)
{
    return moment_at(ms, 0);
}

static struct anki_history bring(
    struct world *w, enum generation generation, const char *sql, struct moment now)
{
    struct taken taken = {0};
    struct anki_history history = {0};
    struct anki_import *import = open_package(w, generation, sql);
    read_package(w, import, &taken);
    if (anki_import_history(
            import, w->store, &w->deck_id, 1, now, moment_utc, &history, go_on, NULL, &w->err))
        fail_msg("%s", w->err.message);
    anki_import_close(import);
    taken_done(&taken);
    return history;
}

#define CARD(columns, id, variant)                                                                 \
    "SELECT printf('" columns                                                                      \
    "', repetitions, interval, ease, due, lapses, reviews, last_rating, "                          \
    "suspended, buried_day) FROM cards WHERE id = '" id "' AND variant = " #variant
#define ALL "%d %d %d %d %d %d %d %d %s"
#define STATE                                                                                      \
    "SELECT group_concat(card_id || ' ' || repetitions || ' ' || interval || ' ' || ease || ' ' "  \
    "|| ifnull(due, '-') || ' ' || lapses || ' ' || reviews || ' ' || last_rating || ' ' || "      \
    "ifnull(last_review_id, '-') || ' ' || suspended || ' ' || ifnull(buried_day, '-') || ' ' || " \
    "ifnull(repeat_day, '-') || ' ' || ifnull(last_change_id, '-'), ';') FROM cards"

static void assert_history_of_notes(struct world *w)
{
    /* repetitions, interval, ease, due, lapses, reviews, last rating, suspended, buried */
    assert_sql(w, CARD(ALL, "g%231", 0), "7 12 235 20489 1 3 3 0 ");
    assert_sql(w, CARD(ALL, "g%231", 1000), "0 0 250 0 0 0 0 0 ");
    assert_sql(w, CARD(ALL, "cl", 1), "2 5 250 20474 0 1 0 1 ");
    assert_sql(w, CARD(ALL, "cl", 2), "1 1 250 20484 0 0 0 0 ");
    assert_sql(w, CARD(ALL, "filt", 0), "4 3 130 20494 2 0 0 0 ");
    /* the log, in Anki's order */
    assert_sql(w,
        "SELECT group_concat(reviewed_ms || ' ' || study_day || ' ' || kind || ' ' || rating || ' '"
        " || spent_ms || ' ' || interval_before || ' ' || interval_after || ' ' || ease_before ||"
        " ' ' || ease_after || ' ' || ifnull(due, '-'), ';') FROM reviews",
        "1769700000000 20482 1 4 4000 0 0 250 250 20482;"
        "1769700700000 20482 3 5 5000 0 4 250 250 -;"
        "1769786400000 20483 2 3 6000 4 12 250 235 20495;"
        "1769786700000 20483 4 1 3000 5 5 250 250 -");
    assert_sql(w, "SELECT extra FROM changes WHERE interval = 12", "{\"s\":12.5,\"d\":5.0}");
    assert_sql(w, "SELECT count(*) FROM changes WHERE extra IS NOT NULL", "1");
}

/* Replaying the log gives the rows that were written. */
static void assert_folds(struct world *w)
{
    char before[512];
    raw_text(w->db, STATE, before, sizeof before);
    int64_t count = raw_number(w, "SELECT max(card_id) FROM cards", "");
    assert_int_equal(store_begin(w->store, &w->err), ERR_NONE);
    for (int64_t card = 1; card <= count; card++)
        assert_int_equal(replay_schedule(w->store, card, &w->err), ERR_NONE);
    assert_int_equal(store_commit(w->store, &w->err), ERR_NONE);
    assert_sql(w, STATE, before);
}

static void test_import__history(void **state)
{
    struct world *w = *state;
    for (int generation = OLDEST; generation <= LATEST; generation++) {
        unlink(w->db);
        world_open(w);
        world_load(w, deck);
        struct anki_history history = bring(w, (enum generation)generation, notes, at(DAY, 9, 0));
        assert_int_equal(history.report.reviews, 4);
        assert_int_equal(history.report.schedules, 4);
        assert_int_equal(history.report.kept, 0);
        assert_int_equal(history.ignored, 2);
        assert_history_of_notes(w);
        assert_sql(w, CARD("%.0s%.0s%.0s%.0s%.0s%.0s%.0s%.0s%s", "nest.1", 0), "20484");
        assert_folds(w);
        world_close(w);
    }
}

static void test_import__buried_only_on_that_day(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, deck);
    bring(w, MIDDLE, notes, at(DAY + 1, 9, 0));
    assert_sql(w, "SELECT count(*) FROM cards WHERE buried_day IS NOT NULL", "0");
}

static void test_import__twice_adds_nothing(void **state)
{
    struct world *w = *state;
    char before[512];
    world_open(w);
    world_load(w, deck);
    bring(w, MIDDLE, notes, at(DAY, 9, 0));
    raw_text(w->db, STATE, before, sizeof before);
    struct anki_history history = bring(w, LATEST, notes, at(DAY + 3, 9, 0));
    assert_int_equal(history.report.reviews, 0);
    assert_int_equal(history.report.schedules, 0);
    assert_sql(w, STATE, before);
    assert_sql(w, "SELECT count(*) FROM changes", "6"); /* 4 schedules, 1 suspended, 1 buried */
}

static const char newer[] = "INSERT INTO revlog VALUES(1769900000000, 1001, 0, 3, 30, 12, 2350, "
                            "7000, 1); UPDATE cards SET due = 55, ivl = 30, reps = 8 "
                            "WHERE id = 1001; UPDATE cards SET queue = 2 WHERE id = 1003;";

static struct buf newer_notes(void)
{
    struct buf sql = {0};
    buf_format(&sql, "%s%s", notes, newer);
    return sql;
}

static void test_import__newer(void **state)
{
    struct world *w = *state;
    struct buf sql = newer_notes();
    world_open(w);
    world_load(w, deck);
    bring(w, MIDDLE, notes, at(DAY, 9, 0));
    struct anki_history history = bring(w, LATEST, buf_string(&sql), at(DAY + 1, 9, 0));
    assert_int_equal(history.report.reviews, 1);
    assert_int_equal(history.report.schedules, 1);
    assert_sql(w, CARD(ALL, "g%231", 0), "8 30 235 20519 1 4 4 0 ");
    assert_sql(w, CARD(ALL, "cl", 1), "2 5 250 20474 0 1 0 0 "); /* resumed */
    assert_folds(w);
    history = bring(w, MIDDLE, notes, at(DAY + 2, 9, 0)); /* the older package again */
    assert_int_equal(history.report.schedules, 0);
    assert_sql(w, CARD(ALL, "g%231", 0), "8 30 235 20519 1 4 4 0 ");
    buf_done(&sql);
}

/* A card rated in drill later than in Anki keeps its schedule; the log gets the missing ratings. */
static void test_import__keeps_later_ratings(void **state)
{
    struct world *w = *state;
    struct buf sql = newer_notes();
    world_open(w);
    world_load(w, deck);
    bring(w, MIDDLE, notes, at(DAY, 9, 0));
    rate_on(w, "chat", 4, DAY + 5); /* on its day: ceil(12 * 2.35) is 29 */
    assert_sql(w, CARD(ALL, "g%231", 0), "8 29 235 20518 1 4 4 0 ");
    struct anki_history history = bring(w, LATEST, buf_string(&sql), at(DAY + 6, 9, 0));
    assert_int_equal(history.report.reviews, 1);
    assert_int_equal(history.report.kept, 1);
    assert_sql(w, CARD(ALL, "g%231", 0), "8 29 235 20518 1 5 4 0 ");
    assert_folds(w);
    history = bring(w, LATEST, buf_string(&sql), at(DAY + 7, 9, 0));
    assert_int_equal(history.report.reviews, 0);
    assert_sql(w, CARD(ALL, "g%231", 0), "8 29 235 20518 1 5 4 0 ");
    buf_done(&sql);
}

static void test_import__is_not_undone(void **state)
{
    struct world *w = *state;
    struct undone undone;
    world_open(w);
    world_load(w, deck);
    bring(w, MIDDLE, notes, at(DAY, 9, 0));
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY, 10, 0), &undone, &w->err), ERR_NONE);
    assert_int_equal(undone.card_id, 0);
    int64_t review = rate_on(w, "x", 4, DAY + 10);
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY + 10, 10, 0), &undone, &w->err), ERR_NONE);
    assert_int_equal(undone.review_id, review);
    assert_sql(w, CARD(ALL, "filt", 0), "4 3 130 20494 2 0 0 0 ");
}

static void test_import__interrupted_adds_nothing(void **state)
{
    struct world *w = *state;
    struct taken taken = {0};
    struct anki_history history = {0};
    world_open(w);
    world_load(w, deck);
    struct anki_import *import = open_package(w, MIDDLE, notes);
    read_package(w, import, &taken);
    assert_int_equal(anki_import_history(import, w->store, &w->deck_id, 1, at(DAY, 9, 0),
                         moment_utc, &history, stop, NULL, &w->err),
        ERR_IO);
    assert_sql(w, "SELECT count(*) FROM reviews", "0");
    assert_sql(w, "SELECT count(*) FROM changes", "0");
    anki_import_close(import);
    taken_done(&taken);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_import__entries),
        TEST(test_import__weights_in_json),
        TEST(test_import__no_scheduling_without_fsrs),
        TEST(test_import__weights_in_tables),
        TEST(test_import__weights_of_older_versions),
        TEST(test_import__media),
        TEST(test_import__media_over_no_other_file),
        TEST(test_import__media_missing_or_interrupted),
        TEST(test_import__history),
        TEST(test_import__buried_only_on_that_day),
        TEST(test_import__twice_adds_nothing),
        TEST(test_import__newer),
        TEST(test_import__keeps_later_ratings),
        TEST(test_import__is_not_undone),
        TEST(test_import__interrupted_adds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

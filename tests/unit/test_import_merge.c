/* What an import does to the deck files that are there: it adds, updates and moves, and takes
 * nothing away. Sources are lists of entries, read twice, as importers do. */
#include "unit/world.h"

#include "exchange/import_files.h"

#include <sys/stat.h>
#include <unistd.h>

#define ENTRIES_MAX 24

/* A source: entries as "DECK|ID|QUESTION|ANSWER", and the identities that it gives. */
struct given {
    const char *entries[ENTRIES_MAX];
    const char *file;     /* its name; with a colon if it has several decks */
    const char *identity; /* of the deck "French", or NULL */
    bool force, replace, named;
    const struct given *next; /* the source after it in the same command, or NULL */
    const char *saved;        /* a file that its user saves before the import commits, or NULL */
};

/* What happened: "French: 3 written +2 ~1" and so on, a line for each file. */
static char told[2048];

static void add_entry(struct world *w, struct import_files *files, const char *line)
{
    char text[256], *rest = text;
    const char *why;
    struct deck_entry entry = {.reverse = false};
    snprintf(text, sizeof text, "%s", line);
    const char *deck = strsep(&rest, "|");
    buf_text(&entry.id, strsep(&rest, "|"));
    buf_text(&entry.question, strsep(&rest, "|"));
    buf_text(&entry.answer, rest);
    if (import_files_add(files, deck, &entry, &why, &w->err))
        fail_msg("%s: %s", line, w->err.message);
    deck_entry_done(&entry);
}

/* The source of an entry's deck, of several in a file: "FILE:DECK". */
static const char *source_of(const char *file, const char *entry)
{
    static char source[64];
    snprintf(source, sizeof source, "%s%.*s", file, (int)strcspn(entry, "|"), entry);
    return source;
}

static void tell(const struct import_files *files)
{
    static const char *const fates[] = {[FATE_NEW] = "written",
        [FATE_UPDATED] = "updated",
        [FATE_SAME] = "same",
        [FATE_ADDED] = "added to",
        [FATE_KEPT] = "kept",
        [FATE_FORCED] = "replaced"};
    static const char *const changes[] = {[CHANGE_IS_NEW] = "new",
        [CHANGE_IS_EDIT] = "changed",
        [CHANGE_IS_MOVE] = "moved",
        [CHANGE_IS_RETIRE] = "retired",
        [CHANGE_IS_STAY] = "stay",
        [CHANGE_IS_LEFT] = "left"};
    size_t length = 0;
    for (size_t i = 0; i < files->count; i++) {
        const struct import_files_deck *deck = &files->decks[i];
        if (!deck->has_file || (!deck->entries && deck->fate == FATE_SAME))
            continue;
        length += (size_t)snprintf(
            told + length, sizeof told - length, "%s: %s", deck->id, fates[deck->fate]);
        for (size_t j = 0; j < IMPORT_CHANGES; j++)
            if (deck->changes[j])
                length += (size_t)snprintf(
                    told + length, sizeof told - length, ", %zu %s", deck->changes[j], changes[j]);
        length += (size_t)snprintf(told + length, sizeof told - length, "\n");
    }
}

static void edit(struct world *w, const char *name, const char *text)
{
    char path[192];
    FILE *file = fopen(world_path(w, name, path), "a");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Passes the source's entries on. */
static void read_source(struct world *w, struct import_files *files, const struct given *given)
{
    files->source = given->file;
    if (given->identity && !files->writing)
        assert_int_equal(
            import_files_identify(files, "French", given->identity, &w->err), ERR_NONE);
    for (size_t i = 0; given->entries[i]; i++) {
        if (given->file[strlen(given->file) - 1] == ':')
            files->source = source_of(given->file, given->entries[i]);
        add_entry(w, files, given->entries[i]);
    }
}

/* Imports the source, and those after it, into world/decks. */
static void import(struct world *w, const struct given *given)
{
    char folder[192];
    struct import_files files = {.folder = world_path(w, "decks", folder),
        .force = given->force,
        .replace = given->replace,
        .named = given->named};
    told[0] = '\0';
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && import_files_begin_writing(&files, &w->err))
            fail_msg("%s", w->err.message);
        files.source_number = 0;
        for (const struct given *one = given; one; one = one->next, files.source_number++)
            read_source(w, &files, one);
    }
    if (given->saved)
        edit(w, given->saved, "# saved\n");
    if (!import_files_commit(&files, &w->err))
        tell(&files);
    else if (given->saved)
        snprintf(told, sizeof told, "%s", w->err.message);
    else
        fail_msg("%s", w->err.message);
    import_files_done(&files);
}

/* The entries in braces, the file's name, and other members by name. */
#define IMPORT(w, ...) import(w, &(struct given){.entries = __VA_ARGS__})

static struct deck_reader *open_file(struct world *w, const char *name)
{
    char path[192];
    struct deck_reader *reader;
    if (deck_open(&reader, world_path(w, name, path), ignore_mistake, NULL, &w->err))
        fail_msg("%s", w->err.message);
    return reader;
}

/* What a deck file says: "ID|QUESTION|ANSWER" for each entry; * for an id made by the import. */
static void assert_file(struct world *w, const char *name, const char *wanted)
{
    struct deck_reader *reader = open_file(w, name);
    const struct deck_entry *entry;
    struct buf got = {0};
    while (!deck_next(reader, &entry, &w->err) && entry)
        buf_format(&got, "%s|%s|%s\n", entry->id.length > 1 ? "*" : buf_string(&entry->id),
            buf_string(&entry->question), buf_string(&entry->answer));
    deck_close(reader);
    assert_string_equal(buf_string(&got), wanted);
    buf_done(&got);
}

static void move(struct world *w, const char *from, const char *to)
{
    char one[192], other[192];
    assert_int_equal(rename(world_path(w, from, one), world_path(w, to, other)), 0);
}

/* ---- nothing is taken away ---- */

static void test_merge__what_the_source_lacks_stays_where_it_is(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|a|qa|1", "d|b|qb|2", "d|c|qc|3", "d|e|qe|4"}, .file = "f");
    IMPORT(w, {"d|b|qb new|2", "d|x|qx|9", "d|e|qe|4"}, .file = "f");
    assert_string_equal(told, "d: updated, 1 new, 1 changed, 2 stay\n");
    assert_file(w, "decks/d.yaml", "a|qa|1\nb|qb new|2\nc|qc|3\nx|qx|9\ne|qe|4\n");
    IMPORT(w, {"d|b|qb new|2", "d|x|qx|9", "d|e|qe|4"}, .file = "f");
    assert_string_equal(told, "d: same, 2 stay\n");
    IMPORT(w, {"d|b|qb new|2", "d|x|qx|9", "d|e|qe|4"}, .file = "f", .replace = true);
    assert_string_equal(told, "d: updated, 2 retired\n");
    assert_file(w, "decks/d.yaml", "b|qb new|2\nx|qx|9\ne|qe|4\n");
}

static void test_merge__an_answer_that_the_source_lacks_stays(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|a|qa|1", "d||qb|2", "d|c|qc|3"}, .file = "f");
    IMPORT(w, {"d|a|qa|", "d||qb|", "d|c|qc new|", "d|e|qe|"}, .file = "f");
    assert_string_equal(told, "d: updated, 1 new, 1 changed\n");
    assert_file(w, "decks/d.yaml", "a|qa|1\n*|qb|2\nc|qc new|3\ne|qe|\n");
    edit(w, "decks/d.yaml", "\n  - q: mine\n    a: own\n    id: m\n");
    IMPORT(w, {"d|a|qa|", "d||qb|", "d|c|qc new|", "d|e|qe|"}, .file = "f");
    assert_string_equal(told, "d: kept, 1 stay\n");
    IMPORT(w, {"d|a|qa|", "d||qb|", "d|c|qc new|", "d|e|qe|"}, .file = "f", .force = true);
    assert_file(w, "decks/d.yaml", "a|qa|1\n*|qb|2\nc|qc new|3\ne|qe|\nm|mine|own\n");
    IMPORT(w, {"d|a|qa|"}, .file = "f", .replace = true);
    assert_file(w, "decks/d.yaml", "a|qa|\n");
}

static void test_merge__an_edited_file_gets_new_entries_only(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|a|qa|1", "d|b|qb|2"}, .file = "f");
    edit(w, "decks/d.yaml", "\n  - q: mine\n    a: own\n    id: m\n");
    IMPORT(w, {"d|a|qa|one", "d|c|qc|3"}, .file = "f");
    assert_string_equal(told, "d: added to, 1 new, 2 stay, 1 left\n");
    assert_file(w, "decks/d.yaml", "a|qa|1\nb|qb|2\nm|mine|own\nc|qc|3\n");
    IMPORT(w, {"d|a|qa|one", "d|c|qc|3"}, .file = "f", .replace = true);
    assert_string_equal(told, "d: kept, 2 stay, 1 left\n");
    IMPORT(w, {"d|a|qa|one", "d|c|qc|3"}, .file = "f", .force = true);
    assert_string_equal(told, "d: replaced, 1 changed, 2 stay\n");
    assert_file(w, "decks/d.yaml", "a|qa|one\nb|qb|2\nm|mine|own\nc|qc|3\n");
}

/* Two decks, so that one could be written before the other is refused. */
static void test_merge__a_file_that_is_saved_meanwhile_is_left_alone(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"c|x|qx|0", "d|a|qa|1"}, .file = "f");
    for (int edited = 0; edited < 2; edited++) {
        IMPORT(w, {"c|x|qx|9", "d|a|qa|1", "d|b|qb|2"}, .file = "f", .saved = "decks/d.yaml");
        assert_string_equal(told, "changed while it was being read: try again");
        assert_file(w, "decks/c.yaml", "x|qx|0\n");
        assert_file(w, "decks/d.yaml", "a|qa|1\n"); /* now edited by its user */
    }
}

/* ---- moved and renamed ---- */

static void test_merge__a_note_follows_to_another_deck(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"French|a|qa|1", "French|b|qb|2"}, .file = "p.apkg", .identity = "anki:7");
    IMPORT(w, {"Hard|b|qb new|2"}, .file = "p.apkg", .identity = "anki:7");
    /* without an identity of its own, "Hard" belongs to no collection */
    assert_string_equal(told, "Hard: written, 1 new\n");
    char path[192];
    assert_int_equal(unlink(world_path(w, "decks/hard.yaml", path)), 0);
    struct given moved = {.entries = {"Hard|b|qb new|2", "French|a|qa|1"}, .file = "anki:8"};
    import(w, &moved);
    assert_string_equal(told, "Hard: written, 1 moved\nFrench: updated\n");
    assert_file(w, "decks/hard.yaml", "b|qb new|2\n");
    assert_file(w, "decks/french.yaml", "a|qa|1\n");
}

static void test_merge__a_note_in_an_edited_file_stays(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"French|a|qa|1", "French|b|qb|2"}, .file = "anki:7");
    edit(w, "decks/french.yaml", "# mine\n");
    IMPORT(w, {"French|a|qa|1", "Hard|b|qb|2", "Hard|c|qc|3"}, .file = "anki:7");
    assert_string_equal(told, "French: kept, 1 left\nHard: written, 1 new\n");
    assert_file(w, "decks/hard.yaml", "c|qc|3\n");
    assert_file(w, "decks/french.yaml", "a|qa|1\nb|qb|2\n");
    /* told even if no other file has anything to say */
    IMPORT(w, {"French|a|qa|1", "Easy|b|qb|2"}, .file = "anki:7");
    assert_string_equal(told, "French: kept, 1 left\n");
}

static void test_merge__a_deck_with_a_new_name_keeps_its_file(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"French|a|qa|1", "French|b|qb|2"}, .file = "p.apkg", .identity = "anki:7");
    move(w, "decks/french.yaml", "decks/fr.yaml");
    char folder[192];
    struct import_files files = {.folder = world_path(w, "decks", folder), .source = "q.apkg"};
    assert_int_equal(import_files_identify(&files, "Languages::French", "anki:7", &w->err), 0);
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1)
            assert_int_equal(import_files_begin_writing(&files, &w->err), ERR_NONE);
        add_entry(w, &files, "Languages::French|a|qa|1");
        add_entry(w, &files, "Languages::French|b|qb|2");
    }
    assert_int_equal(import_files_commit(&files, &w->err), ERR_NONE);
    tell(&files);
    import_files_done(&files);
    assert_string_equal(told, "French: updated\n");
    struct deck_reader *reader = open_file(w, "decks/fr.yaml");
    assert_string_equal(buf_string(&deck_head(reader)->name), "Languages::French");
    assert_string_equal(buf_string(&deck_head(reader)->id), "French");
    assert_string_equal(buf_string(&deck_head(reader)->source), "anki:7");
    deck_close(reader);
}

/* ---- the head ---- */

static void assert_head(struct world *w, const char *name, const char *wanted)
{
    struct deck_reader *reader = open_file(w, name);
    const struct deck_entry *entry;
    struct buf got = {0};
    while (!deck_next(reader, &entry, &w->err) && entry)
        continue;
    const struct deck_head *head = deck_head(reader);
    buf_format(&got, "%s|%s|%s|%s|%s|%lld %lld|%d %d|%d", buf_string(&head->name),
        buf_string(&head->id), buf_string(&head->source), buf_string(&head->description),
        buf_string(&head->tags), (long long)head->caps.new_cards, (long long)head->caps.cards,
        head->scheduling.scheduler, head->scheduling.retention, head->type);
    deck_close(reader);
    assert_string_equal(buf_string(&got), wanted);
    buf_done(&got);
}

static void test_merge__all_of_the_head_stays(void **state)
{
    static const char head[] = "d|d|f|mine|t|5 9|6 8500|1";
    struct world *w = *state;
    IMPORT(w, {"d|a|qa|1"}, .file = "f");
    assert_head(w, "decks/d.yaml", "d|d|f|||-1 -1|0 0|0");
    edit(w, "decks/d.yaml",
        "\ndescription: mine\ntags: [t]\nnew: 5\nlimit: 9\nscheduler: fsrs\nretention: 0.85\n"
        "type: true\n");
    IMPORT(w, {"d|a|qa new|1"}, .file = "f", .force = true);
    assert_string_equal(told, "d: replaced, 1 changed\n");
    assert_head(w, "decks/d.yaml", head);
    /* now it is as the import wrote it */
    IMPORT(w, {"d|a|qa newer|1"}, .file = "f");
    assert_string_equal(told, "d: updated, 1 changed\n");
    assert_head(w, "decks/d.yaml", head);
}

/* Imports the deck from a source that schedules it. Returns whether the file takes that over. */
static bool import_scheduled(struct world *w, const char *entry, struct scheduling scheduling)
{
    char folder[192];
    const struct import_scheduling scheduled = {.scheduling = scheduling};
    struct import_files files = {.folder = world_path(w, "decks", folder), .source = "f"};
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1)
            assert_int_equal(import_files_begin_writing(&files, &w->err), ERR_NONE);
        assert_int_equal(import_files_schedule(&files, "d", &scheduled, &w->err), ERR_NONE);
        add_entry(w, &files, entry);
    }
    assert_int_equal(import_files_commit(&files, &w->err), ERR_NONE);
    bool adopts = files.decks[0].adopts;
    import_files_done(&files);
    return adopts;
}

static void test_merge__a_head_without_a_scheduler_takes_the_sources(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|a|qa|1"}, .file = "f");
    assert_true(import_scheduled(w, "d|a|qa|1", (struct scheduling){SCHEDULER_FSRS, 8000}));
    assert_head(w, "decks/d.yaml", "d|d|f|||-1 -1|6 8000|0");
    assert_false(import_scheduled(w, "d|a|new|1", (struct scheduling){SCHEDULER_FSRS, 9500}));
    assert_head(w, "decks/d.yaml", "d|d|f|||-1 -1|6 8000|0");
    IMPORT(w, {"d|a|newer|1"}, .file = "f");
    assert_head(w, "decks/d.yaml", "d|d|f|||-1 -1|6 8000|0");
}

static void test_merge__an_edited_head_keeps_its_scheduler(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|a|qa|1"}, .file = "f");
    edit(w, "decks/d.yaml", "\nscheduler: sm2\n");
    assert_false(import_scheduled(w, "d|a|new|1", (struct scheduling){SCHEDULER_FSRS, 8000}));
    assert_head(w, "decks/d.yaml", "d|d|f|||-1 -1|2 0|0");
    IMPORT(w, {"d|a|new|1"}, .file = "f", .force = true);
    assert_false(import_scheduled(w, "d|a|new|1", (struct scheduling){SCHEDULER_FSRS, 8000}));
    assert_head(w, "decks/d.yaml", "d|d|f|||-1 -1|2 0|0");
}

/* ---- which file is which deck ---- */

static void test_merge__the_same_name_and_no_common_entry(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"vocab||un|one", "vocab||deux|two"}, .file = "vocab.csv");
    IMPORT(w, {"vocab||trois|three"}, .file = "vocab.csv");
    assert_string_equal(told, "vocab 2: written, 1 new\n");
    IMPORT(w, {"vocab||un|one", "vocab||deux|two"}, .file = "vocab.csv");
    assert_string_equal(told, "vocab: same\n");
    IMPORT(w, {"vocab||trois|three", "vocab||quatre|four"}, .file = "vocab.csv");
    assert_string_equal(told, "vocab 2: updated, 1 new\n");
}

/* Numbers count from 1 in every table. */
static void test_merge__equal_numbers_are_no_common_entry(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"vocab|1|un|one", "vocab|2|deux|two"}, .file = "vocab.csv");
    IMPORT(w, {"vocab|1|trois|three", "vocab|2|quatre|four"}, .file = "vocab.csv");
    assert_string_equal(told, "vocab 2: written, 2 new\n");
    IMPORT(w, {"vocab|1|un|one", "vocab|2|deux|2"}, .file = "vocab.csv");
    assert_string_equal(told, "vocab: updated, 1 changed\n");
}

static void test_merge__the_user_names_the_deck(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"Mine||un|one"}, .file = "a.csv");
    IMPORT(w, {"Mine||deux|two"}, .file = "b.csv", .named = true);
    assert_string_equal(told, "Mine: updated, 1 new, 1 stay\n");
}

static void test_merge__a_moved_file_is_found_by_its_source(void **state)
{
    struct world *w = *state;
    char path[192];
    IMPORT(w, {"vocab||un|one"}, .file = "vocab.csv");
    assert_int_equal(mkdir(world_path(w, "decks/old", path), 0700), 0);
    move(w, "decks/vocab.yaml", "decks/old/words.yaml");
    IMPORT(w, {"vocab||un|one", "vocab||deux|two"}, .file = "vocab.csv");
    assert_string_equal(told, "vocab: updated, 1 new\n");
    assert_int_not_equal(access(world_path(w, "decks/vocab.yaml", path), F_OK), 0);
}

/* ---- without ids ---- */

static void test_merge__question_and_answer_come_before_the_question(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|m|Bank|money"}, .file = "f"); /* with an id, to recognize it later */
    IMPORT(w, {"d||Bank|bench", "d||Bank|money"}, .file = "f");
    assert_string_equal(told, "d: updated, 1 new\n");
    assert_file(w, "decks/d.yaml", "*|Bank|bench\nm|Bank|money\n");
}

static void test_merge__they_come_before_the_question_also_in_another_deck(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"X|m|item|a2", "X||q9|z9", "Y||q8|z8"}, .file = "v.csv:");
    IMPORT(w, {"X||item|edited", "X||q9|z9", "Y||q8|z8", "Y||item|a2"}, .file = "v.csv:");
    assert_string_equal(told, "X: updated, 1 new\nY: updated, 1 moved\n");
    assert_file(w, "decks/y.yaml", "*|q8|z8\nm|item|a2\n");
}

/* The rows of a table are renumbered when one is inserted. */
static void test_merge__they_come_before_a_number(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|1|alpha|A1", "d|2|beta|A2", "d|3|gamma|A3"}, .file = "d.csv");
    IMPORT(w, {"d|1|zero|A0", "d|2|alpha|A1", "d|3|beta|A2", "d|4|gamma|A3"}, .file = "d.csv");
    assert_string_equal(told, "d: updated, 1 new\n");
    assert_file(w, "decks/d.yaml", "*|zero|A0\n1|alpha|A1\n2|beta|A2\n3|gamma|A3\n");
    /* "delta" has the number that "gamma" has in the file */
    IMPORT(w, {"d|1|zero|A0", "d|2|alpha|A1", "d|3|delta|A4"}, .file = "d.csv");
    assert_string_equal(told, "d: updated, 1 new, 2 stay\n");
    /* and what is known to be a row's number is no id, so that the question tells */
    IMPORT(w, {"d|1|alpha|A1", "d|2|gamma|A3", "d|3|beta|A2", "d|4|delta|edited"}, .file = "d.csv");
    assert_string_equal(told, "d: updated, 1 changed, 1 stay\n");
}

static void test_merge__a_number_tells_which_of_equal_cards_it_is(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|1|q|a", "d|2|q|a", "d|3|r|b"}, .file = "d.csv");
    IMPORT(w, {"d|2|q|a", "d|3|r new|b new"}, .file = "d.csv");
    assert_string_equal(told, "d: updated, 1 changed, 1 stay\n");
    assert_file(w, "decks/d.yaml", "1|q|a\n2|q|a\n3|r new|b new\n");
}

static void test_merge__the_same_question_one_to_one(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|1|q|a", "d|2|q|b", "d|3|r|c"}, .file = "f");
    IMPORT(w, {"d||q|x", "d||q|y", "d||q|z", "d||r|c"}, .file = "f");
    assert_string_equal(told, "d: updated, 1 new, 2 changed\n");
}

static void test_merge__the_same_answer_where_it_is_no_chance(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d|1|q1|yes", "d|2|q2|no", "d|3|q3|maybe"}, .file = "f");
    IMPORT(w, {"d||q1|yes", "d||q2 new|no", "d||q3|maybe"}, .file = "f");
    assert_string_equal(told, "d: updated, 1 changed\n");
    /* here the source lacks most old entries: an equal answer says nothing */
    IMPORT(w, {"d||q1|yes", "d||other|maybe"}, .file = "f");
    assert_string_equal(told, "d: updated, 1 new, 2 stay\n");
}

static void test_merge__an_answer_of_several_cards_says_nothing(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"q||7 is prime?|yes", "q||8 is prime?|no", "q||cats fly?|no", "q||dogs bark?|yes"},
        .file = "q.csv");
    IMPORT(w,
        {"q||penguins swim?|yes", "q||8 is prime?|no", "q||cats fly?|no", "q||dogs bark?|yes"},
        .file = "q.csv");
    assert_string_equal(told, "q: updated, 1 new, 1 stay\n");
}

static void test_merge__the_only_card_of_a_deck(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d||fron scratch|again"}, .file = "f");
    IMPORT(w, {"d||from the beginning|again"}, .file = "f");
    assert_string_equal(told, "d: updated, 1 changed\n");
    IMPORT(w, {"d||another|card"}, .file = "f");
    assert_string_equal(told, "d 2: written, 1 new\n");
}

static void test_merge__another_source_in_a_deck_overwrites_nothing(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"X|1|dog|Hund", "X|2|cat|Katze"}, .file = "a.csv", .named = true);
    IMPORT(w, {"X|1|red|rot", "X|2|blue|blau"}, .file = "b.csv", .named = true);
    assert_string_equal(told, "X: updated, 2 new, 2 stay\n");
    assert_file(w, "decks/x.yaml", "1|dog|Hund\n2|cat|Katze\n*|red|rot\n*|blue|blau\n");
    IMPORT(w, {"X|1|red|rot", "X|2|blue|blau"}, .file = "b.csv", .named = true);
    assert_string_equal(told, "X: same, 2 stay\n");
}

static void test_merge__a_source_that_gains_ids(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"d||q|a", "d||r|b"}, .file = "f");
    IMPORT(w, {"d|x|q|a", "d|y|r|b"}, .file = "f");
    assert_string_equal(told, "d: updated\n");
    assert_file(w, "decks/d.yaml", "x|q|a\ny|r|b\n");
}

/* ---- several decks ---- */

static void test_merge__an_id_of_a_table_is_followed_to_another_deck(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"X|k|Q1|A1", "Y|l|Q2|A2", "X|m|Q3|A3"}, .file = "v.csv:");
    IMPORT(w, {"Y|k|Q1 edited|A1 edited", "Y|l|Q2|A2", "X|m|Q3|A3"}, .file = "v.csv:");
    assert_string_equal(told, "Y: updated, 1 moved\nX: updated\n");
    assert_file(w, "decks/x.yaml", "m|Q3|A3\n");
    IMPORT(w, {"Y|m|Q3 edited|A3 edited", "Y|k|Q1 edited|A1 edited"}, .file = "v.csv:");
    assert_string_equal(told, "Y: updated, 1 moved, 1 stay\nX: updated\n"); /* its last card */
    /* another table with decks of its own */
    IMPORT(w, {"Z|k|un|one", "Z|l|deux|two"}, .file = "v.csv:");
    assert_string_equal(told, "Z: written, 2 new\n");
}

static void test_merge__a_deck_that_loses_its_last_card(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"A||bank|Ufer", "B||moon|Mond"}, .file = "v.csv:");
    IMPORT(w, {"B||moon|Mond", "B||bank|Ufer"}, .file = "v.csv:");
    assert_string_equal(told, "B: updated, 1 moved\nA: updated\n");
    assert_file(w, "decks/a.yaml", "");
    IMPORT(w, {"A||bank|Ufer", "B||moon|Mond"}, .file = "v.csv:");
    assert_string_equal(told, "A: updated, 1 moved\nB: updated\n");
}

static void test_merge__a_moved_card_whose_id_is_taken_gets_another(void **state)
{
    struct world *w = *state;
    world_open(w);
    IMPORT(w, {"A||bank|Ufer", "A||tree|Baum", "B||bank|Institut"}, .file = "v.csv:");
    IMPORT(w, {"A||tree|Baum", "B||bank|Institut", "B||bank|Ufer"}, .file = "v.csv:");
    assert_string_equal(told, "A: updated\nB: updated, 1 moved\n");
    world_load_file(w, "decks/b.yaml", DAY); /* which refuses an id that is there twice */
    assert_report(w, 2, 0, 0, 0);
}

static void test_merge__every_deck_looks_into_its_own_file_first(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"B|1|sky blue?|yes", "B|2|grass red?|no"}, .file = "v.csv:");
    IMPORT(w, {"A|1|sun hot?|yes", "B|1|sky blue?|yes", "B|2|grass red?|no"}, .file = "v.csv:");
    assert_string_equal(told, "A: written, 1 new\nB: same\n");
}

static void test_merge__files_of_one_name_take_no_cards_from_each_other(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 2; i++) {
        IMPORT(w,
            {"v||a|1", "v||b|2", "v||c|3", "v||d|4", "v||e|5", "v||f|6", "v||g|7", "v||h|8",
                "v||i|9", "v||j|10", "v||taxi|taxi"},
            .file = "v.csv");
        assert_string_equal(told, i ? "v: same\n" : "v: written, 11 new\n");
        IMPORT(w,
            {"v||k|1", "v||l|2", "v||m|3", "v||n|4", "v||o|5", "v||p|6", "v||q|7", "v||r|8",
                "v||s|9", "v||t|10", "v||taxi|taxi"},
            .file = "v.csv");
        assert_string_equal(told, i ? "v 2: same\n" : "v 2: written, 11 new\n");
    }
}

static void test_merge__a_file_with_mistakes_is_not_passed_over(void **state)
{
    struct world *w = *state;
    char folder[192];
    IMPORT(w, {"v||dog|Hund"}, .file = "v.csv");
    edit(w, "decks/v.yaml", "\n  - qestion: x\n");
    struct import_files files = {.folder = world_path(w, "decks", folder), .source = "v.csv"};
    add_entry(w, &files, "v||dog|Hund");
    assert_int_equal(import_files_begin_writing(&files, &w->err), ERR_MISTAKE);
    assert_non_null(strstr(w->err.message, "has mistakes"));
    import_files_done(&files);
}

/* ---- several sources ---- */

/* For the member `next`. */
#define SOURCE(...)                                                                                \
    &(struct given)                                                                                \
    {                                                                                              \
        .entries = __VA_ARGS__                                                                     \
    }

static void test_merge__sources_of_one_command_are_apart(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"v||un|one"}, .file = "v.csv", .next = SOURCE({"v||deux|two"}, .file = "v.csv"));
    assert_string_equal(told, "v: written, 1 new\nv 2: written, 1 new\n");
}

static void test_merge__a_later_source_updates_the_same_deck(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"v|a|un|one", "v|b|deux|two", "v|c|trois|three"}, .file = "v.csv",
        .next = SOURCE({"v|a|un|1", "v|b|deux|two", "v|d|quatre|four"}, .file = "v.csv",
            .next = SOURCE({"v|d|quatre|4"}, .file = "v.csv")));
    assert_string_equal(told, "v: written, 4 new\n");
    assert_file(w, "decks/v.yaml", "c|trois|three\na|un|1\nb|deux|two\nd|quatre|4\n");
}

static void test_merge__a_later_source_of_two_tables_of_one_name(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"v||un|one", "v||deux|two"}, .file = "v.csv",
        .next = SOURCE({"v||hund|dog", "v||katze|cat"}, .file = "v.csv",
            .next = SOURCE({"v||hund|hound", "v||katze|cat"}, .file = "v.csv")));
    assert_string_equal(told, "v: written, 2 new\nv 2: written, 2 new\n");
    assert_file(w, "decks/v.yaml", "*|un|one\n*|deux|two\n");
    assert_file(w, "decks/v-2.yaml", "*|hund|hound\n*|katze|cat\n");
}

static void test_merge__a_note_that_a_later_package_has_elsewhere(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"A|a|qa|1", "A|b|qb|2", "B|c|qc|3"},
        .file = "anki:", .next = SOURCE({"B|b|qb new|2 new", "B|c|qc|3"}, .file = "anki:"));
    assert_string_equal(told, "A: written, 1 new\nB: written, 2 new\n");
    assert_file(w, "decks/a.yaml", "a|qa|1\n");
    assert_file(w, "decks/b.yaml", "b|qb new|2 new\nc|qc|3\n");
}

static void test_merge__two_packages_of_a_deck(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"French||un|one", "French||deux|two"}, .file = "p.apkg", .identity = "anki:7",
        .next = SOURCE({"French||un|uno"}, .file = "q.apkg", .identity = "anki:7"));
    assert_string_equal(told, "French: written, 2 new\n");
    assert_file(w, "decks/french.yaml", "*|deux|two\n*|un|uno\n");
}

static void test_merge__several_sources_for_a_deck_that_the_user_names(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 2; i++) {
        IMPORT(w, {"X|1|dog|Hund", "X|2|cat|Katze"}, .file = "a.csv", .named = true,
            .next = SOURCE({"X|1|red|rot", "X|2|cat|Katze"}, .file = "b.csv"));
        assert_string_equal(told, i ? "X: same\n" : "X: written, 3 new\n");
        assert_file(w, "decks/x.yaml", "1|dog|Hund\n*|red|rot\n2|cat|Katze\n");
    }
}

static void test_merge__names_and_ids_that_a_deck_cannot_have(void **state)
{
    struct world *w = *state;
    IMPORT(w, {"caf\xe9||dog|Hund"}, .file = "caf\xe9.csv");
    IMPORT(w, {"caf\xe9||dog|Hund"}, .file = "caf\xe9.csv");
    assert_non_null(strstr(told, ": same\n"));
}

static void test_merge__clearly_the_most_similar(void **state)
{
    struct world *w = *state;
    IMPORT(w,
        {"d|1|What does the encoder of a variational autoencoder output for each input?|The mean "
         "and the variance of a normal distribution.",
            "d|2|Name the capital of France.|Paris"},
        .file = "f");
    IMPORT(w,
        {"d||What does the encoder of a variational autoencoder give for each input?|The mean "
         "and the log variance of a normal distribution.",
            "d||Name the capital of France.|Paris"},
        .file = "f");
    assert_string_equal(told, "d: updated, 1 changed\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_merge__what_the_source_lacks_stays_where_it_is),
        TEST(test_merge__an_answer_that_the_source_lacks_stays),
        TEST(test_merge__an_edited_file_gets_new_entries_only),
        TEST(test_merge__a_file_that_is_saved_meanwhile_is_left_alone),
        TEST(test_merge__a_note_follows_to_another_deck),
        TEST(test_merge__a_note_in_an_edited_file_stays),
        TEST(test_merge__a_deck_with_a_new_name_keeps_its_file),
        TEST(test_merge__all_of_the_head_stays),
        TEST(test_merge__a_head_without_a_scheduler_takes_the_sources),
        TEST(test_merge__an_edited_head_keeps_its_scheduler),
        TEST(test_merge__the_same_name_and_no_common_entry),
        TEST(test_merge__equal_numbers_are_no_common_entry),
        TEST(test_merge__the_user_names_the_deck),
        TEST(test_merge__a_moved_file_is_found_by_its_source),
        TEST(test_merge__question_and_answer_come_before_the_question),
        TEST(test_merge__they_come_before_the_question_also_in_another_deck),
        TEST(test_merge__they_come_before_a_number),
        TEST(test_merge__a_number_tells_which_of_equal_cards_it_is),
        TEST(test_merge__the_same_question_one_to_one),
        TEST(test_merge__the_same_answer_where_it_is_no_chance),
        TEST(test_merge__an_answer_of_several_cards_says_nothing),
        TEST(test_merge__the_only_card_of_a_deck),
        TEST(test_merge__another_source_in_a_deck_overwrites_nothing),
        TEST(test_merge__a_source_that_gains_ids),
        TEST(test_merge__an_id_of_a_table_is_followed_to_another_deck),
        TEST(test_merge__a_deck_that_loses_its_last_card),
        TEST(test_merge__a_moved_card_whose_id_is_taken_gets_another),
        TEST(test_merge__every_deck_looks_into_its_own_file_first),
        TEST(test_merge__files_of_one_name_take_no_cards_from_each_other),
        TEST(test_merge__a_file_with_mistakes_is_not_passed_over),
        TEST(test_merge__sources_of_one_command_are_apart),
        TEST(test_merge__a_later_source_updates_the_same_deck),
        TEST(test_merge__a_later_source_of_two_tables_of_one_name),
        TEST(test_merge__a_note_that_a_later_package_has_elsewhere),
        TEST(test_merge__two_packages_of_a_deck),
        TEST(test_merge__several_sources_for_a_deck_that_the_user_names),
        TEST(test_merge__names_and_ids_that_a_deck_cannot_have),
        TEST(test_merge__clearly_the_most_similar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

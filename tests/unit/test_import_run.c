/* An import without a terminal: what it writes and reports, and how it is stopped. */
#include "unit/folder.h"
#include "unit/world.h"

#include "exchange/import_run.h"

static const char markdown[] = "---\nname = \"Latin\"\n---\nQ: canis\nA: dog\n\nC: no gap\n\n"
                               "Q: amare\nA: to love\n";

struct watch {
    unsigned calls, stop_at; /* of progress; 0 to go on */
    size_t total;
    struct buf notices;
};

static bool progress(void *context, const char *what, const char *unit, size_t done, size_t total)
{
    struct watch *watch = context;
    (void)what, (void)done;
    assert_string_equal(unit, "cards");
    watch->total = total;
    return ++watch->calls != watch->stop_at;
}

static void notice(void *context, const char *path, unsigned line, const char *what)
{
    struct watch *watch = context;
    const char *name = strrchr(path, '/');
    assert_non_null(name);
    buf_format(&watch->notices, "%s:%u: %s\n", name + 1, line, what);
}

/* Imports the text as a file of that name into world/decks; the run is the caller's to end. */
static enum err_code import(
    struct world *w, struct watch *watch, struct import_run *run, const char *text)
{
    static char source[192], folder[192];
    char *path = source;
    world_path(w, "source.md", source);
    world_write(w, "source.md", text);
    *run = (struct import_run){.db = w->db,
        .elsewhere = run->elsewhere,
        .progress = progress,
        .notice = notice,
        .context = watch,
        .files = {.folder = world_path(w, "decks", folder)}};
    enum err_code code = import_run_files(run, &path, 1, &w->err);
    return code ? code : import_run_commit(run, &w->err);
}

static bool exists(struct world *w, const char *name)
{
    char path[192];
    return access(world_path(w, name, path), F_OK) == 0;
}

static void test_import_run__writes_files_once(void **state)
{
    struct world *w = *state;
    static const enum import_files_fate fates[] = {FATE_NEW, FATE_SAME};
    world_open(w);
    for (size_t i = 0; i < COUNT(fates); i++) {
        struct watch watch = {0};
        struct import_run run = {0};
        assert_int_equal(import(w, &watch, &run, markdown), ERR_NONE);
        assert_int_equal(run.files.count, 1);
        assert_string_equal(run.files.decks[0].name, "Latin");
        assert_int_equal(run.files.decks[0].entries, 2);
        assert_int_equal(run.files.decks[0].fate, fates[i]);
        assert_string_equal(buf_string(&watch.notices),
            "source.md:7: skipped: a cloze without [gaps]\n"); /* once, though it is read twice */
        assert_int_equal(watch.total, 2);
        assert_int_equal(import_run_history(&run, at(DAY, 9, 0), NULL, &w->err), ERR_NONE);
        assert_int_equal(run.history_count, 0); /* only packages have one */
        import_run_done(&run);
        buf_done(&watch.notices);
        assert_true(exists(w, "decks/latin.yaml"));
    }
}

static void test_import_run__interrupted_in_either_pass(void **state)
{
    struct world *w = *state;
    world_open(w);
    for (unsigned pass = 1; pass <= 2; pass++) {
        struct watch watch = {.stop_at = pass};
        struct import_run run = {0};
        assert_int_equal(import(w, &watch, &run, markdown), ERR_IO);
        assert_string_equal(w->err.message, "interrupted");
        import_run_done(&run);
        assert_false(exists(w, "decks"));
        buf_done(&watch.notices);
    }
}

static void test_import_run__known_decks(void **state)
{
    struct world *w = *state;
    struct watch watch = {0};
    struct import_run run = {.elsewhere = true};
    char path[192], real[4096];
    world_open(w);
    assert_int_equal(import(w, &watch, &run, markdown), ERR_NONE);
    import_run_done(&run);
    assert_int_equal(rename(world_path(w, "decks/latin.yaml", path), w->deck), 0);
    world_load_file(w, "deck.yaml", DAY);
    assert_non_null(realpath(w->deck, real));
    run.elsewhere = true;
    assert_int_equal(import(w, &watch, &run, markdown), ERR_USAGE);
    assert_non_null(strstr(w->err.message, "already holds the deck \"Latin\""));
    import_run_done(&run);
    run.elsewhere = false;
    assert_int_equal(import(w, &watch, &run, "Q: new\nA: card\n"), ERR_NONE);
    assert_string_equal(run.files.decks[0].name, "source"); /* of the file */
    import_run_done(&run);
    assert_int_equal(import(w, &watch, &run, markdown), ERR_NONE);
    assert_string_equal(run.files.decks[0].path, real);
    assert_int_equal(run.files.decks[0].fate, FATE_SAME);
    import_run_done(&run);
    buf_done(&watch.notices);
}

/* As nobody. The exit status says what is wrong. */
static void import_again(struct world *w)
{
    struct watch watch = {0};
    struct import_run run = {0};
    if (import(w, &watch, &run, markdown))
        _exit(4);
    if (run.files.decks[0].fate != FATE_SAME)
        _exit(5);
    import_run_done(&run);
    if (import(w, &watch, &run, "---\nname = \"Latin\"\n---\nQ: canis\nA: hound\n") != ERR_IO ||
        !strstr(w->err.message, "Permission denied"))
        _exit(6);
    import_run_done(&run);
    buf_done(&watch.notices);
}

static void import_unread(struct world *w)
{
    struct watch watch = {0};
    struct import_run run = {0};
    if (import(w, &watch, &run, markdown) != ERR_IO || !strstr(w->err.file, "latin.yaml") ||
        !strstr(w->err.message, "Permission denied"))
        _exit(4);
    import_run_done(&run);
    if (import(w, &watch, &run, "Q: another\nA: deck\n"))
        _exit(5);
    import_run_done(&run);
    buf_done(&watch.notices);
}

static void test_import_run__a_file_that_may_not_be_written_or_read(void **state)
{
    struct world *w = *state;
    struct watch watch = {0};
    struct import_run run = {0};
    world_open(w);
    assert_int_equal(import(w, &watch, &run, markdown), ERR_NONE);
    import_run_done(&run);
    world_load_file(w, "decks/latin.yaml", DAY);
    world_close(w);
    static const char *const names[] = {"", "drill.db", "drill.db-lock", "source.md"};
    for (size_t i = 0; i < COUNT(names); i++)
        give_away(w, names[i], i ? 0600 : 0700);
    give_away(w, "decks", 0500);
    give_away(w, "decks/latin.yaml", 0400);
    as_nobody(w, import_again);
    give_away(w, "decks", 0700);
    give_away(w, "decks/latin.yaml", 0);
    as_nobody(w, import_unread);
    buf_done(&watch.notices);
}

/* The entries have no ids in the source, and the new source writes their texts in another way. */
static void test_import_run__the_same_converted_anew(void **state)
{
    struct world *w = *state;
    struct watch watch = {0};
    struct import_run run = {0};
    world_open(w);
    assert_int_equal(import(w, &watch, &run,
                         "---\nname = \"Latin\"\n---\nQ: 104 \\*ca\\* nes\nA: dogs\\_ \n\n"
                         "Q: 104 amare\nA: to $ x^2 $ love\n\nC: a [b\\*] \\* c\n"),
        ERR_NONE);
    import_run_done(&run);
    world_load_file(w, "decks/latin.yaml", DAY);
    give_history(w, "104 \\*ca\\* nes", 1);
    give_history(w, "104 amare", 2);
    give_history(w, "a [...] \\* c", 3);
    assert_int_equal(import(w, &watch, &run,
                         "---\nname = \"Latin\"\n---\nQ: 10⁴ amare\nA: to $x^{2}$ love\n\n"
                         "Q: 10⁴ *ca* nes\nA: dogs_\n\nC: a [b*] * c\n\nQ: cattus\nA: cat\n"),
        ERR_NONE);
    assert_int_equal(run.files.decks[0].fate, FATE_UPDATED);
    import_run_done(&run);
    world_load_file(w, "decks/latin.yaml", DAY);
    assert_report(w, 1, 3, 0, 0);
    assert_history(w, "10⁴ *ca* nes", 1);
    assert_history(w, "10⁴ amare", 2);
    assert_history(w, "a [...] * c", 3);
    buf_done(&watch.notices);
}

/* é is one letter, however a source stores it, as it is when the deck is loaded. */
static void test_import_run__ids_in_normal_form(void **state)
{
    struct world *w = *state;
    static const char *const ids[] = {"é", "e\u0301", "è"};
    char folder[192];
    struct import_files files = {.folder = world_path(w, "decks", folder)};
    for (size_t i = 0; i < 2 * COUNT(ids); i++) {
        if (i == COUNT(ids))
            assert_int_equal(import_files_begin_writing(&files, &w->err), ERR_NONE);
        struct deck_entry entry = {.reverse = false};
        const char *why;
        buf_format(&entry.question, "q%zu", i % COUNT(ids));
        buf_text(&entry.answer, "a");
        buf_text(&entry.id, ids[i % COUNT(ids)]);
        assert_int_equal(import_files_add(&files, "d", &entry, &why, &w->err), ERR_NONE);
        assert_int_equal(why != NULL, i % COUNT(ids) == 1);
        deck_entry_done(&entry);
    }
    import_files_done(&files);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_import_run__writes_files_once),
        TEST(test_import_run__interrupted_in_either_pass),
        TEST(test_import_run__known_decks),
        TEST(test_import_run__a_file_that_may_not_be_written_or_read),
        TEST(test_import_run__the_same_converted_anew),
        TEST(test_import_run__ids_in_normal_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

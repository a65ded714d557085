/* Moving a card to another deck's file: a kill at any moment leaves the card in one file or in
 * both, with its history, and the next load tells of both; a disk that fails leaves both files as
 * they were. */
#include "unit/world.h"

#include "base/file.h"
#include "study/browse.h"
#include "study/collection.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define KILLED 9

static const char from_text[] =
    "deck: From\ncards:\n- {q: stays, a: x}\n- {q: goes, a: y, id: g}\n";
static const char to_text[] = "deck: To\ncards:\n- {q: there, a: z}\n";

/* ---- calls that fail ---- */

static int renames_left, syncs_left; /* until the process ends, or until no sync works; -1: never */

/* Takes the place of the C library's function in this program. */
int rename(const char *from, const char *to)
{
    if (renames_left >= 0 && renames_left-- == 0)
        _exit(KILLED);
    int result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (renames_left >= 0 && renames_left-- == 0)
        _exit(KILLED);
    return result;
}

int fsync(int fd)
{
    if (syncs_left >= 0 && syncs_left-- == 0) {
        syncs_left = 0;
        errno = ENOSPC;
        return -1;
    }
    return (int)syscall(SYS_fsync, fd);
}

/* ---- the world ---- */

static void count_mistake(void *context, const struct err *mistake)
{
    (void)mistake;
    ++*(int *)context;
}

/* Opens both decks, and returns what their loads reported. */
static struct load_report load_both(struct world *w)
{
    char from[192], to[192];
    int mistakes = 0;
    world_path(w, "from.yaml", from);
    world_path(w, "to.yaml", to);
    char *words[] = {to, from};
    struct collection c = {
        .store = w->store, .today = DAY, .on_mistake = count_mistake, .context = &mistakes};
    assert_int_equal(collection_open(&c, words, 2, &w->err), ERR_NONE);
    assert_int_equal(mistakes, 0);
    struct load_report report = c.report;
    collection_done(&c);
    return report;
}

static void begin(struct world *w)
{
    renames_left = syncs_left = -1;
    world_open(w);
    world_write(w, "from.yaml", from_text);
    world_write(w, "to.yaml", to_text);
    load_both(w);
    rate_card(w, card_id(w, "goes"), REVIEW_NEW, 4, at(DAY - 3, 9, 0));
    rate_card(w, card_id(w, "goes"), REVIEW_DUE, 4, at(DAY - 1, 9, 0));
}

static int64_t deck_of(struct world *w, const char *name)
{
    struct known_decks decks = {0};
    assert_int_equal(store_decks_named(w->store, name, &decks, &w->err), ERR_NONE);
    int64_t id = decks.decks[0].deck_id;
    known_decks_done(&decks);
    return id;
}

static enum err_code move(struct world *w)
{
    static const struct tag_filter all = {0};
    const int64_t decks[] = {deck_of(w, "From"), deck_of(w, "To")};
    struct browse browse;
    struct browse_step step;
    assert_int_equal(browse_open(&browse, w->store, decks, 2, &all, DAY, &w->err), ERR_NONE);
    assert_true(browse_mark(&browse, card_id(w, "goes")));
    enum err_code code = browse_move(&browse, &browse.marked, decks[1], &step, &w->err);
    browse_done(&browse);
    return code;
}

static bool has(struct world *w, const char *name, const char *want)
{
    struct buf text = {0};
    char path[192];
    assert_int_equal(file_read(world_path(w, name, path), &text, &w->err), ERR_NONE);
    bool found = strstr(buf_string(&text), want) != NULL;
    buf_done(&text);
    return found;
}

/* ---- tests ---- */

/* The child's moment of death: before and after each rename, one after the other. */
static void test_moves__survive_a_kill(void **state)
{
    (void)state;
    int both = 0, n = 0, status = 0;
    for (bool killed = true; killed; n++) {
        struct world *w = NULL;
        assert_int_equal(world_set_up((void **)&w), 0);
        begin(w);
        store_close(w->store);
        w->store = NULL;
        pid_t child = fork();
        if (child == 0) {
            world_open(w);
            renames_left = n;
            _exit(move(w) ? 1 : 0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        killed = WIFEXITED(status) && WEXITSTATUS(status) == KILLED;
        assert_true(killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0));

        world_open(w);
        bool here = has(w, "from.yaml", "goes"), there = has(w, "to.yaml", "goes");
        assert_true(here || there);
        both += here && there;
        struct load_report report = load_both(w);
        assert_int_equal(report.twice, here && there);
        assert_int_equal(report.added, here && there);
        assert_sql(w,
            "SELECT count(*) FROM cards JOIN texts USING (card_id) WHERE question = 'goes' AND "
            "retired_day IS NULL AND reviews = 2",
            "1");
        assert_sql(w, "SELECT count(*) FROM reviews", "2");
        assert_sound(w);
        assert_int_equal(world_tear_down((void **)&w), 0);
    }
    assert_int_equal(both, 2); /* after the first rename, and before the second one */
    assert_int_equal(n, 5);
}

static void test_moves__survive_a_full_disk(void **state)
{
    (void)state;
    int failed = 0;
    for (bool done = false; !done; failed += !done) {
        struct world *w = NULL;
        assert_int_equal(world_set_up((void **)&w), 0);
        begin(w);
        syncs_left = failed;
        enum err_code code = move(w);
        syncs_left = -1;
        done = code == ERR_NONE;
        bool here = has(w, "from.yaml", "goes"), there = has(w, "to.yaml", "goes");
        assert_true(here || there);
        if (!done)
            assert_true(*w->err.message != '\0');
        load_both(w);
        assert_sql(w,
            "SELECT count(*) FROM cards JOIN texts USING (card_id) WHERE question = 'goes' AND "
            "retired_day IS NULL AND reviews = 2",
            "1");
        assert_sound(w);
        assert_int_equal(world_tear_down((void **)&w), 0);
    }
    assert_true(failed >= 4); /* a file and its folder, twice */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moves__survive_a_kill),
        cmocka_unit_test(test_moves__survive_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

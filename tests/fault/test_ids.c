/* Ids are written into a deck file while memory runs out, the disk is full, or the program is
 * killed: the file is the old one or the new one, and the user is told. */
#include "fault/scarce.h"
#include "unit/world.h"

#include "deck/check.h"
#include "deck/ids.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define ROUNDS 60
#define LARGE  400

static const char old_text[] = "deck: d\ntags: [t]\ncards:\n- q: a\n  a: b\n- {q: c, a: d}\n"
                               "- {cloze: '{{x}}', id: x}\n- q: a\n  id:\n";
static const char new_text[] =
    "deck: d\ntags: [t]\ncards:\n- id: a\n  q: a\n  a: b\n"
    "- {id: c, q: c, a: d}\n- {cloze: '{{x}}', id: x}\n- q: a\n  id: a-2\n";

static void read_file(const char *path, struct buf *text)
{
    char bytes[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    buf_clear(text);
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buf_add(text, bytes, size);
    fclose(file);
}

static void assert_file(const struct world *w, const char *want)
{
    struct buf text = {0};
    read_file(w->deck, &text);
    assert_string_equal(buf_string(&text), want);
    buf_done(&text);
}

/* How many files are in the folder. If `clean`, deletes all but the deck. */
static int count_files(const struct world *w, bool clean)
{
    int count = 0;
    DIR *folder = opendir(w->folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[512];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        count++;
        snprintf(path, sizeof path, "%s/%s", w->folder, entry->d_name);
        if (clean && strcmp(entry->d_name, "deck.yaml") != 0)
            assert_int_equal(unlink(path), 0);
    }
    closedir(folder);
    return count;
}

/* The address sanitizer's realpath() allocates without scarce.h noticing. The sanitizer looks for
 * leaks itself. */
#ifdef __SANITIZE_ADDRESS__
#define assert_no_leak() ((void)0)
#else
#define assert_no_leak() assert_int_equal(scarce_leaks(), 0)
#endif

static enum err_code give_ids(struct world *w)
{
    struct deck_ids ids;
    enum err_code code = deck_ids_read(&ids, w->deck, world_mistake, w, &w->err);
    if (!code)
        code = deck_ids_choose(&ids, &w->err);
    if (!code)
        code = deck_ids_write(&ids, &w->err);
    deck_ids_done(&ids);
    return code;
}

/* ---- memory ---- */

static void assert_told(const struct world *w, enum err_code code, long n)
{
    if (code != w->err.code || (code != ERR_MEMORY && !strstr(w->err.message, strerror(ENOMEM))))
        fail_msg("allocation %ld: error %d: %s", n, (int)code, w->err.message);
}

static void test_ids__memory_runs_out(void **state)
{
    struct world *w = *state;
    for (long n = 1;; n++) {
        world_write(w, "deck.yaml", old_text);
        scarce_arm(n);
        enum err_code code = give_ids(w);
        scarce_disarm();
        assert_no_leak();
        assert_int_equal(w->told_count, 0);
        assert_int_equal(count_files(w, false), 1);
        assert_file(w, code ? old_text : new_text);
        if (code)
            assert_told(w, code, n);
        if (scarce.failures)
            continue;
        assert_int_equal(code, ERR_NONE);
        assert_true(n > 50);
        return;
    }
}

static void test_check__memory_runs_out(void **state)
{
    struct world *w = *state;
    world_write(w, "deck.yaml",
        "cards:\n- {q: one question, a: same}\n- {q: one questions, a: same}\n- {q: x, aa: y}\n"
        "- {q: x, id: x}\n- {q: x, a: y, id: x}\n");
    for (long n = 1;; n++) {
        struct findings findings = {0};
        scarce_arm(n);
        enum err_code code = deck_check(w->deck, &findings, &w->err);
        if (!code)
            findings_sort(&findings);
        size_t found = findings.count;
        findings_done(&findings);
        scarce_disarm();
        assert_no_leak();
        if (code)
            assert_told(w, code, n);
        else
            assert_int_equal(found, 5); /* similar, unknown key, draft, asked twice, id twice */
        if (scarce.failures)
            continue;
        assert_int_equal(code, ERR_NONE);
        assert_true(n > 20);
        return;
    }
}

/* ---- the disk ---- */

/* A limit on the size of files stands in for a full disk: writing fails at each byte in turn. */
static void test_ids__disk_is_full(void **state)
{
    struct world *w = *state;
    world_write(w, "deck.yaml", old_text);
    for (size_t capacity = 0; capacity < strlen(new_text); capacity += 7) {
        pid_t child = world_fork();
        if (child == 0) {
            struct rlimit limit = {capacity, capacity};
            signal(SIGXFSZ, SIG_IGN);
            if (setrlimit(RLIMIT_FSIZE, &limit))
                _exit(2);
            bool told = give_ids(w) == ERR_IO && strstr(w->err.message, strerror(EFBIG));
            _exit(told ? 0 : 1);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        assert_file(w, old_text);
        assert_int_equal(count_files(w, false), 1);
    }
}

/* ---- killed ---- */

static uint64_t random_state = 2026;

static void spin(void)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    for (volatile uint64_t i = random_state >> 33 & 0xffffff; i > 0; i--)
        continue;
}

static void make_texts(struct buf *before, struct buf *after)
{
    buf_text(before, "cards:\n");
    buf_text(after, "cards:\n");
    for (int i = 0; i < LARGE; i++) {
        buf_format(before, "- q: card %d\n", i);
        buf_format(after, "- id: card-%d\n  q: card %d\n", i, i);
    }
    assert_false(before->failed || after->failed);
}

/* Kills at random moments. Other files may remain beside the deck, but none named like a deck. */
static void test_ids__killed(void **state)
{
    struct world *w = *state;
    struct buf before = {0}, after = {0}, text = {0};
    int whole = 0;
    make_texts(&before, &after);
    for (int round = 0; round < ROUNDS; round++) {
        world_write(w, "deck.yaml", buf_string(&before));
        pid_t child = world_fork();
        if (child == 0)
            _exit(give_ids(w) != ERR_NONE);
        spin();
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
        read_file(w->deck, &text);
        bool new = strcmp(buf_string(&text), buf_string(&after)) == 0;
        assert_true(new || strcmp(buf_string(&text), buf_string(&before)) == 0);
        whole += new;
        assert_true(count_files(w, true) <= 2);
    }
    print_message("# %d of %d had been written\n", whole, ROUNDS);
    world_write(w, "deck.yaml", buf_string(&before));
    assert_int_equal(give_ids(w), ERR_NONE);
    assert_file(w, buf_string(&after));
    buf_done(&before);
    buf_done(&after);
    buf_done(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ids__memory_runs_out),
        TEST(test_check__memory_runs_out),
        TEST(test_ids__disk_is_full),
        TEST(test_ids__killed),
    };
    return cmocka_run_group_tests_name("ids", tests, NULL, NULL);
}

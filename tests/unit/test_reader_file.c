/* The file of a deck: files that are no deck or cannot be read, and a file that changes while it is
 * read. */
#include "unit/deck_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

/* ---- Files that are no decks ---- */

static void test_reader__empty_files(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "", {1, 1, "empty"});
    ASSERT_BROKEN(f, "# only\n# comments\n", {3, 1, "empty"});
    ASSERT_BROKEN(f, "\n\n", {3, 1, "empty"});
    ASSERT_BROKEN(f, "\xef\xbb\xbf", {1, 1, "empty"});
}

static void test_reader__yaml_that_is_no_deck(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "- q: x\n  a: y\n", {1, 1, "deck"});
    ASSERT_BROKEN(f, "# notes\njust text\n", {2, 1, "deck"});
    ASSERT_BROKEN(f, "--- [a]\n", {1, 5, "deck"});
}

static void assert_no_file(struct fixture *f, const char *words)
{
    struct file_version version;
    for (int i = 0; i < 2; i++) {
        enum err_code code = i ? deck_file_version(f->path, &version, &f->err) : open_deck(f);
        assert_int_equal(code, ERR_IO);
        assert_int_equal(f->err.code, ERR_IO);
        assert_string_equal(f->err.file, f->path);
        assert_int_equal(f->err.line, 0);
        if (!strcasestr(f->err.message, words))
            fail_msg("\"%s\" says nothing of \"%s\"", f->err.message, words);
        assert_int_equal(f->told_count, 0);
        f->err = (struct err){0};
    }
    assert_int_equal(deck_open(&f->reader, f->path, on_mistake, f, NULL), ERR_IO);
    assert_null(f->reader);
}

static void test_reader__missing_file(void **state)
{
    assert_no_file(*state, strerror(ENOENT));
}

static void test_reader__folder(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(mkdir(f->path, 0700), 0);
    assert_no_file(f, "folder");
    assert_int_equal(rmdir(f->path), 0);
}

static void test_reader__fifo_is_not_waited_for(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(mkfifo(f->path, 0600), 0);
    assert_no_file(f, "regular file");
}

static void test_reader__device(void **state)
{
    struct fixture *f = *state;
    char path[sizeof f->path];
    strcpy(path, f->path);
    strcpy(f->path, "/dev/null");
    assert_no_file(f, "regular file");
    strcpy(f->path, path);
}

static void test_reader__link_to_a_deck(void **state)
{
    struct fixture *f = *state;
    char target[sizeof f->path];
    strcpy(target, f->path);
    write_bytes(f, "cards:\n- q: x\n", 14);
    snprintf(f->path, sizeof f->path, "%s/link.yml", f->folder);
    assert_int_equal(symlink(target, f->path), 0);
    assert_int_equal(open_deck(f), ERR_NONE);
    assert_text(&deck_head(f->reader)->name, "link");
    assert_question_and_answer(f, "x", "");
    assert_end(f);
    unlink(target);
}

static void test_reader__close_nothing(void **state)
{
    (void)state;
    deck_close(NULL);
}

/* ---- Files that change ---- */

static enum err_code read_changed(struct fixture *f, void change(struct fixture *))
{
    open_text(f, "cards:\n- q: x\n- q: y\n");
    assert_question_and_answer(f, "x", "");
    change(f);
    enum err_code code = read_on(f);
    if (code) {
        assert_int_equal(f->err.code, code);
        assert_string_equal(f->err.file, f->path);
        assert_non_null(strstr(f->err.message, "changed"));
    }
    return code;
}

static void append(struct fixture *f)
{
    FILE *file = fopen(f->path, "ab");
    assert_non_null(file);
    fputs("- q: z\n", file);
    assert_int_equal(fclose(file), 0);
}

static void cut_short(struct fixture *f)
{
    assert_int_equal(truncate(f->path, 3), 0);
}

static void touch(struct fixture *f)
{
    struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    assert_int_equal(utimensat(AT_FDCWD, f->path, times, 0), 0);
}

static void leave_alone(struct fixture *f)
{
    (void)f;
}

static void test_reader__a_file_that_changes_while_it_is_read(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_changed(f, leave_alone), ERR_NONE);
    assert_int_equal(read_changed(f, append), ERR_IO);
    assert_int_equal(read_changed(f, cut_short), ERR_IO);
    assert_int_equal(read_changed(f, touch), ERR_IO);
    assert_int_equal(f->told_count, 0);
}

static void test_reader__a_file_that_changes_before_the_rewind(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- q: x\ndeck: d\n");
    assert_question_and_answer(f, "x", "");
    assert_end(f);
    append(f);
    /* now "deck: d\n- q: z", which is no YAML: a mistake, or the change, but no success */
    enum err_code code = deck_rewind(f->reader, &f->err);
    assert_int_not_equal(code ? code : read_on(f), ERR_NONE);
}

static void test_reader__version(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards: []\n");
    struct file_version opened = deck_version(f->reader), seen;
    assert_int_equal(deck_file_version(f->path, &seen, &f->err), ERR_NONE);
    assert_memory_equal(&opened, &seen, sizeof seen);
    assert_int_equal(seen.size, 10);
    assert_int_not_equal(seen.inode, 0);
    touch(f);
    assert_int_equal(deck_file_version(f->path, &seen, &f->err), ERR_NONE);
    assert_int_equal(seen.modified_ns, INT64_C(1000000000) * 1000000000);
    assert_int_equal(seen.inode, opened.inode);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(test_reader__empty_files),
        TEST(test_reader__yaml_that_is_no_deck),
        TEST(test_reader__missing_file),
        TEST(test_reader__folder),
        TEST(test_reader__fifo_is_not_waited_for),
        TEST(test_reader__device),
        TEST(test_reader__link_to_a_deck),
        TEST(test_reader__close_nothing),
        TEST(test_reader__a_file_that_changes_while_it_is_read),
        TEST(test_reader__a_file_that_changes_before_the_rewind),
        TEST(test_reader__version),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

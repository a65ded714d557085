/* The names of temporary files, and replacing files with them. */
#include "base/file.h"
#include "unit/world.h"

#include <errno.h>

/* ---- the disk ---- */

static int folder_error; /* errno of the next syncs of folders, 0 for none */
static int folder_syncs;

/* In place of the real one: no test needs the disk. */
int fsync(int fd)
{
    struct stat file;
    assert_int_equal(fstat(fd, &file), 0);
    folder_syncs += S_ISDIR(file.st_mode);
    errno = S_ISDIR(file.st_mode) ? folder_error : 0;
    return errno ? -1 : 0;
}

static enum err_code replace(struct world *w, const char *text)
{
    struct atomic_file file;
    enum err_code code = atomic_open(&file, w->deck, &w->err);
    if (code)
        return code;
    fputs(text, file.stream);
    return atomic_commit(&file, &w->err);
}

static void assert_deck(const struct world *w, const char *want)
{
    char text[64] = "";
    FILE *file = fopen(w->deck, "r");
    assert_non_null(file);
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    assert_string_equal(text, want);
}

static void test_file__its_folder_is_synced(void **state)
{
    struct world *w = *state;
    folder_error = folder_syncs = 0;
    assert_int_equal(replace(w, "one"), ERR_NONE);
    assert_int_equal(folder_syncs, 1);
    assert_deck(w, "one");
}

static void test_file__a_folder_that_cannot_be_synced_is_told(void **state)
{
    struct world *w = *state;
    folder_error = EIO;
    assert_int_equal(replace(w, "two"), ERR_IO);
    assert_string_equal(w->err.message,
        "was written, but may be lost in a power cut: its folder cannot "
        "be synced: Input/output error");
    assert_string_equal(w->err.file, w->deck);
    assert_deck(w, "two");
}

static void test_file__a_file_system_without_such_a_sync_is_fine(void **state)
{
    struct world *w = *state;
    static const int errors[] = {EINVAL, ENOTSUP};
    for (size_t i = 0; i < COUNT(errors); i++) {
        folder_error = errors[i];
        assert_int_equal(replace(w, "three"), ERR_NONE);
    }
    assert_deck(w, "three");
}

/* ---- names ---- */

static void test_temporary__its_name_tells_whose_it_is(void **state)
{
    struct world *w = *state;
    struct temporary *file;
    char want[192];
    int fd;
    assert_int_equal(temporary_make(&file, w->deck, &fd, &w->err), ERR_NONE);
    snprintf(want, sizeof want, "%s/.deck.yaml.drill-%ld-", w->folder, (long)getpid());
    assert_int_equal(strncmp(file->path, want, strlen(want)), 0);
    assert_int_equal(strlen(file->path), strlen(want) + 6);
    assert_int_equal(temporary_owner(file_name(file->path)), getpid());
    assert_true(file_exists(file->path));
    assert_int_equal(temporary_rename(file, w->deck), 0);
    assert_true(file_exists(w->deck));
    close(fd);
}

static void test_temporary__a_long_name_is_cut_between_characters(void **state)
{
    struct world *w = *state;
    struct temporary *file;
    struct buf path = {0};
    int fd;
    buf_format(&path, "%s/a", w->folder);
    for (int i = 0; i < 127; i++)
        buf_text(&path, "é"); /* 255 bytes in all: what a file system takes at most */
    assert_int_equal(temporary_make(&file, buf_string(&path), &fd, &w->err), ERR_NONE);
    const char *name = file_name(file->path);
    assert_int_equal(temporary_owner(name), getpid());
    assert_int_equal(strstr(name, ".drill-") - name, 100); /* the dot, a, and 49 of the others */
    temporary_remove(file);
    close(fd);
    buf_done(&path);
}

static void test_temporary__what_a_database_has_beside_it_goes_too(void **state)
{
    struct world *w = *state;
    static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
    struct temporary *file;
    char names[4][256];
    int fd;
    assert_int_equal(temporary_make(&file, w->db, &fd, &w->err), ERR_NONE);
    close(fd);
    for (size_t i = 0; i < COUNT(ends); i++) {
        snprintf(names[i], sizeof names[i], "%s%s", file->path, ends[i]);
        assert_int_equal(temporary_owner(file_name(names[i])), getpid());
        FILE *beside = fopen(names[i], "a");
        assert_non_null(beside);
        fclose(beside);
    }
    temporary_remove(file);
    for (size_t i = 0; i < COUNT(ends); i++)
        assert_false(file_exists(names[i]));
}

static void test_temporary__other_names(void **state)
{
    static const char *const others[] = {"", ".", "deck.yaml", ".deck.yaml",
        "deck.yaml.drill-1-abcdef", ".drill-1-abcdef", ".d.drill-abcdef", ".d.drill-1-abcde",
        ".d.drill-1-abcdefg", ".d.drill-1-abcdef-log", ".d.drill-1abcdef", ".d.drill--1-abcdef",
        ".d.drill-99999999999-abcdef", ".d.drill-1-abcdef~"};
    (void)state;
    for (size_t i = 0; i < COUNT(others); i++)
        if (temporary_owner(others[i]))
            fail_msg("\"%s\" is taken for a temporary file", others[i]);
    assert_int_equal(temporary_owner(".d.drill-4711-abcdef"), 4711);
    assert_int_equal(temporary_owner(".a.drill-1-abcdef.drill-2-ABC123"), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_file__its_folder_is_synced),
        TEST(test_file__a_folder_that_cannot_be_synced_is_told),
        TEST(test_file__a_file_system_without_such_a_sync_is_fine),
        TEST(test_temporary__its_name_tells_whose_it_is),
        TEST(test_temporary__a_long_name_is_cut_between_characters),
        TEST(test_temporary__what_a_database_has_beside_it_goes_too),
        TEST(test_temporary__other_names),
    };
    return cmocka_run_group_tests_name("temporary", tests, NULL, NULL);
}

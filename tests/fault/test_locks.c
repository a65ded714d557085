/* A file system without locks, like some network file systems: a command that writes fails at once
 * and says why, while reading still works. Here, the lock calls are replaced by ones that fail in
 * that way. */
#include "unit/folder.h"
#include "unit/world.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <time.h>

#define DECK "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n"

static bool lacks_locks; /* SQLite's locks fail, which use fcntl */
static bool lacks_flock;
static int naps; /* how often the program waited for a lock */

int nanosleep(const struct timespec *nap, struct timespec *left)
{
    (void)nap, (void)left;
    naps++;
    return 0;
}

int flock(int fd, int operation)
{
    (void)fd, (void)operation;
    errno = ENOLCK;
    return lacks_flock ? -1 : 0;
}

static int lock_nothing(int fd, int what, ...)
{
    va_list args;
    va_start(args, what);
    void *argument = va_arg(args, void *);
    va_end(args);
    if (lacks_locks && (what == F_SETLK || what == F_GETLK)) {
        errno = ENOLCK;
        return -1;
    }
    return fcntl(fd, what, argument);
}

static int set_up(void **state)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
    vfs->xSetSystemCall(vfs, "fcntl", (sqlite3_syscall_ptr)lock_nothing);
    lacks_locks = lacks_flock = false;
    naps = 0;
    return world_set_up(state);
}

static int tear_down(void **state)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
    vfs->xSetSystemCall(vfs, "fcntl", NULL);
    return world_tear_down(state);
}

static void make_database(struct world *w)
{
    world_open(w);
    world_load(w, DECK);
    rate_on(w, "one", 4, DAY);
    world_close(w);
}

static void assert_refused_at_once(struct world *w)
{
    assert_int_equal(store_open(&w->store, w->db, STORE_WRITE, &w->err), ERR_STORE);
    assert_non_null(strstr(w->err.message, "has no locks"));
    assert_int_equal(naps, 0);
}

static void test_locks__a_writer_is_told_at_once(void **state)
{
    struct world *w = *state;
    make_database(w);
    lacks_locks = lacks_flock = true;
    assert_refused_at_once(w);
    lacks_locks = false;
    assert_refused_at_once(w);
    lacks_locks = true;
    lacks_flock = false;
    assert_refused_at_once(w);
}

static void test_locks__none_can_be_made_there(void **state)
{
    lacks_locks = lacks_flock = true;
    assert_refused_at_once(*state);
}

static void test_locks__a_reader_reads(void **state)
{
    struct world *w = *state;
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    make_database(w);
    folder_text(w->folder, before);
    lacks_locks = lacks_flock = true;
    assert_int_equal(store_open(&w->store, w->db, STORE_READ, &w->err), ERR_NONE);
    assert_int_equal(schedule_of(w, 1).reviews, 1);
    world_close(w);
    assert_int_equal(naps, 0);
    assert_string_equal(folder_text(w->folder, after), before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_locks__a_writer_is_told_at_once),
        TEST(test_locks__none_can_be_made_there),
        TEST(test_locks__a_reader_reads),
    };
    return cmocka_run_group_tests_name("locks", tests, NULL, NULL);
}

/* A file that is not drill's database, or that cannot be used in its state, is refused with an
 * error. It stays unchanged, and so does every file beside it. */
#include "unit/folder.h"
#include "unit/world.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#define DECK "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n"

/* Opening fails with ERR_STORE in either mode, says one of the words, and changes nothing. */
static void assert_refused(struct world *w, const char *words)
{
    static const char *const modes[] = {[STORE_WRITE] = "writing", [STORE_READ] = "reading"};
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    folder_text(w->folder, before);
    for (int mode = STORE_WRITE; mode <= STORE_READ; mode++) {
        w->err = (struct err){0};
        w->store = (struct store *)w; /* to be set to NULL */
        enum err_code code = store_open(&w->store, w->db, (enum store_mode)mode, &w->err);
        assert_null(w->store);
        assert_string_equal(folder_text(w->folder, after), before);
        if (code != ERR_STORE || w->err.code != code || !strstr(w->err.message, words))
            fail_msg(
                "%s: error %d: %s; wanted ...%s...", modes[mode], (int)code, w->err.message, words);
        assert_string_equal(w->err.file, w->db);
    }
}

static void make_database(struct world *w)
{
    world_open(w);
    world_load(w, DECK);
    rate_on(w, "one", 4, DAY);
    world_close(w);
}

/* Run SQL, and be gone without closing: what it wrote stays in a write-ahead log. */
static void run_and_crash(const struct world *w, const char *sql)
{
    pid_t child = world_fork();
    if (child == 0) {
        sqlite3 *db;
        int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        int failed = sqlite3_open_v2(w->db, &db, flags, NULL) != SQLITE_OK ||
                     sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK;
        _exit(failed);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* ---- other versions, other programs ---- */

static void test_store_refuse__a_newer_schema(void **state)
{
    struct world *w = *state;
    make_database(w);
    raw_run(w->db, "PRAGMA user_version = 999");
    assert_refused(w, "newer");
    assert_sql(w, "PRAGMA user_version", "999");
}

static void test_store_refuse__a_newer_schema_after_a_crash(void **state)
{
    struct world *w = *state;
    make_database(w);
    run_and_crash(w, "PRAGMA user_version = 999; CREATE TABLE more(x)");
    assert_refused(w, "newer");
}

/* No program writes one: it is not taken for an older schema. */
static void test_store_refuse__a_negative_schema(void **state)
{
    struct world *w = *state;
    make_database(w);
    raw_run(w->db, "PRAGMA user_version = -1");
    assert_refused(w, "damaged");
    assert_sql(w, "PRAGMA user_version", "-1");
}

static void test_store_refuse__another_application_id(void **state)
{
    struct world *w = *state;
    make_database(w);
    raw_run(w->db, "PRAGMA application_id = 252006673"); /* a Fossil checkout's: 0x0f055111 */
    assert_refused(w, "another program");
}

static void test_store_refuse__a_database_without_application_id(void **state)
{
    struct world *w = *state;
    static const char *const foreign[] = {
        "CREATE TABLE col(id); CREATE TABLE notes(id)", /* Anki's has none */
        "PRAGMA user_version = 11",
        "PRAGMA application_id = 252006673",
        "PRAGMA journal_mode = DELETE; CREATE TABLE reviews(review_id)",
    };
    for (size_t i = 0; i < COUNT(foreign); i++) {
        world_write(w, "drill.db", "");
        raw_run(w->db, foreign[i]);
        assert_refused(w, "another program");
    }
}

/* Its own program must find it as a crash left it. */
static void test_store_refuse__another_program_s_after_a_crash(void **state)
{
    struct world *w = *state;
    run_and_crash(w, "PRAGMA journal_mode = WAL; CREATE TABLE notes(id); INSERT INTO notes "
                     "VALUES (1)");
    assert_refused(w, "another program");
    assert_sql(w, "SELECT count(*) FROM notes", "1");
}

/* ---- no database ---- */

static void test_store_refuse__a_text_file(void **state)
{
    struct world *w = *state;
    char *text = malloc(20001);
    assert_non_null(text);
    memset(text, 'x', 20000);
    /* SQLite takes a file of one byte for an empty one: what it wrote itself on an old macOS. */
    static const size_t sizes[] = {2, 20, 99, 100, 511, 512, 4096, 20000};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        memset(text, 'x', 20000);
        text[sizes[i]] = '\0';
        world_write(w, "drill.db", text);
        assert_refused(w, "is not a drill database");
    }
    free(text);
    world_write(w, "drill.db", DECK);
    assert_refused(w, "is not a drill database");
}

static void test_store_refuse__a_folder(void **state)
{
    struct world *w = *state;
    assert_int_equal(mkdir(w->db, 0700), 0);
    assert_refused(w, "");
}

static void test_store_refuse__a_fifo(void **state)
{
    struct world *w = *state;
    assert_int_equal(mkfifo(w->db, 0600), 0);
    assert_refused(w, "");
}

static void test_store_refuse__a_socket(void **state)
{
    struct world *w = *state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_true(strlen(w->db) < sizeof address.sun_path);
    strcpy(address.sun_path, w->db);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_refused(w, "");
    close(fd);
}

static void test_store_refuse__a_path_below_a_file(void **state)
{
    struct world *w = *state;
    world_write(w, "file", "text\n");
    snprintf(w->db, sizeof w->db, "%s/file/drill.db", w->folder);
    assert_refused(w, "");
}

/* ---- damage ---- */

static void damage(const struct world *w, off_t from, size_t size, unsigned char byte)
{
    FILE *file = fopen(w->db, "r+b");
    assert_non_null(file);
    assert_int_equal(fseeko(file, from, SEEK_SET), 0);
    for (size_t i = 0; i < size; i++)
        assert_int_not_equal(putc(byte, file), EOF);
    assert_int_equal(fclose(file), 0);
}

static void test_store_refuse__a_header_that_is_overwritten(void **state)
{
    struct world *w = *state;
    make_database(w);
    damage(w, 0, 16, 0);
    assert_refused(w, "is not a drill database");
}

static void test_store_refuse__a_first_page_that_is_overwritten(void **state)
{
    struct world *w = *state;
    static const unsigned char bytes[] = {0, 0xff, 'x'};
    for (size_t i = 0; i < COUNT(bytes); i++) {
        make_database(w);
        damage(w, 100, 3996, bytes[i]);
        assert_refused(w, "damaged");
        assert_int_equal(unlink(w->db), 0);
    }
}

static void test_store_refuse__a_part_of_the_first_page(void **state)
{
    struct world *w = *state;
    static const off_t sizes[] = {2, 15, 99, 100, 511, 512, 2048, 4095};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        make_database(w);
        assert_int_equal(truncate(w->db, sizes[i]), 0);
        assert_refused(w, "");
        assert_int_equal(unlink(w->db), 0);
    }
}

/* Everything that a session does, up to the first failure. */
static enum err_code use(struct world *w)
{
    char path[192];
    int64_t deck_id;
    struct load_report report;
    struct session_options options = {.caps = CAPS_UNSET};
    enum err_code code = store_open(&w->store, w->db, STORE_WRITE, &w->err);
    if (!code)
        code = deck_load(w->store, world_path(w, "deck.yaml", path), DAY, world_mistake, w,
            &deck_id, &report, &w->err);
    if (!code)
        code =
            session_start(&w->session, w->store, &deck_id, 1, &options, at(DAY + 1, 9, 0), &w->err);
    for (int i = 0; i < 2 && !code && w->session.stage != SESSION_OVER; i++) {
        code = session_update(&w->session, ACTION_REVEAL, at(DAY + 1, 9, 0), &w->err);
        if (!code)
            code = session_update(&w->session, ACTION_RATE_1 + 3, at(DAY + 1, 9, 1), &w->err);
        if (!code && w->session.notice == NOTICE_NOT_KEPT)
            code = (w->err = w->session.problem).code;
    }
    world_close(w);
    return code;
}

/* A file that lost its end may open: checking all of it would take too long. What meets the damage
 * says so. */
static void test_store_refuse__what_lost_its_end(void **state)
{
    struct world *w = *state;
    struct stat file;
    make_database(w);
    assert_int_equal(stat(w->db, &file), 0);
    unsigned told = 0;
    for (off_t size = file.st_size - 4096; size >= 4096; size -= 4096) {
        assert_int_equal(truncate(w->db, size), 0);
        world_write(w, "deck.yaml", DECK "- {q: three, a: third}\n");
        enum err_code code = use(w);
        if (code && (code != ERR_STORE || !strstr(w->err.message, "damaged")))
            fail_msg("%ld bytes left: error %d: %s", (long)size, (int)code, w->err.message);
        told += code == ERR_STORE;
        assert_int_equal(unlink(w->db), 0);
        make_database(w);
    }
    assert_true(told > 0);
}

static void test_store_refuse__what_has_a_page_overwritten(void **state)
{
    struct world *w = *state;
    struct stat file;
    make_database(w);
    assert_int_equal(stat(w->db, &file), 0);
    unsigned told = 0;
    for (off_t page = 4096; page < file.st_size; page += 4096) {
        damage(w, page, 4096, 'x');
        world_write(w, "deck.yaml", DECK "- {q: three, a: third}\n");
        enum err_code code = use(w);
        if (code && (code != ERR_STORE || !strstr(w->err.message, "damaged")))
            fail_msg("page at %ld: error %d: %s", (long)page, (int)code, w->err.message);
        told += code == ERR_STORE;
        assert_int_equal(unlink(w->db), 0);
        make_database(w);
    }
    assert_true(told > 0);
}

/* ---- read-only ---- */

/* In a child, where a failed assertion only ends the child: by an exit status of its own. */
static void write_is_refused(struct world *w)
{
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    folder_text(w->folder, before);
    enum err_code code = store_open(&w->store, w->db, STORE_WRITE, &w->err);
    if (w->store)
        _exit(2);
    if ((code != ERR_STORE && code != ERR_IO) || !w->err.message[0]) {
        print_error("error %d: %s\n", (int)code, w->err.message);
        _exit(3);
    }
    if (strcmp(folder_text(w->folder, after), before) != 0) {
        print_error("%s---\n%s", before, after);
        _exit(4);
    }
}

static void write_is_tried(struct world *w)
{
    if (!store_open(&w->store, w->db, STORE_WRITE, &w->err))
        _exit(2);
}

static void test_store_refuse__to_write_a_read_only_file(void **state)
{
    struct world *w = *state;
    make_database(w);
    give_away(w, "", 0700);
    give_away(w, "deck.yaml", 0600);
    give_away(w, "drill.db-lock", 0600);
    give_away(w, "drill.db", 0400);
    as_nobody(w, write_is_refused);
}

static void write_works(struct world *w)
{
    enum err_code code = store_open(&w->store, w->db, STORE_WRITE, &w->err);
    if (!code && !(code = store_begin(w->store, &w->err)))
        code = store_commit(w->store, &w->err);
    if (code) {
        print_error("error %d: %s\n", (int)code, w->err.message);
        _exit(5);
    }
    store_close(w->store);
}

/* Having been told, its owner allows writing; and then nothing must stand in the way. */
static void test_store_refuse__to_write_only_until_it_may(void **state)
{
    struct world *w = *state;
    make_database(w);
    give_away(w, "", 0700);
    give_away(w, "drill.db-lock", 0600);
    give_away(w, "drill.db", 0400);
    as_nobody(w, write_is_tried);
    give_away(w, "drill.db", 0600);
    as_nobody(w, write_works);
}

static void test_store_refuse__to_write_in_a_read_only_folder(void **state)
{
    struct world *w = *state;
    make_database(w);
    give_away(w, "deck.yaml", 0600);
    give_away(w, "drill.db-lock", 0600);
    give_away(w, "drill.db", 0600);
    give_away(w, "", 0500);
    as_nobody(w, write_is_refused);
    give_away(w, "", 0700);
}

static void test_store_refuse__to_make_one_in_a_read_only_folder(void **state)
{
    struct world *w = *state;
    give_away(w, "", 0500);
    as_nobody(w, write_is_refused);
    snprintf(w->db, sizeof w->db, "%s/drill/drill.db", w->folder);
    as_nobody(w, write_is_refused);
    give_away(w, "", 0700);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_store_refuse__a_newer_schema),
        TEST(test_store_refuse__a_newer_schema_after_a_crash),
        TEST(test_store_refuse__a_negative_schema),
        TEST(test_store_refuse__another_application_id),
        TEST(test_store_refuse__a_database_without_application_id),
        TEST(test_store_refuse__another_program_s_after_a_crash),
        TEST(test_store_refuse__a_text_file),
        TEST(test_store_refuse__a_folder),
        TEST(test_store_refuse__a_fifo),
        TEST(test_store_refuse__a_socket),
        TEST(test_store_refuse__a_path_below_a_file),
        TEST(test_store_refuse__a_header_that_is_overwritten),
        TEST(test_store_refuse__a_first_page_that_is_overwritten),
        TEST(test_store_refuse__a_part_of_the_first_page),
        TEST(test_store_refuse__what_lost_its_end),
        TEST(test_store_refuse__what_has_a_page_overwritten),
        TEST(test_store_refuse__to_write_a_read_only_file),
        TEST(test_store_refuse__to_write_only_until_it_may),
        TEST(test_store_refuse__to_write_in_a_read_only_folder),
        TEST(test_store_refuse__to_make_one_in_a_read_only_folder),
    };
    return cmocka_run_group_tests_name("store_refuse", tests, NULL, NULL);
}

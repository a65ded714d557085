/* Malicious packages: each is refused with a reason, and leaves nothing behind. */
#include "unit/anki_package.h"

#include "exchange/anki_import.h"
#include "exchange/importers.h"

#include <dirent.h>

static char temporary[96]; /* where packages are unpacked to */

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    struct world *w = *state;
    snprintf(temporary, sizeof temporary, "%s/tmp", w->folder);
    setenv("TMPDIR", temporary, 1);
    return mkdir(temporary, 0700);
}

static void package_path(const struct world *w, char path[192])
{
    world_path(w, "p.apkg", path);
}

static void check_empty(const char *folder)
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        assert_true(strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    closedir(dir);
}

/* Open the file at the package's path, which must be refused with a reason that contains why. */
static void check_refused(struct world *w, const char *why)
{
    struct anki_import *import;
    struct import_source *source = calloc(1, sizeof *source);
    struct err err = {0};
    char path[192];
    package_path(w, path);
    assert_non_null(source);
    assert_int_equal(import_source_open(source, path, &err), ERR_NONE);
    assert_int_equal(anki_import_open(&import, source, &err), ERR_MISTAKE);
    assert_null(import);
    if (!strstr(err.message, why))
        fail_msg("\"%s\" does not say \"%s\"", err.message, why);
    assert_string_equal(err.file, path);
    check_empty(temporary);
    import_source_close(source);
    free(source);
}

/* A package of that generation, to be modified. */
static zip_t *begin(struct world *w, enum generation generation, const char *sql)
{
    char path[192];
    package_path(w, path);
    package_make(path, generation, sql);
    zip_t *zip = zip_open(path, 0, NULL);
    assert_non_null(zip);
    return zip;
}

static void test_package__that_is_whole(void **state)
{
    struct world *w = *state;
    struct anki_import *import;
    struct import_source *source = calloc(1, sizeof *source);
    struct err err = {0};
    char path[192];
    package_path(w, path);
    for (int generation = OLDEST; generation <= LATEST; generation++) {
        package_make(path, (enum generation)generation, "");
        assert_int_equal(import_source_open(source, path, &err), ERR_NONE);
        assert_int_equal(anki_import_open(&import, source, &err), ERR_NONE);
        check_empty(temporary); /* the package is open, but its temporary files are already gone */
        anki_import_close(import);
        import_source_close(source);
        memset(source, 0, sizeof *source);
    }
    free(source);
}

static void test_package__that_is_none(void **state)
{
    struct world *w = *state;
    char path[192];
    package_path(w, path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("PK\3\4 and then nothing of the kind", file);
    fclose(file);
    check_refused(w, "is not a package, or is damaged");
    zip_t *zip = package_begin(path);
    package_put(zip, "readme", "hello", 5, false);
    package_end(zip);
    check_refused(w, "it contains no collection");
}

/* Zip files of other programs: the reason names the program, and what to do. */
static void test_package__of_other_programs(void **state)
{
    static const struct {
        const char *member, *content, *why;
    } others[] = {
        {"mimetype", "application/epub+zip", "is a book (EPUB)"},
        {"mimetype", "application/vnd.oasis.opendocument.text", "is a document (ODT): save it as"},
        {"word/document.xml", "<w/>", "is a document of Word: save it as plain text"},
        {"ppt/presentation.xml", "<p/>", "is a presentation of PowerPoint"},
        {"vault/deep/Cards.MD", "# x", "unzip it, then import the .md files in it"},
        {"mimetype", "text/plain", "is a zip file, but not an Anki package: it contains no coll"},
    };
    struct world *w = *state;
    char path[192];
    package_path(w, path);
    for (size_t i = 0; i < COUNT(others); i++) {
        zip_t *zip = package_begin(path);
        package_put(zip, others[i].member, others[i].content, strlen(others[i].content), false);
        package_end(zip);
        check_refused(w, others[i].why);
    }
}

/* Opens the collection that is at the path of the package. */
static void check_opens(struct world *w)
{
    struct anki_import *import;
    struct import_source *source = calloc(1, sizeof *source);
    struct err err = {0};
    char path[192];
    package_path(w, path);
    assert_int_equal(import_source_open(source, path, &err), ERR_NONE);
    assert_ptr_equal(importer_recognize(source), &importer_anki);
    if (anki_import_open(&import, source, &err))
        fail_msg("%s", err.message);
    check_empty(temporary);
    anki_import_close(import);
    import_source_close(source);
    free(source);
}

/* The same, after compressing it with zstd. */
static void check_opens_packed(struct world *w)
{
    char path[192];
    package_path(w, path);
    struct buf bytes = package_file_bytes(path);
    size_t capacity = ZSTD_compressBound(bytes.length);
    char *packed = malloc(capacity);
    size_t size = ZSTD_compress(packed, capacity, bytes.bytes, bytes.length, 1);
    FILE *file = fopen(path, "w");
    assert_int_equal(fwrite(packed, 1, size, file), size);
    fclose(file);
    free(packed);
    buf_done(&bytes);
    check_opens(w);
}

static void test_package__collection_by_itself(void **state)
{
    char path[192];
    package_path(*state, path);
    package_collection_file(path, MIDDLE, "");
    check_opens(*state);
    package_collection_file(path, LATEST, "");
    check_opens_packed(*state);
}

/* The end of what zstd unpacks may fall on the end of a buffer of any size. */
static void test_package__of_a_round_size(void **state)
{
    struct world *w = *state;
    char path[192];
    struct stat stat_of;
    package_path(w, path);
    package_collection_file(path, LATEST, "PRAGMA page_size = 65536; VACUUM;");
    assert_int_equal(stat(path, &stat_of), 0);
    assert_int_equal(stat_of.st_size % 65536, 0);
    check_opens_packed(w);
}

static void test_package__cut_short(void **state)
{
    struct world *w = *state;
    char path[192];
    struct stat stat_of;
    package_end(begin(w, LATEST, ""));
    package_path(w, path);
    assert_int_equal(stat(path, &stat_of), 0);
    assert_int_equal(truncate(path, stat_of.st_size / 2), 0);
    check_refused(w, "is not a package, or is damaged");
}

static void test_package__meta(void **state)
{
    struct world *w = *state;
    zip_t *zip = begin(w, LATEST, "");
    package_put(zip, "meta", "\x08\x04", 2, false);
    package_end(zip);
    check_refused(w, "is from a newer Anki");
    zip = begin(w, LATEST, "");
    package_put(zip, "meta", "\x08", 1, false);
    package_end(zip);
    check_refused(w, "its \"meta\" cannot be read");
    zip = begin(w, LATEST, "");
    package_put(zip, "meta", "", 0, false);
    package_end(zip);
    check_refused(w, "its \"meta\" cannot be read");
    zip = begin(w, LATEST, ""); /* the dummy must not be taken for the real one */
    assert_int_equal(zip_delete(zip, (zip_uint64_t)zip_name_locate(zip, "meta", 0)), 0);
    package_end(zip);
    check_refused(w, "does not say which collection is the real one");
}

static void test_package__bombs(void **state)
{
    struct world *w = *state;
    size_t size = 64 << 20;
    char *zeros = calloc(1, size);
    assert_non_null(zeros);
    zip_t *zip = begin(w, MIDDLE, "");
    package_put(zip, "collection.anki21", zeros, size, false);
    package_end(zip);
    check_refused(w, "unpacks to far more");
    zip = begin(w, LATEST, "");
    package_put(zip, "collection.anki21b", zeros, size, true);
    package_end(zip);
    check_refused(w, "unpacks to far more");
    free(zeros);
}

static void test_package__damaged_zstd(void **state)
{
    struct world *w = *state;
    zip_t *zip = begin(w, LATEST, "");
    package_put(zip, "collection.anki21b", "not zstd at all", 15, false);
    package_end(zip);
    check_refused(w, "zstd cannot unpack it");
}

static void test_package__links(void **state)
{
    struct world *w = *state;
    zip_t *zip = begin(w, MIDDLE, "");
    zip_uint64_t index = (zip_uint64_t)zip_name_locate(zip, "collection.anki21", 0);
    package_put(zip, "collection.anki21", "/etc/passwd", 11, false);
    assert_int_equal(zip_file_set_external_attributes(
                         zip, index, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)(S_IFLNK | 0777) << 16),
        0);
    package_end(zip);
    check_refused(w, "contains a link");
}

static void test_package__names_that_lead_elsewhere(void **state)
{
    static const char *const json[] = {"{\"0\":\"../../.bashrc\"}", "{\"0\":\"/etc/passwd\"}",
        "{\"0\":\"..\"}", "{\"0\":\"\"}", "{\"0\":\"a\\\\b\"}", "{\"0\":\"a\\u000ab\"}"};
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(json); i++) {
        zip_t *zip = begin(w, MIDDLE, "");
        package_put(zip, "media", json[i], strlen(json[i]), false);
        package_end(zip);
        check_refused(w, "has a name that leads outside its folder");
    }
    zip_t *zip = begin(w, LATEST, "");
    package_put(zip, "media", "\x0a\x06\x0a\x04../x", 8, true);
    package_end(zip);
    check_refused(w, "has a name that leads outside its folder");
}

static void test_package__damaged_lists(void **state)
{
    struct world *w = *state;
    zip_t *zip = begin(w, LATEST, "");
    package_put(zip, "media", "\x0a\x60\x0a\x04x", 5, true);
    package_end(zip);
    check_refused(w, "its list of media cannot be read");
    zip = begin(w, LATEST, "");
    package_put(zip, "media", "\x0a\x05\x0a\x03x\0y", 7, true);
    package_end(zip);
    check_refused(w, "its list of media cannot be read");
    zip = begin(w, MIDDLE, "");
    package_put(zip, "media", "{\"0\": ", 6, false);
    package_end(zip);
    check_refused(w, "malformed JSON");
}

static void test_package__collections(void **state)
{
    static const struct {
        const char *sql, *why;
    } odd[] = {
        {"CREATE VIEW v AS SELECT 1;", "holds views, triggers or virtual tables"},
        {"DROP TABLE notes; CREATE VIEW notes AS SELECT 1 AS id;", "holds views, triggers"},
        {"CREATE TRIGGER t AFTER INSERT ON notes BEGIN SELECT 1; END;", "holds views, triggers"},
        {"CREATE VIRTUAL TABLE f USING fts5(x);", "holds views, triggers or virtual tables"},
        {"UPDATE col SET ver = 10;", "too old or too new"},
        {"UPDATE col SET ver = 19;", "too old or too new"},
        {"DELETE FROM col;", "too old or too new"},
        {"DROP TABLE col;", "is not Anki's: its database lacks the tables of a collection"},
        {"UPDATE col SET models = '{';", "malformed JSON"},
        {"UPDATE col SET ver = 18;", "no such table"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(odd); i++) {
        package_end(begin(w, MIDDLE, odd[i].sql));
        check_refused(w, odd[i].why);
    }
    package_end(begin(w, LATEST, "UPDATE templates SET config = x'0aff';"));
    check_refused(w, "a note type in its collection cannot be read");
    package_end(begin(w, LATEST, "UPDATE notetypes SET config = x'08';"));
    check_refused(w, "a note type in its collection cannot be read");
}

static void test_package__damaged_database(void **state)
{
    struct world *w = *state;
    char path[192], collection[256];
    package_end(begin(w, MIDDLE, ""));
    package_path(w, path);
    world_path(w, "c", collection);
    package_collection_file(collection, MIDDLE,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
        "INSERT INTO revlog SELECT i, i, 0, 3, 1, 1, 2500, 1000, 1 FROM n;");
    struct buf bytes = package_file_bytes(collection);
    for (size_t i = 3 * 4096; i + 4096 < bytes.length; i += 4096)
        memset(bytes.bytes + i, 0xa5, 64); /* the heads of its pages */
    zip_t *zip = zip_open(path, 0, NULL);
    package_put(zip, "collection.anki21", bytes.bytes, bytes.length, false);
    package_end(zip);
    check_refused(w, "damaged");
    memset(bytes.bytes, 'x', 100);
    zip = zip_open(path, 0, NULL);
    package_put(zip, "collection.anki21", bytes.bytes, bytes.length, false);
    package_end(zip);
    check_refused(w, "damaged or not Anki's");
    buf_done(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_package__that_is_whole, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__that_is_none, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__of_other_programs, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_package__collection_by_itself, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__of_a_round_size, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__cut_short, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__meta, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__bombs, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__damaged_zstd, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__links, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_package__names_that_lead_elsewhere, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__damaged_lists, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__collections, set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_package__damaged_database, set_up, world_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Anki's more unusual notes and sources: image occlusion, broken templates, repeated keys, and the
 * collection of a profile that Anki has open. */
#include "unit/anki_package.h"

#include "exchange/anki_import.h"

/* ---- reading ---- */

struct told {
    struct buf text; /* a line for each thing */
    char folder[64];
};

static bool tell_entry(
    void *context, const char *name, const struct deck_entry *entry, unsigned line)
{
    struct told *told = context;
    (void)line;
    buf_format(&told->text, "%s: %s | %s%s%s\n", buf_string(&entry->id),
        buf_string(&entry->question), buf_string(&entry->answer), entry->hint.length ? " | " : "",
        buf_string(&entry->hint));
    if (entry->type_given)
        buf_format(&told->text, "type: %d\n", entry->type);
    assert_true(*name);
    return true;
}

static bool tell_skipped(void *context, unsigned line, const char *why)
{
    struct told *told = context;
    assert_int_equal(line, 0);
    buf_format(&told->text, "skipped: %s\n", why);
    return true;
}

static void tell_note(void *context, const char *what)
{
    struct told *told = context;
    buf_format(&told->text, "note: %s\n", what);
}

static void tell_identity(void *context, const char *name, const char *identity)
{
    struct told *told = context;
    buf_format(&told->text, "%s is %s\n", name, identity);
}

static const char *folder_of(void *context, const char *name)
{
    struct told *told = context;
    (void)name;
    return told->folder;
}

static bool go_on(void *context, const char *what, const char *unit, size_t done, size_t total)
{
    (void)context, (void)what, (void)unit, (void)done, (void)total;
    return true;
}

/* Read a package or a collection. Unless missing is NULL, import its media, too, and set
 * *missing. */
static enum err_code read_file(
    struct world *w, const char *path, struct told *told, size_t *missing)
{
    struct anki_import *import;
    struct import_source *source = calloc(1, sizeof *source);
    struct import_sink sink = {.entry = tell_entry,
        .skipped = tell_skipped,
        .note = tell_note,
        .context = told,
        .folder = folder_of,
        .identity = tell_identity};
    snprintf(told->folder, sizeof told->folder, "%s", w->folder);
    assert_non_null(source);
    assert_int_equal(import_source_open(source, path, &w->err), ERR_NONE);
    enum err_code code = anki_import_open(&import, source, &w->err);
    import_source_close(source);
    free(source);
    if (!code)
        code = anki_import_read(import, &sink, &w->err);
    if (!code && missing)
        code = anki_import_media(import, missing, go_on, NULL, &w->err);
    if (!code && missing)
        anki_import_keep_media(import);
    anki_import_close(import);
    return code;
}

static void assert_reads(struct world *w, const char *models, const char *sql, const char *wanted)
{
    struct told told = {0};
    struct buf all = {0};
    char path[192];
    buf_format(&all, "UPDATE col SET models = '%s';%s", models, sql);
    package_make(world_path(w, "p.apkg", path), MIDDLE, buf_string(&all));
    if (read_file(w, path, &told, NULL))
        buf_format(&told.text, "error: %s\n", w->err.message);
    assert_string_equal(buf_string(&told.text), wanted);
    buf_done(&told.text);
    buf_done(&all);
}

#define NOTE(id, type, fields)                                                                     \
    "INSERT INTO notes VALUES(" #id ", 'n" #id "', " #type ", 0, 0, '', replace('" fields          \
    "', '|', char(31)), 0, 0, 0, '');"
#define CARD(id, note, ord)                                                                        \
    "INSERT INTO cards VALUES(" #id ", " #note ", 10, " #ord                                       \
    ", 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, '');"

/* ---- image occlusion ---- */

#define HIDDEN "<div style=\\\"display: none\\\">{{cloze:Occlusion}}</div>"
static const char occlusion[] =
    "{\"1\":{\"name\":\"Image Occlusion\",\"type\":1,\"flds\":[{\"name\":\"Occlusion\",\"ord\":0},"
    "{\"name\":\"Image\",\"ord\":1},{\"name\":\"Header\",\"ord\":2},{\"name\":\"Back "
    "Extra\",\"ord\":3}],"
    "\"tmpls\":[{\"name\":\"Image Occlusion\",\"ord\":0,\"qfmt\":\"{{#Header}}<div>{{Header}}</div>"
    "{{/Header}}" HIDDEN "<div>{{Image}}</div>\",\"afmt\":\"" HIDDEN
    "<div>{{Image}}</div>{{#Back Extra}}<div>{{Back Extra}}</div>{{/Back Extra}}\"}]}}";

/* Regions are counted without gaps, and placed by the middle of their shape: left plus half of the
 * width, left plus the radius. */
static void test_kinds__image_occlusion(void **state)
{
    assert_reads(*state, occlusion,
        NOTE(1, 1,
            "{{c0::image-occlusion:text:left=.9:top=.9:text=x}}"
            "{{c2::image-occlusion:rect:left=.1:top=.2:width=.3:height=.1:oi=1}}<br>"
            "{{c5::image-occlusion:ellipse:left=.5:top=.6:rx=.1:ry=.05}}"
            "{{c5::image-occlusion:rect:left=0:top=0:width=1:height=1}}"
            "{{c7::image-occlusion:polygon:points=.1,.1 .2,.2}}|<img src=\"m.png\">|Head|More")
            CARD(11, 1, 1) CARD(12, 1, 4) CARD(13, 1, 6),
        "Lang::French is anki:10\n"
        "n1.2: Head\\\n![](media/m.png)\n\nWhich part is hidden? Region 1 of 3, at 25% across and "
        "25% down. | ![](media/m.png)\\\nMore\n"
        "n1.5: Head\\\n![](media/m.png)\n\nWhich part is hidden? Region 2 of 3, at 60% across and "
        "65% down. | ![](media/m.png)\\\nMore\n"
        "n1.7: Head\\\n![](media/m.png)\n\nWhich part is hidden? Region 3 of 3. | "
        "![](media/m.png)\\\nMore\n"
        "note: 3 image-occlusion cards need pictures: each links to its picture, and says where "
        "the hidden region is\n");
}

static const char enhanced[] =
    "{\"1\":{\"name\":\"Image Occlusion Enhanced\",\"type\":0,\"flds\":[{\"name\":\"ID "
    "(hidden)\",\"ord\":0},{\"name\":\"Image\",\"ord\":1},{\"name\":\"Question Mask\",\"ord\":2},"
    "{\"name\":\"Answer Mask\",\"ord\":3},{\"name\":\"Original Mask\",\"ord\":4}],"
    "\"tmpls\":[{\"name\":\"IO Card\",\"ord\":0,\"qfmt\":\"{{Image}}\",\"afmt\":\"{{Image}}"
    "{{Answer Mask}}\"}]}}";

static void test_kinds__image_occlusion_of_the_add_on(void **state)
{
    assert_reads(*state, enhanced,
        NOTE(1, 1, "ab-ao-1|<i>m</i>|q1|a1|o") NOTE(2, 1, "ab-ao-3|<i>m</i>|q3|a3|o")
            NOTE(3, 1, "cd-oa-1|<i>k</i>|q|a|o") NOTE(4, 1, "odd|<i>k</i>|q|a|o") CARD(11, 1, 0)
                CARD(12, 2, 0) CARD(13, 3, 0) CARD(14, 4, 0),
        "Lang::French is anki:10\n"
        "n1: *m*\n\nWhich part is hidden? Region 1 of 3. | a1\n"
        "n2: *m*\n\nWhich part is hidden? Region 3 of 3. | a3\n"
        "n3: *k*\n\nWhich part is hidden? Region 1 of 1. | a\n"
        "n4: *k* | a\n"
        "note: 3 image-occlusion cards need pictures: each links to its picture, and says where "
        "the hidden region is\n");
}

/* ---- buttons ---- */

#define BUTTON(id) "<button onclick=\\\"document.getElementById(''" id "'').show()\\\">?</button>"

/* Text that a click reveals is a hint on the front, and ordinary text on the back. */
static void test_kinds__buttons(void **state)
{
    assert_reads(*state,
        "{\"1\":{\"name\":\"B\",\"flds\":[{\"name\":\"F\",\"ord\":0},{\"name\":\"T\",\"ord\":1}],"
        "\"tmpls\":[{\"name\":\"C\",\"ord\":0,\"qfmt\":\"{{F}}" BUTTON("t") "<p id=t "
                                                                            "style=\\\"display:"
                                                                            "none\\\">{{T}}</"
                                                                            "p>\",\"afmt\":"
                                                                            "\"back" BUTTON(
                                                                                "u") "<p "
                                                                                     "id=''u'' "
                                                                                     "style="
                                                                                     "\\\"display: "
                                                                                     "none\\\">"
                                                                                     "table</p><p "
                                                                                     "style="
                                                                                     "\\\"display:"
                                                                                     "none\\\">no</"
                                                                                     "p>\"}]}}",
        NOTE(1, 1, "q|# tip") CARD(11, 1, 0),
        "Lang::French is anki:10\nn1: q | back\n\ntable | \\# tip\n");
}

/* ---- typed answers ---- */

#define TYPES(front, back)                                                                         \
    "{\"1\":{\"name\":\"B\",\"flds\":[{\"name\":\"F\",\"ord\":0},{\"name\":\"B\",\"ord\":1}],"     \
    "\"tmpls\":["                                                                                  \
    "{\"name\":\"C\",\"ord\":0,\"qfmt\":\"" front "\",\"afmt\":\"" back "\"}]}}"

/* A card is typed if its answer is what its template has the user type, and nothing else. */
static void test_kinds__typed_answers(void **state)
{
    assert_reads(*state, TYPES("{{F}} {{type:B}}", "{{FrontSide}}<hr id=answer>{{type:B}}"),
        NOTE(1, 1, "q|<b>an</b> answer") CARD(11, 1, 0),
        "Lang::French is anki:10\nn1: q | **an** answer\ntype: 1\n");
    assert_reads(*state, TYPES("{{F}}{{type:B}}", "{{FrontSide}}<hr id=answer>{{B}} and more"),
        NOTE(1, 1, "q|a") CARD(11, 1, 0), "Lang::French is anki:10\nn1: q | a and more\n");
    assert_reads(*state, TYPES("{{F}}", "{{B}}"), NOTE(1, 1, "q|a") CARD(11, 1, 0),
        "Lang::French is anki:10\nn1: q | a\n");
}

/* ---- what is skipped ---- */

static const char broken[] =
    "{\"1\":{\"name\":\"Basic\",\"type\":0,\"flds\":[{\"name\":\"F\",\"ord\":0},"
    "{\"name\":\"B\",\"ord\":1}],\"tmpls\":[{\"name\":\"Card 1\",\"ord\":0,\"qfmt\":\"{{F}}\","
    "\"afmt\":\"{{B}}\"},{\"name\":\"Card 2\",\"ord\":1,\"qfmt\":\"{{#F}}x{{/B}}\",\"afmt\":\"\"},"
    "{\"name\":\"Card 3\",\"ord\":2,\"qfmt\":\"{{F}}{{#B}}\",\"afmt\":\"\"}]}}";

static void test_kinds__tells_each_reason_once(void **state)
{
    assert_reads(*state, broken,
        NOTE(1, 1, "q|a") NOTE(2, 1, "|b") CARD(11, 1, 0) CARD(12, 1, 1) CARD(13, 1, 2)
            CARD(14, 1, 7) CARD(21, 2, 0) CARD(22, 2, 1),
        "Lang::French is anki:10\n"
        "n1: q | a\n"
        "skipped: 2 cards of \"Basic\" (Card 2): its template closes a section that is not open\n"
        "skipped: 1 card of \"Basic\" (Card 3): its template does not close a section\n"
        "skipped: 1 card of \"Basic\": its note type has no template for it\n"
        "skipped: 1 card of \"Basic\" (Card 1): its front is empty\n");
}

static void test_kinds__says_why_there_are_no_cards(void **state)
{
    assert_reads(*state, broken, NOTE(1, 1, "q|a") CARD(12, 1, 1) CARD(13, 1, 2),
        "error: contains no card that can be imported: 1 card of \"Basic\" (Card 2): its template "
        "closes a section that is not open; 1 for other reasons\n");
}

/* As in other readers of JSON, the last of repeated members counts, wherever it is. */
static void test_kinds__repeated_keys_count_the_last_time(void **state)
{
    assert_reads(*state,
        "{\"1\":{\"name\":\"Old\",\"flds\":[{\"name\":\"F\",\"ord\":0}],\"tmpls\":[]},"
        "\"1\":{\"name\":\"B\",\"type\":1,\"type\":0,\"flds\":[],\"flds\":[{\"name\":\"F\","
        "\"ord\":0},{\"name\":\"x\",\"name\":\"B\",\"ord\":1}],\"tmpls\":[{\"name\":\"C\",\"ord\":"
        "0,"
        "\"qfmt\":\"old\",\"qfmt\":\"{{F}}\",\"afmt\":\"{{B}}\"}]}}",
        NOTE(1, 1, "q|a") CARD(11, 1, 0), "Lang::French is anki:10\nn1: q | a\n");
}

/* Each collection has a deck with the id 1, so that id identifies nothing. */
static void test_kinds__the_default_deck_has_no_identity(void **state)
{
    assert_reads(*state, broken,
        NOTE(1, 1, "q|a") CARD(11, 1,
            0) "UPDATE cards SET did = 1; UPDATE col SET decks = '{\"1\":{\"name\":\"Default\"}}';",
        "n1: q | a\n");
}

/* ---- a profile ---- */

static const char basic_note[] =
    NOTE(1, 1, "chat|cat <img src=\"heart one.png\"> <img src=\"link.png\">") CARD(11, 1, 0);

static void make_media(struct world *w)
{
    char path[192];
    assert_int_equal(mkdir(world_path(w, "collection.media", path), 0700), 0);
    world_write(w, "collection.media/heart one.png", "PNG");
    world_write(w, "secret.png", "secret");
    assert_int_equal(symlink("../secret.png", world_path(w, "collection.media/link.png", path)), 0);
}

static bool same_file(const char *path, const struct buf *before)
{
    struct buf now = package_file_bytes(path);
    bool same = now.length == before->length && memcmp(now.bytes, before->bytes, now.length) == 0;
    buf_done(&now);
    return same;
}

/* The media are beside the collection; a link among them leads nowhere. */
static void test_kinds__profile(void **state)
{
    struct world *w = *state;
    struct told told = {0};
    char path[192], file[192];
    size_t missing = 0;
    package_collection_file(world_path(w, "collection.anki2", path), MIDDLE, basic_note);
    make_media(w);
    struct buf before = package_file_bytes(path);
    assert_int_equal(read_file(w, path, &told, &missing), ERR_NONE);
    assert_string_equal(buf_string(&told.text),
        "Lang::French is anki:10\n"
        "n1: chat | cat ![](<media/heart one.png>) ![](media/link.png)\n");
    assert_int_equal(missing, 1);
    struct buf png = package_file_bytes(world_path(w, "media/heart one.png", file));
    assert_string_equal(buf_string(&png), "PNG");
    assert_int_not_equal(access(world_path(w, "media/link.png", file), F_OK), 0);
    assert_true(same_file(path, &before));
    buf_done(&png);
    buf_done(&before);
    buf_done(&told.text);
}

/* What Anki has written to its log, but not yet to the database, is imported and stays in the
 * log. */
static void test_kinds__profile_that_is_open(void **state)
{
    struct world *w = *state;
    struct told told = {0};
    char path[192], log[200];
    sqlite3 *db;
    package_collection_file(world_path(w, "collection.anki2", path), MIDDLE, "");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    package_sql(db, "PRAGMA locking_mode = exclusive; PRAGMA journal_mode = WAL;");
    package_sql(db, basic_note);
    snprintf(log, sizeof log, "%s-wal", path);
    struct buf before = package_file_bytes(path), log_before = package_file_bytes(log);
    assert_int_equal(read_file(w, path, &told, NULL), ERR_NONE);
    assert_string_equal(buf_string(&told.text),
        "Lang::French is anki:10\n"
        "n1: chat | cat ![](<media/heart one.png>) ![](media/link.png)\n");
    assert_true(same_file(path, &before));
    assert_true(same_file(log, &log_before));
    sqlite3_close(db);
    buf_done(&before);
    buf_done(&log_before);
    buf_done(&told.text);
}

/* In a folder with an unpacked package, the newest collection is the real one. */
static void test_kinds__unpacked_package(void **state)
{
    struct world *w = *state;
    struct told told = {0};
    struct buf found = {0};
    char path[192];
    package_collection_file(world_path(w, "collection.anki2", path), OLDEST, "");
    assert_true(anki_import_find_collection(w->folder, &found));
    assert_string_equal(buf_string(&found), path);
    package_collection_file(world_path(w, "collection.anki21", path), MIDDLE, basic_note);
    assert_true(anki_import_find_collection(w->folder, &found));
    assert_string_equal(buf_string(&found), path);
    world_path(w, "collection.anki2", path);
    assert_int_equal(read_file(w, path, &told, NULL), ERR_MISTAKE);
    assert_non_null(strstr(w->err.message, "is only a placeholder for older Anki versions"));
    world_path(w, "none", path);
    assert_false(anki_import_find_collection(path, &found));
    buf_done(&found);
    buf_done(&told.text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_kinds__image_occlusion),
        TEST(test_kinds__image_occlusion_of_the_add_on),
        TEST(test_kinds__buttons),
        TEST(test_kinds__typed_answers),
        TEST(test_kinds__tells_each_reason_once),
        TEST(test_kinds__says_why_there_are_no_cards),
        TEST(test_kinds__repeated_keys_count_the_last_time),
        TEST(test_kinds__the_default_deck_has_no_identity),
        TEST(test_kinds__profile),
        TEST(test_kinds__profile_that_is_open),
        TEST(test_kinds__unpacked_package),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

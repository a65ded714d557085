/* Mochi's packages, with data in Transit or in EDN. */
#include "unit/import_file.h"
#include "unit/zip_file.h"

static void assert_package(const char *name, const char *data, const char *wanted)
{
    struct buf zip = {0};
    zip_make(&zip, (const char *const[]){name, data, "a b.png", "PNG", NULL});
    check_told(NULL, NULL, zip.bytes, zip.length, wanted);
    buf_done(&zip);
}

static void assert_refused(const char *name, const char *data, const char *why)
{
    struct buf zip = {0};
    struct reading r = {0};
    struct err err = {0};
    zip_make(&zip, (const char *const[]){name, data, NULL});
    assert_int_equal(read_as(&r, NULL, NULL, zip.bytes, zip.length, &err), ERR_MISTAKE);
    assert_string_equal(err.message, why);
    buf_done(&zip);
    buf_done(&r.told);
}

#define DECK(cards)                                                                                \
    "{\"~:version\": 2, \"~:decks\": [{\"~:id\": \"~:D\", \"~:name\": \"Deck\","                   \
    " \"~:cards\": {\"~#list\": [" cards "]}}]}"
#define IS_DECK "deck Deck is mochi:D\n"

static void test_mochi__sides(void **state)
{
    (void)state;
    assert_package("data.json",
        DECK("{\"~:id\": \"~:c1\", \"~:content\": \"**q**\\nmore\\n---\\na\\n---\\nb\\n\","
             " \"~:tags\": {\"~#set\": [\"two words\", \"x\"]}},"
             "{\"~:id\": \"~:c2\", \"~:content\": \"only a front\"},"
             "{\"~:id\": \"~:c3\", \"~:content\": \"q\\n```\\n---\\n```\\n---\\na\"},"
             "{\"~:id\": \"~:c4\", \"~:content\": \"q\\n---\\na\", \"~:review-reverse?\": true},"
             "{\"~:id\": \"~:c5\", \"~:content\": \"\", \"~:name\": \"name\"}"),
        IS_DECK
        "0 deck=Deck question=**q**\\nmore answer=a\\n\\n---\\n\\nb id=c1 tags=two-words x\n"
        "0 deck=Deck question=only a front id=c2\n"
        "0 deck=Deck question=q\\n```\\n---\\n``` answer=a id=c3\n"
        "0 deck=Deck question=q answer=a id=c4 reverse\n"
        "0 deck=Deck question=name id=c5\n");
}

static void test_mochi__gaps(void **state)
{
    (void)state;
    assert_package("data.json",
        DECK("{\"~:id\": \"~:c1\", \"~:content\": \"{{2::B}} and {{1::A}}\\n---\\nnote\"},"
             "{\"~:id\": \"~:c2\", \"~:content\": \"{{both}} at {{once}}\"},"
             "{\"~:id\": \"~:c3\", \"~:content\": \"no gap: `{{x}}`, {{}}\"}"),
        IS_DECK "0 deck=Deck cloze={{c2::B}} and {{c1::A}} id=c1 note=note\n"
                "0 deck=Deck cloze={{c1::both}} at {{c1::once}} id=c2\n"
                "0 deck=Deck question=no gap: `{{x}}`, {{}} id=c3\n");
}

static void test_mochi__templates(void **state)
{
    (void)state;
    assert_package("data.json",
        "{\"~:templates\": {\"~#list\": [{\"~:id\": \"~:T\", \"~:content\": \"<< Front >>"
        "<<#Extra>> (<<Extra>>)<</Extra>><<^Extra>>!<</Extra>>\\n---\\n<<Back>> <<None>>\","
        " \"~:fields\": {\"~:name\": {\"~:name\": \"Front\"}, \"~:b\": {\"~:name\": \"Back\"},"
        " \"~:e\": {\"~:name\": \"Extra\"}}}]}, \"~:decks\": [{\"~:name\": \"Deck\", \"~:cards\": ["
        "{\"~:id\": \"~:c1\", \"~:template-id\": \"~:T\", \"~:content\": \"\", \"~:fields\":"
        " {\"~:name\": {\"~:value\": \"q\"}, \"~:b\": {\"~:value\": \"a\"},"
        " \"~:e\": {\"~:value\": \"e\"}}},"
        "{\"~:id\": \"~:c2\", \"~:template-id\": \"~:T\", \"~:fields\":"
        " {\"~:name\": {\"~:value\": \"q\"}}},"
        "{\"~:id\": \"~:c3\", \"~:name\": \"q\", \"~:template-id\": \"~:gone\", \"~:fields\":"
        " {\"~:name\": {\"~:value\": \"q\"}, \"~:b\": {\"~:value\": \"a\"}}}]}]}",
        "0 deck=Deck question=q (e) answer=a id=c1\n"
        "0 deck=Deck question=q! id=c2\n"
        "0 deck=Deck question=q answer=a id=c3\n");
}

static void test_mochi__decks(void **state)
{
    (void)state;
    assert_package("data.json",
        "{\"~:decks\": ["
        "{\"~:id\": \"~:B\", \"~:name\": \"Below\", \"~:parent-id\": \"~:A\", \"~:cards\":"
        " [{\"~:content\": \"1\"}]},"
        "{\"~:id\": \"~:A\", \"~:name\": \"Above\", \"~:cards\": [{\"~:content\": \"2\"},"
        " {\"~:content\": \"3\", \"~:trashed?\": {\"~#dt\": 1700000000000}},"
        " {\"~:content\": \"4\", \"~:diagram\": {\"~:width\": 1}}]},"
        "{\"~:id\": \"~:C\", \"~:name\": \"Round\", \"~:parent-id\": \"~:C\", \"~:trashed?\": true,"
        " \"~:cards\": [{\"~:content\": \"5\"}]}]}",
        "deck Above::Below is mochi:B\n0 deck=Above::Below question=1\n"
        "deck Above is mochi:A\n0 deck=Above question=2\n"
        "note: 1 diagram card left out: it hides parts of a picture\n"
        "note: 2 cards left out: they are in Mochi's trash\n");
}

/* A switch is a field, and lists have a short form, too. Cards beside the decks name theirs. */
static void test_mochi__other_shapes(void **state)
{
    (void)state;
    assert_package("data.json",
        "{\"~:templates\": [\"~#list\", [{\"~:id\": \"~:T\", \"~:content\":"
        " \"<<Q>><<#On>> on<</On>><<#Off>> off<</Off>>\", \"~:fields\": {\"~:q\": {\"~:name\": "
        "\"Q\"},"
        " \"~:1\": {\"~:name\": \"On\"}, \"~:0\": {\"~:name\": \"Off\"}}}]], \"~:decks\":"
        " [{\"~:id\": \"~:D\", \"~:name\": \"Deck\", \"~:review-reverse?\": true}], \"~:cards\": ["
        "{\"~:deck-id\": \"~:D\", \"~:content\": \"q\\n---\\na\", \"~:tags\": [\"~#set\", "
        "[\"t\"]]},"
        "{\"~:content\": \"q\\n---\\na\"},"
        "{\"~:template-id\": \"~:T\", \"~:fields\": {\"~:q\": {\"~:value\": \"q\"},"
        " \"~:1\": {\"~:value\": true}, \"~:0\": {\"~:value\": false}}}]}",
        "0 deck=Deck question=q answer=a tags=t reverse\n"
        "0 question=q answer=a\n"
        "0 question=q on\n");
}

/* 1704067200000 is 2024-01-01 00:00 UTC, day 19723. */
static void test_mochi__history(void **state)
{
    (void)state;
    assert_package("data.json",
        DECK("{\"~:id\": \"~:c1\", \"~:content\": \"q\\n---\\na\", \"~:reviews\": ["
             "{\"~:date\": \"~t1704067200000\", \"~:remembered?\": true},"
             "{\"~:date\": {\"~#dt\": 1704153600000}, \"~:interval\": 2.6, \"~:remembered?\": true,"
             " \"~:due\": \"~t2024-01-05T03:00:00.000Z\"}]},"
             "{\"~:id\": \"~:c2\", \"~:content\": \"q\\n---\\na\", \"~:archived?\": true,"
             " \"~:reviews\": [{\"~:date\": \"~m1704067200000\", \"~:remembered?\": false,"
             " \"~:interval\": 0.4, \"~:due\": \"~t1704153600000\"},"
             "{\"~:date\": \"~m1704067260000\", \"~:remembered?\": true, \"~:interval\": 1,"
             " \"~:duration\": 7}],"
             " \"~:reverse-reviews\": [{\"~:date\": \"never\"}]},"
             "{\"~:id\": \"~:c3\", \"~:content\": \"{{1::a}} {{2::b}}\", \"~:cloze/reviews\":"
             " {\"2\": [{\"~:date\": \"~t1704067200000\", \"~:interval\": 3,"
             " \"~:remembered?\": true}]}}"),
        IS_DECK
        "0 deck=Deck question=q answer=a id=c1\n"
        "  review 0: at=1704067200000 new 4 spent=0 interval=0 to 0 ease=0\n"
        "  review 0: at=1704153600000 review 4 spent=0 interval=0 to 3 ease=0\n"
        "  schedule 0: repetitions=2 interval=3 ease=250 due=19727 at=1704423600000 lapses=0\n"
        "0 deck=Deck question=q answer=a id=c2 reverse\n"
        "  review 0: at=1704067200000 new 1 spent=0 interval=0 to 0 ease=0\n"
        "  review 0: at=1704067260000 repeat 4 spent=7000 interval=0 to 1 ease=0\n"
        "  schedule 0: repetitions=1 interval=1 ease=250 due=19724 at=1704153660000 lapses=1 "
        "suspended\n"
        "  schedule 1000: repetitions=0 interval=0 ease=250 due=-2147483648 lapses=0"
        " suspended\n"
        "0 deck=Deck cloze={{c1::a}} {{c2::b}} id=c3\n"
        "  review 2: at=1704067200000 new 4 spent=0 interval=0 to 3 ease=0\n"
        "  schedule 2: repetitions=1 interval=3 ease=250 due=19726 at=1704326400000 lapses=0\n");
}

static void test_mochi__edn(void **state)
{
    (void)state;
    assert_package("data.edn",
        "; a comment\n{:version 2, :decks [{:id :D :name \"De\\u0063k\" #_ {:dropped 1} :cards\n"
        "({:id :c1 :content \"q \\\"x\\\"\\n---\\na\" :tags #{\"t\"} :pos nil :n 1.5e3 :reviews\n"
        "[{:date #inst \"2024-01-01T00:00:00.000-00:00\" :interval 2 :remembered? true}]}\n"
        "{:id :c2 :content \"~~struck~~\"})}] 1 -2N}",
        IS_DECK
        "0 deck=Deck question=q \"x\" answer=a id=c1 tags=t\n"
        "  review 0: at=1704067200000 new 4 spent=0 interval=0 to 2 ease=0\n"
        "  schedule 0: repetitions=1 interval=2 ease=250 due=19725 at=1704240000000 lapses=0\n"
        "0 deck=Deck question=~~struck~~ id=c2\n");
}

static const char *folder_of(void *context, const char *deck)
{
    (void)context, (void)deck;
    return "/nowhere";
}

static void test_mochi__media(void **state)
{
    (void)state;
    struct buf zip = {0};
    struct reading r = {0};
    struct err err = {0};
    zip_make(&zip, (const char *const[]){"data.json",
                       DECK("{\"~:id\": \"~:c1\", \"~:content\": \"![](@media/p.png)\\n---\\n"
                            "[x](d/q.png \\\"t\\\") [y](http://e.org) ![](gone.png)\"}"),
                       "p.png", "P", "d/q.png", "Q", NULL});
    char path[] = "/tmp/drill-import-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, zip.bytes, zip.length), (ssize_t)zip.length);
    close(fd);
    struct import_source *source = calloc(1, sizeof *source);
    assert_non_null(source);
    r.sink = (struct import_sink){tell_entry, tell_skipped, tell_note, &r, {0}, folder_of,
        tell_schedule, tell_review, tell_identity, NULL};
    assert_int_equal(import_source_open(source, path, &err), ERR_NONE);
    const struct importer *importer = importer_recognize(source);
    assert_string_equal(importer->name, "mochi");
    assert_int_equal(importer->read(source, &r.sink, &err), ERR_NONE);
    assert_string_equal(buf_string(&r.told),
        IS_DECK "0 deck=Deck question=![](media/p.png) answer=[x](media/d_q.png \"t\") "
                "[y](http://e.org) ![](gone.png) id=c1\n");
    unlink(path);
    anki_import_close(source->unpacked);
    import_source_close(source);
    free(source);
    buf_done(&zip);
    buf_done(&r.told);
}

static void test_mochi__damaged(void **state)
{
    (void)state;
    char deep[301];
    memset(deep, '[', 300);
    deep[300] = '\0';
    assert_refused(
        "data.edn", deep, "is damaged: line 1 of its data.edn has values nested too deeply");
    assert_refused("data.edn", "{:a 1\n :b \"x",
        "is damaged: line 2 of its data.edn has a string without an end");
    assert_refused("data.edn", "[1 2}",
        "is damaged: line 1 of its data.edn has a character that "
        "begins no value");
    assert_refused(
        "data.edn", "{:a #_", "is damaged: line 1 of its data.edn has the end of the file");
    assert_refused("data.json",
        "{\"a\":", "is damaged: line 1 of its data.json: unexpected token near end of file");
    assert_refused("data.json", "{\"cards\": []}",
        "is a zip file of another program: its data has no decks of Mochi");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mochi__sides),
        cmocka_unit_test(test_mochi__gaps),
        cmocka_unit_test(test_mochi__templates),
        cmocka_unit_test(test_mochi__decks),
        cmocka_unit_test(test_mochi__other_shapes),
        cmocka_unit_test(test_mochi__history),
        cmocka_unit_test(test_mochi__edn),
        cmocka_unit_test(test_mochi__media),
        cmocka_unit_test(test_mochi__damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Memory runs out, at each allocation in turn, while a table is imported: no crash, no leak, an
 * error that says so, and no file left behind. */
#include "fault/scarce.h"

#include "exchange/import_files.h"
#include "exchange/importers.h"
#include "test.h"

#include <dirent.h>
#include <unistd.h>

static const char table[] = "Front,Back,Tags,Deck\n"
                            "amare,\"to love,\nto like\",a b,Latin::Verbs\n,no question,,\n"
                            "canis,dog,,Latin\n\"a {{c1::gap}}\",,,Latin\nbad,\"open\n";
static const char newer[] = "Front,Back,Tags,Deck\namo,\"to love,\nto like\",,Latin::Verbs\n"
                            "canis,a dog,,Latin\n";

/* Files in which every entry can be imported, so anything skipped is lost. */
static const struct {
    const char *name, *text;
    int cards;
} whole_files[] = {
    {"table.csv", "Front,Back,Deck\namare,to love,Latin::Verbs\ncanis,\"a dog\",Latin\n", 2},
    {"words.csv", "# words\nWord;Meaning;Example;Unit;Rank\nHund;dog;a;1;1\nKatze;cat;b;1;2;more\n",
        2},
    {"anki.csv", "#separator:tab,,\n#columns:Word,Back,Extra\na,b,c\nd,\"e<br>\",f\n", 2},
    {"terms.txt", "a --- b\nc --- d\ne --- f\n", 3},
    {"cards.md", "---\nname = \"Latin\"\n---\nQ: canis?\nA: a dog\n---\nC: [amo] is I love.\n", 2},
    {"cards.org",
        "* canis :drill:\na dog\n* Item :drill:\n[amo||verb] is /I love/.\n"
        "* Card :drill:\n:PROPERTIES:\n:DRILL_CARD_TYPE: twosided\n:END:\n** a\nfelis\n** b\na "
        "cat\n",
        3},
    {"cards.xml",
        "<mnemosyne core_version=\"1\"><item id=\"aaaaaaaa\"><cat>t</cat><Q>canis</Q><A>dog</A>"
        "</item><item id=\"aaaaaaaa.inv\"><cat>t</cat><Q>dog</Q><A>canis</A></item>"
        "<item id=\"bbbbbbbb\"><cat>t</cat><Q>a [b]</Q><A>c</A></item></mnemosyne>",
        2},
    {"fc.org",
        "* canis :fc:\n:PROPERTIES:\n:FC_TYPE: double\n:END:\n:REVIEW_DATA:\n"
        "| position | ease | box | interval | due |\n|---|\n"
        "| front | 2.5 | 3 | 6.0 | 2024-01-05T10:10:10Z |\n:END:\na dog\n"
        "* felis :fc:\n:PROPERTIES:\n:FC_TYPE: cloze\n:END:\nA {{cat}{an animal}@0}.\n",
        2},
    {"obsidian.md",
        "---\ntags: [flashcards/latin, x]\n---\ncanis::a dog [[x|y]] `z`\n"
        "<!--SR:!2024-01-05,4,270-->\n\n#flashcards/b felis\n??\na cat\n\n"
        "A ==gap== and $x$ <!--SR:!2024-01-05,4,270-->\n",
        3},
    {"logseq.md",
        "deck:: Latin\n- canis #card #x\n  id:: a\n  card-next-schedule:: 2024-01-05\n"
        "\t- a dog\n\t- a [[hound]]\n- {{cloze felis}} #card\n",
        2},
    {"ki.md",
        "# Note\n```\nguid: a\nnotetype: Basic\n```\n\n### Tags\n```\nx\n```\n\n## Front\ncanis\n\n"
        "## Back\na <b>dog</b>\n",
        1},
    {"headings.md",
        "# Latin\n\n## canis?\n\na **dog**<br>x\n\n[#x]()\n\n## felis?\n\n```\na cat\n```\n", 2},
    {"details.md",
        "<details><summary>canis?</summary>a <b>dog</b></details>\n\n### felis\n"
        "<details><summary>Answer</summary>a cat</details>\n",
        2},
    {"supermemo.txt", "Q: canis\nA: a <b>dog</b>\nA: x\n\nQ: felis\nA: a cat\n", 2},
};

struct reading {
    int entries, skipped;
    struct import_files files;
    struct import_sink sink;
    struct import_source source;
};

static bool take_entry(
    void *context, const char *deck, const struct deck_entry *entry, unsigned line)
{
    struct reading *r = context;
    const char *why;
    (void)line;
    return import_files_add(&r->files, deck, entry, &why, &r->sink.failure) == ERR_NONE;
}

static bool count_entry(
    void *context, const char *deck, const struct deck_entry *entry, unsigned line)
{
    struct reading *r = context;
    (void)deck;
    (void)entry;
    (void)line;
    r->entries++;
    return true;
}

static bool take_skipped(void *context, unsigned line, const char *why)
{
    struct reading *r = context;
    (void)line;
    (void)why;
    r->skipped++;
    return true;
}

static void take_note(void *context, const char *what)
{
    (void)context;
    (void)what;
}

static bool take_schedule(void *context, const struct import_schedule *schedule)
{
    (void)context;
    (void)schedule;
    return true;
}

/* Import a file into a folder, as drill import does. */
static enum err_code import(const char *path, const char *folder, struct err *err)
{
    static struct reading r;
    r = (struct reading){.files = {.folder = folder},
        .sink = {take_entry, take_skipped, take_note, &r, {0}, NULL, NULL, NULL, NULL, NULL}};
    enum err_code code = import_source_open(&r.source, path, err);
    const struct importer *importer = code ? NULL : importer_recognize(&r.source);
    if (!code && !importer)
        code = err_memory(err); /* memory ran out while recognizing the format */
    if (!code && !(code = importer->read(&r.source, &r.sink, err))) {
        lines_rewind(&r.source.lines);
        if (!(code = import_files_begin_writing(&r.files, err)) &&
            !(code = importer->read(&r.source, &r.sink, err)))
            code = import_files_commit(&r.files, err);
    }
    import_files_done(&r.files);
    import_source_close(&r.source);
    return code;
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* The number of files and folders in a folder. */
static int entries_of(const char *path)
{
    DIR *folder = opendir(path);
    int count = -2;
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

struct places {
    char root[32], source[64], decks[64], latin[96], verbs_folder[96], verbs[128];
};

static struct places make_places(void)
{
    struct places p = {.root = "/tmp/drill-scarce-XXXXXX"};
    assert_non_null(mkdtemp(p.root));
    snprintf(p.source, sizeof p.source, "%s/table.csv", p.root);
    snprintf(p.decks, sizeof p.decks, "%s/decks", p.root);
    snprintf(p.latin, sizeof p.latin, "%s/latin.yaml", p.decks);
    snprintf(p.verbs_folder, sizeof p.verbs_folder, "%s/latin", p.decks);
    snprintf(p.verbs, sizeof p.verbs, "%s/verbs.yaml", p.verbs_folder);
    return p;
}

static void clear_decks(const struct places *p)
{
    unlink(p->latin);
    unlink(p->verbs);
    rmdir(p->verbs_folder);
    rmdir(p->decks);
}

/* Fail each allocation in turn until an import succeeds. `before` runs before each attempt. After a
 * failure, the folder must hold `files` files, as before. */
static void fail_each(const struct places *p, void (*before)(const struct places *p), int files)
{
    long n = 1, failures;
    do {
        struct err err = {0};
        before(p);
        scarce_arm(n);
        enum err_code code = import(p->source, p->decks, &err);
        scarce_disarm();
        failures = scarce.failures;
        if (scarce_leaks() != 0)
            fail_msg("allocation %ld: %ld blocks leak", n, scarce_leaks());
        if (failures && code != ERR_NONE) {
            assert_true(code == ERR_MEMORY || code == ERR_IO);
            assert_true(err.message[0] != '\0');
            assert_int_equal(entries_of(p->root), 1 + (files > 0));
            if (files > 0 && entries_of(p->decks) != files)
                fail_msg("allocation %ld: %s: a file is left behind", n, err.message);
        } else if (code) {
            fail_msg("error %d: %s", (int)code, err.message);
        }
        n++;
    } while (failures);
    assert_true(n > 50);
}

static void nothing_there(const struct places *p)
{
    clear_decks(p);
}

static void test_import__memory_runs_out_at_first(void **state)
{
    (void)state;
    struct places p = make_places();
    struct err err;
    write_text(p.source, table);
    /* makes iconv allocate what it keeps */
    assert_int_equal(import(p.source, p.decks, &err), ERR_NONE);
    fail_each(&p, nothing_there, 0);
    clear_decks(&p);
    unlink(p.source);
    assert_int_equal(rmdir(p.root), 0);
}

static void an_earlier_import(const struct places *p)
{
    struct err err;
    clear_decks(p);
    write_text(p->source, table);
    assert_int_equal(import(p->source, p->decks, &err), ERR_NONE);
    write_text(p->source, newer);
}

static void test_import__memory_runs_out_in_an_update(void **state)
{
    (void)state;
    struct places p = make_places();
    fail_each(&p, an_earlier_import, 2);
    clear_decks(&p);
    unlink(p.source);
    assert_int_equal(rmdir(p.root), 0);
}

/* Read a file without writing; count its entries and the skipped ones. */
static enum err_code read_only(const char *path, struct reading *r, struct err *err)
{
    *r = (struct reading){.sink = {count_entry, take_skipped, take_note, r, {0}, NULL,
                              take_schedule, NULL, NULL, NULL}};
    enum err_code code = import_source_open(&r->source, path, err);
    const struct importer *importer = code ? NULL : importer_recognize(&r->source);
    if (!code)
        code = importer ? importer->read(&r->source, &r->sink, err) : err_memory(err);
    import_source_close(&r->source);
    return code;
}

static void test_import__no_card_is_skipped_for_want_of_memory(void **state)
{
    (void)state;
    struct places p = make_places();
    for (size_t i = 0; i < COUNT(whole_files); i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", p.root, whole_files[i].name);
        write_text(path, whole_files[i].text);
        long failures, n = 0; /* at 0, nothing fails */
        do {
            struct reading r;
            struct err err = {0};
            scarce_arm(n);
            enum err_code code = read_only(path, &r, &err);
            scarce_disarm();
            failures = n == 0 || scarce.failures;
            if (!code && (r.skipped || r.entries != whole_files[i].cards))
                fail_msg("%s: allocation %ld: %d entries, %d skipped", whole_files[i].name, n,
                    r.entries, r.skipped);
            /* without the memory to recognize it, it may be left to an importer that refuses it */
            if (code != ERR_NONE && code != ERR_MEMORY && code != ERR_IO && code != ERR_MISTAKE)
                fail_msg("%s: allocation %ld: error %d: %s", whole_files[i].name, n, (int)code,
                    err.message);
            assert_true(n > 0 || !code);
            n++;
        } while (failures);
        assert_true(n > 20);
        unlink(path);
    }
    assert_int_equal(rmdir(p.root), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import__memory_runs_out_at_first),
        cmocka_unit_test(test_import__memory_runs_out_in_an_update),
        cmocka_unit_test(test_import__no_card_is_skipped_for_want_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

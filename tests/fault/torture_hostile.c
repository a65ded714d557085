/* Hostile decks, tables and packages: mutated files, and packages with member names and contents
 * that no program would write. Nothing may crash, hang or grow without bound. Nothing may be
 * written outside the named folder. No control character may reach the terminal. The existing
 * history must stay. */
#include "fault/scenario.h"

#include <sys/resource.h>
#include <zip.h>

#define SEEDS_MAX  400
#define MEMORY_MAX (1024L << 20)

static struct {
    struct {
        char name[64];
        struct buf bytes;
    } seeds[SEEDS_MAX];
    size_t count, own;              /* the first `own` are well formed, and chosen more often */
    struct buf package, collection; /* a good package, and the database in it */
} material;

static struct tally {
    long files, packages, taken;
} tally;

/* ---- material ---- */

static void take_seed(void *context, const char *path, const char *name)
{
    (void)context;
    if (material.count == SEEDS_MAX || strncmp(name, "anki/", 5) == 0)
        return;
    snprintf(material.seeds[material.count].name, sizeof material.seeds->name, "%.60s", name);
    material.count += torture_read(path, &material.seeds[material.count].bytes);
}

static void read_member(zip_t *zip, const char *name, struct buf *bytes)
{
    char block[4096];
    zip_file_t *member = zip_fopen(zip, name, 0);
    for (zip_int64_t size; member && (size = zip_fread(member, block, sizeof block)) > 0;)
        buf_add(bytes, block, (size_t)size);
    if (member)
        zip_fclose(member);
}

static void make_material(struct torture *t, const char *corpus)
{
    char path[PATH_SIZE];
    base_table(t);
    torture_each(t->run, take_seed, NULL);
    material.own = material.count;
    torture_each(corpus, take_seed, NULL);
    torture_empty(t->run);
    base_package(t);
    torture_read(torture_path(t->run, "package.apkg", path), &material.package);
    zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
    if (!zip || !material.count)
        torture_stop("no package, or no corpus");
    read_member(zip, "collection.anki21", &material.collection);
    zip_discard(zip);
}

/* ---- mutating ---- */

/* Fragments that confuse parsers: brackets, quotes, line ends, escapes, NUL, incomplete UTF-8. */
static const char *const dictionary[] = {"\x1b[31m", "\x1b]0;x\x07", "{{", "}}", "{{c1::", "\"",
    "'", "\r\n", "\n\n", "- ", ": ", "&a", "*a", "|\n", "[", "]", "{", "}", "\xf0\x9f", "\xff",
    "\xc2\x9b", "\xe2\x80\xae", "\xef\xbb\xbf", "=cmd|", "../../", "$$", "<script>",
    "-9223372036854775808", "1e999", "%n%s", "q: ", "a: ", "id: ", "tags: ", "cards:\n", "\t", ",",
    ";"};

static void mutate(struct torture *t, struct buf *bytes)
{
    for (unsigned i = 0, count = 1 + torture_below(t, 3); i < count && bytes->length > 1; i++) {
        size_t at = torture_below(t, (unsigned)bytes->length);
        size_t length = 1 + torture_below(t, 64);
        struct buf old = {0};
        const char *word = dictionary[torture_below(t, COUNT(dictionary))];
        length = length < bytes->length - at ? length : bytes->length - at;
        buf_add(&old, bytes->bytes, bytes->length);
        switch (torture_below(t, 5)) {
        case 0: /* flip a bit */
            bytes->bytes[at] = (char)(bytes->bytes[at] ^ 1 << torture_below(t, 8));
            break;
        case 1: /* insert a fragment */
            bytes->length = at;
            buf_text(bytes, word);
            buf_add(bytes, old.bytes + at, old.length - at);
            break;
        case 2: /* remove a piece */
            bytes->length = at;
            buf_add(bytes, old.bytes + at + length, old.length - at - length);
            break;
        case 3: /* repeat a piece */
            bytes->length = at;
            for (unsigned n = torture_below(t, 200); n > 0; n--)
                buf_add(bytes, old.bytes + at, length);
            buf_add(bytes, old.bytes + at, old.length - at);
            break;
        default: /* cut off the end */
            if (torture_below(t, 4) == 0)
                bytes->length = at;
        }
        buf_done(&old);
    }
}

/* ---- packages ---- */

/* Names for members and for the media list; none may lead outside the folder. */
static const char *const names[] = {"collection.anki2", "collection.anki21", "collection.anki21b",
    "media", "meta", "0", "1", "../evil", "../../evil", "/tmp/evil", "a/../../evil", "..", ".", "",
    "evil\n", "\x1b[31mevil", "con", "evil/", "-", "~/evil", "%2e%2e/evil",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.png"};

static const char *any_name(struct torture *t)
{
    return names[torture_below(t, COUNT(names))];
}

static void add_member(zip_t *zip, const char *name, const char *bytes, size_t size)
{
    char *copy = malloc(size + 1);
    if (!copy)
        torture_stop("memory");
    memcpy(copy, bytes, size);
    zip_source_t *source = zip_source_buffer(zip, copy, size, 1);
    if (zip_file_add(zip, name, source, ZIP_FL_OVERWRITE) < 0)
        zip_source_free(source);
}

/* Write a package with a mutated database, a media list of such names, and such members. */
static void write_package(struct torture *t, const char *path)
{
    struct buf collection = {0}, media = {0};
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    if (!zip)
        torture_stop(path);
    buf_add(&collection, material.collection.bytes, material.collection.length);
    if (torture_below(t, 2))
        mutate(t, &collection);
    add_member(zip, torture_below(t, 4) ? "collection.anki21" : any_name(t),
        buf_string(&collection), collection.length);
    for (unsigned i = 0, count = torture_below(t, 4); i < count; i++)
        buf_format(&media, "%s\"%u\": \"%s\"", i ? ", " : "{", i, any_name(t));
    buf_text(&media, media.length ? "}" : "{}");
    if (torture_below(t, 3) == 0)
        mutate(t, &media);
    add_member(zip, "media", buf_string(&media), media.length);
    for (unsigned i = torture_below(t, 4); i > 0; i--) {
        const char *name = any_name(t);
        add_member(zip, i % 2 ? "0" : name, name, strlen(name));
    }
    if (zip_close(zip) != 0)
        zip_discard(zip);
    buf_done(&collection);
    buf_done(&media);
}

/* ---- judging ---- */

/* Whether the text contains no control characters, C1 ones (two bytes in UTF-8) included. */
static bool is_harmless(const struct buf *text)
{
    const unsigned char *at = (const unsigned char *)buf_string(text);
    for (; *at; at++)
        if ((*at < ' ' && *at != '\n' && *at != '\t') || *at == 0x7f ||
            (*at == 0xc2 && at[1] < 0xa0))
            return false;
    return true;
}

static void find_evil(void *context, const char *path, const char *name)
{
    const char **found = context;
    (void)path;
    if (strncmp(name, "run/new/", 8) != 0 && strstr(name, "evil"))
        *found = "something is written beside the folder that was named";
}

static const char *judge_end(const struct torture *t, char why[400])
{
    if (WIFSIGNALED(t->status) || WEXITSTATUS(t->status) > 2) {
        snprintf(why, 400, "status %x: %.300s", (unsigned)t->status, buf_string(&t->err));
        return why;
    }
    return is_harmless(&t->out) && is_harmless(&t->err) ? NULL : "it prints what a terminal obeys";
}

/* Review the imported deck. */
static const char *judge_review(struct torture *t, const char *deck, char why[400])
{
    const char *const words[] = {"--plain", DB, deck, NULL};
    torture_run(t, words, "\n4\n\n?\n4\nu\n1\n", NULL);
    return judge_end(t, why);
}

static const char *judge_files(struct torture *t, const struct holding *before, char why[400])
{
    char db[PATH_SIZE];
    struct holding after = {0};
    const char *evil = NULL;
    torture_each(t->root, find_evil, &evil);
    if (evil || access("/tmp/evil", F_OK) == 0)
        return evil ? evil : "/tmp/evil is there";
    const char *wrong = holding_read(&after, torture_path(t->run, "drill.db", db), why);
    if (!wrong && strncmp(buf_string(&after.log), buf_string(&before->log), before->log.length))
        wrong = "the history is another";
    holding_done(&after);
    return wrong;
}

static void keep_input(struct torture *t, const char *name)
{
    char path[PATH_SIZE], kept[PATH_SIZE];
    struct buf bytes = {0};
    torture_read(torture_path(t->run, name, path), &bytes);
    snprintf(kept, sizeof kept, "/tmp/drill-hostile-%ld-%s", t->lost, name);
    torture_write(kept, buf_string(&bytes), bytes.length);
    printf("# kept as %s\n", kept);
    buf_done(&bytes);
}

static void import_one(struct torture *t, const char *base, const struct holding *before)
{
    static const char *const ends[] = {"yaml", "csv", "txt", "md", "org", "apkg"};
    char name[32], argument[40], path[PATH_SIZE], made[PATH_SIZE], why[400];
    struct buf bytes = {0};
    bool package = torture_below(t, 3) == 0;
    torture_copy(base, t->run);
    snprintf(name, sizeof name, "hostile.%s", ends[package ? 5 : torture_below(t, 5)]);
    torture_path(t->run, name, path);
    if (package && torture_below(t, 2)) {
        write_package(t, path);
    } else {
        size_t among = torture_below(t, 2) ? material.own : material.count;
        const struct buf *seed =
            package ? &material.package : &material.seeds[torture_below(t, (unsigned)among)].bytes;
        buf_add(&bytes, buf_string(seed), seed->length);
        mutate(t, &bytes);
        torture_write(path, buf_string(&bytes), bytes.length);
    }
    torture_path(t->run, "new", made);
    snprintf(argument, sizeof argument, "@%s", name);
    const char *const words[] = {"import", DB, "-o", "@new", argument, NULL};
    torture_run(t, words, NULL, NULL);
    tally.taken += torture_exited(t, 0);
    const char *wrong = judge_end(t, why);
    if (!wrong)
        wrong = judge_files(t, before, why);
    if (!wrong && torture_exited(t, 0))
        wrong = judge_review(t, access(made, F_OK) == 0 ? "@new" : argument, why);
    if (wrong) {
        torture_lost(t, "%s: %s", name, wrong);
        keep_input(t, name);
    }
    *(package ? &tally.packages : &tally.files) += 1;
    buf_done(&bytes);
}

int main(int argc, char **argv)
{
    struct torture t;
    struct holding before = {0};
    char said[200], base[PATH_SIZE], db[PATH_SIZE], why[400];
    const char *corpus = argc > 3 ? argv[3] : "tests/fuzz/corpus";
    torture_begin(&t, "hostile", argc, argv);
    make_material(&t, corpus);
    torture_empty(t.run);
    base_history(&t);
    const char *wrong = holding_read(&before, torture_path(t.run, "drill.db", db), why);
    if (wrong)
        torture_stop(wrong);
    torture_copy(t.run, torture_path(t.root, "base", base));
#ifndef __SANITIZE_ADDRESS__ /* the sanitizer's shadow memory exceeds any limit */
    setrlimit(RLIMIT_AS, &(struct rlimit){MEMORY_MAX, MEMORY_MAX});
#endif
    while (torture_goes_on(&t))
        import_one(&t, base, &before);
    for (size_t i = 0; i < material.count; i++)
        buf_done(&material.seeds[i].bytes);
    buf_done(&material.package);
    buf_done(&material.collection);
    holding_done(&before);
    snprintf(said, sizeof said, "%ld files and %ld packages, %ld of them taken", tally.files,
        tally.packages, tally.taken);
    return torture_end(&t, said);
}

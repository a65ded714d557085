/* Any bytes, imported. The first byte chooses the format or automatic recognition, and what the
 * user says about a table; the rest is the file, or a text in a zip file. Checks the importers'
 * promises: texts are UTF-8 without NULs, and an entry that a deck can contain, once written, reads
 * back unchanged. A broken promise aborts. Without libFuzzer, replay.c runs it. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "fuzz.h"

#include "deck/cloze.h"
#include "deck/reader.h"
#include "deck/writer.h"
#include "exchange/anki_import.h"
#include "exchange/importers.h"

#include <iconv.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#define TEXTS 7

/* The imported entries: as a deck file, and as texts. */
struct reading {
    struct buf deck;
    struct deck_entry *entries;
    size_t count, capacity;
    bool taken; /* an entry, also one that a deck cannot contain */
    unsigned lines;
};

static void texts_of(const struct deck_entry *entry, const struct buf *texts[static TEXTS])
{
    const struct buf *const all[TEXTS] = {&entry->question, &entry->answer, &entry->cloze,
        &entry->id, &entry->tags, &entry->hint, &entry->note};
    memcpy(texts, all, sizeof all);
}

static void check_utf8(const char *text)
{
    static iconv_t converter = (iconv_t)-1;
    char out[4096], *in = (char *)text;
    size_t left = strlen(text);
    if (converter == (iconv_t)-1)
        converter = iconv_open("UTF-8", "UTF-8");
    while (left > 0) {
        char *to = out;
        size_t capacity = sizeof out, before = left;
        iconv(converter, &in, &left, &to, &capacity);
        MUST(left < before);
    }
}

/* Whether a deck can contain the entry. drill import skips and reports the others. */
static bool fits(const struct deck_entry *entry)
{
    const struct buf *texts[TEXTS];
    texts_of(entry, texts);
    for (size_t i = 0; i < TEXTS; i++)
        if (texts[i]->length > DECK_FIELD_MAX)
            return false;
    static struct cloze cloze;
    if (entry->cloze.length)
        return cloze_read(&cloze, buf_string(&entry->cloze)) && cloze_next_gap(&cloze, 0) &&
               !cloze_next_gap(&cloze, CLOZE_GAPS_MAX);
    return entry->question.length > 0;
}

static bool take_entry(
    void *context, const char *deck, const struct deck_entry *entry, unsigned line)
{
    struct reading *r = context;
    const struct buf *texts[TEXTS];
    texts_of(entry, texts);
    check_utf8(deck);
    for (size_t i = 0; i < TEXTS; i++) {
        MUST(!texts[i]->failed);
        MUST(strlen(buf_string(texts[i])) == texts[i]->length);
        check_utf8(buf_string(texts[i]));
    }
    MUST(line <= r->lines);
    r->taken = true;
    MUST(!entry->cloze.length || (!entry->question.length && !entry->answer.length));
    if (!fits(entry))
        return true;
    MUST(array_grow(&r->entries, r->count, &r->capacity, sizeof *r->entries));
    struct deck_entry *copy = &r->entries[r->count++];
    *copy = (struct deck_entry){.reverse = entry->reverse};
    struct buf *const to[TEXTS] = {&copy->question, &copy->answer, &copy->cloze, &copy->id,
        &copy->tags, &copy->hint, &copy->note};
    for (size_t i = 0; i < TEXTS; i++)
        buf_add(to[i], buf_string(texts[i]), texts[i]->length);
    deck_write_entry(&r->deck, entry);
    return true;
}

static bool take_skipped(void *context, unsigned line, const char *why)
{
    const struct reading *r = context;
    MUST(line <= r->lines && *why);
    check_utf8(why);
    return true;
}

static void take_note(void *context, const char *what)
{
    (void)context;
    check_utf8(what);
}

static void on_mistake(void *context, const struct err *mistake)
{
    (void)context;
    fprintf(stderr, "%u:%u: %s\n", mistake->line, mistake->column, mistake->message);
    abort();
}

static int memory_file(const void *bytes, size_t size, char path[64])
{
    int fd = memfd_create("import", MFD_CLOEXEC);
    MUST(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

/* Reading a deck removes trailing white space from texts. */
static void check_same(const struct buf *got, const struct buf *wanted)
{
    size_t length = wanted->length;
    while (length > 0 && strchr(" \t\r\n", wanted->bytes[length - 1]))
        length--;
    MUST(got->length == length);
    MUST(length == 0 || memcmp(got->bytes, wanted->bytes, length) == 0);
}

static void read_back(struct reading *r)
{
    struct deck_reader *reader;
    struct err err = {0};
    const struct deck_entry *entry;
    char path[64];
    int fd = memory_file(buf_string(&r->deck), r->deck.length, path);
    MUST(deck_open(&reader, path, on_mistake, NULL, &err) == ERR_NONE);
    for (size_t i = 0; i < r->count; i++) {
        const struct buf *got[TEXTS], *wanted[TEXTS];
        MUST(deck_next(reader, &entry, &err) == ERR_NONE && entry);
        texts_of(entry, got);
        texts_of(&r->entries[i], wanted);
        for (size_t j = 0; j < TEXTS; j++)
            check_same(got[j], wanted[j]);
        MUST(entry->reverse == r->entries[i].reverse);
    }
    MUST(deck_next(reader, &entry, &err) == ERR_NONE && !entry);
    deck_close(reader);
    close(fd);
}

static bool take_schedule(void *context, const struct import_schedule *schedule)
{
    struct reading *r = context;
    MUST(r->taken && schedule->sm2.interval >= 0 && schedule->sm2.interval <= INTERVAL_LONGEST &&
         schedule->sm2.repetitions >= 0 && schedule->sm2.ease >= EASE_FLOOR &&
         schedule->lapses >= 0);
    return true;
}

static bool take_review(void *context, const struct import_review *review)
{
    struct reading *r = context;
    MUST(r->taken && review->rating >= RATING_NOT_AT_ALL && review->rating <= RATING_PERFECTLY &&
         review->kind > REVIEW_NONE && review->kind <= REVIEW_CRAM && review->at_ms > 0 &&
         review->spent_ms >= 0);
    return true;
}

static void take_identity(void *context, const char *deck, const char *identity)
{
    (void)context;
    (void)deck;
    MUST(*identity);
}

/* Text can always be read as something; what other programs wrote can be damaged. */
static void check_result(const struct importer *importer, enum err_code code, const struct err *err)
{
    static const char *const strict[] = {
        "csv", "mdtable", "mnemosyne", "mochi", "sheet", "json", "crowdanki", "yaml-list"};
    bool may = false;
    for (size_t i = 0; i < COUNT(strict); i++)
        may |= strcmp(importer->name, strict[i]) == 0;
    MUST(code == ERR_NONE || (may && code == ERR_MISTAKE && *err->message));
}

static void import(struct reading *r, const char *path, unsigned format, unsigned choices)
{
    struct import_source *source = calloc(1, sizeof *source);
    struct import_sink sink = {take_entry, take_skipped, take_note, r, {0}, NULL, take_schedule,
        take_review, take_identity, NULL};
    struct err err = {0};
    MUST(source);
    source->choices.header = choices % 3U;
    source->choices.delimiter = choices & 4U ? ";-"[choices & 1U] : 0;
    MUST(import_source_open(source, path, &err) == ERR_NONE);
    /* NULL: recognized by content */
    static const char *const formats[16] = {NULL, "page", "org", "markdown", "csv", "mdtable", NULL,
        "json", "crowdanki", "yaml-list", "obsidian", "logseq", "ki", "headings", "details",
        "supermemo"};
    const char *name = source->is_text ? formats[format] : NULL;
    const struct importer *importer = name ? importer_named(name) : importer_recognize(source);
    /* Anki packages have their own fuzzer */
    if (importer && importer->read && strcmp(importer->name, "anki") != 0)
        check_result(importer, importer->read(source, &sink, &err), &err);
    anki_import_close(source->unpacked);
    import_source_close(source);
    free(source);
}

/* Texts that packages contain; the first byte chooses one, and they are imported in a zip file. */
static const struct {
    unsigned format;
    const char *name, *other;
} packed[] = {{11, "data.edn", NULL}, {12, "cards.xml", "METADATA"}, {13, "data.json", NULL}};

static int packed_file(
    const char *name, const char *other, const void *bytes, size_t size, char path[64])
{
    zip_error_t error;
    static char packed_bytes[1 << 20];
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &error);
    MUST(to);
    zip_source_keep(to);
    zip_t *zip = zip_open_from_source(to, ZIP_TRUNCATE, &error);
    MUST(zip);
    MUST(zip_file_add(zip, name, zip_source_buffer(zip, bytes, size, 0), 0) >= 0);
    if (other)
        MUST(zip_file_add(zip, other, zip_source_buffer(zip, "", 0, 0), 0) >= 0);
    for (zip_uint64_t i = 0; i < 1 + (other != NULL); i++)
        zip_set_file_compression(zip, i, ZIP_CM_STORE, 0);
    MUST(zip_close(zip) == 0 && zip_source_open(to) == 0);
    zip_int64_t length = zip_source_read(to, packed_bytes, sizeof packed_bytes);
    MUST(length > 0);
    zip_source_close(to);
    zip_source_free(to);
    return memory_file(packed_bytes, (size_t)length, path);
}

static int file_of(unsigned format, const void *bytes, size_t size, char path[64])
{
    for (size_t i = 0; i < COUNT(packed) && size < 1000000; i++)
        if (packed[i].format == format)
            return packed_file(packed[i].name, packed[i].other, bytes, size, path);
    return memory_file(bytes, size, path);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct reading r = {.lines = 1};
    char path[64];
    if (size == 0)
        return 0;
    for (size_t i = 1; i < size; i++)
        r.lines += bytes[i] == '\n' || bytes[i] == '\r';
    buf_text(&r.deck, "deck: fuzz\ncards:\n");
    int fd = file_of(bytes[0] & 15U, bytes + 1, size - 1, path);
    import(&r, path, bytes[0] & 15U, bytes[0] >> 4U & 7U);
    close(fd);
    if (r.count > 0)
        read_back(&r);
    for (size_t i = 0; i < r.count; i++)
        deck_entry_done(&r.entries[i]);
    free(r.entries);
    buf_done(&r.deck);
    return 0;
}

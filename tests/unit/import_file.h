/* Files to be imported, for the tests of the importers: bytes are written into a file, read, and
 * what comes of them is compared as lines of text:
 *
 *   3 deck=Latin question=amare answer=to love     an entry from line 3; \n for a line break in it
 *   5 skipped: no question
 *   note: ...
 *
 * All is static, so that a test stays one file. */
#ifndef UNIT_IMPORT_FILE_H
#define UNIT_IMPORT_FILE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "exchange/importers.h"

#include "test.h"

#include <unistd.h>

struct reading {
    struct buf told;
    unsigned stop_after; /* entries, 0 for none */
    unsigned entries;
    struct import_sink sink;
};

static inline void tell_text(struct buf *told, const char *name, const struct buf *text)
{
    if (text->length == 0)
        return;
    buf_format(told, " %s=", name);
    for (const char *c = buf_string(text); *c; c++)
        buf_format(told, *c == '\n' ? "\\n" : "%c", *c);
}

static inline bool tell_entry(
    void *context, const char *deck, const struct deck_entry *entry, unsigned line)
{
    struct reading *r = context;
    buf_format(&r->told, "%u", line);
    if (*deck)
        buf_format(&r->told, " deck=%s", deck);
    tell_text(&r->told, "question", &entry->question);
    tell_text(&r->told, "answer", &entry->answer);
    tell_text(&r->told, "cloze", &entry->cloze);
    tell_text(&r->told, "id", &entry->id);
    tell_text(&r->told, "tags", &entry->tags);
    tell_text(&r->told, "hint", &entry->hint);
    tell_text(&r->told, "note", &entry->note);
    buf_text(&r->told, entry->reverse ? " reverse\n" : "\n");
    if (++r->entries == r->stop_after)
        return err_set(&r->sink.failure, ERR_USAGE, "stopped") == ERR_NONE;
    return true;
}

static inline bool tell_skipped(void *context, unsigned line, const char *why)
{
    struct reading *r = context;
    buf_format(&r->told, "%u skipped: %s\n", line, why);
    return true;
}

static inline void tell_note(void *context, const char *what)
{
    struct reading *r = context;
    buf_format(&r->told, "note: %s\n", what);
}

/* Read bytes by the importer of that name; NULL for the one that recognises them. */
static inline enum err_code read_as(struct reading *r, const char *name, const char *columns,
    const void *bytes, size_t size, struct err *err)
{
    char path[] = "/tmp/drill-import-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), (ssize_t)size);
    close(fd);
    struct import_source *source = calloc(1, sizeof *source);
    assert_non_null(source);
    source->columns = columns;
    buf_clear(&r->told);
    r->entries = 0;
    r->sink = (struct import_sink){tell_entry, tell_skipped, tell_note, r, {0}, NULL};
    enum err_code code = import_source_open(source, path, err);
    unlink(path);
    const struct importer *importer = code   ? NULL
                                      : name ? importer_named(name)
                                             : importer_recognise(source);
    if (!code && !importer)
        buf_text(&r->told, "unknown\n");
    else if (!code && !importer->read)
        buf_text(&r->told, "a deck file\n");
    else if (!code)
        code = importer->read(source, &r->sink, err);
    import_source_close(source);
    free(source);
    return code;
}

static inline void check_told(
    const char *name, const char *columns, const void *bytes, size_t size, const char *wanted)
{
    struct reading r = {.stop_after = 0};
    struct err err = {0};
    enum err_code code = read_as(&r, name, columns, bytes, size, &err);
    if (code)
        fail_msg("error %d: %s", (int)code, err.message);
    assert_string_equal(buf_string(&r.told), wanted);
    buf_done(&r.told);
}

/* What is recognised and read of a text. */
#define ASSERT_READ(text, wanted)             check_told(NULL, NULL, text, strlen(text), wanted)
#define ASSERT_READ_AS(name, text, wanted)    check_told(name, NULL, text, strlen(text), wanted)
#define ASSERT_COLUMNS(columns, text, wanted) check_told("csv", columns, text, strlen(text), wanted)

#endif

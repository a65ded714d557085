/* Files to import, for the tests of the importers: writes bytes to a file, imports it, and compares
 * the results as lines of text:
 *
 *   3 deck=Latin question=amare answer=to love     an entry from line 3; \n for a line break in it
 *   5 skipped: no question
 *     schedule 0: repetitions=2 interval=6 ease=250 due=20000 lapses=0      of the entry above
 *     review 0: at=1700000000000 review 4 spent=0 interval=1 to 6 ease=250
 *   deck Latin is anki:17
 *   note: ...
 *
 * Texts are compared as Markdown, or as the screen shows them. Everything is static, so each test
 * is one file. */
#ifndef UNIT_IMPORT_FILE_H
#define UNIT_IMPORT_FILE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "exchange/anki_import.h"
#include "exchange/importers.h"
#include "text/md_styled.h"
#include "text/styled.h"

#include "test.h"

#include <unistd.h>

struct reading {
    struct buf told;
    bool shown; /* compare texts as the screen shows them, without their styles */
    enum markup markup;
    char delimiter; /* as --delimiter and --header */
    unsigned header;
    unsigned stop_after; /* entries, 0 for none */
    unsigned entries;
    struct import_sink sink;
};

static inline void tell_text(struct reading *r, const char *name, const struct buf *text)
{
    struct styled styled = {0};
    struct buf lines = {0};
    if (text->length == 0)
        return;
    if (r->shown) {
        styled_markdown(&styled, buf_string(text), 1000);
        styled_print(&styled, &lines);
        buf_cut(&lines, lines.length - 1);
    } else {
        buf_text(&lines, buf_string(text));
    }
    buf_format(&r->told, " %s=", name);
    for (const char *c = buf_string(&lines); *c; c++)
        buf_format(&r->told, *c == '\n' ? "\\n" : "%c", *c);
    buf_done(&lines);
    styled_done(&styled);
}

static inline void tell_plain(struct reading *r, const char *name, const struct buf *text)
{
    if (text->length)
        buf_format(&r->told, " %s=%s", name, buf_string(text));
}

static inline bool tell_entry(
    void *context, const char *deck, const struct deck_entry *entry, unsigned line)
{
    struct reading *r = context;
    buf_format(&r->told, "%u", line);
    if (*deck)
        buf_format(&r->told, " deck=%s", deck);
    tell_text(r, "question", &entry->question);
    tell_text(r, "answer", &entry->answer);
    tell_text(r, "cloze", &entry->cloze);
    tell_plain(r, "id", &entry->id);
    tell_plain(r, "tags", &entry->tags);
    tell_text(r, "hint", &entry->hint);
    tell_text(r, "note", &entry->note);
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

static inline bool tell_schedule(void *context, const struct import_schedule *schedule)
{
    struct reading *r = context;
    buf_format(&r->told, "  schedule %d: repetitions=%d interval=%d ease=%d due=%d",
        schedule->variant, schedule->sm2.repetitions, schedule->sm2.interval, schedule->sm2.ease,
        schedule->due.day);
    if (schedule->due.at_ms)
        buf_format(&r->told, " at=%lld", (long long)schedule->due.at_ms);
    buf_format(
        &r->told, " lapses=%d%s\n", schedule->lapses, schedule->suspended ? " suspended" : "");
    return true;
}

static inline bool tell_review(void *context, const struct import_review *review)
{
    struct reading *r = context;
    buf_format(&r->told, "  review %d: at=%lld %s %d spent=%lld interval=%d to %d ease=%d\n",
        review->variant, (long long)review->at_ms, review_kind_word(review->kind),
        (int)review->rating, (long long)review->spent_ms, review->interval_before, review->interval,
        review->ease);
    return true;
}

static inline void tell_identity(void *context, const char *deck, const char *identity)
{
    struct reading *r = context;
    buf_format(&r->told, "deck %s is %s\n", deck, identity);
}

/* Read bytes with the importer of that name; with NULL, the one that recognizes them. */
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
    source->choices.columns = columns;
    source->choices.markup = r->markup;
    source->choices.delimiter = r->delimiter;
    source->choices.header = r->header;
    buf_clear(&r->told);
    r->entries = 0;
    r->sink = (struct import_sink){tell_entry, tell_skipped, tell_note, r, {0}, NULL, tell_schedule,
        tell_review, tell_identity, NULL};
    enum err_code code = import_source_open(source, path, err);
    unlink(path);
    const struct importer *importer = code   ? NULL
                                      : name ? importer_named(name)
                                             : importer_recognize(source);
    if (!code && !importer)
        buf_text(&r->told, "unknown\n");
    else if (!code && !importer->read)
        buf_text(&r->told, "a deck file\n");
    else if (!code)
        code = importer->read(source, &r->sink, err);
    anki_import_close(source->unpacked);
    import_source_close(source);
    free(source);
    return code;
}

static inline void check_reading(struct reading *r, const char *name, const char *columns,
    const void *bytes, size_t size, const char *wanted)
{
    struct err err = {0};
    enum err_code code = read_as(r, name, columns, bytes, size, &err);
    if (code)
        fail_msg("error %d: %s", (int)code, err.message);
    assert_string_equal(buf_string(&r->told), wanted);
    buf_done(&r->told);
}

static inline void check_told(
    const char *name, const char *columns, const void *bytes, size_t size, const char *wanted)
{
    struct reading r = {.stop_after = 0};
    check_reading(&r, name, columns, bytes, size, wanted);
}

static inline void check_shown(enum markup markup, const char *text, const char *wanted)
{
    struct reading r = {.shown = true, .markup = markup};
    check_reading(&r, NULL, NULL, text, strlen(text), wanted);
}

/* Checks what is imported from a text. Without _AS or _COLUMNS, its format is recognized. */
#define ASSERT_READ(text, wanted)             check_told(NULL, NULL, text, strlen(text), wanted)
#define ASSERT_READ_AS(name, text, wanted)    check_told(name, NULL, text, strlen(text), wanted)
#define ASSERT_COLUMNS(columns, text, wanted) check_told("csv", columns, text, strlen(text), wanted)
/* The same, as the screen shows it. */
#define ASSERT_SHOWN(text, wanted) check_shown(MARKUP_UNKNOWN, text, wanted)
/* The same for a table whose cells are marked up as the user says. */
#define ASSERT_MARKUP(markup, text, wanted) check_shown(markup, text, wanted)

#endif

/* Deck files for the tests of the reader: writes small files into a temporary folder, reads them,
 * and compares what the reader reports. A mistake is compared by the words that its message must
 * contain, not by its exact text. Everything is static, so each test is one file. */
#ifndef UNIT_DECK_FILE_H
#define UNIT_DECK_FILE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "deck/reader.h"

#include "test.h"

#include <unistd.h>

/* for a reader that waits or never ends; far above what a slow machine takes */
#define HANG_SECONDS 120
#define TOLD_MAX     64

struct fixture {
    char folder[64], path[128];
    struct deck_reader *reader;
    struct err told[TOLD_MAX];
    unsigned told_count;
    struct err err;
    unsigned entries;
    struct card_texts texts;
    char *bytes; /* a file too large for the stack */
};

/* Where a mistake stands, and a word or two that name it. */
struct place {
    unsigned line, column;
    const char *words;
};

static inline int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    strcpy(f->folder, "/tmp/drill-test-reader.XXXXXX");
    if (!mkdtemp(f->folder)) {
        free(f);
        return -1;
    }
    snprintf(f->path, sizeof f->path, "%s/my deck.yaml", f->folder);
    alarm(HANG_SECONDS);
    *state = f;
    return 0;
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;
    alarm(0);
    deck_close(f->reader);
    card_texts_done(&f->texts);
    free(f->bytes);
    unlink(f->path);
    int failed = rmdir(f->folder);
    free(f);
    return failed;
}

static inline void write_bytes(struct fixture *f, const void *bytes, size_t size)
{
    FILE *file = fopen(f->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Make room for a file of up to size bytes, and one for a NUL. */
static inline char *room_for(struct fixture *f, size_t size)
{
    free(f->bytes);
    f->bytes = malloc(size + 1);
    assert_non_null(f->bytes);
    return f->bytes;
}

static inline char *fill(char *at, char byte, size_t count)
{
    memset(at, byte, count);
    return at + count;
}

static inline char *put(char *at, const char *text)
{
    return stpcpy(at, text);
}

static inline void on_mistake(void *context, const struct err *mistake)
{
    struct fixture *f = context;
    if (f->told_count < TOLD_MAX)
        f->told[f->told_count] = *mistake;
    f->told_count++;
}

static inline enum err_code open_deck(struct fixture *f)
{
    deck_close(f->reader);
    f->told_count = f->entries = 0;
    f->err = (struct err){0};
    enum err_code code = deck_open(&f->reader, f->path, on_mistake, f, &f->err);
    assert_true(code ? !f->reader : !!f->reader);
    return code;
}

static inline enum err_code read_on(struct fixture *f)
{
    for (;;) {
        const struct deck_entry *entry;
        enum err_code code = deck_next(f->reader, &entry, &f->err);
        if (code || !entry) {
            assert_null(entry);
            return code;
        }
        f->entries++;
    }
}

/* Read a whole deck of these bytes. */
static inline enum err_code read_bytes(struct fixture *f, const void *bytes, size_t size)
{
    write_bytes(f, bytes, size);
    enum err_code code = open_deck(f);
    return code ? code : read_on(f);
}

static inline void show_told(const struct fixture *f)
{
    for (unsigned i = 0; i < f->told_count && i < TOLD_MAX; i++)
        print_error("told: %u:%u %s\n", f->told[i].line, f->told[i].column, f->told[i].message);
}

static inline int by_place(const void *a, const void *b)
{
    const struct err *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->column == y->column ? 0 : x->column < y->column ? -1 : 1;
}

/* Places are in the order of the file; the order of telling is not promised. */
static inline void check_told(struct fixture *f, const struct place *places, unsigned count)
{
    if (f->told_count <= TOLD_MAX)
        qsort(f->told, f->told_count, sizeof f->told[0], by_place);
    bool right = f->told_count == count && count <= TOLD_MAX;
    for (unsigned i = 0; right && i < count; i++) {
        const struct err *told = &f->told[i];
        right = told->line == places[i].line && told->column == places[i].column &&
                strcasestr(told->message, places[i].words);
        if (!right)
            print_error(
                "want: %u:%u ...%s...\n", places[i].line, places[i].column, places[i].words);
        assert_int_equal(told->code, ERR_MISTAKE);
        assert_string_equal(told->file, f->path);
    }
    if (!right) {
        show_told(f);
        fail_msg("%u mistakes told, %u wanted", f->told_count, count);
    }
    assert_true(!f->reader || deck_mistakes(f->reader) == count);
}

#define PLACES(...)         ((const struct place[]){__VA_ARGS__})
#define ASSERT_TOLD(f, ...) check_told(f, PLACES(__VA_ARGS__), (unsigned)COUNT(PLACES(__VA_ARGS__)))

/* A deck whose every mistake lets reading go on. */
#define ASSERT_MISTAKES(f, text, ...)                                                              \
    do {                                                                                           \
        assert_int_equal(read_bytes(f, text, strlen(text)), ERR_NONE);                             \
        ASSERT_TOLD(f, __VA_ARGS__);                                                               \
    } while (0)

/* A deck whose last mistake ends the reading. */
#define ASSERT_BROKEN(f, text, ...)                                                                \
    do {                                                                                           \
        assert_int_equal(read_bytes(f, text, strlen(text)), ERR_MISTAKE);                          \
        ASSERT_TOLD(f, __VA_ARGS__);                                                               \
    } while (0)

/* Open a deck that has no mistake before its cards. */
static inline void open_text(struct fixture *f, const char *text)
{
    write_bytes(f, text, strlen(text));
    assert_int_equal(open_deck(f), ERR_NONE);
}

static inline const struct deck_entry *next(struct fixture *f)
{
    const struct deck_entry *entry;
    enum err_code code = deck_next(f->reader, &entry, &f->err);
    if (code || f->told_count) {
        show_told(f);
        fail_msg("error %d: %s", (int)code, f->err.message);
    }
    return entry;
}

static inline void assert_text(const struct buf *buf, const char *want)
{
    assert_string_equal(buf_string(buf), want);
    assert_int_equal(buf->length, strlen(want));
}

static inline void assert_end(struct fixture *f)
{
    assert_null(next(f));
    assert_null(next(f)); /* and stays there */
    assert_int_equal(deck_mistakes(f->reader), 0);
}

static inline void assert_question_and_answer(
    struct fixture *f, const char *question, const char *answer)
{
    const struct deck_entry *entry = next(f);
    assert_non_null(entry);
    assert_text(&entry->question, question);
    assert_text(&entry->answer, answer);
}

#endif

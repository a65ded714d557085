/* What the tests of whole sessions share: a home folder for each test, decks in it, drill on a
 * terminal or in a pipe, and its exports as tables. struct world owns everything. TEST() creates it
 * before each test and removes it afterwards, even if the test failed.
 *
 * The environment variable DRILL has drill's path. The macros assert, so they can fail the test
 * that uses them. drill's messages are defined here once, so that changing one takes one line. */
#ifndef TESTS_PTY_DRILL_H
#define TESTS_PTY_DRILL_H

#include "term.h"

#include "test.h"

#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SAYS_ASK          "How well did you know this?"
#define SAYS_REVEAL_FIRST "answer first"
#define SAYS_TAKEN_BACK   "Undone"
#define SAYS_NONE_TO_UNDO "Nothing to undo"
#define SAYS_ELSEWHERE    "changed in another window"
#define SAYS_NO_HINT      "no hint"
#define SAYS_DONE         "Done for today"
#define SAYS_NOTHING      "Nothing is due"
#define SAYS_TOO_SMALL    "Too small"
#define SAYS_CRAM_OVER    "Cramming is over"
#define SAYS_HOME         "enter review"
#define KEY_DOWN          "\033OB"
#define KEY_UP            "\033OA"
#define KEY_PAGE_DOWN     "\033[6~"
#define KEY_PAGE_UP       "\033[5~"
#define KEY_HOME          "\033OH"
#define KEY_END           "\033OF"

enum { TERMS_MAX = 8, ENV_MAX = 16 };

struct world {
    char home[32];
    char *env[ENV_MAX]; /* ended by NULL; owned */
    struct term *terms[TERMS_MAX];
    size_t term_count;
    char **texts; /* texts to free at the end of the test */
    size_t text_count;
};

/* Arguments for drill. */
#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* assert_shows waits, too, because other parts of a screen may arrive before this text. */
#define assert_waits(term, text) assert_true(term_wait((term), (text)))
#define assert_shows(term, text) assert_waits((term), (text))
#define assert_gone(term, text)  assert_true(term_wait_gone((term), (text)))
#define assert_not(term, text)   assert_false(term_shows((term), (text)))

/* Types keys, and waits until text appears, which must not be on the screen before. */
#define assert_types(term, keys, text)                                                             \
    do {                                                                                           \
        assert_not((term), (text));                                                                \
        term_send((term), (keys));                                                                 \
        assert_waits((term), (text));                                                              \
    } while (0)

/* Waits for a card's question, reveals its answer, rates it, and waits until the answer is gone. */
#define assert_rates(term, card, rating)                                                           \
    do {                                                                                           \
        char words_[32];                                                                           \
        int card_ = (card);                                                                        \
        assert_waits((term), card_question(card_, words_));                                        \
        assert_types((term), " ", card_answer(card_, words_));                                     \
        term_send((term), (const char[]){(char)('0' + (rating)), '\0'});                           \
        assert_gone((term), words_);                                                               \
    } while (0)

/* Quits with q. drill must exit with 0 and restore the terminal. */
#define assert_quits(term)                                                                         \
    do {                                                                                           \
        term_send((term), "q");                                                                    \
        assert_int_equal(term_exit(term), 0);                                                      \
        assert_true(term_restored(term));                                                          \
    } while (0)

/* --- the home --- */

static inline _Noreturn void world_die(const char *what)
{
    perror(what);
    abort();
}

/* Takes ownership of text until the end of the test. */
static inline char *world_keep(struct world *world, char *text)
{
    world->texts = realloc(world->texts, (world->text_count + 1) * sizeof *world->texts);
    if (text == NULL || world->texts == NULL)
        world_die("drill.h: memory");
    world->texts[world->text_count++] = text;
    return text;
}

__attribute__((format(printf, 2, 3))) static inline char *world_text(
    struct world *world, const char *format, ...)
{
    char *text;
    va_list args;

    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    return world_keep(world, text);
}

/* Changes drill's environment: "NAME=value" sets a variable, "NAME" removes it. */
static inline void world_set(struct world *world, const char *entry)
{
    size_t name = strcspn(entry, "="), i = 0;

    while (world->env[i] != NULL &&
           (strcspn(world->env[i], "=") != name || strncmp(world->env[i], entry, name) != 0))
        i++;
    if (i == ENV_MAX - 1)
        world_die("drill.h: environment");
    free(world->env[i]);
    world->env[i] = strdup(entry);
}

/* Sets drill's clock to a local time such as 2026-01-31T09:00. */
static inline void world_now(struct world *world, const char *now)
{
    world_set(world, world_text(world, "DRILL_NOW=%s", now));
}

static inline int world_remove(const char *path, const struct stat *file, int type, struct FTW *ftw)
{
    (void)file;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline int world_start(void **state)
{
    struct world *world = calloc(1, sizeof *world);

    if (world == NULL || getenv("DRILL") == NULL) {
        fprintf(stderr, "drill.h: DRILL is not set: it is to name the program\n");
        free(world);
        return -1;
    }
    strcpy(world->home, "/tmp/drill-pty-XXXXXX");
    if (mkdtemp(world->home) == NULL)
        world_die("drill.h: mkdtemp");
    world_set(world, world_text(world, "HOME=%s", world->home));
    world_set(world, world_text(world, "XDG_DATA_HOME=%s/data", world->home));
    world_set(world, world_text(world, "XDG_CONFIG_HOME=%s/config", world->home));
    world_set(world, "TZ=UTC");
    world_set(world, "NCURSES_GPM_TERMS=none"); /* the library for the console's mouse leaks */
    world_now(world, "2026-03-02T09:00");
    *state = world;
    return 0;
}

static inline int world_end(void **state)
{
    struct world *world = *state;

    for (size_t i = 0; i < world->term_count; i++)
        term_free(world->terms[i]);
    for (size_t i = 0; i < world->text_count; i++)
        free(world->texts[i]);
    free(world->texts);
    for (size_t i = 0; world->env[i] != NULL; i++)
        free(world->env[i]);
    nftw(world->home, world_remove, 16, FTW_DEPTH | FTW_PHYS);
    free(world);
    return 0;
}

/* Keeps programs that are made to crash from leaving core files. */
static inline void cores_off(void)
{
    const struct rlimit none = {0, 0};

    setrlimit(RLIMIT_CORE, &none);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_start, world_end)

/* --- decks --- */

/* Writes a file in the home folder, and returns its path. */
static inline const char *world_write(struct world *world, const char *name, const char *text)
{
    const char *path = world_text(world, "%s/%s", world->home, name);
    FILE *file = fopen(path, "w");

    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        world_die(path);
    return path;
}

/* The texts of a card written by deck_write(). */
static inline const char *card_question(int card, char words[32])
{
    snprintf(words, 32, "Question %d?", card);
    return words;
}

static inline const char *card_answer(int card, char words[32])
{
    snprintf(words, 32, "Answer %d.", card);
    return words;
}

/* Writes a deck, "Numbers", of cards numbered from 1 to count, and returns its path. */
static inline const char *deck_write(struct world *world, int count)
{
    char *text;
    size_t size;
    FILE *file = open_memstream(&text, &size);

    if (file == NULL)
        world_die("drill.h: memory");
    fputs("deck: Numbers\ncards:\n", file);
    for (int card = 1; card <= count; card++)
        fprintf(file, "  - id: c%d\n    question: Question %d?\n    answer: Answer %d.\n", card,
            card, card);
    fclose(file);
    return world_write(world, "numbers.yaml", world_keep(world, text));
}

/* The number of the card whose question is on the screen, from 1 to count; 0 if there is none. */
static inline int card_shown(struct term *term, int count)
{
    char words[32];

    for (int card = 1; card <= count; card++) {
        if (term_shows(term, card_question(card, words)))
            return card;
    }
    return 0;
}

/* --- drill on a terminal --- */

static inline const char **drill_argv(struct world *world, const char *const *args)
{
    size_t count = 0;

    while (args[count] != NULL)
        count++;
    const char **argv = (const char **)world_keep(world, calloc(count + 2, sizeof *argv));
    argv[0] = getenv("DRILL");
    memcpy(argv + 1, args, count * sizeof *argv);
    return argv;
}

static inline struct term *drill_start(
    struct world *world, int rows, int cols, const char *const *args)
{
    struct term *term =
        term_start(rows, cols, drill_argv(world, args), (const char *const *)world->env);

    assert_non_null(term);
    if (world->term_count == TERMS_MAX)
        world_die("drill.h: terminals");
    return world->terms[world->term_count++] = term;
}

/* Frees a terminal whose program has ended, to make room for more. */
static inline void drill_done(struct world *world, struct term *term)
{
    assert_true(world->term_count > 0 && world->terms[world->term_count - 1] == term);
    world->term_count--;
    term_free(term);
}

/* The counts as the header shows them on a wide screen. */
#define assert_counts(world, term, new, repeat, due)                                               \
    assert_waits((term), world_text((world), "%d new · %d repeat · %d due", new, repeat, due))

/* Whether drill has written this sequence of bytes. */
static inline bool raw_has(const struct term *term, const char *bytes, size_t length)
{
    const char *raw;
    size_t size = term_raw(term, &raw);

    return memmem(raw, size, bytes, length) != NULL;
}

/* The row that begins with text after its leading spaces; -1 if there is none. */
static inline int row_of(struct term *term, const char *text)
{
    for (int row = 0; row < 24; row++) {
        const char *at = term_row(term, row);
        if (strncmp(at + strspn(at, " "), text, strlen(text)) == 0)
            return row;
    }
    return -1;
}

/* The texts of a row, which two spaces separate, each in brackets. */
static inline const char *groups_of(struct world *world, const char *row)
{
    char *text = world_text(world, "%s", "");

    while (*(row += strspn(row, " ")) != '\0') {
        const char *end = strstr(row, "  ");
        int length = end != NULL ? (int)(end - row) : (int)strlen(row);
        text = world_text(world, "%s[%.*s]", text, length, row);
        row += length;
    }
    return text;
}

/* --- clicks --- */

/* A click with the left button, as a terminal reports it (SGR 1006); row and column count from 0.
 */
static inline const char *click(struct world *world, int row, int col)
{
    return world_text(world, "\033[<0;%d;%dM\033[<0;%d;%dm", col + 1, row + 1, col + 1, row + 1);
}

/* The column at which text begins in its row. */
static inline int col_of(struct term *term, int row, const char *text)
{
    const char *line = term_row(term, row), *at = strstr(line, text);
    int columns = 0;

    assert_non_null(at);
    for (; line < at; line++)
        columns += (*line & 0xc0) != 0x80;
    return columns;
}

/* Clicks on text in the row that begins with row_begin. */
static inline void assert_clicks(
    struct world *world, struct term *term, const char *row_begin, const char *text)
{
    int row = row_of(term, row_begin);

    assert_true(row >= 0);
    term_send(term, click(world, row, col_of(term, row, text)));
}

/* --- drill in a pipe --- */

/* Runs drill without a terminal, and returns its standard output. */
static inline const char *drill_output(struct world *world, int expected, const char *const *args)
{
    int out[2], status;
    char *text;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    const char **argv = drill_argv(world, args);

    if (file == NULL || pipe2(out, O_CLOEXEC) < 0)
        world_die("drill.h: pipe");
    pid_t pid = fork();
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        for (size_t i = 0; world->env[i] != NULL; i++)
            putenv(world->env[i]);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    close(out[1]);
    char bytes[4096];
    for (ssize_t got; (got = read(out[0], bytes, sizeof bytes)) > 0;)
        fwrite(bytes, 1, (size_t)got, file);
    close(out[0]);
    fclose(file);
    world_keep(world, text);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), expected);
    return text;
}

/* --- exports --- */

enum { CSV_ROWS_MAX = 256, CSV_COLS_MAX = 24 };

struct csv_table {
    size_t rows; /* not counting the header */
    const char *header[CSV_COLS_MAX];
    const char *cells[CSV_ROWS_MAX][CSV_COLS_MAX];
};

/* Unquotes the cell at text in place, and ends it with a NUL. *rest points past its separator;
 * *last says whether it was the last cell of its row. */
static inline const char *csv_cell(char *text, char **rest, bool *last)
{
    char *to = text, *at = text;
    bool quoted = *at == '"';

    for (at += quoted; *at != '\0' && (quoted || (*at != ',' && *at != '\n')); at++) {
        if (quoted && *at == '"' && *++at != '"')
            break;
        *to++ = *at;
    }
    *last = *at == '\n';
    assert_true(*at == '\n' || *at == ',');
    *to = '\0';
    *rest = at + 1;
    return text;
}

static inline char *csv_row(char *text, const char **cells)
{
    bool last = false;

    for (size_t col = 0; !last; col++) {
        assert_true(col < CSV_COLS_MAX);
        cells[col] = csv_cell(text, &text, &last);
    }
    return text;
}

/* Runs drill export, and parses the result. */
static inline struct csv_table *drill_export(struct world *world, const char *what)
{
    struct csv_table *table = (void *)world_keep(world, calloc(1, sizeof *table));
    char *text = world_text(world, "%s", drill_output(world, 0, ARGS("export", what)));

    text = csv_row(text, table->header);
    while (*text != '\0') {
        assert_true(table->rows < CSV_ROWS_MAX);
        text = csv_row(text, table->cells[table->rows++]);
    }
    return table;
}

/* The cell in the column with that name. */
static inline const char *csv_get(const struct csv_table *table, size_t row, const char *name)
{
    assert_true(row < table->rows);
    for (size_t col = 0; col < CSV_COLS_MAX && table->header[col] != NULL; col++) {
        if (strcmp(table->header[col], name) == 0)
            return table->cells[row][col];
    }
    fail_msg("no column %s", name);
    return "";
}

/* Fails if a cell is not as expected, and names it. */
static inline void assert_cell(
    const struct csv_table *table, size_t row, const char *name, const char *expected)
{
    if (strcmp(csv_get(table, row, name), expected) != 0)
        fail_msg(
            "row %zu: %s is \"%s\", not \"%s\"", row, name, csv_get(table, row, name), expected);
}

/* The ratings in the log as "c1:4 c2:2 c1:5", oldest first. */
static inline const char *drill_ratings(struct world *world)
{
    const struct csv_table *table = drill_export(world, "reviews");
    char *text = world_text(world, "%s", "");

    for (size_t i = 0; i < table->rows; i++)
        text = world_text(world, "%s%s%s:%s", text, i > 0 ? " " : "", csv_get(table, i, "card"),
            csv_get(table, i, "rating"));
    return text;
}

#define assert_ratings(world, expected) assert_string_equal(drill_ratings(world), (expected))

#endif

/* The deck file, as its contract in the design says. The tests write small files into a folder of
 * their own; lines and columns are counted by hand, in characters from 1. A mistake's words are
 * compared by what they must name, not by their wording. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "deck/events.h"
#include "deck/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HANG_SECONDS                                                                               \
    120 /* a reader that waits or never ends; far above what a slow machine takes */
#define TOLD_MOST    64
#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define MIB          ((size_t)1 << 20)

struct fixture {
    char folder[64], path[128];
    struct deck_reader *reader;
    struct err told[TOLD_MOST];
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

static int set_up(void **state)
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

static int tear_down(void **state)
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

static void write_bytes(struct fixture *f, const void *bytes, size_t size)
{
    FILE *file = fopen(f->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Make room for a file of up to size bytes, and one for a NUL. */
static char *room_for(struct fixture *f, size_t size)
{
    free(f->bytes);
    f->bytes = malloc(size + 1);
    assert_non_null(f->bytes);
    return f->bytes;
}

static char *fill(char *at, char byte, size_t count)
{
    memset(at, byte, count);
    return at + count;
}

static char *put(char *at, const char *text)
{
    return stpcpy(at, text);
}

static void on_mistake(void *context, const struct err *mistake)
{
    struct fixture *f = context;
    if (f->told_count < TOLD_MOST)
        f->told[f->told_count] = *mistake;
    f->told_count++;
}

static enum err_code open_deck(struct fixture *f)
{
    deck_close(f->reader);
    f->told_count = f->entries = 0;
    f->err = (struct err){0};
    enum err_code code = deck_open(&f->reader, f->path, on_mistake, f, &f->err);
    assert_true(code ? !f->reader : !!f->reader);
    return code;
}

static enum err_code read_on(struct fixture *f)
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
static enum err_code read_bytes(struct fixture *f, const void *bytes, size_t size)
{
    write_bytes(f, bytes, size);
    enum err_code code = open_deck(f);
    return code ? code : read_on(f);
}

static void show_told(const struct fixture *f)
{
    for (unsigned i = 0; i < f->told_count && i < TOLD_MOST; i++)
        print_error("told: %u:%u %s\n", f->told[i].line, f->told[i].column, f->told[i].message);
}

static int by_place(const void *a, const void *b)
{
    const struct err *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->column == y->column ? 0 : x->column < y->column ? -1 : 1;
}

/* Places are in the order of the file; the order of telling is not promised. */
static void check_told(struct fixture *f, const struct place *places, unsigned count)
{
    if (f->told_count <= TOLD_MOST)
        qsort(f->told, f->told_count, sizeof f->told[0], by_place);
    bool right = f->told_count == count && count <= TOLD_MOST;
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
static void open_text(struct fixture *f, const char *text)
{
    write_bytes(f, text, strlen(text));
    assert_int_equal(open_deck(f), ERR_NONE);
}

static const struct deck_entry *next(struct fixture *f)
{
    const struct deck_entry *entry;
    enum err_code code = deck_next(f->reader, &entry, &f->err);
    if (code || f->told_count) {
        show_told(f);
        fail_msg("error %d: %s", (int)code, f->err.message);
    }
    return entry;
}

static void assert_text(const struct buf *buf, const char *want)
{
    assert_string_equal(buf_string(buf), want);
    assert_int_equal(buf->length, strlen(want));
}

static void assert_end(struct fixture *f)
{
    assert_null(next(f));
    assert_null(next(f)); /* and stays there */
    assert_int_equal(deck_mistakes(f->reader), 0);
}

static void assert_question_and_answer(struct fixture *f, const char *question, const char *answer)
{
    const struct deck_entry *entry = next(f);
    assert_non_null(entry);
    assert_text(&entry->question, question);
    assert_text(&entry->answer, answer);
}

/* ---- What a deck can say ---- */

static void test_reader__the_deck_of_the_design(void **state)
{
    struct fixture *f = *state;
    open_text(f, "deck: Deep Learning Fundamentals   # its name\n"
                 "id: dl-fundamentals                # optional\n"
                 "description: What one learns first\n"
                 "tags: [deep-learning]              # on every card\n"
                 "cards:\n"
                 "  - question: What does a bias do?\n"
                 "    answer: |\n"
                 "      It shifts the **activation function** left or right.\n"
                 "    id: bias                       # optional\n"
                 "    tags: [neuron]\n"
                 "    hint: think of y = wx + b      # shown on request\n"
                 "    note: Goodfellow et al., ch. 6 # shown under the answer\n"
                 "  - q: short keys work too         # q and a\n"
                 "    a: yes\n"
                 "    reverse: true                  # also asked the other way round\n"
                 "  - cloze: ReLU is {{max(0, x)}}; its slope for x > 0 is {{1}}   # two cards\n");
    const struct deck_head *head = deck_head(f->reader);
    assert_text(&head->name, "Deep Learning Fundamentals");
    assert_text(&head->id, "dl-fundamentals");
    assert_text(&head->description, "What one learns first");
    assert_text(&head->tags, "deep-learning");
    assert_true(head->names_itself);

    const struct deck_entry *entry = next(f);
    assert_non_null(entry);
    assert_text(&entry->question, "What does a bias do?");
    assert_text(&entry->answer, "It shifts the **activation function** left or right.");
    assert_text(&entry->id, "bias");
    assert_text(&entry->tags, "neuron");
    assert_text(&entry->hint, "think of y = wx + b");
    assert_text(&entry->note, "Goodfellow et al., ch. 6");
    assert_text(&entry->cloze, "");
    assert_false(entry->reverse);
    assert_int_equal(entry->id_line, 9);
    assert_int_equal(entry->id_column, 9);

    assert_non_null(entry = next(f));
    assert_text(&entry->question, "short keys work too");
    assert_text(&entry->answer, "yes");
    assert_true(entry->reverse);
    assert_text(&entry->id, "");
    assert_text(&entry->tags, "");
    assert_text(&entry->hint, "");
    assert_text(&entry->note, "");
    assert_int_equal(entry->id_line, 0);
    assert_int_equal(entry->id_column, 0);

    assert_non_null(entry = next(f));
    assert_text(&entry->cloze, "ReLU is {{max(0, x)}}; its slope for x > 0 is {{1}}");
    assert_text(&entry->question, "");
    assert_text(&entry->answer, "");
    assert_false(entry->reverse);
    assert_end(f);
    assert_false(deck_head_came_late(f->reader));
}

static void test_reader__plain_scalars_are_text(void **state)
{
    struct fixture *f = *state;
    static const char *const words[] = {"yes", "no", "true", "1", "007", "1.50", "0x1F", "1e3",
        ".inf", "12:30:45", "2026-01-31", "on", "-1", "=", "<", "nullable", "~x"};
    for (size_t i = 0; i < COUNT(words); i++) {
        char text[128];
        snprintf(text, sizeof text, "cards:\n- q: %s\n  a: %s\n", words[i], words[i]);
        open_text(f, text);
        assert_question_and_answer(f, words[i], words[i]);
        assert_end(f);
    }
    open_text(f, "deck: 42\nid: 007\ntags: [1, yes]\ncards:\n- q: x\n  id: 1.0\n  tags: [2, no]\n");
    assert_text(&deck_head(f->reader)->name, "42");
    assert_text(&deck_head(f->reader)->id, "007");
    assert_text(&deck_head(f->reader)->tags, "1 yes");
    const struct deck_entry *entry = next(f);
    assert_text(&entry->id, "1.0");
    assert_text(&entry->tags, "2 no");
}

static void test_reader__styles_of_text(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n"
                 "- {q: 'it''s', a: \"tab\\there \\u00e9\"}\n"
                 "- q: >-\n"
                 "    folded\n"
                 "    text\n"
                 "  a: |+\n"
                 "    - kept\n"
                 "\n"
                 "      as it is\n"
                 "\n"
                 "\n"
                 "- q: over\n"
                 "    two lines\n"
                 "  a: \"ends with spaces  \"\n"
                 "- ? q\n"
                 "  : explicit\n"
                 "  ? a\n"
                 "  : \"日本語 – ✓ 𝛁\"\n");
    assert_question_and_answer(f, "it's", "tab\there é");
    assert_question_and_answer(f, "folded text", "- kept\n\n  as it is");
    assert_question_and_answer(f, "over two lines", "ends with spaces");
    assert_question_and_answer(f, "explicit", "日本語 – ✓ 𝛁");
    assert_end(f);
}

static void test_reader__an_entry_keeps_nothing_of_the_one_before(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n"
                 "- {q: q1, a: a1, id: i1, tags: [t1], hint: h1, note: n1, reverse: true}\n"
                 "- {q: q2}\n"
                 "- {cloze: '{{c}}'}\n"
                 "- {q: q4}\n");
    assert_non_null(next(f));
    const struct deck_entry *entry = next(f);
    for (int i = 0; i < 2; i++, assert_non_null(next(f)), entry = next(f)) {
        assert_non_null(entry);
        assert_text(&entry->question, i ? "q4" : "q2");
        assert_text(&entry->answer, "");
        assert_text(&entry->cloze, "");
        assert_text(&entry->id, "");
        assert_text(&entry->tags, "");
        assert_text(&entry->hint, "");
        assert_text(&entry->note, "");
        assert_false(entry->reverse);
        assert_int_equal(entry->id_line, 0);
        if (i)
            break;
    }
}

static void test_reader__tags_are_one_string(void **state)
{
    struct fixture *f = *state;
    open_text(f, "tags: [math::algebra, 'größe', a-b]\n"
                 "cards:\n"
                 "- q: x\n"
                 "  tags:\n"
                 "  - one\n"
                 "  - \"two\"\n"
                 "- q: y\n"
                 "  tags: []\n");
    assert_text(&deck_head(f->reader)->tags, "math::algebra größe a-b");
    assert_text(&next(f)->tags, "one two");
    assert_text(&next(f)->tags, "");
    assert_end(f);
}

static void test_reader__reverse_is_true_or_false(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- {q: x, a: y, reverse: false}\n- {q: x, a: y, reverse: true}\n"
                 "- {q: x, a: y}\n");
    assert_false(next(f)->reverse);
    assert_true(next(f)->reverse);
    assert_false(next(f)->reverse);
}

static void test_reader__drafts(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- q: one\n- q: two\n  a:\n- q: three\n  a: ''\n- q: four\n  a: |\n\n"
                 "- q: five\n  a: ~\n- q: six\n  a: \"  \"\n");
    static const char *const names[] = {"one", "two", "three", "four", "five", "six"};
    for (size_t i = 0; i < COUNT(names); i++)
        assert_question_and_answer(f, names[i], "");
    assert_end(f);
}

static void test_reader__what_is_said_to_be_text_is_text(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- {q: 'null', a: \"~\"}\n- {q: !!str null, a: !!str ~}\n");
    assert_question_and_answer(f, "null", "~");
    assert_question_and_answer(f, "null", "~");
}

static void test_reader__a_deck_of_no_cards(void **state)
{
    struct fixture *f = *state;
    open_text(f, "deck: x\ncards: []\n");
    assert_text(&deck_head(f->reader)->name, "x");
    assert_end(f);
}

static void test_reader__flow_style_and_json(void **state)
{
    struct fixture *f = *state;
    open_text(f, "{\"deck\": \"x\", \"cards\": [{\"q\": \"a\", \"a\": \"b\"}, {\"q\": \"c\"}]}");
    assert_text(&deck_head(f->reader)->name, "x");
    assert_question_and_answer(f, "a", "b");
    assert_question_and_answer(f, "c", "");
    assert_end(f);
}

static void test_reader__a_document_marked_as_such(void **state)
{
    struct fixture *f = *state;
    open_text(f, "# a comment\n---\ncards:\n- q: x\n...\n# the end\n");
    assert_question_and_answer(f, "x", "");
    assert_end(f);
}

/* ---- What it leaves out ---- */

static void test_reader__the_stem_stands_in_for_the_name(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards: []\n");
    assert_text(&deck_head(f->reader)->name, "my deck");
    assert_text(&deck_head(f->reader)->id, "my deck");
    assert_false(deck_head(f->reader)->names_itself);
    open_text(f, "deck:\nid: ''\ncards: []\n");
    assert_text(&deck_head(f->reader)->name, "my deck");
    assert_text(&deck_head(f->reader)->id, "my deck");
    assert_false(deck_head(f->reader)->names_itself);
}

static void test_reader__stems(void **state)
{
    struct fixture *f = *state;
    static const char *const names[][2] = {{"a.b.yaml", "a.b"}, {"plain", "plain"},
        {".hidden", ".hidden"}, {"x.yml", "x"}, {"x.", "x"}};
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(f->path, sizeof f->path, "%s/%s", f->folder, names[i][0]);
        open_text(f, "cards: []\n");
        assert_text(&deck_head(f->reader)->name, names[i][1]);
        unlink(f->path);
    }
}

/* A name given in the file is one line without control characters: messages and exports rely on it.
 */
static void test_reader__stems_obey_the_rules_of_names(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"two\nlines.yaml", "\x1b[31mred.yaml", "a\x7f"};
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(f->path, sizeof f->path, "%s/%s", f->folder, names[i]);
        write_bytes(f, "cards: []\n", 10);
        enum err_code code = open_deck(f);
        unlink(f->path);
        if (code || f->told_count)
            continue; /* refused: as good */
        assert_null(strpbrk(buf_string(&deck_head(f->reader)->name), "\n\x1b\x7f"));
        assert_null(strpbrk(buf_string(&deck_head(f->reader)->id), "\n\x1b\x7f"));
        assert_true(deck_head(f->reader)->name.length > 0);
    }
}

static void test_reader__the_name_stands_in_for_the_id(void **state)
{
    struct fixture *f = *state;
    open_text(f, "deck: Calculus I\ncards: []\n");
    assert_text(&deck_head(f->reader)->id, "Calculus I");
    assert_false(deck_head(f->reader)->names_itself);
    open_text(f, "id: calc\ncards: []\n");
    assert_text(&deck_head(f->reader)->name, "my deck");
    assert_text(&deck_head(f->reader)->id, "calc");
    assert_true(deck_head(f->reader)->names_itself);
}

/* ---- Keys of the deck below its cards, as python's yaml.dump sorts them ---- */

enum where { ABSENT, ABOVE, BELOW, WHERES };

static size_t head_keys_at(char *text, size_t size, const enum where where[4], enum where at)
{
    static const char *const lines[] = {
        "deck: Name\n", "description: words\n", "id: its-id\n", "tags:\n- t1\n- t2\n"};
    size_t length = 0;
    for (size_t i = 0; i < COUNT(lines); i++)
        if (where[i] == at)
            length += (size_t)snprintf(text + length, size - length, "%s", lines[i]);
    return length;
}

static void assert_head(const struct deck_head *head, const enum where where[4], bool whole)
{
    bool known[4];
    for (size_t i = 0; i < COUNT(known); i++)
        known[i] = where[i] == ABOVE || (whole && where[i] == BELOW);
    const char *name = known[0] ? "Name" : "my deck";
    assert_text(&head->name, name);
    assert_text(&head->description, known[1] ? "words" : "");
    assert_text(&head->id, known[2] ? "its-id" : name);
    assert_text(&head->tags, known[3] ? "t1 t2" : "");
    assert_int_equal(head->names_itself, known[2]);
}

static void read_late_head(struct fixture *f, const enum where where[4])
{
    char text[512];
    size_t length = head_keys_at(text, sizeof text, where, ABOVE);
    length += (size_t)snprintf(
        text + length, sizeof text - length, "cards:\n- a: a1\n  q: q1\n- a: a2\n  q: q2\n");
    head_keys_at(text + length, sizeof text - length, where, BELOW);
    bool late = false;
    for (size_t i = 0; i < 4; i++)
        late |= where[i] == BELOW;

    open_text(f, text);
    assert_head(deck_head(f->reader), where, false);
    assert_question_and_answer(f, "q1", "a1");
    assert_false(deck_head_came_late(f->reader));
    assert_question_and_answer(f, "q2", "a2");
    assert_end(f);
    assert_head(deck_head(f->reader), where, true);
    assert_int_equal(deck_head_came_late(f->reader), late);

    for (int again = 0; again < 2; again++) {
        assert_int_equal(deck_rewind(f->reader, &f->err), ERR_NONE);
        assert_head(deck_head(f->reader), where, true);
        assert_false(deck_head_came_late(f->reader));
        assert_question_and_answer(f, "q1", "a1");
        assert_question_and_answer(f, "q2", "a2");
        assert_end(f);
        assert_head(deck_head(f->reader), where, true);
        assert_false(deck_head_came_late(f->reader));
    }
}

static void test_reader__head_above_and_below_in_every_way(void **state)
{
    struct fixture *f = *state;
    enum where where[4];
    for (int i = 0; i < WHERES * WHERES * WHERES * WHERES; i++) {
        for (int key = 0, rest = i; key < 4; key++, rest /= WHERES)
            where[key] = (enum where)(rest % WHERES);
        read_late_head(f, where);
    }
}

static void test_reader__as_python_dumps_it(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n"
                 "- answer: 'It shifts the function.\n"
                 "\n"
                 "    Left or right.'\n"
                 "  question: What does a bias do?\n"
                 "  reverse: true\n"
                 "  tags:\n"
                 "  - neuron\n"
                 "- cloze: a {{b}}\n"
                 "deck: Sorted\n"
                 "id: sorted\n"
                 "tags:\n"
                 "- deep-learning\n");
    assert_question_and_answer(
        f, "What does a bias do?", "It shifts the function.\nLeft or right.");
    assert_text(&next(f)->cloze, "a {{b}}");
    assert_end(f);
    assert_true(deck_head_came_late(f->reader));
    assert_int_equal(deck_rewind(f->reader, &f->err), ERR_NONE);
    assert_text(&deck_head(f->reader)->name, "Sorted");
    assert_text(&deck_head(f->reader)->id, "sorted");
    assert_text(&deck_head(f->reader)->tags, "deep-learning");
}

static void test_reader__mistakes_below_the_cards(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: x\n"
        "cards:\n"
        "- q: a\n"
        "deck: y\n"
        "tags: t\n"
        "cards:\n"
        "- q: b\n"
        "idd: z\n"
        "id: [1]\n",
        {4, 1, "duplicate key \"deck\""}, {5, 7, "\"tags\""}, {6, 1, "duplicate key \"cards\""},
        {8, 1, "\"id\""}, {9, 5, "\"id\""});
    assert_int_equal(f->entries, 1);
    assert_text(&deck_head(f->reader)->name, "x");
}

/* ---- Mistakes in what a deck says ---- */

static void test_reader__unknown_key_and_the_one_meant(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "dek: x\n"
        "author: me\n"
        "cards:\n"
        "  - qestion: a\n"
        "    answer: b\n"
        "  - question: a\n"
        "    anwser: b\n"
        "    colour: {deep: [1, 2]}\n",
        {1, 1, "\"dek\": did you mean \"deck\""}, {2, 1, "unknown key \"author\""},
        {4, 5, "\"qestion\": did you mean \"question\""},
        {7, 5, "\"anwser\": did you mean \"answer\""}, {8, 5, "unknown key \"colour\""});
    assert_null(strstr(f->told[1].message, "mean"));
    assert_null(strstr(f->told[4].message, "mean"));
}

/* A mistake's words may be cut, but not within a character. */
static void test_reader__long_unknown_key_is_cut_between_characters(void **state)
{
    struct fixture *f = *state;
    for (size_t before = 1; before <= 2; before++) {
        char text[1024], *end = put(text, "cards: []\n");
        end = fill(end, 'x', before);
        for (int i = 0; i < 400; i++)
            end = put(end, "é");
        put(end, ": y\n");
        ASSERT_MISTAKES(f, text, {2, 1, "unknown key \"x"});
        const char *at = strstr(f->told[0].message, "xé");
        assert_non_null(at);
        for (at++; strncmp(at, "é", 2) == 0; at += 2)
            ;
        assert_true((unsigned char)*at < 0x80); /* no half of one */
    }
}

static void test_reader__duplicate_key_is_told_with_its_place(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: x\n"
        "tags: [a]\n"
        "deck: y\n"
        "cards:\n"
        "  - q: a\n"
        "    question: b\n"
        "  - {answer: c, q: d, a: e}\n"
        "  - {q: f, id: g, id: g}\n",
        {3, 1, "duplicate key \"deck\""}, {6, 5, "duplicate key \"question\""},
        {7, 23, "duplicate key \"a\""}, {8, 19, "duplicate key \"id\""});
    assert_int_equal(f->entries, 0);
    assert_text(&deck_head(f->reader)->name, "x");
}

static void test_reader__a_card_without_question(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "  - answer: a\n"
        "  - q: good\n"
        "  - question:\n"
        "    a: b\n"
        "  -   q: '  '\n"
        "  - {}\n"
        "  - q: ~\n",
        {2, 5, "no question"}, {4, 5, "no question"}, {6, 7, "no question"}, {7, 5, "no question"},
        {8, 5, "no question"});
    assert_int_equal(f->entries, 1);
}

static void test_reader__a_card_without_question_beside_another_mistake(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "  - answer: a\n"
        "    reverse: maybe\n",
        {2, 5, "no question"}, {3, 14, "\"reverse\""});
}

static void test_reader__cards_that_are_none(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "  - just a text\n"
        "  - [q, a]\n"
        "  - - q: nested\n"
        "  -\n"
        "  - q: good\n",
        {2, 5, "card"}, {3, 5, "card"}, {4, 5, "card"}, {5, 4, "card"});
    assert_int_equal(f->entries, 1);
}

static void test_reader__wrong_types_in_a_card(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "  - question: [a, b]\n"
        "    answer:\n"
        "      - c\n"
        "      - d\n"
        "    hint: {e: f}\n"
        "    note:\n"
        "      g: h\n"
        "    id: [i]\n"
        "    tags: math\n"
        "    reverse: [true]\n"
        "  - cloze: ['{{x}}']\n"
        "  - q: x\n"
        "    reverse: 1\n"
        "    tags: {a: b}\n",
        {2, 15, "\"question\""}, {4, 7, "\"answer\""}, {6, 11, "\"hint\""}, {8, 7, "\"note\""},
        {9, 9, "\"id\""}, {10, 11, "\"tags\""}, {11, 14, "\"reverse\""}, {12, 12, "\"cloze\""},
        {14, 14, "\"reverse\""}, {15, 11, "\"tags\""});
}

static void test_reader__wrong_types_in_the_head(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: [x]\n"
        "id: {a: b}\n"
        "description: []\n"
        "tags: a b\n"
        "cards:\n"
        "  q: x\n",
        {1, 7, "\"deck\""}, {2, 5, "\"id\""}, {3, 14, "\"description\""}, {4, 7, "\"tags\""},
        {6, 3, "\"cards\""});
    ASSERT_MISTAKES(f, "cards: all\n", {1, 8, "\"cards\""});
}

static void test_reader__keys_that_are_no_words(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "[a, b]: c\n"
        "? {d: e}\n"
        ": [f, {g: h}]\n"
        "cards:\n"
        "- {q: x, [y]: z}\n",
        {1, 1, "key"}, {2, 3, "key"}, {5, 10, "key"});
}

static void test_reader__keys_holding_a_nul_are_unknown(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "cards:\n- q: x\n  \"a\\0b\": y\n", {3, 3, "key"});
}

static void test_reader__flags_holding_a_nul_are_none(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "cards:\n- q: x\n  reverse: \"true\\0 not\"\n", {3, 12, "\"reverse\""});
}

static void test_reader__tags_that_are_none(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "tags: [a b, 'c,d', \"!e\"]\n"
        "cards:\n"
        "- q: x\n"
        "  tags:\n"
        "  - ''\n"
        "  - [y]\n"
        "  - {k: v}\n"
        "  - good\n"
        "  - \"a\\tb\"\n"
        "  - \"a\\0b\"\n",
        {1, 8, "tag"}, {1, 13, "tag"}, {1, 20, "tag"}, {5, 5, "tag"}, {6, 5, "tag"}, {7, 5, "tag"},
        {9, 5, "tag"}, {10, 5, "tag"});
}

static void test_reader__names_are_one_short_line(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: |\n"
        "  two\n"
        "  lines\n"
        "id: \"a\\nb\"\n"
        "cards:\n"
        "- q: x\n"
        "  id: \"\\e[31m\"\n"
        "- q: y\n"
        "  id: \"a\\x7f\"\n"
        "- q: z\n"
        "  id: \"a\\tb\"\n",
        {1, 7, "\"deck\""}, {4, 5, "\"id\""}, {7, 7, "\"id\""}, {9, 7, "\"id\""},
        {11, 7, "\"id\""});
}

/* In a card's id, what follows '#' says which of its cards. */
static void test_reader__a_hash_may_stand_in_names_but_in_no_cards_id(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "deck: C#\nid: c#\ncards:\n- q: x\n  id: a#b\n", {5, 7, "'#'"});
    assert_text(&deck_head(f->reader)->name, "C#");
    assert_text(&deck_head(f->reader)->id, "c#");
}

static void test_reader__names_of_up_to_255_bytes(void **state)
{
    struct fixture *f = *state;
    for (size_t length = 255; length <= 256; length++) {
        char text[600], *end = put(text, "deck: ");
        end = fill(end, 'x', length);
        put(end, "\ncards: []\n");
        assert_int_equal(read_bytes(f, text, strlen(text)), ERR_NONE);
        assert_int_equal(f->told_count, length - 255);
        if (length == 255)
            assert_int_equal(deck_head(f->reader)->name.length, 255);
        else
            ASSERT_TOLD(f, {1, 7, "\"deck\""});
    }
}

static void test_reader__clozes(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "- cloze: no gap here\n"
        "- cloze: an open {{ gap\n"
        "- cloze:\n"
        "- cloze: '{{good}}'\n"
        "- cloze: '{{a}}'\n"
        "  question: b\n"
        "- answer: c\n"
        "  cloze: '{{a}}'\n"
        "- cloze: '{{a}}'\n"
        "  reverse: true\n"
        "- {q: d, cloze: e}\n",
        {2, 3, "gap"}, {3, 3, "gap"}, {4, 3, "gap"}, {6, 3, "cloze"}, {8, 3, "cloze"},
        {10, 3, "cloze"}, {12, 3, "cloze"});
    assert_int_equal(f->entries, 1);
}

static void test_reader__up_to_500_gaps(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 4096);
    for (int gaps = 500; gaps <= 501; gaps++) {
        char *end = put(text, "cards:\n- cloze: '");
        for (int i = 0; i < gaps; i++)
            end = put(end, "{{x}} ");
        put(end, "'\n");
        if (gaps == 500) {
            assert_int_equal(read_bytes(f, text, strlen(text)), ERR_NONE);
            assert_int_equal(f->told_count, 0);
            assert_int_equal(f->entries, 1);
        } else {
            ASSERT_MISTAKES(f, text, {2, 3, "gaps"});
        }
    }
}

static void test_reader__gaps_numbered_above_500(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "cards:\n- cloze: '{{c501::x}}'\n", {2, 3, "gap"});
}

static void test_reader__aliases_anchors_and_tags(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: &name x\n"
        "tags: &tags [a]\n"
        "description: !!int 5\n"
        "cards:\n"
        "- q: *name\n"
        "- &card\n"
        "  q: b\n"
        "- *card\n"
        "- q: c\n"
        "  tags: [*name, &t d, !x e]\n"
        "- !card\n"
        "  q: f\n",
        {1, 7, "anchor"}, {2, 7, "anchor"}, {3, 14, "tag"}, {5, 6, "alias"}, {6, 3, "anchor"},
        {8, 3, "alias"}, {10, 10, "alias"}, {10, 17, "anchor"}, {10, 23, "tag"}, {11, 3, "tag"});
}

static void test_reader__keys_with_anchors(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "&a deck: x\n"
        "cards:\n"
        "- q: x\n"
        "  *a : y\n"
        "  <<: {a: z}\n",
        {1, 1, "anchor"}, {4, 3, "alias"}, {5, 3, "\"<<\""});
}

static void test_reader__a_whole_deck_with_an_anchor(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "--- &a\ncards: []\n", {1, 5, "anchor"});
    ASSERT_MISTAKES(f, "--- !deck\ncards: []\n", {1, 5, "tag"});
}

static void test_reader__directives(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "%YAML 1.1\n---\ncards: []\n", {1, 1, "directive"});
    ASSERT_MISTAKES(f, "# c\n%TAG !e! tag:e.org:\n---\ncards: []\n", {2, 1, "directive"});
    assert_int_equal(read_bytes(f, "%YAML 3.0\n---\ncards: []\n", 24), ERR_MISTAKE);
    assert_int_equal(read_bytes(f, "%SOMETHING\n---\ncards: []\n", 25), ERR_MISTAKE);
}

static void test_reader__a_second_document(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "cards:\n- q: x\n---\ncards:\n- q: y\n", {3, 1, "second"});
    assert_int_equal(f->entries, 1);
    ASSERT_MISTAKES(f, "cards: []\n...\n---\n{}\n", {3, 1, "second"});
}

static void test_reader__no_cards(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "deck: x\n", {2, 1, "\"cards\""});
    ASSERT_MISTAKES(f, "{deck: x}", {1, 9, "\"cards\""});
}

static void test_reader__every_mistake_is_told_in_one_pass(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: x\n"
        "name: y\n"
        "tags: [no good, fine]\n"
        "cards:\n"
        "  - question: one\n"
        "    answer: [1]\n"
        "    hnit: h\n"
        "    reverse: maybe\n"
        "  - answer: two\n"
        "  - three\n"
        "  - q: four\n"
        "    a: '4'\n"
        "  - q: *five\n"
        "    a: &six 6\n"
        "    note: !seven 7\n"
        "  - cloze: eight\n"
        "  - cloze: '{{9}}'\n"
        "    a: nine\n"
        "  - q: \"te\\0n\"\n"
        "    tags: ['!x']\n"
        "    q: ten\n"
        "    id: 'a\n"
        "\n"
        "      b'\n"
        "deck: z\n"
        "---\n",
        {2, 1, "\"name\""}, {3, 8, "tag"}, {6, 13, "\"answer\""}, {7, 5, "\"hint\""},
        {8, 14, "\"reverse\""}, {9, 5, "question"}, {10, 5, "card"}, {13, 8, "alias"},
        {14, 8, "anchor"}, {15, 11, "tag"}, {16, 5, "gap"}, {17, 5, "cloze"}, {19, 8, "NUL"},
        {20, 12, "tag"}, {21, 5, "duplicate"}, {22, 9, "\"id\""}, {25, 1, "duplicate"},
        {26, 1, "second"});
    assert_int_equal(f->entries, 1);
}

static void test_reader__mistakes_before_broken_yaml_are_told(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f,
        "dekc: x\n"
        "cards:\n"
        "- a: y\n"
        "- q: z: zz\n"
        "- b: y\n",
        {1, 1, "\"dekc\""}, {3, 3, "question"}, {4, 7, "YAML"});
}

static void test_reader__columns_count_characters(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(
        f, "cards:\n- {q: éé, zz: 1}\n- {q: 日本𝛁, zz: 1}\n", {2, 11, "\"zz\""}, {3, 12, "\"zz\""});
}

static void test_reader__a_mistake_at_an_id(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- q: x\n  id: a\n- q: y\n  id:   a\n");
    assert_non_null(next(f));
    assert_non_null(next(f));
    deck_mistake_at_id(f->reader, "duplicate id \"a\" of 100%s");
    ASSERT_TOLD(f, {5, 9, "duplicate id \"a\" of 100%s"});
}

/* ---- Files that are no decks ---- */

static void test_reader__empty_files(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "", {1, 1, "empty"});
    ASSERT_BROKEN(f, "# only\n# comments\n", {3, 1, "empty"});
    ASSERT_BROKEN(f, "\n\n", {3, 1, "empty"});
    ASSERT_BROKEN(f, "\xef\xbb\xbf", {1, 1, "empty"});
}

static void test_reader__yaml_that_is_no_deck(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "- q: x\n  a: y\n", {1, 1, "deck"});
    ASSERT_BROKEN(f, "# notes\njust text\n", {2, 1, "deck"});
    ASSERT_BROKEN(f, "--- [a]\n", {1, 5, "deck"});
}

static void assert_no_file(struct fixture *f, const char *words)
{
    struct file_version version;
    for (int i = 0; i < 2; i++) {
        enum err_code code = i ? deck_file_version(f->path, &version, &f->err) : open_deck(f);
        assert_int_equal(code, ERR_IO);
        assert_int_equal(f->err.code, ERR_IO);
        assert_string_equal(f->err.file, f->path);
        assert_int_equal(f->err.line, 0);
        if (!strcasestr(f->err.message, words))
            fail_msg("\"%s\" says nothing of \"%s\"", f->err.message, words);
        assert_int_equal(f->told_count, 0);
        f->err = (struct err){0};
    }
    assert_int_equal(deck_open(&f->reader, f->path, on_mistake, f, NULL), ERR_IO);
    assert_null(f->reader);
}

static void test_reader__missing_file(void **state)
{
    assert_no_file(*state, strerror(ENOENT));
}

static void test_reader__folder(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(mkdir(f->path, 0700), 0);
    assert_no_file(f, "folder");
    assert_int_equal(rmdir(f->path), 0);
}

static void test_reader__fifo_is_not_waited_for(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(mkfifo(f->path, 0600), 0);
    assert_no_file(f, "regular file");
}

static void test_reader__device(void **state)
{
    struct fixture *f = *state;
    char path[sizeof f->path];
    strcpy(path, f->path);
    strcpy(f->path, "/dev/null");
    assert_no_file(f, "regular file");
    strcpy(f->path, path);
}

static void test_reader__link_to_a_deck(void **state)
{
    struct fixture *f = *state;
    char target[sizeof f->path];
    strcpy(target, f->path);
    write_bytes(f, "cards:\n- q: x\n", 14);
    snprintf(f->path, sizeof f->path, "%s/link.yml", f->folder);
    assert_int_equal(symlink(target, f->path), 0);
    assert_int_equal(open_deck(f), ERR_NONE);
    assert_text(&deck_head(f->reader)->name, "link");
    assert_question_and_answer(f, "x", "");
    assert_end(f);
    unlink(target);
}

static void test_reader__close_nothing(void **state)
{
    (void)state;
    deck_close(NULL);
}

/* ---- Bytes that are no text ---- */

static void test_reader__binary(void **state)
{
    struct fixture *f = *state;
    static const char elf[] = "\x7f"
                              "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0";
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    static const char gzip[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03";
    assert_int_equal(read_bytes(f, elf, sizeof elf - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "text file"});
    assert_int_equal(read_bytes(f, png, sizeof png - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "UTF-8"});
    assert_int_equal(read_bytes(f, gzip, sizeof gzip - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "text file"});
}

static void test_reader__nul_by_escape(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: \"\\0\"\n"
        "cards:\n"
        "- q: \"a\\0b\"\n"
        "- q: x\n"
        "  a: \"\\x00\"\n"
        "- cloze: \"{{a}}\\u0000\"\n"
        "- q: y\n"
        "  id: \"y\\0\"\n",
        {1, 7, "NUL"}, {3, 6, "NUL"}, {5, 6, "NUL"}, {6, 10, "NUL"}, {8, 7, "NUL"});
}

static void test_reader__raw_nul(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "cards:\n- q: a\0b\n";
    assert_int_equal(read_bytes(f, text, sizeof text - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {2, 7, "control character"});
    static const char head[] = "cards: []\n\0";
    assert_int_equal(read_bytes(f, head, sizeof head - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {2, 1, "control character"});
}

static void test_reader__escape_character(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "cards:\n- q: é\x1b[31m\n", {2, 7, "control character"});
}

static void test_reader__byte_order_mark(void **state)
{
    struct fixture *f = *state;
    open_text(f, "\xef\xbb\xbf"
                 "deck: x\ncards:\n- q: y\n  id: z\n");
    assert_text(&deck_head(f->reader)->name, "x");
    const struct deck_entry *entry = next(f);
    assert_int_equal(entry->id_line, 4);
    assert_int_equal(entry->id_column, 7);
    assert_end(f);
    ASSERT_MISTAKES(f,
        "\xef\xbb\xbf"
        "dekc: x\ncards: []\n",
        {1, 1, "\"deck\""});
    ASSERT_MISTAKES(f,
        "\xef\xbb\xbf"
        "{dekc: x, cards: []}\n",
        {1, 2, "\"deck\""});
    ASSERT_BROKEN(f, "\xef\xbb\xbf\xff", {1, 1, "UTF-8"});
    ASSERT_BROKEN(f,
        "\xef\xbb\xbf"
        "a\x01",
        {1, 2, "control character"});
    ASSERT_BROKEN(f,
        "\xef\xbb\xbf"
        "a: b\nc\x01",
        {2, 2, "control character"});
    ASSERT_BROKEN(f, "\xef\xbb\xbf@", {1, 1, "YAML"});
}

static void test_reader__byte_order_mark_and_late_head(void **state)
{
    struct fixture *f = *state;
    open_text(f, "\xef\xbb\xbf"
                 "cards:\n- q: y\ndeck: x\n");
    assert_question_and_answer(f, "y", "");
    assert_end(f);
    assert_int_equal(deck_rewind(f->reader, &f->err), ERR_NONE);
    assert_question_and_answer(f, "y", "");
    assert_end(f);
    assert_text(&deck_head(f->reader)->name, "x");
}

static void test_reader__utf16(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "deck: x\ncards: []\n";
    for (int kind = 0; kind < 4; kind++) {
        bool big = kind & 1, marked = kind & 2;
        char bytes[2 * sizeof text];
        size_t size = 0;
        if (marked) {
            bytes[size++] = big ? '\xfe' : '\xff';
            bytes[size++] = big ? '\xff' : '\xfe';
        }
        for (size_t i = 0; i < sizeof text - 1; i++) {
            bytes[size + big] = text[i];
            bytes[size + !big] = '\0';
            size += 2;
        }
        assert_int_equal(read_bytes(f, bytes, size), ERR_MISTAKE);
        ASSERT_TOLD(f, {1, 1, "UTF-16"});
    }
    assert_int_equal(read_bytes(f, "\xff\xfe", 2), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "UTF-16"});
}

static void test_reader__invalid_utf8(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "\x80", {1, 1, "UTF-8"});
    ASSERT_BROKEN(f, "deck: x\ncards:\n- q: caf\xe9\n", {3, 9, "UTF-8"}); /* Latin-1 */
    ASSERT_BROKEN(f, "deck: éé\xff\n", {1, 9, "UTF-8"});
    ASSERT_BROKEN(f, "a: \xc3", {1, 4, "UTF-8"});                 /* cut short */
    ASSERT_BROKEN(f, "a: \xc0\xaf\n", {1, 4, "UTF-8"});           /* too long a form of "/" */
    ASSERT_BROKEN(f, "a: b\n\xed\xa0\x80\n", {2, 1, "Unicode"});  /* a surrogate */
    ASSERT_BROKEN(f, "a: \xf4\x90\x80\x80\n", {1, 4, "Unicode"}); /* above U+10FFFF */
}

/* libyaml reads in blocks of 16 KiB: the place must be right behind the first one, too. */
static void test_reader__invalid_utf8_far_below(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 50000), *end = put(text, "cards:\r\n");
    for (int i = 0; i < 2000; i++)
        end = put(end, "- q: éé\r\n");
    put(end, "- q: é\xff\r\n");
    assert_int_equal(read_bytes(f, text, strlen(text)), ERR_MISTAKE);
    ASSERT_TOLD(f, {2002, 7, "UTF-8"});
}

static void test_reader__carriage_returns(void **state)
{
    struct fixture *f = *state;
    open_text(f, "deck: x\r\ncards:\r\n- q: y\r\n  a: |\r\n    one\r\n    two\r\n  id: z\r\n");
    assert_text(&deck_head(f->reader)->name, "x");
    const struct deck_entry *entry = next(f);
    assert_text(&entry->question, "y");
    assert_text(&entry->answer, "one\ntwo");
    assert_int_equal(entry->id_line, 7);
    assert_int_equal(entry->id_column, 7);
    assert_end(f);
    ASSERT_MISTAKES(f, "deck: x\r\ncards:\r\n- q: y\r\n  b: c\r\n- q: *z\r\n", {4, 3, "\"b\""},
        {5, 6, "alias"});
    ASSERT_BROKEN(f, "deck: x\r\ncards:\r\n- q: y\xff\r\n", {3, 7, "UTF-8"});
}

/* ---- Broken YAML ---- */

static void test_reader__tabs_do_not_indent(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "deck: x\ncards:\n\t- q: y\n", {3, 1, "tab"});
    ASSERT_BROKEN(f, "cards:\n- q: y\n\ta: z\n", {3, 1, "tab"});
}

static void test_reader__texts_that_want_quotes(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "cards:\n- q: what: why\n", {2, 10, "quote"});
    ASSERT_BROKEN(f, "cards:\n- q: @home\n", {2, 6, "quote"});
    ASSERT_BROKEN(f, "cards:\n- q: `code`\n", {2, 6, "quote"});
    ASSERT_BROKEN(f, "cards:\n- q: %d\n", {2, 6, "quote"});
    ASSERT_BROKEN(f, "cards:\n- q: \"a\" b\n", {2, 10, "quote"});
}

/* Whether a mistake in line 2 says what to do. */
static void assert_quotes_advised(struct fixture *f, const char *text)
{
    write_bytes(f, text, strlen(text));
    enum err_code code = open_deck(f);
    if (!code)
        read_on(f);
    for (unsigned i = 0; i < f->told_count && i < TOLD_MOST; i++)
        if (f->told[i].line == 2 && strcasestr(f->told[i].message, "quote"))
            return;
    show_told(f);
    fail_msg("no advice to quote for: %s", text);
}

static void test_reader__gaps_that_want_quotes(void **state)
{
    assert_quotes_advised(*state, "cards:\n- cloze: {{ReLU}}\n");
    assert_quotes_advised(*state, "cards:\n- cloze: {{ReLU}} is simple\n");
}

static void test_reader__bold_that_wants_quotes(void **state)
{
    assert_quotes_advised(*state, "cards:\n- q: **What** is it?\n");
    assert_quotes_advised(*state, "cards:\n- q: *What* is it?\n");
}

static void test_reader__markdown_that_wants_quotes(void **state)
{
    assert_quotes_advised(*state, "cards:\n- q: [x] done\n");
    assert_quotes_advised(*state, "cards:\n- q: !important\n");
    assert_quotes_advised(*state, "cards:\n- q: > cited\n");
    assert_quotes_advised(*state, "cards:\n- q: - item\n");
    assert_quotes_advised(*state, "cards:\n- q: ? unknown\n");
}

static void test_reader__an_open_quote(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_bytes(f, "cards:\n- q: \"open\n", 18), ERR_MISTAKE);
    assert_int_equal(f->told_count, 1);
    assert_in_range(f->told[0].line, 2, 3);
    assert_non_null(strcasestr(f->told[0].message, "quote"));
}

/* ---- Files that would take memory or time without end ---- */

static void assert_nested(
    struct fixture *f, const char *before, const char *bracket, unsigned line, unsigned column)
{
    enum { NESTED = 40000 };
    char *text = room_for(f, strlen(before) + NESTED * strlen(bracket)), *end = put(text, before);
    for (int i = 0; i < NESTED; i++)
        end = put(end, bracket);
    assert_int_equal(read_bytes(f, text, strlen(text)), ERR_MISTAKE);
    assert_in_range(f->told_count, 1, 2); /* the wrong type, then the depth */
    const struct err *last = &f->told[f->told_count - 1];
    if (!strcasestr(last->message, "nested") || last->line != line || last->column != column)
        show_told(f);
    assert_non_null(strcasestr(last->message, "nested"));
    assert_int_equal(last->line, line);
    assert_int_equal(last->column, column);
}

static void test_reader__nested_brackets(void **state)
{
    struct fixture *f = *state;
    assert_nested(f, "cards:\n- q: ", "[", 2, 70); /* the 65th */
    assert_nested(f, "cards:\n- q: ", "{", 2, 70);
    assert_nested(f, "cards:\n- q: ", "{a: ", 2, 6 + 64 * 4);
    assert_nested(f, "cards:\n- q:\n    ", "- ", 3, 5 + 64 * 2);
    assert_nested(f, "cards:\n- tags: [", "[", 2, 10 + 64);
    assert_nested(f, "cards:\n", "- ", 2, 3 + 64 * 2);
    assert_nested(f, "nope: ", "[", 1, 7 + 64);
    assert_nested(f, "", "? ", 1, 3 + 64 * 2);
}

static void test_reader__a_deck_of_brackets(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 40000);
    fill(text, '[', 40000);
    assert_int_equal(read_bytes(f, text, 40000), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "deck"});
    fill(text, '{', 40000);
    assert_int_equal(read_bytes(f, text, 40000), ERR_MISTAKE);
    assert_true(f->told_count >= 1);
}

static void test_reader__64_levels_are_skipped(void **state)
{
    struct fixture *f = *state;
    char text[256], *end = put(text, "nope: ");
    end = fill(fill(end, '[', 64), ']', 64);
    put(end, "\ncards:\n- q: x\n");
    ASSERT_MISTAKES(f, text, {1, 1, "\"nope\""});
    assert_int_equal(f->entries, 1);
}

static void test_reader__a_text_of_1_mib(void **state)
{
    struct fixture *f = *state;
    static const char *const keys[] = {"q: x\n  a", "q", "q: x\n  hint", "q: x\n  note"};
    static const unsigned columns[] = {6, 6, 9, 9};
    char *text = room_for(f, MIB + 100);
    for (size_t i = 0; i < COUNT(keys); i++) {
        for (size_t more = 0; more < 2; more++) {
            char *end = put(text, "cards:\n- ");
            end = put(put(end, keys[i]), ": ");
            end = fill(end, 'x', MIB + more);
            end = put(end, "\n- q: next\n");
            assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_NONE);
            if (more)
                ASSERT_TOLD(f, {i == 1 ? 2 : 3, columns[i], "1 MiB"});
            assert_int_equal(f->told_count, more);
            assert_int_equal(f->entries, 2 - more);
        }
    }
    char *end = put(text, "cards:\n- q: \"");
    end = put(fill(end, 'x', MIB), "\"\n");
    write_bytes(f, text, (size_t)(end - text));
    assert_int_equal(open_deck(f), ERR_NONE);
    const struct deck_entry *entry = next(f);
    assert_int_equal(entry->question.length, MIB);
    assert_int_equal(strlen(buf_string(&entry->question)), MIB);
}

/* Read a file as far as libyaml's events go: the bytes it took. */
static size_t bytes_taken(struct fixture *f)
{
    struct deck_events events;
    f->told_count = 0;
    assert_int_equal(events_open(&events, f->path, on_mistake, f, &f->err), ERR_NONE);
    while (events_next(&events) && events.event.type != YAML_STREAM_END_EVENT)
        ;
    size_t taken = events.source.read;
    events_close(&events);
    return taken;
}

static void test_reader__a_text_of_20_mib_is_not_read_to_its_end(void **state)
{
    struct fixture *f = *state;
    static const char *const opens[] = {"", "\"", "'"};
    char *text = room_for(f, 20 * MIB + 100);
    for (size_t i = 0; i < COUNT(opens); i++) {
        char *end = put(put(text, "deck: x\ncards:\n- q: "), opens[i]);
        end = put(put(fill(end, 'x', 20 * MIB), opens[i]), "\n");
        assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_MISTAKE);
        assert_int_equal(f->told_count, 1);
        assert_int_equal(f->told[0].line, 3);
        assert_non_null(strstr(f->told[0].message, "text of more than 1"));
        assert_in_range(bytes_taken(f), MIB, 10 * MIB);
    }
}

static void test_reader__the_place_of_a_text_of_20_mib(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 20 * MIB + 100), *end = put(text, "deck: x\ncards:\n- q: |\n");
    while (end < text + 20 * MIB)
        end = put(end, "    a line of it\n");
    assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_MISTAKE);
    assert_int_equal(f->told_count, 1);
    assert_non_null(strstr(f->told[0].message, "text of more than 1"));
    assert_int_equal(f->told[0].line, 3);
    assert_in_range(f->told[0].column, 4, 6); /* behind the key, or where the text begins */
}

/* Many texts are not one text. */
static void test_reader__a_deck_of_20_mib(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 21 * MIB), *end = put(text, "cards:\n");
    unsigned cards = 0;
    for (; end < text + 20 * MIB; cards++) {
        end = put(end, "- q: |\n    ");
        end = put(fill(end, 'x', 500000), "\n");
    }
    assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_NONE);
    assert_int_equal(f->told_count, 0);
    assert_int_equal(f->entries, cards);
}

/* libyaml takes quadratic time for them: what counts is how far it is let. */
static void write_tag_directives(struct fixture *f)
{
    char *text = room_for(f, 2 * MIB + 200), *end = text;
    for (int i = 0; end < text + 2 * MIB; i++)
        end += sprintf(end, "%%TAG !h%d! tag:example.org,2026:%d\n", i, i);
    end = put(end, "---\ncards: []\n");
    write_bytes(f, text, (size_t)(end - text));
}

static void test_reader__many_directives_are_refused_early(void **state)
{
    struct fixture *f = *state;
    write_tag_directives(f);
    assert_int_equal(open_deck(f), ERR_MISTAKE);
    assert_int_equal(f->told_count, 1);
    assert_in_range(bytes_taken(f), 1, MIB / 2);
}

static void test_reader__the_place_of_many_directives(void **state)
{
    struct fixture *f = *state;
    write_tag_directives(f);
    assert_int_equal(open_deck(f), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, ""});
}

/* A deck that opens with a long comment is a deck. */
static void test_reader__a_long_comment_above_the_deck(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 200000), *end = text;
    for (int i = 0; i < 3000; i++)
        end = put(end, "# a line of a comment that goes on and on\n");
    end = put(end, "cards:\n- q: x\n");
    assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_NONE);
    assert_int_equal(f->told_count, 0);
    assert_int_equal(f->entries, 1);
}

static void test_reader__many_tags(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 3 * MIB), *end = put(text, "cards:\n- q: x\n  tags:\n");
    for (int i = 0; i < 3; i++) {
        end = put(end, "  - ");
        end = put(fill(end, 'x', 500000), "\n");
    }
    assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_NONE);
    ASSERT_TOLD(f, {6, 5, "\"tags\""});
}

/* ---- Files that change ---- */

static enum err_code read_changed(struct fixture *f, void change(struct fixture *))
{
    open_text(f, "cards:\n- q: x\n- q: y\n");
    assert_question_and_answer(f, "x", "");
    change(f);
    enum err_code code = read_on(f);
    if (code) {
        assert_int_equal(f->err.code, code);
        assert_string_equal(f->err.file, f->path);
        assert_non_null(strstr(f->err.message, "changed"));
    }
    return code;
}

static void append(struct fixture *f)
{
    FILE *file = fopen(f->path, "ab");
    assert_non_null(file);
    fputs("- q: z\n", file);
    assert_int_equal(fclose(file), 0);
}

static void cut_short(struct fixture *f)
{
    assert_int_equal(truncate(f->path, 3), 0);
}

static void touch(struct fixture *f)
{
    struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    assert_int_equal(utimensat(AT_FDCWD, f->path, times, 0), 0);
}

static void leave_alone(struct fixture *f)
{
    (void)f;
}

static void test_reader__a_file_that_changes_while_it_is_read(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_changed(f, leave_alone), ERR_NONE);
    assert_int_equal(read_changed(f, append), ERR_IO);
    assert_int_equal(read_changed(f, cut_short), ERR_IO);
    assert_int_equal(read_changed(f, touch), ERR_IO);
    assert_int_equal(f->told_count, 0);
}

static void test_reader__a_file_that_changes_before_the_rewind(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- q: x\ndeck: d\n");
    assert_question_and_answer(f, "x", "");
    assert_end(f);
    append(f);
    /* now "deck: d\n- q: z", which is no YAML: a mistake, or the change, but no success */
    enum err_code code = deck_rewind(f->reader, &f->err);
    assert_int_not_equal(code ? code : read_on(f), ERR_NONE);
}

static void test_reader__version(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards: []\n");
    struct file_version opened = deck_version(f->reader), seen;
    assert_int_equal(deck_file_version(f->path, &seen, &f->err), ERR_NONE);
    assert_memory_equal(&opened, &seen, sizeof seen);
    assert_int_equal(seen.size, 10);
    assert_int_not_equal(seen.inode, 0);
    touch(f);
    assert_int_equal(deck_file_version(f->path, &seen, &f->err), ERR_NONE);
    assert_int_equal(seen.modified_ns, INT64_C(1000000000) * 1000000000);
    assert_int_equal(seen.inode, opened.inode);
}

/* ---- From entries to cards ---- */

static struct card card_at(struct fixture *f, const struct deck_entry *entry, unsigned index)
{
    struct card card;
    assert_true(deck_entry_card(entry, index, &f->texts, &card));
    return card;
}

static void assert_card(
    const struct card *card, int variant, const char *question, const char *answer)
{
    assert_int_equal(card->variant, variant);
    assert_string_equal(card->question, question);
    assert_string_equal(card->answer, answer);
}

static void assert_cards(struct fixture *f, const struct deck_entry *entry, unsigned count)
{
    struct card card;
    for (unsigned i = 0; i < count + 3; i++)
        assert_int_equal(deck_entry_card(entry, i, &f->texts, &card), i < count);
    assert_false(deck_entry_card(entry, UINT32_MAX, &f->texts, &card));
}

static void test_entry__one_card(void **state)
{
    struct fixture *f = *state;
    open_text(f, "tags: [deck]\ncards:\n"
                 "- {q: Q, a: A, id: I, tags: [t, u], hint: H, note: N}\n- {q: Q}\n");
    const struct deck_entry *entry = next(f);
    struct card card = card_at(f, entry, 0);
    assert_card(&card, VARIANT_FORWARD, "Q", "A");
    assert_string_equal(card.id, "I");
    assert_string_equal(card.tags, "t u"); /* its own */
    assert_string_equal(card.hint, "H");
    assert_string_equal(card.note, "N");
    assert_cards(f, entry, 1);

    entry = next(f);
    card = card_at(f, entry, 0);
    assert_card(&card, VARIANT_FORWARD, "Q", ""); /* a draft */
    assert_null(card.id);
    assert_string_equal(card.tags, "");
    assert_string_equal(card.hint, "");
    assert_string_equal(card.note, "");
    assert_cards(f, entry, 1);
}

static void test_entry__reverse(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- {q: Q, a: A, id: I, tags: [t], hint: H, note: N, reverse: true}\n");
    const struct deck_entry *entry = next(f);
    struct card card = card_at(f, entry, 0);
    assert_card(&card, VARIANT_FORWARD, "Q", "A");
    card = card_at(f, entry, 1);
    assert_card(&card, VARIANT_REVERSE, "A", "Q");
    assert_string_equal(card.id, "I");
    assert_string_equal(card.tags, "t");
    assert_string_equal(card.note, "N");
    assert_cards(f, entry, 2);
}

static void test_entry__a_draft_has_no_other_way_round(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- {q: Q, reverse: true}\n- {q: Q, a: '', reverse: true}\n");
    assert_cards(f, next(f), 1);
    assert_cards(f, next(f), 1);
}

static void test_entry__a_card_for_each_gap(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n"
                 "- cloze: ReLU is {{max(0, x)}}; its slope for x > 0 is {{1}}\n"
                 "  id: I\n"
                 "  note: N\n"
                 "- cloze: '{{c5::a}} {{c2::b::hint}} {{c5::c}}'\n");
    const struct deck_entry *entry = next(f);
    struct card card = card_at(f, entry, 0);
    assert_card(&card, 1, "ReLU is [...]; its slope for x > 0 is 1", "max(0, x)");
    assert_string_equal(card.id, "I");
    assert_string_equal(card.note, "N");
    card = card_at(f, entry, 1);
    assert_card(&card, 2, "ReLU is max(0, x); its slope for x > 0 is [...]", "1");
    assert_string_equal(card.id, "I");
    assert_cards(f, entry, 2);

    entry = next(f);
    card = card_at(f, entry, 0);
    assert_card(&card, 2, "a [hint] c", "b");
    assert_null(card.id);
    card = card_at(f, entry, 1);
    assert_card(&card, 5, "[...] b [...]", "a … c");
    assert_cards(f, entry, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(test_reader__the_deck_of_the_design),
        TEST(test_reader__plain_scalars_are_text),
        TEST(test_reader__styles_of_text),
        TEST(test_reader__an_entry_keeps_nothing_of_the_one_before),
        TEST(test_reader__tags_are_one_string),
        TEST(test_reader__reverse_is_true_or_false),
        TEST(test_reader__drafts),
        TEST(test_reader__what_is_said_to_be_text_is_text),
        TEST(test_reader__a_deck_of_no_cards),
        TEST(test_reader__flow_style_and_json),
        TEST(test_reader__a_document_marked_as_such),
        TEST(test_reader__the_stem_stands_in_for_the_name),
        TEST(test_reader__stems),
        TEST(test_reader__stems_obey_the_rules_of_names),
        TEST(test_reader__the_name_stands_in_for_the_id),
        TEST(test_reader__head_above_and_below_in_every_way),
        TEST(test_reader__as_python_dumps_it),
        TEST(test_reader__mistakes_below_the_cards),
        TEST(test_reader__unknown_key_and_the_one_meant),
        TEST(test_reader__long_unknown_key_is_cut_between_characters),
        TEST(test_reader__duplicate_key_is_told_with_its_place),
        TEST(test_reader__a_card_without_question),
        TEST(test_reader__a_card_without_question_beside_another_mistake),
        TEST(test_reader__cards_that_are_none),
        TEST(test_reader__wrong_types_in_a_card),
        TEST(test_reader__wrong_types_in_the_head),
        TEST(test_reader__keys_that_are_no_words),
        TEST(test_reader__keys_holding_a_nul_are_unknown),
        TEST(test_reader__flags_holding_a_nul_are_none),
        TEST(test_reader__tags_that_are_none),
        TEST(test_reader__names_are_one_short_line),
        TEST(test_reader__a_hash_may_stand_in_names_but_in_no_cards_id),
        TEST(test_reader__names_of_up_to_255_bytes),
        TEST(test_reader__clozes),
        TEST(test_reader__up_to_500_gaps),
        TEST(test_reader__gaps_numbered_above_500),
        TEST(test_reader__aliases_anchors_and_tags),
        TEST(test_reader__keys_with_anchors),
        TEST(test_reader__a_whole_deck_with_an_anchor),
        TEST(test_reader__directives),
        TEST(test_reader__a_second_document),
        TEST(test_reader__no_cards),
        TEST(test_reader__every_mistake_is_told_in_one_pass),
        TEST(test_reader__mistakes_before_broken_yaml_are_told),
        TEST(test_reader__columns_count_characters),
        TEST(test_reader__a_mistake_at_an_id),
        TEST(test_reader__empty_files),
        TEST(test_reader__yaml_that_is_no_deck),
        TEST(test_reader__missing_file),
        TEST(test_reader__folder),
        TEST(test_reader__fifo_is_not_waited_for),
        TEST(test_reader__device),
        TEST(test_reader__link_to_a_deck),
        TEST(test_reader__close_nothing),
        TEST(test_reader__binary),
        TEST(test_reader__nul_by_escape),
        TEST(test_reader__raw_nul),
        TEST(test_reader__escape_character),
        TEST(test_reader__byte_order_mark),
        TEST(test_reader__byte_order_mark_and_late_head),
        TEST(test_reader__utf16),
        TEST(test_reader__invalid_utf8),
        TEST(test_reader__invalid_utf8_far_below),
        TEST(test_reader__carriage_returns),
        TEST(test_reader__tabs_do_not_indent),
        TEST(test_reader__texts_that_want_quotes),
        TEST(test_reader__gaps_that_want_quotes),
        TEST(test_reader__bold_that_wants_quotes),
        TEST(test_reader__markdown_that_wants_quotes),
        TEST(test_reader__an_open_quote),
        TEST(test_reader__nested_brackets),
        TEST(test_reader__a_deck_of_brackets),
        TEST(test_reader__64_levels_are_skipped),
        TEST(test_reader__a_text_of_1_mib),
        TEST(test_reader__a_text_of_20_mib_is_not_read_to_its_end),
        TEST(test_reader__the_place_of_a_text_of_20_mib),
        TEST(test_reader__a_deck_of_20_mib),
        TEST(test_reader__many_directives_are_refused_early),
        TEST(test_reader__the_place_of_many_directives),
        TEST(test_reader__a_long_comment_above_the_deck),
        TEST(test_reader__many_tags),
        TEST(test_reader__a_file_that_changes_while_it_is_read),
        TEST(test_reader__a_file_that_changes_before_the_rewind),
        TEST(test_reader__version),
        TEST(test_entry__one_card),
        TEST(test_entry__reverse),
        TEST(test_entry__a_draft_has_no_other_way_round),
        TEST(test_entry__a_card_for_each_gap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

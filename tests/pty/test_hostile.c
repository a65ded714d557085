/* Decks that try to control the terminal. Only visible, harmless marks may reach it, on every
 * screen, in messages and in plain mode. */
#include "drill.h"

/* Sequences that must never reach a terminal: as written in the deck in double quotes, the raw
 * bytes, and the mark that must be visible instead. */
static const struct attack {
    const char *written, *raw, *mark;
} attacks[] = {
    {"\\e[31mred", "\033[31m", "␛[31mred"},
    {"\\e]0;title\\a", "\033]0;", "␛]0;title␇"},
    {"\\e]52;c;aGk=\\a", "\033]52", "␛]52;c;aGk=␇"},
    {"\\eP0p\\e\\\\", "\033P", "␛P0p␛"},
    {"\\ec", "\033c", "␛c"},
    {"ring\\a", "ring\a", "ring␇"},
    {"\\x9b31mred", "\xc2\x9b", "<U+009B>31mred"},
    {"next\\Nline", "\xc2\x85", "next<U+0085>line"},
    {"\\u202Egnp.exe", "\xe2\x80\xae", "<U+202E>gnp.exe"},
    {"\\u2066in\\u2069", "\xe2\x81\xa6", "<U+2066>in<U+2069>"},
    {"zero\\u200Bwidth", "\xe2\x80\x8b", "zero<U+200B>width"},
    {"left\\u200Eright", "\xe2\x80\x8e", "left<U+200E>right"},
    {"over\\rwrite", "over\rwrite", "over␍write"},
    {"back\\b\\b\\bspace", "back\b", "back␈␈␈space"},
    {"del\\x7fete", "del\x7f", "del␡ete"},
    {"tag\\U000E0041", "\xf3\xa0\x81\x81", "tag<U+E0041>"},
    {"bom\\uFEFF", "\xef\xbb\xbf", "bom<U+FEFF>"},
    {"paragraph\\P", "\xe2\x80\xa9", "paragraph<U+2029>"},
};
enum { ATTACKS = sizeof attacks / sizeof *attacks };

/* No sequence from the deck has reached the terminal. */
static void assert_harmless(struct term *term)
{
    for (size_t i = 0; i < ATTACKS; i++) {
        if (raw_has(term, attacks[i].raw, strlen(attacks[i].raw)))
            fail_msg("attack %zu reached the terminal: %s", i, attacks[i].written);
    }
    assert_false(raw_has(term, "\a", 1));
}

/* Writes a card for each attack, which is in each of the card's texts: question, hint, answer and
 * note. */
static const char *hostile_deck(struct world *world)
{
    char *text = world_text(world, "cards:\n");

    for (size_t i = 0; i < ATTACKS; i++) {
        const char *written = attacks[i].written;
        text = world_text(world,
            "%s  - {q: \"Q %zu %s\", a: \"A %zu %s\", hint: \"H %zu %s\", note: \"N %zu %s\"}\n",
            text, i, written, i, written, i, written, i, written);
    }
    return world_write(world, "hostile.yaml", text);
}

static void test_attacks_on_the_screen(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(hostile_deck(world)));

    for (size_t i = 0; i < ATTACKS; i++) {
        const char *mark = attacks[i].mark;
        assert_waits(term, world_text(world, "Q %zu %s", i, mark));
        assert_types(term, "h", world_text(world, "H %zu %s", i, mark));
        assert_types(term, " ", world_text(world, "A %zu %s", i, mark));
        assert_shows(term, world_text(world, "N %zu %s", i, mark));
        assert_shows(term, world_text(world, "Q %zu %s", i, mark));
        assert_true(strstr(term_row(term, 0), "new · 0 repeat · 0 due") != NULL);
        term_send(term, "4");
        assert_gone(term, world_text(world, "A %zu ", i));
    }
    assert_waits(term, SAYS_DONE);
    assert_harmless(term);
    assert_quits(term);
    assert_harmless(term);
}

static void test_attacks_in_markdown(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80,
        ARGS(world_write(world, "md.yaml",
            "cards:\n"
            "  - q: \"Look: `\\e[31mred` **\\u202Ebold** &#27;[31m &#x202E; [a\\eb](\\e]0;t\\a)\"\n"
            "    a: \"# \\e[31mred\\n\\n```\\n\\rcode\\x9b\\n```\\n\\n&#7; <b\\e[31m>\\n\"\n"
            "  - cloze: \"a {{\\e[31mred::\\u202Ehint}} gap\"\n")));

    assert_waits(term, "Look: ␛[31mred <U+202E>bold");
    assert_types(term, " ", "␍code<U+009B>");
    assert_types(term, "4", "<U+202E>hint");
    assert_types(term, " ", "␛[31mred");
    assert_types(term, "4", SAYS_DONE);
    assert_harmless(term);
    assert_quits(term);
}

static void test_hostile_names(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "name.yaml",
        "deck: \"\\x9b31m\\u202Ename\"\n"
        "id: \"\\x9b31mid\"\n"
        "tags: [\"\\u202Etag\"]\n"
        "cards: [{q: Question 1?, a: Answer 1.}]\n");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_shows(term, "<U+009B>31m<U+202E>name");
    assert_shows(term, "1 new · 0 repeat · 0 due");
    assert_rates(term, 1, 4);
    assert_waits(term, SAYS_DONE);
    assert_shows(term, "<U+009B>31m<U+202E>name");
    assert_quits(term);
    assert_harmless(term);
}

/* Escapes in a deck's name are shown as marks, or the name is refused. */
static void test_name_with_escapes(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "name.yaml",
        "deck: \"name\\e]0;pwned\\a\\e[31m\"\ncards: [{q: Question 1?, a: Answer 1.}]\n");
    struct term *term = drill_start(world, 24, 200, ARGS(deck));

    assert_waits(term, "name"); /* in the deck's name, or in the message that refuses it */
    term_send(term, "q");
    assert_in_range(term_exit(term), 0, 2);
    assert_harmless(term);
}

/* The longest run of acute accents that the terminal has received. */
static int accents_most(const struct term *term)
{
    const char *raw;
    size_t size = term_raw(term, &raw);
    int run = 0, most = 0;

    for (size_t i = 0; i + 1 < size; i++) {
        run = raw[i] == '\xcc' && raw[i + 1] == '\x81' ? run + 1 : 0;
        i += run > 0;
        most = run > most ? run : most;
    }
    return most;
}

/* At most four combining marks of a run are shown. */
static void test_combining_marks(void **state)
{
    enum { MARKS = 50 };
    struct world *world = *state;
    char *marks = world_text(world, "%s", "");

    for (int i = 0; i < MARKS; i++)
        marks = world_text(world, "%s\\u0301", marks);
    const char *deck = world_write(world, "zalgo.yaml",
        world_text(world, "cards:\n  - {q: \"[e%s] end\", a: \"%s\"}\n", marks, marks));
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "] end");
    assert_shows(term, "[e\xcc\x81\xcc\x81\xcc\x81\xcc\x81");
    assert_types(term, " ", SAYS_ASK);
    assert_counts(world, term, 1, 0, 0);
    assert_quits(term);
    assert_int_equal(accents_most(term), 4);

    term = drill_start(world, 24, 80, ARGS("--plain", deck));
    assert_waits(term, "] end");
    assert_types(term, "\n", SAYS_ASK);
    assert_int_equal(accents_most(term), 4);
}

/* A very long word and a very long line. */
static void test_long_texts(void **state)
{
    struct world *world = *state;
    char *word = world_keep(world, malloc(100001));

    memset(word, 'w', 100000);
    word[100000] = '\0';
    const char *deck = world_write(world, "word.yaml",
        world_text(world, "deck: %.250s\ncards: [{q: %s, a: b}]\n", word, word));
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "1 new · 0 repeat · 0 due");
    assert_shows(term, "…");
    assert_types(term, " ", SAYS_ASK);
    assert_types(term, "4", SAYS_DONE);
    assert_quits(term);
}

/* Messages about bad decks and bad arguments are harmless, too. */
static void test_messages(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "bad\033[31m\xe2\x80\xae.yaml",
        "cards:\n  - {q: a, a: b, \"\\e[31mkey\": c}\n  - {q: a, a: b, id: \"\\e[31m\\a\"}\n");
    struct term *term = drill_start(world, 24, 240, ARGS(deck));

    assert_int_equal(term_exit(term), 2);
    assert_shows(term, "bad␛[31m<U+202E>.yaml:2:");
    assert_harmless(term);
    assert_false(raw_has(term, "\033", 1));
    term = drill_start(world, 24, 240, ARGS("no\033[31mdeck\a"));
    assert_int_equal(term_exit(term), 2);
    assert_shows(term, "no␛[31mdeck␇");
    assert_false(raw_has(term, "\033", 1));
    assert_harmless(term);
    term = drill_start(world, 24, 240, ARGS("--\033[31m\a"));
    assert_int_equal(term_exit(term), 2);
    assert_false(raw_has(term, "\033", 1));
    assert_harmless(term);
    world_set(world, "DRILL_NOW=\033[31m\a");
    term = drill_start(world, 24, 240, ARGS("due"));
    assert_int_equal(term_exit(term), 2);
    assert_false(raw_has(term, "\033", 1));
    assert_harmless(term);
}

static void test_plain_and_export(void **state)
{
    struct world *world = *state;
    const char *deck = hostile_deck(world);
    struct term *term = drill_start(world, 24, 80, ARGS("--plain", deck));

    for (size_t i = 0; i < ATTACKS; i++) {
        assert_waits(term, world_text(world, "Q %zu %s", i, attacks[i].mark));
        assert_types(term, "h\n", world_text(world, "H %zu %s", i, attacks[i].mark));
        assert_types(term, "\n", world_text(world, "A %zu %s", i, attacks[i].mark));
        term_send(term, "4\n");
    }
    term_send(term, "q\n");
    assert_int_equal(term_exit(term), 0);
    assert_harmless(term);
    term = drill_start(world, 200, 200, ARGS("export", "cards"));
    assert_int_equal(term_exit(term), 0);
    assert_shows(term, "Q 0 ␛[31mred");
    assert_harmless(term);
    term = drill_start(world, 200, 200, ARGS("export", "reviews"));
    assert_int_equal(term_exit(term), 0);
    assert_shows(term, "Q 8 <U+202E>gnp.exe");
    assert_harmless(term);
    /* a pipe gets the text unchanged */
    assert_non_null(strstr(drill_output(world, 0, ARGS("export", "cards")), "Q 0 \033[31mred"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_attacks_on_the_screen),
        TEST(test_attacks_in_markdown),
        TEST(test_hostile_names),
        TEST(test_name_with_escapes),
        TEST(test_combining_marks),
        TEST(test_long_texts),
        TEST(test_messages),
        TEST(test_plain_and_export),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

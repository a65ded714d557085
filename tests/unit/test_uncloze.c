/* Rebuilding a cloze text from its cards. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "deck/cloze.h"
#include "deck/reader.h"

#include "test.h"

#define CARDS_MAX 32

struct cards {
    struct card cards[CARDS_MAX];
    struct card_texts texts[CARDS_MAX];
    size_t count;
};

static void take_apart(struct cards *c, const char *text)
{
    struct cloze cloze = {0};
    int gap = 0;
    assert_true(cloze_read(&cloze, text));
    for (c->count = 0; (gap = cloze_next_gap(&cloze, gap)) && c->count < CARDS_MAX; c->count++) {
        struct card_texts *texts = &c->texts[c->count];
        *texts = (struct card_texts){.gap = gap};
        cloze_question(&cloze, gap, &texts->question);
        cloze_answer(&cloze, gap, &texts->answer);
        c->cards[c->count] = (struct card){.variant = gap,
            .question = buf_string(&texts->question),
            .answer = buf_string(&texts->answer)};
    }
    cloze_done(&cloze);
}

static void cards_done(struct cards *c)
{
    for (size_t i = 0; i < c->count; i++)
        card_texts_done(&c->texts[i]);
}

static void assert_rebuilt(const char *text, const char *wanted)
{
    struct cards c;
    struct buf rebuilt = {0};
    take_apart(&c, text);
    assert_int_equal(cloze_rebuild(c.cards, c.count, &rebuilt), wanted != NULL);
    assert_string_equal(buf_string(&rebuilt), wanted ? wanted : "");
    buf_done(&rebuilt);
    cards_done(&c);
}

static void test_uncloze__as_it_was(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{{a}}",
        "ReLU is {{max(0, x)}}; its slope for x > 0 is {{1}}",
        "{{a}} [x] {{b::hint}} and {{c}}.",
        "{{only::one hint}} here",
        "{{c2::two}} {{c1::one}} {{c2::more}}",
        "a {{b}}\n\nc {{d::e}}\n",
        "{{same}} and {{same}}",
        "\\{{plain}} and {{a gap}}",
        "{{std\\::map::a container}} and {{b}}",
        "half of $\\frac{ {{a}} }{2}$",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_rebuilt(texts[i], texts[i]);
}

static void test_uncloze__numbers_that_places_give(void **state)
{
    (void)state;
    assert_rebuilt("{{c1::a}} and {{c2::b}}", "{{a}} and {{b}}");
}

/* Questions had a space behind brackets once, and unpaired braces were text. */
static void test_uncloze__cards_of_an_older_drill(void **state)
{
    const struct card card = {.variant = 1, .question = "[...] (x) and {{y", .answer = "f"};
    struct buf out = {0};
    (void)state;
    assert_true(cloze_rebuild(&card, 1, &out));
    assert_string_equal(buf_string(&out), "{{f}} (x) and \\{{y");
    buf_done(&out);
}

static void test_uncloze__where_nothing_is_to_be_found(void **state)
{
    (void)state;
    assert_rebuilt("[x] {{only::hint}}", NULL); /* which of the two brackets? */
    struct card card = {.variant = 1, .question = "no bracket", .answer = "a"};
    struct buf out = {0};
    assert_false(cloze_rebuild(&card, 1, &out));
    assert_false(cloze_rebuild(&card, 0, &out));
    assert_int_equal(out.length, 0);
}

static void test_uncloze__a_card_that_knows_its_text_is_believed(void **state)
{
    static const char *const text = "{{f}}(x) {{c2::::hint}} $x^{{2}}$";
    struct cards c;
    struct buf rebuilt = {0};
    (void)state;
    take_apart(&c, text);
    assert_int_equal(c.count, 2);
    assert_false(cloze_rebuild(c.cards, c.count, &rebuilt)); /* nothing tells the empty gap */
    c.cards[0].cloze = "{{f}}(x) {{an older text}}";
    c.cards[1].cloze = text;
    assert_true(cloze_rebuild(c.cards, c.count, &rebuilt));
    assert_string_equal(buf_string(&rebuilt), text);
    buf_clear(&rebuilt);
    c.cards[1].cloze = c.cards[0].cloze; /* not that of these cards */
    assert_false(cloze_rebuild(c.cards, c.count, &rebuilt));
    buf_done(&rebuilt);
    cards_done(&c);
}

/* Whatever is rebuilt gives the cards that it was rebuilt from. */
static void test_uncloze__any_text(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "{{b}}", "{{c::d}}", "{{c1::e}}", "{{c2::f::g}}",
        "[...]", "[", "]", " … ", "(", ":", "{", "}}", "{{}}", "\n", "x [y] z", "{{c3::[...]}}"};
    uint64_t dice = 7;
    unsigned rebuilt_count = 0;
    for (unsigned round = 0; round < 20000; round++) {
        struct buf text = {0}, rebuilt = {0};
        struct cards c, again;
        for (unsigned i = 0; i < round % 9; i++) {
            dice = dice * 6364136223846793005U + 1442695040888963407U;
            buf_text(&text, pieces[(dice >> 33) % (sizeof pieces / sizeof *pieces)]);
        }
        take_apart(&c, buf_string(&text));
        if (cloze_rebuild(c.cards, c.count, &rebuilt)) {
            rebuilt_count++;
            take_apart(&again, buf_string(&rebuilt));
            assert_int_equal(again.count, c.count);
            for (size_t i = 0; i < c.count; i++) {
                assert_int_equal(again.cards[i].variant, c.cards[i].variant);
                assert_string_equal(again.cards[i].question, c.cards[i].question);
                assert_string_equal(again.cards[i].answer, c.cards[i].answer);
            }
            cards_done(&again);
        }
        cards_done(&c);
        buf_done(&text);
        buf_done(&rebuilt);
    }
    assert_true(rebuilt_count > 5000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uncloze__as_it_was),
        cmocka_unit_test(test_uncloze__numbers_that_places_give),
        cmocka_unit_test(test_uncloze__cards_of_an_older_drill),
        cmocka_unit_test(test_uncloze__where_nothing_is_to_be_found),
        cmocka_unit_test(test_uncloze__a_card_that_knows_its_text_is_believed),
        cmocka_unit_test(test_uncloze__any_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

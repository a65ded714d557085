/* Memory runs out while a typed answer is edited, compared and shown: the output is the same as
 * ever, or is known to be incomplete. */
#include "fault/scarce.h"

#include "view/card_text.h"
#include "view/line.h"

#include "test.h"

static const struct typed_rules rules = {.accents = true};
static const struct card card = {.question = "Which?",
    .answer = "**Été**, *code* `x` and [a link](a.md), ![a picture](x.png) of some length",
    .hint = "",
    .note = "",
    .tags = ""};

/* Appends what the screen shows. Returns false if part of it is known to be missing. */
static bool write_all(struct buf *out)
{
    static const char typed[] = "ete, cdoe x an d a link of ßome length";
    struct card_text text = {.hash = 0};
    struct buf line = {0};
    size_t cursor = 0;
    for (const char *c = typed; *c; c++)
        if ((unsigned char)*c < 0x80)
            line_type(&line, &cursor, (uint32_t)*c);
    line_edit(&line, &cursor, LINE_ERASE_WORD);
    line_add(out, &line, cursor, 20);
    const struct card_face face = {.card = &card, .answer = true, .typed = typed, .rules = &rules};
    card_text_lay(&text, &face, 40, 100);
    bool whole = !text.styled.failed && !out->failed;
    buf_format(out, "%d\n", (int)text.typed.verdict);
    styled_print(&text.styled, out);
    buf_add(out, buf_string(&text.styled.styles), text.styled.styles.length);
    card_text_done(&text);
    buf_done(&line);
    return whole && !out->failed;
}

static void test_typed_memory__all_or_a_failure(void **state)
{
    struct buf all = {0};
    long n = 0;
    (void)state;
    assert_true(write_all(&all));
    assert_non_null(strstr(buf_string(&all), "c[do]e"));
    do {
        struct buf out = {0};
        scarce_arm(++n);
        bool whole = write_all(&out);
        bool same =
            out.length == all.length && memcmp(buf_string(&out), all.bytes, all.length) == 0;
        buf_done(&out);
        scarce_disarm();
        if (whole && !same)
            fail_msg("allocation %ld: something is missing", n);
        if (scarce_leaks() != 0)
            fail_msg("allocation %ld: %ld blocks are lost", n, scarce_leaks());
    } while (scarce.failures > 0);
    assert_true(n > 100);
    buf_done(&all);
}

/* An answer whose text is not known is not asked for. */
static void test_typed_memory__an_unknown_answer_is_not_typed(void **state)
{
    long n = 0;
    bool possible, is_short;
    (void)state;
    do {
        scarce_arm(++n);
        possible = typed_is_possible(card.answer);
        is_short = typed_is_short("short");
        scarce_disarm();
        assert_int_equal(scarce_leaks(), 0);
    } while (scarce.failures > 0);
    assert_true(possible && is_short);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed_memory__all_or_a_failure),
        cmocka_unit_test(test_typed_memory__an_unknown_answer_is_not_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

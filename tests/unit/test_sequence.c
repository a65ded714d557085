/* Escape sequences among typed keys: whole, one after the other, broken, and given up. */
#include "base/sequence.h"

#include "base/buf.h"

#include "test.h"

/* Reads text as a keyboard does. Keys are written as they are, the Escape key as "<esc>", and whole
 * sequences as "{kind text}". */
static const char *read_keys(struct sequence *s, struct buf *out, const char *text)
{
    buf_clear(out);
    for (; *text; text++) {
        enum sequence_step step = sequence_take(s, (unsigned char)*text);
        if (step == SEQUENCE_ESCAPE) {
            buf_text(out, "<esc>");
            text--;
        } else if (step == SEQUENCE_NONE)
            buf_char(out, *text);
        else if (step == SEQUENCE_WHOLE)
            buf_format(out, "{%c%s}", s->kind, s->text);
    }
    return buf_string(out);
}

static void test_sequence__keys_and_answers(void **state)
{
    static const char *const cases[][2] = {
        {"4 q", "4 q"},
        {"4\033[?62;22c5", "4{[?62;22c}5"},                               /* DA1 */
        {"\033[>41;390;0c", "{[>41;390;0c}"},                             /* DA2 */
        {"1\033]11;rgb:ffff/ffff/ffff\a2", "1{]11;rgb:ffff/ffff/ffff}2"}, /* OSC 11 */
        {"1\033]11;rgb:00/00/00\033\\2", "1{]11;rgb:00/00/00}2"},         /* with ST */
        {"\033_Gi=31;EINVAL:no such\033\\3", "{_Gi=31;EINVAL:no such}3"}, /* kitty */
        {"\033P>|XTerm(379)\033\\4", "{P>|XTerm(379)}4"},                 /* XTVERSION */
        {"1\033P>|WezTerm 2024\033\\\033[6;20;10t4", "1{P>|WezTerm 2024}{[6;20;10t}4"},
        {"\033[?0u\033[?2026;2$y5", "{[?0u}{[?2026;2$y}5"},           /* modes */
        {"\033[200~4\033[201~", "{[200~}4{[201~}"},                   /* a paste */
        {"\033[1;5A\033OQ\033[I1", "{[1;5A}{OQ}{[I}1"},               /* keys */
        {"\033]11;rgb:0/0/0\033\033[?6c1", "{]11;rgb:0/0/0}{[?6c}1"}, /* ST without \ */
        {"\033]11;rgb:0/0/0\033q", "{]11;rgb:0/0/0}q"},
        {"\033]11;rgb:12\033[?6c1", "{]11;rgb:12}{[?6c}1"}, /* broken off */
        {"\033]11;rgb:12 4", " 4"},
        {"\033]11;rgb:12\n4", "\n4"},
        {"\033[?6\033]11;rgb:0/0/0\a1", "{]11;rgb:0/0/0}1"},
        {"\033[?6\n1", "\n1"},
        {"\033[\xc3\xa9", "\xc3\xa9"},
        {"\033q", "<esc>q"},
        {"\033\033q", "<esc><esc>q"},
        {"\033\n", "<esc>\n"},
    };
    struct sequence sequence = {0};
    struct buf out = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(read_keys(&sequence, &out, cases[i][0]), cases[i][1]);
        assert_int_equal(sequence.state, SEQUENCE_OUTSIDE);
    }
    buf_done(&out);
}

static void test_sequence__what_is_given_up(void **state)
{
    static const struct {
        const char *text;
        bool escape;
    } cases[] = {{"\033", true}, {"\033\033", true}, {"\033[", false}, {"\033[?62", false},
        {"\033]11;rgb:", false}, {"\033]11;rgb:0/0/0\033", false}, {"\033]0\033\033", true}};
    struct sequence sequence = {0};
    struct buf out = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        read_keys(&sequence, &out, cases[i].text);
        assert_int_not_equal(sequence.state, SEQUENCE_OUTSIDE);
        assert_int_equal(sequence_give_up(&sequence), cases[i].escape);
        assert_string_equal(read_keys(&sequence, &out, "4"), "4");
    }
    buf_done(&out);
}

/* ESC was taken for the Escape key, and the rest comes late. */
static void test_sequence__late(void **state)
{
    static const char *const cases[][2] = {{"[200~4\033[201~5", "{[200~}4{[201~}5"}, {"4[2", "4[2"},
        {"O4", "O4"}, {"\033q[2", "<esc>q[2"}};
    struct buf out = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sequence sequence = {0};
        read_keys(&sequence, &out, "\033");
        assert_true(sequence_give_up(&sequence));
        assert_string_equal(read_keys(&sequence, &out, cases[i][0]), cases[i][1]);
    }
    buf_done(&out);
}

/* A string that is too long is cut, but none of it is typed. */
static void test_sequence__too_long(void **state)
{
    struct sequence sequence = {0};
    struct buf out = {0}, text = {0};
    (void)state;
    buf_text(&text, "\033]11;");
    for (int i = 0; i < 1000; i++)
        buf_char(&text, '4');
    buf_text(&text, "\a5");
    const char *keys = read_keys(&sequence, &out, buf_string(&text));
    assert_int_equal(strlen(keys), strlen("{]}5") + SEQUENCE_SIZE - 1);
    assert_string_equal(keys + strlen(keys) - 2, "}5");
    buf_done(&out);
    buf_done(&text);
}

static void test_sequence__begun_by_others(void **state)
{
    struct sequence sequence = {0};
    struct buf out = {0};
    (void)state;
    sequence_start(&sequence, '[');
    assert_string_equal(read_keys(&sequence, &out, "0;12;4M4"), "{[0;12;4M}4");
    buf_done(&out);
}

static void test_sequence__matches(void **state)
{
    struct sequence sequence = {0};
    struct buf out = {0};
    (void)state;
    read_keys(&sequence, &out, "\033[?62;22c");
    assert_true(sequence_matches(&sequence, '[', "?", "c"));
    assert_true(sequence_matches(&sequence, '[', "", ""));
    assert_false(sequence_matches(&sequence, ']', "?", "c"));
    assert_false(sequence_matches(&sequence, '[', ">", "c"));
    assert_false(sequence_matches(&sequence, '[', "?", "u"));
    read_keys(&sequence, &out, "\033[c");
    assert_false(sequence_matches(&sequence, '[', "c", "c")); /* not the same letter twice */
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sequence__keys_and_answers),
        cmocka_unit_test(test_sequence__what_is_given_up),
        cmocka_unit_test(test_sequence__late),
        cmocka_unit_test(test_sequence__too_long),
        cmocka_unit_test(test_sequence__begun_by_others),
        cmocka_unit_test(test_sequence__matches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

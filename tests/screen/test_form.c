/* The form for cards: its states at three sizes, compared with stored frames, and its keys. */
#include "screen/frames.h"

#include "base/key.h"
#include "base/utf8.h"
#include "view/form.h"
#include "view/keys.h"

/* Type characters; \t the next field, \n a new line, \1 left, \2 right, \3 up, \4 down, \5 F1, \6 a
 * saved card, \x13 ctrl-s, \x1b escape. Returns the intent of the last key. */
static struct intent press(struct form *form, const char *keys, struct frame *frame)
{
    static const uint32_t others[] = {
        0, KEY_LEFT_CODE, KEY_RIGHT_CODE, KEY_UP_CODE, KEY_DOWN_CODE, KEY_F1_CODE};
    struct intent intent = {0};
    for (const char *at = keys; *at;) {
        uint32_t key = utf8_next(&at);
        assert_true(!frame || form_draw(form, frame));
        if (key == 6)
            form_saved(form);
        else
            intent = form_key(form, key < COUNT(others) ? others[key] : key);
    }
    return intent;
}

static void play_begun(
    const char *name, const struct deck_entry *begun, const char *keys, const char *twin)
{
    static const int sizes[][2] = {{12, 40}, {24, 80}, {60, 200}};
    struct buf frames = {0};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct form form = {.deck = "Bio\x1b[31mlogy", .edits = begun != NULL};
        struct frame frame = {0};
        assert_true(frame_resize(&frame, sizes[i][0], sizes[i][1]));
        form_begin(&form, begun);
        press(&form, keys, &frame);
        buf_text(&form.twin, twin);
        assert_true(frame_resize(&frame, sizes[i][0], sizes[i][1]));
        assert_true(form_draw(&form, &frame));
        add_frame(&frame, &frames);
        frame_done(&frame);
        form_done(&form);
    }
    compare(name, &frames);
    buf_done(&frames);
}

static void play(const char *name, const char *keys)
{
    play_begun(name, NULL, keys, "");
}

#define CARD                                                                                       \
    "What does a **bias** do?\tIt shifts the *activation function*:\n\n- left\n- or "              \
    "right\tneuron "                                                                               \
    "chapter-6\tthink of `y = wx + b`\tGoodfellow et al., ch. 6"

static void test_form__empty(void **state)
{
    (void)state;
    play("form-empty", "");
}

static void test_form__basic(void **state)
{
    (void)state;
    play("form-basic", CARD);
}

static void test_form__gaps(void **state)
{
    (void)state;
    play("form-gaps", "ReLU is {{max(0, x)}}, its slope {{1::a number}}\3\1");
}

static void test_form__kinds(void **state)
{
    (void)state;
    play("form-kinds", "the dog\tel perro\t\t\t\t\2");
}

static void test_form__asks_before_leaving(void **state)
{
    (void)state;
    play("form-asks", "the dog\x1b");
}

static void test_form__saved(void **state)
{
    (void)state;
    play("form-saved", "the dog\tel perro\tanimals\6");
}

static void test_form__a_twin(void **state)
{
    (void)state;
    play_begun("form-twin", NULL, "the dog", "This question is already in this deck");
}

static void test_form__keys(void **state)
{
    (void)state;
    play("form-keys", "\5");
}

static void test_form__a_long_text_scrolls(void **state)
{
    char text[600] = "q\t";
    (void)state;
    for (int i = 1; i <= 40; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "line %d 日本語\n", i);
    play("form-long", text);
}

static void test_form__an_entry_to_edit(void **state)
{
    struct deck_entry entry = {.reverse = true};
    (void)state;
    buf_text(&entry.question, "the \x1b[31mdog");
    buf_text(&entry.answer, "el perro");
    buf_text(&entry.tags, "animals");
    play_begun("form-edit", &entry, "s", "");
    deck_entry_done(&entry);
}

static void test_form__too_small(void **state)
{
    struct form form = {.deck = "d"};
    struct frame frame = {0};
    (void)state;
    form_begin(&form, NULL);
    for (int rows = 1; rows <= 14; rows++)
        for (int cols = 1; cols <= 110; cols += 3) {
            assert_true(frame_resize(&frame, rows, cols));
            assert_true(form_draw(&form, &frame));
            press(&form, "a b\n", NULL);
        }
    frame_done(&frame);
    form_done(&form);
}

/* ---- keys ---- */

static void assert_entry(const struct form *form, const char *question, const char *answer,
    const char *cloze, const char *tags)
{
    struct deck_entry entry = {0};
    struct err err;
    assert_int_equal(form_entry(form, &entry, &err), ERR_NONE);
    assert_string_equal(buf_string(&entry.question), question);
    assert_string_equal(buf_string(&entry.answer), answer);
    assert_string_equal(buf_string(&entry.cloze), cloze);
    assert_string_equal(buf_string(&entry.tags), tags);
    deck_entry_done(&entry);
}

static void assert_no_entry(const struct form *form, const char *says)
{
    struct deck_entry entry = {0};
    struct err err;
    assert_int_equal(form_entry(form, &entry, &err), ERR_MISTAKE);
    assert_non_null(strstr(err.message, says));
    deck_entry_done(&entry);
}

static void test_form__tab_and_arrows_go_through_the_fields(void **state)
{
    struct form form = {.deck = "d"};
    (void)state;
    form_begin(&form, NULL);
    assert_int_equal(form.field, FORM_QUESTION);
    press(&form, "q\ta\nb\tt, u t\n", NULL);
    assert_int_equal(form.field, FORM_HINT); /* enter leaves the tags */
    press(&form, "\4\4\4", NULL);
    assert_int_equal(form.field, FORM_NOTE);
    press(&form, "\t", NULL);
    assert_int_equal(form.field, FORM_KIND);
    press(&form, "\3x", NULL); /* a letter is no kind */
    assert_int_equal(form.field, FORM_KIND);
    press(&form, "\4\4", NULL);
    assert_int_equal(form.field, FORM_ANSWER);
    assert_entry(&form, "q", "a\nb", "", "t u");
    form_done(&form);
}

static void test_form__kinds_keep_what_is_typed(void **state)
{
    struct form form = {.deck = "d"};
    (void)state;
    form_begin(&form, NULL);
    assert_no_entry(&form, "Write a question first");
    press(&form, "the {{dog}} \tan answer\t\t\t\t\1", NULL);
    assert_int_equal(form.kind, FORM_GAPS);
    assert_entry(&form, "", "", "the {{dog}}", "");
    press(&form, " ", NULL);
    assert_entry(&form, "the {{dog}}", "an answer", "", "");
    press(&form, "\1\t\x15no gap", NULL);
    assert_no_entry(&form, "No gap yet");
    press(&form, "\x15", NULL);
    assert_no_entry(&form, "Write a text first");
    form_done(&form);
}

static void test_form__leaving_asks_only_if_something_is_not_saved(void **state)
{
    struct form form = {.deck = "d"};
    (void)state;
    form_begin(&form, NULL);
    assert_true(press(&form, "\x1b", NULL).quit);
    assert_false(press(&form, "q\x1b", NULL).quit);
    assert_false(press(&form, "n", NULL).quit);
    assert_entry(&form, "q", "", "", ""); /* the answer was not typed */
    assert_false(press(&form, "\x1bz", NULL).quit);
    assert_entry(&form, "q", "", "", "");
    assert_true(press(&form, "\x1by", NULL).quit);
    press(&form, "\6", NULL);
    assert_false(form_is_unsaved(&form));
    assert_true(press(&form, "\x1b", NULL).quit);
    form_done(&form);
}

static void test_form__the_tags_and_the_kind_stay_for_the_next_card(void **state)
{
    struct form form = {.deck = "d"};
    (void)state;
    form_begin(&form, NULL);
    press(&form, "q\ta\ttag\thint\tnote\t\2\6", NULL);
    assert_int_equal(form.added, 1);
    assert_int_equal(form.kind, FORM_BOTH_WAYS);
    assert_int_equal(form.field, FORM_QUESTION);
    press(&form, "r", NULL);
    assert_entry(&form, "r", "", "", "tag");
    form_done(&form);
}

static void test_form__a_tag_is_a_word(void **state)
{
    struct form form = {.deck = "d"};
    (void)state;
    form_begin(&form, NULL);
    press(&form, "q\t\ta !b", NULL);
    assert_no_entry(&form, "\"!b\" cannot be a tag");
    form_done(&form);
}

/* A pasted ctrl-s never saves, a pasted escape never leaves, a pasted tab stays in its field. */
static void test_form__a_paste_is_text(void **state)
{
    static const char paste[] = "a\tb\x13\x1b\nc\x03";
    struct form form = {.deck = "d"};
    (void)state;
    form_begin(&form, NULL);
    for (const char *c = paste; *c; c++) {
        struct intent intent = form_key(&form, (unsigned char)*c | KEY_PASTED);
        assert_false(intent.command || intent.quit);
    }
    assert_int_equal(form.field, FORM_QUESTION);
    assert_entry(&form, "a\tb\nc", "", "", "");
    press(&form, "\x1b", NULL);
    form_key(&form, 'y' | KEY_PASTED); /* answers nothing, and is not lost */
    assert_entry(&form, "a\tb\ncy", "", "", "");
    assert_int_equal(press(&form, "\x13", NULL).command, FORM_SAVE);
    form_done(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form__empty),
        cmocka_unit_test(test_form__basic),
        cmocka_unit_test(test_form__gaps),
        cmocka_unit_test(test_form__kinds),
        cmocka_unit_test(test_form__asks_before_leaving),
        cmocka_unit_test(test_form__saved),
        cmocka_unit_test(test_form__a_twin),
        cmocka_unit_test(test_form__keys),
        cmocka_unit_test(test_form__a_long_text_scrolls),
        cmocka_unit_test(test_form__an_entry_to_edit),
        cmocka_unit_test(test_form__too_small),
        cmocka_unit_test(test_form__tab_and_arrows_go_through_the_fields),
        cmocka_unit_test(test_form__kinds_keep_what_is_typed),
        cmocka_unit_test(test_form__leaving_asks_only_if_something_is_not_saved),
        cmocka_unit_test(test_form__the_tags_and_the_kind_stay_for_the_next_card),
        cmocka_unit_test(test_form__a_tag_is_a_word),
        cmocka_unit_test(test_form__a_paste_is_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

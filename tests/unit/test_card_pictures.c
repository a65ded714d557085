/* Pictures on a card, without a terminal: the lines that they take, how large they are, and where a
 * frame has them. */
#include "text/md_styled.h"
#include "text/text.h"
#include "view/card_text.h"
#include "view/frame.h"
#include "view/picture_choice.h"

#include "test.h"

static const struct styled_picture pictures[] = {
    {.address = "a.png", .id = 7, .rows = 2, .cols = 5},
    {.address = "b.png", .id = 8, .rows = 4, .cols = 40}};

/* Lays out Markdown, and writes each row of a picture as <id:row/rows of cols at col>. */
static void assert_laid(const char *markdown, int width, const char *expected)
{
    struct styled styled = {.pictures = pictures, .picture_count = COUNT(pictures)};
    struct buf out = {0};
    styled_marked(&styled, markdown, width);
    assert_false(styled.failed);
    for (size_t i = 0; i < styled.count; i++) {
        const struct styled_line *line = &styled.lines[i];
        const struct picture_row *row = &line->picture;
        buf_add(&out, buf_string(&styled.text) + line->start, line->length);
        if (row->id)
            buf_format(
                &out, "<%d:%d/%d of %d at %d>", row->id, row->row, row->rows, row->cols, row->col);
        buf_char(&out, '\n');
    }
    assert_string_equal(buf_string(&out), expected);
    buf_done(&out);
    styled_done(&styled);
}

static void test_pictures__take_lines_of_their_own(void **state)
{
    (void)state;
    assert_laid("![a cat](a.png)", 40, "<7:0/2 of 5 at 0>\n<7:1/2 of 5 at 0>\n");
    assert_laid("What *is* ![a cat](a.png)  \nit?", 40,
        "What is\n<7:0/2 of 5 at 0>\n<7:1/2 of 5 at 0>\nit?\n");
    assert_laid("![](a.png) ![](a.png)", 40,
        "<7:0/2 of 5 at 0>\n<7:1/2 of 5 at 0>\n<7:0/2 of 5 at 0>\n<7:1/2 of 5 at 0>\n");
    assert_laid(
        "One.\n\n![](a.png)\n\nTwo.", 40, "One.\n\n<7:0/2 of 5 at 0>\n<7:1/2 of 5 at 0>\n\nTwo.\n");
    assert_laid("[![*x* $y$ ![z](z.png) &amp;\nw](a.png)](https://example.org) end", 40,
        "<7:0/2 of 5 at 0>\n<7:1/2 of 5 at 0>\n(https://example.org) end\n");
}

static void test_pictures__are_within_lists_and_quotations(void **state)
{
    (void)state;
    assert_laid("- ![](a.png) x\n- y\n", 40,
        "\u2022 <7:0/2 of 5 at 2>\n  <7:1/2 of 5 at 2>\n  x\n\u2022 y\n");
    assert_laid("> ![](a.png)\n", 40, "\u2502 <7:0/2 of 5 at 2>\n\u2502 <7:1/2 of 5 at 2>\n");
}

/* 4 x 40 cells in 20 columns are 2 x 20. */
static void test_pictures__shrink_where_lines_are_shorter(void **state)
{
    (void)state;
    assert_laid("![](b.png)", 20, "<8:0/2 of 20 at 0>\n<8:1/2 of 20 at 0>\n");
    assert_laid("- ![](b.png)", 12, "\u2022 <8:0/1 of 10 at 2>\n");
}

static void test_pictures__others_are_their_names(void **state)
{
    (void)state;
    assert_laid("![c](c.png)", 40, "[image: c] (c.png)\n");
    assert_laid("`![](a.png)` [a](a.png)", 40, "![](a.png) a (a.png)\n");
    assert_laid("|x|y|\n|--|--|\n|![](a.png)|z|\n", 60,
        "x                 \u2502 y\n"
        "\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500"
        "\u2500\u2500\u2500\u253c\u2500\u2500\n"
        "[image: ] (a.png) \u2502 z\n");
}

/* What is marked after a picture is marked where it was. */
static void test_pictures__marks_stay_in_their_places(void **state)
{
    struct styled styled = {.pictures = pictures, .picture_count = COUNT(pictures)};
    (void)state;
    styled_marked(&styled, "![cat](a.png) is " TEXT_MARK "[...]" TEXT_MARK_END " it", 40);
    assert_false(styled.failed);
    for (size_t i = 0; i < styled.text.length; i++)
        assert_int_equal(
            styled.styles.bytes[i] == STYLE_GAP, memchr("[.]", styled.text.bytes[i], 3) != NULL);
    styled_done(&styled);
}

/* ---- frames ---- */

static void assert_placed(const struct frame *frame, size_t i, struct placement wanted)
{
    const struct placement *p = &frame->placements[i];
    assert_int_equal(p->id, wanted.id);
    assert_int_equal(p->row, wanted.row);
    assert_int_equal(p->col, wanted.col);
    assert_int_equal(p->rows, wanted.rows);
    assert_int_equal(p->cols, wanted.cols);
    assert_int_equal(p->first, wanted.first);
    assert_int_equal(p->count, wanted.count);
}

/* A window of 6 lines that scrolls over a picture of 4 rows, another, and a line of text. */
static void test_pictures__frames_have_the_rows_that_show(void **state)
{
    struct styled styled = {.pictures = pictures, .picture_count = COUNT(pictures)};
    struct frame frame = {0};
    (void)state;
    styled_markdown(&styled, "![](b.png) ![](a.png) end", 60);
    assert_int_equal(styled.count, 7);
    for (size_t top = 0; top < 7; top++) {
        assert_true(frame_resize(&frame, 6, 60));
        for (size_t i = 0; i < 6 && top + i < styled.count; i++)
            frame_styled(&frame, (int)i, 3, &styled, top + i);
        int first = (int)top;
        size_t a = 0;
        if (first < 4) {
            a = 1;
            assert_placed(&frame, 0, (struct placement){8, 0, 3, 4, 40, first, 4 - first});
        }
        if (first < 5)
            assert_placed(&frame, a, (struct placement){7, 4 - first, 3, 2, 5, 0, 2});
        if (first == 5)
            assert_placed(&frame, a, (struct placement){7, 0, 3, 2, 5, 1, 1});
        assert_int_equal(frame.placement_count, a + (first < 6));
    }
    assert_true(frame_resize(&frame, 6, 60));
    assert_int_equal(frame.placement_count, 0);
    frame_done(&frame);
    styled_done(&styled);
}

/* Beyond the edges, nothing is placed; nor does the number of placements grow without end. */
static void test_pictures__frames_clip(void **state)
{
    struct styled styled = {.pictures = pictures, .picture_count = COUNT(pictures)};
    struct frame frame = {0};
    (void)state;
    styled_markdown(&styled, "![](b.png)", 60);
    assert_true(frame_resize(&frame, 2, 42));
    for (int i = 0; i < 4; i++)
        frame_styled(&frame, i - 1, 2, &styled, (size_t)i);
    assert_int_equal(frame.placement_count, 1);
    assert_placed(&frame, 0, (struct placement){8, 0, 2, 4, 40, 1, 2});
    assert_true(frame_resize(&frame, 2, 41));
    frame_styled(&frame, 0, 2, &styled, 0);
    assert_int_equal(frame.placement_count, 0);
    assert_true(frame_resize(&frame, 2, 42));
    for (int i = 0; i < 2 * PLACEMENTS_MAX; i++)
        frame_styled(&frame, 0, 2, &styled, 0);
    assert_int_equal(frame.placement_count, PLACEMENTS_MAX);
    frame_done(&frame);
    styled_done(&styled);
}

/* ---- sizes ---- */

static const struct card card = {
    .question = "![](a.png) one", .answer = "two", .hint = "", .note = "three", .tags = ""};

/* The card has a line each of question, rule, answer and note, which 3 blank lines set off. */
static int fitted(struct card_text *text, int rows, int blanks)
{
    card_text_fit(text, &card, 60, rows, blanks);
    return text->sizes[0].rows;
}

/* A picture of 800 x 800 pixels, at 10 x 20 a cell: each row has two columns. */
static void test_pictures__fit_the_screen(void **state)
{
    struct card_text text = {
        .pictures = {
            .list = {{"a.png", 1, 800, 800}}, .count = 1, .cell_width = 10, .cell_height = 20}};
    (void)state;
    assert_int_equal(fitted(&text, 30, 4), 30 - 4 - 7);
    assert_int_equal(text.sizes[0].cols, 2 * 19);
    assert_int_equal(fitted(&text, 21, 4), 10);
    assert_int_equal(fitted(&text, 20, 4), 10); /* at the cost of blank lines */
    assert_int_equal(fitted(&text, 14, 0), 10);
    assert_int_equal(fitted(&text, 12, 0), 8);
    assert_int_equal(fitted(&text, 8, 0), 4);
    assert_int_equal(fitted(&text, 7, 0), 4);   /* it scrolls */
    assert_int_equal(fitted(&text, 99, 0), 30); /* 60 columns wide */
    card_text_done(&text);
}

static void test_pictures__are_not_enlarged(void **state)
{
    struct card_text text = {
        .pictures = {
            .list = {{"a.png", 1, 35, 30}}, .count = 1, .cell_width = 10, .cell_height = 20}};
    (void)state;
    assert_int_equal(fitted(&text, 30, 4), 2);
    assert_int_equal(text.sizes[0].cols, 4);
    card_text_done(&text);
}

/* The size is the same before and after the answer and the hint are shown. */
static void test_pictures__keep_their_size_when_the_answer_comes(void **state)
{
    static const bool stages[][2] = {{false, false}, {true, false}, {true, true}, {false, true}};
    struct card_text text = {.pictures = {.list = {{"a.png", 1, 800, 800}}, .count = 1}};
    struct card hinted = card;
    (void)state;
    hinted.hint = "four";
    for (size_t i = 0; i < COUNT(stages); i++) {
        const struct card_face face = {
            .card = &hinted, .hint = stages[i][0], .answer = stages[i][1]};
        card_text_fit(&text, &hinted, 60, 20, 0);
        card_text_lay(&text, &face, 60, 20);
        assert_int_equal(text.styled.lines[0].picture.rows, 11); /* 20 less 5 lines, 4 blanks */
        assert_int_equal(text.styled.lines[10].picture.row, 10);
        assert_int_equal(text.styled.lines[11].picture.id, 0);
    }
    text.pictures.count = 0;
    card_text_fit(&text, &hinted, 60, 20, 0);
    card_text_lay(&text, &(struct card_face){.card = &hinted}, 60, 20);
    assert_int_equal(text.styled.count, 1);
    assert_int_equal(text.styled.lines[0].picture.id, 0);
    card_text_done(&text);
}

/* ---- protocols ---- */

static enum picture_protocol chosen(const char *attributes, const char *kitty, const char *name)
{
    struct picture_answers answers = {0};
    picture_take_attributes(&answers, attributes);
    picture_take_kitty(&answers, kitty);
    picture_take_name(&answers, name);
    return picture_choose(IMAGES_AUTO, &answers, false, true);
}

/* As the terminals of these names answered. */
static void test_pictures__protocols_of_terminals(void **state)
{
    (void)state;
    assert_int_equal(chosen("62;", "OK", "kitty(0.26.5)"), PICTURE_KITTY);
    assert_int_equal(chosen("62;22", "OK", "ghostty 1.1.0"), PICTURE_KITTY);
    assert_int_equal(chosen("62;4;22;28", "", "foot(1.13.1)"), PICTURE_SIXEL);
    assert_int_equal(chosen("63;1;2;4;6;9;15;22", "", "XTerm(379)"), PICTURE_SIXEL);
    assert_int_equal(chosen("65;4;6;18;22", "", "WezTerm 20240203-110809"), PICTURE_ITERM);
    assert_int_equal(chosen("62;4", "", "iTerm2 3.4.19"), PICTURE_ITERM);
    assert_int_equal(chosen("64;1;2;6;22", "", "XTerm(379)"), PICTURE_SYMBOLS);
    assert_int_equal(chosen("4;6", "", ""), PICTURE_SYMBOLS); /* a class, not an attribute */
    assert_int_equal(chosen("62;14;40;22", "ENOTSUP:no", ""), PICTURE_SYMBOLS);
    assert_int_equal(chosen("", "", ""), PICTURE_SYMBOLS);
}

static void test_pictures__settings_and_surroundings_decide(void **state)
{
    const struct picture_answers able = {.sixel = true, .kitty = true, .name = "WezTerm"};
    (void)state;
    assert_int_equal(picture_choose(IMAGES_AUTO, &able, true, true), PICTURE_SYMBOLS);
    assert_int_equal(picture_choose(IMAGES_AUTO, &able, true, false), PICTURE_OFF);
    assert_int_equal(picture_choose(IMAGES_KITTY, &able, true, false), PICTURE_KITTY);
    assert_int_equal(picture_choose(IMAGES_SIXEL, &able, false, true), PICTURE_SIXEL);
    assert_int_equal(picture_choose(IMAGES_ITERM, &able, false, true), PICTURE_ITERM);
    assert_int_equal(picture_choose(IMAGES_SYMBOLS, &able, false, true), PICTURE_SYMBOLS);
    assert_int_equal(picture_choose(IMAGES_SYMBOLS, &able, false, false), PICTURE_OFF);
    assert_int_equal(picture_choose(IMAGES_OFF, &able, false, true), PICTURE_OFF);
}

static void test_pictures__the_size_of_a_cell(void **state)
{
    static const struct {
        const char *answer;
        int height, width;
    } cases[] = {{"20;10", 20, 10}, {"37;18", 37, 18}, {"", 0, 0}, {"20", 0, 0}, {"20;", 0, 0},
        {"-20;10", 0, 0}, {"99999999999999999999;10", 0, 0}, {"20;1001", 0, 0}, {"0;0", 0, 0}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct picture_answers answers = {.cell_width = 1, .cell_height = 1};
        picture_take_cell(&answers, cases[i].answer);
        assert_int_equal(answers.cell_height, cases[i].height);
        assert_int_equal(answers.cell_width, cases[i].width);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pictures__take_lines_of_their_own),
        cmocka_unit_test(test_pictures__are_within_lists_and_quotations),
        cmocka_unit_test(test_pictures__shrink_where_lines_are_shorter),
        cmocka_unit_test(test_pictures__others_are_their_names),
        cmocka_unit_test(test_pictures__marks_stay_in_their_places),
        cmocka_unit_test(test_pictures__frames_have_the_rows_that_show),
        cmocka_unit_test(test_pictures__frames_clip),
        cmocka_unit_test(test_pictures__fit_the_screen),
        cmocka_unit_test(test_pictures__are_not_enlarged),
        cmocka_unit_test(test_pictures__keep_their_size_when_the_answer_comes),
        cmocka_unit_test(test_pictures__protocols_of_terminals),
        cmocka_unit_test(test_pictures__settings_and_surroundings_decide),
        cmocka_unit_test(test_pictures__the_size_of_a_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

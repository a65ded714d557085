/* The links of a card: which are shown, in which order, and which are sounds to play. */
#include "study/card_links.h"

#include "unit/world.h"

static const struct card empty = {.question = "", .answer = "", .hint = "", .note = "", .tags = ""};

/* Expects the addresses, each after a space; > begins one of the answer's side, and * follows one
 * that plays. */
static void assert_links(
    struct world *w, const struct card *card, bool hint, bool answer, const char *expected)
{
    struct card_links links = {0};
    struct buf text = {0};
    assert_int_equal(card_links_read(&links, card, hint, answer, w->deck, &w->err), ERR_NONE);
    for (size_t i = 0; i < links.count; i++)
        buf_format(&text, " %s%s%s", links.list[i].answer ? ">" : "", links.list[i].address,
            card_links_plays(&links, i) ? "*" : "");
    assert_string_equal(buf_string(&text), expected);
    assert_true(links.count == 0 || card_links_possible(card));
    buf_done(&text);
    card_links_done(&links);
}

static void test_card_links__are_those_of_what_is_shown(void **state)
{
    struct world *w = *state;
    struct card card = empty;
    card.question = "[q](1) ![q](2)";
    card.hint = "[h](3)";
    card.answer = "[a](4) [a](1)";
    card.note = "<https://n.example>";
    assert_links(w, &empty, true, true, "");
    assert_links(w, &card, false, false, " 1 2");
    assert_links(w, &card, true, false, " 1 2 3");
    assert_links(w, &card, false, true, " 1 2 >4 >https://n.example");
    assert_false(card_links_possible(&empty));
}

static void test_card_links__a_gap_hides_its_own(void **state)
{
    struct world *w = *state;
    struct card card = empty;
    card.variant = 1;
    card.question = "[one](1) [...] end";
    card.answer = "![two](2)";
    card.cloze = "[one](1) {{![two](2)}} end";
    assert_links(w, &card, false, false, " 1");
    assert_links(w, &card, false, true, " 1 >2");
}

static void test_card_links__sounds_play_on_their_side(void **state)
{
    struct world *w = *state;
    struct card card = empty;
    world_write(w, "a.flac", "fLaC");
    world_write(w, "b.flac", "fLaC");
    world_write(w, "c.flac", "no sound");
    card.question = "[q](a.flac) [q](c.flac)";
    card.answer = "![x](b.flac) [x](a.flac)";
    assert_links(w, &card, false, false, " a.flac* c.flac");
    assert_links(w, &card, false, true, " a.flac c.flac >b.flac*");
    card.answer = "plain";
    assert_links(w, &card, false, true, " a.flac* c.flac");
}

static void test_card_links__have_their_files(void **state)
{
    struct world *w = *state;
    struct card card = empty;
    struct card_links links = {0};
    char path[192];
    world_write(w, "a.pdf", "%PDF-1.4");
    card.question = "[a](a.pdf) [b](b.pdf) <https://a.pdf>";
    assert_int_equal(card_links_read(&links, &card, false, false, w->deck, &w->err), ERR_NONE);
    assert_int_equal(links.count, 3);
    assert_int_equal(links.list[0].kind, MEDIA_PDF);
    assert_string_equal(links.list[0].path, world_path(w, "a.pdf", path));
    assert_null(links.list[1].path);
    assert_null(links.list[2].path);
    assert_int_equal(card_links_read(&links, &card, false, false, NULL, &w->err), ERR_NONE);
    assert_null(links.list[0].path);
    card_links_done(&links);
}

static void test_card_links__have_a_limit(void **state)
{
    struct world *w = *state;
    struct card card = empty;
    struct card_links links = {0};
    struct buf text = {0};
    for (int i = 0; i < 2 * CARD_LINKS_MAX; i++)
        buf_format(&text, "[x](%d) ", i);
    card.question = buf_string(&text);
    assert_int_equal(card_links_read(&links, &card, false, false, w->deck, &w->err), ERR_NONE);
    assert_int_equal(links.count, CARD_LINKS_MAX);
    card_links_done(&links);
    buf_done(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_card_links__are_those_of_what_is_shown),
        TEST(test_card_links__a_gap_hides_its_own),
        TEST(test_card_links__sounds_play_on_their_side),
        TEST(test_card_links__have_their_files),
        TEST(test_card_links__have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

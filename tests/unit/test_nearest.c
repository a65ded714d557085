/* The word that a user may have meant. Edits were counted by hand: an edit inserts, removes or
 * replaces a character, or swaps two adjacent ones (F. Damerau, 1964). */
#include "base/buf.h"
#include "base/nearest.h"

#include "test.h"

static const char *const keys[] = {
    "question", "q", "answer", "a", "cloze", "id", "tags", "hint", "note", "reverse"};

static void assert_meant(const char *word, const char *meant)
{
    const char *got = nearest_word(word, keys, COUNT(keys));
    if (meant && got)
        assert_string_equal(got, meant);
    else if (meant || got)
        fail_msg("%s: got %s, want %s", word, got ? got : "nothing", meant ? meant : "nothing");
}

static void test_nearest__one_edit(void **state)
{
    (void)state;
    assert_meant("anser", "answer");       /* left out */
    assert_meant("quesstion", "question"); /* put in */
    assert_meant("claze", "cloze");        /* replaced */
    assert_meant("Note", "note");
    assert_meant("tag", "tags");
    assert_meant("clzoe", "cloze"); /* swapped */
    assert_meant("di", NULL);       /* 1 of 2 is half */
    assert_meant("ntoe", "note");
}

static void test_nearest__two_edits(void **state)
{
    (void)state;
    assert_meant("quetsoin", "question"); /* two swaps */
    assert_meant("qestoin", "question");  /* one left out, one swap */
    assert_meant("kwestion", "question"); /* k for q and w for u */
    assert_meant("reverces", "reverse");
}

static void test_nearest__a_word_is_nearest_to_itself(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++)
        assert_meant(keys[i], keys[i]);
}

static void test_nearest__three_edits_are_too_many(void **state)
{
    (void)state;
    assert_meant("kwestoin", NULL); /* two replaced, one swap */
    assert_meant("uqetsino", NULL); /* three swaps */
    assert_meant("kvestions", NULL);
    assert_meant("front", NULL);
    assert_meant("explanation", NULL);
}

/* "fewer than half of the word" */
static void test_nearest__half_of_a_word_is_too_much(void **state)
{
    (void)state;
    assert_meant("x", NULL);
    assert_meant("ab", NULL);   /* 1 of 2 from "a" */
    assert_meant("ed", NULL);   /* 2 of 2 from "id" */
    assert_meant("name", NULL); /* 2 of 4 from "note" */
    assert_meant("mint", "hint");
    static const char *const head[] = {"deck", "id", "description", "tags", "cards"};
    assert_null(nearest_word("back", head, COUNT(head))); /* 2 of 4 from "deck" */
}

static void test_nearest__the_nearest_wins_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const forth[] = {"cloves", "clothes", "clones"};
    static const char *const back[] = {"clones", "clothes", "cloves"};
    assert_string_equal(nearest_word("clonis", forth, COUNT(forth)), "clones");
    assert_string_equal(nearest_word("clonis", back, COUNT(back)), "clones");
    assert_string_equal(nearest_word("cloves", back, COUNT(back)), "cloves");
}

static void test_nearest__nothing_to_choose_from(void **state)
{
    (void)state;
    assert_null(nearest_word("deck", keys, 0));
    assert_meant("", NULL);
}

static void test_nearest__long_words_are_no_slips(void **state)
{
    (void)state;
    static char word[10000];
    memset(word, 'q', sizeof word - 1);
    assert_meant(word, NULL);
    const char *const words[] = {word};
    assert_null(nearest_word("deck", words, 1));
    for (size_t length = 30; length < 36; length++) {
        word[length] = '\0';
        assert_meant(word, NULL);
        assert_null(nearest_word("question", words, 1));
        word[length] = 'q';
    }
}

static void test_nearest__bytes_above_127(void **state)
{
    (void)state;
    assert_meant("clöze", "cloze"); /* one character, two bytes */
    assert_meant("\xff\xfe\xff\xfe", NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nearest__one_edit),
        cmocka_unit_test(test_nearest__two_edits),
        cmocka_unit_test(test_nearest__a_word_is_nearest_to_itself),
        cmocka_unit_test(test_nearest__three_edits_are_too_many),
        cmocka_unit_test(test_nearest__half_of_a_word_is_too_much),
        cmocka_unit_test(test_nearest__the_nearest_wins_wherever_it_stands),
        cmocka_unit_test(test_nearest__nothing_to_choose_from),
        cmocka_unit_test(test_nearest__long_words_are_no_slips),
        cmocka_unit_test(test_nearest__bytes_above_127),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

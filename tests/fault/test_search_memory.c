/* Memory that runs out while texts are compared and searched: the answer is the same as ever, or it
 * is known to be none. */
#include "fault/scarce.h"

#include "base/casefold.h"
#include "base/key.h"
#include "model/query.h"
#include "model/tags.h"
#include "view/home.h"

#include "test.h"

/* Each finds what it looks for, or sets *ok to false. */
typedef bool search_fn(bool *ok);

static bool finds_same(bool *ok)
{
    return casefold_same("Émile", strlen("Émile"), "e\u0301mile", strlen("e\u0301mile"), ok);
}

static bool finds_word(bool *ok)
{
    return casefold_has("Le Français", "franc", 5, ok);
}

static bool finds_tag(bool *ok)
{
    static const char *const term = "ÉTÉ";
    const struct tag_filter filter = {&term, 1};
    return tag_filter_passes(&filter, "deck", "hiver été::août", ok);
}

static bool finds_no_tag(bool *ok)
{
    static const char *const term = "!ÉTÉ";
    const struct tag_filter filter = {&term, 1};
    return !tag_filter_passes(&filter, "deck", "hiver été::août", ok);
}

static bool finds_card(bool *ok)
{
    struct folded folded[3] = {{0}};
    struct query query = {.count = 0};
    const struct query_texts texts = {&folded[0], &folded[1], &folded[2]};
    *ok = query_parse(&query, "tag:ÉTÉ");
    for (size_t i = 0; i < COUNT(folded); i++)
        folded_set(&folded[i], "été::août", strlen("été::août"));
    bool found = query_finds(&query, &texts);
    for (size_t i = 0; i < COUNT(folded); i++) {
        *ok &= !folded_failed(&folded[i]);
        folded_done(&folded[i]);
    }
    query_done(&query);
    return found;
}

static bool finds_deck(bool *ok)
{
    struct home home = {0};
    struct deck_overview decks[2] = {{.facts = {.deck_id = 1, .id = "a", .name = "Été"}},
        {.facts = {.deck_id = 2, .id = "b", .name = "Hiver"}}};
    const struct overview overview = {.decks = decks, .count = 2};
    int64_t chosen[2] = {0};
    home_key(&home, &overview, '/');
    home_key(&home, &overview, 'e');
    size_t count = home_chosen(&home, &overview, chosen);
    *ok &= !home.failed;
    home_done(&home);
    return count == 1 && chosen[0] == 1;
}

static void test_search_memory__the_answer_or_a_failure(void **state)
{
    static search_fn *const searches[] = {
        finds_same, finds_word, finds_tag, finds_no_tag, finds_card, finds_deck};
    (void)state;
    for (size_t i = 0; i < COUNT(searches); i++) {
        bool ok = true;
        long n = 0;
        assert_true(searches[i](&ok) && ok);
        do {
            ok = true;
            scarce_arm(++n);
            bool found = searches[i](&ok);
            scarce_disarm();
            if (ok && !found)
                fail_msg("search %zu, allocation %ld: nothing is found", i, n);
            if (scarce_leaks() != 0)
                fail_msg("search %zu, allocation %ld: %ld blocks are lost", i, n, scarce_leaks());
        } while (scarce.failures > 0);
        assert_true(n > 1 && ok);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_search_memory__the_answer_or_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

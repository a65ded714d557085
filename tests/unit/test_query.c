/* Searches: how they are parsed, and which cards match. */
#include "model/query.h"

#include "test.h"

#define TODAY 20484

static struct schedule young = {.sm2 = {3, 15, 246},
    .interval = 15,
    .due = TODAY + 3,
    .repeat_day = NO_DAY,
    .lapses = 2,
    .reviews = 7,
    .last_rating = 4,
    .last_review = 9,
    .buried_day = NO_DAY};
static struct folded deck;
static const struct regime under_sm2;
static struct query_facts facts = {&young, &under_sm2, TODAY, &deck};

static void set(struct folded *folded, const char *text)
{
    folded_set(folded, text, strlen(text));
}

/* Whether a card passes the conditions and has the words. */
static bool passes(const char *typed, const char *text)
{
    struct query query = {0};
    struct folded folded = {0}, deck_tags = {0}, tags = {0};
    assert_true(query_parse(&query, typed));
    set(&deck, "Latin\nLatin for beginners, débutants");
    set(&folded, text);
    set(&deck_tags, "language");
    set(&tags, "math::algebra Verb Über::Größe");
    struct query_texts texts = {&folded, &deck_tags, &tags};
    bool both = query_passes(&query, &facts) && query_finds(&query, &texts);
    query_done(&query);
    folded_done(&deck);
    folded_done(&folded);
    folded_done(&deck_tags);
    folded_done(&tags);
    return both;
}

static void test_query__words(void **state)
{
    (void)state;
    const char *text = "what does amare mean?\nto love\nverb größe";
    assert_true(passes("", text));
    assert_true(passes("  ", text));
    assert_true(passes("amare", text));
    assert_true(passes("AMARE Love", text)); /* all of them, in any order, whatever the case */
    assert_true(passes("GRÖSSE", "grösse"));
    assert_true(passes("GRÖßE", text));
    assert_false(passes("amare hate", text));
    assert_true(passes("\"to love\"", text));
    assert_false(passes("\"love to\"", text));
    assert_true(passes("\"to lo", text)); /* the quote is still open */
    assert_true(passes("-hate", text));
    assert_false(passes("-love", text));
    assert_true(passes("-", "a - b")); /* a dash alone is a word */
    assert_false(passes("-", "ab"));
    assert_true(passes("\"", text)); /* nothing is quoted yet */
}

/* S = 10 and D = 5.25; after 10 days, FSRS predicts 0.9 whatever the weights. */
static void test_query__memories(void **state)
{
    (void)state;
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct regime regime = {fsrs, RETENTION_DEFAULT, scheduler_weights(fsrs, fsrs->defaults)};
    struct schedule known = young;
    known.past = (struct past){{{10, 5.25F}}, TODAY - 10, 1};
    assert_false(passes("stability>0", ""));
    assert_false(passes("recall<1", ""));
    facts.regime = &regime;
    assert_false(passes("stability>0", "")); /* never rated since the switch */
    facts.schedule = &known;
    assert_true(passes("stability>9.99 stability<10.01 stability=10 stability>=10", ""));
    assert_false(passes("stability>10", ""));
    assert_true(passes("difficulty>5.24 difficulty<5.26 difficulty=5.25 -difficulty>7", ""));
    assert_true(passes("recall<0.91 recall>0.89 recall=0.9", ""));
    assert_false(passes("recall<0.8", ""));
    assert_true(passes("recall<91 recall>89 recall=90 recall<90.5 recall>89.5", "")); /* percent */
    assert_false(passes("recall<80", ""));
    assert_true(passes("recall<=1", "")); /* 1 is all of them, not 1 % */
    known.past.memory.state[MEMORY_DIFFICULTY] = 6.9984F;
    assert_true(passes("difficulty<7 difficulty=7", "")); /* only "=" rounds */
    assert_false(passes("difficulty>=7", ""));
    facts.regime = &under_sm2;
    assert_false(passes("stability>0", "")); /* back under SM-2 */
    facts.schedule = &young;
}

/* Letters as Unicode folds them; accents count only where they are typed. */
static void test_query__letters(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *text;
        bool finds;
    } cases[] = {
        {"resume", "Résumé", true},
        {"RESUME", "re\u0301sume\u0301", true},
        {"résumé", "resume", false},
        {"résumé", "RE\u0301SUME\u0301", true},
        {"re\u0301sume\u0301", "résumé", true},
        {"resumé", "résumé", false}, /* half of the accents are as good as others */
        {"οδος", "ΟΔΟΣ", true},
        {"ΟΔΟΣ", "οδος", true},
        {"ΟΔΟΣ", "οδός", true},
        {"οδός", "ΟΔΟΣ", false},
        {"STRASSE", "die Straße", true},
        {"straße", "STRASSE", true},
        {"istanbul", "İstanbul", true},
        {"мои", "мой", false},
        {"мой", "МОЙ", true},
        {"ежик", "Ёжик", true},
        {"ніч її", "ніч її", true},
        {"sodertalje", "Södertälje", true},
        {"kobenhavn", "København", false},
        {"nguyen", "Nguyễn", true},
        {"=", "a ≠ b", false},
        {"-cafe", "Café", false},
        {"-café", "cafe", true},
        {"deck:debutants", "", true},
        {"deck:DÉBUTANTS", "", true},
        {"deck:débütants", "", false},
        {"tag:uber", "", true},
        {"tag:ÜBER::grösse", "", true},
        {"tag:verb", "", true},
        {"tag:vérb", "", false},
        {"über::", "", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (passes(cases[i].typed, cases[i].text) != cases[i].finds)
            fail_msg("\"%s\" in \"%s\"", cases[i].typed, cases[i].text);
}

static void test_query__numbers(void **state)
{
    (void)state;
    assert_true(passes("due<7", ""));
    assert_false(passes("due<3", ""));
    assert_true(passes("due<=3 due>=3 due=3 due:3", ""));
    assert_false(passes("due>3", ""));
    assert_false(passes("due<-1", ""));
    assert_true(passes("-due<0", ""));
    assert_true(passes("ease<2.5 ease>2.4 ease=2.46", ""));
    assert_false(passes("ease<2", ""));
    assert_true(passes("ease>2", ""));
    assert_true(passes("lapses>1 reviews=7 interval>14 rating=4", ""));
    assert_false(passes("lapses>2", ""));
}

static void test_query__a_card_never_rated(void **state)
{
    (void)state;
    struct schedule added = schedule_new();
    facts.schedule = &added;
    assert_false(passes("due<7", ""));
    assert_true(passes("-due<7", ""));
    assert_false(passes("interval<5", ""));
    assert_false(passes("rating<5", ""));
    assert_true(passes("state:new lapses=0 ease=2.5", ""));
    facts.schedule = &young;
}

static void test_query__states(void **state)
{
    (void)state;
    assert_true(passes("state:young", ""));
    assert_true(passes("state:yo is:young", ""));
    assert_false(passes("state:mature", ""));
    assert_false(passes("state:suspended", ""));
    young.suspended = true;
    assert_true(passes("state:suspended", ""));
    young.suspended = false;
    young.leech = true;
    young.buried_day = TODAY - 1;
    assert_true(passes("is:leech -is:buried", ""));
    young.buried_day = TODAY;
    assert_true(passes("is:buried", ""));
    young.buried_day = NO_DAY;
    young.leech = false;
    assert_false(passes("is:due", ""));
    young.due = TODAY;
    assert_true(passes("is:due", ""));
    young.due = TODAY + 3;
    assert_false(passes("state:nonsense", ""));
}

static void test_query__decks_and_tags(void **state)
{
    (void)state;
    assert_true(passes("deck:Latin", ""));
    assert_true(passes("deck:begin", ""));
    assert_false(passes("deck:greek", ""));
    assert_true(passes("tag:math tag:verb tag:language", ""));
    assert_false(passes("tag:mat", ""));
    assert_false(passes("-tag:math", ""));
    assert_true(passes("-tag:noun", ""));
}

static void test_query__what_is_not_whole_asks_nothing(void **state)
{
    (void)state;
    assert_true(passes("due<", ""));
    assert_true(passes("due<-", ""));
    assert_true(passes("state:", ""));
    assert_true(passes("-ease>", ""));
    assert_false(passes("due", "")); /* a word as long as no sign follows */
    assert_true(passes("due", "it is due"));
}

static void test_query__what_means_nothing_is_a_word(void **state)
{
    (void)state;
    assert_true(passes("due<x", "due<x"));
    assert_false(passes("due<x", "due"));
    assert_true(passes("http://x a:b", "see http://x and a:b"));
    assert_false(passes("state<new", ""));
    assert_true(passes("ease<2.345", "ease<2.345"));
    assert_true(passes("due<99999999999", "due<99999999999"));
    assert_true(passes("\"due<3\"", "due<3"));
}

static void test_query__many_terms(void **state)
{
    (void)state;
    struct query query = {0};
    assert_true(query_parse(&query, "a b c d e f g h i j k l m n o p q r s t"));
    assert_int_equal(query.count, QUERY_TERMS_MAX);
    assert_true(query_needs_texts(&query));
    assert_true(query_parse(&query, "due<3"));
    assert_false(query_needs_texts(&query));
    query_done(&query);
}

static void assert_doubt(const char *typed, bool finds, const char *want)
{
    struct query query = {0};
    struct buf told = {0};
    assert_true(query_parse(&query, typed));
    if (query.doubt)
        buf_format(&told, "column %zu: ", query.doubt_column);
    if (!query_tell_doubt(&query, finds, &told))
        buf_clear(&told);
    assert_string_equal(buf_string(&told), want);
    query_done(&query);
    buf_done(&told);
}

static void test_query__unknown_conditions(void **state)
{
    (void)state;
    assert_doubt("", false, "");
    assert_doubt("word \"tga:x\" tag:x -is:sus state:new deck:a ease<2.1", false, "");
    assert_doubt("tag: is: due< due<- ease>=", false, ""); /* unfinished */
    assert_doubt("tga:x", true, "column 1: no condition \"tga\": did you mean \"tag\"?");
    assert_doubt(
        "éé  -lapse>3 tga:x", true, "column 6: no condition \"lapse\": did you mean \"lapses\"?");
    assert_doubt("Rated>3", true, "column 1: no condition \"Rated\": did you mean \"rating\"?");
    assert_doubt(
        "is:suspnded", false, "column 1: no state \"suspnded\": did you mean \"suspended\"?");
    assert_doubt("STATE:MATUER", true, "column 1: no state \"MATUER\": did you mean \"mature\"?");
    assert_doubt("x is:odd", true,
        "column 3: no state \"odd\": there are new, learning, young, mature, due, suspended, "
        "buried "
        "and leech");
    assert_doubt("due<x", true, "column 1: \"due<x\" is not a condition: due needs a whole number");
    assert_doubt("ease<2.123", true,
        "column 1: \"ease<2.123\" is not a condition: ease needs a number such as 2.1");
    assert_doubt(
        "deck<x", true, "column 1: \"deck<x\" is not a condition: deck needs a colon and a word");
    /* what no condition is like may be a word, as long as it is found */
    assert_doubt("http://drill", true, "");
    assert_doubt("http://drill", false,
        "column 1: no condition \"http\": there are deck, tag, state, is, due, interval, ease, "
        "lapses, reviews, rating, stability, difficulty and recall");
    assert_doubt("3:4 x+y=2 ::", false, "");
}

static void test_query__saved_searches(void **state)
{
    (void)state;
    struct query_saved saved[2] = {0};
    struct query query = {.saved = saved, .saved_count = 2};
    struct buf told = {0};
    buf_text(&saved[0].name, "Hard");
    buf_text(&saved[0].text, "is:leech -tag:easy");
    buf_text(&saved[1].name, "lastweek");
    buf_text(&saved[1].text, "@hard");
    assert_true(query_parse(&query, "dog @hard due<3"));
    assert_int_equal(query.count, 4);
    assert_int_equal(query.terms[1].field, QUERY_STATE);
    assert_int_equal(query.terms[2].field, QUERY_TAG);
    assert_true(query.terms[2].negated);
    assert_int_equal(query.terms[3].field, QUERY_DUE);
    assert_int_equal(query.doubt, QUERY_CLEAR);
    assert_true(query_parse(&query, "\"@hard\"")); /* a word */
    assert_int_equal(query.count, 1);
    assert_int_equal(query.terms[0].field, QUERY_WORD);
    assert_true(query_parse(&query, "@lastweek")); /* a saved search is no part of another */
    assert_int_equal(query.count, 1);
    assert_int_equal(query.terms[0].field, QUERY_WORD);
    static const struct {
        const char *typed, *told;
        bool finds;
        size_t column;
    } doubts[] = {
        {"x @lastwek", "no saved search \"lastwek\": did you mean \"lastweek\"?", true, 3},
        {"-@HARD", "\"@HARD\" cannot be excluded: \"-\" goes with single terms", true, 2},
        {"@x", "no saved search \"x\": there are Hard and lastweek", false, 1},
        {"@x", "", true, 1},
    };
    for (size_t i = 0; i < COUNT(doubts); i++) {
        buf_clear(&told);
        assert_true(query_parse(&query, doubts[i].typed));
        query_tell_doubt(&query, doubts[i].finds, &told);
        assert_string_equal(buf_string(&told), doubts[i].told);
        assert_int_equal(query.doubt_column, doubts[i].column);
    }
    for (size_t i = 0; i < 2; i++) {
        buf_done(&saved[i].name);
        buf_done(&saved[i].text);
    }
    query_done(&query);
    buf_done(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_query__words),
        cmocka_unit_test(test_query__unknown_conditions),
        cmocka_unit_test(test_query__saved_searches),
        cmocka_unit_test(test_query__memories),
        cmocka_unit_test(test_query__letters),
        cmocka_unit_test(test_query__numbers),
        cmocka_unit_test(test_query__a_card_never_rated),
        cmocka_unit_test(test_query__states),
        cmocka_unit_test(test_query__decks_and_tags),
        cmocka_unit_test(test_query__what_is_not_whole_asks_nothing),
        cmocka_unit_test(test_query__what_means_nothing_is_a_word),
        cmocka_unit_test(test_query__many_terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

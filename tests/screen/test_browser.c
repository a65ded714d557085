/* The card browser: its states at three sizes, compared with stored frames; its keys; and its plain
 * mode. */
#include "screen/frames.h"

#include "study/collection.h"
#include "view/browser.h"
#include "view/screen.h"

#include "store/reviews.h"
#include "study/scheduling.h"

#define NOW moment_at(INT64_C(1769850000000), 0) /* 2026-01-31T09:00Z */

static const char deck_text[] =
    "deck: A deck for screens\n"
    "tags: [screens]\n"
    "cards:\n"
    "  - q: What does a bias do?\n"
    "    a: It shifts the **activation function** left or right.\n"
    "    hint: think of y = wx + b\n"
    "    note: Goodfellow et al., ch. 6\n"
    "    tags: [neuron, network::parameters]\n"
    "  - q: |\n"
    "      What does a question say that is so long that no list of any width has room for all of "
    "it, and that goes on in a second line, and in a third one,\n"
    "\n"
    "      with a paragraph of its own?\n"
    "    a: Its beginning, with an ellipsis.\n"
    "  - q: \"\\e[31mred\\a \\u202Eover \\u200B a\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301 "
    "\\x9b2J\"\n"
    "    a: \"漢字 are wide, 👩\\u200D💻 is joined, \\r is visible\"\n"
    "  - q: 日本語の質問はとても長いので、どの幅の一覧にも全部は入らないかもしれません\n"
    "    a: 答え\n"
    "    tags: [日本語]\n"
    "  - q: A draft\n";
static const char other_text[] = "deck: \"Another deck \\u202E with a long name\"\ncards:\n"
                                 "  - {q: The only one, a: of its deck}\n";

static const char memory_text[] = "deck: Under FSRS\n"
                                  "scheduler: fsrs\n"
                                  "cards:\n"
                                  "  - {q: Rated Well and Perfectly, a: a}\n"
                                  "  - {q: Forgotten after ten days, a: b}\n"
                                  "  - {q: Suspended, a: c}\n"
                                  "  - {q: Rated Perfectly four times, a: d}\n"
                                  "  - {q: New, a: e}\n";

static const char marked_text[] =
    "deck: Marked\n"
    "cards:\n"
    "  - q: What is the **chain rule** for $\\frac{dy}{dx}$ and `code`?\n"
    "    a: x\n"
    "  - q: '![cat](a.png) which animal?'\n"
    "    a: a\n"
    "  - cloze: \"*ReLU* is {{cheap}}, and used in nearly every network of today; its slope for x "
    "> 0 "
    "is {{1}}, and that keeps gradients\"\n"
    "  - q: \"Which?\\n\\n1. $a_1$\\n2. ~~b~~\\n\\n| c | d |\\n|---|---|\\n| 1 | 2 |\"\n"
    "    a: both\n";

/* ---- a browser without a terminal ---- */

struct stage {
    char folder[32], paths[2][64];
    struct store *store;
    struct collection collection;
    struct browse browse;
    struct browser browser;
    struct tag_filter filter;
    struct err err;
};

static void no_mistake(void *context, const struct err *mistake)
{
    (void)context;
    fail_msg("%s", mistake->message);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int64_t card_of(const struct stage *s, size_t place)
{
    return s->browse.cards.cards[place].card_id;
}

static void rate(struct stage *s, size_t place, enum review_kind kind, int rating, int days_ago)
{
    struct moment at = moment_at(NOW.utc_ms - days_ago * INT64_C(86400000), 0);
    struct rated rated = {.card_id = card_of(s, place),
        .kind = kind,
        .rating = (enum rating)rating,
        .at = at,
        .spent_ms = 8000};
    struct schedule after;
    struct stored_card card = {0};
    assert_int_equal(store_card(s->store, rated.card_id, &card, &s->err), ERR_NONE);
    rated.last_review = card.schedule.last_review;
    rated.last_change = card.schedule.last_change;
    assert_int_equal(store_rate(s->store, &rated, &after, &s->err), ERR_NONE);
    stored_card_done(&card);
}

static void do_change(struct stage *s, size_t place, enum change_kind kind)
{
    struct browse_step step;
    int64_t id = card_of(s, place);
    assert_int_equal(
        browse_change(&s->browse, &(struct card_ids){&id, 1, 1}, kind, 0, NOW, &step, &s->err),
        ERR_NONE);
}

/* Rates the cards so that the first is young, the second lapsed and overdue, the fourth mature;
 * makes the second a leech, suspends the third, buries the fourth. */
static void give_history(struct stage *s)
{
    rate(s, 0, REVIEW_NEW, 4, 2);
    rate(s, 0, REVIEW_DUE, 5, 1);
    rate(s, 1, REVIEW_NEW, 4, 20);
    rate(s, 1, REVIEW_DUE, 1, 10);
    for (int i = 0; i < 4; i++)
        rate(s, 3, i ? REVIEW_DUE : REVIEW_NEW, 5, (const int[]){60, 59, 53, 37}[i]);
    assert_int_equal(browse_reread(&s->browse, &s->err), ERR_NONE);
    do_change(s, 1, CHANGE_LEECH);
    do_change(s, 2, CHANGE_SUSPEND);
    do_change(s, 3, CHANGE_BURY);
    s->browse.step_count = s->browse.step_end = 0;
    assert_int_equal(browse_step(&s->browse, 100, &s->err), ERR_NONE);
}

/* Puts the schedulers that the decks' heads name into force, as a session does. */
static void follow_heads(struct stage *s)
{
    const struct session_options options = {0};
    struct switched switched;
    assert_int_equal(scheduling_follow(s->store, s->collection.deck_ids, s->collection.count,
                         &options, NOW, &switched, &s->err),
        ERR_NONE);
    if (!switched.count)
        return;
    assert_int_equal(browse_reread(&s->browse, &s->err), ERR_NONE);
    assert_int_equal(browse_step(&s->browse, 100, &s->err), ERR_NONE);
}

static void stage_open(struct stage *s, const char *first, const char *second)
{
    *s = (struct stage){.folder = "/tmp/drill-browser.XXXXXX"};
    assert_non_null(mkdtemp(s->folder));
    char none[80];
    snprintf(none, sizeof none, "%s/none.db", s->folder);
    snprintf(s->paths[0], sizeof s->paths[0], "%s/a.yaml", s->folder);
    snprintf(s->paths[1], sizeof s->paths[1], "%s/b.yaml", s->folder);
    write_file(s->paths[0], first);
    write_file(s->paths[1], second ? second : "");
    assert_int_equal(store_open(&s->store, none, STORE_READ, &s->err), ERR_NONE);
    s->collection =
        (struct collection){.store = s->store, .today = NOW.day, .on_mistake = no_mistake};
    char *words[] = {s->paths[0], s->paths[1]};
    assert_int_equal(collection_open(&s->collection, words, second ? 2 : 1, &s->err), ERR_NONE);
    assert_int_equal(browse_open(&s->browse, s->store, s->collection.deck_ids, s->collection.count,
                         &s->filter, NOW.day, &s->err),
        ERR_NONE);
    if (s->browse.cards.count >= 4)
        give_history(s);
    follow_heads(s);
}

static void stage_close(struct stage *s)
{
    browser_done(&s->browser);
    browse_done(&s->browse);
    collection_done(&s->collection);
    store_close(s->store);
    unlink(s->paths[0]);
    unlink(s->paths[1]);
    rmdir(s->folder);
}

static void finish(struct stage *s)
{
    assert_int_equal(browse_step(&s->browse, s->browse.cards.count, &s->err), ERR_NONE);
    browser_follow(&s->browser, &s->browse);
}

/* Does what the browser leaves to its caller: searching, and reading a history. */
static void follow(struct stage *s, const struct intent *intent)
{
    if (intent->command == BROWSER_LOOK)
        assert_int_equal(
            browse_search(&s->browse, buf_string(&s->browser.typed), &s->err), ERR_NONE);
    if (intent->command == BROWSER_SORT)
        browse_sort_next(&s->browse);
    if (intent->command == BROWSER_REVERSE)
        browse_sort(&s->browse, s->browse.sorted_by, !s->browse.descending);
    if (intent->command == BROWSER_MARK) {
        assert_true(browse_mark(&s->browse, browse_row(&s->browse, s->browser.row)->card_id));
        browser_next(&s->browser, &s->browse);
    }
    if (intent->command == BROWSER_MARK_FOUND) {
        assert_true(browse_mark_found(&s->browse));
        browser_tell_marked(&s->browse, &s->browser.notice);
    }
    if (intent->command == BROWSER_ASK_MOVE)
        for (size_t i = 0; i < s->browse.deck_count; i++)
            assert_true(browser_add_target(
                &s->browser, s->browse.decks[i].deck_id, buf_string(&s->browse.decks[i].name)));
    if (intent->command == BROWSER_UNMARK)
        browse_unmark(&s->browse);
    if (intent->command >= BROWSER_SORT_BY)
        browse_sort_by(&s->browse, (enum browse_column)(intent->command - BROWSER_SORT_BY));
    if (intent->command == BROWSER_SORT || intent->command == BROWSER_REVERSE ||
        intent->command >= BROWSER_SORT_BY)
        browser_rewind(&s->browser);
    if (intent->overlay == OVERLAY_HISTORY)
        assert_int_equal(
            card_history_read(s->store, s->browser.card.card_id, &s->browser.history, &s->err),
            ERR_NONE);
    finish(s);
}

static void draw(struct stage *s, struct frame *frame)
{
    assert_int_equal(browser_draw(&s->browser, &s->browse, frame, &s->err), ERR_NONE);
}

/* Press keys: characters, and \1 up, \2 down, \3 end, \4 page down, \5 backspace, \6 F1. */
static struct intent press(struct stage *s, const char *keys, struct frame *frame)
{
    static const uint32_t others[] = {0, KEY_UP_CODE, KEY_DOWN_CODE, KEY_END_CODE,
        KEY_PAGE_DOWN_CODE, KEY_BACKSPACE_CODE, KEY_F1_CODE};
    struct intent intent = {0};
    for (; *keys; keys++) {
        draw(s, frame);
        unsigned char key = (unsigned char)*keys;
        intent = browser_key(&s->browser, &s->browse, key < COUNT(others) ? others[key] : key);
        follow(s, &intent);
    }
    return intent;
}

static const int sizes[][2] = {{12, 40}, {24, 80}, {60, 200}};

static void play_decks(const char *name, const char *first, const char *second, const char *keys)
{
    struct buf frames = {0};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct stage s;
        struct frame frame = {0};
        stage_open(&s, first, second);
        assert_true(frame_resize(&frame, sizes[i][0], sizes[i][1]));
        press(&s, keys, &frame);
        draw(&s, &frame);
        add_frame(&frame, &frames);
        frame_done(&frame);
        stage_close(&s);
    }
    assert_false(frames.failed);
    compare(name, &frames);
    buf_done(&frames);
}

#define SCREEN(test, name, first, second, keys)                                                    \
    static void test_browser__##test(void **state)                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        play_decks(name, first, second, keys);                                                     \
    }

SCREEN(all_cards, "browser", deck_text, NULL, "")
SCREEN(cards_with_markup, "browser-markup", marked_text, NULL, "\2\2\2")
SCREEN(two_decks, "browser-decks", deck_text, other_text, "\3")
SCREEN(no_cards, "browser-empty", "deck: Nothing yet\ncards: []\n", NULL, "")
SCREEN(a_search, "browser-search", deck_text, NULL, "/DOES a")
SCREEN(a_search_that_is_done, "browser-found", deck_text, NULL, "/does\n\2")
SCREEN(no_match, "browser-no-match", deck_text, NULL, "/xyzzy")
SCREEN(an_unknown_condition, "browser-unknown", deck_text, NULL, "/bias is:suspnded")
SCREEN(a_condition_with_many_choices, "browser-choices", deck_text, NULL, "/is:foo")
SCREEN(a_long_search, "browser-long-search", deck_text, NULL,
    "/-words -that -are -more -than -a -line -of -any -screen -has -room -for -as -there -are -so "
    "-many -of -them -and -one -cannot -be -sure -which -of -them -all -it -will -be -that "
    "-matters -end")
SCREEN(sorted_by_lapses, "browser-sorted", deck_text, NULL, "ooooo")
SCREEN(cards_under_fsrs, "browser-memory", memory_text, NULL, "\2")
SCREEN(cards_under_both, "browser-memory-both", memory_text, other_text, "")
SCREEN(sorted_by_difficulty, "browser-memory-sorted", memory_text, NULL, "ooooo")
SCREEN(the_card, "browser-card", deck_text, NULL, "p")
SCREEN(a_long_card, "browser-card-long", deck_text, NULL, "\2p  ")
SCREEN(a_hostile_card, "browser-card-hostile", deck_text, NULL, "\2\2p")
SCREEN(a_day_is_asked_for, "browser-due", deck_text, NULL, "d+3")
SCREEN(no_day, "browser-due-mistake", deck_text, NULL, "dnever\n")
SCREEN(tags_are_asked_for, "browser-tags", deck_text, NULL, "\t#math -hard")
SCREEN(no_tags, "browser-tags-mistake", deck_text, NULL, "#!x\n")
SCREEN(a_deck_is_asked_for, "browser-move", deck_text, other_text, "mno")
SCREEN(another_deck_is_chosen, "browser-move-other", deck_text, other_text, "m\2")
SCREEN(no_deck_of_that_name, "browser-move-none", deck_text, other_text, "mxyz\n")
SCREEN(every_key, "browser-keys", deck_text, NULL, "?")
SCREEN(every_key_of_a_line, "browser-keys-line", deck_text, NULL, "/\6")
SCREEN(marks, "browser-marks", deck_text, NULL, "*\t\2\t")
SCREEN(marks_of_a_search, "browser-marks-found", deck_text, NULL, "\t/does\n*")
SCREEN(a_card_alone, "browser-alone", deck_text, NULL, "\n")
SCREEN(a_card_alone_with_all_parts, "browser-alone-answer", deck_text, NULL, "\nh ")
SCREEN(a_long_card_alone, "browser-alone-long", deck_text, NULL, "\2\n j")
SCREEN(the_last_card_alone, "browser-alone-last", deck_text, NULL, "\3\n n")
SCREEN(every_key_of_a_card_alone, "browser-alone-keys", deck_text, NULL, "\n?")
SCREEN(history, "browser-history", deck_text, NULL, "\2i")

/* During a search, the cards found so far are shown. */
static void test_browser__searching(void **state)
{
    (void)state;
    struct buf frames = {0};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct stage s;
        struct frame frame = {0};
        stage_open(&s, deck_text, NULL);
        assert_true(frame_resize(&frame, sizes[i][0], sizes[i][1]));
        assert_int_equal(browse_search(&s.browse, "a", &s.err), ERR_NONE);
        buf_text(&s.browser.typed, "a");
        assert_int_equal(browse_step(&s.browse, 2, &s.err), ERR_NONE);
        draw(&s, &frame);
        add_frame(&frame, &frames);
        assert_int_equal(browse_search(&s.browse, "a", &s.err), ERR_NONE);
        draw(&s, &frame);
        add_frame(&frame, &frames);
        frame_done(&frame);
        stage_close(&s);
    }
    compare("browser-searching", &frames);
    buf_done(&frames);
}

/* ---- keys ---- */

static struct stage *stage_at_80x24(struct frame *frame)
{
    static struct stage s;
    stage_open(&s, deck_text, NULL);
    assert_true(frame_resize(frame, 24, 80));
    return &s;
}

/* What the browser says of saved searches while "@" and a name are typed. */
static void test_browser__saved_searches_are_listed(void **state)
{
    static const struct {
        const char *typed, *says;
    } cases[] = {{"/@", "Saved: @hard, @hot, @new"}, {"5 @h", "Saved: @hard, @hot"},
        {"ar", "Saved: @hard"}, {"d", NULL}, {"\n", NULL},
        {"/ @hrad", "Column 9: no saved search \"hrad\": did you mean \"hard\"?"}};
    static char names[][8] = {"hard", "hot", "new"}, text[] = "is:new";
    struct query_saved saved[3];
    struct frame frame = {0};
    (void)state;
    for (size_t i = 0; i < 3; i++)
        saved[i] = (struct query_saved){
            {.bytes = names[i], .length = strlen(names[i])}, {.bytes = text, .length = 6}};
    struct stage *s = stage_at_80x24(&frame);
    s->browse.query.saved = saved;
    s->browse.query.saved_count = 3;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf shown = {0};
        press(s, i == 1 ? "\025" : "", &frame);
        press(s, cases[i].typed, &frame);
        draw(s, &frame);
        frame_dump(&frame, &shown);
        if (cases[i].says)
            assert_non_null(strstr(buf_string(&shown), cases[i].says));
        else
            assert_null(strstr(buf_string(&shown), "aved"));
        buf_done(&shown);
    }
    frame_done(&frame);
    stage_close(s);
}

static void test_browser__moving(void **state)
{
    (void)state;
    struct frame frame = {0};
    struct stage *s = stage_at_80x24(&frame);
    press(s, "\1", &frame); /* stops at the first row */
    assert_int_equal(s->browser.row, 0);
    press(s, "jj\1", &frame);
    assert_int_equal(s->browser.row, 1);
    press(s, "\3\2\4", &frame); /* stops at the last row */
    assert_int_equal(s->browser.row, 4);
    press(s, "g", &frame);
    assert_int_equal(s->browser.row, 0);
    frame_done(&frame);
    stage_close(s);
}

/* The selected card stays selected while the search finds it, and again once it finds it again. */
static void test_browser__the_selection_stays_on_its_card(void **state)
{
    (void)state;
    struct frame frame = {0};
    struct stage *s = stage_at_80x24(&frame);
    press(s, "\3", &frame);
    int64_t last = card_of(s, 4);
    press(s, "/draft", &frame);
    assert_int_equal(s->browser.row, 0);
    assert_int_equal(browse_row(&s->browse, 0)->card_id, last);
    press(s, "\033\033", &frame); /* the first escape ends typing, the second clears the search */
    assert_int_equal(s->browse.found_count, 5);
    assert_int_equal(s->browser.row, 4);
    press(s, "/bias", &frame); /* the card is not found, so the first one is selected */
    assert_int_equal(browse_row(&s->browse, s->browser.row)->card_id, card_of(s, 0));
    press(s, "\n\033", &frame);
    assert_int_equal(s->browser.row, 0);
    press(s, "\3o", &frame); /* after sorting, the list starts at its top */
    assert_int_equal(s->browser.row, 0);
    frame_done(&frame);
    stage_close(s);
}

/* Until the wanted card is found, the first row is selected. A key that moves the selection stops
 * the waiting. */
static void test_browser__a_wanted_card_is_found_late(void **state)
{
    (void)state;
    struct frame frame = {0};
    struct stage *s = stage_at_80x24(&frame);
    press(s, "\3", &frame);
    browser_restart(&s->browser, &s->browse);
    assert_int_equal(browse_search(&s->browse, "a", &s->err), ERR_NONE);
    assert_int_equal(browse_step(&s->browse, 2, &s->err), ERR_NONE);
    browser_follow(&s->browser, &s->browse);
    assert_int_equal(s->browser.row, 0);
    /* another letter is typed before the card is found */
    browser_restart(&s->browser, &s->browse);
    assert_int_equal(browse_search(&s->browse, "dr", &s->err), ERR_NONE);
    finish(s);
    assert_int_equal(browse_row(&s->browse, s->browser.row)->card_id, card_of(s, 4));
    browser_restart(&s->browser, &s->browse);
    assert_int_equal(browse_search(&s->browse, "", &s->err), ERR_NONE);
    assert_int_equal(browse_step(&s->browse, 2, &s->err), ERR_NONE);
    draw(s, &frame);
    browser_key(&s->browser, &s->browse, KEY_DOWN_CODE);
    finish(s);
    assert_int_equal(s->browser.row, 1);
    frame_done(&frame);
    stage_close(s);
}

/* A card shown alone asks anew when it is shown anew; what the list has selected follows. */
static void test_browser__cards_one_after_the_other(void **state)
{
    (void)state;
    struct frame frame = {0};
    struct stage *s = stage_at_80x24(&frame);
    press(s, "\n", &frame);
    assert_false(s->browser.look.answered);
    press(s, " ", &frame);
    assert_true(s->browser.look.answered);
    press(s, " ", &frame); /* the next card */
    draw(s, &frame);
    assert_int_equal(s->browser.row, 1);
    assert_false(s->browser.look.answered);
    press(s, "\np", &frame);
    draw(s, &frame);
    assert_int_equal(s->browser.row, 0);
    assert_false(s->browser.look.answered);
    press(s, "pn", &frame); /* there is no card before the first */
    assert_int_equal(s->browser.row, 1);
    assert_int_equal(press(s, "s", &frame).command, BROWSER_SUSPEND);
    assert_int_equal(press(s, "\t", &frame).command, BROWSER_NOTHING);
    assert_false(press(s, "q", &frame).quit);
    assert_false(s->browser.look.open);
    assert_int_equal(s->browser.row, 1);
    press(s, "/xyzzy\n\n", &frame); /* there is no card to show */
    assert_false(s->browser.look.open);
    frame_done(&frame);
    stage_close(s);
}

/* Escape clears the search first, then the marks; only then does it leave. */
static void test_browser__escape_unmarks(void **state)
{
    (void)state;
    struct frame frame = {0};
    struct stage *s = stage_at_80x24(&frame);
    press(s, "\t\t", &frame);
    assert_int_equal(s->browser.row, 2);
    press(s, "/draft\n\t", &frame);
    assert_int_equal(s->browse.marked.count, 3);
    assert_int_equal(s->browser.row, 0); /* the last row */
    assert_false(press(s, "\033", &frame).quit);
    assert_int_equal(s->browse.marked.count, 3);
    assert_int_equal(s->browse.found_count, 5);
    assert_false(press(s, "\033", &frame).quit);
    assert_int_equal(s->browse.marked.count, 0);
    assert_true(press(s, "\033", &frame).quit);
    frame_done(&frame);
    stage_close(s);
}

static void test_browser__typing(void **state)
{
    (void)state;
    struct frame frame = {0};
    struct stage *s = stage_at_80x24(&frame);
    press(s, "/sq d", &frame); /* letters that are commands in the list */
    assert_string_equal(buf_string(&s->browser.typed), "sq d");
    browser_key(&s->browser, &s->browse, 0x65e5);
    browser_key(&s->browser, &s->browse, 'x' | KEY_PASTED);
    /* a pasted Enter does not close the line */
    browser_key(&s->browser, &s->browse, KEY_ENTER_CODE | KEY_PASTED);
    assert_string_equal(buf_string(&s->browser.typed), "sq d日x");
    press(s, "\5\5", &frame);
    assert_string_equal(buf_string(&s->browser.typed), "sq d");
    struct intent intent = press(s, "\025", &frame); /* ctrl-u */
    assert_int_equal(intent.command, BROWSER_LOOK);
    assert_int_equal(s->browser.typed.length, 0);
    assert_int_equal(s->browser.line, BROWSER_SEARCH_LINE);
    press(s, "\5", &frame); /* nothing left to delete */
    assert_false(press(s, "\033", &frame).quit);
    assert_true(press(s, "\033", &frame).quit);
    browser_key(&s->browser, &s->browse, 's' | KEY_PASTED);
    assert_int_equal(s->browser.typed.length, 0);
    frame_done(&frame);
    stage_close(s);
}

/* ---- clicks ---- */

/* Clicks where the frame, drawn anew, shows text in a row. */
static struct intent click(struct stage *s, struct frame *frame, int row, const char *text)
{
    draw(s, frame);
    struct intent intent = browser_key(&s->browser, &s->browse, key_of_click(frame, row, text));
    follow(s, &intent);
    draw(s, frame);
    return intent;
}

static void test_browser__clicks_on_rows(void **state)
{
    struct stage s;
    struct frame frame = {0};
    (void)state;
    stage_open(&s, deck_text, NULL);
    assert_true(frame_resize(&frame, 24, 80));
    click(&s, &frame, 4, "What does a question");
    assert_int_equal(s.browser.row, 1);
    assert_int_equal(s.browser.card.card_id, card_of(&s, 1));
    click(&s, &frame, 7, "new"); /* in any column */
    assert_int_equal(s.browser.row, 4);
    click(&s, &frame, 8, ""); /* below the last card */
    assert_int_equal(s.browser.row, 4);
    assert_true(s.browser.card_shown);
    click(&s, &frame, 7, "A draft"); /* its card is shown already */
    assert_true(s.browser.card_shown);
    press(&s, "p", &frame);
    click(&s, &frame, 7, "A draft");
    assert_true(s.browser.card_shown);
    assert_true(frame_resize(&frame, 12, 40)); /* where the card takes the place of the list */
    s.browser.flipped = false;
    click(&s, &frame, 4, "What");
    assert_false(s.browser.covered);
    assert_int_equal(s.browser.row, 1);
    click(&s, &frame, 4, "What");
    assert_true(s.browser.covered);
    click(&s, &frame, 6, ""); /* the card is no list */
    assert_int_equal(s.browser.row, 1);
    frame_done(&frame);
    stage_close(&s);
}

static void test_browser__clicks_on_heads(void **state)
{
    struct stage s;
    struct frame frame = {0};
    (void)state;
    stage_open(&s, deck_text, other_text);
    assert_true(frame_resize(&frame, 24, 120));
    click(&s, &frame, 2, "due");
    assert_int_equal(s.browse.sorted_by, BROWSE_DUE);
    assert_false(s.browse.descending);
    click(&s, &frame, 2, "due");
    assert_true(s.browse.descending);
    click(&s, &frame, 2, "state");
    assert_int_equal(s.browse.sorted_by, BROWSE_STATE);
    assert_false(s.browse.descending);
    assert_int_equal(click(&s, &frame, 2, "deck").command, BROWSER_NOTHING);
    click(&s, &frame, 2, "question");
    assert_int_equal(s.browse.sorted_by, BROWSE_POSITION);
    press(&s, "/bias", &frame); /* while a line is open, too */
    click(&s, &frame, 2, "due");
    assert_int_equal(s.browse.sorted_by, BROWSE_DUE);
    assert_int_equal(s.browser.line, BROWSER_SEARCH_LINE);
    frame_done(&frame);
    stage_close(&s);
}

/* 100 cards in 9 rows: 91 steps over the 7 rows between the ends of the bar. */
static void test_browser__clicks_on_the_bar(void **state)
{
    struct buf deck = {0};
    struct stage s;
    struct frame frame = {0};
    (void)state;
    buf_text(&deck, "deck: Many\ncards:\n");
    for (int i = 0; i < 100; i++)
        buf_format(&deck, "  - {q: Question %d, a: x}\n", i);
    stage_open(&s, buf_string(&deck), NULL);
    assert_true(frame_resize(&frame, 24, 80));
    draw(&s, &frame);
    assert_int_equal(s.browser.page, 9);
    static const struct {
        int row;
        const char *shows;
        size_t top;
    } clicks[] = {{11, "▼", 8}, {11, "▼", 16}, {3, "▲", 8}, {3, "▲", 0}, {10, "", 91}, {3, "▲", 83},
        {7, "", 45}, {4, "", 0}};
    for (size_t i = 0; i < COUNT(clicks); i++) {
        draw(&s, &frame);
        if (*clicks[i].shows)
            assert_string_equal(frame_cell(&frame, clicks[i].row, 77)->text, clicks[i].shows);
        browser_key(&s.browser, &s.browse, frame_key_at(&frame, clicks[i].row, 77));
        draw(&s, &frame);
        assert_int_equal(s.browser.top, clicks[i].top);
        assert_in_range(s.browser.row, s.browser.top, s.browser.top + 8);
    }
    frame_done(&frame);
    stage_close(&s);
    buf_done(&deck);
}

static void test_browser__clicks_on_the_bar_of_the_card(void **state)
{
    struct stage s;
    struct frame frame = {0};
    (void)state;
    stage_open(&s, deck_text, NULL);
    assert_true(frame_resize(&frame, 22, 80));
    click(&s, &frame, 4, "What does a question");
    click(&s, &frame, 18, "▼");
    assert_in_range(s.browser.text_top, 1, 8);
    assert_int_equal(s.browser.row, 1);
    browser_key(&s.browser, &s.browse, frame_key_at(&frame, 13, 77));
    assert_int_equal(s.browser.text_top, 0);
    frame_done(&frame);
    stage_close(&s);
}

static void test_browser__what_is_left_to_do(void **state)
{
    (void)state;
    static const struct {
        const char *keys;
        int command;
    } cases[] = {{"s", BROWSER_SUSPEND}, {"b", BROWSER_BURY}, {"t", BROWSER_LEECH},
        {"r", BROWSER_RESET}, {"u", BROWSER_UNDO}, {"\5", BROWSER_UNDO}, {"o", BROWSER_SORT},
        {"O", BROWSER_REVERSE}, {"d", BROWSER_NOTHING}, {"2026-12-01\n", BROWSER_SET_DUE},
        {"x", BROWSER_NOTHING}};
    struct frame frame = {0};
    struct stage *s = stage_at_80x24(&frame);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(press(s, cases[i].keys, &frame).command, cases[i].command);
    assert_int_equal(s->browser.due, day_from_civil(2026, 12, 1));
    assert_true(press(s, "e", &frame).edit);
    assert_true(press(s, "q", &frame).quit);
    press(s, "dx\n", &frame);
    assert_int_equal(s->browser.line, BROWSER_DUE_LINE); /* stays open, to correct the text */
    assert_int_equal(press(s, "\0053\n", &frame).command, BROWSER_SET_DUE);
    assert_int_equal(s->browser.due, NOW.day + 3);
    assert_int_equal(press(s, "d4\033", &frame).command, BROWSER_NOTHING);
    press(s, "/xyzzy\n", &frame); /* no card is found, so there is nothing to change */
    assert_false(press(s, "e", &frame).edit);
    press(s, "id", &frame);
    assert_int_equal(s->browser.overlay.shown, OVERLAY_NONE);
    assert_int_equal(s->browser.line, BROWSER_NO_LINE);
    frame_done(&frame);
    stage_close(s);
}

static void test_browser__escape_on_a_small_screen(void **state)
{
    (void)state;
    struct frame frame = {0};
    struct stage *s = stage_at_80x24(&frame);
    assert_true(frame_resize(&frame, 12, 40));
    press(s, "/a\np", &frame);
    draw(s, &frame);
    assert_true(s->browser.covered);
    assert_false(press(s, "\033", &frame).quit); /* closes the preview */
    draw(s, &frame);
    assert_false(s->browser.covered);
    assert_int_equal(press(s, "\033", &frame).command, BROWSER_LOOK); /* clears the search */
    assert_true(press(s, "\033", &frame).quit);
    frame_done(&frame);
    stage_close(s);
}

/* Drawing works at any size. If the frame is large enough for the screen, the selected row is
 * visible. */
static void test_browser__every_size_can_be_drawn(void **state)
{
    (void)state;
    struct stage s;
    struct frame frame = {0};
    stage_open(&s, deck_text, other_text);
    browser_key(&s.browser, &s.browse, KEY_END_CODE);
    for (int rows = 1; rows <= 40; rows++) {
        for (int cols = 1; cols <= 220; cols += cols < 60 ? 1 : 9) {
            struct buf text = {0};
            assert_true(frame_resize(&frame, rows, cols));
            draw(&s, &frame);
            frame_dump(&frame, &text);
            assert_int_equal(strstr(buf_string(&text), "❯") != NULL, frame_fits(&frame));
            assert_null(strchr(buf_string(&text), 0x1b));
            buf_done(&text);
        }
    }
    frame_done(&frame);
    stage_close(&s);
}

/* ---- line by line ---- */

static void test_browser__lines(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        struct intent intent;
        bool unclear, notice;
    } cases[] = {
        {"s\n", {0}, false, true}, /* no card is selected yet */
        {"d 3\n", {0}, false, true},
        {"2\n", {.command = BROWSER_SHOW}, false, false},
        {" s \n", {.command = BROWSER_SUSPEND}, false, false},
        {"d 3\n", {.command = BROWSER_SET_DUE}, false, false},
        {"d\n", {0}, false, true},
        {"d x\n", {0}, false, true},
        {"e\n", {.edit = true}, false, false},
        {"i\n", {.overlay = OVERLAY_HISTORY}, false, false},
        {"?\n", {.overlay = OVERLAY_KEYS}, false, false},
        {"0\n", {0}, true, false},
        {"6\n", {0}, true, false},
        {"2x\n", {0}, true, false},
        {"99999999999999999999999\n", {0}, true, false},
        {"x\n", {0}, true, false},
        {"p\n", {0}, true, false}, /* a key of the full screen */
        {"j\n", {0}, true, false},
        {"s s\n", {0}, true, false},
        {"\n", {0}, false, true}, /* there are no more pages */
        {"/draft\n", {.command = BROWSER_LOOK}, false, false},
        {"s\n", {0}, false, true}, /* a search selects no card */
        {"u", {.command = BROWSER_UNDO}, false, false},
        {"q", {.quit = true}, false, false},
    };
    struct stage s;
    stage_open(&s, deck_text, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool unclear;
        struct intent got = browser_plain_line(&s.browser, &s.browse, cases[i].line, &unclear);
        if (memcmp(&got, &cases[i].intent, sizeof got) != 0 || unclear != cases[i].unclear ||
            (s.browser.notice.length > 0) != cases[i].notice)
            fail_msg("line %zu: %s", i, cases[i].line);
    }
    assert_string_equal(buf_string(&s.browser.typed), "draft");
    stage_close(&s);
}

static void assert_says(const struct buf *text, const char *words)
{
    if (!strstr(buf_string(text), words))
        fail_msg("\"%s\" is not in:\n%s", words, buf_string(text));
}

static void test_browser__said_in_words(void **state)
{
    (void)state;
    struct stage s;
    struct buf text = {0};
    stage_open(&s, deck_text, other_text);
    assert_int_equal(browser_plain_list(&s.browser, &s.browse, &text, &s.err), ERR_NONE);
    assert_says(&text, "6 cards, sorted by deck order\n"
                       "1. What does a bias do?, A deck for screens: young, due in 5 d\n");
    assert_says(&text, ": leech, due 9 d ago\n");
    assert_says(&text, ": new, suspended\n");
    assert_says(&text, ": mature, buried\n");
    assert_says(&text, "5. A draft, A deck for screens: new\n");
    assert_null(strchr(buf_string(&text), 0x1b));
    buf_clear(&text);
    s.browser.row = 0;
    assert_int_equal(browser_plain_card(&s.browser, &s.browse, &text, &s.err), ERR_NONE);
    assert_says(&text, "1. A deck for screens: screens · neuron · network::parameters: young, due "
                       "in 5 d, 2 ratings, 0 lapses, ease 2.60\n"
                       "Question:\nWhat does a bias do?\n"
                       "Hint:\nthink of y = wx + b\n"
                       "Answer:\nIt shifts the activation function left or right.\n"
                       "Note:\nGoodfellow et al., ch. 6\n");
    buf_clear(&text);
    browser_plain_prompt(&s.browser, &s.browse, &text);
    assert_string_equal(
        buf_string(&text), "number: show a card, /WORDS: search, ?: all keys, q: leave > ");
    s.browser.chosen = true;
    buf_clear(&text);
    browser_plain_prompt(&s.browser, &s.browse, &text);
    assert_says(&text, "s d e u r b t i # m: change it, number: ");
    buf_clear(&text);
    browser_plain_keys(&s.browser, &text);
    assert_says(&text, "  /WORDS: search");
    assert_says(&text, "  d DAY: set its due day\n");
    assert_null(strstr(buf_string(&text), "scroll"));
    buf_done(&text);
    stage_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_browser__all_cards),
        cmocka_unit_test(test_browser__cards_with_markup),
        cmocka_unit_test(test_browser__two_decks),
        cmocka_unit_test(test_browser__cards_under_fsrs),
        cmocka_unit_test(test_browser__cards_under_both),
        cmocka_unit_test(test_browser__sorted_by_difficulty),
        cmocka_unit_test(test_browser__no_cards),
        cmocka_unit_test(test_browser__a_search),
        cmocka_unit_test(test_browser__a_search_that_is_done),
        cmocka_unit_test(test_browser__no_match),
        cmocka_unit_test(test_browser__an_unknown_condition),
        cmocka_unit_test(test_browser__a_condition_with_many_choices),
        cmocka_unit_test(test_browser__a_long_search),
        cmocka_unit_test(test_browser__sorted_by_lapses),
        cmocka_unit_test(test_browser__the_card),
        cmocka_unit_test(test_browser__a_long_card),
        cmocka_unit_test(test_browser__a_hostile_card),
        cmocka_unit_test(test_browser__a_day_is_asked_for),
        cmocka_unit_test(test_browser__no_day),
        cmocka_unit_test(test_browser__tags_are_asked_for),
        cmocka_unit_test(test_browser__no_tags),
        cmocka_unit_test(test_browser__a_deck_is_asked_for),
        cmocka_unit_test(test_browser__another_deck_is_chosen),
        cmocka_unit_test(test_browser__no_deck_of_that_name),
        cmocka_unit_test(test_browser__every_key),
        cmocka_unit_test(test_browser__every_key_of_a_line),
        cmocka_unit_test(test_browser__marks),
        cmocka_unit_test(test_browser__marks_of_a_search),
        cmocka_unit_test(test_browser__a_card_alone),
        cmocka_unit_test(test_browser__a_card_alone_with_all_parts),
        cmocka_unit_test(test_browser__a_long_card_alone),
        cmocka_unit_test(test_browser__the_last_card_alone),
        cmocka_unit_test(test_browser__every_key_of_a_card_alone),
        cmocka_unit_test(test_browser__history),
        cmocka_unit_test(test_browser__saved_searches_are_listed),
        cmocka_unit_test(test_browser__searching),
        cmocka_unit_test(test_browser__moving),
        cmocka_unit_test(test_browser__the_selection_stays_on_its_card),
        cmocka_unit_test(test_browser__a_wanted_card_is_found_late),
        cmocka_unit_test(test_browser__cards_one_after_the_other),
        cmocka_unit_test(test_browser__escape_unmarks),
        cmocka_unit_test(test_browser__typing),
        cmocka_unit_test(test_browser__clicks_on_rows),
        cmocka_unit_test(test_browser__clicks_on_heads),
        cmocka_unit_test(test_browser__clicks_on_the_bar),
        cmocka_unit_test(test_browser__clicks_on_the_bar_of_the_card),
        cmocka_unit_test(test_browser__what_is_left_to_do),
        cmocka_unit_test(test_browser__escape_on_a_small_screen),
        cmocka_unit_test(test_browser__every_size_can_be_drawn),
        cmocka_unit_test(test_browser__lines),
        cmocka_unit_test(test_browser__said_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* All states of the session's screens at three sizes, compared with stored frames. */
#include "screen/frames.h"

#include "base/date.h"
#include "study/collection.h"
#include "study/session.h"
#include "view/screen.h"

static const char deck_text[] =
    "deck: A deck for screens\n"
    "cards:\n"
    "  - q: What does a bias do?\n"
    "    a: It shifts the **activation function** left or right.\n"
    "    hint: think of y = wx + b\n"
    "    note: Goodfellow et al., ch. 6\n"
    "    tags: [neuron, network::parameters]\n"
    "  - q: What can *Markdown* do?\n"
    "    a: |\n"
    "      A paragraph with **bold**, *italics* and `code`, long enough to be broken into lines.\n"
    "\n"
    "      1. first\n"
    "      2. second, with\n"
    "         - a nested item\n"
    "\n"
    "      > a quotation\n"
    "\n"
    "      ```\n"
    "      int main(void)\n"
    "          return 0;\n"
    "      ```\n"
    "\n"
    "      The end.\n"
    "  - cloze: The capital of France is {{Paris::city}}, on the {{Seine}}.\n"
    "  - q: \"\\e[31mred\\a \\u202Eover \\u200B a\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301 "
    "\\x9b2J\"\n"
    "    a: \"漢字 are wide, 👩\\u200D💻 is joined, \\r is visible\"\n"
    "  - q: A draft\n";

/* Every kind of Markdown that drill supports. */
static const char everything_text[] =
    "deck: \u05e9\u05dc\u05d5\u05dd 3\n"
    "cards:\n"
    "  - q: 'What *is* $e^{i\\pi} + 1$, at `$5`?'\n"
    "    a: |\n"
    "      ## A heading with $x^2$\n"
    "      A [link](https://example.org/a), <https://bare.example>, ~~struck~~, and\n"
    "      ![a cat](cat.png). Prices are $5 and $6; $\\frac{\\partial L}{\\partial w}$, "
    "$\\unknown x$.\n"
    "\n"
    "      $$A = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}$$\n"
    "\n"
    "      1. first\n"
    "      2. second, which is long enough for two lines on a small screen\n"
    "         - [ ] to do\n"
    "         - [x] done\n"
    "\n"
    "      > quoted\n"
    "      >\n"
    "      > > twice\n"
    "\n"
    "      | Optimizer | State | Notes |\n"
    "      |:--|--:|:-:|\n"
    "      | SGD | 0 | plain |\n"
    "      | Adam | 2 | first and second moment $m_t$, $v_t$ of the gradient |\n"
    "\n"
    "      ```\n"
    "      def f(x):\n"
    "          return x ** 2  # a comment that goes on beyond the edge of a small screen\n"
    "      ```\n"
    "\n"
    "      ---\n"
    "      <b>HTML</b> &rarr; text  \n"
    "      \u6f22\u5b57 \U0001f469\u200d\U0001f4bb \U0001f44d\U0001f3fd "
    "\U0001f1e9\U0001f1ea \u05e9\u05dc\u05d5\u05dd 3\n";

static const char *deck_shown = deck_text;

/* ---- a session without a terminal ---- */

struct stage {
    char folder[32], path[64];
    struct store *store;
    struct collection collection;
    struct session session;
    struct screen screen;
    struct err err;
    struct moment now;
};

static void no_mistake(void *context, const struct err *mistake)
{
    (void)context;
    fail_msg("%s", mistake->message);
}

static void stage_open(struct stage *s, const struct session_options *options)
{
    *s = (struct stage){.folder = "/tmp/drill-screen.XXXXXX"};
    s->now = moment_at(INT64_C(1769850000000), 0); /* 2026-01-31T09:00Z */
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/deck.yaml", s->folder);
    FILE *file = fopen(s->path, "w");
    assert_non_null(file);
    fputs(deck_shown, file);
    fclose(file);
    char none[80];
    snprintf(none, sizeof none, "%s/none.db", s->folder);
    assert_int_equal(store_open(&s->store, none, STORE_READ, &s->err), ERR_NONE);
    s->collection =
        (struct collection){.store = s->store, .today = s->now.day, .on_mistake = no_mistake};
    char *words[] = {s->path};
    assert_int_equal(collection_open(&s->collection, words, 1, &s->err), ERR_NONE);
    assert_int_equal(session_start(&s->session, s->store, s->collection.deck_ids,
                         s->collection.count, options, s->now, &s->err),
        ERR_NONE);
}

static void stage_close(struct stage *s)
{
    screen_done(&s->screen);
    session_done(&s->session);
    collection_done(&s->collection);
    store_close(s->store);
    unlink(s->path);
    rmdir(s->folder);
}

/* ---- comparing ---- */

static void add_screen(struct stage *s, int rows, int cols, struct buf *out)
{
    struct frame frame = {0};
    assert_true(frame_resize(&frame, rows, cols));
    assert_true(screen_draw(&s->screen, &s->session, &frame));
    add_frame(&frame, out);
    frame_done(&frame);
}

/* Press keys, one every 8 seconds, on a screen of that size. */
static void press(struct stage *s, const char *keys, int rows, int cols)
{
    struct frame frame = {0};
    for (; *keys; keys++) {
        assert_true(frame_resize(&frame, rows, cols));
        assert_true(screen_draw(&s->screen, &s->session, &frame));
        s->now = moment_at(s->now.utc_ms + 8000, 0);
        struct intent intent = screen_key(&s->screen, &s->session, (uint32_t)*keys);
        if (intent.overlay == OVERLAY_HISTORY)
            assert_int_equal(
                card_history_read(s->store, s->session.card.card_id, &s->screen.history, &s->err),
                ERR_NONE);
        screen_follow(&s->screen, &s->session, &intent);
        assert_int_equal(session_update(&s->session, intent.action, s->now, &s->err), ERR_NONE);
    }
    frame_done(&frame);
}

static void play_greeted(
    const char *name, const char *keys, const struct session_options *options, const char *greeting)
{
    static const int sizes[][2] = {{12, 40}, {24, 80}, {60, 200}};
    struct buf frames = {0};
    for (size_t i = 0; i < 3; i++) {
        struct stage s;
        stage_open(&s, options);
        s.screen.greeting = greeting;
        press(&s, keys, sizes[i][0], sizes[i][1]);
        add_screen(&s, sizes[i][0], sizes[i][1], &frames);
        stage_close(&s);
    }
    assert_false(frames.failed);
    compare(name, &frames);
    buf_done(&frames);
}

static void play(const char *name, const char *keys, const struct session_options *options)
{
    play_greeted(name, keys, options, NULL);
}

/* Siblings are not buried, because the decks here are short. */
static const struct settings together = {.caps = {CAP_UNSET, CAP_UNSET}, .bury_siblings = false};
static const struct session_options usual = {
    .caps = {CAP_UNSET, CAP_UNSET}, .settings = &together, .seed = 1};

#define SCREEN(test, name, keys)                                                                   \
    static void test_screen__##test(void **state)                                                  \
    {                                                                                              \
        (void)state;                                                                               \
        play(name, keys, &usual);                                                                  \
    }

SCREEN(a_question, "question", "")
SCREEN(a_hint, "hint", "h")
SCREEN(an_answer, "answer", " ")
SCREEN(a_rating_too_early, "too-early", "4")
SCREEN(markdown, "markdown", " 4 ")
SCREEN(markdown_scrolled, "markdown-scrolled", " 4 jjj")
SCREEN(markdown_at_its_end, "markdown-end", " 4 G")
SCREEN(a_cloze_question, "cloze-question", " 4 4")
SCREEN(a_cloze_answer, "cloze-answer", " 4 4 ")
SCREEN(hostile_text, "hostile", " 4 4 4 4 ")
SCREEN(a_draft, "draft", " 4 4 4 4 4 ")
SCREEN(no_hint, "no-hint", " 4h")
SCREEN(a_repeat_is_counted, "repeat", " 1 4")
SCREEN(a_rating_taken_back, "undone", " 5u")
SCREEN(a_rating_redone, "redone", " 5u\x12")
SCREEN(nothing_to_take_back, "nothing-to-undo", "u")
SCREEN(suspended, "suspended", "s")
SCREEN(buried, "buried", "b")
SCREEN(marked, "marked", " t")
SCREEN(suspending_taken_back, "suspend-undone", "su")
SCREEN(the_summary, "summary", " 5 4 4 3 5 5 4")
SCREEN(the_summary_scrolled, "summary-end", " 5 4 4 3 5 5 4G")
SCREEN(the_summary_of_failures, "summary-hardest", " 1 2 3 1 5 5 4 4 4 5G")
SCREEN(keys_at_a_question, "keys-question", "?")
SCREEN(keys_at_an_answer, "keys-answer", " ?")
SCREEN(keys_scrolled, "keys-scrolled", "?G")
SCREEN(keys_at_the_end, "keys-summary", " 5 4 4 3 5 5 4?")
SCREEN(keys_closed_again, "keys-closed", "??")
SCREEN(no_history, "history-none", "i")
SCREEN(a_history, "history", " 1 5 5 5 5i")
SCREEN(the_time_left, "time-left", " 4 4 4 4 4 ")
SCREEN(a_failed_card, "failed", " 2")
SCREEN(no_more_new_cards, "no-more-new", " 5 4 4 4 5 5n")

static void play_everything(const char *name, const char *keys)
{
    deck_shown = everything_text;
    play(name, keys, &usual);
    deck_shown = deck_text;
}

static void test_screen__everything(void **state)
{
    (void)state;
    play_everything("everything", " ");
    play_everything("everything-half", " \x04\x04\x04");
    play_everything("everything-page", " \x06\x06\x06\x06\x06\x15");
    play_everything("everything-end", " G");
}

/* Answers that are typed. */
static const char typed_text[] =
    "deck: Typed\n"
    "type: true\n"
    "cards:\n"
    "  - q: How do plants use light?\n"
    "    a: They make **sugar** by photosynthesis, as do some bacteria.\n"
    "    hint: a long word\n"
    "  - cloze: A day has {{twenty-four}} hours.\n"
    "  - {q: Yes or no?, a: 'yes', type: false}\n";

#define ALMOST "they make suger by fotosynthesis as do some bacteria"

static void play_typed(const char *name, const char *keys)
{
    deck_shown = typed_text;
    play(name, keys, &usual);
    deck_shown = deck_text;
}

static void test_screen__an_answer_is_typed(void **state)
{
    (void)state;
    play_typed("typed-question", "");
    play_typed("typed-line", "They make\x01q4? ");
    play_typed("typed-long", ALMOST " and nobody else in all the world");
    play_typed("typed-left", "They\x1b");
    play_typed("typed-left-and-back", "They\x1b"
                                      "h make");
    play_typed("typed-keys", "\x1b\t");
}

static void test_screen__what_was_typed_is_compared(void **state)
{
    (void)state;
    play_typed("typed-right", "they make sugar by photosynthesis as do some bacteria\n");
    play_typed("typed-almost", ALMOST "\n");
    play_typed("typed-wrong", "no idea\n");
    play_typed("typed-nothing", "\n");
    play_typed("typed-cloze", "\n4twenty-fore\n");
}

/* What was typed for one card is gone at the next, and after an undo. */
static void test_screen__what_was_typed_does_not_stay(void **state)
{
    (void)state;
    play_typed("typed-next", ALMOST "\n4");
    play_typed("typed-undone", ALMOST "\n4\x1bu");
    play_typed("typed-last", "\n4\n4");
}

static void test_screen__answers_are_typed_by_option(void **state)
{
    struct session_options options = usual;
    (void)state;
    options.type = true;
    deck_shown = typed_text;
    play("typed-option", "\n4\n4ye\n", &options);
    deck_shown = deck_text;
}

/* Code and tables beyond the width of text, in two languages and in none. */
static const char wide_text[] =
    "deck: Wide\n"
    "cards:\n"
    "  - q: 'Which loop is it, in `C`?'\n"
    "    a: |\n"
    "      Text stays in its column, which is easy to read, and is broken into lines at its end.\n"
    "\n"
    "      ```c\n"
    "      for (int i = 0; i < 10; i++) /* of ten */ printf(\"%d\\n\", i + 0x1f); // to the edge\n"
    "      ```\n"
    "\n"
    "      | Optimizer | State per parameter | Notes | Proposed by |\n"
    "      |:--|--:|:--|:--|\n"
    "      | Adam | 2 | first and second moments of the gradient, corrected | Kingma and Ba |\n"
    "\n"
    "      - ```python\n"
    "        def f(x=1): return 'a' # no\n"
    "        ```\n"
    "\n"
    "      ```nonsense\n"
    "      def f(x=1)\n"
    "      ```\n";

static void test_screen__wide_code_and_tables(void **state)
{
    (void)state;
    deck_shown = wide_text;
    play("wide", " ", &usual);
    deck_shown = deck_text;
}

static bool row_is_blank(const struct frame *frame, int row)
{
    bool blank = true;
    for (int col = 0; col < frame->cols; col++)
        blank &= strcmp(frame_cell(frame, row, col)->text, " ") == 0;
    return blank;
}

/* Draws the answer of `lines` lines, and counts the blank rows. Returns whether it scrolls. */
static bool draw_lines(int lines, int rows, int cols, int *blank)
{
    struct stage s;
    struct frame frame = {0};
    struct buf deck = {0}, dump = {0};
    buf_text(&deck, "deck: Lines\ncards:\n  - q: How many?\n    a: |\n");
    for (int i = 1; i <= lines; i++)
        buf_format(&deck, "      line %d\\\n", i);
    deck_shown = buf_string(&deck);
    stage_open(&s, &usual);
    press(&s, " ", rows, cols);
    assert_true(frame_resize(&frame, rows, cols));
    assert_true(screen_draw(&s.screen, &s.session, &frame));
    *blank = 0;
    for (int row = 0; row < rows; row++)
        *blank += row_is_blank(&frame, row);
    frame_dump(&frame, &dump);
    bool scrolls = strstr(buf_string(&dump), " more line") != NULL;
    frame_done(&frame);
    stage_close(&s);
    buf_done(&dump);
    buf_done(&deck);
    deck_shown = deck_text;
    return scrolls;
}

/* At 80x24, the title, the progress, the question, the rule, the rating scale and the keys take
 * eight rows, at 40x12 nine. All others go to the answer before it scrolls. */
static void test_screen__blank_rows_give_way_before_text_scrolls(void **state)
{
    static const int sizes[][3] = {{24, 80, 8}, {12, 40, 9}};
    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (int lines = 1; lines <= 20; lines++) {
            int rows = sizes[i][0], rest = rows - sizes[i][2], blank;
            bool scrolls = draw_lines(lines, rows, sizes[i][1], &blank);
            assert_int_equal(scrolls, lines > rest);
            assert_int_equal(blank, scrolls ? 0 : rest - lines);
        }
}

/* If the terminal supports links, their addresses are not shown. */
static void test_screen__links(void **state)
{
    (void)state;
    struct stage s;
    struct frame frame = {0};
    deck_shown = everything_text;
    stage_open(&s, &usual);
    s.screen.text.styled.links_work = true;
    press(&s, " ", 24, 80);
    assert_true(frame_resize(&frame, 24, 80));
    assert_true(screen_draw(&s.screen, &s.session, &frame));
    const struct cell *cell = frame_cell(&frame, 6, 6);
    assert_string_equal(cell->text, "l");
    assert_int_equal(cell->style, STYLE_LINK);
    assert_string_equal(frame_address(&frame, cell), "https://example.org/a");
    assert_string_equal(frame_address(&frame, frame_cell(&frame, 6, 5)), "");
    assert_string_equal(frame_cell(&frame, 6, 10)->text, ",");
    frame_done(&frame);
    stage_close(&s);
    deck_shown = deck_text;
}

/* A photo of 640 x 400 pixels at cells of 8 x 16, and a picture that cannot be shown. */
static void open_pictures(struct stage *s)
{
    deck_shown = "deck: Birds\ncards:\n"
                 "  - q: Which bird is this?\n\n      ![a kestrel](kestrel.jpg)\n"
                 "    a: A **kestrel**. ![a map](map.png)\n    note: It hovers.\n";
    stage_open(s, &usual);
    s->screen.text.pictures =
        (struct card_pictures){.list = {{"kestrel.jpg", 1, 640, 400}}, .count = 1};
    deck_shown = deck_text;
}

static void test_screen__pictures(void **state)
{
    static const int sizes[][2] = {{12, 40}, {24, 80}, {60, 200}};
    static const char *const keys[][2] = {
        {"picture", ""}, {"picture-answer", " "}, {"picture-scrolled", " j"}};
    (void)state;
    for (size_t k = 0; k < COUNT(keys); k++) {
        struct buf frames = {0};
        for (size_t i = 0; i < COUNT(sizes); i++) {
            struct stage s;
            open_pictures(&s);
            press(&s, keys[k][1], sizes[i][0], sizes[i][1]);
            add_screen(&s, sizes[i][0], sizes[i][1], &frames);
            stage_close(&s);
        }
        assert_false(frames.failed);
        compare(keys[k][0], &frames);
        buf_done(&frames);
    }
}

/* The list of keys, and the end of the session. */
static void test_screen__pictures_are_only_on_the_card(void **state)
{
    static const struct {
        const char *keys;
        size_t count;
    } cases[] = {{"", 1}, {"?", 0}, {"??", 1}, {" ", 1}, {" i", 0}, {" 4", 0}, {" 4u", 1}};
    struct frame frame = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct stage s;
        open_pictures(&s);
        press(&s, cases[i].keys, 24, 80);
        assert_true(frame_resize(&frame, 24, 80));
        assert_true(screen_draw(&s.screen, &s.session, &frame));
        assert_int_equal(frame.placement_count, cases[i].count);
        stage_close(&s);
    }
    frame_done(&frame);
}

/* Whether to undo a rating of the day before. */
static void test_screen__an_earlier_day_is_asked_about(void **state)
{
    static const int sizes[][2] = {{12, 40}, {24, 80}, {60, 200}};
    struct buf frames = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct stage s;
        stage_open(&s, &usual);
        press(&s, " 5", sizes[i][0], sizes[i][1]);
        s.now = moment_at(s.now.utc_ms + INT64_C(86400000), 0);
        press(&s, "u", sizes[i][0], sizes[i][1]);
        add_screen(&s, sizes[i][0], sizes[i][1], &frames);
        stage_close(&s);
    }
    assert_false(frames.failed);
    compare("undo-asked", &frames);
    buf_done(&frames);
}

#define LONG_HOST                                                                                  \
    "https://xn--bcher-kva.a-host-whose-name-is-longer-than-a-row.of-the-screen.example"

/* Which of several to open, and whether to open an address: nothing here looks like a rating. */
static void test_screen__opening_is_asked_about(void **state)
{
    static const int sizes[][2] = {{10, 32}, {24, 80}};
    static struct card_link links[] = {{.address = "media/heart.png"},
        {.address = LONG_HOST ":8080/and/a/path?that=is&long=too#and-goes-on-and-on-and-on-and-on"},
        {.address = "media/a sound.mp3", .answer = true}};
    struct buf frames = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (int ask = ASK_WHICH; ask <= ASK_ADDRESS; ask++) {
            struct stage s;
            stage_open(&s, &usual);
            press(&s, " ", sizes[i][0], sizes[i][1]);
            s.screen.links = (struct card_links){links, COUNT(links), COUNT(links)};
            s.screen.ask = (enum screen_ask)ask;
            s.screen.asked = 1;
            add_screen(&s, sizes[i][0], sizes[i][1], &frames);
            assert_int_equal(s.screen.asked_whole, ask == ASK_ADDRESS);
            s.screen.links = (struct card_links){0};
            stage_close(&s);
        }
    assert_false(frames.failed);
    compare("open-asked", &frames);
    buf_done(&frames);
}

/* A card is laid out once, and again only if the layout would differ. */
static void test_screen__scrolling_lays_nothing_out(void **state)
{
    (void)state;
    struct stage s;
    deck_shown = everything_text;
    stage_open(&s, &usual);
    press(&s, " j", 12, 40);
    const struct styled *styled = &s.screen.text.styled;
    size_t count = styled->count;
    assert_true(count > 20);
    styled->styles.bytes[0] = STYLE_WARNING; /* a new layout would overwrite it */
    press(&s, "jkG", 12, 40);
    assert_int_equal(styled->styles.bytes[0], STYLE_WARNING);
    press(&s, "g", 24, 80);
    assert_int_equal(styled->styles.bytes[0], STYLE_PLAIN);
    assert_true(styled->count < count);
    stage_close(&s);
    deck_shown = deck_text;
}

/* The golden sequence of SM-2, as a history shows it. */
static void test_screen__a_long_history(void **state)
{
    static const int ratings[] = {4, 5, 3, 4, 2, 4, 4, 4, 5};
    static const int intervals[] = {1, 6, 15, 37, 1, 6, 15, 37, 95};
    static const int eases[] = {250, 260, 246, 246, 246, 246, 246, 246, 256};
    static const int sizes[][2] = {{12, 40}, {24, 80}, {60, 200}};
    struct event events[10] = {{0}};
    struct buf frames = {0};
    (void)state;
    for (int i = 0, day = 20000; i < 9; day += intervals[i++])
        events[i] = (struct event){
            .review = {i + 1, i ? REVIEW_DUE : REVIEW_NEW, (enum rating)ratings[i], day, 0, 0},
            .after = {.sm2 = {1, intervals[i], eases[i]},
                .interval = intervals[i],
                .due = day + intervals[i]}};
    events[9] = (struct event){.is_change = true,
        .change = {.kind = CHANGE_SUSPEND, .day = 20300},
        .after = events[8].after};
    for (size_t i = 0; i < 3; i++) {
        struct stage s;
        stage_open(&s, &usual);
        press(&s, "i", 24, 80);
        s.screen.history = (struct card_history){events, 10, 10, {0}};
        s.session.card.schedule.reviews = 9;
        s.session.card.schedule.lapses = 1;
        s.session.card.schedule.sm2.ease = 256;
        add_screen(&s, sizes[i][0], sizes[i][1], &frames);
        s.screen.history = (struct card_history){0};
        stage_close(&s);
    }
    compare("history-long", &frames);
    buf_done(&frames);
}

/* The same sequence under FSRS, on the days when SM-2 asked. */
static void test_screen__a_history_with_a_memory(void **state)
{
    (void)state;
    static const int ratings[] = {4, 4, 2, 4, 4, 4, 4, 5},
                     days[] = {20000, 20001, 20007, 20007, 20008, 20014, 20029, 20066},
                     sizes[][2] = {{12, 40}, {24, 80}, {60, 200}};
    struct event events[9] = {0};
    struct buf frames = {0};
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct regime regime = {fsrs, RETENTION_DEFAULT, scheduler_weights(fsrs, fsrs->defaults)};
    struct schedule last;
    struct err err;
    for (int i = 0; i < 8; i++) {
        enum review_kind kind = i == 0 ? REVIEW_NEW : i == 3 ? REVIEW_REPEAT : REVIEW_DUE;
        events[i] = (struct event){.review = {i + 1, kind, (enum rating)ratings[i], days[i],
                                       SCHEDULER_FSRS, days[i < 7 ? i + 1 : i]},
            .at_ms = days[i] * INT64_C(86400000) + i,
            .after = {.sm2 = {1, 1, 250},
                .interval = days[i < 7 ? i + 1 : i] - days[i],
                .due = days[i < 7 ? i + 1 : i]}};
    }
    events[8] = (struct event){.is_change = true,
        .change = {9, CHANGE_SUSPEND, 20070, 0, {0, 0, 0}, 0, false, 0},
        .at_ms = 20070 * INT64_C(86400000),
        .after = events[7].after};
    struct card_history history = {events, 9, 9, regime};
    assert_int_equal(card_history_memory(&history, &regime, &last, &err), ERR_NONE);
    for (size_t i = 0; i < 3; i++) {
        struct stage s;
        stage_open(&s, &usual);
        press(&s, "i", 24, 80);
        s.screen.history = history;
        s.session.card.schedule = last;
        s.session.card.schedule.reviews = 8;
        s.session.card.schedule.lapses = 1;
        s.session.today = 20080;
        add_screen(&s, sizes[i][0], sizes[i][1], &frames);
        s.screen.history = (struct card_history){0};
        stage_close(&s);
    }
    compare("history-memory", &frames);
    buf_done(&frames);
}

/* A message that is too wide loses what is in front of its advice, which may take two rows. */
static void test_screen__advice_is_shown_whole(void **state)
{
    static const int sizes[][2] = {{10, 32}, {12, 40}, {24, 80}};
    static const struct {
        const char *name, *problem;
        enum session_notice notice;
    } cases[] = {
        {"notice-editor", "no editor \"/opt/editors/bin/emacs -nw\": set $VISUAL or $EDITOR",
            NOTICE_NOT_EDITED},
        {"notice-store",
            "its file system has no locks: move it to a local disk, or choose one with --db",
            NOTICE_NOT_KEPT},
    };
    (void)state;
    for (size_t c = 0; c < COUNT(cases); c++) {
        struct buf frames = {0};
        for (size_t i = 0; i < COUNT(sizes); i++) {
            struct stage s;
            stage_open(&s, &usual);
            press(&s, " ", 24, 80);
            s.session.notice = cases[c].notice;
            err_set(&s.session.problem, ERR_IO, "%s", cases[c].problem);
            add_screen(&s, sizes[i][0], sizes[i][1], &frames);
            stage_close(&s);
        }
        compare(cases[c].name, &frames);
        buf_done(&frames);
    }
}

/* One lapse makes the second card a leech. Its long answer was scrolled by one line. */
static void test_screen__a_leech(void **state)
{
    (void)state;
    struct settings strict = together;
    struct session_options options = usual;
    strict.leech_lapses = 1;
    options.settings = &strict;
    play("leech", " 4 j1", &options);
    play("leech-suspended", " 4 1s", &options);
}

static void test_screen__nothing_due(void **state)
{
    (void)state;
    struct session_options none = usual;
    none.caps.new_cards = 0;
    play("nothing-due", "", &none);
}

static void test_screen__no_card_with_these_tags(void **state)
{
    (void)state;
    const char *const tags[] = {"nosuch"};
    struct session_options tagged = usual;
    tagged.filter = (struct tag_filter){tags, 1};
    play("no-such-tag", "", &tagged);
}

static void test_screen__a_cram(void **state)
{
    (void)state;
    struct session_options cram = usual;
    cram.cram = true;
    play("cram", " ", &cram);
}

static void test_screen__a_greeting(void **state)
{
    (void)state;
    play_greeted("greeting", "", &usual, "2 new cards, 1 edited");
}

static void test_screen__too_small(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1, 1}, {1, 80}, {9, 80}, {24, 31}, {10, 32}};
    struct stage s;
    struct buf frames = {0};
    stage_open(&s, &usual);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        add_screen(&s, sizes[i][0], sizes[i][1], &frames);
    compare("too-small", &frames);
    buf_done(&frames);
    stage_close(&s);
}

/* The question, the answer and the summary can be drawn at any size. */
static void test_screen__every_size_can_be_drawn(void **state)
{
    (void)state;
    struct stage s;
    struct frame frame = {0};
    stage_open(&s, &usual);
    for (int pass = 0; pass < 3; pass++) {
        for (int rows = 1; rows <= 30; rows++) {
            for (int cols = 1; cols <= 100; cols++) {
                assert_true(frame_resize(&frame, rows, cols));
                assert_true(screen_draw(&s.screen, &s.session, &frame));
            }
        }
        press(&s, pass == 0 ? " " : "4 4 4 4 4 4 4", 24, 80);
    }
    frame_done(&frame);
    stage_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screen__a_question),
        cmocka_unit_test(test_screen__a_hint),
        cmocka_unit_test(test_screen__an_answer),
        cmocka_unit_test(test_screen__a_rating_too_early),
        cmocka_unit_test(test_screen__markdown),
        cmocka_unit_test(test_screen__markdown_scrolled),
        cmocka_unit_test(test_screen__markdown_at_its_end),
        cmocka_unit_test(test_screen__a_cloze_question),
        cmocka_unit_test(test_screen__a_cloze_answer),
        cmocka_unit_test(test_screen__hostile_text),
        cmocka_unit_test(test_screen__a_draft),
        cmocka_unit_test(test_screen__no_hint),
        cmocka_unit_test(test_screen__a_repeat_is_counted),
        cmocka_unit_test(test_screen__a_rating_taken_back),
        cmocka_unit_test(test_screen__a_rating_redone),
        cmocka_unit_test(test_screen__nothing_to_take_back),
        cmocka_unit_test(test_screen__suspended),
        cmocka_unit_test(test_screen__buried),
        cmocka_unit_test(test_screen__marked),
        cmocka_unit_test(test_screen__suspending_taken_back),
        cmocka_unit_test(test_screen__advice_is_shown_whole),
        cmocka_unit_test(test_screen__a_leech),
        cmocka_unit_test(test_screen__the_summary),
        cmocka_unit_test(test_screen__the_summary_scrolled),
        cmocka_unit_test(test_screen__the_summary_of_failures),
        cmocka_unit_test(test_screen__keys_at_a_question),
        cmocka_unit_test(test_screen__keys_at_an_answer),
        cmocka_unit_test(test_screen__keys_scrolled),
        cmocka_unit_test(test_screen__keys_at_the_end),
        cmocka_unit_test(test_screen__keys_closed_again),
        cmocka_unit_test(test_screen__no_history),
        cmocka_unit_test(test_screen__a_history),
        cmocka_unit_test(test_screen__a_long_history),
        cmocka_unit_test(test_screen__a_history_with_a_memory),
        cmocka_unit_test(test_screen__the_time_left),
        cmocka_unit_test(test_screen__a_failed_card),
        cmocka_unit_test(test_screen__no_more_new_cards),
        cmocka_unit_test(test_screen__everything),
        cmocka_unit_test(test_screen__an_answer_is_typed),
        cmocka_unit_test(test_screen__what_was_typed_is_compared),
        cmocka_unit_test(test_screen__what_was_typed_does_not_stay),
        cmocka_unit_test(test_screen__answers_are_typed_by_option),
        cmocka_unit_test(test_screen__wide_code_and_tables),
        cmocka_unit_test(test_screen__blank_rows_give_way_before_text_scrolls),
        cmocka_unit_test(test_screen__links),
        cmocka_unit_test(test_screen__an_earlier_day_is_asked_about),
        cmocka_unit_test(test_screen__pictures),
        cmocka_unit_test(test_screen__pictures_are_only_on_the_card),
        cmocka_unit_test(test_screen__opening_is_asked_about),
        cmocka_unit_test(test_screen__scrolling_lays_nothing_out),
        cmocka_unit_test(test_screen__nothing_due),
        cmocka_unit_test(test_screen__no_card_with_these_tags),
        cmocka_unit_test(test_screen__a_cram),
        cmocka_unit_test(test_screen__a_greeting),
        cmocka_unit_test(test_screen__too_small),
        cmocka_unit_test(test_screen__every_size_can_be_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

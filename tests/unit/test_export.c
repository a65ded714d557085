/* Exports: CSV according to RFC 4180, text that a spreadsheet must not run as a formula, and the
 * contents of each column. */
#include "unit/world.h"

#include "report/export.h"
#include "store/export.h"

#define REVIEWS                                                                                    \
    "review_id,reviewed_at,study_day,deck,card,question,kind,rating,seconds,interval_before,"      \
    "interval_after,ease_before,ease_after,due,scheduler,stability_after,"                         \
    "difficulty_after\n"
#define CARDS                                                                                      \
    "deck,card,question,tags,state,repetitions,interval,ease,due,lapses,reviews,last_rating,"      \
    "last_reviewed_at,suspended,scheduler,stability,difficulty,recall\n"
#define EVERYTHING ((struct export_range){.since = INT_MIN, .until = INT_MAX})

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

/* ---- CSV ---- */

static char *cell_of(const char *text, bool raw)
{
    char *out = NULL;
    size_t size = 0;
    struct row_writer rows = {.stream = open_memstream(&out, &size), .raw = raw};
    assert_non_null(rows.stream);
    row_text(&rows, text);
    assert_int_equal(fclose(rows.stream), 0);
    return out;
}

static void assert_cell(const char *text, const char *want, const char *want_raw)
{
    char *got = cell_of(text, false);
    assert_string_equal(got, want);
    free(got);
    got = cell_of(text, true);
    assert_string_equal(got, want_raw);
    free(got);
}

static void test_export__quotes_what_needs_it(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"two words ", "two words "},
        {"a,b", "\"a,b\""},
        {"say \"hi\"", "\"say \"\"hi\"\"\""},
        {"\"", "\"\"\"\""},
        {"\"\"", "\"\"\"\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"two\r\nlines", "\"two\r\nlines\""},
        {"ends with\n", "\"ends with\n\""},
        {"semi;colon 'and' tab\tinside", "semi;colon 'and' tab\tinside"},
        {"日本語, ✓", "\"日本語, ✓\""},
        {"a = b", "a = b"},
        {"'=1", "'=1"},
        {" =1", " =1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_cell(cases[i].text, cases[i].cell, cases[i].cell);
}

static void test_export__guards_formulas_unless_raw(void **state)
{
    (void)state;
    assert_cell("=1+1", "'=1+1", "=1+1");
    assert_cell("+1", "'+1", "+1");
    assert_cell("-1", "'-1", "-1");
    assert_cell("-", "'-", "-");
    assert_cell("@SUM(A1)", "'@SUM(A1)", "@SUM(A1)");
    assert_cell("\tx", "'\tx", "\tx");
    assert_cell("\rx", "\"'\rx\"", "\"\rx\"");
    assert_cell("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
        "\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
    assert_cell("=a,b", "\"'=a,b\"", "\"=a,b\"");
}

static void make_harmless(struct buf *out, const char *text)
{
    buf_format(out, "<%s>", text);
}

static void test_export__rows_of_every_kind_of_cell(void **state)
{
    (void)state;
    char *out = NULL;
    size_t size = 0;
    struct row_writer rows = {.stream = open_memstream(&out, &size)};
    row_text(&rows, "");
    row_text(&rows, "");
    row_end(&rows);
    row_int(&rows, -5); /* a number is no text: no guard */
    row_int(&rows, INT64_MIN);
    row_word(&rows, "");
    row_word(&rows, "2026-01-31");
    row_end(&rows);
    static const int ease[] = {250, 130, 205, 7, 0, 1000, 12345};
    for (size_t i = 0; i < COUNT(ease); i++)
        row_decimal(&rows, ease[i], 2);
    row_end(&rows);
    rows.make_safe = make_harmless;
    row_text(&rows, "a");
    row_end(&rows);
    assert_int_equal(fclose(rows.stream), 0);
    assert_string_equal(out, ",\n-5,-9223372036854775808,,2026-01-31\n"
                             "2.50,1.30,2.05,0.07,0.00,10.00,123.45\n<a>\n");
    free(out);
}

static char *in_format(enum row_format format, int count)
{
    static const char *const names[] = {"text", "n", "f", "none"};
    char *out = NULL;
    size_t size = 0;
    struct row_writer rows = {.stream = open_memstream(&out, &size),
        .format = format,
        .names = names,
        .count = COUNT(names)};
    row_writer_begin(&rows);
    for (int i = 0; i < count; i++) {
        row_text(&rows, i ? "=b" : "a\n\"\\");
        row_decimal(&rows, -5, 1);
        row_flag(&rows, i);
        row_word(&rows, "");
        row_end(&rows);
    }
    row_writer_end(&rows);
    assert_int_equal(fclose(rows.stream), 0);
    return out;
}

static void test_export__three_formats(void **state)
{
    (void)state;
#define FIRST  "{\"text\": \"a\\u000a\\\"\\\\\", \"n\": -0.5, \"f\": false, \"none\": null}"
#define SECOND "{\"text\": \"=b\", \"n\": -0.5, \"f\": true, \"none\": null}"
    static const struct {
        enum row_format format;
        int count;
        const char *want;
    } cases[] = {
        {ROW_CSV, 0, "text,n,f,none\n"},
        {ROW_CSV, 2, "text,n,f,none\n\"a\n\"\"\\\",-0.5,0,\n'=b,-0.5,1,\n"},
        {ROW_JSON, 0, "[]\n"},
        {ROW_JSON, 2, "[\n  " FIRST ",\n  " SECOND "\n]\n"},
        {ROW_JSONL, 0, ""},
        {ROW_JSONL, 2, FIRST "\n" SECOND "\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *out = in_format(cases[i].format, cases[i].count);
        assert_string_equal(out, cases[i].want);
        free(out);
    }
}

/* ---- what is exported ---- */

typedef enum err_code export_fn(
    struct store *store, const struct export_range *range, struct row_writer *csv, struct err *err);

static char *export_text(struct world *w, export_fn *export, struct export_range range)
{
    char *out = NULL;
    size_t size = 0;
    struct row_writer rows = {.stream = open_memstream(&out, &size)};
    assert_int_equal(export(w->store, &range, &rows, &w->err), ERR_NONE);
    assert_int_equal(fclose(rows.stream), 0);
    return out;
}

static void assert_export(
    struct world *w, export_fn *export, struct export_range range, const char *want)
{
    char *out = export_text(w, export, range);
    assert_string_equal(out, want);
    free(out);
}

/* Rate a card by its question, having looked at it for a time. */
static void rate_spent(struct world *w, const char *question, enum review_kind kind, int rating,
    struct moment now, int64_t spent_ms)
{
    int64_t card = card_id(w, question);
    struct rated rated = {.card_id = card,
        .last_review = schedule_of(w, card).last_review,
        .kind = kind,
        .rating = (enum rating)rating,
        .at = now,
        .spent_ms = spent_ms};
    struct schedule after;
    assert_int_equal(store_rate(w->store, &rated, &after, &w->err), ERR_NONE);
}

static void test_export__nothing_is_a_header(void **state)
{
    assert_export(*state, export_review_rows, EVERYTHING, REVIEWS);
    assert_export(*state, export_card_rows, EVERYTHING, CARDS);
}

/* The golden sequence of the design: 4 5 3 4 2 give the intervals 1 6 15 37 1. The ease goes
 * 2.50, 2.60, 2.46, 2.46, 2.46: 5 adds 0.10, 3 takes 0.14, a lapse leaves it. */
static void test_export__reviews(void **state)
{
    struct world *w = *state;
    world_load(w,
        "id: ml\ndeck: Machine Learning\ncards:\n- {q: What is a bias?, a: A shift, id: bias}\n");
    const char *q = "What is a bias?";
    rate_spent(w, q, REVIEW_NEW, 4, at(DAY, 9, 0), 0);
    rate_spent(w, q, REVIEW_DUE, 5, at(DAY + 1, 3, 59), 1000); /* studied the day before, still */
    rate_spent(w, q, REVIEW_DUE, 3, moment_at(at(DAY + 7, 23, 30).utc_ms, 330), 61500);
    rate_spent(w, q, REVIEW_REPEAT, 2, moment_at(at(DAY + 7, 23, 40).utc_ms, 330), 300000);
    rate_spent(w, q, REVIEW_DUE, 4, moment_at(at(DAY + 23, 5, 0).utc_ms, -210), 12300);
    rate_spent(w, q, REVIEW_CRAM, 5, at(DAY + 30, 9, 0), 900);
    rate_spent(w, q, REVIEW_DUE, 2, at(DAY + 60, 9, 0), 100);
    assert_export(w, export_review_rows, EVERYTHING,
        REVIEWS
        "1,2026-01-31T09:00:00+00:00,2026-01-31,ml,bias,What is a bias?,new,4,0.0,0,1,2.50,2.50,"
        "2026-02-01,sm2,,\n"
        "2,2026-02-01T03:59:00+00:00,2026-01-31,ml,bias,What is a bias?,review,5,1.0,1,6,2.50,2.60,"
        "2026-02-06,sm2,,\n"
        "3,2026-02-08T05:00:00+05:30,2026-02-08,ml,bias,What is a bias?,review,3,61.5,6,15,2.60,"
        "2.46,2026-02-23,sm2,,\n"
        "4,2026-02-08T05:10:00+05:30,2026-02-08,ml,bias,What is a bias?,repeat,2,300.0,15,15,2.46,"
        "2.46,2026-02-23,sm2,,\n"
        "5,2026-02-23T01:30:00-03:30,2026-02-22,ml,bias,What is a bias?,review,4,12.3,15,37,2.46,"
        "2.46,2026-03-31,sm2,,\n"
        "6,2026-03-02T09:00:00+00:00,2026-03-02,ml,bias,What is a bias?,cram,5,0.9,37,37,2.46,2.46,"
        "2026-03-31,sm2,,\n"
        "7,2026-04-01T09:00:00+00:00,2026-04-01,ml,bias,What is a bias?,review,2,0.1,37,1,2.46,"
        "2.46,2026-04-02,sm2,,\n");
}

static void test_export__what_is_undone_is_no_review(void **state)
{
    struct world *w = *state;
    struct undone undone;
    world_load(w, "id: d\ncards:\n- {q: one, id: a}\n- {q: two, id: b}\n");
    rate_spent(w, "one", REVIEW_NEW, 4, at(DAY, 9, 0), 2000);
    rate_spent(w, "two", REVIEW_NEW, 4, at(DAY, 9, 0), 2000);
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY, 9, 1), &undone, &w->err), ERR_NONE);
    assert_export(w, export_review_rows, EVERYTHING,
        REVIEWS "1,2026-01-31T09:00:00+00:00,2026-01-31,d,a,one,new,4,2.0,0,1,2.50,2.50,"
                "2026-02-01,sm2,,\n");
    assert_export(w, export_card_rows, EVERYTHING,
        CARDS "d,a,one,,learning,1,1,2.50,2026-02-01,0,1,4,2026-01-31T09:00:00+00:00,0,sm2,,,\n"
              "d,b,two,,new,0,0,2.50,,0,0,,,0,sm2,,,\n");
}

/* A card that was only crammed has no due date. */
static void test_export__a_new_card_that_was_crammed(void **state)
{
    struct world *w = *state;
    world_load(w, "id: d\ncards:\n- {q: one, id: a}\n");
    rate_spent(w, "one", REVIEW_CRAM, 2, at(DAY, 9, 0), 2000);
    assert_export(w, export_review_rows, EVERYTHING,
        REVIEWS "1,2026-01-31T09:00:00+00:00,2026-01-31,d,a,one,cram,2,2.0,0,0,2.50,2.50,,sm2,,\n");
    assert_export(w, export_card_rows, EVERYTHING,
        CARDS "d,a,one,,new,0,0,2.50,,0,1,,2026-01-31T09:00:00+00:00,0,sm2,,,\n");
}

static void test_export__cards(void **state)
{
    struct world *w = *state;
    world_load(w, "id: d\ndeck: Name\ntags: [x, y]\ncards:\n"
                  "- {q: new, id: n, tags: [z]}\n- {q: learning, id: l, tags: [y, w]}\n"
                  "- {q: 'young, \"still\"', id: y}\n- {q: =mature, id: -m}\n");
    rate_on(w, "learning", 2, DAY);
    rate_on(w, "learning", 4, DAY); /* the repeat */
    rate_on(w, "young, \"still\"", 5, DAY - 1);
    rate_on(w, "young, \"still\"", 5, DAY);
    for (int day = DAY - 22, i = 0; i < 4; i++) {
        rate_on(w, "=mature", 4, day);
        day += i == 0 ? 1 : i == 1 ? 6 : 15; /* 1, 6, 15, and then ceil(37.5) */
    }
    raw_run(w->db, "UPDATE cards SET suspended = 1, row_check = NULL WHERE id = 'y'");
    assert_export(w, export_card_rows, EVERYTHING,
        CARDS
        "d,n,new,x y z,new,0,0,2.50,,0,0,,,0,sm2,,,\n"
        "d,l,learning,x y w,learning,1,1,2.50,2026-02-01,1,2,2,2026-01-31T09:00:00+00:00,0,sm2,,,\n"
        "d,y,\"young, \"\"still\"\"\",x y,young,2,6,2.70,2026-02-06,0,2,5,"
        "2026-01-31T09:00:00+00:00,1,sm2,,,\n"
        "d,'-m,'=mature,x "
        "y,mature,4,38,2.50,2026-03-10,0,4,4,2026-01-31T09:00:00+00:00,0,sm2,,,\n");
}

static void test_export__cards_of_one_entry_have_names(void **state)
{
    struct world *w = *state;
    world_load(w, "id: d\ncards:\n- {q: hund, a: dog, reverse: true, id: dog}\n"
                  "- {cloze: '{{a}} {{b}}', id: gaps}\n- {q: no id}\n");
    static const char *const rows[] = {"d,dog,hund,,new,0,0,2.50,,0,0,,,0,sm2,,,\n",
        "d,dog#r,dog,,new,0,0,2.50,,0,0,,,0,sm2,,,\n",
        "d,gaps#1,[...] b,,new,0,0,2.50,,0,0,,,0,sm2,,,\n",
        "d,gaps#2,a [...],,new,0,0,2.50,,0,0,,,0,sm2,,,\n",
        "d,#5,no id,,new,0,0,2.50,,0,0,,,0,sm2,,,\n"};
    char *out = export_text(w, export_card_rows, EVERYTHING);
    size_t length = strlen(CARDS);
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (!strstr(out, rows[i]))
            fail_msg("not among the rows: %s%s", rows[i], out);
        length += strlen(rows[i]);
    }
    assert_int_equal(strlen(out), length);
    free(out);
}

static void test_export__retired_cards_are_in_the_reviews_alone(void **state)
{
    struct world *w = *state;
    world_load(w, "id: d\ncards:\n- {q: one, id: a}\n- {q: two, id: b}\n");
    rate_spent(w, "one", REVIEW_NEW, 5, at(DAY, 9, 0), 2500);
    world_load(w, "id: d\ncards:\n- {q: two, id: b}\n");
    assert_export(w, export_card_rows, EVERYTHING, CARDS "d,b,two,,new,0,0,2.50,,0,0,,,0,sm2,,,\n");
    assert_export(w, export_review_rows, EVERYTHING,
        REVIEWS "1,2026-01-31T09:00:00+00:00,2026-01-31,d,a,one,new,5,2.5,0,1,2.50,2.60,"
                "2026-02-01,sm2,,\n");
}

static void test_export__an_edited_card_s_reviews_show_its_text_of_now(void **state)
{
    struct world *w = *state;
    world_load(w, "id: d\ncards:\n- {q: one, a: first}\n");
    rate_spent(w, "one", REVIEW_NEW, 4, at(DAY, 9, 0), 2000);
    world_load(w, "id: d\ncards:\n- {q: 'one, edited', a: first}\n");
    assert_export(w, export_review_rows, EVERYTHING,
        REVIEWS "1,2026-01-31T09:00:00+00:00,2026-01-31,d,#1,\"one, edited\",new,4,2.0,0,1,2.50,"
                "2.50,2026-02-01,sm2,,\n");
}

/* ---- narrowed ---- */

#define ROW(id, date, deck, card)                                                                  \
    id "," date "T09:00:00+00:00," date "," deck "," card "," card ",new,4,5.0,0,1,2.50,2.50,"

static void load_two_decks(struct world *w)
{
    world_load(w, "id: d\ndeck: First deck\ncards:\n- {q: a, id: a}\n- {q: b, id: b}\n");
    rate_on(w, "a", 4, DAY - 1);
    rate_on(w, "b", 4, DAY);
    world_write(w, "e.yaml", "id: e\ndeck: Second deck\ncards:\n- {q: c, id: c}\n");
    world_load_file(w, "e.yaml", DAY);
    rate_on(w, "c", 4, DAY + 1);
}

static void test_export__of_some_days(void **state)
{
    struct world *w = *state;
    load_two_decks(w);
    const char *a = ROW("1", "2026-01-30", "d", "a") "2026-01-31,sm2,,\n",
               *b = ROW("2", "2026-01-31", "d", "b") "2026-02-01,sm2,,\n",
               *c = ROW("3", "2026-02-01", "e", "c") "2026-02-02,sm2,,\n";
    const struct {
        int since, until;
        const char *rows[3];
    } cases[] = {
        {INT_MIN, INT_MAX, {a, b, c}},
        {DAY, INT_MAX, {b, c, ""}}, /* both ends included */
        {INT_MIN, DAY, {a, b, ""}},
        {DAY, DAY, {b, "", ""}},
        {DAY + 2, INT_MAX, {"", "", ""}},
        {DAY + 1, DAY - 1, {"", "", ""}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char want[1024];
        snprintf(want, sizeof want, REVIEWS "%s%s%s", cases[i].rows[0], cases[i].rows[1],
            cases[i].rows[2]);
        struct export_range range = {.since = cases[i].since, .until = cases[i].until};
        assert_export(w, export_review_rows, range, want);
    }
}

static void test_export__of_some_decks(void **state)
{
    struct world *w = *state;
    load_two_decks(w);
    static const char *const first[] = {"d"}, *const second[] = {"Second deck"},
                             *const both[] = {"e", "First deck"}, *const none[] = {"f"};
    struct export_range range = EVERYTHING;
    range.deck_count = 1;
    range.decks = first;
    assert_export(w, export_review_rows, range,
        REVIEWS ROW("1", "2026-01-30", "d", "a") "2026-01-31,sm2,,\n" ROW(
            "2", "2026-01-31", "d", "b") "2026-02-01,sm2,,\n");
    range.decks = second;
    assert_export(w, export_review_rows, range,
        REVIEWS ROW("3", "2026-02-01", "e", "c") "2026-02-02,sm2,,\n");
    assert_export(w, export_card_rows, range,
        CARDS "e,c,c,,learning,1,1,2.50,2026-02-02,0,1,4,2026-02-01T09:00:00+00:00,0,sm2,,,\n");
    range.decks = none;
    assert_export(w, export_review_rows, range, REVIEWS);
    assert_export(w, export_card_rows, range, CARDS);
    range.decks = both;
    range.deck_count = 2;
    range.since = DAY;
    assert_export(w, export_review_rows, range,
        REVIEWS ROW("2", "2026-01-31", "d", "b") "2026-02-01,sm2,,\n" ROW(
            "3", "2026-02-01", "e", "c") "2026-02-02,sm2,,\n");
}

static void test_export__texts_are_guarded_unless_raw(void **state)
{
    struct world *w = *state;
    char *out = NULL;
    size_t size = 0;
    world_load(w, "id: -d\ncards:\n- {q: =1+1, id: '@a', tags: [+t]}\n");
    assert_export(
        w, export_card_rows, EVERYTHING, CARDS "'-d,'@a,'=1+1,'+t,new,0,0,2.50,,0,0,,,0,sm2,,,\n");
    struct row_writer rows = {.stream = open_memstream(&out, &size), .raw = true};
    struct export_range range = EVERYTHING;
    assert_int_equal(export_card_rows(w->store, &range, &rows, &w->err), ERR_NONE);
    assert_int_equal(fclose(rows.stream), 0);
    assert_string_equal(out, CARDS "-d,@a,=1+1,+t,new,0,0,2.50,,0,0,,,0,sm2,,,\n");
    free(out);
}

/* ---- names, kept within bounds ---- */

struct seen {
    size_t rows, wrong;
};

static bool check_question(void *context, const struct review_row *row)
{
    struct seen *seen = context;
    seen->rows++;
    seen->wrong += strlen(row->question) < 1000000 ||
                   strtoll(row->question, NULL, 10) != row->card_id || strcmp(row->deck, "d") != 0;
    return true;
}

/* More text than is kept, of cards of which several want one place, asked for in turns. */
static void test_export__more_texts_than_are_kept(void **state)
{
    struct world *w = *state;
    struct seen seen = {0};
    raw_run(w->db,
        "INSERT INTO decks(deck_id, id, name, description, tags, names_itself, device, inode, "
        "size, modified_ns, changed_ns) VALUES (1, 'd', 'd', '', '', 1, 0, 0, 0, 0, 0);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) "
        "INSERT INTO cards(card_id, deck_id, variant, position, identity, content, added_day) "
        "SELECT i % 20 + 1 + i / 20 * 131072, 1, 0, i, i, i, 20484 FROM n;"
        "INSERT INTO texts(card_id, question, answer, hint, note, tags) "
        "SELECT card_id, card_id || printf('%.*c', 1000000, 'x'), '', '', '', '' "
        "FROM cards;"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) "
        "INSERT INTO reviews(card_id, reviewed_ms, offset_min, study_day, kind, rating, spent_ms, "
        "interval_before, interval_after, ease_before, ease_after) SELECT card_id, 0, 0, 20484, 4, "
        "4, 0, 0, 0, 250, 250 FROM n, cards ORDER BY i, card_id % 131072");
    assert_int_equal(
        export_reviews(w->store, INT_MIN, INT_MAX, check_question, &seen, &w->err), ERR_NONE);
    assert_int_equal(seen.rows, 120);
    assert_int_equal(seen.wrong, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export__quotes_what_needs_it),
        cmocka_unit_test(test_export__guards_formulas_unless_raw),
        cmocka_unit_test(test_export__rows_of_every_kind_of_cell),
        cmocka_unit_test(test_export__three_formats),
        TEST(test_export__nothing_is_a_header),
        TEST(test_export__reviews),
        TEST(test_export__what_is_undone_is_no_review),
        TEST(test_export__a_new_card_that_was_crammed),
        TEST(test_export__cards),
        TEST(test_export__cards_of_one_entry_have_names),
        TEST(test_export__retired_cards_are_in_the_reviews_alone),
        TEST(test_export__an_edited_card_s_reviews_show_its_text_of_now),
        TEST(test_export__of_some_days),
        TEST(test_export__of_some_decks),
        TEST(test_export__texts_are_guarded_unless_raw),
        TEST(test_export__more_texts_than_are_kept),
    };
    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}

/* Searching, sorting and changing the cards of two decks. */
#include "unit/world.h"

#include "base/file.h"
#include "store/changes.h"
#include "study/browse.h"
#include "study/scheduling.h"

static const char latin[] = "deck: Latin\nid: latin\ntags: [language]\ncards:\n"
                            "- {q: amare, a: to love, tags: [verb]}\n"
                            "- {q: canis, a: dog, tags: [noun::animal]}\n"
                            "- {q: et, a: and}\n"
                            "- {q: GRÜN, a: not Latin, tags: [Leech]}\n";
static const char greek[] = "deck: Greek\ncards:\n- {q: λόγος, a: word}\n- {q: κύων, a: dog}\n";

struct shelf {
    struct world *w;
    struct browse browse;
    int64_t decks[2];
};

static struct shelf open_shelf(void **state)
{
    struct shelf s = {.w = *state};
    static const struct tag_filter all = {0}; /* read again by browse_reread */
    world_open(s.w);
    world_write(s.w, "latin.yaml", latin);
    world_load_file(s.w, "latin.yaml", DAY);
    s.decks[0] = s.w->deck_id;
    world_write(s.w, "greek.yaml", greek);
    world_load_file(s.w, "greek.yaml", DAY);
    s.decks[1] = s.w->deck_id;
    rate_card(s.w, card_id(s.w, "amare"), REVIEW_NEW, 4, at(DAY, 9, 0));
    rate_card(s.w, card_id(s.w, "canis"), REVIEW_NEW, 1, at(DAY - 3, 9, 0));
    rate_card(s.w, card_id(s.w, "canis"), REVIEW_DUE, 3, at(DAY - 2, 9, 0));
    assert_int_equal(
        browse_open(&s.browse, s.w->store, s.decks, 2, &all, DAY, &s.w->err), ERR_NONE);
    return s;
}

/* The questions of the rows, with a space behind each. */
static void assert_rows(struct shelf *s, const char *want)
{
    struct buf got = {0};
    struct stored_card card = {0};
    for (size_t row = 0; row < s->browse.found_count; row++) {
        int64_t id = browse_row(&s->browse, row)->card_id;
        assert_int_equal(store_card(s->w->store, id, &card, &s->w->err), ERR_NONE);
        buf_format(&got, "%s ", card.card.question);
    }
    stored_card_done(&card);
    if (strcmp(buf_string(&got), want) != 0)
        fail_msg("rows: %s, wanted %s", buf_string(&got), want);
    buf_done(&got);
}

static void finish(struct shelf *s)
{
    while (browse_is_searching(&s->browse))
        assert_int_equal(browse_step(&s->browse, 2, &s->w->err), ERR_NONE);
}

static void assert_finds(struct shelf *s, const char *typed, const char *want)
{
    assert_int_equal(browse_search(&s->browse, typed, &s->w->err), ERR_NONE);
    assert_true(browse_is_searching(&s->browse));
    finish(s);
    assert_rows(s, want);
}

static void test_browse__every_card_is_there_to_begin_with(void **state)
{
    struct shelf s = open_shelf(state);
    assert_false(browse_is_searching(&s.browse));
    assert_rows(&s, "amare canis et GRÜN λόγος κύων ");
    assert_string_equal(
        buf_string(&browse_deck(&s.browse, browse_row(&s.browse, 4))->name), "Greek");
    browse_done(&s.browse);
}

static void test_browse__words_and_conditions(void **state)
{
    struct shelf s = open_shelf(state);
    assert_finds(&s, "DOG", "canis κύων ");
    assert_finds(&s, "grün", "GRÜN ");
    assert_finds(&s, "ΛΌΓΟς", "λόγος ");
    assert_finds(&s, "deck:greek dog", "κύων ");
    assert_finds(&s, "deck:LAT -verb", "canis et GRÜN ");
    assert_finds(&s, "noun", "canis "); /* a tag has it */
    assert_finds(&s, "tag:noun", "canis ");
    assert_finds(&s, "tag:language -state:new", "amare canis ");
    assert_finds(&s, "lovecanis", "");
    assert_finds(&s, "love amare", "amare ");
    assert_finds(&s, "due<0", ""); /* canis is due in 4 days: 1, then 6 days from DAY - 2 */
    assert_finds(&s, "due:4", "canis ");
    assert_finds(&s, "lapses>0", "canis ");
    assert_finds(&s, "", "amare canis et GRÜN λόγος κύων ");
    browse_done(&s.browse);
}

static void test_browse__an_end_stands_between_the_texts(void **state)
{
    struct shelf s = open_shelf(state);
    assert_finds(&s, "\"amare to\"", "");
    assert_finds(&s, "amareto", "");
    browse_done(&s.browse);
}

static void test_browse__a_search_goes_in_steps(void **state)
{
    struct shelf s = open_shelf(state);
    assert_int_equal(browse_search(&s.browse, "dog", &s.w->err), ERR_NONE);
    assert_rows(&s, "");
    assert_int_equal(browse_step(&s.browse, 2, &s.w->err), ERR_NONE);
    assert_true(browse_is_searching(&s.browse));
    assert_rows(&s, "canis ");
    assert_int_equal(browse_step(&s.browse, 100, &s.w->err), ERR_NONE);
    assert_false(browse_is_searching(&s.browse));
    assert_rows(&s, "canis κύων ");
    browse_done(&s.browse);
}

static void test_browse__sorted(void **state)
{
    struct shelf s = open_shelf(state);
    static const struct {
        enum browse_column column;
        bool descending;
        const char *rows;
    } orders[] = {
        {BROWSE_POSITION, true, "κύων λόγος GRÜN et canis amare "},
        /* amare is due tomorrow, canis in 4 days; those never rated last, either way */
        {BROWSE_DUE, false, "amare canis et GRÜN λόγος κύων "},
        {BROWSE_DUE, true, "canis amare et GRÜN λόγος κύων "},
        {BROWSE_LAPSES, true, "canis amare et GRÜN λόγος κύων "},
        {BROWSE_STATE, false, "et GRÜN λόγος κύων amare canis "},
        {BROWSE_EASE, false, "canis amare et GRÜN λόγος κύων "}, /* 2.36 and 2.50 */
        {BROWSE_INTERVAL, true, "canis amare et GRÜN λόγος κύων "},
        {BROWSE_POSITION, false, "amare canis et GRÜN λόγος κύων "},
    };
    for (size_t i = 0; i < COUNT(orders); i++) {
        browse_sort(&s.browse, orders[i].column, orders[i].descending);
        finish(&s);
        assert_rows(&s, orders[i].rows);
    }
    browse_done(&s.browse);
}

static void change(struct shelf *s, size_t row, enum change_kind kind, int due)
{
    struct browse_step step;
    int64_t id = browse_row(&s->browse, row)->card_id;
    assert_int_equal(browse_change(&s->browse, &(struct card_ids){&id, 1, 1}, kind, due,
                         at(DAY, 10, 0), &step, &s->w->err),
        ERR_NONE);
    assert_int_equal(step.count, 1);
}

static void test_browse__changes_and_taking_them_back(void **state)
{
    struct shelf s = open_shelf(state);
    struct browse_step undone;
    int64_t canis = card_id(s.w, "canis");
    change(&s, 1, CHANGE_SUSPEND, NO_DAY);
    change(&s, 1, CHANGE_SET_DUE, DAY + 30);
    change(&s, 0, CHANGE_RESET, NO_DAY);
    assert_true(browse_row(&s.browse, 1)->schedule.suspended);
    assert_int_equal(browse_row(&s.browse, 1)->schedule.due, DAY + 30);
    assert_int_equal(browse_row(&s.browse, 0)->schedule.due, NO_DAY);
    assert_finds(&s, "is:suspended due=30", "canis ");
    assert_int_equal(schedule_of(s.w, canis).due, DAY + 30);

    assert_int_equal(browse_undo(&s.browse, at(DAY, 11, 0), &undone, &s.w->err), ERR_NONE);
    assert_int_equal(undone.card_id, card_id(s.w, "amare"));
    assert_int_equal(undone.kind, CHANGE_RESET);
    assert_int_equal(browse_undo(&s.browse, at(DAY, 11, 0), &undone, &s.w->err), ERR_NONE);
    assert_int_equal(undone.card_id, canis);
    assert_int_equal(schedule_of(s.w, canis).due, DAY + 4);
    assert_true(schedule_of(s.w, canis).suspended);
    assert_int_equal(browse_undo(&s.browse, at(DAY, 11, 0), &undone, &s.w->err), ERR_NONE);
    assert_finds(&s, "is:suspended", "");
    assert_false(schedule_of(s.w, canis).suspended);
    assert_int_equal(browse_undo(&s.browse, at(DAY, 11, 0), &undone, &s.w->err), ERR_NONE);
    assert_int_equal(undone.count, 0);
    browse_done(&s.browse);
}

static void mark(struct shelf *s, const char *question)
{
    assert_true(browse_mark(&s->browse, card_id(s->w, question)));
}

static void test_browse__marks_survive_searching_and_reading_anew(void **state)
{
    struct shelf s = open_shelf(state);
    mark(&s, "κύων");
    mark(&s, "amare");
    mark(&s, "et");
    mark(&s, "et"); /* unmarks it */
    assert_finds(&s, "dog", "canis κύων ");
    assert_true(browse_mark_found(&s.browse)); /* one of them is marked already */
    assert_int_equal(s.browse.marked.count, 3);
    assert_true(browse_is_marked(&s.browse, card_id(s.w, "canis")));
    assert_true(browse_mark_found(&s.browse)); /* all are: this unmarks them, and no other */
    assert_int_equal(s.browse.marked.count, 1);
    assert_true(browse_is_marked(&s.browse, card_id(s.w, "amare")));
    mark(&s, "λόγος");
    mark(&s, "et");
    assert_int_equal(browse_marked_decks(&s.browse), 2);
    world_write(s.w, "latin.yaml",
        "deck: Latin\nid: latin\ncards:\n- {q: lupus, a: wolf}\n- {q: amare, a: to love}\n");
    world_load_file(s.w, "latin.yaml", DAY);
    assert_int_equal(browse_reread(&s.browse, &s.w->err), ERR_NONE);
    assert_int_equal(s.browse.marked.count, 2); /* et has left the file */
    assert_true(browse_is_marked(&s.browse, card_id(s.w, "amare")));
    assert_true(browse_is_marked(&s.browse, card_id(s.w, "λόγος")));
    browse_done(&s.browse);
}

static void test_browse__a_change_of_several_is_one_step(void **state)
{
    struct shelf s = open_shelf(state);
    struct browse_step step;
    struct browse *b = &s.browse;
    change(&s, 2, CHANGE_SUSPEND, NO_DAY);
    mark(&s, "canis");
    mark(&s, "et");
    mark(&s, "κύων");
    assert_finds(&s, "love", "amare "); /* none of the marked ones is in the rows */
    assert_int_equal(
        browse_change(b, &b->marked, CHANGE_SUSPEND, NO_DAY, at(DAY, 10, 0), &step, &s.w->err),
        ERR_NONE);
    assert_int_equal(step.count, 2); /* et was suspended before */
    assert_finds(&s, "is:suspended", "canis et κύων ");
    assert_false(browse_changes_any(b, &b->marked, CHANGE_SUSPEND));
    assert_true(browse_changes_any(b, &b->marked, CHANGE_RESUME));

    assert_int_equal(browse_undo(b, at(DAY, 11, 0), &step, &s.w->err), ERR_NONE);
    assert_int_equal(step.count, 2);
    assert_finds(&s, "is:suspended", "et ");
    assert_false(schedule_of(s.w, card_id(s.w, "canis")).suspended);
    assert_int_equal(browse_redo(b, &step, &s.w->err), ERR_NONE);
    assert_int_equal(step.count, 2);
    assert_finds(&s, "is:suspended", "canis et κύων ");
    assert_int_equal(browse_redo(b, &step, &s.w->err), ERR_NONE);
    assert_int_equal(step.count, 0);

    assert_int_equal(browse_undo(b, at(DAY, 11, 0), &step, &s.w->err), ERR_NONE);
    assert_finds(&s, "", "amare canis et GRÜN λόγος κύων ");
    change(&s, 3, CHANGE_LEECH, NO_DAY); /* now there is nothing left to redo */
    assert_int_equal(browse_redo(b, &step, &s.w->err), ERR_NONE);
    assert_int_equal(step.count, 0);
    for (size_t count = 1; count <= 2; count++) {
        assert_int_equal(browse_undo(b, at(DAY, 12, 0), &step, &s.w->err), ERR_NONE);
        assert_int_equal(step.count, 1);
    }
    assert_finds(&s, "is:suspended", "");
    assert_sound(s.w);
    browse_done(b);
}

/* If one of the cards was changed in another window, none is changed here. */
static void test_browse__several_are_changed_or_none(void **state)
{
    struct shelf s = open_shelf(state);
    struct browse_step step;
    struct browse *b = &s.browse;
    assert_true(browse_mark_found(b));
    rate_card(s.w, card_id(s.w, "et"), REVIEW_NEW, 5, at(DAY, 9, 30));
    assert_int_equal(
        browse_change(b, &b->marked, CHANGE_BURY, NO_DAY, at(DAY, 10, 0), &step, &s.w->err),
        ERR_STALE);
    assert_finds(&s, "is:buried", "");
    assert_int_equal(schedule_of(s.w, card_id(s.w, "amare")).buried_day, NO_DAY);
    assert_int_equal(
        browse_change(b, &b->marked, CHANGE_BURY, NO_DAY, at(DAY, 10, 0), &step, &s.w->err),
        ERR_NONE);
    assert_int_equal(step.count, 6);

    /* another window undoes one of the changes, and rates its card: undo takes back the others */
    const struct undone *first = &b->events[0];
    assert_int_equal(
        store_change_undo(s.w->store, first->change_id, at(DAY, 10, 30), &s.w->err), ERR_NONE);
    assert_int_equal(browse_undo(b, at(DAY, 11, 0), &step, &s.w->err), ERR_NONE);
    assert_finds(&s, "is:buried", "");
    assert_int_equal(browse_redo(b, &step, &s.w->err), ERR_STALE); /* all or none */
    assert_finds(&s, "is:buried", "");
    assert_sound(s.w);
    browse_done(b);
}

/* Another window has rated the card: what was asked for is not done, and the row is as it is now.
 */
static void test_browse__a_card_changed_elsewhere(void **state)
{
    struct shelf s = open_shelf(state);
    rate_card(s.w, card_id(s.w, "et"), REVIEW_NEW, 5, at(DAY, 9, 30));
    assert_int_equal(browse_row(&s.browse, 2)->schedule.due, NO_DAY);
    int64_t et = browse_row(&s.browse, 2)->card_id;
    struct browse_step step;
    assert_int_equal(browse_change(&s.browse, &(struct card_ids){&et, 1, 1}, CHANGE_SUSPEND, NO_DAY,
                         at(DAY, 10, 0), &step, &s.w->err),
        ERR_STALE);
    assert_int_equal(browse_row(&s.browse, 2)->schedule.due, DAY + 1);
    assert_false(schedule_of(s.w, card_id(s.w, "et")).suspended);
    change(&s, 2, CHANGE_SUSPEND, NO_DAY);
    assert_true(schedule_of(s.w, card_id(s.w, "et")).suspended);
    browse_done(&s.browse);
}

/* A change leaves rows where they are, so a list sorted by what has changed is no longer sorted. */
static void test_browse__a_change_may_leave_the_list_unsorted(void **state)
{
    struct shelf s = open_shelf(state);
    change(&s, 0, CHANGE_SET_DUE, DAY + 9);
    assert_false(s.browse.disordered); /* deck order stays */
    browse_sort(&s.browse, BROWSE_DUE, false);
    finish(&s);
    assert_rows(&s, "canis amare et GRÜN λόγος κύων ");
    change(&s, 0, CHANGE_SUSPEND, NO_DAY);
    assert_false(s.browse.disordered);
    change(&s, 0, CHANGE_SET_DUE, DAY + 30);
    assert_true(s.browse.disordered);
    assert_rows(&s, "canis amare et GRÜN λόγος κύων ");
    browse_sort(&s.browse, BROWSE_DUE, false);
    finish(&s);
    assert_false(s.browse.disordered);
    assert_rows(&s, "amare canis et GRÜN λόγος κύων ");
    browse_done(&s.browse);
}

/* ---- edits of deck files ---- */

static void assert_text(struct shelf *s, const char *name, const char *want)
{
    struct buf text = {0};
    char path[192];
    assert_int_equal(file_read(world_path(s->w, name, path), &text, &s->w->err), ERR_NONE);
    assert_string_equal(buf_string(&text), want);
    buf_done(&text);
}

/* What browse does after an edit. */
static void reread(struct shelf *s)
{
    assert_int_equal(browse_reread(&s->browse, &s->w->err), ERR_NONE);
    finish(s);
}

static void undo(struct shelf *s, enum err_code want)
{
    struct browse_step step;
    assert_int_equal(browse_undo(&s->browse, at(DAY, 11, 0), &step, &s->w->err), want);
    reread(s);
}

static void test_browse__tags_go_into_the_files(void **state)
{
    struct shelf s = open_shelf(state);
    struct browse_step step;
    struct browse *b = &s.browse;
    mark(&s, "canis");
    mark(&s, "et");
    mark(&s, "κύων");
    assert_int_equal(browse_tag(b, &b->marked, "hard", "noun::animal", &step, &s.w->err), ERR_NONE);
    assert_int_equal(step.entries, 3);
    reread(&s);
    assert_text(&s, "latin.yaml",
        "deck: Latin\nid: latin\ntags: [language]\ncards:\n"
        "- {q: amare, a: to love, tags: [verb]}\n"
        "- {q: canis, a: dog, tags: [hard]}\n"
        "- {q: et, a: and, tags: [hard]}\n"
        "- {q: GRÜN, a: not Latin, tags: [Leech]}\n");
    assert_text(&s, "greek.yaml",
        "deck: Greek\ncards:\n- {q: λόγος, a: word}\n- {q: κύων, a: dog, tags: [hard]}\n");
    assert_finds(&s, "tag:hard", "canis et κύων ");
    assert_int_equal(browse_tag(b, &b->marked, "hard", "", &step, &s.w->err), ERR_NONE);
    assert_int_equal(step.entries, 0); /* nothing to do is no step */
    undo(&s, ERR_NONE);
    assert_text(&s, "latin.yaml", latin);
    assert_text(&s, "greek.yaml", greek);
    assert_finds(&s, "tag:hard", "");
    assert_int_equal(browse_redo(b, &step, &s.w->err), ERR_NONE);
    reread(&s);
    assert_finds(&s, "tag:hard", "canis et κύων ");
    assert_int_equal(b->marked.count, 3);
    assert_sound(s.w);
    browse_done(b);
}

/* Undo takes back no edit of a file that has been edited since, nor the edits of other files. */
static void test_browse__an_edit_since_stops_undo(void **state)
{
    struct shelf s = open_shelf(state);
    struct browse_step step;
    struct browse *b = &s.browse;
    assert_true(browse_mark_found(b));
    assert_int_equal(browse_tag(b, &b->marked, "x", "", &step, &s.w->err), ERR_NONE);
    reread(&s);
    world_write(s.w, "greek.yaml", "deck: Greek\ncards:\n- {q: λόγος, a: words}\n");
    struct buf text = {0};
    char path[192];
    assert_int_equal(file_read(world_path(s.w, "latin.yaml", path), &text, &s.w->err), ERR_NONE);
    undo(&s, ERR_STALE);
    assert_non_null(strstr(s.w->err.file, "greek.yaml"));
    assert_string_equal(s.w->err.message, "has been edited since");
    assert_text(&s, "latin.yaml", buf_string(&text));
    assert_text(&s, "greek.yaml", "deck: Greek\ncards:\n- {q: λόγος, a: words}\n");
    buf_done(&text);
    assert_int_equal(b->step_count, 0);
    browse_done(b);
}

static void test_browse__cards_move_with_their_histories(void **state)
{
    struct shelf s = open_shelf(state);
    struct browse_step step;
    struct browse *b = &s.browse;
    int64_t canis = card_id(s.w, "canis");
    mark(&s, "canis");
    mark(&s, "GRÜN");
    mark(&s, "κύων"); /* is there already */
    assert_int_equal(browse_move(b, &b->marked, s.decks[1], &step, &s.w->err), ERR_NONE);
    assert_int_equal(step.entries, 2);
    assert_int_equal(step.cards, 2);
    reread(&s);
    static const char moved[] =
        "deck: Greek\ncards:\n- {q: λόγος, a: word}\n- {q: κύων, a: dog}\n\n"
        "- {q: canis, a: dog, tags: [noun::animal]}\n\n"
        "- {q: GRÜN, a: not Latin, tags: [Leech]}\n";
    static const char left[] = "deck: Latin\nid: latin\ntags: [language]\ncards:\n"
                               "- {q: amare, a: to love, tags: [verb]}\n"
                               "- {q: et, a: and}\n";
    assert_text(&s, "greek.yaml", moved);
    assert_text(&s, "latin.yaml", left);
    assert_finds(&s, "deck:greek", "λόγος κύων canis GRÜN ");
    assert_int_equal(card_id(s.w, "canis"), canis);
    assert_int_equal(schedule_of(s.w, canis).reviews, 2);
    assert_sound(s.w);
    undo(&s, ERR_NONE);
    assert_text(&s, "greek.yaml", greek);
    assert_text(&s, "latin.yaml", latin);
    assert_int_equal(card_id(s.w, "canis"), canis);
    assert_int_equal(schedule_of(s.w, canis).reviews, 2);
    assert_int_equal(browse_redo(b, &step, &s.w->err), ERR_NONE);
    reread(&s);
    assert_text(&s, "greek.yaml", moved);
    assert_text(&s, "latin.yaml", left);
    assert_finds(&s, "deck:greek", "λόγος κύων canis GRÜN ");
    assert_int_equal(schedule_of(s.w, canis).reviews, 2);
    assert_sound(s.w);
    browse_done(b);
}

/* One message says why, with the file, and no file is touched. */
static void test_browse__moves_that_are_refused(void **state)
{
    (void)state; /* each case has a world of its own */
    static const struct {
        const char *latin, *greek, *file, *says;
        enum err_code code;
    } cases[] = {
        {"deck: Latin\nid: latin\ncards:\n- q: canis\n  a: [x]\n", NULL, "latin.yaml",
            "must be text", ERR_MISTAKE},
        {NULL, "deck: Greek\ncards:\n- q: κύων\n  b: [x]\n", "greek.yaml", "unknown key",
            ERR_MISTAKE},
        {"deck: Latin\nid: latin\ncards:\n- {q: canis, a: dog, id: k9}\n",
            "deck: Greek\ncards:\n- {q: κύων, id: K9}\n- {q: x, id: k9}\n", "greek.yaml",
            "two cards would have the id \"k9\"", ERR_MISTAKE},
        {NULL, "deck: Greek\ncards:\n", "greek.yaml", "\"cards\" must be a list", ERR_MISTAKE},
        {"deck: Latin\nid: latin\ncards:\n- # why\n  q: canis\n  a: dog\n", NULL, "latin.yaml",
            "edit it by hand", ERR_MISTAKE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct world w = {0};
        void *one = &w;
        world_set_up(&one);
        struct shelf s = open_shelf(&one);
        struct browse_step step;
        mark(&s, "canis");
        const char *texts[] = {
            cases[i].latin ? cases[i].latin : latin, cases[i].greek ? cases[i].greek : greek};
        world_write(s.w, "latin.yaml", texts[0]);
        world_write(s.w, "greek.yaml", texts[1]);
        assert_int_equal(
            browse_move(&s.browse, &s.browse.marked, s.decks[1], &step, &s.w->err), cases[i].code);
        assert_non_null(strstr(s.w->err.file, cases[i].file));
        assert_non_null(strstr(s.w->err.message, cases[i].says));
        assert_text(&s, "latin.yaml", texts[0]);
        assert_text(&s, "greek.yaml", texts[1]);
        assert_int_equal(s.browse.step_count, 0);
        browse_done(&s.browse);
        world_tear_down(&one);
    }
}

/* A picture beside the deck would not be found from another folder. */
static void test_browse__cards_with_pictures_stay_in_their_folder(void **state)
{
    struct shelf s = open_shelf(state);
    struct browse_step step;
    char folder[192];
    static const char pictures[] =
        "deck: Latin\nid: latin\ncards:\n- {q: canis, a: '![](dog.png)'}\n"
        "- {q: et, a: '[x](https://x.y) [z](#z) `[c](code.png)`'}\n";
    world_write(s.w, "latin.yaml", pictures);
    assert_int_equal(mkdir(world_path(s.w, "other", folder), 0700), 0);
    world_write(s.w, "other/o.yaml", "deck: Other\ncards: []\n");
    world_load_file(s.w, "other/o.yaml", DAY);
    int64_t other = s.w->deck_id;
    mark(&s, "canis");
    assert_int_equal(
        browse_move(&s.browse, &s.browse.marked, other, &step, &s.w->err), ERR_MISTAKE);
    assert_non_null(strstr(s.w->err.message, "links to a file beside its deck"));
    assert_text(&s, "latin.yaml", pictures);
    assert_text(&s, "other/o.yaml", "deck: Other\ncards: []\n");
    browse_unmark(&s.browse);
    mark(&s, "et");
    assert_int_equal(browse_move(&s.browse, &s.browse.marked, other, &step, &s.w->err), ERR_NONE);
    assert_int_equal(step.entries, 1);
    browse_done(&s.browse);
}

static void test_browse__narrowed_by_tags(void **state)
{
    struct shelf s = open_shelf(state);
    const char *terms[] = {"verb", "noun"};
    struct tag_filter filter = {terms, 2};
    browse_done(&s.browse);
    assert_int_equal(
        browse_open(&s.browse, s.w->store, s.decks, 2, &filter, DAY, &s.w->err), ERR_NONE);
    assert_rows(&s, "amare canis ");
    browse_done(&s.browse);
}

static void test_browse__questions_of_rows(void **state)
{
    struct shelf s = open_shelf(state);
    struct buf questions = {0};
    assert_int_equal(browse_questions(&s.browse, 1, 2, &questions, &s.w->err), ERR_NONE);
    assert_int_equal(questions.length, sizeof "canis\0et");
    assert_memory_equal(questions.bytes, "canis\0et", sizeof "canis\0et");
    assert_int_equal(browse_questions(&s.browse, 5, 9, &questions, &s.w->err), ERR_NONE);
    assert_string_equal(buf_string(&questions), "κύων");
    assert_int_equal(browse_questions(&s.browse, 6, 9, &questions, &s.w->err), ERR_NONE);
    assert_int_equal(questions.length, 0);
    buf_done(&questions);
    browse_done(&s.browse);
}

/* Decks without a card that passes are in between, and at both ends. */
static void test_browse__the_deck_of_each_card(void **state)
{
    struct world *w = *state;
    static const char *const tags[] = {"no", "yes", "no", "no", "yes", "no"};
    int64_t ids[6];
    struct browse browse;
    const char *yes = "yes";
    struct tag_filter filter = {&yes, 1};
    world_open(w);
    for (int i = 0; i < 6; i++) {
        char name[24], text[128];
        snprintf(name, sizeof name, "%d.yaml", i);
        snprintf(text, sizeof text,
            "deck: D%d\ntags: [%s]\ncards:\n- {q: a%d, a: x}\n- {q: b%d, a: x}\n", i, tags[i], i,
            i);
        world_write(w, name, text);
        world_load_file(w, name, DAY);
        ids[i] = w->deck_id;
    }
    assert_int_equal(browse_open(&browse, w->store, ids, 6, &filter, DAY, &w->err), ERR_NONE);
    assert_int_equal(browse.found_count, 4);
    static const char *const names[] = {"D1", "D1", "D4", "D4"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(
            buf_string(&browse_deck(&browse, browse_row(&browse, i))->name), names[i]);
    browse_done(&browse);
}

/* `columns` ends with BROWSE_POSITION. */
static void assert_next_columns(struct shelf *s, const enum browse_column *columns)
{
    for (;; columns++) {
        browse_sort_next(&s->browse);
        assert_int_equal(s->browse.sorted_by, *columns);
        assert_int_equal(
            s->browse.descending, *columns == BROWSE_LAPSES || *columns == BROWSE_DIFFICULTY);
        if (*columns == BROWSE_POSITION)
            return;
    }
}

static void put_under_fsrs(struct shelf *s, size_t decks)
{
    struct settings settings = settings_default();
    struct session_options options = {
        .settings = &settings, .scheduling.scheduler = SCHEDULER_FSRS};
    struct switched switched;
    assert_int_equal(scheduling_follow(s->w->store, s->decks, decks, &options, at(DAY, 9, 0),
                         &switched, &s->w->err),
        ERR_NONE);
    assert_int_equal(browse_reread(&s->browse, &s->w->err), ERR_NONE);
}

static void assert_sorted(struct shelf *s, enum browse_column column, const char *rows)
{
    browse_sort_by(&s->browse, column);
    finish(s);
    assert_rows(s, rows);
}

/* Latin is under FSRS: its cards have a recall and a difficulty instead of an ease. canis, rated 1
 * and then 3, is harder than amare, rated 4, and amare was rated today. */
static void test_browse__sorted_by_what_fsrs_knows(void **state)
{
    struct shelf s = open_shelf(state);
    rate_card(s.w, card_id(s.w, "κύων"), REVIEW_NEW, 4, at(DAY - 1, 9, 0));
    put_under_fsrs(&s, 1);
    assert_next_columns(
        &s, (const enum browse_column[]){BROWSE_STATE, BROWSE_DUE, BROWSE_INTERVAL, BROWSE_EASE,
                BROWSE_RECALL, BROWSE_DIFFICULTY, BROWSE_LAPSES, BROWSE_POSITION});
    assert_sorted(&s, BROWSE_RECALL, "canis amare et GRÜN λόγος κύων ");
    assert_sorted(&s, BROWSE_RECALL, "amare canis et GRÜN λόγος κύων "); /* reversed */
    assert_sorted(&s, BROWSE_DIFFICULTY, "canis amare et GRÜN λόγος κύων ");
    assert_sorted(&s, BROWSE_DIFFICULTY, "amare canis et GRÜN λόγος κύων ");
    assert_sorted(&s, BROWSE_EASE, "κύων amare canis et GRÜN λόγος ");
    browse_done(&s.browse);
}

static void test_browse__no_ease_where_all_is_under_fsrs(void **state)
{
    struct shelf s = open_shelf(state);
    put_under_fsrs(&s, 2);
    assert_next_columns(&s, (const enum browse_column[]){BROWSE_STATE, BROWSE_DUE, BROWSE_INTERVAL,
                                BROWSE_RECALL, BROWSE_DIFFICULTY, BROWSE_LAPSES, BROWSE_POSITION});
    browse_done(&s.browse);
}

static void test_browse__sorted_by_the_next_column(void **state)
{
    struct shelf s = open_shelf(state);
    assert_next_columns(&s, (const enum browse_column[]){BROWSE_STATE, BROWSE_DUE, BROWSE_INTERVAL,
                                BROWSE_EASE, BROWSE_LAPSES, BROWSE_POSITION});
    browse_sort_by(&s.browse, BROWSE_LAPSES);
    finish(&s);
    assert_rows(&s, "canis amare et GRÜN λόγος κύων ");
    browse_sort_next(&s.browse);
    finish(&s);
    assert_rows(&s, "amare canis et GRÜN λόγος κύων ");
    browse_done(&s.browse);
}

static void test_browse__read_anew(void **state)
{
    struct shelf s = open_shelf(state);
    assert_finds(&s, "dog", "canis κύων ");
    browse_sort(&s.browse, BROWSE_LAPSES, true);
    assert_false(s.browse.changed);
    world_write(s.w, "latin.yaml",
        "deck: Latine\nid: latin\ncards:\n- {q: canis, a: dog}\n- {q: lupus, a: a wild dog}\n");
    world_load_file(s.w, "latin.yaml", DAY);
    assert_int_equal(browse_reread(&s.browse, &s.w->err), ERR_NONE);
    assert_true(s.browse.changed);
    assert_true(browse_is_searching(&s.browse));
    finish(&s);
    assert_rows(&s, "canis lupus κύων "); /* the search stays, and the order */
    assert_string_equal(
        buf_string(&browse_deck(&s.browse, browse_row(&s.browse, 0))->name), "Latine");
    assert_finds(&s, "deck:latine", "canis lupus ");
    browse_done(&s.browse);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_browse__every_card_is_there_to_begin_with),
        TEST(test_browse__words_and_conditions),
        TEST(test_browse__an_end_stands_between_the_texts),
        TEST(test_browse__a_search_goes_in_steps),
        TEST(test_browse__sorted),
        TEST(test_browse__changes_and_taking_them_back),
        TEST(test_browse__marks_survive_searching_and_reading_anew),
        TEST(test_browse__a_change_of_several_is_one_step),
        TEST(test_browse__several_are_changed_or_none),
        TEST(test_browse__a_card_changed_elsewhere),
        TEST(test_browse__a_change_may_leave_the_list_unsorted),
        TEST(test_browse__tags_go_into_the_files),
        TEST(test_browse__an_edit_since_stops_undo),
        TEST(test_browse__cards_move_with_their_histories),
        TEST(test_browse__moves_that_are_refused),
        TEST(test_browse__cards_with_pictures_stay_in_their_folder),
        TEST(test_browse__narrowed_by_tags),
        TEST(test_browse__questions_of_rows),
        TEST(test_browse__the_deck_of_each_card),
        TEST(test_browse__sorted_by_the_next_column),
        TEST(test_browse__sorted_by_what_fsrs_knows),
        TEST(test_browse__no_ease_where_all_is_under_fsrs),
        TEST(test_browse__read_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

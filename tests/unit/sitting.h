/* Sessions in tests: a deck of numbered cards, cards that are due, and the user's actions. */
#ifndef UNIT_SITTING_H
#define UNIT_SITTING_H

#include "unit/world.h"

/* Settings under which cards of one entry may be asked on one day. */
static const struct settings siblings_together
    __attribute__((unused)) = {.caps = {CAP_UNSET, CAP_UNSET}, .bury_siblings = false};

#define ORDINARY ((struct session_options){.caps = CAPS_UNSET, .seed = 1})
#define NINE     at(DAY, 9, 0)

static inline int sitting_set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

/* Have deck.yaml hold the cards q1 to q<count>, and load it. */
static inline void load_cards(struct world *w, int count)
{
    struct buf text = {0};
    buf_text(&text, "deck: d\ncards:\n");
    for (int i = 1; i <= count; i++)
        buf_format(&text, "- {q: q%d, a: answer %d}\n", i, i);
    world_load(w, buf_string(&text));
    buf_done(&text);
}

/* Give a new card the history of successes (all 4) that makes it due on a day after an interval of
 * 1, 6 or 15 days. */
static inline void make_due(struct world *w, const char *question, int interval, int due)
{
    int64_t card = card_id(w, question);
    int day = due - interval;
    if (interval == 15)
        rate_card(w, card, REVIEW_NEW, 4, at(day - 7, 9, 0));
    if (interval >= 6)
        rate_card(w, card, interval == 15 ? REVIEW_DUE : REVIEW_NEW, 4,
            at(day - (interval == 15 ? 6 : 1), 9, 0));
    rate_card(w, card, interval == 1 ? REVIEW_NEW : REVIEW_DUE, 4, at(day, 9, 0));
    struct schedule schedule = schedule_of(w, card);
    assert_int_equal(schedule.sm2.interval, interval);
    assert_int_equal(schedule.due, due);
}

/* Begin a session of the deck loaded last, over one that may be open. */
static inline void sit(struct world *w, struct session_options options, struct moment now)
{
    session_done(&w->session);
    enum err_code code =
        session_start(&w->session, w->store, &w->deck_id, 1, &options, now, &w->err);
    if (code)
        fail_msg("start: error %d: %s", (int)code, w->err.message);
}

/* The question shown, or "" when it is over. */
static inline const char *shown(const struct session *s)
{
    return s->stage == SESSION_OVER ? "" : s->card.card.question;
}

static inline void act_in(struct session *s, enum session_action action, struct moment now)
{
    struct err err = {0};
    enum err_code code = session_update(s, action, now, &err);
    if (code)
        fail_msg("action %d: error %d: %s", (int)action, (int)code, err.message);
}

static inline void act(struct world *w, enum session_action action, struct moment now)
{
    act_in(&w->session, action, now);
}

/* Reveal the card shown and rate it. */
static inline void give_in(struct session *s, int rating, struct moment now)
{
    assert_int_equal(s->stage, SESSION_QUESTION);
    act_in(s, ACTION_REVEAL, now);
    assert_int_equal(s->stage, SESSION_ANSWER);
    act_in(s, (enum session_action)(ACTION_RATE_1 + rating - 1), now);
    assert_int_equal(s->notice, rating <= 2 ? NOTICE_COMES_AGAIN : NOTICE_NONE);
}

static inline void give(struct world *w, int rating, struct moment now)
{
    give_in(&w->session, rating, now);
}

static inline void assert_shown(const struct world *w, const char *question, enum review_kind kind)
{
    const struct session *s = &w->session;
    if (strcmp(shown(s), question) != 0)
        fail_msg("\"%s\" is shown, not \"%s\"", shown(s), question);
    if (s->stage != SESSION_OVER)
        assert_int_equal(s->kind, kind);
}

static inline void assert_over(const struct world *w)
{
    if (w->session.stage != SESSION_OVER)
        fail_msg("not over: \"%s\" is shown", shown(&w->session));
    assert_int_equal(session_left_total(&w->session), 0);
}

static inline void assert_left(const struct world *w, size_t new, size_t repeat, size_t due)
{
    struct session_counts left = session_left(&w->session);
    if (left.new != new || left.repeat != repeat || left.due != due)
        fail_msg("%zu new, %zu repeats, %zu due are left; wanted %zu, %zu, %zu", left.new,
            left.repeat, left.due, new, repeat, due);
    assert_int_equal(session_left_total(&w->session), new + repeat + due + left.cram);
}

/* Rate every card 4 until it is over: the questions in the order in which they came. */
static inline const char *play_out(struct world *w, struct moment now, char text[1024])
{
    size_t length = 0;
    text[0] = '\0';
    while (w->session.stage != SESSION_OVER) {
        assert_true(length < 1000);
        length += (size_t)snprintf(
            text + length, 1024 - length, "%s%s", length ? " " : "", shown(&w->session));
        give(w, 4, now);
    }
    return text;
}

static inline void assert_order(struct world *w, const char *want)
{
    char text[1024];
    assert_string_equal(play_out(w, NINE, text), want);
}

/* Every part of two schedules. */
static inline void assert_same_schedule(const struct schedule *a, const struct schedule *b)
{
    assert_int_equal(a->sm2.repetitions, b->sm2.repetitions);
    assert_int_equal(a->sm2.interval, b->sm2.interval);
    assert_int_equal(a->sm2.ease, b->sm2.ease);
    assert_int_equal(a->due, b->due);
    assert_int_equal(a->repeat_day, b->repeat_day);
    assert_int_equal(a->lapses, b->lapses);
    assert_int_equal(a->reviews, b->reviews);
    assert_int_equal(a->last_rating, b->last_rating);
    assert_int_equal(a->last_review, b->last_review);
    assert_int_equal(a->suspended, b->suspended);
    assert_int_equal(a->leech, b->leech);
    assert_int_equal(a->buried_day, b->buried_day);
    assert_int_equal(a->last_change, b->last_change);
}

#endif

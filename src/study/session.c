/* A session:
 *
 *                        ┌─────────── rate 1..5: saved, next card ────────────┐
 *                        v                                                    │
 *   start ──plan──>  QUESTION ──reveal──> ANSWER ─────────────────────────────┤
 *                      │  ^  ^               ^                                │
 *          no card left│  │  │suspend, bury, │ undo: back to the card         │ one lapse too many
 *                      │  │  │go on: next    │ whose rating it was            v
 *                      │  │  └───────────────│────────────────────────────> LEECH
 *                      v  │more new, cram    │
 *                      OVER                  └── from QUESTION, ANSWER, LEECH and OVER
 *
 * Suspending and burying go on to the next card from QUESTION and ANSWER, too. Undoing such a
 * change returns to the card's QUESTION; undoing a leech mark on the card shown keeps the stage.
 * Redoing goes on to the next card. Both are in session_undo.c.
 *
 * The queue is a plan, not a promise: each card is read again before it is shown, and skipped
 * if it should no longer be shown because another window has rated it or a cap is used up. */
#include "study/session.h"

#include "base/buf.h"
#include "store/changes.h"
#include "study/session_parts.h"
#include "text/typed.h"

#include <assert.h>
#include <stdlib.h>

static_assert(ACTION_REVEAL == ACTION_RATE_1 + RATING_PERFECTLY, "an action for each rating");

static struct plan_scope session_scope_of(const struct session *s)
{
    return (struct plan_scope){
        s->store, s->deck_ids, s->deck_count, &s->options, s->today, s->extra, NULL, false};
}

static enum err_code session_plan(struct session *s, struct err *err)
{
    struct plan plan;
    struct plan_scope scope = session_scope_of(s);
    s->planned_day = s->today;
    queue_done(&s->queue);
    enum err_code code = plan_make(&scope, &plan, err);
    if (!code)
        s->queue = plan.queue;
    return code;
}

enum err_code session_follow_plan(struct session *s, int64_t shown, struct err *err)
{
    struct plan now;
    struct plan_scope scope = session_scope_of(s);
    if (s->options.cram || s->planned_day != s->today)
        return ERR_NONE;
    enum err_code code = plan_make(&scope, &now, err);
    if (code)
        return code;
    if (!queue_follow(&s->queue, &now.queue, shown))
        code = err_memory(err);
    plan_done(&now);
    return code;
}

/* ---- the card shown ---- */

bool session_is_asking(const struct session *s)
{
    return s->stage == SESSION_QUESTION || s->stage == SESSION_ANSWER;
}

/* Whether the answer to the card shown is to be typed. Without --type, the card itself asks for
 * it. */
static bool session_wants_typing(const struct session *s)
{
    const struct card *card = &s->card.card;
    return card->typed ? typed_is_possible(card->answer)
                       : s->options.type && typed_is_short(card->answer);
}

void session_show(struct session *s, enum review_kind kind, struct moment now)
{
    assert(kind != REVIEW_NONE);
    s->kind = kind;
    s->stage = SESSION_QUESTION;
    s->hint_shown = false;
    s->typing = session_wants_typing(s);
    buf_clear(&s->typed);
    s->shown_ms = now.utc_ms;
}

enum review_kind session_asked_as(const struct session *s)
{
    if (!s->card.card_id || s->card.retired || schedule_rests(&s->card.schedule, s->today))
        return REVIEW_NONE;
    return s->options.cram ? REVIEW_CRAM : schedule_asks(&s->card.schedule, s->today);
}

/* The kind of a rating given now, which may differ from s->kind if a new day has begun. */
static enum review_kind session_kind_now(const struct session *s)
{
    enum review_kind kind = schedule_asks(&s->card.schedule, s->today);
    return s->kind == REVIEW_CRAM || kind == REVIEW_NONE ? s->kind : kind;
}

/* Count the cards that caps keep out of today's session. */
static enum err_code session_read_rest(struct session *s, struct err *err)
{
    struct plan rest;
    struct session_options options = s->options;
    struct plan_scope scope = session_scope_of(s);
    options.cram = false;
    scope.options = &options;
    enum err_code code = plan_make(&scope, &rest, err);
    if (code)
        return code;
    s->due_left = rest.due_left + rest.queue.left[REVIEW_DUE];
    s->new_left = rest.new_left + rest.queue.left[REVIEW_NEW];
    plan_done(&rest);
    return ERR_NONE;
}

static enum err_code session_finish(struct session *s, struct err *err)
{
    enum err_code code = session_recount(s, err);
    s->stage = SESSION_OVER;
    struct plan_scope scope = session_scope_of(s);
    if (!code)
        code = ahead_read(&scope, &s->ahead, err);
    if (!code)
        code = summary_read(&s->summary, &scope, err);
    return code ? code : session_read_rest(s, err);
}

/* Show the next card of the plan; *shown is false if none is left. */
static enum err_code session_show_next(
    struct session *s, struct moment now, bool *shown, struct err *err)
{
    struct queue_card next;
    *shown = false;
    while (!*shown && queue_next(&s->queue, &next)) {
        enum err_code code = session_read_card(s, next.card_id, err);
        if (code)
            return code;
        enum review_kind kind = session_asked_as(s);
        if (kind == REVIEW_NONE)
            continue;
        struct plan_scope scope = session_scope_of(s);
        if ((code = plan_allows(&scope, s->card.deck_id, kind, shown, err)))
            return code;
        if (*shown)
            session_show(s, kind, now);
    }
    return ERR_NONE;
}

enum err_code session_advance(struct session *s, struct moment now, struct err *err)
{
    bool shown;
    enum err_code code = session_show_next(s, now, &shown, err);
    if (!code && !shown && !s->options.cram && s->planned_day != s->today) {
        s->extra = 0;
        if (!(code = session_plan(s, err)))
            code = session_show_next(s, now, &shown, err);
    }
    return code || shown ? code : session_finish(s, err);
}

/* ---- actions ---- */

static enum err_code session_reveal(struct session *s, struct moment now, struct err *err)
{
    if (s->stage != SESSION_QUESTION)
        return ERR_NONE;
    struct schedule before = s->card.schedule;
    enum err_code code = session_read_card(s, s->card.card_id, err);
    if (code)
        return code;
    if (session_asked_as(s) != REVIEW_NONE && s->card.schedule.last_review == before.last_review) {
        s->stage = SESSION_ANSWER;
        return ERR_NONE;
    }
    s->notice = NOTICE_RATED_ELSEWHERE;
    return session_advance(s, now, err);
}

static bool session_is_first(const struct session *s, int64_t card_id)
{
    for (size_t i = 0; i < s->rating_count; i++)
        if (s->ratings[i].card_id == card_id)
            return false;
    return true;
}

static int64_t session_spent(const struct session *s, struct moment now)
{
    int64_t ms = now.utc_ms - s->shown_ms;
    return ms < 0 ? 0 : ms > SPENT_MAX_MS ? SPENT_MAX_MS : ms; /* clocks may be set back */
}

/* Ask what to do about the card just rated, which has become a leech. */
static enum err_code session_show_leech(struct session *s, struct err *err)
{
    s->stage = SESSION_LEECH;
    s->notice = NOTICE_LEECH_FOUND;
    return session_read_card(s, s->card.card_id, err); /* the card has a new tag */
}

static enum err_code session_rate(
    struct session *s, enum rating rating, struct moment now, struct err *err)
{
    if (s->stage == SESSION_QUESTION)
        s->notice = NOTICE_REVEAL_FIRST;
    if (s->stage != SESSION_ANSWER)
        return ERR_NONE;
    /* allocate first: nothing may fail once the rating is on disk */
    if (!array_grow(&s->ratings, s->rating_count, &s->rating_capacity, sizeof *s->ratings)) {
        err_memory(&s->problem);
        s->notice = NOTICE_NOT_KEPT;
        return ERR_NONE;
    }
    struct schedule before = s->card.schedule;
    int64_t leech_lapses = session_settings(&s->options)->leech_lapses;
    struct rated rated = {.card_id = s->card.card_id,
        .last_review = before.last_review,
        .last_change = before.last_change,
        .kind = session_kind_now(s),
        .rating = rating,
        .at = now,
        .spent_ms = session_spent(s, now),
        .leech_lapses = leech_lapses,
        .regime = s->regime,
        .days = regime_has_memory(&s->regime) ? session_days(s, rating) : 0};
    enum err_code code = store_rate(s->store, &rated, &s->card.schedule, &s->problem);
    if (code == ERR_STALE) {
        s->notice = NOTICE_RATED_ELSEWHERE;
        return session_advance(s, now, err);
    }
    if (code) {
        s->notice = NOTICE_NOT_KEPT;
        return ERR_NONE;
    }
    assert(s->rating_count < s->rating_capacity);
    s->ratings[s->rating_count] = (struct session_rating){s->card.schedule.last_review,
        rated.card_id, rated.spent_ms, rating, session_is_first(s, rated.card_id)};
    s->rating_count++;
    session_move_due(s, before.due, s->card.schedule.due);
    session_forget_undone(s);
    s->notice = rating_is_lapse(rating) ? NOTICE_COMES_AGAIN : NOTICE_NONE;
    if (rating_asks_again(rating) &&
        !queue_repeat(&s->queue, rated.card_id, s->options.cram ? REVIEW_CRAM : REVIEW_REPEAT))
        return err_memory(err); /* the rating is saved, so the next session repeats the card */
    if (schedule_makes_leech(&before, &s->card.schedule, leech_lapses))
        return session_show_leech(s, err);
    return session_advance(s, now, err);
}

/* Apply a manual change to the card shown. Go on to the next unless only the leech mark changed. */
static enum err_code session_change(struct session *s, enum change_kind kind,
    enum session_notice notice, struct moment now, struct err *err)
{
    bool stays = (kind == CHANGE_LEECH || kind == CHANGE_NOT_LEECH) && session_is_asking(s);
    struct changing changing = {s->card.card_id, &s->card.schedule, {.kind = kind}, now};
    if (s->stage == SESSION_OVER)
        return ERR_NONE;
    enum err_code code = store_change(s->store, &changing, &s->card.schedule, &s->problem);
    s->notice = code == ERR_STALE ? NOTICE_RATED_ELSEWHERE : code ? NOTICE_NOT_KEPT : notice;
    if (code && code != ERR_STALE)
        return ERR_NONE;
    s->changes += !code;
    s->load_known = false;
    if (!code)
        session_forget_undone(s);
    if (!code && schedule_rests(&s->card.schedule, s->today)) {
        queue_drop(&s->queue, s->card.card_id);
        if ((code = session_follow_plan(s, s->card.card_id, err)))
            return code;
    }
    return !code && stays ? session_read_card(s, s->card.card_id, err) /* its new tags */
                          : session_advance(s, now, err);
}

static enum err_code session_mark(struct session *s, struct moment now, struct err *err)
{
    return s->card.schedule.leech ? session_change(s, CHANGE_NOT_LEECH, NOTICE_NOT_LEECH, now, err)
                                  : session_change(s, CHANGE_LEECH, NOTICE_LEECH, now, err);
}

static enum err_code session_read_name(struct session *s, struct err *err)
{
    buf_clear(&s->name);
    return s->deck_count == 1 ? store_deck_name(s->store, s->deck_ids[0], &s->name, err) : ERR_NONE;
}

/* Reread the card shown and keep it, or go on to the next if it should no longer be shown. */
static enum err_code session_show_again(
    struct session *s, enum session_notice left, struct moment now, struct err *err)
{
    enum err_code code = session_read_name(s, err);
    if (code || (code = session_read_card(s, s->card.card_id, err)))
        return code;
    if (s->stage != SESSION_LEECH && session_asked_as(s) != REVIEW_NONE) {
        s->hint_shown &= s->card.card.hint[0] != '\0';
        s->typing = session_wants_typing(s);
        return ERR_NONE;
    }
    if (s->stage != SESSION_LEECH)
        s->notice = left;
    return session_advance(s, now, err);
}

enum err_code session_edited(struct session *s, const struct load_report *report,
    const struct err *problem, struct moment now, struct err *err)
{
    s->today = now.day;
    s->edited = *report;
    s->problem = *problem;
    s->notice = problem->code ? NOTICE_NOT_EDITED : NOTICE_EDITED;
    if (problem->code || s->stage == SESSION_OVER)
        return ERR_NONE;
    return session_show_again(s, NOTICE_LEFT_FILE, now, err);
}

/* Drop cards that have since been suspended, buried or retired, because a cram is not replanned. */
static enum err_code session_drop_resting(struct session *s, struct err *err)
{
    struct stored_card card = {0};
    enum err_code code = ERR_NONE;
    for (size_t i = s->queue.count; i > s->queue.head && !code; i--) {
        code = store_card(s->store, s->queue.cards[i - 1].card_id, &card, err);
        if (!code && (card.retired || schedule_rests(&card.schedule, s->today)))
            queue_drop(&s->queue, card.card_id);
    }
    stored_card_done(&card);
    return code;
}

enum err_code session_revisit(struct session *s, struct moment now, struct err *err)
{
    s->today = now.day;
    s->notice = NOTICE_NONE;
    s->load_known = false;
    session_forget_undone(s);
    enum err_code code = s->options.cram ? session_drop_resting(s, err) : session_plan(s, err);
    if (!code)
        code = s->stage == SESSION_OVER ? session_advance(s, now, err)
                                        : session_show_again(s, NOTICE_NONE, now, err);
    queue_drop(&s->queue, s->card.card_id); /* the new plan includes the card shown */
    s->kind = session_asked_as(s);
    return code;
}

static enum err_code session_go_on(struct session *s, bool cram, struct moment now, struct err *err)
{
    if (s->stage != SESSION_OVER)
        return ERR_NONE;
    if (!cram && !s->new_left && !s->due_left) {
        s->notice = NOTICE_NO_MORE_NEW;
        return ERR_NONE;
    }
    s->options.cram = cram;
    s->extra += cram ? 0 : NEW_A_DAY;
    enum err_code code = session_plan(s, err);
    return code ? code : session_advance(s, now, err);
}

static enum err_code session_hint(struct session *s)
{
    if (s->stage == SESSION_QUESTION && !s->card.card.hint[0])
        s->notice = NOTICE_NO_HINT;
    s->hint_shown = s->stage == SESSION_QUESTION && s->card.card.hint[0];
    s->typing |= s->hint_shown && session_wants_typing(s);
    return ERR_NONE;
}

static enum err_code session_type(struct session *s)
{
    s->typing = typed_is_possible(s->card.card.answer);
    s->notice = s->typing ? NOTICE_NONE : NOTICE_NOT_TYPED;
    return ERR_NONE;
}

enum err_code session_update(
    struct session *s, enum session_action action, struct moment now, struct err *err)
{
    bool asked = s->undo_asked, undoes = asked || action == ACTION_UNDO || action == ACTION_REDO;
    s->today = now.day;
    s->notice = NOTICE_NONE;
    s->undo_asked = false;
    if (s->stage == SESSION_OVER && s->planned_day != s->today && !undoes) {
        s->options.cram = false;
        return session_advance(s, now, err); /* any action but undo and redo starts the new day */
    }
    switch (action) {
    case ACTION_NONE:
    case ACTION_DECLINE:
        return ERR_NONE;
    case ACTION_REVEAL:
        return session_reveal(s, now, err);
    case ACTION_HINT:
        return session_hint(s);
    case ACTION_TYPE:
        return session_type(s);
    case ACTION_LEAVE_LINE:
        s->typing = false;
        return ERR_NONE;
    case ACTION_UNDO:
        return session_undo(s, now, err);
    case ACTION_UNDO_EARLIER:
        return asked ? session_undo_earlier(s, now, err) : ERR_NONE;
    case ACTION_REDO:
        return session_redo(s, now, err);
    case ACTION_SUSPEND:
        return session_change(s, CHANGE_SUSPEND, NOTICE_SUSPENDED, now, err);
    case ACTION_BURY:
        return session_change(s, CHANGE_BURY, NOTICE_BURIED, now, err);
    case ACTION_LEECH:
        return session_mark(s, now, err);
    case ACTION_GO_ON:
        return s->stage == SESSION_LEECH ? session_advance(s, now, err) : ERR_NONE;
    case ACTION_MORE_NEW:
        return session_go_on(s, false, now, err);
    case ACTION_CRAM:
        return session_go_on(s, true, now, err);
    default:
        assert(action >= ACTION_RATE_1 && action < ACTION_REVEAL);
        return session_rate(s, (enum rating)(action - ACTION_RATE_1 + 1), now, err);
    }
}

enum err_code session_start(struct session *s, struct store *store, const int64_t *deck_ids,
    size_t deck_count, const struct session_options *options, struct moment now, struct err *err)
{
    *s = (struct session){.store = store,
        .deck_ids = deck_ids,
        .deck_count = deck_count,
        .options = *options,
        .undo_day = NO_DAY,
        .today = now.day};
    enum err_code code = session_read_name(s, err);
    if (!code)
        code = store_pace(store, &s->pace, err);
    if (!code)
        code = session_plan(s, err);
    return code ? code : session_advance(s, now, err);
}

void session_done(struct session *s)
{
    queue_done(&s->queue);
    stored_card_done(&s->card);
    summary_done(&s->summary);
    buf_done(&s->name);
    buf_done(&s->typed);
    free(s->ratings);
    free(s->redoable);
    *s = (struct session){0};
}

struct session_counts session_left(const struct session *s)
{
    const size_t *left = s->queue.left;
    size_t shown[REVIEW_CRAM + 1] = {0};
    if (session_is_asking(s))
        shown[s->kind] = 1;
    return (struct session_counts){
        .new = left[REVIEW_NEW] + shown[REVIEW_NEW],
        .repeat = left[REVIEW_REPEAT] + shown[REVIEW_REPEAT],
        .due = left[REVIEW_DUE] + shown[REVIEW_DUE],
        .cram = left[REVIEW_CRAM] + shown[REVIEW_CRAM],
    };
}

size_t session_left_total(const struct session *s)
{
    return queue_left(&s->queue) + session_is_asking(s);
}

struct comeback session_comes_back(const struct session *s, enum rating rating)
{
    const struct schedule *schedule = &s->card.schedule;
    enum review_kind kind = session_kind_now(s);
    struct comeback back = {.today = rating_asks_again(rating), .days = -1};
    if (kind == REVIEW_CRAM)
        return back;
    if (regime_has_memory(&s->regime))
        back.days = session_days(s, rating);
    else if (kind == REVIEW_REPEAT)
        back.days = schedule->due - s->today;
    else
        back.days = sm2_rate(schedule->sm2, rating).interval;
    return back;
}

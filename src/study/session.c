/* A session:
 *
 *                        ┌──────────── rate 1..5: kept, next card ────────────┐
 *                        v                                                    │
 *   start ──plan──>  QUESTION ──reveal──> ANSWER ──────────────────────────────┘
 *                      │  ^                  ^
 *          no card left│  │more new, cram    │ undo: back to the card whose rating it was
 *                      v  │                  │ (from QUESTION, ANSWER and OVER)
 *                      OVER ─────────────────┘
 *
 * The queue is a plan and no promise: each card is read anew before it is shown, and passed over
 * if it is not to be asked any more, because another window has rated it or a cap is used up. */
#include "study/session.h"

#include "base/buf.h"
#include "store/decks.h"

#include <stdlib.h>

/* ---- the plan ---- */

static size_t less(size_t a, size_t b)
{
    return a > b ? a - b : 0;
}

/* How many cards the caps still allow today; counted from the log, for all decks together. */
static enum err_code read_allowance(
    const struct session *s, size_t *new, size_t *total, struct err *err)
{
    struct day_counts used = {0};
    for (size_t i = 0; i < s->deck_count; i++) {
        struct day_counts counts;
        enum err_code code = store_rated_on(s->store, s->deck_ids[i], s->today, &counts, err);
        if (code)
            return code;
        used.new += counts.new;
        used.due += counts.due;
    }
    size_t cap = s->options.new_cap + s->extra_new;
    *new = less(cap, used.new);
    *total = s->options.limit == NO_LIMIT
                 ? NO_LIMIT
                 : less(s->options.limit + s->extra_new, used.new + used.due);
    return ERR_NONE;
}

static int by_review(const void *a, const void *b)
{
    const struct repeat_card *x = a, *y = b;
    return (x->review_id > y->review_id) - (x->review_id < y->review_id);
}

static enum err_code plan_repeats(struct session *s, struct err *err)
{
    struct repeat_cards repeats = {0};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < s->deck_count && !code; i++)
        code = store_repeats(s->store, s->deck_ids[i], &s->options.filter, s->today, &repeats, err);
    if (!code && repeats.count > 1)
        qsort(repeats.cards, repeats.count, sizeof *repeats.cards, by_review);
    for (size_t i = 0; i < repeats.count && !code; i++)
        if (!queue_append(&s->queue, repeats.cards[i].card_id, REVIEW_REPEAT))
            code = err_memory(err);
    free(repeats.cards);
    return code;
}

/* The share of news and reviews that total allows: as they would be mixed. */
static void share(size_t total, size_t *due, size_t *new)
{
    if (total >= *due + *new)
        return;
    size_t news = *due + *new ? total **new / (*due + *new) : 0;
    *new = news;
    *due = total - news;
}

static enum err_code plan_due_and_new(struct session *s, struct err *err)
{
    struct due_cards due = {0};
    struct card_ids fresh = {0};
    size_t new_most, total;
    enum err_code code = read_allowance(s, &new_most, &total, err);
    for (size_t i = 0; i < s->deck_count && !code; i++) {
        const struct tag_filter *filter = &s->options.filter;
        code = store_due(s->store, s->deck_ids[i], filter, s->today, s->options.seed, &due, err);
        if (!code)
            code = store_new(s->store, s->deck_ids[i], filter, new_most - fresh.count, &fresh, err);
    }
    if (!code) {
        size_t dues = due.count, news = fresh.count;
        share(total, &dues, &news);
        queue_sort_due(due.cards, due.count);
        if (!queue_append_mixed(&s->queue, due.cards, dues, fresh.ids, news))
            code = err_memory(err);
    }
    free(due.cards);
    free(fresh.ids);
    return code;
}

static enum err_code plan_cram(struct session *s, struct err *err)
{
    struct card_ids cards = {0};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < s->deck_count && !code; i++)
        code = store_present(s->store, s->deck_ids[i], &s->options.filter, &cards, err);
    for (size_t i = 0; i < cards.count && !code; i++)
        if (!queue_append(&s->queue, cards.ids[i], REVIEW_CRAM))
            code = err_memory(err);
    free(cards.ids);
    queue_shuffle(s->queue.cards, queue_left(&s->queue), s->options.seed);
    queue_truncate(&s->queue, s->options.limit);
    return code;
}

static enum err_code plan(struct session *s, struct err *err)
{
    s->planned_day = s->today;
    queue_done(&s->queue);
    if (s->options.cram)
        return plan_cram(s, err);
    enum err_code code = plan_repeats(s, err);
    return code ? code : plan_due_and_new(s, err);
}

/* ---- the card shown ---- */

static void show(struct session *s, enum review_kind kind, struct moment now)
{
    s->kind = kind;
    s->stage = SESSION_QUESTION;
    s->hint_shown = false;
    s->shown_ms = now.utc_ms;
}

/* What the card that was read last is to be asked as; REVIEW_NONE to pass it over. */
static enum review_kind asked_as(const struct session *s)
{
    if (!s->card.card_id || !s->card.active)
        return REVIEW_NONE;
    return s->options.cram ? REVIEW_CRAM : schedule_asks(&s->card.schedule, s->today);
}

/* What a rating now is given to: the day may have ended while the card was shown. */
static enum review_kind kind_now(const struct session *s)
{
    enum review_kind kind = schedule_asks(&s->card.schedule, s->today);
    return s->kind == REVIEW_CRAM || kind == REVIEW_NONE ? s->kind : kind;
}

static enum err_code finish(struct session *s, struct err *err)
{
    struct card_ids one = {0};
    struct due_cards due = {0};
    enum err_code code = ERR_NONE;
    const struct tag_filter *filter = &s->options.filter;
    s->stage = SESSION_OVER;
    s->upcoming = (struct upcoming){.first_day = NO_DAY};
    for (size_t i = 0; i < s->deck_count && !code; i++) {
        int64_t deck = s->deck_ids[i];
        if (!(code = store_upcoming(s->store, deck, filter, s->today, &s->upcoming, err)) &&
            !(code = store_new(s->store, deck, filter, 1, &one, err)))
            code = store_due(s->store, deck, filter, s->today, 0, &due, err);
    }
    s->new_left = one.count;
    s->due_left = due.count;
    free(one.ids);
    free(due.cards);
    return code;
}

/* Whether the day's caps, used up by another window perhaps, still allow the card. */
static enum err_code within_caps(
    const struct session *s, enum review_kind kind, bool *within, struct err *err)
{
    *within = true;
    if (kind != REVIEW_NEW && kind != REVIEW_DUE)
        return ERR_NONE;
    size_t new, total;
    enum err_code code = read_allowance(s, &new, &total, err);
    *within = total > 0 && (kind == REVIEW_DUE || new > 0);
    return code;
}

/* Show the next card of the plan; *shown is false where none is left. */
static enum err_code show_next(struct session *s, struct moment now, bool *shown, struct err *err)
{
    struct queue_card next;
    *shown = false;
    while (!*shown && queue_next(&s->queue, &next)) {
        enum err_code code = store_card(s->store, next.card_id, &s->card, err);
        if (code)
            return code;
        enum review_kind kind = asked_as(s);
        if (kind == REVIEW_NONE)
            continue;
        if ((code = within_caps(s, kind, shown, err)))
            return code;
        if (*shown)
            show(s, kind, now);
    }
    return ERR_NONE;
}

/* Show the next card, of a new plan where a new day has begun, or be over. */
static enum err_code advance(struct session *s, struct moment now, struct err *err)
{
    bool shown;
    enum err_code code = show_next(s, now, &shown, err);
    if (!code && !shown && !s->options.cram && s->planned_day != s->today) {
        s->extra_new = 0;
        if (!(code = plan(s, err)))
            code = show_next(s, now, &shown, err);
    }
    return code || shown ? code : finish(s, err);
}

/* ---- actions ---- */

static enum err_code reveal(struct session *s, struct moment now, struct err *err)
{
    if (s->stage != SESSION_QUESTION)
        return ERR_NONE;
    int64_t before = s->card.schedule.last_review;
    enum err_code code = store_card(s->store, s->card.card_id, &s->card, err);
    if (code)
        return code;
    if (s->card.card_id && s->card.active && s->card.schedule.last_review == before) {
        s->stage = SESSION_ANSWER;
        return ERR_NONE;
    }
    s->notice = NOTICE_RATED_ELSEWHERE;
    return advance(s, now, err);
}

static bool is_first(const struct session *s, int64_t card_id)
{
    for (size_t i = 0; i < s->rating_count; i++)
        if (s->ratings[i].card_id == card_id)
            return false;
    return true;
}

static int64_t spent(const struct session *s, struct moment now)
{
    int64_t ms = now.utc_ms - s->shown_ms;
    return ms < 0 ? 0 : ms > SPENT_MOST_MS ? SPENT_MOST_MS : ms; /* clocks are set back, too */
}

static enum err_code rate(struct session *s, enum rating rating, struct moment now, struct err *err)
{
    if (s->stage == SESSION_QUESTION)
        s->notice = NOTICE_REVEAL_FIRST;
    if (s->stage != SESSION_ANSWER)
        return ERR_NONE;
    /* what could fail without the disk's doing comes first: nothing may fail once it is kept */
    if (!array_grow(&s->ratings, s->rating_count, &s->rating_room, sizeof *s->ratings)) {
        err_memory(&s->problem);
        s->notice = NOTICE_NOT_KEPT;
        return ERR_NONE;
    }
    struct rated rated = {
        s->card.card_id, s->card.schedule.last_review, kind_now(s), rating, now, spent(s, now)};
    enum err_code code = store_rate(s->store, &rated, &s->card.schedule, &s->problem);
    if (code == ERR_STALE) {
        s->notice = NOTICE_RATED_ELSEWHERE;
        return advance(s, now, err);
    }
    if (code) {
        s->notice = NOTICE_NOT_KEPT;
        return ERR_NONE;
    }
    s->ratings[s->rating_count] = (struct session_rating){s->card.schedule.last_review,
        rated.card_id, rated.spent_ms, rating, is_first(s, rated.card_id)};
    s->rating_count++;
    if (rating_asks_again(rating) &&
        !queue_repeat(&s->queue, rated.card_id, s->options.cram ? REVIEW_CRAM : REVIEW_REPEAT))
        return err_memory(err); /* kept all the same: the next start asks it */
    return advance(s, now, err);
}

/* Forget a rating of this session that was taken back. */
static void drop_rating(struct session *s, int64_t review_id)
{
    for (size_t i = s->rating_count; i > 0; i--) {
        if (s->ratings[i - 1].review_id != review_id)
            continue;
        for (; i < s->rating_count; i++)
            s->ratings[i - 1] = s->ratings[i];
        s->rating_count--;
        return;
    }
}

static enum err_code undo(struct session *s, struct moment now, struct err *err)
{
    struct undone undone;
    enum err_code code =
        store_undo(s->store, s->deck_ids, s->deck_count, now, &undone, &s->problem);
    if (code) {
        s->notice = NOTICE_NOT_KEPT;
        return ERR_NONE;
    }
    s->notice = undone.card_id ? NOTICE_UNDONE : NOTICE_NOTHING_TO_UNDO;
    if (!undone.card_id)
        return ERR_NONE;
    drop_rating(s, undone.review_id);
    struct queue_card shown = {s->card.card_id, s->kind};
    bool put_back = s->stage != SESSION_OVER && shown.card_id != undone.card_id;
    if (put_back && !queue_push(&s->queue, shown))
        return err_memory(err);
    queue_drop(&s->queue, undone.card_id);
    if ((code = store_card(s->store, undone.card_id, &s->card, err)))
        return code;
    enum review_kind kind = asked_as(s);
    if (kind == REVIEW_CRAM && undone.kind != REVIEW_CRAM) /* to be rated again as it was */
        kind = schedule_asks(&s->card.schedule, s->today);
    if (kind == REVIEW_NONE) {
        s->notice = NOTICE_UNDONE_ELSEWHERE;
        return advance(s, now, err);
    }
    show(s, kind, now);
    s->stage = SESSION_ANSWER; /* where it was when the rating was given */
    return ERR_NONE;
}

static enum err_code go_on(struct session *s, bool cram, struct moment now, struct err *err)
{
    if (s->stage != SESSION_OVER)
        return ERR_NONE;
    if (!cram && !s->new_left && !s->due_left) {
        s->notice = NOTICE_NO_MORE_NEW;
        return ERR_NONE;
    }
    s->options.cram = cram;
    if (!cram) {
        size_t new, total;
        enum err_code code = read_allowance(s, &new, &total, err);
        if (code)
            return code;
        s->extra_new += less(NEW_A_DAY, new < total ? new : total);
    }
    enum err_code code = plan(s, err);
    return code ? code : advance(s, now, err);
}

static enum err_code hint(struct session *s)
{
    if (s->stage == SESSION_QUESTION && !s->card.card.hint[0])
        s->notice = NOTICE_NO_HINT;
    s->hint_shown = s->stage == SESSION_QUESTION && s->card.card.hint[0];
    return ERR_NONE;
}

enum err_code session_update(
    struct session *s, enum session_action action, struct moment now, struct err *err)
{
    s->today = now.day;
    s->notice = NOTICE_NONE;
    if (s->stage == SESSION_OVER && s->planned_day != s->today && action != ACTION_UNDO) {
        s->options.cram = false;
        return advance(s, now, err); /* the next morning: any key begins it */
    }
    switch (action) {
    case ACTION_NONE:
        return ERR_NONE;
    case ACTION_REVEAL:
        return reveal(s, now, err);
    case ACTION_HINT:
        return hint(s);
    case ACTION_UNDO:
        return undo(s, now, err);
    case ACTION_MORE_NEW:
        return go_on(s, false, now, err);
    case ACTION_CRAM:
        return go_on(s, true, now, err);
    default:
        return rate(s, (enum rating)(action - ACTION_RATE_1 + 1), now, err);
    }
}

enum err_code session_start(struct session *s, struct store *store, const int64_t *deck_ids,
    size_t deck_count, const struct session_options *options, struct moment now, struct err *err)
{
    *s = (struct session){.store = store,
        .deck_ids = deck_ids,
        .deck_count = deck_count,
        .options = *options,
        .today = now.day};
    enum err_code code =
        deck_count == 1 ? store_deck_name(store, deck_ids[0], &s->name, err) : ERR_NONE;
    if (!code)
        code = plan(s, err);
    return code ? code : advance(s, now, err);
}

void session_done(struct session *s)
{
    queue_done(&s->queue);
    stored_card_done(&s->card);
    buf_done(&s->name);
    free(s->ratings);
    *s = (struct session){0};
}

/* ---- what there is to tell ---- */

const char *session_title(const struct session *s)
{
    if (s->stage != SESSION_OVER)
        return s->card.deck_name;
    return s->name.length ? buf_string(&s->name) : "drill";
}

struct session_counts session_left(const struct session *s)
{
    const size_t *left = s->queue.left;
    size_t shown[REVIEW_CRAM + 1] = {0};
    if (s->stage != SESSION_OVER)
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
    return queue_left(&s->queue) + (s->stage != SESSION_OVER);
}

int session_comes_back(const struct session *s, enum rating rating)
{
    if (rating_asks_again(rating))
        return 0;
    enum review_kind kind = kind_now(s);
    if (kind == REVIEW_CRAM)
        return -1;
    if (kind == REVIEW_REPEAT)
        return s->card.schedule.due - s->today;
    return sm2_rate(s->card.schedule.sm2, rating).interval;
}

struct session_tally session_tally(const struct session *s)
{
    struct session_tally tally = {.ratings = s->rating_count};
    for (size_t i = 0; i < s->rating_count; i++) {
        const struct session_rating *rating = &s->ratings[i];
        tally.cards += rating->first;
        tally.by_rating[rating->rating]++;
        tally.finished += !rating_asks_again(rating->rating);
        tally.spent_ms += rating->spent_ms;
    }
    return tally;
}

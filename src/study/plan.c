#include "study/plan.h"

#include "base/buf.h"
#include "store/cards.h"
#include "store/decks.h"

#include <assert.h>
#include <stdlib.h>

/* ---- caps ---- */

const struct settings *session_settings(const struct session_options *options)
{
    static const struct settings none = {.caps = {CAP_UNSET, CAP_UNSET},
        .new_order = NEW_MIXED,
        .bury_siblings = true,
        .leech_lapses = LEECH_LAPSES,
        .spread = {.fuzz = true}};
    return options->settings ? options->settings : &none;
}

static enum err_code plan_read_caps(
    const struct plan_scope *scope, int64_t deck_id, struct caps *caps, struct err *err)
{
    struct stored_caps stored;
    const struct settings *settings = session_settings(scope->options);
    enum err_code code = store_deck_caps(scope->store, deck_id, &stored, err);
    struct caps own = settings_of_deck(settings, buf_string(&stored.id), buf_string(&stored.name));
    struct caps general = caps_or(settings->caps, stored.caps);
    *caps = caps_or(caps_or(scope->options->caps, own), general);
    *caps = caps_or(*caps, (struct caps){NEW_A_DAY, CAP_UNSET});
    buf_done(&stored.id);
    buf_done(&stored.name);
    return code;
}

/* How many cards the caps still allow today; SIZE_MAX for no limit. */
struct plan_allowance {
    size_t new_cards, cards;
};

static int64_t plan_with_extra(int64_t cap, size_t extra)
{
    return cap == CAP_UNSET ? CAP_UNSET : cap + (int64_t)extra;
}

static struct plan_allowance plan_allowance_of(
    struct caps caps, const struct day_counts *used, size_t extra)
{
    return (struct plan_allowance){
        cap_left(plan_with_extra(caps.new_cards, extra), used->new),
        cap_left(plan_with_extra(caps.cards, extra), used->new + used->due),
    };
}

/* The cards still allowed for each deck, and for the scope. */
struct plan_allowances {
    struct plan_allowance *decks; /* owned */
    struct plan_allowance all;
    struct plan_today today;
};

static enum err_code plan_read_allowances(
    const struct plan_scope *scope, struct plan_allowances *left, struct err *err)
{
    struct day_counts all = {0};
    struct caps most =
        caps_or(session_settings(scope->options)->caps, (struct caps){NEW_A_DAY, CAP_UNSET});
    struct caps caps = CAPS_UNSET;
    enum err_code code = ERR_NONE;
    left->today = (struct plan_today){.caps = CAPS_UNSET};
    left->decks = calloc(scope->deck_count + 1, sizeof *left->decks);
    if (!left->decks)
        return err_memory(err);
    for (size_t i = 0; i < scope->deck_count && !code; i++) {
        struct day_counts used;
        if ((code = plan_read_caps(scope, scope->deck_ids[i], &caps, err)) ||
            (code = store_rated_on(scope->store, scope->deck_ids[i], scope->today, &used, err)))
            break;
        left->decks[i] = plan_allowance_of(caps, &used, scope->extra);
        all.new += used.new;
        all.due += used.due;
        most.new_cards = caps.new_cards > most.new_cards ? caps.new_cards : most.new_cards;
        if (most.cards != CAP_UNSET && caps.cards > most.cards)
            most.cards = caps.cards;
    }
    most = caps_or(scope->options->caps, most);
    left->all = plan_allowance_of(most, &all, scope->extra);
    caps = scope->deck_count == 1 ? caps : most;
    left->today = (struct plan_today){all,
        {plan_with_extra(caps.new_cards, scope->extra), plan_with_extra(caps.cards, scope->extra)}};
    return code;
}

enum err_code plan_today(const struct plan_scope *scope, struct plan_today *today, struct err *err)
{
    struct plan_allowances left;
    enum err_code code = plan_read_allowances(scope, &left, err);
    *today = left.today;
    free(left.decks);
    return code;
}

static bool plan_allowed(const struct plan_allowance *left, enum review_kind kind)
{
    return left->cards > 0 && (kind == REVIEW_DUE || left->new_cards > 0);
}

enum err_code plan_allows(const struct plan_scope *scope, int64_t deck_id, enum review_kind kind,
    bool *allows, struct err *err)
{
    *allows = true;
    if (kind != REVIEW_NEW && kind != REVIEW_DUE)
        return ERR_NONE;
    struct plan_allowances left;
    enum err_code code = plan_read_allowances(scope, &left, err);
    *allows = !code && plan_allowed(&left.all, kind);
    for (size_t i = 0; i < scope->deck_count && *allows; i++)
        if (scope->deck_ids[i] == deck_id)
            *allows = plan_allowed(&left.decks[i], kind);
    free(left.decks);
    return code;
}

/* ---- siblings ---- */

static void plan_sort_positions(struct positions *list)
{
    if (list->count > 1)
        qsort(list->positions, list->count, sizeof *list->positions, array_by_number);
}

static bool plan_has_position(const struct positions *list, int64_t position)
{
    return list->count && bsearch(&position, list->positions, list->count, sizeof *list->positions,
                              array_by_number);
}

/* A due card: its entry's position, and its rank in the order of the day. */
struct plan_due_order {
    int64_t position;
    size_t rank;
};

static int plan_by_position(const void *a, const void *b)
{
    const struct plan_due_order *x = a, *y = b;
    if (x->position != y->position)
        return x->position > y->position ? 1 : -1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

/* Remove each card that comes after a sibling in the sorted list, or whose entry is in rated_today.
 */
static void plan_drop_siblings(
    struct due_cards *due, struct plan_due_order *order, const struct positions *rated_today)
{
    size_t kept = 0;
    for (size_t i = 0; i < due->count; i++)
        order[i] = (struct plan_due_order){due->cards[i].position, i};
    if (due->count > 1)
        qsort(order, due->count, sizeof *order, plan_by_position);
    for (size_t i = 0; i < due->count; i++) {
        bool second = i > 0 && order[i - 1].position == order[i].position;
        if (second || plan_has_position(rated_today, order[i].position))
            due->cards[order[i].rank].card_id = 0;
    }
    for (size_t i = 0; i < due->count; i++)
        if (due->cards[i].card_id)
            due->cards[kept++] = due->cards[i];
    due->count = kept;
}

/* Bury siblings among a deck's due cards, which are sorted by queue_sort_due. `positions` lists the
 * entries rated today; adds the entries of the cards that remain. */
static enum err_code plan_bury(struct due_cards *due, struct positions *positions, struct err *err)
{
    struct plan_due_order *order = calloc(due->count + 1, sizeof *order);
    if (!order)
        return err_memory(err);
    plan_sort_positions(positions);
    plan_drop_siblings(due, order, positions);
    free(order);
    for (size_t i = 0; i < due->count; i++) {
        if (!positions_add(positions, due->cards[i].position))
            return err_memory(err);
    }
    plan_sort_positions(positions);
    return ERR_NONE;
}

/* The due and new cards of one deck, or of all decks. */
struct plan_harvest {
    struct due_cards due;
    struct card_ids new_cards;
};

static void plan_harvest_done(struct plan_harvest *harvest)
{
    free(harvest->due.cards);
    free(harvest->new_cards.ids);
}

static void plan_drop_shown(struct due_cards *due, const struct card_ids *shown)
{
    size_t kept = 0;
    for (size_t i = 0; i < due->count; i++)
        if (!card_ids_has(shown, due->cards[i].card_id))
            due->cards[kept++] = due->cards[i];
    due->count = kept;
}

/* The context of plan_take_new. */
struct plan_new_reader {
    struct card_ids *cards;
    const struct card_ids *shown;      /* as in struct plan_scope */
    const struct positions *positions; /* the entries shown today; NULL to allow siblings */
    size_t most;
    int64_t last_position;
    size_t more; /* how many cards beyond `most` were found */
    bool counts; /* count them all; otherwise, stop at the first */
    bool failed;
};

static bool plan_take_new(void *context, int64_t card_id, int64_t position)
{
    struct plan_new_reader *reader = context;
    struct card_ids *cards = reader->cards;
    if (reader->shown && card_ids_has(reader->shown, card_id))
        return true;
    if (reader->positions &&
        (position == reader->last_position || plan_has_position(reader->positions, position)))
        return true;
    reader->last_position = position;
    if (cards->count == reader->most) {
        reader->more++;
        return reader->counts;
    }
    reader->failed = !card_ids_add(cards, card_id);
    return !reader->failed;
}

/* Cut a harvest down to an allowance, and add the excluded cards to the plan's counts. */
static void plan_cut(struct plan_harvest *h, const struct plan_allowance *left, struct plan *plan)
{
    size_t dues = h->due.count, news = h->new_cards.count;
    news = news > left->new_cards ? left->new_cards : news;
    caps_share(left->cards, &dues, &news);
    assert(dues <= h->due.count && news <= h->new_cards.count);
    plan->due_left += h->due.count - dues;
    plan->new_left += h->new_cards.count - news;
    h->due.count = dues;
    h->new_cards.count = news;
}

static bool plan_join(struct plan_harvest *all, const struct plan_harvest *h)
{
    struct due_cards *to = &all->due;
    for (size_t i = 0; i < h->due.count; i++)
        if (!array_add(&to->cards, &to->count, &to->capacity, h->due.cards + i, sizeof *to->cards))
            return false;
    for (size_t i = 0; i < h->new_cards.count; i++)
        if (!card_ids_add(&all->new_cards, h->new_cards.ids[i]))
            return false;
    return true;
}

/* Find the cards in a deck to show today, within the deck's caps. */
static enum err_code plan_harvest_deck(const struct plan_scope *scope, int64_t deck_id,
    const struct plan_allowance *left, struct plan_harvest *h, struct plan *plan, struct err *err)
{
    const struct session_options *options = scope->options;
    struct positions positions = {0};
    bool apart = session_settings(scope->options)->bury_siblings;
    struct plan_new_reader reader = {&h->new_cards, scope->shown, apart ? &positions : NULL,
        left->new_cards, 0, 0, scope->exact, false};
    enum err_code code = store_due(
        scope->store, deck_id, &options->filter, scope->today, options->seed, &h->due, err);
    if (scope->shown)
        plan_drop_shown(&h->due, scope->shown);
    queue_sort_due(h->due.cards, h->due.count);
    if (!code && apart &&
        !(code = store_positions_rated(scope->store, deck_id, scope->today, &positions, err)))
        code = plan_bury(&h->due, &positions, err);
    if (!code)
        code = store_new(
            scope->store, deck_id, &options->filter, scope->today, plan_take_new, &reader, err);
    if (!code && reader.failed)
        code = err_memory(err);
    plan->new_left += reader.more;
    plan_cut(h, left, plan);
    free(positions.positions);
    return code;
}

static enum err_code plan_harvest_all(
    const struct plan_scope *scope, struct plan_harvest *all, struct plan *plan, struct err *err)
{
    struct plan_allowances left;
    enum err_code code = plan_read_allowances(scope, &left, err);
    for (size_t i = 0; i < scope->deck_count && !code; i++) {
        struct plan_harvest one = {0};
        code = plan_harvest_deck(scope, scope->deck_ids[i], &left.decks[i], &one, plan, err);
        if (!code && !plan_join(all, &one))
            code = err_memory(err);
        plan_harvest_done(&one);
    }
    queue_sort_due(all->due.cards, all->due.count);
    plan_cut(all, &left.all, plan);
    free(left.decks);
    return code;
}

static int plan_by_review(const void *a, const void *b)
{
    const struct repeat_card *x = a, *y = b;
    return (x->review_id > y->review_id) - (x->review_id < y->review_id);
}

static enum err_code plan_add_repeats(
    const struct plan_scope *scope, struct queue *queue, struct err *err)
{
    struct repeat_cards repeats = {0};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < scope->deck_count && !code; i++)
        code = store_repeats(
            scope->store, scope->deck_ids[i], &scope->options->filter, scope->today, &repeats, err);
    if (!code && repeats.count > 1)
        qsort(repeats.cards, repeats.count, sizeof *repeats.cards, plan_by_review);
    for (size_t i = 0; i < repeats.count && !code; i++)
        if (!queue_append(queue, repeats.cards[i].card_id, REVIEW_REPEAT))
            code = err_memory(err);
    free(repeats.cards);
    return code;
}

static bool plan_add_harvest(struct queue *queue, const struct plan_harvest *all, int new_order)
{
    const struct due_card *due = all->due.cards;
    const int64_t *new_cards = all->new_cards.ids;
    size_t dues = all->due.count, news = all->new_cards.count;
    switch (new_order) {
    case NEW_FIRST:
        return queue_append_mixed(queue, NULL, 0, new_cards, news) &&
               queue_append_mixed(queue, due, dues, NULL, 0);
    case NEW_LAST:
        return queue_append_mixed(queue, due, dues, NULL, 0) &&
               queue_append_mixed(queue, NULL, 0, new_cards, news);
    default:
        assert(new_order == NEW_MIXED);
        return queue_append_mixed(queue, due, dues, new_cards, news);
    }
}

static enum err_code plan_day(const struct plan_scope *scope, struct plan *plan, struct err *err)
{
    struct plan_harvest all = {0};
    enum err_code code = plan_add_repeats(scope, &plan->queue, err);
    if (!code)
        code = plan_harvest_all(scope, &all, plan, err);
    if (!code && !plan_add_harvest(&plan->queue, &all, session_settings(scope->options)->new_order))
        code = err_memory(err);
    plan_harvest_done(&all);
    return code;
}

static enum err_code plan_cram(const struct plan_scope *scope, struct plan *plan, struct err *err)
{
    struct card_ids cards = {0};
    const struct session_options *options = scope->options;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < scope->deck_count && !code; i++)
        code = store_present(
            scope->store, scope->deck_ids[i], &options->filter, scope->today, &cards, err);
    for (size_t i = 0; i < cards.count && !code; i++)
        if (!queue_append(&plan->queue, cards.ids[i], REVIEW_CRAM))
            code = err_memory(err);
    free(cards.ids);
    queue_shuffle(plan->queue.cards, queue_left(&plan->queue), options->seed);
    queue_truncate(&plan->queue, cap_left(options->caps.cards, 0));
    return code;
}

enum err_code plan_make(const struct plan_scope *scope, struct plan *plan, struct err *err)
{
    *plan = (struct plan){0};
    enum err_code code =
        scope->options->cram ? plan_cram(scope, plan, err) : plan_day(scope, plan, err);
    if (code)
        plan_done(plan);
    return code;
}

void plan_done(struct plan *plan)
{
    queue_done(&plan->queue);
}

#include "study/overview.h"

#include "study/ahead.h"

#include <stdlib.h>

int mastery_percent(const struct deck_facts *facts)
{
    if (facts->cards == 0)
        return 0;
    int64_t most = 4 * (int64_t)facts->cards; /* if every card's last rating were 5 */
    return (int)((200 * facts->rating_sum + most) / (2 * most));
}

static struct session_counts overview_counts_of(const struct queue *queue)
{
    const size_t *left = queue->left;
    return (struct session_counts){
        .new = left[REVIEW_NEW], .repeat = left[REVIEW_REPEAT], .due = left[REVIEW_DUE]};
}

static enum err_code overview_count_today(
    const struct plan_scope *scope, struct session_counts *left, struct err *err)
{
    struct plan plan;
    enum err_code code = plan_make(scope, &plan, err);
    if (code)
        return code;
    *left = overview_counts_of(&plan.queue);
    plan_done(&plan);
    return ERR_NONE;
}

/* Count the cards left today, and find the next day with something to do, which may be today. */
static enum err_code overview_survey(
    const struct plan_scope *scope, struct session_counts *left, int *next_day, struct err *err)
{
    struct day_counts then = {0};
    enum err_code code = overview_count_today(scope, left, err);
    *next_day = scope->today;
    if (!code && !left->new && !left->repeat && !left->due)
        code = ahead_next(scope, next_day, &then, err);
    if (*next_day != scope->today && !then.new && !then.due)
        *next_day = NO_DAY;
    return code;
}

static enum deck_file overview_file_of(const struct deck_facts *facts, bool mistaken)
{
    if (!facts->path || !deck_file_exists(facts->path))
        return FILE_GONE;
    return mistaken ? FILE_MISTAKEN : FILE_READ;
}

static enum err_code overview_add_deck(struct overview *o, const struct collection *c,
    int64_t deck_id, bool mistaken, const struct session_options *options, struct err *err)
{
    if (!array_grow(&o->decks, o->count, &o->capacity, sizeof *o->decks))
        return err_memory(err);
    struct deck_overview *deck = &o->decks[o->count];
    *deck = (struct deck_overview){.next_day = NO_DAY};
    enum err_code code = store_deck_facts(c->store, deck_id, &deck->facts, err);
    if (code)
        return code;
    o->count++;
    deck->file = overview_file_of(&deck->facts, mistaken);
    struct plan_scope scope = {c->store, &deck_id, 1, options, c->today, 0, NULL};
    return mistaken ? ERR_NONE : overview_survey(&scope, &deck->left, &deck->next_day, err);
}

enum err_code overview_make(struct overview *o, const struct collection *c,
    const struct session_options *options, struct err *err)
{
    *o = (struct overview){.next_day = NO_DAY};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < c->count && !code; i++)
        code = overview_add_deck(o, c, c->deck_ids[i], false, options, err);
    for (size_t i = 0; i < c->mistaken.count && !code; i++)
        code = overview_add_deck(o, c, c->mistaken.decks[i].deck_id, true, options, err);
    struct plan_scope scope = {c->store, c->deck_ids, c->count, options, c->today, 0, NULL};
    return code ? code : overview_survey(&scope, &o->left, &o->next_day, err);
}

void overview_done(struct overview *o)
{
    for (size_t i = 0; i < o->count; i++)
        deck_facts_done(&o->decks[i].facts);
    free(o->decks);
    *o = (struct overview){0};
}

/* Changes made in the list of cards, their undo and their redo. A step may change 100,000 cards, so
 * that nothing here may search the list once for each card. */
#include "study/browse.h"

#include "base/buf.h"
#include "store/changes.h"
#include "study/browse_parts.h"

#include <stdlib.h>

/* ---- what a change does ---- */

bool browse_changes(enum change_kind kind, const struct schedule *s, int today)
{
    switch (kind) {
    case CHANGE_SUSPEND:
        return !s->suspended;
    case CHANGE_RESUME:
        return s->suspended;
    case CHANGE_LEECH:
        return !s->leech;
    case CHANGE_NOT_LEECH:
        return s->leech;
    case CHANGE_BURY:
        return s->buried_day != today;
    case CHANGE_RESET:
        return s->due != NO_DAY || s->reviews || s->leech;
    default:
        return true;
    }
}

static bool browse_changes_card(const struct browse *b, const struct listed_card *card,
    const struct card_ids *cards, enum change_kind kind)
{
    return card_ids_has(cards, card->card_id) && browse_changes(kind, &card->schedule, b->today);
}

bool browse_changes_any(const struct browse *b, const struct card_ids *cards, enum change_kind kind)
{
    for (size_t i = 0; i < b->cards.count; i++)
        if (browse_changes_card(b, &b->cards.cards[i], cards, kind))
            return true;
    return false;
}

/* Read the schedules of the cards again. */
static enum err_code browse_changes_reread(
    struct browse *b, const struct card_ids *cards, struct err *err)
{
    struct stored_card now = {0};
    enum err_code code = store_read_begin(b->store, err);
    for (size_t i = 0; i < b->cards.count && !code; i++) {
        struct listed_card *card = &b->cards.cards[i];
        int64_t key = browse_key_of(b, card, b->sorted_by);
        if (card_ids_has(cards, card->card_id) &&
            !(code = store_card(b->store, card->card_id, &now, err)) && now.card_id)
            card->schedule = now.schedule;
        b->disordered |= key != browse_key_of(b, card, b->sorted_by);
    }
    store_read_end(b->store);
    stored_card_done(&now);
    return code;
}

/* ---- changing ---- */

void browse_forget_undone(struct browse *b)
{
    size_t events = 0;
    for (size_t i = 0; i < b->step_end; i++) {
        struct browse_step *step = &b->steps[i];
        if (i >= b->step_count)
            file_edits_done(step->files, step->file_count);
        else if (!step->edit)
            events = step->first + step->count;
    }
    b->step_end = b->step_count;
    b->event_count = events;
}

bool browse_add_step(struct browse *b, const struct browse_step *step)
{
    if (!array_grow(&b->steps, b->step_count, &b->step_capacity, sizeof *b->steps))
        return false;
    b->steps[b->step_count++] = *step;
    b->step_end = b->step_count;
    b->changed = true;
    return true;
}

/* A change that is being made to several cards. */
struct browse_changes_run {
    enum change_kind kind;
    int due;
    struct moment at;
    const struct card_ids *cards;
};

static enum err_code browse_changes_make(struct browse *b, const struct browse_changes_run *run,
    const struct listed_card *card, struct err *err)
{
    struct schedule after;
    struct changing changing = {
        card->card_id, &card->schedule, {.kind = run->kind, .due = run->due}, run->at};
    if (!array_grow(&b->events, b->event_count, &b->event_capacity, sizeof *b->events))
        return err_memory(err);
    enum err_code code = store_change(b->store, &changing, &after, err);
    if (!code)
        b->events[b->event_count++] = (struct undone){.card_id = card->card_id,
            .deck_id = card->deck_id,
            .change_id = after.last_change,
            .change = run->kind,
            .at = run->at};
    return code;
}

static enum err_code browse_changes_make_all(
    struct browse *b, const struct browse_changes_run *run, struct err *err)
{
    enum err_code code = store_begin(b->store, err);
    if (code)
        return code;
    for (size_t i = 0; i < b->cards.count && !code; i++)
        if (browse_changes_card(b, &b->cards.cards[i], run->cards, run->kind))
            code = browse_changes_make(b, run, &b->cards.cards[i], err);
    return store_end(b->store, code, err);
}

enum err_code browse_change(struct browse *b, const struct card_ids *cards, enum change_kind kind,
    int due, struct moment at, struct browse_step *step, struct err *err)
{
    const struct browse_changes_run run = {kind, due, at, cards};
    browse_forget_undone(b);
    *step = (struct browse_step){.kind = kind, .due = due, .first = b->event_count};
    if (!array_grow(&b->steps, b->step_count, &b->step_capacity, sizeof *b->steps))
        return err_memory(err);
    enum err_code code = browse_changes_make_all(b, &run, err);
    if (code) {
        b->event_count = step->first;
        if (code == ERR_STALE)
            browse_changes_reread(b, cards, NULL);
        return code;
    }
    step->count = b->event_count - step->first;
    if (step->count == 0)
        return ERR_NONE;
    step->card_id = b->events[step->first].card_id;
    browse_add_step(b, step); /* there is memory for it */
    return browse_changes_reread(b, cards, err);
}

/* ---- undo and redo ---- */

static enum err_code browse_changes_reread_step(
    struct browse *b, const struct browse_step *step, struct err *err)
{
    struct card_ids cards = {0};
    bool ok = true;
    for (size_t i = 0; i < step->count && ok; i++)
        ok = card_ids_add(&cards, b->events[step->first + i].card_id);
    card_ids_sort(&cards);
    enum err_code code = ok ? browse_changes_reread(b, &cards, err) : err_memory(err);
    free(cards.ids);
    return code;
}

/* Undo each event of a step, except those that another window has undone. ERR_STALE if that was all
 * of them. */
static enum err_code browse_changes_undo_all(
    struct browse *b, const struct browse_step *step, struct moment at, struct err *err)
{
    size_t undone = 0;
    enum err_code code = store_begin(b->store, err);
    if (code)
        return code;
    for (size_t i = step->count; i > 0 && (!code || code == ERR_STALE); i--)
        if (!(code = store_undo(b->store, &b->events[step->first + i - 1], at, err)))
            undone++;
    code = code == ERR_STALE && undone ? ERR_NONE : code;
    return store_end(b->store, code, err);
}

enum err_code browse_undo(
    struct browse *b, struct moment at, struct browse_step *undone, struct err *err)
{
    *undone = (struct browse_step){0};
    if (b->step_count == 0)
        return ERR_NONE;
    struct browse_step *last = &b->steps[b->step_count - 1];
    enum err_code code = last->edit ? browse_swap_files(b, last, true, err)
                                    : browse_changes_undo_all(b, last, at, err);
    if (code && code != ERR_STALE)
        return code;
    *undone = *last;
    b->step_count--; /* undone just now, or earlier by another window */
    b->changed = true;
    enum err_code again =
        last->edit ? ERR_NONE : browse_changes_reread_step(b, last, code ? NULL : err);
    if (code)
        browse_forget_undone(b);
    return code ? code : again;
}

static enum err_code browse_changes_redo_all(
    struct browse *b, const struct browse_step *step, struct err *err)
{
    enum err_code code = store_begin(b->store, err);
    if (code)
        return code;
    for (size_t i = 0; i < step->count && !code; i++)
        code = store_redo(b->store, &b->events[step->first + i], err);
    return store_end(b->store, code, err);
}

enum err_code browse_redo(struct browse *b, struct browse_step *redone, struct err *err)
{
    *redone = (struct browse_step){0};
    if (b->step_count == b->step_end)
        return ERR_NONE;
    struct browse_step *next = &b->steps[b->step_count];
    enum err_code code =
        next->edit ? browse_swap_files(b, next, false, err) : browse_changes_redo_all(b, next, err);
    if (code == ERR_STALE)
        browse_forget_undone(b);
    if (code)
        return code;
    b->step_count++;
    b->changed = true;
    *redone = *next;
    return next->edit ? ERR_NONE : browse_changes_reread_step(b, next, err);
}

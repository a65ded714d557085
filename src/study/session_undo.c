/* Undo and redo in a session. Undo takes back the last event of the log, whenever it was made; redo
 * restores what this session has undone, until a new rating or change. */
#include "study/session.h"

#include "base/buf.h"
#include "store/switches.h"
#include "study/session_parts.h"

void session_forget_undone(struct session *s)
{
    s->redo_count = 0;
    s->undo_day = NO_DAY;
}

/* Remove the rating that was undone from this session's, and return it; it is empty if the session
 * did not give it. */
static struct session_rating session_undo_drop_rating(struct session *s, int64_t review_id)
{
    struct session_rating dropped = {0};
    size_t kept = 0;
    for (size_t i = 0; i < s->rating_count; i++)
        if (s->ratings[i].review_id == review_id)
            dropped = s->ratings[i];
        else
            s->ratings[kept++] = s->ratings[i];
    s->rating_count = kept;
    return dropped;
}

/* Return to the card whose rating or change was undone. */
static enum err_code session_undo_show(struct session *s, struct moment now, struct err *err)
{
    const struct undone *undone = &s->undone;
    struct queue_card shown = {s->card.card_id, s->kind};
    bool stays = session_is_asking(s) && shown.card_id == undone->card_id;
    if (session_is_asking(s) && !stays && !queue_push(&s->queue, shown))
        return err_memory(err);
    queue_drop(&s->queue, undone->card_id);
    enum err_code code = session_read_card(s, undone->card_id, err);
    if (code || (undone->change && (code = session_follow_plan(s, undone->card_id, err))))
        return code;
    enum review_kind kind = session_asked_as(s);
    /* a scheduled review that was undone is rated again as one, even in a cram */
    if (kind == REVIEW_CRAM && undone->review_id && undone->kind != REVIEW_CRAM)
        kind = schedule_asks(&s->card.schedule, s->today);
    if (kind == REVIEW_NONE) {
        s->notice = NOTICE_UNDONE_ELSEWHERE;
        return session_advance(s, now, err);
    }
    if (!stays || undone->review_id)
        session_show(s, kind, now);
    if (undone->review_id)
        s->stage = SESSION_ANSWER; /* the stage in which the rating was given */
    return ERR_NONE;
}

/* Set the notice for an undo or redo that failed. */
static enum err_code session_undo_failed(struct session *s, enum err_code code)
{
    s->notice = code == ERR_STALE ? NOTICE_CHANGED_ELSEWHERE : NOTICE_NOT_KEPT;
    return ERR_NONE;
}

/* Undo s->undone. Nothing may fail once that is on disk. */
static enum err_code session_undo_event(struct session *s, struct moment now, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (!array_grow(&s->redoable, s->redo_count, &s->redo_capacity, sizeof *s->redoable))
        code = err_memory(&s->problem);
    if (!code)
        code = store_undo(s->store, &s->undone, now, &s->problem);
    if (code)
        return session_undo_failed(s, code);
    s->notice = NOTICE_UNDONE;
    s->load_known = false;
    s->redoable[s->redo_count++] =
        (struct session_redoable){s->undone, session_undo_drop_rating(s, s->undone.review_id)};
    s->changes -= s->undone.change && s->changes;
    return session_undo_show(s, now, err);
}

enum err_code session_undo(struct session *s, struct moment now, struct err *err)
{
    struct regime_switch last;
    enum err_code code = store_last(s->store, s->deck_ids, s->deck_count, &s->undone, &s->problem);
    if (!code)
        code = store_last_switch(s->store, &last, &s->problem);
    if (code)
        return session_undo_failed(s, code);
    int day = s->undone.at.day;
    if (last.decks && (!s->undone.card_id || regime_switch_is_after(&last, s->undone.at, now)))
        s->notice = NOTICE_UNDO_SWITCH;
    else if (s->undone.batch)
        s->notice = NOTICE_UNDO_BATCH;
    else if (!s->undone.card_id)
        s->notice = NOTICE_NOTHING_TO_UNDO;
    else if (day >= s->today || day == s->undo_day)
        return session_undo_event(s, now, err);
    else
        s->notice = NOTICE_UNDO_EARLIER;
    s->undo_asked = s->notice == NOTICE_UNDO_EARLIER;
    return ERR_NONE;
}

enum err_code session_undo_earlier(struct session *s, struct moment now, struct err *err)
{
    s->undo_day = s->undone.at.day;
    return session_undo_event(s, now, err);
}

/* ---- redo ---- */

/* Put a redone card back into the queue, if it is to come again today. */
static enum err_code session_undo_requeue(struct session *s, int64_t shown, struct err *err)
{
    const struct undone *redone = &s->undone;
    bool again = redone->review_id && rating_asks_again(redone->rating) &&
                 redone->at.day == s->today && (s->options.cram || redone->kind != REVIEW_CRAM);
    queue_drop(&s->queue, redone->card_id);
    if (again &&
        !queue_repeat(&s->queue, redone->card_id, s->options.cram ? REVIEW_CRAM : REVIEW_REPEAT))
        return err_memory(err);
    return session_follow_plan(s, shown, err);
}

/* Go on after a redo: to the next card after a rating, else only if the card shown now rests. */
static enum err_code session_undo_go_on(struct session *s, struct moment now, struct err *err)
{
    bool stays = session_is_asking(s) && s->card.card_id != s->undone.card_id;
    enum err_code code;
    if (session_is_asking(s) && !stays && s->undone.change) {
        if ((code = session_read_card(s, s->card.card_id, err)))
            return code;
        enum review_kind kind = session_asked_as(s);
        stays = kind != REVIEW_NONE;
        s->kind = stays ? kind : s->kind;
    }
    code = session_undo_requeue(s, stays ? s->card.card_id : 0, err);
    return code || stays ? code : session_advance(s, now, err);
}

enum err_code session_redo(struct session *s, struct moment now, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (!s->redo_count) {
        s->notice = NOTICE_NOTHING_TO_REDO;
        return ERR_NONE;
    }
    const struct session_redoable *last = &s->redoable[s->redo_count - 1];
    if (!array_grow(&s->ratings, s->rating_count, &s->rating_capacity, sizeof *s->ratings))
        code = err_memory(&s->problem);
    if (!code)
        code = store_redo(s->store, &last->undone, &s->problem);
    if (code == ERR_STALE)
        s->redo_count = 0;
    if (code)
        return session_undo_failed(s, code);
    s->redo_count--;
    s->undone = last->undone;
    s->notice = NOTICE_REDONE;
    s->load_known = false;
    if (last->rating.review_id)
        s->ratings[s->rating_count++] = last->rating;
    s->changes += s->undone.change != CHANGE_NONE;
    return session_undo_go_on(s, now, err);
}

/* drill undo: undo what was done last, in any deck: a rating, a change, a rescheduling of cards, or
 * a switch of the scheduler. */
#include "base/file.h"
#include "cmd/backups.h"
#include "cmd/cards.h"
#include "cmd/command.h"
#include "store/decks.h"
#include "store/regimes.h"
#include "store/reviews.h"
#include "store/switches.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>

/* What was undone. */
struct undo_done {
    struct undone event;       /* its card_id is 0 if it was a switch, or nothing */
    struct regime_switch last; /* decks is 0 if it was not a switch */
};

/* Undo the event or the switch, whichever came last. */
static enum err_code undo_later(struct store *store, struct undo_done *done, struct err *err)
{
    struct undone *event = &done->event;
    struct regime_switch *last = &done->last;
    enum err_code code = store_last_switch(store, last, err);
    if (code)
        return code;
    struct moment now = clock_now();
    if (last->decks && (!event->card_id || regime_switch_is_after(last, event->at, now))) {
        event->card_id = 0;
        return store_undo_switch(store, last, now, err);
    }
    last->decks = 0;
    return event->card_id ? store_undo(store, event, now, err) : ERR_NONE;
}

static enum err_code undo_last(struct store *store, struct undo_done *done, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store_decks(store, &decks, err);
    int64_t *ids = known_decks_ids(&decks);
    if (!code && !ids)
        code = err_memory(err);
    if (!code)
        code = store_last(store, ids, decks.count, &done->event, err);
    if (!code)
        code = undo_later(store, done, err);
    free(ids);
    known_decks_done(&decks);
    return code;
}

/* Say what is in force again for the decks of the switch. */
static int undo_report_switch(struct store *store, const struct regime_switch *last)
{
    struct err err;
    struct regime now;
    struct buf line = {0};
    if (store_regime(store, last->deck_id, &now, &err))
        return fail(&err);
    buf_text(&line, "Undone: ");
    phrase_count(last->decks, "deck", &line);
    buf_text(&line, last->decks == 1 ? " is back " : " are back ");
    if (regime_number(&now) == last->scheduler && regime_has_memory(&now))
        buf_format(&line, "at a retention of %d %%.", now.retention * 100 / RETENTION_UNIT);
    else
        buf_format(&line, "on %s.", regime_has_memory(&now) ? "FSRS" : "SM-2");
    print_line(stdout, &line);
    return EXIT_DONE;
}

static int undo_report(struct store *store, const struct undone *undone)
{
    struct err err;
    struct stored_card card = {0};
    struct buf line = {0};
    buf_text(&line, "Undone (");
    phrase_event(undone, clock_now().day, &line);
    if (undone->batch) {
        buf_text(&line, ").");
        print_line(stdout, &line);
        return EXIT_DONE;
    }
    if (store_card(store, undone->card_id, &card, &err)) {
        buf_done(&line);
        return fail(&err);
    }
    buf_text(&line, "): ");
    card_line(&card, print_width() - (int)line.length, &line);
    print_line(stdout, &line);
    stored_card_done(&card);
    return EXIT_DONE;
}

static int undo(struct store *store)
{
    struct err err;
    struct undo_done done = {0};
    if (store && undo_last(store, &done, &err))
        return fail(&err);
    if (done.last.decks)
        return undo_report_switch(store, &done.last);
    if (done.event.card_id)
        return undo_report(store, &done.event);
    puts("Nothing to undo.");
    return EXIT_NO;
}

int cmd_undo(struct options *options)
{
    struct err err;
    struct store *store = NULL;
    if (options->word_count)
        return fail_usage("undo takes no arguments: it undoes what was done last");
    if (file_exists(options->db) && open_database(&store, options, STORE_WRITE, &err))
        return fail(&err);
    int status = undo(store);
    store_close(store);
    return printed(status);
}

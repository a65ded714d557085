/* drill undo: undo the last rating or change, in any deck. */
#include "base/file.h"
#include "cmd/backups.h"
#include "cmd/cards.h"
#include "cmd/command.h"
#include "store/decks.h"
#include "store/reviews.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>

static enum err_code undo_last(struct store *store, struct undone *undone, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store_decks(store, &decks, err);
    int64_t *ids = calloc(decks.count + 1, sizeof *ids);
    if (!code && !ids)
        code = err_memory(err);
    for (size_t i = 0; i < decks.count && !code; i++)
        ids[i] = decks.decks[i].deck_id;
    if (!code)
        code = store_last(store, ids, decks.count, undone, err);
    if (!code && undone->card_id)
        code = store_undo(store, undone, clock_now(), err);
    free(ids);
    known_decks_done(&decks);
    return code;
}

static int undo_report(struct store *store, const struct undone *undone)
{
    struct err err;
    struct stored_card card = {0};
    struct buf line = {0};
    if (store_card(store, undone->card_id, &card, &err))
        return fail(&err);
    buf_text(&line, "Undone (");
    phrase_event(undone, clock_now().day, &line);
    buf_text(&line, "): ");
    card_line(&card, print_width() - (int)line.length, &line);
    print_line(stdout, &line);
    stored_card_done(&card);
    return EXIT_DONE;
}

static int undo(struct store *store)
{
    struct err err;
    struct undone undone = {0};
    if (store && undo_last(store, &undone, &err))
        return fail(&err);
    if (undone.card_id)
        return undo_report(store, &undone);
    puts("Nothing to undo.");
    return EXIT_NO;
}

int cmd_undo(struct options *options)
{
    struct err err;
    struct store *store = NULL;
    if (options->word_count)
        return fail_usage("undo takes no arguments: it undoes the last rating or change");
    if (file_exists(options->db) && open_database(&store, options, STORE_WRITE, &err))
        return fail(&err);
    int status = undo(store);
    store_close(store);
    return printed(status);
}

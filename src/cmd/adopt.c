/* drill adopt: give a retired card's history to a present card. */
#include "cmd/ask.h"
#include "cmd/backups.h"
#include "cmd/cards.h"
#include "cmd/command.h"
#include "cmd/opening.h"
#include "store/retired.h"
#include "text/text.h"

#include <stdio.h>

#define LABEL_WIDTH 9

static enum err_code adopt_find_both(struct store *store, char *const *words,
    struct stored_card *old, struct stored_card *new, struct err *err)
{
    enum err_code code;
    if ((code = named_card(store, words[0], true, old, err)) ||
        (code = named_card(store, words[1], false, new, err)))
        return code;
    if (old->card_id == new->card_id)
        return err_set(err, ERR_USAGE, "%s and %s are the same card", words[0], words[1]);
    if (!old->retired)
        return err_set(err, ERR_USAGE,
            "%s: not retired: the first card must be one that \"drill retired\" lists", words[0]);
    if (new->retired)
        return err_set(
            err, ERR_USAGE, "%s: retired: the second card must be in its deck's file", words[1]);
    return ERR_NONE;
}

static void adopt_print_card(const char *label, const struct stored_card *card)
{
    struct buf line = {0};
    buf_format(&line, "%-*s", LABEL_WIDTH, label);
    card_line(card, print_width() - LABEL_WIDTH, &line);
    print_line(stdout, &line);
}

static int adopt_tie(struct collection *collection, const struct options *options,
    struct stored_card *old, struct stored_card *new)
{
    struct err err;
    if (adopt_find_both(collection->store, options->words, old, new, &err))
        return fail(&err);
    if (!can_ask(options))
        return EXIT_WRONG;
    adopt_print_card("retired", old);
    adopt_print_card("present", new);
    if (!ask(options, "Move the history? [y/N] "))
        return printed(EXIT_NO);
    backups_before(collection->store, options, BACKUP_BEFORE_ADOPT);
    if (store_adopt(collection->store, old->card_id, new->card_id, &err) ||
        store_card(collection->store, old->card_id, new, &err))
        return fail(&err);
    adopt_print_card("now", new);
    return printed(EXIT_DONE);
}

static int adopt_find_and_tie(struct collection *collection, struct options *options)
{
    struct stored_card old = {0}, new = {0};
    int status = adopt_tie(collection, options, &old, &new);
    stored_card_done(&old);
    stored_card_done(&new);
    return status;
}

int cmd_adopt(struct options *options)
{
    if (options->word_count != 2)
        return fail_usage("adopt needs two cards: a retired one, then the one that replaces it");
    return open_known(options, adopt_find_and_tie);
}

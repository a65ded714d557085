/* drill ids: write an id into each card that has none. */
#include "deck/ids.h"
#include "cmd/command.h"
#include "store/retired.h"
#include "text/text.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>

/* Reserve the ids of retired cards: a new card with such an id would inherit the retired card's
 * history. */
static enum err_code cmd_ids_spare_retired(
    struct store *store, int64_t deck_id, struct map *taken, struct err *err)
{
    struct card_ids cards = {0};
    struct stored_card card = {0};
    enum err_code code = store_retired(store, deck_id, &cards, err);
    for (size_t i = 0; i < cards.count && !code; i++) {
        code = store_card(store, cards.ids[i], &card, err);
        uint32_t *number = code || !card.card.id ? NULL : map_id(taken, card.card.id);
        if (number)
            *number = *number ? *number : 1;
        else if (!code && card.card.id)
            code = err_memory(err);
    }
    stored_card_done(&card);
    free(cards.ids);
    return code;
}

/* Reserve the ids of the deck's retired cards. The deck may be known by its id, or by its name if
 * the file had no id before. */
static enum err_code cmd_ids_spare_known(struct store *store, struct deck_ids *ids, struct err *err)
{
    const char *const names[] = {buf_string(&ids->id), buf_string(&ids->name)};
    enum err_code code = ERR_NONE;
    for (size_t n = 0; n < 2 && !code; n++) {
        struct known_decks decks = {0};
        code = store_decks_named(store, names[n], &decks, err);
        for (size_t i = 0; i < decks.count && !code; i++)
            code = cmd_ids_spare_retired(store, decks.decks[i].deck_id, &ids->taken, err);
        known_decks_done(&decks);
    }
    return code;
}

static void cmd_ids_print_ids(const struct deck_ids *ids)
{
    for (size_t i = 0; i < ids->count; i++) {
        struct buf line = {0};
        const struct entry_position *at = &ids->ids[i].position;
        text_safe(&line, ids->path, TEXT_ONE_LINE);
        buf_format(&line, ":%u:%u: id: ", at->line, at->column);
        text_safe(&line, deck_ids_name(ids, i), TEXT_ONE_LINE);
        print_line(stdout, &line);
    }
}

static void cmd_ids_print_done(const struct deck_ids *ids, bool dry_run)
{
    struct buf line = {0};
    if (ids->count == 0) {
        text_safe(&line, ids->path, TEXT_ONE_LINE);
        buf_text(&line, ": every card has an id");
    } else {
        phrase_count(ids->count, "id", &line);
        buf_text(&line, dry_run ? " would be written to " : " written to ");
        text_safe(&line, ids->path, TEXT_ONE_LINE);
    }
    print_line(stdout, &line);
}

static enum err_code cmd_ids_write_ids(
    struct store *store, const char *path, bool dry_run, struct err *err)
{
    struct deck_ids ids;
    enum err_code code = deck_ids_read(&ids, path, print_mistake, NULL, err);
    if (!code && ids.count)
        code = cmd_ids_spare_known(store, &ids, err);
    if (!code)
        code = deck_ids_choose(&ids, err);
    if (!code && ids.count && !dry_run)
        code = deck_ids_write(&ids, err);
    if (!code && dry_run)
        cmd_ids_print_ids(&ids);
    if (!code)
        cmd_ids_print_done(&ids, dry_run);
    deck_ids_done(&ids);
    return code;
}

int cmd_ids(struct options *options)
{
    struct err err;
    struct store *store;
    int status = EXIT_DONE;
    if (options->word_count == 0)
        return fail_usage("add ids to what? Name a deck file");
    if (store_open(&store, options->db, STORE_READ, &err))
        return fail(&err);
    for (size_t i = 0; i < options->word_count; i++)
        if (cmd_ids_write_ids(store, options->words[i], options->dry_run, &err))
            status = fail(&err);
    store_close(store);
    return printed(status);
}

/* drill ids: write an id into each card that has none. */
#include "deck/ids.h"
#include "cmd/command.h"
#include "study/adding.h"
#include "text/text.h"
#include "view/phrases.h"

#include <stdio.h>

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
        code = adding_spare_retired(store, &ids, err);
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

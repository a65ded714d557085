#include "cmd/export_deck.h"

#include "cmd/cards.h"
#include "report/deck_file.h"
#include "study/output.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>

/* Print a deck file with its text made safe, but only if it is complete. */
static enum err_code export_deck_write_terminal(
    struct store *store, int64_t deck_id, struct err *err)
{
    char *text = NULL;
    size_t length;
    struct buf safe = {0};
    FILE *stream = open_memstream(&text, &length);
    if (!stream)
        return err_memory(err);
    enum err_code code = deck_file_write(store, deck_id, stream, err);
    bool whole = fclose(stream) == 0;
    if (!code && whole)
        text_safe(&safe, text, TEXT_LINES);
    if (!code && (!whole || safe.failed))
        code = err_memory(err);
    if (!code)
        fputs(buf_string(&safe), stdout);
    free(text);
    buf_done(&safe);
    return code;
}

int export_deck(struct options *options)
{
    const char *name = options->word_count == 2   ? options->words[1]
                       : options->deck_count == 1 ? options->decks[0]
                                                  : NULL;
    if (!name || options->word_count + options->deck_count != 2)
        return fail_usage("export which deck? Use 'drill export deck NAME'");
    if (options->ranged || options->tag_count || options->raw)
        return fail_usage("--since, --until, --tag and --raw do not apply to a deck");
    struct err err;
    struct store *store;
    struct known_decks decks = {0};
    struct atomic_file file = {0};
    if (store_open(&store, options->db, STORE_READ, &err))
        return fail(&err);
    const struct in_use in_use = {.db = options->db, .store = store};
    enum err_code code = named_decks(store, name, &decks, &err);
    int64_t deck_id = code ? 0 : decks.decks[0].deck_id;
    if (!code && options->output)
        code = output_open(&file, options->output, options->force, &in_use, &err);
    if (!code && !options->output && rows_make_safe())
        code = export_deck_write_terminal(store, deck_id, &err);
    else if (!code)
        code = deck_file_write(store, deck_id, options->output ? file.stream : stdout, &err);
    if (!code && options->output)
        code = output_commit(&file, options->force, &err);
    atomic_discard(&file);
    known_decks_done(&decks);
    store_close(store);
    return code ? fail(&err) : printed(EXIT_DONE);
}

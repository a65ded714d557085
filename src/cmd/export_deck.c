#include "cmd/export_deck.h"

#include "report/deck_file.h"
#include "study/output.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>

static enum err_code export_deck_find_deck(
    struct store *store, const char *name, int64_t *deck_id, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store_decks_named(store, name, &decks, err);
    if (!code && decks.count == 0)
        code = err_set(err, ERR_USAGE, "%s: no deck has this id or name", name);
    else if (!code)
        *deck_id = decks.decks[0].deck_id;
    known_decks_done(&decks);
    return code;
}

static enum err_code export_deck_write_file(
    struct store *store, int64_t deck_id, const struct options *options, struct err *err)
{
    struct atomic_file file = {0};
    const struct in_use in_use = {.db = options->db, .store = store};
    enum err_code code = output_open(&file, options->output, options->force, &in_use, err);
    if (code)
        return code;
    if (!(code = deck_file_write(store, deck_id, file.stream, err)))
        code = output_commit(&file, options->force, err);
    atomic_discard(&file);
    return code;
}

/* Make the text safe, and print it only if complete. */
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
    int64_t deck_id = 0;
    if (store_open(&store, options->db, STORE_READ, &err))
        return fail(&err);
    enum err_code code = export_deck_find_deck(store, name, &deck_id, &err);
    if (!code && options->output)
        code = export_deck_write_file(store, deck_id, options, &err);
    else if (!code && rows_make_safe())
        code = export_deck_write_terminal(store, deck_id, &err);
    else if (!code)
        code = deck_file_write(store, deck_id, stdout, &err);
    store_close(store);
    return code ? fail(&err) : printed(EXIT_DONE);
}

#include "cmd/export_anki.h"

#include "exchange/anki_export.h"
#include "study/output.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>

static enum err_code export_anki_find_decks(
    struct store *store, const struct options *options, struct known_decks *decks, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (options->deck_count == 0)
        code = store_decks(store, decks, err);
    for (size_t i = 0; i < options->deck_count && !code; i++) {
        size_t before = decks->count;
        code = store_decks_named(store, options->decks[i], decks, err);
        if (!code && decks->count == before)
            code = err_set(err, ERR_USAGE, "%s: no deck has this id or name", options->decks[i]);
    }
    if (!code && decks->count == 0)
        code = err_set(err, ERR_USAGE, "no decks yet: add some with 'drill import'");
    return code;
}

static void export_anki_print_written(const char *path, const struct anki_export_counts *written)
{
    struct buf line = {0};
    text_safe(&line, path, TEXT_ONE_LINE);
    buf_format(&line, ": %zu note%s, %zu card%s, %zu review%s, %zu media file%s", written->notes,
        written->notes == 1 ? "" : "s", written->cards, written->cards == 1 ? "" : "s",
        written->reviews, written->reviews == 1 ? "" : "s", written->media,
        written->media == 1 ? "" : "s");
    print_line(stdout, &line);
}

int export_anki(struct options *options)
{
    struct err err;
    struct store *store;
    struct known_decks decks = {0};
    struct anki_export_counts written;
    if (options->word_count != 1 || !options->output)
        return fail_usage(
            "write 'drill export anki -o FILE.apkg'; to export one deck, add --deck DECK");
    if (options->ranged || options->tag_count || options->raw)
        return fail_usage("'export anki' does not take --since, --until, --tag or --raw");
    if (store_open(&store, options->db, STORE_READ, &err))
        return fail(&err);
    const struct in_use in_use = {.db = options->db, .store = store};
    enum err_code code = output_check(options->output, options->force, &in_use, &err);
    if (!code)
        code = export_anki_find_decks(store, options, &decks, &err);
    int64_t *ids = known_decks_ids(&decks);
    if (!code && !ids)
        code = err_memory(&err);
    if (!code)
        code = anki_export(store, ids, decks.count, options->output, clock_now(), &written, &err);
    free(ids);
    known_decks_done(&decks);
    store_close(store);
    if (!code)
        export_anki_print_written(options->output, &written);
    return code ? fail(&err) : printed(EXIT_DONE);
}

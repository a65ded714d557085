/* drill due: how many cards a session would show now. It plans that session, on the decks as their
 * files are now, and keeps nothing. */
#include "cmd/command.h"

#include <stdio.h>

static int count(struct collection *collection, struct options *options, struct err *err)
{
    struct session session;
    enum err_code code = collection_open(collection, options->words, options->word_count, err);
    if (code)
        return fail(err);
    code = session_start(&session, collection->store, collection->deck_ids, collection->count,
        &options->session, clock_now(), err);
    size_t due = session_left_total(&session);
    session_done(&session);
    if (code)
        return fail(err);
    printf("%zu\n", due);
    return printed(due ? EXIT_DONE : EXIT_NO);
}

int cmd_due(struct options *options)
{
    struct err err;
    struct store *store;
    if (store_open(&store, options->db, STORE_READ, &err))
        return fail(&err);
    struct collection collection = {
        .store = store, .today = clock_now().day, .on_mistake = print_mistake};
    int status = count(&collection, options, &err);
    collection_done(&collection);
    store_close(store);
    return status;
}

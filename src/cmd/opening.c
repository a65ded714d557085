#include "cmd/opening.h"

#include "base/file.h"
#include "cmd/starters.h"

void say_nothing(void *context, const struct err *mistake)
{
    (void)context;
    (void)mistake;
}

static int opening_open_words(struct options *options, enum store_mode mode, char *const *words,
    size_t word_count, deck_mistake_fn *on_mistake, opened_fn *run)
{
    struct err err;
    struct store *store;
    if (store_open(&store, options->db, mode, &err))
        return fail(&err);
    struct collection collection = {
        .store = store, .today = clock_now().day, .on_mistake = on_mistake};
    int status = collection_open(&collection, words, word_count, &err) ? fail(&err)
                                                                       : run(&collection, options);
    collection_done(&collection);
    store_close(store);
    return status;
}

bool all_refused(const struct collection *collection)
{
    return collection->count == 0 && collection->refused > 0;
}

static int opening_dry_run(struct collection *collection, struct options *options)
{
    (void)options;
    return all_refused(collection) ? EXIT_WRONG : EXIT_DONE;
}

int open_named(struct options *options, enum store_mode mode, opened_fn *run)
{
    return opening_open_words(
        options, mode, options->words, options->word_count, print_mistake, run);
}

int open_to_write(struct options *options, opened_fn *run)
{
    struct starters named = {0};
    bool makes = !file_exists(options->db);
    int status = starters_take(options, &named);
    if (!status && makes)
        status = opening_open_words(
            options, STORE_READ, named.words, named.count, print_mistake, opening_dry_run);
    /* what there is to tell of the files has then been told */
    if (!status)
        status = opening_open_words(options, STORE_WRITE, named.words, named.count,
            makes ? say_nothing : print_mistake, run);
    starters_done(&named);
    return status;
}

int open_known(struct options *options, opened_fn *run)
{
    enum store_mode mode = file_exists(options->db) ? STORE_WRITE : STORE_READ;
    return opening_open_words(options, mode, NULL, 0, print_mistake, run);
}

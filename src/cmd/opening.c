#include "cmd/opening.h"

#include "base/file.h"

void say_nothing(void *context, const struct err *mistake)
{
    (void)context;
    (void)mistake;
}

static int open_words(struct options *options, enum store_mode mode, size_t word_count,
    deck_mistake_fn *on_mistake, opened_fn *run)
{
    struct err err;
    struct store *store;
    if (store_open(&store, options->db, mode, &err))
        return fail(&err);
    struct collection collection = {
        .store = store, .today = clock_now().day, .on_mistake = on_mistake};
    int status = collection_open(&collection, options->words, word_count, &err)
                     ? fail(&err)
                     : run(&collection, options);
    collection_done(&collection);
    store_close(store);
    return status;
}

bool all_refused(const struct collection *collection)
{
    return collection->count == 0 && collection->refused > 0;
}

static int rehearse(struct collection *collection, struct options *options)
{
    (void)options;
    return all_refused(collection) ? EXIT_WRONG : EXIT_DONE;
}

int open_named(struct options *options, enum store_mode mode, opened_fn *run)
{
    return open_words(options, mode, options->word_count, print_mistake, run);
}

int open_to_write(struct options *options, opened_fn *run)
{
    if (file_exists(options->db))
        return open_named(options, STORE_WRITE, run);
    int status = open_named(options, STORE_READ, rehearse);
    /* what there is to tell of the files has been told */
    return status ? status
                  : open_words(options, STORE_WRITE, options->word_count, say_nothing, run);
}

int open_known(struct options *options, opened_fn *run)
{
    enum store_mode mode = file_exists(options->db) ? STORE_WRITE : STORE_READ;
    return open_words(options, mode, 0, print_mistake, run);
}

/* drill due: print how many cards a session would show now. Plans that session from the current
 * deck files, and stores nothing. */
#include "cmd/opening.h"
#include "study/plan.h"

#include <stdio.h>

static int due_count(struct collection *collection, struct options *options)
{
    struct err err;
    struct plan plan;
    struct plan_scope scope = {collection->store, collection->deck_ids, collection->count,
        &options->session, collection->today, 0, false};
    if (plan_make(&scope, &plan, &err))
        return fail(&err);
    size_t due = queue_left(&plan.queue);
    plan_done(&plan);
    printf("%zu\n", due);
    return printed(due ? EXIT_DONE : EXIT_NO);
}

int cmd_due(struct options *options)
{
    return open_named(options, STORE_READ, due_count);
}

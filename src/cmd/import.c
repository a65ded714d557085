/* drill import: make decks known and up to date, as reviewing them would, and say what changed. */
#include "cmd/command.h"
#include "cmd/dry_run.h"
#include "cmd/opening.h"
#include "view/words.h"

#include <stdio.h>

static int report(struct collection *collection, struct options *options)
{
    struct buf words = {0};
    (void)options;
    if (all_refused(collection))
        return EXIT_WRONG;
    report_words(&collection->report, &words);
    puts(words.length ? buf_string(&words) : "nothing new");
    buf_done(&words);
    return printed(collection->refused ? EXIT_NO : EXIT_DONE);
}

int cmd_import(struct options *options)
{
    if (options->word_count == 0)
        return fail_usage("import what? Name a deck file, or a folder of them");
    return options->dry_run ? dry_run(options) : open_to_write(options, report);
}

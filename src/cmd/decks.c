/* drill decks. */
#include "cmd/command.h"

int cmd_decks(struct options *options)
{
    (void)options;
    return fail_usage("decks: not built yet");
}

/* drill ids. */
#include "cmd/command.h"

int cmd_ids(struct options *options)
{
    (void)options;
    return fail_usage("ids: not built yet");
}

/* drill retired. */
#include "cmd/command.h"

int cmd_retired(struct options *options)
{
    (void)options;
    return fail_usage("retired: not built yet");
}

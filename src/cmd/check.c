/* drill check. */
#include "cmd/command.h"

int cmd_check(struct options *options)
{
    (void)options;
    return fail_usage("check: not built yet");
}

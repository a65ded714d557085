/* drill forget. */
#include "cmd/command.h"

int cmd_forget(struct options *options)
{
    (void)options;
    return fail_usage("forget: not built yet");
}

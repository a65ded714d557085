/* drill adopt. */
#include "cmd/command.h"

int cmd_adopt(struct options *options)
{
    (void)options;
    return fail_usage("adopt: not built yet");
}

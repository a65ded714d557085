/* drill import. */
#include "cmd/command.h"

int cmd_import(struct options *options)
{
    (void)options;
    return fail_usage("import: not built yet");
}

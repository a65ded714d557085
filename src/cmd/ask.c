#include "cmd/ask.h"

#include "tui/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

bool can_ask(const struct options *options)
{
    if (options->yes || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)))
        return true;
    fail_usage("cannot ask without a terminal: use --yes to go ahead anyway");
    return false;
}

bool ask(const struct options *options, const char *question)
{
    if (!print_is_whole())
        return false;
    if (options->yes)
        return true;
    if (!output_put(stdout, question))
        return false;
    fflush(stdout);
    char *line = NULL;
    size_t capacity = 0;
    bool yes = getline(&line, &capacity, stdin) >= 0 &&
               (strcasecmp(line, "y\n") == 0 || strcasecmp(line, "yes\n") == 0);
    free(line);
    if (!yes)
        puts("Nothing was changed.");
    return yes;
}

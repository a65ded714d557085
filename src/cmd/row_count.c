#include "cmd/row_count.h"

#include "cmd/command.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#define PATIENCE_MS 1000 /* show no progress before this */

static struct {
    int64_t began_ms;
    bool shown;
} progress;

static void row_count_show(size_t rows)
{
    if (clock_now().utc_ms - progress.began_ms < PATIENCE_MS)
        return;
    fprintf(stderr, "\r%zu rows", rows);
    progress.shown = true;
}

row_count_fn *row_count_begin(void)
{
    progress.began_ms = clock_now().utc_ms;
    progress.shown = false;
    return isatty(STDERR_FILENO) ? row_count_show : NULL;
}

void row_count_end(void)
{
    if (progress.shown)
        fputs("\r\033[K", stderr);
    progress.shown = false;
}

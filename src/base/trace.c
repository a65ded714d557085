#include "base/trace.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX 2048 /* per line; the rest is cut off */

static struct {
    int fd;
    trace_clock_fn *now; /* NULL when off */
    int64_t start;
} trace;

enum err_code trace_open(const char *path, trace_clock_fn *now, struct err *err)
{
    trace.fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (trace.fd < 0)
        return err_set(err, ERR_IO, "DRILL_TRACE=%s: %s", path, strerror(errno));
    trace.now = now;
    trace.start = now();
    return ERR_NONE;
}

bool trace_is_on(void)
{
    return trace.now != NULL;
}

void trace_line(const char *what, const char *format, ...)
{
    if (!trace.now)
        return;
    char text[TEXT_MAX];
    struct buf line = {0};
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buf_format(&line, "%8lld %-6s ", (long long)(trace.now() - trace.start), what);
    for (const char *byte = text; *byte; byte++)
        buf_format(&line, *byte >= ' ' && *byte < 0x7f ? "%c" : "\\x%02x", (unsigned char)*byte);
    buf_char(&line, '\n');
    /* use a single write, since other processes may append too; ignore a full disk */
    (void)!write(trace.fd, buf_string(&line), line.length);
    buf_done(&line);
}

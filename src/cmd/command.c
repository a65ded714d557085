/* How commands report failures and mistakes, and print for a terminal or a program. */
#include "cmd/command.h"

#include "base/buf.h"
#include "text/text.h"
#include "tui/output.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int fail(const struct err *err)
{
    struct buf line = {0};
    buf_text(&line, "drill: ");
    if (err->file[0]) {
        text_safe(&line, err->file, TEXT_ONE_LINE);
        if (err->line)
            buf_format(&line, ":%u:%u", err->line, err->column);
        buf_text(&line, ": ");
    }
    text_safe(&line, err->message, TEXT_ONE_LINE);
    buf_char(&line, '\n');
    if (line.failed || !output_put(stderr, buf_string(&line)))
        fputs("drill: out of memory\n", stderr);
    buf_done(&line);
    return EXIT_WRONG;
}

int fail_memory(void)
{
    struct err err;
    err_memory(&err);
    return fail(&err);
}

int fail_usage(const char *format, ...)
{
    struct err err;
    va_list args;
    va_start(args, format);
    err_set_list(&err, ERR_USAGE, format, args);
    va_end(args);
    fail(&err);
    fputs("Try 'drill --help'.\n", stderr);
    return EXIT_WRONG;
}

void print_mistake(void *context, const struct err *mistake)
{
    (void)context;
    fail(mistake);
}

static bool command_reader_is_gone(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&output, 1, 0) == 1 && output.revents & POLLERR;
}

static bool command_lacks_memory;

void print_lost(bool lost)
{
    command_lacks_memory |= lost;
}

void print_text(FILE *stream, struct buf *text)
{
    print_lost(text->failed || !output_put(stream, buf_string(text)));
    buf_done(text);
}

void print_line(FILE *stream, struct buf *line)
{
    buf_char(line, '\n');
    print_text(stream, line);
}

bool print_is_whole(void)
{
    return !command_lacks_memory;
}

int printed(int status)
{
    struct err err;
    if (command_lacks_memory)
        return fail_memory();
    if ((fflush(stdout) == 0 && !ferror(stdout)) || command_reader_is_gone())
        return status;
    err_set(&err, ERR_IO, "standard output: %s", strerror(errno));
    return fail(&err);
}

#define WIDTH_WITHOUT_TERMINAL  100
#define HEIGHT_WITHOUT_TERMINAL 24

int print_width(void)
{
    struct winsize size;
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : WIDTH_WITHOUT_TERMINAL;
}

int print_height(void)
{
    struct winsize size;
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
    return known ? size.ws_row : HEIGHT_WITHOUT_TERMINAL;
}

static void command_safe_lines(struct buf *out, const char *text)
{
    text_safe(out, text, TEXT_LINES);
}

make_safe_fn *rows_make_safe(void)
{
    return isatty(STDOUT_FILENO) ? command_safe_lines : NULL;
}

enum row_format row_format(const struct options *options)
{
    return options->format == FORMAT_JSONL  ? ROW_JSONL
           : options->format == FORMAT_JSON ? ROW_JSON
                                            : ROW_CSV;
}

#include "base/err.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

static void err_file(struct err *err, const char *file)
{
    size_t length = strlen(file), capacity = sizeof err->file - 1;
    if (length <= capacity)
        memcpy(err->file, file, length + 1);
    else
        snprintf(err->file, sizeof err->file, "...%s", file + (length - capacity + 3));
}

/* Drops an incomplete character at the end, which remains if the text was cut short. */
static void err_cut_within_character(char *text)
{
    size_t length = strlen(text), last = length ? utf8_cut(text, length - 1) : 0;
    if (!utf8_length(text + last, length - last))
        text[last] = '\0';
}

static void err_fill(struct err *err, enum err_code code, const char *format, va_list args)
{
    err->code = code;
    vsnprintf(err->message, sizeof err->message, format, args);
    err_cut_within_character(err->message);
}

enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (!err)
        return code;
    va_list args;
    va_start(args, format);
    *err = (struct err){0};
    err_fill(err, code, format, args);
    va_end(args);
    return code;
}

enum err_code err_at(struct err *err, enum err_code code, const char *file, unsigned line,
    unsigned column, const char *format, ...)
{
    if (!err)
        return code;
    va_list args;
    va_start(args, format);
    *err = (struct err){.line = line, .column = column};
    err_file(err, file);
    err_fill(err, code, format, args);
    va_end(args);
    return code;
}

enum err_code err_memory(struct err *err)
{
    return err_set(err, ERR_MEMORY, "out of memory");
}

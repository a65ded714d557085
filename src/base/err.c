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

#define WHOLE_MAX 8192 /* bytes of a message before it is shortened: two paths, and words */

/* Copies a message that is too long: as much of its front as fits, then its last part, or all that
 * fits if that is too long as well. */
static void err_shorten(char *message, size_t capacity, const char *whole)
{
    static const char cut[] = "...";
    const char *last = err_last_part(whole);
    size_t kept = last ? strlen(last) + sizeof cut - 1 : 0;
    kept = kept < capacity / 2 ? kept : 0;
    size_t front = utf8_cut(whole, capacity - 1 - kept);
    memcpy(message, whole, front);
    snprintf(message + front, capacity - front, "%s%s", kept ? cut : "", kept ? last : "");
}

static void err_fill(struct err *err, enum err_code code, const char *format, va_list args)
{
    char whole[WHOLE_MAX];
    err->code = code;
    vsnprintf(whole, sizeof whole, format, args);
    err_cut_within_character(whole);
    if (strlen(whole) < sizeof err->message)
        memcpy(err->message, whole, strlen(whole) + 1);
    else
        err_shorten(err->message, sizeof err->message, whole);
}

enum err_code err_set_list(struct err *err, enum err_code code, const char *format, va_list args)
{
    if (!err)
        return code;
    *err = (struct err){0};
    err_fill(err, code, format, args);
    return code;
}

enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    err_set_list(err, code, format, args);
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

const char *err_last_part(const char *message)
{
    const char *last = NULL;
    for (const char *at = message; (at = strstr(at, ": ")); at++)
        last = at;
    return last;
}

#include "exchange/sheet_number.h"

#include "base/date.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS        15    /* that a double keeps */
#define NUMBER_MAX    64    /* bytes */
#define DAY_1970      25569 /* Excel's number of 1970-01-01 */
#define FALSE_DAY     60    /* 1900-02-29, which Excel counts, but which never was */
#define DAYS_1904     1462
#define DAY_MAX       2958466 /* 10000-01-01 */
#define SECONDS_A_DAY 86400

/* ---- formats ---- */

enum sheet_format sheet_format_of(const char *code)
{
    bool date = false, time = false, percent = false;
    for (; *code && *code != ';'; code++) {
        if (*code == '"' || *code == '[') {
            const char *end = strchr(code + 1, *code == '"' ? '"' : ']');
            size_t elapsed = *code == '[' ? strspn(code + 1, "hHmMsS") : 0;
            time |= elapsed > 0 && code + 1 + elapsed == end;
            if (!end)
                break;
            code = end;
        } else if (strchr("\\_*", *code)) {
            code += code[1] != '\0';
        } else {
            date |= strchr("yYdD", *code) != NULL;
            time |= strchr("hHsS", *code) != NULL;
            percent |= *code == '%';
        }
    }
    if (percent)
        return SHEET_PERCENT;
    return date && time ? SHEET_DATE_TIME : date ? SHEET_DATE : time ? SHEET_TIME : SHEET_PLAIN;
}

enum sheet_format sheet_format_numbered(unsigned number)
{
    static const struct {
        unsigned first, last;
        enum sheet_format format;
    } formats[] = {{9, 10, SHEET_PERCENT}, {14, 17, SHEET_DATE}, {18, 21, SHEET_TIME},
        {22, 22, SHEET_DATE_TIME}, {27, 31, SHEET_DATE}, {32, 35, SHEET_TIME}, {36, 36, SHEET_DATE},
        {45, 47, SHEET_TIME}, {50, 58, SHEET_DATE}};
    for (size_t i = 0; i < COUNT(formats); i++)
        if (number >= formats[i].first && number <= formats[i].last)
            return formats[i].format;
    return SHEET_PLAIN;
}

/* ---- numbers ---- */

/* Reads a number with a decimal point, whatever the locale uses. */
static bool sheet_number_parse(const char *text, double *number)
{
    char local[NUMBER_MAX], *end;
    size_t length = strlen(text);
    if (length == 0 || length >= sizeof local || text[strspn(text, "+-.0123456789eE")])
        return false;
    memcpy(local, text, length + 1);
    char *point = strchr(local, '.');
    if (point)
        *point = *localeconv()->decimal_point;
    *number = strtod(local, &end);
    return *end == '\0' && isfinite(*number);
}

static void sheet_number_put(struct buf *out, double number)
{
    char text[NUMBER_MAX];
    snprintf(text, sizeof text, "%.*g",
        fabs(number) < 1e15 && number == floor(number) ? 17 : DIGITS, number);
    char *point = strchr(text, *localeconv()->decimal_point);
    if (point)
        *point = '.';
    buf_text(out, text);
}

/* Appends a date and a time of day, counted in days. False if Excel has no such date. */
static bool sheet_number_put_date(
    struct buf *out, double days, enum sheet_format format, bool from_1904)
{
    char text[DATE_SIZE];
    bool time = format == SHEET_TIME;
    if (!time)
        days += from_1904 ? DAYS_1904 : days < FALSE_DAY ? 1 : 0;
    if (days < 0 || days >= DAY_MAX)
        return false;
    long long seconds = llround(days * SECONDS_A_DAY), day = seconds / SECONDS_A_DAY;
    if (!time)
        buf_text(out, date_text((int)day - DAY_1970, text));
    seconds -= time ? 0 : day * SECONDS_A_DAY; /* a time of over 24 hours is a duration */
    if (format == SHEET_DATE || (format == SHEET_DATE_TIME && seconds == 0))
        return true;
    buf_format(out, "%s%02lld:%02lld", time ? "" : " ", seconds / 3600, seconds / 60 % 60);
    if (seconds % 60)
        buf_format(out, ":%02lld", seconds % 60);
    return true;
}

void sheet_put_number(struct buf *out, const char *number, enum sheet_format format, bool from_1904)
{
    double value;
    if (!sheet_number_parse(number, &value))
        buf_text(out, number);
    else if (format == SHEET_PERCENT) {
        sheet_number_put(out, value * 100);
        buf_char(out, '%');
    } else if (format == SHEET_PLAIN || !sheet_number_put_date(out, value, format, from_1904))
        sheet_number_put(out, value);
}

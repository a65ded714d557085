#include "base/date.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static int64_t date_floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct moment moment_at(int64_t utc_ms, int offset_min)
{
    int64_t local_ms = utc_ms + (int64_t)offset_min * 60000;
    int64_t day = date_floor_div(local_ms - DAY_START_HOUR * INT64_C(3600000), MS_A_DAY);
    return (struct moment){.utc_ms = utc_ms, .offset_min = offset_min, .day = (int)day};
}

int day_from_civil(int year, int month, int day)
{
    assert(month >= 1 && month <= 12);
    int y = month <= 2 ? year - 1 : year; /* years start in March, so the leap day comes last */
    int era = (int)date_floor_div(y, 400);
    int era_year = y - era * 400;
    int year_day = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int era_day = era_year * 365 + era_year / 4 - era_year / 100 + year_day;
    return era * 146097 + era_day - 719468;
}

void day_to_civil(int days, int *year, int *month, int *day)
{
    int64_t z = (int64_t)days + 719468;
    int era = (int)date_floor_div(z, 146097);
    int era_day = (int)(z - era * INT64_C(146097));
    int era_year = (era_day - era_day / 1460 + era_day / 36524 - era_day / 146096) / 365;
    int year_day = era_day - (365 * era_year + era_year / 4 - era_year / 100);
    int shifted = (5 * year_day + 2) / 153;
    *day = year_day - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = era_year + era * 400 + (*month <= 2);
}

/* Writes the last `digits` digits of a number, then the character `after`, and returns a pointer
 * past them. Exports write millions of dates, for which snprintf would be too slow. */
static char *date_put_digits(char *at, int number, int digits, char after)
{
    for (int i = digits; i > 0; i--, number /= 10)
        at[i - 1] = (char)('0' + number % 10);
    at[digits] = after;
    return at + digits + 1;
}

static char *date_put_date(char *at, int day, char after)
{
    int year, month, day_of_month;
    day_to_civil(day, &year, &month, &day_of_month);
    if (year < 0 || year > 9999)
        return at + snprintf(at, DATE_SIZE, "%04d-%02d-%02d%c", year, month, day_of_month, after);
    at = date_put_digits(at, year, 4, '-');
    at = date_put_digits(at, month, 2, '-');
    return date_put_digits(at, day_of_month, 2, after);
}

const char *date_text(int day, char text[DATE_SIZE])
{
    date_put_date(text, day, '\0');
    return text;
}

const char *moment_text(int64_t utc_ms, int offset_min, char text[TIME_SIZE])
{
    int64_t local_ms = utc_ms + (int64_t)offset_min * 60000;
    int64_t day = date_floor_div(local_ms, MS_A_DAY);
    int s = (int)(local_ms - day * MS_A_DAY) / 1000;
    int offset = offset_min < 0 ? -offset_min : offset_min;
    char *at = date_put_date(text, (int)day, 'T');
    at = date_put_digits(at, s / 3600, 2, ':');
    at = date_put_digits(at, s / 60 % 60, 2, ':');
    at = date_put_digits(at, s % 60, 2, offset_min < 0 ? '-' : '+');
    at = date_put_digits(at, offset / 60 % 24, 2, ':');
    date_put_digits(at, offset % 60, 2, '\0');
    return text;
}

/* Reads `count` digits, then the character `after`, and moves *text past them. Returns -1 if the
 * text does not match. */
static int date_take_digits(const char **text, int count, char after)
{
    int number = 0;
    for (; count > 0; count--, ++*text) {
        if (**text < '0' || **text > '9')
            return -1;
        number = number * 10 + (**text - '0');
    }
    if (**text != after)
        return -1;
    *text += after != '\0';
    return number;
}

bool civil_parse(const char *text, struct civil *civil)
{
    struct civil c = {0};
    int year, month, day;
    if ((c.year = date_take_digits(&text, 4, '-')) < 0 ||
        (c.month = date_take_digits(&text, 2, '-')) < 0 ||
        (c.day = date_take_digits(&text, 2, 'T')) < 0 ||
        (c.hour = date_take_digits(&text, 2, ':')) < 0)
        return false;
    bool seconds = text[0] && text[1] && text[2] == ':';
    c.minute = date_take_digits(&text, 2, seconds ? ':' : '\0');
    c.second = seconds ? date_take_digits(&text, 2, '\0') : 0;
    if (c.month < 1 || c.month > 12 || c.hour > 23 || c.minute < 0 || c.minute > 59 ||
        c.second < 0 || c.second > 59)
        return false;
    day_to_civil(day_from_civil(c.year, c.month, c.day), &year, &month, &day);
    *civil = c;
    return day == c.day && month == c.month && year == c.year;
}

/* Reads Z, +01:00 or -01:00 as minutes. */
static bool date_take_offset(const char *text, int *offset_min)
{
    int hours, minutes, length = 0;
    *offset_min = 0;
    if (*text == 'Z')
        return true;
    if ((*text != '+' && *text != '-') ||
        sscanf(text + 1, "%2d:%2d%n", &hours, &minutes, &length) != 2 || length != 5 || hours < 0 ||
        hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *offset_min = (*text == '-' ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

bool instant_parse(const char *text, int64_t *utc_ms)
{
    char time[sizeof "2026-01-31T09:00:30"] = "";
    struct civil c;
    int offset_min;
    size_t length = strspn(text, "0123456789-");
    if (text[length] == 'T')
        length += 1 + strspn(text + length + 1, "0123456789:");
    if (length >= sizeof time)
        return false;
    memcpy(time, text, length);
    text += length;
    if (*text == '.')
        text += 1 + strspn(text + 1, "0123456789");
    if (!civil_parse(time, &c) || !date_take_offset(text, &offset_min))
        return false;
    int64_t hours = day_from_civil(c.year, c.month, c.day) * INT64_C(24) + c.hour;
    *utc_ms = ((hours * 60 + c.minute - offset_min) * 60 + c.second) * 1000;
    return true;
}

static bool date_parse_date(const char *word, int *day)
{
    char text[32];
    struct civil civil;
    snprintf(text, sizeof text, "%.20sT00:00", word);
    if (!civil_parse(text, &civil))
        return false;
    *day = day_from_civil(civil.year, civil.month, civil.day);
    return true;
}

/* Returns the same day in an earlier month, or that month's last day if the month is shorter. */
static int date_months_before(int day, int months)
{
    int year, month, day_of_month, y, m, d;
    day_to_civil(day, &year, &month, &day_of_month);
    int count = year * 12 + month - 1 - months;
    year = (int)date_floor_div(count, 12);
    month = count - year * 12 + 1;
    do {
        day = day_from_civil(year, month, day_of_month--);
        day_to_civil(day, &y, &m, &d);
    } while (m != month);
    return day;
}

#define AGO_MAX 9999 /* the most units to go back; keeps the day within day_from_civil's range */

bool day_parse(const char *text, int today, int *day)
{
    int count = 0, digits = 0;
    for (; text[digits] >= '0' && text[digits] <= '9' && count <= AGO_MAX; digits++)
        count = count * 10 + (text[digits] - '0');
    char unit = text[digits];
    if (strcmp(text, "today") == 0) {
        *day = today;
    } else if (digits && count <= AGO_MAX && unit && strchr("dwmy", unit) && !text[digits + 1]) {
        *day = unit == 'd'   ? today - count
               : unit == 'w' ? today - 7 * count
                             : date_months_before(today, unit == 'y' ? 12 * count : count);
    } else {
        return date_parse_date(text, day);
    }
    return true;
}

#define DAYS_AWAY_MAX 36525

/* Parses a number of at most six digits with nothing after it. */
static bool date_parse_days(const char *text, int *days)
{
    bool before = *text == '-';
    int count = 0;
    text += *text == '-' || *text == '+';
    *days = 0;
    for (; text[count] >= '0' && text[count] <= '9' && count < 6; count++)
        *days = *days * 10 + (text[count] - '0');
    *days = before ? -*days : *days;
    return count > 0 && text[count] == '\0';
}

bool day_parse_ahead(const char *text, int today, int *day)
{
    static const char blanks[] = " \t\r\n";
    char word[DATE_SIZE] = "";
    int days;
    text += strspn(text, blanks);
    size_t length = strcspn(text, blanks);
    if (length >= sizeof word || text[length + strspn(text + length, blanks)] != '\0')
        return false;
    memcpy(word, text, length);
    if (strcasecmp(word, "today") == 0)
        *day = today;
    else if (strcasecmp(word, "tomorrow") == 0)
        *day = today + 1;
    else if (date_parse_days(word, &days))
        *day = today + days;
    else if (!date_parse_date(word, day))
        return false;
    return *day >= today - DAYS_AWAY_MAX && *day <= today + DAYS_AWAY_MAX;
}

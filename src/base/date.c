#include "base/date.h"

#include <stdio.h>

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct moment moment_at(int64_t utc_ms, int offset_min)
{
    int64_t local_ms = utc_ms + (int64_t)offset_min * 60000;
    int64_t day = floor_div(local_ms - DAY_START_HOUR * INT64_C(3600000), 86400000);
    return (struct moment){.utc_ms = utc_ms, .offset_min = offset_min, .day = (int)day};
}

int day_from_civil(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year; /* years begin in March: the leap day comes last */
    int era = (int)floor_div(y, 400);
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void day_to_civil(int days, int *year, int *month, int *day)
{
    int z = days + 719468;
    int era = (int)floor_div(z, 146097);
    int day_of_era = z - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

const char *date_text(int day, char text[DATE_SIZE])
{
    int year, month, day_of_month;
    day_to_civil(day, &year, &month, &day_of_month);
    snprintf(text, DATE_SIZE, "%04d-%02d-%02d", year, month, day_of_month);
    return text;
}

const char *moment_text(int64_t utc_ms, int offset_min, char text[TIME_SIZE])
{
    int64_t local_ms = utc_ms + (int64_t)offset_min * 60000;
    int64_t day = floor_div(local_ms, 86400000);
    int ms = (int)(local_ms - day * 86400000);
    int offset = offset_min < 0 ? -offset_min : offset_min;
    char date[DATE_SIZE];
    snprintf(text, TIME_SIZE, "%sT%02d:%02d:%02d%c%02d:%02d", date_text((int)day, date),
        ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, offset_min < 0 ? '-' : '+', offset / 60 % 24,
        offset % 60);
    return text;
}

/* Take count digits and the character after them off *text; -1 where they are not there. The
 * character '\0' stands for the end. */
static int take_digits(const char **text, int count, char after)
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
    if ((c.year = take_digits(&text, 4, '-')) < 0 || (c.month = take_digits(&text, 2, '-')) < 0 ||
        (c.day = take_digits(&text, 2, 'T')) < 0 || (c.hour = take_digits(&text, 2, ':')) < 0)
        return false;
    bool seconds = text[0] && text[1] && text[2] == ':';
    c.minute = take_digits(&text, 2, seconds ? ':' : '\0');
    c.second = seconds ? take_digits(&text, 2, '\0') : 0;
    if (c.month < 1 || c.month > 12 || c.hour > 23 || c.minute < 0 || c.minute > 59 ||
        c.second < 0 || c.second > 59)
        return false;
    day_to_civil(day_from_civil(c.year, c.month, c.day), &year, &month, &day);
    *civil = c;
    return day == c.day && month == c.month && year == c.year;
}

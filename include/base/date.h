/* Days and points in time; nothing here reads a clock. Days are counted from 1970-01-01 in the
 * proleptic Gregorian calendar; a study day starts at DAY_START_HOUR local time. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#define DAY_START_HOUR 4 /* local time at which one study day ends and the next begins */

/* A point in time as the user's clock showed it. */
struct moment {
    int64_t utc_ms; /* milliseconds since 1970-01-01T00:00Z */
    int offset_min; /* local time minus UTC, in minutes */
    int day;        /* the study day it falls on */
};

struct moment moment_at(int64_t utc_ms, int offset_min);

/* Convert between days and civil dates (H. Hinnant, "chrono-compatible low-level date algorithms",
 * 2014). month 1..12, day 1..31, years within a million of 1970. */
int day_from_civil(int year, int month, int day);
void day_to_civil(int days, int *year, int *month, int *day);

#define MS_A_DAY INT64_C(86400000)

#define DATE_SIZE 16 /* "2026-01-31", with room for longer years */
#define TIME_SIZE 40 /* "2026-01-31T09:00:00+01:00" */

/* Writes the day as ISO 8601 (2026-01-31) and returns `text`. */
const char *date_text(int day, char text[DATE_SIZE]);
/* Writes local time to the second with its offset, as ISO 8601, and returns `text`. */
const char *moment_text(int64_t utc_ms, int offset_min, char text[TIME_SIZE]);

/* A date and time of day, written as 2026-01-31T09:00 or 2026-01-31T09:00:30. */
struct civil {
    int year, month, day, hour, minute, second;
};
/* False if the text has another format, or the date or time does not exist. */
bool civil_parse(const char *text, struct civil *civil);

/* Parses a time with its offset, 2026-01-31T09:00:30Z or 2026-01-31T09:00:30.000+01:00; a fraction
 * of a second is dropped, and more text may follow. False if the text is neither, or the time does
 * not exist. */
bool instant_parse(const char *text, int64_t *utc_ms);

/* Parses a day: 2026-01-31, today, or how long ago, such as 30d, 12w, 6m or 1y. Counting back by
 * months or years keeps the day of the month, or takes the last day of a shorter month. False if
 * the text is none of these. */
bool day_parse(const char *text, int today, int *day);
/* Parses a day for planning: today, tomorrow, 2026-12-01, or a number of days from today (3, +3 or
 * -3), with optional blanks around it. False if the text is none of these or over 100 years
 * away. */
bool day_parse_ahead(const char *text, int today, int *day);

#endif

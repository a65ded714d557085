/* The names of backups, and which of them are kept. Pure: no files, no clock. */
#include "study/backups.h"

#include <stdio.h>
#include <string.h>

#define TIME_LENGTH 15 /* 2026-01-31T2114 */

static const char *const reasons[BACKUP_REASONS] = {[BACKUP_DAY] = "day",
    [BACKUP_BEFORE_MIGRATION] = "before-migration",
    [BACKUP_BEFORE_IMPORT] = "before-import",
    [BACKUP_BEFORE_FORGET] = "before-forget",
    [BACKUP_BEFORE_ADOPT] = "before-adopt",
    [BACKUP_BEFORE_RESTORE] = "before-restore",
    [BACKUP_BEFORE_REPAIR] = "before-repair",
    [BACKUP_BY_HAND] = "by-hand"};

const char *backup_reason_word(enum backup_reason reason)
{
    return reasons[reason];
}

/* ---- names ---- */

struct civil backup_time(struct moment moment)
{
    const int64_t day_min = INT64_C(24) * 60;
    int64_t minutes = moment.utc_ms / 60000 + moment.offset_min;
    int minute = (int)((minutes % day_min + day_min) % day_min);
    struct civil at = {.hour = minute / 60, .minute = minute % 60};
    day_to_civil((int)((minutes - minute) / day_min), &at.year, &at.month, &at.day);
    return at;
}

int backup_day(const struct backup_name *name)
{
    const struct civil *at = &name->at;
    return day_from_civil(at->year, at->month, at->day) - (at->hour < DAY_START_HOUR);
}

void backup_name_write(const char *prefix, const struct backup_name *name, struct buf *file)
{
    const struct civil *at = &name->at;
    buf_format(file, "%s%04lld-%04d-%02d-%02dT%02d%02d-%s.db", prefix, (long long)name->number,
        at->year, at->month, at->day, at->hour, at->minute, reasons[name->reason]);
}

/* Parse the number and the time; set *rest to the text after them. */
static bool backup_name_read_start(const char *file, struct backup_name *name, const char **rest)
{
    char time[TIME_LENGTH + 2];
    size_t digits = strspn(file, "0123456789");
    name->number = 0;
    for (size_t i = 0; i < digits && digits < 18; i++)
        name->number = name->number * 10 + (file[i] - '0');
    if (name->number == 0 || file[digits] != '-')
        return false;
    file += digits + 1;
    if (strlen(file) <= TIME_LENGTH || file[TIME_LENGTH] != '-')
        return false;
    snprintf(time, sizeof time, "%.13s:%.2s", file, file + 13);
    *rest = file + TIME_LENGTH + 1;
    return civil_parse(time, &name->at);
}

bool backup_name_read(const char *prefix, const char *file, struct backup_name *name)
{
    struct buf again = {0};
    const char *rest;
    size_t length = strlen(prefix);
    if (strncmp(file, prefix, length) != 0 || !backup_name_read_start(file + length, name, &rest))
        return false;
    int reason = 0;
    while (
        reason < BACKUP_REASONS && (strncmp(rest, reasons[reason], strlen(reasons[reason])) != 0 ||
                                       strcmp(rest + strlen(reasons[reason]), ".db") != 0))
        reason++;
    if (reason == BACKUP_REASONS)
        return false;
    name->reason = (enum backup_reason)reason;
    /* refuse what drill would not write, such as 42-... for 0042-... */
    backup_name_write(prefix, name, &again);
    bool same = strcmp(buf_string(&again), file) == 0;
    buf_done(&again);
    return same;
}

/* ---- which copies are kept ---- */

static int backup_week(int day)
{
    return (day + 3 + 7 * 100000) / 7; /* 1970-01-01 was a Thursday */
}

static int backup_month(int day)
{
    int year, month, in_month;
    day_to_civil(day, &year, &month, &in_month);
    return year * 12 + month;
}

/* Counts down the days, weeks or months whose newest copies are kept. */
struct backup_period {
    int last; /* the day, week or month whose copy was kept last */
    int64_t left;
};

static bool backup_takes(struct backup_period *period, int this)
{
    if (period->left == 0 || period->last == this)
        return false;
    period->last = this;
    period->left--;
    return true;
}

void backups_choose(const struct backup_name *names, size_t count,
    const struct backup_settings *settings, bool *goes)
{
    struct backup_period days = {-1, settings->days}, weeks = {-1, settings->weeks},
                         months = {-1, settings->months};
    int before[BACKUP_REASONS] = {0};
    for (size_t i = count; i-- > 0;) {
        enum backup_reason reason = names[i].reason;
        if (reason == BACKUP_DAY) {
            int day = backup_day(&names[i]);
            bool of_day = backup_takes(&days, day),
                 of_week = backup_takes(&weeks, backup_week(day)),
                 of_month = backup_takes(&months, backup_month(day));
            goes[i] = !of_day && !of_week && !of_month;
        } else {
            goes[i] = reason != BACKUP_BY_HAND && before[reason]++ >= BACKUPS_KEPT_BEFORE;
        }
    }
    if (count)
        goes[count - 1] = false;
}

bool backups_are_due(const struct backup_name *names, size_t count, int last_day, int today)
{
    int copied = 0;
    for (size_t i = 0; i < count; i++) {
        int day = backup_day(&names[i]);
        if (names[i].reason == BACKUP_DAY && day <= today && day > copied)
            copied = day;
    }
    return (last_day < today ? last_day : today) > copied;
}

#include "cmd/command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct moment clock_moment_of(time_t seconds, int64_t ms)
{
    struct tm local = {0};
    localtime_r(&seconds, &local);
    return moment_at((int64_t)seconds * 1000 + ms, (int)(local.tm_gmtoff / 60));
}

static bool clock_set_clock(time_t *seconds)
{
    const char *text = getenv("DRILL_NOW");
    struct civil civil;
    if (!text || !civil_parse(text, &civil))
        return false;
    struct tm local = {.tm_year = civil.year - 1900,
        .tm_mon = civil.month - 1,
        .tm_mday = civil.day,
        .tm_hour = civil.hour,
        .tm_min = civil.minute,
        .tm_sec = civil.second,
        .tm_isdst = -1};
    *seconds = mktime(&local);
    return *seconds != (time_t)-1;
}

bool clock_check(struct err *err)
{
    time_t seconds;
    const char *text = getenv("DRILL_NOW");
    if (!text || clock_set_clock(&seconds))
        return true;
    err_set(err, ERR_USAGE, "DRILL_NOW=%s: not a time such as 2026-01-31T09:00", text);
    return false;
}

struct moment clock_now(void)
{
    time_t seconds;
    struct timespec now;
    if (clock_set_clock(&seconds))
        return clock_moment_of(seconds, 0);
    clock_gettime(CLOCK_REALTIME, &now);
    return clock_moment_of(now.tv_sec, now.tv_nsec / 1000000);
}

struct moment clock_at(int64_t utc_ms)
{
    int64_t ms = (utc_ms % 1000 + 1000) % 1000;
    return clock_moment_of((time_t)((utc_ms - ms) / 1000), ms);
}

int64_t clock_monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

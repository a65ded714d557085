#include "model/scheduling.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define DECIMALS 4
static_assert(RETENTION_UNIT == 10000, "a retention has four decimals");

struct scheduling scheduling_or(struct scheduling first, struct scheduling then)
{
    return (struct scheduling){
        first.scheduler ? first.scheduler : then.scheduler,
        first.retention ? first.retention : then.retention,
    };
}

bool retention_read(const char *text, int *retention)
{
    int units = 0;
    text += *text == '0';
    size_t digits = *text == '.' ? strspn(text + 1, "0123456789") : 0;
    if (digits < 1 || digits > DECIMALS || text[1 + digits] != '\0')
        return false;
    for (size_t i = 0; i < DECIMALS; i++)
        units = 10 * units + (i < digits ? text[1 + i] - '0' : 0);
    if (units < RETENTION_MIN || units > RETENTION_MAX)
        return false;
    *retention = units;
    return true;
}

void retention_write(int retention, char text[RETENTION_SIZE])
{
    assert(retention >= RETENTION_MIN && retention <= RETENTION_MAX);
    int length = snprintf(text, RETENTION_SIZE, "0.%04d", retention);
    while (text[length - 1] == '0')
        text[--length] = '\0';
}

/* Which scheduler a deck uses, and which recall it aims at. Several sources may set either; the one
 * with the highest precedence wins. */
#ifndef MODEL_SCHEDULING_H
#define MODEL_SCHEDULING_H

#include "model/scheduler.h"

#include <stdbool.h>

struct scheduling {
    int scheduler; /* SCHEDULER_...; 0: not set */
    int retention; /* in units of 1/RETENTION_UNIT, RETENTION_MIN to RETENTION_MAX; 0: not set */
};
#define SCHEDULING_DEFAULT ((struct scheduling){SCHEDULER_SM2, RETENTION_DEFAULT})

/* Takes each of the two from `first`, or from `then` if `first` does not set it. */
struct scheduling scheduling_or(struct scheduling first, struct scheduling then);

/* Reads a retention such as "0.9", with one to four decimals. False, leaving *retention as it is,
 * if the text is none, or out of range. */
bool retention_read(const char *text, int *retention);

/* What a retention must be, for messages. */
#define RETENTION_WORDS "from 0.70 to 0.99, with at most four decimals"

/* Writes a retention as retention_read reads it, without zeros at its end. */
#define RETENTION_SIZE 8
void retention_write(int retention, char text[RETENTION_SIZE]);

#endif

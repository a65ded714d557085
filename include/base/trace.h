/* A trace file for debugging, since a full-screen program cannot print: one line for each key,
 * action and SQL statement. Tracing is off until trace_open. */
#ifndef BASE_TRACE_H
#define BASE_TRACE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

typedef int64_t trace_clock_fn(void); /* milliseconds since any fixed point in time */

/* Starts appending to the file, creating it with mode 0600 if it is missing. Errors: ERR_IO. */
enum err_code trace_open(const char *path, trace_clock_fn *now, struct err *err);
bool trace_is_on(void);
/* Writes a line: the milliseconds since trace_open, the kind `what` (such as "key"), and the text,
 * with bytes other than printable ASCII escaped. */
void trace_line(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

/* A trace of what happens, for whoever debugs a full-screen program, which cannot print: a line for
 * each key, action and SQL statement. Off until it is opened.
 */
#ifndef BASE_TRACE_H
#define BASE_TRACE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

typedef int64_t trace_clock_fn(void); /* milliseconds since any fixed moment */

/* Append to the file from now on; one that is new is for its owner alone. Errors: ERR_IO. */
enum err_code trace_open(const char *path, trace_clock_fn *now, struct err *err);
bool trace_is_on(void);
/* Write the milliseconds since trace_open, what ("key"), and the text, in which bytes that are not
 * printable ASCII are escaped. */
void trace_line(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

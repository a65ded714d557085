/* How drill-picture limits itself. */
#ifndef TUI_PICTURE_JAIL_H
#define TUI_PICTURE_JAIL_H

#include <stdbool.h>

/* Limit memory and processor time. False if that fails. */
bool jail_limit(void);
/* Deny all files but to read the system's fonts. Call it before any thread starts. False where
 * Landlock is not there. */
bool jail_limit_to_fonts(void);
/* Allow only memory, threads and the open descriptors: no programs, no network and, unless `fonts`,
 * no files. Call jail_limit_to_fonts before if `fonts`. Needs Linux; elsewhere, limits deny new
 * descriptors and processes. False if it fails. */
bool jail_close(bool fonts);

#endif

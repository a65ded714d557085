/* Opens zip files that are streams. */
#ifndef EXCHANGE_PACKAGE_ZIP_H
#define EXCHANGE_PACKAGE_ZIP_H

#include <stdbool.h>
#include <stdio.h>
#include <zip.h>

/* Opens the zip file in `file`, which the caller still owns, for reading, with flags of zip_open.
 * NULL if it is not a zip file, or if memory ran out. */
zip_t *package_zip(FILE *file, int flags);
/* Whether `file` is a zip file with both names; `other` may be NULL. */
bool package_has(FILE *file, const char *name, const char *other);

#endif

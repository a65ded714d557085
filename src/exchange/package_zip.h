/* What packages are read from: a zip file in a stream, or a folder. */
#ifndef EXCHANGE_PACKAGE_ZIP_H
#define EXCHANGE_PACKAGE_ZIP_H

#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>
#include <zip.h>

/* Opens the zip file in `file`, which the caller still owns, for reading, with flags of zip_open.
 * NULL if it is not a zip file, or if memory ran out. */
zip_t *package_zip(FILE *file, int flags);
/* Whether `file` is a zip file with both names; `other` may be NULL. */
bool package_has(FILE *file, const char *name, const char *other);

/* Calls `take` for each regular file in a folder, or not far below it, with its path from there.
 * Follows no links. Returns the error of `take`, or ERR_IO. */
typedef enum err_code package_file_fn(void *context, const char *name, struct err *err);
enum err_code package_folder(
    const char *path, package_file_fn *take, void *context, struct err *err);

#endif

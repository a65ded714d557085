/* The paths of files in an archive: relative, with plain components, below one folder. They are
 * untrusted when an archive is read. */
#ifndef EXCHANGE_ARCHIVE_PATHS_H
#define EXCHANGE_ARCHIVE_PATHS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether a path is safe below any folder: relative, not too long, and without empty or hidden
 * components, "..", backslashes or control characters. */
bool archive_path_is_safe(const char *path);
/* Appends a relative path with each component made safe. */
void archive_path_add_safe(struct buf *out, const char *path);
/* The length of the folder, with its slash, that the first `length` bytes of two paths share. */
size_t archive_path_shared(const char *one, const char *other, size_t length);
/* Whether `folder`/`path` stays inside `folder` and passes through no symbolic link below it.
 * Components that do not exist yet are fine. */
bool archive_path_stays_inside(const char *folder, const char *path);

#endif

/* Paths as users type them: ~ for the home folder, and the completion of names. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/buf.h"
#include "base/err.h"

/* Appends a typed path without the blanks around it; ~ as its first component becomes $HOME. */
void path_expand(const char *typed, struct buf *path);

/* Completes the last name of a typed path with what all files that begin with it have in common; a
 * folder gets its slash. If there are several, appends their names to `names`, in order, with two
 * spaces between them: they may not be safe. Hidden files must be typed with their dot. Sets *count
 * to the number of files. ERR_MEMORY; a folder that cannot be read has no files. */
enum err_code path_complete(struct buf *typed, struct buf *names, size_t *count, struct err *err);

#endif

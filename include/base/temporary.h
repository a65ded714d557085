/* Temporary files, recognizable as drill's by their names. They are removed when they are no longer
 * needed, or when a signal ends the program; only a crash or SIGKILL leaves any behind. */
#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

#include "base/err.h"

#include <stddef.h>
#include <sys/types.h>

/* A temporary file for NAME is .NAME.drill-PID-XXXXXX in the same folder. PID is the ID of the
 * process that made it, in decimal, XXXXXX is arbitrary, and a long NAME is cut. SQLite's files
 * beside a temporary database append -journal, -wal or -shm. */
#define TEMPORARY_MARK ".drill-"

struct temporary {
    struct temporary *next;
    pid_t owner;
    size_t length; /* of path */
    char path[];
};

/* Creates an empty file with mode 0600 in the folder of path, and opens it for reading and writing
 * as *fd. Finish with temporary_rename or temporary_remove. On failure *temporary is NULL. Errors:
 * ERR_IO, ERR_MEMORY. */
enum err_code temporary_make(
    struct temporary **temporary, const char *path, int *fd, struct err *err);
/* Like temporary_make, but in temporary_folder. */
enum err_code temporary_make_scratch(
    struct temporary **temporary, const char *name, int *fd, struct err *err);
/* $TMPDIR, or else /tmp. */
const char *temporary_folder(void);

/* Renames the file to path, in the same folder, and frees the struct. On failure, returns -1 with
 * errno set, and changes nothing. */
int temporary_rename(struct temporary *temporary, const char *path);
/* Removes the file and any that SQLite created beside it, and frees the struct. Ignores NULL. */
void temporary_remove(struct temporary *temporary);

/* Returns the ID of the process that made a temporary file, taken from the file's name (without its
 * folder); 0 if the name is not that of a temporary file. */
pid_t temporary_owner(const char *name);

/* Catches the signals that would end the program, to remove its temporary files first. Does not
 * touch signals that are ignored or already caught. */
void temporary_catch_signals(void);

#endif

/* Temporary files. Each is drill's own by its name, and is removed when it is no longer needed, or
 * when a signal ends the program: only a crash or SIGKILL leaves one behind. */
#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

#include "base/err.h"

#include <stddef.h>
#include <sys/types.h>

/* A temporary file for NAME is .NAME.drill-PID-XXXXXX beside it: PID is the process that made it,
 * in decimal, XXXXXX is arbitrary, and a long NAME is cut. What SQLite puts beside a database adds
 * -journal, -wal or -shm. */
#define TEMPORARY_MARK ".drill-"

struct temporary {
    struct temporary *next;
    pid_t owner;
    size_t length; /* of path */
    char path[];
};

/* Creates an empty file, of mode 0600, in the folder of path, and opens it at *fd for reading and
 * writing; the caller ends it with one of the two below. On failure *temporary is NULL: ERR_IO,
 * ERR_MEMORY. */
enum err_code temporary_make(
    struct temporary **temporary, const char *path, int *fd, struct err *err);
/* Like temporary_make, in temporary_folder. */
enum err_code temporary_make_scratch(
    struct temporary **temporary, const char *name, int *fd, struct err *err);
/* $TMPDIR, or else /tmp. */
const char *temporary_folder(void);

/* Renames the file to path, in the same folder, and frees the struct. Returns 0; or -1, and errno,
 * with nothing changed. */
int temporary_rename(struct temporary *temporary, const char *path);
/* Removes the file, with what SQLite may have put beside it, and frees the struct. NULL is
 * nothing. */
void temporary_remove(struct temporary *temporary);

/* The process that made a temporary file, from the file's name without its folder; 0 if the name
 * is not that of a temporary file. */
pid_t temporary_owner(const char *name);

/* From now on, the signals that by default end the program first remove its temporary files. Leaves
 * signals alone that are ignored or caught. */
void temporary_catch_signals(void);

#endif

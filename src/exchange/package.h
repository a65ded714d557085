/* Anki packages: zip files with a collection, which is an SQLite database, and media files. There
 * are three generations; newer ones have a dummy collection for older programs beside the real one.
 * Packages are untrusted: nothing is written to a path that one names, and the unpacked size is
 * limited. */
#ifndef EXCHANGE_PACKAGE_H
#define EXCHANGE_PACKAGE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct package;

/* Opens the package in file, which stays the caller's (path is for messages), and unpacks its
 * collection into a folder of its own, which only the user can read; package_drop_collection or
 * package_close remove it. *package is NULL on failure. Errors: ERR_MISTAKE if it is no package, or
 * not to be trusted; ERR_IO, ERR_MEMORY. */
enum err_code package_open(struct package **package, FILE *file, const char *path, struct err *err);
void package_close(struct package *package);

/* The path of the collection. package_drop_collection unlinks it, while it may stay open, so that
 * nothing is left behind even after a crash. */
const char *package_collection(const struct package *package);
void package_drop_collection(struct package *package);

/* Media are numbered from 0; PACKAGE_NONE if none has that name. Names are single components of a
 * path. */
#define PACKAGE_NONE SIZE_MAX
size_t package_find_media(const struct package *package, const char *name);

/* Writes the file. Errors as of package_open. */
enum err_code package_copy_media(struct package *package, size_t number, FILE *to, struct err *err);
/* Whether it equals the file at path, byte by byte; and its hash. */
enum err_code package_compare_media(struct package *package, size_t number, const char *path,
    bool *same, uint64_t *hash, struct err *err);

struct package_file {
    char *name, *path; /* in the package; on the disk */
};
/* Writes a package of the second generation, whole or not at all. Errors: ERR_IO. */
enum err_code package_write(const char *path, const char *collection,
    const struct package_file *media, size_t count, struct err *err);

#endif

/* Anki's packages: a zip with a collection, an SQLite database, and media files in it. There are
 * three generations of them, and a newer one has a dummy of an older beside the real collection,
 * for programs that know no better. Nothing in a package is trusted: nothing is written where it
 * says, and what it unpacks to is limited. */
#ifndef EXCHANGE_PACKAGE_H
#define EXCHANGE_PACKAGE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct package;

/* Open the package that file holds (path is for messages), and unpack its collection into a folder
 * of its own, which only the user can read, and which goes by package_drop_collection or
 * package_close. *package is NULL on
 * failure. Errors: ERR_MISTAKE, in words, where it is no package, or not one to be trusted; ERR_IO,
 * ERR_MEMORY. */
enum err_code package_open(struct package **package, FILE *file, const char *path, struct err *err);
void package_close(struct package *package);

/* Where the collection lies; and take it away, which whoever has it open need not notice: nothing
 * is left behind then, whatever may happen. */
const char *package_collection(const struct package *package);
void package_drop_collection(struct package *package);

/* The media of an older package are listed in JSON, which is for the caller to read (that wants
 * SQLite): package_add_media for each "member": "name" in it. NULL where there is no such list. */
const char *package_media_json(const struct package *package);
enum err_code package_add_media(
    struct package *package, const char *member, const char *name, struct err *err);

/* Media are numbered from 0; PACKAGE_NONE where there is none of that name. Names are single
 * components of a path. */
#define PACKAGE_NONE SIZE_MAX
size_t package_find_media(const struct package *package, const char *name);

/* Write the file. Errors: as of package_open. */
enum err_code package_copy_media(struct package *package, size_t number, FILE *to, struct err *err);
/* Whether it is, byte by byte, the file at path; and a hash of it. */
enum err_code package_compare_media(struct package *package, size_t number, const char *path,
    bool *same, uint64_t *hash, struct err *err);

/* Write a package of the second generation, whole or not at all: a collection, and media, which lie
 * at their paths. ERR_IO where it cannot be. */
struct package_file {
    char *name, *path;
};
enum err_code package_write(const char *path, const char *collection,
    const struct package_file *media, size_t count, struct err *err);

#endif

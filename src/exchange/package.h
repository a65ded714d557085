/* Anki packages: zip files with a collection (an SQLite database) and media files, in three
 * generations; newer packages add a dummy collection for older programs. Also a collection by
 * itself, as Anki keeps it in a profile's folder, or taken out of a package. Packages are
 * untrusted: nothing is written to a path that a package names, and the unpacked size is limited.
 */
#ifndef EXCHANGE_PACKAGE_H
#define EXCHANGE_PACKAGE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct package;

/* What a file is, by its first 16 bytes, or by all of them if it is shorter. */
enum package_shape { PACKAGE_OTHER, PACKAGE_ZIP, PACKAGE_SQLITE, PACKAGE_ZSTD };
enum package_shape package_shape_of(const char *start, size_t length);

/* Opens the package in `file`, which the caller still owns; `path` is for messages. Unpacks its
 * collection into a temporary file, which lasts until package_drop_collection or package_close. On
 * failure *package is NULL: ERR_MISTAKE if it is not a package or is unsafe; ERR_IO, ERR_MEMORY.
 * `path` also tells where to find the log and the media of a collection by itself. */
enum err_code package_open(struct package **package, FILE *file, const char *path, struct err *err);
void package_close(struct package *package);

/* The same for a zip file of another program: each file in it counts as a media file, and none is
 * unpacked yet. */
enum err_code package_open_foreign(
    struct package **package, FILE *file, const char *path, struct err *err);
/* Appends a file in the package to a buffer. Errors: see package_open. */
enum err_code package_read_text(
    struct package *package, const char *name, struct buf *text, struct err *err);
/* The same for a folder: each file in it or below counts as a media file. The folder may be
 * missing, or NULL for none. */
enum err_code package_open_folder(
    struct package **package, const char *folder, const char *path, struct err *err);

/* The path of the collection. package_drop_collection removes the file while SQLite still has it
 * open, so that not even a crash leaves it behind. */
const char *package_collection(const struct package *package);
void package_drop_collection(struct package *package);

/* The number of a media file, from 0; PACKAGE_NONE if no file has that name. */
#define PACKAGE_NONE SIZE_MAX
size_t package_find_media(const struct package *package, const char *name);

/* Writes a media file to a stream. Errors: see package_open. */
enum err_code package_copy_media(struct package *package, size_t number, FILE *to, struct err *err);
/* Compares a media file with the file at path byte by byte; sets *hash to the media file's hash. */
enum err_code package_compare_media(struct package *package, size_t number, const char *path,
    bool *same, uint64_t *hash, struct err *err);

struct package_file {
    char *name, *path; /* name in the package; path on the disk */
};
/* Writes a package of the second generation, whole or not at all. Errors: ERR_IO. */
enum err_code package_write(const char *path, const char *collection,
    const struct package_file *media, size_t count, struct err *err);

#endif

/* The files in an archive that is being imported. They are kept in a temporary file until
 * everything else has succeeded, then written below a folder, never over another file. */
#ifndef EXCHANGE_ARCHIVE_FILES_H
#define EXCHANGE_ARCHIVE_FILES_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct archive_kept {
    char *name; /* its path in the archive */
    long start, length;
};
/* Empty if zero-initialized; free with archive_files_done. */
struct archive_files {
    FILE *spool;
    struct archive_kept *kept;
    size_t count, capacity;
    /* To be removed if the import fails. */
    char **written, **made; /* files; folders */
    size_t written_count, written_capacity, made_count, made_capacity;
};
void archive_files_done(struct archive_files *files);
/* Removes everything that was written. */
void archive_files_remove(struct archive_files *files);

/* Adds bytes to the last file if it has that name, or else to a new one. */
enum err_code archive_files_keep(
    struct archive_files *files, const char *name, const struct buf *bytes, struct err *err);

/* Whether the file at path has the same bytes as the kept one. */
bool archive_files_same(
    struct archive_files *files, const struct archive_kept *kept, const char *path);
/* Sets *path to where the file goes: `folder`/name followed by `end`, with a number if another file
 * has that path. Sets *same to whether a file there has the same bytes. ERR_USAGE if the path is
 * the database's, or behind a symbolic link. */
enum err_code archive_files_find_path(struct archive_files *files, const struct archive_kept *kept,
    const char *folder, const char *end, const char *db, struct buf *path, bool *same,
    struct err *err);
enum err_code archive_files_write(struct archive_files *files, const struct archive_kept *kept,
    const char *path, struct err *err);

#endif

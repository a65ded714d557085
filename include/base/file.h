/* Files, written in full or not at all, and their folders. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/temporary.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

/* Whether a file exists; true if the disk cannot be read, since the file may be there. */
bool file_exists(const char *path);
/* The same, but ERR_IO if the disk cannot be read. */
enum err_code file_find(const char *path, bool *exists, struct err *err);
/* Whether two paths lead to the same file, or would if neither exists yet. */
bool file_same(const char *one, const char *other);

/* file_name returns a path's last component; file_stem, the length of a name without its last
 * extension (.profile has none). */
const char *file_name(const char *path);
size_t file_stem(const char *name);

/* Returns the next entry of an open folder; NULL at its end, or with *code and err set if the
 * folder at path cannot be read. */
struct dirent *folder_next(DIR *open, const char *path, enum err_code *code, struct err *err);

/* Creates the missing parent folders of path, with mode 0700. */
enum err_code folder_make_for(const char *path, struct err *err);

/* Syncs a file to disk. */
enum err_code file_sync(const char *path, struct err *err);
/* Syncs the folder of a file that was renamed to path, or created there. Without this, a power cut
 * may lose the name. */
enum err_code folder_sync_for(const char *path, struct err *err);

/* A file that is written beside path and renamed to it when complete. It keeps the mode of the file
 * that it replaces. Pipes and devices are written in place. The caller owns the struct. */
struct atomic_file {
    FILE *stream; /* write here */
    char *path;
    struct temporary *temporary; /* NULL for pipes and devices */
    struct stat replaced;        /* st_nlink is 0 if there was no file */
};
enum err_code atomic_open(struct atomic_file *file, const char *path, struct err *err);
/* Writes a text into the file, as far as its temporary file can be read back. ERR_IO. */
enum err_code atomic_write(struct atomic_file *file, const struct buf *text, struct err *err);
/* Syncs the file to disk, renames it to path, and syncs the folder. On failure, path is unchanged,
 * unless only syncing the folder failed, which the error then says. */
enum err_code atomic_commit(struct atomic_file *file, struct err *err);
/* Removes an uncommitted file; harmless after atomic_commit and on a zeroed struct. */
void atomic_discard(struct atomic_file *file);

/* Appends all of a file. ERR_IO, ERR_MEMORY. */
enum err_code file_read(const char *path, struct buf *text, struct err *err);

/* Copies a file in full or not at all, and creates the copy's missing parent folders. */
enum err_code file_copy(const char *from, const char *to, struct err *err);

#endif

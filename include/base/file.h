/* Files that are there whole or not at all, and the folders they are in. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

bool file_exists(const char *path);
/* Whether two paths lead to one file; where neither is there yet, whether they would. */
bool file_same(const char *one, const char *other);

/* The part of a path that names the file, within it; and how much of that comes before its last
 * extension: all of .profile. */
const char *file_name(const char *path);
size_t file_stem(const char *name);

/* Make the folders that lead to path, 0700, where they are missing. */
enum err_code folder_make_for(const char *path, struct err *err);

/* A file written beside path and moved to it when complete; it is as open to others as the file
 * that was there, or as any new one. What is no regular file (a pipe, a device) is written to as it
 * is. The caller owns the struct. */
struct atomic_file {
    FILE *stream; /* write here */
    char *path, *temporary;
    struct stat replaced; /* st_nlink is 0 where there was no file */
};
enum err_code atomic_open(struct atomic_file *file, const char *path, struct err *err);
/* Flush it to the disk and put it in its place. On failure, path is as it was. */
enum err_code atomic_commit(struct atomic_file *file, struct err *err);
/* Give up what is not committed; harmless after atomic_commit, and on a struct of zeros. */
void atomic_discard(struct atomic_file *file);

/* Copy what a file holds, whole or not at all, and make the folders that lead to the copy. */
enum err_code file_copy(const char *from, const char *to, struct err *err);

#endif

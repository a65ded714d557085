/* Output files: written in full or not at all, replacing a file only with --force, and never one
 * that the command itself needs. */
#ifndef STUDY_OUTPUT_H
#define STUDY_OUTPUT_H

#include "base/err.h"
#include "base/file.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>

/* The files that must not be overwritten. */
struct in_use {
    const char *db;      /* the database, and the files beside it, even if they do not exist */
    struct store *store; /* to protect known decks' files; NULL for a command that writes them */
    char *const *words;  /* deck files and folders to read */
    size_t word_count;
};

/* ERR_USAGE if `path` leads to a file in use, even under another name, or, without `force`, to any
 * regular file. Pipes, devices and the like may be written to. */
enum err_code output_check(
    const char *path, bool force, const struct in_use *in_use, struct err *err);

/* Like atomic_open and atomic_commit, but both check first, since a file may appear in between. */
enum err_code output_open(struct atomic_file *file, const char *path, bool force,
    const struct in_use *in_use, struct err *err);
enum err_code output_commit(struct atomic_file *file, bool force, struct err *err);

#endif

/* A file that a command is told to write: whole or not at all, over one that is there only with
 * --force, and never over one that the command itself needs. */
#ifndef STUDY_OUTPUT_H
#define STUDY_OUTPUT_H

#include "base/err.h"
#include "base/file.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>

/* What must not be written over. */
struct in_use {
    const char *db;      /* with the files beside it, whether they are there or not */
    struct store *store; /* the files of its known decks; NULL for a command that writes those */
    char *const *words;  /* files, and folders of decks, that are read */
    size_t word_count;
};

/* ERR_USAGE where path leads to a file in use, by whatever name; or, without force, where there is
 * any file. What is there and is no file, such as a pipe, is written to. */
enum err_code output_check(
    const char *path, bool force, const struct in_use *in_use, struct err *err);

/* As atomic_open and atomic_commit, with that check; the latter as a file may come in between. */
enum err_code output_open(struct atomic_file *file, const char *path, bool force,
    const struct in_use *in_use, struct err *err);
enum err_code output_commit(struct atomic_file *file, bool force, struct err *err);

#endif

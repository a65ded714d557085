/* A file that a command is told to write: whole or not at all, and over one that is there only with
 * --force. */
#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include "base/err.h"
#include "base/file.h"

#include <stdbool.h>

/* ERR_USAGE where there is a file already that must not be replaced. Anything else that is there,
 * such as a pipe, is written to. */
enum err_code output_check(const char *path, bool force, struct err *err);

/* As atomic_open and atomic_commit, with that check: a file may come in between. */
enum err_code output_open(struct atomic_file *file, const char *path, bool force, struct err *err);
enum err_code output_commit(struct atomic_file *file, bool force, struct err *err);

#endif

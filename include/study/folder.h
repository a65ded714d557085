/* Finds the files in a folder. */
#ifndef STUDY_FOLDER_H
#define STUDY_FOLDER_H

#include "base/err.h"

#include <stdbool.h>

/* Whether a file is named like a deck: its name ends in .yaml or .yml. */
bool is_deck_name(const char *name);

/* Called for each file; anything but ERR_NONE ends the walk. `path` lasts until the function
 * returns. */
typedef enum err_code folder_file_fn(void *context, const char *path, struct err *err);

/* Call `take` for each regular file below `path`, or for `path` itself if it is a file, in name
 * order. Names that begin with a dot, and symbolic links, are skipped. ERR_IO, ERR_MEMORY. */
enum err_code folder_each_file(
    const char *path, folder_file_fn *take, void *context, struct err *err);
/* The same for files that are named like decks. ERR_IO also if there are none. */
enum err_code folder_walk(const char *path, folder_file_fn *take, void *context, struct err *err);

#endif

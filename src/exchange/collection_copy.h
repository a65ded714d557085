/* Copies an SQLite database that another program, such as Anki, may have open: with what is still
 * in its write-ahead log or its rollback journal. Only the copy is written to. */
#ifndef EXCHANGE_COLLECTION_COPY_H
#define EXCHANGE_COLLECTION_COPY_H

#include "base/err.h"
#include "base/temporary.h"

#include <stdint.h>
#include <stdio.h>

#define COLLECTION_MAX ((uint64_t)4 << 30) /* bytes; no collection is that large */

/* Copies `file`, and the log beside `path`, into a temporary file as a complete database without a
 * log. The caller removes *copy, also after a failure if it is not NULL. Errors: ERR_MISTAKE if the
 * database is damaged, larger than COLLECTION_MAX, or keeps changing; ERR_IO, ERR_MEMORY. */
enum err_code collection_copy(
    struct temporary **copy, FILE *file, const char *path, struct err *err);

#endif

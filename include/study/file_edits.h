/* Edits of files that can be taken back, and made again, as long as the files are as the last edit
 * left them. */
#ifndef STUDY_FILE_EDITS_H
#define STUDY_FILE_EDITS_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct file_edit {
    char *path;
    struct buf other; /* what the file is to hold; once it does, what it held before */
    uint64_t hash;    /* of what it must hold until then */
};
/* Frees the array, too. */
void file_edits_done(struct file_edit *edits, size_t count);

uint64_t file_edit_hash(const struct buf *text);

/* Writes `other` to each file, in order or backwards, and keeps there what the file held, so that
 * the next call takes the edits back. Each file is synced to disk before the next one is touched.
 * If one cannot be written, those before it get back what they held. Errors: ERR_STALE, with
 * nothing written, if a file does not hold what it must; ERR_IO; ERR_MEMORY. */
enum err_code file_edits_swap(
    struct file_edit *edits, size_t count, bool backwards, struct err *err);

#endif

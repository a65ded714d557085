/* The seal: the last line of a deck file that an import wrote. It holds the hash of all lines above
 * it, which tells a later import whether the user has edited the file since. */
#ifndef EXCHANGE_IMPORT_SEAL_H
#define EXCHANGE_IMPORT_SEAL_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMPORT_SEAL "# drill import wrote this file, and updates it unless it was edited: "

struct import_seal {
    bool sealed;   /* the file has a seal */
    bool edited;   /* it was edited since it was sealed; also true without a seal */
    uint64_t hash; /* the hash that the seal holds */
};
/* Errors: ERR_IO. */
enum err_code import_seal_read(const char *path, struct import_seal *seal, struct err *err);

/* Adds lines to a file's hash, initially 0. */
uint64_t import_seal_hash(uint64_t hash, const char *lines, size_t length);
/* Appends an empty line and the seal to a file whose lines have that hash. Returns the hash that
 * the seal holds. */
uint64_t import_seal_add(struct buf *out, uint64_t hash);

#endif

#include "exchange/import_seal.h"

#include "base/hash.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t import_seal_hash(uint64_t hash, const char *lines, size_t length)
{
    while (length > 0) {
        const char *end = memchr(lines, '\n', length);
        size_t size = end ? (size_t)(end - lines) + 1 : length;
        hash = hash_add(hash, lines, size);
        lines += size;
        length -= size;
    }
    return hash;
}

uint64_t import_seal_add(struct buf *out, uint64_t hash)
{
    hash = import_seal_hash(hash, "\n", 1);
    buf_format(out, "\n" IMPORT_SEAL "%016" PRIx64 "\n", hash);
    return hash;
}

enum err_code import_seal_read(const char *path, struct import_seal *seal, struct err *err)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    uint64_t hash = 0;
    *seal = (struct import_seal){.edited = true};
    if (!file)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    while ((length = getline(&line, &capacity, file)) > 0) {
        seal->edited |= seal->sealed; /* lines follow the seal */
        if (strncmp(line, IMPORT_SEAL, strlen(IMPORT_SEAL)) == 0) {
            seal->sealed = true;
            seal->hash = strtoull(line + strlen(IMPORT_SEAL), NULL, 16);
            seal->edited = seal->hash != hash;
        }
        hash = import_seal_hash(hash, line, (size_t)length);
    }
    bool failed = ferror(file) || !feof(file);
    free(line);
    fclose(file);
    return failed ? err_at(err, ERR_IO, path, 0, 0, "cannot be read") : ERR_NONE;
}

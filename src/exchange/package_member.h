/* Unpacks files from a package, within limits: no file, and no package, unpacks to more than anyone
 * would write. */
#ifndef EXCHANGE_PACKAGE_MEMBER_H
#define EXCHANGE_PACKAGE_MEMBER_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <zip.h>

/* A member being unpacked to a file, to a buffer, or for a comparison. */
struct package_member {
    const char *path;   /* of the package, for messages */
    uint64_t *written;  /* the bytes unpacked from the package so far */
    zip_file_t *zipped; /* what to read: this or `from` */
    FILE *from;
    uint64_t packed, unpacked, max;
    FILE *to;
    struct buf *buf;
    FILE *like; /* the file to compare the member with */
    bool differs;
    uint64_t hash; /* set when comparing; hashed byte by byte, because chunk sizes vary */
};

/* Unpack u->from, or a member of the zip. `zstd` says that its content is compressed with zstd,
 * too. Errors: ERR_MISTAKE if it is damaged or unsafe; ERR_IO, ERR_MEMORY. */
enum err_code member_put(struct package_member *u, bool zstd, struct err *err);
enum err_code member_unpack(
    struct package_member *u, zip_t *zip, zip_int64_t index, bool zstd, struct err *err);

#endif

/* Makes zip files of several members, for the tests of importers that read them. Everything is
 * static, so each test is one file. */
#ifndef UNIT_ZIP_FILE_H
#define UNIT_ZIP_FILE_H

#include "base/buf.h"

#include "test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

/* Appends the bytes of a file to a buffer, and removes the file. */
static inline void file_take(const char *path, struct buf *bytes)
{
    char part[4096];
    size_t size;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while ((size = fread(part, 1, sizeof part, file)) > 0)
        buf_add(bytes, part, size);
    fclose(file);
    unlink(path);
    assert_false(bytes->failed);
}

/* Sets *bytes to a zip file with these members: name, text, name, text, ..., NULL. */
static inline void zip_make(struct buf *bytes, const char *const *members)
{
    char path[] = "/tmp/drill-zip-XXXXXX";
    int fd = mkstemp(path), error;
    assert_true(fd >= 0);
    close(fd);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    for (; *members; members += 2) {
        zip_source_t *source = zip_source_buffer(zip, members[1], strlen(members[1]), 0);
        assert_true(zip_file_add(zip, members[0], source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    buf_clear(bytes);
    file_take(path, bytes);
}

#endif

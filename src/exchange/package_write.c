#include "exchange/package.h"

#include "base/escape.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <zip.h>

/* The zip reads its sources when it is closed. Media are stored, because their formats compress
 * already; a collection packs well at the fastest level. */
static bool package_write_add_source(
    zip_t *zip, const char *member, zip_source_t *source, bool packs)
{
    zip_int64_t index = source ? zip_file_add(zip, member, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(
               zip, (zip_uint64_t)index, packs ? ZIP_CM_DEFLATE : ZIP_CM_STORE, packs) == 0;
}

static bool package_write_add_file(zip_t *zip, const char *member, const char *path, bool packs)
{
    return package_write_add_source(zip, member, zip_source_file(zip, path, 0, -1), packs);
}

static bool package_write_add_bytes(
    zip_t *zip, const char *member, const char *bytes, size_t length)
{
    return package_write_add_source(zip, member, zip_source_buffer(zip, bytes, length, 0), false);
}

static bool package_write_add_all(zip_t *zip, const char *collection,
    const struct package_file *media, size_t count, struct buf *json)
{
    static const char meta[] = {0x08, 0x02}; /* PackageMetadata: version 2 */
    bool done = package_write_add_bytes(zip, "meta", meta, sizeof meta) &&
                package_write_add_file(zip, "collection.anki21", collection, true);
    buf_char(json, '{');
    for (size_t i = 0; i < count && done; i++) {
        char member[32];
        snprintf(member, sizeof member, "%zu", i);
        buf_format(json, "%s\"%s\":", i ? "," : "", member);
        escape_json(json, media[i].name);
        done = package_write_add_file(zip, member, media[i].path, false);
    }
    buf_char(json, '}');
    return done && !json->failed &&
           package_write_add_bytes(zip, "media", buf_string(json), json->length);
}

enum err_code package_write(const char *path, const char *collection,
    const struct package_file *media, size_t count, struct err *err)
{
    struct buf json = {0};
    enum err_code code = ERR_NONE;
    int reason;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &reason);
    if (!zip) {
        zip_error_t error;
        zip_error_init_with_code(&error, reason);
        code = err_at(err, ERR_IO, path, 0, 0, "cannot be written: %s", zip_error_strerror(&error));
        zip_error_fini(&error);
        return code;
    }
    /* closing writes a temporary file, and renames it */
    if (!package_write_add_all(zip, collection, media, count, &json) || zip_close(zip) != 0) {
        code = err_at(err, ERR_IO, path, 0, 0, "cannot be written: %s", zip_strerror(zip));
        zip_discard(zip);
    }
    buf_done(&json);
    return code;
}

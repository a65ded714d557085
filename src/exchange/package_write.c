#include "exchange/package.h"

#include "base/escape.h"

#include <stdbool.h>
#include <stdio.h>
#include <zip.h>

/* The source is read when the zip is closed. Media are stored as they are, since their formats are
 * already compressed; a collection compresses well even at the fastest level. */
static bool package_write_add(zip_t *zip, const char *member, zip_source_t *source, bool packs)
{
    zip_int64_t index = source ? zip_file_add(zip, member, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    zip_int32_t method = packs ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
    return zip_set_file_compression(zip, (zip_uint64_t)index, method, packs) == 0;
}

static bool package_write_add_all(zip_t *zip, const char *collection,
    const struct package_file *media, size_t count, struct buf *json)
{
    static const char meta[] = {0x08, 0x02}; /* PackageMetadata: version 2 */
    zip_source_t *version = zip_source_buffer(zip, meta, sizeof meta, 0);
    bool done =
        package_write_add(zip, "meta", version, false) &&
        package_write_add(zip, "collection.anki21", zip_source_file(zip, collection, 0, -1), true);
    buf_char(json, '{');
    for (size_t i = 0; i < count && done; i++) {
        char member[32];
        snprintf(member, sizeof member, "%zu", i);
        buf_format(json, "%s\"%s\":", i ? "," : "", member);
        escape_json(json, media[i].name);
        done = package_write_add(zip, member, zip_source_file(zip, media[i].path, 0, -1), false);
    }
    buf_char(json, '}');
    zip_source_t *list = zip_source_buffer(zip, buf_string(json), json->length, 0);
    return package_write_add(zip, "media", list, false) && done && !json->failed;
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

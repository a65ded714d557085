#include "exchange/package.h"

#include "base/escape.h"
#include "base/file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <zip.h>

/* Adds a member. The zip then owns the source, and reads it on closing. `packs` compresses the
 * member, at the fastest level, which is good enough for a collection. Media are stored as they
 * are, since their formats are already compressed. */
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

/* ---- writing ---- */

/* The stream that libzip writes to. If libzip made a temporary file, later runs could not recognize
 * it as drill's. */
struct package_stream {
    FILE *file;
    zip_error_t error;
};

static zip_int64_t package_write_seek(struct package_stream *stream, void *bytes, zip_uint64_t size)
{
    zip_source_args_seek_t *to =
        ZIP_SOURCE_GET_ARGS(zip_source_args_seek_t, bytes, size, &stream->error);
    return to ? fseeko(stream->file, (off_t)to->offset, to->whence) : -1;
}

static zip_int64_t package_write_command(
    void *context, void *bytes, zip_uint64_t size, zip_source_cmd_t command)
{
    struct package_stream *stream = context;
    zip_int64_t result = 0;
    switch (command) {
    case ZIP_SOURCE_SUPPORTS: /* libzip only writes to a source that claims to be readable */
        return ZIP_SOURCE_SUPPORTS_WRITABLE;
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&stream->error, bytes, size);
    case ZIP_SOURCE_STAT: /* there is no package to read yet */
        zip_error_set(&stream->error, ZIP_ER_READ, ENOENT);
        return -1;
    case ZIP_SOURCE_WRITE:
        result = (zip_int64_t)fwrite(bytes, 1, size, stream->file);
        result = (zip_uint64_t)result == size ? result : -1;
        break;
    case ZIP_SOURCE_SEEK_WRITE:
        result = package_write_seek(stream, bytes, size);
        break;
    case ZIP_SOURCE_TELL_WRITE:
        result = ftello(stream->file);
        break;
    default: /* the caller commits the file, or discards it */
        break;
    }
    if (result < 0)
        zip_error_set(&stream->error, ZIP_ER_WRITE, errno);
    return result;
}

static enum err_code package_write_zip(struct atomic_file *file, const char *collection,
    const struct package_file *media, size_t count, struct err *err)
{
    struct buf json = {0};
    struct package_stream stream = {.file = file->stream};
    zip_error_t error;
    zip_error_init(&error);
    zip_error_init(&stream.error);
    zip_source_t *to = zip_source_function_create(package_write_command, &stream, &error);
    zip_t *zip = to ? zip_open_from_source(to, ZIP_CREATE, &error) : NULL;
    const char *why = NULL;
    if (!zip)
        why = zip_error_strerror(&error);
    else if (!package_write_add_all(zip, collection, media, count, &json) || zip_close(zip) != 0)
        why = zip_strerror(zip);
    enum err_code code = json.failed ? err_memory(err)
                         : why ? err_at(err, ERR_IO, file->path, 0, 0, "cannot be written: %s", why)
                               : ERR_NONE;
    if (why && zip)
        zip_discard(zip);
    else if (to && !zip)
        zip_source_free(to);
    zip_error_fini(&stream.error);
    zip_error_fini(&error);
    buf_done(&json);
    return code;
}

enum err_code package_write(const char *path, const char *collection,
    const struct package_file *media, size_t count, struct err *err)
{
    struct atomic_file file;
    enum err_code code = atomic_open(&file, path, err);
    if (!code && !(code = package_write_zip(&file, collection, media, count, err)))
        code = atomic_commit(&file, err);
    atomic_discard(&file);
    return code;
}

#include "exchange/package_member.h"

#include "base/hash.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <zstd.h>

#define TOTAL_MAX ((uint64_t)16 << 30)
/* A member that unpacks to more than RATIO_FROM bytes may unpack to at most RATIO_MAX times its
 * packed size. Collections compress to about a tenth of their size, and nothing that a person
 * writes compresses to 1/200. */
#define RATIO_FROM ((uint64_t)16 << 20)
#define RATIO_MAX  200

static enum err_code member_refuse(const struct package_member *u, struct err *err, const char *why)
{
    return err_at(err, ERR_MISTAKE, u->path, 0, 0, "%s", why);
}

static void member_compare(struct package_member *u, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        u->differs |= getc_unlocked(u->like) != (unsigned char)bytes[i];
        u->hash = hash_add(u->hash, bytes + i, 1);
    }
}

static enum err_code member_put_bytes(
    struct package_member *u, const void *bytes, size_t size, struct err *err)
{
    u->unpacked += size;
    *u->written += size;
    if (u->unpacked > u->max || *u->written > TOTAL_MAX)
        return member_refuse(u, err, "is too large: it unpacks to more than drill allows");
    if (u->unpacked > RATIO_FROM && u->unpacked / RATIO_MAX > u->packed)
        return member_refuse(
            u, err, "is unsafe: it unpacks to far more than anyone could have written");
    if (u->like)
        member_compare(u, bytes, size);
    if (u->buf)
        buf_add(u->buf, bytes, size);
    if (u->buf && u->buf->failed)
        return err_memory(err);
    if (u->to && fwrite(bytes, 1, size, u->to) != size)
        return err_set(err, ERR_IO, "cannot unpack the package: %s", strerror(errno));
    return ERR_NONE;
}

/* Decompresses a chunk; *left is 0 at the end of a frame. */
static enum err_code member_put_zstd(struct package_member *u, ZSTD_DStream *stream,
    const char *bytes, size_t size, size_t *left, struct err *err)
{
    char out[65536];
    ZSTD_inBuffer from = {bytes, size, 0};
    ZSTD_outBuffer to;
    enum err_code code = ERR_NONE;
    do {
        to = (ZSTD_outBuffer){out, sizeof out, 0};
        *left = ZSTD_decompressStream(stream, &to, &from);
        if (ZSTD_isError(*left))
            return member_refuse(u, err, "is damaged: zstd cannot unpack it");
        code = member_put_bytes(u, out, to.pos, err);
    } while (!code && (from.pos < from.size || (*left > 0 && to.pos == to.size)));
    return code;
}

static zip_int64_t member_read(struct package_member *u, char *bytes, size_t size)
{
    if (u->zipped)
        return zip_fread(u->zipped, bytes, size);
    size = fread(bytes, 1, size, u->from);
    return ferror(u->from) ? -1 : (zip_int64_t)size;
}

static enum err_code member_put_all(struct package_member *u, ZSTD_DStream *stream, struct err *err)
{
    char bytes[65536];
    zip_int64_t size;
    size_t left = 0;
    enum err_code code = ERR_NONE;
    while (!code && (size = member_read(u, bytes, sizeof bytes)) > 0)
        code = stream ? member_put_zstd(u, stream, bytes, (size_t)size, &left, err)
                      : member_put_bytes(u, bytes, (size_t)size, err);
    if (!code && (size < 0 || left > 0))
        code = member_refuse(u, err, "is damaged: a file in it cannot be unpacked");
    return code;
}

enum err_code member_put(struct package_member *u, bool zstd, struct err *err)
{
    ZSTD_DStream *stream = zstd ? ZSTD_createDStream() : NULL;
    enum err_code code = zstd && !stream ? err_memory(err) : member_put_all(u, stream, err);
    ZSTD_freeDStream(stream);
    return code;
}

/* Whether the member is a regular file, as all members that Anki writes are. */
static bool member_is_plain(zip_t *zip, zip_uint64_t index)
{
    zip_uint8_t system;
    zip_uint32_t attributes;
    if (zip_file_get_external_attributes(zip, index, 0, &system, &attributes) != 0)
        return false;
    mode_t kind = (mode_t)(attributes >> 16) & S_IFMT;
    return system != ZIP_OPSYS_UNIX || kind == 0 || kind == S_IFREG;
}

enum err_code member_unpack(
    struct package_member *u, zip_t *zip, zip_int64_t index, bool zstd, struct err *err)
{
    zip_stat_t stat;
    if (index < 0 || zip_stat_index(zip, (zip_uint64_t)index, 0, &stat) != 0 ||
        !(stat.valid & ZIP_STAT_COMP_SIZE))
        return member_refuse(u, err, "is damaged: a file in it is missing");
    if (!member_is_plain(zip, (zip_uint64_t)index))
        return member_refuse(u, err, "contains a link, or something else that is not a file");
    u->packed = stat.comp_size;
    u->zipped = zip_fopen_index(zip, (zip_uint64_t)index, 0);
    if (!u->zipped)
        return member_refuse(
            u, err, "contains a file that is encrypted, or compressed in an unknown way");
    enum err_code code = member_put(u, zstd, err);
    zip_fclose(u->zipped);
    return code;
}

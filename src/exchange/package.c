#include "exchange/package.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/temporary.h"
#include "exchange/anki_database.h"
#include "exchange/protobuf.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>
#include <zstd.h>

#define MEMBERS_MAX    1000000
#define COLLECTION_MAX ((uint64_t)4 << 30)
#define MEDIA_MAX      ((uint64_t)256 << 20) /* per file; Anki itself allows 100 MB */
#define LIST_MAX       ((uint64_t)64 << 20)  /* size of the media list */
#define MEDIA_NAME_MAX 200                   /* bytes */
#define TOTAL_MAX      ((uint64_t)16 << 30)
/* A member that unpacks to more than RATIO_FROM bytes may unpack to at most RATIO_MAX times its
 * packed size. Collections compress to about a tenth of their size, and nothing that a person
 * writes compresses to 1/200. */
#define RATIO_FROM ((uint64_t)16 << 20)
#define RATIO_MAX  200

enum generation { LEGACY_1 = 1, LEGACY_2 = 2, LATEST = 3 };

struct package {
    zip_t *zip;
    char *folder; /* of the media files, if they are in no zip */
    char *path;   /* for messages */
    enum generation generation;
    struct temporary *collection;
    uint64_t written;
    char **members; /* the media files' names in the zip or the folder */
    size_t media_count, media_capacity;
    struct map by_name; /* media files by name: the index in members */
};

static enum err_code package_refuse(const struct package *package, struct err *err, const char *why)
{
    return err_at(err, ERR_MISTAKE, package->path, 0, 0, "%s", why);
}

/* ---- members ---- */

/* A member being unpacked to a file, to a buffer, or for a comparison. */
struct package_member {
    struct package *package;
    uint64_t packed, unpacked, max;
    FILE *to;
    struct buf *buf;
    FILE *like; /* the file to compare the member with */
    bool differs;
    uint64_t hash; /* set when comparing; hashed byte by byte, because chunk sizes vary */
};

static void package_compare(struct package_member *u, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        u->differs |= getc_unlocked(u->like) != (unsigned char)bytes[i];
        u->hash = hash_add(u->hash, bytes + i, 1);
    }
}

static enum err_code package_put(
    struct package_member *u, const void *bytes, size_t size, struct err *err)
{
    u->unpacked += size;
    u->package->written += size;
    if (u->unpacked > u->max || u->package->written > TOTAL_MAX)
        return package_refuse(
            u->package, err, "is too large: it unpacks to more than drill allows");
    if (u->unpacked > RATIO_FROM && u->unpacked / RATIO_MAX > u->packed)
        return package_refuse(
            u->package, err, "is unsafe: it unpacks to far more than anyone could have written");
    if (u->like)
        package_compare(u, bytes, size);
    if (u->buf)
        buf_add(u->buf, bytes, size);
    if (u->buf && u->buf->failed)
        return err_memory(err);
    if (u->to && fwrite(bytes, 1, size, u->to) != size)
        return err_set(err, ERR_IO, "cannot unpack the package: %s", strerror(errno));
    return ERR_NONE;
}

/* Decompresses a chunk; *left is 0 at the end of a frame. */
static enum err_code package_put_zstd(struct package_member *u, ZSTD_DStream *stream,
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
            return package_refuse(u->package, err, "is damaged: zstd cannot unpack it");
        code = package_put(u, out, to.pos, err);
    } while (!code && (from.pos < from.size || to.pos == to.size));
    return code;
}

static enum err_code package_put_member(
    struct package_member *u, zip_file_t *member, ZSTD_DStream *stream, struct err *err)
{
    char bytes[65536];
    zip_int64_t size;
    size_t left = 0;
    enum err_code code = ERR_NONE;
    while (!code && (size = zip_fread(member, bytes, sizeof bytes)) > 0)
        code = stream ? package_put_zstd(u, stream, bytes, (size_t)size, &left, err)
                      : package_put(u, bytes, (size_t)size, err);
    if (!code && (size < 0 || left > 0))
        code = package_refuse(u->package, err, "is damaged: a file in it cannot be unpacked");
    return code;
}

/* Whether the member is a regular file, as all members that Anki writes are. */
static bool package_is_plain(zip_t *zip, zip_uint64_t index)
{
    zip_uint8_t system;
    zip_uint32_t attributes;
    if (zip_file_get_external_attributes(zip, index, 0, &system, &attributes) != 0)
        return false;
    mode_t kind = (mode_t)(attributes >> 16) & S_IFMT;
    return system != ZIP_OPSYS_UNIX || kind == 0 || kind == S_IFREG;
}

static enum err_code package_unpack(
    struct package_member *u, zip_int64_t index, bool zstd, struct err *err)
{
    zip_stat_t stat;
    zip_t *zip = u->package->zip;
    if (index < 0 || zip_stat_index(zip, (zip_uint64_t)index, 0, &stat) != 0 ||
        !(stat.valid & ZIP_STAT_COMP_SIZE))
        return package_refuse(u->package, err, "is damaged: a file in it is missing");
    if (!package_is_plain(zip, (zip_uint64_t)index))
        return package_refuse(
            u->package, err, "contains a link, or something else that is not a file");
    u->packed = stat.comp_size;
    zip_file_t *member = zip_fopen_index(zip, (zip_uint64_t)index, 0);
    ZSTD_DStream *stream = zstd ? ZSTD_createDStream() : NULL;
    enum err_code code = ERR_NONE;
    if (!member)
        code = package_refuse(
            u->package, err, "contains a file that is encrypted, or compressed in an unknown way");
    else if (zstd && !stream)
        code = err_memory(err);
    else
        code = package_put_member(u, member, stream, err);
    ZSTD_freeDStream(stream);
    if (member)
        zip_fclose(member);
    return code;
}

static zip_int64_t package_find(const struct package *package, const char *name)
{
    return zip_name_locate(package->zip, name, 0);
}

/* ---- the collection ---- */

/* Finds the generation, which says which collection is the real one. Newer packages have it as the
 * version in "meta"; older ones have no "meta". */
static enum err_code package_read_generation(struct package *p, struct err *err)
{
    struct buf meta = {0};
    struct protobuf_field field;
    struct package_member u = {.package = p, .max = 1024, .buf = &meta};
    p->generation = package_find(p, "collection.anki21") >= 0 ? LEGACY_2 : LEGACY_1;
    if (package_find(p, "meta") < 0)
        return package_find(p, "collection.anki21b") < 0
                   ? ERR_NONE
                   : package_refuse(
                         p, err, "is damaged: it does not say which collection is the real one");
    enum err_code code = package_unpack(&u, package_find(p, "meta"), false, err);
    struct protobuf message = protobuf_of(buf_string(&meta), meta.length);
    p->generation = 0;
    while (!code && protobuf_next(&message, &field))
        if (field.number == 1 && !field.bytes)
            p->generation = field.value <= LATEST ? (enum generation)field.value : LATEST + 1;
    if (!code && (message.broken || p->generation == 0))
        code = package_refuse(p, err, "is damaged: its \"meta\" cannot be read");
    else if (!code && p->generation > LATEST)
        code = package_refuse(
            p, err, "is from a newer Anki: export it with \"Support older Anki versions\" checked");
    buf_done(&meta);
    return code;
}

static enum err_code package_unpack_collection(struct package *p, struct err *err)
{
    static const char *const names[] = {[LEGACY_1] = "collection.anki2",
        [LEGACY_2] = "collection.anki21",
        [LATEST] = "collection.anki21b"};
    assert(p->generation >= LEGACY_1 && p->generation <= LATEST);
    if (package_find(p, names[p->generation]) < 0)
        return package_refuse(p, err, "is not an Anki package: it contains no collection");
    int fd;
    enum err_code code = temporary_make_scratch(&p->collection, "collection", &fd, err);
    if (code)
        return code;
    struct package_member u = {.package = p, .max = COLLECTION_MAX, .to = fdopen(fd, "w")};
    if (!u.to) {
        close(fd);
        return err_memory(err);
    }
    code = package_unpack(&u, package_find(p, names[p->generation]), p->generation == LATEST, err);
    if (fclose(u.to) != 0 && !code)
        code = err_at(err, ERR_IO, p->collection->path, 0, 0, "%s", strerror(errno));
    return code;
}

/* ---- media ---- */

/* Whether a name is a single, printable component of a path. */
static bool package_is_component(const char *name)
{
    if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
        strlen(name) > MEDIA_NAME_MAX)
        return false;
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c < ' ' || strchr("/\\\x7f", *c))
            return false;
    return true;
}

static enum err_code package_add_media(
    void *context, const char *member, const char *name, struct err *err)
{
    struct package *p = context;
    if (!package_is_component(name))
        return package_refuse(
            p, err, "is unsafe: a file in it has a name that leads outside its folder");
    if (!array_grow(&p->members, p->media_count, &p->media_capacity, sizeof *p->members) ||
        !(p->members[p->media_count] = strdup(member)) ||
        !map_add(&p->by_name, hash_text(0, name), (uint32_t)p->media_count++))
        return err_memory(err);
    return ERR_NONE;
}

/* Adds a MediaEntry: a file's name, and its name in the zip if that is not the entry's index. */
static enum err_code package_add_listed(
    struct package *p, const struct protobuf_field *entry, size_t index, struct err *err)
{
    enum { NAME = 1, MEMBER = 255 };
    struct protobuf message = protobuf_of(entry->bytes, entry->length);
    struct protobuf_field field;
    struct buf name = {0};
    char member[32];
    snprintf(member, sizeof member, "%zu", index);
    while (protobuf_next(&message, &field)) {
        if (field.number == NAME && field.bytes && !name.length)
            buf_add(&name, field.bytes, field.length);
        if (field.number == MEMBER && !field.bytes)
            snprintf(member, sizeof member, "%llu", (unsigned long long)field.value);
    }
    enum err_code code;
    if (name.failed)
        code = err_memory(err);
    else if (message.broken || strlen(buf_string(&name)) != name.length)
        code = package_refuse(p, err, "is damaged: its list of media cannot be read");
    else
        code = package_add_media(p, member, buf_string(&name), err);
    buf_done(&name);
    return code;
}

static enum err_code package_read_list(struct package *p, const struct buf *list, struct err *err)
{
    struct protobuf message = protobuf_of(buf_string(list), list->length);
    struct protobuf_field field;
    enum err_code code = ERR_NONE;
    for (size_t index = 0; !code && protobuf_next(&message, &field);)
        if (field.number == 1 && field.bytes)
            code = package_add_listed(p, &field, index++, err);
    if (!code && message.broken)
        code = package_refuse(p, err, "is damaged: its list of media cannot be read");
    return code;
}

static enum err_code package_read_media(struct package *p, struct err *err)
{
    struct buf list = {0};
    bool latest = p->generation == LATEST;
    struct package_member u = {.package = p, .max = LIST_MAX, .buf = &list};
    if (package_find(p, "media") < 0) /* a package without media */
        return ERR_NONE;
    enum err_code code = package_unpack(&u, package_find(p, "media"), latest, err);
    if (!code && latest)
        code = package_read_list(p, &list, err);
    else if (!code && list.length)
        code = json_members(buf_string(&list), package_add_media, p, p->path, err);
    buf_done(&list);
    return code;
}

size_t package_find_media(const struct package *package, const char *name)
{
    uint32_t number = map_get(&package->by_name, hash_text(0, name));
    return number == MAP_NONE ? PACKAGE_NONE : number;
}

/* Reads a media file from the folder. */
static enum err_code package_read_file(struct package_member *u, size_t number, struct err *err)
{
    char bytes[65536], *path;
    size_t size;
    enum err_code code = ERR_NONE;
    if (asprintf(&path, "%s/%s", u->package->folder, u->package->members[number]) < 0)
        return err_memory(err);
    FILE *file = fopen(path, "r");
    u->packed = u->max; /* nothing is packed */
    while (file && !code && (size = fread(bytes, 1, sizeof bytes, file)) > 0)
        code = package_put(u, bytes, size, err);
    if (!code && (!file || ferror(file)))
        code = err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    if (file)
        fclose(file);
    free(path);
    return code;
}

static enum err_code package_unpack_media(struct package_member *u, size_t number, struct err *err)
{
    u->max = MEDIA_MAX;
    if (u->package->folder)
        return package_read_file(u, number, err);
    return package_unpack(u, package_find(u->package, u->package->members[number]),
        u->package->generation == LATEST, err);
}

enum err_code package_copy_media(struct package *package, size_t number, FILE *to, struct err *err)
{
    struct package_member u = {.package = package, .to = to};
    return package_unpack_media(&u, number, err);
}

enum err_code package_compare_media(struct package *package, size_t number, const char *path,
    bool *same, uint64_t *hash, struct err *err)
{
    struct package_member u = {.package = package, .like = fopen(path, "r")};
    if (!u.like)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    enum err_code code = package_unpack_media(&u, number, err);
    *same = !u.differs && getc(u.like) == EOF && !ferror(u.like);
    *hash = u.hash;
    fclose(u.like);
    return code;
}

/* ---- the package ---- */

static enum err_code package_open_zip(struct package *p, FILE *file, struct err *err)
{
    zip_error_t error;
    zip_error_init(&error);
    FILE *again = fdopen(dup(fileno(file)), "r");
    zip_source_t *source = again ? zip_source_filep_create(again, 0, -1, &error) : NULL;
    if (!source && again)
        fclose(again);
    p->zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) : NULL;
    if (source && !p->zip)
        zip_source_free(source);
    zip_error_fini(&error);
    if (!p->zip)
        return package_refuse(
            p, err, "is not a package, or is damaged: it is not a complete zip file");
    if (zip_get_num_entries(p->zip, 0) > MEMBERS_MAX)
        return package_refuse(p, err, "contains more than a million files");
    return ERR_NONE;
}

enum err_code package_open(struct package **package, FILE *file, const char *path, struct err *err)
{
    enum err_code code;
    struct package *p = calloc(1, sizeof *p);
    *package = NULL;
    if (!p)
        return err_memory(err);
    p->path = strdup(path);
    code = p->path ? package_open_zip(p, file, err) : err_memory(err);
    if (!code && !(code = package_read_generation(p, err)) &&
        !(code = package_unpack_collection(p, err)))
        code = package_read_media(p, err);
    if (code)
        package_close(p);
    else
        *package = p;
    return code;
}

/* Adds the folder's regular files; a link could lead anywhere. */
static enum err_code package_list_folder(struct package *p, struct err *err)
{
    struct dirent *entry;
    struct stat stat;
    enum err_code code = ERR_NONE;
    DIR *folder = opendir(p->folder);
    while (folder && !code && p->media_count < MEMBERS_MAX && (entry = readdir(folder)))
        if (package_is_component(entry->d_name) &&
            fstatat(dirfd(folder), entry->d_name, &stat, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(stat.st_mode))
            code = package_add_media(p, entry->d_name, entry->d_name, err);
    if (folder)
        closedir(folder);
    return code;
}

enum err_code package_open_folder(
    struct package **package, const char *folder, const char *path, struct err *err)
{
    struct package *p = calloc(1, sizeof *p);
    *package = NULL;
    if (!p)
        return err_memory(err);
    p->path = strdup(path);
    p->folder = strdup(folder ? folder : "");
    enum err_code code = p->path && p->folder ? ERR_NONE : err_memory(err);
    if (!code && folder)
        code = package_list_folder(p, err);
    if (code)
        package_close(p);
    else
        *package = p;
    return code;
}

const char *package_collection(const struct package *package)
{
    return package->collection->path;
}

void package_drop_collection(struct package *package)
{
    temporary_remove(package->collection);
    package->collection = NULL;
}

void package_close(struct package *package)
{
    if (!package)
        return;
    package_drop_collection(package);
    if (package->zip)
        zip_discard(package->zip);
    for (size_t i = 0; i < package->media_count; i++)
        free(package->members[i]);
    free(package->members);
    map_done(&package->by_name);
    free(package->path);
    free(package->folder);
    free(package);
}

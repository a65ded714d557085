#include "exchange/package.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/temporary.h"
#include "exchange/anki_database.h"
#include "exchange/collection_copy.h"
#include "exchange/package_foreign.h"
#include "exchange/package_member.h"
#include "exchange/package_zip.h"
#include "exchange/protobuf.h"
#include "study/folder.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#define MEMBERS_MAX    1000000
#define MEDIA_MAX      ((uint64_t)256 << 20) /* per file; Anki itself allows 100 MB */
#define LIST_MAX       ((uint64_t)64 << 20)  /* size of the media list */
#define MEDIA_NAME_MAX 200                   /* bytes */
#define TEXT_MAX       ((uint64_t)256 << 20) /* size of a text with cards */

/* FOREIGN: another program's package, whose members have their own names. */
enum generation { FOREIGN = 0, LEGACY_1 = 1, LEGACY_2 = 2, LATEST = 3 };

struct package {
    zip_t *zip; /* NULL for a collection by itself */
    char *path; /* for messages */
    enum generation generation;
    struct temporary *collection;
    uint64_t written; /* bytes unpacked so far */
    char **members;   /* the media files' names in the zip, or in media_folder */
    size_t media_count, media_capacity;
    struct map by_name; /* media files by name: the index in members */
    char *media_folder; /* of a collection by itself, or the folder that is the package; or NULL */
};

static enum err_code package_refuse(const struct package *package, struct err *err, const char *why)
{
    return err_at(err, ERR_MISTAKE, package->path, 0, 0, "%s", why);
}

/* ---- the collection ---- */

static zip_int64_t package_find(const struct package *package, const char *name)
{
    return zip_name_locate(package->zip, name, 0);
}

/* Finds the generation, which says which collection is the real one. Newer packages have it as the
 * version in "meta"; older ones have no "meta". */
static enum err_code package_read_generation(struct package *p, struct err *err)
{
    struct buf meta = {0};
    struct protobuf_field field;
    struct package_member u = {.path = p->path, .written = &p->written, .max = 1024, .buf = &meta};
    p->generation = package_find(p, "collection.anki21") >= 0 ? LEGACY_2 : LEGACY_1;
    if (package_find(p, "meta") < 0)
        return package_find(p, "collection.anki21b") < 0
                   ? ERR_NONE
                   : package_refuse(
                         p, err, "is damaged: it does not say which collection is the real one");
    enum err_code code = member_unpack(&u, p->zip, package_find(p, "meta"), false, err);
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

/* Unpacks the collection from the zip or, if u->from is set, from there. */
static enum err_code package_unpack_to_scratch(
    struct package *p, struct package_member *u, zip_int64_t index, bool zstd, struct err *err)
{
    int fd;
    enum err_code code = temporary_make_scratch(&p->collection, "collection", &fd, err);
    if (code)
        return code;
    u->max = COLLECTION_MAX;
    u->to = fdopen(fd, "w");
    if (!u->to) {
        close(fd);
        return err_memory(err);
    }
    code = u->from ? member_put(u, zstd, err) : member_unpack(u, p->zip, index, zstd, err);
    if (fclose(u->to) != 0 && !code)
        code = err_at(err, ERR_IO, p->collection->path, 0, 0, "%s", strerror(errno));
    return code;
}

static enum err_code package_unpack_collection(struct package *p, struct err *err)
{
    static const char *const names[] = {[LEGACY_1] = "collection.anki2",
        [LEGACY_2] = "collection.anki21",
        [LATEST] = "collection.anki21b"};
    assert(p->generation >= LEGACY_1 && p->generation <= LATEST);
    struct package_member u = {.path = p->path, .written = &p->written};
    zip_int64_t index = package_find(p, names[p->generation]);
    return index < 0 ? package_refuse_foreign(p->zip, p->path, err)
                     : package_unpack_to_scratch(p, &u, index, p->generation == LATEST, err);
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

static enum err_code package_add_member(
    struct package *p, const char *member, const char *name, struct err *err)
{
    if (!array_grow(&p->members, p->media_count, &p->media_capacity, sizeof *p->members) ||
        !(p->members[p->media_count] = strdup(member)) ||
        !map_add(&p->by_name, hash_text(0, name), (uint32_t)p->media_count++))
        return err_memory(err);
    return ERR_NONE;
}

static enum err_code package_add_media(
    void *context, const char *member, const char *name, struct err *err)
{
    struct package *p = context;
    if (!package_is_component(name))
        return package_refuse(
            p, err, "is unsafe: a file in it has a name that leads outside its folder");
    return package_add_member(p, member, name, err);
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
    struct package_member u = {
        .path = p->path, .written = &p->written, .max = LIST_MAX, .buf = &list};
    if (package_find(p, "media") < 0) /* a package without media */
        return ERR_NONE;
    enum err_code code = member_unpack(&u, p->zip, package_find(p, "media"), latest, err);
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

/* Copies a file of the media folder. It must not be a link, which could lead anywhere. */
static enum err_code package_put_media_file(
    const struct package *p, struct package_member *u, const char *name, struct err *err)
{
    struct buf path = {0};
    struct stat stat;
    buf_format(&path, "%s/%s", p->media_folder, name);
    int fd = path.failed ? -1 : open(buf_string(&path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    enum err_code code = ERR_NONE;
    u->from = fd < 0 ? NULL : fdopen(fd, "r");
    if (path.failed)
        code = err_memory(err);
    else if (!u->from || fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode))
        code = err_at(err, ERR_IO, buf_string(&path), 0, 0, "cannot be read: %s", strerror(errno));
    else
        code = member_put(u, false, err);
    if (u->from)
        fclose(u->from);
    else if (fd >= 0)
        close(fd);
    buf_done(&path);
    return code;
}

static enum err_code package_unpack_media(
    const struct package *p, struct package_member *u, size_t number, struct err *err)
{
    const char *member = p->members[number];
    u->max = MEDIA_MAX;
    return p->media_folder
               ? package_put_media_file(p, u, member, err)
               : member_unpack(u, p->zip, package_find(p, member), p->generation == LATEST, err);
}

enum err_code package_copy_media(struct package *package, size_t number, FILE *to, struct err *err)
{
    struct package_member u = {.path = package->path, .written = &package->written, .to = to};
    return package_unpack_media(package, &u, number, err);
}

enum err_code package_compare_media(struct package *package, size_t number, const char *path,
    bool *same, uint64_t *hash, struct err *err)
{
    struct package_member u = {
        .path = package->path, .written = &package->written, .like = fopen(path, "r")};
    if (!u.like)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    enum err_code code = package_unpack_media(package, &u, number, err);
    *same = !u.differs && getc(u.like) == EOF && !ferror(u.like);
    *hash = u.hash;
    fclose(u.like);
    return code;
}

/* ---- a collection by itself ---- */

/* Sets media_folder: Anki keeps the media of collection.anki2 in collection.media beside it. */
static bool package_find_media_folder(struct package *p)
{
    struct stat stat_of;
    const char *dot = strrchr(p->path, '.');
    size_t length = dot && strncmp(dot, ".anki2", 6) == 0 ? (size_t)(dot - p->path) : 0;
    if (!length)
        return true;
    if (asprintf(&p->media_folder, "%.*s.media", (int)length, p->path) < 0) {
        p->media_folder = NULL;
        return false;
    }
    if (stat(p->media_folder, &stat_of) != 0 || !S_ISDIR(stat_of.st_mode)) {
        free(p->media_folder);
        p->media_folder = NULL;
    }
    return true;
}

static enum err_code package_list_media_folder(struct package *p, struct err *err)
{
    enum err_code code = ERR_NONE;
    struct stat stat;
    struct dirent *entry;
    DIR *folder = p->media_folder ? opendir(p->media_folder) : NULL;
    if (!folder)
        return ERR_NONE;
    while (!code && (entry = folder_next(folder, p->media_folder, &code, err)))
        if (package_is_component(entry->d_name) && p->media_count < MEMBERS_MAX &&
            fstatat(dirfd(folder), entry->d_name, &stat, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(stat.st_mode))
            code = package_add_media(p, entry->d_name, entry->d_name, err);
    closedir(folder);
    return code;
}

/* Whether the collection is the dummy that a newer package holds for older programs. */
static bool package_is_dummy(const struct package *p)
{
    struct buf newer = {0};
    size_t length = strlen(p->path);
    bool found = false;
    for (int i = 0; i < 2 && length > 6 && strcmp(p->path + length - 6, ".anki2") == 0; i++) {
        buf_clear(&newer);
        buf_format(&newer, "%s%s", p->path, i ? "1b" : "1");
        found |= !newer.failed && access(buf_string(&newer), F_OK) == 0;
    }
    buf_done(&newer);
    return found;
}

static enum err_code package_open_collection(
    struct package *p, FILE *file, bool zstd, struct err *err)
{
    struct stat stat;
    if (fstat(fileno(file), &stat) != 0)
        return err_at(err, ERR_IO, p->path, 0, 0, "%s", strerror(errno));
    struct package_member u = {.path = p->path,
        .written = &p->written,
        .from = file,
        .packed = (uint64_t)(stat.st_size > 0 ? stat.st_size : 0)};
    if (package_is_dummy(p))
        return package_refuse(p, err,
            "is only a placeholder for older Anki versions: import the package, or the newer "
            "collection beside it");
    p->generation = zstd ? LATEST : LEGACY_2;
    enum err_code code = zstd ? package_unpack_to_scratch(p, &u, -1, true, err)
                              : collection_copy(&p->collection, file, p->path, err);
    if (!code && !package_find_media_folder(p))
        code = err_memory(err);
    return code ? code : package_list_media_folder(p, err);
}

/* ---- the package ---- */

static enum err_code package_open_zip(struct package *p, FILE *file, struct err *err)
{
    p->zip = package_zip(file, ZIP_CHECKCONS);
    if (!p->zip)
        return package_refuse(
            p, err, "is not a package, or is damaged: it is not a complete zip file");
    if (zip_get_num_entries(p->zip, 0) > MEMBERS_MAX)
        return package_refuse(p, err, "contains more than a million files");
    return ERR_NONE;
}

enum package_shape package_shape_of(const char *start, size_t length)
{
    static const struct {
        const char *start;
        size_t length;
        enum package_shape shape;
    } shapes[] = {{"PK\3\4", 4, PACKAGE_ZIP}, {"PK\5\6", 4, PACKAGE_ZIP},
        {"SQLite format 3", 16, PACKAGE_SQLITE}, {"\x28\xb5\x2f\xfd", 4, PACKAGE_ZSTD}};
    for (size_t i = 0; i < COUNT(shapes); i++)
        if (length >= shapes[i].length && memcmp(start, shapes[i].start, shapes[i].length) == 0)
            return shapes[i].shape;
    return PACKAGE_OTHER;
}

static enum err_code package_open_zipped(struct package *p, FILE *file, struct err *err)
{
    enum err_code code = package_open_zip(p, file, err);
    if (!code && !(code = package_read_generation(p, err)) &&
        !(code = package_unpack_collection(p, err)))
        code = package_read_media(p, err);
    return code;
}

/* Every member counts as a media file. Its name is only looked up, so it may have folders. */
static enum err_code package_list_members(struct package *p, FILE *file, struct err *err)
{
    enum err_code code = package_open_zip(p, file, err);
    zip_int64_t count = code ? 0 : zip_get_num_entries(p->zip, 0);
    for (zip_int64_t i = 0; i < count && !code; i++) {
        const char *name = zip_get_name(p->zip, (zip_uint64_t)i, 0);
        size_t length = name ? strlen(name) : 0;
        if (length > 0 && length <= MEDIA_NAME_MAX && name[length - 1] != '/')
            code = package_add_member(p, name, name, err);
    }
    return code;
}

static enum err_code package_open_shape(struct package *p, FILE *file, struct err *err)
{
    char start[72] = {0};
    rewind(file);
    enum package_shape shape = package_shape_of(start, fread(start, 1, sizeof start, file));
    rewind(file);
    if (shape == PACKAGE_SQLITE && memcmp(start + 68, "dril", 4) == 0) /* the application id */
        return package_refuse(p, err, PACKAGE_OWN_DATABASE);
    return shape == PACKAGE_OTHER
               ? package_refuse(p, err, "is neither a package nor a collection of Anki")
           : shape == PACKAGE_ZIP ? package_open_zipped(p, file, err)
                                  : package_open_collection(p, file, shape == PACKAGE_ZSTD, err);
}

static enum err_code package_open_as(struct package **package, FILE *file, const char *path,
    enum err_code (*read)(struct package *p, FILE *file, struct err *err), struct err *err)
{
    struct package *p = calloc(1, sizeof *p);
    *package = NULL;
    if (!p)
        return err_memory(err);
    p->path = strdup(path);
    enum err_code code = p->path ? ERR_NONE : err_memory(err);
    if (!code && read)
        code = read(p, file, err);
    if (code)
        package_close(p);
    else
        *package = p;
    return code;
}

enum err_code package_open(struct package **package, FILE *file, const char *path, struct err *err)
{
    return package_open_as(package, file, path, package_open_shape, err);
}

enum err_code package_open_foreign(
    struct package **package, FILE *file, const char *path, struct err *err)
{
    return package_open_as(package, file, path, package_list_members, err);
}

/* A folder_file_fn. */
static enum err_code package_add_file(void *context, const char *path, struct err *err)
{
    struct package *p = context;
    const char *name = path + strlen(p->media_folder) + 1;
    return strlen(name) > MEDIA_NAME_MAX || p->media_count == MEMBERS_MAX
               ? ERR_NONE
               : package_add_member(p, name, name, err);
}

static enum err_code package_list_files(struct package *p, const char *folder, struct err *err)
{
    p->media_folder = strdup(folder);
    return p->media_folder ? folder_each_file(folder, package_add_file, p, err) : err_memory(err);
}

enum err_code package_open_folder(
    struct package **package, const char *folder, const char *path, struct err *err)
{
    struct stat there;
    enum err_code code = package_open_as(package, NULL, path, NULL, err);
    if (!code && folder && stat(folder, &there) == 0 &&
        (code = package_list_files(*package, folder, err))) {
        package_close(*package);
        *package = NULL;
    }
    return code;
}

enum err_code package_read_text(
    struct package *package, const char *name, struct buf *text, struct err *err)
{
    struct package_member u = {
        .path = package->path, .written = &package->written, .max = TEXT_MAX, .buf = text};
    return member_unpack(&u, package->zip, package_find(package, name), false, err);
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
    free(package->media_folder);
    map_done(&package->by_name);
    free(package->path);
    free(package);
}

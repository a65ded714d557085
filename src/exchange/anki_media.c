#include "exchange/anki_media.h"

#include "base/file.h"
#include "base/hash.h"
#include "deck/import_fields.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- names ---- */

/* Whether the name is a URL such as http:... or data:... */
static bool anki_media_is_address(const char *name)
{
    size_t length = 0;
    while (isalpha((unsigned char)name[length]))
        length++;
    return length > 1 && name[length] == ':';
}

/* Appends a safe file name: not hidden, a single component, and without characters that end a
 * link. */
static void anki_media_clean(struct buf *out, const char *name)
{
    for (const char *c = name; *c; c++) {
        bool unsafe = (unsigned char)*c < ' ' || strchr("/\\<>\x7f", *c);
        buf_char(out, unsafe || (c == name && *c == '.') ? '_' : *c);
    }
}

/* ---- uses ---- */

static uint64_t anki_media_use_hash(const char *folder, const char *name)
{
    return hash_text(hash_text(0, folder), name);
}

static struct anki_media_use *anki_media_find_use(
    struct anki_media *media, const char *folder, const char *name)
{
    uint32_t use = map_get(&media->by_name, anki_media_use_hash(folder, name));
    return use == MAP_NONE ? NULL : &media->uses[use];
}

/* Adds a hash to the name if a different file already has it. */
static enum err_code anki_media_choose_name(
    struct anki_media *media, struct anki_media_use *use, struct buf *name, struct err *err)
{
    struct buf path = {0};
    uint64_t hash = 0;
    enum err_code code = ERR_NONE;
    buf_format(&path, "%s/media/%s", use->folder, buf_string(name));
    if (use->number != PACKAGE_NONE && file_exists(buf_string(&path)))
        code = package_compare_media(
            media->package, use->number, buf_string(&path), &use->exists, &hash, err);
    if (!code && hash && !use->exists) {
        char *dot = strrchr(name->bytes, '.'), *end = dot ? strdup(dot) : NULL;
        if (dot)
            buf_cut(name, (size_t)(dot - name->bytes));
        buf_format(name, "-%08" PRIx64 "%s", hash & 0xffffffff, end ? end : "");
        free(end);
        buf_clear(&path);
        buf_format(&path, "%s/media/%s", use->folder, buf_string(name));
        use->exists = file_exists(buf_string(&path));
    }
    if (!code && (path.failed || name->failed))
        code = err_memory(err);
    buf_done(&path);
    return code;
}

static size_t anki_media_find_number(const struct anki_media *media, const char *name)
{
    struct buf decoded = {0};
    size_t number = package_find_media(media->package, name);
    if (number == PACKAGE_NONE && strchr(name, '%')) {
        field_add_decoded(&decoded, name);
        number = package_find_media(media->package, buf_string(&decoded));
    }
    buf_done(&decoded);
    return number;
}

static enum err_code anki_media_add_use(
    struct anki_media *media, const char *folder, const char *name, struct err *err)
{
    if (!array_grow(&media->uses, media->count, &media->capacity, sizeof *media->uses))
        return err_memory(err);
    struct anki_media_use *use = &media->uses[media->count++];
    struct buf file = {0}, decoded = {0};
    *use = (struct anki_media_use){
        .folder = strdup(folder), .number = anki_media_find_number(media, name)};
    bool plain = package_find_media(media->package, name) != PACKAGE_NONE;
    field_add_decoded(&decoded, name);
    anki_media_clean(&file, plain ? name : buf_string(&decoded));
    enum err_code code = use->folder ? ERR_NONE : err_memory(err);
    if (!code && !(code = anki_media_choose_name(media, use, &file, err)) &&
        (asprintf(&use->link, "media/%s", buf_string(&file)) < 0 ||
            !map_add(
                &media->by_name, anki_media_use_hash(folder, name), (uint32_t)(media->count - 1))))
        code = err_memory(err);
    buf_done(&file);
    buf_done(&decoded);
    return code;
}

const char *anki_media_link(struct anki_media *media, const char *folder, const char *name)
{
    if (!*name || anki_media_is_address(name) || media->failure.code)
        return NULL;
    struct anki_media_use *use = anki_media_find_use(media, folder, name);
    if (!use && !anki_media_add_use(media, folder, name, &media->failure))
        use = &media->uses[media->count - 1];
    return use ? use->link : NULL;
}

/* ---- files ---- */

enum err_code anki_media_put(struct anki_media *media, struct anki_media_use *use, struct err *err)
{
    struct buf path = {0};
    struct atomic_file file = {0};
    enum err_code code = ERR_NONE;
    buf_format(&path, "%s/media", use->folder);
    if (!path.failed && mkdir(buf_string(&path), 0777) != 0 && errno != EEXIST)
        code = err_at(
            err, ERR_IO, buf_string(&path), 0, 0, "cannot create the folder: %s", strerror(errno));
    buf_format(&path, "/%s", strchr(use->link, '/') + 1);
    if (path.failed)
        code = err_memory(err);
    if (!code && !(code = atomic_open(&file, buf_string(&path), err)) &&
        !(code = package_copy_media(media->package, use->number, file.stream, err)))
        code = atomic_commit(&file, err);
    atomic_discard(&file);
    use->put = !code;
    buf_done(&path);
    return code;
}

void anki_media_remove(struct anki_media *media)
{
    for (size_t i = 0; i < media->count; i++) {
        struct anki_media_use *use = &media->uses[i];
        struct buf path = {0};
        buf_format(&path, "%s/%s", use->folder, use->put ? use->link : "");
        if (use->put && !path.failed)
            unlink(buf_string(&path));
        use->put = false;
        buf_done(&path);
    }
    for (size_t i = 0; i < media->count; i++) {
        struct buf path = {0};
        buf_format(&path, "%s/media", media->uses[i].folder);
        if (!path.failed)
            rmdir(buf_string(&path)); /* fails unless it is empty */
        buf_done(&path);
    }
}

void anki_media_forget(struct anki_media *media)
{
    for (size_t i = 0; i < media->count; i++) {
        free(media->uses[i].folder);
        free(media->uses[i].link);
    }
    map_done(&media->by_name);
    media->count = 0;
}

void anki_media_done(struct anki_media *media)
{
    anki_media_forget(media);
    free(media->uses);
}

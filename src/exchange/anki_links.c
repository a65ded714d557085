#include "exchange/anki_links.h"

#include "base/hash.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static bool anki_links_is_sound(const char *name)
{
    static const char *const ends[] = {"mp3", "ogg", "oga", "opus", "wav", "flac", "m4a", "aac",
        "spx", "3gp", "mp4", "webm", "mkv", "avi", "ogv", "mov", "mpg", "mpeg"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < COUNT(ends); i++)
        if (strcasecmp(dot + 1, ends[i]) == 0)
            return true;
    return false;
}

/* Adds a file and returns its name in the package. The name is made unique if another deck has a
 * different file of that name. */
static const char *anki_links_add_file(struct anki_links *links, const char *path, const char *name)
{
    uint32_t known = map_get(&links->by_path, hash_text(0, path));
    bool taken = map_get(&links->by_name, hash_text(0, name)) != MAP_NONE;
    if (known != MAP_NONE)
        return links->media[known].name;
    if (!array_grow(&links->media, links->count, &links->capacity, sizeof *links->media)) {
        links->failed = true;
        return NULL;
    }
    struct buf other = {0};
    if (taken)
        buf_format(&other, "%08" PRIx64 "-", hash_text(0, path) & 0xffffffff);
    buf_text(&other, name);
    struct package_file file = {strdup(buf_string(&other)), strdup(path)};
    links->failed |= other.failed || !file.name || !file.path ||
                     !map_add(&links->by_path, hash_text(0, path), (uint32_t)links->count) ||
                     !map_add(&links->by_name, hash_text(0, buf_string(&other)), 0);
    buf_done(&other);
    links->media[links->count++] = file;
    return file.name;
}

const char *anki_links_add(void *context, const char *link, bool *sound)
{
    struct anki_links *links = context;
    struct buf path = {0};
    struct stat stat;
    const char *found = NULL, *name = link + strlen("media/");
    const char *slash = links->deck_path ? strrchr(links->deck_path, '/') : NULL;
    if (!slash || strncmp(link, "media/", strlen("media/")) != 0 || !*name || strchr(name, '/') ||
        *name == '.')
        return NULL;
    buf_add(&path, links->deck_path, (size_t)(slash + 1 - links->deck_path));
    buf_text(&path, link);
    if (!path.failed && lstat(buf_string(&path), &stat) == 0 && S_ISREG(stat.st_mode))
        found = anki_links_add_file(links, buf_string(&path), name);
    else
        found = name; /* a missing file keeps its name */
    links->failed |= path.failed;
    buf_clear(&links->name);
    buf_text(&links->name, found ? found : name);
    links->failed |= links->name.failed;
    *sound = anki_links_is_sound(name);
    buf_done(&path);
    return buf_string(&links->name);
}

void anki_links_done(struct anki_links *links)
{
    for (size_t i = 0; i < links->count; i++) {
        free(links->media[i].name);
        free(links->media[i].path);
    }
    free(links->media);
    map_done(&links->by_path);
    map_done(&links->by_name);
    buf_done(&links->name);
}

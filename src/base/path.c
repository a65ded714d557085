#include "base/path.h"

#include "base/file.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static void path_expand_part(const char *typed, size_t length, struct buf *path)
{
    const char *home = getenv("HOME");
    if (home && *typed == '~' && (length == 1 || typed[1] == '/')) {
        buf_text(path, home);
        typed++;
        length--;
    }
    buf_add(path, typed, length);
}

void path_expand(const char *typed, struct buf *path)
{
    static const char blanks[] = " \t\r\n";
    typed += strspn(typed, blanks);
    size_t length = strlen(typed);
    while (length && strchr(blanks, typed[length - 1]))
        length--;
    path_expand_part(typed, length, path);
}

/* The names in a folder that begin with what was typed. */
struct path_names {
    char **names;
    size_t count, capacity;
};

static void path_names_done(struct path_names *found)
{
    for (size_t i = 0; i < found->count; i++)
        free(found->names[i]);
    free(found->names);
}

static enum err_code path_names_add(struct path_names *found, const char *name, struct err *err)
{
    char *copy = strdup(name);
    if (copy && array_add(&found->names, &found->count, &found->capacity, &copy, sizeof copy))
        return ERR_NONE;
    free(copy);
    return err_memory(err);
}

/* Whether an entry is to be found: hidden ones only if `begin` has their dot. */
static bool path_matches(const char *name, const char *begin)
{
    bool here = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
    return !here && strncmp(name, begin, strlen(begin)) == 0 && (*begin == '.' || *name != '.');
}

static enum err_code path_find(
    struct path_names *found, const char *folder, const char *begin, struct err *err)
{
    enum err_code code = ERR_NONE;
    DIR *open = opendir(folder);
    const struct dirent *entry;
    struct err unread;
    while (open && !code && (entry = folder_next(open, folder, &code, &unread)))
        if (path_matches(entry->d_name, begin))
            code = path_names_add(found, entry->d_name, &unread);
    if (open)
        closedir(open);
    return code == ERR_MEMORY ? err_memory(err) : ERR_NONE;
}

static int path_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The length of what all the names begin with; no character is cut in two. */
static size_t path_common(const struct path_names *found)
{
    const char *first = found->names[0], *last = found->names[found->count - 1]; /* in order */
    size_t same = 0;
    while (first[same] && first[same] == last[same])
        same++;
    return utf8_cut(first, same);
}

static bool path_is_folder(const char *folder, const char *name)
{
    struct buf path = {0};
    struct stat file;
    buf_format(&path, "%s/%s", folder, name);
    bool is = stat(buf_string(&path), &file) == 0 && S_ISDIR(file.st_mode);
    buf_done(&path);
    return is;
}

enum err_code path_complete(struct buf *typed, struct buf *names, size_t *count, struct err *err)
{
    struct path_names found = {0};
    struct buf path = {0}, folder = {0};
    path_expand_part(buf_string(typed), typed->length, &path);
    const char *begin = file_name(buf_string(&path));
    size_t given = strlen(begin);
    buf_add(&folder, buf_string(&path), path.length - given);
    const char *where = folder.length ? buf_string(&folder) : ".";
    enum err_code code = path_find(&found, where, begin, err);
    if (!code && found.count) {
        qsort(found.names, found.count, sizeof *found.names, path_compare);
        size_t common = path_common(&found);
        if (common > given)
            buf_add(typed, found.names[0] + given, common - given);
        if (found.count == 1 && path_is_folder(where, found.names[0]))
            buf_char(typed, '/');
        for (size_t i = 0; i < found.count && found.count > 1; i++)
            buf_format(names, "%s%s", i ? "  " : "", found.names[i]);
    }
    *count = found.count;
    path_names_done(&found);
    if (path.failed || folder.failed || typed->failed || names->failed)
        code = err_memory(err);
    buf_done(&path);
    buf_done(&folder);
    return code;
}

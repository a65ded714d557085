#include "study/folder.h"

#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64

bool is_deck_name(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

struct folder_walking {
    struct buf path; /* of the folder or file being visited */
    folder_file_fn *take;
    void *context;
};

struct folder_names {
    char **names;
    size_t count, capacity;
};

static int folder_by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void folder_names_done(struct folder_names *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->names[i]);
    free(list->names);
}

static enum err_code folder_add_name(struct folder_names *list, const char *name, struct err *err)
{
    char *copy = strdup(name);
    if (copy && array_add(&list->names, &list->count, &list->capacity, &copy, sizeof copy))
        return ERR_NONE;
    free(copy);
    return err_memory(err);
}

/* Lists the names in a folder that are not hidden, sorted; none if the user may not read it. */
static enum err_code folder_list(const char *path, struct folder_names *list, struct err *err)
{
    enum err_code code = ERR_NONE;
    errno = 0;
    DIR *open = opendir(path);
    if (!open && errno == ENOMEM)
        return err_memory(err);
    if (!open)
        return errno == EIO ? err_at(err, ERR_IO, path, 0, 0, "cannot be read: %s", strerror(errno))
                            : ERR_NONE;
    for (struct dirent *entry; !code && (entry = folder_next(open, path, &code, err));)
        if (entry->d_name[0] != '.')
            code = folder_add_name(list, entry->d_name, err);
    closedir(open);
    if (list->count)
        qsort(list->names, list->count, sizeof *list->names, folder_by_name);
    return code;
}

static enum err_code folder_visit(struct folder_walking *w, unsigned depth, struct err *err);

/* Passes on a regular file, or visits a folder; skips anything else, such as symbolic links. */
static enum err_code folder_look(struct folder_walking *w, unsigned depth, struct err *err)
{
    struct stat stat;
    if (w->path.failed)
        return err_memory(err);
    if (lstat(buf_string(&w->path), &stat) != 0)
        return errno == EIO ? err_at(err, ERR_IO, buf_string(&w->path), 0, 0, "cannot be read: %s",
                                  strerror(errno))
                            : ERR_NONE;
    if (S_ISDIR(stat.st_mode))
        return depth < DEPTH_MAX ? folder_visit(w, depth + 1, err) : ERR_NONE;
    return S_ISREG(stat.st_mode) ? w->take(w->context, buf_string(&w->path), err) : ERR_NONE;
}

static enum err_code folder_visit(struct folder_walking *w, unsigned depth, struct err *err)
{
    struct folder_names list = {0};
    size_t length = w->path.length;
    enum err_code code = folder_list(length ? buf_string(&w->path) : "/", &list, err);
    for (size_t i = 0; i < list.count && !code; i++) {
        buf_format(&w->path, "/%s", list.names[i]);
        code = folder_look(w, depth, err);
        buf_cut(&w->path, length);
    }
    folder_names_done(&list);
    return code;
}

enum err_code folder_each_file(
    const char *path, folder_file_fn *take, void *context, struct err *err)
{
    struct folder_walking w = {.take = take, .context = context};
    struct stat root;
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/')
        length--;
    buf_add(&w.path, path, length); /* "" for "/", so that "/name" follows */
    enum err_code code = ERR_NONE;
    if (w.path.failed)
        code = err_memory(err);
    else if (stat(path, &root) != 0)
        code = err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    else if (S_ISDIR(root.st_mode))
        code = folder_visit(&w, 0, err);
    else
        code = folder_look(&w, 0, err);
    buf_done(&w.path);
    return code;
}

/* The state of folder_walk. */
struct folder_decks {
    folder_file_fn *take;
    void *context;
    size_t count;
};

static enum err_code folder_take_deck(void *context, const char *path, struct err *err)
{
    struct folder_decks *decks = context;
    if (!is_deck_name(file_name(path)))
        return ERR_NONE;
    decks->count++;
    return decks->take(decks->context, path, err);
}

enum err_code folder_walk(const char *path, folder_file_fn *take, void *context, struct err *err)
{
    struct folder_decks decks = {take, context, 0};
    enum err_code code = folder_each_file(path, folder_take_deck, &decks, err);
    if (!code && decks.count == 0)
        code = err_at(err, ERR_IO, path, 0, 0, "contains no deck files (*.yaml)");
    return code;
}

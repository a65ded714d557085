#include "study/folder.h"

#include <errno.h>
#include <fts.h>
#include <stddef.h>
#include <string.h>

bool is_deck_name(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static int folder_by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Returns the next entry; NULL at the end; NULL with an error if a read fails (EIO) or memory runs
 * out. Skips folders that the user may not read. */
static FTSENT *folder_read(FTS *walk, const char *path, enum err_code *code, struct err *err)
{
    errno = 0;
    FTSENT *entry = fts_read(walk);
    int error = entry ? entry->fts_errno : errno;
    bool failed = error == EIO || error == ENOMEM;
    if (failed && (!entry || entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR ||
                      entry->fts_info == FTS_NS))
        *code = err_at(err, ERR_IO, entry ? entry->fts_path : path, 0, 0, "cannot be read: %s",
            strerror(error));
    return *code ? NULL : entry;
}

enum err_code folder_walk(const char *path, folder_file_fn *take, void *context, struct err *err)
{
    char *const roots[] = {(char *)path, NULL}; /* fts does not write to it */
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, folder_by_name);
    if (!walk)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    enum err_code code = ERR_NONE;
    size_t count = 0;
    for (FTSENT *entry; !code && (entry = folder_read(walk, path, &code, err));) {
        if (entry->fts_info == FTS_D && entry->fts_level > 0 && entry->fts_name[0] == '.')
            fts_set(walk, entry, FTS_SKIP);
        if (entry->fts_info != FTS_F || entry->fts_name[0] == '.' || !is_deck_name(entry->fts_name))
            continue;
        count++;
        code = take(context, entry->fts_path, err);
    }
    fts_close(walk);
    if (!code && count == 0)
        code = err_at(err, ERR_IO, path, 0, 0, "contains no deck files (*.yaml)");
    return code;
}

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

enum err_code folder_walk(const char *path, folder_file_fn *take, void *context, struct err *err)
{
    char *const roots[] = {(char *)path, NULL}; /* fts does not write to it */
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, folder_by_name);
    if (!walk)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    enum err_code code = ERR_NONE;
    size_t count = 0;
    for (FTSENT *entry; !code && (entry = fts_read(walk));) {
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

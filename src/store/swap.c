/* prepared file ──rename──> DB-restored ──> move DB-wal, -shm and -journal aside
 *                                       ──> give DB a second name ──rename──> DB
 *
 * DB-restored is a complete database. While it exists, the old database is obsolete, and the next
 * program that opens the database finishes the swap. The old database gets its second name after
 * its log has been moved, so the first free name is the one that the log was moved to. The old
 * database keeps its first name until the new one takes it, since a program that found none there
 * would create an empty one. */
#include "store/swap.h"

#include "base/file.h"
#include "store/lock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ASIDE_MAX 1000

/* Returns the path with an ending; NULL if memory runs out. */
static char *swap_name(const char *path, const char *ending)
{
    struct buf name = {0};
    buf_format(&name, "%s%s", path, ending);
    if (!name.failed)
        return name.bytes;
    buf_done(&name);
    return NULL;
}

static enum err_code swap_move(const char *from, const char *to, struct err *err)
{
    if (rename(from, to) == 0 || errno == ENOENT)
        return ERR_NONE;
    return err_at(err, ERR_STORE, from, 0, 0, "cannot be moved aside: %s", strerror(errno));
}

/* Returns the first name that is not used by an older database; NULL if memory runs out. */
static char *swap_free_name(const char *path)
{
    char *name = NULL;
    for (int i = 1; i <= ASIDE_MAX; i++) {
        char ending[32];
        snprintf(ending, sizeof ending, "-replaced-%d", i);
        free(name);
        name = swap_name(path, ending);
        if (!name || !file_exists(name) || file_same(name, path))
            break;
    }
    return name;
}

/* On file systems without hard links, the database is moved. */
static enum err_code swap_keep_database(const char *path, const char *name, struct err *err)
{
    return link(path, name) == 0 || errno == EEXIST ? ERR_NONE : swap_move(path, name, err);
}

static enum err_code swap_move_aside(const char *path, struct buf *aside, struct err *err)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal"};
    bool there = file_exists(path);
    char *name = swap_free_name(path);
    enum err_code code = name ? ERR_NONE : err_memory(err);
    for (size_t i = 0; i < COUNT(endings) && !code; i++) {
        char *from = swap_name(path, endings[i]), *to = swap_name(name, endings[i]);
        code = from && to ? swap_move(from, to, err) : err_memory(err);
        free(from);
        free(to);
    }
    if (!code && there)
        code = swap_keep_database(path, name, err);
    if (!code && there && aside)
        buf_text(aside, name);
    free(name);
    return code ? code : folder_sync_for(path, err);
}

static enum err_code swap_take_place(
    const char *path, const char *restored, struct buf *aside, struct err *err)
{
    enum err_code code = swap_move_aside(path, aside, err);
    if (!code && rename(restored, path) != 0)
        code = err_at(err, ERR_STORE, restored, 0, 0, "cannot be renamed: %s", strerror(errno));
    return code ? code : folder_sync_for(path, err);
}

/* Finish under the writers' lock, unless another program has done so in the meantime. */
static enum err_code swap_finish_locked(
    const char *path, const char *restored, struct buf *aside, struct err *err)
{
    int lock;
    enum err_code code = lock_take_for(path, &lock, err);
    if (!code && file_exists(restored))
        code = swap_take_place(path, restored, aside, err);
    if (lock >= 0)
        close(lock);
    return code;
}

enum err_code swap_finish(const char *path, struct buf *aside, struct err *err)
{
    char *restored = swap_name(path, "-restored");
    enum err_code code = restored ? ERR_NONE : err_memory(err);
    if (!code && file_exists(restored))
        code = swap_finish_locked(path, restored, aside, err);
    free(restored);
    return code;
}

enum err_code swap_put(const char *path, const char *prepared, struct buf *aside, struct err *err)
{
    char *restored = swap_name(path, "-restored");
    enum err_code code = restored ? ERR_NONE : err_memory(err);
    if (!code && rename(prepared, restored) != 0)
        code = err_at(err, ERR_STORE, prepared, 0, 0, "cannot be renamed: %s", strerror(errno));
    free(restored);
    if (!code)
        code = folder_sync_for(path, err);
    return code ? code : swap_finish(path, aside, err);
}

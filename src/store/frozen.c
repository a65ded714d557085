#include "store/frozen.h"

#include "base/buf.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif

/* ---- the VFS ---- */

static sqlite3_vfs frozen_files;

/* Opens the database and its log read-only, but reports them as writable. Otherwise, SQLite would
 * not begin the write transaction in which a dry run changes pages in the cache. */
static int frozen_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    const int ours = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL, beside = SQLITE_OPEN_MAIN_JOURNAL;
    sqlite3_vfs *unlocked = vfs->pAppData;
    file->pMethods = NULL;
    if (flags & beside)
        return SQLITE_READONLY;
    if (!(flags & ours))
        return unlocked->xOpen(unlocked, name, file, flags, out_flags);
    if ((flags & SQLITE_OPEN_WAL) && access(name, F_OK) != 0)
        name = "/dev/null"; /* serves as an empty log */
    if (out_flags)
        *out_flags = flags;
    flags &= ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    return unlocked->xOpen(unlocked, name, file, flags | SQLITE_OPEN_READONLY, NULL);
}

static int frozen_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    (void)name;
    (void)sync;
    return SQLITE_READONLY;
}

const char *frozen_vfs(void)
{
    sqlite3_vfs *unlocked = sqlite3_vfs_find("unix-none");
    if (!unlocked)
        return NULL;
    if (!frozen_files.zName) {
        frozen_files = *unlocked;
        frozen_files.zName = "drill-frozen";
        frozen_files.pNext = NULL;
        frozen_files.pAppData = unlocked;
        frozen_files.xOpen = frozen_open;
        frozen_files.xDelete = frozen_delete;
    }
    return sqlite3_vfs_register(&frozen_files, 0) == SQLITE_OK ? frozen_files.zName : NULL;
}

/* ---- other writers ---- */

/* A log's header contains a random number that changes each time the log starts over. */
static void frozen_read_log(const char *path, unsigned char header[FROZEN_LOG_HEADER])
{
    struct buf log = {0};
    buf_format(&log, "%s-wal", path);
    int fd = log.failed ? -1 : open(log.bytes, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || pread(fd, header, FROZEN_LOG_HEADER, 0) != FROZEN_LOG_HEADER)
        memset(header, 0, FROZEN_LOG_HEADER);
    if (fd >= 0)
        close(fd);
    buf_done(&log);
}

bool frozen_note(struct frozen *frozen, const char *path)
{
    *frozen = (struct frozen){0};
    if (stat(path, &frozen->file) != 0 || !S_ISREG(frozen->file.st_mode))
        return false;
    frozen_read_log(path, frozen->log);
    frozen->path = path;
    return true;
}

static bool frozen_same_file(const struct stat *one, const struct stat *other)
{
    return one->st_ino == other->st_ino && one->st_size == other->st_size &&
           one->st_mtim.tv_sec == other->st_mtim.tv_sec &&
           one->st_mtim.tv_nsec == other->st_mtim.tv_nsec;
}

bool frozen_changed(const struct frozen *frozen)
{
    struct stat file;
    unsigned char log[FROZEN_LOG_HEADER];
    if (!frozen->path)
        return false;
    frozen_read_log(frozen->path, log);
    return memcmp(log, frozen->log, sizeof log) != 0 || stat(frozen->path, &file) != 0 ||
           !frozen_same_file(&file, &frozen->file);
}

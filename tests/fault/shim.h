/* A disk that fails on demand: an SQLite VFS on top of the ordinary one. It counts calls, and fails
 * those that the test chooses. It never syncs, so a test can run a scenario hundreds of times. */
#ifndef FAULT_SHIM_H
#define FAULT_SHIM_H

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

/* The calls that can fail, as bits. */
enum shim_call {
    SHIM_READ = 1,
    SHIM_WRITE = 2,
    SHIM_SYNC = 4,
    SHIM_TRUNCATE = 8,
    SHIM_SHM = 16,
    SHIM_OPEN = 32,
};

static struct shim {
    sqlite3_vfs vfs, *real;
    unsigned calls; /* the calls to count, as bits */
    bool full;      /* writes fail because the disk is full, not because it is broken */
    long fail_at;   /* which call fails, counted from 1; 0 for none */
    bool for_good;  /* all later ones fail, too */
    long count;     /* calls so far */
    long failures;  /* how many of these failed */
} shim;

struct shim_file {
    sqlite3_file base;
    sqlite3_file *real; /* in the memory after this struct */
};

static inline sqlite3_file *shim_real(sqlite3_file *file)
{
    return ((struct shim_file *)file)->real;
}

static inline bool shim_fails(enum shim_call call)
{
    if (!(shim.calls & call))
        return false;
    shim.count++;
    bool fails =
        shim.fail_at && (shim.for_good ? shim.count >= shim.fail_at : shim.count == shim.fail_at);
    shim.failures += fails;
    return fails;
}

static inline int shim_close(sqlite3_file *file)
{
    return shim_real(file)->pMethods->xClose(shim_real(file));
}

static inline int shim_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    if (shim_fails(SHIM_READ))
        return SQLITE_IOERR_READ;
    return shim_real(file)->pMethods->xRead(shim_real(file), bytes, size, offset);
}

static inline int shim_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    if (shim_fails(SHIM_WRITE))
        return shim.full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    return shim_real(file)->pMethods->xWrite(shim_real(file), bytes, size, offset);
}

static inline int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (shim_fails(SHIM_TRUNCATE))
        return SQLITE_IOERR_TRUNCATE;
    return shim_real(file)->pMethods->xTruncate(shim_real(file), size);
}

static inline int shim_sync(sqlite3_file *file, int flags)
{
    (void)file, (void)flags;
    return shim_fails(SHIM_SYNC) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static inline int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return shim_real(file)->pMethods->xFileSize(shim_real(file), size);
}

static inline int shim_lock(sqlite3_file *file, int level)
{
    return shim_real(file)->pMethods->xLock(shim_real(file), level);
}

static inline int shim_unlock(sqlite3_file *file, int level)
{
    return shim_real(file)->pMethods->xUnlock(shim_real(file), level);
}

static inline int shim_check_lock(sqlite3_file *file, int *locked)
{
    return shim_real(file)->pMethods->xCheckReservedLock(shim_real(file), locked);
}

static inline int shim_control(sqlite3_file *file, int what, void *argument)
{
    return shim_real(file)->pMethods->xFileControl(shim_real(file), what, argument);
}

static inline int shim_sector(sqlite3_file *file)
{
    return shim_real(file)->pMethods->xSectorSize(shim_real(file));
}

static inline int shim_device(sqlite3_file *file)
{
    return shim_real(file)->pMethods->xDeviceCharacteristics(shim_real(file));
}

static inline int shim_shm_map(
    sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    if (shim_fails(SHIM_SHM)) {
        *memory = NULL;
        return SQLITE_IOERR_SHMMAP;
    }
    return shim_real(file)->pMethods->xShmMap(shim_real(file), page, size, extend, memory);
}

/* Taking a lock may fail. Releasing it cannot, since SQLite ignores the result. */
static inline int shim_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    if ((flags & SQLITE_SHM_LOCK) && shim_fails(SHIM_SHM))
        return SQLITE_IOERR_SHMLOCK;
    return shim_real(file)->pMethods->xShmLock(shim_real(file), offset, count, flags);
}

static inline void shim_shm_barrier(sqlite3_file *file)
{
    shim_real(file)->pMethods->xShmBarrier(shim_real(file));
}

static inline int shim_shm_unmap(sqlite3_file *file, int remove)
{
    return shim_real(file)->pMethods->xShmUnmap(shim_real(file), remove);
}

static inline int shim_open(
    sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags, int *out_flags)
{
    static const sqlite3_io_methods methods = {2, shim_close, shim_read, shim_write, shim_truncate,
        shim_sync, shim_size, shim_lock, shim_unlock, shim_check_lock, shim_control, shim_sector,
        shim_device, shim_shm_map, shim_shm_lock, shim_shm_barrier, shim_shm_unmap, NULL, NULL};
    struct shim_file *file = (struct shim_file *)base;
    (void)vfs;
    file->base.pMethods = NULL;
    file->real = (sqlite3_file *)(file + 1);
    if (shim_fails(SHIM_OPEN))
        return SQLITE_CANTOPEN;
    int result = shim.real->xOpen(shim.real, name, file->real, flags, out_flags);
    if (file->real->pMethods)
        file->base.pMethods = &methods;
    return result;
}

/* From now on, databases are opened through the shim, which fails nothing until armed. */
static inline void shim_install(void)
{
    shim = (struct shim){.real = sqlite3_vfs_find("unix")};
    shim.vfs = *shim.real;
    shim.vfs.zName = "shim";
    shim.vfs.szOsFile = (int)sizeof(struct shim_file) + shim.real->szOsFile;
    shim.vfs.pNext = NULL;
    shim.vfs.xOpen = shim_open;
    sqlite3_vfs_register(&shim.vfs, 1);
}

/* From now on, databases are opened without the shim. Those already open keep it. */
static inline void shim_remove(void)
{
    sqlite3_vfs_unregister(&shim.vfs);
    sqlite3_vfs_register(shim.real, 1);
}

/* Make the n-th of the given calls fail, counted from now. */
static inline void shim_arm(unsigned calls, long fail_at, bool for_good)
{
    shim.calls = calls;
    shim.fail_at = fail_at;
    shim.for_good = for_good;
    shim.count = shim.failures = 0;
}

static inline void shim_disarm(void)
{
    shim.calls = 0;
}

#endif

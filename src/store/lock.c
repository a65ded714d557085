#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_RETRY_MS 5

/* Returns a descriptor, or -1. Without O_NONBLOCK, opening a FIFO of that name would block. */
static int lock_open_file(const char *path, bool make)
{
    int flags = make ? O_RDWR | O_CREAT : O_RDONLY;
    int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    struct stat file;
    if (fd < 0)
        return -1;
    if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode)) {
        close(fd);
        errno = ELOOP;
        return -1;
    }
    if (make && file.st_nlink == 1)
        fchmod(fd, 0600); /* overrides the umask */
    return fd;
}

enum err_code lock_open(const char *database, bool make, int *fd, struct err *err)
{
    struct buf path = {0};
    buf_format(&path, "%s-lock", database);
    *fd = path.failed ? -1 : lock_open_file(path.bytes, make);
    enum err_code code = ERR_NONE;
    if (path.failed)
        code = err_memory(err);
    else if (*fd < 0 && make)
        code = err_at(err, ERR_STORE, path.bytes, 0, 0, "%s",
            errno == ELOOP ? "is a link, or not a regular file: move it away" : strerror(errno));
    buf_done(&path);
    return code;
}

bool lock_try(const struct store *store)
{
    return store->lock_fd < 0 || flock(store->lock_fd, LOCK_EX | LOCK_NB) == 0;
}

static bool lock_is_unknown(int error)
{
    return error == ENOLCK || error == ENOSYS || error == EOPNOTSUPP;
}

enum err_code lock_take(struct store *store, struct err *err)
{
    const struct timespec pause = {.tv_nsec = LOCK_RETRY_MS * 1000000L};
    for (int waited = 0; !lock_try(store); waited += LOCK_RETRY_MS) {
        if (lock_is_unknown(errno))
            return sql_error(store, SQLITE_NOLFS, err);
        if (waited >= LOCK_WAIT_MS)
            return sql_error(store, SQLITE_BUSY, err);
        nanosleep(&pause, NULL);
    }
    return ERR_NONE;
}

void lock_release(struct store *store)
{
    if (store->lock_fd >= 0)
        flock(store->lock_fd, LOCK_UN);
}

enum err_code lock_take_for(const char *database, int *fd, struct err *err)
{
    struct store lock = {.path = (char *)database, .lock_fd = -1}; /* no other members are used */
    enum err_code code = lock_open(database, true, &lock.lock_fd, err);
    *fd = lock.lock_fd;
    return code ? code : lock_take(&lock, err);
}

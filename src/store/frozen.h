/* Reads a database where nothing can be written: on a full disk, without write permission for the
 * folder or file, or on a file system without locks. SQLite then keeps its index of the write-ahead
 * log on the heap. It takes no locks, so other programs may write meanwhile; frozen_changed detects
 * that. */
#ifndef STORE_FROZEN_H
#define STORE_FROZEN_H

#include <stdbool.h>
#include <sys/stat.h>

#define FROZEN_LOG_HEADER 32

/* The state of the files when they were opened. */
struct frozen {
    const char *path; /* of the database; NULL if the store is not frozen */
    struct stat file;
    unsigned char log[FROZEN_LOG_HEADER]; /* zeros if there is no log */
};

/* Returns the name of the SQLite VFS that reads a database like this, or NULL if it is unavailable.
 * The VFS writes neither the database nor the log, so dirty pages must stay in the cache, and
 * nothing may be checkpointed. */
const char *frozen_vfs(void);

/* Record the state of the database before SQLite reads any of it. False if it is not a regular
 * file. `path` must stay valid. */
bool frozen_note(struct frozen *frozen, const char *path);
/* Whether data read since frozen_note may be inconsistent, because another program has checkpointed
 * or restarted the log. Pages appended to the log do no harm. */
bool frozen_changed(const struct frozen *frozen);

#endif

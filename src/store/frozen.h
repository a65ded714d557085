/* Reading where nothing can be written: on a full disk, in a folder or a file without permission,
 * on a file system without locks. SQLite then keeps its index of the write-ahead log on the heap.
 * Nothing is written, and no lock of SQLite's is taken, so frozen_changed looks for other writers.
 */
#ifndef STORE_FROZEN_H
#define STORE_FROZEN_H

#include <stdbool.h>
#include <sys/stat.h>

#define FROZEN_LOG_HEADER 32

/* The files as they were found. */
struct frozen {
    const char *path; /* the database's; NULL where the store is not frozen */
    struct stat file;
    unsigned char log[FROZEN_LOG_HEADER]; /* zeros without a log */
};

/* The name of SQLite's VFS for it, or NULL if it cannot be had. It writes no database and no log:
 * dirty pages must stay in the cache, and nothing may be checkpointed. */
const char *frozen_vfs(void);

/* Note how the database is now, before SQLite reads any of it. False if it is no plain file. path
 * must stay valid. */
bool frozen_note(struct frozen *frozen, const char *path);
/* Whether what was read since may be a mix: another program has checkpointed, or begun the log
 * anew. Pages that are added to the log do no harm. */
bool frozen_changed(const struct frozen *frozen);

#endif

/* A simulated disk, replayed from the records of snare.so, and what a power loss may leave on it:
 *
 *   ordered   everything written, in order, with the last write torn at a sector
 *   synced    only what was synced: a file's bytes with the file, its name with its folder
 *   random    that, and random sectors and the first few of the names not yet synced
 *
 * The wal-index (-shm) is left out, because SQLite rebuilds it when nobody has it open. */
#ifndef FAULT_DISK_H
#define FAULT_DISK_H

#include "fault/torture.h"

#define SECTOR    512
#define FILES_MAX 256
#define NAMES_MAX 512

enum loss { LOSS_ORDERED, LOSS_SYNCED, LOSS_RANDOM, LOSS_KINDS };

/* A write or, if bytes is NULL, a truncation to offset. */
struct disk_change {
    const char *bytes;
    size_t offset, size;
};

struct disk_file {
    uint64_t inode;
    struct buf now, synced;
    struct disk_change *pending; /* changes since the last sync */
    size_t count, capacity;
};

struct disk_name {
    char path[PATH_SIZE];
    int file; /* -1 if the name was removed */
};

struct disk {
    struct disk_file files[FILES_MAX];
    int file_count;
    struct disk_name now[NAMES_MAX], synced[NAMES_MAX], pending[NAMES_MAX];
    int now_count, synced_count, pending_count;
    struct disk_change last; /* the last write, which may be torn; last_file is its file */
    int last_file;
};

/* ---- bytes ---- */

static inline void disk_resize(struct buf *bytes, size_t size)
{
    static const char zeros[4096];
    while (bytes->length < size) {
        size_t more = size - bytes->length;
        buf_add(bytes, zeros, more < sizeof zeros ? more : sizeof zeros);
    }
    bytes->length = size;
}

static inline void disk_put(struct buf *bytes, const char *from, size_t offset, size_t size)
{
    if (bytes->length < offset + size)
        disk_resize(bytes, offset + size);
    memcpy(bytes->bytes + offset, from, size);
}

static inline void disk_change(struct buf *bytes, const struct disk_change *change)
{
    if (change->bytes)
        disk_put(bytes, change->bytes, change->offset, change->size);
    else
        disk_resize(bytes, change->offset);
}

/* Apply a random subset of the sectors of a change. */
static inline void disk_change_partly(
    struct torture *t, struct buf *bytes, const struct disk_change *change)
{
    if (!change->bytes) {
        if (torture_below(t, 2))
            disk_change(bytes, change);
        return;
    }
    for (size_t at = 0; at < change->size;) {
        size_t size = SECTOR - (change->offset + at) % SECTOR;
        size = size < change->size - at ? size : change->size - at;
        if (torture_below(t, 2))
            disk_put(bytes, change->bytes + at, change->offset + at, size);
        at += size;
    }
}

/* ---- files and names ---- */

/* The newest file with that inode, since inodes are reused; -1 if there is none. */
static inline int disk_file(struct disk *d, uint64_t inode)
{
    for (int i = d->file_count - 1; i >= 0; i--)
        if (d->files[i].inode == inode)
            return i;
    return -1;
}

static inline int disk_add_file(struct disk *d, uint64_t inode)
{
    if (d->file_count == FILES_MAX)
        torture_stop("too many files");
    d->files[d->file_count] = (struct disk_file){.inode = inode};
    return d->file_count++;
}

static inline void disk_set_name(struct disk_name *names, int *count, const char *path, int file)
{
    int i = 0;
    while (i < *count && strcmp(names[i].path, path) != 0)
        i++;
    if (i == NAMES_MAX)
        torture_stop("too many names");
    snprintf(names[i].path, PATH_SIZE, "%.255s", path);
    names[i].file = file;
    *count += i == *count;
}

static inline int disk_named(const struct disk *d, const char *path)
{
    for (int i = 0; i < d->now_count; i++)
        if (strcmp(d->now[i].path, path) == 0)
            return d->now[i].file;
    return -1;
}

static inline void disk_name(struct disk *d, const char *path, int file)
{
    disk_set_name(d->now, &d->now_count, path, file);
    if (d->pending_count == NAMES_MAX)
        torture_stop("too many names");
    struct disk_name *pending = &d->pending[d->pending_count++];
    snprintf(pending->path, PATH_SIZE, "%.255s", path);
    pending->file = file;
}

static inline void disk_sync(struct disk *d, int i)
{
    struct disk_file *file = &d->files[i];
    if (file->count == 0)
        return;
    buf_clear(&file->synced);
    buf_add(&file->synced, buf_string(&file->now), file->now.length);
    file->count = 0;
}

static inline bool disk_is_in(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && path[length] == '/' &&
           !strchr(path + length + 1, '/');
}

static inline void disk_sync_folder(struct disk *d, const char *folder)
{
    int left = 0;
    for (int i = 0; i < d->pending_count; i++)
        if (disk_is_in(d->pending[i].path, folder))
            disk_set_name(d->synced, &d->synced_count, d->pending[i].path, d->pending[i].file);
        else
            d->pending[left++] = d->pending[i];
    d->pending_count = left;
}

static inline void disk_add_change(struct disk *d, int i, struct disk_change change)
{
    struct disk_file *file = &d->files[i];
    if (file->count == file->capacity) {
        file->capacity = file->capacity ? 2 * file->capacity : 64;
        file->pending = realloc(file->pending, file->capacity * sizeof *file->pending);
        if (!file->pending)
            torture_stop("memory");
    }
    file->pending[file->count++] = change;
    disk_change(&file->now, &change);
}

/* ---- replaying ---- */

/* Replay one record; `bytes` is what followed it in the log. */
static inline void disk_replay(struct disk *d, const struct snare_record *record, const char *bytes)
{
    int file = disk_file(d, record->inode);
    size_t offset = (size_t)record->offset;
    d->last_file = -1;
    switch ((enum snare_what)record->what) {
    case SNARE_CREATED:
        disk_name(d, bytes, disk_add_file(d, record->inode));
        break;
    case SNARE_WROTE:
        if (file < 0) /* a file outside the folder */
            break;
        d->last = (struct disk_change){bytes, offset, record->size};
        d->last_file = file;
        disk_add_change(d, file, d->last);
        break;
    case SNARE_TRUNCATED:
        if (file >= 0)
            disk_add_change(d, file, (struct disk_change){NULL, offset, 0});
        break;
    case SNARE_SYNCED:
        if (file >= 0)
            disk_sync(d, file);
        break;
    case SNARE_SYNCED_FOLDER:
        disk_sync_folder(d, bytes);
        break;
    case SNARE_UNLINKED:
        disk_name(d, bytes, -1);
        break;
    case SNARE_RENAMED:
        disk_name(d, bytes + strlen(bytes) + 1, disk_named(d, bytes));
        disk_name(d, bytes, -1);
        break;
    case SNARE_LINKED:
        disk_name(d, bytes + strlen(bytes) + 1, disk_named(d, bytes));
        break;
    case SNARE_SAID:
        break;
    }
}

/* A torture_file_fn: add a file that exists before the run, and so is durable. */
static inline void disk_take(void *context, const char *path, const char *name)
{
    struct disk *d = context;
    struct stat file;
    (void)name;
    if (stat(path, &file) != 0)
        torture_stop(path);
    int i = disk_add_file(d, file.st_ino);
    disk_set_name(d->now, &d->now_count, path, i);
    disk_set_name(d->synced, &d->synced_count, path, i);
    torture_read(path, &d->files[i].now);
    torture_read(path, &d->files[i].synced);
}

static inline void disk_done(struct disk *d)
{
    for (int i = 0; i < d->file_count; i++) {
        buf_done(&d->files[i].now);
        buf_done(&d->files[i].synced);
        free(d->files[i].pending);
    }
    *d = (struct disk){.last_file = -1};
}

/* ---- what a power loss leaves ---- */

static inline void disk_leave_file(
    struct torture *t, const struct disk *d, int i, enum loss loss, struct buf *bytes)
{
    const struct disk_file *file = &d->files[i];
    const struct buf *from = loss == LOSS_ORDERED ? &file->now : &file->synced;
    buf_clear(bytes);
    buf_add(bytes, buf_string(from), from->length);
    for (size_t c = 0; loss == LOSS_RANDOM && c < file->count; c++)
        disk_change_partly(t, bytes, &file->pending[c]);
}

static inline bool disk_ends_with(const char *path, const char *end)
{
    size_t length = strlen(path), size = strlen(end);
    return length >= size && strcmp(path + length - size, end) == 0;
}

/* Fill the folder run with what the power loss leaves on the disk. */
static inline void disk_leave(struct torture *t, const struct disk *d, enum loss loss)
{
    static struct disk_name names[NAMES_MAX];
    int count = loss == LOSS_ORDERED ? d->now_count : d->synced_count;
    struct buf bytes = {0};
    memcpy(names, loss == LOSS_ORDERED ? d->now : d->synced, (size_t)count * sizeof *names);
    if (loss == LOSS_RANDOM && d->pending_count)
        for (unsigned i = 0, first = torture_below(t, (unsigned)d->pending_count + 1); i < first;
             i++)
            disk_set_name(names, &count, d->pending[i].path, d->pending[i].file);
    torture_empty(t->run);
    for (int i = 0; i < count; i++) {
        char folder[PATH_SIZE];
        if (names[i].file < 0 || disk_ends_with(names[i].path, "-shm") ||
            strncmp(names[i].path, t->run, strlen(t->run)) != 0)
            continue;
        snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(names[i].path, '/') - names[i].path),
            names[i].path);
        mkdir(folder, 0700);
        disk_leave_file(t, d, names[i].file, loss, &bytes);
        torture_write(names[i].path, buf_string(&bytes), bytes.length);
    }
    buf_done(&bytes);
}

#endif

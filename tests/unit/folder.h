/* A folder's content as text, to see whether anything in it has changed; and a way to run code as a
 * user whom permissions restrict. */
#ifndef UNIT_FOLDER_H
#define UNIT_FOLDER_H

#include "unit/world.h"

#include "base/hash.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <sys/wait.h>

#define FOLDER_TEXT 2048
#define NOBODY      65534

/* A hash of a file's bytes. Never of a database that this process has open: closing any descriptor
 * of a file takes the process's locks off it. */
static inline uint64_t file_hash(const char *path)
{
    char bytes[8192];
    uint64_t hash = 0;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        hash = hash_add(hash, bytes, size);
    assert_false(ferror(file));
    fclose(file);
    return hash;
}

static inline bool is_index(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, "-shm") == 0;
}

/* A line a file, in order: its name, mode, size and what it holds; of an index of a write-ahead
 * log, which is shared memory, only that it is there. Returns text. */
static inline const char *folder_text(const char *folder, char text[FOLDER_TEXT])
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    size_t length = 0;
    assert_true(count >= 0);
    text[0] = '\0';
    for (int i = 0; i < count; i++) {
        char path[512];
        struct stat file;
        const char *name = entries[i]->d_name;
        snprintf(path, sizeof path, "%s/%s", folder, name);
        assert_int_equal(lstat(path, &file), 0);
        assert_true(length < FOLDER_TEXT - 400);
        if (S_ISREG(file.st_mode) && !is_index(name))
            length += (size_t)snprintf(text + length, FOLDER_TEXT - length,
                "%s %o %lld %016llx %lld.%09ld\n", name, (unsigned)file.st_mode,
                (long long)file.st_size, (unsigned long long)file_hash(path),
                (long long)file.st_mtim.tv_sec, file.st_mtim.tv_nsec);
        else if (name[0] != '.')
            length += (size_t)snprintf(
                text + length, FOLDER_TEXT - length, "%s %o\n", name, (unsigned)file.st_mode);
        free(entries[i]);
    }
    free(entries);
    return text;
}

/* Do it in a child that permissions bind, be it started by root; it fails by its exit status. Where
 * root may not become another user (in some containers), it is not done. */
static inline void as_nobody(struct world *w, void (*check)(struct world *))
{
    pid_t child = world_fork();
    if (child == 0) {
        if (geteuid() == 0 && (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
                                  setresuid(NOBODY, NOBODY, NOBODY)))
            _exit(77);
        check(w);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        print_message("# not run: root cannot become somebody else here\n");
    else
        assert_int_equal(status, 0);
}

/* Make a file of the folder the child's. */
static inline void give_away(const struct world *w, const char *name, mode_t mode)
{
    char path[192];
    world_path(w, name, path);
    if (geteuid() == 0 && chown(path, NOBODY, NOBODY) != 0)
        print_message("# %s stays root's: %s\n", name, strerror(errno));
    assert_int_equal(chmod(path, mode), 0);
}

#endif

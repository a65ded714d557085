/* The database's files: who may read them, under how many names, and on what disk. */
#include "study/doctor_parts.h"

#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/statfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif

/* The database and the files that SQLite and drill put beside it. */
static const char *const ends[] = {"", "-wal", "-shm", "-lock"};
#define PRIVATE "drill" /* drill's own folder; other folders may be shared on purpose */

/* ---- permissions ---- */

/* Called for each file, and for the folder, that other users can access. */
typedef enum err_code others_fn(
    void *context, const char *path, const struct stat *file, struct err *err);

static enum err_code doctor_files_check_mode(
    const char *path, mode_t allowed, others_fn *take, void *context, struct err *err)
{
    struct stat file;
    if (lstat(path, &file) != 0 || S_ISLNK(file.st_mode) || file.st_uid != geteuid() ||
        (file.st_mode & 07777 & ~allowed) == 0)
        return ERR_NONE;
    return take(context, path, &file, err);
}

static enum err_code doctor_files_each_open_to_others(
    const char *real, others_fn *take, void *context, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < COUNT(ends) && !code; i++) {
        struct buf name = {0};
        buf_format(&name, "%s%s", real, ends[i]);
        code = name.failed ? err_memory(err)
                           : doctor_files_check_mode(buf_string(&name), 0600, take, context, err);
        buf_done(&name);
    }
    char *copy = code ? NULL : strdup(real);
    const char *folder = copy ? dirname(copy) : NULL;
    if (folder && strcmp(file_name(folder), PRIVATE) == 0)
        code = doctor_files_check_mode(folder, 0700, take, context, err);
    free(copy);
    return code;
}

static enum err_code doctor_files_report_mode(
    void *context, const char *path, const struct stat *file, struct err *err)
{
    (void)err;
    doctor_report(context,
        (struct doctor_finding){.kind = "permissions", .path = path, .remedy = DOCTOR_REPAIRS},
        "Others on this computer can read or change %s: its mode is %04o, not %s.", path,
        (unsigned)file->st_mode & 07777, S_ISDIR(file->st_mode) ? "0700" : "0600");
    return ERR_NONE;
}

struct doctor_files_mending {
    repair_fn *told;
    void *context;
};

static enum err_code doctor_files_mend_mode(
    void *context, const char *path, const struct stat *file, struct err *err)
{
    const struct doctor_files_mending *mending = context;
    mode_t mode = S_ISDIR(file->st_mode) ? 0700 : 0600;
    struct buf line = {0};
    if (chmod(path, mode) != 0)
        return err_at(err, ERR_IO, path, 0, 0, "permissions: %s", strerror(errno));
    buf_format(&line, "repaired: the permissions of %s", path);
    mending->told(mending->context, buf_string(&line));
    buf_done(&line);
    return ERR_NONE;
}

enum err_code doctor_mend_modes(const char *db, repair_fn *told, void *context, struct err *err)
{
    struct doctor_files_mending mending = {told, context};
    char *real = realpath(db, NULL);
    if (!real)
        return err_at(err, ERR_IO, db, 0, 0, "%s", strerror(errno));
    enum err_code code =
        doctor_files_each_open_to_others(real, doctor_files_mend_mode, &mending, err);
    free(real);
    return code;
}

/* ---- the disk ---- */

/* The name of the disk's network file system; NULL if it is not a known one. Locks and the order of
 * writes on a network file system are only as reliable as the server and the connection to it. */
#ifdef __linux__
static const char *doctor_files_network(const struct statfs *disk)
{
    static const struct {
        uint32_t type; /* f_type in statfs(2) */
        const char *name;
    } types[] = {{0x6969, "NFS"}, {0x517b, "SMB"}, {0xff534d42, "CIFS"}, {0xfe534d42, "SMB"},
        {0x01021997, "9p"}, {0x5346414f, "AFS"}, {0x6b414653, "AFS"}, {0x73757245, "Coda"},
        {0x00c36400, "Ceph"}, {0x564c, "NCP"}, {0x786f4256, "VirtualBox"}};
    for (size_t i = 0; i < COUNT(types); i++)
        if ((uint32_t)disk->f_type == types[i].type)
            return types[i].name;
    return NULL;
}
#else
static const char *doctor_files_network(const struct statfs *disk)
{
    return disk->f_flags & MNT_LOCAL ? NULL : disk->f_fstypename;
}
#endif

/* Whether the database's lock file can be locked at all. Also true if another program holds the
 * lock, or if the lock file cannot be opened. */
static bool doctor_files_can_lock(const char *real)
{
    struct buf name = {0};
    buf_format(&name, "%s-lock", real);
    int fd = name.failed ? -1 : open(buf_string(&name), O_RDONLY | O_CLOEXEC);
    bool locks = fd < 0 || flock(fd, LOCK_SH | LOCK_NB) == 0 || errno == EWOULDBLOCK;
    if (fd >= 0)
        close(fd);
    buf_done(&name);
    return locks;
}

static void doctor_files_check_disk(const char *real, struct doctor *doctor)
{
    struct statfs disk;
    const char *network = statfs(real, &disk) == 0 ? doctor_files_network(&disk) : NULL;
    bool locks = doctor_files_can_lock(real);
    if (network)
        doctor_report(doctor,
            (struct doctor_finding){.advice = true,
                .kind = "network",
                .path = real,
                .remedy = "Keep the database on a local disk, and backups elsewhere."},
            "The database is on a network file system (%s). If two computers write to it at once, "
            "or the connection breaks, it may be damaged.",
            network);
    if (!locks)
        doctor_report(doctor,
            (struct doctor_finding){.advice = true,
                .kind = "no-locks",
                .path = real,
                .remedy = "Run one drill at a time, or keep the database on another disk."},
            "The file system of the database has no locks, so two drills at once could damage it.");
    if (network || !locks)
        doctor_report_library(doctor, real);
}

enum err_code doctor_files(const char *db, struct doctor *doctor, struct err *err)
{
    struct stat file;
    char *real = realpath(db, NULL);
    if (!real || stat(real, &file) != 0) {
        free(real);
        return err_at(err, ERR_IO, db, 0, 0, "%s", strerror(errno));
    }
    enum err_code code =
        doctor_files_each_open_to_others(real, doctor_files_report_mode, doctor, err);
    if (!code && file.st_nlink > 1)
        doctor_report(doctor,
            (struct doctor_finding){.kind = "two-names",
                .path = real,
                .remedy = "Find the other name (find -samefile), and delete it, or make it a "
                          "symbolic link."},
            "The database has %llu names. SQLite keeps a separate log for each name, and a drill "
            "that uses one name does not see the log of another.",
            (unsigned long long)file.st_nlink);
    if (!code)
        doctor_files_check_disk(real, doctor);
    free(real);
    return code;
}

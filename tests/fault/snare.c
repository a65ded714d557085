/* snare.so, a library for LD_PRELOAD. As the shared page says (snare.h), it kills the program at a
 * system call, makes a call or an allocation fail, or records what the program writes.
 *
 * A seccomp filter turns the calls in the table below into SIGSYS. This includes calls made inside
 * the C library, which overriding its functions would miss. The handler makes the call itself, with
 * a sixth argument that tells the filter to let it pass. */
#include "fault/snare.h"
#include "fault/scarce.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#if defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "snare.c does not know this machine's registers"
#endif

#define PASS          0x64726c70 /* the sixth argument, which marks the handler's own calls */
#define FIRST_LOCK    0x40000000 /* SQLite locks a database from here on, a wal-index below */
#define LOG_FD        200
#define PATH_MAX_SIZE 512

static struct snare *page;
static struct snare unused; /* the page until the shared one is mapped */

/* ---- the calls ---- */

enum kind { READS, WRITES, OPENS, LOCKS };

/* The calls that SQLite, stdio, libzip and the program make, found with strace. Others, such as
 * close or munmap, cannot fail, or nobody checks them. */
static const struct {
    long number;
    enum kind kind;
} calls[] = {
    {SYS_write, WRITES},
    {SYS_writev, WRITES},
    {SYS_pwrite64, WRITES},
    {SYS_fsync, WRITES},
    {SYS_fdatasync, WRITES},
    {SYS_ftruncate, WRITES},
    {SYS_fallocate, WRITES},
    {SYS_fchmod, WRITES},
    {SYS_fchmodat, WRITES},
    {SYS_fchown, WRITES},
    {SYS_utimensat, WRITES},
    {SYS_renameat, WRITES},
    {SYS_renameat2, WRITES},
    {SYS_unlinkat, WRITES},
    {SYS_mkdirat, WRITES},
    {SYS_linkat, WRITES},
    {SYS_symlinkat, WRITES},
    {SYS_openat, OPENS},
#ifdef SYS_open /* older architectures also have these */
    {SYS_open, OPENS},
    {SYS_rename, WRITES},
    {SYS_unlink, WRITES},
    {SYS_rmdir, WRITES},
    {SYS_mkdir, WRITES},
    {SYS_link, WRITES},
    {SYS_symlink, WRITES},
    {SYS_chmod, WRITES},
#endif
    {SYS_read, READS},
    {SYS_pread64, READS},
    {SYS_lseek, READS},
    {SYS_newfstatat, READS},
    {SYS_fstat, READS},
    {SYS_getdents64, READS},
    {SYS_fcntl, LOCKS},
    {SYS_flock, LOCKS},
};
#define CALLS (sizeof calls / sizeof *calls)

struct call {
    long number;
    long arguments[5]; /* none of the calls takes more */
};

/* Make a call that the filter lets pass. Returns the kernel's result: -errno for an error. */
static long pass(long number, long a, long b, long c, long d, long e)
{
    long result = syscall(number, a, b, c, d, e, (long)PASS);
    return result == -1 ? -errno : result;
}

static long make(const struct call *call)
{
    const long *a = call->arguments;
    return pass(call->number, a[0], a[1], a[2], a[3], a[4]);
}

static int flags_of_open(const struct call *call)
{
    return (int)call->arguments[call->number == SYS_openat ? 2 : 1];
}

static const char *path_of_open(const struct call *call)
{
    return (const char *)call->arguments[call->number == SYS_openat ? 1 : 0];
}

static enum kind kind_of(const struct call *call)
{
    size_t i = 0;
    while (calls[i].number != call->number)
        i++;
    return calls[i].kind;
}

static bool writes(const struct call *call)
{
    enum kind kind = kind_of(call);
    return kind == WRITES || (kind == OPENS && flags_of_open(call) & (O_CREAT | O_TRUNC));
}

static bool writes_bytes(const struct call *call)
{
    return call->number == SYS_write || call->number == SYS_pwrite64;
}

/* Releasing a lock never fails. If flock or a lock of the wal-index fails, the program takes that
 * for another program's lock and waits, which is too slow to try often. Printing must work, because
 * the tests judge by the output; failing output has tests of its own. */
static bool can_fail(const struct call *call)
{
    const long *a = call->arguments;
    if (call->number == SYS_fcntl && a[1] == F_SETLK) {
        const struct flock *lock = (const struct flock *)a[2];
        return lock->l_type != F_UNLCK && lock->l_start >= FIRST_LOCK;
    }
    if (kind_of(call) == LOCKS)
        return false;
    return call->number != SYS_write || a[0] > STDERR_FILENO;
}

/* ---- recording ---- */

static void record(
    enum snare_what what, uint64_t inode, int64_t offset, const void *bytes, size_t size)
{
    struct snare_record head = {what, (uint32_t)size, inode, offset};
    pass(SYS_write, LOG_FD, (long)&head, sizeof head, 0, 0);
    if (size)
        pass(SYS_write, LOG_FD, (long)bytes, (long)size, 0, 0);
}

static void record_path(enum snare_what what, uint64_t inode, const char *path)
{
    record(what, inode, 0, path, strlen(path) + 1);
}

static bool look(long fd, const char *path, struct stat *file)
{
    return pass(SYS_newfstatat, fd, (long)path, (long)file, *path ? 0 : AT_EMPTY_PATH, 0) == 0;
}

static void record_sync(long fd)
{
    struct stat file;
    char link[64], path[PATH_MAX_SIZE] = "";
    if (!look(fd, "", &file))
        return;
    if (!S_ISDIR(file.st_mode)) {
        record(SNARE_SYNCED, file.st_ino, 0, NULL, 0);
        return;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%ld", fd);
    if (readlink(link, path, sizeof path - 1) > 0)
        record_path(SNARE_SYNCED_FOLDER, file.st_ino, path);
}

static void record_paths(enum snare_what what, const char *from, const char *to)
{
    char both[2 * PATH_MAX_SIZE];
    size_t first = strlen(from) + 1, second = strlen(to) + 1;
    if (first + second > sizeof both)
        return;
    memcpy(both, from, first);
    memcpy(both + first, to, second);
    record(what, 0, 0, both, first + second);
}

static void record_write(long fd, long bytes, long size, int64_t offset)
{
    struct stat file;
    if (fd == STDOUT_FILENO)
        record(SNARE_SAID, 0, 0, (const void *)bytes, (size_t)size);
    else if (look(fd, "", &file) && S_ISREG(file.st_mode))
        record(SNARE_WROTE, file.st_ino, offset, (const void *)bytes, (size_t)size);
}

static long open_and_record(const struct call *call)
{
    struct stat file;
    const char *path = path_of_open(call);
    bool creates = flags_of_open(call) & O_CREAT && !look(AT_FDCWD, path, &file);
    long fd = make(call);
    if (fd < 0 || !look(fd, "", &file))
        return fd;
    if (creates)
        record_path(SNARE_CREATED, file.st_ino, path);
    else if (flags_of_open(call) & O_TRUNC)
        record(SNARE_TRUNCATED, file.st_ino, 0, NULL, 0);
    return fd;
}

/* Abort on a call that the replay cannot handle, rather than ignore it. */
static void record_other(const struct call *call)
{
    static const long unknown[] = {SYS_writev, SYS_fallocate, SYS_symlinkat};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (call->number == unknown[i])
            abort();
}

static void record_name(const struct call *call)
{
    const char *const *paths = (const char *const *)call->arguments;
    switch (call->number) {
    case SYS_unlinkat:
        record_path(SNARE_UNLINKED, 0, paths[1]);
        break;
    case SYS_renameat:
    case SYS_renameat2:
        record_paths(SNARE_RENAMED, paths[1], paths[3]);
        break;
    case SYS_linkat:
        record_paths(SNARE_LINKED, paths[1], paths[3]);
        break;
#ifdef SYS_open
    case SYS_unlink:
        record_path(SNARE_UNLINKED, 0, paths[0]);
        break;
    case SYS_rename:
        record_paths(SNARE_RENAMED, paths[0], paths[1]);
        break;
    case SYS_link:
        record_paths(SNARE_LINKED, paths[0], paths[1]);
        break;
#endif
    default:
        record_other(call);
    }
}

static long make_and_record(const struct call *call)
{
    struct stat file;
    const long *a = call->arguments;
    if (kind_of(call) == OPENS)
        return open_and_record(call);
    int64_t offset =
        call->number == SYS_write ? pass(SYS_lseek, a[0], 0, SEEK_CUR, 0, 0) : (int64_t)a[3];
    long result = make(call);
    if (result < 0)
        return result;
    if (writes_bytes(call))
        record_write(a[0], a[1], result, offset);
    else if (call->number == SYS_fsync || call->number == SYS_fdatasync)
        record_sync(a[0]);
    else if (call->number == SYS_ftruncate && look(a[0], "", &file))
        record(SNARE_TRUNCATED, file.st_ino, a[1], NULL, 0);
    else
        record_name(call);
    return result;
}

/* ---- killing and failing ---- */

static void die(void)
{
    page->hits++;
    kill(getpid(), SIGKILL);
}

static long make_and_kill(const struct call *call)
{
    if (page->mode == SNARE_KILL_BEFORE)
        die();
    if (page->mode == SNARE_KILL_WITHIN && writes_bytes(call)) {
        struct call half = *call;
        half.arguments[2] /= 2;
        make(&half);
        die();
    }
    make(call);
    die();
    return 0;
}

static bool is_hit(int64_t number)
{
    return page->for_good ? number >= page->at : number == page->at;
}

static bool removes(const struct call *call)
{
#ifdef SYS_unlink
    if (call->number == SYS_unlink || call->number == SYS_rmdir)
        return true;
#endif
    return call->number == SYS_unlinkat;
}

static long snared(const struct call *call)
{
    bool write = writes(call), fails = can_fail(call);
    page->writes += write;
    page->calls += fails;
    if (page->mode == SNARE_RECORD)
        return write ? make_and_record(call) : make(call);
    bool breaks = page->mode == SNARE_FAIL_CALL && is_hit(page->calls),
         is_full = page->mode == SNARE_FULL_DISK && write && !removes(call) && is_hit(page->writes);
    if (fails && (breaks || is_full)) {
        page->hits++;
        page->stays |= removes(call);
        return breaks ? -EIO : -ENOSPC;
    }
    bool kills = page->mode >= SNARE_KILL_BEFORE && page->mode <= SNARE_KILL_AFTER;
    return kills && write && page->writes == page->at ? make_and_kill(call) : make(call);
}

static void on_call(int signal, siginfo_t *info, void *context)
{
    int kept = errno;
    struct call call = {.number = info->si_syscall};
    (void)signal;
#if defined __x86_64__
    static const int registers[] = {REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8};
    greg_t *values = ((ucontext_t *)context)->uc_mcontext.gregs;
    for (int i = 0; i < 5; i++)
        call.arguments[i] = (long)values[registers[i]];
    values[REG_RAX] = snared(&call);
#else
    unsigned long long *values = ((ucontext_t *)context)->uc_mcontext.regs;
    for (int i = 0; i < 5; i++)
        call.arguments[i] = (long)values[i];
    values[0] = (unsigned long long)snared(&call);
#endif
    errno = kept;
}

/* ---- the filter ---- */

#define LOAD(member)          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)

static bool set_filter(void)
{
    struct sock_filter filter[CALLS + 9];
    size_t n = 0;
    filter[n++] = (struct sock_filter)LOAD(arch);
    filter[n++] = (struct sock_filter)EQUAL(ARCHITECTURE, 1, 0);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[n++] = (struct sock_filter)LOAD(args[5]);
    filter[n++] = (struct sock_filter)EQUAL(PASS, CALLS + 1, 0);
    filter[n++] = (struct sock_filter)LOAD(nr);
    for (size_t i = 0; i < CALLS; i++)
        filter[n++] =
            (struct sock_filter)EQUAL((unsigned)calls[i].number, (unsigned char)(CALLS - i), 0);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    struct sock_fprog program = {(unsigned short)n, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

static void map_page(void)
{
    const char *name = getenv(SNARE_PAGE);
    int fd = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    void *memory =
        fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    page = memory == MAP_FAILED ? &unused : memory;
    if (fd >= 0)
        close(fd);
}

__attribute__((constructor)) static void snare_begin(void)
{
    map_page();
    if (page == &unused)
        return;
    if (page->mode == SNARE_RECORD) {
        int fd = open(page->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(fd, LOG_FD);
        close(fd);
    }
    struct sigaction action = {.sa_sigaction = on_call, .sa_flags = SA_SIGINFO};
    if (page->mode != SNARE_FAIL_MEMORY && (sigaction(SIGSYS, &action, NULL) != 0 || !set_filter()))
        _exit(125);
    scarce_arm(page->mode == SNARE_FAIL_MEMORY ? page->at : 0);
    scarce.for_good = page->for_good;
}

__attribute__((destructor)) static void snare_end(void)
{
    scarce_disarm();
    page->allocations = scarce.count;
    page->hits += scarce.failures;
}

#include "tui/picture_jail.h"

#include "base/buf.h"
#include "tui/picture.h"

#include <errno.h>
#include <sys/resource.h>

#ifdef __linux__
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#define MEMORY_MAX (768 * 1024 * 1024)

#ifdef __GLIBC__
typedef __rlimit_resource_t jail_resource;
#else
typedef int jail_resource;
#endif

static bool jail_set(jail_resource resource, rlim_t most)
{
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0)
        return false;
    limit.rlim_max = limit.rlim_max < most ? limit.rlim_max : most;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(resource, &limit) == 0;
}

bool jail_limit(void)
{
#ifndef __SANITIZE_ADDRESS__ /* which reserves terabytes of addresses */
    if (!jail_set(RLIMIT_AS, MEMORY_MAX))
        return false;
#endif
    return jail_set(RLIMIT_CPU, PICTURE_SECONDS_MAX) && jail_set(RLIMIT_CORE, 0);
}

#ifdef __linux__

/* ---- fonts ---- */

static const char *const jail_fonts[] = {"/etc/fonts", "/usr/share/fontconfig", "/usr/share/fonts",
    "/usr/share/X11/fonts", "/usr/local/share/fonts", "/var/cache/fontconfig"};

static bool jail_allow_fonts(int rules)
{
    for (size_t i = 0; i < COUNT(jail_fonts); i++) {
        struct landlock_path_beneath_attr folder = {
            .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
            .parent_fd = open(jail_fonts[i], O_PATH | O_CLOEXEC),
        };
        if (folder.parent_fd < 0)
            continue;
        long failed = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &folder, 0);
        close(folder.parent_fd);
        if (failed)
            return false;
    }
    return true;
}

bool jail_limit_to_fonts(void)
{
    /* the rights of Landlock's first version, which are its lowest 13 bits */
    struct landlock_ruleset_attr all = {.handled_access_fs = (1 << 13) - 1};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0)
        return false;
    bool ok = jail_allow_fonts(rules) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
              syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return ok;
}

/* ---- system calls ---- */

/* What decoding, memory and threads need. All else fails with EPERM. */
static const int jail_calls[] = {SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64),
    SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(_llseek), SCMP_SYS(close),
    SCMP_SYS(fstat), SCMP_SYS(fstat64), SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap),
    SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64),
    SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    /* cairo asks whether it may read a font, also one that is open */
    SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2)};

/* Those that are allowed with some arguments only: (argument & mask) == value. */
struct jail_masked {
    int call;
    unsigned argument;
    scmp_datum_t mask, value;
};

static const struct jail_masked jail_memory[] = {
    {SCMP_SYS(mmap), 2, PROT_EXEC, 0},
    {SCMP_SYS(mmap2), 2, PROT_EXEC, 0},
    {SCMP_SYS(mprotect), 2, PROT_EXEC, 0},
    {SCMP_SYS(clone), 0, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM},
    {SCMP_SYS(newfstatat), 3, AT_EMPTY_PATH, AT_EMPTY_PATH},
};

static const struct jail_masked jail_reading[] = {
    {SCMP_SYS(open), 1, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY},
    {SCMP_SYS(openat), 2, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY},
};

static bool jail_allow(scmp_filter_ctx filter, const struct jail_masked *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i].call, 1,
                SCMP_CMP(calls[i].argument, SCMP_CMP_MASKED_EQ, calls[i].mask, calls[i].value)))
            return false;
    return true;
}

static bool jail_fill(scmp_filter_ctx filter, bool fonts)
{
    for (size_t i = 0; i < COUNT(jail_calls); i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, jail_calls[i], 0))
            return false;
    /* clone3 has its flags in memory, where no filter sees them: the C library then tries clone */
    return jail_allow(filter, jail_memory, COUNT(jail_memory)) &&
           (!fonts || jail_allow(filter, jail_reading, COUNT(jail_reading))) &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

bool jail_close(bool fonts)
{
    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0 && errno == EINVAL)
        return true; /* a kernel without seccomp */
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    /* all threads get the filter: fontconfig may have started some */
    bool ok = filter && jail_fill(filter, fonts) &&
              seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && seccomp_load(filter) == 0;
    if (filter)
        seccomp_release(filter);
    return ok;
}

#else

bool jail_limit_to_fonts(void)
{
    return false;
}

bool jail_close(bool fonts)
{
    (void)fonts;
    return jail_set(RLIMIT_NOFILE, 0) && jail_set(RLIMIT_NPROC, 0);
}

#endif

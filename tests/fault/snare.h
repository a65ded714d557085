/* What a test and the program under it share: a page of memory, in which the test says what should
 * befall the program, and snare.so counts what the program does. Also the records of what it wrote.
 */
#ifndef FAULT_SNARE_H
#define FAULT_SNARE_H

#include <stdbool.h>
#include <stdint.h>

#define SNARE_PAGE "SNARE_PAGE" /* the variable that names the file which holds the page */

enum snare_mode {
    SNARE_COUNT,       /* only count */
    SNARE_KILL_BEFORE, /* kill the program before the writing system call of that number */
    SNARE_KILL_WITHIN, /* ... when it has written half of its bytes */
    SNARE_KILL_AFTER,  /* ... when it has returned */
    SNARE_FAIL_CALL,   /* let the system call of that number fail, as a broken disk does */
    SNARE_FULL_DISK,   /* let the writing system call of that number fail, as a full disk does */
    SNARE_FAIL_MEMORY, /* let the allocation of that number fail */
    SNARE_RECORD,      /* append what it writes to the log */
};

struct snare {
    enum snare_mode mode;
    int64_t at;                         /* the number, from 1 */
    bool for_good;                      /* all from that number on fail */
    int error;                          /* errno of a call that fails */
    char log[256];                      /* the file for SNARE_RECORD */
    int64_t writes, calls, allocations; /* counted so far: writes are calls, too */
    int64_t hits;                       /* what was killed or failed */
    bool stays;                         /* what failed was to remove a file, which is still there */
};

/* A record, which size bytes follow. */
enum snare_what {
    SNARE_CREATED,   /* a file: its path follows */
    SNARE_WROTE,     /* bytes at an offset */
    SNARE_TRUNCATED, /* to the size in offset */
    SNARE_SYNCED,
    SNARE_SYNCED_FOLDER, /* its path follows */
    SNARE_RENAMED,       /* two paths follow, each with its NUL */
    SNARE_LINKED,        /* the same: the second is new */
    SNARE_UNLINKED,      /* its path follows */
    SNARE_SAID,          /* bytes on standard output */
};
struct snare_record {
    uint32_t what, size;
    uint64_t inode;
    int64_t offset;
};

#endif

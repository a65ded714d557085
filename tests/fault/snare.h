/* What a test shares with the program under test: a page of memory, in which the test says what
 * should go wrong, and snare.so counts what the program does. Also the format of recorded writes.
 */
#ifndef FAULT_SNARE_H
#define FAULT_SNARE_H

#include <stdbool.h>
#include <stdint.h>

#define SNARE_PAGE "SNARE_PAGE" /* the environment variable with the path of the page's file */

enum snare_mode {
    SNARE_COUNT,       /* only count */
    SNARE_KILL_BEFORE, /* kill the program before the at-th writing system call */
    SNARE_KILL_WITHIN, /* ... when half of its bytes are written */
    SNARE_KILL_AFTER,  /* ... after it has returned */
    SNARE_FAIL_CALL,   /* make the at-th system call fail, as a broken disk does */
    SNARE_FULL_DISK,   /* make the at-th writing system call fail, as a full disk does */
    SNARE_FAIL_MEMORY, /* make the at-th allocation fail */
    SNARE_RECORD,      /* append everything written to the file `log` */
};

struct snare {
    enum snare_mode mode;
    int64_t at;                         /* which call or allocation, counted from 1 */
    bool for_good;                      /* all later ones fail, too */
    int error;                          /* the errno of a failing call */
    char log[256];                      /* the file for SNARE_RECORD */
    int64_t writes, calls, allocations; /* counts so far; calls include writes */
    int64_t hits;                       /* how often it killed or failed something */
    bool stays;                         /* removing a file failed, so the file is still there */
};

/* The kinds of records; `size` bytes follow each record. */
enum snare_what {
    SNARE_CREATED,   /* a file, whose path follows */
    SNARE_WROTE,     /* the bytes, which were written at `offset` */
    SNARE_TRUNCATED, /* a file was truncated to `offset` */
    SNARE_SYNCED,
    SNARE_SYNCED_FOLDER, /* the folder's path */
    SNARE_RENAMED,       /* two paths, each with its NUL */
    SNARE_LINKED,        /* likewise; the second is the new name */
    SNARE_UNLINKED,      /* the path */
    SNARE_SAID,          /* the bytes written to standard output */
};
struct snare_record {
    uint32_t what, size;
    uint64_t inode;
    int64_t offset;
};

#endif

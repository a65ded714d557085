/* What an examination finds. A fault means that something is wrong now; anything else is advice. */
#ifndef STORE_FINDING_H
#define STORE_FINDING_H

#include "base/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Valid while it is being taken. Its texts may quote the database: make them safe for a terminal.
 */
struct doctor_finding {
    bool advice;
    const char *kind;    /* a word for programs, such as "schedule" */
    const char *table;   /* NULL if it is about no table */
    int64_t row;         /* the row's number; 0 if it is about no single row */
    const char *path;    /* NULL if it is about no file */
    const char *message; /* what is wrong and what that means: sentences */
    const char *remedy;  /* what to do about it: a sentence */
};
typedef void doctor_fn(void *context, const struct doctor_finding *finding);

/* An examination. The caller sets the first three members. */
struct doctor {
    doctor_fn *take; /* called for each finding */
    void *context;
    struct moment now;
    size_t faults, advice;
    int64_t cards, ratings; /* how many were examined; ratings that were undone do not count */
    bool damaged;           /* some of the file cannot be read, or the tables are not drill's */
    const char *kind;       /* of the last finding */
    size_t of_kind;         /* findings of that kind in a row */
};

/* Report a finding; the message is formatted. The caller sets the finding's other members. Of one
 * kind, DOCTOR_SHOWN in a row are reported, and doctor_end_kind then counts the rest. */
#define DOCTOR_SHOWN 20
void doctor_report(struct doctor *doctor, struct doctor_finding finding, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void doctor_end_kind(struct doctor *doctor);

#define DOCTOR_REPAIRS "Run \"drill doctor --repair\"."

/* Report the known faults of this version of SQLite, for a database at path whose file system does
 * not keep its programs apart. */
void doctor_report_library(struct doctor *doctor, const char *path);

#endif

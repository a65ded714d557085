/* The findings of an examination. A fault means that something is wrong now; all else is advice. */
#ifndef STORE_FINDING_H
#define STORE_FINDING_H

#include "base/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A finding, valid only during the call of a doctor_fn. Its strings may quote the database, so make
 * them safe for a terminal. */
struct doctor_finding {
    bool advice;
    const char *kind;    /* a machine-readable keyword, such as "schedule" */
    const char *table;   /* NULL if the finding is not about a table */
    int64_t row;         /* the row's number; 0 if the finding is not about a single row */
    const char *path;    /* NULL if the finding is not about a file */
    const char *message; /* the problem and its consequences, in sentences */
    const char *remedy;  /* the advice, in a sentence */
};
typedef void doctor_fn(void *context, const struct doctor_finding *finding);

/* An examination. The caller sets the first three members. */
struct doctor {
    doctor_fn *take; /* called for each finding */
    void *context;
    struct moment now;
    size_t faults, advice;
    int64_t cards, ratings; /* how many were examined, without undone ratings */
    bool damaged;           /* the file cannot be read in full, or the tables are not drill's */
    const char *kind;       /* of the last finding, and whether it was advice */
    bool kind_is_advice;
    size_t of_kind; /* findings of that kind in a row */
};

/* Report a finding, with a formatted message. The caller sets the finding's other members. Up to
 * DOCTOR_SHOWN findings of one kind in a row are reported; doctor_end_kind counts the rest. */
#define DOCTOR_SHOWN 20
void doctor_report(struct doctor *doctor, struct doctor_finding finding, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void doctor_end_kind(struct doctor *doctor);

#define DOCTOR_REPAIRS "Run \"drill doctor --repair\"."

/* Report the known bugs of this version of SQLite, for a database at path on a file system without
 * working locks. */
void doctor_report_library(struct doctor *doctor, const char *path);

#endif

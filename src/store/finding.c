#include "store/finding.h"

#include "base/buf.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void finding_take(struct doctor *doctor, const struct doctor_finding *finding)
{
    *(finding->advice ? &doctor->advice : &doctor->faults) += 1;
    doctor->take(doctor->context, finding);
}

void doctor_end_kind(struct doctor *doctor)
{
    char message[64];
    size_t more = doctor->of_kind > DOCTOR_SHOWN ? doctor->of_kind - DOCTOR_SHOWN : 0;
    snprintf(message, sizeof message, "And %zu more like that.", more);
    if (more)
        finding_take(doctor, &(struct doctor_finding){.advice = doctor->kind_is_advice,
                                 .kind = doctor->kind,
                                 .message = message,
                                 .remedy = ""});
    doctor->kind = NULL;
    doctor->of_kind = 0;
}

void doctor_report(struct doctor *doctor, struct doctor_finding finding, const char *format, ...)
{
    char message[1024];
    va_list args;
    if (doctor->kind && strcmp(doctor->kind, finding.kind) != 0)
        doctor_end_kind(doctor);
    doctor->kind = finding.kind;
    doctor->kind_is_advice = finding.advice;
    if (++doctor->of_kind > DOCTOR_SHOWN)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    finding.message = message;
    finding_take(doctor, &finding);
}

/* Versions of SQLite with a bug that can damage a database when two programs reset the write-ahead
 * log at once ("The WAL-reset bug" in sqlite.org/wal.html). Where locks work, drill's lock prevents
 * the bug. */
static const struct {
    int first, fixed;
    const char *what;
} known_faults[] = {{3007000, 3051003, "can damage a database that two programs write to at once"}};

void doctor_report_library(struct doctor *doctor, const char *path)
{
    int version = sqlite3_libversion_number();
    for (size_t i = 0; i < COUNT(known_faults); i++)
        if (version >= known_faults[i].first && version < known_faults[i].fixed)
            doctor_report(doctor,
                (struct doctor_finding){.advice = true,
                    .kind = "library",
                    .path = path,
                    .remedy = "On a local disk, drill's lock prevents this. Here, run one drill at "
                              "a time, or update SQLite."},
                "SQLite %s %s.", sqlite3_libversion(), known_faults[i].what);
}

/* Examines what stands around a database: its files, the disk they are on, the files of its decks,
 * and what killed runs have left. Findings go the way of those of store/doctor.h. */
#ifndef STUDY_DOCTOR_H
#define STUDY_DOCTOR_H

#include "base/buf.h"
#include "base/err.h"
#include "store/doctor.h"
#include "store/store.h"
#include "study/settings.h"

/* Examine all that. store is NULL if the database cannot be opened; else doctor has examined it. */
enum err_code doctor_surroundings(const char *db, const struct backup_settings *settings,
    struct store *store, struct doctor *doctor, struct err *err);

/* Take permissions from others, and remove what killed runs have left. */
enum err_code doctor_mend_files(const char *db, struct store *store, struct moment now,
    repair_fn *told, void *context, struct err *err);
/* Append the path under which a database is kept before a repair; makes its folder. */
enum err_code doctor_name_kept(
    const char *db, struct moment now, struct buf *path, struct err *err);

#endif

/* Examines the surroundings of a database: its files, the disk they are on, the files of its decks,
 * and files left by killed runs. Findings are reported as in store/doctor.h. */
#ifndef STUDY_DOCTOR_H
#define STUDY_DOCTOR_H

#include "base/buf.h"
#include "base/err.h"
#include "store/doctor.h"
#include "store/store.h"
#include "study/settings.h"

/* Examine all of these. `store` is NULL if the database cannot be opened; otherwise, `doctor` must
 * already have examined it. */
enum err_code doctor_surroundings(const char *db, const struct backup_settings *settings,
    struct store *store, struct doctor *doctor, struct err *err);

/* Revoke the permissions of other users, and remove files left by killed runs. */
enum err_code doctor_mend_files(const char *db, struct store *store, struct moment now,
    repair_fn *told, void *context, struct err *err);
/* Append an unused path for keeping the database as it was before a repair; creates its folder. */
enum err_code doctor_name_kept(
    const char *db, struct moment now, struct buf *path, struct err *err);

#endif

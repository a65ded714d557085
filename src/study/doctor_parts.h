/* The parts of study/doctor.h: each examines or repairs some of a database's surroundings. */
#ifndef STUDY_DOCTOR_PARTS_H
#define STUDY_DOCTOR_PARTS_H

#include "base/err.h"
#include "store/doctor.h"
#include "store/store.h"

/* Examine the database's files: their permissions and names, and the file system. */
enum err_code doctor_files(const char *db, struct doctor *doctor, struct err *err);
/* Look for temporary files left by runs that have ended. `store` says which folders decks are in;
 * NULL to look in the other folders only. */
enum err_code doctor_leftovers(
    const char *db, struct store *store, struct doctor *doctor, struct err *err);
/* Look for deck files that are gone, have mistakes, or claim to be the same deck. */
enum err_code doctor_decks(struct store *store, struct doctor *doctor, struct err *err);

/* Revoke other users' permissions on the database's files and its folder. */
enum err_code doctor_mend_modes(const char *db, repair_fn *told, void *context, struct err *err);
/* Remove the files that doctor_leftovers finds. */
enum err_code doctor_sweep(const char *db, struct store *store, struct moment now, repair_fn *told,
    void *context, struct err *err);

#endif

#include "study/doctor.h"

#include "base/file.h"
#include "study/backups.h"
#include "study/doctor_parts.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- backups ---- */

#define BACKUP_OLD_DAYS 30

/* Append the path of the folder "backups" beside the database. */
static enum err_code doctor_folder(const char *db, struct buf *folder, struct err *err)
{
    char *real = realpath(db, NULL);
    if (real)
        buf_format(folder, "%s/backups", dirname(real));
    free(real);
    return real && !folder->failed ? ERR_NONE : err_memory(err);
}

/* Whether to advise a backup: there is none, or the last one is more than BACKUP_OLD_DAYS old and
 * something was done since. Sets *days to its age, or to 0 if there is none. */
static bool doctor_wants_backup(const struct backups *backups, int last_day, int today, int *days)
{
    *days = 0;
    if (backups->count == 0)
        return true;
    int day = backup_day(&backups->names[backups->count - 1]);
    *days = today - day;
    return *days > BACKUP_OLD_DAYS && last_day > day;
}

static enum err_code doctor_check_backups(const char *db, const struct backup_settings *settings,
    struct store *store, struct doctor *doctor, struct err *err)
{
    int days, last_day = 0;
    struct backups backups = {0};
    enum err_code code = store_last_day(store, &last_day, err);
    if (!code)
        code = backups_open(&backups, db, settings, err);
    if (!code && doctor->ratings > 0 &&
        doctor_wants_backup(&backups, last_day, doctor->now.day, &days))
        doctor_report(doctor,
            (struct doctor_finding){.advice = true,
                .kind = "backup",
                .path = buf_string(&backups.folder),
                .remedy = "Run \"drill backup\"."},
            days ? "The last backup of your ratings is %d days old."
                 : "There is no backup of your ratings.",
            days);
    backups_done(&backups);
    return code;
}

enum err_code doctor_name_kept(const char *db, struct moment now, struct buf *path, struct err *err)
{
    char time[TIME_SIZE];
    size_t length;
    enum err_code code = doctor_folder(db, path, err);
    if (code)
        return code;
    moment_text(now.utc_ms, now.offset_min, time);
    buf_format(path, "/%.13s%.2s-before-repair", time, time + 14); /* 2026-01-31T0900 */
    length = path->length;
    for (int i = 2;; i++) {
        buf_text(path, ".db");
        if (path->failed)
            return err_memory(err);
        if (!file_exists(buf_string(path)))
            return folder_make_for(buf_string(path), err);
        buf_cut(path, length);
        buf_format(path, "-%d", i);
    }
}

/* ---- all of it ---- */

enum err_code doctor_surroundings(const char *db, const struct backup_settings *settings,
    struct store *store, struct doctor *doctor, struct err *err)
{
    enum err_code code;
    if ((code = doctor_files(db, doctor, err)) || (code = doctor_leftovers(db, store, doctor, err)))
        return code;
    if (store && !doctor->damaged && !(code = doctor_decks(store, doctor, err)))
        code = doctor_check_backups(db, settings, store, doctor, err);
    if (code == ERR_STORE && doctor->faults) /* a damaged row, already reported */
        code = ERR_NONE;
    doctor_end_kind(doctor);
    return code;
}

enum err_code doctor_mend_files(const char *db, struct store *store, struct moment now,
    repair_fn *told, void *context, struct err *err)
{
    enum err_code code = doctor_mend_modes(db, told, context, err);
    return code ? code : doctor_sweep(db, store, now, told, context, err);
}

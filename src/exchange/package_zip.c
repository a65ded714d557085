#include "exchange/package_zip.h"

#include <errno.h>
#include <fts.h>
#include <string.h>
#include <unistd.h>

#define FILES_MAX    1000000
#define NAME_LONGEST 200 /* bytes, as for the media files of a package */
#define LEVELS_MAX   8

zip_t *package_zip(FILE *file, int flags)
{
    zip_error_t error;
    zip_error_init(&error);
    FILE *again = fdopen(dup(fileno(file)), "r");
    zip_source_t *source = again ? zip_source_filep_create(again, 0, -1, &error) : NULL;
    if (!source && again)
        fclose(again);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY | flags, &error) : NULL;
    if (source && !zip)
        zip_source_free(source);
    zip_error_fini(&error);
    return zip;
}

bool package_has(FILE *file, const char *name, const char *other)
{
    zip_t *zip = package_zip(file, 0);
    bool has = zip && zip_name_locate(zip, name, 0) >= 0 &&
               (!other || zip_name_locate(zip, other, 0) >= 0);
    if (zip)
        zip_discard(zip);
    return has;
}

enum err_code package_folder(
    const char *path, package_file_fn *take, void *context, struct err *err)
{
    char *roots[] = {(char *)path, NULL};
    size_t length = strlen(path) + 1, count = 0;
    enum err_code code = ERR_NONE;
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    if (!walk)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    for (FTSENT *entry; !code && count < FILES_MAX && (entry = fts_read(walk));) {
        if (entry->fts_info == FTS_D && entry->fts_level == LEVELS_MAX)
            fts_set(walk, entry, FTS_SKIP);
        if (entry->fts_info != FTS_F || strlen(entry->fts_path) > length + NAME_LONGEST)
            continue;
        code = take(context, entry->fts_path + length, err);
        count++;
    }
    fts_close(walk);
    return code;
}

#include "exchange/package_zip.h"

#include <unistd.h>

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

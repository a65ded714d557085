#include "cmd/output.h"

#include <sys/stat.h>

enum err_code output_check(const char *path, bool force, struct err *err)
{
    struct stat there;
    if (force || stat(path, &there) != 0 || !S_ISREG(there.st_mode))
        return ERR_NONE;
    return err_set(err, ERR_USAGE, "%s: is there already: --force replaces it", path);
}

enum err_code output_open(struct atomic_file *file, const char *path, bool force, struct err *err)
{
    enum err_code code = output_check(path, force, err);
    return code ? code : atomic_open(file, path, err);
}

enum err_code output_commit(struct atomic_file *file, bool force, struct err *err)
{
    enum err_code code = output_check(file->path, force, err);
    return code ? code : atomic_commit(file, err);
}

#include "exchange/archive_paths.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define COMPONENT_MAX   255
#define PATH_LENGTH_MAX 4000

bool archive_path_is_safe(const char *path)
{
    if (strlen(path) > PATH_LENGTH_MAX)
        return false;
    for (;;) {
        size_t length = strcspn(path, "/");
        if (length == 0 || length > COMPONENT_MAX || *path == '.')
            return false;
        for (size_t i = 0; i < length; i++)
            if ((unsigned char)path[i] < ' ' || strchr("\\\x7f", path[i]))
                return false;
        if (!path[length])
            return true;
        path += length + 1;
    }
}

void archive_path_add_safe(struct buf *out, const char *path)
{
    for (const char *c = path; *c; c++) {
        bool first = c == path || c[-1] == '/';
        bool unsafe = (unsigned char)*c < ' ' || strchr("\\\x7f", *c) || (first && *c == '.');
        buf_char(out, unsafe ? '_' : *c);
    }
}

size_t archive_path_shared(const char *one, const char *other, size_t length)
{
    size_t shared = 0;
    for (size_t i = 0; i < length && one[i] && one[i] == other[i]; i++)
        if (one[i] == '/')
            shared = i + 1;
    return shared;
}

bool archive_path_stays_inside(const char *folder, const char *path)
{
    char at[PATH_MAX];
    struct stat there;
    for (const char *end = path; *end; end += *end == '/') {
        end += strcspn(end, "/");
        int length = snprintf(at, sizeof at, "%s/%.*s", folder, (int)(end - path), path);
        if (length >= (int)sizeof at || (lstat(at, &there) == 0 && S_ISLNK(there.st_mode)))
            return false;
    }
    return true;
}

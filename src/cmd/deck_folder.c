#include "cmd/deck_folder.h"

#include <string.h>
#include <sys/stat.h>

void deck_folder(const struct options *options, struct buf *folder)
{
    struct stat stat_of;
    const char *slash = strrchr(options->db, '/');
    bool here = stat("decks", &stat_of) == 0 && S_ISDIR(stat_of.st_mode);
    if (options->output)
        buf_text(folder, options->output);
    else if (here || !slash)
        buf_text(folder, "decks");
    else
        buf_format(folder, "%.*s/decks", (int)(slash - options->db), options->db);
}

/* The import of archives, from the raw bytes to the rows of a temporary database. An accepted
 * archive is added completely, because the database was empty; a refused one has a reason. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "fuzz.h"

#include "exchange/archive_import.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool go_on(void *context, size_t lines)
{
    (void)context, (void)lines;
    return true;
}

static enum err_code open_empty(void *context, struct store **store, struct err *err)
{
    (void)context;
    return store_open(store, ":memory:", STORE_READ, err);
}

static void check_error(const struct err *err)
{
    MUST(err->code == ERR_MISTAKE || err->code == ERR_USAGE);
    MUST(*err->message);
    MUST(err->line == 0 || err->column > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct archive_imported imported;
    struct err err = {0};
    char path[64];
    int fd = memfd_create("archive", MFD_CLOEXEC);
    MUST(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const struct archive_importing how = {.db = ":memory:",
        .path = path,
        .folder = "/nonexistent",
        .dry_run = true,
        .today = 20484,
        .open = open_empty,
        .progress = go_on};
    if (archive_import(&how, &imported, &err)) {
        check_error(&err);
    } else {
        const struct archive_counts *all = &imported.counts, *added = &imported.report.added;
        MUST(memcmp(all, added, sizeof *all) == 0); /* the database was empty */
        MUST(imported.report.undone == 0 && imported.report.refolded <= all->cards);
    }
    archive_imported_done(&imported);
    close(fd);
    return 0;
}

/* Reads a write-ahead log without SQLite: for each page, its last version from a committed
 * transaction ("WAL-mode File Format", sqlite.org/walformat.html). */
#ifndef STORE_PAGE_LOG_H
#define STORE_PAGE_LOG_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An open log. If there is no valid log, all members are 0, except fd, which is -1. */
struct page_log {
    int fd;
    uint32_t page_size;
    int64_t page_count; /* of the database, as last committed */
    uint32_t *frames;   /* for each page up to frame_count, its frame, starting at 1; 0 if none */
    size_t frame_count;
};

/* Open the write-ahead log of the database at path. Errors: ERR_MEMORY. */
enum err_code page_log_open(struct page_log *log, const char *path, struct err *err);
void page_log_close(struct page_log *log);
bool page_log_has(const struct page_log *log, uint32_t page);
/* Read a page that the log has. */
bool page_log_fetch(const struct page_log *log, uint32_t page, uint8_t *bytes);

#endif

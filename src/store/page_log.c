#include "store/page_log.h"

#include "base/buf.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEADER_SIZE 32
#define FRAME_SIZE  24          /* size of a frame's header; its page follows */
#define MAGIC       0x377f0682U /* plus 1 if checksums use big-endian words */
#define PAGES_MAX   (1U << 24)  /* more than any drill database has */
#define PAGE_MIN    512
#define PAGE_MAX    65536

/* Reads frames. The checksum in each frame covers all frames before it. */
struct page_log_reader {
    bool big_endian;
    uint32_t sums[2];
    uint8_t salts[8];
    uint8_t *frame;
};

static uint32_t page_log_number(const uint8_t *at, bool big_endian)
{
    return big_endian
               ? (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]
               : (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

static void page_log_sum(struct page_log_reader *r, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i + 8 <= length; i += 8) {
        r->sums[0] += page_log_number(bytes + i, r->big_endian) + r->sums[1];
        r->sums[1] += page_log_number(bytes + i + 4, r->big_endian) + r->sums[0];
    }
}

static bool page_log_sums_are(const struct page_log_reader *r, const uint8_t *at)
{
    return page_log_number(at, true) == r->sums[0] && page_log_number(at + 4, true) == r->sums[1];
}

static off_t page_log_offset(const struct page_log *log, size_t frame)
{
    return HEADER_SIZE + (off_t)(frame - 1) * (off_t)(FRAME_SIZE + log->page_size);
}

/* False if the log has no header with a valid checksum. */
static bool page_log_read_header(struct page_log *log, struct page_log_reader *r)
{
    uint8_t header[HEADER_SIZE];
    if (pread(log->fd, header, sizeof header, 0) != (ssize_t)sizeof header)
        return false;
    uint32_t magic = page_log_number(header, true), size = page_log_number(header + 8, true);
    if ((magic & ~1U) != MAGIC || size < PAGE_MIN || size > PAGE_MAX || (size & (size - 1)))
        return false;
    r->big_endian = magic & 1;
    memcpy(r->salts, header + 16, sizeof r->salts);
    page_log_sum(r, header, 24);
    log->page_size = size;
    return page_log_sums_are(r, header + 24);
}

/* Read a frame; false after the last valid one. *commit is 0 unless the frame ends a
 * transaction. */
static bool page_log_read_frame(const struct page_log *log, struct page_log_reader *r, size_t frame,
    uint32_t *page, uint32_t *commit)
{
    size_t size = FRAME_SIZE + log->page_size;
    if (pread(log->fd, r->frame, size, page_log_offset(log, frame)) != (ssize_t)size ||
        memcmp(r->frame + 8, r->salts, sizeof r->salts) != 0)
        return false;
    page_log_sum(r, r->frame, 8);
    page_log_sum(r, r->frame + FRAME_SIZE, log->page_size);
    *page = page_log_number(r->frame, true);
    *commit = page_log_number(r->frame + 4, true);
    return page_log_sums_are(r, r->frame + 16);
}

static bool page_log_keep(struct page_log *log, uint32_t page, uint32_t frame)
{
    if (page > log->frame_count) {
        size_t count = (size_t)page + page / 2 + 16;
        uint32_t *more = realloc(log->frames, count * sizeof *more);
        if (!more)
            return false;
        memset(more + log->frame_count, 0, (count - log->frame_count) * sizeof *more);
        log->frames = more;
        log->frame_count = count;
    }
    log->frames[page - 1] = frame;
    return true;
}

/* Count the frames up to the last one that ends a transaction. */
static uint32_t page_log_committed(struct page_log *log, struct page_log_reader r)
{
    uint32_t page, commit, last = 0;
    for (uint32_t frame = 1; page_log_read_frame(log, &r, frame, &page, &commit); frame++) {
        if (!commit)
            continue;
        last = frame;
        log->page_count = commit;
    }
    return last;
}

static enum err_code page_log_read(struct page_log *log, struct err *err)
{
    struct page_log_reader r = {0};
    if (!page_log_read_header(log, &r)) {
        log->page_size = 0;
        return ERR_NONE;
    }
    r.frame = malloc(FRAME_SIZE + log->page_size);
    if (!r.frame)
        return err_memory(err);
    uint32_t last = page_log_committed(log, r), page, commit;
    bool good = true;
    for (uint32_t frame = 1; frame <= last && good; frame++)
        good = !page_log_read_frame(log, &r, frame, &page, &commit) || page == 0 ||
               page > PAGES_MAX || page_log_keep(log, page, frame);
    free(r.frame);
    return good ? ERR_NONE : err_memory(err);
}

enum err_code page_log_open(struct page_log *log, const char *path, struct err *err)
{
    struct buf name = {0};
    *log = (struct page_log){.fd = -1};
    buf_format(&name, "%s-wal", path);
    if (name.failed)
        return err_memory(err);
    log->fd = open(buf_string(&name), O_RDONLY | O_CLOEXEC);
    buf_done(&name);
    return log->fd < 0 ? ERR_NONE : page_log_read(log, err);
}

void page_log_close(struct page_log *log)
{
    if (log->fd >= 0)
        close(log->fd);
    free(log->frames);
    *log = (struct page_log){.fd = -1};
}

bool page_log_has(const struct page_log *log, uint32_t page)
{
    return page <= log->frame_count && log->frames[page - 1] != 0;
}

bool page_log_fetch(const struct page_log *log, uint32_t page, uint8_t *bytes)
{
    off_t at = page_log_offset(log, log->frames[page - 1]) + FRAME_SIZE;
    return pread(log->fd, bytes, log->page_size, at) == (ssize_t)log->page_size;
}

/* How to tell whether a log belongs to a database. A database's first page has a counter. Whenever
 * SQLite writes that page, it sets the counter, in the log, to one more than it last read. drill
 * makes the first transaction in each log write that page (store_commit). So the counter in the
 * database itself is
 *
 *    at least  that of the log's first copy of the page, less 1: if nothing is copied back yet
 *    at most   the highest in the log: if all of it is copied back
 *
 * An older copy has a lower counter, a newer one a higher counter. Copies by drill and by
 * "VACUUM INTO" also record that they have no log at all. Another program that writes meanwhile
 * does no harm, because both headers are read again at the end: if they have not changed, they
 * belonged together the whole time. */
#include "store/wal.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The formats are described in SQLite's fileformat2.html. */
enum { LOG_HEADER = 32, LOG_SUMMED = 24, FRAME_HEADER = 24, FRAME_SUMMED = 8, BASE_HEADER = 100 };
enum {
    LOG_MAGIC_LITTLE = 0x377f0682,
    LOG_MAGIC_BIG = 0x377f0683,
    PAGE_MIN = 512,
    PAGE_MAX = 65536
};
enum {
    BASE_MAGIC = 16,
    BASE_PAGE_SIZE = 16,
    BASE_VERSION = 18,
    BASE_COUNTER = 24,
    BASE_APPLICATION = 68
};
enum { LOG_PAGE_SIZE = 8, LOG_SALTS = 16, LOG_SUMS = 24 };
enum { FRAME_PAGE = 0, FRAME_SALTS = 8, FRAME_SUMS = 16, SALTS = 8 };

struct wal {
    int fd;
    unsigned char header[LOG_HEADER];
    bool little_endian; /* for checksums, not for numbers */
    uint32_t sums[2];   /* up to the last frame read */
    uint32_t page_size;
    unsigned char *frame; /* a frame's header and its page */
    off_t next;           /* where the next frame begins */
};

static uint32_t wal_number(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t wal_word(const struct wal *wal, const unsigned char *bytes)
{
    uint32_t word = wal_number(bytes);
    return wal->little_endian ? __builtin_bswap32(word) : word;
}

static bool wal_sums_match(
    struct wal *wal, const unsigned char *bytes, size_t size, const unsigned char *sums)
{
    for (size_t i = 0; i < size; i += 8) {
        wal->sums[0] += wal_word(wal, bytes + i) + wal->sums[1];
        wal->sums[1] += wal_word(wal, bytes + i + 4) + wal->sums[0];
    }
    return !sums || (wal->sums[0] == wal_number(sums) && wal->sums[1] == wal_number(sums + 4));
}

static bool wal_read(const struct wal *wal, void *bytes, size_t size, off_t at)
{
    return pread(wal->fd, bytes, size, at) == (ssize_t)size;
}

/* False for a log that SQLite ignores. */
static bool wal_read_header(struct wal *wal)
{
    const unsigned char *header = wal->header;
    if (!wal_read(wal, wal->header, LOG_HEADER, 0))
        return false;
    uint32_t magic = wal_number(header);
    wal->little_endian = magic == LOG_MAGIC_LITTLE;
    wal->page_size = wal_number(header + LOG_PAGE_SIZE);
    wal->next = LOG_HEADER;
    return (magic == LOG_MAGIC_LITTLE || magic == LOG_MAGIC_BIG) && wal->page_size >= PAGE_MIN &&
           wal->page_size <= PAGE_MAX && (wal->page_size & (wal->page_size - 1)) == 0 &&
           wal_sums_match(wal, header, LOG_SUMMED, header + LOG_SUMS);
}

static bool wal_has_frame_of_this_log(const struct wal *wal)
{
    return memcmp(wal->frame + FRAME_SALTS, wal->header + LOG_SALTS, SALTS) == 0;
}

/* Read the next frame. False at the end of the frames that SQLite would replay. */
static bool wal_read_frame(struct wal *wal)
{
    const unsigned char *frame = wal->frame;
    size_t size = FRAME_HEADER + wal->page_size;
    if (!wal_read(wal, wal->frame, size, wal->next) || !wal_has_frame_of_this_log(wal))
        return false;
    wal->next += (off_t)size;
    return wal_sums_match(wal, frame, FRAME_SUMMED, NULL) &&
           wal_sums_match(wal, frame + FRAME_HEADER, wal->page_size, frame + FRAME_SUMS);
}

static uint32_t wal_page(const struct wal *wal)
{
    return wal_number(wal->frame + FRAME_PAGE);
}

/* Whether the rest of the log has a copy of the first page with a counter of at least `counter`.
 * Skips other pages, so it cannot verify checksums. At worst, frames that an old crash left after
 * the log's end make it accept a foreign log. */
static bool wal_reaches(struct wal *wal, uint32_t counter)
{
    for (off_t at = wal->next; wal_read(wal, wal->frame, FRAME_HEADER + BASE_HEADER, at) &&
                               wal_has_frame_of_this_log(wal);
         at += FRAME_HEADER + (off_t)wal->page_size)
        if (wal_page(wal) == 1 && wal_number(wal->frame + FRAME_HEADER + BASE_COUNTER) >= counter)
            return true;
    return false;
}

/* Whether the log proves that it does not belong to the database whose header is `base`. */
static bool wal_contradicts(struct wal *wal, const unsigned char *base)
{
    uint32_t page_size = (uint32_t)base[BASE_PAGE_SIZE] << 8 | base[BASE_PAGE_SIZE + 1];
    uint32_t application = wal_number(base + BASE_APPLICATION);
    uint32_t counter = wal_number(base + BASE_COUNTER);
    const unsigned char *first = wal->frame + FRAME_HEADER; /* the first page, once found */
    if (!wal_read_frame(wal))
        return false;
    if (application == APPLICATION_ID &&
        (base[BASE_VERSION] != 2 || (page_size == 1 ? PAGE_MAX : page_size) != wal->page_size))
        return true;
    while (wal_page(wal) != 1)
        if (!wal_read_frame(wal))
            return false;
    uint32_t from = wal_number(first + BASE_COUNTER);
    uint32_t of_log = wal_number(first + BASE_APPLICATION);
    if (application != APPLICATION_ID && of_log != APPLICATION_ID)
        return false;                              /* not drill's */
    if (application != of_log && application != 0) /* 0 while drill creates a database */
        return true;
    return counter + 1 < from || (counter > from && !wal_reaches(wal, counter));
}

/* ---- */

/* Reads through SQLite: opening and closing the file ourselves would release this process's locks
 * on it. */
static enum err_code wal_read_base(
    struct store *store, unsigned char base[BASE_HEADER], bool *whole, struct err *err)
{
    sqlite3_file *file = NULL;
    sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    int result = file && file->pMethods ? file->pMethods->xRead(file, base, BASE_HEADER, 0)
                                        : SQLITE_IOERR_SHORT_READ;
    *whole = result == SQLITE_OK && memcmp(base, "SQLite format 3", BASE_MAGIC) == 0;
    return result == SQLITE_OK || result == SQLITE_IOERR_SHORT_READ ? ERR_NONE
                                                                    : sql_error(store, result, err);
}

static enum err_code wal_judge(struct store *store, struct wal *wal, bool *foreign, struct err *err)
{
    unsigned char base[BASE_HEADER], base_after[BASE_HEADER], header[LOG_HEADER];
    bool whole;
    enum err_code code = wal_read_base(store, base, &whole, err);
    if (code || !whole || !wal_read_header(wal))
        return code;
    if (!(wal->frame = malloc(FRAME_HEADER + wal->page_size)))
        return err_memory(err);
    if (!wal_contradicts(wal, base))
        return ERR_NONE;
    code = wal_read_base(store, base_after, &whole, err);
    *foreign = !code && whole && memcmp(base, base_after, BASE_HEADER) == 0 &&
               wal_read(wal, header, LOG_HEADER, 0) && memcmp(header, wal->header, LOG_HEADER) == 0;
    return code;
}

enum err_code wal_check(struct store *store, bool *foreign, struct err *err)
{
    struct buf path = {0};
    buf_format(&path, "%s-wal", store->file);
    *foreign = false;
    if (path.failed)
        return err_memory(err);
    struct wal wal = {.fd = open(path.bytes, O_RDONLY | O_CLOEXEC)};
    enum err_code code = wal.fd < 0 ? ERR_NONE : wal_judge(store, &wal, foreign, err);
    if (wal.fd >= 0)
        close(wal.fd);
    free(wal.frame);
    buf_done(&path);
    return code;
}

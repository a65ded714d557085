#include "store/pages.h"

#include "base/buf.h"
#include "store/page_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_SIZE   100
#define DEPTH_MAX     20 /* SQLite's own limit */
#define PAYLOAD_MAX   (INT64_C(1) << 30)
#define PAGE_SIZE_MIN 512
#define PAGE_SIZE_MAX 65536
#define PAGE_SIZE     4096 /* used if the header is damaged */

enum tree_page { INDEX_INTERIOR = 2, TABLE_INTERIOR = 5, INDEX_LEAF = 10, TABLE_LEAF = 13 };

struct pages {
    int fd;
    struct page_log log; /* newer versions of pages, from the write-ahead log */
    uint32_t size, usable;
    uint32_t count;
    uint8_t *seen; /* for each page, whether it has been read */
    struct buf payload;
};

/* A walk through one tree. */
struct page_walk {
    struct pages *pages;
    page_row_fn *take;
    void *context;
    int64_t after; /* the highest row id so far */
    struct page_gaps *gaps;
    bool failed; /* memory ran out for a gap */
};

static uint32_t pages_number(const uint8_t *at, int bytes)
{
    uint32_t number = 0;
    for (int i = 0; i < bytes; i++)
        number = number << 8 | at[i];
    return number;
}

/* ---- opening ---- */

static void pages_read_header(struct pages *p)
{
    uint8_t header[HEADER_SIZE] = {0};
    if (p->log.page_size)
        p->size = p->log.page_size;
    else if (pread(p->fd, header, sizeof header, 0) == (ssize_t)sizeof header)
        p->size = pages_number(header + 16, 2);
    p->size = p->size == 1 ? PAGE_SIZE_MAX : p->size;
    if (p->size < PAGE_SIZE_MIN || p->size > PAGE_SIZE_MAX || (p->size & (p->size - 1)))
        p->size = PAGE_SIZE;
    p->usable = p->size; /* drill reserves no bytes at the end of a page */
}

static enum err_code pages_begin(struct pages *p, const char *path, struct err *err)
{
    struct stat file;
    p->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (p->fd < 0 || fstat(p->fd, &file) != 0)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    enum err_code code = page_log_open(&p->log, path, err);
    if (code)
        return code;
    pages_read_header(p);
    int64_t count = (file.st_size + p->size - 1) / p->size;
    count = count > p->log.page_count ? count : p->log.page_count;
    p->count = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX - 1;
    p->seen = calloc((size_t)p->count + 1, 1);
    return p->seen ? ERR_NONE : err_memory(err);
}

enum err_code pages_open(struct pages **pages, const char *path, struct err *err)
{
    struct pages *p = calloc(1, sizeof *p);
    *pages = NULL;
    if (!p)
        return err_memory(err);
    p->fd = p->log.fd = -1;
    enum err_code code = pages_begin(p, path, err);
    if (code)
        pages_close(p);
    else
        *pages = p;
    return code;
}

void pages_close(struct pages *p)
{
    if (!p)
        return;
    if (p->fd >= 0)
        close(p->fd);
    page_log_close(&p->log);
    buf_done(&p->payload);
    free(p->seen);
    free(p);
}

/* Read a page into bytes. False if it is past the end, or on a bad part of the disk. */
static bool pages_fetch(struct pages *p, uint32_t number, uint8_t *bytes)
{
    if (number == 0 || number > p->count)
        return false;
    if (page_log_has(&p->log, number))
        return page_log_fetch(&p->log, number, bytes);
    return pread(p->fd, bytes, p->size, (off_t)(number - 1) * p->size) == (ssize_t)p->size;
}

/* ---- records ---- */

/* Read a number of 1 to 9 bytes. Return the position of the next byte; NULL if the number is cut
 * off. */
static const uint8_t *pages_varint(const uint8_t *at, const uint8_t *end, uint64_t *number)
{
    *number = 0;
    for (int i = 0; i < 9 && at < end; i++, at++) {
        if (i == 8) {
            *number = *number << 8 | *at;
            return at + 1;
        }
        *number = *number << 7 | (*at & 0x7f);
        if (!(*at & 0x80))
            return at + 1;
    }
    return NULL;
}

static size_t pages_serial_size(uint64_t serial)
{
    static const uint8_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
    return serial < 10 ? sizes[serial] : (size_t)((serial - 12) / 2);
}

static struct page_value pages_value(uint64_t serial, const uint8_t *at)
{
    struct page_value value = {.bytes = (const char *)at, .length = pages_serial_size(serial)};
    if (serial == 0)
        return value;
    value.type = serial >= 12  ? (serial & 1 ? PAGE_TEXT : PAGE_BLOB)
                 : serial == 7 ? PAGE_REAL
                               : PAGE_INTEGER;
    if (serial == 8 || serial == 9)
        value.number = (int64_t)serial - 8;
    if (serial >= 8)
        return value;
    uint64_t bits = at[0] & 0x80 ? UINT64_MAX : 0; /* extend the sign */
    for (size_t i = 0; i < value.length; i++)
        bits = bits << 8 | at[i];
    if (value.type == PAGE_REAL)
        memcpy(&value.real, &bits, sizeof bits);
    else
        value.number = (int64_t)bits;
    return value;
}

/* Decode a record. False unless it is valid down to its last byte. */
static bool pages_decode(const struct buf *payload, struct page_row *row)
{
    const uint8_t *bytes = (const uint8_t *)buf_string(payload), *end = bytes + payload->length;
    uint64_t header, serial;
    const uint8_t *at = pages_varint(bytes, end, &header);
    if (!at || header > payload->length || header < (uint64_t)(at - bytes))
        return false;
    const uint8_t *header_end = bytes + header, *body = header_end;
    for (row->count = 0; at < header_end; row->count++) {
        at = pages_varint(at, header_end, &serial);
        if (!at || row->count == PAGE_VALUES_MAX || serial == 10 || serial == 11 ||
            pages_serial_size(serial) > (size_t)(end - body))
            return false;
        row->values[row->count] = pages_value(serial, body);
        body += pages_serial_size(serial);
    }
    return body == end && row->count > 0;
}

/* The number of payload bytes in the cell itself; the others are on overflow pages. */
static size_t pages_local_size(const struct pages *p, uint64_t size, bool table)
{
    size_t u = p->usable, most = table ? u - 35 : (u - 12) * 64 / 255 - 23;
    size_t least = (u - 12) * 32 / 255 - 23;
    size_t local = least + (size_t)((size - least) % (u - 4));
    return size <= most ? (size_t)size : local <= most ? local : least;
}

/* Append the rest of a payload from its overflow pages. */
static bool pages_overflow(struct pages *p, uint32_t number, uint64_t left)
{
    uint8_t *page = malloc(p->size);
    bool good = page != NULL;
    while (good && left > 0) {
        good = pages_fetch(p, number, page) && !p->seen[number];
        if (!good)
            break;
        p->seen[number] = 1;
        size_t part = left < p->usable - 4 ? (size_t)left : p->usable - 4;
        buf_add(&p->payload, (const char *)page + 4, part);
        number = pages_number(page, 4);
        left -= part;
    }
    free(page);
    return good && !p->payload.failed;
}

/* Read a cell's payload of `size` bytes, which begins at `at`. */
static bool pages_payload(
    struct pages *p, const uint8_t *at, const uint8_t *end, uint64_t size, bool table)
{
    buf_clear(&p->payload);
    if (size == 0 || size > (uint64_t)PAYLOAD_MAX || size > (uint64_t)p->count * p->size)
        return false;
    size_t local = pages_local_size(p, size, table);
    if (local > (size_t)(end - at))
        return false;
    buf_add(&p->payload, (const char *)at, local);
    if (local == size)
        return !p->payload.failed;
    return end - at >= (ptrdiff_t)local + 4 &&
           pages_overflow(p, pages_number(at + local, 4), size - local);
}

/* ---- trees ---- */

static void pages_add_gap(struct page_walk *w, int64_t after, int64_t upto)
{
    struct page_gap gap = {after, upto};
    if (w->gaps)
        w->failed |=
            !array_add(&w->gaps->list, &w->gaps->count, &w->gaps->capacity, &gap, sizeof gap);
}

/* The position of a page's own header. On the first page, the file's header precedes it. */
static const uint8_t *pages_tree_header(const uint8_t *page, uint32_t number)
{
    return page + (number == 1 ? HEADER_SIZE : 0);
}

struct page_cells {
    const uint8_t *page, *end;
    const uint8_t *pointers;
    uint32_t count;
    enum tree_page type;
};

/* Find a page's cells. False if the page is not part of a tree. */
static bool pages_cells(
    const struct pages *p, const uint8_t *page, uint32_t number, struct page_cells *cells)
{
    const uint8_t *header = pages_tree_header(page, number);
    bool interior = header[0] == TABLE_INTERIOR || header[0] == INDEX_INTERIOR;
    if (!interior && header[0] != TABLE_LEAF && header[0] != INDEX_LEAF)
        return false;
    *cells = (struct page_cells){page, page + p->usable, header + (interior ? 12 : 8),
        pages_number(header + 3, 2), (enum tree_page)header[0]};
    return cells->pointers + 2 * cells->count <= cells->end;
}

/* The start of a cell; NULL if it is not within the page. */
static const uint8_t *pages_cell(const struct page_cells *cells, uint32_t i)
{
    const uint8_t *at = cells->page + pages_number(cells->pointers + 2 * i, 2);
    return at >= cells->pointers + 2 * cells->count && at + 4 <= cells->end ? at : NULL;
}

static enum err_code pages_take(struct page_walk *w, struct page_row *row, bool *good,
    const uint8_t *at, const uint8_t *end, uint64_t size, struct err *err)
{
    *good = pages_payload(w->pages, at, end, size, row->row_id != 0) &&
            pages_decode(&w->pages->payload, row);
    if (w->pages->payload.failed)
        return err_memory(err);
    return *good ? w->take(w->context, row, err) : ERR_NONE;
}

/* Take a row from a table's leaf page, whose row ids must be above w->after and at most `upto`. */
static enum err_code pages_take_row(struct page_walk *w, const struct page_cells *cells, uint32_t i,
    int64_t upto, bool *good, struct err *err)
{
    uint64_t size, id;
    const uint8_t *at = pages_cell(cells, i);
    *good = false;
    if (!at || !(at = pages_varint(at, cells->end, &size)) ||
        !(at = pages_varint(at, cells->end, &id)))
        return ERR_NONE;
    struct page_row row = {.row_id = (int64_t)id};
    if (row.row_id <= w->after || row.row_id > upto)
        return ERR_NONE;
    enum err_code code = pages_take(w, &row, good, at, cells->end, size, err);
    if (*good)
        w->after = row.row_id;
    return code;
}

static enum err_code pages_read_leaf(
    struct page_walk *w, const struct page_cells *cells, int64_t upto, struct err *err)
{
    enum err_code code = ERR_NONE;
    int64_t after = w->after; /* the last row before a gap */
    bool bad = false;
    for (uint32_t i = 0; i < cells->count && !code; i++) {
        bool good;
        int64_t before = w->after;
        code = pages_take_row(w, cells, i, upto, &good, err);
        if (good && bad)
            pages_add_gap(w, after, w->after - 1);
        after = good || bad ? after : before;
        bad = !good;
    }
    if (bad)
        pages_add_gap(w, after, upto);
    return code;
}

static enum err_code pages_take_entry(
    struct page_walk *w, const uint8_t *at, const struct page_cells *cells, struct err *err)
{
    uint64_t size;
    struct page_row row = {0};
    bool good = false;
    enum err_code code = ERR_NONE;
    if (at && (at = pages_varint(at, cells->end, &size)))
        code = pages_take(w, &row, &good, at, cells->end, size, err);
    if (!good)
        pages_add_gap(w, 0, 0);
    return code;
}

static enum err_code pages_read_page(
    struct page_walk *w, uint32_t number, bool table, int64_t upto, int depth, struct err *err);

/* Read an interior page, each cell of which points to a page with the rows up to its key. */
static enum err_code pages_read_interior(struct page_walk *w, const struct page_cells *cells,
    bool table, int64_t upto, int depth, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (uint32_t i = 0; i < cells->count && !code; i++) {
        const uint8_t *at = pages_cell(cells, i);
        uint64_t key = 0;
        if (table && at && !pages_varint(at + 4, cells->end, &key))
            at = NULL;
        int64_t last = table ? (int64_t)key : 0;
        if (table && at && (last <= w->after || last > upto))
            at = NULL;
        if (!at) {
            pages_add_gap(w, w->after, upto);
            continue;
        }
        code = pages_read_page(w, pages_number(at, 4), table, last, depth + 1, err);
        if (!code && table)
            w->after = last;
        else if (!code)
            code = pages_take_entry(w, at + 4, cells, err);
    }
    uint32_t right = pages_number(cells->pointers - 4, 4);
    return code ? code : pages_read_page(w, right, table, upto, depth + 1, err);
}

static enum err_code pages_read_cells(struct page_walk *w, const struct page_cells *cells,
    bool table, int64_t upto, int depth, struct err *err)
{
    if (cells->type == TABLE_LEAF)
        return pages_read_leaf(w, cells, upto, err);
    if (cells->type != INDEX_LEAF)
        return pages_read_interior(w, cells, table, upto, depth, err);
    enum err_code code = ERR_NONE;
    for (uint32_t i = 0; i < cells->count && !code; i++)
        code = pages_take_entry(w, pages_cell(cells, i), cells, err);
    return code;
}

/* Read the subtree whose root is the page `number`. In a table, it holds the rows with ids above
 * w->after, up to and including `upto`. */
static enum err_code pages_read_page(
    struct page_walk *w, uint32_t number, bool table, int64_t upto, int depth, struct err *err)
{
    struct pages *p = w->pages;
    struct page_cells cells;
    uint8_t *page = malloc(p->size);
    enum err_code code = ERR_NONE;
    if (!page)
        return err_memory(err);
    bool fits = depth <= DEPTH_MAX && pages_fetch(p, number, page) && !p->seen[number] &&
                pages_cells(p, page, number, &cells);
    if (fits)
        fits = table == (cells.type == TABLE_LEAF || cells.type == TABLE_INTERIOR);
    if (fits) {
        p->seen[number] = 1;
        code = pages_read_cells(w, &cells, table, upto, depth, err);
    } else {
        pages_add_gap(w, table ? w->after : 0, table ? upto : 0);
    }
    free(page);
    return code;
}

enum err_code pages_read(struct pages *p, uint32_t root, page_row_fn *take, void *context,
    struct page_gaps *gaps, struct err *err)
{
    struct page_walk w = {.pages = p, .take = take, .context = context, .gaps = gaps};
    struct page_cells cells;
    uint8_t *page = malloc(p->size);
    if (!page)
        return err_memory(err);
    bool index = pages_fetch(p, root, page) && pages_cells(p, page, root, &cells) &&
                 (cells.type == INDEX_LEAF || cells.type == INDEX_INTERIOR);
    free(page);
    enum err_code code = pages_read_page(&w, root, !index, INT64_MAX, 0, err);
    return code || !w.failed ? code : err_memory(err);
}

void pages_skip_free(struct pages *p)
{
    uint8_t *page = malloc(p->size);
    uint32_t trunk = page && pages_fetch(p, 1, page) ? pages_number(page + 32, 4) : 0;
    while (trunk && pages_fetch(p, trunk, page) && !p->seen[trunk]) {
        p->seen[trunk] = 1;
        uint32_t leaves = pages_number(page + 4, 4);
        for (uint32_t i = 0; i < leaves && 8 + 4 * i + 4 <= p->usable; i++) {
            uint32_t leaf = pages_number(page + 8 + 4 * (size_t)i, 4);
            if (leaf <= p->count)
                p->seen[leaf] = 1;
        }
        trunk = pages_number(page, 4);
    }
    free(page);
}

enum err_code pages_read_rest(struct pages *p, page_row_fn *take, void *context, struct err *err)
{
    struct page_walk w = {.pages = p, .take = take, .context = context};
    struct page_cells cells;
    uint8_t *page = malloc(p->size);
    enum err_code code = page ? ERR_NONE : err_memory(err);
    for (uint32_t number = 2; number <= p->count && !code; number++) {
        if (p->seen[number] || !pages_fetch(p, number, page) ||
            !pages_cells(p, page, number, &cells) || cells.type != TABLE_LEAF)
            continue;
        p->seen[number] = 1;
        w.after = INT64_MIN;
        code = pages_read_leaf(&w, &cells, INT64_MAX, err);
    }
    free(page);
    return code;
}

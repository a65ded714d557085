/* Any bytes that parse as a deck are given ids, as in cmd/ids.c. The result must be the same deck
 * with these ids, contain every byte of the input, and need no more ids. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "fuzz.h"

#include "deck/ids.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file in memory, with a path. */
struct memory_file {
    int fd;
    char path[64];
};

static void put_bytes(struct memory_file *file, const void *bytes, size_t size)
{
    if (!file->path[0]) {
        file->fd = memfd_create("deck", MFD_CLOEXEC);
        MUST(file->fd >= 0);
        snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->fd);
    }
    MUST(ftruncate(file->fd, 0) == 0);
    for (size_t done = 0; done < size;) {
        ssize_t put = pwrite(file->fd, (const char *)bytes + done, size - done, (off_t)done);
        MUST(put > 0);
        done += (size_t)put;
    }
}

static void on_mistake(void *context, const struct err *mistake)
{
    (void)context;
    (void)mistake;
}

/* Whether the text contains all the bytes, in this order. */
static bool are_in(const uint8_t *bytes, size_t size, const struct buf *text)
{
    size_t met = 0;
    for (size_t i = 0; i < text->length && met < size; i++)
        met += (uint8_t)text->bytes[i] == bytes[met];
    return met == size;
}

/* Whether no bytes are removed. If an id key has no value, a "~" or the like is replaced. */
static bool only_adds(const struct deck_ids *ids)
{
    for (size_t i = 0; i < ids->count; i++)
        if (ids->ids[i].position.id_key_end)
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct memory_file before, after;
    struct deck_ids ids, again;
    struct buf text = {0};
    struct err err;
    put_bytes(&before, bytes, size);
    if (!deck_ids_read(&ids, before.path, on_mistake, NULL, &err)) {
        MUST(!deck_ids_choose(&ids, &err));
        deck_ids_text(&ids, &text);
        MUST(!text.failed);
        MUST(!only_adds(&ids) || are_in(bytes, size, &text));
        put_bytes(&after, text.bytes, text.length);
        MUST(!deck_ids_compare(&ids, after.path, &err));
        MUST(!deck_ids_read(&again, after.path, on_mistake, NULL, &err) && again.count == 0);
        deck_ids_done(&again);
    }
    deck_ids_done(&ids);
    buf_done(&text);
    return 0;
}

#include "study/file_edits.h"

#include "base/file.h"
#include "base/hash.h"
#include "deck/source.h"

#include <stdlib.h>
#include <string.h>

void file_edits_done(struct file_edit *edits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(edits[i].path);
        buf_done(&edits[i].other);
    }
    free(edits);
}

uint64_t file_edit_hash(const struct buf *text)
{
    return hash_add(0, buf_string(text), text->length);
}

/* A file that is about to get another text. */
struct file_edits_swap {
    struct file_version version; /* when it was read */
    struct buf held;
    struct atomic_file file; /* the new text, complete but for its name */
};

static enum err_code file_edits_write(
    struct atomic_file *file, const char *path, const struct buf *text, struct err *err)
{
    enum err_code code = atomic_open(file, path, err);
    return code ? code : atomic_write(file, text, err);
}

static enum err_code file_edits_prepare(
    const struct file_edit *edit, struct file_edits_swap *swap, struct err *err)
{
    enum err_code code = deck_file_version(edit->path, &swap->version, err);
    if (!code)
        code = file_read(edit->path, &swap->held, err);
    if (code)
        return code;
    if (file_edit_hash(&swap->held) != edit->hash)
        return err_at(err, ERR_STALE, edit->path, 0, 0, "has been edited since");
    return file_edits_write(&swap->file, edit->path, &edit->other, err);
}

/* Gives a file back what it held, if it has got the new text. There is nothing better to do if that
 * fails, too. */
static void file_edits_put_back(const struct file_edit *edit, const struct file_edits_swap *swap)
{
    struct atomic_file file = {0};
    struct buf now = {0};
    if (!file_read(edit->path, &now, NULL) &&
        file_edit_hash(&now) == file_edit_hash(&edit->other) &&
        !file_edits_write(&file, edit->path, &swap->held, NULL))
        atomic_commit(&file, NULL);
    atomic_discard(&file);
    buf_done(&now);
}

static enum err_code file_edits_commit(
    const struct file_edit *edit, struct file_edits_swap *swap, struct err *err)
{
    enum err_code code = deck_file_unchanged(edit->path, &swap->version, err);
    return code ? code : atomic_commit(&swap->file, err);
}

static void file_edits_keep(struct file_edit *edit, struct file_edits_swap *swap)
{
    struct buf written = edit->other;
    edit->hash = file_edit_hash(&written);
    edit->other = swap->held;
    swap->held = written;
}

enum err_code file_edits_swap(
    struct file_edit *edits, size_t count, bool backwards, struct err *err)
{
    struct file_edits_swap *swaps = calloc(count + 1, sizeof *swaps);
    enum err_code code = swaps ? ERR_NONE : err_memory(err);
    for (size_t i = 0; i < count && !code; i++)
        code = file_edits_prepare(&edits[i], &swaps[i], err);
    bool started = !code;
    for (size_t done = 0; done < count && !code; done++) {
        size_t i = backwards ? count - 1 - done : done;
        code = file_edits_commit(&edits[i], &swaps[i], err);
    }
    for (size_t i = 0; i < count && code && started; i++)
        file_edits_put_back(&edits[i], &swaps[i]);
    for (size_t i = 0; i < count && swaps; i++) {
        if (!code)
            file_edits_keep(&edits[i], &swaps[i]);
        atomic_discard(&swaps[i].file);
        buf_done(&swaps[i].held);
    }
    free(swaps);
    return code;
}

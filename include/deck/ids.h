/* Adds an id to each entry of a deck file that has none. All other bytes stay the same, because ids
 * are inserted at the positions that the parser reports. Call in this order:
 *
 *   deck_ids_read ──> deck_ids_choose ──> deck_ids_write
 *       ^ the caller may add ids to taken */
#ifndef DECK_IDS_H
#define DECK_IDS_H

#include "base/map.h"
#include "deck/reader.h"

struct new_id {
    struct entry_position position;
    size_t id; /* offset in deck_ids.names: first of the slug, later of the chosen id */
};

/* Free with deck_ids_done. */
struct deck_ids {
    const char *path;    /* owned by the caller */
    struct buf id, name; /* the deck's id and name */
    struct map taken;    /* ids that new ids must not repeat; at first, those in the file */

    struct new_id *ids; /* in the order of the file */
    size_t count, capacity;
    struct buf names; /* NUL-terminated strings */
    struct buf text;  /* the whole file */
    size_t mark;      /* size of the file's byte order mark */
    struct file_version version;
};
void deck_ids_done(struct deck_ids *ids);

/* Reads the deck file at path. Errors: ERR_MISTAKE if it has mistakes, which are all reported. */
enum err_code deck_ids_read(struct deck_ids *ids, const char *path, deck_mistake_fn *on_mistake,
    void *context, struct err *err);

/* Chooses an id for each entry without one: the slug of its question or, if that id is taken, the
 * slug with -2, -3 and so on. */
enum err_code deck_ids_choose(struct deck_ids *ids, struct err *err);
const char *deck_ids_name(const struct deck_ids *ids, size_t i);

/* Appends an id for a new entry, made from its question or cloze text, and takes it. False when
 * memory runs out. */
bool deck_ids_new(struct deck_ids *ids, const char *text, struct buf *id);

/* Appends the file's text with the ids in it. */
void deck_ids_text(const struct deck_ids *ids, struct buf *text);

/* Returns ERR_IO unless the file at path is the same deck with these ids. */
enum err_code deck_ids_compare(const struct deck_ids *ids, const char *path, struct err *err);

/* Rewrites the file with the ids added, after parsing the new text as a check. On failure the file
 * is unchanged. ERR_IO can also mean that the file has changed since it was read, or that an id
 * cannot be added without changing something else. */
enum err_code deck_ids_write(const struct deck_ids *ids, struct err *err);

#endif

/* Writes an id into each entry of a deck file that has none, and changes nothing else: the file's
 * bytes stay, and the ids go in between them at the places that the parser gives. In this order:
 *
 *   deck_ids_read ──> deck_ids_choose ──> deck_ids_write
 *       ^ the caller may add ids to taken
 */
#ifndef DECK_IDS_H
#define DECK_IDS_H

#include "base/map.h"
#include "deck/reader.h"

struct new_id {
    struct entry_place place;
    size_t id; /* its place in names; what it is made of until it is chosen */
};

/* Frees with deck_ids_done what it holds. */
struct deck_ids {
    const char *path;    /* the caller's */
    struct buf id, name; /* the deck's */
    struct map taken;    /* ids that new ones must differ from: those that the file has */

    struct new_id *ids; /* in the order of the file */
    size_t count, capacity;
    struct buf names; /* one after the other, each with its NUL */
    struct buf text;  /* all of the file */
    size_t mark;      /* bytes of the byte order mark at its beginning */
    struct file_version version;
};
void deck_ids_done(struct deck_ids *ids);

/* Read the deck file at path; ERR_MISTAKE where it has mistakes, all of which have been told. */
enum err_code deck_ids_read(struct deck_ids *ids, const char *path, deck_mistake_fn *on_mistake,
    void *context, struct err *err);

/* Choose an id for each entry without one: the slug of its question, with -2, -3 and so on where
 * that is taken. */
enum err_code deck_ids_choose(struct deck_ids *ids, struct err *err);
const char *deck_ids_name(const struct deck_ids *ids, size_t i);

/* Append the file's text with the ids in it. */
void deck_ids_text(const struct deck_ids *ids, struct buf *text);

/* Read the file at path beside that of the ids: ERR_IO where it is not the same deck with these ids
 * in it. */
enum err_code deck_ids_compare(const struct deck_ids *ids, const char *path, struct err *err);

/* Put the text with the ids in the file's place, after reading it back. On failure the file is as
 * it was: ERR_IO also where it has changed since it was read, or where an id cannot be written
 * without changing something else. */
enum err_code deck_ids_write(const struct deck_ids *ids, struct err *err);

#endif

/* Image occlusion: notes that ask for one of several regions of a picture, which Anki hides while
 * it asks. They come from Anki's own note type, a cloze whose gaps are shapes, or from the add-on
 * Image Occlusion Enhanced, which makes one note for each region. */
#ifndef EXCHANGE_ANKI_OCCLUSION_H
#define EXCHANGE_ANKI_OCCLUSION_H

#include "base/buf.h"
#include "base/map.h"
#include "exchange/anki.h"
#include "exchange/anki_database.h"
#include "exchange/anki_note_types.h"

#include <stdbool.h>

/* The number of regions of each of the add-on's pictures, by the id that the picture's notes
 * share. */
struct anki_occlusion_groups {
    struct map by_id;
};

/* Reads all of a collection's pictures. */
enum err_code anki_occlusion_read_groups(struct anki_occlusion_groups *groups,
    const struct anki_note_types *types, struct anki_database *db, struct err *err);
void anki_occlusion_groups_done(struct anki_occlusion_groups *groups);
/* Returns the value of struct anki_note.regions for a note with these fields. */
unsigned anki_occlusion_group_size(const struct anki_occlusion_groups *groups,
    const struct anki_note_type *type, const char *const *fields);

/* Whether the note is one of image occlusion. */
bool anki_occlusion_is(const struct anki_note *note);
/* If the card asks for a region, appends in Markdown which one it is. */
void anki_occlusion_ask(
    struct buf *question, const struct anki_note *note, const struct anki_card *card);

#endif

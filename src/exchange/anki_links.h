/* Collects the media that exported cards link to. Decks are untrusted: only regular files in media/
 * beside the deck file are taken, whatever a link says. */
#ifndef EXCHANGE_ANKI_LINKS_H
#define EXCHANGE_ANKI_LINKS_H

#include "base/buf.h"
#include "base/map.h"
#include "exchange/package.h"

#include <stdbool.h>
#include <stddef.h>

struct anki_links {
    const char *deck_path; /* of the deck being exported; NULL if it has no file */
    struct package_file *media;
    size_t count, capacity;
    struct map by_path, by_name; /* from a hash to an index in media */
    struct buf name;             /* the last name returned */
    bool failed;                 /* out of memory */
};

/* Returns the linked file's name in the package; a markdown_link_fn (text/md_html.h). */
const char *anki_links_add(void *context, const char *link, bool *sound);
void anki_links_done(struct anki_links *links);

#endif

/* Collects the media that exported cards link to. Decks are untrusted: takes only regular files in
 * media/ beside the deck file, whatever a link says. */
#ifndef EXCHANGE_ANKI_LINKS_H
#define EXCHANGE_ANKI_LINKS_H

#include "base/buf.h"
#include "base/map.h"
#include "exchange/package.h"

#include <stdbool.h>
#include <stddef.h>

struct anki_links {
    const char *deck_path; /* the exported deck's file; NULL if it has none */
    struct package_file *media;
    size_t count, capacity;
    struct map by_path, by_name; /* map a hash to an index in media */
    struct buf name;             /* the last name returned */
    bool failed;                 /* out of memory */
};

/* A markdown_link_fn (text/md_html.h): returns the linked file's name in the package. */
const char *anki_links_add(void *context, const char *link, bool *sound);
void anki_links_done(struct anki_links *links);

#endif

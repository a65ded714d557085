/* The media that cards link to, on their way into a package. A deck may come from anybody: only
 * plain files in the media/ beside its file are taken, whatever a link says. */
#ifndef EXCHANGE_ANKI_LINKS_H
#define EXCHANGE_ANKI_LINKS_H

#include "base/buf.h"
#include "base/hashes.h"
#include "exchange/package.h"

#include <stdbool.h>
#include <stddef.h>

struct anki_links {
    const char *deck_path; /* of the deck whose cards are written; NULL where it has no file */
    struct package_file *media;
    size_t count, capacity;
    struct hashes by_path, by_name; /* hashes of these */
    struct buf name;                /* of the file linked to last */
    bool failed;                    /* out of memory */
};

/* The name in the package of what the link leads to; a markdown_link_fn (text/md_html.h). */
const char *anki_links_add(void *context, const char *link, bool *sound);
void anki_links_done(struct anki_links *links);

#endif

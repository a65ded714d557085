/* The media of a package as deck files name them: which are named, and what each is called beside
 * which deck file. */
#ifndef EXCHANGE_ANKI_MEDIA_H
#define EXCHANGE_ANKI_MEDIA_H

#include "base/buf.h"
#include "base/err.h"
#include "base/hashes.h"
#include "exchange/package.h"

#include <stdbool.h>
#include <stddef.h>

struct anki_media {
    struct package *package;
    struct anki_media_use {
        char *folder, *name; /* of the deck file; in the package */
        char *link;          /* media/NAME, from the deck file */
        size_t number;       /* PACKAGE_NONE where the package does not have it */
        bool there;          /* the file has it already */
        bool put;            /* it was put there */
    } * uses;
    size_t count, capacity;
    struct hashes by_name;
    struct err failure; /* what anki_media_link met */
};

/* What leads to the file of that name from a deck file in the folder, which lasts as long as media;
 * NULL where the name is none of a file beside it (a web address, say), or where something failed.
 * A file that is there already under that name and says something else is left alone: the link is
 * then to one whose name has a hash in it. */
const char *anki_media_link(struct anki_media *media, const char *folder, const char *name);

/* Put a file in its place. */
enum err_code anki_media_put(struct anki_media *media, struct anki_media_use *use, struct err *err);
/* Take away what was put, and the folders made for it. */
void anki_media_remove(struct anki_media *media);
void anki_media_done(struct anki_media *media);

#endif

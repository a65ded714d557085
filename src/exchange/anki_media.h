/* The media files in a package that deck files link to, and the names they get beside the deck
 * files. */
#ifndef EXCHANGE_ANKI_MEDIA_H
#define EXCHANGE_ANKI_MEDIA_H

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "exchange/package.h"

#include <stdbool.h>
#include <stddef.h>

struct anki_media {
    struct package *package;
    struct anki_media_use {
        char *folder;  /* the deck file's folder */
        char *link;    /* media/NAME, relative to the deck file */
        size_t number; /* PACKAGE_NONE if the file is not in the package */
        bool exists;   /* the file is already in place */
        bool put;      /* this import put it there */
    } * uses;
    size_t count, capacity;
    struct map by_name; /* maps a folder and a name in the package to an index in uses */
    struct err failure; /* why anki_media_link failed */
};

/* Returns the link from a deck file in `folder` to the named media file, valid as long as *media
 * is. If another file has that name, adds a hash to the name. Returns NULL for a web address and on
 * failure. */
const char *anki_media_link(struct anki_media *media, const char *folder, const char *name);

/* Puts a file in place. */
enum err_code anki_media_put(struct anki_media *media, struct anki_media_use *use, struct err *err);
/* Removes the files that were put in place, and the media folders that are then empty. */
void anki_media_remove(struct anki_media *media);
/* Forgets the links made so far. */
void anki_media_forget(struct anki_media *media);
void anki_media_done(struct anki_media *media);

#endif

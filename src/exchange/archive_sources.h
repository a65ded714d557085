/* The files that go into an archive: deck files, and the files that their cards link to. */
#ifndef EXCHANGE_ARCHIVE_SOURCES_H
#define EXCHANGE_ARCHIVE_SOURCES_H

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "deck/source.h"
#include "store/archive.h"

#include <stdbool.h>

struct archive_source {
    char *path;    /* on disk */
    char *name;    /* its path in the archive */
    size_t folder; /* the length of the folder in name, with its slash */
    struct file_version version;
    int64_t deck_id; /* 0 for media */
};
/* Empty if zero-initialized; free with archive_sources_done. */
struct archive_sources {
    struct archive_source *sources; /* decks first, in ascending order of deck_id */
    size_t count, capacity;
    size_t shared; /* the length of the folder that all deck files share */
    size_t decks;  /* how many sources are deck files */
    struct map paths, names;
    const struct archive_source *linking; /* the deck whose cards are being read */
    bool failed;                          /* memory ran out */
};

/* Finds the folder that the decks share. */
enum err_code archive_sources_open(
    struct archive_sources *sources, struct store *store, struct err *err);
void archive_sources_done(struct archive_sources *sources);
/* Adds the deck's file if it has one. Sets the deck's members `file` (NULL if it has none) and
 * `edited`. */
enum err_code archive_sources_add_deck(
    struct archive_sources *sources, struct archive_deck *deck, struct err *err);
/* Adds the files in the deck's folder that the card links to. */
enum err_code archive_sources_add_links(
    struct archive_sources *sources, const struct archive_card *card, struct err *err);

#endif

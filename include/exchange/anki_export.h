/* Known decks as a package that Anki imports, with schedules, the review log, and the media that
 * their cards link to in the media/ beside the deck file. What the importer makes of it again is
 * what was written. */
#ifndef EXCHANGE_ANKI_EXPORT_H
#define EXCHANGE_ANKI_EXPORT_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What makes HTML of Markdown: markdown_to_html of text/md_html.h. */
typedef void anki_html_fn(struct buf *html, const char *markdown,
    const char *(*link)(void *context, const char *link, bool *sound), void *context);

struct anki_export_counts {
    size_t notes, cards, reviews, media;
};

/* Write the decks to the file at path, whole or not at all. */
enum err_code anki_export(struct store *store, const int64_t *deck_ids, size_t count,
    const char *path, struct moment now, anki_html_fn *to_html, struct anki_export_counts *written,
    struct err *err);

#endif

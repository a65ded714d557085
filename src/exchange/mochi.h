/* Imports Mochi's packages (.mochi): zip files with data.json, which is Transit, or data.edn, and
 * the media beside it. Both are read as Transit's verbose JSON (exchange/edn.h). */
#ifndef EXCHANGE_MOCHI_H
#define EXCHANGE_MOCHI_H

#include "base/buf.h"
#include "deck/import_source.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

extern const struct importer importer_mochi;

/* ---- mochi_data.c: values in Transit ---- */

/* Return a member of a map by its keyword; NULL, "" or an empty list if there is none of that
 * kind. */
const json_t *mochi_get(const json_t *map, const char *key);
const char *mochi_text(const json_t *map, const char *key);
/* Returns a vector, list or set; NULL if the value is none of these. json_array_foreach accepts
 * NULL. */
const json_t *mochi_list(const json_t *value);
/* Whether a member is there and is neither false nor null. */
bool mochi_is(const json_t *map, const char *key);
/* Returns a time in ms since 1970; 0 if the value is not a time. */
int64_t mochi_time(const json_t *value);

/* ---- mochi_card.c ---- */

/* Appends the text of a card whose template has <<Field>>. The card has its fields by id, and the
 * template has their names. */
void mochi_render(struct buf *out, const json_t *template, const json_t *card);
/* Divides a card's text at its first line of dashes. The rest is "" if there is none. */
void mochi_divide(const char *content, struct buf *front, struct buf *rest);
/* Appends a text with Mochi's gaps, {{text}} and {{2::text}}, as a deck file's cloze. False if it
 * has none. */
bool mochi_add_gaps(struct buf *cloze, const char *text);

/* ---- mochi_history.c ---- */

/* Sends a card's ratings, and its schedule after the last. False if the sink failed. */
bool mochi_send_reviews(
    struct import_sink *sink, int variant, const json_t *reviews, bool suspended);

#endif

/* Imports Mnemosyne's cards: its database (2.x), the packages in which it shares cards (.cards),
 * and its XML (1.x, and the log entries of 2.x). XML is converted to rows of a private temporary
 * database with Mnemosyne's tables, so that one reader serves all of them. */
#ifndef EXCHANGE_MNEMOSYNE_H
#define EXCHANGE_MNEMOSYNE_H

#include "base/buf.h"
#include "base/err.h"
#include "deck/import_source.h"
#include "exchange/anki_database.h"
#include "text/from_html.h"

#include <stdbool.h>

extern const struct importer importer_mnemosyne;

/* ---- mnemosyne_xml.c ---- */

/* Gives the next part of an XML document: its size, or 0 at the end. */
struct mnemosyne_bytes {
    size_t (*next)(void *context, char *bytes, size_t size);
    void *context;
};
/* Opens a temporary database and fills it; close it even after a failure. Errors: ERR_MISTAKE if
 * this is not XML of Mnemosyne; ERR_MEMORY. */
enum err_code mnemosyne_xml_read(struct anki_database *db, const struct mnemosyne_bytes *bytes,
    const char *path, struct err *err);

/* ---- mnemosyne_read.c ---- */

/* Passes on every fact as entries, with the schedules and ratings of its cards. */
enum err_code mnemosyne_read(struct anki_database *db, const struct html_media *media,
    struct import_sink *sink, struct err *err);

/* ---- mnemosyne_markup.c ---- */

/* Appends a text of a fact, which is HTML where a line feed ends a line, as Markdown. False if it
 * is nested too deeply. */
bool mnemosyne_to_markdown(struct buf *out, const char *text, const struct html_media *media);

/* Appends a text with gaps such as [text:hint]: each as Anki's {{c1::text::hint}} if `gaps`, or
 * else as the text in it. */
void mnemosyne_add_gaps(struct buf *out, const char *text, bool gaps);

#endif

/* How drill's Markdown reader interprets each byte of a text. */
#ifndef TEXT_MD_PLACES_H
#define TEXT_MD_PLACES_H

#include "base/buf.h"

#include <stdbool.h>

enum place {
    PLACE_MARKUP, /* not shown as it is written: a delimiter, an address, an escape's backslash */
    PLACE_TEXT,
    PLACE_CODE,
    PLACE_FORMULA, /* with its dollar signs */
};

/* Sets places to an enum place for each byte of the Markdown. Returns false if memory ran out. */
bool markdown_places(const char *markdown, struct buf *places);

#endif

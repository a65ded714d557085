/* The table of all importers. */
#ifndef EXCHANGE_IMPORTERS_H
#define EXCHANGE_IMPORTERS_H

#include "deck/import_source.h"

#include <stddef.h>

extern const struct importer *const importers[]; /* in the order in which they are tried */
extern const size_t importer_count;

/* Returns NULL if no format has that name. */
const struct importer *importer_named(const char *name);
/* Returns the importer for a source; NULL if none recognizes it. */
const struct importer *importer_recognize(const struct import_source *source);

#endif

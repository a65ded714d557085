/* The table of all importers. */
#ifndef EXCHANGE_IMPORTERS_H
#define EXCHANGE_IMPORTERS_H

#include "deck/import_source.h"

#include <stdbool.h>
#include <stddef.h>

extern const struct importer *const importers[]; /* in the order in which they are tried */
extern const size_t importer_count;

extern const struct importer importer_json, importer_sheet;

/* Whether JSON certainly has cards: see import_csv_is_sure. */
bool import_json_is_sure(struct import_source *source);

/* Returns NULL if no format has that name. */
const struct importer *importer_named(const char *name);
/* Returns the importer for a source; NULL if none recognizes it. */
const struct importer *importer_recognize(const struct import_source *source);

#endif

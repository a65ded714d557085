/* Imports JSON of other programs. */
#ifndef EXCHANGE_IMPORT_JSON_H
#define EXCHANGE_IMPORT_JSON_H

#include "deck/import_source.h"

#include <stdbool.h>

extern const struct importer importer_json;

/* Whether JSON certainly has cards: see import_csv_is_sure. */
bool import_json_is_sure(struct import_source *source);

#endif

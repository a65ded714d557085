/* Imports JSON and spreadsheets. */
#ifndef EXCHANGE_IMPORT_DATA_FILES_H
#define EXCHANGE_IMPORT_DATA_FILES_H

#include "deck/import_source.h"

extern const struct importer importer_json, importer_sheet;

/* Whether JSON certainly has cards: see import_csv_is_sure. */
bool import_json_is_sure(struct import_source *source);

#endif

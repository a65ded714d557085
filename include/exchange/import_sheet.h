/* Imports spreadsheets, .xlsx and .ods. */
#ifndef EXCHANGE_IMPORT_SHEET_H
#define EXCHANGE_IMPORT_SHEET_H

#include "deck/import_source.h"

extern const struct importer importer_sheet;

#endif

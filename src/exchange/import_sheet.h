/* Imports spreadsheets: Excel's .xlsx and LibreOffice's .ods. The first sheet with cells is read as
 * a table. Recognizes other spreadsheets, too, to say what to save them as. */
#ifndef EXCHANGE_IMPORT_SHEET_H
#define EXCHANGE_IMPORT_SHEET_H

#include "deck/import_source.h"

extern const struct importer importer_sheet;

#endif

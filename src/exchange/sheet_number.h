/* Numbers and dates in the cells of spreadsheets, as text. */
#ifndef EXCHANGE_SHEET_NUMBER_H
#define EXCHANGE_SHEET_NUMBER_H

#include "base/buf.h"

#include <stdbool.h>

enum sheet_format { SHEET_PLAIN, SHEET_DATE, SHEET_TIME, SHEET_DATE_TIME, SHEET_PERCENT };

/* Returns how Excel shows a number by a format code such as "yyyy-mm-dd" or "0.00%". */
enum sheet_format sheet_format_of(const char *code);
/* The same for the number of one of Excel's built-in formats. */
enum sheet_format sheet_format_numbered(unsigned number);

/* Appends a number from XML: "3.0" becomes 3 and, in a date format, 45000 becomes 2023-03-15.
 * `from_1904` says that days count from 1904 rather than from 1900. Appends text that is not a
 * number as it is. */
void sheet_put_number(
    struct buf *out, const char *number, enum sheet_format format, bool from_1904);

#endif

/* Numbers and dates in the cells of spreadsheets, as text. */
#ifndef EXCHANGE_SHEET_NUMBER_H
#define EXCHANGE_SHEET_NUMBER_H

#include "base/buf.h"

#include <stdbool.h>

enum sheet_format { SHEET_PLAIN, SHEET_DATE, SHEET_TIME, SHEET_DATE_TIME, SHEET_PERCENT };

/* What a format code of Excel shows a number as: "yyyy-mm-dd", "0.00%". */
enum sheet_format sheet_format_of(const char *code);
/* The same of a number that stands for one of Excel's own formats. */
enum sheet_format sheet_format_numbered(unsigned number);

/* Appends a number as it is written in XML: "3.0" becomes 3, and in a format of dates 45000 becomes
 * 2023-03-15. `from_1904` says that days count from 1904 rather than from 1900. What is no number
 * is appended as it is. */
void sheet_put_number(
    struct buf *out, const char *number, enum sheet_format format, bool from_1904);

#endif

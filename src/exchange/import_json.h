/* Reads JSON of other programs. */
#ifndef EXCHANGE_IMPORT_JSON_H
#define EXCHANGE_IMPORT_JSON_H

#include "deck/import_source.h"

#include <jansson.h>

/* Whether the source begins as JSON does. */
bool import_json_begins(const struct import_source *source);
/* Reads the whole source as UTF-8 into *text. Errors: ERR_MISTAKE if it is too large; ERR_IO,
 * ERR_MEMORY. */
enum err_code import_json_text(struct import_source *source, struct buf *text, struct err *err);
/* Sets *err to what is wrong with the JSON that begins on that line, and returns ERR_MISTAKE. */
enum err_code import_json_refuse(const struct import_source *source, const json_error_t *error,
    unsigned first_line, struct err *err);

#endif

/* Files of JSON. */
#ifndef EXCHANGE_JSON_FILE_H
#define EXCHANGE_JSON_FILE_H

#include "deck/import_source.h"

#include <jansson.h>

/* Whether the source begins as JSON does. */
bool json_file_begins(const struct import_source *source);
/* Reads the whole source as UTF-8 into *text. Errors: ERR_MISTAKE if it is too large; ERR_IO,
 * ERR_MEMORY. */
enum err_code json_file_text(struct import_source *source, struct buf *text, struct err *err);
/* Appends what is wrong with a JSON text. */
void json_file_put_error(const json_error_t *error, struct buf *out);
/* Sets *err to what is wrong with the JSON that begins on that line, and returns ERR_MISTAKE. */
enum err_code json_file_refuse(const struct import_source *source, const json_error_t *error,
    unsigned first_line, struct err *err);

#endif

/* Reads XML from untrusted files: no entities but the five of XML itself, and bounded depth. */
#ifndef EXCHANGE_SHEET_XML_H
#define EXCHANGE_SHEET_XML_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Names of elements and attributes come without their prefix. */
struct sheet_xml {
    /* Return false to stop, with the reason in `failure`, or with none if enough was read. */
    bool (*begin)(void *context, const char *name, const char *const *attributes);
    bool (*end)(void *context, const char *name);
    void (*text)(void *context, const char *bytes, size_t length); /* may be NULL */
    void *context;
    struct err failure;
};

/* `path` and `name` are for messages. Errors: ERR_MISTAKE, ERR_MEMORY, and that in `failure`. */
enum err_code sheet_xml_read(struct sheet_xml *xml, const struct buf *bytes, const char *path,
    const char *name, struct err *err);

/* Returns the value of an attribute, or NULL. */
const char *sheet_xml_value(const char *const *attributes, const char *name);
/* Returns an attribute as a whole number of at most `max`; `unknown` if there is no number. */
unsigned sheet_xml_number(
    const char *const *attributes, const char *name, unsigned unknown, unsigned max);

#endif

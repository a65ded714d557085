/* Reads protocol buffers field by field, just enough for Anki's packages
 * (https://protobuf.dev/programming-guides/encoding). A library would add generated code and a
 * compiler to read a dozen fields of four messages. */
#ifndef EXCHANGE_PROTOBUF_H
#define EXCHANGE_PROTOBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A message; the caller owns the bytes. */
struct protobuf {
    const unsigned char *at, *end;
    bool broken; /* the rest cannot be read */
};

struct protobuf_field {
    unsigned number;
    uint64_t value;    /* for a varint or a fixed-size number; else 0 */
    const char *bytes; /* for a string, bytes or a nested message, without a final NUL; else NULL */
    size_t length;
};

struct protobuf protobuf_of(const void *bytes, size_t length);
/* Reads the next field; false at the end of the message, or if it is broken. */
bool protobuf_next(struct protobuf *message, struct protobuf_field *field);

#endif

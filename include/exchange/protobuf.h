/* Reads protocol buffers, as far as Anki's packages need it: the fields of a message one by one, as
 * https://protobuf.dev/programming-guides/encoding lays them out. A library would bring generated
 * code and a compiler for it, to read a dozen fields of four messages. */
#ifndef EXCHANGE_PROTOBUF_H
#define EXCHANGE_PROTOBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A message; the bytes are the caller's. */
struct protobuf {
    const unsigned char *at, *end;
    bool broken; /* it is none, from here on */
};

struct protobuf_field {
    unsigned number;
    uint64_t value;    /* of a varint or a fixed number; else 0 */
    const char *bytes; /* of a string, bytes, or a message within; else NULL. No NUL ends them */
    size_t length;
};

struct protobuf protobuf_of(const void *bytes, size_t length);
/* The next field; false at the end of the message, and where it is broken. */
bool protobuf_next(struct protobuf *message, struct protobuf_field *field);

#endif

#include "exchange/protobuf.h"

enum wire_type { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

struct protobuf protobuf_of(const void *bytes, size_t length)
{
    return (struct protobuf){.at = bytes, .end = (const unsigned char *)bytes + length};
}

static bool protobuf_fail(struct protobuf *message)
{
    message->broken = true;
    return false;
}

static bool protobuf_read_varint(struct protobuf *message, uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; shift < 64 && message->at < message->end; shift += 7) {
        unsigned char byte = *message->at++;
        *value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return true;
    }
    return protobuf_fail(message);
}

static bool protobuf_read_fixed(struct protobuf *message, size_t size, uint64_t *value)
{
    if ((size_t)(message->end - message->at) < size)
        return protobuf_fail(message);
    for (size_t i = 0; i < size; i++)
        *value |= (uint64_t)*message->at++ << (8 * i);
    return true;
}

static bool protobuf_read_bytes(struct protobuf *message, struct protobuf_field *field)
{
    uint64_t length;
    if (!protobuf_read_varint(message, &length))
        return false;
    if (length > (uint64_t)(message->end - message->at))
        return protobuf_fail(message);
    field->bytes = (const char *)message->at;
    field->length = (size_t)length;
    message->at += length;
    return true;
}

bool protobuf_next(struct protobuf *message, struct protobuf_field *field)
{
    uint64_t key;
    *field = (struct protobuf_field){0};
    if (message->broken || message->at == message->end || !protobuf_read_varint(message, &key))
        return false;
    field->number = (unsigned)(key >> 3);
    if (key >> 3 == 0 || key >> 3 >= 1 << 29)
        return protobuf_fail(message);
    switch ((enum wire_type)(key & 7)) {
    case WIRE_VARINT:
        return protobuf_read_varint(message, &field->value);
    case WIRE_64:
        return protobuf_read_fixed(message, 8, &field->value);
    case WIRE_BYTES:
        return protobuf_read_bytes(message, field);
    case WIRE_32:
        return protobuf_read_fixed(message, 4, &field->value);
    }
    return protobuf_fail(message);
}

/* Base64 (RFC 4648, section 4): bytes as text. */
#ifndef EXCHANGE_BASE64_H
#define EXCHANGE_BASE64_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

void base64_encode(struct buf *out, const char *bytes, size_t length);
/* Appends the bytes that the text encodes. False if it is not valid Base64. */
bool base64_decode(struct buf *out, const char *text);

#endif

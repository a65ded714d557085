#include "exchange/base64.h"

#include <stdint.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_encode(struct buf *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i += 3) {
        uint32_t three = 0;
        for (size_t j = i; j < i + 3; j++)
            three = three << 8 | (j < length ? (unsigned char)bytes[j] : 0);
        char four[] = {digits[three >> 18], digits[three >> 12 & 63], digits[three >> 6 & 63],
            digits[three & 63]};
        for (size_t j = length - i + 1; j < 4; j++)
            four[j] = '=';
        buf_add(out, four, 4);
    }
}

/* The value of each digit; -1 for other bytes. */
static const int8_t *base64_values(void)
{
    static int8_t values[256];
    if (!values['B']) {
        memset(values, -1, sizeof values);
        for (int8_t i = 0; i < 64; i++)
            values[(unsigned char)digits[i]] = i;
    }
    return values;
}

bool base64_decode(struct buf *out, const char *text)
{
    const int8_t *values = base64_values();
    size_t length = strlen(text), padding = 0;
    while (padding < 2 && padding < length && text[length - 1 - padding] == '=')
        padding++;
    if (length % 4)
        return false;
    for (size_t i = 0; i < length; i += 4) {
        uint32_t three = 0;
        size_t left = i + 4 == length ? 3 - padding : 3;
        for (size_t j = 0; j < 4; j++) {
            int value = j > left ? 0 : values[(unsigned char)text[i + j]];
            if (value < 0)
                return false;
            three = three << 6 | (uint32_t)value;
        }
        const char bytes[] = {(char)(three >> 16), (char)(three >> 8), (char)three};
        if (left < 3 && bytes[left])
            return false; /* a leftover bit, which belongs to no byte, is set */
        buf_add(out, bytes, left);
    }
    return true;
}

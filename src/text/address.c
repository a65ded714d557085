#include "text/address.h"

#include <string.h>
#include <strings.h>

static bool address_has_scheme(const char *address)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:"};
    for (size_t i = 0; i < COUNT(schemes); i++)
        if (strncasecmp(address, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

bool address_safe(struct buf *out, const char *address)
{
    static const char unsafe[] = " \"<>\\^`{|}";
    size_t before = out->length;
    if (!address_has_scheme(address) || strlen(address) > ADDRESS_MAX)
        return false;
    for (const char *at = address; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x21 || byte > 0x7e || strchr(unsafe, byte))
            buf_format(out, "%%%02X", byte);
        else
            buf_char(out, *at);
    }
    if (out->length - before <= ADDRESS_MAX)
        return true;
    buf_cut(out, before);
    return false;
}

bool address_is_script(const char *address)
{
    const char *scheme = "javascript:";
    for (; *scheme && *address; address++)
        if ((unsigned char)*address > ' ' && (*address | 0x20) != (*scheme++ | 0x20))
            return false;
    return !*scheme;
}

bool address_is_text(const char *address, const char *text, size_t length)
{
    static const char *const understood[] = {"", "mailto:", "http://"};
    for (size_t i = 0; i < COUNT(understood); i++) {
        size_t scheme = strlen(understood[i]);
        if (strncmp(address, understood[i], scheme) == 0 && strlen(address) == scheme + length &&
            memcmp(address + scheme, text, length) == 0)
            return true;
    }
    return false;
}

#include "text/address.h"

#include <ctype.h>
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

bool address_of_file(struct buf *out, const char *host, const char *path)
{
    size_t before = out->length;
    buf_text(out, "file://");
    for (; *host; host++)
        if (isalnum((unsigned char)*host) || strchr("-.", *host))
            buf_char(out, *host);
    for (; *path; path++) {
        unsigned char byte = (unsigned char)*path;
        if (byte < 0x80 && (isalnum(byte) || strchr("/-._~", byte)))
            buf_char(out, *path);
        else
            buf_format(out, "%%%02X", byte);
    }
    if (out->length - before <= ADDRESS_MAX)
        return true;
    buf_cut(out, before);
    return false;
}

/* Whether a host's name may have this byte: letters of any alphabet, digits, and what stands
 * between the parts of a name and around an IPv6 address. In particular not @, which would end a
 * user's name. */
static bool address_is_host_byte(unsigned char byte)
{
    return byte >= 0x80 || isalnum(byte) || (byte && strchr("-._:[]", byte));
}

const char *address_web_problem(const char *address, size_t *host_end)
{
    static const char *const schemes[] = {"https://", "http://"};
    size_t begin = 0, end;
    for (size_t i = 0; i < COUNT(schemes); i++)
        if (strncasecmp(address, schemes[i], strlen(schemes[i])) == 0)
            begin = strlen(schemes[i]);
    *host_end = end = begin + strcspn(address + begin, "/?#");
    if (begin == 0)
        return "only http and https addresses and files in the deck's folder can be opened";
    for (size_t i = begin; i < end; i++)
        if (address[i] == '@')
            return "has a user's name before its host";
        else if (!address_is_host_byte((unsigned char)address[i]))
            return "its host is not valid";
    if (end == begin)
        return "has no host";
    return strlen(address) > ADDRESS_MAX ? "is too long" : NULL;
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

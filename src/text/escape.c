#include "text/escape.h"

#include "text/text.h"

#include <string.h>

static const char *escape_of(char c)
{
    return c == '&'   ? "&amp;"
           : c == '<' ? "&lt;"
           : c == '>' ? "&gt;"
           : c == '"' ? "&quot;"
                      : "&#39;";
}

/* XML excludes U+FFFE and U+FFFF. */
static bool escape_is_noncharacter(const char *at)
{
    return memcmp(at, "\xef\xbf\xbe", 3) == 0 || memcmp(at, "\xef\xbf\xbf", 3) == 0;
}

void escape_text(struct buf *out, const char *text)
{
    struct buf safe = {0};
    text_safe(&safe, text, TEXT_ONE_LINE);
    for (const char *at = buf_string(&safe); *at;) {
        size_t plain = strcspn(at, "&<>\"'\xef");
        buf_add(out, at, plain);
        at += plain;
        if (*at == '\xef') { /* safe text is whole UTF-8: two more bytes */
            buf_add(out, escape_is_noncharacter(at) ? "\xef\xbf\xbd" : at, 3);
            at += 3;
        } else if (*at) {
            buf_text(out, escape_of(*at++));
        }
    }
    out->failed |= safe.failed;
    buf_done(&safe);
}

#include "text/escape.h"

#include "base/escape.h"
#include "base/utf8.h"
#include "text/text.h"

#include <string.h>

/* Whether the character is U+FFFE or U+FFFF, which XML excludes. */
static bool escape_is_noncharacter(const char *at)
{
    return memcmp(at, "\xef\xbf\xbe", 3) == 0 || memcmp(at, "\xef\xbf\xbf", 3) == 0;
}

void escape_text(struct buf *out, const char *text)
{
    struct buf safe = {0};
    text_safe(&safe, text, TEXT_ONE_LINE);
    for (const char *at = buf_string(&safe); *at;) {
        size_t plain = strcspn(at, "'\xef");
        escape_html(out, at, plain);
        at += plain;
        if (*at == '\xef') { /* safe text is valid UTF-8, so two bytes follow */
            buf_add(out, escape_is_noncharacter(at) ? UTF8_REPLACEMENT : at, 3);
            at += 3;
        } else if (*at) {
            buf_text(out, "&#39;");
            at++;
        }
    }
    out->failed |= safe.failed;
    buf_done(&safe);
}

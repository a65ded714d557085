#include "tui/output.h"

#include "base/utf8.h"
#include "view/charset.h"

#include <langinfo.h>
#include <limits.h>
#include <string.h>
#include <wchar.h>

bool output_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool output_has(uint32_t character)
{
    char encoded[MB_LEN_MAX];
    mbstate_t state = {0};
    return wcrtomb(encoded, (wchar_t)character, &state) != (size_t)-1;
}

void output_encode(const char *text, struct buf *out)
{
    mbstate_t state = {0};
    while (*text) {
        char encoded[MB_LEN_MAX];
        size_t length = wcrtomb(encoded, (wchar_t)utf8_next(&text), &state);
        if (length != (size_t)-1)
            buf_add(out, encoded, length);
    }
}

bool output_put(FILE *stream, const char *text)
{
    struct buf fitted = {0}, encoded = {0};
    if (output_is_utf8()) {
        fputs(text, stream);
        return true;
    }
    charset_fit_text(text, output_has, &fitted);
    output_encode(buf_string(&fitted), &encoded);
    bool good = !fitted.failed && !encoded.failed;
    if (good)
        fputs(buf_string(&encoded), stream);
    buf_done(&fitted);
    buf_done(&encoded);
    return good;
}

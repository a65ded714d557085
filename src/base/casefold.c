#include "base/casefold.h"

#include "base/utf8.h"

#include <string.h>
#include <unicase.h>

/* Returns the number of ASCII bytes at the start of text. */
static size_t casefold_ascii_run(const char *text, size_t length)
{
    size_t run = 0;
    while (run < length && (unsigned char)text[run] < 0x80)
        run++;
    return run;
}

static void casefold_add_ascii(struct buf *out, const char *text, size_t length)
{
    size_t from = out->length;
    buf_add(out, text, length);
    for (size_t i = from; i < out->length; i++)
        if (out->bytes[i] >= 'A' && out->bytes[i] <= 'Z')
            out->bytes[i] = (char)(out->bytes[i] - 'A' + 'a');
}

void casefold_add(struct buf *out, const char *text, size_t length)
{
    while (length > 0) {
        size_t run = casefold_ascii_run(text, length);
        if (run > 0) {
            casefold_add_ascii(out, text, run);
        } else {
            uint32_t c;
            run = utf8_decode(text, length, &c);
            utf8_add(out, uc_tolower(c));
        }
        text += run;
        length -= run;
    }
}

void casefold_text(struct buf *out, const char *text)
{
    casefold_add(out, text, strlen(text));
}

bool casefold_has(const char *text, const char *word, size_t length)
{
    struct buf folded = {0}, wanted = {0};
    casefold_text(&folded, text);
    casefold_add(&wanted, word, length);
    bool has = !folded.failed && !wanted.failed &&
               strstr(buf_string(&folded), buf_string(&wanted)) != NULL;
    buf_done(&folded);
    buf_done(&wanted);
    return has;
}

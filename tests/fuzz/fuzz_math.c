/* Any bytes as a formula, which is shown or refused. What is shown is safe, not much longer than
 * the LaTeX, and on one line unless it is a displayed formula. A refused formula leaves no output.
 */
#include "fuzz.h"

#include "text/math.h"
#include "text/text.h"

#include <string.h>

/* A matrix of up to 12 rows and 12 columns pads each cell to the widest one. */
#define LONGEST(length) (64 + 12 * 12 * 32 * (length))

/* Each character is one that text_safe lets through. They are tested one at a time, because a mark
 * or a joiner may have lost the character that it belonged to. */
static void check_safe(const char *text)
{
    struct buf safe = {0};
    char one[8] = "a";
    for (size_t length; *text; text += length) {
        for (length = 1; (text[length] & 0xc0) == 0x80; length++)
            ;
        MUST(length <= 4);
        memcpy(one + 1, text, length);
        one[1 + length] = '\0';
        if (strcmp(one + 1, "\u200d") == 0 || strcmp(one + 1, "\u200c") == 0)
            continue;
        buf_clear(&safe);
        text_safe(&safe, one, TEXT_LINES);
        MUST(strcmp(buf_string(&safe), one) == 0);
    }
    buf_done(&safe);
}

static void try(const struct buf *latex, bool display)
{
    struct buf out = {0};
    buf_text(&out, ">");
    bool shown = math_text(&out, buf_string(latex), latex->length, display);
    MUST(!out.failed);
    MUST(out.bytes[0] == '>' && (shown ? out.length > 1 : out.length == 1));
    MUST(out.length <= LONGEST(latex->length));
    MUST(display || !memchr(out.bytes, '\n', out.length));
    MUST(strlen(out.bytes) == out.length);
    check_safe(out.bytes);
    buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct buf text = {0}, latex = {0};
    buf_add(&text, (const char *)bytes, size);
    text_safe(&latex, buf_string(&text), TEXT_LINES);
    try(&latex, false);
    try(&latex, true);
    buf_done(&text);
    buf_done(&latex);
    return 0;
}

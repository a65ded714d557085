#include "exchange/anki_cloze.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NESTED_MAX 16
#define OCCLUSION  "image-occlusion:" /* begins a gap that is a shape on an image, not text */

struct anki_cloze_reader {
    const char *at; /* the rest of the field */
    int number;
    enum anki_cloze_side side;
    int depth;
    bool found; /* a gap with that number has been shown */
};

/* Returns the length of an opening such as "{{c1,2::" at the start of the text, or 0. Sets *numbers
 * to how many numbers the opening has, and *active if `number` is one of them. */
static size_t anki_cloze_opening(const char *text, int number, bool *active, unsigned *numbers)
{
    const char *c = text + 3;
    *active = false;
    *numbers = 0;
    if (strncmp(text, "{{c", 3) != 0)
        return 0;
    for (;; c++) {
        char *end;
        if (!isdigit((unsigned char)*c))
            return 0;
        *active |= strtol(c, &end, 10) == number;
        ++*numbers;
        c = end;
        if (*c != ',')
            break;
    }
    return strncmp(c, "::", 2) == 0 ? (size_t)(c + 2 - text) : 0;
}

static void anki_cloze_read_text(struct anki_cloze_reader *cloze, struct buf *out);

static void anki_cloze_read_gap(struct anki_cloze_reader *cloze, struct buf *text, struct buf *hint)
{
    cloze->depth++;
    anki_cloze_read_text(cloze, text);
    cloze->depth--;
    if (strncmp(cloze->at, "::", 2) == 0) {
        const char *end = strstr(cloze->at, "}}");
        cloze->at += 2;
        buf_add(hint, cloze->at, end ? (size_t)(end - cloze->at) : strlen(cloze->at));
        cloze->at = end ? end : cloze->at + strlen(cloze->at);
    }
    if (*cloze->at)
        cloze->at += 2;
    if (strncmp(buf_string(text), OCCLUSION, strlen(OCCLUSION)) == 0)
        buf_clear(text);
}

static void anki_cloze_show_gap(struct anki_cloze_reader *cloze, struct buf *out,
    const struct buf *text, const struct buf *hint)
{
    if (cloze->side == CLOZE_FRONT)
        buf_format(out, "[%s]", hint->length ? buf_string(hint) : "...");
    else if (cloze->side == CLOZE_BACK)
        buf_format(out, "<b>%s</b>", buf_string(text));
    else
        buf_format(out, "%s%s", cloze->found ? ", " : "", buf_string(text));
    cloze->found = true;
}

/* Appends the text up to the end of the field or of the current gap's content. */
static void anki_cloze_read_text(struct anki_cloze_reader *cloze, struct buf *out)
{
    while (*cloze->at) {
        bool active;
        unsigned numbers;
        size_t length = cloze->depth < NESTED_MAX
                            ? anki_cloze_opening(cloze->at, cloze->number, &active, &numbers)
                            : 0;
        if (length) {
            struct buf text = {0}, hint = {0};
            cloze->at += length;
            anki_cloze_read_gap(cloze, &text, &hint);
            out->failed |= text.failed || hint.failed;
            if (active)
                anki_cloze_show_gap(cloze, out, &text, &hint);
            else if (cloze->side != CLOZE_ONLY || cloze->depth)
                buf_text(out, buf_string(&text));
            buf_done(&text);
            buf_done(&hint);
        } else if (cloze->depth &&
                   (strncmp(cloze->at, "}}", 2) == 0 || strncmp(cloze->at, "::", 2) == 0)) {
            return;
        } else {
            if (cloze->side != CLOZE_ONLY || cloze->depth)
                buf_char(out, *cloze->at);
            cloze->at++;
        }
    }
}

void anki_cloze(struct buf *html, const char *field, int number, enum anki_cloze_side side)
{
    struct anki_cloze_reader cloze = {.at = field, .number = number, .side = side};
    size_t begin = html->length;
    anki_cloze_read_text(&cloze, html);
    if (!cloze.found)
        buf_cut(html, begin);
}

bool anki_cloze_is_plain(const char *field)
{
    bool active, open = false;
    unsigned numbers;
    for (const char *c = field; *c; c++) {
        size_t length = anki_cloze_opening(c, 0, &active, &numbers);
        if (length && (open || numbers > 1 || active))
            return false;
        if (!length && strncmp(c, "{{", 2) == 0)
            return false; /* a gap in a deck file, but not in Anki */
        if (length || strncmp(c, "}}", 2) == 0) {
            open = length != 0;
            c += length ? length - 1 : 1;
        }
    }
    return !open;
}

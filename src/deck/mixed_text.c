#include "deck/mixed_text.h"

#include "text/md_write.h"

#include <ctype.h>
#include <string.h>

#define PIECE       "\uFDD2" /* a noncharacter: neither space nor punctuation to Markdown */
#define REPLACEMENT "\uFFFD"

void mixed_text_add(struct mixed_text *m, const char *text, size_t length)
{
    const char *forged;
    while ((forged = memmem(text, length, PIECE, strlen(PIECE)))) {
        buf_add(&m->text, text, (size_t)(forged - text));
        buf_text(&m->text, REPLACEMENT);
        length -= (size_t)(forged - text) + strlen(PIECE);
        text = forged + strlen(PIECE);
    }
    buf_add(&m->text, text, length);
}

void mixed_text_keep(struct mixed_text *m, const char *markdown, size_t length)
{
    buf_text(&m->text, PIECE);
    buf_add(&m->pieces, markdown, length);
    buf_char(&m->pieces, '\0');
}

void mixed_text_mark(struct mixed_text *m, const char *mark)
{
    m->marked = true;
    mixed_text_keep(m, mark, strlen(mark));
}

/* Whether the character could pair with a piece that is a mark. An underscore within a word cannot.
 */
static bool mixed_text_could_pair(const char *c, char before)
{
    if (*c == '_')
        return !(isalnum((unsigned char)before) && isalnum((unsigned char)c[1]));
    return *c && strchr("*`~$", *c);
}

void mixed_text_put(struct mixed_text *m, struct buf *out)
{
    struct buf escaped = {0};
    markdown_put_plain(&escaped, buf_string(&m->text));
    const char *piece = buf_string(&m->pieces), *end = piece + m->pieces.length;
    char before = '\0';
    for (const char *c = buf_string(&escaped); *c; c++) {
        if (strncmp(c, PIECE, strlen(PIECE)) == 0 && piece < end) {
            buf_text(out, piece);
            piece += strlen(piece) + 1;
            c += strlen(PIECE) - 1;
        } else if (*c == '\\' && c[1]) {
            buf_add(out, c++, 2);
        } else {
            if (m->marked && mixed_text_could_pair(c, before))
                buf_char(out, '\\');
            buf_char(out, *c);
        }
        before = *c;
    }
    out->failed |= m->text.failed || m->pieces.failed || escaped.failed;
    buf_done(&escaped);
    buf_clear(&m->text);
    buf_clear(&m->pieces);
    m->marked = false;
}

void mixed_text_done(struct mixed_text *m)
{
    buf_done(&m->text);
    buf_done(&m->pieces);
}

#include "deck/mixed_text.h"

#include "base/utf8.h"
#include "text/md_write.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define PIECE "\uFDD2" /* a noncharacter: neither space nor punctuation to Markdown */

/* The bit of a character that Markdown pairs with another of its kind, or 0. */
static unsigned mixed_text_bit(char c)
{
    static const char pairing[] = "*`~$";
    const char *at = c ? strchr(pairing, c) : NULL;
    return at ? 1U << (at - pairing) : 0;
}

void mixed_text_add(struct mixed_text *m, const char *text, size_t length)
{
    const char *forged;
    while ((forged = memmem(text, length, PIECE, strlen(PIECE)))) {
        buf_add(&m->text, text, (size_t)(forged - text));
        buf_text(&m->text, UTF8_REPLACEMENT);
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
    m->marks |= mixed_text_bit(*mark);
    mixed_text_keep(m, mark, strlen(mark));
}

/* ---- how a piece changes the text around it ---- */

/* Whether the character before a piece would change its meaning. A letter would turn $x$ into a
 * price, a brace would shift where {{ opens a gap, and an exclamation mark would turn a link into
 * an image. */
static bool mixed_text_disarms(char c, const char *piece)
{
    return c == '\\' || (*piece == '$' && isalnum((unsigned char)c)) ||
           (*piece == '{' && c == '{') || (*piece == '[' && c == '!');
}

static bool mixed_text_is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Whether an underscore could be a mark. Within a word it cannot; but markdown_put_plain takes the
 * noncharacter of a piece for part of a word. */
static bool mixed_text_is_underscore(const char *c, char before)
{
    bool in_word = mixed_text_is_word(before) && mixed_text_is_word(c[1]);
    return *c == '_' && !(in_word && strncmp(c + 1, PIECE, strlen(PIECE)) != 0);
}

/* How far a line has been written. A gap at its beginning may be shown without the braces; then the
 * text in the gap, or after it, begins the line. */
struct mixed_text_line {
    bool within;  /* past the first word */
    bool digits;  /* right after digits at the beginning */
    bool has_gap; /* a gap begins or ends before the first word */
};

static void mixed_text_pass_piece(struct mixed_text_line *line, const char *piece)
{
    bool gap = strchr("{}:", *piece);
    line->has_gap |= gap;
    line->within |= !gap;
}

/* Whether the character would begin a Markdown block if the gap here were shown without braces. */
static bool mixed_text_begins_block(struct mixed_text_line *line, const char *c, bool before_piece)
{
    bool near = line->has_gap || before_piece, begins = false;
    if (*c == '\n') {
        *line = (struct mixed_text_line){0};
    } else if (!line->within && !strchr(" \xc2\xa0", *c)) {
        begins = near && strchr(line->digits ? ".)" : "#>-+=|`~", *c);
        line->digits = isdigit((unsigned char)*c);
        line->within = !line->digits;
    }
    return begins;
}

void mixed_text_put(struct mixed_text *m, struct buf *out)
{
    struct buf escaped = {0};
    struct mixed_text_line line = {0};
    markdown_put_plain(&escaped, buf_string(&m->text));
    const char *piece = buf_string(&m->pieces), *end = piece + m->pieces.length;
    char before = '\0', before_piece = '\0';
    bool pieces = piece < end;
    for (const char *c = buf_string(&escaped); *c;) {
        if (piece < end && strncmp(c, PIECE, strlen(PIECE)) == 0) {
            mixed_text_pass_piece(&line, piece);
            buf_text(out, piece);
            before_piece = *piece;
            before = '\0';
            piece += strlen(piece) + 1;
            c += strlen(PIECE);
            continue;
        }
        size_t size = *c == '\\' && (ispunct((unsigned char)c[1]) || c[1] == '\n') ? 2 : 1;
        char is = c[size - 1];
        bool next = piece < end && strncmp(c + size, PIECE, strlen(PIECE)) == 0;
        bool begins = mixed_text_begins_block(&line, c + size - 1, next) && size == 1;
        bool pairs = size == 1 && (m->marks & mixed_text_bit(is) ||
                                      (pieces && mixed_text_is_underscore(c, before)));
        if ((next && mixed_text_disarms(is, piece)) ||
            (before_piece == '$' && isalnum((unsigned char)is)) ||
            (before_piece == '}' && is == '}')) {
            buf_format(out, "&#%d;", is);
        } else {
            buf_text(out, begins || pairs ? "\\" : "");
            buf_add(out, c, size);
        }
        before = is;
        before_piece = '\0';
        c += size;
    }
    out->failed |= m->text.failed || m->pieces.failed || escaped.failed;
    buf_done(&escaped);
    buf_clear(&m->text);
    buf_clear(&m->pieces);
    m->marks = 0;
}

void mixed_text_done(struct mixed_text *m)
{
    buf_done(&m->text);
    buf_done(&m->pieces);
}

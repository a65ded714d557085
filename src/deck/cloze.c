#include "deck/cloze.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A piece of cloze text: the plain text before a gap, then the gap. */
struct cloze_piece {
    const char *plain, *text, *hint;
    size_t plain_length, text_length, hint_length;
    int number; /* 0 if no gap follows the plain text */
    const char *next;
};

/* Returns the number in a prefix such as "c12::" and sets *length; returns 0 if there is none. */
static int cloze_anki_number(const char *text, const char *end, size_t *length)
{
    if (end - text < 4 || *text != 'c' || !isdigit((unsigned char)text[1]))
        return 0;
    char *after;
    long number = strtol(text + 1, &after, 10);
    if (after + 2 > end || after[0] != ':' || after[1] != ':' || number < 1)
        return 0;
    *length = (size_t)(after + 2 - text);
    return number > CLOZE_GAPS_MAX ? CLOZE_GAPS_MAX + 1 : (int)number;
}

static const char *cloze_find_pair(const char *from, const char *end, const char *pair)
{
    for (; from + 1 < end; from++)
        if (from[0] == pair[0] && from[1] == pair[1])
            return from;
    return NULL;
}

/* Returns the piece that starts at text; *counted is the number of unnumbered gaps before it. */
static struct cloze_piece cloze_next_piece(const char *text, int *counted)
{
    struct cloze_piece piece = {.plain = text};
    const char *open = strstr(text, "{{");
    const char *close = open ? strstr(open + 2, "}}") : NULL;
    if (!close) {
        piece.plain_length = strlen(text);
        piece.next = text + piece.plain_length;
        return piece;
    }
    while (close[2] == '}') /* {{ {a} }}: a run's last two braces close the gap */
        close++;
    size_t prefix = 0;
    piece.plain_length = (size_t)(open - text);
    piece.number = cloze_anki_number(open + 2, close, &prefix);
    if (!piece.number)
        piece.number = ++*counted;
    piece.text = open + 2 + prefix;
    const char *hint = cloze_find_pair(piece.text, close, "::");
    piece.text_length = (size_t)((hint ? hint : close) - piece.text);
    piece.hint = hint ? hint + 2 : close;
    piece.hint_length = (size_t)(close - piece.hint);
    piece.next = close + 2;
    return piece;
}

int cloze_next_gap(const char *text, int after)
{
    int counted = 0, lowest = 0;
    for (struct cloze_piece piece; *text; text = piece.next) {
        piece = cloze_next_piece(text, &counted);
        if (piece.number > after && (!lowest || piece.number < lowest))
            lowest = piece.number;
    }
    return lowest;
}

/* Appends text that may follow a gap. Markdown reads [...] followed by a character in risky as a
 * link or a link definition. */
static void cloze_add_after(struct buf *out, const char *text, size_t length, const char *risky)
{
    if (length && strchr(risky, text[0]))
        buf_char(out, ' ');
    buf_add(out, text, length);
}

void cloze_question(const char *text, int gap, struct buf *question)
{
    int counted = 0;
    const char *risky = "";
    for (struct cloze_piece piece; *text; text = piece.next) {
        piece = cloze_next_piece(text, &counted);
        cloze_add_after(question, piece.plain, piece.plain_length, risky);
        risky = piece.plain_length ? "" : risky;
        if (piece.number == gap) {
            cloze_add_after(question, "[", 1, risky);
            buf_add(question, piece.hint_length ? piece.hint : "...",
                piece.hint_length ? piece.hint_length : 3);
            buf_char(question, ']');
            risky = "([:";
        } else if (piece.number) {
            cloze_add_after(question, piece.text, piece.text_length, risky);
            risky = piece.text_length ? "" : risky;
        }
    }
}

void cloze_answer(const char *text, int gap, struct buf *answer)
{
    int counted = 0;
    const char *between = "";
    for (struct cloze_piece piece; *text; text = piece.next) {
        piece = cloze_next_piece(text, &counted);
        if (piece.number == gap && piece.text_length) {
            buf_text(answer, between);
            buf_add(answer, piece.text, piece.text_length);
            between = " … ";
        }
    }
}

void cloze_number(const char *text, struct buf *numbered)
{
    int counted = 0;
    for (struct cloze_piece piece; *text; text = piece.next) {
        piece = cloze_next_piece(text, &counted);
        buf_add(numbered, piece.plain, piece.plain_length);
        if (piece.number) {
            buf_format(numbered, "{{c%d::", piece.number);
            buf_add(numbered, piece.text, (size_t)(piece.next - piece.text));
        }
    }
}

#include "deck/cloze.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A piece of a cloze text: the plain text before a gap, then the gap. */
struct piece {
    const char *plain, *text, *hint;
    size_t plain_length, text_length, hint_length;
    int number; /* 0 where no gap follows the plain text */
    const char *next;
};

/* "c12::" at text: its number, and the length of the prefix; 0 where there is none. */
static int anki_number(const char *text, const char *end, size_t *length)
{
    if (end - text < 4 || *text != 'c' || !isdigit((unsigned char)text[1]))
        return 0;
    char *after;
    long number = strtol(text + 1, &after, 10);
    if (after + 2 > end || after[0] != ':' || after[1] != ':' || number < 1 ||
        number > CLOZE_GAPS_MOST)
        return 0;
    *length = (size_t)(after + 2 - text);
    return (int)number;
}

static const char *find_pair(const char *from, const char *end, const char *pair)
{
    for (; from + 1 < end; from++)
        if (from[0] == pair[0] && from[1] == pair[1])
            return from;
    return NULL;
}

/* The piece that starts at text; *counted is the number of unnumbered gaps before it. */
static struct piece next_piece(const char *text, int *counted)
{
    struct piece piece = {.plain = text};
    const char *open = strstr(text, "{{");
    const char *close = open ? strstr(open + 2, "}}") : NULL;
    if (!close) {
        piece.plain_length = strlen(text);
        piece.next = text + piece.plain_length;
        return piece;
    }
    while (close[2] == '}') /* {{ {a} }}: the last two of a run of braces close */
        close++;
    size_t prefix = 0;
    piece.plain_length = (size_t)(open - text);
    piece.number = anki_number(open + 2, close, &prefix);
    if (!piece.number)
        piece.number = ++*counted;
    piece.text = open + 2 + prefix;
    const char *hint = find_pair(piece.text, close, "::");
    piece.text_length = (size_t)((hint ? hint : close) - piece.text);
    piece.hint = hint ? hint + 2 : close;
    piece.hint_length = (size_t)(close - piece.hint);
    piece.next = close + 2;
    return piece;
}

int cloze_next_gap(const char *text, int after)
{
    int counted = 0, lowest = 0;
    while (*text) {
        struct piece piece = next_piece(text, &counted);
        if (piece.number > after && (!lowest || piece.number < lowest))
            lowest = piece.number;
        text = piece.next;
    }
    return lowest;
}

void cloze_question(const char *text, int gap, struct buf *question)
{
    int counted = 0;
    while (*text) {
        struct piece piece = next_piece(text, &counted);
        buf_add(question, piece.plain, piece.plain_length);
        if (piece.number == gap) {
            buf_char(question, '[');
            buf_add(question, piece.hint_length ? piece.hint : "...",
                piece.hint_length ? piece.hint_length : 3);
            /* Markdown reads [...](x) as a link */
            buf_text(question, *piece.next == '(' ? "] " : "]");
        } else if (piece.number) {
            buf_add(question, piece.text, piece.text_length);
        }
        text = piece.next;
    }
}

/* Whether a position lies within code or mathematics: the marks before it, each toggling. */
struct verbatim {
    bool code, math;
};

static void verbatim_add(struct verbatim *verbatim, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        verbatim->code ^= text[i] == '`';
        verbatim->math ^= text[i] == '$';
    }
}

/* Whether ** around the gap would be read as bold, by CommonMark's flanking rules: they look at
 * the characters on both sides of each **. */
static bool can_embolden(const struct piece *piece, char before)
{
    if (piece->text_length == 0)
        return false;
    unsigned char first = (unsigned char)piece->text[0];
    unsigned char last = (unsigned char)piece->text[piece->text_length - 1];
    unsigned char left = (unsigned char)before, right = (unsigned char)*piece->next;
    bool opens = isalnum(first) || (ispunct(first) && (!left || isspace(left) || ispunct(left)));
    bool closes = isalnum(last) || (ispunct(last) && (!right || isspace(right) || ispunct(right)));
    return opens && closes && first != '*' && last != '*' && left != '*' && right != '*';
}

void cloze_answer(const char *text, int gap, struct buf *answer)
{
    int counted = 0;
    struct verbatim verbatim = {0};
    while (*text) {
        struct piece piece = next_piece(text, &counted);
        buf_add(answer, piece.plain, piece.plain_length);
        verbatim_add(&verbatim, piece.plain, piece.plain_length);
        if (piece.number) {
            char before = answer->length ? answer->bytes[answer->length - 1] : '\0';
            bool bold = piece.number == gap && !verbatim.code && !verbatim.math &&
                        can_embolden(&piece, before);
            buf_text(answer, bold ? "**" : "");
            buf_add(answer, piece.text, piece.text_length);
            buf_text(answer, bold ? "**" : "");
            verbatim_add(&verbatim, piece.text, piece.text_length);
        }
        text = piece.next;
    }
}

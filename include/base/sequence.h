/* Recognizes escape sequences in the input of a terminal, character by character (ECMA-48): its
 * answers, the marks of a paste, and keys that curses does not know. Their characters are no keys,
 * in however many pieces they arrive. */
#ifndef BASE_SEQUENCE_H
#define BASE_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEQUENCE_SIZE 128

/* Zero-initialized: between two sequences. */
struct sequence {
    enum {
        SEQUENCE_OUTSIDE,
        SEQUENCE_ESCAPED, /* after ESC: a sequence, or the Escape key */
        SEQUENCE_INSIDE,
        SEQUENCE_ENDING, /* after an ESC that ended a string: a backslash follows */
        SEQUENCE_LATE    /* after ESC was taken for the Escape key: a late '[' tells otherwise */
    } state;
    char kind; /* the character after ESC: '[' or 'O', or ']', 'P' or '_', which begin a string */
    char text[SEQUENCE_SIZE]; /* what follows it, without the end of a string; cut if too long */
    size_t length;
};

enum sequence_step {
    SEQUENCE_NONE,  /* the character is a key */
    SEQUENCE_PART,  /* it is part of a sequence */
    SEQUENCE_WHOLE, /* `kind` and `text` are a whole sequence */
    SEQUENCE_ESCAPE /* the ESC before it was the Escape key; take the character again */
};
/* Takes the next character; 0 stands for a key that is none. */
enum sequence_step sequence_take(struct sequence *sequence, uint32_t character);

/* Starts in the middle of a sequence: ESC, the kind and perhaps more have already been read. */
void sequence_start(struct sequence *sequence, char kind);
/* Gives up a sequence that does not end. Returns true if it was only ESC: the Escape key, unless
 * the line is so slow that the rest is yet to come. */
bool sequence_give_up(struct sequence *sequence);
/* Whether it begins and ends with these texts. */
bool sequence_matches(
    const struct sequence *sequence, char kind, const char *begin, const char *end);

#endif

/* A card's text, laid out in lines. The lines are kept between frames, because a card may hold a
 * mebibyte. */
#ifndef VIEW_CARD_TEXT_H
#define VIEW_CARD_TEXT_H

#include "deck/cloze.h"
#include "model/card.h"
#include "text/styled.h"
#include "text/typed.h"

#include <stdbool.h>
#include <stdint.h>

/* The pictures of a card that the terminal can show. All others are shown by their names. */
#define CARD_PICTURES_MAX 16
struct card_picture {
    const char *address; /* as md_links_read gives it */
    int id;              /* what frames call it */
    int width, height;   /* in pixels */
};
struct card_pictures {
    struct card_picture list[CARD_PICTURES_MAX];
    size_t count;
    int cell_width, cell_height; /* of the terminal, in pixels; 0 if unknown */
};

/* Zero-initialize it, except styled.links_work, styled.wide and pictures. */
struct card_text {
    struct styled styled;
    struct card_pictures pictures;
    struct styled_picture sizes[CARD_PICTURES_MAX]; /* the pictures as card_text_fit sized them */
    uint64_t fitted;           /* a hash of everything that their sizes depend on */
    int answer;                /* the line where the answer begins */
    int blanks;                /* the blank lines that would set off all parts */
    int shown;                 /* how many of them are among the lines */
    struct typed_result typed; /* what was typed, compared with the answer */
    uint64_t hash;             /* a hash of everything else that the lines depend on */
};

/* Which parts of a card are shown besides the question. */
struct card_face {
    const struct card *card;
    bool hint, answer;
    uint64_t files;    /* a hash of the files that its links lead to */
    const char *typed; /* what was typed, to be compared with the answer; NULL for nothing */
    const struct typed_rules *rules; /* of this comparison; not NULL with typed */
};

/* Appends the whole sentence of a cloze card, with its answer in place. Returns false, with nothing
 * appended, for a card without cloze text, and if the answer is empty. */
bool card_text_sentence(const struct card *card, enum cloze_marks marks, struct buf *sentence);

/* Sizes the card's pictures so that all of the card fits into `width` x `rows` cells, once its hint
 * and its answer are shown: they keep their sizes when these appear. Leaves `blanks` more rows free
 * unless that makes the pictures too small. Call it before card_text_lay. */
void card_text_fit(
    struct card_text *text, const struct card *card, int width, int rows, int blanks);

/* Lays out a card in `width` columns. Leaves out blank lines between its parts, the last first, as
 * long as it has more than `rows` lines. Does nothing if the lines are up to date. */
void card_text_lay(struct card_text *text, const struct card_face *face, int width, int rows);
void card_text_done(struct card_text *text);

#endif

/* What a note reveals of the settings of Obsidian's spaced repetition plugin, which notes do not
 * contain: tags, marks of gaps, separators. */
#ifndef DECK_OBSIDIAN_SIGNS_H
#define DECK_OBSIDIAN_SIGNS_H

#include "deck/note_text.h"
#include "deck/obsidian_cloze.h"

#include <stdbool.h>
#include <stddef.h>

#define OBSIDIAN_SCHEDULE     "<!--SR:"
#define OBSIDIAN_SCHEDULE_END "-->"

struct obsidian_signs {
    bool tagged;             /* there is a tag #flashcards */
    size_t schedules;        /* comments with a schedule */
    size_t lines;            /* question::answer */
    size_t clear;            /* lines that are little more than that */
    size_t blocks;           /* a question, ? and an answer */
    size_t long_ends;        /* +++ */
    size_t open;             /* ? before a blank line */
    size_t rules;            /* --- */
    size_t letters;          /* Q:, A: or C:, as in other formats */
    unsigned gaps;           /* the kinds of gaps in any paragraph */
    size_t bold, not_bold;   /* scheduled paragraphs with a bold text for each card, or not */
    size_t marked;           /* scheduled paragraphs with a highlighted text for each card */
    unsigned scheduled_gaps; /* in scheduled paragraphs that have nothing else to ask for */
    bool separates_both;     /* `separator` is for both directions */
    const char *separator;   /* a separator other than ::, or NULL */
};

/* The reader's state. Zero-initialize, and free with obsidian_look_done. */
struct obsidian_look {
    struct obsidian_signs signs;
    struct note_head head;
    struct note_fence fence;
    struct buf paragraph;
    const char *custom; /* the separator in the last line */
    bool brief;         /* allocate nothing, and collect only what obsidian_signs_are_clear needs */
    bool asks;          /* the paragraph has a separator */
    bool text;          /* the paragraph has text */
    bool failed;        /* memory ran out */
    bool after_mark;    /* the last line was ? */
};

/* Takes the lines of a note, in order. Call note_head_find for look->head first, and
 * obsidian_look_end after the last. */
void obsidian_look_at(struct obsidian_look *look, const char *line, unsigned number);
void obsidian_look_end(struct obsidian_look *look);
void obsidian_look_done(struct obsidian_look *look);
/* Takes a brief look at the beginning of a note. */
struct obsidian_signs obsidian_signs_of(const char *start);

/* Whether the note clearly has cards: by its schedules, by a tag #flashcards, or by enough
 * questions that are not in another format. */
bool obsidian_signs_are_clear(const struct obsidian_signs *signs);
/* The kinds of gaps that count. */
unsigned obsidian_signs_gaps(const struct obsidian_signs *signs);
/* The line that ends a card instead of a blank line, or NULL. */
const char *obsidian_signs_end(const struct obsidian_signs *signs);

/* Whether this is #flashcards or a tag below it; the # may be missing. */
bool obsidian_is_deck_tag(const char *tag, size_t length);

/* Finds the separator of question::answer outside code, or NULL; sets *length to its length, and
 * *both if the card is asked in both directions. */
const char *obsidian_separator(
    const struct obsidian_signs *signs, const char *line, size_t *length, bool *both);

/* Whether the line is ? or, for cards in both directions, ??. */
bool obsidian_is_mark(const char *line, bool *both);

#endif

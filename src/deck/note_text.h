/* What importers of notes in Markdown and Org share: front matter, fences of code, wiki links,
 * tags, and schedules that are kept beside the text. */
#ifndef DECK_NOTE_TEXT_H
#define DECK_NOTE_TEXT_H

#include "deck/import_source.h"

#include <stdbool.h>
#include <stddef.h>

/* An open fence of code. Zero it before the first line. */
struct note_fence {
    char mark; /* 0 outside of code */
    size_t length;
};

/* Whether the line belongs to a block of code, as its fences do. Pass every line, in order. */
bool note_fence_takes(struct note_fence *fence, const char *line);

/* The front matter of a note: lines of YAML between two lines ---. Zero-initialize, and free with
 * note_head_done. */
struct note_head {
    unsigned lines;  /* how many lines it has, including both ---; 0 if there is none */
    struct buf tags; /* separated by commas, without # */
    struct buf deck; /* the value of deck:, or else of title: */
    bool in_tags, titled;
};

/* Finds the front matter at the beginning of a text. */
void note_head_find(struct note_head *head, const char *start);
/* Takes a line if it belongs to the front matter. */
bool note_head_takes(struct note_head *head, const char *line, unsigned number);
void note_head_done(struct note_head *head);

/* Copies the next line of *text without its line end, cut if it is very long, and moves *text past
 * it. Returns false after the last line. Allocates nothing, for recognizing formats. */
#define NOTE_LINE_SIZE 2048
bool note_next_line(const char **text, char line[NOTE_LINE_SIZE]);

/* The length of the tag at the beginning of the text, with its #; 0 if there is none. */
size_t note_tag_length(const char *text);

/* Appends Markdown, with wiki links and embedded files as Markdown has them: [[Page|alias]] is
 * alias, ![[x.png]] an image. Comments <!-- --> are left out. Code and formulas stay unchanged. */
void note_put_text(struct buf *out, const char *text, size_t length);

/* Whether the rest of the line is white space. */
bool note_is_blank(const char *line);
/* Skips quotation marks, a heading's or an item's mark, and white space. */
const char *note_skip_marks(const char *line);

/* Reads a date such as 2026-01-31, and the time of day if that and its offset follow. */
bool note_due(const char *text, struct import_due *due);

/* The `skipped` function of a sink for a first look at a note: it reports nothing. */
bool note_skip_nothing(void *context, unsigned line, const char *why);

/* Passes on an entry. Returns false, as the sink does, also if memory ran out for it. */
bool note_give(struct import_sink *sink, const char *deck, struct deck_entry *entry, unsigned line);

/* Passes on the schedule of a card of the last entry. Clamps numbers that are out of range;
 * repetitions follow from the interval. */
struct note_schedule {
    struct import_due due;
    double days, ease;
    int lapses;
    bool suspended;
};
bool note_give_schedule(
    struct import_sink *sink, int variant, const struct note_schedule *schedule);

/* Returns the variant of the entry's card with that index, in the order in which other programs
 * list siblings; NOTE_NO_CARD after the last, NOTE_NO_MEMORY if memory ran out. */
#define NOTE_NO_CARD   (-1)
#define NOTE_NO_MEMORY (-2)
int note_variant(const struct deck_entry *entry, size_t index);

#endif

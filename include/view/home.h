/* The home screen: every deck with what is left to do today. Draws an overview into a frame and
 * turns a key into an intent. */
#ifndef VIEW_HOME_H
#define VIEW_HOME_H

#include "study/overview.h"
#include "view/frame.h"
#include "view/overlay.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a row of the list stands for: all listed decks, those of a folder, or one deck. */
enum home_kind { HOME_ALL, HOME_FOLDER, HOME_DECK };
struct home_row {
    enum home_kind kind;
    size_t folder;       /* the folder's index in the overview, for HOME_FOLDER only */
    size_t first, count; /* its decks in the overview; some of them may not be listed */
    bool whole;          /* all of these are listed */
};

/* Which input line is open: the filter, or the path of a file to import. */
enum home_line { HOME_NO_LINE, HOME_FILTER_LINE, HOME_IMPORT_LINE };

/* What the home screen keeps between frames and overviews. Zero-initialize it; free it with
 * home_done. */
struct home {
    struct home_row *rows; /* made anew for each key and each frame */
    size_t row_count, row_capacity;
    size_t row, top, page;         /* the selected row; the first visible row; rows visible */
    enum home_kind selected;       /* the kind of the selected row, and the deck_id of its first */
    int64_t selected_deck;         /* deck, by which it is found again in other rows */
    enum overview_order sorted_by; /* the order of the overview */
    enum home_line line;
    struct buf filter; /* words, each of which a deck's name or id must contain */
    struct buf path;   /* what is to be imported, as typed */
    size_t cursor;     /* in the open line: see view/line.h */
    int64_t *marked;   /* the deck_ids of the marked decks */
    size_t marked_count, marked_capacity;
    struct buf notice; /* safe text, shown until the next key */
    bool failed;       /* memory ran out, so that what is listed and chosen is not known */

    const struct settings *settings; /* the caller's; may be NULL */
    struct overlay_view overlay;
};
void home_done(struct home *home);

/* The home screen's own commands, which its intents carry. The caller carries out HOME_OPEN,
 * HOME_SORT, HOME_COMPLETE and HOME_IMPORT, and handles `edit`, `side` and `quit`. */
enum home_command {
    HOME_NOTHING,
    HOME_MARK,
    HOME_WIDEN,
    HOME_FILTER,   /* open the filter line */
    HOME_ASK,      /* open the line of the import */
    HOME_CLOSE,    /* close the line */
    HOME_OPEN,     /* review the chosen decks */
    HOME_SORT,     /* sort the overview by home->sorted_by, which has already been changed */
    HOME_COMPLETE, /* complete home->path */
    HOME_IMPORT,   /* import home->path */
};

/* Handles a key, as far as the screen can; returns what the caller must do. */
struct intent home_key(struct home *home, const struct overview *overview, uint32_t key);

/* Marks a deck, or removes its mark. */
void home_mark(struct home *home, int64_t deck_id);

/* Sets deck_ids (capacity: overview->count) to the chosen decks, in order: the marked ones, or else
 * the listed ones of the selected row. Leaves out decks whose files have mistakes and returns the
 * number of the others. Sets a notice if all have mistakes. */
size_t home_chosen(struct home *home, const struct overview *overview, int64_t *deck_ids);
/* The deck of the selected row; NULL if the row stands for several. */
const struct deck_overview *home_selected(struct home *home, const struct overview *overview);

/* Says which files begin like home->path, which has been completed. `names` need not be safe. */
void home_tell_names(struct home *home, const char *names, size_t count);
/* Closes the line of the import, which has been carried out. */
void home_close_line(struct home *home);

/* For drawing. home_list makes the rows; home_lists tells whether the filter lets a deck through.
 * home_table: the keys that apply, those of a line while it is open. home_stage: the current stage,
 * as its bit in that table. */
void home_list(struct home *home, const struct overview *overview);
bool home_is_marked(const struct home *home, int64_t deck_id);
const struct key_table *home_table(const struct home *home);
unsigned home_stage(const struct home *home);

/* Draws into a frame of the given size. False when out of memory. */
bool home_draw(struct home *home, const struct overview *overview, int today, struct frame *frame);

/* Plain mode: appends a numbered list and a prompt. */
void home_plain(const struct overview *overview, int today, struct buf *out);
/* Parses a line: numbers, nothing for all decks, before them "/", "s", "f" or "r" for a side
 * screen, "x" and a path to import, or "q" to quit. Sets *unclear if the line is not understood. */
struct intent home_line(
    struct home *home, const struct overview *overview, const char *line, bool *unclear);

#endif

/* The card browser: lists, searches and changes cards. Draws a struct browse into a frame and turns
 * keys into intents. Reads the text of visible cards only, and writes nothing. */
#ifndef VIEW_BROWSER_H
#define VIEW_BROWSER_H

#include "base/err.h"
#include "store/history.h"
#include "study/browse.h"
#include "view/card_text.h"
#include "view/frame.h"
#include "view/overlay.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which input line is open: the search line above the list, or one of the others below it. */
enum browser_line {
    BROWSER_NO_LINE,
    BROWSER_SEARCH_LINE,
    BROWSER_DUE_LINE,
    BROWSER_TAG_LINE,
    BROWSER_MOVE_LINE,
};

/* A deck that cards can be moved to. */
struct browser_target {
    int64_t deck_id;
    struct buf name, folded;
};

/* What the browser keeps between frames. Zero-initialize it, except text.styled.links_work: whether
 * the terminal supports links. Free it with browser_done. */
struct browser {
    const struct settings *settings; /* the caller's; may be NULL */
    size_t row, top, page;           /* the selected row; the first visible row; rows visible */
    int64_t wanted;                  /* card_id to select once it is found; 0 if none */
    size_t looked;                   /* how many rows have been searched for that card */

    enum browser_line line;
    struct buf typed;               /* the text of the search line */
    struct buf asked;               /* the text of a line below the list */
    size_t cursor;                  /* in the open line: see view/line.h */
    struct buf add, remove;         /* the tags typed, for BROWSER_SET_TAGS */
    struct browser_target *targets; /* all known decks, once BROWSER_ASK_MOVE has read them */
    size_t target_count, target_capacity;
    size_t target; /* which of the decks that match the line is chosen, from 0 */
    int due;       /* the day typed into the due line, for BROWSER_SET_DUE */

    bool flipped;            /* the user has toggled the preview from its default for this size */
    bool chosen;             /* plain mode: a card has been chosen by number */
    bool card_shown;         /* when last drawn, the preview was shown */
    bool covered;            /* when last drawn, the preview covered the list */
    bool marks;              /* when last drawn, cards were marked */
    struct stored_card card; /* the selected card when last drawn */
    struct card_text text;
    int text_top, text_page;
    struct buf questions;

    /* the selected card, alone on the screen as in a review */
    struct browser_look {
        bool open, hint, answered;
        bool turned;     /* the answer was just shown: scroll to it */
        int64_t card_id; /* the card that these are of */
        int top, page;
    } look;

    struct buf notice; /* safe text, shown until the next key */
    bool warns;
    struct overlay_view overlay;
    struct card_history history; /* read when its overlay opens */
};
void browser_done(struct browser *browser);

/* The browser's own commands, which its intents carry. The caller carries out BROWSER_SHOW and the
 * commands after it, handles `edit` and `quit`, and reads the history for the overlay. */
enum browser_command {
    BROWSER_NOTHING,
    BROWSER_SEARCH, /* open the search line */
    BROWSER_TAKE,   /* accept the text and close the line */
    BROWSER_CLOSE,  /* close the line */
    BROWSER_ERASE_ALL,
    BROWSER_PREVIEW,
    BROWSER_ASK_DUE,  /* open the due line */
    BROWSER_ASK_TAGS, /* open the line for tags */
    BROWSER_CARD,     /* show the card alone, as in a review, or return to the list */
    BROWSER_HINT,     /* of the card alone: show its hint */
    BROWSER_REVEAL,   /* show its answer */
    BROWSER_NEXT,     /* show the next card of the list alone */
    BROWSER_PREVIOUS,
    BROWSER_SHOW, /* plain mode: show the selected card */
    BROWSER_LOOK, /* search for the typed text; browser_restart has already been called */
    BROWSER_SORT,
    BROWSER_REVERSE,
    BROWSER_SUSPEND, /* suspend or resume */
    BROWSER_BURY,
    BROWSER_LEECH, /* mark as a leech, or unmark */
    BROWSER_RESET,
    BROWSER_SET_DUE,
    BROWSER_SET_TAGS,
    BROWSER_ASK_MOVE, /* read the targets; the line for a deck is open already */
    BROWSER_MOVE,     /* to the deck that browser_target returns */
    BROWSER_UNDO,
    BROWSER_REDO,
    BROWSER_MARK, /* mark the selected card or unmark it; then call browser_next */
    BROWSER_MARK_FOUND,
    BROWSER_UNMARK,
    BROWSER_SORT_BY, /* plus an enum browse_column; once more: reverse */
};

/* Handles a key, as far as the browser can (moving, typing, overlays); returns what the caller must
 * do. */
struct intent browser_key(struct browser *browser, const struct browse *browse, uint32_t key);
/* Like browser_key, for a screen too small to show anything: only quitting works. */
struct intent browser_key_unseen(const struct browser *browser, uint32_t key);
/* The current stage, as its bit in the table of the keys that apply now. */
unsigned browser_stage(const struct browser *browser);
const struct key_table *browser_table(const struct browser *browser);

/* Before a new search, call browser_restart: it goes to the top, and will select the same card
 * again once that card is found. browser_rewind goes to the top and forgets the card. */
void browser_restart(struct browser *browser, const struct browse *browse);
void browser_rewind(struct browser *browser);
/* Call after the search has found rows: selects the wanted card if it is among them. */
void browser_follow(struct browser *browser, const struct browse *browse);
/* Selects a card now, or once a search that is still running finds it. */
void browser_select(struct browser *browser, const struct browse *browse, int64_t card_id);

/* Selects the next row. */
void browser_next(struct browser *browser, const struct browse *browse);
/* The decks that cards can be moved to. browser_add_target returns false when memory runs out.
 * browser_target returns the deck chosen by the text of the line, NULL if no deck matches it, and
 * sets *matches to how many do. */
void browser_clear_targets(struct browser *browser);
bool browser_add_target(struct browser *browser, int64_t deck_id, const char *name);
const struct browser_target *browser_target(const struct browser *browser, size_t *matches);

/* Appends what marking cards has led to: "3 cards marked". */
void browser_tell_marked(const struct browse *browse, struct buf *out);

/* Reads the visible cards and draws them into a frame of the given size. */
enum err_code browser_draw(
    struct browser *browser, struct browse *browse, struct frame *frame, struct err *err);

/* The texts in the list's columns. browser_state returns "leech" or the card's state. browser_when
 * returns "suspended", "buried" or when the card is due; `words` is scratch memory of PHRASE_SIZE
 * bytes. */
const char *browser_state(const struct schedule *schedule);
const char *browser_when(const struct schedule *schedule, int today, char *words);
/* The ease of a card under SM-2; the recall now or the difficulty of a card with a memory; else
 * "-". */
const char *browser_ease(const struct browse *browse, const struct listed_card *card, char *words);
const char *browser_memory(const struct browse *browse, const struct listed_card *card,
    enum browse_column column, char *words);
/* Append safe text: a card's deck and tags, its schedule, "12 of 3400 cards". */
void browser_facts(const struct stored_card *card, bool name_deck, struct buf *out);
void browser_schedule(const struct browse *browse, const struct stored_card *card, struct buf *out);
void browser_count(const struct browse *browse, struct buf *out);
/* The name of a column to sort by. */
const char *browser_column(enum browse_column column);

/* For plain mode. Append a page of rows, the selected card, all keys, or the prompt. */
#define BROWSER_PLAIN_ROWS 10
enum err_code browser_plain_list(
    struct browser *browser, struct browse *browse, struct buf *out, struct err *err);
enum err_code browser_plain_card(
    struct browser *browser, const struct browse *browse, struct buf *out, struct err *err);
void browser_plain_keys(const struct browser *browser, struct buf *out);
void browser_plain_prompt(
    const struct browser *browser, const struct browse *browse, struct buf *out);
/* Parses a line: "/dog", the number of a row (BROWSER_SHOW), nothing for the next page, "d 3", or a
 * key. Sets *unclear if the line is not understood. */
struct intent browser_plain_line(
    struct browser *browser, const struct browse *browse, const char *line, bool *unclear);

#endif

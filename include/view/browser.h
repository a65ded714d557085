/* The list of cards to search and to change: a browse in, a frame out; a key in, an intent out. It
 * reads the texts that are visible, and writes nothing. */
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

/* What is typed into the line above the list, or the one below it. */
enum browser_line { BROWSER_NO_LINE, BROWSER_SEARCH_LINE, BROWSER_DUE_LINE };

/* What the browser keeps between frames. All of it zero is a new one; text.styled.links_work tells
 * what the terminal can do. Free with browser_done. */
struct browser {
    const struct settings *settings; /* the caller's; NULL for none */
    size_t row;                      /* selected */
    size_t top, page;                /* the first row that is visible; rows at the last drawing */
    int64_t wanted;                  /* the card to select once it is found; 0 for none */
    size_t looked;                   /* rows among which it was looked for */

    enum browser_line line;
    struct buf typed; /* the search */
    struct buf asked; /* the day in the line below */
    int due;          /* what it says, for BROWSER_SET_DUE */

    bool flipped; /* the preview is shown where it would not be, or the other way round */
    bool chosen;  /* plain mode: a card has been, by its number */
    bool covered; /* at the last drawing, the preview was where the list would be */
    struct stored_card card; /* the one selected, as it was at the last drawing */
    struct card_text text;
    int text_top, text_page;
    struct buf questions;

    struct buf notice; /* safe; shown until the next key */
    bool warns;
    struct overlay_view overlay;
    struct card_history history; /* read when its overlay is opened */
};
void browser_done(struct browser *browser);

/* What an intent's command asks for. Those from BROWSER_SHOW on are left to the caller, as are
 * edit, quit, and reading the history of the card. */
enum browser_command {
    BROWSER_NOTHING,
    BROWSER_SEARCH, /* open the line */
    BROWSER_TAKE,   /* what was typed into a line, and close it */
    BROWSER_CLOSE,  /* the line */
    BROWSER_ERASE,
    BROWSER_ERASE_ALL,
    BROWSER_PREVIEW,
    BROWSER_ASK_DUE,
    BROWSER_SHOW, /* the card selected; of plain mode alone */
    BROWSER_LOOK, /* for what is typed now: browser_restart has been called */
    BROWSER_SORT,
    BROWSER_REVERSE,
    BROWSER_SUSPEND, /* or resume */
    BROWSER_BURY,
    BROWSER_LEECH, /* or not */
    BROWSER_RESET,
    BROWSER_SET_DUE,
    BROWSER_UNDO,
};

/* What a key means, the browser's own part of it done: moving, typing, overlays. */
struct intent browser_key(struct browser *browser, const struct browse *browse, uint32_t key);
/* The same where the screen is too small to show anything: only to leave makes sense. */
struct intent browser_key_unseen(const struct browser *browser, uint32_t key);
/* The stage of browser_keys. */
unsigned browser_stage(const struct browser *browser);

/* The rows are about to be found anew: from the first one on, and the card selected stays so where
 * it is found again; or at the top. */
void browser_restart(struct browser *browser, const struct browse *browse);
void browser_rewind(struct browser *browser);
/* Rows have been found: select the card that is wanted where it is among them. */
void browser_follow(struct browser *browser, const struct browse *browse);
/* Select a card wherever it is among the rows, if it is. */
void browser_select(struct browser *browser, const struct browse *browse, int64_t card_id);

/* Read what is visible, and draw it into a frame of the size wanted. */
enum err_code browser_draw(
    struct browser *browser, struct browse *browse, struct frame *frame, struct err *err);

/* What there is to say of a card in one word each: its state, or that it is a leech; when it is
 * due, or that it is suspended or buried. */
const char *browser_state(const struct schedule *schedule);
const char *browser_when(const struct schedule *schedule, int today, char *words);
/* The card selected, in a line: tags and deck; what its schedule has come to. Appended, safe. */
void browser_facts(const struct stored_card *card, bool name_deck, struct buf *out);
void browser_schedule(const struct stored_card *card, int today, struct buf *out);
/* "12 of 3400 cards". Appended. */
void browser_count(const struct browse *browse, struct buf *out);
/* The word for what the list is sorted by. */
const char *browser_column(enum browse_column column);

/* The same line by line. Appended: the rows of a page; the card selected; every key; the prompt. */
#define BROWSER_PLAIN_ROWS 10
enum err_code browser_plain_list(
    struct browser *browser, struct browse *browse, struct buf *out, struct err *err);
enum err_code browser_plain_card(
    struct browser *browser, const struct browse *browse, struct buf *out, struct err *err);
void browser_plain_keys(const struct browser *browser, struct buf *out);
void browser_plain_prompt(
    const struct browser *browser, const struct browse *browse, struct buf *out);
/* What a line asks for: "/dog", the number of a row (BROWSER_SHOW), nothing for the next page, "d
 * 3", or a key. *unclear is set where it is not understood. */
struct intent browser_plain_line(
    struct browser *browser, const struct browse *browse, const char *line, bool *unclear);

#endif

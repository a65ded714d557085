/* What keys do to cards in the browser: changes, marks, edits of files, undo. */
#ifndef CMD_BROWSE_VISIT_H
#define CMD_BROWSE_VISIT_H

#include "cmd/card_pictures.h"
#include "cmd/sides.h"
#include "study/browse.h"
#include "view/browser.h"

#define BROWSE_STEP 256 /* cards tested before checking for a key */

/* The browser while it is open. */
struct browse_visit {
    struct sides *sides;
    struct browse browse;
    struct browser browser;
    struct shown_pictures pictures; /* of a card shown alone */
    int steps;                      /* steps since the last draw */
    struct intent intent;           /* in plain mode, the intent of the last line */
};

/* Carry out a command; what was done, or why not, becomes the browser's notice. The error is one
 * after which browsing cannot go on. */
void browse_visit_change(struct browse_visit *visit, int command);
enum err_code browse_visit_mark(struct browse_visit *visit, int command, struct err *err);
enum err_code browse_visit_undo(struct browse_visit *visit, bool redo, struct err *err);
/* Open the editor for the cards' files. */
enum err_code browse_visit_edit(struct browse_visit *visit, struct err *err);
/* Edit the selected card in the form. */
enum err_code browse_visit_edit_form(struct browse_visit *visit, struct err *err);
/* BROWSER_SET_TAGS and BROWSER_MOVE. */
enum err_code browse_visit_edit_files(struct browse_visit *visit, int command, struct err *err);
/* List the decks that cards can be moved to. */
enum err_code browse_visit_list_targets(struct browse_visit *visit, struct err *err);
/* In plain mode, move cards to the deck that the line names. */
enum err_code browse_visit_move(struct browse_visit *visit, struct err *err);
/* Select a card. False if it is not shown. */
bool browse_visit_select(struct browse_visit *visit, int64_t card_id);

#endif

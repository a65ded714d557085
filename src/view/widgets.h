/* What screens are made of: the column that holds everything, its head, its foot. */
#ifndef VIEW_WIDGETS_H
#define VIEW_WIDGETS_H

#include "study/session.h"
#include "view/frame.h"
#include "view/keys.h"

#include <stdbool.h>

/* A readable measure: text wider than this is hard to follow. */
#define MEASURE_MAX 72

/* Rows from which there is room for blank lines between the parts of a screen. */
#define ROOMY_ROWS 20

/* Where the frame is too small for a screen, say so in it; returns whether it is. */
bool widget_too_small(struct frame *frame);

/* The part of the frame that a screen uses: a centred column. */
struct column {
    int left, width;
    int top, bottom; /* rows of the body: from top up to, not including, bottom */
};

/* The column, of at most so many columns. */
struct column widget_column(const struct frame *frame, int most);
/* Draw the title and, at the right, what is left to do; the body begins below the row after. */
void widget_title(const char *title, const struct session_counts *left, bool cram,
    struct frame *frame, struct column *column);

/* Draw a session's title, its counts, its progress, and where there is room the card's tags and the
 * time; the body begins below. */
struct column widget_head(const struct session *session, struct frame *frame);

/* Draw in the last row the keys that matter at a stage of a table, as many as there is room for,
 * and at the right the one that shows all; the body ends above. when says what is so, in bits of
 * enum foot_when. */
void widget_keys(const struct key_table *table, const struct settings *settings, unsigned stage,
    unsigned when, struct frame *frame, struct column *column);
/* Draw what there is to say, safe text, above the keys; the body ends above. Nothing for "". */
void widget_notice(
    const char *notice, enum style style, struct frame *frame, struct column *column);
/* What there is to say in a session, its notice or else the greeting, safe text, NULL for none; the
 * body ends above. */
void widget_say(const struct session *session, const char *greeting, struct frame *frame,
    struct column *column);

/* A page: what may be longer than the body, drawn as a frame of its own, of at most so many rows.
 * False when memory runs out. page_end shows it from row *top on, which is kept within, with marks
 * where there is more, tells the *size of what shows it, and frees it. Returns whether there is
 * more. */
struct page {
    struct frame frame; /* as wide as the column */
    int row;            /* the next that is free */
};
bool page_begin(struct page *page, const struct column *column, int rows_most);
bool page_end(
    struct page *page, int *top, int *size, struct frame *frame, const struct column *column);
/* Add a paragraph of safe text, broken to the width that is left behind a column. */
void page_text(struct page *page, int col, enum style style, const char *text);
/* Add safe text to the row that is next, cut to the width, and stay there. */
void page_put(struct page *page, int col, enum style style, const char *text);
/* Room for one more row. */
bool page_has_room(const struct page *page);

/* Scroll a list by lines, for which SCREEN_PAGE and its like stand for more: *top is the first line
 * that is visible, of size lines. */
void widget_scroll(int *top, int size, int lines);

/* Draw safe text up to a width, with an ellipsis where that is not all. Returns the column behind
 * it. */
int widget_fitted(
    struct frame *frame, int row, int col, int width, enum style style, const char *text);

#endif

/* The building blocks of screens: the centred column, its header and footer, notices, pages. */
#ifndef VIEW_WIDGETS_H
#define VIEW_WIDGETS_H

#include "study/session.h"
#include "view/frame.h"
#include "view/keys.h"

#include <stdbool.h>

/* The longest line that is easy to read, in columns. */
#define MEASURE_MAX 72

/* At this height or more, blank lines separate the parts of a screen. */
#define ROOMY_ROWS 20

/* Whether the frame is too small for a screen; if so, writes a message into it. */
bool widget_too_small(struct frame *frame);

/* The part of the frame that a screen uses: a centred column. Its body is the rows [top, bottom).
 */
struct column {
    int left, width;
    int top, bottom;
};

/* Returns the column, at most cols_max wide. */
struct column widget_column(const struct frame *frame, int cols_max);
/* Draws a title and a rule below it. Returns the column, with the rows between them and the footer.
 */
struct column widget_heading(const char *title, int cols_max, struct frame *frame);
/* Draws what a screen is narrowed to (safe text) beside its title, in the columns [at, end);
 * nothing for NULL or "". */
void widget_scope(const char *scope, int at, int end, struct frame *frame);
/* Draws the title and, at the right, the counts of cards left; the body starts below. */
void widget_title(const char *title, const struct session_counts *left, bool cram,
    struct frame *frame, struct column *column);

/* Draws a session's title, counts and progress, and on a roomy screen the card's tags and the time;
 * the body starts below. */
struct column widget_head(const struct session *session, struct frame *frame);

/* Draws the footer in the last row: the keys whose conditions hold, as many others as fit, and at
 * the right the key that lists all keys. `when`: the conditions that hold, as bits of enum
 * foot_when. The body ends above the footer. */
void widget_keys(const struct key_table *table, const struct settings *settings, unsigned stage,
    unsigned when, struct frame *frame, struct column *column);
/* Draws a notice (safe text) above the footer. If it does not fit, its advice stays whole
 * (text_fitted_message), in two rows if need be. The body then ends above the notice. Draws nothing
 * for "". */
void widget_notice(
    const char *notice, enum style style, struct frame *frame, struct column *column);
/* Draws the session's notice or, without one, the greeting (safe text, or NULL). The body then ends
 * above it. Returns whether there was anything to say. */
bool widget_say(const struct session *session, const char *greeting, struct frame *frame,
    struct column *column);

/* Draws safe text, cut to a width with an ellipsis. Returns the column after it. */
int widget_fitted(
    struct frame *frame, int row, int col, int width, enum style style, const char *text);
/* Like widget_fitted, and frees the line; marks the frame failed if the line has failed. */
int widget_line(
    struct frame *frame, int row, int col, int width, enum style style, struct buf *line);
/* Like widget_fitted, for text that may not be safe. */
int widget_untrusted(
    struct frame *frame, int row, int col, int width, enum style style, const char *text);

/* Like widget_fitted, for a card's question as cloze_mark_question gives it, on one line. */
int widget_card(
    struct frame *frame, int row, int col, int width, enum style style, const char *question);

/* A page: content that may be longer than the body, drawn into a separate frame. */
struct page {
    struct frame frame; /* as wide as the column */
    int row;            /* the next free row */
};
/* Starts a page of at most rows_max rows. False when out of memory. */
bool page_begin(struct page *page, const struct column *column, int rows_max);
/* Shows the page starting at row *top, which is clamped, with marks where the page continues, then
 * frees it. Sets *size to the rows of the body. Returns whether the page is longer than the body.
 */
bool page_end(
    struct page *page, int *top, int *size, struct frame *frame, const struct column *column);
/* Adds a wrapped paragraph of safe text, starting at a column. */
void page_text(struct page *page, int col, enum style style, const char *text);
/* Like page_text, and frees the line; marks the page failed if the line has failed. */
void page_line(struct page *page, int col, enum style style, struct buf *line);
/* Writes safe text into the next row, cut to the width, and stays in that row. */
void page_put(struct page *page, int col, enum style style, const char *text);

/* Draws a scroll bar at the right of a list of `total` lines, of which as many as the body has rows
 * are shown, from `top` on; nothing if all are shown. A click in its row n gives KEY_CLICK(click,
 * n), and widget_bar_top then the new `top`: a page on at the ends, else in proportion. */
void widget_bar(
    struct frame *frame, const struct column *body, size_t top, size_t total, enum key_click click);
size_t widget_bar_top(size_t n, size_t top, size_t rows, size_t total);

/* Scrolls a list by `lines` (see SCREEN_PAGE). *top is the first of `size` visible lines. */
void widget_scroll(int *top, int size, int lines);

#endif

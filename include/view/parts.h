/* What screens are put together from: the column that holds everything, its head, its foot. For
 * the view's own files. */
#ifndef VIEW_PARTS_H
#define VIEW_PARTS_H

#include "study/session.h"
#include "view/frame.h"
#include "view/screen.h"

#include <stddef.h>

/* A readable measure: text wider than this is hard to follow. */
#define MEASURE_MOST 72

/* Rows from which there is room for blank lines between the parts of a screen. */
#define ROOMY_ROWS 20

/* The part of the frame that a screen uses: a centred column. */
struct column {
    int left, width;
    int top, bottom; /* rows of the body: from top up to, not including, bottom */
};

/* The column, of at most so many columns. */
struct column part_column(const struct frame *frame, int most);
/* Draw the title and, at the right, what is left to do; the body begins below the row after. */
void part_title(const char *title, const struct session_counts *left, bool cram,
    struct frame *frame, struct column *column);

/* Draw a session's title, its counts and its progress; the body begins below. */
struct column part_head(const struct session *session, struct frame *frame);

/* A key as the foot of a screen names it. */
struct key_help {
    const char *key, *label;
};
/* Draw keys in the last row; the body ends above. Keys that have no room are left out from the end.
 */
void part_keys(
    const struct key_help *keys, size_t count, struct frame *frame, struct column *column);
/* Draw what there is to say, safe text, above the keys; the body ends above. Nothing for "". */
void part_notice(const char *notice, enum style style, struct frame *frame, struct column *column);
/* Both, for a session. */
void part_foot(const struct session *session, const struct screen *screen,
    const struct key_help *keys, size_t count, struct frame *frame, struct column *column);

void card_draw(struct screen *screen, const struct session *session, struct frame *frame);
void summary_draw(const struct screen *screen, const struct session *session, struct frame *frame);

#endif

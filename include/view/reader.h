/* Screens to read and scroll: the forecast, and the retired cards. Each draws its content into a
 * frame; they share the keys. */
#ifndef VIEW_READER_H
#define VIEW_READER_H

#include "view/forecast.h"
#include "view/frame.h"
#include "view/overlay.h"
#include "view/text_table.h"

/* A reader's stage, as its bit in reader_keys. */
enum reader_kind { READER_FORECAST = 1, READER_RETIRED = 2 };

/* What a reader keeps between frames. The caller sets the first four members, and frees the reader
 * with reader_done. */
struct reader {
    enum reader_kind kind;
    const struct settings *settings; /* may be NULL */
    bool ascii;                      /* draw charts in ASCII */
    const char *scope;               /* what a forecast is narrowed to, as safe text; may be NULL */
    int top, page;                   /* the first visible line; lines visible */
    struct overlay_view overlay;
    struct buf lines; /* the table, laid out for this width; 0 to lay it out again */
    int lines_width;
};
void reader_done(struct reader *reader);

/* Handles a key; the caller carries out `side` and `quit`. */
struct intent reader_key(struct reader *reader, uint32_t key);

/* Draw into a frame of the given size. The outlook is NULL while it is computed. The table has the
 * columns of enum retired_column. False when out of memory. */
bool reader_draw_forecast(
    struct reader *reader, const struct outlook *outlook, struct frame *frame);
bool reader_draw_retired(
    struct reader *reader, const struct text_table *table, struct frame *frame);

/* The columns of retired cards, on the screen and as "drill retired" prints them. */
enum retired_column {
    RETIRED_CARD,
    RETIRED_DECK,
    RETIRED_QUESTION,
    RETIRED_DAY,
    RETIRED_REVIEWS,
    RETIRED_LAPSES,
    RETIRED_INTERVAL,
    RETIRED_RATED,
    RETIRED_COLUMNS
};
extern const struct text_table_column retired_columns[RETIRED_COLUMNS];

#endif

/* The states of a cell:
 *
 *   START --quote--> QUOTED <--quote--> CLOSED --other--> AFTER
 *     +-----other--> PLAIN
 *
 * Outside quotes, a delimiter or the end of a row returns to START. */
#include "deck/csv.h"

enum { CSV_START, CSV_PLAIN, CSV_QUOTED, CSV_CLOSED, CSV_AFTER };

static bool csv_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool csv_ends_row(const struct csv *csv, char c)
{
    return csv->semicolons ? c == ';' : c == '\n' || c == '\r';
}

/* Whether only blanks have been read from the row so far. */
static bool csv_is_between(const struct csv *csv)
{
    return csv->state == CSV_START && csv->count == 0;
}

static void csv_begin_row(struct csv *csv)
{
    buf_cut(&csv->text, 0); /* unlike buf_clear, keeps text.failed */
    csv->count = csv->kept = csv->dropped = csv->open_line = 0;
    csv->whole = csv->stray = false;
}

static void csv_end_cell(struct csv *csv)
{
    size_t length = csv->text.length;
    if (csv->state != CSV_QUOTED) {
        csv->open_line = 0;
        while (length > csv->kept && csv_is_blank(csv->text.bytes[length - 1]))
            length--;
    }
    if (csv->count < CSV_CELLS_MAX) {
        buf_cut(&csv->text, length);
        buf_char(&csv->text, '\0');
        csv->start[++csv->count] = csv->text.length;
    } else {
        buf_cut(&csv->text, csv->start[csv->count]);
        csv->dropped++;
    }
    csv->kept = csv->text.length;
    csv->state = CSV_START;
}

/* Takes a byte outside quotes; returns whether it ends the row. */
static bool csv_take_outside(struct csv *csv, char c, bool quote)
{
    if (csv_ends_row(csv, c)) {
        if (!csv_is_between(csv))
            csv_end_cell(csv);
        return true;
    }
    if (c == csv->delimiter) {
        csv_end_cell(csv);
    } else if (csv->state == CSV_START && quote) {
        csv->state = CSV_QUOTED;
        csv->open_line = csv->line;
    } else if (csv->state != CSV_START || !csv_is_blank(c)) {
        bool after = csv->state == CSV_CLOSED || csv->state == CSV_AFTER;
        csv->stray |= after && !csv_is_blank(c);
        csv->loose |= quote || csv->stray;
        csv->state = after ? CSV_AFTER : CSV_PLAIN;
        buf_char(&csv->text, c);
    }
    return false;
}

static bool csv_take(struct csv *csv, char c)
{
    bool quote = c == '"' && csv->quotes;
    if (csv->state == CSV_QUOTED && quote) {
        csv->state = CSV_CLOSED;
        csv->kept = csv->text.length;
    } else if (csv->state == CSV_QUOTED || (csv->state == CSV_CLOSED && quote)) {
        csv->state = CSV_QUOTED;
        buf_char(&csv->text, c);
    } else {
        return csv_take_outside(csv, c, quote);
    }
    return false;
}

bool csv_next(struct csv *csv, const char **at, const char *end)
{
    if (csv->whole)
        csv_begin_row(csv);
    while (*at < end && !csv->whole) {
        char c = *(*at)++;
        bool second_half = csv->after_cr && c == '\n';
        csv->after_cr = c == '\r';
        if (second_half && csv_is_between(csv))
            continue;
        if (csv_is_between(csv))
            csv->row_line = csv->line;
        csv->whole = csv_take(csv, c);
        csv->line += c == '\r' || (c == '\n' && !second_half);
    }
    return csv->whole;
}

bool csv_last(struct csv *csv)
{
    if (csv->whole)
        csv_begin_row(csv);
    if (csv_is_between(csv))
        return false;
    csv_end_cell(csv);
    return csv->whole = true;
}

const char *csv_cell(const struct csv *csv, size_t i)
{
    return buf_string(&csv->text) + csv->start[i];
}

void csv_done(struct csv *csv)
{
    buf_done(&csv->text);
}

#include "deck/org_review.h"

#include "deck/org_hole.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROWS_MAX CLOZE_GAPS_MAX

enum org_review_column { POSITION, EASE, BOX, INTERVAL, DUE, COLUMNS };

/* ---- reading ---- */

void org_review_clear(struct org_review *review)
{
    review->drill = (struct note_schedule){.due = {.day = NO_DAY}, .ease = EASE_FIRST / 100.0};
    review->total = -1;
    review->suspended = false;
    review->count = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        review->columns[i] = -1;
}

void org_review_done(struct org_review *review)
{
    free(review->rows);
}

/* The value of the property, or NULL. */
static const char *org_review_value(const char *line, const char *key)
{
    line += strspn(line, " \t");
    size_t length = strlen(key);
    return *line == ':' && strncasecmp(line + 1, key, length) == 0 && line[1 + length] == ':'
               ? line + length + 2
               : NULL;
}

void org_review_take_property(struct org_review *review, const char *line)
{
    const char *value;
    if ((value = org_review_value(line, "DRILL_LAST_INTERVAL")))
        review->drill.days = strtod(value, NULL);
    else if ((value = org_review_value(line, "DRILL_EASE")))
        review->drill.ease = strtod(value, NULL);
    else if ((value = org_review_value(line, "DRILL_TOTAL_REPEATS")))
        review->total = (int)strtol(value, NULL, 10);
    else if ((value = org_review_value(line, "DRILL_FAILURE_COUNT")))
        review->drill.lapses = (int)strtol(value, NULL, 10);
}

void org_review_take_day(struct org_review *review, const char *day)
{
    day += strspn(day, " \t<[");
    note_due(day, &review->drill.due);
}

/* Reads from the table's first row where its columns are. */
static void org_review_take_header(struct org_review *review, const char *line)
{
    static const char *const names[COLUMNS] = {"position", "ease", "box", "interval", "due"};
    for (int column = 0; *line; column++) {
        line += 1 + strspn(line + 1, " \t");
        for (size_t i = 0; i < COLUMNS; i++) {
            size_t length = strlen(names[i]);
            if (strncasecmp(line, names[i], length) == 0 && strchr(" \t|", line[length]))
                review->columns[i] = column;
        }
        line += strcspn(line, "|");
    }
}

/* The cell in that column, without space before it; "" if there is none. */
static const char *org_review_cell(
    const struct org_review *review, const char *line, enum org_review_column column)
{
    if (review->columns[column] < 0)
        return "";
    for (int i = 0; i < review->columns[column] && *line; i++)
        line += 1 + strcspn(line + 1, "|");
    line += *line == '|';
    return line + strspn(line, " \t");
}

void org_review_take_row(struct org_review *review, const char *line)
{
    line += strspn(line, " \t");
    if (*line != '|' || line[1] == '-' || review->count >= ROWS_MAX)
        return;
    if (review->columns[POSITION] < 0) {
        org_review_take_header(review, line);
        return;
    }
    const char *position = org_review_cell(review, line, POSITION);
    const char *ease = org_review_cell(review, line, EASE);
    const char *box = org_review_cell(review, line, BOX);
    bool hole = strspn(position, "0123456789") > 0;
    struct org_review_row row = {.back = strncmp(position, "back", 4) == 0,
        .position = hole ? (int)strtol(position, NULL, 10) : -1,
        .schedule = {.due = {.day = NO_DAY}, .ease = EASE_FIRST / 100.0}};
    if (*ease && *ease != '|')
        row.schedule.ease = strtod(ease, NULL);
    row.schedule.days = strtod(org_review_cell(review, line, INTERVAL), NULL);
    note_due(org_review_cell(review, line, DUE), &row.schedule.due);
    row.seen =
        row.schedule.due.day != NO_DAY && (row.schedule.days > 0 || strtol(box, NULL, 10) > 0);
    if (!array_add(&review->rows, &review->count, &review->capacity, &row, sizeof row))
        review->failed = true;
}

/* ---- giving ---- */

static bool org_review_give_row(const struct org_review *review, struct import_sink *sink,
    const struct deck_entry *entry, const struct org_review_row *row, const char *holes)
{
    struct note_schedule schedule = row->schedule;
    int variant =
        row->position < 0 ? note_variant(entry, row->back) : org_hole_number(holes, row->position);
    bool fits =
        entry->cloze.length ? row->position >= 0 && variant > 0 : row->position < 0 && variant >= 0;
    schedule.suspended = review->suspended;
    return !fits || !row->seen || note_give_schedule(sink, variant, &schedule);
}

bool org_review_give(const struct org_review *review, struct import_sink *sink,
    const struct deck_entry *entry, const char *holes)
{
    bool good = true;
    int variant = NOTE_NO_CARD;
    for (size_t i = 0; i < review->count && good; i++)
        good = org_review_give_row(review, sink, entry, &review->rows[i], holes);
    if (review->count > 0 || review->drill.due.day == NO_DAY || review->drill.days <= 0 ||
        review->total == 0)
        return good;
    for (size_t i = 0; good && (variant = note_variant(entry, i)) >= 0; i++)
        good = note_give_schedule(sink, variant, &review->drill);
    if (good && variant == NOTE_NO_MEMORY)
        return err_memory(&sink->failure) == ERR_NONE;
    return good;
}

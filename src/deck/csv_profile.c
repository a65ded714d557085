#include "deck/csv_profile.h"

#include "base/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LANGUAGE_MAX 30 /* characters */

static size_t csv_profile_length(const char *cell, size_t *foreign)
{
    size_t length = 0;
    *foreign = 0;
    for (; *cell; cell++) {
        length += !utf8_continues(*cell);
        *foreign += !utf8_continues(*cell) && (unsigned char)*cell >= 0xc0;
    }
    return length;
}

static bool csv_profile_number(const char *cell, double *number)
{
    char *end;
    if (strspn(cell, "0123456789.,+-%eE ") != strlen(cell))
        return false;
    *number = strtod(cell, &end);
    return end > cell;
}

static bool csv_profile_is_date(const char *cell)
{
    static const char form[] = "0000-00-00";
    for (size_t i = 0; form[i]; i++)
        if (form[i] == '0' ? !isdigit((unsigned char)cell[i]) : cell[i] != form[i])
            return false;
    return strspn(cell, "0123456789-:.+TZ ") == strlen(cell);
}

static bool csv_profile_is_list(const char *cell)
{
    return *cell == '[' && cell[strlen(cell) - 1] == ']';
}

static bool csv_profile_is_null(const char *cell)
{
    static const char *const nulls[] = {"NULL", "null", "\\N", "None", "NaN", "nan"};
    for (size_t i = 0; i < COUNT(nulls); i++)
        if (strcmp(cell, nulls[i]) == 0)
            return true;
    return false;
}

static void csv_profile_take_cell(struct column_profile *column, const char *cell)
{
    size_t foreign, length = csv_profile_length(cell, &foreign);
    double number;
    if (length == 0)
        return;
    if (csv_profile_number(cell, &number)) {
        column->counting += column->numbers > 0 && number == column->number + 1;
        column->number = number;
        column->numbers++;
    }
    column->languages += length < LANGUAGE_MAX && csv_column_names_language(cell);
    column->dates += csv_profile_is_date(cell);
    column->lists += csv_profile_is_list(cell);
    column->links += strncmp(cell, "http", 4) == 0;
    column->nulls += csv_profile_is_null(cell);
    column->foreign += foreign * 2 > length;
    column->accented += foreign > 0 && foreign * 2 <= length;
    column->small += islower((unsigned char)*cell) != 0;
    column->like_first += strcmp(cell, buf_string(&column->first)) == 0;
    column->like_previous += column->cells && strcmp(cell, buf_string(&column->previous)) == 0;
    column->shortest = column->cells == 0 || length < column->shortest ? length : column->shortest;
    column->total += length;
    column->cells++;
    buf_clear(&column->previous);
    buf_text(&column->previous, cell);
}

struct csv_profile_reading {
    struct csv_profile *profile;
    size_t widths[CSV_CELLS_MAX + 1];
    bool begun;
};

static bool csv_profile_take_row(void *context, const struct csv *row)
{
    struct csv_profile_reading *r = context;
    struct csv_profile *profile = r->profile;
    for (size_t i = 0; i < row->count; i++) {
        struct column_profile *column = &profile->columns[i];
        if (r->begun)
            csv_profile_take_cell(column, csv_cell(row, i));
        else
            buf_text(&column->first, csv_cell(row, i));
        profile->failed |= column->first.failed || column->previous.failed;
    }
    if (!r->begun)
        profile->first = row->count;
    profile->rows += r->begun;
    r->widths[row->count]++;
    r->begun = true;
    return true;
}

void csv_profile_read(struct csv_profile *profile, const struct dialect *dialect, const char *text)
{
    struct csv_profile_reading r = {.profile = profile};
    profile->failed |= !dialect_each_row(dialect, text, csv_profile_take_row, &r);
    size_t usual = 0; /* a row of one cell may continue the previous one */
    for (size_t width = 2; width < COUNT(r.widths); width++)
        if (r.widths[width] > (usual ? r.widths[usual] : 0))
            usual = width;
    profile->count = usual ? usual : r.begun ? 1 : 2;
}

void csv_profile_done(struct csv_profile *profile)
{
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        buf_done(&profile->columns[i].first);
        buf_done(&profile->columns[i].previous);
    }
}

bool column_is_numbers(const struct column_profile *column)
{
    return column->cells && column->numbers == column->cells;
}

bool column_is_dates(const struct column_profile *column)
{
    return column->cells && column->dates == column->cells;
}

bool column_is_nulls(const struct column_profile *column)
{
    return column->cells && column->nulls == column->cells;
}

bool column_is_lists(const struct column_profile *column)
{
    return column->cells && column->lists == column->cells;
}

bool column_repeats(const struct column_profile *column)
{
    return column->cells > 5 && column->like_previous * 2 > column->cells;
}

bool column_groups(const struct column_profile *column)
{
    return column->like_previous * 3 > column->cells;
}

bool column_counts(const struct column_profile *column)
{
    return column_is_numbers(column) && column->cells > 1 &&
           column->counting * 10 >= (column->cells - 1) * 9;
}

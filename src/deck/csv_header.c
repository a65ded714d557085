/* Whether the first row of a table names its columns. Names are evidence; so is a first row that
 * looks unlike the cells below it. */
#include "deck/csv_profile.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

#define NAME_MAX_CHARACTERS 60
#define POINTS_LIKELY       3

static size_t csv_header_length(const char *text, bool *ascii)
{
    size_t length = 0;
    for (; *text; text++) {
        length += !utf8_continues(*text);
        *ascii = *ascii && (unsigned char)*text < 0x80;
    }
    return length;
}

/* Whether the first row may be a header: its cells are short, and none is a number. Unless some
 * names are known for certain, most cells must be filled in, too, and few may repeat. */
static bool csv_header_is_possible(const struct csv_profile *profile, bool sure)
{
    size_t named = 0, twice = 0;
    for (size_t i = 0; i < profile->first; i++) {
        const char *name = buf_string(&profile->columns[i].first);
        bool ascii = true;
        size_t length = csv_header_length(name, &ascii);
        if (length > NAME_MAX_CHARACTERS || strchr(name, '\n') ||
            (length && strspn(name, "0123456789.,+- ") == strlen(name)))
            return false;
        for (size_t j = 0; j < i && length; j++)
            if (strcmp(name, buf_string(&profile->columns[j].first)) == 0)
                twice++;
        named += length > 0;
    }
    return sure || (named * 2 > profile->first && twice * 4 <= named);
}

/* Returns points for how much the name of a column differs from the cells below it. */
static int csv_header_points(const struct column_profile *column)
{
    const char *name = buf_string(&column->first);
    bool ascii = true;
    size_t length = csv_header_length(name, &ascii);
    if (column->cells == 0)
        return 0;
    if (column->like_first)
        return -2;
    if (length == 0)
        return column_counts(column) ? 1 : 0;
    if (column->cells >= 3 && (column_is_numbers(column) || column_is_dates(column) ||
                                  column_is_lists(column) || column->links == column->cells))
        return POINTS_LIKELY;
    if (column->cells >= 3 && ascii && column->foreign * 10 >= column->cells * 9)
        return POINTS_LIKELY;
    if (column->cells < 4)
        return 0;
    if (column_repeats(column))
        return 2;
    int points = strchr(name, '_') && !strchr(name, ' ');
    points += length < column->shortest && column->total >= length * column->cells * 5 / 2;
    points += isupper((unsigned char)*name) && column->small * 10 >= column->cells * 9;
    return points;
}

/* What the names say. */
struct csv_header_names {
    size_t kinds, twice; /* kinds of columns that are named; those that are named more than once */
    size_t languages, parts;
    bool known, question; /* some kind is named just once; the question is named */
    bool sure;            /* the question and another column have unmistakable names */
};

static struct csv_header_names csv_header_read_names(const struct csv_profile *profile)
{
    struct csv_header_names names = {0};
    size_t counts[COLUMN_KINDS] = {0}, words[COLUMN_KINDS] = {0};
    for (size_t i = 0; i < profile->first; i++) {
        const struct column_profile *column = &profile->columns[i];
        enum csv_fit fit;
        enum csv_column is = csv_column_named(buf_string(&column->first), &fit);
        /* in a list of languages, the cells are names of languages, too */
        names.languages += fit == FIT_LANGUAGE && column->languages * 4 < column->cells + 1;
        names.parts += fit == FIT_PART;
        counts[is] += fit == FIT_WHOLE;
        words[is] += fit == FIT_WHOLE && column->first.length > 1; /* not q or a */
    }
    for (size_t is = COLUMN_QUESTION; is < COLUMN_KINDS; is++) {
        names.known |= words[is] == 1;
        names.kinds += counts[is] > 0;
        names.twice += counts[is] > 1;
    }
    names.question = counts[COLUMN_QUESTION] > 0;
    names.sure = (counts[COLUMN_QUESTION] && names.kinds > 1 && !names.twice) ||
                 (counts[COLUMN_QUESTION] && counts[COLUMN_ANSWER]);
    return names;
}

enum csv_header csv_header_find(const struct csv_profile *profile)
{
    struct csv_header_names names = csv_header_read_names(profile);
    int points = 0;
    if (!csv_header_is_possible(profile, names.sure))
        return CSV_HEADER_NONE;
    if (names.sure || (profile->count == 1 && names.question))
        return CSV_HEADER_SURE;
    if (profile->first > profile->count + 1)
        return CSV_HEADER_NONE; /* a row with surplus cells */
    if (names.languages + (names.kinds > 0) >= 2 || names.kinds >= 3)
        return CSV_HEADER_LIKELY;
    for (size_t i = 0; i < profile->first; i++)
        points += csv_header_points(&profile->columns[i]);
    points += 2 * names.known + (names.parts > 0) + (names.languages > 0);
    return points >= POINTS_LIKELY ? CSV_HEADER_LIKELY
           : points >= 2           ? CSV_HEADER_UNLIKELY
                                   : CSV_HEADER_NONE;
}

#include "deck/csv_assign.h"

#include "base/buf.h"

#include <string.h>

/* What a column's name says. */
struct csv_assign_name {
    enum csv_column column;
    enum csv_fit fit;
};

static struct csv_assign_name csv_assign_read_name(const struct csv_columns *columns, size_t i)
{
    struct csv_assign_name named = {COLUMN_NONE, FIT_NONE};
    const char *name = csv_columns_name(columns, i);
    if (columns->of[i] != COLUMN_NONE) /* one of Anki's lines says it */
        named = (struct csv_assign_name){columns->of[i], FIT_WHOLE};
    else if (*name)
        named.column = csv_column_named(name, &named.fit);
    return named;
}

static bool csv_assign_is_letter(const char *name)
{
    char letter = csv_column_option(name);
    return letter >= 'a' && letter <= 'f' && !name[1];
}

/* Takes the columns called a, b and so on for options if the answer is in another one. */
static void csv_assign_find_letters(
    const struct csv_columns *columns, struct csv_assign_name *named)
{
    size_t letters = 0;
    bool answer = false;
    for (size_t i = 0; i < columns->count; i++) {
        bool letter = csv_assign_is_letter(csv_columns_name(columns, i));
        letters += letter;
        answer |= !letter && named[i].column == COLUMN_ANSWER;
    }
    for (size_t i = 0; i < columns->count && answer && letters > 1; i++)
        if (csv_assign_is_letter(csv_columns_name(columns, i)))
            named[i] = (struct csv_assign_name){COLUMN_OPTION, FIT_WHOLE};
}

/* Whether the cells say that no card shows the column; or its name does, and the cells do not
 * contradict it. */
static bool csv_assign_is_out(
    const struct csv_assign_name *named, const struct column_profile *cells, size_t count)
{
    if (column_is_dates(cells) || column_is_nulls(cells))
        return named->fit != FIT_WHOLE || named->column == COLUMN_OUT;
    return named->column == COLUMN_OUT ||
           (named->fit == FIT_NONE && count > 2 && column_counts(cells));
}

/* Assigns every column that its name or cells identify, except the question and the answer. */
static void csv_assign_take_names(struct csv_columns *columns, const struct csv_assign_name *named,
    const struct csv_profile *profile)
{
    bool reading = false;
    for (size_t i = 0; i < columns->count; i++)
        reading |= named[i].column == COLUMN_READING && named[i].fit == FIT_WHOLE;
    for (size_t i = 0; i < columns->count; i++) {
        const struct column_profile *cells = &profile->columns[i];
        enum csv_column column = named[i].column;
        if (columns->of[i] != COLUMN_NONE)
            continue;
        if (csv_assign_is_out(&named[i], cells, columns->count))
            columns->of[i] = COLUMN_OUT;
        else if (named[i].fit == FIT_NONE && column_is_lists(cells))
            columns->of[i] = COLUMN_TAGS;
        else if (column == COLUMN_ID && column_groups(cells))
            columns->of[i] = COLUMN_FIELD; /* the id of a lesson, say, not of a card */
        else if (column == COLUMN_NOTE && named[i].fit == FIT_PART)
            columns->of[i] = COLUMN_FIELD; /* its name says more */
        else if (column == COLUMN_READING && named[i].fit == FIT_PART && reading)
            columns->of[i] = COLUMN_FIELD; /* of a sentence, say */
        else if (column && !csv_column_is_single(column))
            columns->of[i] = column;
        else if (column > COLUMN_ANSWER && !csv_columns_have(columns, column))
            columns->of[i] = column;
    }
}

/* Whether the name of one column says more than that of another: q and a say little. */
static bool csv_assign_is_better(const struct csv_columns *columns,
    const struct csv_assign_name *named, size_t one, size_t other)
{
    if (named[one].fit != named[other].fit)
        return named[one].fit > named[other].fit;
    return strlen(csv_columns_name(columns, one)) > 1 &&
           strlen(csv_columns_name(columns, other)) == 1;
}

/* Chooses the column whose name best fits the question or the answer: the whole name, or else a
 * part of it. For the answer, a language fits better than a part. */
static void csv_assign_choose(struct csv_columns *columns, const struct csv_assign_name *named,
    const struct csv_profile *profile, enum csv_column column)
{
    size_t best = COLUMNS_MAX;
    for (size_t i = 0; i < columns->count; i++) {
        bool language = named[i].fit == FIT_LANGUAGE && column == COLUMN_ANSWER,
             empty = profile->rows > 2 && profile->columns[i].cells == 0;
        if (columns->of[i] == COLUMN_NONE && !empty && (named[i].column == column || language) &&
            (best == COLUMNS_MAX || csv_assign_is_better(columns, named, i, best)))
            best = i;
    }
    if (best == COLUMNS_MAX)
        return;
    columns->of[best] = column;
    columns->guessed |= named[best].fit != FIT_WHOLE;
}

/* Takes the first column whose name fits at least this well and whose cells may be questions or
 * answers. Numbers may be either only in a column without a name. */
static bool csv_assign_take_first(struct csv_columns *columns, const struct csv_assign_name *named,
    const struct csv_profile *profile, enum csv_column column, enum csv_fit least)
{
    for (size_t i = 0; i < columns->count; i++) {
        const struct column_profile *cells = &profile->columns[i];
        bool unlikely =
            *csv_columns_name(columns, i) && (column_is_numbers(cells) || column_repeats(cells));
        bool answer = column == COLUMN_QUESTION && named[i].column == COLUMN_ANSWER;
        if (columns->of[i] == COLUMN_NONE && named[i].fit >= least && !unlikely && !answer &&
            (cells->cells || !profile->rows)) {
            columns->of[i] = column;
            return true;
        }
    }
    return false;
}

/* Whether the name says that the column only accompanies a question and an answer, or that no card
 * shows it. In a table of two columns, a date or a category may be the answer. */
static bool csv_assign_is_no_answer(
    const struct csv_columns *columns, const struct csv_assign_name *named)
{
    static const unsigned never = 1U << COLUMN_EXAMPLE | 1U << COLUMN_NOTE | 1U << COLUMN_HINT |
                                  1U << COLUMN_TAGS | 1U << COLUMN_DECK | 1U << COLUMN_ID,
                          beside = 1U << COLUMN_TOPIC | 1U << COLUMN_OUT;
    return named->fit == FIT_WHOLE &&
           (columns->count > 2 ? never | beside : never) & 1U << named->column;
}

static bool csv_assign_take_other(struct csv_columns *columns, const struct csv_assign_name *named,
    enum csv_column column, enum csv_column other)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->of[i] == other &&
            !(column == COLUMN_ANSWER && csv_assign_is_no_answer(columns, &named[i]))) {
            columns->of[i] = column;
            return true;
        }
    return false;
}

/* If no name says which column is the question or the answer, takes the first that may be: one that
 * has no other meaning, or else one with a lesser meaning. */
static void csv_assign_fall_back(struct csv_columns *columns, const struct csv_assign_name *named,
    const struct csv_profile *profile, enum csv_column column)
{
    static const enum csv_fit fits[] = {FIT_LANGUAGE, FIT_LIKE_LANGUAGE, FIT_NONE};
    static const enum csv_column others[] = {COLUMN_READING, COLUMN_NOTE, COLUMN_EXAMPLE,
        COLUMN_HINT, COLUMN_NONE, COLUMN_TOPIC, COLUMN_TAGS, COLUMN_FIELD, COLUMN_OUT, COLUMN_ID};
    bool found = csv_columns_have(columns, column);
    columns->guessed |= !found && columns->count > 1;
    for (size_t i = 0; i < COUNT(fits) && !found; i++)
        found = csv_assign_take_first(columns, named, profile, column, fits[i]);
    for (size_t i = 0; i < COUNT(others) && !found; i++)
        found = csv_assign_take_other(columns, named, column, others[i]);
}

/* Recognizes three columns without names: words in another script, their pronunciation in Latin
 * letters with accents, and their meaning. */
static void csv_assign_find_reading(struct csv_columns *columns, const struct csv_profile *profile)
{
    const struct column_profile *of = profile->columns;
    if (columns->count == 3 && !columns->names.length && of[0].foreign * 10 >= of[0].cells * 9 &&
        of[1].accented * 2 > of[1].cells && of[2].cells && of[2].accented * 10 < of[2].cells &&
        of[2].foreign * 10 < of[2].cells)
        columns->of[1] = COLUMN_READING;
}

void csv_assign_columns(struct csv_columns *columns, const struct csv_profile *profile)
{
    struct csv_assign_name named[COLUMNS_MAX];
    for (size_t i = 0; i < columns->count; i++)
        named[i] = csv_assign_read_name(columns, i);
    csv_assign_find_letters(columns, named);
    for (size_t i = 0; i < columns->count; i++)
        columns->guessed |= columns->of[i] == COLUMN_NONE && *csv_columns_name(columns, i) &&
                            named[i].fit != FIT_WHOLE;
    csv_assign_take_names(columns, named, profile);
    csv_assign_find_reading(columns, profile);
    csv_assign_choose(columns, named, profile, COLUMN_QUESTION);
    if (!csv_columns_have(columns, COLUMN_QUESTION))
        csv_assign_fall_back(columns, named, profile, COLUMN_QUESTION);
    csv_assign_choose(columns, named, profile, COLUMN_ANSWER);
    csv_assign_fall_back(columns, named, profile, COLUMN_ANSWER);
    for (size_t i = 0; i < columns->count; i++)
        if (columns->of[i] == COLUMN_NONE)
            columns->of[i] = *csv_columns_name(columns, i) ? COLUMN_FIELD : COLUMN_NOTE;
}

/* Multiple-choice tables: finds out which of a row's options is the answer. */
#include "deck/import_csv.h"

#include <ctype.h>
#include <string.h>

#define ANSWER_MAX 40 /* bytes of an answer that names options */

static bool import_csv_is_option(const struct text_table *t, size_t i)
{
    return i < t->row.count && t->columns.of[i] == COLUMN_OPTION && *import_csv_cell(&t->row, i);
}

/* Returns the column of the option with that letter or digit; COLUMNS_MAX if there is none. A
 * letter may count options whose names have digits. */
static size_t import_csv_option_called(const struct text_table *t, char letter)
{
    size_t nth = COLUMNS_MAX, count = 0;
    bool digits = true;
    for (size_t i = 0; i < t->columns.count; i++) {
        char own = t->columns.of[i] == COLUMN_OPTION
                       ? csv_column_option(csv_columns_name(&t->columns, i))
                       : '\0';
        if (!own)
            continue;
        if (own == letter)
            return import_csv_is_option(t, i) ? i : COLUMNS_MAX;
        digits = digits && isdigit((unsigned char)own);
        if ((size_t)(letter - 'a') == count++ && import_csv_is_option(t, i))
            nth = i;
    }
    return digits ? nth : COLUMNS_MAX;
}

/* Lists the options of an answer that is nothing but capitals, as "ACD" or "A, C". */
static size_t import_csv_find_several(
    const struct text_table *t, const char *answer, size_t columns[CSV_OPTIONS_MAX])
{
    size_t count = 0;
    for (const char *c = answer; *c; c++) {
        if (strchr(",;/& ", *c))
            continue;
        size_t i = isupper((unsigned char)*c) && count < CSV_OPTIONS_MAX
                       ? import_csv_option_called(t, (char)tolower((unsigned char)*c))
                       : COLUMNS_MAX;
        if (i == COLUMNS_MAX)
            return 0;
        columns[count++] = i;
    }
    return count;
}

size_t import_csv_find_options(
    const struct text_table *t, const char *answer, size_t columns[CSV_OPTIONS_MAX])
{
    char key[ANSWER_MAX];
    size_t length = strlen(answer);
    bool options = false;
    for (size_t i = 0; i < t->columns.count; i++) {
        options |= import_csv_is_option(t, i);
        if (import_csv_is_option(t, i) && strcmp(import_csv_cell(&t->row, i), answer) == 0)
            return 0;
    }
    if (!options || length >= sizeof key)
        return 0;
    memcpy(key, answer, length + 1);
    while (length && strchr(".) ", key[length - 1]))
        key[--length] = '\0';
    char letter = csv_column_option(key);
    columns[0] = letter ? import_csv_option_called(t, letter) : COLUMNS_MAX;
    return columns[0] != COLUMNS_MAX ? 1 : import_csv_find_several(t, key, columns);
}

#include "deck/dialect.h"

#include "deck/import_source.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#define SAMPLE_MAX 64 /* rows */

struct csv dialect_reader(const struct dialect *dialect)
{
    return (struct csv){dialect->delimiter, dialect->quotes, dialect->semicolons, .line = 1};
}

char import_delimiter_named(const char *name)
{
    static const struct {
        const char *name;
        char delimiter;
    } delimiters[] = {{"tab", '\t'}, {"\\t", '\t'}, {"\t", '\t'}, {"comma", ','},
        {"semicolon", ';'}, {"pipe", '|'}, {"colon", ':'}, {"space", ' '}};
    for (size_t i = 0; i < COUNT(delimiters); i++)
        if (strcasecmp(name, delimiters[i].name) == 0)
            return delimiters[i].delimiter;
    bool good = name[0] && strchr(",;:|~^/!$%&*+=@#_-", name[0]) && !name[1];
    return good ? name[0] : 0;
}

static void dialect_sample_header(struct sample *sample, const struct csv *row, struct buf *unused)
{
    static_assert(CSV_CELLS_MAX <= COLUMNS_MAX, "a header has a column for each cell");
    for (size_t i = 0; i < row->count; i++) {
        const char *name = csv_cell(row, i);
        enum csv_column column = csv_column_named(name);
        sample->header.of[sample->header.count++] = column;
        if (!column && *name && unused)
            buf_format(unused, "%s%s", unused->length ? ", " : "unused columns: ", name);
    }
    sample->is_header = csv_columns_are_header(&sample->header);
}

static void dialect_sample_row(struct sample *sample, const struct csv *row, struct buf *unused)
{
    if (row->count == 0)
        return;
    if (sample->rows++ == 0) {
        sample->first_cells = row->count;
        dialect_sample_header(sample, row, unused);
    }
    sample->several += row->count > 1;
    sample->similar += row->count > 1 && row->count == sample->first_cells;
}

struct sample dialect_sample(const struct dialect *dialect, const char *text, struct buf *unused)
{
    struct sample sample = {0};
    struct csv csv = dialect_reader(dialect);
    const char *end = text + strlen(text);
    while (sample.rows < SAMPLE_MAX && csv_next(&csv, &text, end))
        dialect_sample_row(&sample, &csv, unused);
    if ((sample.rows == 0 || dialect->semicolons) && csv_last(&csv))
        dialect_sample_row(&sample, &csv, unused);
    sample.loose = csv.loose;
    sample.failed = csv.text.failed || (unused && unused->failed);
    csv_done(&csv);
    return sample;
}

/* Whether semicolons end rows, as they may in Quizlet's exports: the only line then holds several
 * rows, each with one delimiter. */
static bool dialect_semicolons_end_rows(const char *text, char delimiter)
{
    size_t end = strcspn(text, "\n"), rows = 0;
    if (text[end] != '\0' && text[end + 1] != '\0')
        return false;
    for (const char *row = text; *row && *row != '\n'; rows++) {
        size_t length = strcspn(row, ";\n"), count = 0;
        for (size_t i = 0; i < length; i++)
            count += row[i] == delimiter;
        if (count != 1)
            return false;
        row += length;
        row += *row == ';';
    }
    return rows > 1;
}

/* How well the dialect fits, from 1 to 1001; 0 if the text is not a table in it. With tabs, a line
 * without a tab may continue the previous cell. Loose quotes suggest another delimiter. */
static size_t dialect_score(const struct sample *sample, char delimiter)
{
    size_t rows = delimiter == '\t' ? sample->several : sample->rows;
    bool table = sample->first_cells > 1 && sample->several * 5 >= sample->rows &&
                 sample->similar * 10 >= rows * 6;
    return table ? 1 + (sample->loose ? 500 : 1000) * sample->similar / rows : 0;
}

bool dialect_find(struct dialect *dialect, const char *text)
{
    static const char delimiters[] = "\t,;|";
    size_t best = 0;
    bool failed = false;
    *dialect = (struct dialect){.delimiter = ',', .quotes = true};
    for (const char *d = delimiters; *d; d++) {
        struct dialect one = {.delimiter = *d, .quotes = true};
        one.semicolons = strchr("\t,", *d) && dialect_semicolons_end_rows(text, *d);
        struct sample sample = dialect_sample(&one, text, NULL);
        failed |= sample.failed;
        /* tab-separated text is often not CSV: quotes are then plain characters */
        if (*d == '\t' && sample.loose) {
            one.quotes = false;
            sample = dialect_sample(&one, text, NULL);
            failed |= sample.failed;
        }
        size_t now = dialect_score(&sample, *d);
        if (now > best) {
            best = now;
            *dialect = one;
        }
    }
    dialect->failed = failed;
    return best > 0;
}

#include "deck/dialect.h"

#include <string.h>

#define SAMPLE_MOST 64 /* rows that are looked at */

static void sample_cell(void *cell, size_t length, void *context)
{
    struct sample *sample = context;
    if (sample->rows == 0 && sample->cells < COLUMNS_MOST) {
        enum column column = column_named(cell);
        sample->header.of[sample->header.count++] = column;
        if (!column && length && sample->unused)
            buf_format(sample->unused, "%s%s",
                sample->unused->length ? ", " : "columns that are not used: ", (char *)cell);
    }
    sample->cells++;
}

static void sample_row(int end, void *context)
{
    struct sample *sample = context;
    (void)end;
    if (sample->rows == 0)
        sample->first_cells = sample->cells;
    sample->several += sample->cells > 1;
    sample->alike += sample->cells > 1 && sample->cells == sample->first_cells;
    sample->rows++;
    sample->cells = 0;
}

static int is_semicolon(unsigned char c)
{
    return c == ';';
}

void dialect_set(struct csv_parser *parser, const struct dialect *dialect)
{
    csv_set_delim(parser, (unsigned char)dialect->delimiter);
    if (!dialect->quotes)
        csv_set_quote(parser, '\0'); /* which no text holds */
    if (dialect->semicolons)
        csv_set_term_func(parser, is_semicolon);
}

static struct sample look(
    const struct dialect *dialect, const char *text, unsigned char options, struct buf *unused)
{
    struct sample sample = {.unused = unused};
    struct csv_parser parser;
    if (csv_init(&parser, options | CSV_APPEND_NULL) != 0) {
        sample.failed = true;
        return sample;
    }
    dialect_set(&parser, dialect);
    for (const char *line = text; *line && sample.rows < SAMPLE_MOST && !sample.broken;) {
        size_t length = strcspn(line, "\n");
        length += line[length] == '\n';
        sample.broken =
            csv_parse(&parser, line, length, sample_cell, sample_row, &sample) != length;
        line += length;
    }
    if (sample.rows == 0 || dialect->semicolons)
        csv_fini(&parser, sample_cell, sample_row, &sample);
    sample.failed = csv_error(&parser) == CSV_ENOMEM || (unused && unused->failed);
    csv_free(&parser);
    sample.is_header = columns_are_header(&sample.header);
    return sample;
}

struct sample dialect_sample(const struct dialect *dialect, const char *text, struct buf *unused)
{
    return look(dialect, text, 0, unused);
}

/* Quizlet may end rows with semicolons instead of lines: then a single line has several of them,
 * each with one delimiter. */
static bool semicolons_end_rows(const char *text, char delimiter)
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

/* How much of a table the dialect makes of the text, in thousandths; 0 where none. With tabs, a
 * line without one may go on with the cell before it. */
static size_t score(struct dialect *dialect, const char *text)
{
    struct sample sample = dialect_sample(dialect, text, NULL);
    dialect->failed |= sample.failed;
    size_t rows = dialect->delimiter == '\t' ? sample.several : sample.rows;
    bool table = sample.first_cells > 1 && sample.several * 5 >= sample.rows &&
                 sample.alike * 10 >= rows * 6;
    return table ? 1 + 1000 * sample.alike / rows : 0;
}

bool dialect_find(struct dialect *dialect, const char *text)
{
    static const char delimiters[] = "\t,;|";
    size_t best = 0;
    bool failed = false;
    *dialect = (struct dialect){.delimiter = ',', .quotes = true};
    for (const char *d = delimiters; *d; d++) {
        struct dialect one = {.delimiter = *d, .quotes = true};
        one.semicolons = strchr("\t,", *d) && semicolons_end_rows(text, *d);
        /* what tabs divide is often no CSV at all: a quote is then just that */
        struct sample strict = look(&one, text, *d == '\t' ? CSV_STRICT : 0, NULL);
        one.quotes = *d != '\t' || !strict.broken;
        one.failed = strict.failed;
        size_t now = score(&one, text);
        failed |= one.failed;
        if (now > best) {
            best = now;
            *dialect = one;
        }
    }
    dialect->failed = failed;
    return best > 0;
}

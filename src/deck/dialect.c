#include "deck/dialect.h"

#include "deck/csv_columns.h"
#include "deck/delimiters.h"

#include <string.h>

#define SAMPLE_MAX    400 /* rows */
#define KNOWN_BONUS   300
#define SCORE_PERFECT 1001 /* without the bonus */

void dialect_put_name(const struct dialect *dialect, struct buf *out)
{
    if (dialect->between[0])
        buf_format(out, "\"%s\"", dialect->between);
    else
        delimiter_put_plural(dialect->delimiter, out);
}

struct csv dialect_reader(const struct dialect *dialect)
{
    return (struct csv){dialect->delimiter, dialect->quotes, dialect->semicolons, .line = 1};
}

void dialect_divide(const struct dialect *dialect, struct buf *line)
{
    size_t size = strlen(dialect->between);
    if (size == 0 || line->length == 0)
        return;
    char *begin = line->bytes, *found = strstr(begin + 1, dialect->between);
    for (char *c = begin; *c; c++)
        *c = *c == '\t' ? ' ' : *c;
    if (!found)
        return;
    *found = '\t';
    memmove(found + 1, found + size, line->length - (size_t)(found - begin) - size + 1);
    line->length -= size - 1;
}

/* Returns the text as the reader expects it: as it is, or in *copy with its lines divided. */
static const char *dialect_divide_all(
    const struct dialect *dialect, const char *text, struct buf *copy)
{
    struct buf line = {0};
    if (!dialect->between[0])
        return text;
    while (*text) {
        size_t length = strcspn(text, "\n");
        length += text[length] == '\n';
        buf_clear(&line);
        buf_add(&line, text, length);
        dialect_divide(dialect, &line);
        buf_add(copy, buf_string(&line), line.length);
        copy->failed |= line.failed;
        text += length;
    }
    buf_done(&line);
    return buf_string(copy);
}

/* ---- a sample ---- */

static bool dialect_is_blank(const struct csv *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (csv_cell(row, i)[strspn(csv_cell(row, i), " \t\r\n")])
            return false;
    return true;
}

/* Returns whether some quotes violate the RFC. */
static bool dialect_read_rows(const struct dialect *dialect, const char *text,
    bool (*take)(void *context, const struct csv *row), void *context, bool *failed)
{
    struct buf copy = {0};
    struct csv csv = dialect_reader(dialect);
    const char *at = dialect_divide_all(dialect, text, &copy), *end = at + strlen(at);
    bool more = true;
    for (size_t rows = 0; more && rows < SAMPLE_MAX && csv_next(&csv, &at, end); rows++)
        if (csv.count && !dialect_is_blank(&csv))
            more = take(context, &csv);
    if (more && !csv.open_line && csv_last(&csv) && !dialect_is_blank(&csv))
        take(context, &csv);
    bool loose = csv.loose;
    *failed |= csv.text.failed || copy.failed;
    csv_done(&csv);
    buf_done(&copy);
    return loose;
}

bool dialect_each_row(const struct dialect *dialect, const char *text,
    bool (*take)(void *context, const struct csv *row), void *context)
{
    bool failed = false;
    dialect_read_rows(dialect, text, take, context, &failed);
    return !failed;
}

/* What the rows of a text look like in a dialect. */
struct dialect_sample {
    size_t widths[CSV_CELLS_MAX + 1]; /* how many rows have that many cells */
    size_t rows, usual;               /* the most frequent number of cells above 1, or 1 */
    size_t indented;                  /* rows of several cells whose first one is blank */
    size_t known; /* different columns that the first row names; languages count as two of them */
    bool loose, failed;
};

static bool dialect_take_row(void *context, const struct csv *row)
{
    struct dialect_sample *sample = context;
    unsigned seen = 0;
    for (size_t i = 0; i < row->count && sample->rows == 0; i++) {
        enum csv_fit fit;
        unsigned column = csv_column_named(csv_cell(row, i), &fit);
        sample->known += fit == FIT_LANGUAGE || (fit == FIT_WHOLE && !(seen & 1U << column));
        seen |= fit == FIT_WHOLE ? 1U << column : 0;
    }
    sample->indented += row->count > 1 && !*csv_cell(row, 0);
    sample->rows++;
    sample->widths[row->count]++;
    return true;
}

static void dialect_read_sample(
    struct dialect_sample *sample, const struct dialect *dialect, const char *text)
{
    *sample = (struct dialect_sample){.usual = 1};
    sample->loose = dialect_read_rows(dialect, text, dialect_take_row, sample, &sample->failed);
    for (size_t width = 2; width < COUNT(sample->widths); width++)
        if (sample->widths[width] > (sample->usual > 1 ? sample->widths[sample->usual] : 0))
            sample->usual = width;
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

/* Whether most delimiters come before a space, as commas do in sentences. */
static bool dialect_is_punctuation(const char *text, char delimiter)
{
    size_t count = 0, spaced = 0;
    for (; *text; text++)
        if (*text == delimiter) {
            count++;
            spaced += text[1] == ' ';
        }
    return spaced * 2 > count;
}

/* How well a dialect fits, from 1 to 1301; 0 if it makes no table. With tabs, a line without a tab
 * may continue the previous cell. Loose quotes suggest another delimiter. */
static size_t dialect_score(
    const struct dialect_sample *sample, const struct dialect *dialect, const char *text)
{
    size_t several = sample->rows - sample->widths[1], similar = sample->widths[sample->usual];
    size_t rows = dialect->delimiter == '\t' && !dialect->between[0] ? several : sample->rows;
    bool known = sample->known > 1 && several * 10 >= sample->rows * 6,
         indented = dialect->delimiter == '\t' && sample->indented * 2 > several;
    bool table = sample->usual > 1 && !indented && several * 5 >= sample->rows &&
                 (known || similar * 10 >= rows * 6);
    if (!table)
        return 0;
    size_t score = (sample->loose ? 500 : 1000) * similar / rows + (known ? KNOWN_BONUS : 0);
    size_t doubt = dialect_is_punctuation(text, dialect->delimiter) ? 80 : 0;
    doubt += sample->rows == 1 ? 50 : 0;
    doubt += 200 * (sample->rows - rows) / sample->rows;
    return 1 + (score > doubt ? score - doubt : 0);
}

/* ---- the choice ---- */

struct dialect_choice {
    struct dialect best;
    size_t score, second;   /* of the best, and of the best with another delimiter */
    struct dialect loosest; /* without a fit: the one with the most rows of several cells */
    size_t several, rows;
    char rival;
    bool failed;
};

static void dialect_consider(
    struct dialect_choice *choice, const struct dialect *dialect, size_t score)
{
    if (score > choice->score) {
        choice->second = choice->score;
        choice->rival = choice->best.between[0] ? 0 : choice->best.delimiter;
        choice->best = *dialect;
        choice->score = score;
    } else if (score > choice->second) {
        choice->second = score;
        choice->rival = dialect->between[0] ? 0 : dialect->delimiter;
    }
}

static void dialect_try(struct dialect_choice *choice, const char *text, char delimiter)
{
    struct dialect one = {.delimiter = delimiter, .quotes = true};
    struct dialect_sample sample;
    one.semicolons = strchr("\t,", delimiter) && dialect_semicolons_end_rows(text, delimiter);
    dialect_read_sample(&sample, &one, text);
    choice->failed |= sample.failed;
    /* tab-separated text is often not CSV: quotes are then plain characters */
    if (delimiter == '\t' && sample.loose) {
        one.quotes = false;
        dialect_read_sample(&sample, &one, text);
        choice->failed |= sample.failed;
    }
    size_t several = sample.rows - sample.widths[1] - sample.indented;
    if (several > choice->several) {
        choice->loosest = one;
        choice->several = several;
        choice->rows = sample.rows;
    }
    dialect_consider(choice, &one, dialect_score(&sample, &one, text));
}

/* Texts that people put between a term and its definition, Quizlet's custom ones among them. */
static const char *const dialect_betweens[] = {
    "/////", "---", "=>", "->", "::", " - ", " – ", " — ", " = ", " : ", ": "};

/* Counts the lines of text, and those with `between` inside them. */
static size_t dialect_count_lines(const char *text, const char *between, size_t *lines)
{
    size_t found = 0, size = strlen(between);
    *lines = 0;
    for (size_t length; *text; text += length + (text[length] == '\n')) {
        length = strcspn(text, "\n");
        const char *at = length ? memmem(text + 1, length - 1, between, size) : NULL;
        *lines += strspn(text, " \t\r") < length;
        found += at && at + size < text + length;
    }
    return found;
}

/* At least `share` of 10 lines must have `between`. */
static void dialect_try_between(
    struct dialect_choice *choice, const char *text, const char *between, size_t share)
{
    size_t lines, found = dialect_count_lines(text, between, &lines);
    struct dialect one = {.delimiter = '\t'};
    if (found == 0 || found * 10 < lines * share)
        return;
    strcpy(one.between, between);
    dialect_consider(choice, &one, 1000 * found / lines - 50);
}

static void dialect_try_given(struct dialect_choice *choice, const char *text, char given)
{
    struct dialect one = {.delimiter = given, .quotes = true};
    const char all[] = {given, '\0'};
    dialect_try(choice, text, given);
    for (size_t i = 0; i < COUNT(dialect_betweens) && !strchr("\t,;|", given); i++) {
        const char *between = dialect_betweens[i];
        if (between[strspn(between, " ")] == given)
            dialect_try_between(choice, text, between, 5);
    }
    if (!choice->score && !strchr("\t,;|", given))
        dialect_try_between(choice, text, all, 1);
    if (!choice->score && choice->several) {
        choice->best = choice->loosest;
        choice->score = 1;
    }
    if (!choice->score)
        choice->best = one;
    choice->rival = 0;
}

static void dialect_try_all(struct dialect_choice *choice, const char *text)
{
    size_t lines;
    for (const char *d = "\t;,|"; *d; d++)
        dialect_try(choice, text, *d);
    dialect_count_lines(text, "\n", &lines);
    for (size_t i = 0; i + 1 < COUNT(dialect_betweens) && lines > 2; i++)
        if (strcmp(dialect_betweens[i], "::") != 0 ||
            !strstr(text, ":: ")) /* may be a property in notes */
            dialect_try_between(choice, text, dialect_betweens[i], 9);
    if (choice->score > SCORE_PERFECT || choice->best.semicolons ||
        choice->second + 100 < choice->score)
        choice->rival = 0;
}

enum dialect_fit dialect_find(struct dialect *dialect, const char *text, char given)
{
    struct dialect_choice choice = {.best = {.delimiter = ',', .quotes = true}};
    choice.loosest = choice.best;
    if (given)
        dialect_try_given(&choice, text, given);
    else
        dialect_try_all(&choice, text);
    *dialect = choice.score || given ? choice.best : choice.loosest;
    dialect->rival = choice.rival;
    dialect->failed = choice.failed;
    if (choice.score)
        return DIALECT_FITS;
    bool unclear = choice.rows > 2 && choice.several * 10 >= choice.rows * 7;
    return unclear ? DIALECT_UNCLEAR : DIALECT_NONE;
}

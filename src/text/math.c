/* A recursive-descent parser that writes as it reads. Arguments of commands are first written to
 * buffers, since the form of a command depends on their text. */
#include "text/math.h"

#include "base/utf8.h"
#include "text/math_forms.h"
#include "text/math_grid.h"
#include "text/math_line.h"
#include "text/symbols.h"

#include <string.h>

#define DEPTH_MAX 12 /* levels of nested groups */

struct math {
    const char *at, *end;
    struct math_line line;
    int depth;
    bool failed;
    struct math_grid *grid; /* its middle line is line.out; NULL for a formula on one line */
};

struct command {
    const char *names; /* separated by spaces */
    void (*read)(struct math *m, const struct command *command);
    int value; /* passed to read */
};

static void math_read_list(struct math *m);
static void math_read_atom(struct math *m);

/* ---- writing ---- */

static void math_write_text(struct math *m, enum atom atom, const char *text)
{
    math_line_add(&m->line, atom, text, strlen(text));
}

static void math_write_buf(struct math *m, enum atom atom, struct buf *text)
{
    m->failed |= text->failed;
    if (text->length)
        math_line_add(&m->line, atom, text->bytes, text->length);
    buf_done(text);
}

/* ---- reading ---- */

static void math_skip_spaces(struct math *m)
{
    while (m->at < m->end && (*m->at == ' ' || *m->at == '\n'))
        m->at++;
}

static bool math_next_is(struct math *m, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(m->end - m->at) >= length && memcmp(m->at, text, length) == 0;
}

static bool math_take(struct math *m, const char *text)
{
    bool is = math_next_is(m, text);
    m->at += is ? strlen(text) : 0;
    return is;
}

/* Reads a part of the formula into a buffer. */
static void math_read_apart(
    struct math *m, struct buf *out, void (*read)(struct math *), bool script)
{
    struct math inner = {.at = m->at,
        .end = m->end,
        .line = {.out = out, .script = script || m->line.script},
        .depth = m->depth + 1};
    inner.failed = inner.depth > DEPTH_MAX;
    if (!inner.failed)
        read(&inner);
    m->at = inner.at;
    m->failed |= inner.failed || out->failed;
}

/* Reads a group in braces, or one atom. */
static void math_read_group(struct math *m)
{
    math_skip_spaces(m);
    if (m->at == m->end)
        m->failed = true;
    else if (!math_take(m, "{"))
        math_read_atom(m);
    else {
        math_read_list(m);
        m->failed |= !math_take(m, "}");
    }
}

/* ---- scripts ---- */

static void math_write_script(struct math *m, enum small_form form, struct buf *text)
{
    if (!form_script(m->line.out, form, text))
        m->line.loose = LOOSE_SCRIPT;
    buf_done(text);
}

static bool math_at_script(struct math *m)
{
    math_skip_spaces(m);
    return m->at < m->end && (*m->at == '^' || *m->at == '_' || *m->at == '\'');
}

/* Reads all scripts of an atom, and writes the lower one first. */
static void math_read_scripts(struct math *m)
{
    struct buf above = {0}, below = {0};
    bool raised = false;
    while (!m->failed && math_at_script(m)) {
        char which = *m->at++;
        bool twice = which == '_' ? below.length > 0 : which == '^' && raised;
        m->failed |= twice;
        raised |= which == '^';
        if (which == '\'')
            buf_text(&above, "′");
        else
            math_read_apart(m, which == '^' ? &above : &below, math_read_group, true);
    }
    m->failed |= above.failed || below.failed;
    math_write_script(m, SMALL_BELOW, &below);
    math_write_script(m, SMALL_ABOVE, &above);
    if (m->line.before == ATOM_NONE)
        m->line.before = ATOM_LETTER;
}

/* ---- fractions and roots ---- */

static void math_read_fraction(struct math *m, const struct command *command)
{
    struct buf above = {0}, below = {0}, whole = {0};
    (void)command;
    math_read_apart(m, &above, math_read_group, false);
    math_read_apart(m, &below, math_read_group, false);
    form_fraction(&whole, &above, &below, math_at_script(m));
    m->failed |= !above.length || !below.length;
    buf_done(&above);
    buf_done(&below);
    if (m->line.space == 0 && (m->line.before == ATOM_LETTER || m->line.before == ATOM_CLOSE))
        m->line.space = 1;
    math_write_buf(m, ATOM_LETTER, &whole);
    m->line.loose = LOOSE;
}

static void math_read_root(struct math *m, const struct command *command)
{
    struct buf index = {0}, under = {0}, whole = {0};
    (void)command;
    for (bool within = math_take(m, "["); within && m->at < m->end && !math_take(m, "]");)
        buf_char(&index, *m->at++);
    math_read_apart(m, &under, math_read_group, false);
    m->failed |= !under.length || !form_root(&whole, &index, &under);
    buf_done(&index);
    buf_done(&under);
    math_write_buf(m, ATOM_LETTER, &whole);
    m->line.loose = LOOSE;
}

/* Reads \binom{n}{k}, or \pmod{n} with one argument. */
static void math_read_called(struct math *m, const struct command *command)
{
    struct buf first = {0}, second = {0}, whole = {0};
    math_read_apart(m, &first, math_read_group, false);
    if (command->value == 2)
        math_read_apart(m, &second, math_read_group, false);
    buf_format(&whole, command->value == 2 ? "C(%s, %s)" : "(mod %s)", buf_string(&first),
        buf_string(&second));
    buf_done(&first);
    buf_done(&second);
    m->line.space = command->value == 2 ? m->line.space : 1;
    math_write_buf(m, ATOM_LETTER, &whole);
}

/* ---- accents, alphabets, words ---- */

static void math_read_accent(struct math *m, const struct command *command)
{
    struct buf under = {0}, whole = {0};
    math_read_apart(m, &under, math_read_group, false);
    m->failed |= !form_accent(&whole, &under, (unsigned)command->value);
    buf_done(&under);
    math_write_buf(m, command->value == MARK_NOT ? ATOM_RELATION : ATOM_LETTER, &whole);
}

static void math_read_alphabet(struct math *m, const struct command *command)
{
    struct buf plain = {0}, whole = {0};
    math_read_apart(m, &plain, math_read_group, false);
    form_lettered(&whole, &plain, (enum alphabet)command->value);
    buf_done(&plain);
    math_write_buf(m, ATOM_LETTER, &whole);
}

/* Spaces around the words become spaces between atoms. */
static void math_write_words(struct math *m, enum atom atom, struct buf *words)
{
    const char *text = buf_string(words);
    size_t start = strspn(text, " "), end = words->length;
    while (end > start && text[end - 1] == ' ')
        end--;
    bool spaced = end < words->length;
    m->line.space = start && !m->line.space ? 1 : m->line.space;
    if (end > start)
        math_line_add(&m->line, atom, text + start, end - start);
    m->line.space = spaced ? 1 : m->line.space;
    m->line.loose = end - start > 1 && atom == ATOM_LETTER ? LOOSE_SCRIPT : TIGHT;
    m->failed |= words->failed;
    buf_done(words);
}

/* Reads words, which keep their spaces and contain no commands. */
static void math_read_words(struct math *m, const struct command *command)
{
    struct buf words = {0};
    math_take(m, "*");
    math_skip_spaces(m);
    m->failed |= !math_take(m, "{");
    while (m->at < m->end && *m->at != '}' && !m->failed) {
        bool escaped = math_take(m, "\\");
        m->failed |= m->at == m->end || *m->at == '{' || (escaped && !strchr("_%#&$ {}", *m->at));
        if (!m->failed)
            buf_char(&words, *m->at == '\n' || *m->at == '~' ? ' ' : *m->at);
        m->at += !m->failed;
    }
    m->failed |= !math_take(m, "}");
    math_write_words(m, (enum atom)command->value, &words);
}

/* ---- delimiters and spaces ---- */

/* Reads the delimiter after \left and similar commands; a period stands for none. */
static void math_read_delimiter(struct math *m, const struct command *command)
{
    struct buf delimiter = {0};
    math_skip_spaces(m);
    if (math_take(m, "."))
        return;
    m->failed |= m->at == m->end || *m->at == '{' || *m->at == '}';
    if (!m->failed)
        math_read_apart(m, &delimiter, math_read_atom, false);
    math_write_buf(m, (enum atom)command->value, &delimiter);
}

static void math_read_space(struct math *m, const struct command *command)
{
    if (m->line.before != ATOM_NONE && m->line.space < (size_t)command->value)
        m->line.space = (size_t)command->value;
}

/* Reads \overset{above}{base} and writes the base with a script. */
static void math_read_stacked(struct math *m, const struct command *command)
{
    struct buf script = {0}, base = {0};
    math_read_apart(m, &script, math_read_group, true);
    math_read_apart(m, &base, math_read_group, false);
    enum atom atom = symbol_atom(buf_string(&base), base.length);
    math_write_buf(m, atom, &base);
    math_write_script(m, (enum small_form)command->value, &script);
}

/* ---- environments ---- */

/* Reads cells up to \end, or to the end of the formula. */
static void math_read_cells(struct math *m, struct math_cells *cells)
{
    int column = 0;
    cells->rows = cells->columns = 1;
    for (bool more = true; more && !m->failed;) {
        math_read_apart(m, &cells->cells[cells->rows - 1][column], math_read_list, false);
        bool row = math_take(m, "\\\\"), cell = !row && math_take(m, "&");
        column = row ? 0 : column + cell;
        math_skip_spaces(m);
        more = cell || (row && m->at < m->end && !math_next_is(m, "\\end"));
        cells->rows += row && more; /* \\ may follow the last row */
        m->failed |= column >= CELL_COLUMNS_MAX || cells->rows > CELL_ROWS_MAX;
        cells->columns = column >= cells->columns ? column + 1 : cells->columns;
    }
}

static void math_write_cells(
    struct math *m, const struct math_cells *cells, const struct environment *environment)
{
    struct buf line = {0};
    if (m->grid && !m->failed) {
        math_write_text(m, ATOM_LETTER, "");
        math_grid_add(m->grid, cells, environment);
    } else if (!m->failed) {
        math_cells_line(cells, environment, &line);
        math_write_buf(m, ATOM_LETTER, &line);
    }
}

/* Reads a name in braces. */
static const char *math_read_name(struct math *m, size_t *length)
{
    m->failed |= !math_take(m, "{");
    const char *name = m->at;
    while (m->at < m->end && *m->at != '}' && !m->failed)
        m->at++;
    *length = (size_t)(m->at - name);
    m->failed |= !math_take(m, "}");
    return name;
}

static void math_read_environment(struct math *m, const struct command *command)
{
    struct math_cells cells = {0};
    size_t length, end_length;
    (void)command;
    const char *name = math_read_name(m, &length);
    const struct environment *environment = environment_named(name, length);
    m->failed |= !environment;
    if (!m->failed && environment_has_columns(environment))
        math_read_name(m, &end_length);
    if (!m->failed)
        math_read_cells(m, &cells);
    m->failed |= !math_take(m, "\\end");
    const char *end = math_read_name(m, &end_length);
    m->failed |= end_length != length || memcmp(end, name, length) != 0;
    math_write_cells(m, &cells, environment);
    math_cells_done(&cells);
}

/* ---- commands ---- */

static void math_read_as_group(struct math *m, const struct command *command)
{
    struct buf group = {0};
    (void)command;
    math_read_apart(m, &group, math_read_group, false);
    math_write_buf(m, ATOM_LETTER, &group);
}

static const struct command commands[] = {
    {"frac dfrac tfrac cfrac", math_read_fraction, 0},
    {"sqrt", math_read_root, 0},
    {"binom dbinom tbinom", math_read_called, 2},
    {"hat widehat", math_read_accent, 0x302},
    {"tilde widetilde", math_read_accent, 0x303},
    {"bar", math_read_accent, 0x304},
    {"overline", math_read_accent, MARK_LINE_ABOVE},
    {"underline", math_read_accent, MARK_LINE_BELOW},
    {"vec overrightarrow", math_read_accent, 0x20d7},
    {"dot", math_read_accent, 0x307},
    {"ddot", math_read_accent, 0x308},
    {"check", math_read_accent, 0x30c},
    {"breve", math_read_accent, 0x306},
    {"acute", math_read_accent, 0x301},
    {"grave", math_read_accent, 0x300},
    {"mathring", math_read_accent, 0x30a},
    {"not", math_read_accent, MARK_NOT},
    {"mathbb", math_read_alphabet, ALPHABET_DOUBLE},
    {"mathcal mathscr", math_read_alphabet, ALPHABET_SCRIPT},
    {"mathfrak", math_read_alphabet, ALPHABET_FRAKTUR},
    {"mathbf boldsymbol bm", math_read_alphabet, ALPHABET_BOLD},
    {"text textrm textit textbf textsf texttt textnormal mbox", math_read_words, ATOM_LETTER},
    {"mathrm mathit mathsf mathtt", math_read_words, ATOM_LETTER},
    {"operatorname", math_read_words, ATOM_OPERATOR},
    {"left bigl Bigl biggl Biggl", math_read_delimiter, ATOM_OPEN},
    {"right bigr Bigr biggr Biggr", math_read_delimiter, ATOM_CLOSE},
    {"middle", math_read_delimiter, ATOM_RELATION},
    {"big Big bigg Bigg", math_read_delimiter, ATOM_LETTER},
    {", : ; > thinspace medspace thickspace", math_read_space, 1},
    {"quad", math_read_space, 2},
    {"qquad", math_read_space, 4},
    {"! limits nolimits displaystyle textstyle scriptstyle nonumber notag", math_read_space, 0},
    {"pmod", math_read_called, 1},
    {"overset stackrel", math_read_stacked, SMALL_ABOVE},
    {"underset", math_read_stacked, SMALL_BELOW},
    {"boxed underbrace overbrace mathop mathbin mathrel mathord", math_read_as_group, 0},
    {"begin", math_read_environment, 0},
};

static bool math_is_among(const char *names, const char *name, size_t length)
{
    while (*names) {
        size_t next = strcspn(names, " ");
        if (next == length && memcmp(names, name, length) == 0)
            return true;
        names += next + (names[next] == ' ');
    }
    return false;
}

/* The length of a command's name: letters, or one other character. */
static size_t math_name_length(const struct math *m)
{
    size_t length = 0, most = (size_t)(m->end - m->at);
    while (length < most && ((m->at[length] | 0x20) >= 'a' && (m->at[length] | 0x20) <= 'z'))
        length++;
    return length == 0 && most > 0 ? 1 : length;
}

static void math_read_command(struct math *m)
{
    const char *name = m->at;
    size_t length = math_name_length(m);
    const struct symbol *symbol = symbol_named(name, length);
    m->at += length;
    for (size_t i = 0; i < COUNT(commands); i++)
        if (math_is_among(commands[i].names, name, length)) {
            commands[i].read(m, &commands[i]);
            return;
        }
    if (symbol)
        math_write_text(m, symbol->atom, symbol->text);
    else
        m->failed = true;
}

static void math_read_character(struct math *m)
{
    size_t length = utf8_length(m->at, (size_t)(m->end - m->at)), size = length ? length : 1;
    enum atom atom = symbol_atom(m->at, size);
    m->failed |= strchr("#$%&}^_", *m->at) != NULL;
    if (*m->at == '-')
        math_write_text(m, atom, "−");
    else
        math_line_add(&m->line, atom, m->at, size);
    m->at += size;
}

static void math_read_atom(struct math *m)
{
    if (*m->at == '{')
        math_read_as_group(m, NULL);
    else if (math_take(m, "~") || math_take(m, "\\ "))
        m->line.space = m->line.before == ATOM_NONE ? 0 : 1;
    else if (math_take(m, "\\"))
        math_read_command(m);
    else
        math_read_character(m);
}

/* Reads atoms with their scripts up to the end of a group, a cell, or the formula. */
static void math_read_list(struct math *m)
{
    for (;;) {
        bool scripts = math_at_script(m);
        if (m->failed || m->at == m->end || *m->at == '}' || *m->at == '&' ||
            math_next_is(m, "\\\\") || math_next_is(m, "\\end"))
            return;
        if (scripts)
            math_read_scripts(m);
        else
            math_read_atom(m);
    }
}

/* ---- the formula ---- */

static void math_read_formula(struct math *m)
{
    const char *start = m->at;
    math_read_list(m);
    if (m->failed || m->at == m->end)
        return;
    struct math_cells cells = {0}; /* rows without an environment */
    m->at = start;
    m->line.before = ATOM_NONE;
    buf_clear(m->line.out);
    for (int i = 0; m->grid && i <= 2 * GRID_MIDDLE; i++)
        buf_clear(&m->grid->lines[i]);
    math_read_cells(m, &cells);
    m->failed |= m->at < m->end;
    math_write_cells(m, &cells, environment_named("aligned", strlen("aligned")));
    math_cells_done(&cells);
}

bool math_text(struct buf *out, const char *latex, size_t length, bool display)
{
    struct math_grid grid = {0};
    struct math m = {.at = latex,
        .end = latex + length,
        .line = {.out = &grid.lines[GRID_MIDDLE]},
        .grid = display ? &grid : NULL};
    m.failed = length > FORMULA_MAX;
    if (!m.failed)
        math_read_formula(&m);
    out->failed |= m.line.out->failed;
    m.failed |= out->failed || (m.line.out->length == 0 && grid.above + grid.below == 0);
    if (!m.failed)
        math_grid_print(&grid, out);
    math_grid_done(&grid);
    return !m.failed;
}

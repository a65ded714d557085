/* A formula is read by recursive descent, and written as it is read. What a command takes as its
 * arguments is written apart first: how it is shown depends on what it comes to. */
#include "text/math.h"

#include "text/math_forms.h"
#include "text/math_grid.h"
#include "text/math_line.h"
#include "text/symbols.h"

#include <string.h>
#include <unistr.h>

#define FORMULA_MOST 4096 /* bytes; what is longer is no formula for a card */
#define DEPTH_MOST   12   /* of groups within groups */

struct math {
    const char *at, *end;
    struct math_line line;
    int depth;
    bool failed;
    struct math_grid *grid; /* whose middle line is written; NULL where all is to be one line */
};

/* A command: how what follows it is read. */
struct command {
    const char *names;
    void (*read)(struct math *m, const struct command *command);
    int value; /* for read */
};

static void read_list(struct math *m);
static void read_atom(struct math *m);

/* ---- writing ---- */

static void write_text(struct math *m, enum atom atom, const char *text)
{
    math_line_add(&m->line, atom, text, strlen(text));
}

static void write_buf(struct math *m, enum atom atom, struct buf *text)
{
    m->failed |= text->failed;
    if (text->length)
        math_line_add(&m->line, atom, text->bytes, text->length);
    buf_done(text);
}

/* ---- reading ---- */

static void skip_spaces(struct math *m)
{
    while (m->at < m->end && (*m->at == ' ' || *m->at == '\n'))
        m->at++;
}

static bool next_is(struct math *m, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(m->end - m->at) >= length && memcmp(m->at, text, length) == 0;
}

static bool take(struct math *m, const char *text)
{
    bool is = next_is(m, text);
    m->at += is ? strlen(text) : 0;
    return is;
}

/* Read what the caller has begun to, into a text of its own. */
static void read_apart(struct math *m, struct buf *out, void (*read)(struct math *), bool script)
{
    struct math inner = {.at = m->at,
        .end = m->end,
        .line = {.out = out, .script = script || m->line.script},
        .depth = m->depth + 1};
    inner.failed = inner.depth > DEPTH_MOST;
    if (!inner.failed)
        read(&inner);
    m->at = inner.at;
    m->failed |= inner.failed || out->failed;
}

/* A group in braces, or one atom. */
static void read_group(struct math *m)
{
    skip_spaces(m);
    if (m->at == m->end)
        m->failed = true;
    else if (!take(m, "{"))
        read_atom(m);
    else {
        read_list(m);
        m->failed |= !take(m, "}");
    }
}

/* ---- scripts ---- */

static void write_script(struct math *m, enum small_form form, struct buf *text)
{
    if (!form_script(m->line.out, form, text))
        m->line.loose = LOOSE_SCRIPT;
    buf_done(text);
}

static bool at_script(struct math *m)
{
    skip_spaces(m);
    return m->at < m->end && (*m->at == '^' || *m->at == '_' || *m->at == '\'');
}

/* All scripts of one atom: the lower first, whatever their order. */
static void read_scripts(struct math *m)
{
    struct buf above = {0}, below = {0};
    bool raised = false;
    while (!m->failed && at_script(m)) {
        char which = *m->at++;
        bool twice = which == '_' ? below.length > 0 : which == '^' && raised;
        m->failed |= twice;
        raised |= which == '^';
        if (which == '\'')
            buf_text(&above, "′");
        else
            read_apart(m, which == '^' ? &above : &below, read_group, true);
    }
    m->failed |= above.failed || below.failed;
    write_script(m, SMALL_BELOW, &below);
    write_script(m, SMALL_ABOVE, &above);
    if (m->line.before == ATOM_NONE)
        m->line.before = ATOM_LETTER;
}

/* ---- fractions and roots ---- */

static void read_fraction(struct math *m, const struct command *command)
{
    struct buf above = {0}, below = {0}, whole = {0};
    (void)command;
    read_apart(m, &above, read_group, false);
    read_apart(m, &below, read_group, false);
    form_fraction(&whole, &above, &below, at_script(m));
    m->failed |= !above.length || !below.length;
    buf_done(&above);
    buf_done(&below);
    if (m->line.space == 0 && (m->line.before == ATOM_LETTER || m->line.before == ATOM_CLOSE))
        m->line.space = 1;
    write_buf(m, ATOM_LETTER, &whole);
    m->line.loose = LOOSE;
}

static void read_root(struct math *m, const struct command *command)
{
    struct buf index = {0}, under = {0}, whole = {0};
    (void)command;
    for (bool within = take(m, "["); within && m->at < m->end && !take(m, "]");)
        buf_char(&index, *m->at++);
    read_apart(m, &under, read_group, false);
    m->failed |= !under.length || !form_root(&whole, &index, &under);
    buf_done(&index);
    buf_done(&under);
    write_buf(m, ATOM_LETTER, &whole);
    m->line.loose = LOOSE;
}

/* \binom{n}{k}, and \pmod{n}, which has one argument. */
static void read_called(struct math *m, const struct command *command)
{
    struct buf first = {0}, second = {0}, whole = {0};
    read_apart(m, &first, read_group, false);
    if (command->value == 2)
        read_apart(m, &second, read_group, false);
    buf_format(&whole, command->value == 2 ? "C(%s, %s)" : "(mod %s)", buf_string(&first),
        buf_string(&second));
    buf_done(&first);
    buf_done(&second);
    m->line.space = command->value == 2 ? m->line.space : 1;
    write_buf(m, ATOM_LETTER, &whole);
}

/* ---- accents, alphabets, words ---- */

static void read_accent(struct math *m, const struct command *command)
{
    struct buf under = {0}, whole = {0};
    read_apart(m, &under, read_group, false);
    m->failed |= !form_accent(&whole, &under, (unsigned)command->value);
    buf_done(&under);
    write_buf(m, command->value == MARK_NOT ? ATOM_RELATION : ATOM_LETTER, &whole);
}

static void read_alphabet(struct math *m, const struct command *command)
{
    struct buf plain = {0}, whole = {0};
    read_apart(m, &plain, read_group, false);
    form_lettered(&whole, &plain, (enum alphabet)command->value);
    buf_done(&plain);
    write_buf(m, ATOM_LETTER, &whole);
}

/* Spaces around the words are space between atoms. */
static void write_words(struct math *m, enum atom atom, struct buf *words)
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

/* Words, whose spaces count, and in which commands are not expected. */
static void read_words(struct math *m, const struct command *command)
{
    struct buf words = {0};
    take(m, "*");
    skip_spaces(m);
    m->failed |= !take(m, "{");
    while (m->at < m->end && *m->at != '}' && !m->failed) {
        bool escaped = take(m, "\\");
        m->failed |= m->at == m->end || *m->at == '{' || (escaped && !strchr("_%#&$ {}", *m->at));
        if (!m->failed)
            buf_char(&words, *m->at == '\n' || *m->at == '~' ? ' ' : *m->at);
        m->at += !m->failed;
    }
    m->failed |= !take(m, "}");
    write_words(m, (enum atom)command->value, &words);
}

/* ---- delimiters and spaces ---- */

/* \left and its kind: what is behind it, as an atom of that class; a point is nothing. */
static void read_delimiter(struct math *m, const struct command *command)
{
    struct buf delimiter = {0};
    skip_spaces(m);
    if (take(m, "."))
        return;
    m->failed |= m->at == m->end || *m->at == '{' || *m->at == '}';
    if (!m->failed)
        read_apart(m, &delimiter, read_atom, false);
    write_buf(m, (enum atom)command->value, &delimiter);
}

static void read_space(struct math *m, const struct command *command)
{
    if (m->line.before != ATOM_NONE && m->line.space < (size_t)command->value)
        m->line.space = (size_t)command->value;
}

/* \overset{above}{base}: the base, what is above or below it as its script. */
static void read_stacked(struct math *m, const struct command *command)
{
    struct buf script = {0}, base = {0};
    read_apart(m, &script, read_group, true);
    read_apart(m, &base, read_group, false);
    enum atom atom = symbol_atom(buf_string(&base), base.length);
    write_buf(m, atom, &base);
    write_script(m, (enum small_form)command->value, &script);
}

/* ---- environments ---- */

/* Cells up to \end, or to the end of the formula. */
static void read_cells(struct math *m, struct math_cells *cells)
{
    int column = 0;
    cells->rows = cells->columns = 1;
    for (bool more = true; more && !m->failed;) {
        read_apart(m, &cells->cells[cells->rows - 1][column], read_list, false);
        bool row = take(m, "\\\\"), cell = !row && take(m, "&");
        column = row ? 0 : column + cell;
        skip_spaces(m);
        more = cell || (row && m->at < m->end && !next_is(m, "\\end"));
        cells->rows += row && more; /* the last row may be ended, too */
        m->failed |= column >= CELL_COLUMNS_MOST || cells->rows > CELL_ROWS_MOST;
        cells->columns = column >= cells->columns ? column + 1 : cells->columns;
    }
}

static void write_cells(
    struct math *m, const struct math_cells *cells, const struct environment *environment)
{
    struct buf line = {0};
    if (m->grid && !m->failed) {
        write_text(m, ATOM_LETTER, "");
        math_grid_add(m->grid, cells, environment);
    } else if (!m->failed) {
        math_cells_line(cells, environment, &line);
        write_buf(m, ATOM_LETTER, &line);
    }
}

/* What is in braces, as it is. */
static const char *read_name(struct math *m, size_t *length)
{
    m->failed |= !take(m, "{");
    const char *name = m->at;
    while (m->at < m->end && *m->at != '}' && !m->failed)
        m->at++;
    *length = (size_t)(m->at - name);
    m->failed |= !take(m, "}");
    return name;
}

static void read_environment(struct math *m, const struct command *command)
{
    struct math_cells cells = {0};
    size_t length, end_length;
    (void)command;
    const char *name = read_name(m, &length);
    const struct environment *environment = environment_named(name, length);
    m->failed |= !environment;
    if (!m->failed && environment_has_columns(environment))
        read_name(m, &end_length);
    if (!m->failed)
        read_cells(m, &cells);
    m->failed |= !take(m, "\\end");
    const char *end = read_name(m, &end_length);
    m->failed |= end_length != length || memcmp(end, name, length) != 0;
    write_cells(m, &cells, environment);
    math_cells_done(&cells);
}

/* ---- commands ---- */

static void read_as_group(struct math *m, const struct command *command)
{
    struct buf group = {0};
    (void)command;
    read_apart(m, &group, read_group, false);
    write_buf(m, ATOM_LETTER, &group);
}

static const struct command commands[] = {
    {"frac dfrac tfrac cfrac", read_fraction, 0},
    {"sqrt", read_root, 0},
    {"binom dbinom tbinom", read_called, 2},
    {"hat widehat", read_accent, 0x302},
    {"tilde widetilde", read_accent, 0x303},
    {"bar", read_accent, 0x304},
    {"overline", read_accent, MARK_LINE_ABOVE},
    {"underline", read_accent, MARK_LINE_BELOW},
    {"vec overrightarrow", read_accent, 0x20d7},
    {"dot", read_accent, 0x307},
    {"ddot", read_accent, 0x308},
    {"check", read_accent, 0x30c},
    {"breve", read_accent, 0x306},
    {"acute", read_accent, 0x301},
    {"grave", read_accent, 0x300},
    {"mathring", read_accent, 0x30a},
    {"not", read_accent, MARK_NOT},
    {"mathbb", read_alphabet, ALPHABET_DOUBLE},
    {"mathcal mathscr", read_alphabet, ALPHABET_SCRIPT},
    {"mathfrak", read_alphabet, ALPHABET_FRAKTUR},
    {"mathbf boldsymbol bm", read_alphabet, ALPHABET_BOLD},
    {"text textrm textit textbf textsf texttt textnormal mbox", read_words, ATOM_LETTER},
    {"mathrm mathit mathsf mathtt", read_words, ATOM_LETTER},
    {"operatorname", read_words, ATOM_OPERATOR},
    {"left bigl Bigl biggl Biggl", read_delimiter, ATOM_OPEN},
    {"right bigr Bigr biggr Biggr", read_delimiter, ATOM_CLOSE},
    {"middle", read_delimiter, ATOM_RELATION},
    {"big Big bigg Bigg", read_delimiter, ATOM_LETTER},
    {", : ; > thinspace medspace thickspace", read_space, 1},
    {"quad", read_space, 2},
    {"qquad", read_space, 4},
    {"! limits nolimits displaystyle textstyle scriptstyle nonumber notag", read_space, 0},
    {"pmod", read_called, 1},
    {"overset stackrel", read_stacked, SMALL_ABOVE},
    {"underset", read_stacked, SMALL_BELOW},
    {"boxed underbrace overbrace mathop mathbin mathrel mathord", read_as_group, 0},
    {"begin", read_environment, 0},
};

/* Whether a name is one of those in a list. */
static bool is_among(const char *names, const char *name, size_t length)
{
    while (*names) {
        size_t next = strcspn(names, " ");
        if (next == length && memcmp(names, name, length) == 0)
            return true;
        names += next + (names[next] == ' ');
    }
    return false;
}

/* The bytes of the name behind a backslash: letters, or one other character. */
static size_t name_length(const struct math *m)
{
    size_t length = 0, most = (size_t)(m->end - m->at);
    while (length < most && ((m->at[length] | 0x20) >= 'a' && (m->at[length] | 0x20) <= 'z'))
        length++;
    return length == 0 && most > 0 ? 1 : length;
}

static void read_command(struct math *m)
{
    const char *name = m->at;
    size_t length = name_length(m);
    const struct symbol *symbol = symbol_named(name, length);
    m->at += length;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (is_among(commands[i].names, name, length)) {
            commands[i].read(m, &commands[i]);
            return;
        }
    if (symbol)
        write_text(m, symbol->atom, symbol->text);
    else
        m->failed = true;
}

static void read_character(struct math *m)
{
    int length = u8_mblen((const uint8_t *)m->at, (size_t)(m->end - m->at));
    size_t size = length > 0 ? (size_t)length : 1;
    enum atom atom = symbol_atom(m->at, size);
    m->failed |= strchr("#$%&}^_", *m->at) != NULL;
    if (*m->at == '-')
        write_text(m, atom, "−");
    else
        math_line_add(&m->line, atom, m->at, size);
    m->at += size;
}

static void read_atom(struct math *m)
{
    if (*m->at == '{')
        read_as_group(m, NULL);
    else if (take(m, "~") || take(m, "\\ "))
        m->line.space = m->line.before == ATOM_NONE ? 0 : 1;
    else if (take(m, "\\"))
        read_command(m);
    else
        read_character(m);
}

/* Atoms with their scripts, up to what ends a group, a cell, or the formula. */
static void read_list(struct math *m)
{
    for (;;) {
        bool scripts = at_script(m);
        if (m->failed || m->at == m->end || *m->at == '}' || *m->at == '&' || next_is(m, "\\\\") ||
            next_is(m, "\\end"))
            return;
        if (scripts)
            read_scripts(m);
        else
            read_atom(m);
    }
}

/* ---- the formula ---- */

static void read_formula(struct math *m)
{
    const char *start = m->at;
    read_list(m);
    if (m->failed || m->at == m->end)
        return;
    struct math_cells cells = {0}; /* rows without an environment around them */
    m->at = start;
    m->line.before = ATOM_NONE;
    buf_clear(m->line.out);
    for (int i = 0; m->grid && i <= 2 * GRID_MIDDLE; i++)
        buf_clear(&m->grid->lines[i]);
    read_cells(m, &cells);
    m->failed |= m->at < m->end;
    write_cells(m, &cells, environment_named("aligned", strlen("aligned")));
    math_cells_done(&cells);
}

bool math_text(struct buf *out, const char *latex, size_t length, bool display)
{
    struct math_grid grid = {0};
    struct math m = {.at = latex,
        .end = latex + length,
        .line = {.out = &grid.lines[GRID_MIDDLE]},
        .grid = display ? &grid : NULL};
    m.failed = length > FORMULA_MOST;
    if (!m.failed)
        read_formula(&m);
    out->failed |= m.line.out->failed;
    m.failed |= out->failed || (m.line.out->length == 0 && grid.above + grid.below == 0);
    if (!m.failed)
        math_grid_print(&grid, out);
    math_grid_done(&grid);
    return !m.failed;
}

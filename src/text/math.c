/* A recursive-descent parser for lists of atoms, groups and scripts. Commands are read by
 * math_commands.c, rows and cells by math_rows.c. */
#include "text/math.h"

#include "base/utf8.h"
#include "text/math_parser.h"

#include <string.h>

/* ---- what is next ---- */

void math_skip_spaces(struct math *m)
{
    while (m->at < m->end && (*m->at == ' ' || *m->at == '\n'))
        m->at++;
}

bool math_next_is(const struct math *m, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(m->end - m->at) >= length && memcmp(m->at, text, length) == 0;
}

bool math_next_is_command(const struct math *m, const char *command)
{
    const char *behind = m->at + strlen(command);
    return math_next_is(m, command) && (behind == m->end || !symbol_is_latin(*behind));
}

bool math_take(struct math *m, const char *text)
{
    bool is = math_next_is(m, text);
    m->at += is ? strlen(text) : 0;
    return is;
}

bool math_at_script(struct math *m)
{
    math_skip_spaces(m);
    return m->at < m->end && (*m->at == '^' || *m->at == '_' || *m->at == '\'');
}

const char *math_read_name(struct math *m, size_t *length)
{
    math_skip_spaces(m);
    m->failed |= !math_take(m, "{");
    const char *name = m->at;
    while (m->at < m->end && *m->at != '}' && !m->failed)
        m->at++;
    *length = (size_t)(m->at - name);
    m->failed |= !math_take(m, "}");
    return name;
}

/* ---- writing ---- */

void math_write_text(struct math *m, enum atom atom, const char *text)
{
    math_line_add(&m->line, atom, BOND_ONE, text, strlen(text));
}

void math_write_part(struct math *m, enum atom atom, struct part *part)
{
    m->failed |= part->text.failed;
    if (part->text.length)
        math_line_add(&m->line, atom, part->bond, part->text.bytes, part->text.length);
    buf_done(&part->text);
}

/* ---- groups ---- */

struct part math_read_part(struct math *m, void (*read)(struct math *), bool script)
{
    struct part part = {.bond = BOND_ONE};
    struct math inner = {.at = m->at,
        .end = m->end,
        .line = math_line_begin(&part.text, script || m->line.script),
        .depth = m->depth + 1};
    inner.failed = m->failed || inner.depth > MATH_DEPTH_MAX;
    if (!inner.failed)
        read(&inner);
    part.bond = math_line_bond(&inner.line);
    part.atom = inner.line.before;
    m->at = inner.at;
    m->failed |= inner.failed || part.text.failed;
    return part;
}

void math_read_group(struct math *m)
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

/* The scripts of an atom: its index, its number of primes, its exponent. */
struct scripts {
    struct part below, above;
    size_t primes;
    bool raised;
};

static void math_read_script(struct math *m, struct scripts *scripts)
{
    char which = *m->at++;
    struct part *part = which == '_' ? &scripts->below : &scripts->above;
    if (which == '\'') {
        scripts->primes++;
        return;
    }
    m->failed |= which == '_' ? part->text.length > 0 : scripts->raised;
    scripts->raised |= which == '^';
    buf_done(&part->text);
    *part = math_read_part(m, math_read_group, true);
    if (which == '^' && form_is_primes(&part->text)) {
        scripts->primes += part->text.length / strlen("′");
        buf_cut(&part->text, 0);
    }
}

void math_write_script(struct math *m, enum small_form form, struct part *script)
{
    bool small = form_script(m->line.out, form, &script->text);
    if (script->text.length)
        math_line_end_script(&m->line, form == SMALL_ABOVE || !small ? BOND_RAISED : BOND_INDEXED);
    if (!small)
        m->line.loose = LOOSE_SCRIPT;
    buf_done(&script->text);
}

/* Reads the scripts of an atom. Writes those in small characters first, because in x_Q² the
 * exponent would seem to belong to the index. */
static void math_read_scripts(struct math *m)
{
    struct scripts scripts = {0};
    while (!m->failed && math_at_script(m))
        math_read_script(m, &scripts);
    bool above_first = !form_is_small(SMALL_BELOW, &scripts.below.text) &&
                       form_is_small(SMALL_ABOVE, &scripts.above.text);
    math_line_take_scripts(&m->line, scripts.below.text.length > 0);
    if (form_is_small(SMALL_BELOW, &scripts.below.text))
        math_write_script(m, SMALL_BELOW, &scripts.below);
    for (size_t i = 0; i < scripts.primes; i++)
        buf_text(m->line.out, "′");
    if (scripts.primes)
        math_line_end_script(&m->line, BOND_RAISED);
    if (above_first)
        math_write_script(m, SMALL_ABOVE, &scripts.above);
    math_write_script(m, SMALL_BELOW, &scripts.below);
    math_write_script(m, SMALL_ABOVE, &scripts.above);
}

/* ---- lists ---- */

/* Whether the next character is a period that ends a sentence, not one of a number or of dots. */
static bool math_is_full_stop(const struct math *m)
{
    const char *text = buf_string(m->line.out), *behind = m->at + 1;
    size_t length = m->line.out->length;
    bool follows = m->line.before == ATOM_LETTER || m->line.before == ATOM_CLOSE;
    while (behind < m->end && (*behind == ' ' || *behind == '\n'))
        behind++;
    return *m->at == '.' && follows && length && text[length - 1] != '.' &&
           (behind == m->end || *behind == '\\' || *behind == '&');
}

static void math_read_character(struct math *m)
{
    size_t length = utf8_length(m->at, (size_t)(m->end - m->at)), size = length ? length : 1;
    enum atom atom = math_is_full_stop(m) ? ATOM_COMMA : symbol_atom(m->at, size);
    m->failed |= strchr("#$%&}^_", *m->at) != NULL;
    if (*m->at == '-')
        math_write_text(m, atom, "−");
    else
        math_line_add(&m->line, atom, BOND_ONE, m->at, size);
    m->at += size;
}

void math_read_atom(struct math *m)
{
    if (*m->at == '{') {
        struct part group = math_read_part(m, math_read_group, false);
        if (group.text.length == 0)
            math_line_add_empty(&m->line);
        math_write_part(m, ATOM_LETTER, &group);
    } else if (math_take(m, "~") || math_take(m, "\\ ") || math_take(m, "\\\n"))
        m->line.space = m->line.before == ATOM_NONE ? 0 : 1;
    else if (math_take(m, "\\"))
        math_read_command(m);
    else if (math_take(m, ":="))
        math_write_text(m, ATOM_RELATION, ":=");
    else
        math_read_character(m);
}

static bool math_ends_list(const struct math *m)
{
    return m->failed || m->at == m->end || *m->at == '}' || *m->at == '&' ||
           math_next_is(m, "\\\\") || math_next_is_command(m, "\\end") ||
           math_next_is_command(m, "\\right");
}

void math_read_list(struct math *m)
{
    for (;;) {
        bool scripts = math_at_script(m);
        if (math_ends_list(m))
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
    m->at = start; /* there are several rows */
    buf_clear(m->line.out);
    m->line = math_line_begin(m->line.out, false);
    if (m->grid)
        math_grid_clear(m->grid);
    math_read_rows(m);
    m->failed |= m->at < m->end;
}

bool math_text(struct buf *out, const char *latex, size_t length, bool display)
{
    struct math_grid grid = {0};
    struct math m = {.at = latex,
        .end = latex + length,
        .line = math_line_begin(&grid.lines[GRID_MIDDLE], false),
        .grid = display ? &grid : NULL};
    m.failed = length > FORMULA_MAX;
    if (!m.failed)
        math_read_formula(&m);
    size_t before = out->length;
    out->failed |= m.line.out->failed;
    if (!m.failed)
        math_grid_print(&grid, out);
    m.failed |=
        out->failed || !out->bytes || !out->bytes[before + strspn(out->bytes + before, " ;\n")];
    if (m.failed)
        buf_cut(out, before);
    math_grid_done(&grid);
    return !m.failed;
}

/* Commands with arguments: a table of them, and the functions that read them. */
#include "text/math_parser.h"

#include "base/utf8.h"
#include "text/math.h"

#include <string.h>

struct command {
    const char *names; /* separated by spaces */
    int arguments;     /* in braces */
    /* NULL if no formula with this command can be shown. */
    void (*read)(struct math *m, const struct command *command);
    int value; /* passed to read */
};

static bool commands_follows_operand(const struct math *m)
{
    return m->line.before == ATOM_LETTER || m->line.before == ATOM_CLOSE;
}

/* ---- fractions, roots, binomials ---- */

/* Writes a part, with a space after an operand that precedes it. */
static void commands_write_apart(struct math *m, struct part *part)
{
    if (m->line.space == 0 && commands_follows_operand(m))
        m->line.space = 1;
    math_write_part(m, ATOM_LETTER, part);
}

/* Writes two parts as a fraction, or as a binomial if the command's value is 1, and frees them. */
static void commands_write_pair(
    struct math *m, const struct command *command, struct part *above, struct part *below)
{
    struct part whole = {0};
    m->failed |= !above->text.length || !below->text.length;
    (command->value ? form_binomial : form_fraction)(&whole, above, below);
    buf_done(&above->text);
    buf_done(&below->text);
    commands_write_apart(m, &whole);
    m->line.loose = m->line.last == BOND_HALF ? LOOSE : TIGHT; /* ½ x */
}

static void commands_read_pair(struct math *m, const struct command *command)
{
    struct part above = math_read_part(m, math_read_group, false);
    struct part below = math_read_part(m, math_read_group, false);
    commands_write_pair(m, command, &above, &below);
}

/* Takes what the group contains so far as the first of two parts: the a of {a \over b}. */
static struct part commands_take_list(struct math *m)
{
    struct part part = {.bond = math_line_bond(&m->line)};
    size_t start = m->line.start;
    m->failed |= m->grid && m->grid->above + m->grid->below > 0;
    buf_add(&part.text, buf_string(m->line.out) + start, m->line.out->length - start);
    buf_cut(m->line.out, start);
    m->line = math_line_begin(m->line.out, m->line.script);
    return part;
}

static void commands_read_infix(struct math *m, const struct command *command)
{
    struct part above = commands_take_list(m);
    struct part below = math_read_part(m, math_read_list, false);
    commands_write_pair(m, command, &above, &below);
}

static void commands_read_root(struct math *m, const struct command *command)
{
    struct buf index = {0};
    struct part whole = {0};
    (void)command;
    math_skip_spaces(m);
    for (bool within = math_take(m, "["); within && m->at < m->end && !math_take(m, "]");)
        buf_char(&index, *m->at++);
    struct part under = math_read_part(m, math_read_group, false);
    m->failed |= index.failed || !under.text.length || !form_root(&whole, &index, &under);
    buf_done(&index);
    buf_done(&under.text);
    math_write_part(m, ATOM_LETTER, &whole);
    m->line.loose = LOOSE;
}

static void commands_read_modulus(struct math *m, const struct command *command)
{
    struct part modulus = math_read_part(m, math_read_group, false);
    struct part whole = {.bond = BOND_LIST};
    buf_format(&whole.text, command->value ? "(mod %s)" : "mod %s", buf_string(&modulus.text));
    buf_done(&modulus.text);
    m->line.space = m->line.before == ATOM_NONE ? 0 : 1;
    math_write_part(m, ATOM_LETTER, &whole);
}

/* ---- accents, alphabets, words ---- */

static void commands_read_accent(struct math *m, const struct command *command)
{
    unsigned mark = (unsigned)command->value;
    struct part under = math_read_part(m, math_read_group, false), whole = {0};
    m->failed |= !form_accent(&whole, &under, mark);
    buf_done(&under.text);
    math_write_part(m, mark == MARK_NOT ? ATOM_RELATION : ATOM_LETTER, &whole);
}

/* Writes letters of an alphabet. A script after several letters belongs to the last: ℂℙⁿ. */
static void commands_write_lettered(struct math *m, struct part *plain, enum alphabet alphabet)
{
    struct part whole = {.bond = plain->bond};
    form_lettered(&whole.text, &plain->text, alphabet);
    buf_done(&plain->text);
    math_write_part(m, ATOM_LETTER, &whole);
    if (plain->bond == BOND_PRODUCT)
        math_line_add_empty(&m->line);
}

static void commands_read_alphabet(struct math *m, const struct command *command)
{
    struct part plain = math_read_part(m, math_read_group, false);
    commands_write_lettered(m, &plain, (enum alphabet)command->value);
}

/* Reads {\bf x}, which lasts to the end of its group. */
static void commands_read_letters(struct math *m, const struct command *command)
{
    struct part plain = math_read_part(m, math_read_list, false);
    commands_write_lettered(m, &plain, (enum alphabet)command->value);
}

/* Writes words. Spaces around them become spaces between atoms. */
static void commands_write_words(struct math *m, enum atom atom, struct buf *words)
{
    const char *text = buf_string(words);
    size_t start = strspn(text, " "), end = words->length;
    while (end > start && text[end - 1] == ' ')
        end--;
    bool behind = end < words->length;
    bool several = start > 0 || behind || memchr(text + start, ' ', end - start);
    enum bond bond = several && atom == ATOM_LETTER ? BOND_LIST : BOND_ONE;
    m->line.space = start && !m->line.space ? 1 : m->line.space;
    if (end > start)
        math_line_add(&m->line, atom, bond, text + start, end - start);
    if (bond == BOND_LIST)
        math_line_add_empty(&m->line);
    m->line.space = behind ? 1 : m->line.space;
    m->line.loose = end - start > 1 && atom == ATOM_LETTER ? LOOSE_SCRIPT : TIGHT;
    m->failed |= words->failed;
    buf_done(words);
}

/* What a character stands for after a backslash in words: itself if it is special, a space if it is
 * a spacing command, otherwise 0. */
static char commands_escaped(char c)
{
    if (strchr("_%#&${}", c))
        return c;
    return strchr(" ,;:", c) ? ' ' : '\0';
}

/* Reads words, in which spaces count and commands are not allowed. */
static void commands_read_words(struct math *m, const struct command *command)
{
    struct buf words = {0};
    math_take(m, "*");
    math_skip_spaces(m);
    m->failed |= !math_take(m, "{");
    while (m->at < m->end && *m->at != '}' && !m->failed) {
        bool escaped = math_take(m, "\\");
        m->failed |= m->at == m->end || *m->at == '{' || (escaped && !commands_escaped(*m->at));
        if (m->failed)
            break;
        char c = escaped ? commands_escaped(*m->at) : *m->at;
        buf_char(&words, c == '\n' || (c == '~' && !escaped) ? ' ' : c);
        m->at++;
    }
    m->failed |= !math_take(m, "}");
    commands_write_words(m, (enum atom)command->value, &words);
}

/* Reads upright letters: a word, or a formula such as a chemical one. */
static void commands_read_upright(struct math *m, const struct command *command)
{
    struct math ahead = *m;
    size_t length = 0, letters = 0;
    const char *name = math_read_name(&ahead, &length);
    while (letters < length && (symbol_is_latin(name[letters]) || strchr(" ~", name[letters])))
        letters++;
    bool spaced = length > 1 && name[0] == '\\' && commands_escaped(name[1]) == ' ';
    if (m->line.space == 0 && commands_follows_operand(m) && (spaced || length > 1))
        m->line.space = spaced || letters == length; /* x max, not xmax */
    if (!ahead.failed && letters == length) {
        commands_read_words(m, command);
        return;
    }
    struct part group = math_read_part(m, math_read_group, false);
    math_write_part(m, ATOM_LETTER, &group);
}

/* ---- delimiters and spaces ---- */

/* Reads a delimiter. Returns an empty part for a period, which stands for no delimiter. */
static struct part commands_read_delimiter(struct math *m)
{
    struct part delimiter = {0};
    math_skip_spaces(m);
    if (math_take(m, "."))
        return delimiter;
    m->failed |= m->at == m->end || *m->at == '{' || *m->at == '}';
    if (!m->failed)
        delimiter = math_read_part(m, math_read_atom, false);
    const char *text = buf_string(&delimiter.text);
    enum atom atom = symbol_atom(text, delimiter.text.length);
    bool angle = strcmp(text, "<") == 0 || strcmp(text, ">") == 0;
    m->failed |= strcmp(text, "!") == 0 ||
                 !(angle || atom == ATOM_OPEN || atom == ATOM_CLOSE ||
                     symbol_is_among("| ‖ / \\ ↑ ↓ ↕ ⇑ ⇓", text, delimiter.text.length));
    if (angle) {
        atom = *text == '<' ? ATOM_OPEN : ATOM_CLOSE;
        buf_clear(&delimiter.text);
        buf_text(&delimiter.text, atom == ATOM_OPEN ? "⟨" : "⟩");
    }
    delimiter.atom = atom;
    delimiter.bond = BOND_ONE;
    return delimiter;
}

static void commands_read_big(struct math *m, const struct command *command)
{
    struct part delimiter = commands_read_delimiter(m);
    enum atom atom = command->value ? (enum atom)command->value : delimiter.atom;
    math_write_part(m, atom, &delimiter);
}

/* Writes the bar of \left. ... \right|. Encloses what precedes the bar in parentheses if the bar
 * would seem to belong to the last factor alone. */
static void commands_write_bar(struct math *m, struct part *bar, size_t start, enum bond bond)
{
    if (bond >= BOND_PRODUCT && !(m->grid && m->grid->above + m->grid->below > 0))
        math_parenthesize(m->line.out, start);
    buf_add(m->line.out, buf_string(&bar->text), bar->text.length);
    m->line.before = ATOM_CLOSE;
    buf_done(&bar->text);
}

/* Whether text has a bar outside parentheses, which would be mistaken for a bar around the text. */
static bool commands_has_bar(const char *text, const char *bar)
{
    int depth = 0;
    for (; *text; text++) {
        depth += (strchr("([{", *text) != NULL) - (strchr(")]}", *text) != NULL);
        if (depth == 0 && strncmp(text, bar, strlen(bar)) == 0)
            return true;
    }
    return false;
}

/* Reads \left( ... \right) on the same line, because in a display it may hold a matrix. */
static void commands_read_fence(struct math *m, const struct command *command)
{
    struct part open = commands_read_delimiter(m);
    bool none = open.text.length == 0;
    (void)command;
    if (none)
        math_write_text(m, ATOM_LETTER, "");
    math_write_part(m, ATOM_OPEN, &open);
    struct math_line outer = m->line;
    m->line = math_line_begin(outer.out, outer.script);
    m->failed |= ++m->depth > MATH_DEPTH_MAX;
    math_read_list(m);
    m->depth--;
    enum bond bond = math_line_bond(&m->line);
    size_t start = m->line.start;
    m->line = outer;
    math_line_note_inside(&m->line, bond);
    m->failed |= !math_take(m, "\\right");
    struct part close = {0};
    if (!m->failed)
        close = commands_read_delimiter(m);
    if (symbol_is_among("| ‖", buf_string(&close.text), close.text.length))
        m->failed |= commands_has_bar(buf_string(m->line.out) + start, buf_string(&close.text));
    if (none)
        commands_write_bar(m, &close, start, bond);
    else
        math_write_part(m, ATOM_CLOSE, &close);
}

static void commands_read_space(struct math *m, const struct command *command)
{
    if (m->line.before != ATOM_NONE && m->line.space < (size_t)command->value)
        m->line.space = (size_t)command->value;
}

/* Skips an argument that is invisible, or that says how the formula looks. */
static void commands_skip(struct math *m, const struct command *command)
{
    size_t length;
    math_take(m, "*");
    math_read_name(m, &length);
    commands_read_space(m, command);
}

/* Reads \textcolor{red}{x}. */
static void commands_read_coloured(struct math *m, const struct command *command)
{
    size_t length;
    (void)command;
    math_read_name(m, &length);
    struct part group = math_read_part(m, math_read_group, false);
    math_write_part(m, ATOM_LETTER, &group);
}

/* ---- one above another ---- */

/* Reads \overset{above}{base} and writes the base with a script. Fails if the base is a letter,
 * which would seem to have an exponent or an index. */
static void commands_read_stacked(struct math *m, const struct command *command)
{
    struct part script = math_read_part(m, math_read_group, true);
    struct part base = math_read_part(m, math_read_group, false);
    enum atom atom = symbol_atom(buf_string(&base.text), base.text.length);
    bool word =
        base.bond == BOND_ONE && base.text.length > 1 && (unsigned char)*base.text.bytes < 0x80;
    if (base.atom == ATOM_OPERATOR || word ||
        symbol_is_among("∀ ∃ ∄", buf_string(&base.text), base.text.length))
        atom = ATOM_OPERATOR;
    m->failed |= !(atom == ATOM_OPERATOR || atom == ATOM_RELATION || atom == ATOM_BINARY);
    base.bond = BOND_ONE;
    math_write_part(m, atom, &base);
    math_line_take_scripts(&m->line, true);
    math_write_script(m, (enum small_form)command->value, &script);
}

/* Reads \xrightarrow{above}. Fails if there is also a [below]. */
static void commands_read_arrow(struct math *m, const struct command *command)
{
    struct buf arrow = {0};
    math_skip_spaces(m);
    m->failed |= math_next_is(m, "[");
    struct part above = math_read_part(m, math_read_group, true);
    utf8_add(&arrow, (unsigned)command->value);
    m->failed |= arrow.failed;
    math_write_text(m, ATOM_RELATION, buf_string(&arrow));
    math_write_script(m, SMALL_ABOVE, &above);
    buf_done(&arrow);
}

/* ---- groups ---- */

static void commands_read_group(struct math *m, const struct command *command)
{
    struct part group = math_read_part(m, math_read_group, false);
    math_write_part(m, (enum atom)command->value, &group);
}

/* Reads \tag{1}. */
static void commands_read_tag(struct math *m, const struct command *command)
{
    struct part tag = {.bond = BOND_LIST};
    size_t length;
    (void)command;
    const char *name = math_read_name(m, &length);
    m->failed |= memchr(name, '\\', length) || memchr(name, '$', length);
    buf_text(&tag.text, "(");
    for (size_t i = 0; i < length; i++)
        buf_char(&tag.text, name[i] == '\n' ? ' ' : name[i]);
    buf_text(&tag.text, ")");
    m->line.space = m->line.before == ATOM_NONE ? 0 : 2;
    math_write_part(m, ATOM_LETTER, &tag);
}

static void commands_read_environment(struct math *m, const struct command *command)
{
    (void)command;
    math_read_environment(m);
}

static void commands_read_substack(struct math *m, const struct command *command)
{
    (void)command;
    math_read_substack(m);
}

/* ---- the table ---- */

static const struct command commands[] = {
    {"frac dfrac tfrac cfrac", 2, commands_read_pair, 0},
    {"over", 0, commands_read_infix, 0},
    {"sqrt", 1, commands_read_root, 0},
    {"binom dbinom tbinom", 2, commands_read_pair, 1},
    {"choose", 0, commands_read_infix, 1},
    {"mod", 1, commands_read_modulus, 0},
    {"pmod", 1, commands_read_modulus, 1},
    {"hat widehat", 1, commands_read_accent, 0x302},
    {"tilde widetilde", 1, commands_read_accent, 0x303},
    {"bar", 1, commands_read_accent, 0x304},
    {"overline", 1, commands_read_accent, MARK_LINE_ABOVE},
    {"underline", 1, commands_read_accent, MARK_LINE_BELOW},
    {"vec overrightarrow", 1, commands_read_accent, 0x20d7},
    {"dot", 1, commands_read_accent, 0x307},
    {"ddot", 1, commands_read_accent, 0x308},
    {"dddot", 1, commands_read_accent, 0x20db},
    {"check", 1, commands_read_accent, 0x30c},
    {"breve", 1, commands_read_accent, 0x306},
    {"acute", 1, commands_read_accent, 0x301},
    {"grave", 1, commands_read_accent, 0x300},
    {"mathring", 1, commands_read_accent, 0x30a},
    {"not", 1, commands_read_accent, MARK_NOT},
    {"mathbb Bbb", 1, commands_read_alphabet, ALPHABET_DOUBLE},
    {"mathcal mathscr", 1, commands_read_alphabet, ALPHABET_SCRIPT},
    {"mathfrak", 1, commands_read_alphabet, ALPHABET_FRAKTUR},
    {"mathbf boldsymbol bm", 1, commands_read_alphabet, ALPHABET_BOLD},
    {"bf", 0, commands_read_letters, ALPHABET_BOLD},
    {"cal", 0, commands_read_letters, ALPHABET_SCRIPT},
    {"text textrm textit textbf textsf texttt textnormal mbox", 1, commands_read_words,
        ATOM_LETTER},
    {"mathrm mathit mathsf mathtt", 1, commands_read_upright, ATOM_LETTER},
    {"operatorname", 1, commands_read_words, ATOM_OPERATOR},
    {"left", 0, commands_read_fence, 0},
    {"bigl Bigl biggl Biggl", 0, commands_read_big, ATOM_OPEN},
    {"bigr Bigr biggr Biggr", 0, commands_read_big, ATOM_CLOSE},
    {"middle bigm Bigm biggm Biggm", 0, commands_read_big, ATOM_RELATION},
    {"big Big bigg Bigg", 0, commands_read_big, ATOM_NONE},
    {", : ; > thinspace medspace thickspace", 0, commands_read_space, 1},
    {"quad", 0, commands_read_space, 2},
    {"qquad", 0, commands_read_space, 4},
    {"! limits nolimits displaystyle textstyle scriptstyle scriptscriptstyle nonumber notag rm it "
     "tiny small normalsize large Large LARGE huge Huge",
        0, commands_read_space, 0},
    {"hspace phantom hphantom", 1, commands_skip, 1},
    {"vphantom label color", 1, commands_skip, 0},
    {"textcolor", 2, commands_read_coloured, 0},
    {"overset stackrel", 2, commands_read_stacked, SMALL_ABOVE},
    {"underset", 2, commands_read_stacked, SMALL_BELOW},
    {"xrightarrow", 1, commands_read_arrow, 0x2192},
    {"xleftarrow", 1, commands_read_arrow, 0x2190},
    {"xleftrightarrow", 1, commands_read_arrow, 0x2194},
    {"boxed mathord mathinner", 1, commands_read_group, ATOM_LETTER},
    {"mathop", 1, commands_read_group, ATOM_OPERATOR},
    {"mathbin", 1, commands_read_group, ATOM_BINARY},
    {"mathrel", 1, commands_read_group, ATOM_RELATION},
    {"tag", 1, commands_read_tag, 0},
    {"begin", 1, commands_read_environment, 0},
    {"substack", 1, commands_read_substack, 0},
    {"underbrace overbrace", 1, NULL, 0},
};

const char *math_command_names(size_t row)
{
    return row < COUNT(commands) ? commands[row].names : NULL;
}

static const struct command *commands_named(const char *name, size_t length)
{
    for (size_t i = 0; i < COUNT(commands); i++)
        if (symbol_is_among(commands[i].names, name, length))
            return &commands[i];
    return NULL;
}

int math_arguments(const char *name, size_t length)
{
    const struct command *command = commands_named(name, length);
    return command ? command->arguments : 0;
}

/* The length of a command's name: letters, or one other character. */
static size_t commands_name_length(const struct math *m)
{
    size_t length = 0, most = (size_t)(m->end - m->at);
    while (length < most && symbol_is_latin(m->at[length]))
        length++;
    return length == 0 && most > 0 ? 1 : length;
}

void math_read_command(struct math *m)
{
    const char *name = m->at;
    size_t length = commands_name_length(m);
    const struct command *command = commands_named(name, length);
    const struct symbol *symbol = symbol_named(name, length);
    m->at += length;
    if (command && command->read)
        command->read(m, command);
    else if (symbol)
        math_write_text(m, symbol->atom, symbol->text);
    else
        m->failed = true;
}

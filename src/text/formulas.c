#include "text/formulas.h"

#include "text/math.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A formula becomes its number between two noncharacters (Unicode, 23.7). TILDE stands for a single
 * tilde, which md4c would take for strikethrough. A MARK in the text itself becomes U+FFFD. */
#define MARK        "\uFDD0"
#define MARK_END    "\uFDD1"
#define TILDE       "t"
#define REPLACEMENT "\uFFFD"

static bool formulas_is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Whether the line begins another block. */
static bool formulas_begins_block(const char *line)
{
    line += strspn(line, " ");
    return *line && strchr("-+*#>\n", *line);
}

/* The next unescaped dollar sign of the paragraph, or NULL. */
static const char *formulas_next_sign(const char *at, const char *end, bool display)
{
    for (; at < end && *at != '$'; at++) {
        if (*at == '\\' && at + 1 < end)
            at++;
        else if (*at == '`' ||
                 (*at == '\n' && (display ? at[1] == '\n' : formulas_begins_block(at + 1))))
            return NULL;
    }
    return at < end ? at : NULL;
}

/* The length of the formula that begins at a dollar sign, or 0. */
static size_t formulas_formula_length(
    const char *start, const char *text, const char *end, bool display)
{
    const char *inner = start + (display ? 2 : 1);
    const char *most = end - inner > FORMULA_MAX ? inner + FORMULA_MAX : end;
    bool opens = inner < end && (display || !strchr(" \n", *inner));
    if (!opens || (start > text && formulas_is_word(start[-1])))
        return 0;
    const char *sign = formulas_next_sign(inner, most, display);
    if (!sign || sign == inner)
        return 0;
    const char *behind = sign + (display ? 2 : 1);
    bool closes = display ? behind <= end && sign[1] == '$' : !strchr(" \n", sign[-1]);
    if (!closes || (behind < end && (formulas_is_word(*behind) || *behind == '$')))
        return 0;
    return (size_t)(behind - start);
}

static void formulas_add(struct formulas *f, const char *source, size_t length, bool display)
{
    if (!array_grow(&f->list, f->count, &f->capacity, sizeof *f->list)) {
        f->failed = true;
        return;
    }
    f->list[f->count] = (struct formula){.source = source, .length = length, .display = display};
    buf_format(&f->text, MARK "%zu" MARK_END, f->count++);
}

/* How many bytes to skip before the next formula may begin. */
static size_t formulas_step(const char *at)
{
    size_t tildes = strspn(at, "~");
    if (tildes)
        return tildes;
    bool escape = *at == '\\' && at[1] && (unsigned char)at[1] < 0x80;
    return escape || strncmp(at, "$$", 2) == 0 ? 2 : 1;
}

void formulas_take(struct formulas *f, const char *text)
{
    const char *end = text + strlen(text), *done = text;
    for (const char *at = text; at < end;) {
        bool display = strncmp(at, "$$", 2) == 0;
        size_t formula = *at == '$' ? formulas_formula_length(at, text, end, display) : 0;
        size_t forged = strncmp(at, MARK, strlen(MARK)) == 0 ? strlen(MARK) : 0;
        size_t taken = formula + forged + (strspn(at, "~") == 1);
        if (taken) {
            buf_add(&f->text, done, (size_t)(at - done));
            if (formula)
                formulas_add(f, at, formula, display);
            else
                buf_text(&f->text, forged ? REPLACEMENT : MARK TILDE MARK_END);
            done = at + taken;
        }
        at += taken ? taken : formulas_step(at);
    }
    buf_add(&f->text, done, (size_t)(end - done));
    f->failed |= f->text.failed;
}

void formulas_done(struct formulas *f)
{
    buf_done(&f->text);
    free(f->list);
    *f = (struct formulas){0};
}

const struct formula *formulas_next(
    const struct formulas *f, const char *text, size_t length, size_t *before, size_t *size)
{
    static const struct formula tilde = {.source = "~", .length = 1, .literal = true};
    const char *mark = memmem(text, length, MARK, strlen(MARK));
    if (!mark)
        return NULL;
    char *end;
    bool literal = strncmp(mark + strlen(MARK), TILDE, strlen(TILDE)) == 0;
    size_t number = strtoul(mark + strlen(MARK), &end, 10);
    *before = (size_t)(mark - text);
    *size = (size_t)(end - mark) + strlen(MARK_END) + (literal ? strlen(TILDE) : 0);
    assert(*before + *size <= length && (literal || number < f->count));
    return literal ? &tilde : &f->list[number];
}

void formula_source(const struct formula *formula, char line_feed, struct buf *out)
{
    for (size_t i = 0; i < formula->length; i++)
        buf_char(out, formula->source[i] == '\n' ? line_feed : formula->source[i]);
}

void formula_latex(const struct formula *formula, struct buf *out)
{
    size_t signs = formula->display ? 2 : 1;
    const char *at = formula->source + signs, *end = formula->source + formula->length - signs;
    while (at < end) {
        buf_char(out, *at);
        if (*at++ == '\n')
            while (at < end && (*at == ' ' || *at == '>'))
                at++;
    }
}

bool formula_text(const struct formula *formula, bool display, struct buf *out)
{
    struct buf latex = {0};
    formula_latex(formula, &latex);
    bool done = math_text(out, buf_string(&latex), latex.length, display && formula->display);
    out->failed |= latex.failed;
    buf_done(&latex);
    return done;
}

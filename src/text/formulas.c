#include "text/formulas.h"

#include "text/math.h"

#include <stdlib.h>
#include <string.h>

#define FORMULA_MAX 4096 /* bytes between the signs */

/* Noncharacters (Unicode, 23.7). A text that has the first of them gets U+FFFD instead. */
#define MARK     "\uFDD0"
#define MARK_END "\uFDD1"

static bool formulas_is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool formulas_is_space(char c)
{
    return c == ' ' || c == '\n';
}

/* Whether a line that follows begins another block. */
static bool formulas_begins_block(const char *line, const char *end)
{
    while (line < end && *line == ' ')
        line++;
    return line < end && strchr("-+*#>\n", *line) != NULL;
}

/* The next dollar sign in the paragraph that is not escaped; NULL where there is none. */
static const char *formulas_next_sign(const char *at, const char *end, bool display)
{
    for (; at < end && *at != '$'; at++) {
        if (*at == '\\' && at + 1 < end)
            at++;
        else if (*at == '`' || (*at == '\n' && (display ? at + 1 < end && at[1] == '\n'
                                                        : formulas_begins_block(at + 1, end))))
            return NULL;
    }
    return at < end ? at : NULL;
}

/* The length of the formula that begins at a dollar sign; 0 for none. */
static size_t formulas_formula_length(
    const char *start, const char *text, const char *end, bool display)
{
    const char *inner = start + (display ? 2 : 1);
    const char *most = end - inner > FORMULA_MAX ? inner + FORMULA_MAX : end;
    bool opens = inner < end && (display || !formulas_is_space(*inner));
    if (!opens || (start > text && formulas_is_word(start[-1])))
        return 0;
    const char *sign = formulas_next_sign(inner, most, display);
    if (!sign || sign == inner)
        return 0;
    const char *behind = sign + (display ? 2 : 1);
    bool closes = display ? behind <= end && sign[1] == '$' : !formulas_is_space(sign[-1]);
    if (!closes || (behind < end && (formulas_is_word(*behind) || *behind == '$')))
        return 0;
    return (size_t)(behind - start);
}

static void formulas_add(struct formulas *formulas, const char *source, size_t length, bool display)
{
    if (!array_grow(
            &formulas->list, formulas->count, &formulas->capacity, sizeof *formulas->list)) {
        formulas->failed = true;
        return;
    }
    formulas->list[formulas->count] = (struct formula){source, length, display};
    buf_format(&formulas->text, MARK "%zu" MARK_END, formulas->count++);
}

void formulas_take(struct formulas *formulas, const char *safe, size_t length)
{
    const char *end = safe + length, *done = safe;
    for (const char *at = safe; at < end;) {
        bool forged = strncmp(at, MARK, strlen(MARK)) == 0;
        size_t step = *at == '\\' && at + 1 < end && (unsigned char)at[1] < 0x80 ? 2 : 1;
        bool display = *at == '$' && at + 1 < end && at[1] == '$';
        size_t taken = *at == '$' ? formulas_formula_length(at, safe, end, display) : 0;
        if (taken) {
            buf_add(&formulas->text, done, (size_t)(at - done));
            formulas_add(formulas, at, taken, display);
            done = at + taken;
        } else if (forged) {
            buf_add(&formulas->text, done, (size_t)(at - done));
            buf_text(&formulas->text, "\ufffd");
            done = at + strlen(MARK);
        }
        at += taken ? taken : display ? 2 : step;
    }
    buf_add(&formulas->text, done, (size_t)(end - done));
    formulas->failed |= formulas->text.failed;
}

void formulas_done(struct formulas *formulas)
{
    buf_done(&formulas->text);
    free(formulas->list);
    *formulas = (struct formulas){0};
}

const struct formula *formulas_next(
    const struct formulas *formulas, const char *text, size_t length, size_t *before, size_t *size)
{
    const char *mark = memmem(text, length, MARK, strlen(MARK));
    if (!mark)
        return NULL;
    char *digits;
    size_t number = strtoul(mark + strlen(MARK), &digits, 10);
    *before = (size_t)(mark - text);
    *size = (size_t)(digits - mark) + strlen(MARK_END);
    return number < formulas->count && *before + *size <= length ? &formulas->list[number] : NULL;
}

void formula_source(const struct formula *formula, struct buf *out)
{
    for (size_t i = 0; i < formula->length; i++)
        buf_char(out, formula->source[i] == '\n' ? ' ' : formula->source[i]);
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

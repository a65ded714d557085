#include "text/formulas.h"

#include "base/utf8.h"
#include "text/math.h"
#include "text/md_lines.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A formula becomes its number between two noncharacters (Unicode, 23.7). TILDE instead of the
 * number stands for a single tilde, which md4c would take for strikethrough. A mark begins and ends
 * with punctuation, like the formula or the tilde itself, because the characters beside * and _
 * decide whether they are emphasis. A NONCHARACTER in the text itself becomes U+FFFD. */
#define NONCHARACTER "\uFDD0"
#define MARK         "‖" NONCHARACTER
#define MARK_END     "\uFDD1‖"
#define TILDE        "t"

static bool formulas_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* Whether a formula must end before the line. A blank line ends any formula. A line that may begin
 * another block ends a formula within a line, but not a displayed one. */
static bool formulas_ends_before(const char *line, bool display, bool quoted)
{
    line += strspn(line, quoted ? " \t>" : " \t");
    return !*line || strchr(display ? "\r\n" : "-+*#>~\r\n", *line);
}

/* The next unescaped dollar sign, or NULL if the paragraph ends or a backtick comes first. */
static const char *formulas_next_sign(const char *at, const char *end, bool display, bool quoted)
{
    for (; at < end && *at != '$'; at++) {
        if (*at == '\\' && at + 1 < end)
            at++;
        else if (*at == '`' || (*at == '\n' && formulas_ends_before(at + 1, display, quoted)))
            return NULL;
    }
    return at < end ? at : NULL;
}

/* The length of the formula that begins at a dollar sign, or 0. These are Pandoc's rules
 * (tex_math_dollars). */
static size_t formulas_formula_length(const char *start, const char *end, bool display, bool quoted)
{
    const char *inner = start + (display ? 2 : 1);
    const char *most = end - inner > FORMULA_MAX ? inner + FORMULA_MAX : end;
    if (inner >= end || (!display && formulas_is_blank(*inner)))
        return 0;
    const char *sign = formulas_next_sign(inner, most, display, quoted);
    if (!sign || sign == inner || (display ? sign[1] != '$' : formulas_is_blank(sign[-1])))
        return 0;
    const char *behind = sign + (display ? 2 : 1);
    return *behind >= '0' && *behind <= '9' ? 0 : (size_t)(behind - start);
}

static void formulas_add(struct formulas *f, const struct formula *formula)
{
    if (!array_grow(&f->list, f->count, &f->capacity, sizeof *f->list)) {
        f->failed = true;
        return;
    }
    f->list[f->count] = *formula;
    buf_format(&f->text, MARK "%zu" MARK_END, f->count++);
}

/* How many bytes to copy before looking for the next formula. */
static size_t formulas_step(const char *at)
{
    size_t plain = strcspn(at, "$~\\\n" NONCHARACTER), tildes = strspn(at, "~");
    if (plain || tildes)
        return plain + tildes;
    bool escape = *at == '\\' && at[1] && at[1] != '\n' && (unsigned char)at[1] < 0x80;
    return escape || strncmp(at, "$$", 2) == 0 ? 2 : 1;
}

/* The properties of a line that matter for formulas. */
struct formulas_line {
    bool code;   /* in a code fence, so shown as written */
    bool quoted; /* begins with the > of a quotation */
};

/* Replaces the formula, the single tilde or the noncharacter at `at`, and returns its length.
 * Returns 0 if `at` is at none of these. */
static size_t formulas_replace(
    struct formulas *f, const char *at, const char *end, const struct formulas_line *line)
{
    bool display = strncmp(at, "$$", 2) == 0, taken = *at == '$' && !line->code;
    struct formula formula = {.source = at,
        .length = taken ? formulas_formula_length(at, end, display, line->quoted) : 0,
        .display = display,
        .quoted = line->quoted};
    if (formula.length) {
        formulas_add(f, &formula);
        return formula.length;
    }
    if (strncmp(at, NONCHARACTER, strlen(NONCHARACTER)) == 0) {
        buf_text(&f->text, UTF8_REPLACEMENT);
        return strlen(NONCHARACTER);
    }
    bool tilde = !line->code && strspn(at, "~") == 1;
    buf_text(&f->text, tilde ? MARK TILDE MARK_END : "");
    return tilde;
}

static void formulas_add_end(struct formulas *f, size_t source)
{
    const struct formulas_end end = {f->text.length, source};
    f->failed |= !array_add(&f->ends, &f->end_count, &f->end_capacity, &end, sizeof end);
}

void formulas_take(struct formulas *f, const char *text)
{
    const char *end = text + strlen(text);
    struct fence fence = {0};
    struct formulas_line line = {0};
    for (const char *at = text; at < end;) {
        if (at == text || at[-1] == '\n')
            line = (struct formulas_line){fence_takes(&fence, at), at[strspn(at, " \t")] == '>'};
        size_t taken = formulas_replace(f, at, end, &line);
        size_t kept = taken ? 0 : formulas_step(at);
        buf_add(&f->text, at, kept);
        at += taken + kept;
        if (taken)
            formulas_add_end(f, (size_t)(at - text));
    }
    f->failed |= f->text.failed;
}

size_t formulas_origin(const struct formulas *f, size_t offset)
{
    size_t before = array_first(f->ends, f->end_count, sizeof *f->ends, offset + 1);
    const struct formulas_end *last = before ? &f->ends[before - 1] : NULL;
    return last ? last->source + (offset - last->text) : offset;
}

void formulas_done(struct formulas *f)
{
    buf_done(&f->text);
    free(f->list);
    free(f->ends);
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
            while (at < end && (*at == ' ' || (formula->quoted && *at == '>')))
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

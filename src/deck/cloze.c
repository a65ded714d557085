/* Reads cloze text in one pass. The Markdown reader decides what is a formula. */
#include "deck/cloze.h"

#include "text/gap.h"
#include "text/md_places.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NOWHERE      ((size_t)-1)
#define PLACE_SPLIT  (PLACE_FORMULA + 1) /* a formula read as text, since a gap splits it */
#define OPENINGS_MAX 3 /* pairs of braces in a run that are tried as the opening of a gap */

struct cloze_reader {
    struct cloze *cloze;
    const char *text;
    struct buf places; /* enum place for each byte; empty if there is no formula */
    int counted;       /* unnumbered gaps so far */
    size_t open;       /* single braces in plain text that are not closed yet */
    bool closeless;    /* no gap outside formulas ends after this point */
    bool failed;
};

/* Where a gap's parts begin in the text. */
struct cloze_bounds {
    size_t open, text, hint, close; /* hint is NOWHERE without one */
    int number;                     /* 0 if the text gives none */
};

static void cloze_add_fault(struct cloze_reader *r, enum cloze_fault fault, size_t at)
{
    const struct cloze_found found = {fault, at};
    r->failed |= !array_add(
        &r->cloze->faults, &r->cloze->fault_count, &r->cloze->fault_capacity, &found, sizeof found);
}

/* ---- formulas ---- */

static size_t cloze_run_end(const struct buf *places, size_t at, int place)
{
    while (at < places->length && places->bytes[at] == place)
        at++;
    return at;
}

/* Whether the braces of a formula are balanced. */
static bool cloze_is_paired(const char *formula, size_t length)
{
    size_t depth = 0;
    for (size_t i = 0; i < length; i++) {
        if (formula[i] == '\\')
            i++;
        else if (formula[i] == '}' && depth-- == 0)
            return false;
        else
            depth += formula[i] == '{';
    }
    return depth == 0;
}

bool cloze_places(const char *text, struct buf *places)
{
    buf_clear(places);
    if (!strchr(text, '$'))
        return true;
    if (!markdown_places(text, places))
        return false;
    for (size_t at = 0, end; at < places->length; at = end + (end == at)) {
        end = cloze_run_end(places, at, PLACE_FORMULA);
        if (end > at && !cloze_is_paired(text + at, end - at))
            memset(places->bytes + at, PLACE_SPLIT, end - at);
    }
    return true;
}

static void cloze_find_split_formulas(struct cloze_reader *r)
{
    for (size_t at = 0, end; at < r->places.length; at = end + (end == at)) {
        end = cloze_run_end(&r->places, at, PLACE_SPLIT);
        if (memmem(r->text + at, end - at, "{{", 2) || memmem(r->text + at, end - at, "}}", 2))
            cloze_add_fault(r, CLOZE_SPLIT_FORMULA, at);
    }
}

static bool cloze_in_formula(const struct cloze_reader *r, size_t at)
{
    return at < r->places.length && r->places.bytes[at] == PLACE_FORMULA;
}

/* ---- a gap ---- */

/* How many bytes at a backslash belong together. A backslash before a pair of braces or colons
 * makes the pair plain text; *pair is then set. Before three braces, the backslash belongs to the
 * first one, and the others begin or end a gap. */
static size_t cloze_escape(const struct cloze_reader *r, size_t at, bool in_gap, bool *pair)
{
    const char *next = r->text + at + 1;
    *pair = !cloze_in_formula(r, at) &&
            ((strncmp(next, "{{", 2) == 0 && strspn(next, "{") != 3) ||
                (in_gap && strncmp(next, "::", 2) == 0) ||
                (in_gap && strncmp(next, "}}", 2) == 0 && strspn(next, "}") != 3));
    if (*pair)
        return 3;
    return ispunct((unsigned char)*next) || (*next && cloze_in_formula(r, at)) ? 2 : 1;
}

static void cloze_count_brace(size_t *open, char c)
{
    *open += c == '{';
    *open -= c == '}' && *open > 0;
}

static void cloze_note_hint(const struct cloze_reader *r, struct cloze_bounds *b, size_t at)
{
    if (b->hint == NOWHERE && strncmp(r->text + at, "::", 2) == 0)
        b->hint = at;
}

/* Finds the end of a gap within a formula: the first }} before which the braces in the gap are
 * balanced. */
static bool cloze_close_in_formula(const struct cloze_reader *r, struct cloze_bounds *b)
{
    size_t depth = 0, at = b->text;
    while (cloze_in_formula(r, at)) {
        if (r->text[at] == '}' && depth == 0) {
            b->close = at;
            return r->text[at + 1] == '}' && cloze_in_formula(r, at + 1);
        }
        depth += r->text[at] == '{';
        depth -= r->text[at] == '}';
        cloze_note_hint(r, b, at);
        at += r->text[at] == '\\' ? 2 : 1;
    }
    return false;
}

/* Finds the }} that ends a gap. In a longer run of braces, the last two end the gap, not counting
 * those that close braces opened before the gap, as in {a, {{b}}}. */
static bool cloze_close(const struct cloze_reader *r, size_t open, struct cloze_bounds *b)
{
    size_t at = b->text, inner = 0;
    bool pair;
    while (r->text[at] && strncmp(r->text + at, "}}", 2) != 0) {
        size_t step = cloze_in_formula(r, at) ? cloze_run_end(&r->places, at, PLACE_FORMULA) - at
                      : r->text[at] == '\\'   ? cloze_escape(r, at, true, &pair)
                                              : 1;
        if (step < 3)
            cloze_count_brace(&inner, r->text[at + step - 1]);
        if (step == 1)
            cloze_note_hint(r, b, at);
        at += step;
    }
    size_t spare = strspn(r->text + at, "}");
    if (spare < 2)
        return false;
    spare -= 2;
    size_t outer = spare > inner ? spare - inner : 0;
    b->close = at + spare - (outer < open ? outer : open);
    return true;
}

/* ---- pieces ---- */

/* Appends a part of a gap without the backslashes that only protect braces and colons. */
static void cloze_keep(struct cloze_reader *r, size_t at, size_t end)
{
    bool pair;
    while (at < end) {
        size_t step = r->text[at] == '\\' ? cloze_escape(r, at, true, &pair) : 1;
        bool escape = step == 3;
        step = at + step > end ? end - at : step;
        buf_add(&r->cloze->texts, r->text + at + escape, step - escape);
        at += step;
    }
}

static void cloze_add_piece(struct cloze_reader *r, const struct cloze_bounds *b)
{
    struct cloze *c = r->cloze;
    bool formula = cloze_in_formula(r, b->open);
    struct cloze_piece piece = {.text = c->texts.length,
        .number = b->number ? b->number : ++r->counted,
        .in_formula = formula,
        .at = b->open,
        .behind = b->close + 2};
    cloze_keep(r, b->text, b->hint == NOWHERE ? b->close : b->hint);
    piece.hint = c->texts.length;
    if (b->hint != NOWHERE)
        cloze_keep(r, b->hint + 2, b->close);
    piece.end = c->texts.length;
    r->failed |= !array_add(&c->pieces, &c->count, &c->capacity, &piece, sizeof piece);
    for (size_t i = b->text; i < b->close && !formula; i++)
        if (r->text[i] == '\\')
            i++;
        else if (strncmp(r->text + i, "{{", 2) == 0 && !cloze_in_formula(r, i)) {
            cloze_add_fault(r, CLOZE_NESTED, i);
            return;
        }
}

/* Finds the gap that begins in a run of braces. */
static bool cloze_find_gap(
    struct cloze_reader *r, size_t run, size_t length, struct cloze_bounds *b)
{
    bool formula = cloze_in_formula(r, run);
    size_t last = length - 2;
    *b = (struct cloze_bounds){.hint = NOWHERE};
    size_t opening = gap_opening(r->text + run + last, &b->number);
    opening = opening ? opening : 2;
    b->number = b->number > CLOZE_GAPS_MAX ? CLOZE_GAPS_MAX + 1 : b->number;
    for (size_t tries = formula ? OPENINGS_MAX : 1; tries > 0; tries--, last--) {
        b->open = run + (b->number || formula ? last : 0);
        b->text = b->open + opening;
        b->hint = NOWHERE;
        if (formula ? cloze_close_in_formula(r, b) : cloze_close(r, r->open + (b->open - run), b))
            return true;
        if (last == 0 || b->number)
            break;
    }
    return false;
}

/* Reads a run of opening braces in plain text; returns where to continue. */
static size_t cloze_read_braces(struct cloze_reader *r, size_t at)
{
    size_t length = strspn(r->text + at, "{");
    bool formula = cloze_in_formula(r, at);
    struct cloze_bounds b;
    if (length >= 2 && (formula || !r->closeless)) {
        if (cloze_find_gap(r, at, length, &b)) {
            r->open += formula ? 0 : b.open - at;
            buf_add(&r->cloze->texts, r->text + at, b.open - at);
            cloze_add_piece(r, &b);
            return b.close + 2;
        }
        r->closeless |= !formula;
    }
    if (length >= 2 && !formula)
        cloze_add_fault(r, CLOZE_UNCLOSED, at);
    r->open += formula ? 0 : length;
    buf_add(&r->cloze->texts, r->text + at, length);
    return at + length;
}

/* Reads a run of closing braces in plain text. */
static size_t cloze_read_closing(struct cloze_reader *r, size_t at)
{
    size_t length = strspn(r->text + at, "}");
    if (!cloze_in_formula(r, at)) {
        if (length >= 2 && length > r->open)
            cloze_add_fault(r, CLOZE_UNOPENED, at);
        r->open -= length < r->open ? length : r->open;
    }
    buf_add(&r->cloze->texts, r->text + at, length);
    return at + length;
}

static void cloze_read_text(struct cloze_reader *r)
{
    struct buf *texts = &r->cloze->texts;
    for (size_t at = 0; r->text[at] && !r->failed;) {
        size_t plain = strcspn(r->text + at, "\\{}");
        buf_add(texts, r->text + at, plain);
        at += plain;
        if (r->text[at] == '\\') {
            bool pair;
            size_t length = cloze_escape(r, at, false, &pair);
            buf_add(texts, r->text + at + pair, length - pair);
            if (pair)
                r->open += 2;
            else if (length == 2 && !cloze_in_formula(r, at))
                cloze_count_brace(&r->open, r->text[at + 1]);
            at += length;
        } else if (r->text[at] == '{') {
            at = cloze_read_braces(r, at);
        } else if (r->text[at] == '}') {
            at = cloze_read_closing(r, at);
        }
    }
}

bool cloze_read(struct cloze *cloze, const char *text)
{
    struct cloze_reader r = {.cloze = cloze, .text = text};
    buf_clear(&cloze->texts);
    cloze->count = cloze->fault_count = 0;
    r.failed = !cloze_places(text, &r.places);
    cloze_find_split_formulas(&r);
    cloze_read_text(&r);
    struct cloze_piece rest = {
        .text = cloze->texts.length, .hint = cloze->texts.length, .end = cloze->texts.length};
    r.failed |= cloze->texts.failed ||
                !array_add(&cloze->pieces, &cloze->count, &cloze->capacity, &rest, sizeof rest);
    if (r.failed)
        cloze->count = 0;
    buf_done(&r.places);
    return !r.failed;
}

void cloze_done(struct cloze *cloze)
{
    free(cloze->pieces);
    free(cloze->faults);
    buf_done(&cloze->texts);
    *cloze = (struct cloze){0};
}

int cloze_next_gap(const struct cloze *cloze, int after)
{
    int lowest = 0;
    for (size_t i = 0; i < cloze->count; i++) {
        int number = cloze->pieces[i].number;
        if (number > after && (!lowest || number < lowest))
            lowest = number;
    }
    return lowest;
}

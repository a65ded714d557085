/* The alignment is the cheapest way to edit what was typed into the answer: letters wrong, missing,
 * too much, or two of them swapped (optimal string alignment). What can be excused costs half:
 * letters that differ by case or accents only, spaces and punctuation. */
#include "text/typed.h"

#include "text/md_styled.h"
#include "text/styled.h"
#include "text/text.h"
#include "text/typed_units.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CELLS_MAX  ((size_t)4 << 20) /* of the alignment's table; beyond, nothing is aligned */
#define ANSWER_MAX 20000             /* bytes of an answer's Markdown; longer ones are not typed */
#define WIDE       (1 << 20)         /* columns: no paragraph is broken */

#define IMAGE "[image: "

/* ---- the answer's plain text ---- */

struct typed_plain {
    struct buf text; /* on one line, with single spaces */
    size_t lines;
    bool image, code; /* it has an image; all of it is code */
};

/* Appends text with each run of white space as one space, none at the start or the end. */
static void typed_squeeze(struct buf *out, const char *text, size_t length)
{
    bool apart = false;
    for (size_t i = 0; i < length; i++) {
        bool blank = strchr(" \t\n", text[i]);
        bool ideographic = !blank && i + 2 < length && memcmp(text + i, "\u3000", 3) == 0;
        if (!blank && !ideographic) {
            if (apart && out->length)
                buf_char(out, ' ');
            buf_char(out, text[i]);
        }
        apart = blank || ideographic;
        i += ideographic ? 2 : 0;
    }
}

/* Drops the names of images, which nobody types. */
static void typed_drop_images(struct typed_plain *plain)
{
    struct buf kept = {0};
    const char *at = buf_string(&plain->text), *image;
    while ((image = strstr(at, IMAGE)) && strchr(image, ']')) {
        plain->image = true;
        buf_add(&kept, at, (size_t)(image - at));
        at = strchr(image, ']') + 1;
    }
    buf_text(&kept, at);
    kept.failed |= plain->text.failed;
    buf_clear(&plain->text);
    typed_squeeze(&plain->text, buf_string(&kept), kept.length);
    plain->text.failed |= kept.failed;
    buf_done(&kept);
}

/* Whether a run of faint text is the address that follows a link or an image. */
static bool typed_is_address(const char *run, size_t length)
{
    bool opens = *run == '(' || (length > 1 && run[0] == ' ' && run[1] == '(');
    return opens && run[length - 1] == ')';
}

/* Appends a line without the addresses of its links. */
static void typed_add_line(const struct styled *styled, size_t line, struct buf *out)
{
    size_t end = styled->lines[line].start + styled->lines[line].length, next;
    for (size_t at = styled->lines[line].start; at < end; at = next) {
        const char *run = styled->text.bytes + at;
        char style = styled->styles.bytes[at];
        for (next = at + 1; next < end && styled->styles.bytes[next] == style;)
            next++;
        if (style != STYLE_FAINT || !typed_is_address(run, next - at))
            buf_add(out, run, next - at);
    }
    buf_char(out, '\n');
}

static void typed_plain_make(const char *markdown, struct typed_plain *plain)
{
    struct styled styled = {.links_work = true};
    struct buf raw = {0};
    *plain = (struct typed_plain){.code = true};
    if (strlen(markdown) <= ANSWER_MAX)
        styled_markdown(&styled, markdown, WIDE);
    for (size_t i = 0; i < styled.count; i++) {
        typed_add_line(&styled, i, &raw);
        plain->lines += styled.lines[i].length > 0;
    }
    plain->text.failed = styled_has_failed(&styled);
    for (size_t i = 0; !plain->text.failed && i < styled.text.length; i++)
        plain->code &= styled.text.bytes[i] == ' ' || styled.styles.bytes[i] == STYLE_CODE;
    plain->text.failed |= raw.failed;
    typed_squeeze(&plain->text, buf_string(&raw), raw.length);
    if (memmem(buf_string(&plain->text), plain->text.length, IMAGE, strlen(IMAGE)))
        typed_drop_images(plain);
    buf_done(&raw);
    styled_done(&styled);
}

bool typed_is_possible(const char *answer)
{
    struct typed_plain plain;
    typed_plain_make(answer, &plain);
    bool possible = !plain.text.failed && plain.text.length;
    buf_done(&plain.text);
    return possible;
}

bool typed_is_short(const char *answer)
{
    struct typed_plain plain;
    typed_plain_make(answer, &plain);
    bool is_short = !plain.text.failed && plain.text.length && plain.lines == 1 && !plain.image &&
                    text_width(buf_string(&plain.text), plain.text.length) <= TYPED_COLUMNS_MAX;
    buf_done(&plain.text);
    return is_short;
}

/* Whether the text is the answer's Markdown, with the LaTeX of its formulas, except for white space
 * and dollar signs. */
static bool typed_is_source(const char *typed, const char *answer)
{
    static const char ignored[] = " \t\n$";
    if (!strchr(answer, '$'))
        return false;
    for (;; typed++, answer++) {
        typed += strspn(typed, ignored);
        answer += strspn(answer, ignored);
        if (*typed != *answer || !*typed)
            return *typed == *answer;
    }
}

/* ---- the alignment ---- */

enum typed_step { STEP_SAME, STEP_WRONG, STEP_EXTRA, STEP_MISSING, STEP_SWAP };

struct typed_alignment {
    struct typed_unit *a, *b; /* typed; answer */
    size_t rows, cols;        /* how many of each */
    uint8_t *steps;           /* (rows + 1) * (cols + 1) */
    unsigned *costs;          /* three rows of cols + 1 */
    size_t strong, weak;      /* differences that count, and that can be excused */
};

/* What it costs if the other text lacks this letter; NULL for no letter. */
static unsigned typed_cost_alone(const struct typed_unit *u)
{
    return !u || u->free ? 0 : u->light ? 1 : 2;
}

static unsigned typed_cost_pair(const struct typed_unit *a, const struct typed_unit *b)
{
    if (a->key == b->key)
        return 0;
    if (a->free || b->free)
        return typed_cost_alone(a) + typed_cost_alone(b);
    return a->loose == b->loose ? 1 : 2;
}

static bool typed_is_swap(const struct typed_alignment *al, size_t i, size_t j)
{
    return i > 1 && j > 1 && al->a[i - 1].key == al->b[j - 2].key &&
           al->a[i - 2].key == al->b[j - 1].key && al->a[i - 1].key != al->a[i - 2].key;
}

static void typed_fill_row(struct typed_alignment *al, size_t i)
{
    size_t size = al->cols + 1;
    unsigned *row = al->costs + i % 3 * size, *above = al->costs + (i + 2) % 3 * size,
             *over = al->costs + (i + 1) % 3 * size;
    uint8_t *steps = al->steps + i * size;
    row[0] = i ? above[0] + typed_cost_alone(&al->a[i - 1]) : 0;
    steps[0] = STEP_EXTRA;
    for (size_t j = 1; j < size; j++) {
        row[j] = row[j - 1] + typed_cost_alone(&al->b[j - 1]);
        steps[j] = STEP_MISSING;
        if (i == 0)
            continue;
        unsigned pair = typed_cost_pair(&al->a[i - 1], &al->b[j - 1]);
        unsigned extra = above[j] + typed_cost_alone(&al->a[i - 1]);
        if (extra < row[j]) {
            row[j] = extra;
            steps[j] = STEP_EXTRA;
        }
        if (above[j - 1] + pair <= row[j]) {
            row[j] = above[j - 1] + pair;
            steps[j] = pair ? STEP_WRONG : STEP_SAME;
        }
        if (typed_is_swap(al, i, j) && over[j - 2] + 2 < row[j]) {
            row[j] = over[j - 2] + 2;
            steps[j] = STEP_SWAP;
        }
    }
}

static void typed_mark(struct typed_alignment *al, struct typed_unit *a, struct typed_unit *b)
{
    unsigned cost = a && b ? typed_cost_pair(a, b) : typed_cost_alone(a) + typed_cost_alone(b);
    al->strong += cost > 1;
    al->weak += cost == 1;
    if (a)
        a->differs = cost > 0;
    if (b)
        b->differs = cost > 0;
}

/* Follows the steps back from the end, and marks what differs. */
static void typed_trace(struct typed_alignment *al)
{
    for (size_t i = al->rows, j = al->cols; i || j;) {
        uint8_t step = al->steps[i * (al->cols + 1) + j];
        if (step == STEP_SWAP) {
            al->a[i - 1].differs = al->a[i - 2].differs = true;
            al->b[j - 1].differs = al->b[j - 2].differs = true;
            al->strong++;
            i -= 2;
            j -= 2;
            continue;
        }
        bool takes_a = step != STEP_MISSING, takes_b = step != STEP_EXTRA;
        typed_mark(al, takes_a ? &al->a[i - 1] : NULL, takes_b ? &al->b[j - 1] : NULL);
        i -= takes_a;
        j -= takes_b;
    }
}

/* Marks everything: the texts are too long to be aligned. */
static void typed_mark_all(struct typed_alignment *al)
{
    for (size_t i = 0; i < al->rows; i++)
        typed_mark(al, &al->a[i], NULL);
    for (size_t j = 0; j < al->cols; j++)
        typed_mark(al, NULL, &al->b[j]);
}

/* Aligns the texts between what both begin and end with. False if memory ran out. */
static bool typed_align(
    struct typed_units *typed, struct typed_units *answer, size_t *strong, size_t *weak)
{
    size_t begin = 0, rows = typed->count, cols = answer->count;
    while (begin < rows && begin < cols && typed->list[begin].key == answer->list[begin].key)
        begin++;
    while (
        rows > begin && cols > begin && typed->list[rows - 1].key == answer->list[cols - 1].key) {
        rows--;
        cols--;
    }
    struct typed_alignment al = {
        .a = typed->list + begin, .b = answer->list + begin, rows - begin, cols - begin};
    bool fits = (al.rows + 1) <= CELLS_MAX / (al.cols + 1), ok = true;
    if (fits) {
        al.steps = malloc((al.rows + 1) * (al.cols + 1));
        al.costs = calloc(3 * (al.cols + 1), sizeof *al.costs);
        ok = al.steps && al.costs;
        for (size_t i = 0; ok && i <= al.rows; i++)
            typed_fill_row(&al, i);
        if (ok)
            typed_trace(&al);
    } else {
        typed_mark_all(&al);
    }
    free(al.steps);
    free(al.costs);
    *strong = al.strong;
    *weak = al.weak;
    return ok;
}

/* ---- the result ---- */

size_t typed_slips_max(size_t letters)
{
    size_t share = letters / 12;
    return letters < 4 ? 0 : letters < 8 ? 1 : share > 2 ? share : 2;
}

static void typed_set_differences(struct typed_side *side, const struct typed_units *units)
{
    buf_clear(&side->differs);
    for (size_t i = 0; i < units->count; i++)
        buf_fill(&side->differs, units->list[i].differs, units->list[i].length);
}

static size_t typed_letters(const struct typed_units *units)
{
    size_t letters = 0;
    for (size_t i = 0; i < units->count; i++)
        letters += !units->list[i].light;
    return letters;
}

static void typed_judge(const struct typed_rules *rules, struct typed_result *r)
{
    struct typed_units typed = {0}, answer = {0};
    size_t strong = 0, weak = 0;
    typed_cut(buf_string(&r->typed.text), rules, &typed);
    typed_cut(buf_string(&r->answer.text), rules, &answer);
    r->failed = typed.failed || answer.failed || !typed_align(&typed, &answer, &strong, &weak);
    size_t letters = typed_letters(&answer);
    size_t slips = typed_slips_max(letters);
    r->verdict = strong + weak == 0                 ? TYPED_RIGHT
                 : strong == 0 && letters           ? TYPED_ALMOST
                 : strong + (weak + 1) / 2 <= slips ? TYPED_ALMOST
                                                    : TYPED_WRONG;
    r->similar = strong * 2 <= letters;
    typed_set_differences(&r->typed, &typed);
    typed_set_differences(&r->answer, &answer);
    free(typed.list);
    free(answer.list);
}

void typed_compare(
    const char *typed, const char *answer, const struct typed_rules *rules, struct typed_result *r)
{
    static const struct typed_rules all = {true, true, true};
    struct buf safe = {0};
    struct typed_plain plain;
    typed_result_done(r);
    text_safe(&safe, typed, TEXT_ONE_LINE);
    typed_squeeze(&r->typed.text, buf_string(&safe), safe.length);
    typed_plain_make(answer, &plain);
    r->answer.text = plain.text;
    r->failed = safe.failed || r->typed.text.failed || plain.text.failed;
    if (!r->failed && r->typed.text.length && plain.text.length) {
        typed_judge(plain.code ? &all : rules, r);
        if (r->verdict != TYPED_RIGHT && typed_is_source(typed, answer))
            r->verdict = TYPED_RIGHT;
    }
    r->failed |= r->typed.differs.failed || r->answer.differs.failed;
    buf_done(&safe);
}

void typed_result_done(struct typed_result *r)
{
    buf_done(&r->typed.text);
    buf_done(&r->typed.differs);
    buf_done(&r->answer.text);
    buf_done(&r->answer.differs);
    *r = (struct typed_result){0};
}

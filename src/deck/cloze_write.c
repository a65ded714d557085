/* Writes the questions and answers of a cloze text. */
#include "deck/cloze.h"

#include "base/utf8.h"
#include "text/math.h"
#include "text/md_places.h"
#include "text/one_line.h"
#include "text/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The brackets of a question, as offsets in what was appended. Free with cloze_brackets_done. */
struct cloze_brackets {
    struct cloze_bracket {
        size_t begin, end;
    } * at;
    size_t count, capacity;
};

struct cloze_writer {
    const struct cloze *cloze;
    int gap;
    bool asks; /* brackets hold a hint or dots rather than the gap's text */
    enum cloze_marks marks;
    struct buf *out;
    struct cloze_brackets *brackets;
};

static void cloze_brackets_done(struct cloze_brackets *brackets)
{
    free(brackets->at);
    *brackets = (struct cloze_brackets){0};
}

static const char *cloze_at(const struct cloze_writer *w, size_t offset)
{
    return buf_string(&w->cloze->texts) + offset;
}

/* Appends text. If gaps are to be marked, replaces any marks that the text itself contains. */
static void cloze_put(struct cloze_writer *w, const char *text, size_t length)
{
    static const char lead[] = "\xef\xb7"; /* the first bytes of both marks */
    for (const char *mark;
         w->marks == CLOZE_MARKS && (mark = memmem(text, length, lead, strlen(lead)));) {
        size_t before = (size_t)(mark - text), taken = before + strlen(lead);
        bool forged = length > taken && (strncmp(mark, TEXT_MARK, strlen(TEXT_MARK)) == 0 ||
                                            strncmp(mark, TEXT_MARK_END, strlen(TEXT_MARK)) == 0);
        buf_add(w->out, text, forged ? before : taken);
        buf_text(w->out, forged ? UTF8_REPLACEMENT : "");
        text += taken + forged;
        length -= taken + forged;
    }
    buf_add(w->out, text, length);
}

/* ---- formulas ---- */

/* If a formula ends in a command, the length of the command's name; otherwise 0. */
static size_t cloze_command_length(const char *formula, size_t length)
{
    size_t name = 0;
    while (name < length && isalpha((unsigned char)formula[length - 1 - name]))
        name++;
    return name < length && formula[length - 1 - name] == '\\' ? name : 0;
}

/* The length of a formula up to the argument at its end, which is in braces, in brackets, or a
 * digit right after a command. 0 if the formula ends in something else. */
static size_t cloze_before_argument(const char *formula, size_t length)
{
    int depth = 0;
    if (length > 0 && isdigit((unsigned char)formula[length - 1]))
        return cloze_command_length(formula, length - 1) ? length - 1 : 0;
    if (length == 0 || !strchr("}]", formula[length - 1]))
        return 0;
    for (; length > 0; length--) {
        char c = formula[length - 1];
        if (c == '$') /* the formula begins here */
            return 0;
        depth += (c == '}' || c == ']') - (c == '{' || c == '[');
        if (depth == 0)
            return length - 1;
    }
    return 0;
}

/* Whether LaTeX takes what follows a formula as an argument; without braces, it takes only one
 * character. */
static bool cloze_takes_argument(const char *formula, size_t length)
{
    int arguments = 0;
    size_t before;
    while (length > 0 && formula[length - 1] == ' ')
        length--;
    if (length > 0 && strchr("^_", formula[length - 1]))
        return true;
    while (arguments < 2 && (before = cloze_before_argument(formula, length)) > 0) {
        arguments += formula[before] != '[';
        length = before;
    }
    size_t name = cloze_command_length(formula, length);
    return arguments < math_arguments(formula + length - name, name);
}

/* Whether the text needs braces for LaTeX to read it as one group after the formula so far. */
static bool cloze_needs_braces(const struct cloze_writer *w, const char *text, size_t length)
{
    const char *so_far = buf_string(w->out);
    size_t end = w->out->length;
    bool one = length == 1 && isalnum((unsigned char)*text);
    bool joins = length > 0 && isalpha((unsigned char)*text) && cloze_command_length(so_far, end);
    return joins || (!one && cloze_takes_argument(so_far, end));
}

/* ---- gaps ---- */

static void cloze_put_hint(struct cloze_writer *w, const struct cloze_piece *p)
{
    const char *hint = cloze_at(w, p->hint);
    size_t length = p->end - p->hint;
    bool words = p->in_formula && memchr(hint, ' ', length);
    for (size_t i = 0; i < length && words; i++)
        words = !strchr("\\{}$", hint[i]);
    cloze_put(w, words ? "\\text{" : "", words ? strlen("\\text{") : 0);
    cloze_put(w, length ? hint : "...", length ? length : 3);
    cloze_put(w, "}", words);
}

static void cloze_put_brackets(struct cloze_writer *w, const struct cloze_piece *p)
{
    struct cloze_bracket bracket = {.begin = w->out->length};
    buf_char(w->out, '[');
    if (w->asks)
        cloze_put_hint(w, p);
    else
        cloze_put(w, cloze_at(w, p->text), p->hint - p->text);
    buf_char(w->out, ']');
    bracket.end = w->out->length;
    struct cloze_brackets *all = w->brackets;
    w->out->failed |= !array_add(&all->at, &all->count, &all->capacity, &bracket, sizeof bracket);
}

static void cloze_put_gap(struct cloze_writer *w, const struct cloze_piece *p)
{
    const char *text = cloze_at(w, p->text);
    size_t length = p->hint - p->text;
    bool asked = p->number == w->gap, brackets = asked && w->marks == CLOZE_BRACKETS;
    bool braces =
        p->in_formula && cloze_needs_braces(w, brackets ? "[...]" : text, brackets ? 5 : length);
    buf_text(w->out, braces ? "{" : "");
    if (brackets) {
        cloze_put_brackets(w, p);
    } else {
        buf_text(w->out, asked ? TEXT_MARK : "");
        cloze_put(w, text, length);
        buf_text(w->out, asked ? TEXT_MARK_END : "");
    }
    buf_text(w->out, braces ? "}" : "");
}

/* ---- the whole text ---- */

/* Whether Markdown may read brackets and what follows as a link or a link's definition. */
static bool cloze_is_risky(const struct cloze_writer *w, const struct cloze_bracket *bracket)
{
    return bracket->end < w->out->length && strchr("([:", w->out->bytes[bracket->end]);
}

/* Copies the text, with a backslash after each bracket that Markdown would not show. Moves the
 * brackets to where they are in the copy. */
static void cloze_protect(const struct cloze_writer *w, struct buf *out)
{
    struct buf places = {0};
    size_t done = 0, backslashes = 0;
    bool risky = false;
    for (size_t i = 0; i < w->brackets->count; i++)
        risky |= cloze_is_risky(w, &w->brackets->at[i]);
    if (risky && !w->out->failed)
        w->out->failed |= !markdown_places(buf_string(w->out), &places);
    for (size_t i = 0; i < w->brackets->count && risky && !w->out->failed; i++) {
        struct cloze_bracket *b = &w->brackets->at[i], now = *b;
        *b = (struct cloze_bracket){now.begin + backslashes, now.end + backslashes};
        if (!cloze_is_risky(w, &now) || places.bytes[now.begin] != PLACE_MARKUP)
            continue;
        buf_add(out, w->out->bytes + done, now.end - done);
        buf_char(out, '\\');
        done = now.end;
        backslashes++;
    }
    buf_add(out, buf_string(w->out) + done, w->out->length - done);
    out->failed |= w->out->failed;
    buf_done(&places);
}

/* Sets *brackets, which must be empty, to those in what it appends. */
static void cloze_write(const struct cloze *cloze, int gap, bool asks, enum cloze_marks marks,
    struct buf *out, struct cloze_brackets *brackets)
{
    struct buf text = {0};
    struct cloze_writer w = {cloze, gap, asks, marks, &text, brackets};
    size_t plain = 0;
    for (size_t i = 0; i < cloze->count; i++) {
        const struct cloze_piece *p = &cloze->pieces[i];
        cloze_put(&w, cloze_at(&w, plain), p->text - plain);
        if (p->number)
            cloze_put_gap(&w, p);
        plain = p->end;
    }
    cloze_protect(&w, out);
    buf_done(&text);
}

void cloze_question(const struct cloze *cloze, int gap, struct buf *question)
{
    struct cloze_brackets brackets = {0};
    cloze_write(cloze, gap, true, CLOZE_BRACKETS, question, &brackets);
    cloze_brackets_done(&brackets);
}

/* Finds the brackets of the question that its cloze text makes; none if the text makes another
 * question. Returns false if memory ran out. */
static bool cloze_find_brackets(const struct card *card, struct cloze_brackets *brackets)
{
    struct cloze cloze = {0};
    struct buf question = {0};
    bool whole = cloze_read(&cloze, card->cloze);
    cloze_write(&cloze, card->variant, true, CLOZE_BRACKETS, &question, brackets);
    whole &= !question.failed;
    if (!whole || strcmp(buf_string(&question), card->question) != 0)
        cloze_brackets_done(brackets);
    buf_done(&question);
    cloze_done(&cloze);
    return whole;
}

/* The first [...] of a gap's question that is stored without its cloze text. */
static bool cloze_guess_bracket(const struct card *card, struct cloze_brackets *brackets)
{
    static const char dots[] = "[...]";
    const char *guess = strstr(card->question, dots);
    size_t begin = guess ? (size_t)(guess - card->question) : 0;
    struct cloze_bracket bracket = {begin, begin + strlen(dots)};
    return !guess || array_add(&brackets->at, &brackets->count, &brackets->capacity, &bracket,
                         sizeof bracket);
}

void cloze_mark_question(const struct card *card, struct buf *out)
{
    struct cloze_writer w = {.marks = CLOZE_MARKS, .out = out};
    struct cloze_brackets brackets = {0};
    const char *text = card->question;
    size_t done = 0;
    if (variant_is_gap(card->variant))
        out->failed |= !(card->cloze ? cloze_find_brackets : cloze_guess_bracket)(card, &brackets);
    for (size_t i = 0; i < brackets.count; i++) {
        const struct cloze_bracket *b = &brackets.at[i];
        cloze_put(&w, text + done, b->begin - done);
        buf_text(out, TEXT_MARK);
        cloze_put(&w, text + b->begin, b->end - b->begin);
        buf_text(out, TEXT_MARK_END);
        done = b->end;
    }
    cloze_put(&w, text + done, strlen(text + done));
    cloze_brackets_done(&brackets);
}

void cloze_one_line(const struct card *card, int width, struct buf *out)
{
    struct buf marked = {0};
    cloze_mark_question(card, &marked);
    one_line(out, buf_string(&marked), width);
    out->failed |= marked.failed;
    buf_done(&marked);
}

bool cloze_reveal(const char *text, int gap, enum cloze_marks marks, struct buf *out)
{
    struct cloze cloze = {0};
    struct cloze_brackets brackets = {0};
    bool whole = cloze_read(&cloze, text);
    bool found = gap > 0 && cloze_next_gap(&cloze, gap - 1) == gap;
    if (found)
        cloze_write(&cloze, gap, false, marks, out, &brackets);
    cloze_brackets_done(&brackets);
    out->failed |= !whole;
    cloze_done(&cloze);
    return found || !whole;
}

void cloze_answer(const struct cloze *cloze, int gap, struct buf *answer)
{
    const char *between = "";
    for (size_t i = 0; i < cloze->count; i++) {
        const struct cloze_piece *p = &cloze->pieces[i];
        if (p->number == gap && p->hint > p->text) {
            buf_text(answer, between);
            buf_add(answer, buf_string(&cloze->texts) + p->text, p->hint - p->text);
            between = " … ";
        }
    }
}

/* Appends text, with a space inside anything that Anki would interpret: {{c1 anywhere, }} and :: in
 * a gap. */
static void cloze_put_for_anki(struct buf *out, const char *text, size_t length, bool in_gap)
{
    for (size_t i = 0; i < length; i++) {
        const char *next = text + i + 1;
        size_t rest = length - i - 1;
        bool opens =
            rest > 2 && strncmp(text + i, "{{c", 3) == 0 && isdigit((unsigned char)next[2]);
        bool pair = in_gap && rest > 0 && *next == text[i] && strchr("}:", text[i]);
        buf_char(out, text[i]);
        buf_text(out, opens || pair ? " " : "");
    }
}

void cloze_number(const char *text, struct buf *numbered)
{
    struct cloze cloze = {0};
    size_t plain = 0;
    numbered->failed |= !cloze_read(&cloze, text);
    for (size_t i = 0; i < cloze.count; i++) {
        const struct cloze_piece *p = &cloze.pieces[i];
        const char *texts = buf_string(&cloze.texts);
        cloze_put_for_anki(numbered, texts + plain, p->text - plain, false);
        if (p->number) {
            buf_format(numbered, "{{c%d::", p->number);
            cloze_put_for_anki(numbered, texts + p->text, p->hint - p->text, true);
            buf_text(numbered, p->end > p->hint ? "::" : "");
            cloze_put_for_anki(numbered, texts + p->hint, p->end - p->hint, true);
            bool brace = numbered->length && numbered->bytes[numbered->length - 1] == '}';
            buf_text(numbered, brace ? " }}" : "}}");
        }
        plain = p->end;
    }
    cloze_done(&cloze);
}

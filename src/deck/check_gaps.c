#include "deck/check_gaps.h"

#include "base/utf8.h"
#include "text/md_places.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define WORD_MAX 40 /* bytes; the longest part of a gap that a message quotes */
#define EACH_MAX 20 /* warnings for one text */

struct check_gaps {
    const struct cloze_position *position;
    const struct cloze *cloze;
    const char *text; /* the cloze text as written */
    deck_mistake_fn *warn;
    void *context;
    struct buf places;
    int warnings;
};

/* A gap's text or hint. */
struct check_part {
    const char *text;
    size_t length;
};

/* ---- positions ---- */

/* Finds the line and column of an offset in the cloze text. If escapes or folded lines hide them,
 * gives the position of the whole text. In a block, finds the line, and gives 1 as the column. */
static void check_gaps_locate(
    const struct check_gaps *c, size_t offset, unsigned *line, unsigned *column)
{
    const struct cloze_position *position = c->position;
    *line = position->line;
    *column = position->column;
    if (position->block) {
        *column = 1;
        for (size_t i = 0; i < offset; i++)
            *line += c->text[i] == '\n';
    } else if (position->exact) {
        for (size_t i = 0; i < offset; i += utf8_length(c->text + i, offset - i))
            ++*column;
    }
}

static void check_gaps_warn(struct check_gaps *c, size_t offset, const char *message)
{
    struct err warning;
    unsigned line, column;
    if (c->warnings++ >= EACH_MAX)
        return;
    check_gaps_locate(c, offset, &line, &column);
    err_at(&warning, ERR_MISTAKE, "", line, column, "%s", message);
    c->warn(c->context, &warning);
}

/* ---- the contents of a gap ---- */

static bool check_gaps_is_blank(struct check_part part)
{
    for (size_t i = 0; i < part.length; i++)
        if (!strchr(" \t\n", part.text[i]))
            return false;
    return true;
}

static bool check_gaps_has(struct check_part part, const char *bytes)
{
    return memmem(part.text, part.length, bytes, strlen(bytes)) != NULL;
}

/* Whether the part is one word that could be a name in a program. */
static bool check_gaps_is_name(struct check_part part)
{
    for (size_t i = 0; i < part.length; i++)
        if (!isalnum((unsigned char)part.text[i]) && !strchr("_:<>(),&*", part.text[i]))
            return false;
    return part.length > 0;
}

static bool check_gaps_is_address(struct check_part part)
{
    for (size_t i = 0; i < part.length; i++)
        if (!isxdigit((unsigned char)part.text[i]) && !strchr(":./%", part.text[i]))
            return false;
    return true;
}

static bool check_gaps_has_digit(struct check_part part)
{
    return part.length && strcspn(part.text, "0123456789") < part.length;
}

/* Whether a name is one that programs write before "::". */
static bool check_gaps_is_namespace(struct check_part part)
{
    static const char *const names[] = {"std", "boost", "core", "alloc", "crate", "self", "Self",
        "super", "parent", "static", "this", "absl", "fmt", "chrono", "Qt"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (strlen(names[i]) == part.length && memcmp(names[i], part.text, part.length) == 0)
            return true;
    return false;
}

/* Whether "text::hint" looks like code or an address (std::map), rather than a text with a hint
 * (Paris::city). */
static bool check_gaps_is_code(struct check_part text, struct check_part hint, bool in_code)
{
    if (check_gaps_is_address(text) && check_gaps_is_address(hint))
        return check_gaps_has_digit(text) || check_gaps_has_digit(hint);
    if (check_gaps_has(hint, "->"))
        return true;
    return check_gaps_is_name(text) && check_gaps_is_name(hint) &&
           (in_code || check_gaps_is_namespace(text) || strcspn(hint.text, "_:<(") < hint.length ||
               strcspn(text.text, "_:<(") < text.length);
}

/* The length, without the colons, of a prefix like C1:: or c0:: that is not a valid gap number; 0
 * if there is none. */
static size_t check_gaps_wrong_number(const char *inner)
{
    size_t digits = strchr("cC", *inner) && *inner ? strspn(inner + 1, "0123456789") : 0;
    bool wrong = *inner == 'C' || strspn(inner + 1, "0") == digits;
    return digits && wrong && strncmp(inner + 1 + digits, "::", 2) == 0 ? digits + 1 : 0;
}

/* If `matters`, sets *in_code to whether the gap at that offset is in code, otherwise to false.
 * Returns false if memory ran out. */
static bool check_gaps_find_code(struct check_gaps *c, size_t at, bool matters, bool *in_code)
{
    *in_code = false;
    if (!matters)
        return true;
    if (!c->places.length && !markdown_places(c->text, &c->places))
        return false;
    *in_code = c->places.bytes[at] == PLACE_CODE;
    return true;
}

static bool check_gaps_look_at(struct check_gaps *c, const struct cloze_piece *p)
{
    const char *texts = buf_string(&c->cloze->texts), *inner = c->text + p->at + 2;
    struct check_part text = {texts + p->text, p->hint - p->text};
    struct check_part hint = {texts + p->hint, p->end - p->hint};
    size_t wrong = check_gaps_wrong_number(inner);
    char message[3 * WORD_MAX + 100];
    bool in_code;
    if (!check_gaps_find_code(c, p->at, hint.length || *inner == ' ', &in_code))
        return false;
    if (wrong)
        snprintf(message, sizeof message,
            "\"%.*s\" is not a gap number: gaps are numbered c1, c2, ... with a lowercase c",
            wrong < WORD_MAX ? (int)wrong : WORD_MAX, inner);
    else if (hint.length && text.length < WORD_MAX && hint.length < WORD_MAX &&
             check_gaps_is_code(text, hint, in_code))
        snprintf(message, sizeof message,
            "\"%.*s\" becomes a hint, which the question shows: write %.*s\\::%.*s if the colons "
            "are "
            "text",
            (int)hint.length, hint.text, (int)text.length, text.text, (int)hint.length, hint.text);
    else if (check_gaps_is_blank(text))
        snprintf(message, sizeof message, "the gap is empty: there is nothing to answer");
    else if (in_code && *inner == ' ' && c->text[p->behind - 3] == ' ')
        snprintf(message, sizeof message,
            "the braces in this code make a gap: write \\{{ if they are text");
    else
        return true;
    check_gaps_warn(c, p->at, message);
    return true;
}

/* ---- the whole text ---- */

static const char *const check_gaps_messages[] = {
    [CLOZE_UNCLOSED] = "a {{ without its }}: close the gap, or write \\{{ if the braces are text",
    [CLOZE_UNOPENED] = "a }} without its {{: open the gap, or write } } if the braces are text",
    [CLOZE_NESTED] = "a gap within a gap: it does not become a card; end the first gap before it",
    [CLOZE_SPLIT_FORMULA] =
        "a gap cuts this formula in two: put both dollar signs into the gap, or none",
};

bool check_gaps(
    const struct deck_entry *entry, const struct cloze *cloze, deck_mistake_fn *warn, void *context)
{
    struct check_gaps c = {
        &entry->cloze_position, cloze, buf_string(&entry->cloze), warn, context, {0}, 0};
    bool whole = true;
    size_t nested = 0;
    for (size_t i = 0; i < cloze->fault_count; i++) {
        enum cloze_fault fault = cloze->faults[i].fault;
        bool follows = fault == CLOZE_UNOPENED && nested > 0; /* the }} of a gap within a gap */
        nested += fault == CLOZE_NESTED;
        nested -= follows;
        if (!follows)
            check_gaps_warn(&c, cloze->faults[i].at, check_gaps_messages[fault]);
    }
    for (size_t i = 0; i < cloze->count && whole; i++)
        if (cloze->pieces[i].number)
            whole = check_gaps_look_at(&c, &cloze->pieces[i]);
    buf_done(&c.places);
    return whole;
}

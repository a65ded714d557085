/* Imports the Markdown decks of hashcards and repeater:
 *
 *   ---
 *   name = "Medicine"       the deck's name; this header may be missing
 *   ---
 *   Q: What is ...?         at the left edge; text continues on the lines below
 *   A: It is ...
 *   C: The [order] of a group is [the cardinality of its set].
 *   ---                     ends a card, as does the next card
 *   term::definition        outside of cards, in repeater's decks
 *
 * <!-- Comments --> outside code, including multi-line ones, are left out, along with any cards in
 * them. */
#include "deck/import_source.h"

#include "deck/bracket_cloze.h"
#include "deck/import_fields.h"

#include <string.h>

enum part { PART_NONE, PART_QUESTION, PART_ANSWER, PART_CLOZE };

struct import_markdown_deck {
    struct import_sink *sink;
    struct buf name, cloze;
    struct deck_entry entry;
    enum part part;
    unsigned card_line;
    bool in_head;
    bool in_code;          /* in a fenced block */
    unsigned comment_line; /* where the open comment begins; 0 outside of comments */
};

static bool import_markdown_skip(struct import_markdown_deck *d, unsigned line, const char *why)
{
    return d->sink->skipped(d->sink->context, line, why);
}

/* Whether there was enough memory for the card's texts. If not, an empty text does not mean that
 * the card lacks one. */
static bool import_markdown_is_whole(struct import_markdown_deck *d)
{
    return (deck_entry_is_whole(&d->entry) && !d->cloze.failed && !d->name.failed) ||
           err_memory(&d->sink->failure) == ERR_NONE;
}

static bool import_markdown_give(struct import_markdown_deck *d, unsigned line)
{
    return import_markdown_is_whole(d) &&
           d->sink->entry(d->sink->context, buf_string(&d->name), &d->entry, line);
}

static bool import_markdown_flush_card(void *context)
{
    struct import_markdown_deck *d = context;
    enum part part = d->part;
    d->part = PART_NONE;
    if (part == PART_NONE)
        return true;
    field_trim(&d->entry.question);
    field_trim(&d->entry.answer);
    field_trim(&d->cloze);
    if (!import_markdown_is_whole(d))
        return false;
    if (part == PART_CLOZE) {
        const char *why = bracket_cloze(&d->entry.cloze, buf_string(&d->cloze));
        if (why)
            return import_markdown_skip(d, d->card_line, why);
    } else if (d->entry.question.length == 0) {
        return import_markdown_skip(d, d->card_line, "no question");
    }
    return import_markdown_give(d, d->card_line);
}

static bool import_markdown_begin_card(
    struct import_markdown_deck *d, enum part part, unsigned line)
{
    if (!import_markdown_flush_card(d))
        return false;
    deck_entry_clear(&d->entry);
    buf_clear(&d->cloze);
    d->part = part;
    d->card_line = line;
    return true;
}

static void import_markdown_add_line(struct import_markdown_deck *d, const char *line)
{
    struct buf *const texts[] = {[PART_NONE] = NULL,
        [PART_QUESTION] = &d->entry.question,
        [PART_ANSWER] = &d->entry.answer,
        [PART_CLOZE] = &d->cloze};
    struct buf *text = texts[d->part];
    if (!text)
        return;
    buf_text(text, text->length ? "\n" : "");
    buf_text(text, line);
}

/* Takes a header line: name = "Medicine", or name: Medicine. */
static void import_markdown_take_head_line(struct import_markdown_deck *d, const char *line)
{
    size_t key = strspn(line, "abcdefghijklmnopqrstuvwxyz");
    if (!(key == 4 && (strncmp(line, "name", 4) == 0 || strncmp(line, "deck", 4) == 0)))
        return;
    line += key;
    line += strspn(line, " =:\"'");
    buf_clear(&d->name);
    buf_add(&d->name, line, strcspn(line, "\"'"));
    field_trim(&d->name);
}

/* Takes term::definition. Other lines outside of cards are notes, and ignored. */
static bool import_markdown_take_note_line(
    struct import_markdown_deck *d, const char *line, unsigned number)
{
    const char *middle = strstr(line, "::");
    if (!middle || middle == line || !middle[2] || strstr(middle + 2, "::") || middle[2] == ':')
        return true;
    deck_entry_clear(&d->entry);
    buf_add(&d->entry.question, line, (size_t)(middle - line));
    buf_text(&d->entry.answer, middle + 2 + strspn(middle + 2, " \t"));
    field_trim(&d->entry.question);
    field_trim(&d->entry.answer);
    return import_markdown_give(d, number);
}

static bool import_markdown_take_marked_line(
    struct import_markdown_deck *d, char mark, const char *text, unsigned number)
{
    bool good = true;
    d->in_code = false;
    if (mark == 'Q')
        good = import_markdown_begin_card(d, PART_QUESTION, number);
    else if (mark == 'C')
        good = import_markdown_begin_card(d, PART_CLOZE, number);
    else if (d->part == PART_QUESTION)
        d->part = PART_ANSWER;
    else
        return import_markdown_flush_card(d) &&
               import_markdown_skip(d, number, "an answer without a question");
    import_markdown_add_line(d, text + strspn(text, " \t"));
    return good;
}

/* The length of the code that begins at a backtick, or of the backticks alone if nothing closes
 * them. */
static size_t import_markdown_code_length(const char *code)
{
    size_t ticks = strspn(code, "`"), run;
    for (const char *close = code + ticks; (close = strchr(close, '`')); close += run)
        if ((run = strspn(close, "`")) == ticks)
            return (size_t)(close - code) + ticks;
    return ticks;
}

/* Removes the comments from a line. */
static void import_markdown_drop_comments(
    struct import_markdown_deck *d, struct buf *line, unsigned number)
{
    const char *text = buf_string(line);
    size_t kept = 0;
    bool fence = !d->comment_line && strncmp(text + strspn(text, " "), "```", 3) == 0;
    d->in_code ^= fence;
    for (size_t at = 0; text[at] && !d->in_code && !fence;) {
        size_t length = text[at] == '`' ? import_markdown_code_length(text + at) : 1;
        const char *end = text + at;
        if (!d->comment_line && strncmp(end, "<!--", 4) == 0)
            d->comment_line = number;
        if (d->comment_line) {
            end = strstr(end, "-->");
            d->comment_line = end ? 0 : d->comment_line;
            at = end ? (size_t)(end - text) + 3 : line->length;
        } else {
            memmove(line->bytes + kept, end, length);
            kept += length;
            at += length;
        }
    }
    if (!d->in_code && !fence)
        buf_cut(line, kept);
}

static bool import_markdown_take_line(void *context, struct buf *text, unsigned number)
{
    struct import_markdown_deck *d = context;
    import_markdown_drop_comments(d, text, number);
    const char *line = buf_string(text);
    bool rule = strncmp(line, "---", 3) == 0 && line[3 + strspn(line + 3, " \t")] == '\0';
    if (number == 1 && rule) {
        d->in_head = true;
    } else if (d->in_head) {
        d->in_head = !rule;
        import_markdown_take_head_line(d, line);
    } else if (rule) {
        d->in_code = false;
        return import_markdown_flush_card(d);
    } else if (line[0] && strchr("QAC", line[0]) && line[1] == ':') {
        return import_markdown_take_marked_line(d, line[0], line + 2, number);
    } else if (d->part == PART_NONE) {
        return import_markdown_take_note_line(d, line, number);
    } else {
        import_markdown_add_line(d, line);
    }
    return true;
}

static bool import_markdown_finish(void *context)
{
    struct import_markdown_deck *d = context;
    return import_markdown_flush_card(d) &&
           (!d->comment_line ||
               import_markdown_skip(d, d->comment_line,
                   "a comment that never ends, along with everything after it: close it with -->"));
}

static enum err_code import_markdown_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_markdown_deck d = {.sink = sink};
    enum err_code code = import_source_each_line(
        source, sink, import_markdown_take_line, import_markdown_finish, &d, err);
    buf_done(&d.name);
    buf_done(&d.cloze);
    deck_entry_done(&d.entry);
    return code;
}

/* Recognizes a question with its answer, or a cloze, each at the left edge. */
static bool import_markdown_recognizes(const struct import_source *source)
{
    bool question = false;
    const char *line = source->is_text ? buf_string(&source->start) : "";
    for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *gap = strchr(line, '[');
        if (strncmp(line, "Q:", 2) == 0)
            question = true;
        else if (strncmp(line, "A:", 2) == 0 && question)
            return true;
        else if (strncmp(line, "C:", 2) == 0 && gap && gap < line + 1024)
            return true;
    }
    return false;
}

const struct importer importer_markdown = {"markdown", "Markdown from hashcards or repeater",
    import_markdown_recognizes, import_markdown_read};

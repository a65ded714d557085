/* Imports a page of a study site that was copied and pasted as text:
 *
 *   Title                    the deck's name; may be missing
 *   7                        a number, and then Q: a card
 *   Q
 *   What ...?
 *   A                        may be missing, and so may what follows it
 *   An answer of several
 *       • paragraphs
 *   How well did you know this?
 *   1 / Not at all / 2 ... 5 / Perfectly   may be missing, each on its own line
 *
 *        number, Q          A             "How well ..."
 *   TITLE ──────> QUESTION ──> ANSWER ──────────────> SCALE
 *                    ^           │ number, Q            │ number, Q
 *                    └───────────┴──────────────────────┘
 *
 * Numbers may also stand alone on a line in an answer; only a number before a Q begins a card. */
#include "deck/import_source.h"

#include "base/utf8.h"
#include "deck/import_fields.h"
#include "text/md_write.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TITLE_MAX  255
#define LEVELS_MAX 8
#define LONG_LINE  60 /* bytes; a line this long continues on the next unless it ends a sentence */

enum import_page_part { IN_TITLE, IN_QUESTION, IN_ANSWER, IN_SCALE };

enum import_page_line { LINE_NONE, LINE_PLAIN, LINE_BULLET, LINE_NUMBERED };

struct import_page {
    struct import_sink *sink;
    enum import_page_part part;
    struct buf title;
    struct deck_entry entry;
    unsigned card_line;                 /* the line of the card's number */
    struct buf number;                  /* a line of digits that may begin a card */
    unsigned number_line;               /* 0 if there is none */
    unsigned number_blank;              /* blank lines after that line */
    bool blank;                         /* the last line was blank */
    struct buf block;                   /* the paragraph or item so far, not yet in the entry */
    size_t last;                        /* where the block's last line begins */
    enum import_page_line kind;         /* kind of the block */
    unsigned item;                      /* the number of the last numbered item */
    size_t indents[LEVELS_MAX], levels; /* indents of the enclosing bullets */
};

/* ---- lines ---- */

static const char *import_page_skip_white(const char *text)
{
    for (;;) {
        if (*text == ' ' || *text == '\t')
            text++;
        else if (strncmp(text, "\xc2\xa0", 2) == 0)
            text += 2;
        else
            return text;
    }
}

static size_t import_page_columns_of(const char *text, const char *end)
{
    size_t columns = 0;
    for (; text < end; text++)
        columns += *text == '\t' ? 8 - columns % 8 : !utf8_continues(*text);
    return columns;
}

/* The length of the bullet at text, or 0. */
static size_t import_page_bullet_length(const char *text)
{
    static const char *const bullets[] = {"•", "◦", "▪", "●", "○", "‣", "∙", "·"};
    for (size_t i = 0; i < COUNT(bullets); i++)
        if (strncmp(text, bullets[i], strlen(bullets[i])) == 0)
            return strlen(bullets[i]);
    return (*text == '-' || *text == '*') && strchr(" \t", text[1]) && text[1] ? 1 : 0;
}

/* The length of a number such as "2. ", or 0. */
static size_t import_page_number_length(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    bool numbered = digits >= 1 && digits <= 3 && *text != '0' && text[digits] == '.' &&
                    text[digits + 1] == ' ' && text[digits + 2] != ' ';
    return numbered ? digits + 2 : 0;
}

static bool import_page_is_number(const char *line)
{
    size_t digits = strspn(line, "0123456789");
    return digits > 0 && digits <= 9 && line[digits] == '\0';
}

/* ---- the text of a question or an answer ---- */

/* The level of a bullet in the list, by its indent. */
static size_t import_page_level_of(struct import_page *p, size_t indent)
{
    while (p->levels > 0 && p->indents[p->levels - 1] > indent)
        p->levels--;
    if (p->levels == 0 || (p->indents[p->levels - 1] < indent && p->levels < LEVELS_MAX))
        p->indents[p->levels++] = indent;
    return p->levels - 1;
}

/* Whether the line continues the sentence of the line before it. */
static bool import_page_goes_on(const struct import_page *p, const char *line)
{
    const struct buf *block = &p->block;
    if (block->length == 0)
        return false;
    char end = block->bytes[block->length - 1];
    return islower((unsigned char)*line) ||
           (block->length - p->last >= LONG_LINE && !strchr(".!?:;", end));
}

/* The question or the answer, whichever is being read. */
static struct buf *import_page_text(struct import_page *p)
{
    return p->part == IN_QUESTION ? &p->entry.question : &p->entry.answer;
}

static void import_page_flush_block(struct import_page *p)
{
    struct buf *text = import_page_text(p);
    markdown_put_plain(text, buf_string(&p->block));
    text->failed |= p->block.failed;
    buf_clear(&p->block);
}

/* Begins a paragraph, or an item with its mark. Within a list, a number is a mark only if it
 * follows the one before, because Markdown renumbers items. Returns the text after the mark. */
static const char *import_page_begin_block(struct import_page *p, const char *line)
{
    const char *begin = import_page_skip_white(line);
    size_t indent = import_page_columns_of(line, begin), bullet = import_page_bullet_length(begin);
    size_t number = import_page_number_length(begin);
    unsigned item = number ? (unsigned)strtoul(begin, NULL, 10) : 0;
    bool counts = number && (p->kind != LINE_NUMBERED || item == p->item + 1);
    enum import_page_line kind = bullet ? LINE_BULLET : counts ? LINE_NUMBERED : LINE_PLAIN;
    struct buf *text = import_page_text(p);
    import_page_flush_block(p);
    if (text->length)
        buf_text(text, kind != LINE_PLAIN && kind == p->kind ? "\n" : "\n\n");
    if (kind == LINE_BULLET)
        buf_fill(text, ' ', 2 * import_page_level_of(p, indent));
    else
        p->levels = 0;
    p->kind = kind;
    p->item = item;
    buf_add(text, bullet ? "- " : begin, bullet ? 2 : counts ? number : 0);
    return bullet ? import_page_skip_white(begin + bullet) : begin + (counts ? number : 0);
}

/* Appends a trimmed line. Bullets and numbers make lists; continued lines make paragraphs. */
static void import_page_put_line(struct import_page *p, const char *line)
{
    const char *begin = import_page_skip_white(line);
    size_t indent = import_page_columns_of(line, begin);
    bool plain = !import_page_bullet_length(begin) && !import_page_number_length(begin);
    bool below = p->kind == LINE_BULLET && indent > p->indents[p->levels - 1];
    if (plain && !p->blank && (below || import_page_goes_on(p, begin)))
        buf_text(&p->block, p->block.length ? " " : "");
    else
        begin = import_page_begin_block(p, line);
    p->last = p->block.length;
    buf_text(&p->block, begin);
    p->blank = false;
}

static void import_page_begin_text(struct import_page *p, enum import_page_part part)
{
    if (p->part == IN_QUESTION || p->part == IN_ANSWER)
        import_page_flush_block(p);
    p->part = part;
    p->kind = LINE_NONE;
    p->levels = 0;
    p->blank = false;
}

/* ---- cards ---- */

static bool import_page_flush_card(struct import_page *p)
{
    unsigned line = p->card_line;
    if (!line)
        return true;
    p->card_line = 0;
    import_page_begin_text(p, IN_SCALE);
    if (!deck_entry_is_whole(&p->entry) || p->title.failed)
        return err_memory(&p->sink->failure) == ERR_NONE;
    if (p->entry.question.length == 0)
        return p->sink->skipped(
            p->sink->context, line, p->entry.answer.length ? "no question" : "the card is empty");
    return p->sink->entry(p->sink->context, buf_string(&p->title), &p->entry, line);
}

static bool import_page_begin_card(struct import_page *p, unsigned line)
{
    if (!import_page_flush_card(p))
        return false;
    deck_entry_clear(&p->entry);
    p->card_line = line;
    import_page_begin_text(p, IN_QUESTION);
    return true;
}

static bool import_page_is_scale(const char *line)
{
    static const char *const words[] = {"1", "2", "3", "4", "5", "Not at all", "Perfectly"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcasecmp(line, words[i]) == 0)
            return true;
    return false;
}

static bool import_page_take_text(struct import_page *p, const char *line, unsigned number)
{
    const char *begin = import_page_skip_white(line);
    if (*begin == '\0') {
        p->blank = true;
    } else if (p->part == IN_TITLE && p->title.length == 0 && strlen(begin) <= TITLE_MAX) {
        buf_text(&p->title, begin);
        field_trim(&p->title);
    } else if (p->part == IN_TITLE) {
        return p->sink->skipped(p->sink->context, number, "it is above the first card");
    } else if (p->part == IN_QUESTION && strcmp(begin, "A") == 0) {
        import_page_begin_text(p, IN_ANSWER);
    } else if (p->part != IN_SCALE && strcasecmp(begin, "How well did you know this?") == 0) {
        import_page_begin_text(p, IN_SCALE);
    } else if (p->part == IN_SCALE) {
        return import_page_is_scale(begin) || p->sink->skipped(p->sink->context, number,
                                                  "it is between a rating scale and the next card");
    } else {
        import_page_put_line(p, line);
    }
    return true;
}

/* Takes the pending number as text, because no Q followed. */
static bool import_page_flush_number(struct import_page *p)
{
    if (!p->number_line)
        return true;
    unsigned line = p->number_line;
    p->number_line = 0;
    bool good = import_page_take_text(p, buf_string(&p->number), line);
    p->blank = p->number_blank > 0 || p->blank;
    return good;
}

static bool import_page_take_line(void *context, struct buf *line, unsigned number)
{
    struct import_page *p = context;
    const char *begin = import_page_skip_white(buf_string(line));
    size_t length = strlen(begin);
    while (length > 0 && strchr(" \t", begin[length - 1]))
        length--;
    buf_cut(line, (size_t)(begin - buf_string(line)) + length);
    begin = import_page_skip_white(buf_string(line));
    if (strcmp(begin, "Q") == 0 && (p->number_line || p->part == IN_TITLE || p->part == IN_SCALE)) {
        unsigned at = p->number_line ? p->number_line : number;
        p->number_line = 0;
        return import_page_begin_card(p, at);
    }
    if (*begin == '\0' && p->number_line) {
        p->number_blank++;
        return true;
    }
    if (!import_page_flush_number(p))
        return false;
    if (!import_page_is_number(begin))
        return import_page_take_text(p, buf_string(line), number);
    p->number_line = number;
    p->number_blank = 0;
    buf_clear(&p->number);
    buf_text(&p->number, begin);
    return true;
}

static bool import_page_finish(void *context)
{
    return import_page_flush_number(context) && import_page_flush_card(context);
}

static enum err_code import_page_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_page p = {.sink = sink};
    enum err_code code =
        import_source_each_line(source, sink, import_page_take_line, import_page_finish, &p, err);
    buf_done(&p.title);
    buf_done(&p.number);
    buf_done(&p.block);
    deck_entry_done(&p.entry);
    return code;
}

/* Recognizes a number, and then a Q, each alone on its line. */
static bool import_page_recognizes(const struct import_source *source)
{
    const char *line = buf_string(&source->start);
    bool number = false;
    while (source->is_text && *line) {
        size_t length = strcspn(line, "\n");
        const char *begin = import_page_skip_white(line), *end = line + length;
        while (end > begin && strchr(" \t", end[-1]))
            end--;
        size_t digits = strspn(begin, "0123456789");
        if (number && end - begin == 1 && *begin == 'Q')
            return true;
        if (begin < end)
            number = digits > 0 && begin + digits == end;
        line += length;
        line += *line == '\n';
    }
    return false;
}

const struct importer importer_page = {
    "page", "a page copied from a study site", import_page_recognizes, import_page_read};

/* md4c calls back for each block and span. Text gathers in a paragraph until a block ends it; then
 * it is broken into lines, which begin with what the blocks around it ask for: indentation, the
 * bullet or number of an item (on its first line), the bar of a quotation. */
#include "view/rich.h"

#include <md4c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#define LEVELS_MOST 64 /* of lists, items and quotations; what is deeper is shown at this depth */

struct level {
    char first[16], rest[16]; /* what lines begin with: the first one of the block, the others */
    bool begun;               /* the first line has been written */
    bool ordered;
    unsigned number; /* of an ordered list's next item */
};

struct builder {
    struct rich *rich;
    int width;
    struct level levels[LEVELS_MOST];
    int depth;               /* may exceed LEVELS_MOST; see level_top */
    struct buf text, styles; /* the paragraph so far */
    int strong, emphasis, code, heading;
    bool verbatim; /* a code block: lines stay as they are */
    bool apart;    /* a blank line comes before the next paragraph */
};

static void add_line(struct rich *rich, size_t start)
{
    if (rich->text.failed || rich->styles.failed ||
        !array_grow(&rich->lines, rich->count, &rich->room, sizeof *rich->lines)) {
        rich->failed = true;
        return;
    }
    rich->lines[rich->count++] = (struct rich_line){start, rich->text.length - start};
}

static void add_styled(struct rich *rich, const char *text, size_t length, enum style style)
{
    buf_add(&rich->text, text, length);
    buf_fill(&rich->styles, (char)style, length);
}

void rich_blank(struct rich *rich)
{
    add_line(rich, rich->text.length);
}

void rich_rule(struct rich *rich, int width)
{
    size_t start = rich->text.length;
    for (int i = 0; i < width; i++)
        add_styled(rich, "─", strlen("─"), STYLE_FAINT);
    add_line(rich, start);
}

/* ---- paragraphs ---- */

/* What the line begins with at a level. */
static const char *level_prefix(const struct level *level)
{
    return level->begun ? level->rest : level->first;
}

static int level_width(const struct level *level)
{
    const char *prefix = level_prefix(level);
    return text_width(prefix, strlen(prefix));
}

/* Write what the line begins with, and return its width: at most three quarters of the line, so
 * that a wide character still fits, the outermost levels going without where they are too many. */
static int add_prefix(struct builder *b)
{
    int depth = b->depth < LEVELS_MOST ? b->depth : LEVELS_MOST, width = 0, excess;
    for (int i = 0; i < depth; i++)
        width += level_width(&b->levels[i]);
    excess = width - (b->width < 8 ? b->width - 2 : b->width * 3 / 4);
    for (int i = 0; i < depth; i++) {
        struct level *level = &b->levels[i];
        int columns = level_width(level);
        if (excess > 0) {
            excess -= columns;
            width -= columns;
        } else {
            add_styled(b->rich, level_prefix(level), strlen(level_prefix(level)), STYLE_FAINT);
        }
        level->begun = true;
    }
    return width;
}

/* Break one line of the paragraph, bytes start to end, into lines of the text. */
static void add_broken(struct builder *b, size_t start, size_t end)
{
    do {
        size_t next = 0, line = b->rich->text.length;
        int width = b->width - add_prefix(b);
        size_t used = text_line(b->text.bytes + start, end - start, width, &next);
        buf_add(&b->rich->text, b->text.bytes + start, used);
        buf_add(&b->rich->styles, b->styles.bytes + start, used);
        add_line(b->rich, line);
        start += next;
    } while (start < end);
}

static void flush(struct builder *b)
{
    if (b->text.failed || b->styles.failed)
        b->rich->failed = true;
    if (b->text.length && !b->rich->failed) {
        if (b->apart)
            rich_blank(b->rich);
        for (size_t start = 0; start < b->text.length;) {
            const char *feed = memchr(b->text.bytes + start, '\n', b->text.length - start);
            size_t end = feed ? (size_t)(feed - b->text.bytes) : b->text.length;
            add_broken(b, start, end);
            start = end + 1;
        }
        b->apart = false;
    }
    buf_clear(&b->text);
    buf_clear(&b->styles);
}

static enum style current_style(const struct builder *b)
{
    if (b->code || b->verbatim)
        return STYLE_CODE;
    if (b->strong || b->heading)
        return STYLE_STRONG;
    return b->emphasis ? STYLE_EMPHASIS : STYLE_PLAIN;
}

static void add_text(struct builder *b, const char *text, size_t length)
{
    buf_add(&b->text, text, length);
    buf_fill(&b->styles, (char)current_style(b), length);
}

/* ---- md4c ---- */

static struct level *push(struct builder *b)
{
    struct level *level = &b->levels[b->depth < LEVELS_MOST ? b->depth : LEVELS_MOST - 1];
    b->depth++;
    *level = (struct level){0};
    return level;
}

static void pop(struct builder *b)
{
    b->depth--;
}

/* A list is a level without a prefix of its own: its items, one level in, have them. */
static void begin_list(struct builder *b, bool ordered, unsigned start)
{
    struct level *level = push(b);
    level->ordered = ordered;
    level->number = start;
    b->apart = false;
}

static void begin_item(struct builder *b)
{
    int list = b->depth > 0 && b->depth <= LEVELS_MOST ? b->depth - 1 : LEVELS_MOST - 1;
    struct level *above = &b->levels[list];
    bool ordered = above->ordered;
    unsigned number = above->number++;
    struct level *level = push(b);
    if (ordered)
        snprintf(level->first, sizeof level->first, "%u. ", number);
    else
        strcpy(level->first, "• ");
    memset(level->rest, ' ', (size_t)text_width(level->first, strlen(level->first)));
}

/* An item without text has its bullet all the same. */
static void end_item(struct builder *b)
{
    size_t line = b->rich->text.length;
    if (b->depth > LEVELS_MOST || b->levels[b->depth - 1].begun)
        return;
    add_prefix(b);
    while (b->rich->text.length > line && b->rich->text.bytes[b->rich->text.length - 1] == ' ') {
        buf_cut(&b->rich->text, b->rich->text.length - 1);
        buf_cut(&b->rich->styles, b->rich->styles.length - 1);
    }
    add_line(b->rich, line);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct builder *b = context;
    flush(b);
    switch (type) {
    case MD_BLOCK_QUOTE:
        strcpy(push(b)->first, "│ ");
        strcpy(b->levels[b->depth <= LEVELS_MOST ? b->depth - 1 : LEVELS_MOST - 1].rest, "│ ");
        break;
    case MD_BLOCK_UL:
        begin_list(b, false, 0);
        break;
    case MD_BLOCK_OL:
        begin_list(b, true, ((MD_BLOCK_OL_DETAIL *)detail)->start);
        break;
    case MD_BLOCK_LI:
        begin_item(b);
        break;
    case MD_BLOCK_CODE:
        b->verbatim = true;
        break;
    case MD_BLOCK_H:
        b->heading++;
        break;
    default:
        break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct builder *b = context;
    (void)detail;
    flush(b);
    switch (type) {
    case MD_BLOCK_LI:
        end_item(b);
        pop(b);
        break;
    case MD_BLOCK_QUOTE:
        pop(b);
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        pop(b);
        b->apart = b->depth == 0;
        break;
    case MD_BLOCK_CODE:
        b->verbatim = false;
        b->apart = true;
        break;
    case MD_BLOCK_H:
        b->heading--;
        b->apart = true;
        break;
    case MD_BLOCK_HR:
        rich_rule(b->rich, b->width);
        break;
    case MD_BLOCK_P:
        b->apart = true;
        break;
    default:
        break;
    }
    return 0;
}

static int count_span(MD_SPANTYPE type, struct builder *b, int change)
{
    if (type == MD_SPAN_STRONG)
        b->strong += change;
    else if (type == MD_SPAN_EM)
        b->emphasis += change;
    else if (type == MD_SPAN_CODE)
        b->code += change;
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)detail;
    return count_span(type, context, 1);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)detail;
    return count_span(type, context, -1);
}

/* The character that an entity such as &#35; or &#x23; numbers; 0 for none. */
static ucs4_t numbered_entity(const char *entity)
{
    bool hex = entity[2] == 'x' || entity[2] == 'X';
    return entity[1] == '#' ? (ucs4_t)strtoul(entity + (hex ? 3 : 2), NULL, hex ? 16 : 10) : 0;
}

static void add_entity(struct builder *b, const char *name, size_t length)
{
    static const struct {
        const char *name;
        ucs4_t character;
    } entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&nbsp;", 0xa0}};
    ucs4_t character = numbered_entity(name);
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (strlen(entities[i].name) == length && memcmp(entities[i].name, name, length) == 0)
            character = entities[i].character;
    char bytes[8] = "";
    struct buf safe = {0};
    if (character && u8_uctomb((uint8_t *)bytes, character, sizeof bytes - 1) > 0)
        text_safe(&safe, bytes, TEXT_ONE_LINE);
    else
        buf_add(&safe, name, length);
    add_text(b, buf_string(&safe), safe.length);
    b->rich->failed |= safe.failed;
    buf_done(&safe);
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct builder *b = context;
    if (type == MD_TEXT_SOFTBR)
        add_text(b, " ", 1);
    else if (type == MD_TEXT_BR)
        add_text(b, "\n", 1);
    else if (type == MD_TEXT_ENTITY)
        add_entity(b, text, size);
    else if (type != MD_TEXT_NULLCHAR) /* a NUL cannot be: the text is a string */
        add_text(b, text, size);
    return 0;
}

static void build(struct builder *b, const char *markdown)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = take_text,
    };
    struct buf safe = {0};
    text_safe(&safe, markdown, TEXT_LINES);
    if (safe.failed || md_parse(buf_string(&safe), (MD_SIZE)safe.length, &parser, b) != 0)
        b->rich->failed = true;
    buf_done(&safe);
}

void rich_markdown(struct rich *rich, const char *markdown, int width)
{
    struct builder b = {.rich = rich, .width = width};
    build(&b, markdown);
    buf_done(&b.text);
    buf_done(&b.styles);
}

void rich_plain(struct rich *rich, const char *text, enum style style, int width)
{
    struct builder b = {.rich = rich, .width = width};
    text_safe(&b.text, text, TEXT_LINES);
    buf_fill(&b.styles, (char)style, b.text.length);
    flush(&b);
    buf_done(&b.text);
    buf_done(&b.styles);
}

void rich_draw(const struct rich *rich, size_t line, struct frame *frame, int row, int col)
{
    const char *text = buf_string(&rich->text) + rich->lines[line].start;
    const char *styles = buf_string(&rich->styles) + rich->lines[line].start;
    for (size_t at = 0, length = rich->lines[line].length; at < length;) {
        size_t run = at + 1;
        while (run < length && styles[run] == styles[at])
            run++;
        col = frame_put(frame, row, col, frame->cols, (enum style)styles[at], text + at, run - at);
        at = run;
    }
}

void rich_done(struct rich *rich)
{
    buf_done(&rich->text);
    buf_done(&rich->styles);
    free(rich->lines);
    *rich = (struct rich){0};
}

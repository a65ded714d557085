/* Imports pages of Logseq:
 *
 *   - What is a monad? #card              the blocks below it are the answer
 *     card-next-schedule:: 2024-01-22...  and the like: the schedule
 *     - A monoid in ...
 *   - The capital is {{cloze Tallinn \\ a city}}. #card      a gap with a hint
 *
 * Logseq asks for all gaps of a block at once, so they are one card here, too. */
#include "deck/import_source.h"

#include "deck/import_fields.h"
#include "deck/note_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TAGS_MAX   64   /* at the end of a question */
#define LEVELS_MAX 16   /* of blocks below a card; deeper ones are shown at this level */
#define GAP_MAX    1024 /* bytes of a gap */

struct import_logseq_block {
    size_t indent; /* columns before its dash */
    size_t text;   /* offset of its text in `texts` */
    size_t id;     /* offset of its id in `ids`; 0 if it has none */
    unsigned line;
    bool card;
    double days, ease;
    int repeats;                  /* -1 if unknown */
    struct import_due next, last; /* .day is NO_DAY if unknown */
};

struct import_logseq {
    struct import_sink *sink;
    struct note_fence fence;
    struct buf deck, texts, ids; /* each text and each id ends with a NUL */
    struct import_logseq_block *blocks;
    size_t count, capacity;
    bool in_drawer;
    struct deck_entry entry;
};

/* ---- tags ---- */

/* The length of #card, #[[card]] or [[card]] at the beginning of the text, or 0. */
static size_t import_logseq_card_tag(const char *text)
{
    static const char *const links[] = {"#[[card]]", "[[card]]"};
    for (size_t i = 0; i < COUNT(links); i++)
        if (strncasecmp(text, links[i], strlen(links[i])) == 0)
            return strlen(links[i]);
    bool tag = strncasecmp(text, "#card", 5) == 0;
    return tag && (!text[5] || strchr(" \t\n.,;:!?)", text[5])) ? 5 : 0;
}

/* Finds the tag outside inline code. */
static const char *import_logseq_find_tag(const char *text)
{
    bool code = false;
    for (const char *c = text; *c; c++) {
        code ^= *c == '`';
        if (!code && (*c == '#' || *c == '[') && import_logseq_card_tag(c))
            return c;
    }
    return NULL;
}

/* ---- lines ---- */

/* Reads the schedule from a property. */
static void import_logseq_take_property(
    struct import_logseq *l, struct import_logseq_block *block, const char *line)
{
    size_t key = strcspn(line, ":");
    const char *value = line + key + 2;
    value += strspn(value, " \t");
    if (key == 18 && strncmp(line, "card-last-interval", key) == 0)
        block->days = strtod(value, NULL);
    else if (key == 12 && strncmp(line, "card-repeats", key) == 0)
        block->repeats = (int)strtol(value, NULL, 10);
    else if (key == 16 && strncmp(line, "card-ease-factor", key) == 0)
        block->ease = strtod(value, NULL);
    else if (key == 18 && strncmp(line, "card-next-schedule", key) == 0)
        note_due(value, &block->next);
    else if (key == 18 && strncmp(line, "card-last-reviewed", key) == 0)
        note_due(value, &block->last);
    else if (key == 4 && strncmp(line, "tags", key) == 0 && strcasestr(value, "card"))
        block->card = true;
    else if (key == 2 && strncmp(line, "id", key) == 0 && *value) {
        buf_char(&l->ids, '\0');
        block->id = l->ids.length;
        buf_text(&l->ids, value);
        buf_char(&l->ids, '\0');
    }
}

/* Whether the line is a property: key:: value. */
static bool import_logseq_is_property(const char *line)
{
    size_t key = strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./");
    return key && strncmp(line + key, "::", 2) == 0 && strchr(" \t", line[key + 2]);
}

/* Whether the line is Logseq's own bookkeeping: a drawer or a date. */
static bool import_logseq_is_record(struct import_logseq *l, const char *line)
{
    bool begins = strcmp(line, ":LOGBOOK:") == 0 || strcmp(line, ":PROPERTIES:") == 0;
    bool record = l->in_drawer || begins || strncmp(line, "SCHEDULED: <", 12) == 0 ||
                  strncmp(line, "DEADLINE: <", 11) == 0;
    l->in_drawer = (l->in_drawer || begins) && strcmp(line, ":END:") != 0;
    return record;
}

/* Adds a line to the last block, whose text is the last one in `texts`. */
static void import_logseq_add_line(struct import_logseq *l, const char *line)
{
    struct import_logseq_block *block = &l->blocks[l->count - 1];
    if (!note_fence_takes(&l->fence, line)) {
        if (import_logseq_is_record(l, line))
            return;
        if (import_logseq_is_property(line)) {
            import_logseq_take_property(l, block, line);
            return;
        }
    }
    if (l->texts.length > block->text + 1)
        l->texts.bytes[l->texts.length - 1] = '\n';
    else
        buf_cut(&l->texts, block->text);
    buf_add(&l->texts, line, strlen(line) + 1);
}

static bool import_logseq_begin_block(
    struct import_logseq *l, const char *line, size_t indent, unsigned number)
{
    struct import_logseq_block block = {.indent = indent,
        .line = number,
        .text = l->texts.length,
        .ease = EASE_FIRST / 100.0,
        .repeats = -1,
        .next = {.day = NO_DAY},
        .last = {.day = NO_DAY}};
    if (!array_add(&l->blocks, &l->count, &l->capacity, &block, sizeof block))
        return err_memory(&l->sink->failure) == ERR_NONE;
    buf_char(&l->texts, '\0');
    l->in_drawer = false;
    import_logseq_add_line(l, line);
    return true;
}

static bool import_logseq_take_line(void *context, struct buf *text, unsigned number)
{
    struct import_logseq *l = context;
    const char *line = buf_string(text);
    size_t columns = 0, blank = 0;
    for (; strchr(" \t", line[blank]) && line[blank]; blank++)
        columns += line[blank] == '\t' ? 4 : 1;
    const char *begin = line + blank;
    bool dash = *begin == '-' && (begin[1] == ' ' || begin[1] == '\0');
    if (dash && !l->fence.mark)
        return import_logseq_begin_block(l, begin + 1 + (begin[1] == ' '), columns, number);
    if (l->count == 0) {
        if (strncmp(line, "deck::", 6) == 0) {
            buf_text(&l->deck, line + 6 + strspn(line + 6, " \t"));
            field_trim(&l->deck);
        }
        return true;
    }
    size_t indent = l->blocks[l->count - 1].indent + 2;
    for (columns = 0; columns < indent && strchr(" \t", *line) && *line; line++)
        columns += *line == '\t' ? 4 : 1;
    import_logseq_add_line(l, line);
    return true;
}

/* ---- cards ---- */

/* Appends the text of a block, without task keywords, the card tag, and the sizes of images. */
static void import_logseq_put_text(struct buf *out, const char *text)
{
    static const char *const words[] = {
        "TODO ", "DONE ", "NOW ", "LATER ", "DOING ", "WAITING ", "CANCELED "};
    struct buf clean = {0};
    for (size_t i = 0; i < COUNT(words); i++)
        if (strncmp(text, words[i], strlen(words[i])) == 0)
            text += strlen(words[i]);
    const char *tag = import_logseq_find_tag(text);
    while (*text) {
        const char *size = strstr(text, "){:"), *end = text + strlen(text);
        bool first = tag && (!size || tag < size);
        const char *stop = first ? tag : size ? size + 1 : end;
        buf_add(&clean, text, (size_t)(stop - text));
        if (first) {
            text = tag + import_logseq_card_tag(tag);
            text += strspn(text, " ") ? strspn(text, " ") - 1 : 0;
            while (clean.length && clean.bytes[clean.length - 1] == ' ')
                buf_cut(&clean, clean.length - 1);
            tag = NULL;
        } else {
            text = stop + (size ? strcspn(stop, "}") : 0);
            text += *text == '}';
        }
    }
    field_trim(&clean);
    note_put_text(out, buf_string(&clean), clean.length);
    out->failed |= clean.failed;
    buf_done(&clean);
}

/* Takes the tags at the end of the question. */
static void import_logseq_take_tags(struct buf *text, struct buf *tags)
{
    for (int i = 0; i < TAGS_MAX; i++) {
        field_trim(text);
        const char *begin = buf_string(text), *tag = strrchr(begin, '#');
        if (!tag || tag == begin || !isspace((unsigned char)tag[-1]) ||
            note_tag_length(tag) != strlen(tag) || strchr(tag, '\n'))
            return;
        field_add_tags(tags, tag + 1);
        buf_cut(text, (size_t)(tag - begin));
    }
}

/* Returns the number of blocks below a card. */
static size_t import_logseq_below(const struct import_logseq *l, size_t card)
{
    size_t i = card + 1;
    while (i < l->count && l->blocks[i].indent > l->blocks[card].indent)
        i++;
    return i - card - 1;
}

static void import_logseq_put_item(struct buf *out, const char *text, size_t level)
{
    struct buf item = {0};
    import_logseq_put_text(&item, text);
    if (item.length) {
        buf_text(out, out->length ? "\n" : "");
        buf_fill(out, ' ', 2 * level);
        buf_text(out, "- ");
    }
    for (const char *c = buf_string(&item); *c; c++) {
        buf_char(out, *c);
        if (*c == '\n' && c[1] != '\n')
            buf_fill(out, ' ', 2 * level + 2);
    }
    out->failed |= item.failed;
    buf_done(&item);
}

/* Appends the blocks below the card, as a list; a single one as its text. */
static void import_logseq_put_below(struct import_logseq *l, size_t card, struct buf *out)
{
    size_t count = import_logseq_below(l, card), indents[LEVELS_MAX], level = 0;
    const char *texts = buf_string(&l->texts);
    if (count == 1) {
        import_logseq_put_text(out, texts + l->blocks[card + 1].text);
        return;
    }
    for (size_t i = card + 1; i <= card + count; i++) {
        size_t indent = l->blocks[i].indent;
        while (level > 0 && indents[level - 1] >= indent)
            level--;
        import_logseq_put_item(out, texts + l->blocks[i].text, level);
        if (level + 1 < LEVELS_MAX)
            indents[level++] = indent;
    }
}

/* Returns the }} that ends a gap, pairing braces within the gap where possible. NULL if there is
 * none. */
static const char *import_logseq_gap_end(const char *text)
{
    const char *limit = text + strnlen(text, GAP_MAX), *c = text;
    for (int depth = 0; c + 1 < limit && (depth > 0 || c[0] != '}' || c[1] != '}'); c++)
        depth += *c == '{' ? 1 : *c == '}' ? -1 : 0;
    return c + 1 < limit ? c : memmem(text, (size_t)(limit - text), "}}", 2);
}

/* Appends the text as a cloze. Returns whether it has gaps. */
static bool import_logseq_cloze(struct buf *cloze, const char *text)
{
    static const char opening[] = "{{cloze";
    const char *from = text, *open = text;
    bool gaps = false;
    while ((open = strstr(open, opening))) {
        const char *begin = open + sizeof opening - 1, *end = import_logseq_gap_end(begin);
        begin += strspn(begin, " :");
        if (!end || begin >= end) {
            open += 2;
            continue;
        }
        const char *hint = memmem(begin, (size_t)(end - begin), " \\\\ ", 4);
        const char *stop = hint ? hint : end;
        field_add_cloze(cloze, from, (size_t)(open - from), false);
        field_disarm_last(cloze);
        buf_text(cloze, "{{c1::");
        field_add_cloze(cloze, begin, (size_t)(stop - begin), true);
        if (hint && hint + 4 < end) {
            buf_text(cloze, "::");
            field_add_cloze(cloze, hint + 4, (size_t)(end - hint) - 4, true);
        }
        buf_text(cloze, "}}");
        gaps = true;
        from = open = end + 2;
    }
    field_add_cloze(cloze, from, strlen(from), false);
    return gaps;
}

static bool import_logseq_give_schedule(
    struct import_logseq *l, const struct import_logseq_block *block)
{
    bool after = block->next.day == NO_DAY && block->last.day != NO_DAY && block->days >= 1;
    int days = block->days < INTERVAL_LONGEST ? (int)block->days : 0;
    struct import_due due = after ? (struct import_due){block->last.day + days, 0} : block->next;
    if (after && block->last.at_ms)
        due.at_ms = block->last.at_ms + days * MS_A_DAY;
    int variant = note_variant(&l->entry, 0);
    if (variant == NOTE_NO_MEMORY)
        return err_memory(&l->sink->failure) == ERR_NONE;
    struct note_schedule schedule = {.due = due, .days = block->days, .ease = block->ease};
    return due.day == NO_DAY || block->repeats == 0 ||
           note_give_schedule(l->sink, variant, &schedule);
}

static bool import_logseq_give(struct import_logseq *l, size_t card)
{
    const struct import_logseq_block *block = &l->blocks[card];
    struct deck_entry *entry = &l->entry;
    struct buf question = {0}, text = {0};
    deck_entry_clear(entry);
    import_logseq_put_text(&question, buf_string(&l->texts) + block->text);
    import_logseq_take_tags(&question, &entry->tags);
    import_logseq_put_below(l, card, &entry->answer);
    buf_format(&text, entry->answer.length ? "%s\n\n%s" : "%s", buf_string(&question),
        buf_string(&entry->answer));
    if (import_logseq_cloze(&entry->cloze, buf_string(&text))) {
        buf_clear(&entry->answer);
    } else {
        const char *begin = note_skip_marks(buf_string(&question));
        buf_clear(&entry->cloze);
        buf_text(&entry->question, begin);
    }
    if (block->id)
        field_add_id(&entry->id, buf_string(&l->ids) + block->id);
    entry->question.failed |= question.failed || text.failed;
    buf_done(&question);
    buf_done(&text);
    if (!deck_entry_is_whole(entry))
        return err_memory(&l->sink->failure) == ERR_NONE;
    if (entry->cloze.length == 0 && (entry->question.length == 0 || entry->answer.length == 0))
        return l->sink->skipped(l->sink->context, block->line,
            entry->answer.length ? "no question" : "no answer: nothing is below it");
    return note_give(l->sink, buf_string(&l->deck), entry, block->line) &&
           import_logseq_give_schedule(l, block);
}

static bool import_logseq_finish(void *context)
{
    struct import_logseq *l = context;
    if (l->texts.failed || l->ids.failed || l->deck.failed)
        return err_memory(&l->sink->failure) == ERR_NONE;
    for (size_t i = 0; i < l->count; i++)
        if ((l->blocks[i].card ||
                import_logseq_find_tag(buf_string(&l->texts) + l->blocks[i].text)) &&
            !import_logseq_give(l, i))
            return false;
    return true;
}

static enum err_code import_logseq_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_logseq l = {.sink = sink};
    enum err_code code = import_source_each_line(
        source, sink, import_logseq_take_line, import_logseq_finish, &l, err);
    buf_done(&l.deck);
    buf_done(&l.texts);
    buf_done(&l.ids);
    deck_entry_done(&l.entry);
    free(l.blocks);
    return code;
}

/* Recognizes a block with the card tag. */
static bool import_logseq_recognizes(const struct import_source *source)
{
    char line[NOTE_LINE_SIZE];
    const char *text = source->is_text ? buf_string(&source->start) : "";
    while (note_next_line(&text, line)) {
        const char *begin = line + strspn(line, " \t");
        if (strncmp(begin, "- ", 2) == 0 && import_logseq_find_tag(begin))
            return true;
    }
    return false;
}

const struct importer importer_logseq = {
    "logseq", "a page of Logseq", import_logseq_recognizes, import_logseq_read};

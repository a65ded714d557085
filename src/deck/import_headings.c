/* Imports Markdown whose headings are questions, as for mdanki:
 *
 *   # Geography                the deck
 *   ## Baltic states           a section, whose name becomes a tag
 *   ### Capital of Estonia?    a question
 *   %                          optional: what is above it belongs to the question
 *   Tallinn
 *   [#tag]() [#other](x.md)    optional tags
 *
 * A heading may also be numbered, as in "1. ### Capital of Estonia?". A question with Anki's gaps
 * is a cloze. The questions are at the level whose headings most often end with a question mark.
 * If none do, they are at ##, or else at the level with the most text below its headings. */
#include "deck/import_source.h"

#include "base/utf8.h"
#include "deck/import_fields.h"
#include "deck/note_html.h"
#include "deck/note_text.h"
#include "text/gap.h"
#include "text/md_marker.h"

#include <string.h>
#include <strings.h>

#define LEVELS         6
#define ASKED_LEAST    2   /* questions that end with a question mark */
#define PROMISED_LEAST 5   /* questions in a table of contents */
#define DECK_MAX       200 /* bytes of a deck's name */
#define MDANKI_LEVEL   2

/* What is at each level of the headings. */
struct import_headings_signs {
    size_t count[LEVELS + 1], asked[LEVELS + 1];
    size_t bodied[LEVELS + 1]; /* with text right below */
    bool mdanki;               /* the file uses mdanki's syntax */
    size_t promised;           /* questions in a table of contents */
    bool above;                /* there is text above the headings */
    bool linked;               /* there are wiki links: it is one of many notes */
};

struct import_headings {
    struct import_sink *sink;
    struct note_head head;
    struct note_fence fence;
    size_t level; /* of the questions */
    struct buf deck, section, question, text, tags;
    bool split;    /* the question goes on up to % */
    size_t indent; /* columns before the text of a numbered question */
    unsigned line; /* of the question; 0 outside of cards */
    struct deck_entry entry;
    size_t cards;
};

/* ---- lines ---- */

/* The level of a heading, or 0. Sets *mark to where its # are. */
static size_t import_headings_level(const char *line, size_t *mark)
{
    size_t blank = strspn(line, " "), number = markdown_marker(line + blank);
    *mark = 0;
    if (number > 1)
        *mark = blank + number + strspn(line + blank + number, " ");
    size_t level = strspn(line + *mark, "#");
    const char *after = line + *mark + level;
    return level <= LEVELS && *after && strchr(" \t", *after) ? level : 0;
}

/* Appends the text of a heading. */
static void import_headings_put_title(struct buf *out, const char *line)
{
    line += strspn(line, "# \t");
    size_t length = strlen(line);
    while (length > 0 && strchr("# \t", line[length - 1]))
        length--;
    buf_add(out, line, length);
}

static bool import_headings_is_asked(const char *line)
{
    static const char *const marks[] = {"?", "？", "؟"};
    size_t length = strlen(line);
    while (length > 0 && strchr("# \t*_`", line[length - 1]))
        length--;
    for (size_t i = 0; i < COUNT(marks); i++) {
        size_t size = strlen(marks[i]);
        if (length > size && strncmp(line + length - size, marks[i], size) == 0)
            return true;
    }
    return false;
}

static bool import_headings_is_tags(const char *line)
{
    size_t name = strncmp(line, "[#", 2) == 0 ? strcspn(line + 2, "[]") : 0;
    return name && strncmp(line + 2 + name, "](", 2) == 0;
}

static bool import_headings_is_split(const char *line)
{
    return *line == '%' && note_is_blank(line + 1);
}

/* Whether the line only links to another part of the text: a table of contents, or a way back. */
static bool import_headings_is_way(const char *line)
{
    line = note_skip_marks(line);
    line += strspn(line, "*");
    const char *address = *line == '[' ? strstr(line, "](#") : NULL;
    const char *end = address ? strchr(address, ')') : NULL;
    return end && note_is_blank(end + 1 + strspn(end + 1, "*"));
}

/* ---- the questions' level ---- */

/* The state of a first look at the headings. Zero-initialize, and free `head` with
 * note_head_done. */
struct import_headings_look {
    struct import_headings_signs signs;
    struct note_head head;
    struct note_fence fence;
    size_t open;   /* the level of a heading without text so far */
    bool headings; /* the text has headings */
};

static void import_headings_look_at(
    struct import_headings_look *look, const char *text, unsigned number)
{
    struct import_headings_signs *signs = &look->signs;
    size_t level, mark;
    signs->linked |= strstr(text, "[[") != NULL;
    if (number <= look->head.lines)
        return;
    bool code = note_fence_takes(&look->fence, text);
    signs->promised += !code && strstr(text, "?](#");
    if (!code && (level = import_headings_level(text, &mark))) {
        signs->count[level]++;
        signs->asked[level] += import_headings_is_asked(text + mark);
        look->open = level;
        look->headings = true;
    } else if (!look->headings && !note_is_blank(text)) {
        signs->above = true;
    } else if (look->open && (code || (!note_is_blank(text) && !import_headings_is_way(text)))) {
        signs->bodied[look->open]++;
        look->open = 0;
    }
    signs->mdanki |= !code && (import_headings_is_split(text) || import_headings_is_tags(text));
}

static bool import_headings_look_at_line(void *context, struct buf *line, unsigned number)
{
    import_headings_look_at(context, buf_string(line), number);
    return true;
}

static bool import_headings_end_look(void *context)
{
    (void)context;
    return true;
}

/* The level of the questions; 0 if there are no headings with text. */
static size_t import_headings_find_level(const struct import_headings_signs *signs)
{
    size_t asked = 0, bodied = 0;
    if (signs->mdanki && signs->bodied[MDANKI_LEVEL])
        return MDANKI_LEVEL;
    for (size_t level = 1; level <= LEVELS; level++) {
        asked = signs->asked[level] > signs->asked[asked] ? level : asked;
        bodied = signs->bodied[level] > signs->bodied[bodied] ? level : bodied;
    }
    return asked ? asked : signs->bodied[MDANKI_LEVEL] ? MDANKI_LEVEL : bodied;
}

/* ---- cards ---- */

static bool import_headings_is_contents(const char *title)
{
    static const char *const names[] = {"Table of Contents", "Contents", "TOC"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcasecmp(title, names[i]) == 0)
            return true;
    return false;
}

static void import_headings_trim_text(struct import_headings *h, struct buf *to)
{
    field_trim(&h->text);
    buf_text(to, to->length && h->text.length ? "\n\n" : "");
    note_put_html(to, buf_string(&h->text));
    to->failed |= h->text.failed;
    buf_clear(&h->text);
}

static bool import_headings_flush(void *context)
{
    struct import_headings *h = context;
    struct deck_entry *entry = &h->entry;
    unsigned line = h->line;
    struct gap gap;
    h->line = 0;
    if (line == 0)
        return true;
    if (import_headings_is_contents(buf_string(&h->question)))
        return h->sink->skipped(h->sink->context, line, "a table of contents");
    deck_entry_clear(entry);
    note_put_html(&entry->question, buf_string(&h->question));
    import_headings_trim_text(h, &entry->answer);
    field_add_tags(&entry->tags, buf_string(&h->head.tags));
    field_add_tags(&entry->tags, buf_string(&h->section));
    field_add_tags(&entry->tags, buf_string(&h->tags));
    if (gap_find(buf_string(&entry->question), GAP_TEXT, &gap)) {
        buf_text(&entry->cloze, buf_string(&entry->question));
        buf_text(&entry->note, buf_string(&entry->answer));
        buf_clear(&entry->question);
        buf_clear(&entry->answer);
    }
    entry->tags.failed |= h->question.failed || h->tags.failed || h->section.failed ||
                          h->deck.failed || h->head.tags.failed || h->head.deck.failed;
    if (!deck_entry_is_whole(entry))
        return err_memory(&h->sink->failure) == ERR_NONE;
    if (entry->cloze.length == 0 && (entry->question.length == 0 || entry->answer.length == 0))
        return h->sink->skipped(h->sink->context, line,
            entry->answer.length ? "no question" : "no text below the heading");
    h->cards++;
    return note_give(h->sink, buf_string(h->deck.length ? &h->deck : &h->head.deck), entry, line);
}

static void import_headings_take_section(struct import_headings *h, const char *line, size_t level)
{
    struct buf title = {0};
    import_headings_put_title(&title, line);
    buf_clear(&h->section);
    if (level == 1) {
        buf_clear(&h->deck);
        buf_add(&h->deck, buf_string(&title),
            title.length > DECK_MAX ? utf8_cut(buf_string(&title), DECK_MAX) : title.length);
    } else {
        for (const char *c = buf_string(&title); *c; c++)
            buf_char(&h->section, strchr(",;", *c) ? ' ' : *c);
        buf_char(&h->section, ','); /* one tag, though it has spaces */
    }
    h->section.failed |= title.failed;
    buf_done(&title);
}

/* Takes [#tag](address) [#other](). */
static void import_headings_take_tags(struct import_headings *h, const char *line)
{
    for (const char *tag; (tag = strstr(line, "[#")); line = tag + 2) {
        size_t length = strcspn(tag + 2, "[]");
        buf_add(&h->tags, tag + 2, length);
        buf_char(&h->tags, ',');
    }
}

static bool import_headings_take_heading(
    struct import_headings *h, const char *line, size_t level, unsigned number)
{
    if (!import_headings_flush(h))
        return false;
    buf_clear(&h->text);
    if (level < h->level) {
        import_headings_take_section(h, line, level);
        return true;
    }
    h->line = number;
    buf_clear(&h->question);
    buf_clear(&h->tags);
    import_headings_put_title(&h->question, line);
    return true;
}

static bool import_headings_take_line(void *context, struct buf *text, unsigned number)
{
    struct import_headings *h = context;
    const char *line = buf_string(text);
    if (note_head_takes(&h->head, line, number))
        return true;
    bool code = note_fence_takes(&h->fence, line);
    size_t mark, blank = strspn(line, " "), level = code ? 0 : import_headings_level(line, &mark);
    if (level && level <= h->level) {
        h->indent = (mark + 3) / 4 * 4; /* lists are often indented by four */
        return import_headings_take_heading(h, line + mark, level, number);
    }
    line += blank < h->indent ? blank : h->indent;
    if (!code && h->line && import_headings_is_split(line))
        import_headings_trim_text(h, &h->question);
    else if (!code && h->line && import_headings_is_tags(line))
        import_headings_take_tags(h, line);
    else if (h->line && (code || !import_headings_is_way(line)))
        buf_format(&h->text, "%s\n", line);
    return true;
}

static bool import_headings_finish(void *context)
{
    struct import_headings *h = context;
    struct buf note = {0};
    if (!import_headings_flush(h))
        return false;
    buf_format(&note, "its headings %.*s are the questions; --as chooses another format",
        (int)h->level, "######");
    if (h->cards)
        h->sink->note(h->sink->context, buf_string(&note));
    buf_done(&note);
    return true;
}

static enum err_code import_headings_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_headings h = {.sink = sink};
    struct import_headings_look look = {.open = 0};
    struct import_sink silent = {.skipped = note_skip_nothing};
    note_head_find(&look.head, buf_string(&source->start));
    enum err_code code = import_source_each_line(
        source, &silent, import_headings_look_at_line, import_headings_end_look, &look, err);
    lines_rewind(&source->lines);
    h.level = import_headings_find_level(&look.signs);
    h.head = look.head;
    if (!code)
        code = import_source_each_line(
            source, sink, import_headings_take_line, import_headings_finish, &h, err);
    struct buf *const texts[] = {&h.deck, &h.section, &h.question, &h.text, &h.tags};
    for (size_t i = 0; i < COUNT(texts); i++)
        buf_done(texts[i]);
    note_head_done(&h.head);
    deck_entry_done(&h.entry);
    return code;
}

/* Whether there is nothing but headings of one level with text, and possibly a title. */
static bool import_headings_are_alone(const struct import_headings_signs *signs, size_t level)
{
    size_t others = 0;
    for (size_t i = 1; i <= LEVELS; i++)
        others += i == level ? 0 : signs->count[i];
    bool title = signs->count[1] == 1 && signs->bodied[1] == 0;
    return level > 1 && !signs->above && !signs->linked && others == title &&
           signs->bodied[level] >= ASKED_LEAST && signs->bodied[level] == signs->count[level];
}

/* Recognizes mdanki's syntax; questions, if most headings of their level end with a question mark
 * or a table of contents lists them; or a text with only headings of one level, each with text. */
static bool import_headings_recognizes(const struct import_source *source)
{
    struct import_headings_look look = {.open = 0};
    const struct import_headings_signs *signs = &look.signs;
    char line[NOTE_LINE_SIZE];
    unsigned number = 0;
    const char *start = source->is_text ? buf_string(&source->start) : "";
    note_head_find(&look.head, start);
    while (note_next_line(&start, line))
        import_headings_look_at(&look, line, ++number);
    size_t level = import_headings_find_level(signs);
    bool asked =
        signs->asked[level] >= ASKED_LEAST && 2 * signs->asked[level] >= signs->count[level];
    bool written = signs->bodied[level] > 0;
    return signs->promised >= PROMISED_LEAST ||
           (written && (signs->mdanki || asked || import_headings_are_alone(signs, level)));
}

const struct importer importer_headings = {"headings", "Markdown with headings as questions",
    import_headings_recognizes, import_headings_read};

/* Imports Markdown with questions that unfold:
 *
 *   <details><summary>What is the capital of Estonia?</summary>
 *   Tallinn
 *   </details>
 *
 *   ### Which value is printed?
 *   <details><summary>Answer</summary>...</details>
 *
 * If the summary only says that the answer follows, or is the same again and again, the question is
 * the text above it. Details that contain other details are a section. */
#include "deck/import_source.h"

#include "deck/import_fields.h"
#include "deck/note_html.h"
#include "deck/note_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define DETAILS_LEAST 3  /* in a file that has more other text */
#define LABEL_MAX     48 /* bytes; a longer summary is a question */

enum import_details_part { PART_ABOVE, PART_BEFORE, PART_SUMMARY, PART_ANSWER };

struct import_details {
    struct import_sink *sink;
    struct note_head head;
    struct note_fence fence;
    enum import_details_part part;
    struct buf above, summary, answer;
    struct buf label; /* a summary that occurs twice in a row */
    struct deck_entry entry;
    unsigned line;
    size_t cards;
};

/* ---- tags ---- */

enum import_details_tag { TAG_NONE, TAG_DETAILS, TAG_DETAILS_END, TAG_SUMMARY, TAG_SUMMARY_END };

/* Finds the next of these tags; sets *after to where it ends. */
static const char *import_details_find(
    const char *text, const char **after, enum import_details_tag *kind)
{
    static const struct {
        const char *name;
        enum import_details_tag kind;
    } tags[] = {{"<details", TAG_DETAILS}, {"</details", TAG_DETAILS_END},
        {"<summary", TAG_SUMMARY}, {"</summary", TAG_SUMMARY_END}};
    for (const char *c = text; (c = strchr(c, '<')); c++)
        for (size_t i = 0; i < COUNT(tags); i++) {
            size_t length = strlen(tags[i].name);
            if (strncasecmp(c, tags[i].name, length) != 0 || !strchr(" \t>", c[length]))
                continue;
            *kind = tags[i].kind;
            *after = c + length + strcspn(c + length, ">");
            *after += **after == '>';
            return c;
        }
    *kind = TAG_NONE;
    *after = text + strlen(text);
    return *after;
}

/* ---- cards ---- */

/* Whether the summary only says that the answer follows. */
static bool import_details_is_label(const struct import_details *d, const struct buf *summary)
{
    static const char *const words[] = {"answer", "solution", "reveal", "spoiler", "click", "show",
        "expand", "antwort", "lösung", "réponse", "respuesta", "solución", "risposta", "resposta",
        "odpowied", "ответ", "Ответ", "решение", "Решение", "答案", "解答", "回答", "정답", "해설"};
    const char *text = buf_string(summary);
    bool found = false;
    for (size_t i = 0; i < COUNT(words); i++)
        found |= strcasestr(text, words[i]) != NULL;
    if (d->label.length && strstr(buf_string(&d->summary), buf_string(&d->label)))
        return true;
    return (found || summary->length == 0) && summary->length <= LABEL_MAX && !strchr(text, '?');
}

static bool import_details_skip(struct import_details *d, const char *why)
{
    return d->sink->skipped(d->sink->context, d->line, why);
}

static bool import_details_give(struct import_details *d)
{
    struct deck_entry *entry = &d->entry;
    deck_entry_clear(entry);
    note_put_html(&entry->question, buf_string(&d->summary));
    if (!entry->question.failed && import_details_is_label(d, &entry->question)) {
        buf_clear(&entry->question);
        note_put_html(&entry->question, buf_string(&d->above));
    }
    note_put_html(&entry->answer, buf_string(&d->answer));
    field_trim(&entry->question);
    field_trim(&entry->answer);
    entry->answer.failed |=
        d->above.failed || d->summary.failed || d->label.failed || d->answer.failed;
    buf_clear(&d->above);
    d->part = PART_ABOVE;
    if (!deck_entry_is_whole(entry))
        return err_memory(&d->sink->failure) == ERR_NONE;
    if (entry->question.length == 0 || entry->answer.length == 0)
        return import_details_skip(d, entry->answer.length ? "no question" : "no answer");
    d->cards++;
    return note_give(d->sink, "", entry, d->line);
}

/* ---- lines ---- */

static struct buf *import_details_text(struct import_details *d)
{
    return d->part == PART_ABOVE ? &d->above : d->part == PART_SUMMARY ? &d->summary : &d->answer;
}

static bool import_details_take_tag(
    struct import_details *d, enum import_details_tag tag, unsigned number)
{
    bool good = true;
    switch (tag) {
    case TAG_DETAILS:
        field_trim(&d->answer);
        if (d->part == PART_ANSWER && d->answer.length)
            good = import_details_skip(d, "it holds other <details>");
        if (d->part != PART_ABOVE)
            buf_clear(&d->above);
        buf_clear(&d->summary);
        buf_clear(&d->answer);
        d->line = number;
        d->part = PART_BEFORE;
        break;
    case TAG_SUMMARY:
        d->part = d->part == PART_BEFORE ? PART_SUMMARY : d->part;
        break;
    case TAG_SUMMARY_END:
        if (d->part == PART_SUMMARY) {
            d->part = PART_ANSWER;
            buf_clear(&d->answer);
        }
        break;
    case TAG_DETAILS_END:
        good = d->part == PART_ABOVE || import_details_give(d);
        break;
    case TAG_NONE:
        break;
    }
    return good;
}

/* Takes a line above the details. A heading begins the next question. */
static void import_details_take_above(struct import_details *d, const char *line)
{
    size_t mark = strspn(line, "#");
    bool heading = mark && line[mark] == ' ';
    if (heading || strncmp(line, "---", 3) == 0 || strncmp(line, "***", 3) == 0)
        buf_clear(&d->above);
    if (heading)
        buf_format(&d->above, "%s\n\n", line + mark + 1);
    else if (strncmp(line, "---", 3) != 0)
        buf_format(&d->above, "%s\n", line);
}

static bool import_details_take_line(void *context, struct buf *text, unsigned number)
{
    struct import_details *d = context;
    const char *line = buf_string(text), *after;
    enum import_details_tag tag;
    bool good = true;
    if (note_head_takes(&d->head, line, number))
        return true;
    if (note_fence_takes(&d->fence, line)) {
        buf_format(import_details_text(d), "%s\n", line);
        return true;
    }
    const char *found = import_details_find(line, &after, &tag);
    if (tag == TAG_NONE && d->part == PART_ABOVE) {
        import_details_take_above(d, line);
        return true;
    }
    for (; good; found = import_details_find(line, &after, &tag)) {
        buf_add(import_details_text(d), line, (size_t)(found - line));
        good = import_details_take_tag(d, tag, number);
        line = after;
        if (tag == TAG_NONE)
            break;
    }
    buf_char(import_details_text(d), '\n');
    return good;
}

static bool import_details_finish(void *context)
{
    struct import_details *d = context;
    bool good = d->part == PART_ABOVE || import_details_give(d);
    if (d->cards)
        d->sink->note(d->sink->context, "each of its <details> is a card");
    return good;
}

/* A first look at the summaries of a file, for one that is a label. */
struct import_details_look {
    struct note_fence fence;
    struct buf last, label;
};

static bool import_details_look_at(void *context, struct buf *line, unsigned number)
{
    struct import_details_look *look = context;
    enum import_details_tag tag;
    const char *text = buf_string(line), *after;
    (void)number;
    if (note_fence_takes(&look->fence, text))
        return true;
    for (; *text; text = after) {
        import_details_find(text, &after, &tag);
        if (tag != TAG_SUMMARY)
            continue;
        const char *end = import_details_find(after, &text, &tag);
        size_t length = (size_t)(end - after);
        if (tag != TAG_SUMMARY_END || length == 0)
            continue;
        if (length == look->last.length && strncmp(after, buf_string(&look->last), length) == 0) {
            buf_clear(&look->label);
            buf_add(&look->label, after, length);
        }
        buf_clear(&look->last);
        buf_add(&look->last, after, length);
    }
    return true;
}

static bool import_details_end_look(void *context)
{
    (void)context;
    return true;
}

static enum err_code import_details_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_details d = {.sink = sink};
    struct import_details_look look = {.fence = {0}};
    struct import_sink silent = {.skipped = note_skip_nothing};
    note_head_find(&d.head, buf_string(&source->start));
    enum err_code code = import_source_each_line(
        source, &silent, import_details_look_at, import_details_end_look, &look, err);
    lines_rewind(&source->lines);
    d.label = look.label;
    d.label.failed |= look.last.failed;
    if (!code)
        code = import_source_each_line(
            source, sink, import_details_take_line, import_details_finish, &d, err);
    buf_done(&look.last);
    buf_done(&d.label);
    buf_done(&d.above);
    buf_done(&d.summary);
    buf_done(&d.answer);
    note_head_done(&d.head);
    deck_entry_done(&d.entry);
    return code;
}

/* Recognizes details with summaries, if they are most of the text apart from tables of contents, or
 * belong to most of its headings. A page of HTML is not Markdown. */
static bool import_details_recognizes(const struct import_source *source)
{
    struct note_fence fence = {0};
    char line[NOTE_LINE_SIZE];
    size_t summaries = 0, inside = 0, outside = 0, headings = 0;
    bool open = false;
    const char *text = source->is_text ? buf_string(&source->start) : "", *after;
    if (strcasestr(text, "<html") || strcasestr(text, "<!doctype"))
        return false;
    while (note_next_line(&text, line)) {
        enum import_details_tag tag = TAG_NONE;
        bool code = note_fence_takes(&fence, line), any = open;
        for (after = code ? "" : line; *after;) {
            import_details_find(after, &after, &tag);
            any |= open = tag == TAG_DETAILS || (open && tag != TAG_DETAILS_END);
            summaries += open && tag == TAG_SUMMARY;
        }
        headings += !code && !any && line[strspn(line, " 0123456789.)")] == '#';
        if (!note_is_blank(line) && !strstr(line, "](#"))
            *(any ? &inside : &outside) += 1;
    }
    return (summaries >= DETAILS_LEAST && 3 * summaries >= 2 * headings) ||
           (summaries && inside >= outside);
}

const struct importer importer_details = {
    "details", "Markdown with <details> as cards", import_details_recognizes, import_details_read};

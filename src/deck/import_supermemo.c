/* Imports the text that SuperMemo imports and exports:
 *
 *   Q: What is the capital of <b>Estonia</b>?
 *   A: Tallinn                      each line of a question or an answer has its letter
 *   A: in the north
 *                                   a blank line ends an item, as does the next Q:
 *
 * Text is plain, or HTML if it has elements or entities of HTML. */
#include "deck/import_source.h"

#include "deck/import_fields.h"
#include "deck/note_text.h"
#include "text/from_html.h"
#include "text/md_write.h"

#include <ctype.h>
#include <string.h>

struct import_supermemo {
    struct import_sink *sink;
    struct buf question, answer; /* lines of plain text or HTML */
    struct buf *last;            /* the one that a line without a letter continues, or NULL */
    unsigned line;               /* of the item; 0 outside of items */
    struct deck_entry entry;
};

/* The letter of a line, Q or A; '\0' if it has none. */
static char import_supermemo_letter(const char *line)
{
    return *line && strchr("QA", *line) && line[1] == ':' && strchr(" \t\n", line[2]) ? *line
                                                                                      : '\0';
}

/* Whether the text has an element or an entity of HTML. */
static bool import_supermemo_is_html(const char *text)
{
    for (const char *c = text; *(c += strcspn(c, "<&")); c++) {
        const char *name = c + 1 + (*c == '<' && c[1] == '/');
        size_t length = 0;
        while (isalnum((unsigned char)name[length]) || name[length] == '#')
            length++;
        const char *after = name + length;
        bool closes =
            *c == '&' ? *after == ';'
                      : (*after == '>' || ((*after == ' ' || *after == '/') && strchr(after, '>')));
        if (length && length <= 10 && closes)
            return true;
    }
    return false;
}

static void import_supermemo_put(struct buf *out, const struct buf *text)
{
    struct buf html = {0};
    if (import_supermemo_is_html(buf_string(text))) {
        for (const char *c = buf_string(text); *c; c++)
            buf_text(&html, *c == '\n' ? "<br>" : (const char[]){*c, '\0'});
        html.failed |= text->failed;
        out->failed |= html.failed;
        if (html_to_markdown(out, buf_string(&html), NULL)) {
            buf_done(&html);
            return;
        }
    }
    buf_done(&html);
    markdown_put_plain(out, buf_string(text));
    out->failed |= text->failed;
}

static bool import_supermemo_flush(void *context)
{
    struct import_supermemo *s = context;
    struct deck_entry *entry = &s->entry;
    unsigned line = s->line;
    s->line = 0;
    s->last = NULL;
    if (line == 0)
        return true;
    deck_entry_clear(entry);
    import_supermemo_put(&entry->question, &s->question);
    import_supermemo_put(&entry->answer, &s->answer);
    field_trim(&entry->question);
    field_trim(&entry->answer);
    if (deck_entry_is_whole(entry) && entry->question.length == 0)
        return s->sink->skipped(s->sink->context, line, "no question");
    return note_give(s->sink, "", entry, line);
}

static bool import_supermemo_take_line(void *context, struct buf *text, unsigned number)
{
    struct import_supermemo *s = context;
    const char *line = buf_string(text);
    char letter = import_supermemo_letter(line);
    bool next = letter == 'Q' && s->last == &s->answer;
    if ((note_is_blank(line) || next) && !import_supermemo_flush(s))
        return false;
    if (letter && s->line == 0) {
        buf_clear(&s->question);
        buf_clear(&s->answer);
        s->line = number;
    }
    if (letter)
        s->last = letter == 'Q' ? &s->question : &s->answer;
    else if (!note_is_blank(line) && !s->last)
        return s->sink->skipped(s->sink->context, number, "neither Q: nor A:");
    if (s->last && !note_is_blank(line)) {
        line += letter ? 2 + strspn(line + 2, " \t") : 0;
        buf_format(s->last, "%s%s", s->last->length ? "\n" : "", line);
    }
    return true;
}

static enum err_code import_supermemo_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_supermemo s = {.sink = sink};
    enum err_code code = import_source_each_line(
        source, sink, import_supermemo_take_line, import_supermemo_flush, &s, err);
    buf_done(&s.question);
    buf_done(&s.answer);
    deck_entry_done(&s.entry);
    return code;
}

/* Recognizes a text with only Q: and A: lines that is not Markdown: it has several lines of one
 * letter in a row, or HTML. A text without those may as well be for hashcards; it is read the
 * same. */
static bool import_supermemo_recognizes(const struct import_source *source)
{
    bool signs = false, question = false, answer = false;
    char before = '\0';
    char line[NOTE_LINE_SIZE];
    const char *text = source->is_text ? buf_string(&source->start) : "";
    while (note_next_line(&text, line)) {
        char letter = import_supermemo_letter(line);
        if (!letter && !note_is_blank(line))
            return false;
        signs |= letter && (letter == before || import_supermemo_is_html(line));
        question |= letter == 'Q';
        answer |= letter == 'A';
        before = letter;
    }
    return signs && question && answer;
}

const struct importer importer_supermemo = {"supermemo",
    "SuperMemo's text of Q: and A:", import_supermemo_recognizes, import_supermemo_read};

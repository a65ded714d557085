/* Shows what drill makes of texts. Reads records from stdin: a kind, a space, the length in bytes,
 * a line feed, the bytes. Prints for each a line of JSON: {"markdown": "...", "lines": [...]},
 * where a line is a list of runs [text, style, address], as the screen shows them. An import that
 * refuses the text gives null. See check.py, which judges it. */
#include "base/escape.h"
#include "deck/cloze.h"
#include "exchange/anki_markup.h"
#include "text/math.h"
#include "text/md_html.h"
#include "text/md_styled.h"
#include "text/md_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 20000 /* columns: no line is broken */

/* ---- one function for each kind: makes Markdown of the text; returns false if it refuses ---- */

static bool show_html(struct buf *markdown, const char *text)
{
    return anki_to_markdown(markdown, text, NULL);
}

static bool show_markdown(struct buf *markdown, const char *text)
{
    buf_text(markdown, text);
    return true;
}

static bool show_plain(struct buf *markdown, const char *text)
{
    markdown_put_plain(markdown, text);
    return true;
}

#define NO_GAP (-1) /* no text has a gap with this number, so all are filled in */

static bool show_gap(struct buf *markdown, const char *text, int gap)
{
    struct buf written = {0};
    struct cloze cloze = {0};
    bool done = anki_to_markdown(&written, text, NULL);
    markdown->failed |= !cloze_read(&cloze, buf_string(&written));
    cloze_question(&cloze, gap, markdown);
    cloze_done(&cloze);
    buf_done(&written);
    return done;
}

static bool show_filled(struct buf *markdown, const char *text)
{
    return show_gap(markdown, text, NO_GAP);
}

static bool show_asked(struct buf *markdown, const char *text)
{
    return show_gap(markdown, text, 1);
}

/* Markdown, to Anki and back. */
static bool show_returned(struct buf *markdown, const char *text)
{
    struct buf html = {0};
    markdown_to_html(&html, text, NULL, NULL);
    bool done = anki_to_markdown(markdown, buf_string(&html), NULL);
    buf_done(&html);
    return done;
}

/* The HTML that Anki gets, as it is. */
static bool show_exported(struct buf *markdown, const char *text)
{
    markdown_to_html(markdown, text, NULL, NULL);
    return true;
}

static bool show_formula(struct buf *shown, const char *latex, bool display)
{
    return math_text(shown, latex, strlen(latex), display);
}

static bool show_inline(struct buf *shown, const char *latex)
{
    return show_formula(shown, latex, false);
}

static bool show_display(struct buf *shown, const char *latex)
{
    return show_formula(shown, latex, true);
}

static const struct show_kind {
    char letter;
    bool (*make)(struct buf *markdown, const char *text);
    bool styled; /* false if what it makes is no Markdown */
} show_kinds[] = {{'H', show_html, true}, {'M', show_markdown, true}, {'P', show_plain, true},
    {'C', show_filled, true}, {'Q', show_asked, true}, {'A', show_returned, true},
    {'X', show_exported, false}, {'F', show_inline, false}, {'D', show_display, false}};

/* ---- output ---- */

static void show_json(struct buf *out, const char *text, size_t length)
{
    struct buf copy = {0};
    buf_add(&copy, text, length);
    escape_json(out, buf_string(&copy));
    buf_done(&copy);
}

static void show_run(struct buf *out, const struct styled *s, size_t from, size_t to)
{
    static const char *const styles[STYLE_COUNT] = {[STYLE_PLAIN] = "",
        [STYLE_STRONG] = "strong",
        [STYLE_EMPHASIS] = "emphasis",
        [STYLE_CODE] = "code",
        [STYLE_FAINT] = "faint",
        [STYLE_LINK] = "link"};
    uint8_t link = (uint8_t)s->links.bytes[from];
    buf_char(out, '[');
    show_json(out, s->text.bytes + from, to - from);
    buf_format(out, ",\"%s\",", styles[(unsigned char)s->styles.bytes[from]]);
    escape_json(out, link ? styled_link(s, link) : "");
    buf_char(out, ']');
}

static void show_line(struct buf *out, const struct styled *s, struct styled_line line)
{
    size_t at = line.start, end = line.start + line.length;
    buf_char(out, '[');
    while (at < end) {
        size_t next = at + 1;
        while (next < end && s->styles.bytes[next] == s->styles.bytes[at] &&
               s->links.bytes[next] == s->links.bytes[at])
            next++;
        buf_text(out, at > line.start ? "," : "");
        show_run(out, s, at, next);
        at = next;
    }
    buf_char(out, ']');
}

static void show_text(struct buf *out, const struct show_kind *kind, const char *text)
{
    struct buf markdown = {0};
    struct styled styled = {.links_work = true};
    if (!kind->make(&markdown, text)) {
        buf_text(out, "null\n");
        buf_done(&markdown);
        return;
    }
    if (kind->styled)
        styled_markdown(&styled, buf_string(&markdown), WIDTH);
    buf_text(out, "{\"markdown\":");
    escape_json(out, buf_string(&markdown));
    buf_text(out, ",\"lines\":[");
    for (size_t i = 0; i < styled.count; i++) {
        buf_text(out, i ? "," : "");
        show_line(out, &styled, styled.lines[i]);
    }
    buf_text(out, "]}\n");
    out->failed |= markdown.failed || styled_has_failed(&styled);
    styled_done(&styled);
    buf_done(&markdown);
}

/* ---- input ---- */

static const struct show_kind *show_find_kind(char letter)
{
    for (size_t i = 0; i < COUNT(show_kinds); i++)
        if (show_kinds[i].letter == letter)
            return &show_kinds[i];
    return NULL;
}

int main(void)
{
    struct buf out = {0};
    char letter;
    size_t length;
    while (scanf("%c %zu%*1[\n]", &letter, &length) == 2) {
        const struct show_kind *kind = show_find_kind(letter);
        char *text = calloc(length + 1, 1);
        if (!kind || !text || fread(text, 1, length, stdin) != length) {
            fprintf(stderr, "show: no such record: %c %zu\n", letter, length);
            return 2;
        }
        buf_clear(&out);
        show_text(&out, kind, text);
        free(text);
        if (out.failed) {
            fprintf(stderr, "show: memory ran out\n");
            return 1;
        }
        fwrite(out.bytes, 1, out.length, stdout);
    }
    buf_done(&out);
    return 0;
}

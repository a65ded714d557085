#include "deck/note_html.h"

#include "deck/import_fields.h"
#include "deck/note_text.h"
#include "text/from_html.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define TAG_MAX 1024 /* bytes of a tag */

/* The length of the tag that begins at `c`, or 0. */
static size_t note_html_tag(const char *c)
{
    size_t begin = *c == '<' ? 1 + (c[1] == '/') : 0;
    if (begin == 0 || !isalpha((unsigned char)c[begin]))
        return 0;
    const char *end = memchr(c, '>', strnlen(c, TAG_MAX));
    return end && !memchr(c + 1, '<', (size_t)(end - c) - 1) ? (size_t)(end - c) + 1 : 0;
}

static bool note_html_is(const char *tag, const char *name)
{
    size_t length = strlen(name);
    tag += 1 + (tag[1] == '/');
    return strncasecmp(tag, name, length) == 0 && strchr(" \t\n/>", tag[length]);
}

/* Whether the paragraph has marks of Markdown, so that it is not only HTML. */
static bool note_html_has_marks(const char *text)
{
    static const char *const marks[] = {"**", "`", "](", "\n- ", "\n* ", "\n1. ", "$", "__", "~~"};
    bool found = strchr("-*+#>|", *text) && *text;
    for (size_t i = 0; i < COUNT(marks); i++)
        found |= strstr(text, marks[i]) != NULL;
    return found;
}

/* Appends the value of an attribute of the tag, up to `end`. */
static void note_html_put_value(struct buf *out, const char *tag, const char *end, const char *name)
{
    size_t length = strlen(name);
    for (const char *c = tag + 1; c + length + 1 < end; c++) {
        if (strncasecmp(c, name, length) != 0 || c[length] != '=' || !isspace((unsigned char)c[-1]))
            continue;
        c += length + 1;
        const char quotes[] = {*c == '\'' || *c == '"' ? *c : ' ', '>', '\0'};
        c += quotes[0] != ' ';
        size_t value = strcspn(c, quotes);
        buf_add(out, c, c + value < end ? value : (size_t)(end - c));
        return;
    }
}

/* Appends the Markdown for the tag. Returns false if there is none. */
static bool note_html_put_tag(struct buf *out, const char *tag, size_t length, struct buf *address)
{
    static const struct {
        const char *name, *begin, *end;
    } tags[] = {{"b", "**", "**"}, {"strong", "**", "**"}, {"i", "*", "*"}, {"em", "*", "*"},
        {"code", "`", "`"}, {"s", "~~", "~~"}, {"del", "~~", "~~"}, {"br", "  \n", ""},
        {"li", "\n- ", ""}, {"p", "", ""}, {"div", "", ""}, {"span", "", ""}, {"ul", "", ""},
        {"ol", "", ""}, {"u", "", ""}, {"center", "", ""}, {"font", "", ""}, {"h1", "", ""},
        {"h2", "", ""}, {"h3", "", ""}, {"h4", "", ""}, {"h5", "", ""}, {"h6", "", ""},
        {"blockquote", "", ""}, {"kbd", "", ""}};
    bool ends = tag[1] == '/';
    for (size_t i = 0; i < COUNT(tags); i++)
        if (note_html_is(tag, tags[i].name)) {
            buf_text(out, ends ? tags[i].end : tags[i].begin);
            return true;
        }
    if (note_html_is(tag, "a") && (ends || address->length == 0)) {
        if (!ends)
            note_html_put_value(address, tag, tag + length, "href");
        if (address->length)
            buf_format(out, ends ? "](%s)" : "[", buf_string(address));
        out->failed |= address->failed;
        if (ends)
            buf_clear(address);
        return true;
    }
    if (!note_html_is(tag, "img"))
        return false;
    buf_text(out, "![");
    note_html_put_value(out, tag, tag + length, "alt");
    buf_text(out, "](");
    note_html_put_value(out, tag, tag + length, "src");
    buf_char(out, ')');
    return true;
}

static void note_html_put_mixed(struct buf *out, const char *text)
{
    struct buf address = {0};
    bool code = false;
    for (size_t length; *text; text += length) {
        length = code ? 0 : note_html_tag(text);
        if (!length || !note_html_put_tag(out, text, length, &address)) {
            code ^= *text == '`';
            buf_add(out, text, length = length ? length : 1);
        }
    }
    if (address.length)
        buf_format(out, "](%s)", buf_string(&address));
    out->failed |= address.failed;
    buf_done(&address);
}

static void note_html_put_paragraph(struct buf *out, struct buf *paragraph)
{
    bool tags = false;
    field_trim(paragraph);
    const char *text = buf_string(paragraph);
    for (const char *c = text; (c = strchr(c, '<')) && !tags; c++)
        tags = note_html_tag(c) > 0;
    size_t before = out->length;
    if (paragraph->length)
        buf_text(out, before ? "\n\n" : "");
    size_t begin = out->length;
    if (!tags)
        note_put_text(out, text, paragraph->length);
    else if (note_html_has_marks(text) || !html_to_markdown(out, text, NULL))
        note_html_put_mixed(out, text);
    if (out->length == begin)
        buf_cut(out, before);
    out->failed |= paragraph->failed;
    buf_clear(paragraph);
}

void note_put_html(struct buf *out, const char *text)
{
    struct note_fence fence = {0};
    struct buf line = {0}, paragraph = {0};
    bool code = false;
    for (; *text; text += *text == '\n') {
        size_t length = strcspn(text, "\n");
        buf_clear(&line);
        buf_add(&line, text, length);
        out->failed |= line.failed;
        bool fenced = note_fence_takes(&fence, buf_string(&line));
        if (fenced && !code)
            note_html_put_paragraph(out, &paragraph);
        if (fenced)
            buf_format(out, "%s%s",
                out->length == 0 ? ""
                : code           ? "\n"
                                 : "\n\n",
                buf_string(&line));
        else if (note_is_blank(buf_string(&line)))
            note_html_put_paragraph(out, &paragraph);
        else
            buf_format(&paragraph, "%s\n", buf_string(&line));
        code = fenced && fence.mark;
        text += length;
    }
    note_html_put_paragraph(out, &paragraph);
    buf_done(&line);
    buf_done(&paragraph);
}

#include "text/from_html_walk.h"

#include <string.h>

void html_walk_end_link(struct html_walk *w)
{
    if (w->link)
        doc_put_object(w->doc, DOC_LINK_END, 0, "", "");
    w->link = NULL;
}

void html_walk_end_block(struct html_walk *w)
{
    html_walk_end_link(w);
    w->open = false;
    w->breaks = w->spaces = 0;
    w->collapses = false;
}

struct doc_block *html_walk_begin_block(
    struct html_walk *w, enum doc_block_kind kind, size_t container)
{
    html_walk_end_block(w);
    w->line_start = true;
    w->open = true;
    return doc_begin_block(w->doc, kind, container);
}

/* Whether text inside these elements continues the last block. */
static bool from_html_text_goes_on(const struct html_walk *w, const struct html_inside *in)
{
    if (!w->open || w->doc->block_count == 0)
        return false;
    const struct doc_block *block = &w->doc->blocks[w->doc->block_count - 1];
    return in->cell ||
           (block->container == in->container && block->level == in->heading &&
               (block->kind == DOC_CODE_BLOCK) == in->block && (in->block || w->breaks < 2));
}

static void from_html_text_put_breaks(struct html_walk *w, const struct html_inside *in)
{
    uint8_t styles =
        w->doc->styles.length ? (uint8_t)w->doc->styles.bytes[w->doc->styles.length - 1] : 0;
    if (!w->breaks)
        return;
    if (in->cell && !w->line_start) {
        w->spaces = 1;
        w->space_styles = styles & in->styles & DOC_MARKS;
    }
    for (unsigned i = 0; i < w->breaks && !in->cell; i++)
        doc_put(w->doc, "\n", 1, styles & in->styles);
    w->line_start |= !in->cell;
    w->breaks = 0;
}

/* Two or more spaces at the beginning of a line are indentation, which is kept. */
static void from_html_text_put_spaces(struct html_walk *w, const struct html_inside *in)
{
    bool verbatim = in->pre || in->styles & DOC_CODE, indents = w->line_start && !in->block;
    unsigned count = w->spaces;
    if (!verbatim)
        count = w->line_start ? (count > 1 && !in->cell ? count : 0) : count > 0;
    for (; count > 0; count--)
        if (indents && !(in->styles & DOC_CODE))
            doc_put(w->doc, DOC_NBSP, strlen(DOC_NBSP), w->space_styles & in->styles);
        else
            doc_put(w->doc, " ", 1, w->space_styles & in->styles);
    w->spaces = 0;
    w->collapses = false;
}

void html_walk_put_due(struct html_walk *w, const struct html_inside *in)
{
    if (w->link && w->link != in->link)
        html_walk_end_link(w);
    if (from_html_text_goes_on(w, in)) {
        from_html_text_put_breaks(w, in);
        from_html_text_put_spaces(w, in);
    } else {
        unsigned spaces = w->spaces;
        enum doc_block_kind kind = in->block     ? DOC_CODE_BLOCK
                                   : in->heading ? DOC_HEADING
                                                 : DOC_TEXT;
        html_walk_begin_block(w, kind, in->container)->level = in->heading;
        w->spaces = spaces;
        from_html_text_put_spaces(w, in);
    }
    if (in->link && !w->link) {
        doc_put_object(w->doc, DOC_LINK, in->styles, in->link, "");
        w->link = in->link;
    }
    w->line_start = false;
}

void html_walk_break(struct html_walk *w, unsigned count)
{
    w->breaks = w->breaks < count ? count : w->breaks;
    if (count) {
        w->spaces = 0;
        w->collapses = false;
    }
}

static void from_html_text_add_space(
    struct html_walk *w, const struct html_inside *in, bool collapses)
{
    bool begins = !w->open || w->breaks || w->line_start;
    if (collapses && (w->collapses || (begins && !w->spaces)))
        return;
    w->space_styles = w->spaces ? w->space_styles & in->styles : in->styles;
    w->spaces++;
    w->collapses = collapses;
}

/* The length of the first character if it is white space; otherwise 0. */
static size_t from_html_text_space(const char *c)
{
    size_t nbsp = strlen(DOC_NBSP);
    return strncmp(c, DOC_NBSP, nbsp) == 0 ? nbsp : *c && strchr(" \t\n\r\f", *c) ? 1 : 0;
}

/* The length of the first character if browsers do not show it: a soft hyphen, a zero-width space,
 * a word joiner or a byte order mark; otherwise 0. */
static size_t from_html_text_invisible(const char *c)
{
    static const char *const characters[] = {"\u00ad", "\u200b", "\u2060", "\ufeff"};
    for (size_t i = 0; i < COUNT(characters) && (unsigned char)*c >= 0xc2; i++)
        if (strncmp(c, characters[i], strlen(characters[i])) == 0)
            return strlen(characters[i]);
    return 0;
}

static bool from_html_text_ends_in_colon(const struct doc *doc)
{
    return doc->text.length > 0 && doc->text.bytes[doc->text.length - 1] == ':';
}

void html_walk_put_text(struct html_walk *w, const char *text, const struct html_inside *in)
{
    for (const char *c = text, *end; *c; c = end) {
        size_t space = from_html_text_space(c), invisible = from_html_text_invisible(c);
        end = c + space + invisible;
        if (invisible)
            continue;
        if (in->pre && *c == '\n') {
            w->breaks++;
            w->spaces = 0;
        } else if (in->pre && *c == '\t') {
            for (int i = 0; i < 4; i++)
                from_html_text_add_space(w, in, false);
        } else if (space) {
            from_html_text_add_space(w, in, space == 1 && !in->pre);
        } else {
            while (*end && !from_html_text_space(end) && !from_html_text_invisible(end))
                end++;
            html_walk_put_due(w, in);
            bool apart = c == text && *c == ':' && from_html_text_ends_in_colon(w->doc);
            doc_put(w->doc, c, apart, in->styles | DOC_APART);
            doc_put(w->doc, c + apart, (size_t)(end - c) - apart, in->styles);
        }
    }
}

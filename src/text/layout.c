#include "text/layout.h"

#include "text/text.h"

#include <stdio.h>
#include <string.h>

#define CONTINUED "↳ " /* precedes the rest of a long line of code */

/* ---- prefixes ---- */

static const char *layout_level_prefix(const struct level *level)
{
    return level->begun ? level->rest : level->first;
}

static int layout_level_width(const struct level *level)
{
    const char *prefix = layout_level_prefix(level);
    return text_width(prefix, strlen(prefix));
}

static int layout_depth_shown(const struct layout *layout)
{
    return layout->depth < LEVELS_MAX ? layout->depth : LEVELS_MAX;
}

/* Limits the prefixes to three quarters of the line, and leaves space for a wide character. Returns
 * the outermost level whose prefix is shown. Sets *width to the columns that the shown prefixes
 * take. */
static int layout_first_level(const struct layout *layout, int *width)
{
    int depth = layout_depth_shown(layout), level = 0;
    int most = layout->width < 8 ? layout->width - 2 : layout->width * 3 / 4;
    *width = 0;
    for (int i = 0; i < depth; i++)
        *width += layout_level_width(&layout->levels[i]);
    for (; level<depth && * width> most; level++)
        *width -= layout_level_width(&layout->levels[level]);
    return level;
}

int layout_width(const struct layout *layout)
{
    int width;
    layout_first_level(layout, &width);
    return layout->width - width;
}

int layout_begin_line(struct layout *layout, size_t *start)
{
    int width, first = layout_first_level(layout, &width);
    *start = layout->styled->text.length;
    for (int i = 0; i < layout_depth_shown(layout); i++) {
        const char *prefix = layout_level_prefix(&layout->levels[i]);
        if (i >= first)
            styled_add(layout->styled, prefix, strlen(prefix), STYLE_FAINT, 0);
        layout->levels[i].begun = true;
    }
    return layout->width - width;
}

/* Removes trailing spaces, which an empty item or an empty line of code would have. */
void layout_end_line(struct layout *layout, size_t start)
{
    struct styled *styled = layout->styled;
    size_t end = styled->text.length;
    while (end > start && styled->text.bytes[end - 1] == ' ')
        end--;
    styled_cut(styled, end);
    styled_end_line(styled, start);
}

/* The blank line has the prefixes of the blocks that have begun, such as the bars of quotations. */
void layout_begin_block(struct layout *layout)
{
    size_t start = layout->styled->text.length;
    int width, first = layout_first_level(layout, &width);
    for (int i = first; layout->apart && i < layout_depth_shown(layout); i++) {
        const struct level *level = &layout->levels[i];
        if (!level->begun)
            break;
        styled_add(layout->styled, level->rest, strlen(level->rest), STYLE_FAINT, 0);
    }
    if (layout->apart)
        layout_end_line(layout, start);
    layout->apart = false;
}

/* ---- wide blocks ---- */

void layout_begin_wide(struct layout *layout)
{
    layout->text_width = layout->width;
    layout->wide_first = layout->styled->count;
    if (layout->styled->wide > layout->width)
        layout->width = layout->styled->wide;
}

void layout_end_wide(struct layout *layout)
{
    struct styled *styled = layout->styled;
    int widest = 0;
    layout->width = layout->text_width;
    for (size_t i = layout->wide_first; i < styled->count; i++) {
        const struct styled_line *line = &styled->lines[i];
        int width = text_width(buf_string(&styled->text) + line->start, line->length);
        widest = width > widest ? width : widest;
    }
    for (size_t i = layout->wide_first; widest > layout->width && i < styled->count; i++)
        styled->lines[i].block = widest;
}

/* ---- levels ---- */

static struct level *layout_add_level(struct layout *layout)
{
    int depth = layout->depth++;
    struct level *level = &layout->levels[depth < LEVELS_MAX ? depth : LEVELS_MAX - 1];
    *level = (struct level){0};
    return level;
}

void layout_push(struct layout *layout, const char *first, const char *rest)
{
    struct level *level = layout_add_level(layout);
    snprintf(level->first, sizeof level->first, "%s", first);
    snprintf(level->rest, sizeof level->rest, "%s", rest);
}

void layout_pop(struct layout *layout)
{
    layout->depth--;
}

void layout_begin_list(struct layout *layout, bool ordered, unsigned start)
{
    struct level *level = layout_add_level(layout);
    level->ordered = ordered;
    level->number = start;
    layout->apart = false;
}

void layout_begin_item(struct layout *layout, const char *mark)
{
    struct level *list = &layout->levels[layout_depth_shown(layout) - 1];
    bool ordered = list->ordered;
    unsigned number = list->number++;
    struct level *level = layout_add_level(layout);
    if (ordered)
        snprintf(level->first, sizeof level->first, "%u. %s", number, mark);
    else
        snprintf(level->first, sizeof level->first, "%s", *mark ? mark : "• ");
    memset(level->rest, ' ', (size_t)text_width(level->first, strlen(level->first)));
}

/* An empty item still shows its bullet. */
void layout_end_item(struct layout *layout)
{
    size_t start;
    if (layout->depth <= LEVELS_MAX && !layout->levels[layout->depth - 1].begun) {
        layout_begin_line(layout, &start);
        layout_end_line(layout, start);
    }
    layout_pop(layout);
}

/* ---- paragraphs ---- */

/* Breaks a line of the paragraph, from byte `start` to `end`, between words. */
static void layout_add_broken(struct layout *layout, size_t start, size_t end)
{
    const char *text = buf_string(&layout->paragraph.text);
    do {
        size_t next = 0, line;
        int available = layout_begin_line(layout, &line);
        size_t used = text_line(text + start, end - start, available, &next);
        styled_copy(layout->styled, &layout->paragraph, start, used);
        styled_end_line(layout->styled, line);
        start += next;
    } while (start < end);
}

/* Breaks a line of code at the last column, marks continuations, and keeps all spaces but trailing
 * ones. */
static void layout_add_verbatim(struct layout *layout, size_t start, size_t end)
{
    const char *text = buf_string(&layout->paragraph.text);
    int mark = text_width(CONTINUED, strlen(CONTINUED));
    bool goes_on = false;
    do {
        size_t line;
        int available = layout_begin_line(layout, &line);
        if (goes_on && available > 2 * mark) {
            styled_add(layout->styled, CONTINUED, strlen(CONTINUED), STYLE_FAINT, 0);
            available -= mark;
        }
        size_t used = text_fit(text + start, end - start, available);
        styled_copy(layout->styled, &layout->paragraph, start, used);
        layout_end_line(layout, line);
        start += used;
        goes_on = true;
    } while (start < end);
}

void layout_flush(struct layout *layout)
{
    struct styled *paragraph = &layout->paragraph;
    const struct buf *text = &paragraph->text;
    layout->styled->failed |= styled_has_failed(paragraph);
    if (text->length && !layout->styled->failed) {
        layout_begin_block(layout);
        for (size_t start = 0; start < text->length;) {
            const char *feed = memchr(text->bytes + start, '\n', text->length - start);
            size_t end = feed ? (size_t)(feed - text->bytes) : text->length;
            if (layout->verbatim)
                layout_add_verbatim(layout, start, end);
            else
                layout_add_broken(layout, start, end);
            start = end + 1;
        }
    }
    styled_clear(paragraph);
}

void layout_rule(struct layout *layout)
{
    size_t start;
    layout_begin_block(layout);
    for (int available = layout_begin_line(layout, &start); available > 0; available--)
        styled_add(layout->styled, "─", strlen("─"), STYLE_FAINT, 0);
    styled_end_line(layout->styled, start);
    layout->apart = true;
}

void layout_picture(struct layout *layout, const struct styled_picture *picture)
{
    struct styled *styled = layout->styled;
    int width = layout_width(layout);
    struct picture_row row = {.id = picture->id, .rows = picture->rows, .cols = picture->cols};
    if (row.cols > width) {
        row.rows = row.rows * width / row.cols;
        row.rows = row.rows > 0 ? row.rows : 1;
        row.cols = width;
    }
    layout_begin_block(layout);
    for (; row.row < row.rows; row.row++) {
        size_t start;
        row.col = layout->width - layout_begin_line(layout, &start);
        styled_end_line(styled, start);
        if (!styled->failed)
            styled->lines[styled->count - 1].picture = row;
    }
}

void layout_done(struct layout *layout)
{
    styled_done(&layout->paragraph);
}

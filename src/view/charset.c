#include "view/charset.h"

#include "base/normal.h"
#include "base/utf8.h"

#include <string.h>

/* What ASCII has for the characters that drill draws with, and for common punctuation. */
static const struct {
    char ascii;
    const char *characters;
} substitutes[] = {
    {'-', "─‐‑‒–—―−⎯"},
    {'=', "━═"},
    {'|', "│║‖▏⎢⎥⎜⎟⎪"},
    {'+', "┼├┤┬┴┌┐└┘"},
    {'^', "↑▲"},
    {'v', "↓▼"},
    {'<', "←◀‹"},
    {'>', "→▶❯›↳"},
    {'*', "•●"},
    {'.', "·▁▂░"},
    {':', "▃▄▅▒"},
    {'#', "▆▇█▓"},
    {'~', "…"},
    {'\'', "‘’"},
    {'"', "“”„"},
};

/* Returns 0 if there is no substitute. */
static char charset_substitute(const char *text)
{
    for (size_t i = 0; i < COUNT(substitutes); i++)
        if (strstr(substitutes[i].characters, text))
            return substitutes[i].ascii;
    return '\0';
}

static bool charset_has_all(const char *text, charset_has_fn *has)
{
    while (*text)
        if (!has(utf8_next(&text)))
            return false;
    return true;
}

/* Drop the direction mark that frame_isolate has added: without right-to-left text it is of no use.
 */
static void charset_drop_mark(char *text, charset_has_fn *has)
{
    char *mark = has(0x200e) ? NULL : strstr(text, "\u200e");
    if (mark)
        *mark = '\0';
}

/* Store a letter and its accent as one character, if the terminal has that. */
static bool charset_compose(struct cell *cell, charset_has_fn *has)
{
    struct buf composed = {0};
    normal_add(&composed, cell->text, strlen(cell->text));
    bool good = !composed.failed && composed.length < sizeof cell->text &&
                charset_has_all(buf_string(&composed), has);
    if (good)
        memcpy(cell->text, buf_string(&composed), composed.length + 1);
    buf_done(&composed);
    return good;
}

/* Replace the text of a cell; a wide one takes the next cell, too. */
static void charset_replace(struct cell *cell)
{
    char substitute = charset_substitute(cell->text);
    for (int columns = cell->width, i = 0; i < columns; i++) {
        cell[i].text[0] = substitute ? substitute : '?';
        cell[i].text[1] = '\0';
        cell[i].width = 1;
    }
}

/* Fit a cell, or a wide one and the next. */
static void charset_fit_cell(struct cell *cell, charset_has_fn *has)
{
    if (charset_has_all(cell->text, has))
        return;
    charset_drop_mark(cell->text, has);
    if (!charset_compose(cell, has))
        charset_replace(cell);
}

void charset_fit(struct frame *frame, charset_has_fn *has)
{
    struct cell *end = frame->cells + (size_t)frame->rows * (size_t)frame->cols;
    for (struct cell *cell = frame->cells; cell < end; cell++)
        charset_fit_cell(cell, has);
}

void charset_fit_text(const char *text, charset_has_fn *has, struct buf *out)
{
    for (size_t left = strlen(text), length; left; text += length, left -= length) {
        length = text_cluster(text, left);
        struct cell cells[2] = {{.width = (uint8_t)text_width(text, length)}};
        memcpy(cells[0].text, text, length);
        charset_fit_cell(cells, has);
        buf_text(out, cells[0].text);
        buf_text(out, cells[1].text);
    }
}

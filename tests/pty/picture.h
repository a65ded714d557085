/* Draws a terminal as an SVG: a window with its title, and in it every cell as it looks. Blocks and
 * lines are shapes, so that they join without seams; runs of text have their length, so that
 * columns are straight in any font. */
#ifndef TESTS_PTY_PICTURE_H
#define TESTS_PTY_PICTURE_H

#include "term.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is not a cell, as "#rrggbb". */
struct picture_colors {
    const char *back, *text, *border, *title;
};

/* Sizes in pixels. */
enum {
    CELL_WIDTH = 9,
    CELL_HEIGHT = 18,
    BASELINE = 13, /* of a text, below the top of its cell */
    FONT_SIZE = 15,
    MARGIN = 12,
    TITLE_HEIGHT = 30,
};

/* ---- shapes ---- */

/* A rectangle in a cell: its edges, in eighths of a pixel. */
struct picture_box {
    int left, top, right, bottom;
};

/* What a character is made of. Its opacity is in quarters. */
struct picture_shape {
    struct picture_box boxes[4];
    size_t count;
    int quarters;
};

#define FULL_WIDTH  (8 * CELL_WIDTH)
#define FULL_HEIGHT (8 * CELL_HEIGHT)

static inline void picture_add_box(
    struct picture_shape *shape, int left, int top, int right, int bottom)
{
    shape->boxes[shape->count++] = (struct picture_box){left, top, right, bottom};
}

/* The block elements, U+2580 to U+259F. */
static inline struct picture_shape picture_block(uint32_t c)
{
    /* the quarters of U+2596 on: 1 upper left, 2 upper right, 4 lower left, 8 lower right */
    static const unsigned char quadrants[] = {4, 8, 1, 13, 9, 7, 11, 2, 6, 14};
    struct picture_shape shape = {.quarters = 4};

    if (c == 0x2580) {
        picture_add_box(&shape, 0, 0, FULL_WIDTH, FULL_HEIGHT / 2);
    } else if (c <= 0x2588) {
        picture_add_box(
            &shape, 0, FULL_HEIGHT - (int)(c - 0x2580) * CELL_HEIGHT, FULL_WIDTH, FULL_HEIGHT);
    } else if (c <= 0x258f) {
        picture_add_box(&shape, 0, 0, (int)(0x2590 - c) * CELL_WIDTH, FULL_HEIGHT);
    } else if (c == 0x2590) {
        picture_add_box(&shape, FULL_WIDTH / 2, 0, FULL_WIDTH, FULL_HEIGHT);
    } else if (c <= 0x2593) {
        picture_add_box(&shape, 0, 0, FULL_WIDTH, FULL_HEIGHT);
        shape.quarters = (int)(c - 0x2590);
    } else if (c == 0x2594) {
        picture_add_box(&shape, 0, 0, FULL_WIDTH, CELL_HEIGHT);
    } else if (c == 0x2595) {
        picture_add_box(&shape, FULL_WIDTH - CELL_WIDTH, 0, FULL_WIDTH, FULL_HEIGHT);
    }
    for (int i = 0; c >= 0x2596 && i < 4; i++) {
        int left = i % 2 * FULL_WIDTH / 2, top = i / 2 * FULL_HEIGHT / 2;
        if (quadrants[c - 0x2596] >> i & 1)
            picture_add_box(&shape, left, top, left + FULL_WIDTH / 2, top + FULL_HEIGHT / 2);
    }
    return shape;
}

/* Lines from the middle of the cell to its edges. */
static inline struct picture_shape picture_line(uint32_t c)
{
    enum { LEFT = 1, RIGHT = 2, UP = 4, DOWN = 8, HEAVY = 16 };
    static const struct {
        uint32_t c;
        unsigned arms;
    } lines[] = {{0x2500, LEFT | RIGHT}, {0x2501, LEFT | RIGHT | HEAVY}, {0x2502, UP | DOWN},
        {0x2503, UP | DOWN | HEAVY}, {0x250c, RIGHT | DOWN}, {0x2510, LEFT | DOWN},
        {0x2514, RIGHT | UP}, {0x2518, LEFT | UP}, {0x251c, UP | DOWN | RIGHT},
        {0x2524, UP | DOWN | LEFT}, {0x252c, LEFT | RIGHT | DOWN}, {0x2534, LEFT | RIGHT | UP},
        {0x253c, LEFT | RIGHT | UP | DOWN}};
    struct picture_shape shape = {.quarters = 4};
    size_t i = 0;

    while (i < sizeof lines / sizeof *lines && lines[i].c != c)
        i++;
    if (i == sizeof lines / sizeof *lines)
        return shape;
    unsigned arms = lines[i].arms;
    int half = arms & HEAVY ? 12 : 4, x = FULL_WIDTH / 2, y = FULL_HEIGHT / 2 + 4;
    if (arms & (LEFT | RIGHT))
        picture_add_box(&shape, arms & LEFT ? 0 : x - half, y - half,
            arms & RIGHT ? FULL_WIDTH : x + half, y + half);
    if (arms & (UP | DOWN))
        picture_add_box(&shape, x - half, arms & UP ? 0 : y - half, x + half,
            arms & DOWN ? FULL_HEIGHT : y + half);
    return shape;
}

static inline struct picture_shape picture_shape_of(uint32_t c)
{
    if (c >= 0x2580 && c <= 0x259f)
        return picture_block(c);
    return picture_line(c);
}

/* ---- cells ---- */

struct picture {
    struct term_cell *cells; /* row by row */
    const struct picture_colors *colors;
    FILE *out;
    int rows, cols;
};

/* A cell, or an empty one beyond the end of the row. */
static inline const struct term_cell *picture_cell(const struct picture *p, int row, int col)
{
    static const struct term_cell blank = {.text = " ", .width = 1, .color = -1, .back = -1};

    return col < p->cols ? &p->cells[row * p->cols + col] : &blank;
}

/* The first character of a cell. */
static inline uint32_t picture_character(const struct term_cell *cell)
{
    const unsigned char *text = (const unsigned char *)cell->text;

    if (text[0] < 0x80)
        return text[0];
    int more = text[0] < 0xe0 ? 1 : text[0] < 0xf0 ? 2 : 3;
    uint32_t c = text[0] & (0x3fU >> more);
    for (int i = 1; i <= more; i++)
        c = c << 6 | (text[i] & 0x3f);
    return c;
}

static inline void picture_color(const struct picture *p, int color, const char *own)
{
    if (color < 0)
        fputs(own, p->out);
    else
        fprintf(p->out, "#%06x", (unsigned)color);
}

/* Write the colour of a cell's text, or of what is behind it. */
static inline void picture_text_color(const struct picture *p, const struct term_cell *cell)
{
    picture_color(p, cell->reverse ? cell->back : cell->color,
        cell->reverse ? p->colors->back : p->colors->text);
}

static inline void picture_back_color(const struct picture *p, const struct term_cell *cell)
{
    picture_color(p, cell->reverse ? cell->color : cell->back,
        cell->reverse ? p->colors->text : p->colors->back);
}

static inline bool picture_same_look(const struct term_cell *a, const struct term_cell *b)
{
    return a->color == b->color && a->back == b->back && a->bold == b->bold &&
           a->italic == b->italic && a->underline == b->underline && a->reverse == b->reverse;
}

/* Write a number of eighths of a pixel. */
static inline void picture_number(const struct picture *p, int eighths)
{
    fprintf(p->out, "%.4g", eighths / 8.0);
}

static inline void picture_path(const struct picture *p, int left, int top, int width, int height)
{
    fputs("M", p->out);
    picture_number(p, left);
    fputs(" ", p->out);
    picture_number(p, top);
    fputs("h", p->out);
    picture_number(p, width);
    fputs("v", p->out);
    picture_number(p, height);
    fputs("h-", p->out);
    picture_number(p, width);
    fputs("z", p->out);
}

/* Draw what is behind the cells of a row, if that is not the window. */
static inline void picture_put_backs(const struct picture *p, int row)
{
    for (int col = 0, end; col < p->cols; col = end) {
        const struct term_cell *cell = picture_cell(p, row, col), *next;
        for (end = col + 1; end < p->cols; end++) {
            next = picture_cell(p, row, end);
            if (next->back != cell->back || next->reverse != cell->reverse ||
                (cell->reverse && next->color != cell->color))
                break;
        }
        if (!cell->reverse && cell->back < 0)
            continue;
        fputs("<path fill=\"", p->out);
        picture_back_color(p, cell);
        fputs("\" d=\"", p->out);
        picture_path(p, col * FULL_WIDTH, row * FULL_HEIGHT, (end - col) * FULL_WIDTH, FULL_HEIGHT);
        fputs("\"/>\n", p->out);
    }
}

/* The column after the shapes that join the one at col, because they are equal and as wide as their
 * cells. */
static inline int picture_shape_end(
    const struct picture *p, int row, int col, const struct picture_shape *shape)
{
    const struct term_cell *first = picture_cell(p, row, col), *next = first;
    bool wide =
        shape->count == 1 && shape->boxes[0].left == 0 && shape->boxes[0].right == FULL_WIDTH;

    do
        next = picture_cell(p, row, ++col);
    while (wide && col < p->cols && strcmp(next->text, first->text) == 0 &&
           picture_same_look(next, first));
    return col;
}

static inline void picture_put_shapes(const struct picture *p, int row)
{
    for (int col = 0, end; col < p->cols; col = end) {
        const struct term_cell *cell = picture_cell(p, row, col);
        struct picture_shape shape = picture_shape_of(picture_character(cell));
        end = picture_shape_end(p, row, col, &shape);
        if (shape.count == 0)
            continue;
        fputs("<path fill=\"", p->out);
        picture_text_color(p, cell);
        if (shape.quarters < 4)
            fprintf(p->out, "\" opacity=\"%.2g", shape.quarters / 4.0);
        fputs("\" d=\"", p->out);
        for (size_t i = 0; i < shape.count; i++) {
            const struct picture_box *box = &shape.boxes[i];
            picture_path(p, col * FULL_WIDTH + box->left, row * FULL_HEIGHT + box->top,
                (end - col - 1) * FULL_WIDTH + box->right - box->left, box->bottom - box->top);
        }
        fputs("\"/>\n", p->out);
    }
}

/* Whether a cell is part of a longer run: its character has the same width in every font of fixed
 * width. Arrows and their like often come from another font. */
static inline bool picture_runs(const struct term_cell *cell)
{
    return cell->width == 1 && picture_character(cell) < 0x2000;
}

static inline bool picture_is_blank(const struct term_cell *cell)
{
    return cell->width == 0 || strcmp(cell->text, " ") == 0 ||
           picture_shape_of(picture_character(cell)).count > 0;
}

/* Whether the cell at col belongs to the run of text that `first` begins. A space does if the next
 * cell does, too. */
static inline bool picture_goes_on(
    const struct picture *p, int row, int col, const struct term_cell *first)
{
    const struct term_cell *cell = picture_cell(p, row, col);
    bool same = picture_runs(cell) && picture_same_look(cell, first);

    if (!same || !picture_is_blank(cell))
        return same;
    cell = picture_cell(p, row, col + 1);
    return !picture_is_blank(cell) && picture_runs(cell) && picture_same_look(cell, first);
}

/* The column after the run of text that begins at col. */
static inline int picture_run_end(const struct picture *p, int row, int col)
{
    const struct term_cell *first = picture_cell(p, row, col);
    bool runs = picture_runs(first);

    col += first->width;
    while (runs && picture_goes_on(p, row, col, first))
        col++;
    return col;
}

static inline void picture_put_text(const struct picture *p, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '&')
            fputs("&amp;", p->out);
        else if (*text == '<')
            fputs("&lt;", p->out);
        else
            putc(*text, p->out);
    }
}

static inline void picture_put_run(const struct picture *p, int row, int col, int end)
{
    const struct term_cell *cell = picture_cell(p, row, col);

    fprintf(p->out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\"", col * CELL_WIDTH,
        row * CELL_HEIGHT + BASELINE, (end - col) * CELL_WIDTH);
    if (!picture_runs(cell))
        fputs(" lengthAdjust=\"spacingAndGlyphs\"", p->out);
    if (cell->color >= 0 || cell->reverse) {
        fputs(" fill=\"", p->out);
        picture_text_color(p, cell);
        fputs("\"", p->out);
    }
    fputs(cell->bold ? " font-weight=\"bold\"" : "", p->out);
    fputs(cell->italic ? " font-style=\"italic\"" : "", p->out);
    fputs(cell->underline ? " text-decoration=\"underline\"" : "", p->out);
    fputs(">", p->out);
    for (; col < end; col++)
        picture_put_text(p, picture_cell(p, row, col)->text);
    fputs("</text>\n", p->out);
}

static inline void picture_put_texts(const struct picture *p, int row)
{
    for (int col = 0; col < p->cols;) {
        bool blank = picture_is_blank(picture_cell(p, row, col));
        int end = blank ? col + 1 : picture_run_end(p, row, col);
        if (!blank)
            picture_put_run(p, row, col, end);
        col = end;
    }
}

/* ---- the window ---- */

static inline void picture_put_window(const struct picture *p, const char *title)
{
    int width = p->cols * CELL_WIDTH + 2 * MARGIN;
    int height = p->rows * CELL_HEIGHT + 2 * MARGIN + TITLE_HEIGHT;

    fprintf(p->out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
        "height=\"%d\" role=\"img\">\n<title>",
        width, height, width, height);
    picture_put_text(p, title);
    fprintf(p->out,
        "</title>\n<rect x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"9\" fill=\"%s\" "
        "stroke=\"%s\"/>\n<path stroke=\"%s\" d=\"M1 %d.5h%d\"/>\n",
        width - 1, height - 1, p->colors->back, p->colors->border, p->colors->border, TITLE_HEIGHT,
        width - 2);
    fprintf(p->out,
        "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', "
        "monospace\" font-size=\"%d\" fill=\"%s\">\n"
        "<text x=\"%d\" y=\"20\" font-size=\"13\" text-anchor=\"middle\" fill=\"%s\">",
        FONT_SIZE, p->colors->text, width / 2, p->colors->title);
    picture_put_text(p, title);
    fprintf(p->out, "</text>\n<g transform=\"translate(%d %d)\">\n", MARGIN, TITLE_HEIGHT + MARGIN);
}

/* Writes what the terminal, of rows x cols, shows; the title stands on the window. */
static inline void picture_write(struct term *term, int rows, int cols, const char *title,
    const struct picture_colors *colors, FILE *out)
{
    struct picture p = {calloc((size_t)(rows * cols), sizeof *p.cells), colors, out, rows, cols};

    if (p.cells == NULL)
        abort();
    for (int i = 0; i < rows * cols; i++)
        p.cells[i] = term_cell(term, i / cols, i % cols);
    picture_put_window(&p, title);
    fputs("<g shape-rendering=\"crispEdges\">\n", out);
    for (int row = 0; row < rows; row++)
        picture_put_backs(&p, row);
    for (int row = 0; row < rows; row++)
        picture_put_shapes(&p, row);
    fputs("</g>\n", out);
    for (int row = 0; row < rows; row++)
        picture_put_texts(&p, row);
    fputs("</g>\n</g>\n</svg>\n", out);
    free(p.cells);
}

#endif

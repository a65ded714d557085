#include "text/math_grid.h"

#include "text/text.h"

#include <string.h>

/* The parts of a delimiter beside the first, the last, the middle and the other rows. */
struct grid_fence {
    const char *first, *last, *middle, *other;
};
static const struct grid_fence none = {"", "", "", ""}, space = {" ", " ", " ", " "},
                               left_round = {"⎛ ", "⎝ ", "⎜ ", "⎜ "},
                               right_round = {" ⎞", " ⎠", " ⎟", " ⎟"},
                               left_square = {"⎡ ", "⎣ ", "⎢ ", "⎢ "},
                               right_square = {" ⎤", " ⎦", " ⎥", " ⎥"},
                               left_brace = {"⎧ ", "⎩ ", "⎨ ", "⎪ "},
                               right_brace = {" ⎫", " ⎭", " ⎬", " ⎪"},
                               left_bar = {"│ ", "│ ", "│ ", "│ "},
                               right_bar = {" │", " │", " │", " │"},
                               left_bars = {"║ ", "║ ", "║ ", "║ "},
                               right_bars = {" ║", " ║", " ║", " ║"};

enum alignment { CENTRED, LEFT, AT_SIGNS }; /* AT_SIGNS: columns align right, left, right, ... */

static const struct environment {
    const char *name;
    const char *open, *close; /* delimiters of the one-line form */
    const struct grid_fence *left, *right;
    enum alignment alignment;
    bool columns;
} environments[] = {
    {"matrix", "[", "]", &space, &space, CENTRED, false},
    {"smallmatrix", "[", "]", &space, &space, CENTRED, false},
    {"pmatrix", "(", ")", &left_round, &right_round, CENTRED, false},
    {"bmatrix", "[", "]", &left_square, &right_square, CENTRED, false},
    {"Bmatrix", "{", "}", &left_brace, &right_brace, CENTRED, false},
    {"vmatrix", "|", "|", &left_bar, &right_bar, CENTRED, false},
    {"Vmatrix", "‖", "‖", &left_bars, &right_bars, CENTRED, false},
    {"array", "[", "]", &space, &space, CENTRED, true},
    {"cases", "{", "}", &left_brace, &none, LEFT, false},
    {"dcases", "{", "}", &left_brace, &none, LEFT, false},
    {"rcases", "{", "}", &none, &right_brace, LEFT, false},
    {"aligned", "", "", &none, &none, AT_SIGNS, false},
    {"align", "", "", &none, &none, AT_SIGNS, false},
    {"align*", "", "", &none, &none, AT_SIGNS, false},
    {"split", "", "", &none, &none, AT_SIGNS, false},
    {"gathered", "", "", &none, &none, CENTRED, false},
    {"gather", "", "", &none, &none, CENTRED, false},
    {"gather*", "", "", &none, &none, CENTRED, false},
    {"equation", "", "", &none, &none, AT_SIGNS, false},
    {"equation*", "", "", &none, &none, AT_SIGNS, false},
};

const struct environment *environment_named(const char *name, size_t length)
{
    for (size_t i = 0; i < COUNT(environments); i++)
        if (strlen(environments[i].name) == length &&
            memcmp(environments[i].name, name, length) == 0)
            return &environments[i];
    return NULL;
}

bool environment_has_columns(const struct environment *env)
{
    return env->columns;
}

bool environment_is_enclosed(const struct environment *env)
{
    return env->left != &space;
}

bool environment_is_aligned(const struct environment *env)
{
    return *env->open == '\0';
}

void math_cells_done(struct math_cells *cells)
{
    for (int row = 0; row < CELL_ROWS_MAX; row++)
        for (int column = 0; column < CELL_COLUMNS_MAX; column++)
            buf_done(&cells->cells[row][column]);
}

/* ---- on one line ---- */

void math_cells_line(
    const struct math_cells *cells, const struct environment *env, bool enclosed, struct buf *out)
{
    const char *between = env->alignment == AT_SIGNS ? " " : ", ";
    buf_text(out, enclosed ? env->open : "");
    for (int row = 0; row < cells->rows; row++)
        for (int column = 0; column < cells->columns; column++) {
            const struct buf *cell = &cells->cells[row][column];
            bool begins = column == 0 || (column == 1 && !cells->cells[row][0].length);
            if (column == 0 && row > 0)
                buf_text(out, "; ");
            if (cells->lines >> column & 1)
                buf_text(out, " | ");
            else if (cell->length && !begins)
                buf_text(out, between);
            buf_add(out, buf_string(cell), cell->length);
        }
    buf_text(out, enclosed ? env->close : "");
}

/* ---- on several lines ---- */

static int grid_width_of(const struct buf *text)
{
    return text_width(buf_string(text), text->length);
}

/* Pads the lines in use to the same width, to align what follows. */
static void grid_even_out(struct math_grid *grid)
{
    int widest = 0;
    for (int i = GRID_MIDDLE - grid->above; i <= GRID_MIDDLE + grid->below; i++) {
        int width = grid_width_of(&grid->lines[i]);
        widest = width > widest ? width : widest;
    }
    for (int i = GRID_MIDDLE - grid->above; i <= GRID_MIDDLE + grid->below; i++)
        buf_fill(&grid->lines[i], ' ', (size_t)(widest - grid_width_of(&grid->lines[i])));
}

static const char *grid_fence_at(const struct grid_fence *fence, int row, int rows)
{
    if (row == 0)
        return fence->first;
    if (row == rows - 1)
        return fence->last;
    return row == (rows - 1) / 2 ? fence->middle : fence->other;
}

static int grid_column_width(const struct math_cells *cells, int column)
{
    int widest = 0;
    for (int row = 0; row < cells->rows; row++) {
        int width = grid_width_of(&cells->cells[row][column]);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void grid_add_cell(
    struct buf *line, const struct buf *cell, int width, enum alignment alignment, int column)
{
    int spare = width - grid_width_of(cell), before = 0;
    if (alignment == CENTRED)
        before = spare / 2;
    else if (alignment == AT_SIGNS && column % 2 == 0)
        before = spare;
    buf_fill(line, ' ', (size_t)before);
    buf_add(line, buf_string(cell), cell->length);
    buf_fill(line, ' ', (size_t)(spare - before));
}

void math_grid_add(
    struct math_grid *grid, const struct math_cells *cells, const struct environment *env)
{
    int above = (cells->rows - 1) / 2, below = cells->rows - 1 - above;
    size_t gap = env->alignment == AT_SIGNS ? 1 : 2;
    grid->above = above > grid->above ? above : grid->above;
    grid->below = below > grid->below ? below : grid->below;
    grid_even_out(grid);
    for (int row = 0; row < cells->rows; row++) {
        struct buf *line = &grid->lines[GRID_MIDDLE - above + row];
        bool one = cells->rows == 1;
        buf_text(line, one ? env->open : grid_fence_at(env->left, row, cells->rows));
        for (int column = 0; column < cells->columns; column++) {
            if (cells->lines >> column & 1)
                buf_text(line, " │ ");
            else
                buf_fill(line, ' ', column ? gap : 0);
            grid_add_cell(line, &cells->cells[row][column], grid_column_width(cells, column),
                env->alignment, column);
        }
        buf_text(line, one ? env->close : grid_fence_at(env->right, row, cells->rows));
    }
    grid_even_out(grid);
}

void math_grid_print(const struct math_grid *grid, struct buf *out)
{
    for (int i = GRID_MIDDLE - grid->above; i <= GRID_MIDDLE + grid->below; i++) {
        size_t length = grid->lines[i].length;
        while (length > 0 && grid->lines[i].bytes[length - 1] == ' ')
            length--;
        if (i > GRID_MIDDLE - grid->above)
            buf_char(out, '\n');
        buf_add(out, buf_string(&grid->lines[i]), length);
        out->failed |= grid->lines[i].failed;
    }
}

void math_grid_clear(struct math_grid *grid)
{
    for (int i = 0; i <= 2 * GRID_MIDDLE; i++)
        buf_clear(&grid->lines[i]);
    grid->above = grid->below = 0;
}

void math_grid_done(struct math_grid *grid)
{
    for (int i = 0; i <= 2 * GRID_MIDDLE; i++)
        buf_done(&grid->lines[i]);
}

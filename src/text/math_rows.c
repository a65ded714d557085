/* Environments: rows of cells, each a list of its own. */
#include "text/math_parser.h"

#include <string.h>

/* Drops a comma at the end of a cell, because a separator follows the cell anyway. */
static void rows_drop_comma(struct buf *cell)
{
    size_t length = cell->length;
    while (length && cell->bytes[length - 1] == ' ')
        length--;
    if (length && cell->bytes[length - 1] == ',')
        buf_cut(cell, length - 1);
}

/* Skips a star, and the distance to the next row, such as [4pt]. */
static void rows_skip_distance(struct math *m)
{
    static const char units[] = "pt em ex mm cm in pc mu";
    math_take(m, "*");
    if (m->at == m->end || *m->at != '[')
        return;
    const char *at = m->at + 1;
    while (at < m->end && strchr("-.0123456789", *at))
        at++;
    if (m->end - at > 2 && at[2] == ']' && symbol_is_among(units, at, 2))
        m->at = at + 3;
}

/* Reads cells up to \end, or to the end of the formula. */
static void rows_read_cells(struct math *m, struct math_cells *cells)
{
    int column = 0;
    cells->rows = cells->columns = 1;
    for (bool more = true; more && !m->failed;) {
        struct part cell = math_read_part(m, math_read_list, false);
        cells->cells[cells->rows - 1][column] = cell.text;
        bool row = math_take(m, "\\\\"), next = !row && math_take(m, "&");
        column = row ? 0 : column + next;
        if (row)
            rows_skip_distance(m);
        math_skip_spaces(m);
        more = next || (row && m->at < m->end && !math_next_is_command(m, "\\end"));
        cells->rows += row && more; /* \\ may follow the last row */
        m->failed |= column >= CELL_COLUMNS_MAX || cells->rows > CELL_ROWS_MAX;
        cells->columns = column >= cells->columns ? column + 1 : cells->columns;
    }
}

static void rows_write_cells(
    struct math *m, struct math_cells *cells, const struct environment *environment)
{
    struct part line = {0};
    if (m->failed)
        return;
    math_skip_spaces(m);
    bool within = m->line.before == ATOM_NONE && math_next_is_command(m, "\\right");
    bool enclosed = environment_is_enclosed(environment) || !within;
    line.bond = environment_is_aligned(environment) || !enclosed ? BOND_LIST : BOND_ONE;
    if (m->grid) {
        math_line_add(&m->line, ATOM_LETTER, line.bond, "", 0);
        math_grid_add(m->grid, cells, environment);
        return;
    }
    for (int row = 0; row < cells->rows; row++)
        for (int column = 0; column < cells->columns; column++)
            rows_drop_comma(&cells->cells[row][column]);
    math_cells_line(cells, environment, enclosed, &line.text);
    math_write_part(m, ATOM_LETTER, &line);
}

/* Reads {cc|c}. Fails on a double line, or on a line that is not between two columns. */
static void rows_read_columns(struct math *m, struct math_cells *cells)
{
    size_t length;
    int column = 0;
    const char *columns = math_read_name(m, &length);
    for (size_t i = 0; i < length && !m->failed; i++) {
        bool between = column > 0 && i + 1 < length && columns[i + 1] != '|';
        m->failed |= columns[i] == '|' ? !between : !strchr("lcr ", columns[i]);
        m->failed |= column >= CELL_COLUMNS_MAX;
        if (columns[i] == '|')
            cells->lines |= 1u << column;
        else
            column += columns[i] != ' ';
    }
}

void math_read_environment(struct math *m)
{
    struct math_cells cells = {0};
    size_t length, end_length;
    const char *name = math_read_name(m, &length);
    const struct environment *environment = environment_named(name, length);
    m->failed |= !environment;
    if (!math_take(m, "[t]") && !math_take(m, "[b]")) /* the vertical position, which is ignored */
        math_take(m, "[c]");
    if (!m->failed && environment_has_columns(environment))
        rows_read_columns(m, &cells);
    if (!m->failed)
        rows_read_cells(m, &cells);
    m->failed |= !math_take(m, "\\end");
    const char *end = math_read_name(m, &end_length);
    m->failed |= end_length != length || memcmp(end, name, length) != 0;
    rows_write_cells(m, &cells, environment);
    math_cells_done(&cells);
}

void math_read_rows(struct math *m)
{
    struct math_cells cells = {0};
    rows_read_cells(m, &cells);
    rows_write_cells(m, &cells, environment_named("aligned", strlen("aligned")));
    math_cells_done(&cells);
}

void math_read_substack(struct math *m)
{
    struct part list = {.bond = BOND_LIST};
    math_skip_spaces(m);
    m->failed |= !math_take(m, "{");
    for (bool more = !m->failed; more && !m->failed;) {
        struct part row = math_read_part(m, math_read_list, false);
        buf_add(&list.text, buf_string(&row.text), row.text.length);
        buf_done(&row.text);
        more = math_take(m, "\\\\");
        if (more)
            buf_text(&list.text, ", ");
    }
    m->failed |= !math_take(m, "}");
    math_write_part(m, ATOM_LETTER, &list);
}

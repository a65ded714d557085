/* The formula parser, for the files that read its commands. It writes while it reads, except that
 * an argument that decides how its command is written is first read into a part. */
#ifndef TEXT_MATH_PARSER_H
#define TEXT_MATH_PARSER_H

#include "text/math_forms.h"
#include "text/math_grid.h"
#include "text/math_line.h"

#include <stdbool.h>

#define MATH_DEPTH_MAX 12 /* levels of nested groups */

struct math {
    const char *at, *end;
    struct math_line line;
    int depth;              /* of nested groups */
    bool failed;            /* the formula will be shown as it is written */
    struct math_grid *grid; /* its middle line is line.out; NULL for a formula on one line */
};

/* ---- what is next ---- */

void math_skip_spaces(struct math *m);
bool math_next_is(const struct math *m, const char *text);
/* Whether a command, given with its backslash, is next: \end, but not \endow. */
bool math_next_is_command(const struct math *m, const char *command);
/* Skips the text if it comes next, and returns whether it did. */
bool math_take(struct math *m, const char *text);
bool math_at_script(struct math *m);
/* Reads a name in braces. Returns a pointer into the formula, not a copy. */
const char *math_read_name(struct math *m, size_t *length);

/* ---- reading and writing ---- */

/* Reads atoms with their scripts up to the end of a group, a cell, or the formula. */
void math_read_list(struct math *m);
void math_read_atom(struct math *m);
/* Reads a group in braces, or one atom. */
void math_read_group(struct math *m);
/* Reads what follows the backslash of a command. */
void math_read_command(struct math *m);
/* The names of the commands in a row of their table, separated by spaces; NULL after the last. */
const char *math_command_names(size_t row);
/* Reads a part with one of the functions above. The caller frees the part's text. */
struct part math_read_part(struct math *m, void (*read)(struct math *), bool script);

void math_write_text(struct math *m, enum atom atom, const char *text);
/* Appends a part as one atom, and frees it. Does nothing for an empty one. */
void math_write_part(struct math *m, enum atom atom, struct part *part);
/* Adds a script to the last atom, and frees the script. */
void math_write_script(struct math *m, enum small_form form, struct part *script);

/* ---- rows (math_rows.c) ---- */

/* Reads \begin{name}...\end{name}, from the name on. */
void math_read_environment(struct math *m);
/* Reads rows up to the end of the formula, as if they were in an environment. */
void math_read_rows(struct math *m);
/* Reads \substack's rows, as a list with commas. */
void math_read_substack(struct math *m);

#endif

/* Finds texts of a deck that YAML may not read as meant: an escape within double quotes that
 * destroys LaTeX or a path ("\frac" begins with a form feed), and a comment that cuts off a text
 * without quotes ("a: use #id"). */
#ifndef DECK_CHECK_YAML_H
#define DECK_CHECK_YAML_H

#include "deck/mistake.h"

/* Calls on_warning for each such text, in the order of the file. Errors: ERR_IO, ERR_MEMORY;
 * ERR_MISTAKE at invalid YAML, where reading stops; the caller has already reported it. */
enum err_code check_yaml(
    const char *path, deck_mistake_fn *on_warning, void *context, struct err *err);

#endif

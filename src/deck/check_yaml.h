/* What YAML makes of a deck's texts that may not be meant: an escape within double quotes that
 * takes away LaTeX or a path ("\frac" begins with a form feed), and a comment that cuts off a text
 * without quotes ("a: use #id"). */
#ifndef DECK_CHECK_YAML_H
#define DECK_CHECK_YAML_H

#include "deck/check.h"

/* Adds warnings to the findings. Errors: ERR_IO, ERR_MEMORY; ERR_MISTAKE at invalid YAML, after
 * which nothing is read, and which the caller has reported. */
enum err_code check_yaml(const char *path, struct findings *findings, struct err *err);

#endif

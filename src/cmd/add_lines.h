/* The cards that drill add is given: by options, or line by line. */
#ifndef CMD_ADD_LINES_H
#define CMD_ADD_LINES_H

#include "base/err.h"
#include "deck/reader.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct added_lines {
    bool form;               /* there are none: a form makes them */
    struct deck_entry begun; /* what the options say of every card */
    struct deck_entry *entries;
    size_t count, capacity, owned; /* `owned` are freed */
};
/* Append a copy of an entry's texts. ERR_MEMORY. */
enum err_code added_lines_add(
    struct added_lines *lines, const struct deck_entry *entry, struct err *err);
/* Append one entry for each line: question TAB answer, or a cloze text. Skips blank lines.
 * Errors: ERR_USAGE, with the line number, if a line is neither; ERR_IO, ERR_MEMORY. */
enum err_code added_lines_read(struct added_lines *lines, FILE *from, struct err *err);
void added_lines_done(struct added_lines *lines);

/* Whether a text can be a field of a deck: UTF-8 without NULs, and short enough. */
bool added_text_is_good(const char *text, size_t length);

#endif

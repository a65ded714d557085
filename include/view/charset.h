/* Shows frames and lines where the terminal has fewer characters than Unicode. */
#ifndef VIEW_CHARSET_H
#define VIEW_CHARSET_H

#include "view/frame.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether the terminal can show a character. */
typedef bool charset_has_fn(uint32_t character);

/* Replace what cannot be shown, so that no cell changes its width: lines, arrows and the like by a
 * character of ASCII that looks similar, anything else by a question mark for each column. */
void charset_fit(struct frame *frame, charset_has_fn *has);
/* Append safe text, of any number of lines, with the same replacements. */
void charset_fit_text(const char *text, charset_has_fn *has, struct buf *out);

#endif

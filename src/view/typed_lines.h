/* What was typed, beside the answer: in colour, and with brackets around what differs, so that it
 * can be read without colour, too.
 *
 *   Almost  photosynthsis
 *   Answer  photosynth[e]sis    */
#ifndef VIEW_TYPED_LINES_H
#define VIEW_TYPED_LINES_H

#include "model/sm2.h"
#include "text/styled.h"
#include "text/typed.h"

/* The rating that suits a verdict; 0 for TYPED_NOTHING. It is only suggested. */
int typed_rating(enum typed_verdict verdict);

/* Appends the lines of a comparison whose verdict is not TYPED_NOTHING. The answer is among them
 * only if its differences are worth showing. */
void typed_lines(struct styled *styled, const struct typed_result *result, int width);

#endif

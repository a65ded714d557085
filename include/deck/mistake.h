/* Receives the mistakes found in a deck file. */
#ifndef DECK_MISTAKE_H
#define DECK_MISTAKE_H

#include "base/err.h"

/* Called once for each mistake; *mistake is valid only during the call. */
typedef void deck_mistake_fn(void *context, const struct err *mistake);
/* Does nothing: for mistakes that do not matter, or that were already reported. */
void ignore_mistake(void *context, const struct err *mistake);

#endif

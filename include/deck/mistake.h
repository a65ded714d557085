/* Receives the mistakes found in a deck file. */
#ifndef DECK_MISTAKE_H
#define DECK_MISTAKE_H

#include "base/err.h"

/* Called once for each mistake; *mistake is valid only during the call. */
typedef void deck_mistake_fn(void *context, const struct err *mistake);
/* Does nothing: for mistakes that do not matter, or that were already reported. */
void ignore_mistake(void *context, const struct err *mistake);
/* Copies the first mistake to `context`, a struct err whose code is ERR_NONE until then. */
void keep_first_mistake(void *context, const struct err *mistake);

#endif

/* Trains FSRS's weights by itself. */
#ifndef CMD_TRAIN_H
#define CMD_TRAIN_H

#include "cmd/command.h"

/* Train the shared weights if it is time to, and say so if new ones come into force, or if there
 * are too few lapses to learn from. Call it after closing the screen. If that fails, a message goes
 * to standard error. */
void train_at_session_end(struct store *store, const struct options *options);

#endif

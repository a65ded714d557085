/* Asks for confirmation before a change that cannot be undone. */
#ifndef CMD_ASK_H
#define CMD_ASK_H

#include "cmd/command.h"

/* Whether --yes was given or there is a terminal to ask on; reports an error if neither. */
bool can_ask(const struct options *options);

/* Print the question and read the answer: y or yes is yes, anything else no. --yes answers yes. If
 * memory ran out for what was printed before, answer no without asking. */
bool ask(const struct options *options, const char *question);

#endif

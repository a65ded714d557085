/* Asking the user before something that has no way back. */
#ifndef CMD_ASK_H
#define CMD_ASK_H

#include "cmd/command.h"

/* Whether there is a yes to be had: from --yes, or at a terminal. Where not, that is said. */
bool can_ask(const struct options *options);

/* Print the question and read the answer; with --yes, it is yes. Anything but y or yes is no. */
bool ask(const struct options *options, const char *question);

#endif

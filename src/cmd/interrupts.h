/* Catches SIGINT, SIGTERM and SIGHUP during long work, which polls for them and stops cleanly. A
 * second signal ends the program at once. */
#ifndef CMD_INTERRUPTS_H
#define CMD_INTERRUPTS_H

#include <stdbool.h>

/* Catch the signals, except those that are ignored. The calls nest; only the outermost pair
 * counts. */
void interrupts_catch(void);
bool interrupted(void);
/* Restore the handlers. If give_up is set, a signal caught meanwhile then ends the program, so
 * first undo what is incomplete and print what is complete. */
void interrupts_restore(bool give_up);

#endif

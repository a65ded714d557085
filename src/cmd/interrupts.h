/* SIGINT, SIGTERM and SIGHUP during long work, which polls for them and stops cleanly. A second one
 * ends the program at once. */
#ifndef CMD_INTERRUPTS_H
#define CMD_INTERRUPTS_H

#include <stdbool.h>

/* Catch the signals, except those that are ignored. The calls nest: the outermost pair counts. */
void interrupts_catch(void);
bool interrupted(void);
/* Restore the handlers. With give_up, a signal caught meanwhile then ends the program, so first
 * undo what is incomplete and print what is not. */
void interrupts_restore(bool give_up);

#endif

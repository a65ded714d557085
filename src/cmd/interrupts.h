/* SIGINT, SIGTERM and SIGHUP during long work, which polls for them and stops cleanly. */
#ifndef CMD_INTERRUPTS_H
#define CMD_INTERRUPTS_H

#include <signal.h>
#include <stdbool.h>

#define INTERRUPTS 3

/* Catch the signals, except those that are ignored. */
void interrupts_catch(struct sigaction before[INTERRUPTS]);
bool interrupted(void);
/* Restore the handlers. A signal caught meanwhile then ends the program, so first undo what is
 * incomplete and print what is not. */
void interrupts_restore(const struct sigaction before[INTERRUPTS]);

#endif

/* SIGINT, SIGTERM and SIGHUP during long work, which polls for them and stops cleanly. */
#ifndef CMD_INTERRUPTS_H
#define CMD_INTERRUPTS_H

#include <signal.h>
#include <stdbool.h>

#define INTERRUPTS 3

/* Catch the signals; one that is ignored stays ignored. */
void interrupts_catch(struct sigaction before[INTERRUPTS]);
bool interrupted(void);
/* Restore the handlers. With give_up, a signal caught meanwhile then ends the program. */
void interrupts_restore(const struct sigaction before[INTERRUPTS], bool give_up);

#endif

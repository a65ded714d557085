/* SIGINT, SIGTERM and SIGHUP during long work that is to end in good order: whoever works asks now
 * and then, and gives up. */
#ifndef CMD_INTERRUPTS_H
#define CMD_INTERRUPTS_H

#include <signal.h>
#include <stdbool.h>

#define INTERRUPTS 3

/* Catch them from now on; a signal that is ignored stays so. */
void interrupts_catch(struct sigaction before[INTERRUPTS]);
bool interrupted(void);
/* As it was before. With give_up, the signal that came, if one did, then ends the program. */
void interrupts_restore(const struct sigaction before[INTERRUPTS], bool give_up);

#endif

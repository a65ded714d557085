/* Runs another program on the terminal, such as an editor. */
#ifndef CMD_PROGRAM_H
#define CMD_PROGRAM_H

/* Run a program, a path or a name on $PATH, and wait. Return the status from waitpid; -1 if it did
 * not start; 127 as its exit status if it cannot be run. While it runs, Ctrl-C and Ctrl-\ reach
 * only the program. Lend the terminal (terminal_lend) meanwhile. */
int program_run(const char *program, char *const *arguments);

#endif

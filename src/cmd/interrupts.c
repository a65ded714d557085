#include "cmd/interrupts.h"

#include <signal.h>
#include <stddef.h>

#define INTERRUPTS 3

static const int numbers[INTERRUPTS] = {SIGINT, SIGTERM, SIGHUP};
static struct sigaction before[INTERRUPTS];
static volatile sig_atomic_t caught;
static int depth; /* the number of open pairs of calls */

static void interrupts_put_back(void)
{
    for (size_t i = 0; i < INTERRUPTS; i++)
        sigaction(numbers[i], &before[i], NULL);
}

static void interrupts_on_signal(int number)
{
    if (caught) {
        interrupts_put_back();
        raise(number); /* ends the program when this handler returns */
    }
    caught = number;
}

void interrupts_catch(void)
{
    struct sigaction action = {.sa_handler = interrupts_on_signal};
    sigemptyset(&action.sa_mask);
    if (depth++ > 0)
        return;
    caught = 0;
    for (size_t i = 0; i < INTERRUPTS; i++)
        if (sigaction(numbers[i], NULL, &before[i]) == 0 && before[i].sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

bool interrupted(void)
{
    return caught;
}

void interrupts_restore(bool give_up)
{
    if (--depth > 0)
        return;
    interrupts_put_back();
    if (caught && give_up)
        raise(caught);
}

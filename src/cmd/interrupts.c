#include "cmd/interrupts.h"

#include <stddef.h>

static volatile sig_atomic_t caught;
static const int numbers[INTERRUPTS] = {SIGINT, SIGTERM, SIGHUP};

static void interrupts_on_signal(int number)
{
    caught = number;
}

void interrupts_catch(struct sigaction before[INTERRUPTS])
{
    struct sigaction action = {.sa_handler = interrupts_on_signal};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < INTERRUPTS; i++)
        if (sigaction(numbers[i], NULL, &before[i]) == 0 && before[i].sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

bool interrupted(void)
{
    return caught;
}

void interrupts_restore(const struct sigaction before[INTERRUPTS])
{
    for (size_t i = 0; i < INTERRUPTS; i++)
        sigaction(numbers[i], &before[i], NULL);
    if (caught)
        raise(caught);
}

/* Caps: how many cards a day. What is said about them comes from several places, of which a
 * stronger one is asked before a weaker one. */
#ifndef MODEL_CAPS_H
#define MODEL_CAPS_H

#include <stddef.h>
#include <stdint.h>

#define CAP_UNSET (-1)       /* nothing is said */
#define CAP_MAX   1000000000 /* no cap is higher */
#define NEW_A_DAY 20         /* where nobody says how many new cards */

struct caps {
    int64_t new_cards; /* cards rated for the first time, a day; CAP_UNSET or >= 0 */
    int64_t cards;     /* those and cards reviewed, a day; CAP_UNSET or >= 0 */
};
#define CAPS_UNSET ((struct caps){CAP_UNSET, CAP_UNSET})

/* What first says, and where it says nothing, what then says. */
struct caps caps_or(struct caps first, struct caps then);

/* How many cards of a day that has used so many a cap leaves; SIZE_MAX where it is CAP_UNSET. */
size_t cap_left(int64_t cap, size_t used);

/* Reduce due and new cards to what total allows, in the shares in which they would be mixed. */
void caps_share(size_t total, size_t *due, size_t *new);

#endif

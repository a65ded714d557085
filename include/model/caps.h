/* Caps: the most cards to show per day. Several sources may set them; the one with the highest
 * precedence wins. */
#ifndef MODEL_CAPS_H
#define MODEL_CAPS_H

#include <stddef.h>
#include <stdint.h>

#define CAP_UNSET (-1)       /* the source sets no cap */
#define CAP_MAX   1000000000 /* the largest cap */
#define NEW_A_DAY 20         /* new cards per day if no source sets a cap */

struct caps {
    int64_t new_cards; /* cards per day that are rated for the first time; CAP_UNSET or >= 0 */
    int64_t cards;     /* new and due cards per day; CAP_UNSET or >= 0 */
};
#define CAPS_UNSET ((struct caps){CAP_UNSET, CAP_UNSET})

/* Takes each cap from `first`, or from `then` if `first` does not set it. */
struct caps caps_or(struct caps first, struct caps then);

/* How many more cards a cap allows once `used` cards have been shown; SIZE_MAX for CAP_UNSET. */
size_t cap_left(int64_t cap, size_t used);

/* Reduce the counts of due and new cards in proportion, so that they add up to at most `total`. */
void caps_share(size_t total, size_t *due, size_t *new);

#endif

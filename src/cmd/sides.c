/*   session ──B──> browser ──S──> statistics ──F──> forecast      q leads back, step by step
 *                     ^──────────────B──────────────────┘         forecast and statistics close */
#include "cmd/sides.h"

#include "tui/terminal.h"

#include <stdio.h>

enum err_code sides_open(struct sides *sides, enum side_screen here, enum side_screen side,
    struct loop *loop, struct err *err)
{
    static enum err_code (*const open[])(struct sides *, struct err *) = {
        [SIDE_BROWSE] = browse_side,
        [SIDE_STATS] = stats_side,
        [SIDE_FORECAST] = forecast_side,
        [SIDE_RETIRED] = retired_side,
    };
    enum err_code code = ERR_NONE;
    unsigned bit = 1U << side;
    if (sides->open & bit) {
        sides->wanted = side;
    } else {
        if (!terminal_is_open() && side != SIDE_BROWSE)
            putchar('\n'); /* end the prompt's line */
        sides->open |= bit;
        code = open[side](sides, err);
        sides->open &= ~bit;
    }
    if (sides->wanted == here)
        sides->wanted = SIDE_NONE;
    loop->over |= sides->wanted != SIDE_NONE;
    return code;
}

#include "model/card.h"

#include <inttypes.h>

void card_name(const char *id, int variant, int64_t card_id, struct buf *name)
{
    if (!id)
        buf_format(name, "#%" PRId64, card_id);
    else if (variant == VARIANT_FORWARD)
        buf_text(name, id);
    else if (variant == VARIANT_REVERSE)
        buf_format(name, "%s#r", id);
    else
        buf_format(name, "%s#%d", id, variant);
}

/* What the trainer calls of base/err.c, for machines whose libunistring is not here. */
#include "base/err.h"

enum err_code err_memory(struct err *err)
{
    (void)err;
    return ERR_MEMORY;
}

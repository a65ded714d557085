/* Formats lists of row numbers compactly. */
#ifndef STORE_ROW_RANGES_H
#define STORE_ROW_RANGES_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

/* Append ascending numbers, which may repeat: "5, 7, 120 to 122". */
void row_ranges_add(struct buf *out, const int64_t *numbers, size_t count);

#endif

/* Decodes HTML entities in Markdown, such as &amp; and &#x41;. */
#ifndef TEXT_ENTITY_H
#define TEXT_ENTITY_H

#include "base/buf.h"

#include <stddef.h>

/* Appends the character that an entity stands for, made safe. The length includes & and ;. An
 * unknown entity is appended unchanged. */
void entity_text(const char *entity, size_t length, struct buf *out);

#endif

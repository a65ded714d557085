/* HTML's entities in Markdown, such as &amp; and &#x41;. */
#ifndef TEXT_ENTITY_H
#define TEXT_ENTITY_H

#include "base/buf.h"

#include <stddef.h>

/* Appends the safe text of an entity of length bytes from & to ;, or the entity if unknown. */
void entity_text(const char *entity, size_t length, struct buf *out);

#endif

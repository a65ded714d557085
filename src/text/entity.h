/* HTML's entities in Markdown, such as &amp; and &#x41;. */
#ifndef TEXT_ENTITY_H
#define TEXT_ENTITY_H

#include "base/buf.h"

#include <stddef.h>

/* Appends the characters of an entity, of length bytes from & to ;, made safe. Appends the entity
 * itself if its name is not known. */
void entity_text(const char *entity, size_t length, struct buf *out);

#endif

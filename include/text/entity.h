/* The entities of HTML that CommonMark has, such as &amp; and &#x41;. For the view's own files. */
#ifndef TEXT_ENTITY_H
#define TEXT_ENTITY_H

#include "base/buf.h"

#include <stddef.h>

/* Append what an entity, of length bytes from & to ;, stands for, made safe; the entity itself
 * where its name is not known. */
void entity_text(const char *entity, size_t length, struct buf *out);

#endif

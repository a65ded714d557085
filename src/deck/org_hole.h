/* The holes of org-fc's clozes. */
#ifndef DECK_ORG_HOLE_H
#define DECK_ORG_HOLE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* A hole: {{text}}, {{text}{hint}}, {{text}@id} or {{text}{hint}@id}. */
struct org_hole {
    const char *text, *text_end;
    const char *hint, *hint_end; /* NULL without a hint */
    const char *end;
    int id; /* -1 if it has none */
};

/* Reads the hole at the beginning of the text. Returns false if there is none. */
bool org_hole_read(const char *text, const char *end, struct org_hole *hole);

/* The number of the hole with that id in the text, from 1; 0 if there is none. */
int org_hole_number(const char *text, int id);

/* Appends a line of code as part of a cloze. Returns the number of its holes. */
int org_hole_put_code(struct buf *cloze, const char *text, size_t length);

#endif

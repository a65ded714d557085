#include "deck/org_hole.h"

#include "deck/import_fields.h"

#include <stdlib.h>
#include <string.h>

#define HOLE_MAX 4096 /* bytes */

/* Returns the brace that closes the one before `text`, ignoring those in formulas; or NULL. */
static const char *org_hole_close(const char *text, const char *end)
{
    bool formula = false;
    for (const char *c = text; c < end && c - text < HOLE_MAX; c++) {
        formula ^= *c == '$';
        if (*c == '}' && !formula)
            return c;
    }
    return formula ? memchr(text, '}', (size_t)(end - text)) : NULL;
}

bool org_hole_read(const char *text, const char *end, struct org_hole *hole)
{
    if (end - text < 5 || strncmp(text, "{{", 2) != 0)
        return false;
    *hole = (struct org_hole){.text = text + 2, .id = -1};
    const char *c = org_hole_close(hole->text, end);
    if (!c || c == hole->text)
        return false;
    hole->text_end = c++;
    if (c < end && *c == '{') {
        hole->hint = c + 1;
        if (!(hole->hint_end = org_hole_close(c + 1, end)))
            return false;
        c = hole->hint_end + 1;
    }
    if (c < end && *c == '@') {
        size_t digits = strspn(c + 1, "0123456789");
        hole->id = digits && digits < 6 ? (int)strtol(c + 1, NULL, 10) : -1;
        c += 1 + digits;
    }
    hole->end = c + 1;
    return c < end && *c == '}';
}

int org_hole_number(const char *text, int id)
{
    const char *end = text + strlen(text);
    struct org_hole hole;
    int number = 0;
    while ((text = strstr(text, "{{"))) {
        bool found = org_hole_read(text, end, &hole);
        number += found;
        if (found && hole.id == id)
            return number;
        text = found ? hole.end : text + 1;
    }
    return 0;
}

int org_hole_put_code(struct buf *cloze, const char *text, size_t length)
{
    const char *end = text + length, *from = text;
    struct org_hole hole;
    int holes = 0;
    for (const char *c = text; c < end; c++) {
        if (!org_hole_read(c, end, &hole))
            continue;
        field_add_cloze(cloze, from, (size_t)(c - from), false);
        field_disarm_last(cloze);
        buf_text(cloze, "{{");
        field_add_cloze(cloze, hole.text, (size_t)(hole.text_end - hole.text), true);
        if (hole.hint && hole.hint < hole.hint_end) {
            buf_text(cloze, "::");
            field_add_cloze(cloze, hole.hint, (size_t)(hole.hint_end - hole.hint), true);
        }
        buf_text(cloze, "}}");
        holes++;
        from = hole.end;
        c = hole.end - 1;
    }
    size_t rest = (size_t)(end - from);
    if (holes || memmem(from, rest, "{{", 2))
        field_add_cloze(cloze, from, rest, false);
    else
        buf_add(cloze, from, rest); /* a brace at the beginning of a line follows no gap */
    return holes;
}

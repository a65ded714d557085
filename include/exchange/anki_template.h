/* Anki's templates: {{Field}}, filters before a field, {{#Field}} and {{^Field}}, and the fields
 * that every note has, such as {{FrontSide}} and {{Tags}}. What a field holds is text: braces in it
 * are not looked at, so that nothing can refer to itself. */
#ifndef EXCHANGE_ANKI_TEMPLATE_H
#define EXCHANGE_ANKI_TEMPLATE_H

#include "base/buf.h"
#include "exchange/anki.h"

#include <stdbool.h>

/* Whether there is nothing to see in it, as Anki sees it: white space, <br> and <div>. */
bool anki_is_blank(const char *html);

/* A card of a note, on its way to HTML. */
struct anki_rendering {
    const struct anki_note *note;
    const struct anki_card *card;
    const char *front; /* what {{FrontSide}} stands for; NULL on the front itself */
    struct buf *hints; /* what {{hint:Field}} hides on the front; on the back it is shown */
};

/* Append the template as HTML. *why says so where it is none: a section that is not closed, or
 * closed by another's name, or too many of them within each other. */
bool anki_render(
    struct buf *html, const char *format, const struct anki_rendering *rendering, const char **why);

#endif

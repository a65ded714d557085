/* Anki's templates: {{Field}}, {{filter:Field}}, {{#Field}} and {{^Field}}, and built-in fields
 * such as {{FrontSide}}. Braces in a field's text are not expanded, so a field cannot include
 * itself. */
#ifndef EXCHANGE_ANKI_TEMPLATE_H
#define EXCHANGE_ANKI_TEMPLATE_H

#include "base/buf.h"
#include "exchange/anki.h"

#include <stdbool.h>

/* Whether Anki considers the HTML empty: nothing but white space, <br> and <div>. */
bool anki_is_blank(const char *html);

/* The card and the side for which a template is rendered. */
struct anki_rendering {
    const struct anki_note *note;
    const struct anki_card *card;
    const char *front; /* the value of {{FrontSide}}; NULL on the front itself */
    struct buf *hints; /* on the front, receives the text that {{hint:Field}} hides */
    struct buf *typed; /* likewise, the answer that {{type:Field}} asks for; may be NULL */
};

/* Renders the template, and appends the HTML. Returns false and sets *why if its sections do not
 * match or are nested too deeply, or the result is too long. */
bool anki_render(
    struct buf *html, const char *format, const struct anki_rendering *r, const char **why);

#endif

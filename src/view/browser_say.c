/* The row above the footer of the list. */
#include "view/browser.h"

#include "view/browser_parts.h"
#include "view/phrases.h"
#include "view/widgets.h"

#include <string.h>
#include <strings.h>

/* If the term being typed begins with "@", appends the saved searches that begin like it, unless it
 * is one of them. */
static void browser_say_saved(const struct browser *b, const struct browse *browse, struct buf *out)
{
    const struct query *query = &browse->query;
    const char *typed = buf_string(&b->typed), *space = strrchr(typed, ' ');
    const char *term = space ? space + 1 : typed;
    if (b->line != BROWSER_SEARCH_LINE || *term++ != '@')
        return;
    for (size_t i = 0; i < query->saved_count; i++) {
        const char *name = buf_string(&query->saved[i].name);
        if (strncasecmp(name, term, strlen(term)) == 0)
            buf_format(out, "%s@%s", out->length ? ", " : "Saved: ", name);
    }
    if (query->doubt == QUERY_CLEAR && *term) /* it is one of them */
        buf_clear(out);
}

bool browser_say(
    const struct browser *b, const struct browse *browse, struct frame *frame, struct column *c)
{
    struct buf other = {0};
    if (!b->notice.length)
        browser_say_saved(b, browse, &other);
    bool warns = b->notice.length ? b->warns : !other.length;
    if (!b->notice.length && !other.length && b->line <= BROWSER_SEARCH_LINE)
        phrase_doubt(browse, &other);
    const struct buf *said = b->notice.length ? &b->notice : &other;
    widget_notice(buf_string(said), warns ? STYLE_WARNING : STYLE_NOTICE, frame, c);
    bool any = said->length > 0;
    frame->failed |= other.failed;
    buf_done(&other);
    return any;
}

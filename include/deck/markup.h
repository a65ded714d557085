/* How the cells of a table are marked up, and how to detect it if neither the user nor the file
 * says so. */
#ifndef DECK_MARKUP_H
#define DECK_MARKUP_H

#include <stdbool.h>

enum markup { MARKUP_UNKNOWN, MARKUP_TEXT, MARKUP_MARKDOWN, MARKUP_HTML };

struct dialect;
/* `text` is the beginning of a table. Returns MARKUP_MARKDOWN or MARKUP_HTML if its cells, read in
 * `dialect`, are clearly so; *sign then names the evidence. Otherwise MARKUP_TEXT, or
 * MARKUP_UNKNOWN if memory ran out. */
enum markup markup_find(const struct dialect *dialect, const char *text, const char **sign);

/* The same for texts that are not in a table: look at each, then decide. MARKUP_TEXT unless they
 * clearly are Markdown or HTML. Zero-initialize. */
#define MARKUP_SIGNS 7
struct markup_evidence {
    unsigned cells[MARKUP_SIGNS]; /* how many texts have each sign */
    bool lines;
    unsigned tagged; /* texts with HTML tags or entities */
    const char *tag; /* the first of them */
    bool about_html; /* some text has a tag that no card is marked up with */
};
void markup_look(struct markup_evidence *evidence, const char *text);
enum markup markup_decide(const struct markup_evidence *evidence, const char **sign);

#endif

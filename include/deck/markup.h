/* How the cells of a table are marked up, and how to tell where neither the user nor the file says
 * it. */
#ifndef DECK_MARKUP_H
#define DECK_MARKUP_H

enum markup { MARKUP_UNKNOWN, MARKUP_TEXT, MARKUP_MARKDOWN, MARKUP_HTML };

struct dialect;
/* Returns MARKUP_MARKDOWN if the first rows, text in that dialect, are plainly Markdown: sign then
 * names what shows it. Otherwise MARKUP_TEXT, or MARKUP_UNKNOWN if memory ran out. */
enum markup markup_find(const struct dialect *dialect, const char *text, const char **sign);

#endif

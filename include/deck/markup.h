/* How the cells of a table are marked up, and how to detect it if neither the user nor the file
 * says so. */
#ifndef DECK_MARKUP_H
#define DECK_MARKUP_H

enum markup { MARKUP_UNKNOWN, MARKUP_TEXT, MARKUP_MARKDOWN, MARKUP_HTML };

struct dialect;
/* `text` is the beginning of a table. Returns MARKUP_MARKDOWN or MARKUP_HTML if its cells, read in
 * `dialect`, are clearly so; *sign then names the evidence. Otherwise MARKUP_TEXT, or
 * MARKUP_UNKNOWN if memory ran out. */
enum markup markup_find(const struct dialect *dialect, const char *text, const char **sign);

#endif

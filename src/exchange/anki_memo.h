/* Remembers the Markdown made from HTML, because an import reads each note twice and spends most of
 * its time converting. Keeps texts up to a limit; others are converted again. */
#ifndef EXCHANGE_ANKI_MEMO_H
#define EXCHANGE_ANKI_MEMO_H

#include "base/buf.h"
#include "base/map.h"

#include <stdbool.h>

/* Empty if zero-initialized; free with anki_memo_done. */
struct anki_memo {
    struct buf texts;     /* each NUL-terminated */
    struct map by_source; /* maps a hash of the HTML to an offset in texts */
};

/* Returns the Markdown, valid until the next call of anki_memo_add, or NULL. */
const char *anki_memo_find(const struct anki_memo *memo, const char *html);
/* False if memory runs out. */
bool anki_memo_add(struct anki_memo *memo, const char *html, const char *markdown);
void anki_memo_done(struct anki_memo *memo);

#endif

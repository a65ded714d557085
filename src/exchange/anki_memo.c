#include "exchange/anki_memo.h"

#include "base/hash.h"

#include <string.h>

#define TEXTS_MAX ((size_t)64 << 20)

const char *anki_memo_find(const struct anki_memo *memo, const char *html)
{
    uint32_t offset = map_get(&memo->by_source, hash_text(0, html));
    return offset == MAP_NONE ? NULL : memo->texts.bytes + offset;
}

bool anki_memo_add(struct anki_memo *memo, const char *html, const char *markdown)
{
    size_t offset = memo->texts.length;
    if (offset + strlen(markdown) >= TEXTS_MAX)
        return true;
    buf_add(&memo->texts, markdown, strlen(markdown) + 1);
    return !memo->texts.failed && map_add(&memo->by_source, hash_text(0, html), (uint32_t)offset);
}

void anki_memo_done(struct anki_memo *memo)
{
    buf_done(&memo->texts);
    map_done(&memo->by_source);
}

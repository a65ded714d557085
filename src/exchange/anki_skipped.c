#include "exchange/anki_skipped.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define REASONS_MAX 100 /* reported one by one; further ones are only counted */

bool anki_skipped_add(struct anki_skipped *skipped, const struct anki_note *note,
    const struct anki_card *card, const char *why)
{
    struct buf what = {0};
    const struct anki_note_type *type = note->type;
    size_t template = type->cloze ? 0 : (size_t)card->ord;
    if (*type->name)
        buf_format(&what, " of \"%s\"", type->name);
    if (template <type->template_count)
        buf_format(&what, " (%s)", type->templates[template].name);
    buf_format(&what, ": %s", why);
    uint64_t hash = hash_text(0, buf_string(&what));
    uint32_t found = map_get(&skipped->by_what, hash);
    bool ok = !what.failed;
    if (ok && found == MAP_NONE) {
        const struct anki_skipped_reason reason = {strdup(buf_string(&what)), 0};
        found = (uint32_t)skipped->count;
        ok = reason.what && array_add(&skipped->reasons, &skipped->count, &skipped->capacity,
                                &reason, sizeof reason);
        if (!ok)
            free(reason.what);
        ok = ok && map_add(&skipped->by_what, hash, found);
    }
    if (ok)
        skipped->reasons[found].cards++;
    buf_done(&what);
    return ok;
}

static void anki_skipped_put(struct buf *out, const struct anki_skipped_reason *reason)
{
    buf_format(out, "%zu card%s%s", reason->cards, reason->cards == 1 ? "" : "s", reason->what);
}

bool anki_skipped_tell(const struct anki_skipped *skipped, struct import_sink *sink)
{
    bool more = true;
    size_t rest = 0;
    struct buf text = {0};
    for (size_t i = 0; i < skipped->count && more; i++) {
        buf_clear(&text);
        anki_skipped_put(&text, &skipped->reasons[i]);
        if (i < REASONS_MAX)
            more = sink->skipped(sink->context, 0, buf_string(&text));
        else
            rest += skipped->reasons[i].cards;
    }
    buf_clear(&text);
    buf_format(&text, "%zu more cards, for other reasons", rest);
    if (rest && more)
        more = sink->skipped(sink->context, 0, buf_string(&text));
    buf_done(&text);
    return more;
}

enum err_code anki_skipped_refuse(
    const struct anki_skipped *skipped, const char *path, struct err *err)
{
    struct buf text = {0};
    size_t cards = 0;
    for (size_t i = 0; i < skipped->count; i++)
        cards += skipped->reasons[i].cards;
    anki_skipped_put(&text, &skipped->reasons[0]);
    if (skipped->reasons[0].cards < cards)
        buf_format(&text, "; %zu for other reasons", cards - skipped->reasons[0].cards);
    err_at(err, ERR_MISTAKE, path, 0, 0, "contains no card that can be imported: %s",
        buf_string(&text));
    buf_done(&text);
    return ERR_MISTAKE;
}

void anki_skipped_done(struct anki_skipped *skipped)
{
    for (size_t i = 0; i < skipped->count; i++)
        free(skipped->reasons[i].what);
    free(skipped->reasons);
    map_done(&skipped->by_what);
    *skipped = (struct anki_skipped){0};
}

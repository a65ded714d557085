#include "store/match.h"

#include "base/buf.h"
#include "model/card.h"
#include "store/replay.h"

#include <assert.h>

enum match_kind match_kind(int variant)
{
    return variant == VARIANT_FORWARD   ? KIND_FORWARD
           : variant == VARIANT_REVERSE ? KIND_REVERSE
                                        : KIND_GAP;
}

bool match_can_pair(const struct unmatched_card *old, const struct unmatched_card *added)
{
    bool same_texts = old->hashes[BY_TEXTS] == added->hashes[BY_TEXTS];
    return !old->matched && !added->matched && !(old->id && added->id && old->id != added->id) &&
           (same_texts || match_kind(old->variant) == match_kind(added->variant));
}

enum err_code match_pair_entries(struct matching *m, uint64_t old, uint64_t added, struct err *err)
{
    struct entry_pairs *list = &m->entries;
    struct entry_pair pair = {old, added};
    bool ok = array_add(&list->pairs, &list->count, &list->capacity, &pair, sizeof pair);
    return ok ? ERR_NONE : err_memory(err);
}

enum err_code match_pair(
    struct matching *m, struct unmatched_card *old, struct unmatched_card *added, struct err *err)
{
    assert(!old->matched && !added->matched);
    struct load *load = m->load;
    enum err_code code = take_over_texts(load->store, old->card_id, added->card_id, err);
    if (code)
        return code;
    old->matched = added->matched = true;
    load->report.added--;
    load->report.edited += !old->retired;
    load->report.returned += old->retired;
    return match_pair_entries(m, old->entry, added->entry, err);
}

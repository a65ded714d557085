#include "store/card_hash.h"

#include "base/normal.h"

int64_t identity_of_id(const char *id, bool *ok)
{
    return (int64_t)normal_hash(1, id, ok);
}

enum err_code card_hash(const struct card *card, struct card_hashes *hashes, struct err *err)
{
    const char *const others[] = {card->answer, card->hint, card->note, card->tags};
    bool ok = true;
    uint64_t content = normal_hash(3, card->question, &ok);
    for (size_t i = 0; i < COUNT(others); i++)
        content = normal_hash(content, others[i], &ok);
    hashes->identity =
        card->id ? identity_of_id(card->id, &ok) : (int64_t)normal_hash(2, card->question, &ok);
    hashes->content = (int64_t)content;
    return ok ? ERR_NONE : err_memory(err);
}

/* From an item of a deck file to the cards it gives. */
#include "deck/cloze.h"
#include "deck/reader.h"

#include <limits.h>

void card_texts_done(struct card_texts *texts)
{
    buf_done(&texts->question);
    buf_done(&texts->answer);
}

static bool entry_cloze_card(const char *text, struct card_texts *texts, struct card *card)
{
    int gap = texts->gap = cloze_next_gap(text, texts->gap);
    if (!gap) {
        texts->gap = INT_MAX; /* and none after that */
        return false;
    }
    buf_clear(&texts->question);
    buf_clear(&texts->answer);
    cloze_question(text, gap, &texts->question);
    cloze_answer(text, gap, &texts->answer);
    card->variant = gap;
    card->question = buf_string(&texts->question);
    card->answer = buf_string(&texts->answer);
    return true;
}

bool deck_entry_card(
    const struct deck_entry *entry, unsigned index, struct card_texts *texts, struct card *card)
{
    texts->gap = index ? texts->gap : 0;
    *card = (struct card){
        .id = entry->id.length ? buf_string(&entry->id) : NULL,
        .variant = VARIANT_FORWARD,
        .question = buf_string(&entry->question),
        .answer = buf_string(&entry->answer),
        .hint = buf_string(&entry->hint),
        .note = buf_string(&entry->note),
        .tags = buf_string(&entry->tags),
    };
    if (entry->cloze.length)
        return entry_cloze_card(buf_string(&entry->cloze), texts, card);
    if (index == 1 && entry->reverse && entry->answer.length) {
        card->variant = VARIANT_REVERSE;
        card->question = buf_string(&entry->answer);
        card->answer = buf_string(&entry->question);
        return true;
    }
    return index == 0;
}

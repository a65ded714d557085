#include "view/card_text.h"

#include "base/hash.h"

static void card_text_lay_labelled(
    struct rich *rich, const char *label, const char *text, int width)
{
    struct buf labelled = {0};
    buf_text(&labelled, label);
    buf_text(&labelled, text);
    rich_markdown(rich, buf_string(&labelled), width);
    rich->failed |= labelled.failed;
    buf_done(&labelled);
}

static void card_text_lay_question(const struct card_face *face, struct rich *rich, int width)
{
    rich_markdown(rich, face->card->question, width);
    if (face->hint) {
        rich_blank(rich);
        card_text_lay_labelled(rich, "*Hint:* ", face->card->hint, width);
    }
}

static void card_text_lay_answer(const struct card *card, struct rich *rich, int width, bool roomy)
{
    if (roomy)
        rich_blank(rich);
    rich_rule(rich, width < 12 ? width : 12);
    if (roomy)
        rich_blank(rich);
    if (card->answer[0])
        rich_markdown(rich, card->answer, width);
    else
        rich_plain(rich, "A draft: this card has no answer yet.", STYLE_FAINT, width);
    if (card->note[0]) {
        rich_blank(rich);
        card_text_lay_labelled(rich, "*Note:* ", card->note, width);
    }
}

/* All that the lines depend on; never 0. */
static uint64_t card_text_hash_of(
    const struct card_face *face, int width, bool roomy, bool links_work)
{
    const struct card *card = face->card;
    const int shape[] = {width, roomy, links_work, face->answer, face->hint};
    uint64_t hash = hash_add(0, shape, sizeof shape);
    hash = hash_text(hash, card->question);
    hash = hash_text(hash, card->hint);
    hash = hash_text(hash, card->answer);
    return hash_text(hash, card->note) | 1;
}

void card_text_lay(struct card_text *text, const struct card_face *face, int width, bool roomy)
{
    struct rich *rich = &text->rich;
    uint64_t of = card_text_hash_of(face, width, roomy, rich->links_work);
    if (of == text->of && !rich->failed)
        return;
    rich_clear(rich);
    card_text_lay_question(face, rich, width);
    text->question = (int)rich->count;
    if (face->answer)
        card_text_lay_answer(face->card, rich, width, roomy);
    text->of = of;
}

void card_text_done(struct card_text *text)
{
    rich_done(&text->rich);
    *text = (struct card_text){0};
}

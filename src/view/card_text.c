#include "view/card_text.h"

#include "base/hash.h"
#include "text/md_styled.h"

static void card_text_lay_labelled(
    struct styled *out, const char *label, const char *text, int width)
{
    struct buf labelled = {0};
    buf_text(&labelled, label);
    buf_text(&labelled, text);
    styled_markdown(out, buf_string(&labelled), width);
    out->failed |= labelled.failed;
    buf_done(&labelled);
}

static void card_text_lay_question(const struct card_face *face, struct styled *out, int width)
{
    styled_markdown(out, face->card->question, width);
    if (face->hint) {
        styled_blank(out);
        card_text_lay_labelled(out, "*Hint:* ", face->card->hint, width);
    }
}

static void card_text_lay_answer(const struct card *card, struct styled *out, int width, bool roomy)
{
    if (roomy)
        styled_blank(out);
    styled_rule(out, width < 12 ? width : 12);
    if (roomy)
        styled_blank(out);
    if (card->answer[0])
        styled_markdown(out, card->answer, width);
    else
        styled_plain(out, "A draft: this card has no answer yet.", STYLE_FAINT, width);
    if (card->note[0]) {
        styled_blank(out);
        card_text_lay_labelled(out, "*Note:* ", card->note, width);
    }
}

/* A hash of everything the lines depend on; never 0. */
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
    struct styled *styled = &text->styled;
    uint64_t hash = card_text_hash_of(face, width, roomy, styled->links_work);
    if (hash == text->hash && !styled->failed)
        return;
    styled_clear(styled);
    card_text_lay_question(face, styled, width);
    text->question = (int)styled->count;
    if (face->answer)
        card_text_lay_answer(face->card, styled, width, roomy);
    text->hash = hash;
}

void card_text_done(struct card_text *text)
{
    styled_done(&text->styled);
    *text = (struct card_text){0};
}

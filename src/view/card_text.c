#include "view/card_text.h"

#include "base/hash.h"
#include "text/md_styled.h"
#include "view/typed_lines.h"

#include <string.h>

/* Adds a blank line between two parts if any is `left` to be shown. */
static void card_text_lay_blank(struct card_text *text, int *left)
{
    text->blanks++;
    if (*left <= 0)
        return;
    styled_blank(&text->styled);
    text->shown++;
    --*left;
}

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

static void card_text_lay_answer(
    struct card_text *text, const struct card *card, int width, int *left)
{
    struct styled *out = &text->styled;
    card_text_lay_blank(text, left);
    styled_rule(out, width < 12 ? width : 12);
    card_text_lay_blank(text, left);
    if (card->answer[0])
        styled_markdown(out, card->answer, width);
    else
        styled_plain(out, "A draft: this card has no answer yet.", STYLE_FAINT, width);
}

bool card_text_sentence(const struct card *card, enum cloze_marks marks, struct buf *sentence)
{
    return card->cloze && card->answer[0] &&
           cloze_reveal(card->cloze, card->variant, marks, sentence);
}

/* The first line that contains text in this style; 0 if there is none. */
static int card_text_find(const struct styled *styled, enum style style)
{
    const char *bytes = buf_string(&styled->styles);
    for (size_t i = 0; i < styled->count; i++)
        if (memchr(bytes + styled->lines[i].start, (char)style, styled->lines[i].length))
            return (int)i;
    return 0;
}

/* A hash of everything that the lines depend on, except text->shown; never 0. */
static uint64_t card_text_hash_of(
    const struct styled *styled, const struct card_face *face, int width)
{
    const struct card *card = face->card;
    const int shape[] = {width, styled->wide, styled->links_work, face->answer, face->hint};
    uint64_t hash = hash_add(0, shape, sizeof shape);
    hash = hash_text(hash, card->question);
    hash = hash_text(hash, card->hint);
    hash = hash_text(hash, card->cloze ? card->cloze : "");
    hash = hash_text(hash, card->answer);
    if (face->typed)
        hash = hash_add(hash_text(hash, face->typed), face->rules, sizeof *face->rules);
    return hash_text(hash, card->note) | 1;
}

/* Lays out what was typed, compared with the answer. */
static void card_text_lay_typed(
    struct card_text *text, const struct card_face *face, int width, int *left)
{
    typed_compare(face->typed, face->card->answer, face->rules, &text->typed);
    text->styled.failed |= text->typed.failed;
    if (text->typed.failed || text->typed.verdict == TYPED_NOTHING)
        return;
    card_text_lay_blank(text, left);
    typed_lines(&text->styled, &text->typed, width);
}

static void card_text_lay_lines(
    struct card_text *text, const struct card_face *face, int width, int blanks)
{
    struct styled *styled = &text->styled;
    const struct card *card = face->card;
    struct buf shown = {0};
    bool in_place = face->answer && card_text_sentence(card, CLOZE_MARKS, &shown);
    styled_clear(styled);
    typed_result_done(&text->typed);
    text->blanks = text->shown = 0;
    if (!in_place)
        cloze_mark_question(card, &shown);
    styled_marked(styled, buf_string(&shown), width);
    if (face->hint) {
        card_text_lay_blank(text, &blanks);
        card_text_lay_labelled(styled, "*Hint:* ", card->hint, width);
    }
    text->answer = in_place ? card_text_find(styled, STYLE_GAP) : (int)styled->count;
    if (face->answer && face->typed)
        card_text_lay_typed(text, face, width, &blanks);
    if (face->answer && !in_place)
        card_text_lay_answer(text, card, width, &blanks);
    if (face->answer && card->note[0]) {
        card_text_lay_blank(text, &blanks);
        card_text_lay_labelled(styled, "*Note:* ", card->note, width);
    }
    styled->failed |= shown.failed;
    buf_done(&shown);
}

void card_text_lay(struct card_text *text, const struct card_face *face, int width, int rows)
{
    struct styled *styled = &text->styled;
    uint64_t hash = card_text_hash_of(styled, face, width);
    if (hash != text->hash || styled->failed)
        card_text_lay_lines(text, face, width, rows);
    text->hash = hash;
    int spare = rows - ((int)styled->count - text->shown);
    int blanks = spare < 0 ? 0 : spare < text->blanks ? spare : text->blanks;
    if (blanks != text->shown)
        card_text_lay_lines(text, face, width, blanks);
}

void card_text_done(struct card_text *text)
{
    styled_done(&text->styled);
    typed_result_done(&text->typed);
    *text = (struct card_text){0};
}

#include "view/card_text.h"

#include "base/hash.h"
#include "text/md_styled.h"
#include "view/picture.h"
#include "view/typed_lines.h"

#include <limits.h>
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
    hash = hash_add(hash, &face->files, sizeof face->files);
    hash = hash_text(hash, card->question);
    hash = hash_text(hash, card->hint);
    hash = hash_text(hash, card->cloze ? card->cloze : "");
    hash = hash_text(hash, card->answer);
    for (size_t i = 0; i < styled->picture_count; i++) {
        const struct styled_picture *picture = &styled->pictures[i];
        const int size[] = {picture->id, picture->rows, picture->cols};
        hash = hash_add(hash_text(hash, picture->address), size, sizeof size);
    }
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

/* ---- pictures ---- */

#define ROWS_MIN  4  /* a picture never shrinks below this to make space for text */
#define ROWS_GOOD 10 /* nor below this to keep blank lines */

/* Sets the sizes of the pictures to at most that many rows each. */
static void card_text_size_pictures(struct card_text *text, int width, int rows_max)
{
    const struct card_pictures *pictures = &text->pictures;
    for (size_t i = 0; i < pictures->count; i++) {
        const struct card_picture *picture = &pictures->list[i];
        struct styled_picture *size = &text->sizes[i];
        *size = (struct styled_picture){.address = picture->address, .id = picture->id};
        picture_fit(picture->width, picture->height, rows_max, width, pictures->cell_width,
            pictures->cell_height, &size->rows, &size->cols);
    }
    text->styled.pictures = text->sizes;
    text->styled.picture_count = pictures->count;
}

/* Makes the pictures as large as they can be in `rows` lines, from `least` to `most` rows each.
 * Returns whether they fit. `uses` says how often each picture is shown. */
static bool card_text_fit_pictures(
    struct card_text *text, const int *uses, int width, int rows, int least, int most)
{
    for (int each = rows < most ? rows : most; each >= least; each--) {
        int taken = 0;
        card_text_size_pictures(text, width, each);
        for (size_t i = 0; i < text->pictures.count; i++)
            taken += uses[i] * text->sizes[i].rows;
        if (taken <= rows)
            return true;
    }
    return false;
}

/* Counts how often each picture is shown. Returns the number of lines without them. */
static int card_text_count(const struct card_text *text, int uses[CARD_PICTURES_MAX])
{
    const struct styled *styled = &text->styled;
    int lines = (int)styled->count;
    for (size_t i = 0; i < styled->count; i++) {
        const struct picture_row *row = &styled->lines[i].picture;
        lines -= row->id != 0;
        for (size_t p = 0; row->id && row->row == 0 && p < text->pictures.count; p++)
            uses[p] += text->pictures.list[p].id == row->id;
    }
    return lines;
}

static uint64_t card_text_fit_hash(
    const struct card_text *text, const struct card *card, int width, int rows, int blanks)
{
    const struct card_face whole = {.card = card, .hint = true, .answer = true};
    const int shape[] = {rows, blanks, text->pictures.cell_width, text->pictures.cell_height};
    uint64_t hash = card_text_hash_of(&(struct styled){.wide = text->styled.wide}, &whole, width);
    for (size_t i = 0; i < text->pictures.count; i++)
        hash = hash_add(hash, &text->pictures.list[i].id, sizeof text->pictures.list[i].id);
    return hash_add(hash, shape, sizeof shape) | 1;
}

void card_text_fit(struct card_text *text, const struct card *card, int width, int rows, int blanks)
{
    const struct card_face whole = {.card = card, .hint = card->hint[0] != '\0', .answer = true};
    int uses[CARD_PICTURES_MAX] = {0};
    uint64_t hash = text->pictures.count ? card_text_fit_hash(text, card, width, rows, blanks) : 0;
    if (hash == text->fitted)
        return;
    text->fitted = hash;
    card_text_size_pictures(text, width, ROWS_MIN);
    if (!hash)
        return;
    card_text_lay_lines(text, &whole, width, INT_MAX);
    int lines = card_text_count(text, uses);
    int left = rows - lines - blanks, most = rows - lines + text->blanks;
    text->hash = 0; /* other lines than these are wanted */
    if (!card_text_fit_pictures(text, uses, width, left, ROWS_GOOD, left) &&
        !card_text_fit_pictures(text, uses, width, most, ROWS_MIN, ROWS_GOOD))
        card_text_size_pictures(text, width, rows * 2 / 3 > ROWS_MIN ? rows * 2 / 3 : ROWS_MIN);
}

void card_text_done(struct card_text *text)
{
    styled_done(&text->styled);
    typed_result_done(&text->typed);
    *text = (struct card_text){0};
}

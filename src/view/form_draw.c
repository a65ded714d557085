/* The form on the screen. A wide screen shows the card beside the fields, others below them, if
 * they leave space. */
#include "view/form.h"

#include "text/text.h"
#include "view/keys.h"
#include "view/phrases.h"
#include "view/widgets.h"

#include <stdio.h>
#include <string.h>

#define LABEL_COLS   10  /* of the names of the fields */
#define WIDE_COLS    100 /* of a screen that shows the card beside the fields */
#define WIDE_MAX     150
#define GAP_COLS     3 /* between the fields and the card */
#define PREVIEW_ROWS 5 /* fewer below the fields would show too little of a card */

static const char *const form_labels[FORM_FIELDS] = {
    "Kind", "Question", "Answer", "Text", "Tags", "Hint", "Note"};
static const char *const form_kinds[FORM_KINDS] = {"basic", "both ways", "gaps"};

/* Where the parts of the form are. */
struct form_places {
    struct column fields, card;
    int rows[FORM_FIELDS];                      /* how many each field takes */
    size_t at[FORM_FIELDS], lines[FORM_FIELDS]; /* the cursor's row of each text, and how many */
};

/* ---- dividing the space ---- */

/* Gives rows to a field, up to `wanted`, as long as there are any left. */
static void form_give(struct form_places *p, size_t field, int wanted, int *left)
{
    int more = wanted - p->rows[field];
    more = more > *left ? *left : more;
    if (more <= 0)
        return;
    p->rows[field] += more;
    *left -= more;
}

/* Divides `left` rows among the fields: a row for each, then what they need, then some more for the
 * texts of the card; the one with the cursor comes first. Returns what is left. */
static int form_divide(const struct form *f, struct form_places *p, int left)
{
    static const size_t large[] = {FORM_QUESTION, FORM_ANSWER, FORM_CLOZE};
    form_give(p, f->field, 1, &left);
    for (size_t i = 0; i < FORM_FIELDS; i++)
        if (form_has(f, (enum form_field)i))
            form_give(p, i, 1, &left);
    form_give(p, f->field, (int)p->lines[f->field], &left);
    for (size_t i = FORM_QUESTION; i < FORM_FIELDS; i++)
        if (form_has(f, (enum form_field)i))
            form_give(p, i, (int)p->lines[i], &left);
    for (int rows = 2; rows <= 3; rows++)
        for (size_t i = 0; i < COUNT(large); i++)
            if (form_has(f, (enum form_field)large[i]))
                form_give(p, large[i], rows, &left);
    return left;
}

static void form_place(struct form *f, const struct frame *frame, struct form_places *p)
{
    bool wide = frame->cols >= WIDE_COLS;
    int rows = p->fields.bottom - p->fields.top, fields = 0, kept = 0;
    p->card = p->fields;
    if (wide) {
        p->fields.width = (p->fields.width - GAP_COLS) / 2;
        p->card.left += p->fields.width + GAP_COLS;
        p->card.width -= p->fields.width + GAP_COLS;
    }
    f->width = p->fields.width - LABEL_COLS - 3; /* a bar before the text, the cursor behind */
    f->width = f->width > 1 ? f->width : 1;
    for (size_t i = 0; i < FORM_FIELDS; i++) {
        p->lines[i] = text_edit_rows(&f->texts[i], f->width, &p->at[i]);
        fields += form_has(f, (enum form_field)i);
    }
    if (!wide && rows - fields > PREVIEW_ROWS)
        kept = (rows - fields) / 2 > PREVIEW_ROWS ? (rows - fields) / 2 : PREVIEW_ROWS;
    int left = form_divide(f, p, rows - kept);
    p->card.top += wide ? 0 : rows - kept - left;
    p->card.bottom = wide || kept ? p->card.bottom : p->card.top;
}

/* ---- the fields ---- */

static void form_put_label(
    const struct form *f, size_t field, struct frame *frame, int row, int left)
{
    bool focused = f->field == field;
    frame_text(frame, row, left, focused ? STYLE_KEY : STYLE_FAINT, form_labels[field]);
}

static void form_put_kinds(
    const struct form *f, struct frame *frame, int row, const struct column *c)
{
    int col = c->left + LABEL_COLS, end = c->left + c->width;
    for (int i = 0; i < FORM_KINDS; i++) {
        bool chosen = i == (int)f->kind;
        char word[PHRASE_SIZE];
        snprintf(word, sizeof word, chosen ? "[%s]" : " %s ", form_kinds[i]);
        enum style style = !chosen ? STYLE_FAINT : f->field == FORM_KIND ? STYLE_NOTICE : STYLE_KEY;
        if (col + (int)strlen(word) <= end)
            col = frame_text(frame, row, col, style, word);
    }
}

/* Draws one row of a text, with the cursor in it if it is at or before `cursor`. */
static void form_put_row(const struct text_edit *text, const struct text_edit_row *row, bool cursor,
    struct frame *frame, int at_row, int col)
{
    struct buf line = {0};
    size_t split = cursor ? text->cursor : row->end;
    int width = text_edit_show(text, row->start, split, &line);
    frame_put(frame, at_row, col, width, STYLE_PLAIN, buf_string(&line), line.length);
    if (cursor) {
        frame_text(frame, at_row, col + width, STYLE_KEY, "▏");
        size_t before = line.length;
        int rest = text_edit_show(text, split, row->end, &line);
        frame_put(frame, at_row, col + width + 1, rest, STYLE_PLAIN, buf_string(&line) + before,
            line.length - before);
    }
    frame->failed |= line.failed;
    buf_done(&line);
}

static void form_put_text(
    struct form *f, const struct form_places *p, size_t field, struct frame *frame, int top)
{
    const struct text_edit *text = &f->texts[field];
    size_t rows = (size_t)p->rows[field], *first = &f->tops[field], number = 0;
    int col = p->fields.left + LABEL_COLS;
    bool focused = f->field == field;
    if (*first + rows > p->lines[field])
        *first = p->lines[field] > rows ? p->lines[field] - rows : 0;
    if (p->at[field] < *first)
        *first = p->at[field];
    if (p->at[field] >= *first + rows)
        *first = p->at[field] - rows + 1;
    struct text_edit_row row = text_edit_row(text, 0, f->width);
    for (; number < *first + rows; number++) {
        if (number >= *first)
            form_put_row(text, &row, focused && number == p->at[field], frame,
                top + (int)(number - *first), col + 2);
        if (row.last)
            break;
        row = text_edit_row(text, row.next, f->width);
    }
    for (int i = 0; i < (int)rows; i++)
        frame_text(frame, top + i, col, focused ? STYLE_BAR : STYLE_BAR_REST, "│");
    if (*first > 0)
        frame_text(frame, top, col, STYLE_KEY, "▲");
    if (*first + rows < p->lines[field])
        frame_text(frame, top + (int)rows - 1, col, STYLE_KEY, "▼");
}

static void form_put_fields(struct form *f, const struct form_places *p, struct frame *frame)
{
    int row = p->fields.top;
    for (size_t i = 0; i < FORM_FIELDS; i++) {
        if (p->rows[i] == 0)
            continue;
        form_put_label(f, i, frame, row, p->fields.left);
        if (i == FORM_KIND)
            form_put_kinds(f, frame, row, &p->fields);
        else
            form_put_text(f, p, i, frame, row);
        frame_zone(frame, row, p->fields.left, p->rows[i], p->fields.width,
            KEY_CLICK(CLICK_ROW, (uint32_t)i));
        row += p->rows[i];
    }
}

/* ---- how the card will look ---- */

static void form_put_rule(const char *label, struct frame *frame, const struct column *c)
{
    frame_run(frame, c->top, c->left, c->width, STYLE_BAR_REST, "─");
    int col = frame_text(frame, c->top, c->left + 2, STYLE_PLAIN, " ");
    col = frame_text(frame, c->top, col, STYLE_FAINT, label);
    frame_text(frame, c->top, col, STYLE_PLAIN, " ");
}

static void form_lay_card(
    struct form *f, const struct card *card, struct frame *frame, const struct column *c)
{
    const struct card_face face = {.card = card, .hint = card->hint[0] != '\0', .answer = true};
    int rows = c->bottom - c->top, top = 0;
    f->preview.styled.links_work = f->links_work;
    card_text_lay(&f->preview, &face, c->width, rows);
    int lines = (int)f->preview.styled.count;
    if (lines > rows && f->field != FORM_QUESTION && f->field != FORM_CLOZE)
        top = lines - rows;
    for (int i = 0; i < rows && top + i < lines; i++)
        frame_styled(frame, c->top + i, c->left, &f->preview.styled, (size_t)(top + i));
    frame->failed |= f->preview.styled.failed;
}

static unsigned form_count_cards(const struct deck_entry *entry, struct frame *frame)
{
    struct card_texts texts = {0};
    struct card card;
    unsigned count = 0;
    while (deck_entry_card(entry, count, &texts, &card))
        count++;
    frame->failed |= card_texts_failed(&texts);
    card_texts_done(&texts);
    return count;
}

static void form_put_card(struct form *f, struct frame *frame, struct column c)
{
    struct deck_entry entry = {0};
    struct card_texts texts = {0};
    struct card card;
    struct err err;
    char label[PHRASE_SIZE] = "The card";
    if (c.bottom - c.top < 2)
        return;
    enum err_code code = form_entry(f, &entry, &err);
    unsigned count = code ? 0 : form_count_cards(&entry, frame);
    if (count > 1)
        snprintf(label, sizeof label, "The first of %u cards", count);
    form_put_rule(label, frame, &c);
    c.top++;
    if (code == ERR_MISTAKE)
        widget_untrusted(frame, c.top, c.left, c.width, STYLE_FAINT, err.message);
    else if (!code && deck_entry_card(&entry, 0, &texts, &card))
        form_lay_card(f, &card, frame, &c);
    frame->failed |= code == ERR_MEMORY || card_texts_failed(&texts);
    card_texts_done(&texts);
    deck_entry_done(&entry);
}

/* ---- the whole screen ---- */

static void form_put_heading(const struct form *f, struct frame *frame, struct column *c)
{
    struct buf title = {0}, count = {0};
    int max = frame->cols >= WIDE_COLS ? WIDE_MAX : MEASURE_MAX, used = 0;
    if (f->added)
        phrase_count(f->added, "card", &count);
    buf_text(&count, f->added ? " added" : "");
    *c = widget_heading("", max, frame);
    if (frame->rows >= ROOMY_ROWS)
        c->top--;
    used = text_width(buf_string(&count), count.length);
    buf_text(&title, f->edits ? "Edit a card of " : "Add to ");
    text_safe(&title, f->deck, TEXT_ONE_LINE);
    frame_text(frame, 0, c->left + c->width - used, STYLE_FAINT, buf_string(&count));
    frame->failed |= count.failed;
    buf_done(&count);
    widget_line(frame, 0, c->left, c->width - used - 2 * (used > 0), STYLE_TITLE, &title);
}

static void form_put_notice(const struct form *f, struct frame *frame, struct column *c)
{
    if (f->asks)
        widget_notice("Leave without saving?", STYLE_WARNING, frame, c);
    else if (f->notice.length)
        widget_notice(buf_string(&f->notice), f->warns ? STYLE_WARNING : STYLE_NOTICE, frame, c);
    else
        widget_notice(buf_string(&f->twin), STYLE_NOTICE, frame, c);
    frame->failed |= f->notice.failed || f->twin.failed;
}

bool form_draw(struct form *f, struct frame *frame)
{
    struct form_places places = {0};
    struct column c;
    if (widget_too_small(frame))
        return !frame->failed;
    if (f->overlay.shown) {
        overlay_draw_keys(&f->overlay, &form_keys, f->settings, form_stage(f), frame);
        return !frame->failed;
    }
    form_put_heading(f, frame, &c);
    widget_keys(&form_keys, f->settings, form_stage(f), 0, frame, &c);
    form_put_notice(f, frame, &c);
    places.fields = c;
    form_place(f, frame, &places);
    form_put_fields(f, &places, frame);
    form_put_card(f, frame, places.card);
    return !frame->failed;
}

/* The fields of a form, and what keys do there. */
#include "view/form.h"

#include "base/hash.h"
#include "study/adding.h"
#include "text/text.h"
#include "view/keys.h"
#include "view/phrases.h"

#include <string.h>

void form_done(struct form *f)
{
    for (size_t i = 0; i < FORM_FIELDS; i++)
        text_edit_done(&f->texts[i]);
    buf_done(&f->notice);
    buf_done(&f->twin);
    card_text_done(&f->preview);
}

/* ---- what is typed ---- */

bool form_has(const struct form *f, enum form_field field)
{
    bool gaps = f->kind == FORM_GAPS;
    return field == FORM_CLOZE ? gaps : !gaps || (field != FORM_QUESTION && field != FORM_ANSWER);
}

static uint64_t form_hash(const struct form *f)
{
    uint64_t hash = f->edits ? (uint64_t)f->kind : 0;
    for (size_t i = 0; i < FORM_FIELDS; i++)
        hash = hash_text(hash, buf_string(&f->texts[i].text));
    return hash;
}

bool form_is_unsaved(const struct form *f)
{
    return form_hash(f) != f->begun;
}

static enum form_field form_first_field(const struct form *f)
{
    return f->kind == FORM_GAPS ? FORM_CLOZE : FORM_QUESTION;
}

void form_begin(struct form *f, const struct deck_entry *entry)
{
    static const struct deck_entry none;
    entry = entry ? entry : &none;
    const struct buf *const texts[FORM_FIELDS] = {[FORM_QUESTION] = &entry->question,
        [FORM_ANSWER] = &entry->answer,
        [FORM_CLOZE] = &entry->cloze,
        [FORM_TAGS] = &entry->tags,
        [FORM_HINT] = &entry->hint,
        [FORM_NOTE] = &entry->note};
    for (size_t i = FORM_QUESTION; i < FORM_FIELDS; i++)
        text_edit_set(&f->texts[i], buf_string(texts[i]));
    f->texts[FORM_TAGS].one_line = true;
    f->kind = entry->cloze.length ? FORM_GAPS : entry->reverse ? FORM_BOTH_WAYS : FORM_BASIC;
    f->type = entry->type;
    f->type_given = entry->type_given;
    f->field = form_first_field(f);
    f->begun = form_hash(f);
}

void form_saved(struct form *f)
{
    f->begun = form_hash(f);
    if (f->edits)
        return;
    f->added++;
    for (size_t i = FORM_QUESTION; i < FORM_FIELDS; i++)
        if (i != FORM_TAGS)
            text_edit_set(&f->texts[i], "");
    f->field = form_first_field(f);
    f->begun = form_hash(f);
    buf_clear(&f->twin);
    buf_clear(&f->notice);
    buf_text(&f->notice, "Added to ");
    text_safe(&f->notice, f->deck, TEXT_ONE_LINE);
    buf_text(&f->notice, ": ");
    phrase_count(f->added, "card", &f->notice);
    buf_text(&f->notice, " so far");
    f->warns = false;
}

/* Appends a text without blank lines before it and white space after it. */
static void form_take(const struct form *f, enum form_field field, struct buf *to)
{
    const char *text = buf_string(&f->texts[field].text);
    if (!form_has(f, field))
        return;
    text += strspn(text, "\n");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\n", text[length - 1]))
        length--;
    buf_add(to, text, length);
}

/* Fills in the entry's texts except its tags. */
static void form_take_texts(const struct form *f, struct deck_entry *entry)
{
    deck_entry_clear(entry);
    form_take(f, FORM_QUESTION, &entry->question);
    form_take(f, FORM_ANSWER, &entry->answer);
    form_take(f, FORM_CLOZE, &entry->cloze);
    form_take(f, FORM_HINT, &entry->hint);
    form_take(f, FORM_NOTE, &entry->note);
    entry->reverse = f->kind == FORM_BOTH_WAYS;
    entry->type = f->type;
    entry->type_given = f->type_given;
}

enum err_code form_entry(const struct form *f, struct deck_entry *entry, struct err *err)
{
    bool ok = true;
    const char *wrong = NULL;
    size_t length = 0;
    form_take_texts(f, entry);
    adding_tags(buf_string(&f->texts[FORM_TAGS].text), &entry->tags, &wrong, &length);
    const char *mistake = adding_mistake(entry, &ok);
    if (!ok || !deck_entry_is_whole(entry))
        return err_memory(err);
    if (f->kind == FORM_GAPS && !entry->cloze.length)
        mistake = "Write a text first, with {{...}} around the part to hide";
    if (mistake)
        return err_set(err, ERR_MISTAKE, "%s", mistake);
    return wrong ? err_set(err, ERR_MISTAKE, "\"%.*s\" cannot be a tag: write words without '!'",
                       (int)length, wrong)
                 : ERR_NONE;
}

/* ---- keys ---- */

#define TYPING   1U
#define CHOOSING 2U
#define ASKED    4U
#define FILLING  (TYPING | CHOOSING)

static const struct key_row form_rows[] = {
    {"save", {KEY_CTRL('s')}, FILLING, {.command = FORM_SAVE}, "save", 0,
        "save the card, and begin the next"},
    {"leave", {KEY_ESCAPE_CODE}, FILLING, {.command = FORM_LEAVE}, "leave", 0,
        "leave; asks first if something is not saved"},
    {"next-field", {KEY_TAB_CODE}, FILLING, {.command = FORM_NEXT}, "next field", 0,
        "go to the next field"},
    {"kind-next", {KEY_RIGHT_CODE, ' '}, CHOOSING, {.command = FORM_TURN}, "kind", 0,
        "choose the kind of card: basic, both ways, or with gaps"},
    {"kind-back", {KEY_LEFT_CODE}, CHOOSING, {.command = FORM_BACK}, NULL, 0,
        "choose the kind of card: basic, both ways, or with gaps"},
    {"leave-unsaved", {'y'}, ASKED, {.quit = true}, "leave", 0, "leave without saving"},
    {"stay", {'n', KEY_ESCAPE_CODE, KEY_ENTER_CODE}, ASKED, {.command = FORM_STAY}, "stay", 0,
        "stay; any other key does the same"},
    {NULL, {KEY_LETTERS_CODE}, TYPING, {0}, NULL, 0, "write; a paste is written, too"},
    {NULL, {KEY_ENTER_CODE}, TYPING, {0}, NULL, 0, "new line; in the tags: next field"},
    {NULL, {KEY_UP_CODE, KEY_DOWN_CODE}, FILLING, {0}, NULL, 0,
        "move by a line, and on to the field above or below"},
    {NULL, {KEY_HOME_CODE, KEY_CTRL('a'), KEY_END_CODE, KEY_CTRL('e')}, TYPING, {0}, NULL, 0,
        "go to the line's start or end"},
    {NULL, {KEY_BACKSPACE_CODE, KEY_DELETE_CODE}, TYPING, {0}, NULL, 0,
        "delete the letter before or after the cursor"},
    {NULL, {KEY_CTRL('w')}, TYPING, {0}, NULL, 0, "delete the word before the cursor"},
    {NULL, {KEY_CTRL('u'), KEY_CTRL('k')}, TYPING, {0}, NULL, 0,
        "delete to the line's start or end"},
    {"help", {KEY_F1_CODE}, FILLING, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    TERMINAL_ROWS(FILLING),
};
const struct key_table form_keys = {form_rows, COUNT(form_rows), true};

unsigned form_stage(const struct form *f)
{
    return f->asks ? ASKED : f->field == FORM_KIND ? CHOOSING : TYPING;
}

/* Moves to the next field that this kind of card has, or to the one before. */
static void form_move(struct form *f, int by)
{
    do
        f->field = (enum form_field)(((int)f->field + by + FORM_FIELDS) % FORM_FIELDS);
    while (!form_has(f, f->field));
}

/* Moves a text to an empty field. */
static void form_carry(struct form *f, enum form_field from, enum form_field to)
{
    if (f->texts[to].text.length)
        return;
    text_edit_set(&f->texts[to], buf_string(&f->texts[from].text));
    text_edit_set(&f->texts[from], "");
}

/* Turns to another kind of card. What was written as the question stays in sight as the text with
 * gaps, and the other way round. */
static void form_turn(struct form *f, int by)
{
    bool gaps = f->kind == FORM_GAPS;
    f->kind = (enum form_kind)(((int)f->kind + by + FORM_KINDS) % FORM_KINDS);
    if (!gaps && f->kind == FORM_GAPS)
        form_carry(f, FORM_QUESTION, FORM_CLOZE);
    else if (gaps && f->kind != FORM_GAPS)
        form_carry(f, FORM_CLOZE, FORM_QUESTION);
}

static void form_do_command(struct form *f, struct intent *intent)
{
    switch (intent->command) {
    case FORM_NEXT:
        form_move(f, 1);
        break;
    case FORM_LEAVE:
        f->asks = form_is_unsaved(f);
        intent->quit = !f->asks;
        break;
    case FORM_TURN:
    case FORM_BACK:
        form_turn(f, intent->command == FORM_TURN ? 1 : -1);
        break;
    default:
        break;
    }
}

/* A key that is not in the table: for the text or, if that has no use for it, for moving on. */
static void form_type(struct form *f, uint32_t key)
{
    struct text_edit *text = &f->texts[f->field];
    if (f->field != FORM_KIND && text_edit_key(text, key, f->width > 0 ? f->width : 1)) {
        f->warns = text->full || text->text.failed;
        if (f->warns)
            buf_text(&f->notice,
                text->full ? "This field is full: 64 KiB" : "Not written: out of memory");
        text->text.failed = false;
        return;
    }
    if (key == KEY_UP_CODE && f->field != FORM_KIND)
        form_move(f, -1);
    else if (key == KEY_DOWN_CODE && f->field != FORM_NOTE)
        form_move(f, 1);
    else if (key == KEY_ENTER_CODE)
        form_move(f, 1);
}

/* A click on a field puts the cursor there. */
static bool form_click(struct form *f, uint32_t key)
{
    if (key_click_of(key) != CLICK_ROW || key_click_number(key) >= FORM_FIELDS)
        return false;
    f->field = (enum form_field)key_click_number(key);
    return true;
}

struct intent form_key(struct form *f, uint32_t key)
{
    unsigned stage = form_stage(f);
    struct intent intent = {0};
    buf_clear(&f->notice);
    f->warns = false;
    if (f->overlay.shown) {
        intent = overlay_find(&f->overlay, &form_keys, f->settings, stage, key);
        overlay_follow(&f->overlay, &intent);
        return (struct intent){0};
    }
    bool pasted = key & KEY_PASTED, asked = f->asks;
    f->asks = false;
    if (!pasted)
        intent = keys_find(&form_keys, f->settings, stage, key);
    form_do_command(f, &intent);
    if (intent.overlay)
        f->overlay = (struct overlay_view){intent.overlay, 0, 0};
    if (!intent.command && !intent.overlay && !intent.quit && (pasted || !asked) &&
        !form_click(f, key))
        form_type(f, key);
    return intent;
}

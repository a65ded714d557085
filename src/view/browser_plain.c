/* The browser line by line. The keys are the same, but a number selects a card, "/" is followed by
 * the search, and "d" by the day. */
#include "view/browser.h"

#include "text/md_styled.h"
#include "text/one_line.h"
#include "view/browser_parts.h"
#include "view/phrases.h"
#include "view/plain.h"

#include <stdlib.h>
#include <string.h>

#define PLAIN_WIDTH 72
#define BLANKS      " \t\r\n"

static void browser_plain_add_row(
    const struct browse *browse, size_t row, const char *question, struct buf *out)
{
    char words[PHRASE_SIZE];
    const struct listed_card *card = browse_row(browse, row);
    buf_format(out, "%zu. %s", row + 1, browse_is_marked(browse, card->card_id) ? "* " : "");
    one_line(out, question, PLAIN_WIDTH);
    if (browse->deck_count > 1) {
        buf_text(out, ", ");
        text_safe(out, buf_string(&browse_deck(browse, card)->name), TEXT_ONE_LINE);
    }
    bool rests = schedule_rests(&card->schedule, browse->today);
    const char *when = browser_when(&card->schedule, browse->today, words);
    buf_format(out, ": %s", browser_state(&card->schedule));
    if (rests || card->schedule.due != NO_DAY)
        buf_format(out, ", %s%s", rests ? "" : "due ", when);
    buf_char(out, '\n');
}

enum err_code browser_plain_list(
    struct browser *b, struct browse *browse, struct buf *out, struct err *err)
{
    enum err_code code = browse_questions(browse, b->top, BROWSER_PLAIN_ROWS, &b->questions, err);
    const char *question = buf_string(&b->questions), *end = question + b->questions.length;
    browser_count(browse, out);
    buf_format(out, ", %s %s%s\n", browse->disordered ? "was sorted by" : "sorted by",
        browser_column(browse->sorted_by), browse->descending ? ", descending" : "");
    size_t before = out->length;
    phrase_doubt(browse, out);
    buf_text(out, out->length > before ? "\n" : "");
    for (size_t row = b->top; question < end && !code; row++) {
        browser_plain_add_row(browse, row, question, out);
        question += strlen(question) + 1;
    }
    return code;
}

static void browser_plain_add_text(const char *label, const char *text, struct buf *out)
{
    struct styled styled = {0};
    if (!*text)
        return;
    styled_markdown(&styled, text, PLAIN_WIDTH);
    buf_format(out, "%s:\n", label);
    styled_print(&styled, out);
    styled_done(&styled);
}

enum err_code browser_plain_card(
    struct browser *b, const struct browse *browse, struct buf *out, struct err *err)
{
    const struct card *card = &b->card.card;
    struct buf sentence = {0};
    enum err_code code =
        store_card(browse->store, browse_row(browse, b->row)->card_id, &b->card, err);
    if (code)
        return code;
    buf_format(out, "%zu. ", b->row + 1);
    size_t begin = out->length;
    browser_facts(&b->card, browse->deck_count > 1, out);
    buf_text(out, out->length > begin ? ": " : "");
    browser_schedule(browse, &b->card, out);
    buf_char(out, '\n');
    browser_plain_add_text("Question", card->question, out);
    browser_plain_add_text("Hint", card->hint, out);
    if (!card_text_sentence(card, CLOZE_BRACKETS, &sentence))
        buf_text(
            &sentence, *card->answer ? card->answer : "*A draft: this card has no answer yet.*");
    browser_plain_add_text("Answer", buf_string(&sentence), out);
    browser_plain_add_text("Note", card->note, out);
    out->failed |= sentence.failed;
    buf_done(&sentence);
    return ERR_NONE;
}

/* Whether an intent makes sense in plain mode. Scrolling does not, for example. */
static bool browser_plain_works(const struct intent *does)
{
    return !does->lines && does->command != BROWSER_PREVIEW && does->command != BROWSER_CARD &&
           (does->command || does->overlay || does->edit || does->side || does->quit);
}

/* What the user types after a key on the same line. */
static const char *browser_plain_argument_of(const struct intent *does)
{
    if (does->command == BROWSER_SEARCH)
        return "WORDS";
    if (does->command == BROWSER_ASK_TAGS)
        return " TAG -TAG";
    if (does->command == BROWSER_ASK_MOVE)
        return " DECK";
    return does->command == BROWSER_ASK_DUE ? " DAY" : "";
}

void browser_plain_keys(const struct browser *b, struct buf *out)
{
    buf_text(out, "  a number: show the card\n  Enter: list the next cards\n");
    for (size_t i = 0; i < browser_keys.count; i++) {
        const struct key_row *row = &browser_keys.rows[i];
        uint32_t keys[KEYS_EACH];
        char name[KEY_NAME_SIZE];
        keys_of(&browser_keys, b->settings, row, keys);
        if (browser_plain_works(&row->intent) && keys[0])
            buf_format(out, "  %s%s: %s\n", key_word(keys[0], name),
                browser_plain_argument_of(&row->intent), row->help);
    }
}

/* Whether an intent is about the chosen card. */
static bool browser_plain_needs_card(const struct intent *intent)
{
    return intent->edit || intent->overlay == OVERLAY_HISTORY ||
           intent->command == BROWSER_ASK_DUE || intent->command == BROWSER_ASK_TAGS ||
           (intent->command >= BROWSER_SUSPEND && intent->command <= BROWSER_MOVE) ||
           intent->command == BROWSER_MARK;
}

/* Whether it acts on all marked cards, if there are any. */
static bool browser_plain_takes_marked(const struct intent *intent)
{
    return intent->overlay != OVERLAY_HISTORY && intent->command != BROWSER_MARK;
}

static void browser_plain_add_changes(const struct browser *b, struct buf *out)
{
    for (size_t i = 0; i < browser_keys.count; i++) {
        const struct key_row *row = &browser_keys.rows[i];
        uint32_t keys[KEYS_EACH];
        char name[KEY_NAME_SIZE];
        keys_of(&browser_keys, b->settings, row, keys);
        if (keys[0] && row->intent.command != BROWSER_MARK &&
            (browser_plain_needs_card(&row->intent) || row->intent.command == BROWSER_UNDO))
            buf_format(out, "%s ", key_word(keys[0], name));
    }
    buf_cut(out, out->length - 1);
    buf_text(out, ": change it, ");
}

void browser_plain_prompt(const struct browser *b, const struct browse *browse, struct buf *out)
{
    if (b->chosen)
        browser_plain_add_changes(b, out);
    buf_text(out, "number: show a card, ");
    if (b->top + BROWSER_PLAIN_ROWS < browse->found_count)
        buf_text(out, "Enter: more, ");
    buf_text(out, "/WORDS: search, ?: all keys, q: leave > ");
}

/* ---- lines ---- */

static struct intent browser_plain_search(struct browser *b, const char *words)
{
    buf_clear(&b->typed);
    buf_add(&b->typed, words, strcspn(words, "\r\n"));
    browser_rewind(b);
    return (struct intent){.command = BROWSER_LOOK};
}

static struct intent browser_plain_choose(
    struct browser *b, const struct browse *browse, const char *line, bool *unclear)
{
    char *end;
    unsigned long long number = strtoull(line, &end, 10);
    *unclear = number == 0 || number > browse->found_count || end[strspn(end, BLANKS)] != '\0';
    if (*unclear)
        return (struct intent){0};
    b->row = (size_t)number - 1;
    b->chosen = true;
    return (struct intent){.command = BROWSER_SHOW};
}

static struct intent browser_plain_next_page(struct browser *b, const struct browse *browse)
{
    if (b->top + BROWSER_PLAIN_ROWS < browse->found_count)
        b->top += BROWSER_PLAIN_ROWS;
    else
        buf_text(&b->notice, "No more cards");
    return (struct intent){.lines = b->notice.length ? 0 : SCREEN_PAGE};
}

static struct intent browser_plain_set_due(
    struct browser *b, const struct browse *browse, const char *day)
{
    if (day_parse_ahead(day, browse->today, &b->due))
        return (struct intent){.command = BROWSER_SET_DUE};
    buf_text(&b->notice, "Add the day: 3, +3, today, tomorrow or 2026-12-01");
    b->warns = true;
    return (struct intent){0};
}

/* Takes the tags, or the name of a deck, that follow the key. */
static struct intent browser_plain_take(
    struct browser *b, const struct browse *browse, int command, const char *rest)
{
    buf_clear(&b->asked);
    buf_add(&b->asked, rest, strcspn(rest, "\r\n"));
    if (command == BROWSER_ASK_MOVE)
        return (struct intent){.command = BROWSER_ASK_MOVE};
    b->line = BROWSER_TAG_LINE;
    struct intent intent = browser_take_below(b, browse);
    b->line = BROWSER_NO_LINE;
    return intent;
}

struct intent browser_plain_line(
    struct browser *b, const struct browse *browse, const char *line, bool *unclear)
{
    *unclear = false;
    buf_clear(&b->notice);
    b->warns = false;
    b->marks = browse->marked.count > 0;
    line += strspn(line, BLANKS);
    size_t length = strcspn(line, BLANKS);
    const char *rest = line + length + strspn(line + length, BLANKS);
    if (*line == '/')
        return browser_plain_search(b, line + 1);
    if (*line >= '0' && *line <= '9')
        return browser_plain_choose(b, browse, line, unclear);
    if (length == 0)
        return browser_plain_next_page(b, browse);
    struct intent intent =
        keys_find(&browser_keys, b->settings, browser_stage(b), plain_key(line, length));
    if (browser_plain_needs_card(&intent) && !b->chosen &&
        !(b->marks && browser_plain_takes_marked(&intent))) {
        buf_text(&b->notice, "Choose a card first, by number");
        return (struct intent){0};
    }
    if (intent.command == BROWSER_ASK_DUE)
        return browser_plain_set_due(b, browse, rest);
    if (intent.command == BROWSER_ASK_TAGS || intent.command == BROWSER_ASK_MOVE)
        return browser_plain_take(b, browse, intent.command, rest);
    if (intent.command == BROWSER_ERASE_ALL)
        return browser_plain_search(b, "");
    *unclear = !browser_plain_works(&intent) || *rest;
    if (*unclear)
        intent = (struct intent){0};
    return intent;
}

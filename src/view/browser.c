/* What keys do in the list of cards.
 *
 *          ┌──── / ────> SEARCH LINE ──enter, esc: keep the search────┐
 *   LIST ──┤                                                          ├──> LIST
 *          └─ d, #, m ─> LINE BELOW ──enter: do it; esc: cancel───────┘
 *
 * In the list, esc closes a preview that covers the list, else clears the search, else unmarks all
 * cards, else leaves. */
#include "view/browser.h"

#include "view/browser_parts.h"
#include "view/phrases.h"
#include "view/widgets.h"

#include <string.h>

void browser_done(struct browser *b)
{
    buf_done(&b->typed);
    buf_done(&b->asked);
    buf_done(&b->add);
    buf_done(&b->remove);
    browser_clear_targets(b);
    buf_done(&b->questions);
    buf_done(&b->notice);
    stored_card_done(&b->card);
    card_text_done(&b->text);
    card_history_done(&b->history);
    *b = (struct browser){0};
}

/* ---- the selected row ---- */

static int64_t browser_selected_card(const struct browser *b, const struct browse *browse)
{
    return b->row < browse->found_count ? browse_row(browse, b->row)->card_id : 0;
}

void browser_rewind(struct browser *b)
{
    b->row = b->top = b->looked = 0;
    b->wanted = 0;
    b->chosen = false;
}

void browser_restart(struct browser *b, const struct browse *browse)
{
    int64_t wanted = b->wanted ? b->wanted : browser_selected_card(b, browse);
    browser_rewind(b);
    b->wanted = wanted;
}

void browser_follow(struct browser *b, const struct browse *browse)
{
    for (; b->wanted && b->looked < browse->found_count; b->looked++) {
        if (browse_row(browse, b->looked)->card_id != b->wanted)
            continue;
        b->row = b->looked;
        b->wanted = 0;
        b->chosen = true;
    }
    if (!browse_is_searching(browse))
        b->wanted = 0;
}

void browser_select(struct browser *b, const struct browse *browse, int64_t card_id)
{
    b->wanted = card_id;
    b->looked = 0;
    browser_follow(b, browse);
}

static void browser_move(struct browser *b, const struct browse *browse, int lines)
{
    long page = b->page > 1 ? (long)b->page - 1 : 1, last = (long)browse->found_count - 1;
    long rows = lines == SCREEN_PAGE ? page : lines == -SCREEN_PAGE ? -page : lines;
    long row = (long)b->row + rows;
    b->row = (size_t)(row > last ? (last < 0 ? 0 : last) : row < 0 ? 0 : row);
    b->wanted = 0;
}

void browser_next(struct browser *b, const struct browse *browse)
{
    browser_move(b, browse, 1);
}

void browser_tell_marked(const struct browse *browse, struct buf *out)
{
    if (browse->marked.count)
        phrase_count(browse->marked.count, "card", out);
    buf_text(out, browse->marked.count ? " marked" : "No cards are marked");
}

/* ---- keys ---- */

/* The stages of the list: unfiltered, filtered by a search, covered by the preview, unfiltered with
 * marked cards. */
#define ALL      1U
#define NARROWED 2U
#define COVERED  4U
#define MARKED   8U
#define ANY      (ALL | NARROWED | COVERED | MARKED)
#define TYPED    1U /* the only stage of an input line */

#define HELP_SELECT "select another card"
#define HELP_TEXT   "scroll the card"

static const struct key_row browser_rows[] = {
    {"search", {'/'}, ANY, {.command = BROWSER_SEARCH}, "find", 0,
        "search: every letter narrows the list"},
    {"show", {KEY_ENTER_CODE}, ANY, {.command = BROWSER_CARD}, "show", 0,
        "show the card alone, as in a review"},
    {"preview", {'p'}, ANY, {.command = BROWSER_PREVIEW}, "card", WHEN_RANK(2),
        "show or hide the card beside the list"},
    {"suspend", {'s'}, ANY, {.command = BROWSER_SUSPEND}, "suspend", 0, "suspend or resume it"},
    {"set-due", {'d'}, ANY, {.command = BROWSER_ASK_DUE}, "due", 0, "set its due day"},
    {"edit", {'e'}, ANY, {.edit = true}, "edit", 0, "edit the card in its file"},
    {"edit-form", {'E'}, ANY, {.form = true}, NULL, 0, "edit the card in a form"},
    {"undo", {'u', KEY_BACKSPACE_CODE}, ANY, {.command = BROWSER_UNDO}, "undo", WHEN_DONE,
        "undo the last change"},
    {"mark", {KEY_TAB_CODE}, ANY, {.command = BROWSER_MARK}, "mark", WHEN_RANK(1),
        "mark or unmark it; keys then act on all marked cards"},
    {"mark-all", {'*'}, ANY, {.command = BROWSER_MARK_FOUND}, NULL, 0,
        "mark all cards found, or unmark them"},
    {"sort", {'o'}, ANY, {.command = BROWSER_SORT}, "sort", WHEN_RANK(1),
        "sort by the next column"},
    {"reverse", {'O'}, ANY, {.command = BROWSER_REVERSE}, "reverse", WHEN_RANK(6),
        "reverse the order"},
    {"reset", {'r'}, ANY, {.command = BROWSER_RESET}, "reset", WHEN_RANK(4),
        "reset it to new (its ratings stay in the log)"},
    {"bury", {'b'}, ANY, {.command = BROWSER_BURY}, "bury", WHEN_RANK(3), "bury it until tomorrow"},
    {"leech", {'t'}, ANY, {.command = BROWSER_LEECH}, "leech", WHEN_RANK(5),
        "mark or unmark it as a leech"},
    {"history", {'i'}, ANY, {.overlay = OVERLAY_HISTORY}, "history", WHEN_RANK(2),
        "show the card's ratings"},
    {"tags", {'#'}, ANY, {.command = BROWSER_ASK_TAGS}, "tags", WHEN_RANK(4),
        "add tags to it in its file, or remove them"},
    {"move", {'m'}, ANY, {.command = BROWSER_ASK_MOVE}, "move", WHEN_RANK(4),
        "move it to another deck's file"},
    {"up", {KEY_UP_CODE, 'k'}, ANY, {.lines = -1}, NULL, 0, HELP_SELECT},
    {"down", {KEY_DOWN_CODE, 'j'}, ANY, {.lines = 1}, NULL, 0, HELP_SELECT},
    {"page-up", {KEY_PAGE_UP_CODE, KEY_CTRL('b')}, ANY, {.lines = -SCREEN_PAGE}, NULL, 0,
        HELP_PAGE},
    {"page-down", {KEY_PAGE_DOWN_CODE, KEY_CTRL('f')}, ANY, {.lines = SCREEN_PAGE}, NULL, 0,
        HELP_PAGE},
    {"top", {KEY_HOME_CODE, 'g'}, ANY, {.lines = -SCREEN_END}, NULL, 0, HELP_ENDS},
    {"bottom", {KEY_END_CODE, 'G'}, ANY, {.lines = SCREEN_END}, NULL, 0, HELP_ENDS},
    {"half-up", {KEY_CTRL('u')}, ANY, {.lines = -SCREEN_HALF}, NULL, 0, HELP_TEXT},
    {"half-down", {KEY_CTRL('d'), ' '}, ANY, {.lines = SCREEN_HALF}, NULL, 0, HELP_TEXT},
    {"close", {KEY_ESCAPE_CODE}, COVERED, {.command = BROWSER_PREVIEW}, NULL, 0,
        "back to the list"},
    {"widen", {KEY_ESCAPE_CODE}, NARROWED, {.command = BROWSER_ERASE_ALL}, NULL, 0,
        "show all cards again"},
    {"unmark", {KEY_ESCAPE_CODE}, MARKED, {.command = BROWSER_UNMARK}, NULL, 0, "unmark all cards"},
    STATISTICS_ROW(ANY, NULL),
    FORECAST_ROW(ANY, NULL),
    RETIRED_ROW(ANY, NULL),
    {"help", {'?', KEY_F1_CODE}, ANY, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    {"quit", {'q'}, ANY, {.quit = true}, "back", 0, "leave"},
    {"leave", {KEY_ESCAPE_CODE}, ALL, {.quit = true}, NULL, 0, "leave"},
    {"redo", {KEY_CTRL('r')}, ANY, {.command = BROWSER_REDO}, "redo", WHEN_UNDONE,
        "redo what was undone last"},
    TERMINAL_ROWS(ANY),
};
const struct key_table browser_keys = {browser_rows, COUNT(browser_rows), false};

static const struct key_row line_rows[] = {
    {"take", {KEY_ENTER_CODE}, TYPED, {.command = BROWSER_TAKE}, "done", 0,
        "accept the line and go to the list"},
    {"close", {KEY_ESCAPE_CODE}, TYPED, {.command = BROWSER_CLOSE}, "back", 0,
        "leave the search; again: show all cards"},
    {NULL, {KEY_LETTERS_CODE}, TYPED, {0}, NULL, 0,
        "show only cards with these in question, answer or tags"},
    EDITING_ROWS(TYPED),
    TYPING_ROWS(TYPED, HELP_SELECT),
    TERMINAL_ROWS(TYPED),
};
const struct key_table search_keys = {line_rows, COUNT(line_rows), true};

unsigned browser_stage(const struct browser *b)
{
    if (b->line)
        return TYPED;
    if (b->look.open)
        return browser_card_stage(b);
    if (b->covered)
        return COVERED;
    return b->typed.length ? NARROWED : b->marks ? MARKED : ALL;
}

const struct key_table *browser_table(const struct browser *b)
{
    return b->line ? &search_keys : b->look.open ? &look_keys : &browser_keys;
}

/* ---- input lines ---- */

static struct buf *browser_text_of_line(struct browser *b)
{
    return b->line > BROWSER_SEARCH_LINE ? &b->asked : &b->typed;
}

/* Searches for the changed text, unless it is of a line below the list. */
static struct intent browser_retyped(struct browser *b, const struct browse *browse)
{
    b->target = 0;
    if (b->line > BROWSER_SEARCH_LINE)
        return (struct intent){0};
    browser_restart(b, browse);
    return (struct intent){.command = BROWSER_LOOK};
}

static struct intent browser_type(
    struct browser *b, const struct browse *browse, uint32_t character)
{
    line_type(browser_text_of_line(b), &b->cursor, character);
    return browser_retyped(b, browse);
}

static struct intent browser_take_line(struct browser *b, const struct browse *browse)
{
    if (b->line != BROWSER_SEARCH_LINE)
        return browser_take_below(b, browse);
    b->line = BROWSER_NO_LINE;
    return (struct intent){0};
}

static void browser_open_line(struct browser *b, enum browser_line line)
{
    b->line = line;
    b->target = 0;
    buf_clear(&b->asked);
    b->cursor = browser_text_of_line(b)->length;
}

/* ---- commands ---- */

/* Carries out the browser's own commands; returns the others. */
static struct intent browser_do_command(struct browser *b, const struct browse *browse, int command)
{
    switch (command) {
    case BROWSER_SEARCH:
        browser_open_line(b, BROWSER_SEARCH_LINE);
        break;
    case BROWSER_ASK_DUE:
    case BROWSER_ASK_TAGS:
    case BROWSER_ASK_MOVE:
        if (!browse->found_count && !b->marks)
            break;
        browser_open_line(b, command == BROWSER_ASK_DUE    ? BROWSER_DUE_LINE
                             : command == BROWSER_ASK_TAGS ? BROWSER_TAG_LINE
                                                           : BROWSER_MOVE_LINE);
        return (struct intent){.command = command == BROWSER_ASK_MOVE ? command : 0};
    case BROWSER_CLOSE:
        b->line = BROWSER_NO_LINE;
        break;
    case BROWSER_TAKE:
        return browser_take_line(b, browse);
    case BROWSER_ERASE_ALL:
        buf_clear(browser_text_of_line(b));
        return browser_retyped(b, browse);
    case BROWSER_PREVIEW:
        b->flipped = !b->flipped;
        break;
    default:
        return (struct intent){.command = browser_card_do(b, browse, command) ? 0 : command};
    }
    return (struct intent){0};
}

static struct intent browser_do_intent(
    struct browser *b, const struct browse *browse, const struct intent *intent)
{
    bool card = browse->found_count > 0;
    if (b->line == BROWSER_MOVE_LINE && intent->lines)
        browser_target_move(b, intent->lines);
    else if (b->look.open && intent->lines)
        widget_scroll(&b->look.top, b->look.page, intent->lines);
    else if (intent->lines == SCREEN_HALF || intent->lines == -SCREEN_HALF)
        widget_scroll(&b->text_top, b->text_page, intent->lines);
    else if (intent->lines)
        browser_move(b, browse, intent->lines);
    if (intent->overlay == OVERLAY_KEYS || (intent->overlay && card)) {
        b->overlay = (struct overlay_view){intent->overlay, 0, 0};
        return *intent;
    }
    if (b->line && line_edit(browser_text_of_line(b), &b->cursor, intent->line))
        return browser_retyped(b, browse);
    if (intent->quit || intent->side || (intent->form && card) ||
        (intent->edit && (card || b->marks)))
        return *intent;
    return browser_do_command(b, browse, intent->command);
}

/* ---- clicks ---- */

/* Selects a row of the screen; a click on the selected one shows its card. */
static void browser_click_row(struct browser *b, const struct browse *browse, size_t number)
{
    size_t row = b->top + number;
    if (row == b->row && !b->card_shown)
        b->flipped = !b->flipped;
    if (row < browse->found_count) {
        b->row = row;
        b->wanted = 0;
    }
}

static struct intent browser_click(struct browser *b, const struct browse *browse, uint32_t key)
{
    size_t number = key_click_number(key), top;
    switch (key_click_of(key)) {
    case CLICK_ROW:
        browser_click_row(b, browse, number);
        break;
    case CLICK_HEAD:
        return (struct intent){.command = BROWSER_SORT_BY + (int)number};
    case CLICK_BAR:
        top = widget_bar_top(number, b->top, b->page, browse->found_count);
        b->row += top - b->top;
        b->top = top;
        b->wanted = 0;
        break;
    case CLICK_CARD_BAR:
        b->text_top = (int)widget_bar_top(
            number, (size_t)b->text_top, (size_t)b->text_page, b->text.styled.count);
        break;
    case CLICK_NOTHING:
        break;
    }
    return (struct intent){0};
}

struct intent browser_key(struct browser *b, const struct browse *browse, uint32_t key)
{
    uint32_t character = key & ~KEY_PASTED;
    buf_clear(&b->notice);
    b->warns = false;
    b->marks = browse->marked.count > 0;
    const struct key_table *table = browser_table(b);
    if (b->overlay.shown) {
        struct intent over = overlay_find(&b->overlay, table, b->settings, browser_stage(b), key);
        overlay_follow(&b->overlay, &over);
        return (struct intent){0};
    }
    if (key_click_of(key))
        return browser_click(b, browse, key);
    if (b->line && key_is_text(character))
        return browser_type(b, browse, character);
    struct intent intent = keys_find(table, b->settings, browser_stage(b), key);
    return browser_do_intent(b, browse, &intent);
}

struct intent browser_key_unseen(const struct browser *b, uint32_t key)
{
    return (struct intent){.quit = keys_find(&browser_keys, b->settings, ALL, key).quit};
}

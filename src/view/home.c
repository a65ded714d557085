/* The rows of the home screen, and what keys do there.
 *
 *          ┌──── / ────> FILTER LINE ──enter, esc: keep the filter────┐
 *   LIST ──┤                                                          ├──> LIST
 *          └──── x ────> IMPORT LINE ──enter: import; esc: cancel─────┘
 *
 * In the list, esc clears the filter and the marks, or else leaves. */
#include "view/home.h"

#include "base/casefold.h"
#include "view/widgets.h"

#include <stdlib.h>
#include <string.h>

void home_done(struct home *home)
{
    buf_done(&home->filter);
    buf_done(&home->path);
    buf_done(&home->notice);
    free(home->marked);
    free(home->rows);
    *home = (struct home){0};
}

/* ---- the list ---- */

static bool home_is_listed(struct home *home, const struct deck_overview *deck)
{
    const char *word = buf_string(&home->filter);
    bool ok = true, listed = true;
    for (word += strspn(word, " "); *word && listed; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        listed = casefold_has(deck->facts.name, word, length, &ok) ||
                 casefold_has(deck->facts.id, word, length, &ok);
        word += length;
    }
    home->failed |= !ok;
    return listed;
}

static void home_add_row(struct home *home, const struct home_row *row)
{
    home->failed |=
        !array_add(&home->rows, &home->row_count, &home->row_capacity, row, sizeof *row);
}

static void home_list_decks(
    struct home *home, const struct overview *overview, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++)
        if (home_is_listed(home, &overview->decks[i]))
            home_add_row(home, &(struct home_row){HOME_DECK, 0, i, 1, true});
}

/* Lists a folder with its decks; nothing if none of them is listed. */
static void home_list_folder(struct home *home, const struct overview *overview, size_t number)
{
    const struct folder_overview *folder = &overview->folders[number];
    size_t heading = home->row_count;
    home_add_row(home, &(struct home_row){HOME_FOLDER, number, folder->first, folder->count, true});
    home_list_decks(home, overview, folder->first, folder->count);
    if (home->failed)
        return;
    size_t listed = home->row_count - heading - 1;
    home->rows[heading].whole = listed == folder->count;
    if (listed == 0)
        home->row_count = heading;
}

static bool home_row_has(
    const struct home_row *row, const struct overview *overview, int64_t deck_id)
{
    for (size_t i = row->first; i < row->first + row->count; i++)
        if (overview->decks[i].facts.deck_id == deck_id)
            return true;
    return false;
}

static void home_select(struct home *home, const struct overview *overview, size_t row)
{
    home->row = row < home->row_count ? row : home->row_count ? home->row_count - 1 : 0;
    if (home->row_count == 0)
        return;
    home->selected = home->rows[home->row].kind;
    home->selected_deck = overview->decks[home->rows[home->row].first].facts.deck_id;
}

/* Selects what was selected before the rows changed; if it is gone, the row in its place. */
static void home_select_again(struct home *home, const struct overview *overview)
{
    for (size_t i = 0; i < home->row_count; i++)
        if (home->rows[i].kind == home->selected &&
            (home->selected == HOME_ALL ||
                home_row_has(&home->rows[i], overview, home->selected_deck))) {
            home->row = i;
            return;
        }
    home_select(home, overview, home->row);
}

void home_list(struct home *home, const struct overview *overview)
{
    size_t listed = 0;
    home->row_count = 0;
    for (size_t i = 0; i < overview->count; i++)
        listed += home_is_listed(home, &overview->decks[i]);
    if (listed > 1)
        home_add_row(
            home, &(struct home_row){HOME_ALL, 0, 0, overview->count, listed == overview->count});
    for (size_t i = 0; i < overview->folder_count; i++)
        home_list_folder(home, overview, i);
    if (overview->folder_count == 0)
        home_list_decks(home, overview, 0, overview->count);
    home_select_again(home, overview);
}

/* ---- the choice ---- */

/* The index of a deck in home->marked; marked_count if it is not marked. */
static size_t home_mark_of(const struct home *home, int64_t deck_id)
{
    size_t i = 0;
    while (i < home->marked_count && home->marked[i] != deck_id)
        i++;
    return i;
}

bool home_is_marked(const struct home *home, int64_t deck_id)
{
    return home_mark_of(home, deck_id) < home->marked_count;
}

void home_mark(struct home *h, int64_t deck_id)
{
    size_t mark = home_mark_of(h, deck_id);
    if (mark < h->marked_count)
        h->marked[mark] = h->marked[--h->marked_count];
    else if (array_grow(&h->marked, h->marked_count, &h->marked_capacity, sizeof *h->marked))
        h->marked[h->marked_count++] = deck_id;
    else
        h->failed = true;
}

/* Whether a deck is a listed one of the selected row. */
static bool home_is_selected(struct home *home, const struct overview *overview, size_t deck)
{
    if (home->row >= home->row_count)
        return false;
    const struct home_row *row = &home->rows[home->row];
    return deck >= row->first && deck < row->first + row->count &&
           home_is_listed(home, &overview->decks[deck]);
}

size_t home_chosen(struct home *home, const struct overview *overview, int64_t *deck_ids)
{
    size_t count = 0;
    const struct deck_overview *mistaken = NULL;
    home_list(home, overview);
    for (size_t i = 0; i < overview->count; i++) {
        const struct deck_overview *deck = &overview->decks[i];
        if (home->marked_count ? !home_is_marked(home, deck->facts.deck_id)
                               : !home_is_selected(home, overview, i))
            continue;
        if (deck->file == FILE_MISTAKEN)
            mistaken = deck;
        else
            deck_ids[count++] = deck->facts.deck_id;
    }
    if (count == 0 && mistaken) {
        buf_text(&home->notice, "This file has mistakes; to list them: drill check ");
        text_safe(&home->notice, mistaken->facts.path, TEXT_ONE_LINE);
    }
    return count;
}

const struct deck_overview *home_selected(struct home *home, const struct overview *overview)
{
    home_list(home, overview);
    bool deck = home->row < home->row_count && home->rows[home->row].kind == HOME_DECK;
    return deck ? &overview->decks[home->rows[home->row].first] : NULL;
}

/* Marks the listed decks of the selected row or, if they are all marked, removes their marks. */
static void home_mark_row(struct home *home, const struct overview *overview)
{
    bool all = true;
    for (size_t i = 0; i < overview->count; i++)
        all &= !home_is_selected(home, overview, i) ||
               home_is_marked(home, overview->decks[i].facts.deck_id);
    for (size_t i = 0; i < overview->count; i++)
        if (home_is_selected(home, overview, i) &&
            home_is_marked(home, overview->decks[i].facts.deck_id) == all)
            home_mark(home, overview->decks[i].facts.deck_id);
}

/* ---- keys ---- */

/* The stages of the list: whether marks or a filter narrow down the choice. */
#define FREE     1U
#define MARKED   2U
#define FILTERED 4U
#define ANY      (FREE | MARKED | FILTERED)
#define TYPED    1U /* the only stage of the filter line */

#define HELP_SELECT "select another deck"

static const struct key_row home_rows[] = {
    {"open", {KEY_ENTER_CODE}, ANY, {.command = HOME_OPEN}, "review", 0,
        "review the marked decks, or the selected one"},
    {"browse", {'b', 'B', KEY_F1_CODE + 1}, ANY, {.side = SIDE_BROWSE}, "browse", 0, HELP_BROWSE},
    {"statistics", {'s', 'S'}, ANY, {.side = SIDE_STATS}, "stats", 0, HELP_STATISTICS},
    {"forecast", {'f', 'F'}, ANY, {.side = SIDE_FORECAST}, "forecast", 0, HELP_FORECAST},
    {"search", {'/'}, ANY, {.command = HOME_FILTER}, "filter", 0,
        "filter: every letter narrows the list"},
    {"quit", {'q'}, ANY, {.quit = true}, "quit", 0, "leave"},
    {"edit", {'e'}, ANY, {.edit = true}, "edit", 0,
        "edit the deck's file, at its first mistake if any"},
    {"add", {'a', 'A'}, ANY, {.add = true}, "add", 0, "write new cards for the deck"},
    {"sort", {'o'}, ANY, {.command = HOME_SORT}, "sort", 0, "sort by name, or by what is due"},
    {"import", {'x'}, ANY, {.command = HOME_ASK}, "import", 0,
        "import decks, or the cards of another program"},
    {"mark", {KEY_TAB_CODE}, ANY, {.command = HOME_MARK}, "mark", 0, "mark or unmark the deck"},
    {"retired", {'r', 'R'}, ANY, {.side = SIDE_RETIRED}, NULL, 0, HELP_RETIRED},
    {"up", {KEY_UP_CODE, 'k'}, ANY, {.lines = -1}, NULL, 0, HELP_SELECT},
    {"down", {KEY_DOWN_CODE, 'j'}, ANY, {.lines = 1}, NULL, 0, HELP_SELECT},
    {"page-up", {KEY_PAGE_UP_CODE, KEY_CTRL('b')}, ANY, {.lines = -SCREEN_PAGE}, NULL, 0,
        HELP_PAGE},
    {"page-down", {KEY_PAGE_DOWN_CODE, KEY_CTRL('f')}, ANY, {.lines = SCREEN_PAGE}, NULL, 0,
        HELP_PAGE},
    {"top", {KEY_HOME_CODE, 'g'}, ANY, {.lines = -SCREEN_END}, NULL, 0, HELP_ENDS},
    {"bottom", {KEY_END_CODE, 'G'}, ANY, {.lines = SCREEN_END}, NULL, 0, HELP_ENDS},
    {"widen", {KEY_ESCAPE_CODE}, MARKED | FILTERED, {.command = HOME_WIDEN}, NULL, 0,
        "clear the filter and all marks"},
    {"leave", {KEY_ESCAPE_CODE}, FREE, {.quit = true}, NULL, 0, "leave"},
    {"help", {'?', KEY_F1_CODE}, ANY, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    TERMINAL_ROWS(ANY),
};
const struct key_table home_keys = {home_rows, COUNT(home_rows), false};

static const struct key_row filter_rows[] = {
    {"take", {KEY_ENTER_CODE}, TYPED, {.command = HOME_CLOSE}, "done", 0,
        "accept the filter and go to the list"},
    {"close", {KEY_ESCAPE_CODE}, TYPED, {.command = HOME_CLOSE}, "back", 0,
        "leave the filter; again: show all decks"},
    {NULL, {KEY_LETTERS_CODE}, TYPED, {0}, NULL, 0, "show only decks with these in their name"},
    EDITING_ROWS(TYPED),
    TYPING_ROWS(TYPED, HELP_SELECT),
    TERMINAL_ROWS(TYPED),
};
const struct key_table filter_keys = {filter_rows, COUNT(filter_rows), true};

static const struct key_row path_rows[] = {
    {"take", {KEY_ENTER_CODE}, TYPED, {.command = HOME_IMPORT}, "import", 0,
        "show what would change, and import it if you agree"},
    {"complete", {KEY_TAB_CODE}, TYPED, {.command = HOME_COMPLETE}, "complete", 0,
        "complete the name of the file"},
    {"close", {KEY_ESCAPE_CODE}, TYPED, {.command = HOME_CLOSE}, "back", 0, "import nothing"},
    {NULL, {KEY_LETTERS_CODE}, TYPED, {0}, NULL, 0, "type the path of a file or a folder"},
    EDITING_ROWS(TYPED),
    {"help", {KEY_F1_CODE}, TYPED, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    TERMINAL_ROWS(TYPED),
};
const struct key_table path_keys = {path_rows, COUNT(path_rows), true};

const struct key_table *home_table(const struct home *home)
{
    static const struct key_table *const tables[] = {[HOME_NO_LINE] = &home_keys,
        [HOME_FILTER_LINE] = &filter_keys,
        [HOME_IMPORT_LINE] = &path_keys};
    return tables[home->line];
}

unsigned home_stage(const struct home *home)
{
    if (home->line)
        return TYPED;
    return home->filter.length ? FILTERED : home->marked_count ? MARKED : FREE;
}

static void home_go(struct home *home, const struct overview *overview, int lines)
{
    long page = home->page > 1 ? (long)home->page - 1 : 1, row = (long)home->row;
    bool pages = lines == SCREEN_PAGE || lines == -SCREEN_PAGE;
    row += pages ? (lines > 0 ? page : -page) : lines;
    home_select(home, overview, row < 0 ? 0 : (size_t)row);
}

/* Lists the decks that match the changed filter, and selects the first of them. */
static void home_refilter(struct home *home, const struct overview *overview)
{
    size_t row = 0;
    home->failed |= home->filter.failed;
    home_list(home, overview);
    while (row < home->row_count && home->rows[row].kind != HOME_DECK)
        row++;
    if (home->filter.length)
        home_select(home, overview, row);
}

/* ---- input lines ---- */

static struct buf *home_text_of_line(struct home *home)
{
    return home->line == HOME_IMPORT_LINE ? &home->path : &home->filter;
}

static void home_retyped(struct home *home, const struct overview *overview)
{
    home->failed |= home->path.failed;
    if (home->line == HOME_FILTER_LINE)
        home_refilter(home, overview);
}

static void home_type(struct home *home, const struct overview *overview, uint32_t character)
{
    line_type(home_text_of_line(home), &home->cursor, character);
    home_retyped(home, overview);
}

void home_close_line(struct home *home)
{
    home->line = HOME_NO_LINE;
    buf_clear(&home->path);
}

void home_tell_names(struct home *home, const char *names, size_t count)
{
    home->cursor = home->path.length;
    if (count == 0)
        buf_text(&home->notice, "No file begins like this");
    text_safe(&home->notice, names, TEXT_ONE_LINE);
}

/* ---- commands ---- */

static void home_do_command(struct home *home, const struct overview *overview, int command)
{
    switch (command) {
    case HOME_MARK:
        home_mark_row(home, overview);
        home_go(home, overview, 1);
        break;
    case HOME_FILTER:
        home->line = HOME_FILTER_LINE;
        home->cursor = home->filter.length;
        break;
    case HOME_ASK:
        home->line = HOME_IMPORT_LINE;
        home->cursor = 0;
        break;
    case HOME_CLOSE:
        home_close_line(home);
        break;
    case HOME_WIDEN:
        home->marked_count = 0;
        buf_clear(&home->filter);
        break;
    case HOME_SORT:
        home->sorted_by = (home->sorted_by + 1) % OVERVIEW_ORDERS;
        break;
    default:
        break;
    }
}

/* ---- clicks ---- */

/* Selects a row of the screen; a click on the selected one opens it. */
static struct intent home_click_row(
    struct home *home, const struct overview *overview, size_t number)
{
    size_t row = home->top + number;
    home_close_line(home);
    if (row == home->row && row < home->row_count)
        return (struct intent){.command = HOME_OPEN};
    if (row < home->row_count)
        home_select(home, overview, row);
    return (struct intent){0};
}

static struct intent home_click(struct home *home, const struct overview *overview, uint32_t key)
{
    size_t number = key_click_number(key), top;
    switch (key_click_of(key)) {
    case CLICK_ROW:
        return home_click_row(home, overview, number);
    case CLICK_HEAD:
        home->sorted_by = (enum overview_order)number;
        return (struct intent){.command = HOME_SORT};
    case CLICK_BAR:
        top = widget_bar_top(number, home->top, home->page, home->row_count);
        home_select(home, overview, home->row + top - home->top);
        home->top = top;
        break;
    case CLICK_CARD_BAR:
    case CLICK_NOTHING:
        break;
    }
    return (struct intent){0};
}

/* ---- what keys and clicks do ---- */

struct intent home_key(struct home *home, const struct overview *overview, uint32_t key)
{
    const struct key_table *table = home_table(home);
    uint32_t character = key & ~KEY_PASTED;
    unsigned stage = home_stage(home);
    buf_clear(&home->notice);
    home_list(home, overview);
    if (home->overlay.shown) {
        struct intent over = overlay_find(&home->overlay, table, home->settings, stage, key);
        overlay_follow(&home->overlay, &over);
        return (struct intent){0};
    }
    if (key_click_of(key))
        return home_click(home, overview, key);
    if (home->line && key_is_text(character)) {
        home_type(home, overview, character);
        return (struct intent){0};
    }
    struct intent intent = keys_find(table, home->settings, stage, key);
    if (line_edit(home_text_of_line(home), &home->cursor, intent.line))
        home_retyped(home, overview);
    if (intent.lines)
        home_go(home, overview, intent.lines);
    if (intent.overlay)
        home->overlay = (struct overlay_view){intent.overlay, 0, 0};
    home_do_command(home, overview, intent.command);
    return intent;
}

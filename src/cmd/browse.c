/* drill browse: search, read and change cards on a full screen or line by line, or print the cards
 * that a search finds. */
#include "cmd/browse.h"
#include "base/file.h"
#include "cmd/backups.h"
#include "cmd/browse_visit.h"
#include "cmd/first_steps.h"
#include "cmd/opening.h"
#include "report/export.h"
#include "text/one_line.h"
#include "tui/links.h"
#include "tui/loop.h"
#include "tui/terminal.h"
#include "view/browser.h"
#include "view/phrases.h"
#include "view/plain.h"
#include "view/text_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DRAW_AFTER 32 /* steps before drawing again */

/* ---- actions ---- */

static void cmd_browse_use_settings(struct browse *browse, const struct settings *settings)
{
    browse->query.saved = settings->searches;
    browse->query.saved_count = settings->search_count;
}

static enum err_code cmd_browse_look(struct browse_visit *v, struct err *err)
{
    enum err_code code = browse_search(&v->browse, buf_string(&v->browser.typed), err);
    return code ? code : browse_step(&v->browse, BROWSE_STEP, err);
}

static enum err_code cmd_browse_sort(struct browse_visit *v, int command, struct err *err)
{
    if (command >= BROWSER_SORT_BY)
        browse_sort_by(&v->browse, (enum browse_column)(command - BROWSER_SORT_BY));
    else if (command == BROWSER_SORT)
        browse_sort_next(&v->browse);
    else
        browse_sort(&v->browse, v->browse.sorted_by, !v->browse.descending);
    browser_rewind(&v->browser);
    return browse_step(&v->browse, BROWSE_STEP, err);
}

/* Carry out an intent other than leaving. */
static enum err_code cmd_browse_follow(
    struct browse_visit *v, const struct intent *intent, struct err *err)
{
    if (intent->overlay == OVERLAY_HISTORY)
        return card_history_show(v->browse.store, v->browser.card.card_id,
            browse_regime(&v->browse, v->browser.card.deck_id), &v->browser.history, err);
    if (intent->form && terminal_is_open())
        return browse_visit_edit_form(v, err);
    if (intent->edit)
        return browse_visit_edit(v, err);
    if (intent->command >= BROWSER_SORT_BY)
        return cmd_browse_sort(v, intent->command, err);
    switch (intent->command) {
    case BROWSER_NOTHING:
    case BROWSER_SHOW:
        break;
    case BROWSER_LOOK:
        return cmd_browse_look(v, err);
    case BROWSER_SORT:
    case BROWSER_REVERSE:
        return cmd_browse_sort(v, intent->command, err);
    case BROWSER_UNDO:
    case BROWSER_REDO:
        return browse_visit_undo(v, intent->command == BROWSER_REDO, err);
    case BROWSER_SET_TAGS:
    case BROWSER_MOVE:
        return browse_visit_edit_files(v, intent->command, err);
    case BROWSER_ASK_MOVE:
        return browse_visit_list_targets(v, err);
    case BROWSER_MARK:
    case BROWSER_MARK_FOUND:
    case BROWSER_UNMARK:
        return browse_visit_mark(v, intent->command, err);
    default:
        browse_visit_change(v, intent->command);
    }
    return ERR_NONE;
}

/* Open a side screen; then select the card that it leads back to, if any. */
static enum err_code cmd_browse_open(
    struct browse_visit *v, enum side_screen side, struct loop *loop, struct err *err)
{
    int64_t *card_id = &v->sides->card_id;
    enum err_code code = sides_open(v->sides, SIDE_BROWSE, side, loop, err);
    if (*card_id && !loop->over && !browse_visit_select(v, *card_id))
        buf_text(&v->browser.notice, "The search does not show this card");
    *card_id = 0;
    return code;
}

/* ---- the screen ---- */

/* Decode the pictures of a card shown alone, once it has been read. Return whether there are others
 * than before. */
static bool cmd_browse_follow_pictures(struct browse_visit *v)
{
    struct card_pictures *pictures = &v->browser.text.pictures;
    uint64_t hash = v->pictures.hash;
    size_t count = pictures->count;
    shown_pictures_follow(
        &v->pictures, v->browse.store, v->browser.look.open ? &v->browser.card : NULL, pictures);
    return v->pictures.hash != hash || pictures->count != count;
}

static enum err_code cmd_browse_draw(struct loop *loop, struct err *err)
{
    struct browse_visit *v = loop->screen;
    v->steps = 0;
    browser_follow(&v->browser, &v->browse);
    enum err_code code = browser_draw(&v->browser, &v->browse, &loop->frame, err);
    if (!code && cmd_browse_follow_pictures(v))
        code = browser_draw(&v->browser, &v->browse, &loop->frame, err);
    return code;
}

static enum err_code cmd_browse_key(struct loop *loop, uint32_t key, struct err *err)
{
    struct browse_visit *v = loop->screen;
    bool fits = frame_fits(&loop->frame);
    struct intent intent =
        fits ? browser_key(&v->browser, &v->browse, key) : browser_key_unseen(&v->browser, key);
    loop->over = intent.quit;
    if (intent.side)
        return cmd_browse_open(v, intent.side, loop, err);
    return loop->over ? ERR_NONE : cmd_browse_follow(v, &intent, err);
}

/* Continue the search; draw when the page is full, now and then, and at the end. */
static enum err_code cmd_browse_step(struct loop *loop, enum loop_work *work, struct err *err)
{
    struct browse_visit *v = loop->screen;
    size_t before = v->browse.found_count, page = v->browser.page;
    if (!browse_is_searching(&v->browse))
        return ERR_NONE;
    enum err_code code = browse_step(&v->browse, BROWSE_STEP, err);
    bool filled = before < page && v->browse.found_count >= page;
    bool draw = filled || ++v->steps == DRAW_AFTER || !browse_is_searching(&v->browse);
    *work = draw ? LOOP_DRAW : LOOP_MORE;
    return code;
}

/* ---- line by line ---- */

/* Append the result of the last line. */
static enum err_code cmd_browse_answer(struct browse_visit *v, struct buf *out, struct err *err)
{
    const struct intent *intent = &v->intent;
    bool list = intent->command == BROWSER_LOOK || intent->command == BROWSER_SORT ||
                intent->command == BROWSER_REVERSE || intent->lines;
    if (v->browser.notice.length)
        buf_format(out, "%s\n", buf_string(&v->browser.notice));
    if (intent->overlay == OVERLAY_KEYS)
        browser_plain_keys(&v->browser, out);
    else if (intent->overlay == OVERLAY_HISTORY)
        plain_history(&v->browser.history, out);
    else if (intent->command == BROWSER_SHOW)
        return browser_plain_card(&v->browser, &v->browse, out, err);
    else if (list)
        return browser_plain_list(&v->browser, &v->browse, out, err);
    return ERR_NONE;
}

static enum err_code cmd_browse_print(struct loop *loop, struct buf *out, struct err *err)
{
    struct browse_visit *v = loop->screen;
    enum err_code code = browse_step(&v->browse, v->browse.cards.count, err);
    browser_follow(&v->browser, &v->browse);
    if (!code && !(code = cmd_browse_answer(v, out, err)))
        browser_plain_prompt(&v->browser, &v->browse, out);
    return code;
}

static enum err_code cmd_browse_line(
    struct loop *loop, const char *line, bool *unclear, struct err *err)
{
    struct browse_visit *v = loop->screen;
    v->intent = browser_plain_line(&v->browser, &v->browse, line, unclear);
    loop->over = v->intent.quit;
    if (v->intent.side)
        return cmd_browse_open(v, v->intent.side, loop, err);
    enum err_code code = loop->over ? ERR_NONE : cmd_browse_follow(v, &v->intent, err);
    return code || v->intent.command != BROWSER_ASK_MOVE ? code : browse_visit_move(v, err);
}

static const struct screen_ops browse_screen = {
    .draw = cmd_browse_draw,
    .key = cmd_browse_key,
    .step = cmd_browse_step,
    .print = cmd_browse_print,
    .line = cmd_browse_line,
};

enum err_code browse_run(const struct browsing *browsing, struct err *err)
{
    struct sides *sides = browsing->sides;
    struct browse_visit v = {.sides = sides,
        .intent.command = BROWSER_LOOK,
        .browser = {.settings = sides->options->settings,
            .wanted = sides->card_id,
            .line = browsing->typing ? BROWSER_SEARCH_LINE : BROWSER_NO_LINE,
            .text.styled.links_work = links_work()}};
    enum err_code code = browse_open(&v.browse, sides->store, sides->deck_ids, sides->deck_count,
        &sides->options->filter, clock_now().day, err);
    cmd_browse_use_settings(&v.browse, sides->options->settings);
    sides->card_id = 0;
    buf_text(&v.browser.typed, browsing->search ? browsing->search : "");
    buf_text(&v.browser.notice, browsing->greeting ? browsing->greeting : "");
    if (!code && !(code = cmd_browse_look(&v, err)))
        code = loop_run(&browse_screen, &v, err);
    sides->changed |= v.browse.changed;
    shown_pictures_done(&v.pictures);
    browser_done(&v.browser);
    browse_done(&v.browse);
    return code;
}

enum err_code browse_side(struct sides *sides, struct err *err)
{
    return browse_run(&(struct browsing){.sides = sides, .typing = !sides->card_id}, err);
}

/* ---- a table ---- */

static enum err_code cmd_browse_add_rows(
    struct browse *browse, struct text_table *table, struct err *err)
{
    struct buf question = {0}, line = {0};
    enum err_code code = ERR_NONE;
    for (size_t row = 0; row < browse->found_count && !code; row++) {
        const struct listed_card *card = browse_row(browse, row);
        const struct schedule *s = &card->schedule;
        char words[PHRASE_SIZE];
        code = browse_questions(browse, row, 1, &question, err);
        buf_clear(&line);
        one_line_make(&line, buf_string(&question));
        table->cells.failed |= line.failed;
        text_table_line(table, buf_string(&line));
        if (browse->deck_count > 1)
            text_table_cell(table, buf_string(&browse_deck(browse, card)->name));
        text_table_cell(table, browser_state(s));
        text_table_cell(table, browser_when(s, browse->today, words));
        text_table_format(table, "%d", s->interval);
        if (browse_has_column(browse, BROWSE_EASE))
            text_table_cell(table, browser_ease(browse, card, words));
        for (enum browse_column column = BROWSE_RECALL; column <= BROWSE_DIFFICULTY; column++)
            if (browse_has_column(browse, column))
                text_table_cell(table, browser_memory(browse, card, column, words));
        text_table_format(table, "%d", s->lapses);
    }
    buf_done(&question);
    buf_done(&line);
    return code;
}

static enum err_code cmd_browse_print_table(struct browse *browse, struct err *err)
{
    static const struct {
        struct text_table_column column;
        enum browse_column sorts; /* the list's column, which shows whether there is this one */
    } columns[] = {{{"question", false, true}, BROWSE_POSITION},
        {{"deck", false, true}, BROWSE_COLUMNS}, {{"state", false, false}, BROWSE_STATE},
        {{"due", false, false}, BROWSE_DUE}, {{"days", true, false}, BROWSE_INTERVAL},
        {{"ease", true, false}, BROWSE_EASE}, {{"recall", true, false}, BROWSE_RECALL},
        {{"difficulty", true, false}, BROWSE_DIFFICULTY}, {{"lapses", true, false}, BROWSE_LAPSES}};
    struct text_table_column shown[COUNT(columns)];
    struct text_table table = {.columns = shown};
    struct buf out = {0};
    for (size_t i = 0; i < COUNT(columns); i++)
        if (columns[i].sorts == BROWSE_COLUMNS ? browse->deck_count > 1
                                               : browse_has_column(browse, columns[i].sorts))
            shown[table.column_count++] = columns[i].column;
    enum err_code code = cmd_browse_add_rows(browse, &table, err);
    if (!code && browse->found_count && !text_table_print(&table, print_width(), &out))
        code = err_memory(err);
    if (code)
        buf_clear(&out);
    print_text(stdout, &out);
    text_table_done(&table);
    return code;
}

static enum err_code cmd_browse_print_rows(
    const struct browse *browse, const struct options *options, struct err *err)
{
    int64_t *ids = calloc(browse->found_count + 1, sizeof *ids);
    if (!ids)
        return err_memory(err);
    for (size_t row = 0; row < browse->found_count; row++)
        ids[row] = browse_row(browse, row)->card_id;
    qsort(ids, browse->found_count, sizeof *ids, array_by_number);
    struct export_range range = {.card_ids = ids, .card_count = browse->found_count};
    struct row_writer rows = {
        .stream = stdout, .format = row_format(options), .make_safe = rows_make_safe()};
    enum err_code code = export_card_rows(browse->store, &range, &rows, err);
    free(ids);
    return code;
}

/* Print what is odd about the search to stderr: "drill: search: column 5: ...". */
static void cmd_browse_print_doubt(const struct browse *browse)
{
    struct buf line = {0};
    buf_text(&line, "drill: search: ");
    size_t begin = line.length;
    phrase_doubt(browse, &line);
    if (line.length > begin) {
        line.bytes[begin] = 'c'; /* not a sentence of its own here */
        print_line(stderr, &line);
    }
    buf_done(&line);
}

static int cmd_browse_print_found(struct collection *collection, struct options *options)
{
    struct browse browse;
    struct err err;
    if (options->word_count && all_refused(collection))
        return EXIT_WRONG;
    enum err_code code = browse_open(&browse, collection->store, collection->deck_ids,
        collection->count, &options->session.filter, collection->today, &err);
    cmd_browse_use_settings(&browse, &options->settings);
    if (!code && options->search)
        code = browse_search(&browse, options->search, &err);
    if (!code)
        code = browse_step(&browse, browse.cards.count, &err);
    if (!code)
        cmd_browse_print_doubt(&browse);
    if (!code)
        code = options->format == FORMAT_TEXT ? cmd_browse_print_table(&browse, &err)
                                              : cmd_browse_print_rows(&browse, options, &err);
    int found = browse.found_count ? EXIT_DONE : EXIT_NO;
    browse_done(&browse);
    return code ? fail(&err) : printed(found);
}

/* ---- the command ---- */

int browse_decks(
    struct collection *collection, struct options *options, unsigned below, int64_t card_id)
{
    struct buf greeting = {0};
    struct err err;
    if (all_refused(collection))
        return EXIT_WRONG;
    phrase_report(&collection->report, &greeting);
    struct sides sides = {.store = collection->store,
        .deck_ids = collection->deck_ids,
        .deck_count = collection->count,
        .options = &options->session,
        .open = 1U << SIDE_BROWSE | below,
        .card_id = card_id};
    const struct browsing browsing = {&sides, options->search, buf_string(&greeting), false};
    struct backups_session backups;
    backups_session_begin(&backups, collection->store, options);
    enum err_code code = screen_open(options, &err);
    if (!code)
        code = browse_run(&browsing, &err);
    terminal_close();
    backups_session_end(&backups);
    buf_done(&greeting);
    if (options->plain)
        putchar('\n');
    return code ? fail(&err) : printed(EXIT_DONE);
}

static int cmd_browse_run(struct collection *collection, struct options *options)
{
    return browse_decks(collection, options, 0, 0);
}

int cmd_browse(struct options *options)
{
    bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    bool prints = options->format != FORMAT_TEXT || (!terminal && !options->plain);
    if (options->word_count == 0 && !file_exists(options->db)) {
        print_first_steps(stderr);
        return EXIT_WRONG;
    }
    if (prints)
        return open_named(options, STORE_READ, cmd_browse_print_found);
    return screen_ended(open_to_write(options, cmd_browse_run));
}

/* drill retired: list the cards that are no longer in their current deck files. Stores nothing. */
#include "cmd/opening.h"
#include "cmd/sides.h"
#include "deck/cloze.h"
#include "report/export.h"
#include "store/export.h"
#include "text/one_line.h"
#include "tui/terminal.h"
#include "view/phrases.h"
#include "view/reader.h"

#include <stdio.h>

/* ---- as a table ---- */

struct cmd_retired_listing {
    const int64_t *deck_ids; /* NULL to list those of all decks */
    size_t deck_count;
    struct text_table table; /* of enum retired_column */
};

static bool cmd_retired_is_listed(const struct cmd_retired_listing *listing, int64_t deck_id)
{
    for (size_t i = 0; listing->deck_ids && i < listing->deck_count; i++)
        if (listing->deck_ids[i] == deck_id)
            return true;
    return !listing->deck_ids;
}

static bool cmd_retired_add_row(void *context, const struct card_row *row)
{
    struct cmd_retired_listing *listing = context;
    struct text_table *table = &listing->table;
    const struct card card = {
        .variant = row->variant, .question = row->question, .cloze = row->cloze};
    struct buf name = {0}, question = {0}, line = {0};
    char day[DATE_SIZE], time[TIME_SIZE];
    if (!cmd_retired_is_listed(listing, row->deck_id))
        return true;
    card_name(row->id, row->variant, row->card_id, &name);
    cloze_mark_question(&card, &question);
    one_line_make(&line, buf_string(&question));
    table->cells.failed |= name.failed || question.failed || line.failed;
    text_table_cell(table, buf_string(&name));
    text_table_cell(table, row->deck_name);
    text_table_line(table, buf_string(&line));
    text_table_cell(table, date_text(row->retired_day, day));
    text_table_format(table, "%d", row->schedule.reviews);
    text_table_format(table, "%d", row->schedule.lapses);
    text_table_format(table, "%d", row->schedule.interval);
    if (row->schedule.last_rating && row->rated)
        text_table_format(table, "%d %.10s", row->schedule.last_rating,
            moment_text(row->reviewed_ms, row->offset_min, time));
    else
        text_table_cell(table, "");
    buf_done(&name);
    buf_done(&question);
    buf_done(&line);
    return !table->cells.failed;
}

static struct cmd_retired_listing cmd_retired_listing_of(const int64_t *deck_ids, size_t deck_count)
{
    return (struct cmd_retired_listing){
        deck_ids, deck_count, {.columns = retired_columns, .column_count = RETIRED_COLUMNS}};
}

static enum err_code cmd_retired_print(
    struct store *store, struct cmd_retired_listing *listing, struct err *err)
{
    struct buf out = {0};
    struct text_table *table = &listing->table;
    enum err_code code = export_retired(store, cmd_retired_add_row, listing, err);
    if (!code && table->count && !text_table_print(table, print_width(), &out))
        code = err_memory(err);
    if (code)
        buf_clear(&out);
    else if (!table->count)
        buf_text(&out, "No retired cards.\n");
    print_text(stdout, &out);
    text_table_done(table);
    return code;
}

/* ---- as a side screen ---- */

struct cmd_retired_screen {
    struct sides *sides;
    struct reader reader;
    struct cmd_retired_listing listing;
};

static enum err_code cmd_retired_read(struct cmd_retired_screen *s, struct err *err)
{
    text_table_done(&s->listing.table);
    s->reader.lines_width = 0;
    enum err_code code = export_retired(s->sides->store, cmd_retired_add_row, &s->listing, err);
    return !code && s->listing.table.cells.failed ? err_memory(err) : code;
}

static enum err_code cmd_retired_draw(struct loop *loop, struct err *err)
{
    struct cmd_retired_screen *s = loop->screen;
    return reader_draw_retired(&s->reader, &s->listing.table, &loop->frame) ? ERR_NONE
                                                                            : err_memory(err);
}

static enum err_code cmd_retired_key(struct loop *loop, uint32_t key, struct err *err)
{
    struct cmd_retired_screen *s = loop->screen;
    struct intent intent = reader_key(&s->reader, key);
    loop->over = intent.quit;
    if (!intent.side)
        return ERR_NONE;
    enum err_code code = sides_open(s->sides, SIDE_RETIRED, intent.side, loop, err);
    return !code && !loop->over && s->sides->changed ? cmd_retired_read(s, err) : code;
}

static const struct screen_ops retired_screen = {.draw = cmd_retired_draw, .key = cmd_retired_key};

enum err_code retired_side(struct sides *sides, struct err *err)
{
    struct cmd_retired_screen s = {.sides = sides,
        .reader = {.kind = READER_RETIRED, .settings = sides->options->settings},
        .listing = cmd_retired_listing_of(sides->deck_ids, sides->deck_count)};
    if (!terminal_is_open())
        return cmd_retired_print(sides->store, &s.listing, err);
    enum err_code code = cmd_retired_read(&s, err);
    if (!code)
        code = loop_run(&retired_screen, &s, err);
    reader_done(&s.reader);
    text_table_done(&s.listing.table);
    return code;
}

/* ---- the command ---- */

static int cmd_retired_list(struct collection *collection, struct options *options)
{
    struct err err;
    enum err_code code;
    bool narrowed = options->word_count > 0;
    if (narrowed && all_refused(collection))
        return EXIT_WRONG;
    struct row_writer rows = {
        .stream = stdout, .format = row_format(options), .make_safe = rows_make_safe()};
    const int64_t *deck_ids = narrowed ? collection->deck_ids : NULL;
    struct cmd_retired_listing listing = cmd_retired_listing_of(deck_ids, collection->count);
    if (options->format == FORMAT_TEXT)
        code = cmd_retired_print(collection->store, &listing, &err);
    else
        code = export_retired_rows(collection->store, deck_ids, collection->count, &rows, &err);
    return code ? fail(&err) : printed(EXIT_DONE);
}

int cmd_retired(struct options *options)
{
    return open_named(options, STORE_READ, cmd_retired_list);
}

/* drill retired: list the cards that are no longer in their current deck files. Stores nothing.
 */
#include "cmd/command.h"
#include "cmd/opening.h"
#include "deck/cloze.h"
#include "report/export.h"
#include "store/export.h"
#include "text/one_line.h"
#include "view/phrases.h"
#include "view/text_table.h"

#include <stdio.h>

/* ---- as a table ---- */

struct cmd_retired_listing {
    const struct collection *collection;
    bool narrowed; /* list only decks of the collection */
    struct text_table table;
};

static bool cmd_retired_is_listed(const struct cmd_retired_listing *listing, int64_t deck_id)
{
    for (size_t i = 0; i < listing->collection->count; i++)
        if (listing->collection->deck_ids[i] == deck_id)
            return true;
    return !listing->narrowed;
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
    text_table_format(table, "%d", row->schedule.sm2.interval);
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

static enum err_code cmd_retired_print_table(
    const struct collection *collection, bool narrowed, struct err *err)
{
    static const struct text_table_column columns[] = {{"card", false, false},
        {"deck", false, true}, {"question", false, true}, {"retired", false, false},
        {"reviews", true, false}, {"lapses", true, false}, {"days", true, false},
        {"last rating", false, false}};
    struct cmd_retired_listing listing = {
        collection, narrowed, {.columns = columns, .column_count = COUNT(columns)}};
    struct buf out = {0};
    enum err_code code = export_retired(collection->store, cmd_retired_add_row, &listing, err);
    if (!code && listing.table.count && !text_table_print(&listing.table, print_width(), &out))
        code = err_memory(err);
    if (!code)
        fputs(listing.table.count ? buf_string(&out) : "No retired cards.\n", stdout);
    buf_done(&out);
    text_table_done(&listing.table);
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
    if (options->format == FORMAT_TEXT)
        code = cmd_retired_print_table(collection, narrowed, &err);
    else
        code = export_retired_rows(collection->store, narrowed ? collection->deck_ids : NULL,
            collection->count, &rows, &err);
    return code ? fail(&err) : printed(EXIT_DONE);
}

int cmd_retired(struct options *options)
{
    return open_named(options, STORE_READ, cmd_retired_list);
}

/* drill decks: list the decks with what is left to do today. Reads the current deck files and
 * stores nothing. */
#include "cmd/first_steps.h"
#include "cmd/opening.h"
#include "report/row_writer.h"
#include "study/overview.h"
#include "view/phrases.h"
#include "view/text_table.h"

#include <stdio.h>

static void cmd_decks_print_table(const struct overview *overview, int today)
{
    static const struct text_table_column columns[] = {{"deck", false, true}, {"new", true, false},
        {"repeat", true, false}, {"due", true, false}, {"cards", true, false},
        {"mastery", true, false}, {"studied", false, false}, {"next", false, false},
        {"", false, false}};
    struct text_table table = {.columns = columns, .column_count = COUNT(columns)};
    struct buf out = {0};
    for (size_t i = 0; i < overview->count; i++) {
        const struct deck_overview *deck = &overview->decks[i];
        char studied[PHRASE_SIZE], next[PHRASE_SIZE];
        text_table_cell(&table, deck->facts.name);
        text_table_format(&table, "%zu", deck->todo.left.new);
        text_table_format(&table, "%zu", deck->todo.left.repeat);
        text_table_format(&table, "%zu", deck->todo.left.due);
        text_table_format(&table, "%zu", deck->facts.cards);
        text_table_format(&table, "%d%%", mastery_percent(&deck->facts));
        text_table_cell(&table, phrase_studied(&deck->facts, today, studied));
        text_table_cell(&table, phrase_next(deck->todo.next_day, today, next));
        text_table_cell(&table, phrase_file(deck->file));
    }
    out.failed |= !text_table_print(&table, print_width(), &out);
    print_text(stdout, &out);
    text_table_done(&table);
}

static void cmd_decks_print_rows(const struct overview *overview, enum row_format format)
{
    static const char *const names[] = {"deck", "name", "path", "file", "cards", "new", "repeat",
        "due", "mastery_percent", "last_studied_at", "next_due"};
    static const char *const files[] = {"read", "gone", "mistaken"};
    struct row_writer rows = {.stream = stdout,
        .format = format,
        .names = names,
        .count = COUNT(names),
        .make_safe = rows_make_safe()};
    row_writer_begin(&rows);
    for (size_t i = 0; i < overview->count; i++) {
        const struct deck_overview *deck = &overview->decks[i];
        const struct deck_facts *facts = &deck->facts;
        char at[TIME_SIZE], day[DATE_SIZE];
        row_text(&rows, facts->id);
        row_text(&rows, facts->name);
        row_text(&rows, facts->path ? facts->path : "");
        row_word(&rows, files[deck->file]);
        const size_t counts[] = {
            facts->cards, deck->todo.left.new, deck->todo.left.repeat, deck->todo.left.due};
        for (size_t c = 0; c < 4; c++)
            row_int(&rows, (int64_t)counts[c]);
        row_int(&rows, mastery_percent(facts));
        row_word(&rows,
            facts->studied ? moment_text(facts->studied_ms, facts->studied_offset_min, at) : "");
        row_word(&rows, deck->todo.next_day == NO_DAY ? "" : date_text(deck->todo.next_day, day));
        row_end(&rows);
    }
    row_writer_end(&rows);
    print_lost(rows.failed);
}

static int cmd_decks_print(struct collection *collection, struct options *options)
{
    struct err err;
    struct overview overview;
    enum err_code code = overview_make(&overview, collection, &options->session, &err);
    if (code)
        fail(&err);
    else if (options->format == FORMAT_TEXT && overview.count == 0)
        print_first_steps(stdout);
    else if (options->format == FORMAT_TEXT)
        cmd_decks_print_table(&overview, collection->today);
    else
        cmd_decks_print_rows(&overview, row_format(options));
    overview_done(&overview);
    return printed(code ? EXIT_WRONG : EXIT_DONE);
}

int cmd_decks(struct options *options)
{
    return open_named(options, STORE_READ, cmd_decks_print);
}

/* drill decks: every deck with what is to do today, as a table for people or for programs. It reads
 * the decks as their files are now, and keeps nothing. */
#include "cmd/first_steps.h"
#include "cmd/opening.h"
#include "report/row_writer.h"
#include "study/overview.h"
#include "view/phrases.h"
#include "view/text_table.h"

#include <stdio.h>

static void cmd_decks_print_table(const struct overview *overview, int today)
{
    static const struct table_column columns[] = {
        {"deck", false, true},
        {"new", true, false},
        {"repeat", true, false},
        {"due", true, false},
        {"cards", true, false},
        {"mastery", true, false},
        {"studied", false, false},
        {"next", false, false},
        {"", false, false},
    };
    struct table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
    struct buf out = {0};
    for (size_t i = 0; i < overview->count; i++) {
        const struct deck_overview *deck = &overview->decks[i];
        char studied[WORDS_SIZE], next[WORDS_SIZE];
        table_text(&table, deck->facts.name);
        table_format(&table, "%zu", deck->left.new);
        table_format(&table, "%zu", deck->left.repeat);
        table_format(&table, "%zu", deck->left.due);
        table_format(&table, "%zu", deck->facts.cards);
        table_format(&table, "%d%%", mastery_percent(&deck->facts));
        table_text(&table, studied_words(&deck->facts, today, studied));
        table_text(&table, next_words(deck->next_day, today, next));
        table_text(&table, file_words(deck->file));
    }
    table_print(&table, print_width(), &out);
    fputs(buf_string(&out), stdout);
    buf_done(&out);
    table_done(&table);
}

static void cmd_decks_day_cell(struct rows *rows, int day)
{
    char date[DATE_SIZE];
    rows_word(rows, day == NO_DAY ? "" : date_text(day, date));
}

static void cmd_decks_print_rows(const struct overview *overview, enum rows_format format)
{
    static const char *const names[] = {"deck", "name", "path", "file", "cards", "new", "repeat",
        "due", "mastery_percent", "last_studied_at", "next_due"};
    static const char *const files[] = {"read", "gone", "mistaken"};
    struct rows rows = {.stream = stdout,
        .format = format,
        .names = names,
        .count = sizeof names / sizeof *names,
        .make_safe = rows_make_safe()};
    rows_begin(&rows);
    for (size_t i = 0; i < overview->count; i++) {
        const struct deck_overview *deck = &overview->decks[i];
        const struct deck_facts *facts = &deck->facts;
        char at[TIME_SIZE];
        rows_text(&rows, facts->id);
        rows_text(&rows, facts->name);
        rows_text(&rows, facts->path ? facts->path : "");
        rows_word(&rows, files[deck->file]);
        rows_int(&rows, (int64_t)facts->cards);
        rows_int(&rows, (int64_t)deck->left.new);
        rows_int(&rows, (int64_t)deck->left.repeat);
        rows_int(&rows, (int64_t)deck->left.due);
        rows_int(&rows, mastery_percent(facts));
        rows_word(&rows,
            facts->studied ? moment_text(facts->studied_ms, facts->studied_offset_min, at) : "");
        cmd_decks_day_cell(&rows, deck->next_day);
        rows_end_row(&rows);
    }
    rows_end(&rows);
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
        cmd_decks_print_rows(&overview, rows_format(options));
    overview_done(&overview);
    return printed(code ? EXIT_WRONG : EXIT_DONE);
}

int cmd_decks(struct options *options)
{
    return open_named(options, STORE_READ, cmd_decks_print);
}

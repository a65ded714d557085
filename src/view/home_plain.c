/* The home screen line by line. */
#include "view/home.h"

#include "text/text.h"
#include "view/phrases.h"

#include <stdlib.h>
#include <string.h>

static void home_plain_add_counts(const struct session_counts *left, struct buf *out)
{
    buf_format(out, "%zu new, %zu repeat, %zu due", left->new, left->repeat, left->due);
}

void home_plain(const struct overview *overview, int today, struct buf *out)
{
    char next[PHRASE_SIZE];
    for (size_t i = 0; i < overview->count; i++) {
        const struct deck_overview *deck = &overview->decks[i];
        buf_format(out, "%zu. ", i + 1);
        text_safe(out, deck->facts.name, TEXT_ONE_LINE);
        buf_text(out, ": ");
        home_plain_add_counts(&deck->todo.left, out);
        buf_format(out, ", mastery %d%%, next %s", mastery_percent(&deck->facts),
            phrase_next(deck->todo.next_day, today, next));
        if (deck->file != FILE_READ)
            buf_format(out, " (%s)", phrase_file(deck->file));
        buf_char(out, '\n');
    }
    if (overview->count > 1) {
        buf_text(out, "All decks: ");
        home_plain_add_counts(&overview->todo.left, out);
        buf_char(out, '\n');
    }
    buf_text(out,
        "Numbers: review those decks, Enter: all, /numbers: search their cards, "
        "s, f, r and numbers: their statistics, forecast, retired cards, x FILE: import, q: "
        "quit > ");
}

/* The side screen that a line asks for by its first character. */
static enum side_screen home_plain_side(char first)
{
    switch (first) {
    case '/':
        return SIDE_BROWSE;
    case 's':
        return SIDE_STATS;
    case 'f':
        return SIDE_FORECAST;
    case 'r':
        return SIDE_RETIRED;
    default:
        return SIDE_NONE;
    }
}

struct intent home_line(
    struct home *home, const struct overview *overview, const char *line, bool *unclear)
{
    const char *blanks = " ,\t\r\n";
    *unclear = false;
    home->marked_count = 0;
    home->selected = HOME_ALL;
    line += strspn(line, blanks);
    if (line[0] == 'q' && line[1 + strspn(line + 1, blanks)] == '\0')
        return (struct intent){.quit = true};
    if (line[0] == 'x' && line[1] && strchr(blanks, line[1])) {
        buf_clear(&home->path);
        buf_text(&home->path, line + 1);
        return (struct intent){.command = HOME_IMPORT};
    }
    struct intent intent = {.side = home_plain_side(*line)};
    intent.command = intent.side ? HOME_NOTHING : HOME_OPEN;
    line += intent.side != SIDE_NONE;
    line += strspn(line, blanks);
    while (*line) {
        char *end;
        unsigned long number = strtoul(line, &end, 10);
        bool known = *line >= '0' && *line <= '9' && number >= 1 && number <= overview->count;
        *unclear = !known || (*end && !strchr(blanks, *end));
        if (*unclear)
            return (struct intent){0};
        home_mark(home, overview->decks[number - 1].facts.deck_id);
        line = end + strspn(end, blanks);
    }
    return intent;
}

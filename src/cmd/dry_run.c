#include "cmd/dry_run.h"

#include "cmd/opening.h"
#include "deck/cloze.h"
#include "report/load_preview.h"
#include "text/text.h"
#include "view/phrases.h"

#include <stdio.h>
#include <string.h>

#define DRY_RUN_LINE_MAX 100
#define LABEL_WIDTH      12

/* State kept while printing. */
struct dry_run_printer {
    int width;
    const struct deck_facts *deck; /* the deck whose title is still to be printed, or NULL */
    bool any;
    bool failed; /* memory ran out */
};

/* ---- a line ---- */

/* A line: strings from decks, with fixed words between them. The strings share the width that is
 * left. */
struct dry_run_line {
    const char *texts[4], *between[4]; /* between[i] precedes texts[i] */
    bool cut[4];                       /* texts[i] lacks its beginning */
    size_t count;
    char end[64];
};

static void dry_run_add(struct dry_run_line *line, const char *between, const char *text)
{
    line->between[line->count] = between;
    line->texts[line->count++] = text;
}

/* Returns the length of the words with which both strings begin. */
static size_t dry_run_same_words(const char *a, const char *b)
{
    size_t same = 0;
    for (size_t i = 0; a[i] && a[i] == b[i]; i++)
        if (a[i] == ' ')
            same = i + 1;
    return same;
}

/* Add the text before and after a change. If both do not fit, leave out their common beginning. */
static void dry_run_add_change(struct dry_run_line *line, const char *between, const char *before,
    const char *after, int available)
{
    enum { WORTH_CUTTING = 8 };
    size_t same = dry_run_same_words(before, after), first = line->count;
    if (same < WORTH_CUTTING || strlen(before) + strlen(after) < (size_t)available)
        same = 0;
    dry_run_add(line, between, before + same);
    dry_run_add(line, " -> ", after + same);
    line->cut[first] = line->cut[first + 1] = same > 0;
}

static void dry_run_print_title(struct dry_run_printer *p)
{
    struct buf title = {0};
    if (!p->deck)
        return;
    buf_text(&title, p->any ? "\n" : "");
    text_safe(&title, p->deck->name, TEXT_ONE_LINE);
    print_line(stdout, &title);
    p->deck = NULL;
    p->any = true;
}

/* Returns the largest width to which strings can be cut so that all fit. Short strings leave room
 * for long ones. */
static int dry_run_share(const int *widths, size_t count, int available)
{
    int max = 1, taken = 0;
    while (taken <= available && max < available) {
        max++;
        taken = 0;
        for (size_t i = 0; i < count; i++)
            taken += widths[i] < max ? widths[i] : max;
    }
    return taken <= available || max == 1 ? max : max - 1;
}

static void dry_run_print_line(
    struct dry_run_printer *p, const char *label, const struct dry_run_line *line)
{
    struct buf safe[4] = {{0}}, out = {0};
    int widths[4], capacity = p->width - LABEL_WIDTH - text_width(line->end, strlen(line->end));
    dry_run_print_title(p);
    for (size_t i = 0; i < line->count; i++) {
        text_safe(&safe[i], line->texts[i], TEXT_ONE_LINE);
        widths[i] = text_width(buf_string(&safe[i]), safe[i].length);
        capacity -= text_width(line->between[i], strlen(line->between[i])) + line->cut[i];
    }
    int max = dry_run_share(widths, line->count, capacity);
    buf_format(&out, "  %-*s", LABEL_WIDTH - 2, label);
    for (size_t i = 0; i < line->count; i++) {
        buf_format(&out, "%s%s", line->between[i], line->cut[i] ? "…" : "");
        text_fitted(&out, buf_string(&safe[i]), max);
        out.failed |= safe[i].failed;
        buf_done(&safe[i]);
    }
    printf("%s%s\n", buf_string(&out), line->end);
    p->failed |= out.failed;
    buf_done(&out);
}

/* ---- decks ---- */

static void dry_run_print_deck_change(
    struct dry_run_printer *p, const char *label, const char *before, const char *after)
{
    struct dry_run_line line = {.count = 0};
    if (strcmp(before ? before : "", after ? after : "") == 0)
        return;
    dry_run_add(&line, "", before && *before ? before : "none");
    dry_run_add(&line, " -> ", after && *after ? after : "none");
    dry_run_print_line(p, label, &line);
}

static bool dry_run_print_deck(
    void *context, const struct deck_facts *before, const struct deck_facts *after)
{
    struct dry_run_printer *p = context;
    p->deck = after;
    if (!before->id) {
        struct dry_run_line line = {.count = 0};
        dry_run_add(&line, "", after->path ? after->path : "");
        dry_run_print_line(p, "new deck", &line);
        return !p->failed;
    }
    dry_run_print_deck_change(p, "name", before->name, after->name);
    dry_run_print_deck_change(p, "id", before->id, after->id);
    dry_run_print_deck_change(p, "file", before->path, after->path);
    dry_run_print_deck_change(p, "tags", before->tags, after->tags);
    return !p->failed;
}

/* ---- cards ---- */

/* Name the other parts of the card that differ. */
static void dry_run_name_parts(
    struct dry_run_line *line, const struct card *before, const struct card *after)
{
    const struct {
        const char *word, *before, *after;
    } parts[] = {
        {"hint", before->hint, after->hint},
        {"note", before->note, after->note},
        {"tags", before->tags, after->tags},
        {"id", before->id ? before->id : "", after->id ? after->id : ""},
    };
    size_t length = 0;
    for (size_t i = 0; i < COUNT(parts); i++)
        if (strcmp(parts[i].before, parts[i].after) != 0)
            length += (size_t)snprintf(line->end + length, sizeof line->end - length, "%s%s",
                length ? ", " : " (", parts[i].word);
    if (length)
        snprintf(line->end + length, sizeof line->end - length, ")");
}

static void dry_run_describe_edit(
    struct dry_run_line *line, const struct card *before, const struct card *after, int width)
{
    bool question = strcmp(before->question, after->question) != 0;
    bool answer = strcmp(before->answer, after->answer) != 0;
    int available = (width - LABEL_WIDTH - (int)strlen(" ->  | ")) / (1 + (question && answer));
    if (question)
        dry_run_add_change(line, "", before->question, after->question, available);
    else
        dry_run_add(line, "", before->question);
    if (answer)
        dry_run_add_change(line, question ? " | " : ": ", before->answer, after->answer,
            question ? available : available - (int)strlen(before->question));
    dry_run_name_parts(line, before, after);
}

static bool dry_run_print_card(void *context, enum card_change change,
    const struct stored_card *before, const struct stored_card *after)
{
    static const char *const labels[] = {
        [CARD_NEW] = "new",
        [CARD_EDITED] = "edited",
        [CARD_RETIRED] = "retired",
        [CARD_BACK] = "back",
        [CARD_MOVED] = "moved",
    };
    struct dry_run_printer *p = context;
    struct dry_run_line line = {.count = 0};
    struct buf question = {0};
    if (change == CARD_EDITED) { /* an edit may change only markup: show the text as written */
        dry_run_describe_edit(&line, &before->card, &after->card, p->width);
    } else {
        cloze_one_line(&after->card, p->width - LABEL_WIDTH, &question);
        dry_run_add(&line, "", buf_string(&question));
        if (change == CARD_MOVED)
            dry_run_add(&line, ", from ", before->deck_name);
        if (change != CARD_NEW)
            snprintf(line.end, sizeof line.end, " (%d review%s)", after->schedule.reviews,
                after->schedule.reviews == 1 ? "" : "s");
    }
    dry_run_print_line(p, labels[change], &line);
    p->failed |= question.failed;
    buf_done(&question);
    return !p->failed;
}

/* ---- the preview ---- */

static int dry_run_print_changes(struct collection *collection, struct options *options)
{
    struct err err;
    struct store *before;
    int width = print_width();
    struct dry_run_printer p = {.width = width < DRY_RUN_LINE_MAX ? width : DRY_RUN_LINE_MAX};
    struct load_preview_sink sink = {dry_run_print_deck, dry_run_print_card, &p};
    struct buf words = {0};
    if (all_refused(collection))
        return EXIT_WRONG;
    enum err_code code = store_open(&before, options->db, STORE_READ, &err);
    if (!code)
        code = load_preview_report(before, collection->store, &sink, &err);
    store_close(before);
    if (!code && p.failed)
        code = err_memory(&err);
    if (code)
        return fail(&err);
    phrase_report(&collection->report, &words);
    if (p.any && words.length)
        puts("");
    if (!p.any && !words.length)
        buf_text(&words, "nothing would change");
    buf_text(&words, words.length ? "\n" : "");
    print_text(stdout, &words);
    return printed(collection->refused ? EXIT_NO : EXIT_DONE);
}

int dry_run(struct options *options)
{
    return open_named(options, STORE_READ, dry_run_print_changes);
}

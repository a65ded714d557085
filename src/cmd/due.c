/* drill due: print how many cards a session would show now. Plans that session from the current
 * deck files, and stores nothing. */
#include "base/nearest.h"
#include "cmd/opening.h"
#include "report/row_writer.h"
#include "study/plan.h"

#include <stdio.h>
#include <string.h>

enum due_count { DUE_NEW, DUE_REPEAT, DUE_DUE, DUE_TOTAL, DUE_COUNTS };
static const char *const due_names[DUE_COUNTS] = {"new", "repeat", "due", "total"};

/* The count whose name in braces a text begins with; DUE_COUNTS if there is none. */
static size_t due_count_at(const char *text)
{
    size_t i = 0;
    for (; i < DUE_COUNTS; i++) {
        size_t length = strlen(due_names[i]);
        if (*text == '{' && strncmp(text + 1, due_names[i], length) == 0 && text[1 + length] == '}')
            break;
    }
    return i;
}

/* Fill in the counts. Other words in braces stay, because prompts and status bars use them, too. */
static void due_fill(const char *format, const size_t counts[DUE_COUNTS], struct buf *out)
{
    while (*format) {
        size_t i = due_count_at(format);
        if (i == DUE_COUNTS) {
            buf_char(out, *format++);
            continue;
        }
        buf_format(out, "%zu", counts[i]);
        format += strlen(due_names[i]) + strlen("{}");
    }
}

/* Report the first misspelt name. */
static bool due_check_format(const char *format)
{
    for (const char *at = format; (at = strchr(at, '{')); at++) {
        struct buf name = {0};
        buf_add(&name, at + 1, strcspn(at + 1, "{}"));
        const char *meant = due_count_at(at) == DUE_COUNTS && at[1 + name.length] == '}'
                                ? nearest_word(buf_string(&name), due_names, DUE_COUNTS)
                                : NULL;
        if (meant)
            fail_usage("--format: unknown {%s}: did you mean {%s}?", buf_string(&name), meant);
        buf_done(&name);
        if (meant)
            return false;
    }
    return true;
}

static void due_print_json(const size_t counts[DUE_COUNTS])
{
    struct row_writer rows = {
        .stream = stdout, .format = ROW_JSONL, .names = due_names, .count = DUE_COUNTS};
    row_writer_begin(&rows);
    for (size_t i = 0; i < DUE_COUNTS; i++)
        row_int(&rows, (int64_t)counts[i]);
    row_end(&rows);
    row_writer_end(&rows);
}

static void due_print_text(const char *format, const size_t counts[DUE_COUNTS])
{
    struct buf line = {0};
    due_fill(format, counts, &line);
    if (!line.failed)
        puts(buf_string(&line)); /* as it was given: a program reads it */
    print_lost(line.failed);
    buf_done(&line);
}

static int due_print(struct collection *collection, struct options *options)
{
    struct err err;
    struct plan plan;
    struct plan_scope scope = {collection->store, collection->deck_ids, collection->count,
        &options->session, collection->today, 0, NULL, false};
    if (plan_make(&scope, &plan, &err))
        return fail(&err);
    const size_t counts[DUE_COUNTS] = {plan.queue.left[REVIEW_NEW], plan.queue.left[REVIEW_REPEAT],
        plan.queue.left[REVIEW_DUE], queue_left(&plan.queue)};
    plan_done(&plan);
    if (options->format == FORMAT_JSON)
        due_print_json(counts);
    else
        due_print_text(options->format_text ? options->format_text : "{total}", counts);
    return printed(counts[DUE_TOTAL] ? EXIT_DONE : EXIT_NO);
}

int cmd_due(struct options *options)
{
    const char *format = options->format_text;
    if (format && options->format == FORMAT_JSON)
        return fail_usage("--format cannot be combined with --json");
    if (format && !due_check_format(format))
        return EXIT_WRONG;
    return open_named(options, STORE_READ, due_print);
}

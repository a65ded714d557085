#include "study/overview.h"

#include "base/casefold.h"
#include "study/ahead.h"

#include <stdlib.h>
#include <string.h>

int mastery_percent(const struct deck_facts *facts)
{
    if (facts->cards == 0)
        return 0;
    int64_t most = 4 * (int64_t)facts->cards; /* if every card's last rating were 5 */
    return (int)((200 * facts->rating_sum + most) / (2 * most));
}

static struct session_counts overview_counts_of(const struct queue *queue)
{
    const size_t *left = queue->left;
    return (struct session_counts){
        .new = left[REVIEW_NEW], .repeat = left[REVIEW_REPEAT], .due = left[REVIEW_DUE]};
}

static enum err_code overview_count_today(
    const struct plan_scope *scope, struct todo *todo, struct err *err)
{
    struct plan plan;
    enum err_code code = plan_make(scope, &plan, err);
    if (code)
        return code;
    todo->left = todo->uncapped = overview_counts_of(&plan.queue);
    todo->uncapped.new += plan.new_left;
    todo->uncapped.due += plan.due_left;
    plan_done(&plan);
    return ERR_NONE;
}

/* Count the cards left today, and find the next day with something to do, which may be today. */
static enum err_code overview_survey(
    const struct plan_scope *scope, struct todo *todo, struct err *err)
{
    struct day_counts then = {0};
    enum err_code code = overview_count_today(scope, todo, err);
    const struct session_counts *left = &todo->left;
    todo->next_day = scope->today;
    if (!code && !left->new && !left->repeat && !left->due)
        code = ahead_next(scope, &todo->next_day, &then, err);
    if (todo->next_day != scope->today && !then.new && !then.due)
        todo->next_day = NO_DAY;
    return code;
}

/* Survey decks together. Without caps, they have as much as each of them alone. */
static enum err_code overview_survey_together(const struct plan_scope *scope,
    const struct deck_overview *decks, size_t count, struct todo *todo, struct err *err)
{
    enum err_code code = overview_survey(scope, todo, err);
    struct session_counts sum = {0};
    for (size_t i = 0; i < count; i++) {
        sum.new += decks[i].todo.uncapped.new;
        sum.repeat += decks[i].todo.uncapped.repeat;
        sum.due += decks[i].todo.uncapped.due;
    }
    todo->uncapped = sum;
    return code;
}

static enum deck_file overview_file_of(const struct deck_facts *facts, bool mistaken)
{
    if (!facts->path || !deck_file_exists(facts->path))
        return FILE_GONE;
    return mistaken ? FILE_MISTAKEN : FILE_READ;
}

static enum err_code overview_add_deck(struct overview *o, const struct collection *c,
    int64_t deck_id, bool mistaken, const struct session_options *options, struct err *err)
{
    if (!array_grow(&o->decks, o->count, &o->capacity, sizeof *o->decks))
        return err_memory(err);
    struct deck_overview *deck = &o->decks[o->count];
    *deck = (struct deck_overview){.todo.next_day = NO_DAY};
    enum err_code code = store_deck_facts(c->store, deck_id, &deck->facts, err);
    if (code)
        return code;
    o->count++;
    deck->file = overview_file_of(&deck->facts, mistaken);
    casefold_text(&deck->sort_name, deck->facts.name);
    if (deck->sort_name.failed)
        return err_memory(err);
    struct plan_scope scope = {c->store, &deck_id, 1, options, c->today, 0, NULL, true};
    return mistaken ? ERR_NONE : overview_survey(&scope, &deck->todo, err);
}

enum err_code overview_make(struct overview *o, const struct collection *c,
    const struct session_options *options, struct err *err)
{
    *o = (struct overview){.todo.next_day = NO_DAY};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < c->count && !code; i++)
        code = overview_add_deck(o, c, c->deck_ids[i], false, options, err);
    for (size_t i = 0; i < c->mistaken.count && !code; i++)
        code = overview_add_deck(o, c, c->mistaken.decks[i].deck_id, true, options, err);
    struct plan_scope scope = {c->store, c->deck_ids, c->count, options, c->today, 0, NULL, false};
    return code ? code : overview_survey_together(&scope, o->decks, c->count, &o->todo, err);
}

static void overview_forget_folders(struct overview *o)
{
    for (size_t i = 0; i < o->folder_count; i++)
        free(o->folders[i].path);
    free(o->folders);
    o->folders = NULL;
    o->folder_count = 0;
}

void overview_done(struct overview *o)
{
    for (size_t i = 0; i < o->count; i++) {
        deck_facts_done(&o->decks[i].facts);
        buf_done(&o->decks[i].sort_name);
    }
    overview_forget_folders(o);
    free(o->decks);
    *o = (struct overview){0};
}

/* ---- folders ---- */

/* The length of the path of a deck's folder; 0 if the deck has no file. */
static size_t overview_folder_length(const struct deck_overview *deck)
{
    const char *path = deck->facts.path, *slash = path ? strrchr(path, '/') : NULL;
    return !slash ? 0 : slash == path ? 1 : (size_t)(slash - path);
}

static int overview_by_folder(const void *a, const void *b)
{
    const struct deck_overview *x = a, *y = b;
    size_t x_length = overview_folder_length(x), y_length = overview_folder_length(y);
    size_t length = x_length < y_length ? x_length : y_length;
    int order = length ? memcmp(x->facts.path, y->facts.path, length) : 0;
    return order ? order : (x_length > y_length) - (x_length < y_length);
}

/* Make a folder for each run of decks in the same folder. */
static enum err_code overview_find_folders(struct overview *o, struct err *err)
{
    size_t capacity = 0;
    for (size_t i = 0; i < o->count; i++) {
        const struct deck_overview *deck = &o->decks[i];
        if (i > 0 && overview_by_folder(deck - 1, deck) == 0) {
            o->folders[o->folder_count - 1].count++;
            continue;
        }
        if (!array_grow(&o->folders, o->folder_count, &capacity, sizeof *o->folders))
            return err_memory(err);
        size_t length = overview_folder_length(deck);
        char *path = strndup(length ? deck->facts.path : "", length);
        if (!path)
            return err_memory(err);
        o->folders[o->folder_count++] =
            (struct folder_overview){.path = path, .first = i, .count = 1, .todo.next_day = NO_DAY};
    }
    return ERR_NONE;
}

/* Shorten a path to its parent; 0 is the length of the root's name. */
static size_t overview_parent(const char *path, size_t length)
{
    while (length > 0 && path[length - 1] != '/')
        length--;
    return length > 0 ? length - 1 : 0;
}

/* Leave out of the folders' names the folder that contains them all, unless it is one of them. */
static void overview_name_folders(struct overview *o)
{
    const struct folder_overview *any = &o->folders[o->folder_count - 1]; /* the first may be "" */
    size_t shared = strlen(any->path);
    for (size_t i = 0; i < o->folder_count; i++) {
        const char *path = o->folders[i].path;
        while (*path && shared &&
               (strncmp(path, any->path, shared) != 0 || (path[shared] && path[shared] != '/')))
            shared = overview_parent(any->path, shared);
    }
    for (size_t i = 0; i < o->folder_count; i++)
        if (shared && strlen(o->folders[i].path) == shared) {
            shared = overview_parent(any->path, shared);
            break;
        }
    for (size_t i = 0; i < o->folder_count; i++) {
        struct folder_overview *folder = &o->folders[i];
        folder->name = folder->path + (*folder->path && shared ? shared + 1 : 0);
    }
}

/* Survey the decks of a folder that can be reviewed. */
static enum err_code overview_survey_folder(const struct overview *o,
    struct folder_overview *folder, const struct collection *c,
    const struct session_options *options, struct err *err)
{
    const struct deck_overview *decks = o->decks + folder->first;
    int64_t *deck_ids = calloc(folder->count, sizeof *deck_ids);
    size_t count = 0;
    if (!deck_ids)
        return err_memory(err);
    for (size_t i = 0; i < folder->count; i++)
        if (decks[i].file != FILE_MISTAKEN)
            deck_ids[count++] = decks[i].facts.deck_id;
    struct plan_scope scope = {c->store, deck_ids, count, options, c->today, 0, NULL, false};
    enum err_code code = overview_survey_together(&scope, decks, folder->count, &folder->todo, err);
    free(deck_ids);
    return code;
}

enum err_code overview_group(struct overview *o, const struct collection *c,
    const struct session_options *options, struct err *err)
{
    if (o->count)
        qsort(o->decks, o->count, sizeof *o->decks, overview_by_folder);
    enum err_code code = overview_find_folders(o, err);
    if (code || o->folder_count < 2) {
        overview_forget_folders(o);
        return code;
    }
    overview_name_folders(o);
    for (size_t i = 0; i < o->folder_count && !code; i++)
        code = overview_survey_folder(o, &o->folders[i], c, options, err);
    return code;
}

/* ---- order ---- */

static size_t overview_due(const struct todo *todo)
{
    return todo->left.due + todo->left.repeat;
}

static int overview_more_due(const struct todo *x, const struct todo *y)
{
    size_t x_due = overview_due(x), y_due = overview_due(y);
    if (x_due != y_due)
        return x_due > y_due ? -1 : 1;
    return (x->left.new < y->left.new) - (x->left.new > y->left.new);
}

static int overview_deck_by_name(const void *a, const void *b)
{
    const struct deck_overview *x = a, *y = b;
    int order = strcmp(buf_string(&x->sort_name), buf_string(&y->sort_name));
    return order ? order
                 : (x->facts.deck_id > y->facts.deck_id) - (x->facts.deck_id < y->facts.deck_id);
}

static int overview_deck_by_due(const void *a, const void *b)
{
    const struct deck_overview *x = a, *y = b;
    int order = overview_more_due(&x->todo, &y->todo);
    return order ? order : overview_deck_by_name(a, b);
}

/* Decks without a file come last. */
static int overview_folder_by_name(const void *a, const void *b)
{
    const struct folder_overview *x = a, *y = b;
    return *x->path && *y->path ? strcmp(x->path, y->path) : !*x->path - !*y->path;
}

static int overview_folder_by_due(const void *a, const void *b)
{
    const struct folder_overview *x = a, *y = b;
    int order = overview_more_due(&x->todo, &y->todo);
    return order ? order : overview_folder_by_name(a, b);
}

/* Move the decks into the order of their folders. */
static enum err_code overview_follow_folders(struct overview *o, struct err *err)
{
    struct deck_overview *decks = calloc(o->count + 1, sizeof *decks);
    size_t count = 0;
    if (!decks)
        return err_memory(err);
    for (size_t i = 0; i < o->folder_count; i++) {
        struct folder_overview *folder = &o->folders[i];
        memcpy(decks + count, o->decks + folder->first, folder->count * sizeof *decks);
        folder->first = count;
        count += folder->count;
    }
    free(o->decks);
    o->decks = decks;
    o->capacity = o->count + 1;
    return ERR_NONE;
}

enum err_code overview_sort(struct overview *o, enum overview_order order, struct err *err)
{
    static int (*const decks[])(const void *, const void *) = {
        [OVERVIEW_BY_NAME] = overview_deck_by_name, [OVERVIEW_BY_DUE] = overview_deck_by_due};
    static int (*const folders[])(const void *, const void *) = {
        [OVERVIEW_BY_NAME] = overview_folder_by_name, [OVERVIEW_BY_DUE] = overview_folder_by_due};
    if (o->folder_count == 0) {
        if (o->count)
            qsort(o->decks, o->count, sizeof *o->decks, decks[order]);
        return ERR_NONE;
    }
    for (size_t i = 0; i < o->folder_count; i++)
        qsort(o->decks + o->folders[i].first, o->folders[i].count, sizeof *o->decks, decks[order]);
    qsort(o->folders, o->folder_count, sizeof *o->folders, folders[order]);
    return overview_follow_folders(o, err);
}

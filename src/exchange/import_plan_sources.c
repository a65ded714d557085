/* Which decks of the sources of one import are the same. To a later source, the decks of earlier
 * ones are what deck files are: as if it was imported after them. */
#include "exchange/import_plan.h"

#include <stdlib.h>
#include <string.h>

/* The earlier decks, as old files, and what these were made of. */
struct plan_earlier {
    struct import_old old;
    struct import_files_deck **decks; /* for each file */
    size_t deck_count, deck_capacity;
    struct import_new **entries; /* for each entry */
    size_t entry_count, entry_capacity;
};

/* Whether the decks may be the same, or the same entries in both. */
static bool plan_sources_are_related(
    const struct import_files_deck *earlier, const struct import_files_deck *later)
{
    return earlier->source_number != later->source_number &&
           (strcmp(earlier->name, later->name) == 0 ||
               strcmp(earlier->identity, later->identity) == 0 ||
               import_old_same_family(earlier->identity, later->identity));
}

static bool plan_sources_add_entry(struct plan_earlier *e, struct import_new *announced)
{
    struct import_old *old = &e->old;
    struct import_old_entry one = {
        .texts = announced->texts, .file = (uint32_t)(old->file_count - 1)};
    old->files[one.file].count++;
    return array_add(&old->entries, &old->count, &old->capacity, &one, sizeof one) &&
           array_add(
               &e->entries, &e->entry_count, &e->entry_capacity, &announced, sizeof announced);
}

static bool plan_sources_add_deck(struct plan_earlier *e, struct import_files_deck *deck)
{
    struct import_old *old = &e->old;
    if (!array_grow(&old->files, old->file_count, &old->file_capacity, sizeof *old->files))
        return false;
    struct import_old_file *file = &old->files[old->file_count++];
    *file = (struct import_old_file){.name = strdup(deck->name),
        .id = strdup(deck->name),
        .source = strdup(deck->identity),
        .first = old->count};
    bool ok = file->name && file->id && file->source &&
              array_add(&e->decks, &e->deck_count, &e->deck_capacity, &deck, sizeof deck);
    for (size_t i = 0; i < deck->announced_count && ok; i++)
        if (!deck->announced[i].why)
            ok = plan_sources_add_entry(e, &deck->announced[i]);
    return ok;
}

/* Takes the earlier decks that are related to one of the view's. */
static bool plan_sources_collect(
    struct plan_earlier *e, struct import_files *files, const struct import_files *view)
{
    bool ok = true;
    for (struct import_files_deck *deck = files->decks; deck < view->decks && ok; deck++) {
        size_t i = 0;
        while (i < view->count && !plan_sources_are_related(deck, &view->decks[i]))
            i++;
        if (i < view->count && !deck->joined)
            ok = plan_sources_add_deck(e, deck);
    }
    return ok;
}

/* Puts the entries of the earlier deck before those of the later one, and the later one in its
 * place. That keeps its name, but is known by the identity that the first source gave. */
static bool plan_sources_join(
    struct import_files *files, struct import_files_deck *earlier, struct import_files_deck *later)
{
    struct import_files_deck joined = *later, left = *earlier;
    buf_add(&left.texts, buf_string(&later->texts), later->texts.length);
    bool ok = !left.texts.failed;
    for (size_t i = 0; i < later->announced_count && ok; i++) {
        struct import_new *new = &later->announced[i];
        new->text += new->text == IMPORT_NEW_NO_TEXT ? 0 : earlier->texts.length;
        ok = array_add(
            &left.announced, &left.announced_count, &left.announced_capacity, new, sizeof *new);
    }
    joined.next = earlier->announced_count;
    joined.announced = left.announced;
    joined.announced_count = left.announced_count;
    joined.announced_capacity = left.announced_capacity;
    joined.texts = left.texts;
    left.announced = later->announced;
    left.announced_count = 0;
    left.announced_capacity = later->announced_capacity;
    left.texts = later->texts;
    if (earlier->identified || !later->identified) {
        joined.identity = earlier->identity;
        joined.identified = earlier->identified;
        left.identity = later->identity;
    }
    left.joined = (size_t)(earlier - files->decks) + 1;
    *earlier = joined;
    *later = left;
    return ok;
}

/* Does what the plan for the view says, and undoes the plan. */
static bool plan_sources_apply(
    struct plan_earlier *e, struct import_files *files, const struct import_files *view)
{
    bool ok = true;
    for (size_t i = 0; i < view->count; i++)
        for (size_t j = 0; j < view->decks[i].announced_count; j++) {
            struct import_new *new = &view->decks[i].announced[j];
            if (new->old) {
                struct import_new *same = e->entries[new->old - e->old.entries];
                same->superseded = true;
                same->why = "a later source has it";
            }
            new->old = NULL;
        }
    for (size_t i = 0; i < view->count && ok; i++) {
        struct import_files_deck *deck = &view->decks[i];
        const struct import_old_file *same = deck->old;
        deck->old = NULL;
        if (same)
            ok = plan_sources_join(files, e->decks[same - e->old.files], deck);
    }
    return ok;
}

/* Compares decks number `begin` to `end` with earlier ones. */
static enum err_code plan_sources_compare(
    struct import_files *files, size_t begin, size_t end, struct err *err)
{
    struct plan_earlier e = {.deck_count = 0};
    struct import_files view = {
        .decks = &files->decks[begin], .count = end - begin, .named = files->named, .old = &e.old};
    enum err_code code = plan_sources_collect(&e, files, &view) ? ERR_NONE : err_memory(err);
    if (!code && e.deck_count && !(code = import_plan_files(&view, err)) &&
        !(code = import_plan_entries(&view, err)) && !plan_sources_apply(&e, files, &view))
        code = err_memory(err);
    import_old_done(&e.old);
    free(e.decks);
    free(e.entries);
    return code;
}

enum err_code import_plan_sources(struct import_files *files, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t begin = 0, end; begin < files->count && !code; begin = end) {
        for (end = begin + 1; end < files->count &&
                              files->decks[end].source_number == files->decks[begin].source_number;)
            end++;
        code = plan_sources_compare(files, begin, end, err);
    }
    return code;
}

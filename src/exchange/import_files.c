#include "exchange/import_files.h"

#include "exchange/import_merge.h"
#include "exchange/import_names.h"
#include "exchange/import_paths.h"
#include "exchange/import_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DECKS_MAX 1000
#define TEXTS_MAX ((size_t)64 << 20) /* of a deck's entries, to be compared with old ones */

/* ---- decks ---- */

static enum err_code import_files_add_deck(struct import_files *files, const char *name,
    const char *identity, bool identified, struct import_files_deck **deck, struct err *err)
{
    if (!array_grow(&files->decks, files->count, &files->capacity, sizeof *files->decks))
        return err_memory(err);
    *deck = &files->decks[files->count++];
    **deck = (struct import_files_deck){.name = strdup(name),
        .identity = strdup(identity),
        .identified = identified,
        .source_number = files->source_number};
    return (*deck)->name && (*deck)->identity ? ERR_NONE : err_memory(err);
}

/* Returns the deck that the current source calls by that name; NULL if there is none. */
static struct import_files_deck *import_files_deck_named(
    struct import_files *files, const char *name)
{
    for (size_t i = files->count; i > 0; i--) { /* the last deck is the likeliest */
        struct import_files_deck *deck = &files->decks[i - 1];
        if (!deck->loses && strcmp(deck->name, name) == 0 &&
            deck->source_number == files->source_number)
            return deck;
    }
    return NULL;
}

/* Returns the deck that has the entries of the given one now. */
static struct import_files_deck *import_files_joined(
    struct import_files *files, struct import_files_deck *deck)
{
    return deck && deck->joined ? &files->decks[deck->joined - 1] : deck;
}

/* Returns the current source's deck with that identity; NULL if there is none. */
static struct import_files_deck *import_files_deck_identified(
    struct import_files *files, const char *name, const char *identity)
{
    for (size_t i = 0; i < files->count; i++)
        if (files->decks[i].identified && strcmp(files->decks[i].identity, identity) == 0 &&
            strcmp(files->decks[i].name, name) == 0 &&
            files->decks[i].source_number == files->source_number)
            return &files->decks[i];
    return NULL;
}

/* Finds the deck, or adds it in the first pass; later, *deck is NULL if it does not exist. */
static enum err_code import_files_find_deck(struct import_files *files, const char *given,
    const char *identity, struct import_files_deck **deck, struct err *err)
{
    struct buf name = {0}, cleaned = {0};
    enum err_code code = ERR_NONE;
    import_names_clean(&name, given);
    import_names_clean(&cleaned, identity ? identity : files->source ? files->source : "");
    *deck = identity ? import_files_deck_identified(files, buf_string(&name), buf_string(&cleaned))
                     : import_files_deck_named(files, buf_string(&name));
    bool adds = !*deck && !files->writing;
    if (name.failed || cleaned.failed)
        code = err_memory(err);
    else if (adds && files->count == DECKS_MAX)
        code = err_set(err, ERR_USAGE, "more than %d decks: import them in batches", DECKS_MAX);
    else if (adds)
        code = import_files_add_deck(
            files, buf_string(&name), buf_string(&cleaned), identity != NULL, deck, err);
    buf_done(&name);
    buf_done(&cleaned);
    return code;
}

enum err_code import_files_identify(
    struct import_files *files, const char *name, const char *identity, struct err *err)
{
    struct import_files_deck *deck;
    return import_files_find_deck(files, name, identity, &deck, err);
}

enum err_code import_files_schedule(struct import_files *files, const char *name,
    const struct import_scheduling *scheduling, struct err *err)
{
    struct import_files_deck *deck;
    enum err_code code = import_files_find_deck(files, name, NULL, &deck, err);
    if (!code && deck)
        import_files_joined(files, deck)->scheduled = *scheduling;
    return code;
}

const char *import_files_path(struct import_files *files, const char *given, struct err *err)
{
    struct buf name = {0};
    import_names_clean(&name, given);
    struct import_files_deck *deck = import_files_deck_named(files, buf_string(&name));
    for (size_t i = 0; i < files->count && !deck; i++) /* it may be known from another source */
        if (!files->decks[i].loses && strcmp(files->decks[i].name, buf_string(&name)) == 0)
            deck = &files->decks[i];
    deck = import_files_joined(files, deck);
    buf_clear(&files->guess);
    import_names_path(&files->guess, files->folder, buf_string(&name));
    bool failed = name.failed || files->guess.failed;
    buf_done(&name);
    if (failed)
        err_memory(err);
    return failed ? NULL : deck && deck->path ? deck->path : buf_string(&files->guess);
}

/* ---- the first pass ---- */

/* Sets *why if a deck file cannot hold the cloze text. */
static enum err_code import_files_refuse_cloze(const char *text, const char **why, struct err *err)
{
    struct cloze cloze = {0};
    enum err_code code = cloze_read(&cloze, text) ? ERR_NONE : err_memory(err);
    if (!cloze_next_gap(&cloze, 0))
        *why = "a cloze without a gap";
    else if (cloze_next_gap(&cloze, CLOZE_GAPS_MAX))
        *why = "more than 500 gaps";
    cloze_done(&cloze);
    return code;
}

/* Sets *why if a deck file cannot hold the entry. */
static enum err_code import_files_refuse(
    const struct deck_entry *entry, const char **why, struct err *err)
{
    const struct buf *const texts[] = {
        &entry->question, &entry->answer, &entry->cloze, &entry->tags, &entry->hint, &entry->note};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (texts[i]->length > DECK_FIELD_MAX)
            *why = "text longer than 1 MiB";
    if (*why)
        return ERR_NONE;
    if (entry->cloze.length)
        return import_files_refuse_cloze(buf_string(&entry->cloze), why, err);
    if (!entry->question.length)
        *why = "no question";
    return ERR_NONE;
}

/* Keeps the texts of an entry without an id, to compare them with those of old entries. */
static size_t import_files_keep_texts(
    struct import_files_deck *deck, const struct deck_entry *entry)
{
    const struct buf *question = entry->cloze.length ? &entry->cloze : &entry->question;
    size_t at = deck->texts.length;
    if (at + question->length + entry->answer.length > TEXTS_MAX)
        return IMPORT_NEW_NO_TEXT;
    buf_add(&deck->texts, buf_string(question), question->length + 1);
    buf_add(&deck->texts, buf_string(&entry->answer), entry->answer.length + 1);
    return at;
}

static enum err_code import_files_announce(struct import_files_deck *deck,
    const struct deck_entry *entry, const char **why, struct err *err)
{
    struct import_new new = {.cloze = entry->cloze.length > 0, .text = IMPORT_NEW_NO_TEXT};
    if (!import_texts_hash(&new.texts, entry))
        return err_memory(err);
    uint32_t *known = entry->id.length ? map_id(&deck->ids, buf_string(&entry->id)) : NULL;
    if (entry->id.length && !known)
        return err_memory(err);
    if (known && *known)
        new.why = IMPORT_SAME_ID;
    else if (!known && map_get(&deck->pairs, new.texts.pair) != MAP_NONE)
        new.why = "the same card appears earlier";
    if (known)
        *known = 1;
    if (!known && !new.why)
        new.text = import_files_keep_texts(deck, entry);
    *why = new.why;
    return array_add(&deck->announced, &deck->announced_count, &deck->announced_capacity, &new,
               sizeof new) &&
                   !deck->texts.failed &&
                   (new.why || map_get(&deck->pairs, new.texts.pair) != MAP_NONE ||
                       map_add(&deck->pairs, new.texts.pair, 0))
               ? ERR_NONE
               : err_memory(err);
}

/* ---- the plan ---- */

static bool import_files_wants(void *context, const char *id, const char *name, const char *source)
{
    const struct import_files *files = context;
    for (size_t i = 0; i < files->count; i++) {
        const struct import_files_deck *deck = &files->decks[i];
        if (strcmp(deck->name, id) == 0 || strcmp(deck->name, name) == 0 ||
            (*source && strcmp(deck->identity, source) == 0))
            return true;
    }
    return false;
}

/* Adds a deck for a file that only loses entries. */
static enum err_code import_files_add_loser(
    struct import_files *files, struct import_old_file *file, struct err *err)
{
    struct import_files_deck *deck;
    file->taken = true;
    enum err_code code = import_files_add_deck(files, file->name, file->source, false, &deck, err);
    if (!code)
        *deck = (struct import_files_deck){
            .name = deck->name, .identity = deck->identity, .old = file, .loses = true};
    return code;
}

/* Marks the old entries whose answers the source lacks, and which therefore keep them. */
static void import_files_plan_answers(struct import_files *files)
{
    for (size_t i = 0; i < files->count && !files->replace; i++)
        for (size_t j = 0; j < files->decks[i].announced_count; j++) {
            const struct import_new *new = &files->decks[i].announced[j];
            if (new->old && !new->cloze &&new->texts.answer == IMPORT_NO_TEXT)
                new->old->keeps_answer = new->old->texts.answer != IMPORT_NO_TEXT;
        }
}

/* Marks the old entries that move to another file. Those in a file that the user has edited stay
 * where they are. */
static enum err_code import_files_plan_moves(struct import_files *files, struct err *err)
{
    enum err_code code = ERR_NONE;
    size_t decks = files->count;
    for (size_t i = 0; i < decks && !code; i++)
        for (size_t j = 0; j < files->decks[i].announced_count && !code; j++) {
            struct import_old_entry *old = files->decks[i].announced[j].old;
            struct import_old_file *file = old ? &files->old->files[old->file] : NULL;
            if (!old || file == files->decks[i].old)
                continue;
            old->gone = !file->seal.edited || files->force;
            if (!file->taken)
                code = import_files_add_loser(files, file, err);
        }
    return code;
}

enum err_code import_files_begin_writing(struct import_files *files, struct err *err)
{
    enum err_code code;
    files->writing = true;
    files->old = calloc(1, sizeof *files->old);
    if (!files->old)
        return err_memory(err);
    if ((code = import_plan_sources(files, err)) ||
        (code = import_old_read(
             files->old, files->store, files->folder, import_files_wants, files, err)) ||
        (code = import_plan_files(files, err)) || (code = import_plan_entries(files, err)) ||
        (code = import_files_plan_moves(files, err)))
        return code;
    import_files_plan_answers(files);
    for (size_t i = 0; i < files->count && !code; i++)
        code = import_paths_give(files, &files->decks[i], err);
    for (size_t i = 0; i < files->count && !code; i++)
        code = import_merge_begin(files, &files->decks[i], err);
    return code;
}

/* ---- the second pass ---- */

static bool import_files_has_id(struct map *ids, const char *id, bool *failed)
{
    const uint32_t *known = map_id(ids, id);
    *failed |= !known;
    return known && *known;
}

/* Appends the id of the entry: its own, that of its old version, or one made from its text if
 * another entry of the file has that id. */
static void import_files_find_id(struct import_files_deck *deck, const struct deck_entry *entry,
    const struct import_new *new, const struct import_old_entry *own, struct buf *id,
    const char **why)
{
    bool named = entry->id.length && !new->row_number;
    const char *given = named ? buf_string(&entry->id) : new->old ? new->old->id : "";
    bool keeps = own && strcmp(given, own->id) == 0;
    bool is_free = *given && (keeps || !import_files_has_id(&deck->taken, given, &id->failed));
    const char *wanted = is_free ? given : own ? own->id : "";
    buf_text(id, wanted);
    if (!*wanted) {
        import_texts_add_id(id, entry, false);
        if (import_files_has_id(&deck->taken, buf_string(id), &id->failed)) {
            buf_clear(id);
            import_texts_add_id(id, entry, true);
        }
        if (import_files_has_id(&deck->taken, buf_string(id), &id->failed))
            *why = "it would get the id of another card: give it a different id";
    }
    uint32_t *known = map_id(&deck->taken, buf_string(id));
    id->failed |= !known;
    if (known)
        *known = 1;
}

static enum err_code import_files_add_move(struct import_files *files,
    const struct import_files_deck *deck, const struct import_old_entry *old,
    const struct deck_entry *entry, struct err *err)
{
    struct import_files_move move = {strdup(old->id), strdup(buf_string(&entry->id)),
        strdup(files->old->files[old->file].id), strdup(deck->id)};
    if (move.id && move.new_id && move.from && move.to &&
        array_add(&files->moves, &files->move_count, &files->move_capacity, &move, sizeof move))
        return ERR_NONE;
    free(move.id);
    free(move.new_id);
    free(move.from);
    free(move.to);
    return err_memory(err);
}

/* Returns the deck whose file has the old entry. */
static struct import_files_deck *import_files_deck_of(
    struct import_files *files, const struct import_old_entry *old)
{
    size_t i = 0;
    while (files->decks[i].old != &files->old->files[old->file])
        i++; /* every file that an entry leaves has a deck: import_files_plan_moves */
    return &files->decks[i];
}

/* Writes the entry, unless an old version stays because the user has edited its file. */
static enum err_code import_files_put(struct import_files *files, struct import_files_deck *deck,
    const struct deck_entry *entry, const struct import_new *new, const struct import_texts *texts,
    struct err *err)
{
    struct import_old_entry *old = new->old;
    bool here = old && &files->old->files[old->file] == deck->old;
    bool edited = old && (old->texts.whole != texts->whole);
    bool stays = old && (here ? deck->appends : !old->gone);
    struct import_files_deck *holder = stays ? import_files_deck_of(files, old) : deck;
    enum err_code code = ERR_NONE;
    if (!old)
        import_merge_change(files, holder, CHANGE_IS_NEW, entry);
    else if (edited || !here)
        import_merge_change(files, holder,
            stays  ? CHANGE_IS_LEFT
            : here ? CHANGE_IS_EDIT
                   : CHANGE_IS_MOVE,
            entry);
    if (!stays)
        code = import_merge_put(files, deck, entry, old, err);
    if (!code && !stays && old && !here)
        code = import_files_add_move(files, deck, old, entry, err);
    holder->entries++;
    files->holder = holder->id;
    return code;
}

static enum err_code import_files_write(struct import_files *files, struct import_files_deck *given,
    const struct deck_entry *entry, const char **why, struct err *err)
{
    struct import_texts texts;
    struct import_files_deck *deck = import_files_joined(files, given);
    const struct import_new *new =
        deck && given->next < deck->announced_count ? &deck->announced[given->next++] : NULL;
    if (!import_texts_hash(&texts, entry))
        return err_memory(err);
    if (!new || new->texts.id != texts.id)
        return err_set(err, ERR_IO, "the source changed while it was being read: try again");
    *why = new->superseded ? NULL : new->why;
    if (new->why)
        return ERR_NONE;
    struct deck_entry named = *entry; /* a shallow copy: the caller owns the strings */
    const struct import_old_entry *old = new->old;
    if (old && old->answer) {
        named.answer = (struct buf){.bytes = old->answer, .length = strlen(old->answer)};
        named.reverse = old->reverse;
        if (!import_texts_hash(&texts, &named))
            return err_memory(err);
    }
    bool here = old && &files->old->files[old->file] == deck->old;
    bool stays = old && !here && !old->gone; /* under its old id */
    if (stays)
        buf_text(&files->id, old->id);
    else
        import_files_find_id(deck, entry, new, here ? old : NULL, &files->id, why);
    named.id = files->id;
    enum err_code code = files->id.failed ? err_memory(err) : ERR_NONE;
    if (!code && !*why)
        code = import_files_put(files, deck, &named, new, &texts, err);
    if (*why)
        buf_clear(&files->id);
    return code;
}

enum err_code import_files_add(struct import_files *files, const char *name,
    const struct deck_entry *entry, const char **why, struct err *err)
{
    struct import_files_deck *deck;
    *why = NULL;
    buf_clear(&files->id);
    enum err_code code = import_files_refuse(entry, why, err);
    if (!code && !*why)
        code = import_files_find_deck(files, name, NULL, &deck, err);
    if (code || *why)
        return code;
    return files->writing ? import_files_write(files, deck, entry, why, err)
                          : import_files_announce(deck, entry, why, err);
}

/* ---- the files ---- */

/* Refuses to replace a file that its user has saved since it was read. */
static enum err_code import_files_unchanged(const struct import_files_deck *deck, struct err *err)
{
    bool replaces = deck->old && deck->file.stream && deck->fate != FATE_SAME;
    return replaces ? deck_file_unchanged(deck->path, &deck->old->version, err) : ERR_NONE;
}

enum err_code import_files_commit(struct import_files *files, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < files->count && !code; i++)
        code = import_merge_end(files, &files->decks[i], err);
    for (size_t i = 0; i < files->count && !code; i++)
        code = import_files_unchanged(&files->decks[i], err);
    for (size_t i = 0; i < files->count && !code; i++) {
        struct import_files_deck *deck = &files->decks[i];
        if (deck->fate == FATE_SAME)
            atomic_discard(&deck->file);
        else if (deck->file.stream)
            code = atomic_commit(&deck->file, err);
    }
    return code;
}

static void import_files_free_deck(struct import_files_deck *deck)
{
    atomic_discard(&deck->file);
    map_done(&deck->pairs);
    map_done(&deck->ids);
    map_done(&deck->taken);
    buf_done(&deck->text);
    deck_addition_done(&deck->addition);
    buf_done(&deck->kept_text);
    buf_done(&deck->texts);
    free(deck->kept);
    free(deck->announced);
    free(deck->name);
    free(deck->identity);
    free(deck->path);
    free(deck->id);
}

void import_files_done(struct import_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        import_files_free_deck(&files->decks[i]);
    for (size_t i = 0; i < files->move_count; i++) {
        free(files->moves[i].id);
        free(files->moves[i].new_id);
        free(files->moves[i].from);
        free(files->moves[i].to);
    }
    for (size_t i = files->made_count; i > 0; i--) {
        rmdir(files->made[i - 1]); /* fails unless it is empty */
        free(files->made[i - 1]);
    }
    if (files->old)
        import_old_done(files->old);
    free(files->old);
    free(files->moves);
    free(files->made);
    free(files->decks);
    buf_done(&files->id);
    buf_done(&files->guess);
    *files = (struct import_files){0};
}

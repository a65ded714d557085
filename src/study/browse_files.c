/* Edits of the deck files of cards in the list: tags, and moves to other decks. A file is read, its
 * new text is made, written beside it, parsed and compared; only when this has worked for all of
 * the files is the first of them replaced. */
#include "study/browse.h"

#include "base/file.h"
#include "base/map.h"
#include "deck/rewrite.h"
#include "store/decks.h"
#include "study/browse_parts.h"
#include "study/collection.h"
#include "study/media.h"
#include "text/md_links.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A deck whose file is edited. */
struct browse_file {
    int64_t deck_id;
    char *path;
    struct card_ids positions; /* of the entries */
};

/* The state of browse_tag or browse_move. */
struct browse_editing {
    struct browse *browse;
    struct browse_file *files;
    size_t count, capacity;
    struct map ids; /* of the target deck, and of the entries that move there */
    struct file_edit *edits;
    size_t edit_count;
    struct browse_step *step;
    struct err *err;
};

static void browse_files_done(struct browse_editing *e)
{
    for (size_t i = 0; i < e->count; i++) {
        free(e->files[i].path);
        free(e->files[i].positions.ids);
    }
    free(e->files);
    map_done(&e->ids);
    file_edits_done(e->edits, e->edit_count);
}

/* ---- decks and entries ---- */

/* Load a deck's file. The error names the first mistake. */
static enum err_code browse_files_load(struct browse *b, const char *path, struct err *err)
{
    int64_t deck_id;
    struct load_report report;
    struct err first = {0};
    enum err_code code =
        deck_load(b->store, path, b->today, keep_first_mistake, &first, &deck_id, &report, err);
    if (code == ERR_MISTAKE && first.code && err)
        *err = first;
    return code;
}

/* Add a deck, whose file is loaded first, so that its entries have the positions in the database.
 */
static enum err_code browse_files_add_deck(struct browse_editing *e, int64_t deck_id)
{
    struct deck_facts facts = {0};
    if (!array_grow(&e->files, e->count, &e->capacity, sizeof *e->files))
        return err_memory(e->err);
    enum err_code code = store_deck_facts(e->browse->store, deck_id, &facts, e->err);
    if (!code && !(code = deck_file_check(facts.path, e->err)) &&
        !(code = browse_files_load(e->browse, facts.path, e->err))) {
        e->files[e->count] = (struct browse_file){.deck_id = deck_id, .path = facts.path};
        e->count++;
        facts.path = NULL;
    }
    deck_facts_done(&facts);
    return code;
}

/* Add the decks that have some of the cards. */
static enum err_code browse_files_add_decks(struct browse_editing *e, const struct card_ids *cards)
{
    const struct browse *b = e->browse;
    enum err_code code = ERR_NONE;
    int64_t last = 0;
    for (size_t i = 0; i < b->cards.count && !code; i++) {
        const struct listed_card *card = &b->cards.cards[i];
        if (card->deck_id == last || !card_ids_has(cards, card->card_id))
            continue;
        last = card->deck_id;
        bool known = false;
        for (size_t f = 0; f < e->count; f++)
            known |= e->files[f].deck_id == last;
        code = known ? ERR_NONE : browse_files_add_deck(e, last);
    }
    return code;
}

static struct browse_file *browse_files_of(struct browse_editing *e, int64_t deck_id, size_t from)
{
    for (size_t i = from; i < e->count; i++)
        if (e->files[i].deck_id == deck_id)
            return &e->files[i];
    return NULL;
}

/* Called for each card of an entry to edit. */
typedef enum err_code browse_files_fn(struct browse_editing *e, const struct browse_file *file,
    const struct stored_card *card, bool first_of_entry);

/* Collect the entries of the cards that are in the files from index `from` on. */
static enum err_code browse_files_add_entries(
    struct browse_editing *e, const struct card_ids *cards, size_t from, browse_files_fn *check)
{
    struct browse *b = e->browse;
    struct stored_card card = {0};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < b->cards.count && !code; i++) {
        if (!card_ids_has(cards, b->cards.cards[i].card_id) ||
            (code = store_card(b->store, b->cards.cards[i].card_id, &card, e->err)))
            continue;
        struct browse_file *file =
            card.card_id && !card.retired ? browse_files_of(e, card.deck_id, from) : NULL;
        if (!file)
            continue;
        struct card_ids *p = &file->positions;
        bool first = p->count == 0 || p->ids[p->count - 1] != card.position;
        if (first && !card_ids_add(p, card.position))
            code = err_memory(e->err);
        if (!code && check)
            code = check(e, file, &card, first);
    }
    for (size_t i = from; i < e->count; i++)
        card_ids_sort(&e->files[i].positions);
    stored_card_done(&card);
    return code;
}

/* ---- new texts ---- */

/* ERR_STALE if the file is no longer the one that was loaded. */
static enum err_code browse_files_is_loaded(
    struct browse_editing *e, const char *path, const struct file_version *version)
{
    int64_t deck_id;
    struct file_version known = {0};
    enum err_code code = store_deck_at(e->browse->store, path, &deck_id, &known, e->err);
    if (!code && (!deck_id || memcmp(&known, version, sizeof known) != 0))
        code = err_at(e->err, ERR_STALE, path, 0, 0, "has just been edited: try again");
    return code;
}

/* Check a new text as a file beside the old one. */
static enum err_code browse_files_check(const struct rewrite *r, struct err *err)
{
    struct atomic_file file = {0};
    enum err_code code = atomic_open(&file, r->path, err);
    if (!code && !(code = atomic_write(&file, &r->after, err)))
        code = rewrite_check(r, file.temporary->path, err);
    atomic_discard(&file);
    return code;
}

/* Add the edit that gives a file the text *after, which is taken over. */
static enum err_code browse_files_add_edit(
    struct browse_editing *e, const char *path, const struct buf *before, struct buf *after)
{
    struct file_edit *edit = &e->edits[e->edit_count];
    edit->path = strdup(path);
    if (!edit->path)
        return err_memory(e->err);
    edit->hash = file_edit_hash(before);
    edit->other = *after;
    *after = (struct buf){0};
    e->edit_count++;
    return ERR_NONE;
}

/* Make and check the new text of a file. */
static enum err_code browse_files_rewrite(struct browse_editing *e, struct browse_file *file,
    struct rewrite *r, struct deck_addition *taken, bool tidy)
{
    r->path = file->path;
    r->positions = file->positions.ids;
    r->count = file->positions.count;
    enum err_code code = rewrite_make(r, taken, tidy, e->err);
    if (!code)
        code = browse_files_is_loaded(e, r->path, &r->version);
    if (!code && r->changed)
        code = browse_files_check(r, e->err);
    return code;
}

static enum err_code browse_files_keep(struct browse_editing *e, struct rewrite *r)
{
    e->step->entries += r->changed;
    e->step->cards += r->cards;
    return r->changed ? browse_files_add_edit(e, r->path, &r->before, &r->after) : ERR_NONE;
}

/* ---- writing and loading ---- */

enum err_code browse_swap_files(
    struct browse *b, struct browse_step *step, bool backwards, struct err *err)
{
    enum err_code code = file_edits_swap(step->files, step->file_count, backwards, err);
    for (size_t i = 0; i < step->file_count && !code; i++) {
        size_t file = backwards ? step->file_count - 1 - i : i;
        code = browse_files_load(b, step->files[file].path, err);
    }
    b->changed = true;
    return code;
}

/* Write the files. From here on, the step owns the edits. */
static enum err_code browse_files_commit(struct browse_editing *e)
{
    struct browse *b = e->browse;
    struct browse_step *step = e->step;
    if (step->entries == 0)
        return ERR_NONE;
    browse_forget_undone(b);
    if (!array_grow(&b->steps, b->step_count, &b->step_capacity, sizeof *b->steps))
        return err_memory(e->err);
    enum err_code code = file_edits_swap(e->edits, e->edit_count, false, e->err);
    if (code)
        return code;
    step->files = e->edits;
    step->file_count = e->edit_count;
    step->first = b->event_count;
    e->edits = NULL;
    e->edit_count = 0;
    browse_add_step(b, step); /* there is memory for it */
    for (size_t i = 0; i < step->file_count && !code; i++)
        code = browse_files_load(b, step->files[i].path, e->err);
    return code;
}

/* ---- tags ---- */

enum err_code browse_tag(struct browse *b, const struct card_ids *cards, const char *add,
    const char *remove, struct browse_step *step, struct err *err)
{
    struct browse_editing e = {.browse = b, .step = step, .err = err};
    *step = (struct browse_step){.edit = EDIT_TAGS};
    enum err_code code = browse_files_add_decks(&e, cards);
    if (!code && !(e.edits = calloc(e.count + 1, sizeof *e.edits)))
        code = err_memory(err);
    if (!code)
        code = browse_files_add_entries(&e, cards, 0, NULL);
    for (size_t i = 0; i < e.count && !code; i++) {
        struct rewrite r = {.add = add, .remove = remove};
        if (!(code = browse_files_rewrite(&e, &e.files[i], &r, NULL, false)))
            code = browse_files_keep(&e, &r);
        rewrite_done(&r);
    }
    if (!code)
        code = browse_files_commit(&e);
    browse_files_done(&e);
    return code;
}

/* ---- moves ---- */

/* Whether a card links to a file beside its deck. Sets *ok to false if memory runs out. */
static bool browse_files_has_file(const struct card *card, bool *ok)
{
    const char *const texts[] = {
        card->question, card->answer, card->hint, card->note, card->cloze ? card->cloze : ""};
    struct md_links links = {0};
    bool found = false;
    for (size_t i = 0; i < COUNT(texts); i++)
        md_links_read(&links, texts[i]);
    for (size_t i = 0; i < links.count; i++) {
        const char *address = links.list[i].address;
        found |= *address != '/' && *address != '#' && !media_has_scheme(address);
    }
    *ok = !links.failed;
    md_links_done(&links);
    return found;
}

static bool browse_files_same_folder(const char *a, const char *b)
{
    size_t length = (size_t)(file_name(a) - a);
    return length == (size_t)(file_name(b) - b) && strncmp(a, b, length) == 0;
}

/* Refuse a card that would lose its pictures, or whose id the other deck has. */
static enum err_code browse_files_check_card(struct browse_editing *e,
    const struct browse_file *file, const struct stored_card *card, bool first_of_entry)
{
    const struct card *c = &card->card;
    const char *to = e->files[0].path;
    bool ok = true;
    if (!browse_files_same_folder(file->path, to) && browse_files_has_file(c, &ok))
        return err_at(e->err, ERR_MISTAKE, file->path, 0, 0,
            "a card links to a file beside its deck, and %s is in another folder: move both by "
            "hand",
            file_name(to));
    if (!ok)
        return err_memory(e->err);
    if (!c->id || !first_of_entry)
        return ERR_NONE;
    uint32_t *taken = map_id(&e->ids, c->id);
    if (!taken)
        return err_memory(e->err);
    if (*taken)
        return err_at(
            e->err, ERR_MISTAKE, to, 0, 0, "two cards would have the id \"%s\": change one", c->id);
    *taken = 1;
    return ERR_NONE;
}

/* Collect the ids of the target deck, and count its entries. */
static enum err_code browse_files_read_ids(
    struct browse_editing *e, const char *path, size_t *count)
{
    struct deck_reader *reader;
    const struct deck_entry *entry;
    enum err_code code = deck_open(&reader, path, ignore_mistake, NULL, e->err);
    struct file_version version = code ? (struct file_version){0} : deck_version(reader);
    for (*count = 0; !code && !(code = deck_next(reader, &entry, e->err)) && entry; ++*count) {
        uint32_t *taken = entry->id.length ? map_id(&e->ids, buf_string(&entry->id)) : NULL;
        if (taken)
            *taken = 1;
        else if (entry->id.length)
            code = err_memory(e->err);
    }
    deck_close(reader);
    return code ? code : browse_files_is_loaded(e, path, &version);
}

/* The texts of all files before and after a move. */
struct browse_files_move {
    struct rewrite
        *sources; /* for each file but the first, which is the one that entries move to */
    size_t source_count, entries; /* entries: in the first file, so far */
    struct deck_addition taken;
    struct buf before, after; /* of the first file */
};

static void browse_files_move_done(struct browse_files_move *m)
{
    for (size_t i = 0; i < m->source_count; i++)
        rewrite_done(&m->sources[i]);
    free(m->sources);
    deck_addition_done(&m->taken);
    buf_done(&m->before);
    buf_done(&m->after);
}

/* Make the text of the first file, and check that it ends with what was taken out of the others. */
static enum err_code browse_files_append(
    struct browse_editing *e, struct browse_files_move *m, bool *same)
{
    struct atomic_file file = {0};
    const char *path = e->files[0].path;
    size_t skip = m->entries;
    *same = true;
    enum err_code code = file_read(path, &m->before, e->err);
    if (!code && !(code = atomic_open(&file, path, e->err)) &&
        !(code = deck_append(path, &m->taken, file.temporary->path, e->err)))
        code = file_read(file.temporary->path, &m->after, e->err);
    for (size_t i = 0; i < m->source_count && !code && *same; i++) {
        if (m->sources[i].changed)
            code = rewrite_was_taken(&m->sources[i], file.temporary->path, skip, same, e->err);
        skip += m->sources[i].changed;
    }
    atomic_discard(&file);
    return code;
}

/* Make all new texts. The entries' bytes stay as they are unless they must be written `tidy`. */
static enum err_code browse_files_make_move(
    struct browse_editing *e, struct browse_files_move *m, bool tidy, bool *same)
{
    enum err_code code = ERR_NONE;
    deck_addition_done(&m->taken);
    m->taken = (struct deck_addition){0};
    buf_clear(&m->before);
    buf_clear(&m->after);
    for (size_t i = 0; i < m->source_count && !code; i++)
        code = browse_files_rewrite(e, &e->files[i + 1], &m->sources[i], &m->taken, tidy);
    *same = true;
    return code || m->taken.count == 0 ? code : browse_files_append(e, m, same);
}

static enum err_code browse_files_move(struct browse_editing *e, struct browse_files_move *m)
{
    bool same;
    enum err_code code = browse_files_make_move(e, m, false, &same);
    if (code == ERR_MISTAKE || (!code && !same))
        code = browse_files_make_move(e, m, true, &same);
    if (!code && !same)
        code = err_at(e->err, ERR_MISTAKE, e->files[0].path, 0, 0,
            "cards cannot be added here as they are: move them by hand");
    if (!code && m->taken.count)
        code = browse_files_add_edit(e, e->files[0].path, &m->before, &m->after);
    for (size_t i = 0; i < m->source_count && !code; i++)
        code = browse_files_keep(e, &m->sources[i]);
    return code ? code : browse_files_commit(e);
}

enum err_code browse_move(struct browse *b, const struct card_ids *cards, int64_t deck_id,
    struct browse_step *step, struct err *err)
{
    struct browse_editing e = {.browse = b, .step = step, .err = err};
    struct browse_files_move m = {0};
    *step = (struct browse_step){.edit = EDIT_MOVE};
    enum err_code code = browse_files_add_deck(&e, deck_id);
    if (!code && !(code = browse_files_add_decks(&e, cards)))
        code = browse_files_read_ids(&e, e.files[0].path, &m.entries);
    if (!code)
        code = browse_files_add_entries(&e, cards, 1, browse_files_check_card);
    if (!code) {
        m.source_count = e.count - 1;
        m.sources = calloc(e.count, sizeof *m.sources);
        e.edits = calloc(e.count, sizeof *e.edits);
        code = m.sources && e.edits ? browse_files_move(&e, &m) : err_memory(err);
    }
    if (!m.sources)
        m.source_count = 0;
    browse_files_move_done(&m);
    browse_files_done(&e);
    return code;
}

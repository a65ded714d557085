/* Which announced entry is the edited version of an old one that has neither its question nor its
 * answer, but clearly the most similar texts. */
#include "exchange/import_plan.h"

#include "model/pairing.h"
#include "model/similarity.h"

#include <stdlib.h>
#include <string.h>

#define KEPT_MAX 1000 /* matched entries, to estimate how many different words the deck has */

/* Texts of entries, question and answer one after the other, each NUL-terminated. */
struct plan_similar {
    struct import_files_deck *deck;
    struct import_old *all;
    struct buf old_texts;
    size_t *old_at; /* offsets in old_texts, for candidates by their card_id */
    struct candidates old, added, kept;
};

static const char *plan_similar_answer(const char *question)
{
    return question + strlen(question) + 1;
}

static bool plan_similar_add(
    struct candidates *list, const char *question, size_t number, bool cloze)
{
    struct candidate *one = &list->cards[list->count];
    *one = (struct candidate){.sketch = sketch_new(question, plan_similar_answer(question)),
        .card_id = (int64_t)number,
        .entry = number + 1,
        .kind = cloze};
    list->count += one->sketch != NULL;
    return one->sketch != NULL;
}

static bool plan_similar_is_left(const struct import_new *new)
{
    return !new->old && !new->why &&new->text != IMPORT_NEW_NO_TEXT;
}

/* Sketches the announced entries: those without an old version, and some of the others. */
static bool plan_similar_sketch_new(struct plan_similar *s)
{
    struct import_files_deck *deck = s->deck;
    size_t every = deck->announced_count / KEPT_MAX + 1;
    bool ok = true;
    s->added.cards = calloc(deck->announced_count + 1, sizeof *s->added.cards);
    s->kept.cards = calloc(KEPT_MAX + 1, sizeof *s->kept.cards);
    if (!s->added.cards || !s->kept.cards)
        return false;
    for (size_t i = 0; i < deck->announced_count && ok; i++) {
        const struct import_new *new = &deck->announced[i];
        if (new->text == IMPORT_NEW_NO_TEXT)
            continue;
        const char *question = buf_string(&deck->texts) + new->text;
        if (plan_similar_is_left(new))
            ok = plan_similar_add(&s->added, question, i, new->cloze);
        else if (new->old && i % every == 0 && s->kept.count < KEPT_MAX)
            ok = plan_similar_add(&s->kept, question, i, new->cloze);
    }
    return ok;
}

/* Reads the texts of the file's entries that have no new version, and sketches them. */
static enum err_code plan_similar_sketch_old(struct plan_similar *s, struct err *err)
{
    const struct import_old_file *file = s->deck->old;
    struct deck_reader *reader;
    const struct deck_entry *entry = NULL;
    s->old.cards = calloc(file->count + 1, sizeof *s->old.cards);
    s->old_at = calloc(file->count + 1, sizeof *s->old_at);
    bool *clozes = calloc(file->count + 1, sizeof *clozes),
         ok = s->old.cards && s->old_at && clozes;
    enum err_code code =
        ok ? deck_open(&reader, file->path, ignore_mistake, NULL, err) : err_memory(err);
    if (!ok || code) {
        free(clozes);
        return code;
    }
    for (size_t i = 0; i < file->count && !code; i++) {
        if ((code = deck_next(reader, &entry, err)) || !entry)
            break;
        s->old_at[i] = s->old_texts.length;
        clozes[i] = entry->cloze.length > 0;
        const struct buf *question = clozes[i] ? &entry->cloze : &entry->question;
        buf_add(&s->old_texts, buf_string(question), question->length + 1);
        buf_add(&s->old_texts, buf_string(&entry->answer), entry->answer.length + 1);
    }
    deck_close(reader);
    ok = !s->old_texts.failed;
    for (size_t i = 0; i < file->count && !code && entry && ok; i++)
        if (!s->all->entries[file->first + i].matched)
            ok = plan_similar_add(&s->old, buf_string(&s->old_texts) + s->old_at[i], i, clozes[i]);
    free(clozes);
    return code ? code : ok ? ERR_NONE : err_memory(err);
}

static bool plan_similar_slipped(
    void *context, const struct candidate *old, const struct candidate *added)
{
    const struct plan_similar *s = context;
    const char *was = buf_string(&s->old_texts) + s->old_at[old->card_id];
    const char *is = buf_string(&s->deck->texts) + s->deck->announced[added->card_id].text;
    return texts_slipped(was, is) &&
           texts_slipped(plan_similar_answer(was), plan_similar_answer(is));
}

static enum err_code plan_similar_pair(struct plan_similar *s, struct err *err)
{
    if (s->old.count == 0)
        return ERR_NONE;
    if (!pairing_find(
            &s->old, &s->added, &s->kept, (struct candidate_texts){plan_similar_slipped, s}))
        return err_memory(err);
    for (size_t i = 0; i < s->added.count; i++) {
        const struct candidate *best = pairing_of(&s->added.cards[i], SIMILAR_ENOUGH);
        if (!best)
            continue;
        struct import_old_entry *old =
            &s->all->entries[s->deck->old->first + (size_t)best->card_id];
        if (!old->matched) {
            s->deck->announced[s->added.cards[i].card_id].old = old;
            old->matched = true;
        }
    }
    return ERR_NONE;
}

static void plan_similar_free(struct candidates *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->cards[i].sketch);
    free(list->cards);
}

enum err_code import_plan_similar(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    struct plan_similar s = {.deck = deck, .all = files->old};
    size_t left = 0;
    for (size_t i = 0; i < deck->announced_count; i++)
        left += plan_similar_is_left(&deck->announced[i]);
    if (left == 0)
        return ERR_NONE;
    enum err_code code = plan_similar_sketch_new(&s) ? ERR_NONE : err_memory(err);
    if (!code && !(code = plan_similar_sketch_old(&s, err)))
        code = plan_similar_pair(&s, err);
    plan_similar_free(&s.old);
    plan_similar_free(&s.added);
    plan_similar_free(&s.kept);
    free(s.old_at);
    buf_done(&s.old_texts);
    return code;
}

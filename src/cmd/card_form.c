#include "cmd/card_form.h"

#include "cmd/command.h"
#include "deck/source.h"
#include "deck/writer.h"
#include "study/adding.h"
#include "study/card_line.h"
#include "study/collection.h"
#include "study/following.h"
#include "study/twins.h"
#include "text/text.h"
#include "tui/links.h"
#include "tui/loop.h"
#include "tui/terminal.h"
#include "view/form.h"
#include "view/keys.h"
#include "view/phrases.h"

#include <stdlib.h>
#include <string.h>

struct card_form_screen {
    struct card_form *card_form; /* the caller's */
    struct deck_facts deck;
    struct deck_entry was; /* the entry of the card to edit */
    size_t number;         /* that of its entry, from 0 */
    struct form form;
    struct twins twins;
    bool knows_twins;
    bool failed; /* the last load */
};

/* ---- where the question is already ---- */

/* Appends the question of the first card that the entry makes. False when memory runs out. */
static bool card_form_question(const struct deck_entry *entry, struct buf *question)
{
    struct card_texts texts = {0};
    struct card card;
    if (deck_entry_card(entry, 0, &texts, &card))
        buf_text(question, card.question);
    bool whole = !card_texts_failed(&texts) && !question->failed;
    card_texts_done(&texts);
    return whole;
}

static void card_form_say_twin(struct card_form_screen *s, const char *question)
{
    struct buf *twin = &s->form.twin;
    bool exact, ok = true;
    const char *name = twins_find(&s->twins, s->card_form->deck_id, question, &exact, &ok);
    if (!ok || !name)
        return;
    buf_text(twin,
        exact ? "This question is already in " : "A question almost like this is already in ");
    if (strcmp(name, s->deck.name) == 0)
        buf_text(twin, "this deck");
    else
        text_safe(twin, name, TEXT_ONE_LINE);
}

/* Looks up what is typed among the questions of all decks. If memory runs out, says nothing. */
static void card_form_look(struct card_form_screen *s)
{
    struct deck_entry entry = {0};
    struct buf question = {0};
    struct err mistake;
    buf_clear(&s->form.twin);
    if (!s->knows_twins || !form_is_unsaved(&s->form))
        return; /* a card to edit is its own twin until it differs */
    if (!form_entry(&s->form, &entry, &mistake) && card_form_question(&entry, &question))
        card_form_say_twin(s, buf_string(&question));
    buf_done(&question);
    deck_entry_done(&entry);
}

/* Reads the questions once the form is on the screen. If that fails, the form goes on without. */
static enum err_code card_form_step(struct loop *loop, enum loop_work *work, struct err *err)
{
    struct card_form_screen *s = loop->screen;
    if (s->knows_twins)
        return ERR_NONE;
    if (twins_read(&s->twins, s->card_form->store, err))
        twins_done(&s->twins);
    s->knows_twins = true;
    *work = LOOP_DRAW;
    card_form_look(s);
    return ERR_NONE;
}

/* ---- saving ---- */

static enum err_code card_form_write(
    struct card_form_screen *s, struct deck_entry *entry, bool *known, struct err *problem)
{
    struct adding adding = {.gives_ids = false};
    struct err first = {0};
    enum err_code code = adding_open(
        &adding, s->card_form->store, s->deck.path, keep_first_mistake, &first, problem);
    if (code == ERR_MISTAKE && first.code)
        *problem = first;
    if (!code && !(code = adding_add(&adding, entry, known, problem)))
        code = adding_write(&adding, problem);
    adding_done(&adding);
    return code;
}

/* Writes the entry of the card to edit in its place. What the form does not show stays. */
static enum err_code card_form_replace(
    struct card_form_screen *s, struct deck_entry *entry, struct err *problem)
{
    buf_text(&entry->id, buf_string(&s->was.id));
    entry->type = s->was.type;
    entry->type_given = s->was.type_given;
    return entry->id.failed ? err_memory(problem)
                            : adding_replace(s->deck.path, &s->was, entry, &s->number, problem);
}

/* Loads the deck; the histories of an edited entry stay with it. */
static enum err_code card_form_load(struct card_form_screen *s, struct err *problem)
{
    const struct card_form *f = s->card_form;
    struct load_report report;
    struct card_ids retired = {0};
    int64_t deck_id;
    int today = clock_now().day;
    enum err_code code =
        f->card ? following_begin(f->store, f->deck_id, &retired, problem) : ERR_NONE;
    if (!code)
        code = deck_load(
            f->store, s->deck.path, today, ignore_mistake, NULL, &deck_id, &report, problem);
    if (!code && f->card)
        code = following_end(
            f->store, deck_id, (int64_t)s->number + 1, today, &retired, &report, problem);
    free(retired.ids);
    if (code)
        return code;
    load_report_add(&s->card_form->report, &report);
    return ERR_NONE;
}

static void card_form_warn(struct card_form_screen *s, const char *words, const struct err *problem)
{
    struct buf *notice = &s->form.notice;
    buf_clear(notice);
    buf_text(notice, words);
    if (problem && problem->line)
        buf_format(notice, "line %u: ", problem->line);
    text_safe(notice, problem ? problem->message : "", TEXT_ONE_LINE);
    s->form.warns = true;
}

/* Once the file is written, the card is saved, even if loading it fails: the next session loads
 * it. */
static void card_form_saved(struct card_form_screen *s, const struct deck_entry *entry)
{
    struct err problem;
    struct buf question = {0};
    s->card_form->added++;
    if (s->knows_twins && card_form_question(entry, &question))
        twins_add(&s->twins, s->card_form->deck_id, s->deck.name, buf_string(&question), &problem);
    form_saved(&s->form);
    s->failed = card_form_load(s, &problem) != ERR_NONE;
    if (s->failed)
        card_form_warn(s, "Saved in the file, but not loaded yet: ", &problem);
    buf_done(&question);
}

static void card_form_save(struct loop *loop)
{
    struct card_form_screen *s = loop->screen;
    struct deck_entry entry = {0};
    struct err problem;
    bool known = false;
    if (form_entry(&s->form, &entry, &problem))
        card_form_warn(s, "", &problem);
    else if (s->card_form->card ? card_form_replace(s, &entry, &problem)
                                : card_form_write(s, &entry, &known, &problem))
        card_form_warn(s, "Not saved: ", &problem);
    else if (known)
        card_form_warn(s, "Not added: this deck already has this card", NULL);
    else
        card_form_saved(s, &entry);
    loop->over = s->card_form->card && s->card_form->added && !s->failed;
    deck_entry_done(&entry);
}

/* ---- the screen ---- */

static enum err_code card_form_draw(struct loop *loop, struct err *err)
{
    struct card_form_screen *s = loop->screen;
    return form_draw(&s->form, &loop->frame) ? ERR_NONE : err_memory(err);
}

static enum err_code card_form_key(struct loop *loop, uint32_t key, struct err *err)
{
    struct card_form_screen *s = loop->screen;
    (void)err;
    if (!frame_fits(&loop->frame))
        return ERR_NONE; /* nothing is typed or left unseen */
    struct intent intent = form_key(&s->form, key);
    loop->over = intent.quit;
    if (intent.command == FORM_SAVE)
        card_form_save(loop);
    else if (!intent.quit)
        card_form_look(s);
    return ERR_NONE;
}

static const struct screen_ops card_form_ops = {
    .draw = card_form_draw, .key = card_form_key, .step = card_form_step};

/* ---- the end ---- */

/* The program is about to end: print what was typed and not saved. */
static void card_form_print_unsaved(struct card_form_screen *s)
{
    struct deck_entry entry = {0};
    struct buf text = {0}, safe = {0};
    struct err err;
    form_entry(&s->form, &entry, &err);
    deck_write_entry(&text, &entry);
    text_safe(&safe, buf_string(&text), TEXT_LINES);
    safe.failed |= text.failed;
    terminal_close();
    fputs("drill: this card was not saved:\n", stderr);
    print_text(stderr, &safe);
    buf_done(&text);
    deck_entry_done(&entry);
}

static enum err_code card_form_begin(struct card_form_screen *s, struct err *err)
{
    const struct card_form *f = s->card_form;
    enum err_code code = store_deck_facts(f->store, f->deck_id, &s->deck, err);
    if (!code)
        code = deck_file_check(s->deck.path, err);
    if (!code && f->card)
        code = card_entry_find(s->deck.path, f->card, &s->was, err);
    if (!code && f->card)
        code = adding_replace(s->deck.path, &s->was, NULL, &s->number, err);
    s->form.deck = s->deck.name;
    s->form.settings = f->settings;
    s->form.links_work = links_work();
    s->form.edits = f->card;
    form_begin(&s->form, f->card ? &s->was : f->begun);
    return code;
}

enum err_code card_form_run(struct card_form *card_form, struct err *err)
{
    struct card_form_screen s = {.card_form = card_form};
    enum err_code code = card_form_begin(&s, err);
    if (!code)
        code = loop_run(&card_form_ops, &s, err);
    if ((code || terminal_signal()) && form_is_unsaved(&s.form))
        card_form_print_unsaved(&s);
    form_done(&s.form);
    deck_entry_done(&s.was);
    twins_done(&s.twins);
    deck_facts_done(&s.deck);
    return code;
}

enum err_code card_form_add(struct card_form *card_form, struct buf *notice, struct err *err)
{
    struct err problem;
    enum err_code code = card_form_run(card_form, &problem);
    if (code && code != ERR_IO && code != ERR_MISTAKE)
        return (*err = problem).code;
    if (code)
        phrase_problem(&problem, true, notice);
    else if (card_form->added)
        phrase_added(card_form->added, notice);
    return ERR_NONE;
}

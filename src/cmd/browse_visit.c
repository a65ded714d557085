#include "cmd/browse_visit.h"

#include "cmd/card_form.h"
#include "cmd/command.h"
#include "cmd/edit.h"
#include "store/decks.h"
#include "text/text.h"
#include "view/phrases.h"

#include <string.h>

#define EDITED_MAX 9 /* files that one key opens, one after the other */

static void browse_visit_report_problem(
    struct browser *b, enum err_code code, const struct err *problem)
{
    if (code == ERR_STALE)
        buf_text(&b->notice, "Changed in another window: this is its current state");
    else
        phrase_problem(problem, false, &b->notice);
    b->warns = true;
}

/* Whether keys act on all marked cards: there are some, and no card is shown alone. */
static bool browse_visit_takes_marked(const struct browse_visit *v)
{
    return v->browse.marked.count && !v->browser.look.open;
}

/* The cards that a change is made to: those marked, or the selected one, whose id is kept in
 * *selected. */
static struct card_ids browse_visit_chosen(const struct browse_visit *v, int64_t *selected)
{
    const struct browse *browse = &v->browse;
    if (browse_visit_takes_marked(v) || browse->found_count == 0)
        return browse->marked;
    *selected = browse_row(browse, v->browser.row)->card_id;
    return (struct card_ids){selected, 1, 1};
}

/* The change that a command makes: the first that does anything to any of the cards, so that only
 * cards that are all suspended are resumed. */
static enum change_kind browse_visit_kind_of(
    const struct browse *browse, int command, const struct card_ids *cards)
{
    static const struct {
        int command;
        enum change_kind kind;
    } kinds[] = {{BROWSER_SUSPEND, CHANGE_SUSPEND}, {BROWSER_SUSPEND, CHANGE_RESUME},
        {BROWSER_LEECH, CHANGE_LEECH}, {BROWSER_LEECH, CHANGE_NOT_LEECH},
        {BROWSER_SET_DUE, CHANGE_SET_DUE}, {BROWSER_BURY, CHANGE_BURY},
        {BROWSER_RESET, CHANGE_RESET}};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (kinds[i].command == command && browse_changes_any(browse, cards, kinds[i].kind))
            return kinds[i].kind;
    return CHANGE_NONE;
}

void browse_visit_change(struct browse_visit *v, int command)
{
    struct browser *b = &v->browser;
    struct browse_step step;
    struct err problem;
    int64_t selected;
    const struct card_ids cards = browse_visit_chosen(v, &selected);
    if (cards.count == 0)
        return;
    enum change_kind kind = browse_visit_kind_of(&v->browse, command, &cards);
    if (kind == CHANGE_NONE) {
        const char *buried = cards.count > 1 ? "They are already buried until tomorrow"
                                             : "Already buried until tomorrow";
        const char *new = cards.count > 1 ? "They are already new cards" : "Already a new card";
        buf_text(&b->notice, command == BROWSER_BURY ? buried : new);
        return;
    }
    enum err_code code =
        browse_change(&v->browse, &cards, kind, b->due, clock_now(), &step, &problem);
    if (code)
        browse_visit_report_problem(b, code, &problem);
    else
        phrase_step(&step, v->browse.today, &b->notice);
}

/* Read the list again, after deck files were loaded. */
static enum err_code browse_visit_reread(struct browse_visit *v, struct err *err)
{
    browser_restart(&v->browser, &v->browse);
    enum err_code code = browse_reread(&v->browse, err);
    return code ? code : browse_step(&v->browse, BROWSE_STEP, err);
}

enum err_code browse_visit_edit_files(struct browse_visit *v, int command, struct err *err)
{
    struct browser *b = &v->browser;
    struct browse *browse = &v->browse;
    struct browse_step step = {0};
    struct err problem = {0};
    int64_t selected;
    size_t matches;
    const struct card_ids cards = browse_visit_chosen(v, &selected);
    const struct browser_target *target = browser_target(b, &matches);
    enum err_code code = ERR_NONE;
    if (command == BROWSER_SET_TAGS)
        code = browse_tag(
            browse, &cards, buf_string(&b->add), buf_string(&b->remove), &step, &problem);
    else if (target)
        code = browse_move(browse, &cards, target->deck_id, &step, &problem);
    if (code)
        phrase_edit_problem(&problem, &b->notice);
    else if (step.entries)
        phrase_step(&step, browse->today, &b->notice);
    else
        buf_text(
            &b->notice, command == BROWSER_SET_TAGS ? "No tags to change" : "Already in this deck");
    if (!code && step.entries && command == BROWSER_MOVE) {
        buf_text(&b->notice, " to ");
        text_safe(&b->notice, buf_string(&target->name), TEXT_ONE_LINE);
    }
    b->warns = code != ERR_NONE;
    return browse_visit_reread(v, err);
}

enum err_code browse_visit_list_targets(struct browse_visit *v, struct err *err)
{
    struct known_decks decks = {0};
    struct buf name = {0};
    bool ok = true;
    browser_clear_targets(&v->browser);
    enum err_code code = store_decks(v->browse.store, &decks, err);
    for (size_t i = 0; i < decks.count && !code && ok; i++) {
        buf_clear(&name);
        if (decks.decks[i].path &&
            !(code = store_deck_name(v->browse.store, decks.decks[i].deck_id, &name, err)))
            ok = browser_add_target(&v->browser, decks.decks[i].deck_id, buf_string(&name));
    }
    ok = ok && !name.failed;
    buf_done(&name);
    known_decks_done(&decks);
    return code || ok ? code : err_memory(err);
}

enum err_code browse_visit_mark(struct browse_visit *v, int command, struct err *err)
{
    struct browse *browse = &v->browse;
    bool ok = true;
    enum err_code code = ERR_NONE;
    if (command == BROWSER_UNMARK) {
        browse_unmark(browse);
    } else if (command == BROWSER_MARK_FOUND) {
        if ((code = browse_step(browse, browse->cards.count, err)))
            return code;
        ok = browse_mark_found(browse);
    } else if (browse->found_count) {
        ok = browse_mark(browse, browse_row(browse, v->browser.row)->card_id);
        browser_next(&v->browser, browse);
    }
    if (command != BROWSER_MARK)
        browser_tell_marked(browse, &v->browser.notice);
    return ok ? ERR_NONE : err_memory(err);
}

bool browse_visit_select(struct browse_visit *v, int64_t card_id)
{
    browser_select(&v->browser, &v->browse, card_id);
    return v->browse.found_count && browse_row(&v->browse, v->browser.row)->card_id == card_id;
}

enum err_code browse_visit_undo(struct browse_visit *v, bool redo, struct err *err)
{
    struct browser *b = &v->browser;
    struct browse_step step;
    struct err problem = {0};
    enum err_code code = redo ? browse_redo(&v->browse, &step, &problem)
                              : browse_undo(&v->browse, clock_now(), &step, &problem);
    if (code && *problem.file)
        phrase_edit_problem(&problem, &b->notice);
    else if (code == ERR_STALE)
        buf_text(&b->notice, redo ? "Changed in another window: this cannot be redone"
                                  : "Already undone in another window");
    else if (code)
        browse_visit_report_problem(b, code, &problem);
    else if (!step.count && !step.edit)
        buf_text(&b->notice, redo ? "Nothing to redo here" : "Nothing to undo here");
    b->warns |= code && *problem.file;
    if (code || (!step.count && !step.edit))
        return ERR_NONE;
    if (redo)
        phrase_step_redone(&step, v->browse.today, &b->notice);
    else
        phrase_step_undone(&step, &b->notice);
    if (step.count == 1 && !browse_visit_select(v, step.card_id))
        buf_text(&b->notice, " (the search does not show this card)");
    return step.edit ? browse_visit_reread(v, err) : ERR_NONE;
}

/* Edit the deck files of the marked cards, one after the other, each at its first marked card,
 * until one has a mistake. */
static enum err_code browse_visit_edit_marked(
    struct browse_visit *v, struct load_report *report, struct err *problem)
{
    const struct browse *browse = &v->browse;
    struct stored_card card = {0};
    const struct browse_deck *last = NULL;
    enum err_code code = ERR_NONE;
    *report = (struct load_report){0};
    if (browse_marked_decks(browse) > EDITED_MAX)
        return err_set(problem, ERR_MISTAKE,
            "the marked cards are in %zu files: mark cards of at most %d to edit them",
            browse_marked_decks(browse), EDITED_MAX);
    for (size_t i = 0; i < browse->cards.count && !code; i++) {
        const struct listed_card *listed = &browse->cards.cards[i];
        struct load_report one;
        if (!browse_is_marked(browse, listed->card_id) || browse_deck(browse, listed) == last)
            continue;
        last = browse_deck(browse, listed);
        code = store_card(browse->store, listed->card_id, &card, problem);
        if (!code && !(code = edit_card(browse->store, &card, &one, problem)))
            load_report_add(report, &one);
    }
    stored_card_done(&card);
    return code;
}

enum err_code browse_visit_edit(struct browse_visit *v, struct err *err)
{
    struct browser *b = &v->browser;
    struct load_report report;
    struct err problem;
    bool several = browse_visit_takes_marked(v);
    enum err_code code = several ? browse_visit_edit_marked(v, &report, &problem)
                                 : edit_card(v->browse.store, &b->card, &report, &problem);
    b->warns = code != ERR_NONE;
    if (b->warns)
        phrase_problem(&problem, true, &b->notice);
    else
        phrase_edited(&report, &b->notice);
    if (b->warns && !several)
        return ERR_NONE;
    return browse_visit_reread(v, err);
}

enum err_code browse_visit_edit_form(struct browse_visit *v, struct err *err)
{
    struct browser *b = &v->browser;
    struct card_form form = {.store = v->browse.store,
        .settings = b->settings,
        .deck_id = b->card.deck_id,
        .card = &b->card};
    struct err problem;
    b->warns = card_form_run(&form, &problem) != ERR_NONE;
    if (b->warns)
        phrase_problem(&problem, true, &b->notice);
    if (b->warns || form.added == 0)
        return ERR_NONE;
    phrase_edited(&form.report, &b->notice);
    return browse_visit_reread(v, err);
}

enum err_code browse_visit_move(struct browse_visit *v, struct err *err)
{
    size_t matches;
    const struct browser_target *target = browser_target(&v->browser, &matches);
    bool named = target && (matches == 1 || strcmp(buf_string(&target->folded),
                                                buf_string(&v->browser.asked)) == 0);
    if (named)
        return browse_visit_edit_files(v, BROWSER_MOVE, err);
    buf_text(&v->browser.notice, matches > 1 ? "Several decks match: write the whole name"
                                             : "No deck of that name is known");
    v->browser.warns = true;
    return ERR_NONE;
}

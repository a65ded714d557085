/* The plan of a day: which cards to show, and in which order. All counts that drill shows come from
 * here, so they agree with a session. */
#ifndef STUDY_PLAN_H
#define STUDY_PLAN_H

#include "base/err.h"
#include "model/caps.h"
#include "model/queue.h"
#include "model/scheduling.h"
#include "model/tags.h"
#include "store/cards.h"
#include "store/store.h"
#include "study/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct session_options {
    struct caps caps;                /* caps from the command line */
    struct scheduling scheduling;    /* likewise */
    const struct settings *settings; /* the user's settings (borrowed); NULL for the defaults */
    struct tag_filter filter;
    bool cram;     /* show any card, without changing its schedule */
    bool type;     /* type the answers, where they are short */
    uint64_t seed; /* orders cards that are otherwise equal */
};

/* The user's settings, or the defaults. */
const struct settings *session_settings(const struct session_options *options);

/* What to plan; the caller owns what the pointers refer to. */
struct plan_scope {
    struct store *store;
    const int64_t *deck_ids;
    size_t deck_count;
    const struct session_options *options;
    int today;
    size_t extra;                 /* how many cards beyond the caps the user asked for today */
    const struct card_ids *shown; /* cards to leave out, sorted; NULL for none */
    bool exact; /* count all new cards that the caps exclude, which takes longer */
};

struct plan {
    struct queue queue;
    size_t due_left; /* due cards that the caps exclude */
    size_t new_left; /* at least how many new cards the caps exclude; 0 only if they exclude none;
                      * the exact number if the scope asks for it */
};

/* Plan the day, or, for a cram (options->cram), all cards in random order. Caps limit each deck,
 * and the whole scope; cards already rated today, according to the log, count towards them. A
 * deck's cap is the first one set by the command line, the settings for the deck, the settings for
 * all decks, or the deck file; else NEW_A_DAY for new cards and no cap on the total. The scope's
 * cap is from the command line, or else the greatest of the settings for all decks (or NEW_A_DAY)
 * and the decks' own caps, so that a single deck can reach its cap. Free with plan_done. Errors:
 * ERR_STORE, ERR_BUSY, ERR_MEMORY. */
enum err_code plan_make(const struct plan_scope *scope, struct plan *plan, struct err *err);
void plan_done(struct plan *plan);

/* Whether the caps still allow a card in a deck to be shown as `kind`. Another window may have used
 * the caps up since the plan was made. */
enum err_code plan_allows(const struct plan_scope *scope, int64_t deck_id, enum review_kind kind,
    bool *allows, struct err *err);

/* How many cards in the scope were rated today, and how many its caps allow, extra included;
 * CAP_UNSET for no limit. */
struct plan_today {
    struct day_counts used;
    struct caps caps;
};
enum err_code plan_today(const struct plan_scope *scope, struct plan_today *today, struct err *err);

#endif

/* What keys do: each screen has one table, from which come what a key asks for, the line of keys at
 * its foot, its overlay of all keys, the prompt of plain mode, and the lists of the manual. The
 * user's settings stand over the keys that a row has by itself. */
#ifndef VIEW_KEYS_H
#define VIEW_KEYS_H

#include "base/buf.h"
#include "base/key.h"
#include "study/session.h"
#include "study/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is laid over a screen. */
enum overlay {
    OVERLAY_NONE,
    OVERLAY_KEYS,    /* every key of the screen */
    OVERLAY_HISTORY, /* the ratings of the card shown */
};

/* What a key asks for: an action of the session, something of the screen's own, a move within what
 * is longer than the screen, another screen over this one, or to leave. */
struct intent {
    enum session_action action;
    int command; /* of the screen's own; 0 for none */
    int lines;   /* scroll; SCREEN_PAGE and its like stand for more */
    enum overlay overlay;
    bool close;  /* the overlay */
    bool edit;   /* the card shown */
    bool decks;  /* on to the home screen */
    bool browse; /* all cards, over this screen */
    bool quit;
};
#define SCREEN_HALF 1000
#define SCREEN_PAGE 10000
#define SCREEN_END  100000000

/* Bits of what must be so for the foot to name a key. */
enum foot_when {
    WHEN_ALWAYS = 0,
    WHEN_HINT = 1,      /* the card has a hint that is not shown */
    WHEN_SCROLLS = 2,   /* there is more than the screen shows */
    WHEN_MORE = 4,      /* there are cards beyond today's caps */
    WHEN_DONE = 8,      /* something was done in this session that can be taken back */
    WHEN_ANSWERED = 16, /* the answer is shown */
    WHEN_LEECH = 32,    /* the card has just become a leech */
    WHEN_TYPED = 64,    /* characters are taken for text: "?", too */
};

struct key_row {
    const char *name;         /* in the settings; NULL for what cannot be changed */
    uint32_t keys[KEYS_EACH]; /* by itself; 0 after the last */
    unsigned stages;          /* bits of the screen's stages at which it means this */
    struct intent intent;
    const char *foot; /* one word or two; NULL where the foot never names it */
    unsigned when;    /* enum foot_when */
    const char *help; /* NULL where another row tells it; neighbours of one text are told as one */
};
struct key_table {
    const struct key_row *rows; /* the first that fits counts */
    size_t count;
    bool typing; /* characters are typed into a field: settings cannot give them to a row */
};

/* The rows by which every screen scrolls. */
#define SCROLLING_ROWS(stages)                                                                     \
    {"up", {KEY_UP_CODE, 'k'}, stages, {.lines = -1}, "scroll", WHEN_SCROLLS, HELP_LINE},          \
        {"down", {KEY_DOWN_CODE, 'j'}, stages, {.lines = 1}, "scroll", WHEN_SCROLLS, HELP_LINE},   \
        {"page-up", {KEY_PAGE_UP_CODE, KEY_CTRL('b')}, stages, {.lines = -SCREEN_PAGE}, NULL, 0,   \
            HELP_PAGE},                                                                            \
        {"page-down", {KEY_PAGE_DOWN_CODE, ' ', KEY_CTRL('f')}, stages, {.lines = SCREEN_PAGE},    \
            NULL, 0, HELP_PAGE},                                                                   \
        {"half-up", {KEY_CTRL('u')}, stages, {.lines = -SCREEN_HALF}, NULL, 0, HELP_HALF},         \
        {"half-down", {KEY_CTRL('d')}, stages, {.lines = SCREEN_HALF}, NULL, 0, HELP_HALF},        \
        {"top", {KEY_HOME_CODE, 'g'}, stages, {.lines = -SCREEN_END}, NULL, 0, HELP_ENDS},         \
    {                                                                                              \
        "bottom", {KEY_END_CODE, 'G'}, stages, {.lines = SCREEN_END}, NULL, 0, HELP_ENDS           \
    }
#define HELP_KEYS "all keys"
#define HELP_LINE "scroll by a line"
#define HELP_PAGE "scroll by a page"
#define HELP_HALF "scroll by half a page"
#define HELP_ENDS "to the top, to the bottom"
/* What the terminal does whatever the screen. */
#define TERMINAL_ROWS(stages)                                                                      \
    {NULL, {KEY_CTRL('l')}, stages, {0}, NULL, 0, "draw the screen again"},                        \
        {NULL, {KEY_CTRL('z')}, stages, {0}, NULL, 0, "stop drill for now; fg goes on with it"},   \
    {                                                                                              \
        NULL, {KEY_CTRL('c')}, stages, {0}, NULL, 0, "end drill; every rating is kept"             \
    }

/* The tables: view/screen.c, view/overlay.c, view/home.c, view/browser.c (its list, and the line in
 * which a search is typed), view/stats.c. */
extern const struct key_table card_keys, overlay_keys, home_keys, browser_keys, search_keys,
    stats_keys;

/* settings are NULL for none, everywhere. */

/* What a key asks for at a stage (its bit). All of it zero where it means nothing. */
struct intent keys_find(
    const struct key_table *table, const struct settings *settings, unsigned stage, uint32_t key);
/* The keys of a row as settings leave them, 0 after the last. */
void keys_of(const struct key_table *table, const struct settings *settings,
    const struct key_row *row, uint32_t keys[KEYS_EACH]);

/* The first key for an action of a session; KEY_NOTHING where there is none. */
uint32_t keys_for(
    const struct key_table *table, const struct settings *settings, enum session_action action);

/* The next thing that a key does at some of the stages, from row *at on: what its keys are called,
 * with commas between them, put in *keys, and what it does. NULL at the end. */
const char *keys_help(const struct key_table *table, const struct settings *settings,
    unsigned stages, size_t *at, struct buf *keys);

/* The next thing that the foot names at a stage, from row *at on; neighbours of one label are one:
 * "1-5", "↑↓". False at the end. */
struct key_hint {
    char keys[2 * KEY_NAME_SIZE];
    const char *label;
    uint32_t key; /* the first */
    bool helps;   /* it shows all keys */
};
bool keys_hint(const struct key_table *table, const struct settings *settings, unsigned stage,
    unsigned when, size_t *at, struct key_hint *hint);

/* Tell what is wrong with the keys that settings, read from path, give to actions: an action that
 * there is not, with the nearest; a key given twice; an action left without a key. Returns the
 * number of mistakes. */
size_t keys_check(
    const struct settings *settings, const char *path, deck_mistake_fn *on_mistake, void *context);

#endif

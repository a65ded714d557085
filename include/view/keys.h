/* Key bindings. Each screen has one table, which drives key dispatch, the footer, the key overlay,
 * the plain-mode prompt and the lists in the manual. Settings replace a row's default keys. */
#ifndef VIEW_KEYS_H
#define VIEW_KEYS_H

#include "base/buf.h"
#include "base/key.h"
#include "study/session.h"
#include "study/settings.h"
#include "view/line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What covers a screen: nothing, the list of its keys, or the history of the card shown. */
enum overlay { OVERLAY_NONE, OVERLAY_KEYS, OVERLAY_HISTORY };

/* The screens that every other screen can open, and that lead back to it. */
enum side_screen { SIDE_NONE, SIDE_BROWSE, SIDE_STATS, SIDE_FORECAST, SIDE_RETIRED };

/* What a key does. */
struct intent {
    enum line_edit line; /* a change to the line being typed */
    uint32_t character;  /* a character for that line */
    const char *answer;  /* plain mode: the whole line as the answer; borrowed, or NULL */
    enum session_action action;
    int command; /* a command of this screen; 0 if there is none */
    int lines;   /* how many lines to scroll; see SCREEN_PAGE below */
    enum overlay overlay;
    bool close;            /* close the overlay */
    bool edit;             /* edit the card shown */
    bool add;              /* write new cards in the form */
    bool form;             /* edit the card shown in the form */
    bool decks;            /* go to the home screen */
    enum side_screen side; /* open it over this screen */
    bool quit;
};
/* Special values of intent.lines: half a page, a page, and all the way to the end. */
#define SCREEN_HALF 1000
#define SCREEN_PAGE 10000
#define SCREEN_END  100000000

/* Bits: the footer shows a key only if all of the row's conditions hold. */
enum foot_when {
    WHEN_ALWAYS = 0,
    WHEN_HINT = 1,      /* the card has a hint that is not shown */
    WHEN_SCROLLS = 2,   /* the content is longer than the screen */
    WHEN_MORE = 4,      /* cards remain beyond today's caps */
    WHEN_DONE = 8,      /* this session has something to undo */
    WHEN_ANSWERED = 16, /* the answer is shown */
    WHEN_LEECH = 32,    /* the card has just become a leech */
    WHEN_UNDONE = 64,   /* this session has something to redo */
    WHEN_SPACE = 128,   /* there is space for keys with a rank */
    WHEN_LINKS = 256,   /* what is shown of the card has links, pictures or sounds */
    WHEN_SOUNDS = 512,  /* it has sounds */
    WHEN_TYPED = 1024,  /* the answer to this card is typed */
};
/* Added to the conditions: if they do not hold, or if there are none, the footer shows the key only
 * if it has space. Rank 1 comes first. */
#define WHEN_RANK(rank) ((rank)*2048U)

struct key_row {
    const char *name;         /* the name in the settings; NULL if these keys cannot be changed */
    uint32_t keys[KEYS_EACH]; /* the default keys; 0 after the last */
    unsigned stages;          /* bits of the screen's stages at which the row applies */
    struct intent intent;
    const char *foot; /* one or two words; NULL to leave it out of the footer */
    unsigned when;    /* bits of enum foot_when, and WHEN_RANK */
    const char *help; /* NULL to leave it out; adjacent rows with equal help are merged */
};
struct key_table {
    const struct key_row *rows; /* the first match wins */
    size_t count;
    bool typing; /* characters go into a field: settings cannot assign them to a row */
};

/* The rows that scroll a screen. */
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
#define HELP_KEYS "show all keys"
#define HELP_LINE "scroll by a line"
#define HELP_PAGE "scroll by a page"
#define HELP_HALF "scroll by half a page"
#define HELP_ENDS "go to the top or the bottom"
/* The rows that open side screens; a side screen lacks its own. `foot` is as in struct key_row. */
#define BROWSE_ROW(stages, foot)                                                                   \
    {                                                                                              \
        "browse", {'B'}, stages, {.side = SIDE_BROWSE}, foot, 0, HELP_BROWSE                       \
    }
#define STATISTICS_ROW(stages, foot)                                                               \
    {                                                                                              \
        "statistics", {'S'}, stages, {.side = SIDE_STATS}, foot, 0, HELP_STATISTICS                \
    }
#define FORECAST_ROW(stages, foot)                                                                 \
    {                                                                                              \
        "forecast", {'F'}, stages, {.side = SIDE_FORECAST}, foot, 0, HELP_FORECAST                 \
    }
#define RETIRED_ROW(stages, foot)                                                                  \
    {                                                                                              \
        "retired", {'R'}, stages, {.side = SIDE_RETIRED}, foot, 0, HELP_RETIRED                    \
    }
#define HELP_BROWSE     "search and change the cards of these decks"
#define HELP_STATISTICS "statistics of these decks"
#define HELP_FORECAST   "forecast: the work ahead in these decks"
#define HELP_RETIRED    "cards that have left the files of these decks"
/* Keys that work while the user types a line that narrows a list; `select` says what up and down
 * do. */
#define TYPING_ROWS(stages, select)                                                                \
    {"up", {KEY_UP_CODE}, stages, {.lines = -1}, "move", 0, select},                               \
        {"down", {KEY_DOWN_CODE}, stages, {.lines = 1}, "move", 0, select},                        \
        {"page-up", {KEY_PAGE_UP_CODE}, stages, {.lines = -SCREEN_PAGE}, NULL, 0, HELP_PAGE},      \
        {"page-down", {KEY_PAGE_DOWN_CODE}, stages, {.lines = SCREEN_PAGE}, NULL, 0, HELP_PAGE},   \
    {                                                                                              \
        "help", {KEY_F1_CODE}, stages, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS             \
    }
/* Keys that edit a line: view/line.h. */
#define EDITING_ROWS(stages)                                                                       \
    {"left", {KEY_LEFT_CODE}, stages, {.line = LINE_LEFT}, NULL, 0, HELP_LINE_MOVE},               \
        {"right", {KEY_RIGHT_CODE}, stages, {.line = LINE_RIGHT}, NULL, 0, HELP_LINE_MOVE},        \
        {"line-start", {KEY_HOME_CODE, KEY_CTRL('a')}, stages, {.line = LINE_START}, NULL, 0,      \
            "go to the start of the line"},                                                        \
        {"line-end", {KEY_END_CODE, KEY_CTRL('e')}, stages, {.line = LINE_END}, NULL, 0,           \
            "go to the end of the line"},                                                          \
        {"erase", {KEY_BACKSPACE_CODE}, stages, {.line = LINE_ERASE}, NULL, 0, "delete a letter"}, \
        {"delete", {KEY_DELETE_CODE}, stages, {.line = LINE_DELETE}, NULL, 0,                      \
            "delete the next letter"},                                                             \
        {"erase-word", {KEY_CTRL('w')}, stages, {.line = LINE_ERASE_WORD}, NULL, 0,                \
            "delete a word"},                                                                      \
        {"erase-rest", {KEY_CTRL('k')}, stages, {.line = LINE_ERASE_REST}, NULL, 0,                \
            "delete the rest of the line"},                                                        \
    {                                                                                              \
        "erase-all", {KEY_CTRL('u')}, stages, {.line = LINE_ERASE_ALL}, "clear", 0,                \
            "clear the line"                                                                       \
    }
#define HELP_LINE_MOVE "move by a letter"
/* Keys that work on every screen. */
#define TERMINAL_ROWS(stages)                                                                      \
    {NULL, {KEY_CTRL('l')}, stages, {0}, NULL, 0, "redraw the screen"},                            \
        {NULL, {KEY_CTRL('z')}, stages, {0}, NULL, 0, "stop drill for now; fg resumes it"},        \
    {                                                                                              \
        NULL, {KEY_CTRL('c')}, stages, {0}, NULL, 0, "end drill; every rating is saved"            \
    }

/* Each table is defined in its screen's file. answer_keys, filter_keys, path_keys and search_keys
 * apply while the user types a line, look_keys while the browser shows a card alone. */
extern const struct key_table card_keys, answer_keys, overlay_keys, home_keys, filter_keys,
    path_keys, browser_keys, search_keys, look_keys, stats_keys, reader_keys, form_keys;

/* In all functions below, settings may be NULL. */

/* What a key does at a stage, given as the stage's bit; an empty intent if the key does nothing. */
struct intent keys_find(
    const struct key_table *table, const struct settings *settings, unsigned stage, uint32_t key);
/* Sets keys to the keys of a row, with settings applied; 0 after the last. */
void keys_of(const struct key_table *table, const struct settings *settings,
    const struct key_row *row, uint32_t keys[KEYS_EACH]);
/* The first key for a session action; KEY_NOTHING if the action has none. */
uint32_t keys_for(
    const struct key_table *table, const struct settings *settings, enum session_action action);

/* Finds the next row, starting at *at, that applies at any of the stages. Returns its help, and
 * sets *keys to the names of its keys, separated by commas. Merges adjacent rows with equal help.
 * NULL at the end. */
const char *keys_help(const struct key_table *table, const struct settings *settings,
    unsigned stages, size_t *at, struct buf *keys);

/* An entry in the footer. keys_hint finds the next entry at a stage, starting at row *at, and
 * merges adjacent rows with equal labels: "1-5", "↑↓". False at the end. */
struct key_hint {
    char keys[2 * KEY_NAME_SIZE];
    const char *label;
    uint32_t key; /* the first of the keys */
    bool helps;   /* the key opens the list of all keys */
    int rank;     /* 0 if the conditions hold: see WHEN_RANK */
};
bool keys_hint(const struct key_table *table, const struct settings *settings, unsigned stage,
    unsigned when, size_t *at, struct key_hint *hint);

/* Reports mistakes in the keys of settings, which were read from path: unknown actions, with the
 * nearest name; keys given twice; actions left without a key. Returns the number of mistakes. */
size_t keys_check(
    const struct settings *settings, const char *path, deck_mistake_fn *on_mistake, void *context);

#endif

/* The user's settings, config.yaml:
 *
 *   new: 20               # new cards a day
 *   limit: 100            # cards a day, new ones included
 *   new-order: mixed      # new cards among the due ones: mixed, first or last
 *   bury-siblings: true   # do not show cards of one entry on the same day
 *   leech-lapses: 8       # lapses that make a card a leech; 0: never
 *   scheduler: fsrs       # sm2, the default, or fsrs
 *   retention: 0.9        # the recall that FSRS aims at
 *   fuzz: true            # vary the intervals of FSRS a little
 *   easy-days:            # weekdays with fewer cards under FSRS: normal, reduced or minimum
 *     sun: minimum
 *   train: monthly        # train the weights of FSRS by itself; or never
 *   decks:                # for single decks, by id or name
 *     dl-fundamentals:
 *       new: 5
 *       scheduler: fsrs
 *       retention: 0.85
 *   theme: light          # auto, dark, light or mono
 *   palette: color-blind  # or standard
 *   mouse: false          # leave the mouse to the terminal
 *   images: off           # auto, kitty, sixel, iterm, symbols or off
 *   play: auto            # play sounds when they are shown; or a program, or "auto PROGRAM"
 *   keys:                 # other keys for actions: one key, or a list
 *     undo: z
 *     reveal: [space, right]
 *   typed:                # what counts in a typed answer
 *     case: false         # capital letters
 *     accents: true
 *     punctuation: false  # at the edge of words
 *   searches:             # saved searches: @hard in a search stands for its text
 *     hard: is:leech tag:ml
 *   backups:              # copies made by drill; "backups: no" turns them off
 *     folder: ~/Safe      # instead of a folder beside the database
 *     days: 7             # for how many days, weeks and months a copy is kept
 *     weeks: 4
 *     months: 12 */
#ifndef STUDY_SETTINGS_H
#define STUDY_SETTINGS_H

#include "base/key.h"
#include "deck/reader.h"
#include "model/query.h"
#include "model/scheduling.h"
#include "model/spread.h"
#include "text/typed_rules.h"

#include <stdbool.h>
#include <stddef.h>

enum new_order { NEW_MIXED, NEW_FIRST, NEW_LAST };

struct deck_caps {
    struct buf deck; /* id or name */
    struct caps caps;
    struct scheduling scheduling;
};

enum train { TRAIN_MONTHLY, TRAIN_NEVER };

enum theme { THEME_AUTO, THEME_DARK, THEME_LIGHT, THEME_MONO };
enum palette { PALETTE_STANDARD, PALETTE_COLOR_BLIND };
enum images { IMAGES_AUTO, IMAGES_KITTY, IMAGES_SIXEL, IMAGES_ITERM, IMAGES_SYMBOLS, IMAGES_OFF };

/* How sounds are played. */
struct play_setting {
    bool automatic;     /* when they are shown, not only on a key */
    struct buf program; /* and its arguments, separated by blanks; empty: the first one known */
};

/* Keys that replace the default keys of an action. Only the screens know which actions exist, so
 * they check the names: see keys_check. */
#define KEYS_EACH 4 /* the most keys an action can have */
struct key_setting {
    struct buf action;
    unsigned line, column;    /* the action's position in the file */
    uint32_t keys[KEYS_EACH]; /* 0 after the last */
    unsigned key_lines[KEYS_EACH], key_columns[KEYS_EACH];
};

struct backup_settings {
    bool on;
    int64_t days, weeks, months; /* for how many of each to keep the newest copy */
    struct buf folder;           /* begins with / or ~/; empty for the default */
};

/* Free with settings_done. */
struct settings {
    struct caps caps;
    int new_order; /* enum new_order */
    bool bury_siblings;
    int64_t leech_lapses;
    struct scheduling scheduling;
    struct spread spread;
    int train; /* enum train */
    struct deck_caps *decks;
    size_t deck_count, deck_capacity;
    int theme;   /* enum theme */
    int palette; /* enum palette */
    int images;  /* enum images: how the terminal shows pictures */
    bool mouse;
    struct play_setting play;
    struct key_setting *keys;
    size_t key_count, key_capacity;
    struct backup_settings backups;
    struct typed_rules typed;
    struct query_saved *searches;
    size_t search_count, search_capacity;
};

/* The defaults. */
struct settings settings_default(void);
void settings_done(struct settings *settings);

/* Read the file at path over the defaults; a missing file sets nothing. ERR_MISTAKE when it has
 * mistakes, all of which have been reported; ERR_IO, ERR_MEMORY. Always call settings_done. */
enum err_code settings_read(struct settings *settings, const char *path,
    deck_mistake_fn *on_mistake, void *context, struct err *err);

/* Set *err to say that the settings have mistakes, already reported. Return ERR_MISTAKE. */
enum err_code settings_refuse(const char *path, struct err *err);

/* The caps that the user has set for the deck with that id and name, or CAPS_UNSET. */
struct caps settings_of_deck(const struct settings *settings, const char *id, const char *name);

/* What is in force for the deck with that id and name: its scheduler and its retention, each from
 * the first that sets it of `asked` (the command line), the deck's settings, `head` (its file), the
 * settings for all decks, and the defaults. */
struct scheduling settings_scheduling(const struct settings *settings, struct scheduling asked,
    const char *id, const char *name, struct scheduling head);

#endif

#include "study/settings.h"

#include "base/file.h"
#include "deck/events.h"
#include "model/schedule.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SETTING(field)    offsetof(struct settings, field)
#define OF_DECK(field)    offsetof(struct deck_caps, field)
#define OF_SPREAD(field)  offsetof(struct spread, field)
#define OF_TYPED(field)   offsetof(struct typed_rules, field)
#define OF_BACKUPS(field) offsetof(struct backup_settings, field)

static const char *const new_orders[] = {"mixed", "first", "last", NULL};
static_assert(COUNT(new_orders) == NEW_LAST + 2, "a word for each enum new_order, and NULL");
static const char *const trains[] = {"monthly", "never", NULL};
static_assert(COUNT(trains) == TRAIN_NEVER + 2, "a word for each enum train, and NULL");
static const char *const easy_days[] = {"normal", "reduced", "minimum", NULL};
static_assert(COUNT(easy_days) == EASY_MINIMUM + 2, "a word for each enum easy_day, and NULL");
static_assert(sizeof(enum easy_day) == sizeof(int), "a VALUE_WORD fits");
static const char *const themes[] = {"auto", "dark", "light", "mono", NULL};
static_assert(COUNT(themes) == THEME_MONO + 2, "a word for each enum theme, and NULL");
static const char *const palettes[] = {"standard", "color-blind", NULL};
static_assert(COUNT(palettes) == PALETTE_COLOR_BLIND + 2, "a word for each palette, and NULL");
static const char *const images[] = {"auto", "kitty", "sixel", "iterm", "symbols", "off", NULL};
static_assert(COUNT(images) == IMAGES_OFF + 2, "a word for each enum images, and NULL");

static const struct deck_key setting_keys[] = {
    {"new", 0, VALUE_COUNT, SETTING(caps.new_cards), NULL},
    {"limit", 1, VALUE_COUNT, SETTING(caps.cards), NULL},
    {"new-order", 2, VALUE_WORD, SETTING(new_order), new_orders},
    {"bury-siblings", 3, VALUE_FLAG, SETTING(bury_siblings), NULL},
    {"leech-lapses", 4, VALUE_COUNT, SETTING(leech_lapses), NULL},
    {"decks", 5, VALUE_TABLE, 0, NULL},
    {"theme", 6, VALUE_WORD, SETTING(theme), themes},
    {"palette", 7, VALUE_WORD, SETTING(palette), palettes},
    {"mouse", 8, VALUE_FLAG, SETTING(mouse), NULL},
    {"keys", 9, VALUE_TABLE, 0, NULL},
    {"backups", 10, VALUE_TABLE, SETTING(backups.on), NULL},
    {"images", 12, VALUE_WORD, SETTING(images), images},
    {"play", 11, VALUE_TEXT, SETTING(play.program), NULL},
    {"typed", 13, VALUE_TABLE, 0, NULL},
    {"searches", 14, VALUE_TABLE, 0, NULL},
    {"scheduler", 15, VALUE_SCHEDULER, SETTING(scheduling.scheduler), NULL},
    {"retention", 16, VALUE_RETENTION, SETTING(scheduling.retention), NULL},
    {"fuzz", 17, VALUE_FLAG, SETTING(spread.fuzz), NULL},
    {"easy-days", 18, VALUE_TABLE, 0, NULL},
    {"train", 19, VALUE_WORD, SETTING(train), trains},
};
static_assert(COUNT(setting_keys) <= sizeof(unsigned) * CHAR_BIT, "seen has a bit for each slot");
static const struct deck_key deck_keys[] = {
    {"new", 0, VALUE_COUNT, OF_DECK(caps.new_cards), NULL},
    {"limit", 1, VALUE_COUNT, OF_DECK(caps.cards), NULL},
    {"scheduler", 2, VALUE_SCHEDULER, OF_DECK(scheduling.scheduler), NULL},
    {"retention", 3, VALUE_RETENTION, OF_DECK(scheduling.retention), NULL},
};
static const struct deck_key easy_keys[] = {
    {"mon", 0, VALUE_WORD, OF_SPREAD(easy[0]), easy_days},
    {"tue", 1, VALUE_WORD, OF_SPREAD(easy[1]), easy_days},
    {"wed", 2, VALUE_WORD, OF_SPREAD(easy[2]), easy_days},
    {"thu", 3, VALUE_WORD, OF_SPREAD(easy[3]), easy_days},
    {"fri", 4, VALUE_WORD, OF_SPREAD(easy[4]), easy_days},
    {"sat", 5, VALUE_WORD, OF_SPREAD(easy[5]), easy_days},
    {"sun", 6, VALUE_WORD, OF_SPREAD(easy[6]), easy_days},
};
static const struct deck_key backup_keys[] = {
    {"days", 0, VALUE_COUNT, OF_BACKUPS(days), NULL},
    {"weeks", 1, VALUE_COUNT, OF_BACKUPS(weeks), NULL},
    {"months", 2, VALUE_COUNT, OF_BACKUPS(months), NULL},
    {"folder", 3, VALUE_TEXT, OF_BACKUPS(folder), NULL},
};
static const struct deck_key typed_keys[] = {
    {"case", 0, VALUE_FLAG, OF_TYPED(letter_case), NULL},
    {"accents", 1, VALUE_FLAG, OF_TYPED(accents), NULL},
    {"punctuation", 2, VALUE_FLAG, OF_TYPED(punctuation), NULL},
};

struct settings settings_default(void)
{
    return (struct settings){.caps = CAPS_UNSET,
        .new_order = NEW_MIXED,
        .bury_siblings = true,
        .leech_lapses = LEECH_LAPSES,
        .spread = {.fuzz = true},
        .mouse = true,
        .backups = {.on = true, .days = 7, .weeks = 4, .months = 12},
        .typed = {.accents = true}};
}

void settings_done(struct settings *settings)
{
    for (size_t i = 0; i < settings->deck_count; i++)
        buf_done(&settings->decks[i].deck);
    for (size_t i = 0; i < settings->key_count; i++)
        buf_done(&settings->keys[i].action);
    for (size_t i = 0; i < settings->search_count; i++) {
        buf_done(&settings->searches[i].name);
        buf_done(&settings->searches[i].text);
    }
    free(settings->searches);
    free(settings->decks);
    free(settings->keys);
    buf_done(&settings->backups.folder);
    buf_done(&settings->play.program);
    *settings = settings_default();
}

/* The settings for a single deck; a deck's id says more than a name that another may have, too. */
static struct deck_caps settings_find_deck(
    const struct settings *settings, const char *id, const char *name)
{
    struct deck_caps found = {.caps = CAPS_UNSET};
    for (size_t i = 0; i < settings->deck_count; i++) {
        const char *deck = buf_string(&settings->decks[i].deck);
        if (strcmp(deck, id) == 0)
            return settings->decks[i];
        if (strcmp(deck, name) == 0)
            found = settings->decks[i];
    }
    return found;
}

struct caps settings_of_deck(const struct settings *settings, const char *id, const char *name)
{
    return settings_find_deck(settings, id, name).caps;
}

struct scheduling settings_scheduling(const struct settings *settings, struct scheduling asked,
    const char *id, const char *name, struct scheduling head)
{
    struct scheduling own = settings_find_deck(settings, id, name).scheduling;
    struct scheduling general = scheduling_or(settings->scheduling, SCHEDULING_DEFAULT);
    return scheduling_or(scheduling_or(asked, own), scheduling_or(head, general));
}

/* Take "auto" off the front of how sounds are played; what is left is a program. The last event was
 * the value. */
static void settings_take_play(struct deck_events *e, struct play_setting *play)
{
    static const char *const flags[] = {"true", "yes", "on", "false", "no", "off"};
    struct buf *program = &play->program;
    const char *words = buf_string(program), *rest = words + strspn(words, " \t");
    size_t length = strcspn(rest, " \t");
    play->automatic = length == strlen("auto") && strncmp(rest, "auto", length) == 0;
    if (play->automatic)
        rest += length + strspn(rest + length, " \t");
    bool wrong = strpbrk(rest, "\r\n") || *rest == '-';
    for (size_t i = 0; i < COUNT(flags); i++)
        wrong |= strcasecmp(rest, flags[i]) == 0;
    if (wrong)
        events_report_here(e, "\"play\" must be auto, or a program such as mpv");
    size_t left = wrong ? 0 : strlen(rest);
    if (left)
        memmove(program->bytes, rest, left);
    buf_cut(program, left);
}

/* Read the keys of a mapping into the struct at `base`. The last event was the mapping's start.
 * take_table reads the value of a VALUE_TABLE key; NULL if there is no such key. A table key with
 * an offset also takes a flag, as in "backups: no". */
static bool settings_take_keys(struct deck_events *e, const struct deck_key *keys, size_t count,
    void *base, bool (*take_table)(struct deck_events *e, const struct deck_key *key, void *base))
{
    unsigned seen = 0;
    while (events_next(e)) {
        const struct deck_key *key;
        if (e->event.type == YAML_MAPPING_END_EVENT)
            return true;
        if (!events_key(e, keys, count, &seen, &key))
            return false;
        struct deck_key flag;
        if (key && key->type == VALUE_TABLE && key->offset && e->event.type == YAML_SCALAR_EVENT) {
            flag = *key;
            flag.type = VALUE_FLAG;
            key = &flag;
        }
        bool table = key && key->type == VALUE_TABLE && e->event.type == YAML_MAPPING_START_EVENT;
        if (!events_value(e, key, base) ||
            (table && e->event.type == YAML_MAPPING_START_EVENT && !take_table(e, key, base)))
            return false;
        if (key && keys == setting_keys && key->offset == SETTING(play.program))
            settings_take_play(e, &((struct settings *)base)->play);
    }
    return false;
}

static bool settings_add_deck(struct deck_events *e, struct settings *s)
{
    if (!array_grow(&s->decks, s->deck_count, &s->deck_capacity, sizeof *s->decks))
        return events_fail_memory(e);
    struct deck_caps *deck = &s->decks[s->deck_count++];
    *deck = (struct deck_caps){.caps = CAPS_UNSET};
    buf_text(&deck->deck, (const char *)e->event.data.scalar.value);
    return deck->deck.failed ? events_fail_memory(e) : true;
}

/* Read the table of decks. Its keys are the ids or names of decks. */
static bool settings_take_decks(struct deck_events *e, struct settings *settings)
{
    while (events_next(e)) {
        if (e->event.type == YAML_MAPPING_END_EVENT)
            return true;
        bool named = events_plain(e) && e->event.type == YAML_SCALAR_EVENT;
        if (!named)
            events_report_here(e, "name a deck here, by its id or name");
        else if (!settings_add_deck(e, settings))
            return false;
        if (!events_skip(e) || !events_next(e))
            return false;
        if (named && e->event.type == YAML_MAPPING_START_EVENT && events_plain(e)) {
            if (!settings_take_keys(e, deck_keys, COUNT(deck_keys),
                    &settings->decks[settings->deck_count - 1], NULL))
                return false;
            continue;
        }
        if (named)
            events_report_here(e, "a deck needs keys: new, limit, scheduler or retention");
        if (!events_skip(e))
            return false;
    }
    return false;
}

/* Add the key that the last event names to the setting. */
static void settings_take_key_name(struct deck_events *e, struct key_setting *setting)
{
    const yaml_mark_t mark = e->event.start_mark;
    const char *name = (const char *)e->event.data.scalar.value;
    uint32_t key = key_named(name);
    size_t count = 0;
    while (count < KEYS_EACH && setting->keys[count])
        count++;
    if (!key)
        events_report_at(e, mark,
            "\"%s\" is not a key: use a character or a name such as space, up, f2 or ctrl-o", name);
    else if (key == KEY_CTRL('c') || key == KEY_CTRL('l') || key == KEY_CTRL('z'))
        events_report_at(e, mark, "%s cannot be changed", name);
    else if (count == KEYS_EACH)
        events_report_at(e, mark, "an action can have at most %d keys", KEYS_EACH);
    else {
        setting->keys[count] = key;
        setting->key_lines[count] = (unsigned)mark.line + 1;
        setting->key_columns[count] = (unsigned)mark.column + 1;
    }
}

/* Read an action's keys: a single key or a list, which begins with the last event. */
static bool settings_take_key_names(struct deck_events *e, struct key_setting *setting)
{
    bool list = e->event.type == YAML_SEQUENCE_START_EVENT;
    if (!events_plain(e))
        return events_skip(e);
    while (!list || events_next(e)) {
        if (e->event.type == YAML_SEQUENCE_END_EVENT)
            return true;
        if (e->event.type == YAML_SCALAR_EVENT && events_plain(e))
            settings_take_key_name(e, setting);
        else if (e->event.type != YAML_SCALAR_EVENT)
            events_report_here(e, "write a key here, such as x, or [x, enter]");
        if (!events_skip(e))
            return false;
        if (!list)
            return true;
    }
    return false;
}

static struct key_setting *settings_add_action(struct deck_events *e, struct settings *s)
{
    if (!array_grow(&s->keys, s->key_count, &s->key_capacity, sizeof *s->keys))
        return NULL;
    struct key_setting *setting = &s->keys[s->key_count++];
    *setting = (struct key_setting){.line = (unsigned)e->event.start_mark.line + 1,
        .column = (unsigned)e->event.start_mark.column + 1};
    buf_text(&setting->action, (const char *)e->event.data.scalar.value);
    return setting->action.failed ? NULL : setting;
}

/* Read the table of keys. It maps actions to keys; the screens check the names of actions. */
static bool settings_take_keys_of_actions(struct deck_events *e, struct settings *settings)
{
    while (events_next(e)) {
        struct key_setting *setting = NULL;
        if (e->event.type == YAML_MAPPING_END_EVENT)
            return true;
        bool named = events_plain(e) && e->event.type == YAML_SCALAR_EVENT;
        if (!named)
            events_report_here(e, "name an action here, such as undo");
        else if (!(setting = settings_add_action(e, settings)))
            return events_fail_memory(e);
        if (!events_skip(e) || !events_next(e))
            return false;
        if (named ? !settings_take_key_names(e, setting) : !events_skip(e))
            return false;
    }
    return false;
}

static bool settings_take_backups(struct deck_events *e, struct settings *settings)
{
    struct backup_settings *backups = &settings->backups;
    if (!settings_take_keys(e, backup_keys, COUNT(backup_keys), backups, NULL))
        return false;
    const char *folder = buf_string(&backups->folder);
    if (*folder && *folder != '/' && strncmp(folder, "~/", 2) != 0)
        events_report_here(e, "\"folder\" must begin with / or ~/");
    return backups->folder.failed ? events_fail_memory(e) : true;
}

static bool settings_take_easy_days(struct deck_events *e, struct settings *settings)
{
    return settings_take_keys(e, easy_keys, COUNT(easy_keys), &settings->spread, NULL);
}

static bool settings_take_typed(struct deck_events *e, struct settings *settings)
{
    return settings_take_keys(e, typed_keys, COUNT(typed_keys), &settings->typed, NULL);
}

static bool settings_has_search(const struct settings *s, const char *name)
{
    for (size_t i = 0; i < s->search_count; i++)
        if (strcasecmp(buf_string(&s->searches[i].name), name) == 0)
            return true;
    return false;
}

/* Add a search with the name in the last event; NULL if that is no name, which is reported, or when
 * memory runs out. */
static struct query_saved *settings_add_search(struct deck_events *e, struct settings *s)
{
    static const char name_characters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    const char *name = (const char *)e->event.data.scalar.value;
    if (!*name || name[strspn(name, name_characters)]) {
        events_report_here(
            e, "a search needs a name of letters, digits, '-' and '_', such as hard");
        return NULL;
    }
    if (settings_has_search(s, name)) {
        events_report_here(e, "the search \"%s\" is there twice", name);
        return NULL;
    }
    if (!array_grow(&s->searches, s->search_count, &s->search_capacity, sizeof *s->searches)) {
        events_fail_memory(e);
        return NULL;
    }
    struct query_saved *search = &s->searches[s->search_count++];
    *search = (struct query_saved){0};
    buf_text(&search->name, name);
    return search;
}

/* Whether a term of a search begins with "@". */
static bool settings_names_search(const char *text)
{
    bool quoted = false;
    for (const char *c = text; *c; c++) {
        quoted ^= *c == '"';
        if (*c == '@' && !quoted && (c == text || c[-1] == ' ' || c[-1] == '-'))
            return true;
    }
    return false;
}

/* Keep the text of a search, the last event, and report what is odd about it, as browse would. */
static bool settings_take_search(struct deck_events *e, struct query_saved *search)
{
    struct query query = {0};
    struct buf odd = {0};
    yaml_mark_t mark = e->event.start_mark;
    buf_text(&search->text, (const char *)e->event.data.scalar.value);
    bool ok = query_parse(&query, buf_string(&search->text)) && !search->text.failed;
    if (ok && query.count == 0)
        events_report_here(e, "write a search here, such as is:leech tag:ml");
    if (ok && settings_names_search(buf_string(&search->text)))
        events_report_here(e, "a saved search cannot contain another");
    if (ok && query_tell_doubt(&query, true, &odd)) {
        mark.column += query.doubt_column - 1 +
                       (e->event.data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
                           e->event.data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE);
        events_report_at(e, mark, "%s", buf_string(&odd));
    }
    ok = ok && !odd.failed && !search->name.failed;
    query_done(&query);
    buf_done(&odd);
    return ok ? true : events_fail_memory(e);
}

/* Read the table of searches. It maps names to texts. */
static bool settings_take_searches(struct deck_events *e, struct settings *settings)
{
    while (events_next(e)) {
        struct query_saved *search = NULL;
        if (e->event.type == YAML_MAPPING_END_EVENT)
            return true;
        if (!events_plain(e) || e->event.type != YAML_SCALAR_EVENT)
            events_report_here(e, "name a search here, such as hard");
        else
            search = settings_add_search(e, settings);
        if (e->failure.code || !events_skip(e) || !events_next(e))
            return false;
        if (search && (!events_plain(e) || e->event.type != YAML_SCALAR_EVENT))
            events_report_here(e, "write a search here, such as is:leech tag:ml");
        else if (search && !settings_take_search(e, search))
            return false;
        if (!events_skip(e))
            return false;
    }
    return false;
}

static bool settings_take_table(struct deck_events *e, const struct deck_key *key, void *base)
{
    static const struct {
        const char *name;
        bool (*take)(struct deck_events *e, struct settings *settings);
    } tables[] = {{"decks", settings_take_decks}, {"keys", settings_take_keys_of_actions},
        {"backups", settings_take_backups}, {"typed", settings_take_typed},
        {"searches", settings_take_searches}, {"easy-days", settings_take_easy_days}};
    size_t i = 0;
    while (strcmp(tables[i].name, key->name) != 0)
        i++;
    assert(i < COUNT(tables));
    return tables[i].take(e, base);
}

/* Read the whole file; an empty one sets nothing. */
static bool settings_take_settings(struct deck_events *e, struct settings *settings)
{
    if (!events_next(e) || !events_next(e))
        return false;
    if (e->event.type == YAML_STREAM_END_EVENT)
        return true;
    if (!events_next(e))
        return false;
    if (e->event.type != YAML_MAPPING_START_EVENT)
        return events_fail_at(e, e->event.start_mark, "settings are lines such as \"new: 20\"");
    events_plain(e);
    if (!settings_take_keys(e, setting_keys, COUNT(setting_keys), settings, settings_take_table) ||
        !events_next(e) || !events_next(e))
        return false;
    if (e->event.type != YAML_STREAM_END_EVENT)
        events_report_here(e, "settings must be a single YAML document");
    return true;
}

enum err_code settings_refuse(const char *path, struct err *err)
{
    return err_at(err, ERR_MISTAKE, path, 0, 0, "has mistakes: fix them, or move the file away");
}

enum err_code settings_read(struct settings *settings, const char *path,
    deck_mistake_fn *on_mistake, void *context, struct err *err)
{
    struct deck_events e;
    *settings = settings_default();
    if (!file_exists(path))
        return ERR_NONE;
    enum err_code code = events_open(&e, path, on_mistake, context, err);
    if (!code && !settings_take_settings(&e, settings)) {
        code = e.failure.code;
        *err = e.failure;
    }
    if ((!code || code == ERR_MISTAKE) && e.mistakes)
        code = settings_refuse(path, err);
    events_close(&e);
    return code;
}

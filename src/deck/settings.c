#include "deck/settings.h"

#include "base/file.h"
#include "deck/events.h"
#include "model/schedule.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array)   (sizeof(array) / sizeof *(array))
#define SETTING(field) offsetof(struct settings, field)
#define OF_DECK(field) offsetof(struct deck_caps, field)

static const char *const new_orders[] = {"mixed", "first", "last", NULL};

static const struct deck_key setting_keys[] = {
    {"new", 0, VALUE_COUNT, SETTING(caps.new_cards), NULL},
    {"limit", 1, VALUE_COUNT, SETTING(caps.cards), NULL},
    {"new-order", 2, VALUE_WORD, SETTING(new_order), new_orders},
    {"bury-siblings", 3, VALUE_FLAG, SETTING(bury_siblings), NULL},
    {"leech-lapses", 4, VALUE_COUNT, SETTING(leech_lapses), NULL},
    {"decks", 5, VALUE_TABLE, 0, NULL},
};
static const struct deck_key deck_keys[] = {
    {"new", 0, VALUE_COUNT, OF_DECK(caps.new_cards), NULL},
    {"limit", 1, VALUE_COUNT, OF_DECK(caps.cards), NULL},
};

struct settings settings_default(void)
{
    return (struct settings){.caps = CAPS_UNSET,
        .new_order = NEW_MIXED,
        .bury_siblings = true,
        .leech_lapses = LEECH_LAPSES};
}

void settings_done(struct settings *settings)
{
    for (size_t i = 0; i < settings->deck_count; i++)
        buf_done(&settings->decks[i].deck);
    free(settings->decks);
    *settings = settings_default();
}

struct caps settings_of_deck(const struct settings *settings, const char *id, const char *name)
{
    struct caps caps = CAPS_UNSET;
    for (size_t i = 0; i < settings->deck_count; i++) {
        const char *deck = buf_string(&settings->decks[i].deck);
        if (strcmp(deck, id) == 0)
            return settings->decks[i].caps;
        if (strcmp(deck, name) == 0)
            caps = settings->decks[i].caps;
    }
    return caps;
}

/* Read the keys of a mapping whose start was read last, into the struct at base. take_table reads
 * the value of a VALUE_TABLE, and is NULL where there is none. */
static bool take_keys(struct deck_events *e, const struct deck_key *keys, size_t count, void *base,
    bool (*take_table)(struct deck_events *e, void *base))
{
    unsigned seen = 0;
    while (events_next(e)) {
        const struct deck_key *key;
        if (e->event.type == YAML_MAPPING_END_EVENT)
            return true;
        if (!events_key(e, keys, count, &seen, &key))
            return false;
        bool table = key && key->type == VALUE_TABLE && e->event.type == YAML_MAPPING_START_EVENT;
        if (!events_value(e, key, base) ||
            (table && e->event.type == YAML_MAPPING_START_EVENT && !take_table(e, base)))
            return false;
    }
    return false;
}

static bool add_deck(struct deck_events *e, struct settings *settings)
{
    if (!array_grow(
            &settings->decks, settings->deck_count, &settings->deck_room, sizeof *settings->decks))
        return events_fail_memory(e);
    struct deck_caps *deck = &settings->decks[settings->deck_count++];
    *deck = (struct deck_caps){.caps = CAPS_UNSET};
    buf_text(&deck->deck, (const char *)e->event.data.scalar.value);
    return deck->deck.failed ? events_fail_memory(e) : true;
}

/* The table of decks: any word is a key. */
static bool take_decks(struct deck_events *e, void *base)
{
    struct settings *settings = base;
    while (events_next(e)) {
        if (e->event.type == YAML_MAPPING_END_EVENT)
            return true;
        bool named = events_plain(e) && e->event.type == YAML_SCALAR_EVENT;
        if (!named)
            events_tell_at(e, e->event.start_mark, "name a deck here, by its id or name");
        else if (!add_deck(e, settings))
            return false;
        if (!events_skip(e) || !events_next(e))
            return false;
        if (named && e->event.type == YAML_MAPPING_START_EVENT && events_plain(e)) {
            if (!take_keys(e, deck_keys, COUNT(deck_keys),
                    &settings->decks[settings->deck_count - 1], NULL))
                return false;
            continue;
        }
        if (named)
            events_tell_at(e, e->event.start_mark, "a deck wants keys: new and limit");
        if (!events_skip(e))
            return false;
    }
    return false;
}

/* Read all of it; an empty file says nothing. */
static bool take_settings(struct deck_events *e, struct settings *settings)
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
    if (!take_keys(e, setting_keys, COUNT(setting_keys), settings, take_decks) || !events_next(e) ||
        !events_next(e))
        return false;
    if (e->event.type != YAML_STREAM_END_EVENT)
        events_tell_at(e, e->event.start_mark, "a second YAML document: settings are one");
    return true;
}

enum err_code settings_read(struct settings *settings, const char *path,
    deck_mistake_fn *on_mistake, void *context, struct err *err)
{
    struct deck_events e;
    *settings = settings_default();
    if (!file_exists(path))
        return ERR_NONE;
    enum err_code code = events_open(&e, path, on_mistake, context, err);
    if (!code && !take_settings(&e, settings)) {
        code = e.failure.code;
        *err = e.failure;
    }
    if ((!code || code == ERR_MISTAKE) && e.mistakes)
        code = err_at(err, ERR_MISTAKE, path, 0, 0, "has mistakes: mend it, or move it away");
    events_close(&e);
    return code;
}

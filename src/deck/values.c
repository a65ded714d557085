/* Reads the keys and values of a deck file. The callers' tables define which keys may occur where,
 * and the type of each value. */
#include "base/nearest.h"
#include "deck/events.h"
#include "model/caps.h"
#include "model/scheduling.h"
#include "model/tags.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define KEYS_MAX 32

/* Returns the name that differs only by case, or NULL. */
static const char *values_in_lower_case(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(name, names[i]) == 0)
            return names[i];
    return NULL;
}

static const struct deck_key *values_key_of(
    struct deck_events *e, const struct deck_key *keys, size_t count, unsigned *seen)
{
    if (!events_plain(e))
        return NULL;
    if (e->event.type != YAML_SCALAR_EVENT) {
        events_report_here(e, "a key must be a word");
        return NULL;
    }
    const char *name = (const char *)e->event.data.scalar.value;
    const char *names[KEYS_MAX];
    assert(count <= KEYS_MAX);
    bool whole = strlen(name) == e->event.data.scalar.length;
    for (size_t i = 0; i < count; i++) {
        names[i] = keys[i].name;
        if (!whole || strcmp(name, keys[i].name) != 0)
            continue;
        assert(keys[i].slot < 32);
        bool again = *seen >> keys[i].slot & 1;
        *seen |= 1U << keys[i].slot;
        if (again)
            events_report_here(e, "duplicate key \"%s\"", name);
        return again ? NULL : &keys[i];
    }
    const char *meant = values_in_lower_case(name, names, count);
    meant = meant ? meant : nearest_word(name, names, count);
    if (meant)
        events_report_here(e, "unknown key \"%s\": did you mean \"%s\"?", name, meant);
    else
        events_report_here(e, "unknown key \"%s\"", name);
    return NULL;
}

bool events_key(struct deck_events *e, const struct deck_key *keys, size_t count, unsigned *seen,
    const struct deck_key **key)
{
    *key = values_key_of(e, keys, count, seen);
    return events_skip(e) && events_next(e);
}

static bool values_is_null(const yaml_event_t *v)
{
    const char *value = (const char *)v->data.scalar.value;
    return v->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && v->data.scalar.plain_implicit &&
           (!*value || strcmp(value, "~") == 0); /* "null" may be meant as a word */
}

/* Appends the current scalar to text, without trailing white space; reports an invalid one. */
static void values_take_text(struct deck_events *e, const struct deck_key *key, void *to)
{
    const char *value = (const char *)e->event.data.scalar.value;
    size_t length = e->event.data.scalar.length;
    if (length > DECK_FIELD_MAX)
        events_report_here(e, "\"%s\" is longer than 1 MiB", key->name);
    else if (memchr(value, '\0', length))
        events_report_here(e, "\"%s\" contains a NUL character", key->name);
    else if (!values_is_null(&e->event)) {
        while (length > 0 && strchr(" \t\r\n", value[length - 1]))
            length--;
        buf_add(to, value, length);
    }
}

/* Takes one short line, since names appear in messages and exports. In a card's id, '#' separates
 * the variant from the entry's id (bias#r, relu#2). */
static void values_take_name(struct deck_events *e, const struct deck_key *key, void *to)
{
    struct buf *name = to;
    values_take_text(e, key, name);
    for (size_t i = 0; i < name->length; i++) {
        unsigned char c = (unsigned char)name->bytes[i];
        bool fits = c >= ' ' && c != 0x7f && (c != '#' || key->type != VALUE_ID);
        if (fits && name->length <= 255)
            continue;
        events_report_here(e, "\"%s\" must be one line of at most 255 bytes%s", key->name,
            key->type == VALUE_ID ? " without '#'" : "");
        buf_clear(name);
    }
}

static void values_take_flag(struct deck_events *e, const struct deck_key *key, void *to)
{
    static const char *const words[] = {"false", "no", "off", "true", "yes", "on"};
    const char *value = (const char *)e->event.data.scalar.value;
    for (size_t i = 0; i < COUNT(words); i++) {
        if (strlen(value) == e->event.data.scalar.length && strcasecmp(value, words[i]) == 0) {
            *(bool *)to = i >= 3;
            return;
        }
    }
    events_report_here(e, "\"%s\" must be true or false", key->name);
}

static void values_take_count(struct deck_events *e, const struct deck_key *key, void *to)
{
    const char *value = (const char *)e->event.data.scalar.value;
    size_t digits = strspn(value, "0123456789"), length = e->event.data.scalar.length;
    long long number = digits && digits == length && digits < 12 ? strtoll(value, NULL, 10) : -1;
    if (number >= 0 && number <= CAP_MAX)
        *(int64_t *)to = number;
    else
        events_report_here(e, "\"%s\" must be a whole number from 0 to %d", key->name, CAP_MAX);
}

static void values_take_word(struct deck_events *e, const struct deck_key *key, void *to)
{
    struct buf choices = {0};
    const char *value = (const char *)e->event.data.scalar.value;
    for (int i = 0; key->words[i]; i++) {
        if (strcmp(value, key->words[i]) == 0) {
            *(int *)to = i;
            buf_done(&choices);
            return;
        }
        buf_format(&choices, "%s%s",
            i == 0              ? ""
            : key->words[i + 1] ? ", "
                                : " or ",
            key->words[i]);
    }
    events_report_here(e, "\"%s\" must be %s", key->name, buf_string(&choices));
    buf_done(&choices);
}

static void values_take_scheduler(struct deck_events *e, const struct deck_key *key, void *to)
{
    const char *value = (const char *)e->event.data.scalar.value;
    bool whole = strlen(value) == e->event.data.scalar.length;
    const struct scheduler *scheduler = whole ? scheduler_called(value) : NULL;
    if (scheduler)
        *(int *)to = scheduler->number;
    else
        events_report_here(e, "\"%s\" must be sm2 or fsrs", key->name);
}

static void values_take_retention(struct deck_events *e, const struct deck_key *key, void *to)
{
    const char *value = (const char *)e->event.data.scalar.value;
    if (strlen(value) != e->event.data.scalar.length || !retention_read(value, to))
        events_report_here(e, "\"%s\" must be " RETENTION_WORDS, key->name);
}

/* Takes a tag, one item of a list, from the current event. */
static bool values_take_tag(struct deck_events *e, const struct deck_key *key, struct buf *tags)
{
    if (!events_plain(e))
        return events_skip(e);
    if (e->event.type != YAML_SCALAR_EVENT) {
        events_report_here(e, "a tag must be a word");
        return events_skip(e);
    }
    const char *tag = (const char *)e->event.data.scalar.value;
    if (!tag_is_valid(tag, e->event.data.scalar.length)) {
        events_report_here(
            e, "a tag must be one word without commas or a leading '!', such as deep-learning");
        return true;
    }
    if (tags->length)
        buf_char(tags, ' ');
    buf_text(tags, tag);
    if (tags->length > DECK_FIELD_MAX) {
        events_report_here(e, "\"%s\" is longer than 1 MiB", key->name);
        buf_clear(tags);
    }
    return true;
}

static void values_take_tags(struct deck_events *e, const struct deck_key *key, void *to)
{
    while (events_next(e) && e->event.type != YAML_SEQUENCE_END_EVENT)
        if (!values_take_tag(e, key, to))
            return;
}

static const struct values_type {
    yaml_event_type_t event; /* the event that begins the value */
    const char *what;
    void (*take)(struct deck_events *e, const struct deck_key *key, void *to);
} types[] = {
#define EXPECTED_TEXT "text: quote it if it begins with { or ["
    [VALUE_TEXT] = {YAML_SCALAR_EVENT, EXPECTED_TEXT, values_take_text},
    [VALUE_NAME] = {YAML_SCALAR_EVENT, EXPECTED_TEXT, values_take_name},
    [VALUE_ID] = {YAML_SCALAR_EVENT, EXPECTED_TEXT, values_take_name},
    [VALUE_TAGS] = {YAML_SEQUENCE_START_EVENT, "a list of words, such as [math, algebra]",
        values_take_tags},
    [VALUE_FLAG] = {YAML_SCALAR_EVENT, "true or false", values_take_flag},
    [VALUE_COUNT] = {YAML_SCALAR_EVENT, "a whole number", values_take_count},
    [VALUE_WORD] = {YAML_SCALAR_EVENT, EXPECTED_TEXT, values_take_word},
    [VALUE_SCHEDULER] = {YAML_SCALAR_EVENT, "sm2 or fsrs", values_take_scheduler},
    [VALUE_RETENTION] = {YAML_SCALAR_EVENT, "a number " RETENTION_WORDS, values_take_retention},
    [VALUE_CARDS] = {YAML_SEQUENCE_START_EVENT, "a list of cards", NULL},
    [VALUE_TABLE] = {YAML_MAPPING_START_EVENT, "a mapping: put keys and values below it", NULL},
};
static_assert(COUNT(types) == VALUE_TABLE + 1, "each type of value has its row");

bool events_value(struct deck_events *e, const struct deck_key *key, void *base)
{
    if (!key || !events_plain(e))
        return events_skip(e);
    const struct values_type *type = &types[key->type];
    if (e->event.type == YAML_SCALAR_EVENT && key->type == VALUE_TAGS && values_is_null(&e->event))
        return true;
    if (e->event.type != type->event) {
        events_report_here(e, "\"%s\" must be %s", key->name, type->what);
        return events_skip(e);
    }
    if (type->take)
        type->take(e, key, (char *)base + key->offset);
    return !e->failure.code;
}

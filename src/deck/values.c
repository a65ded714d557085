/* The keys and values of a deck file: tables say what may stand where. */
#include "base/nearest.h"
#include "deck/events.h"
#include "model/caps.h"
#include "model/tags.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define KEYS_MAX 16

static const struct deck_key *values_key_of(
    struct deck_events *e, const struct deck_key *keys, size_t count, unsigned *seen)
{
    if (!events_plain(e))
        return NULL;
    if (e->event.type != YAML_SCALAR_EVENT) {
        events_tell_at(e, e->event.start_mark, "a key must be a word");
        return NULL;
    }
    const char *name = (const char *)e->event.data.scalar.value;
    const char *names[KEYS_MAX];
    bool whole = strlen(name) == e->event.data.scalar.length;
    for (size_t i = 0; i < count; i++) {
        names[i] = keys[i].name;
        if (!whole || strcmp(name, keys[i].name) != 0)
            continue;
        bool again = *seen >> keys[i].slot & 1;
        *seen |= 1U << keys[i].slot;
        if (again)
            events_tell_at(e, e->event.start_mark, "duplicate key \"%s\"", name);
        return again ? NULL : &keys[i];
    }
    const char *meant = nearest_word(name, names, count);
    if (meant)
        events_tell_at(
            e, e->event.start_mark, "unknown key \"%s\": did you mean \"%s\"?", name, meant);
    else
        events_tell_at(e, e->event.start_mark, "unknown key \"%s\"", name);
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
           (!*value || strcmp(value, "~") == 0); /* "null" may well be meant as the word */
}

/* Append the scalar of the event to text, less the white space at its end; tell what it must not
 * be. */
static void values_take_text(struct deck_events *e, const char *key, struct buf *text)
{
    const char *value = (const char *)e->event.data.scalar.value;
    size_t length = e->event.data.scalar.length;
    if (length > DECK_FIELD_MAX)
        events_tell_at(e, e->event.start_mark, "\"%s\" is longer than 1 MiB", key);
    else if (memchr(value, '\0', length))
        events_tell_at(e, e->event.start_mark, "\"%s\" holds a NUL character", key);
    else if (!values_is_null(&e->event)) {
        while (length > 0 && strchr(" \t\r\n", value[length - 1]))
            length--;
        buf_add(text, value, length);
    }
}

/* Names go into messages and exports: one short line. In a card's id, '#' stands for what is asked
 * of its entry (bias#r, relu#2). */
static void values_take_name(
    struct deck_events *e, const char *key, enum value_type type, struct buf *name)
{
    values_take_text(e, key, name);
    for (size_t i = 0; i < name->length; i++) {
        unsigned char c = (unsigned char)name->bytes[i];
        bool fits = c >= ' ' && c != 0x7f && (c != '#' || type != VALUE_ID);
        if (fits && name->length <= 255)
            continue;
        events_tell_at(e, e->event.start_mark, "\"%s\" wants one line of up to 255 bytes%s", key,
            type == VALUE_ID ? " without '#'" : "");
        buf_clear(name);
    }
}

static void values_take_flag(struct deck_events *e, const char *key, bool *flag)
{
    static const char *const words[] = {"false", "no", "off", "true", "yes", "on"};
    const char *value = (const char *)e->event.data.scalar.value;
    for (size_t i = 0; i < COUNT(words); i++) {
        if (strlen(value) == e->event.data.scalar.length && strcasecmp(value, words[i]) == 0) {
            *flag = i >= 3;
            return;
        }
    }
    events_tell_at(e, e->event.start_mark, "\"%s\" wants true or false", key);
}

static void values_take_count(struct deck_events *e, const char *key, int64_t *count)
{
    const char *value = (const char *)e->event.data.scalar.value;
    size_t digits = strspn(value, "0123456789"), length = e->event.data.scalar.length;
    long long number = digits && digits == length && digits < 12 ? strtoll(value, NULL, 10) : -1;
    if (number >= 0 && number <= CAP_MAX)
        *count = number;
    else
        events_tell_at(
            e, e->event.start_mark, "\"%s\" wants a whole number from 0 to %d", key, CAP_MAX);
}

static void values_take_word(struct deck_events *e, const struct deck_key *key, int *which)
{
    struct buf wanted = {0};
    const char *value = (const char *)e->event.data.scalar.value;
    for (int i = 0; key->words[i]; i++) {
        if (strcmp(value, key->words[i]) == 0) {
            *which = i;
            buf_done(&wanted);
            return;
        }
        buf_format(&wanted, "%s%s", i == 0 ? "" : key->words[i + 1] ? ", " : " or ", key->words[i]);
    }
    events_tell_at(e, e->event.start_mark, "\"%s\" wants %s", key->name, buf_string(&wanted));
    buf_done(&wanted);
}

/* One tag of a list; the event is its value. */
static bool values_take_tag(struct deck_events *e, struct buf *tags)
{
    if (!events_plain(e))
        return events_skip(e);
    if (e->event.type != YAML_SCALAR_EVENT) {
        events_tell_at(e, e->event.start_mark, "a tag must be a word");
        return events_skip(e);
    }
    const char *tag = (const char *)e->event.data.scalar.value;
    if (!tag_is_valid(tag, e->event.data.scalar.length)) {
        events_tell_at(e, e->event.start_mark,
            "a tag is one word without commas and without '!' before it, such as deep-learning");
        return true;
    }
    if (tags->length)
        buf_char(tags, ' ');
    buf_text(tags, tag);
    if (tags->length > DECK_FIELD_MAX) {
        events_tell_at(e, e->event.start_mark, "\"tags\" is longer than 1 MiB");
        buf_clear(tags);
    }
    return true;
}

static bool values_take_tags(struct deck_events *e, struct buf *tags)
{
    while (events_next(e)) {
        if (e->event.type == YAML_SEQUENCE_END_EVENT)
            return true;
        if (!values_take_tag(e, tags))
            return false;
    }
    return false;
}

static const char *values_value_wanted(enum value_type type)
{
    switch (type) {
    case VALUE_TAGS:
        return "a list of words, such as [math, algebra]";
    case VALUE_FLAG:
        return "true or false";
    case VALUE_COUNT:
        return "a whole number";
    case VALUE_CARDS:
        return "a list of cards";
    case VALUE_TABLE:
        return "keys and values below it";
    default:
        return "a text: quote one that begins with { or [";
    }
}

static yaml_event_type_t values_event_wanted(enum value_type type)
{
    if (type == VALUE_TABLE)
        return YAML_MAPPING_START_EVENT;
    return type == VALUE_TAGS || type == VALUE_CARDS ? YAML_SEQUENCE_START_EVENT
                                                     : YAML_SCALAR_EVENT;
}

bool events_value(struct deck_events *e, const struct deck_key *key, void *base)
{
    if (!key || !events_plain(e))
        return events_skip(e);
    if (e->event.type == YAML_SCALAR_EVENT && key->type == VALUE_TAGS && values_is_null(&e->event))
        return true;
    if (e->event.type != values_event_wanted(key->type)) {
        events_tell_at(
            e, e->event.start_mark, "\"%s\" wants %s", key->name, values_value_wanted(key->type));
        return events_skip(e);
    }
    void *place = (char *)base + key->offset;
    switch (key->type) {
    case VALUE_TEXT:
        values_take_text(e, key->name, place);
        break;
    case VALUE_NAME:
    case VALUE_ID:
        values_take_name(e, key->name, key->type, place);
        break;
    case VALUE_FLAG:
        values_take_flag(e, key->name, place);
        break;
    case VALUE_COUNT:
        values_take_count(e, key->name, place);
        break;
    case VALUE_WORD:
        values_take_word(e, key, place);
        break;
    case VALUE_TAGS:
        return values_take_tags(e, place);
    case VALUE_CARDS:
    case VALUE_TABLE:
        break;
    }
    return true;
}

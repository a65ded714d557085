#include "deck/yaml_data.h"

#include "deck/events.h"

#include <string.h>

struct yaml_data {
    struct deck_events events;
    struct data *data;
    struct yaml_facts facts;
    size_t max;
    bool full; /* `max` nodes have been read */
};

static bool yaml_data_add_value(struct yaml_data *y, uint32_t key, unsigned depth);

/* What a plain scalar means: null, a flag, a number or a text. */
static enum data_kind yaml_data_kind(const yaml_event_t *scalar)
{
    static const char *const flags[] = {"true", "True", "TRUE", "false", "False", "FALSE"},
                             *const nulls[] = {"", "~", "null", "Null", "NULL"};
    const char *text = (const char *)scalar->data.scalar.value;
    size_t digits = strspn(text, "-+0123456789.");
    if (scalar->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return DATA_TEXT;
    for (size_t i = 0; i < COUNT(nulls); i++)
        if (strcmp(text, nulls[i]) == 0)
            return DATA_NULL;
    for (size_t i = 0; i < COUNT(flags); i++)
        if (strcmp(text, flags[i]) == 0)
            return DATA_FLAG;
    return digits && digits == strlen(text) && strpbrk(text, "0123456789") ? DATA_NUMBER
                                                                           : DATA_TEXT;
}

static bool yaml_data_is_full(struct yaml_data *y)
{
    y->full |= y->data->count >= y->max || y->data->texts.length > DATA_TEXTS_MAX;
    return y->full || y->data->texts.failed;
}

static void yaml_data_add_scalar(struct yaml_data *y, uint32_t key)
{
    const yaml_event_t *e = &y->events.event;
    uint32_t text =
        data_add_text(y->data, (const char *)e->data.scalar.value, e->data.scalar.length);
    data_add(y->data, yaml_data_kind(e), key, text, (unsigned)e->start_mark.line + 1);
}

/* Adds a key's text and its value. A key that is not a text is left out with its value. */
static bool yaml_data_add_member(struct yaml_data *y, unsigned depth)
{
    struct deck_events *e = &y->events;
    if (e->event.type != YAML_SCALAR_EVENT)
        return events_skip(e) && events_next(e) && events_skip(e);
    uint32_t key = data_add_text(
        y->data, (const char *)e->event.data.scalar.value, e->event.data.scalar.length);
    return events_next(e) && yaml_data_add_value(y, key, depth);
}

static bool yaml_data_add_children(
    struct yaml_data *y, enum data_kind kind, uint32_t key, unsigned depth)
{
    struct deck_events *e = &y->events;
    if (depth == DATA_DEPTH_MAX)
        return events_fail_at(e, e->event.start_mark, "nested deeper than 64 levels");
    uint32_t node = data_add(y->data, kind, key, 0, (unsigned)e->event.start_mark.line + 1);
    bool more = true;
    while (more && !yaml_data_is_full(y) && (more = events_next(e)) &&
           e->event.type != YAML_SEQUENCE_END_EVENT && e->event.type != YAML_MAPPING_END_EVENT)
        more = kind == DATA_MAP ? yaml_data_add_member(y, depth + 1)
                                : yaml_data_add_value(y, DATA_NO_KEY, depth + 1);
    data_close(y->data, node);
    return more && !yaml_data_is_full(y);
}

/* Adds the value whose first event is current. */
static bool yaml_data_add_value(struct yaml_data *y, uint32_t key, unsigned depth)
{
    switch (y->events.event.type) {
    case YAML_SEQUENCE_START_EVENT:
        return yaml_data_add_children(y, DATA_LIST, key, depth);
    case YAML_MAPPING_START_EVENT:
        return yaml_data_add_children(y, DATA_MAP, key, depth);
    case YAML_SCALAR_EVENT:
        yaml_data_add_scalar(y, key);
        return !y->data->texts.failed;
    default:
        y->facts.aliases += y->events.event.type == YAML_ALIAS_EVENT;
        data_add(y->data, DATA_NULL, key, 0, (unsigned)y->events.event.start_mark.line + 1);
        return !y->data->texts.failed;
    }
}

/* Reads all documents into a list. */
static void yaml_data_add_documents(struct yaml_data *y)
{
    struct deck_events *e = &y->events;
    uint32_t list = data_add(y->data, DATA_LIST, DATA_NO_KEY, 0, 1);
    while (!yaml_data_is_full(y) && events_next(e) && e->event.type != YAML_STREAM_END_EVENT) {
        if (e->event.type != YAML_DOCUMENT_START_EVENT)
            continue;
        y->facts.documents++;
        if (!events_next(e) || !yaml_data_add_value(y, DATA_NO_KEY, 1))
            break;
    }
    data_close(y->data, list);
}

enum err_code yaml_data_read(struct data *data, int fd, const char *path, size_t max,
    struct yaml_facts *facts, struct err *err)
{
    struct yaml_data y = {.data = data, .max = max};
    enum err_code code = events_open_file(&y.events, fd, path, ignore_mistake, NULL, err);
    if (!code) {
        yaml_data_add_documents(&y);
        data_unwrap(data);
        if (y.events.failure.code)
            *err = y.events.failure;
        code = y.events.failure.code;
    }
    events_close(&y.events);
    *facts = y.facts;
    return !code && data->texts.failed ? err_memory(err) : code;
}

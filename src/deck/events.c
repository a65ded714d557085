#include "deck/events.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEPTH_MAX 64 /* libyaml takes quadratic time for nested brackets */

void ignore_mistake(void *context, const struct err *mistake)
{
    (void)context;
    (void)mistake;
}

void keep_first_mistake(void *context, const struct err *mistake)
{
    struct err *first = context;
    if (!first->code)
        *first = *mistake;
}

void events_report(struct deck_events *e, const struct err *mistake)
{
    e->mistakes++;
    if (!e->rereading)
        e->on_mistake(e->context, mistake);
}

static void events_mistake_at(
    struct err *mistake, const struct deck_events *e, yaml_mark_t mark, const char *message)
{
    unsigned line = (unsigned)mark.line + 1, column = (unsigned)mark.column + 1;
    err_at(mistake, ERR_MISTAKE, e->path, line, column, "%s", message);
}

void events_report_at(struct deck_events *e, yaml_mark_t mark, const char *format, ...)
{
    struct err mistake;
    char message[sizeof mistake.message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    events_mistake_at(&mistake, e, mark, message);
    events_report(e, &mistake);
}

bool events_fail(struct deck_events *e, const struct err *err)
{
    e->failure = *err;
    if (err->code == ERR_MISTAKE)
        events_report(e, err);
    return false;
}

bool events_fail_at(struct deck_events *e, yaml_mark_t mark, const char *message)
{
    struct err err;
    events_mistake_at(&err, e, mark, message);
    return events_fail(e, &err);
}

bool events_fail_memory(struct deck_events *e)
{
    err_memory(&e->failure);
    return false;
}

/* Advice that is added to libyaml's messages. */
#define QUOTE "quote text that begins with one of { [ * & ! > - ? % @ ` or contains ': ' or ' #'"
#define UTF_8 "save the file as UTF-8"
static const struct events_advice {
    const char *problem, *advice;
} advices[] = {
    {"cannot start any token", ": indent with spaces, not tabs, and " QUOTE},
    {"mapping values are not allowed", ": " QUOTE ", or put it below '|'"},
    {"did not find expected key", ": check the indentation, and " QUOTE},
    {"could not find expected ':'", ": check the indentation above"},
    {"alphabetic or numeric", ": " QUOTE},
    {"expected comment or line break", ": " QUOTE},
    {"not allowed in this context", ": " QUOTE},
    {"unexpected end of stream", ": a quote is never closed"},
    {"invalid leading UTF-8 octet", ": " UTF_8},
    {"invalid trailing UTF-8 octet", ": " UTF_8},
    {"control characters are not allowed", ": is this a text file?"},
};

static const char *events_advice_for(const char *problem)
{
    for (size_t i = 0; i < COUNT(advices); i++)
        if (strstr(problem, advices[i].problem))
            return advices[i].advice;
    return "";
}

#define CONFLICT                                                                                   \
    "Git conflict markers: choose one side, and delete the lines with <<<<<<<, ======= and "       \
    ">>>>>>>"

static bool events_fail_parser(struct deck_events *e)
{
    const yaml_parser_t *p = &e->parser;
    struct err err;
    if (p->error == YAML_MEMORY_ERROR)
        return events_fail_memory(e);
    if (e->source.err.code == ERR_MISTAKE) /* the item after the previous event is too long */
        return events_fail_at(e, e->previous_end, e->source.err.message);
    if (e->source.err.code)
        return events_fail(e, &e->source.err);
    const char *problem = p->problem ? p->problem : "the YAML parser gave up";
    unsigned line = (unsigned)p->problem_mark.line + 1;
    unsigned column = (unsigned)p->problem_mark.column + 1;
    if (p->error == YAML_READER_ERROR) /* this error has an offset, but no line */
        source_locate(&e->source, p->problem_offset, &line, &column);
    unsigned conflict = source_conflict(&e->source, line);
    if (conflict) {
        err_at(&err, ERR_MISTAKE, e->path, conflict, 1, "%s", CONFLICT);
        return events_fail(e, &err);
    }
    err_at(&err, ERR_MISTAKE, e->path, line, column, "invalid YAML: %s%s", problem,
        events_advice_for(problem));
    return events_fail(e, &err);
}

/* Whether the event is one of git's conflict markers, which YAML takes for text. */
static bool events_is_conflict(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT && event->start_mark.column == 0 &&
           event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           line_is_conflict((const char *)event->data.scalar.value, event->data.scalar.length);
}

/* Once libyaml has failed, it returns YAML_NO_EVENT forever. */
bool events_next(struct deck_events *e)
{
    e->previous_end = e->event.end_mark;
    yaml_event_delete(&e->event);
    if (!yaml_parser_parse(&e->parser, &e->event) || e->event.type == YAML_NO_EVENT)
        return events_fail_parser(e);
    if (events_is_conflict(&e->event))
        return events_fail_at(e, e->event.start_mark, CONFLICT);
    bool outside =
        e->event.type == YAML_STREAM_START_EVENT || e->event.type == YAML_DOCUMENT_END_EVENT;
    source_progress(&e->source, outside ? SOURCE_PREAMBLE_MAX : SOURCE_GAP_MAX);
    return true;
}

static int events_depth_change(yaml_event_type_t type)
{
    switch (type) {
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return 1;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return -1;
    default:
        return 0;
    }
}

bool events_skip(struct deck_events *e)
{
    for (int depth = events_depth_change(e->event.type); depth > 0;
         depth += events_depth_change(e->event.type)) {
        if (depth > DEPTH_MAX)
            return events_fail_at(e, e->event.start_mark, "nested deeper than 64 levels");
        if (!events_next(e))
            return false;
    }
    return true;
}

static bool events_is_plain_tag(const char *tag)
{
    return !tag || strcmp(tag, "!") == 0 || strcmp(tag, YAML_STR_TAG) == 0;
}

bool events_plain(struct deck_events *e)
{
    yaml_event_type_t type = e->event.type;
    /* The data of scalars, sequences and mappings begins with the same two members. */
    bool marks = type == YAML_SCALAR_EVENT || type == YAML_SEQUENCE_START_EVENT ||
                 type == YAML_MAPPING_START_EVENT;
    const char *anchor = marks ? (const char *)e->event.data.scalar.anchor : NULL;
    const char *tag = marks ? (const char *)e->event.data.scalar.tag : NULL;
    if (type == YAML_ALIAS_EVENT)
        events_report_here(e, "YAML aliases are not supported (*%s): repeat the text, or quote it",
            (const char *)e->event.data.alias.anchor);
    else if (anchor)
        events_report_here(
            e, "YAML anchors are not supported (&%s): quote text that begins with '&'", anchor);
    else if (!events_is_plain_tag(tag))
        events_report_here(
            e, "YAML tags are not supported (%s): quote text that begins with '!'", tag);
    else
        return true;
    return false;
}

static enum err_code events_start_parser(struct deck_events *e, struct err *err)
{
    if (!yaml_parser_initialize(&e->parser))
        return err_memory(err);
    yaml_parser_set_encoding(&e->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input(&e->parser, source_read, &e->source);
    return ERR_NONE;
}

enum err_code events_open(struct deck_events *e, const char *path, deck_mistake_fn *on_mistake,
    void *context, struct err *err)
{
    return events_open_file(e, -1, path, on_mistake, context, err);
}

enum err_code events_open_file(struct deck_events *e, int fd, const char *path,
    deck_mistake_fn *on_mistake, void *context, struct err *err)
{
    *e = (struct deck_events){.on_mistake = on_mistake, .context = context, .path = strdup(path)};
    e->source.fd = -1;
    if (!e->path)
        return err_memory(err);
    enum err_code code = fd < 0 ? source_open(&e->source, e->path, &e->failure)
                                : source_take(&e->source, dup(fd), e->path, &e->failure);
    if (!code)
        return events_start_parser(e, err);
    if (code == ERR_MISTAKE)
        events_report(e, &e->failure);
    if (err)
        *err = e->failure;
    return code;
}

enum err_code events_rewind(struct deck_events *e, struct err *err)
{
    source_rewind(&e->source);
    yaml_event_delete(&e->event);
    yaml_parser_delete(&e->parser);
    e->rereading = true;
    return events_start_parser(e, err);
}

void events_close(struct deck_events *e)
{
    yaml_event_delete(&e->event);
    yaml_parser_delete(&e->parser);
    source_close(&e->source);
    free(e->path);
    e->path = NULL;
}

/* Warns about texts that YAML reads differently from how they look. The events give the values and
 * their positions; how each value is written is then read from the file, in the same order. */
#include "deck/check_yaml.h"

#include "base/utf8.h"
#include "deck/events.h"
#include "text/formulas.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEPTH_MAX 64 /* as in deck/events.c */
#define EACH_MAX  5  /* warnings for one text */
#define WORD_MAX  24 /* characters of a text that a message quotes */

struct check_yaml {
    struct deck_events events;
    deck_mistake_fn *on_warning;
    void *context;           /* passed to on_warning */
    char bytes[4096];        /* a piece of the file */
    size_t have, at, offset; /* the piece's size, its next byte, and the offset of the next piece */
    size_t read;             /* characters read from the file */
    bool failed;             /* memory ran out */
    int depth;               /* open mappings and lists */
    struct check_yaml_level {
        bool mapping, value; /* value: a key has been read, and its value comes next */
        bool text;           /* the last key's value is a text */
    } levels[DEPTH_MAX];
};

static void check_yaml_warn(struct check_yaml *c, unsigned line, unsigned column,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

static void check_yaml_warn(
    struct check_yaml *c, unsigned line, unsigned column, const char *format, ...)
{
    struct err warning;
    char message[sizeof warning.message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    err_at(&warning, ERR_MISTAKE, c->events.path, line, column, "%s", message);
    c->on_warning(c->context, &warning);
}

/* ---- the file ---- */

/* Returns the next byte without consuming it, or '\0' at the end. Uses pread, since the parser
 * reads from the same file descriptor. */
static char check_yaml_next(struct check_yaml *c)
{
    if (c->at == c->have) {
        ssize_t got = pread(c->events.source.fd, c->bytes, sizeof c->bytes, (off_t)c->offset);
        c->have = got > 0 ? (size_t)got : 0;
        c->offset += c->have;
        c->at = 0;
    }
    return c->at < c->have ? c->bytes[c->at] : '\0';
}

/* Reads up to the character with the index `to`; appends what it reads to `out` unless that is
 * NULL. */
static void check_yaml_read(struct check_yaml *c, size_t to, struct buf *out)
{
    bool more = true;
    while (more && check_yaml_next(c)) {
        size_t from = c->at;
        while (c->at < c->have && (c->read < to || utf8_continues(c->bytes[c->at])))
            c->read += !utf8_continues(c->bytes[c->at++]);
        more = c->at == c->have;
        if (out)
            buf_add(out, c->bytes + from, c->at - from);
    }
}

/* ---- comments ---- */

/* Warns about a comment that cuts off a text, but not if it stands apart, as in "text  # comment",
 * and so must be intended. */
static void check_yaml_comment(struct check_yaml *c)
{
    const yaml_mark_t *end = &c->events.event.end_mark;
    struct buf blanks = {0}, word = {0};
    check_yaml_read(c, end->index, NULL);
    while (check_yaml_next(c) == ' ' || check_yaml_next(c) == '\t')
        check_yaml_read(c, c->read + 1, &blanks);
    bool comment = check_yaml_next(c) == '#';
    for (size_t i = 0; comment && i < WORD_MAX && !strchr(" \t\r\n", check_yaml_next(c)); i++)
        check_yaml_read(c, c->read + 1, &word);
    if (comment && (blanks.length == 1 || word.length > 1))
        check_yaml_warn(c, (unsigned)end->line + 1, (unsigned)(end->column + blanks.length) + 1,
            "the text ends here, because \" #\" begins a comment: quote the text if \"%s\" is "
            "part of it",
            buf_string(&word));
    c->failed |= word.failed || blanks.failed;
    buf_done(&blanks);
    buf_done(&word);
}

/* ---- escapes ---- */

static const struct check_yaml_escape {
    char letter;
    bool meant; /* probably intended, except in a formula or a path */
    const char *what;
} escapes[] = {{'a', false, "a bell"}, {'b', false, "a backspace"}, {'e', false, "an escape"},
    {'f', false, "a form feed"}, {'r', false, "a carriage return"}, {'t', false, "a tab"},
    {'v', false, "a vertical tab"}, {'L', false, "a line separator"},
    {'N', false, "a control character"}, {'P', false, "a paragraph separator"},
    {'n', true, "a line break"}, {'_', true, "a no-break space"}};

/* Describes a numeric escape that stands for a control character; NULL for any other escape. */
static const struct check_yaml_escape *check_yaml_numbered(const char *escape)
{
    static const struct check_yaml_escape control = {'x', false, "a control character"};
    unsigned long c = strchr("xuU", *escape) ? strtoul(escape + 1, NULL, 16) : ' ';
    bool controls = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
    return controls ? &control : NULL;
}

/* Returns the escape if it yields a suspicious character, otherwise NULL. \n counts only before a
 * letter, where it may be the beginning of a word such as \nabla. */
static const struct check_yaml_escape *check_yaml_escape_of(const char *escape)
{
    for (size_t i = 0; i < COUNT(escapes); i++)
        if (escapes[i].letter == *escape)
            return *escape != 'n' || isalpha((unsigned char)escape[1]) ? &escapes[i] : NULL;
    return check_yaml_numbered(escape);
}

/* A place in a text as it is written between double quotes. */
struct check_yaml_place {
    const char *at, *word; /* the word begins at or before `at` */
    unsigned line, column;
    size_t formula; /* the first formula that does not end before `at` */
};

static void check_yaml_advance(struct check_yaml_place *p)
{
    char c = *p->at++;
    p->line += c == '\n';
    p->column = c == '\n' ? 1 : p->column + !utf8_continues(*p->at);
    if (strchr(" \t\n\"", c))
        p->word = p->at;
}

static bool check_yaml_in_formula(struct check_yaml_place *p, const struct formulas *formulas)
{
    const struct formula *list = formulas->list;
    while (
        p->formula < formulas->count && list[p->formula].source + list[p->formula].length <= p->at)
        p->formula++;
    return p->formula < formulas->count && list[p->formula].source <= p->at;
}

/* Whether the word begins with a drive, as in C:\new. Not A:, B: or Q:, which are common before
 * choices and questions. */
static bool check_yaml_in_path(const struct check_yaml_place *p)
{
    const char *word = p->word;
    return strchr("CDEFGHIJKLMNOPRSTUVWXYZcdefghijklmnoprstuvwxyz", *word) && word[1] == ':' &&
           word[2] == '\\';
}

static void check_yaml_add(
    struct check_yaml *c, const struct check_yaml_place *p, const struct check_yaml_escape *escape)
{
    const char *word = p->at + 1;
    int length = 1;
    while (length < WORD_MAX && isalnum((unsigned char)word[length]))
        length++;
    check_yaml_warn(c, p->line, p->column,
        "\"\\%.*s\" in double quotes begins with %s: write \"\\\\%.*s\", or use single quotes or "
        "'|'",
        length, word, escape->what, length, word);
}

static void check_yaml_escapes(struct check_yaml *c, const char *text, yaml_mark_t mark)
{
    struct formulas formulas = {0};
    struct check_yaml_place p = {text, text, (unsigned)mark.line + 1, (unsigned)mark.column + 1, 0};
    int found = 0;
    formulas_take(&formulas, text);
    for (; *p.at && found < EACH_MAX; check_yaml_advance(&p)) {
        if (*p.at != '\\' || !p.at[1])
            continue;
        const struct check_yaml_escape *escape = check_yaml_escape_of(p.at + 1);
        bool warns = escape && (!escape->meant || check_yaml_in_formula(&p, &formulas) ||
                                   check_yaml_in_path(&p));
        if (warns)
            check_yaml_add(c, &p, escape);
        found += warns;
        check_yaml_advance(&p);
    }
    c->failed |= formulas.failed;
    formulas_done(&formulas);
}

/* Whether the value has a character that may come from an escape: a control character, a no-break
 * space or a separator. */
static bool check_yaml_is_suspect(const char *value)
{
    for (; *value; value++)
        if ((unsigned char)*value < ' ' || strchr("\x7f\xc2\xe2", *value))
            return true;
    return false;
}

static void check_yaml_quoted(struct check_yaml *c)
{
    const yaml_event_t *event = &c->events.event;
    struct buf written = {0};
    if (!check_yaml_is_suspect((const char *)event->data.scalar.value))
        return;
    check_yaml_read(c, event->start_mark.index, NULL);
    check_yaml_read(c, event->end_mark.index, &written);
    c->failed |= written.failed;
    check_yaml_escapes(c, buf_string(&written), event->start_mark);
    buf_done(&written);
}

/* ---- values ---- */

static bool check_yaml_is_text(const char *key)
{
    static const char *const keys[] = {
        "question", "q", "answer", "a", "cloze", "hint", "note", "deck", "description"};
    for (size_t i = 0; i < COUNT(keys); i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static void check_yaml_scalar(struct check_yaml *c)
{
    const yaml_event_t *event = &c->events.event;
    struct check_yaml_level *level = c->depth ? &c->levels[c->depth - 1] : NULL;
    if (!level || !level->mapping)
        return;
    if (!level->value)
        level->text = check_yaml_is_text((const char *)event->data.scalar.value);
    else if (level->text && event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        check_yaml_quoted(c);
    else if (level->text && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        check_yaml_comment(c);
    level->value = !level->value;
}

/* Notes a key or a value of any kind. Keys and values alternate in a mapping. */
static void check_yaml_value(struct check_yaml *c)
{
    if (c->depth) {
        struct check_yaml_level *level = &c->levels[c->depth - 1];
        level->text &= level->value;
        level->value = !level->value;
    }
}

static void check_yaml_begin(struct check_yaml *c, bool mapping)
{
    check_yaml_value(c);
    c->levels[c->depth++] = (struct check_yaml_level){.mapping = mapping};
}

/* Goes through all events; stops at invalid YAML, which has been reported as a mistake. */
static void check_yaml_events(struct check_yaml *c)
{
    while (c->depth < DEPTH_MAX && events_next(&c->events)) {
        switch (c->events.event.type) {
        case YAML_SCALAR_EVENT:
            check_yaml_scalar(c);
            break;
        case YAML_ALIAS_EVENT:
            check_yaml_value(c);
            break;
        case YAML_MAPPING_START_EVENT:
        case YAML_SEQUENCE_START_EVENT:
            check_yaml_begin(c, c->events.event.type == YAML_MAPPING_START_EVENT);
            break;
        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
            c->depth--;
            break;
        case YAML_STREAM_END_EVENT:
            return;
        default:
            break;
        }
    }
}

enum err_code check_yaml(
    const char *path, deck_mistake_fn *on_warning, void *context, struct err *err)
{
    struct check_yaml c = {.on_warning = on_warning, .context = context};
    enum err_code code = events_open(&c.events, path, ignore_mistake, NULL, err);
    if (!code) {
        c.offset = c.events.source.skipped;
        check_yaml_events(&c);
        code = c.events.failure.code;
        if (code && err)
            *err = c.events.failure;
    }
    events_close(&c.events);
    return c.failed ? err_memory(err) : code;
}

#include "view/keys.h"

#include "base/nearest.h"
#include "base/trace.h"

#include <stdio.h>
#include <string.h>

static const struct key_table *const tables[] = {&card_keys, &answer_keys, &overlay_keys,
    &home_keys, &filter_keys, &path_keys, &browser_keys, &search_keys, &look_keys, &stats_keys,
    &reader_keys, &form_keys};

/* The setting that replaces a row's keys; NULL if there is none. */
static const struct key_setting *keys_setting_of(
    const struct key_table *table, const struct settings *settings, const struct key_row *row)
{
    for (size_t i = 0; settings && row->name && i < settings->key_count; i++)
        if (strcmp(buf_string(&settings->keys[i].action), row->name) == 0)
            return table->typing && key_is_text(settings->keys[i].keys[0]) ? NULL
                                                                           : &settings->keys[i];
    return NULL;
}

static bool keys_has_key(const uint32_t keys[KEYS_EACH], uint32_t key)
{
    for (size_t i = 0; i < KEYS_EACH && keys[i]; i++)
        if (keys[i] == key)
            return true;
    return false;
}

/* The row to which settings assign a key, if it applies at any of the stages; NULL if there is
 * none. */
static const struct key_row *keys_row_given(
    const struct key_table *table, const struct settings *settings, unsigned stages, uint32_t key)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct key_setting *setting = keys_setting_of(table, settings, &table->rows[i]);
        if (table->rows[i].stages & stages && setting && keys_has_key(setting->keys, key))
            return &table->rows[i];
    }
    return NULL;
}

/* The row that a key selects at a stage; NULL if there is none. */
static const struct key_row *keys_row_of(
    const struct key_table *table, const struct settings *settings, unsigned stage, uint32_t key)
{
    const struct key_row *found = keys_row_given(table, settings, stage, key);
    for (size_t i = 0; !found && i < table->count; i++) {
        const struct key_row *row = &table->rows[i];
        if (row->stages & stage && keys_has_key(row->keys, key) &&
            !keys_setting_of(table, settings, row))
            found = row;
    }
    return found;
}

struct intent keys_find(
    const struct key_table *table, const struct settings *settings, unsigned stage, uint32_t key)
{
    const struct key_row *row = key ? keys_row_of(table, settings, stage, key) : NULL;
    if (!row)
        return (struct intent){0};
    trace_line("action", "%s", row->name ? row->name : row->help ? row->help : "-");
    return row->intent;
}

void keys_of(const struct key_table *table, const struct settings *settings,
    const struct key_row *row, uint32_t keys[KEYS_EACH])
{
    const struct key_setting *setting = keys_setting_of(table, settings, row);
    size_t count = 0;
    memset(keys, 0, KEYS_EACH * sizeof *keys);
    for (size_t i = 0; i < KEYS_EACH; i++) {
        uint32_t key = setting ? setting->keys[i] : row->keys[i];
        if (key && (setting || !keys_row_given(table, settings, row->stages, key)))
            keys[count++] = key;
    }
}

uint32_t keys_for(
    const struct key_table *table, const struct settings *settings, enum session_action action)
{
    uint32_t keys[KEYS_EACH] = {0};
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i].intent.action == action)
            keys_of(table, settings, &table->rows[i], keys);
    return keys[0];
}

static void keys_add_words(const struct key_table *table, const struct settings *settings,
    const struct key_row *row, struct buf *out)
{
    uint32_t keys[KEYS_EACH];
    char word[KEY_NAME_SIZE];
    keys_of(table, settings, row, keys);
    for (size_t i = 0; i < KEYS_EACH && keys[i]; i++)
        buf_format(out, "%s%s", out->length ? ", " : "", key_word(keys[i], word));
}

const char *keys_help(const struct key_table *table, const struct settings *settings,
    unsigned stages, size_t *at, struct buf *keys)
{
    const char *help = NULL;
    buf_clear(keys);
    for (; *at < table->count; ++*at) {
        const struct key_row *row = &table->rows[*at];
        if (!row->help || !(row->stages & stages))
            continue;
        if (keys->length && strcmp(row->help, help) != 0)
            break;
        help = row->help;
        keys_add_words(table, settings, row, keys);
    }
    return keys->length ? help : NULL;
}

/* The rank of a row in the footer: 0 if it does not depend on space, -1 if it is not shown. */
static int keys_rank(const struct key_row *row, unsigned when)
{
    unsigned rank = row->when / WHEN_RANK(1), conditions = row->when % WHEN_RANK(1);
    bool holds = !(conditions & ~when);
    if (rank == 0 || (conditions && holds))
        return holds ? 0 : -1;
    return when & WHEN_SPACE ? (int)rank : -1;
}

/* Whether the footer shows a row at a stage; sets *key to the row's first key. */
static bool keys_hinted(const struct key_table *table, const struct settings *settings,
    unsigned stage, unsigned when, const struct key_row *row, uint32_t *key)
{
    uint32_t keys[KEYS_EACH];
    if (!row->foot || !(row->stages & stage) || keys_rank(row, when) < 0)
        return false;
    keys_of(table, settings, row, keys);
    *key = keys[0];
    return *key != KEY_NOTHING;
}

bool keys_hint(const struct key_table *table, const struct settings *settings, unsigned stage,
    unsigned when, size_t *at, struct key_hint *hint)
{
    uint32_t first = 0, last = 0;
    char name[KEY_NAME_SIZE], end[KEY_NAME_SIZE];
    const struct key_row *row = NULL;
    for (; *at < table->count && !row; ++*at)
        if (keys_hinted(table, settings, stage, when, &table->rows[*at], &first))
            row = &table->rows[*at];
    if (!row)
        return false;
    size_t count = 1;
    for (last = first; *at < table->count; ++*at, count++)
        if (!table->rows[*at].foot || strcmp(table->rows[*at].foot, row->foot) != 0 ||
            !keys_hinted(table, settings, stage, when, &table->rows[*at], &last))
            break;
    *hint = (struct key_hint){.label = row->foot,
        .key = first,
        .helps = row->intent.overlay == OVERLAY_KEYS,
        .rank = keys_rank(row, when)};
    snprintf(hint->keys, sizeof hint->keys, "%s%s%s", key_word_brief(first, name),
        count > 2 ? "-" : "", count > 1 ? key_word_brief(last, end) : "");
    return true;
}

/* ---- checking ---- */

struct keys_check {
    struct settings settings; /* holds each existing action at most once, so NAMES_MAX entries
                                 suffice, however many the file has */
    const char *path;
    deck_mistake_fn *on_mistake;
    void *context;
    size_t mistakes;
};

__attribute__((format(printf, 4, 5))) static void keys_report(
    struct keys_check *c, unsigned line, unsigned column, const char *format, ...)
{
    struct err mistake;
    char message[sizeof mistake.message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    err_at(&mistake, ERR_MISTAKE, c->path, line, column, "%s", message);
    c->on_mistake(c->context, &mistake);
    c->mistakes++;
}

#define NAMES_MAX 256

static size_t keys_all_names(const char *names[NAMES_MAX])
{
    size_t count = 0;
    for (size_t t = 0; t < COUNT(tables); t++)
        for (size_t i = 0; i < tables[t]->count && count < NAMES_MAX; i++)
            if (tables[t]->rows[i].name)
                names[count++] = tables[t]->rows[i].name;
    return count;
}

/* Whether the setting names an existing action, and is the first to do so; if not, reports a
 * mistake. */
static bool keys_check_action(struct keys_check *c, const struct key_setting *setting)
{
    const char *names[NAMES_MAX], *action = buf_string(&setting->action);
    size_t count = keys_all_names(names), known = 0;
    while (known < count && strcmp(names[known], action) != 0)
        known++;
    if (known == count) {
        const char *meant = nearest_word(action, names, count);
        if (meant)
            keys_report(c, setting->line, setting->column,
                "unknown action \"%s\": did you mean \"%s\"?", action, meant);
        else
            keys_report(c, setting->line, setting->column,
                "unknown action \"%s\": man drill lists the actions", action);
        return false;
    }
    for (size_t i = 0; i < c->settings.key_count; i++)
        if (strcmp(buf_string(&c->settings.keys[i].action), action) == 0) {
            keys_report(c, setting->line, setting->column, "duplicate key \"%s\"", action);
            return false;
        }
    return true;
}

/* The action that conflicts with `mine`: settings give both the same key, or `mine` takes the
 * other's last key. NULL if there is none. */
static const char *keys_rival(const struct keys_check *c, const struct key_table *table,
    const struct key_row *mine, uint32_t key)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct key_row *row = &table->rows[i];
        const struct key_setting *setting = keys_setting_of(table, &c->settings, row);
        uint32_t left[KEYS_EACH];
        if (!row->name || strcmp(row->name, mine->name) == 0 || !(row->stages & mine->stages))
            continue;
        keys_of(table, &c->settings, row, left);
        if (setting ? row < mine && keys_has_key(setting->keys, key)
                    : keys_has_key(row->keys, key) && !left[0])
            return row->name;
    }
    return NULL;
}

static const char *keys_rival_anywhere(
    const struct keys_check *c, const struct key_setting *setting, uint32_t key)
{
    const char *found = NULL;
    for (size_t t = 0; t < COUNT(tables) && !found; t++)
        for (size_t i = 0; i < tables[t]->count && !found; i++)
            if (keys_setting_of(tables[t], &c->settings, &tables[t]->rows[i]) == setting)
                found = keys_rival(c, tables[t], &tables[t]->rows[i], key);
    return found;
}

static void keys_check_keys(struct keys_check *c, const struct key_setting *setting)
{
    char name[KEY_NAME_SIZE];
    for (size_t i = 0; i < KEYS_EACH && setting->keys[i]; i++) {
        const char *other = keys_rival_anywhere(c, setting, setting->keys[i]);
        if (other)
            keys_report(c, setting->key_lines[i], setting->key_columns[i],
                "\"%s\" is also the key of \"%s\": give one of them another",
                key_word(setting->keys[i], name), other);
    }
}

size_t keys_check(
    const struct settings *settings, const char *path, deck_mistake_fn *on_mistake, void *context)
{
    struct key_setting good[NAMES_MAX];
    struct keys_check c = {{.keys = good}, path, on_mistake, context, 0};
    for (size_t i = 0; i < settings->key_count; i++)
        if (keys_check_action(&c, &settings->keys[i]))
            good[c.settings.key_count++] = settings->keys[i];
    for (size_t i = 0; i < c.settings.key_count; i++)
        keys_check_keys(&c, &good[i]);
    return c.mistakes;
}

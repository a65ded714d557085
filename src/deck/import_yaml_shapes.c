/* Imports YAML that is not a deck file but has cards: lists of questions and answers under any
 * names, maps of question to answer, decks by topic. */
#include "deck/foreign.h"

#include "base/nearest.h"
#include "deck/field_names.h"
#include "deck/import_data.h"
#include "deck/import_source.h"
#include "deck/yaml_data.h"

#include <string.h>
#include <strings.h>

#define PROBE_MAX 2000 /* values, enough to tell whose file it is */
#define ITEMS_MAX 10   /* cards, enough to tell whether a list of them is a deck's */

/* ---- whose file it is ---- */

/* Whether the key is one of these, or was probably meant to be. */
static bool yaml_shapes_is_like(const char *key, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(key, keys[i]) == 0)
            return true;
    return nearest_word(key, keys, count);
}

/* Whether the first cards of a list have keys of other programs, and none of a deck file. */
static bool yaml_shapes_has_other_cards(const struct data *data, uint32_t list)
{
    static const char *const keys[] = {"question", "answer", "cloze", "q", "a"};
    size_t items = 0, others = 0;
    for (uint32_t i = data_first(list); i < data_after(data, list) && items++ < ITEMS_MAX;
         i = data_after(data, i)) {
        for (uint32_t j = data_first(i); data_kind(data, i) == DATA_MAP && j < data_after(data, i);
             j = data_after(data, j)) {
            bool sure;
            if (yaml_shapes_is_like(data_key(data, j), keys, COUNT(keys)))
                return false;
            others += field_named(data_key(data, j), &sure) == FIELD_QUESTION;
        }
    }
    return others > 0;
}

/* Whether it is a deck file, perhaps with mistakes. */
static bool yaml_shapes_is_own(const struct data *data, size_t documents)
{
    static const char *const keys[] = {"cards"};
    uint32_t deck = documents > 1 && data->count > 1 ? 1 : 0;
    if (data->count == 0 || data_kind(data, deck) != DATA_MAP)
        return false;
    for (uint32_t i = data_first(deck); i < data_after(data, deck); i = data_after(data, i))
        if (yaml_shapes_is_like(data_key(data, i), keys, COUNT(keys)))
            return data_kind(data, i) != DATA_LIST || !yaml_shapes_has_other_cards(data, i);
    return false;
}

/* Whether the beginning of the file has cards in another program's shape. If `named`, the file's
 * name says that it is YAML. Otherwise, only cards in a list count whose keys name the question,
 * since Markdown has "Q:" and "A:", too. */
static bool yaml_shapes_has_cards(int fd, const char *path, bool named)
{
    struct data data = {.count = 0};
    struct yaml_facts facts;
    struct err err;
    enum err_code code = yaml_data_read(&data, fd, path, PROBE_MAX, &facts, &err);
    bool read = !code || (code == ERR_MISTAKE && named);
    bool cards = read && (named || facts.documents == 1) &&
                 !yaml_shapes_is_own(&data, facts.documents) &&
                 import_data_has_cards(&data, !named);
    data_done(&data);
    return cards;
}

bool deck_is_other_shape(const char *path)
{
    return yaml_shapes_has_cards(-1, path, true);
}

/* ---- the importer ---- */

static bool yaml_shapes_is_name(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcasecmp(dot, ".yaml") == 0 || strcasecmp(dot, ".yml") == 0);
}

/* Whether the first line with text begins with an item of a list, or with a key. */
static bool yaml_shapes_begins(const char *text)
{
    while (*text == '#' || *text == '\n' || strncmp(text, "---\n", 4) == 0) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    size_t word = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-0123456789");
    return strncmp(text, "- ", 2) == 0 || strncmp(text, "-\n", 2) == 0 ||
           (word && text[word] == ':' && strchr(" \n", text[word + 1]));
}

static bool yaml_shapes_recognizes(const struct import_source *source)
{
    bool named = yaml_shapes_is_name(source->path);
    return source->is_text && (named || yaml_shapes_begins(buf_string(&source->start))) &&
           yaml_shapes_has_cards(fileno(source->file), source->path, named);
}

bool import_yaml_is_sure(struct import_source *source)
{
    struct data data = {.count = 0};
    struct yaml_facts facts;
    struct err err;
    enum err_code code =
        yaml_data_read(&data, fileno(source->file), source->path, DATA_NODES_MAX, &facts, &err);
    bool sure = !code && import_data_has_cards(&data, true);
    data_done(&data);
    return sure;
}

static enum err_code yaml_shapes_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct data data = {.count = 0};
    struct yaml_facts facts;
    size_t found = 0;
    enum err_code code =
        yaml_data_read(&data, fileno(source->file), source->path, DATA_NODES_MAX, &facts, err);
    if (!code && data.count >= DATA_NODES_MAX)
        code = err_at(err, ERR_MISTAKE, source->path, 0, 0, "has more than 4,000,000 values");
    if (!code)
        code = import_data_read(&data, source, sink, &found, err);
    if (!code && !found)
        code = err_at(err, ERR_MISTAKE, source->path, 0, 0,
            "is YAML, but has no list of cards: each needs keys such as question and answer, or "
            "front and back");
    if (!code && facts.aliases)
        sink->note(sink->context, "YAML aliases (*name) are left out");
    data_done(&data);
    return code;
}

const struct importer importer_other_yaml = {
    "yaml-list", "another program's YAML", yaml_shapes_recognizes, yaml_shapes_read};

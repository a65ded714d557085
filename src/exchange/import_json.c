#include "exchange/import_json.h"

#include "deck/data.h"
#include "deck/import_data.h"
#include "exchange/json_file.h"

#include <errno.h>
#include <string.h>

/* ---- values ---- */

struct import_json {
    struct data data;
    bool deep; /* nested deeper than drill reads */
};

static void import_json_add_number(struct import_json *j, const json_t *value, uint32_t key)
{
    char text[64];
    if (json_is_integer(value))
        snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else
        snprintf(text, sizeof text, "%.15g", json_real_value(value));
    data_add(&j->data, DATA_NUMBER, key, data_add_text(&j->data, text, strlen(text)), 0);
}

static void import_json_add(
    struct import_json *j, json_t *value, uint32_t key, unsigned line, unsigned depth)
{
    struct data *data = &j->data;
    bool branch = json_is_array(value) || json_is_object(value);
    j->deep |= branch && depth == DATA_DEPTH_MAX;
    if (j->deep || data->texts.failed || data->count >= DATA_NODES_MAX)
        return;
    if (json_is_string(value)) {
        uint32_t text = data_add_text(data, json_string_value(value), json_string_length(value));
        data_add(data, DATA_TEXT, key, text, line);
    } else if (json_is_number(value)) {
        import_json_add_number(j, value, key);
    } else if (json_is_boolean(value)) {
        const char *word = json_is_true(value) ? "true" : "false";
        data_add(data, DATA_FLAG, key, data_add_text(data, word, strlen(word)), line);
    } else if (!branch) {
        data_add(data, DATA_NULL, key, 0, line);
    } else {
        uint32_t node = data_add(data, json_is_array(value) ? DATA_LIST : DATA_MAP, key, 0, line);
        for (size_t i = 0; i < json_array_size(value); i++)
            import_json_add(j, json_array_get(value, i), DATA_NO_KEY, 0, depth + 1);
        for (void *at = json_object_iter(value); at; at = json_object_iter_next(value, at)) {
            const char *name = json_object_iter_key(at);
            uint32_t offset = data_add_text(data, name, strlen(name));
            import_json_add(j, json_object_iter_value(at), offset, 0, depth + 1);
        }
        data_close(data, node);
    }
}

/* Skips white space; returns the number of lines. */
static unsigned import_json_space(const char **at)
{
    unsigned lines = 0;
    for (; **at && strchr(" \t\r\n", **at); ++*at)
        lines += **at == '\n';
    return lines;
}

static bool import_json_skip_line(
    struct import_sink *sink, const char **at, unsigned line, const json_error_t *error)
{
    struct buf why = {0};
    json_file_put_error(error, &why);
    bool more = sink->skipped(sink->context, line, buf_string(&why));
    *at += strcspn(*at, "\n");
    buf_done(&why);
    return more;
}

static unsigned import_json_lines(const char *begin, const char *end)
{
    unsigned lines = 0;
    for (const char *c = begin; c < end; c++)
        lines += *c == '\n';
    return lines;
}

/* Reads a value; or reads JSON Lines as a list, each of whose items knows its line. */
static enum err_code import_json_parse(struct import_json *j, const struct import_source *source,
    const struct buf *text, struct import_sink *sink, struct err *err)
{
    const char *at = buf_string(text), *end = at + text->length;
    unsigned line = 1 + import_json_space(&at);
    json_error_t error;
    bool lines = false;
    uint32_t list = data_add(&j->data, DATA_LIST, DATA_NO_KEY, 0, 0);
    while (at < end) {
        json_t *value =
            json_loadb(at, (size_t)(end - at), JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &error);
        const char *behind = value ? at + error.position : at;
        const char *next = behind;
        unsigned between = import_json_space(&next);
        lines |= value && next < end && between > 0;
        if (!value && !lines)
            return json_file_refuse(source, &error, line, err);
        if (!value && !import_json_skip_line(sink, &at, line, &error))
            return (*err = sink->failure).code;
        if (value) {
            import_json_add(j, value, DATA_NO_KEY, lines ? line : 0, 1);
            line += import_json_lines(at, behind);
            at = behind;
            json_decref(value);
        }
        line += import_json_space(&at);
    }
    data_close(&j->data, list);
    return ERR_NONE;
}

/* ---- the importer ---- */

static enum err_code import_json_take(
    struct import_json *j, struct import_source *source, struct import_sink *sink, struct err *err)
{
    size_t found = 0;
    if (j->data.texts.failed)
        return err_memory(err);
    if (j->deep)
        return err_at(err, ERR_MISTAKE, source->path, 0, 0, "is nested deeper than 64 levels");
    if (j->data.count >= DATA_NODES_MAX)
        return err_at(err, ERR_MISTAKE, source->path, 0, 0, "has more than 4,000,000 values");
    data_unwrap(&j->data);
    enum err_code code = import_data_read(&j->data, source, sink, &found, err);
    if (!code && !found)
        code = err_at(err, ERR_MISTAKE, source->path, 0, 0,
            "is JSON, but has no list of cards: drill expects objects with question and answer, "
            "front and back, or term and definition; pairs of texts; or an object of questions "
            "and answers");
    return code;
}

static enum err_code import_json_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_json j = {.deep = false};
    struct buf text = {0};
    enum err_code code = json_file_text(source, &text, err);
    if (!code)
        code = import_json_parse(&j, source, &text, sink, err);
    if (!code)
        code = import_json_take(&j, source, sink, err);
    data_done(&j.data);
    buf_done(&text);
    return code;
}

static bool import_json_skip_nothing(void *context, unsigned line, const char *why)
{
    (void)context;
    (void)line;
    (void)why;
    return true;
}

bool import_json_is_sure(struct import_source *source)
{
    struct import_json j = {.deep = false};
    struct import_sink sink = {.skipped = import_json_skip_nothing};
    struct buf text = {0};
    struct err err;
    enum err_code code = json_file_text(source, &text, &err);
    if (!code)
        code = import_json_parse(&j, source, &text, &sink, &err);
    bool whole = !code && !j.deep && !j.data.texts.failed && j.data.count < DATA_NODES_MAX;
    if (whole)
        data_unwrap(&j.data);
    bool sure = whole && import_data_has_cards(&j.data, true);
    data_done(&j.data);
    buf_done(&text);
    return sure;
}

const struct importer importer_json = {"json", "JSON", json_file_begins, import_json_read};

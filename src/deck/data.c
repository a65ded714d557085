#include "deck/data.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void data_done(struct data *data)
{
    free(data->nodes);
    buf_done(&data->texts);
    *data = (struct data){.count = 0};
}

uint32_t data_add_text(struct data *data, const char *text, size_t length)
{
    size_t offset = data->texts.length;
    assert(offset + length < UINT32_MAX);
    for (size_t i = 0, run; i < length; i += run) {
        for (run = 0; i + run < length && text[i + run] && text[i + run] != '\r'; run++)
            ;
        buf_add(&data->texts, text + i, run);
        if (i + run == length)
            break;
        if (!text[i + run])
            buf_text(&data->texts, UTF8_REPLACEMENT);
        else if (i + run + 1 == length || text[i + run + 1] != '\n')
            buf_char(&data->texts, '\n');
        run++;
    }
    buf_char(&data->texts, '\0');
    return (uint32_t)offset;
}

uint32_t data_add(
    struct data *data, enum data_kind kind, uint32_t key, uint32_t text, unsigned line)
{
    struct data_node node = {kind, line, key, text, (uint32_t)data->count + 1};
    if (!array_add(&data->nodes, &data->count, &data->capacity, &node, sizeof node))
        data->texts.failed = true;
    return node.after - 1;
}

void data_close(struct data *data, uint32_t node)
{
    if (node < data->count)
        data->nodes[node].after = (uint32_t)data->count;
}

void data_unwrap(struct data *data)
{
    if (data->count < 2 || data_after(data, 1) != data->count)
        return;
    memmove(data->nodes, data->nodes + 1, --data->count * sizeof *data->nodes);
    for (size_t i = 0; i < data->count; i++)
        data->nodes[i].after--;
}

const char *data_text(const struct data *data, uint32_t node)
{
    return data_is_scalar(data, node) ? buf_string(&data->texts) + data->nodes[node].text : "";
}

const char *data_key(const struct data *data, uint32_t node)
{
    uint32_t key = data->nodes[node].key;
    return key == DATA_NO_KEY ? "" : buf_string(&data->texts) + key;
}

bool data_is_scalar(const struct data *data, uint32_t node)
{
    enum data_kind kind = data->nodes[node].kind;
    return kind == DATA_TEXT || kind == DATA_NUMBER || kind == DATA_FLAG;
}

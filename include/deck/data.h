/* A JSON or YAML value: a text, or a list or map of values. The nodes are in the order of the file,
 * each before its children, so a whole file is one array. */
#ifndef DECK_DATA_H
#define DECK_DATA_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATA_DEPTH_MAX 64
#define DATA_NODES_MAX 4000000
#define DATA_TEXTS_MAX ((size_t)256 << 20) /* bytes */
#define DATA_NO_KEY    UINT32_MAX

enum data_kind { DATA_NULL, DATA_TEXT, DATA_NUMBER, DATA_FLAG, DATA_LIST, DATA_MAP };

struct data_node {
    enum data_kind kind;
    unsigned line;      /* from 1; 0 if unknown */
    uint32_t key, text; /* offsets in the texts; DATA_NO_KEY outside of a map */
    uint32_t after;     /* the index of the first node after this one and all below it */
};

/* Empty if zero-initialized. */
struct data {
    struct data_node *nodes; /* the first is the value itself */
    size_t count, capacity;
    struct buf texts; /* UTF-8, each with a NUL at its end; texts.failed if memory ran out */
};
void data_done(struct data *data);

/* Appends the text of a key or a value, and returns its offset. Replaces each NUL with U+FFFD, and
 * each line end with LF. */
uint32_t data_add_text(struct data *data, const char *text, size_t length);
/* Appends a node and returns its index. For a list or a map, call data_close after adding its
 * children. If memory runs out, sets texts.failed. */
uint32_t data_add(
    struct data *data, enum data_kind kind, uint32_t key, uint32_t text, unsigned line);
void data_close(struct data *data, uint32_t node);

/* Replaces a list of one item with that item. */
void data_unwrap(struct data *data);

/* Return "" for a list, a map or null, and for a node without a key. */
const char *data_text(const struct data *data, uint32_t node);
const char *data_key(const struct data *data, uint32_t node);
/* The children of a list or a map:
 *     for (uint32_t i = data_first(node); i < data_after(data, node); i = data_after(data, i)) */
static inline uint32_t data_first(uint32_t node)
{
    return node + 1;
}
static inline uint32_t data_after(const struct data *data, uint32_t node)
{
    return data->nodes[node].after;
}
static inline enum data_kind data_kind(const struct data *data, uint32_t node)
{
    return data->nodes[node].kind;
}
/* Whether the node is a text, a number or a flag. */
bool data_is_scalar(const struct data *data, uint32_t node);

#endif

/* Reads a YAML file of any shape as data. */
#ifndef DECK_YAML_DATA_H
#define DECK_YAML_DATA_H

#include "base/err.h"
#include "deck/data.h"

#include <stdbool.h>
#include <stddef.h>

struct yaml_facts {
    size_t documents; /* read or begun */
    size_t aliases;   /* each of which became null */
};

/* Reads about `max` nodes at most, and completes the nodes that were begun; several documents
 * become a list. If fd is below 0, opens the file at path. On an error, *data holds what was read
 * before it: ERR_MISTAKE with line and column for invalid YAML, ERR_IO, ERR_MEMORY. */
enum err_code yaml_data_read(struct data *data, int fd, const char *path, size_t max,
    struct yaml_facts *facts, struct err *err);

#endif

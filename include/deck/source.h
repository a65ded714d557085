/* The bytes of a deck file on their way to the YAML parser, with what must be known before YAML
 * sees them: that it is a regular file, in UTF-8, and that no one thing in it outgrows memory. */
#ifndef DECK_SOURCE_H
#define DECK_SOURCE_H

#include "base/err.h"
#include "deck/reader.h"

#include <stdbool.h>

/* Bytes that may pass without the parser seeing something whole: a text with its escapes... */
#define SOURCE_GAP_MAX (8 * (size_t)DECK_FIELD_MAX)
/* ... and what stands above the deck, where libyaml takes quadratic time for %TAG lines. */
#define SOURCE_PREAMBLE_MAX ((size_t)262144)

struct deck_source {
    int fd;           /* -1 when closed */
    const char *path; /* the caller's */
    struct file_version version;
    size_t skipped; /* bytes of a byte order mark, not handed on */
    size_t read;    /* bytes handed on since the start */
    size_t gap, gap_most;
    struct err err; /* why source_read failed; code ERR_NONE where it has not */
};

enum err_code source_open(struct deck_source *source, const char *path, struct err *err);
/* Back to the first byte. */
enum err_code source_rewind(struct deck_source *source, struct err *err);
void source_close(struct deck_source *source);

/* libyaml's yaml_read_handler_t, data being the struct deck_source. */
int source_read(void *data, unsigned char *bytes, size_t size, size_t *size_read);
/* The parser has seen something whole: from here, most bytes may pass until the next. */
void source_progress(struct deck_source *source, size_t most);

/* Whether the file is still the version that was opened. */
bool source_unchanged(const struct deck_source *source);

/* The line and column, from 1, of an offset in what was handed on. Reads the file again. */
void source_locate(struct deck_source *source, size_t offset, unsigned *line, unsigned *column);

#endif

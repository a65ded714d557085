/* Feeds the bytes of a deck file to the YAML parser. Checks what the parser does not: that the file
 * is a regular file and not UTF-16, and that no single item outgrows memory. */
#ifndef DECK_SOURCE_H
#define DECK_SOURCE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECK_FIELD_MAX 1048576 /* bytes in one field of a deck */

/* Bytes that the parser may consume without completing an event. Within the deck, the limit allows
 * for a field written entirely in escapes; before the deck it is lower, because libyaml takes
 * quadratic time for %TAG lines. */
#define SOURCE_GAP_MAX      (8 * (size_t)DECK_FIELD_MAX)
#define SOURCE_PREAMBLE_MAX ((size_t)262144)

/* Tells versions of a file apart without reading it. */
struct file_version {
    int64_t device, inode, size, modified_ns, changed_ns;
};
/* Whether there is a regular file at path. Also true if the disk cannot be read, so that the file
 * is not taken for missing. */
bool deck_file_exists(const char *path);
/* ERR_IO if a known deck has no file any more; its path may be NULL. */
enum err_code deck_file_check(const char *path, struct err *err);
/* ERR_IO if path is not a regular file. */
enum err_code deck_file_version(const char *path, struct file_version *version, struct err *err);
/* ERR_IO if the file is no longer the version that was read. */
enum err_code deck_file_unchanged(
    const char *path, const struct file_version *version, struct err *err);

struct deck_source {
    int fd;           /* -1 when closed */
    const char *path; /* owned by the caller */
    struct file_version version;
    size_t skipped;      /* size of a byte order mark, which is not passed on */
    size_t read;         /* bytes passed on since the start */
    size_t gap, gap_max; /* bytes passed on since the last event, and their limit */
    struct err err;      /* why source_read failed; code is ERR_NONE if it did not */
};

enum err_code source_open(struct deck_source *source, const char *path, struct err *err);
/* The same for an open file, whose offset does not change. The source closes fd. */
enum err_code source_take(struct deck_source *source, int fd, const char *path, struct err *err);
/* Returns to the first byte. */
void source_rewind(struct deck_source *source);
void source_close(struct deck_source *source);

/* libyaml's yaml_read_handler_t; data is the struct deck_source. */
int source_read(void *data, unsigned char *bytes, size_t size, size_t *size_read);
/* Call when the parser has completed an event; the next event may take at most max bytes. */
void source_progress(struct deck_source *source, size_t max);

/* Whether the file is still the version that was opened. */
bool source_unchanged(const struct deck_source *source);

/* Sets *line and *column, from 1, to the position of an offset in the bytes passed on. Reads the
 * file again. */
void source_locate(struct deck_source *source, size_t offset, unsigned *line, unsigned *column);

/* Looks for git's conflict markers. Returns the line, from 1, where the conflict that contains the
 * given line begins; otherwise the line of a marker on that line or at most two lines before;
 * otherwise 0. Reads the file again. */
unsigned source_conflict(struct deck_source *source, unsigned line);

/* Whether a line begins with one of git's markers: <<<<<<<, |||||||, ======= or >>>>>>>. */
#define CONFLICT_MARK_SIZE 7
bool line_is_conflict(const char *line, size_t length);

#endif

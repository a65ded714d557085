/* Archives as text: each line is a JSON object (RFC 8259). The first line has the version of the
 * format, and the last one the number of lines of each kind. drill(5) documents the format. */
#ifndef EXCHANGE_ARCHIVE_LINES_H
#define EXCHANGE_ARCHIVE_LINES_H

#include "base/buf.h"
#include "base/err.h"
#include "store/archive.h"

#include <jansson.h>

#define ARCHIVE_VERSION  1
#define ARCHIVE_LINE_MAX ((size_t)128 << 20) /* bytes; fits a card with every byte escaped */
#define ARCHIVE_PART     ((size_t)1 << 20)   /* bytes from a file in one line */

/* The first line. */
struct archive_head {
    int64_t version;
    const char *written;           /* the time of the export, in ISO 8601 */
    int64_t last_card, last_event; /* the highest numbers of deleted rows, or ARCHIVE_NONE */
};
/* A part of a file, or the user's settings if `path` is NULL. The member `text` holds it if it is
 * UTF-8 without NULs, otherwise `base64` does. */
struct archive_part {
    const char *path, *text, *base64;
};
/* The last line. */
struct archive_end {
    int64_t decks, cards, reviews, changes, files; /* files: lines with parts of files */
    int64_t regimes;  /* ARCHIVE_NONE from an older program; not in the hash, which that checks */
    const char *hash; /* hash of the whole archive; NULL if drill did not write it */
};
#define ARCHIVE_HASH_SIZE 24
/* Writes the last line's hash to `text`, which it returns. `lines` is the hash of the lines
 * before. */
const char *archive_end_hash(
    uint64_t lines, const struct archive_end *end, char text[ARCHIVE_HASH_SIZE]);
extern const struct archive_kind archive_head, archive_settings, archive_file, archive_end;

/* Appends a row as a line. ERR_STORE if a number is out of range: the database is damaged. */
enum err_code archive_line_write(
    struct buf *line, const struct archive_kind *kind, const void *row, struct err *err);

/* A line that was read. The row's strings are valid until archive_line_done. */
struct archive_line {
    const struct archive_kind *kind; /* NULL for a type that this version does not know */
    union {
        struct archive_head head;
        struct archive_deck deck;
        struct archive_regime regime;
        struct archive_card card;
        struct archive_event event;
        struct archive_part part;
        struct archive_end end;
    } row;
    json_t *object;
    struct archive_chunk *memory; /* holds the object */
};
/* The text and position of a line in its file. */
struct archive_place {
    const char *path;
    unsigned line;
    const char *text;
    size_t length; /* text[length] is the line feed */
};
/* Reads a line; the first line is the head. ERR_MISTAKE, with line and column, if it is not a JSON
 * object, or a value is missing, of the wrong type, or out of range. */
enum err_code archive_line_read(
    struct archive_line *line, const struct archive_place *place, struct err *err);
void archive_line_done(struct archive_line *line);

/* Sets *err to a mistake at the key in the line, or at the line's beginning if `key` is NULL.
 * Returns ERR_MISTAKE. */
enum err_code archive_line_refuse(const struct archive_place *place, const char *key,
    struct err *err, const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif

/* Archives as text: an object of JSON a line (RFC 8259). The first line says which version of the
 * format it is, and the last one how many lines of each kind there are. drill(5) documents it. */
#ifndef EXCHANGE_ARCHIVE_LINES_H
#define EXCHANGE_ARCHIVE_LINES_H

#include "base/buf.h"
#include "base/err.h"
#include "store/archive.h"

#include <jansson.h>

#define ARCHIVE_VERSION  1
#define ARCHIVE_LINE_MAX ((size_t)128 << 20) /* bytes: the texts of a card, each byte escaped */
#define ARCHIVE_PART     ((size_t)1 << 20)   /* bytes of a file in one line */

/* The first line. */
struct archive_head {
    int64_t version;
    const char *written;           /* when, as ISO 8601 */
    int64_t last_card, last_event; /* the highest numbers of deleted rows, or ARCHIVE_NONE */
};
/* A part of a file, or of the user's settings (path is NULL): text if it is UTF-8 without NUL. */
struct archive_part {
    const char *path, *text, *base64;
};
/* The last line. */
struct archive_end {
    int64_t decks, cards, reviews, changes, files; /* files: the lines with parts of files */
    const char *hash; /* of all that the archive says; NULL if it was not written by drill */
};
#define ARCHIVE_HASH_SIZE 24
/* Writes the hash for the last line, given that of the lines before it, and returns text. */
const char *archive_end_hash(
    uint64_t lines, const struct archive_end *end, char text[ARCHIVE_HASH_SIZE]);
extern const struct archive_kind archive_head, archive_settings, archive_file, archive_end;

/* Appends a row as a line. ERR_STORE if a number is out of range: the database is damaged. */
enum err_code archive_line_write(
    struct buf *line, const struct archive_kind *kind, const void *row, struct err *err);

/* A line that was read. The row's texts are valid until archive_line_done. */
struct archive_line {
    const struct archive_kind *kind; /* NULL for a type that this version does not know */
    union {
        struct archive_head head;
        struct archive_deck deck;
        struct archive_card card;
        struct archive_event event;
        struct archive_part part;
        struct archive_end end;
    } row;
    json_t *object;
    struct archive_chunk *memory; /* all that the object consists of */
};
/* A line as it stands in its file. */
struct archive_place {
    const char *path;
    unsigned line;
    const char *text;
    size_t length; /* text[length] is the line feed */
};
/* Reads a line; the first one is a head. ERR_MISTAKE with its line and column if it is not such an
 * object, or a value is missing, of the wrong type, or out of range. */
enum err_code archive_line_read(
    struct archive_line *line, const struct archive_place *place, struct err *err);
void archive_line_done(struct archive_line *line);

/* ERR_MISTAKE at the key of the line, or at its beginning if key is NULL. */
enum err_code archive_line_refuse(const struct archive_place *place, const char *key,
    struct err *err, const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif

/* Checks how the lines of an archive fit together: their order, references and counts. */
#ifndef EXCHANGE_ARCHIVE_CHECK_H
#define EXCHANGE_ARCHIVE_CHECK_H

#include "base/map.h"
#include "exchange/archive_lines.h"

#include <stdbool.h>

/* Empty if zero-initialized; free with archive_check_done. */
struct archive_check {
    int64_t *decks, *cards; /* the numbers of those seen so far, in ascending order */
    size_t deck_capacity, card_capacity;
    struct map deck_ids, files; /* hashes of the deck ids and file paths seen so far */
    struct buf file; /* the path in the last line if that was a part of a file; otherwise empty */
    struct archive_end seen;
    int64_t last_event, last_regime;
    uint64_t hash;
    bool ended;
};
void archive_check_done(struct archive_check *check);

/* Whether the hash in the last line is right; `lines` is the hash of the lines before it. */
bool archive_check_is_whole(uint64_t lines, const struct archive_end *end);

/* Checks the next line. ERR_MISTAKE, ERR_MEMORY. */
enum err_code archive_check_line(struct archive_check *check, const struct archive_line *line,
    const struct archive_place *place, struct err *err);
/* Call this after the last line. ERR_MISTAKE if the archive ends too early. */
enum err_code archive_check_end(
    const struct archive_check *check, const struct archive_place *place, struct err *err);

#endif

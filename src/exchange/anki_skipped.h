/* The cards that an import skips, counted by note type, template and reason. */
#ifndef EXCHANGE_ANKI_SKIPPED_H
#define EXCHANGE_ANKI_SKIPPED_H

#include "base/buf.h"
#include "base/map.h"
#include "deck/import_source.h"
#include "exchange/anki.h"

#include <stdbool.h>

/* Empty if zero-initialized; free with anki_skipped_done. */
struct anki_skipped {
    struct anki_skipped_reason {
        char *what;
        size_t cards;
    } * reasons;
    size_t count, capacity;
    struct map by_what; /* maps a hash of `what` to an index in reasons */
};

/* False if memory runs out. */
bool anki_skipped_add(struct anki_skipped *skipped, const struct anki_note *note,
    const struct anki_card *card, const char *why);
/* Passes each reason on as one skipped item. Returns false if the sink stopped. */
bool anki_skipped_tell(const struct anki_skipped *skipped, struct import_sink *sink);
/* Returns ERR_MISTAKE, with the reason why no card of the file at `path` could be imported. */
enum err_code anki_skipped_refuse(
    const struct anki_skipped *skipped, const char *path, struct err *err);
void anki_skipped_done(struct anki_skipped *skipped);

#endif

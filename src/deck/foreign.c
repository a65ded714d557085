#include "deck/foreign.h"

#include "base/nearest.h"
#include "deck/events.h"

/* Whether the current mapping has a deck's key. Invalid YAML ends the search. */
static bool foreign_has_deck_key(struct deck_events *e)
{
    static const char *const keys[] = {"deck", "cards"};
    while (events_next(e) && e->event.type != YAML_MAPPING_END_EVENT) {
        if (e->event.type == YAML_SCALAR_EVENT &&
            nearest_word((const char *)e->event.data.scalar.value, keys, 2))
            return true;
        if (!events_skip(e) || !events_next(e) || !events_skip(e))
            return false;
    }
    return false;
}

/* Reads up to the root of the first document. */
static bool foreign_find_root(struct deck_events *e)
{
    return events_next(e) && events_next(e) && e->event.type == YAML_DOCUMENT_START_EVENT &&
           events_next(e);
}

bool deck_is_foreign(const char *path)
{
    struct deck_events e;
    if (events_open(&e, path, ignore_mistake, NULL, NULL)) {
        events_close(&e);
        return false;
    }
    bool is_deck = foreign_find_root(&e) && e.event.type == YAML_MAPPING_START_EVENT &&
                   foreign_has_deck_key(&e);
    bool read = (!e.failure.code || e.failure.code == ERR_MISTAKE) &&
                e.parser.error != YAML_READER_ERROR; /* raised if the file is not UTF-8 */
    events_close(&e);
    return read && !is_deck;
}

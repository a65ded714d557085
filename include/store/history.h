/* What the log says of a card. */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* A rating that stands. */
struct past_review {
    int study_day;
    enum review_kind kind;
    enum rating rating;
    int interval, ease; /* after it: days; hundredths */
    int due;            /* study day; NO_DAY where it left none */
};

/* A card's ratings, the oldest first. All of it zero is none; free with card_history_done. */
struct card_history {
    struct past_review *reviews;
    size_t count, room;
};
void card_history_done(struct card_history *history);

/* Read them over what *history held. */
enum err_code store_card_history(
    struct store *store, int64_t card_id, struct card_history *history, struct err *err);

#endif

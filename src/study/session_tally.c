/* The title and the tally of a session. */
#include "study/session.h"

#include "base/buf.h"

#include <assert.h>

const char *session_title(const struct session *s)
{
    if (s->stage != SESSION_OVER)
        return s->card.deck_name;
    return s->name.length ? buf_string(&s->name) : "drill";
}

struct session_tally session_tally(const struct session *s)
{
    struct session_tally tally = {.ratings = s->rating_count};
    static_assert(sizeof tally.by_rating / sizeof *tally.by_rating == RATING_PERFECTLY + 1,
        "a count for each rating");
    for (size_t i = 0; i < s->rating_count; i++) {
        const struct session_rating *rating = &s->ratings[i];
        tally.cards += rating->first;
        tally.by_rating[rating->rating]++;
        tally.finished += !rating_asks_again(rating->rating);
        tally.spent_ms += rating->spent_ms;
    }
    return tally;
}

enum err_code session_recount(struct session *s, struct err *err)
{
    size_t kept = 0;
    bool stands = true;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < s->rating_count; i++) {
        code = code ? code : store_review_stands(s->store, s->ratings[i].review_id, &stands, err);
        if (code || stands) /* a rating that cannot be looked up still counts */
            s->ratings[kept++] = s->ratings[i];
    }
    s->rating_count = kept;
    return code;
}

int64_t session_remaining_ms(const struct session *s)
{
    struct session_tally tally = session_tally(s);
    struct pace pace = {tally.spent_ms, tally.finished};
    return pace_estimate_ms(s->pace, pace, session_left_total(s));
}

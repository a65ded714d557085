#include "study/browse.h"

#include "study/browse_parts.h"
#include <stdlib.h>
#include <string.h>

bool browse_is_marked(const struct browse *b, int64_t card_id)
{
    return card_ids_has(&b->marked, card_id);
}

bool browse_mark(struct browse *b, int64_t card_id)
{
    struct card_ids *marked = &b->marked;
    size_t at = 0;
    while (at < marked->count && marked->ids[at] < card_id)
        at++;
    if (at < marked->count && marked->ids[at] == card_id) {
        memmove(
            marked->ids + at, marked->ids + at + 1, (--marked->count - at) * sizeof *marked->ids);
        return true;
    }
    if (!card_ids_add(marked, card_id))
        return false;
    memmove(marked->ids + at + 1, marked->ids + at, (marked->count - 1 - at) * sizeof *marked->ids);
    marked->ids[at] = card_id;
    return true;
}

/* Replace the marks, which are in any order, without taking a card twice. */
static void browse_marks_replace(struct browse *b, struct card_ids *marks)
{
    card_ids_sort(marks);
    size_t kept = 0;
    for (size_t i = 0; i < marks->count; i++)
        if (kept == 0 || marks->ids[kept - 1] != marks->ids[i])
            marks->ids[kept++] = marks->ids[i];
    marks->count = kept;
    free(b->marked.ids);
    b->marked = *marks;
}

bool browse_mark_found(struct browse *b)
{
    struct card_ids found = {0}, marks = {0};
    size_t marked = 0;
    bool ok = true;
    for (size_t row = 0; row < b->found_count && ok; row++) {
        ok = card_ids_add(&found, browse_row(b, row)->card_id);
        marked += browse_is_marked(b, browse_row(b, row)->card_id);
    }
    bool all = marked == b->found_count;
    card_ids_sort(&found);
    for (size_t i = 0; i < b->marked.count && ok; i++)
        if (!card_ids_has(&found, b->marked.ids[i]))
            ok = card_ids_add(&marks, b->marked.ids[i]);
    for (size_t i = 0; i < found.count && ok && !all; i++)
        ok = card_ids_add(&marks, found.ids[i]);
    free(found.ids);
    if (ok)
        browse_marks_replace(b, &marks);
    else
        free(marks.ids);
    return ok;
}

void browse_unmark(struct browse *b)
{
    b->marked.count = 0;
}

size_t browse_marked_decks(const struct browse *b)
{
    const struct browse_deck *last = NULL;
    size_t count = 0;
    for (size_t i = 0; i < b->cards.count && b->marked.count; i++) {
        const struct listed_card *card = &b->cards.cards[i];
        if (!browse_is_marked(b, card->card_id) || browse_deck(b, card) == last)
            continue;
        last = browse_deck(b, card);
        count++;
    }
    return count;
}

bool browse_keep_marks(struct browse *b)
{
    struct card_ids marks = {0};
    bool ok = true;
    for (size_t i = 0; i < b->cards.count && ok && b->marked.count; i++)
        if (browse_is_marked(b, b->cards.cards[i].card_id))
            ok = card_ids_add(&marks, b->cards.cards[i].card_id);
    if (ok)
        browse_marks_replace(b, &marks);
    else
        free(marks.ids);
    return ok;
}

#include "study/twins.h"

#include "base/casefold.h"
#include "base/hash.h"
#include "base/normal.h"
#include "store/export.h"

#include <stdlib.h>
#include <string.h>

/* ---- hashes ---- */

static uint64_t twins_hash_exact(const char *question, bool *ok)
{
    struct buf text = {0};
    size_t length = strlen(question);
    while (length > 0 && strchr(" \t\r\n", question[length - 1]))
        length--;
    buf_add(&text, question, length);
    uint64_t hash = normal_hash(0, buf_string(&text), ok);
    *ok &= !text.failed;
    buf_done(&text);
    return hash;
}

static bool twins_counts(char byte)
{
    unsigned char c = (unsigned char)byte;
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* Sets *hash; false if the question has only signs. */
static bool twins_hash_loose(const char *question, uint64_t *hash, bool *ok)
{
    struct folded folded = {0};
    struct buf letters = {0};
    folded_set(&folded, question, strlen(question));
    for (const char *c = folded_text(&folded, false); *c; c++)
        if (twins_counts(*c))
            buf_char(&letters, *c);
    *hash = hash_text(0, buf_string(&letters));
    *ok &= !letters.failed && !folded_failed(&folded);
    bool any = letters.length > 0;
    folded_done(&folded);
    buf_done(&letters);
    return any;
}

bool twins_are_alike(const char *a, const char *b, bool *ok)
{
    uint64_t first, second;
    return twins_hash_exact(a, ok) == twins_hash_exact(b, ok) ||
           (twins_hash_loose(a, &first, ok) && twins_hash_loose(b, &second, ok) && first == second);
}

/* ---- reading ---- */

/* Returns the index of a deck, added if it is new; twins->count if memory ran out. Cards come deck
 * by deck, so the last deck is the likely one. */
static size_t twins_deck(struct twins *t, int64_t deck_id, const char *name)
{
    for (size_t i = t->count; i-- > 0;)
        if (t->decks[i].deck_id == deck_id)
            return i;
    struct twin_deck deck = {deck_id, strdup(name)};
    if (deck.name && array_add(&t->decks, &t->count, &t->capacity, &deck, sizeof deck))
        return t->count - 1;
    free(deck.name);
    return t->count;
}

static bool twins_take(struct twins *t, int64_t deck_id, const char *name, const char *question)
{
    bool ok = true;
    uint64_t loose, exact = twins_hash_exact(question, &ok);
    size_t deck = twins_deck(t, deck_id, name);
    ok = ok && deck < t->count && map_add(&t->exact, exact, (uint32_t)deck);
    if (ok && twins_hash_loose(question, &loose, &ok))
        ok = map_add(&t->loose, loose, (uint32_t)deck);
    return ok;
}

struct twins_reading {
    struct twins *twins;
    bool failed;
};

static bool twins_take_row(void *context, const struct card_row *row)
{
    struct twins_reading *r = context;
    if (row->retired_day == NO_DAY)
        r->failed = !twins_take(r->twins, row->deck_id, row->deck_name, row->question);
    return !r->failed;
}

enum err_code twins_read(struct twins *t, struct store *store, struct err *err)
{
    struct twins_reading r = {t, false};
    enum err_code code = export_cards(store, twins_take_row, &r, err);
    return !code && r.failed ? err_memory(err) : code;
}

enum err_code twins_add(
    struct twins *t, int64_t deck_id, const char *deck_name, const char *question, struct err *err)
{
    return twins_take(t, deck_id, deck_name, question) ? ERR_NONE : err_memory(err);
}

/* ---- finding ---- */

static const char *twins_look(
    const struct twins *t, const struct map *map, uint64_t hash, int64_t deck_id)
{
    size_t slot;
    uint32_t deck = map_first(map, hash, &slot), first = deck;
    while (deck != MAP_NONE && t->decks[deck].deck_id != deck_id)
        deck = map_next(map, hash, &slot);
    if (deck != MAP_NONE)
        return t->decks[deck].name;
    return first != MAP_NONE ? t->decks[first].name : NULL;
}

const char *twins_find(
    const struct twins *t, int64_t deck_id, const char *question, bool *exact, bool *ok)
{
    uint64_t hash = twins_hash_exact(question, ok);
    const char *name = twins_look(t, &t->exact, hash, deck_id);
    *exact = name != NULL;
    if (!name && twins_hash_loose(question, &hash, ok))
        name = twins_look(t, &t->loose, hash, deck_id);
    return *ok ? name : NULL;
}

void twins_done(struct twins *t)
{
    map_done(&t->exact);
    map_done(&t->loose);
    for (size_t i = 0; i < t->count; i++)
        free(t->decks[i].name);
    free(t->decks);
    *t = (struct twins){0};
}

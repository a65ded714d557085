#include "exchange/import_moves.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/normal.h"
#include "store/cards.h"
#include "store/retired.h"

#include <stdlib.h>
#include <string.h>

/* A retired card whose entry has moved. */
struct moved_card {
    uint64_t key; /* of the deck that it moved to, its entry's id and its variant */
    int64_t card_id;
};

struct import_moves {
    const struct import_files *files;
    struct store *store;
    struct map by_id; /* maps an entry's id to its move's index */
    struct map cards; /* maps a key to an index in `moved` */
    struct moved_card *moved;
    size_t count, capacity;
};

static uint64_t import_moves_key(const char *deck, const char *id, int variant, bool *ok)
{
    uint64_t hash = normal_hash(hash_text(0, deck), id, ok);
    return hash_add(hash, &variant, sizeof variant);
}

static enum err_code import_moves_find_deck(
    struct store *store, const char *id, int64_t *deck_id, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store_decks_named(store, id, &decks, err);
    *deck_id = !code && decks.count ? decks.decks[0].deck_id : 0;
    known_decks_done(&decks);
    return code;
}

/* Calls `take` for each of the deck's retired cards, or for each of the others. */
typedef enum err_code import_moves_fn(
    struct import_moves *m, const char *deck, const struct stored_card *card, struct err *err);
static enum err_code import_moves_each(
    struct import_moves *m, const char *deck, bool retired, import_moves_fn *take, struct err *err)
{
    int64_t deck_id;
    struct card_ids cards = {0};
    struct stored_card card = {0};
    enum err_code code = import_moves_find_deck(m->store, deck, &deck_id, err);
    if (!code && deck_id)
        code = (retired ? store_retired : store_every_card)(m->store, deck_id, &cards, err);
    for (size_t i = 0; i < cards.count && !code; i++)
        if (!(code = store_card(m->store, cards.ids[i], &card, err)) && card.card_id &&
            card.retired == retired && card.card.id)
            code = take(m, deck, &card, err);
    stored_card_done(&card);
    free(cards.ids);
    return code;
}

static enum err_code import_moves_take_retired(
    struct import_moves *m, const char *deck, const struct stored_card *card, struct err *err)
{
    bool ok = true;
    size_t cursor;
    uint64_t id = normal_hash(0, card->card.id, &ok);
    for (uint32_t i = map_first(&m->by_id, id, &cursor); i != MAP_NONE && ok;
         i = map_next(&m->by_id, id, &cursor)) {
        const struct import_files_move *move = &m->files->moves[i];
        struct moved_card moved = {.card_id = card->card_id};
        if (strcmp(move->from, deck) != 0)
            continue;
        moved.key = import_moves_key(move->to, move->new_id, card->card.variant, &ok);
        ok = ok && map_add(&m->cards, moved.key, (uint32_t)m->count) &&
             array_add(&m->moved, &m->count, &m->capacity, &moved, sizeof moved);
    }
    return ok ? ERR_NONE : err_memory(err);
}

static enum err_code import_moves_take_present(
    struct import_moves *m, const char *deck, const struct stored_card *card, struct err *err)
{
    bool ok = true;
    uint32_t i = map_get(&m->cards, import_moves_key(deck, card->card.id, card->card.variant, &ok));
    if (!ok)
        return err_memory(err);
    if (i == MAP_NONE || !m->moved[i].card_id)
        return ERR_NONE;
    enum err_code code = store_adopt(m->store, m->moved[i].card_id, card->card_id, err);
    m->moved[i].card_id = 0;
    return code == ERR_STALE ? ERR_NONE : code;
}

/* Calls import_moves_each once for each deck that cards moved from, or to. */
static enum err_code import_moves_each_deck(
    struct import_moves *m, bool from, import_moves_fn *take, struct err *err)
{
    struct map done = {0};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < m->files->move_count && !code; i++) {
        const struct import_files_move *move = &m->files->moves[i];
        uint32_t *known = map_text(&done, from ? move->from : move->to);
        if (!known)
            code = err_memory(err);
        else if (!*known && (*known = 1) != 0)
            code = import_moves_each(m, from ? move->from : move->to, from, take, err);
    }
    map_done(&done);
    return code;
}

enum err_code import_moves_follow(const struct import_files *files, struct store *store,
    struct load_report *report, struct err *err)
{
    struct import_moves m = {.files = files, .store = store};
    bool ok = true;
    for (size_t i = 0; i < files->move_count && ok; i++) {
        uint64_t id = normal_hash(0, files->moves[i].id, &ok);
        ok = ok && map_add(&m.by_id, id, (uint32_t)i);
    }
    enum err_code code =
        ok ? import_moves_each_deck(&m, true, import_moves_take_retired, err) : err_memory(err);
    if (!code && m.count)
        code = import_moves_each_deck(&m, false, import_moves_take_present, err);
    for (size_t i = 0; i < m.count; i++) {
        bool followed = !m.moved[i].card_id;
        report->retired -= followed;
        report->added -= followed;
        report->moved += followed;
    }
    map_done(&m.by_id);
    map_done(&m.cards);
    free(m.moved);
    return code;
}

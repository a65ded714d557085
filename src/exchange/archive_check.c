#include "exchange/archive_check.h"

#include "base/hash.h"
#include "exchange/archive_paths.h"
#include "exchange/base64.h"
#include "store/regimes.h"

#include <stdlib.h>
#include <string.h>

void archive_check_done(struct archive_check *c)
{
    free(c->decks);
    free(c->cards);
    map_done(&c->deck_ids);
    map_done(&c->files);
    buf_done(&c->file);
}

static bool archive_check_has(const int64_t *numbers, int64_t count, int64_t number)
{
    return count &&
           bsearch(&number, numbers, (size_t)count, sizeof *numbers, array_by_number) != NULL;
}

/* Adds a number to those seen so far; refuses it unless it is the highest. */
static enum err_code archive_check_number(int64_t **numbers, int64_t *count, size_t *capacity,
    int64_t number, const char *key, const struct archive_place *place, struct err *err)
{
    size_t seen = (size_t)*count;
    if (seen && (*numbers)[seen - 1] >= number)
        return archive_line_refuse(
            place, key, err, "\"%s\" must be greater than all those before it", key);
    if (!array_add(numbers, &seen, capacity, &number, sizeof number))
        return err_memory(err);
    *count = (int64_t)seen;
    return ERR_NONE;
}

/* Adds a string to those seen so far; refuses a repeated one. */
static enum err_code archive_check_new(struct map *seen, const char *text, const char *key,
    const struct archive_place *place, struct err *err)
{
    uint64_t hash = hash_text(0, text);
    if (map_get(seen, hash) != MAP_NONE)
        return archive_line_refuse(place, key, err, "the same \"%s\" appears earlier", key);
    return map_add(seen, hash, 0) ? ERR_NONE : err_memory(err);
}

static enum err_code archive_check_path(
    const char *path, const char *key, const struct archive_place *place, struct err *err)
{
    return archive_path_is_safe(path)
               ? ERR_NONE
               : archive_line_refuse(place, key, err,
                     "\"%s\" is unsafe: it leads outside the folder, or to a hidden file", key);
}

static enum err_code archive_check_deck(struct archive_check *c, const struct archive_deck *deck,
    const struct archive_place *place, struct err *err)
{
    enum err_code code = archive_check_number(
        &c->decks, &c->seen.decks, &c->deck_capacity, deck->deck_id, "deck_id", place, err);
    if (!code)
        code = archive_check_new(&c->deck_ids, deck->id, "id", place, err);
    return code || !deck->file ? code : archive_check_path(deck->file, "file", place, err);
}

static enum err_code archive_check_regime(struct archive_check *c,
    const struct archive_regime *regime, const struct archive_place *place, struct err *err)
{
    if (regime->deck_id != ARCHIVE_NONE &&
        !archive_check_has(c->decks, c->seen.decks, regime->deck_id))
        return archive_line_refuse(
            place, "deck_id", err, "no earlier line has the deck with this number");
    if (regime->regime_id <= c->last_regime)
        return archive_line_refuse(
            place, "regime_id", err, "\"regime_id\" must be greater than all those before it");
    int retention = regime->retention == ARCHIVE_NONE ? 0 : (int)regime->retention;
    if (!regime_is_readable(
            regime->deck_id == ARCHIVE_NONE, (int)regime->scheduler, retention, regime->weights))
        return archive_line_refuse(place, regime->weights ? "weights" : NULL, err,
            regime->weights ? "\"weights\" must be empty, or as many whole numbers, from 0 to "
                              "1000000, as the scheduler has"
                            : "a deck's scheduler needs \"deck_id\" and \"retention\"");
    c->last_regime = regime->regime_id;
    c->seen.regimes++;
    return ERR_NONE;
}

static enum err_code archive_check_card(struct archive_check *c, const struct archive_card *card,
    const struct archive_place *place, struct err *err)
{
    if (!archive_check_has(c->decks, c->seen.decks, card->deck_id))
        return archive_line_refuse(
            place, "deck_id", err, "no earlier line has the deck with this number");
    return archive_check_number(
        &c->cards, &c->seen.cards, &c->card_capacity, card->card_id, "card_id", place, err);
}

static enum err_code archive_check_event(struct archive_check *c, const struct archive_kind *kind,
    const struct archive_event *event, const struct archive_place *place, struct err *err)
{
    const char *key = kind == &archive_review ? "review_id" : "change_id";
    if (!archive_check_has(c->cards, c->seen.cards, event->card_id))
        return archive_line_refuse(
            place, "card_id", err, "no earlier line has the card with this number");
    if (event->id <= c->last_event)
        return archive_line_refuse(
            place, key, err, "\"%s\" must be greater than all those before it", key);
    c->last_event = event->id;
    ++*(kind == &archive_review ? &c->seen.reviews : &c->seen.changes);
    return ERR_NONE;
}

static enum err_code archive_check_part(struct archive_check *c, const struct archive_kind *kind,
    const struct archive_part *part, const struct archive_place *place, struct err *err)
{
    struct buf bytes = {0};
    enum err_code code = ERR_NONE;
    if (!part->text == !part->base64)
        return archive_line_refuse(place, NULL, err, "needs either \"text\" or \"base64\"");
    if (part->base64 && !base64_decode(&bytes, part->base64))
        code = archive_line_refuse(place, "base64", err, "is not Base64");
    else if (bytes.failed)
        code = err_memory(err);
    buf_done(&bytes);
    if (code || kind == &archive_settings)
        return code;
    c->seen.files++;
    if (c->file.length && strcmp(buf_string(&c->file), part->path) == 0)
        return ERR_NONE; /* another part of the same file */
    buf_clear(&c->file);
    buf_text(&c->file, part->path);
    if (c->file.failed)
        return err_memory(err);
    code = archive_check_path(part->path, "path", place, err);
    return code ? code : archive_check_new(&c->files, part->path, "path", place, err);
}

bool archive_check_is_whole(uint64_t lines, const struct archive_end *end)
{
    char hash[ARCHIVE_HASH_SIZE];
    return end->hash && strcmp(end->hash, archive_end_hash(lines, end, hash)) == 0;
}

static enum err_code archive_check_last(struct archive_check *c, const struct archive_end *end,
    const struct archive_place *place, struct err *err)
{
    const struct archive_end *seen = &c->seen;
    c->ended = true;
    if (end->decks != seen->decks || end->cards != seen->cards || end->reviews != seen->reviews ||
        end->changes != seen->changes || end->files != seen->files ||
        (end->regimes != ARCHIVE_NONE && end->regimes != seen->regimes))
        return archive_line_refuse(place, NULL, err,
            "is damaged: its counts do not match its lines, so some are missing or duplicated");
    if (end->hash && !archive_check_is_whole(c->hash, end))
        return archive_line_refuse(place, "hash", err,
            "has been changed since it was written: if that is what you want, remove "
            "\"hash\" here");
    return ERR_NONE;
}

static enum err_code archive_check_head(
    const struct archive_head *head, const struct archive_place *place, struct err *err)
{
    return head->version == ARCHIVE_VERSION
               ? ERR_NONE
               : archive_line_refuse(place, "drill_archive", err,
                     "was written by a newer drill (archive version %lld, this one knows %d): "
                     "update drill",
                     (long long)head->version, ARCHIVE_VERSION);
}

static enum err_code archive_check_kind(struct archive_check *c, const struct archive_line *line,
    const struct archive_place *place, struct err *err)
{
    const struct archive_kind *kind = line->kind;
    if (kind == &archive_head)
        return archive_check_head(&line->row.head, place, err);
    if (kind == &archive_deck)
        return archive_check_deck(c, &line->row.deck, place, err);
    if (kind == &archive_regime)
        return archive_check_regime(c, &line->row.regime, place, err);
    if (kind == &archive_card)
        return archive_check_card(c, &line->row.card, place, err);
    if (kind == &archive_review || kind == &archive_change)
        return archive_check_event(c, kind, &line->row.event, place, err);
    if (kind == &archive_settings || kind == &archive_file)
        return archive_check_part(c, kind, &line->row.part, place, err);
    return kind == &archive_end ? archive_check_last(c, &line->row.end, place, err) : ERR_NONE;
}

enum err_code archive_check_line(struct archive_check *c, const struct archive_line *line,
    const struct archive_place *place, struct err *err)
{
    if (c->ended)
        return archive_line_refuse(
            place, NULL, err, "is damaged: there is more after its last line");
    enum err_code code = archive_check_kind(c, line, place, err);
    if (line->kind != &archive_file)
        buf_clear(&c->file);
    c->hash = hash_add(c->hash, place->text, place->length + 1); /* including its line feed */
    return code;
}

enum err_code archive_check_end(
    const struct archive_check *c, const struct archive_place *place, struct err *err)
{
    return c->ended ? ERR_NONE
                    : err_at(err, ERR_MISTAKE, place->path, place->line, 1,
                          "is damaged: it ends too early");
}

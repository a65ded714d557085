#include "exchange/anki_export.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/temporary.h"
#include "deck/cloze.h"
#include "deck/import_fields.h"
#include "exchange/anki_links.h"
#include "exchange/anki_write.h"
#include "exchange/package.h"
#include "model/fsrs.h"
#include "model/scheduling.h"
#include "model/tags.h"
#include "report/entries.h"
#include "store/decks.h"
#include "store/export.h"
#include "store/import_history.h"
#include "store/regimes.h"
#include "text/md_html.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct anki_export {
    struct store *store;
    struct anki_writer *writer;
    struct moment now;
    struct anki_links links;
    int first_day;        /* day 0 in Anki */
    int64_t anki_deck;    /* the Anki deck being written */
    const char *deck;     /* that deck's id in drill */
    struct regime regime; /* in force for that deck */
    struct map presets;   /* the ids of those written */
    struct map guids;
    struct map by_card; /* maps card_id to an index in anki_cards */
    int64_t *anki_cards;
    size_t card_capacity;
    struct anki_export_counts *written;
};

/* ---- notes ---- */

/* Appends the guid from which the importer makes this id or, if there is none, the id itself. */
static void anki_export_add_id(struct buf *guid, const char *id)
{
    struct buf decoded = {0}, again = {0};
    field_add_decoded(&decoded, id);
    field_add_id(&again, buf_string(&decoded));
    bool same = strcmp(buf_string(&again), id) == 0;
    buf_text(guid, same ? buf_string(&decoded) : id);
    guid->failed |= decoded.failed || again.failed;
    buf_done(&decoded);
    buf_done(&again);
}

/* Appends a guid that is the same in every export. Ids are unique only within a deck, but guids
 * must be unique across decks. */
static bool anki_export_make_guid(
    struct anki_export *o, const struct stored_card *card, bool alone, struct buf *guid)
{
    if (card->card.id)
        anki_export_add_id(guid, card->card.id);
    else
        buf_format(guid, "drill-%016" PRIx64 "-%" PRId64, hash_text(0, o->deck), card->card_id);
    if (alone && card->card.variant)
        buf_format(guid, ".%d", card->card.variant);
    while (!guid->failed && map_get(&o->guids, hash_text(0, buf_string(guid))) != MAP_NONE)
        buf_format(guid, "@%016" PRIx64, hash_text(0, o->deck));
    return !guid->failed && map_add(&o->guids, hash_text(0, buf_string(guid)), 0);
}

static void anki_export_add_tags(struct buf *tags, const char *more)
{
    buf_format(tags, tags->length && *more ? " %s" : "%s", more);
}

/* Appends the tags of a note. As in Anki, a note with a leech among its cards is tagged. */
static void anki_export_note_tags(
    struct buf *tags, const struct stored_card *cards, size_t card_count)
{
    static const char leech[] = "leech";
    bool any = false;
    for (size_t i = 0; i < card_count; i++)
        any |= cards[i].schedule.leech;
    anki_export_add_tags(tags, cards[0].deck_tags);
    anki_export_add_tags(tags, cards[0].own_tags);
    if (any && !tags_have(buf_string(tags), leech, strlen(leech)))
        anki_export_add_tags(tags, leech);
}

static enum err_code anki_export_add_card_id(
    struct anki_export *o, int64_t card_id, int64_t anki_card, struct err *err)
{
    if (!array_grow(&o->anki_cards, o->written->cards, &o->card_capacity, sizeof *o->anki_cards) ||
        !map_add(&o->by_card, (uint64_t)card_id, (uint32_t)o->written->cards))
        return err_memory(err);
    o->anki_cards[o->written->cards++] = anki_card;
    return ERR_NONE;
}

/* Appends a positive number with six decimals, and a point in every locale. */
static void anki_export_add_number(struct buf *json, float number)
{
    int64_t millionths = llround((double)number * 1000000);
    buf_format(json, "%" PRId64 ".%06" PRId64, millionths / 1000000, millionths % 1000000);
}

/* Appends what FSRS knows of the card, as Anki keeps it. */
static void anki_export_add_memory(
    const struct anki_export *o, const struct past *past, struct buf *json)
{
    char retention[RETENTION_SIZE];
    const float *state = past->memory.state;
    if (!regime_has_memory(&o->regime) || !past_is_known(past)) {
        buf_text(json, "{}");
        return;
    }
    retention_write(o->regime.retention, retention);
    buf_text(json, "{\"s\":");
    anki_export_add_number(json, state[MEMORY_STABILITY]);
    buf_text(json, ",\"d\":");
    anki_export_add_number(json, state[MEMORY_DIFFICULTY]);
    buf_format(json, ",\"dr\":%s,\"decay\":", retention);
    anki_export_add_number(json, o->regime.weights.w[FSRS_WEIGHTS - 1]);
    buf_char(json, '}');
}

static enum err_code anki_export_write_card(
    struct anki_export *o, int64_t note, const struct stored_card *card, int ord, struct err *err)
{
    enum { NEW = 0, REVIEW = 2 }; /* values of both type and queue */
    const struct schedule *s = &card->schedule;
    struct buf extra = {0}, memory = {0};
    int64_t id;
    enum err_code code = store_imported_extra(o->store, card->card_id, s->last_review, &extra, err);
    bool new = s->due == NO_DAY;
    struct anki_card row = {.ord = ord,
        .type = new ? NEW : REVIEW,
        .queue = s->suspended                  ? ANKI_SUSPENDED
                 : s->buried_day == o->now.day ? ANKI_BURIED
                 : new                         ? NEW
                                               : REVIEW,
        .due = new ? (int64_t)o->written->notes : s->due - o->first_day,
        .interval = new ? 0 : s->interval,
        .factor = new ? 0 : s->sm2.ease * 10,
        .repetitions = s->sm2.repetitions,
        .lapses = s->lapses,
        .extra = extra.length ? buf_string(&extra) : "{}"};
    anki_export_add_memory(o, &s->past, &memory);
    row.memory = buf_string(&memory);
    if (!code && memory.failed)
        code = err_memory(err);
    if (!code)
        code = anki_write_card(o->writer, note, o->anki_deck, &row, &id, err);
    if (!code)
        code = anki_export_add_card_id(o, card->card_id, id, err);
    buf_done(&extra);
    buf_done(&memory);
    return code;
}

/* Writes a note and its cards. The texts are Markdown. */
static enum err_code anki_export_write_note(struct anki_export *o, enum anki_kind kind,
    const char *const *texts, const struct stored_card *cards, size_t count, bool alone,
    struct err *err)
{
    struct buf html[ANKI_FIELDS_MAX] = {0}, guid = {0}, tags = {0};
    const char *fields[ANKI_FIELDS_MAX];
    int64_t note;
    bool whole = anki_export_make_guid(o, &cards[0], alone, &guid);
    for (int i = 0; i < ANKI_FIELDS_MAX; i++) {
        markdown_to_html(&html[i], texts[i], anki_links_add, &o->links);
        whole = whole && !html[i].failed;
        fields[i] = buf_string(&html[i]);
    }
    anki_export_note_tags(&tags, cards, count);
    enum err_code code = whole && !tags.failed && !o->links.failed ? ERR_NONE : err_memory(err);
    if (!code)
        code = anki_write_note(
            o->writer, kind, buf_string(&guid), buf_string(&tags), fields, &note, err);
    o->written->notes += !code;
    for (size_t i = 0; i < count && !code; i++)
        code = anki_export_write_card(o, note, &cards[i],
            kind == ANKI_CLOZE              ? cards[i].card.variant - 1
            : kind == ANKI_REVERSE && i > 0 ? 1
                                            : 0,
            err);
    for (int i = 0; i < ANKI_FIELDS_MAX; i++)
        buf_done(&html[i]);
    buf_done(&guid);
    buf_done(&tags);
    return code;
}

static enum err_code anki_export_write_plain(struct anki_export *o, enum anki_kind kind,
    const struct stored_card *cards, size_t count, struct err *err)
{
    const struct card *card = &cards[0].card;
    const char *texts[ANKI_FIELDS_MAX] = {card->question, card->answer, card->hint, card->note};
    return anki_export_write_note(o, kind, texts, cards, count, kind == ANKI_PLAIN, err);
}

static enum err_code anki_export_write_cloze(
    struct anki_export *o, const struct entry_cards *from, const char *text, struct err *err)
{
    struct buf numbered = {0};
    cloze_number(text, &numbered);
    const char *texts[ANKI_FIELDS_MAX] = {
        buf_string(&numbered), from->plain[0].hint, from->plain[0].note, ""};
    enum err_code code = numbered.failed ? err_memory(err)
                                         : anki_export_write_note(o, ANKI_CLOZE, texts, from->cards,
                                               from->count, false, err);
    buf_done(&numbered);
    return code;
}

static enum err_code anki_export_take_cards(
    void *context, const struct entry_cards *from, struct err *err)
{
    struct anki_export *o = context;
    struct buf text = {0};
    enum err_code code = ERR_NONE;
    if (from->cards[0].retired)
        return ERR_NONE;
    if (from->plain[0].variant == VARIANT_FORWARD)
        return anki_export_write_plain(
            o, from->count > 1 ? ANKI_REVERSE : ANKI_PLAIN, from->cards, from->count, err);
    if (cloze_rebuild(from->plain, from->count, &text))
        code = text.failed ? err_memory(err)
                           : anki_export_write_cloze(o, from, buf_string(&text), err);
    else
        for (size_t i = 0; i < from->count && !code; i++)
            code = anki_export_write_plain(o, ANKI_PLAIN, &from->cards[i], 1, err);
    buf_done(&text);
    return code;
}

/* ---- decks ---- */

static int64_t anki_export_id(uint64_t hash)
{
    return (int64_t)(1000000000000 + hash % 1000000000000);
}

/* Writes the preset of a deck under FSRS, once. The same weights and retention always have the same
 * id, since Anki keeps a preset of its own that has it. */
static enum err_code anki_export_write_preset(
    struct anki_export *o, int64_t deck_id, int64_t *preset, struct err *err)
{
    int32_t units[WEIGHTS_MAX];
    char retention[RETENTION_SIZE];
    struct buf weights = {0}, name = {0};
    enum err_code code = store_weights(o->store, deck_id, o->regime.scheduler, units, err);
    for (size_t i = 0; i < FSRS_WEIGHTS && !code; i++)
        buf_format(&weights, "%c%d.%04d", i ? ',' : '[', (int)(units[i] / WEIGHT_UNIT),
            (int)(units[i] % WEIGHT_UNIT));
    buf_char(&weights, ']');
    retention_write(o->regime.retention, retention);
    buf_format(&name, "drill, retention %s", retention);
    uint64_t hash = hash_text(hash_text(0, buf_string(&weights)), retention);
    *preset = anki_export_id(hash);
    if (!code && (weights.failed || name.failed))
        code = err_memory(err);
    if (!code && map_get(&o->presets, hash) == MAP_NONE) {
        code = map_add(&o->presets, hash, 0)
                   ? anki_write_preset(o->writer, *preset, buf_string(&name), retention,
                         buf_string(&weights), err)
                   : err_memory(err);
    }
    buf_done(&weights);
    buf_done(&name);
    return code;
}

static enum err_code anki_export_write_deck(struct anki_export *o, int64_t deck_id, struct err *err)
{
    struct deck_facts facts = {0};
    int64_t preset = ANKI_PRESET_DEFAULT;
    enum err_code code = store_deck_facts(o->store, deck_id, &facts, err);
    if (!code)
        code = store_regime(o->store, deck_id, &o->regime, err);
    if (!code && regime_has_memory(&o->regime))
        code = anki_export_write_preset(o, deck_id, &preset, err);
    if (!code) {
        o->anki_deck = anki_export_id(hash_text(0, facts.id));
        o->deck = facts.id;
        o->links.deck_path = facts.path;
        code = anki_write_deck(o->writer, o->anki_deck, facts.name, preset, err);
    }
    if (!code)
        code = entries_read(o->store, deck_id, anki_export_take_cards, o, err);
    deck_facts_done(&facts);
    return code;
}

/* ---- reviews ---- */

struct anki_export_review_rows {
    struct anki_export *out;
    enum err_code code;
    struct err *err;
};

/* The number that Anki's log keeps as the ease. Under FSRS it is the difficulty, scaled to 100 to
 * 1,100. */
static int anki_export_factor(const struct review_row *row)
{
    float difficulty = row->memory.state[MEMORY_DIFFICULTY];
    if (row->scheduler != SCHEDULER_FSRS || difficulty <= 0)
        return row->ease_after * 10;
    return (int)(((difficulty - 1) / 9 + 0.1f) * 1000);
}

static bool anki_export_take_review(void *context, const struct review_row *row)
{
    /* the inverse of the importer's table; rating 2 is a lapse, like Anki's 1 */
    static const int buttons[] = {0, 1, 1, 2, 3, 4};
    static const int kinds[] = {[REVIEW_NONE] = 0,
        [REVIEW_NEW] = 0,
        [REVIEW_DUE] = 1,
        [REVIEW_REPEAT] = 2,
        [REVIEW_CRAM] = 3};
    static_assert(COUNT(buttons) == RATING_PERFECTLY + 1, "a button per rating");
    static_assert(COUNT(kinds) == REVIEW_CRAM + 1, "a kind per kind of review");
    struct anki_export_review_rows *rows = context;
    struct anki_export *o = rows->out;
    uint32_t card = map_get(&o->by_card, (uint64_t)row->card_id);
    if (card == MAP_NONE)
        return true;
    struct anki_review review = {.at_ms = row->reviewed_ms,
        .card = o->anki_cards[card],
        .button = buttons[row->rating],
        .interval = row->interval_after,
        .interval_before = row->interval_before,
        .factor = anki_export_factor(row),
        .spent_ms = row->spent_ms,
        .kind = kinds[row->kind]};
    rows->code = anki_write_review(o->writer, &review, rows->err);
    o->written->reviews += !rows->code;
    return !rows->code;
}

static enum err_code anki_export_write_reviews(struct anki_export *o, struct err *err)
{
    struct anki_export_review_rows rows = {.out = o, .err = err};
    enum err_code code =
        export_reviews(o->store, INT_MIN, INT_MAX, anki_export_take_review, &rows, err);
    return code ? code : rows.code;
}

/* ---- the package ---- */

static bool anki_export_find_first_day(void *context, const struct card_row *row)
{
    struct anki_export *o = context;
    if (row->schedule.due != NO_DAY && row->schedule.due < o->first_day)
        o->first_day = row->schedule.due;
    return true;
}

static enum err_code anki_export_write_collection(
    struct anki_export *o, const int64_t *deck_ids, size_t count, const char *path, struct err *err)
{
    o->first_day = o->now.day;
    enum err_code code = export_cards(o->store, anki_export_find_first_day, o, err);
    struct anki_times times = {.modified_ms = o->now.utc_ms, .offset_min = o->now.offset_min};
    times.begin_s = (int64_t)o->first_day * 86400 + DAY_START_HOUR * 3600 - times.offset_min * 60;
    if (!code)
        code = anki_write_open(&o->writer, path, times, err);
    for (size_t i = 0; i < count && !code; i++)
        code = anki_export_write_deck(o, deck_ids[i], err);
    if (!code)
        code = anki_export_write_reviews(o, err);
    return anki_write_close(o->writer, code, err);
}

static enum err_code anki_export_make_temporary(struct temporary **file, struct err *err)
{
    int fd;
    enum err_code code = temporary_make_scratch(file, "collection", &fd, err);
    if (!code)
        close(fd);
    return code;
}

static enum err_code anki_export_write_package(
    struct anki_export *o, const char *path, const char *collection, struct err *err)
{
    for (size_t i = 0; i < o->links.count; i++)
        if (file_same(path, o->links.media[i].path))
            return err_at(
                err, ERR_USAGE, path, 0, 0, "is a media file of a known deck: use another file");
    return package_write(path, collection, o->links.media, o->links.count, err);
}

enum err_code anki_export(struct store *store, const int64_t *deck_ids, size_t count,
    const char *path, struct moment now, struct anki_export_counts *written, struct err *err)
{
    struct anki_export o = {.store = store, .now = now, .written = written};
    struct temporary *collection = NULL;
    *written = (struct anki_export_counts){0};
    enum err_code code = anki_export_make_temporary(&collection, err);
    if (!code)
        code = anki_export_write_collection(&o, deck_ids, count, collection->path, err);
    if (!code)
        code = anki_export_write_package(&o, path, collection->path, err);
    written->media = o.links.count;
    anki_links_done(&o.links);
    map_done(&o.guids);
    map_done(&o.by_card);
    map_done(&o.presets);
    free(o.anki_cards);
    temporary_remove(collection);
    return code;
}

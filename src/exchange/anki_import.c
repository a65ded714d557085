#include "exchange/anki_import.h"

#include "base/buf.h"
#include "base/map.h"
#include "exchange/anki_collection.h"
#include "exchange/anki_media.h"
#include "exchange/anki_note.h"
#include "exchange/anki_occlusion.h"
#include "exchange/anki_skipped.h"
#include "exchange/package.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DECK_DEFAULT 1 /* every collection has a deck with this id, so it does not identify one */

/* A card made from an Anki card. `id` and `extra` are offsets into `texts`. */
struct anki_import_target {
    size_t id, extra;
    int variant;
    struct anki_card card; /* without its strings */
    size_t number;         /* in import_history_review; IMPORT_HISTORY_NONE if unknown */
};

struct anki_import {
    const char *path;
    struct package *package;
    struct anki_collection *collection;
    struct anki_media media;
    bool keeps_media;
    struct anki_import_target *targets; /* made by the last pass */
    size_t count, capacity;
    struct buf texts;         /* the targets' strings, each NUL-terminated */
    struct map by_card;       /* maps card.id to an index in targets */
    struct import_sink *sink; /* the current pass's sink */
    struct map decks;         /* decks whose identity was passed to that sink */
    struct anki_skipped skipped;
    struct anki_memo memo;
    size_t entries, occluded; /* entries, and cards of image occlusion, in the current pass */
    bool no_memory;
};

/* ---- opening ---- */

enum err_code anki_import_open(
    struct anki_import **import, const struct import_source *source, struct err *err)
{
    struct anki_import *a = calloc(1, sizeof *a);
    *import = NULL;
    if (!a)
        return err_memory(err);
    a->path = source->path;
    enum err_code code = package_open(&a->package, source->file, source->path, err);
    const char *path = code ? NULL : package_collection(a->package);
    if (!code && !(code = anki_collection_open(&a->collection, path, a->path, err)))
        package_drop_collection(a->package);
    a->media.package = a->package;
    if (code)
        anki_import_close(a);
    else
        *import = a;
    return code;
}

enum err_code anki_import_of(
    struct anki_import **import, const char *path, struct package *package, struct err *err)
{
    struct anki_import *a = *import = calloc(1, sizeof *a);
    if (!a) {
        package_close(package);
        return err_memory(err);
    }
    a->path = path;
    a->media.package = a->package = package;
    return ERR_NONE;
}

struct package *anki_import_package(struct anki_import *a)
{
    return a->package;
}

enum err_code anki_import_open_folder(struct anki_import **import,
    const struct import_source *source, const char *media, struct err *err)
{
    struct package *package;
    enum err_code code = package_open_folder(&package, media, source->path, err);
    *import = NULL;
    return code ? code : anki_import_of(import, source->path, package, err);
}

void anki_import_close(struct anki_import *a)
{
    if (!a)
        return;
    if (!a->keeps_media)
        anki_media_remove(&a->media);
    anki_media_done(&a->media);
    anki_collection_close(a->collection);
    package_close(a->package);
    buf_done(&a->texts);
    map_done(&a->by_card);
    map_done(&a->decks);
    anki_skipped_done(&a->skipped);
    anki_memo_done(&a->memo);
    free(a->targets);
    free(a);
}

/* ---- notes ---- */

static const char *anki_import_find_link(void *context, const char *deck, const char *name)
{
    struct anki_import *a = context;
    const char *path = a->sink->folder ? a->sink->folder(a->sink->context, deck) : NULL;
    return path ? anki_media_link(&a->media, path, name) : NULL;
}

const char *anki_import_link(
    struct anki_import *a, struct import_sink *sink, const char *deck, const char *name)
{
    a->sink = sink;
    return sink->folder ? anki_import_find_link(a, deck, name) : NULL;
}

const struct err *anki_import_failure(const struct anki_import *a)
{
    return a->media.failure.code ? &a->media.failure : NULL;
}

static size_t anki_import_keep_text(struct anki_import *a, const char *text)
{
    size_t offset = a->texts.length;
    buf_text(&a->texts, text);
    buf_char(&a->texts, '\0');
    return offset;
}

static bool anki_import_add_target(
    struct anki_import *a, size_t id, const struct anki_card *card, int variant)
{
    if (!array_grow(&a->targets, a->count, &a->capacity, sizeof *a->targets))
        return false;
    struct anki_import_target *target = &a->targets[a->count++];
    *target = (struct anki_import_target){
        id, anki_import_keep_text(a, card->extra), variant, *card, IMPORT_HISTORY_NONE};
    target->card.deck = target->card.extra = NULL;
    return map_add(&a->by_card, (uint64_t)card->id, (uint32_t)(a->count - 1));
}

/* Passes on how the deck is scheduled, if its collection says so. */
static bool anki_import_schedule(struct anki_import *a, const struct anki_card *card)
{
    struct import_scheduling scheduling;
    if (!a->collection || !a->sink->scheduling)
        return true;
    if (anki_collection_scheduling(a->collection, card->deck_id, &scheduling, &a->sink->failure))
        return false;
    if (scheduling.scheduling.scheduler)
        a->sink->scheduling(a->sink->context, card->deck, &scheduling);
    return !a->sink->failure.code;
}

/* Passes the deck's identity and its scheduling to the sink, once. */
static bool anki_import_identify(struct anki_import *a, const struct anki_card *card)
{
    struct buf identity = {0};
    if (map_get(&a->decks, (uint64_t)card->deck_id) != MAP_NONE)
        return true;
    buf_format(&identity, "anki:%" PRId64, card->deck_id);
    bool ok = !identity.failed && map_add(&a->decks, (uint64_t)card->deck_id, 0);
    if (ok && *card->deck && card->deck_id > DECK_DEFAULT)
        a->sink->identity(a->sink->context, card->deck, buf_string(&identity));
    buf_done(&identity);
    a->no_memory |= !ok;
    return ok && anki_import_schedule(a, card);
}

static bool anki_import_take_entry(void *context, const char *deck, const struct deck_entry *entry,
    const struct anki_note_card *cards, size_t count)
{
    struct anki_import *a = context;
    size_t id = anki_import_keep_text(a, buf_string(&entry->id));
    a->entries++;
    if (!anki_import_identify(a, cards[0].card))
        return false;
    for (size_t i = 0; i < count && !a->no_memory; i++)
        a->no_memory = !anki_import_add_target(a, id, cards[i].card, cards[i].variant);
    return !a->no_memory && !a->media.failure.code && !a->sink->failure.code &&
           a->sink->entry(a->sink->context, deck, entry, 0);
}

static bool anki_import_take_skipped(
    void *context, const struct anki_note *note, const struct anki_card *card, const char *why)
{
    struct anki_import *a = context;
    a->no_memory |= !anki_skipped_add(&a->skipped, note, card, why);
    return !a->no_memory;
}

bool anki_import_note(void *context, const struct anki_note *note)
{
    struct anki_import *a = context;
    const struct anki_note_sink sink = {
        anki_import_take_entry, anki_import_take_skipped, anki_import_find_link, a, &a->memo};
    bool no_memory = false, more = anki_note_entries(note, &sink, &no_memory);
    a->no_memory |= no_memory;
    a->occluded += anki_occlusion_is(note) ? note->card_count : 0;
    return more;
}

/* Reports what became of the cards, once all are read. */
static enum err_code anki_import_tell(struct anki_import *a, struct err *err)
{
    struct buf note = {0};
    if (a->skipped.count && !a->entries)
        return anki_skipped_refuse(&a->skipped, a->path, err);
    if (!anki_skipped_tell(&a->skipped, a->sink)) {
        *err = a->sink->failure;
        return err->code;
    }
    buf_format(&note,
        "%zu image-occlusion card%s pictures: each links to its picture, and says where the hidden "
        "region is",
        a->occluded, a->occluded == 1 ? " needs" : "s need");
    if (a->occluded)
        a->sink->note(a->sink->context, buf_string(&note));
    buf_done(&note);
    return ERR_NONE;
}

void anki_import_begin(struct anki_import *a, struct import_sink *sink)
{
    a->sink = sink;
    a->count = 0;
    buf_clear(&a->texts);
    map_done(&a->by_card);
    map_done(&a->decks);
    anki_skipped_done(&a->skipped);
    a->entries = a->occluded = 0;
}

enum err_code anki_import_end(struct anki_import *a, struct err *err)
{
    const struct err *failure = a->media.failure.code ? &a->media.failure : &a->sink->failure;
    if (a->no_memory || a->texts.failed)
        return err_memory(err);
    if (failure->code)
        *err = *failure;
    return failure->code ? failure->code : anki_import_tell(a, err);
}

enum err_code anki_import_read(struct anki_import *a, struct import_sink *sink, struct err *err)
{
    anki_import_begin(a, sink);
    enum err_code code = anki_collection_notes(a->collection, anki_import_note, a, err);
    return code ? code : anki_import_end(a, err);
}

/* ---- the importer ---- */

static bool anki_import_recognizes(const struct import_source *source)
{
    return package_shape_of(buf_string(&source->start), source->start.length) != PACKAGE_OTHER;
}

bool anki_import_find_collection(const char *folder, struct buf *path)
{
    static const char *const names[] = {
        "anki21b", "anki21", "anki2"}; /* the newest is the real one */
    struct stat stat_of;
    for (size_t i = 0; i < COUNT(names); i++) {
        buf_clear(path);
        buf_format(path, "%s/collection.%s", folder, names[i]);
        if (!path->failed && stat(buf_string(path), &stat_of) == 0 && S_ISREG(stat_of.st_mode))
            return true;
    }
    return false;
}

static enum err_code anki_import_read_source(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct anki_import *a = source->unpacked;
    enum err_code code = a ? ERR_NONE : anki_import_open(&a, source, err);
    source->unpacked = a;
    return code ? code : anki_import_read(a, sink, err);
}

const struct importer importer_anki = {
    "anki", "an Anki package or collection", anki_import_recognizes, anki_import_read_source};

/* ---- media ---- */

enum err_code anki_import_media(struct anki_import *a, size_t *missing,
    import_progress_fn *progress, void *context, struct err *err)
{
    enum err_code code = ERR_NONE;
    *missing = 0;
    for (size_t i = 0; i < a->media.count && !code; i++) {
        struct anki_media_use *use = &a->media.uses[i];
        *missing += use->number == PACKAGE_NONE;
        if (!progress(context, a->path, "files", i, a->media.count))
            code = err_set(err, ERR_IO, "interrupted");
        else if (use->number != PACKAGE_NONE && !use->exists)
            code = anki_media_put(&a->media, use, err);
    }
    return code;
}

void anki_import_keep_media(struct anki_import *a)
{
    a->keeps_media = true;
}

void anki_import_forget_media(struct anki_import *a)
{
    if (a)
        anki_media_forget(&a->media);
}

/* ---- history ---- */

bool anki_import_has_history(const struct anki_import *a)
{
    return a && a->collection;
}

#define SECONDS_A_DAY  86400
#define DUE_DAY_MAX    1000000 /* a larger due is a time in seconds */
#define EASE_OF_FACTOR 10
#define FACTOR_MIN     1300 /* in the log, a smaller factor is FSRS's difficulty */
#define PROGRESS_EVERY 4096 /* reviews */

struct anki_import_adding {
    struct anki_import *import;
    struct import_history *history;
    struct moment now, (*local)(int64_t ms);
    int first_day; /* day 0 in Anki */
    size_t done, total, ignored;
    import_progress_fn *progress;
    void *context;
    struct err failure;
};

static int anki_import_floor_days(int64_t seconds)
{
    int64_t days = seconds / SECONDS_A_DAY;
    return (int)(days - (seconds % SECONDS_A_DAY < 0));
}

static int anki_import_first_day(const struct anki_import *a, struct moment (*local)(int64_t ms))
{
    struct anki_times times = anki_collection_times(a->collection);
    int64_t seconds = times.begin_s < 0 || times.begin_s > INT32_MAX ? 0 : times.begin_s;
    int offset = times.has_offset ? times.offset_min : local(seconds * 1000).offset_min;
    return anki_import_floor_days(seconds + (int64_t)offset * 60);
}

static int anki_import_due_day(const struct anki_import_adding *h, const struct anki_card *card)
{
    if (card->type == 0 || card->due < -DUE_DAY_MAX)
        return NO_DAY;
    if (card->due <= DUE_DAY_MAX)
        return h->first_day + (int)card->due;
    return card->due < UINT32_MAX ? h->local(card->due * 1000).day : h->now.day;
}

static int anki_import_ease_of(int factor)
{
    int ease = (factor + EASE_OF_FACTOR / 2) / EASE_OF_FACTOR;
    return ease < EASE_FLOOR ? EASE_FLOOR : ease;
}

static int anki_import_days_of(int interval)
{
    return interval < 0 ? 0 : interval < INTERVAL_LONGEST ? interval : INTERVAL_LONGEST;
}

/* Whether the card is still buried. Anki buries a card until the end of the day. */
static bool anki_import_is_buried(const struct anki_import_adding *h, const struct anki_card *card)
{
    int64_t ms = anki_collection_times(h->import->collection).modified_ms;
    return (card->queue == ANKI_BURIED || card->queue == ANKI_BURIED_SIBLING) &&
           ms / 1000 < UINT32_MAX && h->local(ms).day == h->now.day;
}

static enum err_code anki_import_find_card(
    struct anki_import_adding *h, struct anki_import_target *target, struct err *err)
{
    const struct anki_card *from = &target->card;
    const char *texts = buf_string(&h->import->texts);
    struct import_history_card card = {.id = texts + target->id,
        .variant = target->variant,
        .sm2 = sm2_new(),
        .due = anki_import_due_day(h, from),
        .lapses = from->lapses,
        .suspended = from->queue == ANKI_SUSPENDED,
        .buried = anki_import_is_buried(h, from),
        .extra = strcmp(texts + target->extra, "{}") == 0 ? "" : texts + target->extra};
    if (card.due != NO_DAY) {
        card.sm2.repetitions = from->repetitions;
        card.sm2.interval = anki_import_days_of(from->interval + !from->interval);
        card.sm2.ease = from->factor ? anki_import_ease_of(from->factor) : EASE_FIRST;
    }
    return import_history_card(h->history, &card, &target->number, err);
}

static size_t anki_import_number_of(const struct anki_import *a, int64_t card)
{
    uint32_t target = map_get(&a->by_card, (uint64_t)card);
    return target == MAP_NONE ? IMPORT_HISTORY_NONE : a->targets[target].number;
}

static bool anki_import_take_review(void *context, const struct anki_review *review)
{
    static const enum rating ratings[] = {
        0, RATING_NOT_AT_ALL, RATING_PARTLY, RATING_WELL, RATING_PERFECTLY};
    static const enum review_kind kinds[] = {
        REVIEW_REPEAT, REVIEW_DUE, REVIEW_REPEAT, REVIEW_CRAM, REVIEW_NONE, REVIEW_NONE};
    struct anki_import_adding *h = context;
    assert(review->button >= 0 && review->button <= 4 && review->kind >= 0 && review->kind <= 5);
    size_t number = anki_import_number_of(h->import, review->card);
    if (h->done++ % PROGRESS_EVERY == 0 &&
        !h->progress(h->context, "history", "reviews", h->done, h->total))
        return err_set(&h->failure, ERR_IO, "interrupted") == ERR_NONE;
    if (number == IMPORT_HISTORY_NONE || !review->button || !kinds[review->kind] ||
        review->at_ms <= 0 || review->at_ms / 1000 > UINT32_MAX) {
        h->ignored++;
        return true;
    }
    struct import_history_review given = {.number = number,
        .at = h->local(review->at_ms),
        .kind = kinds[review->kind],
        .rating = ratings[review->button],
        .spent_ms = review->spent_ms,
        .interval_before = anki_import_days_of(review->interval_before),
        .interval = anki_import_days_of(review->interval),
        .ease = review->factor >= FACTOR_MIN ? anki_import_ease_of(review->factor) : 0};
    return import_history_review(h->history, &given, &h->failure) == ERR_NONE;
}

static enum err_code anki_import_add_history(struct anki_import_adding *h, struct err *err)
{
    struct anki_import *a = h->import;
    enum err_code code = anki_collection_review_count(a->collection, &h->total, err);
    for (size_t i = 0; i < a->count && !code; i++)
        code = anki_import_find_card(h, &a->targets[i], err);
    if (!code)
        code = anki_collection_reviews(a->collection, anki_import_take_review, h, err);
    if (!code && h->failure.code) {
        *err = h->failure;
        code = h->failure.code;
    }
    return code;
}

enum err_code anki_import_history(struct anki_import *a, struct store *store,
    const int64_t *deck_ids, size_t count, struct moment now, struct moment (*local)(int64_t ms),
    struct anki_history *history, import_progress_fn *progress, void *context, struct err *err)
{
    struct anki_import_adding h = {.import = a,
        .now = now,
        .local = local,
        .first_day = anki_import_first_day(a, local),
        .progress = progress,
        .context = context};
    enum err_code code = import_history_begin(store, deck_ids, count, now, &h.history, err);
    if (!code)
        code = anki_import_add_history(&h, err);
    code = import_history_end(h.history, code, &history->report, err);
    history->ignored = h.ignored;
    return code;
}

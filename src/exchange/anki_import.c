#include "exchange/anki_import.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/hashes.h"
#include "exchange/anki_collection.h"
#include "exchange/anki_media.h"
#include "exchange/anki_note.h"
#include "exchange/package.h"

#include <stdlib.h>
#include <string.h>

/* A card of the package, and what it is here. Texts lie in the import's texts, at these places. */
struct anki_import_target {
    int64_t anki_card;
    size_t id, extra;
    int variant;
    struct anki_card card; /* less its texts */
    size_t number;         /* for history_review; HISTORY_NONE where it is not known here */
};

struct anki_import {
    const char *path;
    struct package *package;
    struct anki_store *store;
    struct anki_media media;
    bool keeps_media;
    struct anki_import_target *targets; /* set in each pass anew */
    size_t count, capacity;
    struct buf texts;
    struct hashes by_card;
    struct import_sink *sink; /* while it is read */
    bool no_memory;
};

/* ---- opening ---- */

static enum err_code anki_import_add_media(
    void *context, const char *member, const char *name, struct err *err)
{
    return package_add_media(context, member, name, err);
}

enum err_code anki_import_open(
    struct anki_import **import, const struct import_source *source, struct err *err)
{
    struct anki_import *a = calloc(1, sizeof *a);
    *import = NULL;
    if (!a)
        return err_memory(err);
    a->path = source->path;
    enum err_code code = package_open(&a->package, source->file, source->path, err);
    if (!code && package_media_json(a->package))
        code = json_members(
            package_media_json(a->package), anki_import_add_media, a->package, source->path, err);
    if (!code)
        code = anki_store_open(&a->store, package_collection(a->package), source->path, err);
    if (!code)
        package_drop_collection(a->package);
    a->media.package = a->package;
    if (code)
        anki_import_close(a);
    else
        *import = a;
    return code;
}

void anki_import_close(struct anki_import *import)
{
    if (!import)
        return;
    if (!import->keeps_media)
        media_take_away(&import->media);
    media_done(&import->media);
    anki_store_close(import->store);
    package_close(import->package);
    buf_done(&import->texts);
    hashes_done(&import->by_card);
    free(import->targets);
    free(import);
}

/* ---- notes ---- */

static const char *anki_import_find_link(void *context, const char *deck, const char *name)
{
    struct anki_import *a = context;
    const char *path = a->sink->folder(a->sink->context, deck);
    return path ? media_link(&a->media, path, name) : NULL;
}

static size_t anki_import_keep_text(struct anki_import *a, const char *text)
{
    size_t place = a->texts.length;
    buf_text(&a->texts, text);
    buf_char(&a->texts, '\0');
    return place;
}

static bool anki_import_add_target(
    struct anki_import *a, size_t id, const struct anki_card *card, int variant)
{
    if (!array_grow(&a->targets, a->count, &a->capacity, sizeof *a->targets))
        return false;
    struct anki_import_target *target = &a->targets[a->count++];
    *target = (struct anki_import_target){
        card->id, id, anki_import_keep_text(a, card->extra), variant, *card, HISTORY_NONE};
    target->card.deck = target->card.extra = NULL;
    return hashes_add(
        &a->by_card, hash_add(0, &card->id, sizeof card->id), (uint32_t)(a->count - 1));
}

static bool anki_import_take_entry(void *context, const char *deck, const struct deck_entry *entry,
    const struct anki_made *made, size_t count)
{
    struct anki_import *a = context;
    size_t id = anki_import_keep_text(a, buf_string(&entry->id));
    for (size_t i = 0; i < count && !a->no_memory; i++)
        a->no_memory = !anki_import_add_target(a, id, made[i].card, made[i].variant);
    return !a->no_memory && !a->media.failure.code && !a->sink->failure.code &&
           a->sink->entry(a->sink->context, deck, entry, 0);
}

static bool anki_import_take_skipped(void *context, const char *why)
{
    struct anki_import *a = context;
    return a->sink->skipped(a->sink->context, 0, why);
}

static bool anki_import_take_note(void *context, const struct anki_note *note)
{
    struct anki_import *a = context;
    const struct anki_sink sink = {
        anki_import_take_entry, anki_import_take_skipped, anki_import_find_link, a};
    bool no_memory = false, more = anki_note_entries(note, &sink, &no_memory);
    a->no_memory |= no_memory;
    return more;
}

enum err_code anki_import_read(
    struct anki_import *import, struct import_sink *sink, struct err *err)
{
    import->sink = sink;
    import->count = 0;
    buf_clear(&import->texts);
    hashes_done(&import->by_card);
    enum err_code code = anki_notes(import->store, anki_import_take_note, import, err);
    const struct err *failure =
        import->media.failure.code ? &import->media.failure : &sink->failure;
    if (!code && (import->no_memory || import->texts.failed))
        return err_memory(err);
    if (!code && failure->code) {
        *err = *failure;
        return failure->code;
    }
    return code;
}

/* ---- media ---- */

static enum err_code anki_import_interrupted(struct err *err)
{
    return err_set(err, ERR_IO, "interrupted");
}

enum err_code anki_import_media(
    struct anki_import *import, size_t *missing, go_on_fn *go_on, void *context, struct err *err)
{
    enum err_code code = ERR_NONE;
    *missing = 0;
    for (size_t i = 0; i < import->media.count && !code; i++) {
        struct media_use *use = &import->media.uses[i];
        *missing += use->number == PACKAGE_NONE;
        if (!go_on(context, i, import->media.count))
            code = anki_import_interrupted(err);
        else if (use->number != PACKAGE_NONE && !use->there)
            code = media_put(&import->media, use, err);
    }
    return code;
}

void anki_import_keep_media(struct anki_import *import)
{
    import->keeps_media = true;
}

/* ---- history ---- */

#define SECONDS_A_DAY   86400
#define DAYS_UP_TO      1000000 /* a due that is more than that many days is a time in seconds */
#define EASE_OF_FACTOR  10
#define FACTOR_MIN      1300 /* in the log, what is less is FSRS's measure of difficulty */
#define REVIEWS_AT_ONCE 4096

struct anki_import_keeping {
    struct anki_import *import;
    struct history *history;
    struct moment now, (*moment)(int64_t ms);
    int first_day; /* from which days are counted */
    size_t done, all, passed_over;
    go_on_fn *go_on;
    void *context;
    struct err failure;
};

static int anki_import_floor_days(int64_t seconds)
{
    int64_t days = seconds / SECONDS_A_DAY;
    return (int)(days - (seconds % SECONDS_A_DAY < 0));
}

static int anki_import_first_day(const struct anki_import *a, struct moment (*moment)(int64_t ms))
{
    struct anki_begin begin = anki_begin(a->store);
    int64_t seconds = begin.seconds < 0 || begin.seconds > INT32_MAX ? 0 : begin.seconds;
    int offset = begin.known ? begin.offset_min : moment(seconds * 1000).offset_min;
    return anki_import_floor_days(seconds + (int64_t)offset * 60);
}

static int anki_import_due_day(const struct anki_import_keeping *k, const struct anki_card *card)
{
    if (card->type == 0 || card->due < -DAYS_UP_TO)
        return NO_DAY;
    if (card->due <= DAYS_UP_TO)
        return k->first_day + (int)card->due;
    return card->due < UINT32_MAX ? k->moment(card->due * 1000).day : k->now.day;
}

static int anki_import_ease_of(int factor)
{
    int ease = (factor + EASE_OF_FACTOR / 2) / EASE_OF_FACTOR;
    return ease < EASE_FLOOR ? EASE_FLOOR : ease;
}

/* Buried cards come back on the day after. */
static bool anki_import_is_buried(const struct anki_import_keeping *k, const struct anki_card *card)
{
    int64_t ms = anki_begin(k->import->store).modified_ms;
    return (card->queue == ANKI_BURIED || card->queue == ANKI_BURIED_SIBLING) &&
           ms / 1000 < UINT32_MAX && k->moment(ms).day == k->now.day;
}

static enum err_code anki_import_find_card(
    struct anki_import_keeping *k, struct anki_import_target *target, struct err *err)
{
    const struct anki_card *from = &target->card;
    const char *texts = buf_string(&k->import->texts);
    struct history_card card = {.id = texts + target->id,
        .variant = target->variant,
        .sm2 = sm2_new(),
        .due = anki_import_due_day(k, from),
        .lapses = from->lapses,
        .suspended = from->queue == ANKI_SUSPENDED,
        .buried = anki_import_is_buried(k, from),
        .extra = strcmp(texts + target->extra, "{}") == 0 ? "" : texts + target->extra};
    if (card.due != NO_DAY) {
        card.sm2.repetitions = from->repetitions;
        card.sm2.interval =
            from->interval < INTERVAL_LONGEST ? from->interval + !from->interval : INTERVAL_LONGEST;
        card.sm2.ease = from->factor ? anki_import_ease_of(from->factor) : EASE_FIRST;
    }
    return history_card(k->history, &card, &target->number, err);
}

static size_t anki_import_number_of(const struct anki_import *a, int64_t card)
{
    size_t place;
    uint64_t hash = hash_add(0, &card, sizeof card);
    for (uint32_t i = hashes_first(&a->by_card, hash, &place); i != HASH_NONE;
         i = hashes_next(&a->by_card, hash, &place))
        if (a->targets[i].anki_card == card)
            return a->targets[i].number;
    return HISTORY_NONE;
}

static int anki_import_days_of(int interval)
{
    return interval < 0 ? 0 : interval < INTERVAL_LONGEST ? interval : INTERVAL_LONGEST;
}

static bool anki_import_take_review(void *context, const struct anki_review *review)
{
    static const enum rating ratings[] = {
        0, RATING_NOT_AT_ALL, RATING_PARTLY, RATING_WELL, RATING_PERFECTLY};
    static const enum review_kind kinds[] = {
        REVIEW_REPEAT, REVIEW_DUE, REVIEW_REPEAT, REVIEW_CRAM, REVIEW_NONE, REVIEW_NONE};
    struct anki_import_keeping *k = context;
    size_t number = anki_import_number_of(k->import, review->card);
    if (k->done++ % REVIEWS_AT_ONCE == 0 && !k->go_on(k->context, k->done, k->all))
        return anki_import_interrupted(&k->failure) == ERR_NONE;
    if (number == HISTORY_NONE || !review->button || !kinds[review->kind] || review->at_ms <= 0 ||
        review->at_ms / 1000 > UINT32_MAX) {
        k->passed_over++;
        return true;
    }
    struct history_review given = {.number = number,
        .at = k->moment(review->at_ms),
        .kind = kinds[review->kind],
        .rating = ratings[review->button],
        .spent_ms = review->spent_ms,
        .interval_before = anki_import_days_of(review->interval_before),
        .interval = anki_import_days_of(review->interval),
        .ease = review->factor >= FACTOR_MIN ? anki_import_ease_of(review->factor) : 0};
    return history_review(k->history, &given, &k->failure) == ERR_NONE;
}

static enum err_code anki_import_keep_all(struct anki_import_keeping *k, struct err *err)
{
    struct anki_import *a = k->import;
    enum err_code code = anki_review_count(a->store, &k->all, err);
    for (size_t i = 0; i < a->count && !code; i++)
        code = anki_import_find_card(k, &a->targets[i], err);
    if (!code)
        code = anki_reviews(a->store, anki_import_take_review, k, err);
    if (!code && k->failure.code) {
        *err = k->failure;
        code = k->failure.code;
    }
    return code;
}

enum err_code anki_import_history(struct anki_import *import, struct store *store,
    const int64_t *deck_ids, size_t count, struct moment now, struct moment (*moment)(int64_t ms),
    struct anki_history *history, go_on_fn *go_on, void *context, struct err *err)
{
    struct anki_import_keeping k = {.import = import,
        .now = now,
        .moment = moment,
        .first_day = anki_import_first_day(import, moment),
        .go_on = go_on,
        .context = context};
    enum err_code code = history_begin(store, deck_ids, count, now, &k.history, err);
    if (!code)
        code = anki_import_keep_all(&k, err);
    code = history_end(k.history, code, &history->report, err);
    history->passed_over = k.passed_over;
    return code;
}

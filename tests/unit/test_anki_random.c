/* Random decks that go to Anki and back: no card or rating is lost or made up. Comments beside the
 * comparisons say what the trip may change. RANDOM_DECKS=N runs N of them, RANDOM_SEED=N begins
 * with that one. */
#include "unit/random_play.h"

#include "deck/import_fields.h"
#include "deck/writer.h"
#include "exchange/anki_export.h"
#include "exchange/anki_import.h"
#include "exchange/importers.h"
#include "text/md_html.h"

#define IMPORTED_MAX 2

/* The deck files made from a package. */
struct imported {
    struct world *w;
    struct imported_deck {
        char name[64];
        struct buf text;
    } decks[IMPORTED_MAX];
    size_t count;
    int64_t deck_ids[IMPORTED_MAX];
    struct world other; /* the database that they are loaded into */
};

/* ---- there ---- */

static struct anki_export_counts export_package(struct play *p, const char *path)
{
    struct anki_export_counts written;
    if (anki_export(p->w->store, p->deck_ids, 2, path, p->now, &written, &p->w->err))
        fail_msg("%s", p->w->err.message);
    return written;
}

/* ---- and back ---- */

static bool take_entry(
    void *context, const char *name, const struct deck_entry *entry, unsigned line)
{
    struct imported *in = context;
    size_t i = 0;
    (void)line;
    while (i < in->count && strcmp(in->decks[i].name, name) != 0)
        i++;
    assert_true(i < IMPORTED_MAX);
    struct imported_deck *deck = &in->decks[i];
    if (i == in->count) {
        struct deck_head head = {.caps = CAPS_UNSET};
        in->count++;
        snprintf(deck->name, sizeof deck->name, "%s", name);
        buf_text(&head.name, name);
        deck_write_head(&deck->text, &head, true);
        deck_head_done(&head);
    }
    deck_write_entry(&deck->text, entry);
    return true;
}

static bool refuse_skipped(void *context, unsigned line, const char *why)
{
    (void)context, (void)line;
    fail_msg("skipped: %s", why);
    return false;
}

static void ignore_note(void *context, const char *what)
{
    (void)context, (void)what;
}

static void ignore_identity(void *context, const char *deck, const char *identity)
{
    (void)context, (void)deck, (void)identity;
}

static const char *folder_of(void *context, const char *name)
{
    (void)name;
    return ((struct imported *)context)->w->folder;
}

static struct moment moment_utc(int64_t ms)
{
    return moment_at(ms, 0);
}

static bool go_on(void *context, const char *what, const char *unit, size_t done, size_t total)
{
    (void)context, (void)what, (void)unit, (void)done, (void)total;
    return true;
}

static struct anki_import *read_package(struct imported *in, const char *path)
{
    struct import_sink sink = {.entry = take_entry,
        .skipped = refuse_skipped,
        .note = ignore_note,
        .context = in,
        .folder = folder_of,
        .identity = ignore_identity};
    struct anki_import *import;
    struct import_source *source = calloc(1, sizeof *source);
    struct err *err = &in->w->err;
    assert_non_null(source);
    assert_int_equal(import_source_open(source, path, err), ERR_NONE);
    assert_ptr_equal(importer_recognize(source), &importer_anki);
    if (anki_import_open(&import, source, err) || anki_import_read(import, &sink, err))
        fail_msg("%s", err->message);
    import_source_close(source);
    free(source);
    return import;
}

/* Loads the package's decks, and their history, into the other database. */
static struct import_history_report import_package(
    struct imported *in, const char *path, struct moment now)
{
    struct world *other = &in->other;
    struct anki_history history = {.ignored = 0};
    struct anki_import *import = read_package(in, path);
    for (size_t i = 0; i < in->count; i++) {
        char file[32];
        snprintf(file, sizeof file, "imported-%zu.yaml", i);
        assert_false(in->decks[i].text.failed);
        world_write(other, file, buf_string(&in->decks[i].text));
        world_load_file(other, file, now.day);
        in->deck_ids[i] = other->deck_id;
        buf_done(&in->decks[i].text);
    }
    if (anki_import_history(import, other->store, in->deck_ids, in->count, now, moment_utc,
            &history, go_on, NULL, &other->err))
        fail_msg("%s", other->err.message);
    assert_int_equal(history.ignored, 0);
    anki_import_close(import);
    in->count = 0;
    return history.report;
}

/* ---- comparison ---- */

/* All active cards, numbered in the order of the decks and their files. */
#define NUMBERED                                                                                   \
    "WITH n AS (SELECT c.*, row_number() OVER (" IN_ORDER ") AS number FROM cards c "              \
    "WHERE retired_day IS NULL) "

/* A new card's schedule has no interval or ease in Anki. A leech has the tag instead of the mark.
 * Anki does not know about owed repeats, and buries a card for the day of the export. */
#define SCHEDULES                                                                                  \
    NUMBERED "SELECT number, variant, due, iif(due, repetitions, ''), iif(due, interval, ''), "    \
             "iif(due, ease, ''), iif(due, lapses, ''), suspended FROM n ORDER BY number"

/* Ratings 1 and 2 are one button. Anki does not know that the next rating of a reset card is the
 * first of a new card, so it counts as a repeat. The log does not say on what day a repeat or a
 * cram left the card due. */
#define AGAIN                                                                                      \
    "(r.kind = 1 AND EXISTS (SELECT 1 FROM reviews o WHERE o.card_id = r.card_id AND "             \
    "o.review_id < r.review_id AND o.undone_ms IS NULL AND o.kind <> 4))"
#define RATINGS                                                                                    \
    NUMBERED "SELECT number, reviewed_ms, iif(" AGAIN ", 3, kind), iif(rating = 2, 1, rating), "   \
             "spent_ms, interval_before, interval_after, ease_after, "                             \
             "iif(kind < 3 AND NOT " AGAIN ", r.due, '') FROM n JOIN reviews r USING (card_id) "   \
             "WHERE undone_ms IS NULL ORDER BY number, reviewed_ms"

static void put_html(struct buf *out, const char *text)
{
    buf_clear(out);
    markdown_to_html(out, text, NULL, NULL);
}

static void assert_looks_the_same(unsigned seed, const char *got, const char *wanted)
{
    struct buf a = {0}, b = {0};
    put_html(&a, got);
    put_html(&b, wanted);
    if (strcmp(buf_string(&a), buf_string(&b)) != 0)
        fail_msg("seed %u: \"%s\", wanted \"%s\"", seed, got, wanted);
    buf_done(&a);
    buf_done(&b);
}

/* The id as it comes back: the importer decodes the guid that the exporter made from it. If no guid
 * gives the id, the id itself is the guid, and its percent sign is encoded. */
static void put_id(struct buf *out, const char *id)
{
    struct buf guid = {0};
    field_add_decoded(&guid, id);
    field_add_id(out, buf_string(&guid));
    if (strcmp(buf_string(out), id) != 0) {
        buf_clear(out);
        field_add_id(out, id);
    }
    buf_done(&guid);
}

/* An entry without an id gets one. If two notes would have the same guid, as when two decks have
 * the same id, the deck is added to it. */
static void assert_same_id(unsigned seed, const char *got, const char *wanted)
{
    struct buf id = {0};
    if (wanted)
        put_id(&id, wanted);
    else
        buf_text(&id, "drill-");
    bool same = strncmp(got, buf_string(&id), id.length) == 0;
    if (!same || (wanted && got[id.length] && got[id.length] != '@'))
        fail_msg("seed %u: the id is \"%s\", wanted \"%s\"", seed, got, buf_string(&id));
    buf_done(&id);
}

/* A note has the tags of its deck and its own, and the tag leech if one of its cards is a leech. */
static void assert_same_tags(
    unsigned seed, const char *got, const struct stored_card *wanted, bool leech)
{
    struct buf tags = {0};
    field_add_tags(&tags, wanted->deck_tags);
    field_add_tags(&tags, wanted->own_tags);
    field_add_tags(&tags, leech ? "leech" : "");
    if (strcmp(got, buf_string(&tags)) != 0)
        fail_msg("seed %u: the tags are \"%s\", wanted \"%s\"", seed, got, buf_string(&tags));
    buf_done(&tags);
}

static void assert_same_card(
    unsigned seed, struct stored_card *got, struct stored_card *wanted, bool leech)
{
    const struct card *a = &got->card, *b = &wanted->card;
    assert_int_equal(a->variant, b->variant);
    assert_looks_the_same(seed, a->question, b->question);
    assert_looks_the_same(seed, a->answer, b->answer);
    assert_looks_the_same(seed, a->hint, b->hint);
    assert_looks_the_same(seed, a->note, b->note);
    assert_int_equal(!a->cloze, !b->cloze);
    assert_same_id(seed, a->id, b->id);
    assert_same_tags(seed, a->tags, wanted, leech);
    assert_string_equal(got->deck_name, wanted->deck_name);
}

/* Whether one of the cards of the entry is a leech. */
static bool has_leech(const struct world *w, const struct stored_card *card)
{
    char sql[160], text[8];
    snprintf(sql, sizeof sql,
        "SELECT max(leech) FROM cards WHERE deck_id = %lld AND position = %lld AND "
        "retired_day IS NULL",
        (long long)card->deck_id, (long long)card->position);
    return *raw_text(w->db, sql, text, sizeof text) == '1';
}

static struct card_ids active_cards(struct world *w, const int64_t *deck_ids, size_t count)
{
    struct card_ids all = {0}, active = {0};
    for (size_t i = 0; i < count; i++) {
        all.count = 0;
        assert_int_equal(store_every_card(w->store, deck_ids[i], &all, &w->err), ERR_NONE);
        for (size_t j = 0; j < all.count; j++) {
            struct stored_card card = {0};
            assert_int_equal(store_card(w->store, all.ids[j], &card, &w->err), ERR_NONE);
            assert_true(card.retired || card_ids_add(&active, all.ids[j]));
            stored_card_done(&card);
        }
    }
    free(all.ids);
    return active;
}

static void assert_same_cards(
    struct play *p, struct imported *in, size_t count, size_t deck_count, unsigned seed)
{
    struct world *w = p->w, *other = &in->other;
    struct card_ids wanted = active_cards(w, p->deck_ids, 2),
                    got = active_cards(other, in->deck_ids, deck_count);
    struct stored_card a = {0}, b = {0};
    if (got.count != wanted.count || wanted.count != count)
        fail_msg("seed %u: %zu cards, of %zu in the package, wanted %zu", seed, got.count, count,
            wanted.count);
    for (size_t i = 0; i < wanted.count; i++) {
        assert_int_equal(store_card(other->store, got.ids[i], &a, &other->err), ERR_NONE);
        assert_int_equal(store_card(w->store, wanted.ids[i], &b, &w->err), ERR_NONE);
        assert_same_card(seed, &a, &b, has_leech(w, &b));
    }
    stored_card_done(&a);
    stored_card_done(&b);
    free(got.ids);
    free(wanted.ids);
}

static void check_package(struct play *p, unsigned seed)
{
    char path[192];
    struct world *w = p->w;
    struct imported *in = calloc(1, sizeof *in);
    assert_non_null(in);
    in->w = w;
    in->other.writes = w->writes;
    memcpy(in->other.folder, w->folder, sizeof in->other.folder);
    snprintf(in->other.db, sizeof in->other.db, "%s/other.db", w->folder);
    unlink(in->other.db);
    world_open(&in->other);
    world_path(w, "out.apkg", path);
    struct anki_export_counts written = export_package(p, path);
    import_package(in, path, p->now);
    size_t deck_count = 0;
    while (deck_count < 2 && in->deck_ids[deck_count])
        deck_count++;
    assert_same_cards(p, in, written.cards, deck_count, seed);
    assert_same_rows(
        seed, "the schedules", rows_of(in->other.db, SCHEDULES), rows_of(w->db, SCHEDULES));
    assert_same_rows(seed, "the ratings", rows_of(in->other.db, RATINGS), rows_of(w->db, RATINGS));
    assert_sound(&in->other);
    char *before = rows_of(in->other.db, EVERY_CARD);
    struct import_history_report again = import_package(in, path, p->now);
    assert_int_equal(again.reviews + again.schedules, 0);
    assert_same_rows(seed, "the same package again", rows_of(in->other.db, EVERY_CARD), before);
    world_close(&in->other);
    free(in);
}

static void test_anki_random__cards_and_ratings_come_back(void **state)
{
    struct play p;
    unsigned count = number_of("RANDOM_DECKS", 100), first = number_of("RANDOM_SEED", 1);
    for (unsigned seed = first; seed < first + count; seed++) {
        play(&p, *state, seed, true);
        check_package(&p, seed);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_anki_random__cards_and_ratings_come_back),
    };
    return cmocka_run_group_tests_name("anki_random", tests, NULL, NULL);
}

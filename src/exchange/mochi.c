#include "exchange/mochi.h"

#include "base/hash.h"
#include "base/map.h"
#include "deck/import_fields.h"
#include "exchange/anki_import.h"
#include "exchange/edn.h"
#include "exchange/package.h"
#include "exchange/package_zip.h"
#include "model/card.h"

#include <stdlib.h>
#include <string.h>

#define PARENTS_MAX 50

/* What one reading of a package needs. */
struct mochi {
    struct import_sink *sink;
    struct anki_import *package;
    json_t *data;
    struct map decks, templates; /* by id: their indices in the lists */
    const json_t *deck_list, *template_list;
    struct buf deck; /* the name of the current card's deck */
    bool reverse;    /* its cards are asked both ways */
    struct deck_entry entry;
    size_t trashed, diagrams;
    bool failed; /* out of memory */
};

/* ---- the data ---- */

static enum err_code mochi_read_data(
    struct mochi *m, const struct import_source *source, struct err *err)
{
    struct buf text = {0};
    json_error_t wrong;
    struct package *package = anki_import_package(m->package);
    bool edn = package_find_media(package, "data.json") == PACKAGE_NONE;
    enum err_code code = package_read_text(package, edn ? "data.edn" : "data.json", &text, err);
    if (!code && edn) {
        m->data = edn_read(buf_string(&text), source->path, err);
        code = m->data ? ERR_NONE : err->code;
    } else if (!code) {
        m->data = json_loadb(buf_string(&text), text.length, JSON_ALLOW_NUL, &wrong);
        if (!m->data && json_error_code(&wrong) == json_error_out_of_memory)
            code = err_memory(err);
        else if (!m->data)
            code = err_at(err, ERR_MISTAKE, source->path, 0, 0,
                "is damaged: line %d of its data.json: %s", wrong.line, wrong.text);
    }
    buf_done(&text);
    return code;
}

static void mochi_index(struct mochi *m, struct map *map, const json_t *list)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one) if (*mochi_text(one, "id") && i < MAP_NONE) m->failed |=
        !map_add(map, hash_text(0, mochi_text(one, "id")), (uint32_t)i);
}

static const json_t *mochi_find(const struct map *map, const json_t *list, const char *id)
{
    uint32_t number = *id ? map_get(map, hash_text(0, id)) : MAP_NONE;
    return number == MAP_NONE ? NULL : json_array_get(list, number);
}

/* Makes a deck the current one; its name follows its parents' names. NULL clears the name. */
static void mochi_name_deck(struct mochi *m, const json_t *deck)
{
    const char *names[PARENTS_MAX];
    size_t count = 0;
    m->reverse = mochi_is(deck, "review-reverse?");
    for (; deck && count < PARENTS_MAX; count++) {
        names[count] = mochi_text(deck, "name");
        deck = mochi_find(&m->decks, m->deck_list, mochi_text(deck, "parent-id"));
    }
    buf_clear(&m->deck);
    while (count-- > 0)
        if (*names[count])
            buf_format(&m->deck, "%s%s", m->deck.length ? "::" : "", names[count]);
}

/* ---- texts ---- */

/* Appends the address of a link: where the file is copied to, if the package has it. */
static void mochi_add_address(struct mochi *m, struct buf *out, const char *address, size_t length)
{
    static const char *const folders[] = {"@media/", "./", "attachments/"};
    struct buf name = {0};
    const char *link = NULL;
    buf_add(&name, address, length);
    const char *file = buf_string(&name);
    struct package *package = anki_import_package(m->package);
    for (size_t i = 0; i < COUNT(folders); i++)
        if (package_find_media(package, file) == PACKAGE_NONE &&
            strncmp(file, folders[i], strlen(folders[i])) == 0)
            file += strlen(folders[i]);
    if (package_find_media(package, file) != PACKAGE_NONE)
        link = anki_import_link(m->package, m->sink, buf_string(&m->deck), file);
    if (link && strpbrk(link, " ()"))
        buf_format(out, "<%s>", link);
    else
        buf_text(out, link ? link : buf_string(&name));
    m->failed |= name.failed;
    buf_done(&name);
}

/* Appends Markdown with the addresses of its links changed. */
static void mochi_add_text(struct mochi *m, struct buf *out, const char *text)
{
    while (*text) {
        const char *open = strstr(text, "]("), *close = NULL;
        if (open)
            close = open + 2 + strcspn(open + 2, ") \n");
        if (!open || !*close) {
            buf_text(out, text);
            return;
        }
        buf_add(out, text, (size_t)(open + 2 - text));
        mochi_add_address(m, out, open + 2, (size_t)(close - open - 2));
        text = close;
    }
}

/* Appends the card's whole text: its own, that of its template, or that of its fields. */
static void mochi_add_content(struct mochi *m, struct buf *content, const json_t *card)
{
    const char *key;
    json_t *field, *fields = (json_t *)mochi_get(card, "fields");
    const json_t *template =
        mochi_find(&m->templates, m->template_list, mochi_text(card, "template-id"));
    if (template && json_object_size(fields))
        mochi_render(content, template, card);
    else
        buf_text(content, mochi_text(card, "content"));
    field_trim(content);
    if (content->length)
        return;
    buf_text(content, mochi_text(card, "name"));
    json_object_foreach(
        fields, key, field) if (strcmp(key, "~:name") != 0 && *mochi_text(field, "value"))
        buf_format(content, "\n---\n%s", mochi_text(field, "value"));
}

static void mochi_add_tags(struct mochi *m, const json_t *card)
{
    static const char *const keys[] = {"tags", "manual-tags"};
    struct buf tag = {0};
    for (size_t k = 0; k < COUNT(keys); k++) {
        size_t i;
        json_t *one;
        json_array_foreach(mochi_list(mochi_get(card, keys[k])), i, one)
        {
            const char *name = json_string_value(one);
            buf_clear(&tag);
            buf_format(&tag, "%s,", !name ? "" : name + 2 * (strncmp(name, "~:", 2) == 0));
            field_add_tags(&m->entry.tags, buf_string(&tag));
        }
    }
    m->failed |= tag.failed;
    buf_done(&tag);
}

/* ---- cards ---- */

/* Makes the entry of a card. */
static void mochi_make_entry(struct mochi *m, const json_t *card)
{
    struct buf content = {0}, sides[2] = {{0}, {0}}, front = {0}, rest = {0};
    const char *id = mochi_text(card, "id");
    deck_entry_clear(&m->entry);
    mochi_add_content(m, &content, card);
    mochi_divide(buf_string(&content), &sides[0], &sides[1]);
    mochi_add_text(m, &front, buf_string(&sides[0]));
    mochi_add_text(m, &rest, buf_string(&sides[1]));
    if (*id)
        field_add_id(&m->entry.id, id + 2 * (strncmp(id, "~:", 2) == 0));
    mochi_add_tags(m, card);
    if (mochi_add_gaps(&m->entry.cloze, buf_string(&front))) {
        buf_text(&m->entry.note, buf_string(&rest));
    } else {
        buf_clear(&m->entry.cloze);
        buf_text(&m->entry.question, buf_string(&front));
        buf_text(&m->entry.answer, buf_string(&rest));
        m->entry.reverse =
            rest.length && (m->reverse || mochi_is(card, "review-reverse?") ||
                               json_array_size(mochi_list(mochi_get(card, "reverse-reviews"))));
    }
    m->failed |= content.failed || sides[0].failed || sides[1].failed || front.failed ||
                 rest.failed || m->deck.failed || !deck_entry_is_whole(&m->entry);
    buf_done(&content);
    buf_done(&sides[0]);
    buf_done(&sides[1]);
    buf_done(&front);
    buf_done(&rest);
}

static bool mochi_send_history(struct mochi *m, const json_t *card)
{
    const char *key;
    json_t *list, *gaps = (json_t *)mochi_get(card, "cloze/reviews");
    bool suspended = mochi_is(card, "archived?"), cloze = m->entry.cloze.length != 0;
    const json_t *reviews = mochi_list(mochi_get(card, "reviews"));
    json_object_foreach(gaps, key, list)
    {
        int gap = atoi(key + strcspn(key, "0123456789"));
        if (cloze && gap > 0 && gap < VARIANT_REVERSE &&
            !mochi_send_reviews(m->sink, gap, mochi_list(list), suspended))
            return false;
    }
    if (cloze && json_object_size(gaps))
        return true;
    if (!mochi_send_reviews(m->sink, cloze ? 1 : VARIANT_FORWARD, reviews, suspended))
        return false;
    return !m->entry.reverse || mochi_send_reviews(m->sink, VARIANT_REVERSE,
                                    mochi_list(mochi_get(card, "reverse-reviews")), suspended);
}

static bool mochi_send_card(struct mochi *m, const json_t *card)
{
    m->trashed += mochi_is(card, "trashed?");
    if (mochi_is(card, "trashed?") || !json_is_object(card))
        return true;
    if (mochi_is(card, "diagram")) {
        m->diagrams++;
        return true;
    }
    mochi_make_entry(m, card);
    return !m->failed && !anki_import_failure(m->package) &&
           m->sink->entry(m->sink->context, buf_string(&m->deck), &m->entry, 0) &&
           mochi_send_history(m, card);
}

static bool mochi_send_cards(struct mochi *m, const json_t *list)
{
    size_t i;
    json_t *card;
    json_array_foreach(list, i, card) if (!mochi_send_card(m, card)) return false;
    return true;
}

static bool mochi_send_deck(struct mochi *m, const json_t *deck)
{
    const json_t *cards = mochi_list(mochi_get(deck, "cards"));
    const char *id = mochi_text(deck, "id");
    struct buf identity = {0};
    mochi_name_deck(m, deck);
    if (mochi_is(deck, "trashed?")) {
        m->trashed += json_array_size(cards);
        return true;
    }
    buf_format(&identity, "mochi:%s", id + 2 * (strncmp(id, "~:", 2) == 0));
    m->failed |= identity.failed || m->deck.failed;
    if (*id && json_array_size(cards) && m->sink->identity && !m->failed)
        m->sink->identity(m->sink->context, buf_string(&m->deck), buf_string(&identity));
    buf_done(&identity);
    return !m->failed && mochi_send_cards(m, cards);
}

/* ---- the package ---- */

static enum err_code mochi_read_cards(struct mochi *m, const char *path, struct err *err)
{
    size_t i;
    const json_t *deck;
    json_t *card;
    bool more = true;
    m->deck_list = mochi_list(mochi_get(m->data, "decks"));
    m->template_list = mochi_list(mochi_get(m->data, "templates"));
    if (!m->deck_list && !mochi_list(mochi_get(m->data, "cards")))
        return err_at(err, ERR_MISTAKE, path, 0, 0,
            "is a zip file of another program: its data has no decks of Mochi");
    mochi_index(m, &m->decks, m->deck_list);
    mochi_index(m, &m->templates, m->template_list);
    json_array_foreach(m->deck_list, i, deck) more = more && !m->failed && mochi_send_deck(m, deck);
    json_array_foreach(mochi_list(mochi_get(m->data, "cards")), i, card)
    {
        deck = mochi_find(&m->decks, m->deck_list, mochi_text(card, "deck-id"));
        mochi_name_deck(m, deck);
        more = more && !m->failed && mochi_send_card(m, card);
    }
    const struct err *failure = anki_import_failure(m->package);
    if (m->failed)
        return err_memory(err);
    if (!more || failure) {
        *err = failure ? *failure : m->sink->failure;
        return err->code;
    }
    import_note_count(m->sink, m->diagrams, "diagram card left out: it hides parts of a picture",
        "diagram cards left out: they hide parts of a picture");
    import_note_count(m->sink, m->trashed, "card left out: it is in Mochi's trash",
        "cards left out: they are in Mochi's trash");
    return ERR_NONE;
}

static bool mochi_recognizes(const struct import_source *source)
{
    return source->start.length > 4 && memcmp(source->start.bytes, "PK\3\4", 4) == 0 &&
           (package_has(source->file, "data.json", NULL) ||
               package_has(source->file, "data.edn", NULL));
}

static enum err_code mochi_read_source(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct mochi m = {.sink = sink, .package = source->unpacked};
    struct package *package;
    enum err_code code = ERR_NONE;
    if (!m.package && !(code = package_open_foreign(&package, source->file, source->path, err)))
        code = anki_import_of(&m.package, source->path, package, err);
    source->unpacked = m.package;
    if (!code && !(code = mochi_read_data(&m, source, err)))
        code = mochi_read_cards(&m, source->path, err);
    json_decref(m.data);
    map_done(&m.decks);
    map_done(&m.templates);
    buf_done(&m.deck);
    deck_entry_done(&m.entry);
    return code;
}

const struct importer importer_mochi = {
    "mochi", "a package of Mochi", mochi_recognizes, mochi_read_source};

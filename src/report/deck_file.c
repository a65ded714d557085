#include "report/deck_file.h"

#include "deck/cloze.h"
#include "deck/writer.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/retired.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A deck on its way out; cards are those of one entry. */
struct out {
    struct store *store;
    FILE *stream;
    struct buf text, comment;
    struct deck_entry entry;
    struct stored_card *cards;
    struct card *plain; /* the same */
    size_t count, room, plain_room;
};

static void set_text(struct buf *buf, const char *text)
{
    buf_clear(buf);
    buf_text(buf, text);
}

static void write_head(struct buf *out, const struct deck_facts *facts, struct caps caps, bool any)
{
    struct deck_head head = {.caps = caps, .names_itself = strcmp(facts->id, facts->name) != 0};
    set_text(&head.name, facts->name);
    set_text(&head.id, facts->id);
    set_text(&head.description, facts->description);
    set_text(&head.tags, facts->tags);
    deck_write_head(out, &head, any);
    out->failed |=
        head.name.failed || head.id.failed || head.description.failed || head.tags.failed;
    deck_head_done(&head);
}

/* Write the entry; as a comment where it has left the file. */
static void write_entry(struct out *o, bool retired)
{
    struct buf lines = {0};
    deck_write_entry(&lines, &o->entry);
    buf_char(&o->text, '\n');
    if (o->comment.length)
        deck_write_comment(&o->text, buf_string(&o->comment));
    if (retired && lines.length)
        deck_write_comment(&o->text, buf_string(&lines) + 1);
    else if (lines.length)
        buf_text(&o->text, buf_string(&lines) + 1);
    o->text.failed |= lines.failed || o->comment.failed || !deck_entry_is_whole(&o->entry);
    buf_done(&lines);
}

/* The texts that all cards of an entry share. */
static void set_entry(struct out *o, const struct card *card)
{
    deck_entry_clear(&o->entry);
    set_text(&o->entry.id, card->id ? card->id : "");
    set_text(&o->entry.tags, card->tags);
    set_text(&o->entry.hint, card->hint);
    set_text(&o->entry.note, card->note);
}

static void write_plain(struct out *o, const struct card *card, bool reverse, bool retired)
{
    set_text(&o->entry.question, card->question);
    set_text(&o->entry.answer, card->answer);
    o->entry.reverse = reverse;
    write_entry(o, retired);
}

/* Say which of the entry's cards are set aside. */
static void mark(struct out *o, bool retired)
{
    bool all = true;
    size_t suspended = 0;
    set_text(&o->comment, retired ? "retired" : "");
    for (size_t i = 0; i < o->count && !retired; i++) {
        all = all && o->cards[i].schedule.suspended;
        suspended += o->cards[i].schedule.suspended;
    }
    if (!suspended)
        return;
    set_text(&o->comment, "suspended");
    for (size_t i = 0; i < o->count && !all; i++) {
        const struct stored_card *card = &o->cards[i];
        if (!card->schedule.suspended)
            continue;
        buf_char(&o->comment, ' ');
        card_name(card->card.id, card->card.variant, card->card_id, &o->comment);
    }
}

/* Write the cards that have been gathered as the entry that they come from. */
static void write_cards(struct out *o)
{
    const struct card *first = o->count ? o->plain : NULL;
    if (!first)
        return;
    bool retired = o->cards[0].retired;
    mark(o, retired);
    set_entry(o, first);
    bool plain = first->variant == VARIANT_FORWARD;
    if (plain) {
        write_plain(o, first, o->count > 1, retired);
    } else if (cloze_rebuild(o->plain, o->count, &o->entry.cloze)) {
        write_entry(o, retired);
    } else {
        for (size_t i = 0; i < o->count; i++) {
            set_text(&o->comment, retired                          ? "retired, "
                                  : o->cards[i].schedule.suspended ? "suspended, "
                                                                   : "");
            set_entry(o, &o->plain[i]);
            buf_clear(&o->entry.id); /* which several entries cannot share */
            buf_text(&o->comment, "a card of the entry ");
            card_name(first->id, o->plain[i].variant, o->cards[i].card_id, &o->comment);
            write_plain(o, &o->plain[i], false, retired);
        }
    }
    o->count = 0;
}

/* Whether a card is of the same entry as those gathered. */
static bool belongs(const struct out *o, const struct stored_card *card)
{
    if (o->count == 0)
        return true;
    const struct stored_card *last = &o->cards[o->count - 1];
    if (last->retired != card->retired || card->card.variant <= last->card.variant)
        return false;
    if (last->card.id || card->card.id)
        return last->card.id && card->card.id && strcmp(last->card.id, card->card.id) == 0;
    return card->card.variant != VARIANT_REVERSE ||
           strcmp(card->card.question, last->card.answer) == 0;
}

/* Read a card into the place behind those gathered, and write these where it is of another entry.
 */
static enum err_code take_card(struct out *o, int64_t card_id, struct err *err)
{
    size_t before = o->room;
    if (!array_grow(&o->cards, o->count, &o->room, sizeof *o->cards) ||
        !array_grow(&o->plain, o->count, &o->plain_room, sizeof *o->plain))
        return err_memory(err);
    if (o->room > before)
        memset(o->cards + before, 0, (o->room - before) * sizeof *o->cards);
    struct stored_card *card = &o->cards[o->count];
    enum err_code code = store_card(o->store, card_id, card, err);
    if (code)
        return code;
    if (!belongs(o, card)) {
        struct stored_card first = o->cards[0];
        size_t place = o->count;
        write_cards(o);
        o->cards[0] = o->cards[place];
        o->cards[place] = first; /* for its memory */
    }
    o->plain[o->count] = o->cards[o->count].card;
    o->count++;
    return ERR_NONE;
}

static enum err_code put_text(struct out *o, struct err *err)
{
    if (o->text.failed)
        return err_memory(err);
    fwrite(buf_string(&o->text), 1, o->text.length, o->stream);
    buf_clear(&o->text);
    return ferror(o->stream) ? err_set(err, ERR_IO, "cannot be written: %s", strerror(errno))
                             : ERR_NONE;
}

static enum err_code write_all(struct out *o, const struct card_ids *ids, struct err *err)
{
    enum err_code code = put_text(o, err);
    for (size_t i = 0; i < ids->count && !code; i++)
        if (!(code = take_card(o, ids->ids[i], err)))
            code = put_text(o, err);
    if (code)
        return code;
    write_cards(o);
    return put_text(o, err);
}

enum err_code deck_file_write(struct store *store, int64_t deck_id, FILE *stream, struct err *err)
{
    struct out o = {.store = store, .stream = stream};
    struct deck_facts facts = {0};
    struct deck_says says = {.caps = CAPS_UNSET};
    struct card_ids ids = {0};
    enum err_code code;
    if (!(code = store_deck_facts(store, deck_id, &facts, err)) &&
        !(code = store_deck_says(store, deck_id, &says, err)) &&
        !(code = store_every_card(store, deck_id, &ids, err))) {
        write_head(&o.text, &facts, says.caps, facts.cards > 0);
        code = write_all(&o, &ids, err);
    }
    deck_facts_done(&facts);
    buf_done(&says.id);
    buf_done(&says.name);
    free(ids.ids);
    for (size_t i = 0; i < o.room; i++)
        stored_card_done(&o.cards[i]);
    free(o.cards);
    free(o.plain);
    buf_done(&o.text);
    buf_done(&o.comment);
    deck_entry_done(&o.entry);
    return code;
}

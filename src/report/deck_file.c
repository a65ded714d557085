#include "report/deck_file.h"

#include "deck/cloze.h"
#include "deck/writer.h"
#include "report/entries.h"
#include "store/decks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct deck_file_out {
    FILE *stream;
    struct buf text, comment;
    struct deck_entry entry;
    const struct entry_cards *cards;
};

static void deck_file_set_text(struct buf *buf, const char *text)
{
    buf_clear(buf);
    buf_text(buf, text);
}

static void deck_file_write_head(
    struct buf *out, const struct deck_facts *facts, const struct stored_caps *stored, bool any)
{
    struct deck_head head = {.caps = stored->caps,
        .scheduling = stored->scheduling,
        .names_itself = strcmp(facts->id, facts->name) != 0};
    deck_file_set_text(&head.name, facts->name);
    deck_file_set_text(&head.id, facts->id);
    deck_file_set_text(&head.description, facts->description);
    deck_file_set_text(&head.tags, facts->tags);
    deck_write_head(out, &head, any);
    out->failed |=
        head.name.failed || head.id.failed || head.description.failed || head.tags.failed;
    deck_head_done(&head);
}

/* Writes the entry, as a comment if it is retired. */
static void deck_file_write_entry(struct deck_file_out *o, bool retired)
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

/* Sets the values that all cards of an entry share. */
static void deck_file_set_entry(struct deck_file_out *o, const struct stored_card *stored)
{
    const struct card *card = &stored->card;
    deck_entry_clear(&o->entry);
    deck_file_set_text(&o->entry.id, card->id ? card->id : "");
    deck_file_set_text(&o->entry.tags, stored->own_tags);
    deck_file_set_text(&o->entry.hint, card->hint);
    deck_file_set_text(&o->entry.note, card->note);
    o->entry.type = o->entry.type_given = card->typed;
}

static void deck_file_write_plain(
    struct deck_file_out *o, const struct card *card, bool reverse, bool retired)
{
    deck_file_set_text(&o->entry.question, card->question);
    deck_file_set_text(&o->entry.answer, card->answer);
    o->entry.reverse = reverse;
    deck_file_write_entry(o, retired);
}

/* Sets the comment, which says that the entry is retired or which of its cards are suspended. */
static void deck_file_mark(struct deck_file_out *o, bool retired)
{
    size_t suspended = 0;
    for (size_t i = 0; i < o->cards->count; i++)
        suspended += o->cards->cards[i].schedule.suspended;
    deck_file_set_text(&o->comment, retired ? "retired" : suspended ? "suspended" : "");
    if (retired || !suspended || suspended == o->cards->count)
        return;
    for (size_t i = 0; i < o->cards->count; i++) {
        const struct stored_card *card = &o->cards->cards[i];
        if (!card->schedule.suspended)
            continue;
        buf_char(&o->comment, ' ');
        card_name(card->card.id, card->card.variant, card->card_id, &o->comment);
    }
}

/* Writes the cards as their original entry. */
static void deck_file_write_cards(struct deck_file_out *o)
{
    const struct stored_card *cards = o->cards->cards;
    const struct card *plain = o->cards->plain;
    size_t count = o->cards->count;
    bool retired = cards[0].retired;
    deck_file_mark(o, retired);
    deck_file_set_entry(o, cards);
    if (plain->variant == VARIANT_FORWARD) {
        deck_file_write_plain(o, plain, count > 1, retired);
        return;
    }
    if (cloze_rebuild(plain, count, &o->entry.cloze)) {
        deck_file_write_entry(o, retired);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *state = cards[i].schedule.suspended ? "suspended, " : "";
        deck_file_set_text(&o->comment, retired ? "retired, " : state);
        deck_file_set_entry(o, &cards[i]);
        buf_clear(&o->entry.id); /* entries cannot share an id */
        buf_text(&o->comment, "a card of the entry ");
        card_name(plain->id, plain[i].variant, cards[i].card_id, &o->comment);
        deck_file_write_plain(o, &plain[i], false, retired);
    }
}

static enum err_code deck_file_put_text(struct deck_file_out *o, struct err *err)
{
    if (o->text.failed)
        return err_memory(err);
    fwrite(buf_string(&o->text), 1, o->text.length, o->stream);
    buf_clear(&o->text);
    return ferror(o->stream) ? err_set(err, ERR_IO, "cannot be written: %s", strerror(errno))
                             : ERR_NONE;
}

static enum err_code deck_file_take_cards(
    void *context, const struct entry_cards *cards, struct err *err)
{
    struct deck_file_out *o = context;
    o->cards = cards;
    deck_file_write_cards(o);
    return deck_file_put_text(o, err);
}

enum err_code deck_file_write(struct store *store, int64_t deck_id, FILE *stream, struct err *err)
{
    struct deck_file_out o = {.stream = stream};
    struct deck_facts facts = {0};
    struct stored_caps caps = {.caps = CAPS_UNSET};
    enum err_code code;
    if (!(code = store_deck_facts(store, deck_id, &facts, err)) &&
        !(code = store_deck_caps(store, deck_id, &caps, err))) {
        deck_file_write_head(&o.text, &facts, &caps, facts.cards > 0);
        if (!(code = deck_file_put_text(&o, err)))
            code = entries_read(store, deck_id, deck_file_take_cards, &o, err);
    }
    deck_facts_done(&facts);
    buf_done(&caps.id);
    buf_done(&caps.name);
    buf_done(&o.text);
    buf_done(&o.comment);
    deck_entry_done(&o.entry);
    return code;
}

/* The head and the entries of a deck, and the cards that an entry makes. */
#include "deck/reader.h"

#include <limits.h>
#include <string.h>

/* Returns text field number i of an entry, counted from 0; NULL after the last. */
static struct buf *entry_text(struct deck_entry *entry, size_t i)
{
    struct buf *const texts[] = {&entry->question, &entry->answer, &entry->cloze, &entry->id,
        &entry->tags, &entry->hint, &entry->note};
    return i < COUNT(texts) ? texts[i] : NULL;
}

void deck_entry_clear(struct deck_entry *entry)
{
    struct buf *text;
    for (size_t i = 0; (text = entry_text(entry, i)); i++)
        buf_clear(text);
    entry->reverse = entry->type = entry->type_given = false;
    entry->id_line = entry->id_column = 0;
}

void deck_entry_done(struct deck_entry *entry)
{
    struct buf *text;
    for (size_t i = 0; (text = entry_text(entry, i)); i++)
        buf_done(text);
}

bool deck_entry_is_whole(struct deck_entry *entry)
{
    struct buf *text;
    for (size_t i = 0; (text = entry_text(entry, i)); i++)
        if (text->failed)
            return false;
    return true;
}

void deck_entry_copy(struct deck_entry *to, const struct deck_entry *from)
{
    struct buf *text;
    for (size_t i = 0; (text = entry_text(to, i)); i++)
        buf_text(text, buf_string(entry_text((struct deck_entry *)from, i)));
    to->cloze_position = from->cloze_position;
    to->reverse = from->reverse;
    to->type = from->type;
    to->type_given = from->type_given;
    to->id_line = from->id_line;
    to->id_column = from->id_column;
    to->position = from->position;
}

void deck_head_done(struct deck_head *head)
{
    buf_done(&head->name);
    buf_done(&head->id);
    buf_done(&head->source);
    buf_done(&head->description);
    buf_done(&head->tags);
}

static bool entry_same_text(const struct buf *a, const struct buf *b)
{
    return strcmp(buf_string(a), buf_string(b)) == 0;
}

bool deck_head_is_same(const struct deck_head *a, const struct deck_head *b)
{
    return a->named == b->named && a->names_itself == b->names_itself &&
           (!a->named || entry_same_text(&a->name, &b->name)) &&
           (!a->names_itself || entry_same_text(&a->id, &b->id)) &&
           entry_same_text(&a->source, &b->source) &&
           entry_same_text(&a->description, &b->description) &&
           entry_same_text(&a->tags, &b->tags) && a->caps.cards == b->caps.cards &&
           a->caps.new_cards == b->caps.new_cards &&
           a->scheduling.scheduler == b->scheduling.scheduler &&
           a->scheduling.retention == b->scheduling.retention && a->type == b->type;
}

bool deck_entry_is_same(const struct deck_entry *a, const struct deck_entry *b)
{
    return entry_same_text(&a->question, &b->question) && entry_same_text(&a->answer, &b->answer) &&
           entry_same_text(&a->cloze, &b->cloze) && entry_same_text(&a->tags, &b->tags) &&
           entry_same_text(&a->hint, &b->hint) && entry_same_text(&a->note, &b->note) &&
           a->reverse == b->reverse && a->type_given == b->type_given &&
           (!a->type_given || a->type == b->type);
}

bool deck_entry_is_equal(const struct deck_entry *a, const struct deck_entry *b)
{
    return entry_same_text(&a->id, &b->id) && deck_entry_is_same(a, b);
}

void card_texts_done(struct card_texts *texts)
{
    buf_done(&texts->question);
    buf_done(&texts->answer);
    cloze_done(&texts->cloze);
}

bool card_texts_failed(const struct card_texts *texts)
{
    return texts->question.failed || texts->answer.failed;
}

static bool entry_cloze_card(const char *text, struct card_texts *texts, struct card *card)
{
    bool whole = texts->gap > 0 || cloze_read(&texts->cloze, text);
    int gap = cloze_next_gap(&texts->cloze, texts->gap);
    texts->gap = gap ? gap : INT_MAX; /* there is no gap after this */
    if (whole && !gap)
        return false;
    buf_clear(&texts->question);
    buf_clear(&texts->answer);
    cloze_question(&texts->cloze, gap, &texts->question);
    cloze_answer(&texts->cloze, gap, &texts->answer);
    texts->question.failed |= !whole;
    card->variant = gap;
    card->cloze = text;
    card->question = buf_string(&texts->question);
    card->answer = buf_string(&texts->answer);
    return true;
}

bool deck_entry_card(
    const struct deck_entry *entry, unsigned index, struct card_texts *texts, struct card *card)
{
    texts->gap = index ? texts->gap : 0;
    *card = (struct card){
        .id = entry->id.length ? buf_string(&entry->id) : NULL,
        .variant = VARIANT_FORWARD,
        .question = buf_string(&entry->question),
        .answer = buf_string(&entry->answer),
        .hint = buf_string(&entry->hint),
        .note = buf_string(&entry->note),
        .tags = buf_string(&entry->tags),
        .typed = entry->type,
    };
    if (entry->cloze.length)
        return entry_cloze_card(buf_string(&entry->cloze), texts, card);
    if (index == 1 && entry->reverse && entry->answer.length) {
        card->variant = VARIANT_REVERSE;
        card->question = buf_string(&entry->answer);
        card->answer = buf_string(&entry->question);
        return true;
    }
    return index == 0;
}

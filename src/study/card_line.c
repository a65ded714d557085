#include "study/card_line.h"

#include <string.h>

/* Where an entry begins, and its number, from 1; of a mistake, only the line. Several entries may
 * begin on one line. */
struct card_line_place {
    unsigned line;
    int64_t number;
};

/* Candidates, best first; with line 0 for none. */
struct card_line_places {
    struct card_line_place mistake, same, similar, at_position;
};

static void card_line_record_mistake(void *context, const struct err *mistake)
{
    struct card_line_places *places = context;
    if (!places->mistake.line)
        places->mistake.line = mistake->line;
}

static bool card_line_asks(
    const struct deck_entry *entry, const struct card *wanted, struct card_texts *texts)
{
    struct card card;
    for (unsigned i = 0; deck_entry_card(entry, i, texts, &card); i++)
        if (card.variant == wanted->variant && strcmp(card.question, wanted->question) == 0)
            return true;
    return false;
}

static void card_line_record_entry(struct card_line_places *places, const struct deck_entry *entry,
    int64_t number, const struct stored_card *stored, struct card_texts *texts)
{
    const struct card *card = &stored->card;
    const struct card_line_place here = {entry->position.line, number};
    bool named = card->id && strcmp(buf_string(&entry->id), card->id) == 0;
    bool similar = card_line_asks(entry, card, texts), at_position = number == stored->position;
    if (named || (similar && at_position && !places->same.line))
        places->same = here;
    if (similar && !places->similar.line)
        places->similar = here;
    if (at_position)
        places->at_position = here;
}

static enum err_code card_line_place(const char *path, const struct stored_card *card,
    struct card_line_place *place, struct err *err)
{
    struct deck_reader *reader = NULL;
    struct card_texts texts = {0};
    struct card_line_places places = {0};
    const struct deck_entry *entry = NULL;
    enum err_code code = deck_open(&reader, path, card_line_record_mistake, &places, err);
    for (int64_t number = 1; !code; number++) {
        code = deck_next(reader, &entry, err);
        if (code || !entry)
            break;
        card_line_record_entry(&places, entry, number, card, &texts);
    }
    bool ok = !card_texts_failed(&texts);
    card_texts_done(&texts);
    deck_close(reader);
    const struct card_line_place choices[] = {
        places.mistake, places.same, places.similar, places.at_position, {.line = 1}};
    size_t choice = 0;
    while (choices[choice].line == 0)
        choice++;
    *place = choices[choice];
    if (!ok)
        return err_memory(err);
    return code == ERR_MISTAKE ? ERR_NONE : code;
}

enum err_code card_line_find(
    const char *path, const struct stored_card *card, unsigned *line, struct err *err)
{
    struct card_line_place place;
    enum err_code code = card_line_place(path, card, &place, err);
    *line = place.line;
    return code;
}

enum err_code card_entry_find(
    const char *path, const struct stored_card *card, struct deck_entry *found, struct err *err)
{
    struct deck_reader *reader = NULL;
    const struct deck_entry *entry = NULL;
    struct card_line_place place;
    enum err_code code = card_line_place(path, card, &place, err);
    if (!code)
        code = deck_open(&reader, path, ignore_mistake, NULL, err);
    deck_entry_clear(found);
    for (int64_t i = 1; !code && !(code = deck_next(reader, &entry, err)) && entry; i++)
        if (i == place.number)
            deck_entry_copy(found, entry);
    if (code == ERR_MISTAKE || (!code && deck_mistakes(reader)))
        code =
            err_at(err, ERR_MISTAKE, path, place.line, 1, "the file has mistakes: edit it first");
    else if (!code && !found->position.line)
        code = err_at(err, ERR_IO, path, 0, 0, "the card is no longer in its file");
    deck_close(reader);
    return !code && !deck_entry_is_whole(found) ? err_memory(err) : code;
}

#include "study/card_line.h"

#include <string.h>

/* Candidates for the line, best first; 0 for none. */
struct card_line_lines {
    unsigned mistake, same, similar, at_position;
};

static void card_line_record_mistake(void *context, const struct err *mistake)
{
    struct card_line_lines *lines = context;
    if (!lines->mistake)
        lines->mistake = mistake->line;
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

static void card_line_record_entry(struct card_line_lines *lines, const struct deck_entry *entry,
    bool at_position, const struct card *card, struct card_texts *texts)
{
    bool named = card->id && strcmp(buf_string(&entry->id), card->id) == 0;
    bool similar = card_line_asks(entry, card, texts);
    if (named || (similar && at_position && !lines->same))
        lines->same = entry->position.line;
    if (similar && !lines->similar)
        lines->similar = entry->position.line;
    if (at_position)
        lines->at_position = entry->position.line;
}

enum err_code card_line_find(
    const char *path, const struct stored_card *card, unsigned *line, struct err *err)
{
    struct deck_reader *reader = NULL;
    struct card_texts texts = {0};
    struct card_line_lines lines = {0};
    const struct deck_entry *entry = NULL;
    enum err_code code = deck_open(&reader, path, card_line_record_mistake, &lines, err);
    for (int64_t position = 1; !code; position++) {
        code = deck_next(reader, &entry, err);
        if (code || !entry)
            break;
        card_line_record_entry(&lines, entry, position == card->position, &card->card, &texts);
    }
    bool ok = !card_texts_failed(&texts);
    card_texts_done(&texts);
    deck_close(reader);
    const unsigned choices[] = {lines.mistake, lines.same, lines.similar, lines.at_position, 1};
    size_t choice = 0;
    while (choices[choice] == 0)
        choice++;
    *line = choices[choice];
    if (!ok)
        return err_memory(err);
    return code == ERR_MISTAKE ? ERR_NONE : code;
}

enum err_code card_entry_find(
    const char *path, const struct stored_card *card, struct deck_entry *found, struct err *err)
{
    struct deck_reader *reader = NULL;
    const struct deck_entry *entry = NULL;
    unsigned line;
    enum err_code code = card_line_find(path, card, &line, err);
    if (!code)
        code = deck_open(&reader, path, ignore_mistake, NULL, err);
    deck_entry_clear(found);
    while (!code && !(code = deck_next(reader, &entry, err)) && entry)
        if (entry->position.line == line && !found->position.line)
            deck_entry_copy(found, entry);
    if (code == ERR_MISTAKE || (!code && deck_mistakes(reader)))
        code = err_at(err, ERR_MISTAKE, path, line, 1, "the file has mistakes: edit it first");
    else if (!code && !found->position.line)
        code = err_at(err, ERR_IO, path, 0, 0, "the card is no longer in its file");
    deck_close(reader);
    return !code && !deck_entry_is_whole(found) ? err_memory(err) : code;
}

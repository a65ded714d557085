#include "study/card_links.h"

#include "deck/cloze.h"
#include "text/md_links.h"

#include <stdlib.h>
#include <string.h>

bool card_links_possible(const struct card *card)
{
    const char *const texts[] = {
        card->question, card->answer, card->cloze ? card->cloze : "", card->hint, card->note};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (strpbrk(texts[i], "[<"))
            return true;
    return false;
}

static bool card_links_has(const struct card_links *links, const char *address)
{
    for (size_t i = 0; i < links->count; i++)
        if (strcmp(links->list[i].address, address) == 0)
            return true;
    return false;
}

/* Adds a link, and finds out what kind of file it leads to. */
static enum err_code card_links_add(struct card_links *links, const char *address, bool answer,
    const char *deck_path, struct err *err)
{
    struct media media = {0};
    struct card_link link = {.address = strdup(address), .answer = answer};
    enum err_code code = link.address ? ERR_NONE : err_memory(err);
    if (!code && !media_has_scheme(address) &&
        media_open(deck_path, address, &media, err) == ERR_MEMORY)
        code = ERR_MEMORY;
    if (media.kind != MEDIA_NONE && !(link.path = strdup(buf_string(&media.path))))
        code = err_memory(err);
    link.kind = media.kind;
    media_close(&media);
    if (!code && !array_add(&links->list, &links->count, &links->capacity, &link, sizeof link))
        code = err_memory(err);
    if (code) {
        free(link.address);
        free(link.path);
    }
    return code;
}

/* Adds the links of a text, which may have marks. */
static enum err_code card_links_add_text(
    struct card_links *links, const char *text, bool answer, const char *deck_path, struct err *err)
{
    struct md_links found = {0};
    md_links_read(&found, text);
    enum err_code code = found.failed ? err_memory(err) : ERR_NONE;
    for (size_t i = 0; i < found.count && links->count < CARD_LINKS_MAX && !code; i++)
        if (!card_links_has(links, found.list[i].address))
            code = card_links_add(links, found.list[i].address, answer, deck_path, err);
    md_links_done(&found);
    return code;
}

enum err_code card_links_read(struct card_links *links, const struct card *card, bool hint,
    bool answer, const char *deck_path, struct err *err)
{
    struct buf question = {0}, sentence = {0};
    card_links_done(links);
    cloze_mark_question(card, &question);
    if (answer && card->cloze && card->answer[0])
        cloze_reveal(card->cloze, card->variant, CLOZE_MARKS, &sentence);
    const struct {
        const char *text;
        bool shown, answer;
    } parts[] = {{buf_string(&question), true, false}, {card->hint, hint, false},
        {buf_string(&sentence), answer, true}, {card->answer, answer && !sentence.length, true},
        {card->note, answer, true}};
    enum err_code code = question.failed || sentence.failed ? err_memory(err) : ERR_NONE;
    for (size_t i = 0; i < COUNT(parts) && !code; i++)
        if (parts[i].shown)
            code = card_links_add_text(links, parts[i].text, parts[i].answer, deck_path, err);
    if (code)
        card_links_done(links);
    buf_done(&question);
    buf_done(&sentence);
    return code;
}

void card_links_done(struct card_links *links)
{
    for (size_t i = 0; i < links->count; i++) {
        free(links->list[i].address);
        free(links->list[i].path);
    }
    free(links->list);
    *links = (struct card_links){0};
}

bool card_links_plays(const struct card_links *links, size_t i)
{
    bool answer = false;
    for (size_t k = 0; k < links->count; k++)
        answer |= links->list[k].kind == MEDIA_SOUND && links->list[k].answer;
    return links->list[i].kind == MEDIA_SOUND && links->list[i].answer == answer;
}

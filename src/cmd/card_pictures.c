#include "cmd/card_pictures.h"

#include "base/hash.h"
#include "cmd/command.h"
#include "deck/cloze.h"
#include "store/decks.h"
#include "study/media.h"
#include "text/text.h"
#include "tui/pictures.h"
#include "tui/terminal.h"

#include <string.h>

/* A card waits no longer for all of its pictures: one alone may take about as long. */
#define CARD_PICTURES_MS_MAX 5000

/* A hash of what the pictures depend on: texts, folder, and how large they can be; never 0. */
static uint64_t card_pictures_hash(
    const struct stored_card *stored, const struct card_pictures *pictures)
{
    const struct card *card = &stored->card;
    const char *const texts[] = {
        card->question, card->answer, card->hint, card->note, card->cloze ? card->cloze : ""};
    int rows, cols;
    terminal_size(&rows, &cols);
    const int screen[] = {
        rows, cols, pictures->cell_width, pictures->cell_height, (int)pictures_protocol()};
    uint64_t hash = hash_add(0, screen, sizeof screen);
    hash = hash_add(hash, &stored->deck_id, sizeof stored->deck_id);
    for (size_t i = 0; i < COUNT(texts); i++)
        hash = hash_text(hash, texts[i]);
    return hash | 1;
}

static void card_pictures_read_links(struct md_links *links, const struct card *card)
{
    const char *const texts[] = {card->question, card->hint, card->answer, card->note};
    struct buf sentence = {0};
    for (size_t i = 0; i < COUNT(texts); i++)
        md_links_read(links, texts[i]);
    if (card_text_sentence(card, CLOZE_MARKS, &sentence))
        md_links_read(links, buf_string(&sentence));
    buf_done(&sentence);
}

static bool card_pictures_has(const struct card_pictures *pictures, const char *address)
{
    for (size_t i = 0; i < pictures->count; i++)
        if (strcmp(pictures->list[i].address, address) == 0)
            return true;
    return false;
}

static void card_pictures_keep_failure(
    struct buf *failure, const char *address, const struct err *err)
{
    if (failure->length)
        return;
    buf_text(failure, "Not shown: ");
    text_safe(failure, address, TEXT_ONE_LINE);
    buf_text(failure, ": ");
    text_safe(failure, err->message, TEXT_ONE_LINE);
}

/* A file that is missing or no picture goes without saying: `drill check` reports it. */
static void card_pictures_add(struct shown_pictures *shown, const char *deck_path,
    const char *address, struct card_pictures *pictures)
{
    struct card_picture *picture = &pictures->list[pictures->count];
    struct media media;
    struct err err;
    int64_t begun_ms = clock_monotonic_ms();
    if (media_open(deck_path, address, &media, &err))
        return;
    *picture = (struct card_picture){.address = address};
    if (media.kind != MEDIA_IMAGE)
        ;
    else if (pictures_add(media.fd, &picture->id, &picture->width, &picture->height, &err))
        card_pictures_keep_failure(&shown->failure, address, &err);
    else
        pictures->count++;
    media_close(&media);
    shown->spent_ms += clock_monotonic_ms() - begun_ms;
}

/* The next picture that is in a file, and is not in the list; NULL if there is none, or no time
 * left for it. */
static const struct md_link *card_pictures_next(
    struct shown_pictures *shown, const struct card_pictures *pictures)
{
    while (shown->next < shown->links.count && pictures->count < CARD_PICTURES_MAX &&
           shown->spent_ms < CARD_PICTURES_MS_MAX) {
        const struct md_link *link = &shown->links.list[shown->next++];
        if (link->image && !media_has_scheme(link->address) &&
            !card_pictures_has(pictures, link->address))
            return link;
    }
    return NULL;
}

static void card_pictures_restart(struct shown_pictures *shown, struct card_pictures *pictures)
{
    md_links_done(&shown->links);
    shown->next = 0;
    shown->spent_ms = 0;
    pictures->count = 0;
    pictures_clear();
}

void shown_pictures_follow(struct shown_pictures *shown, struct store *store,
    const struct stored_card *card, struct card_pictures *pictures)
{
    bool show = card && pictures_protocol() != PICTURE_OFF;
    pictures_cell(&pictures->cell_width, &pictures->cell_height);
    uint64_t hash = show ? card_pictures_hash(card, pictures) : 0;
    if (hash != shown->hash) {
        card_pictures_restart(shown, pictures);
        if (show)
            card_pictures_read_links(&shown->links, &card->card);
    }
    shown->hash = hash;
    const struct md_link *link = card_pictures_next(shown, pictures);
    if (!link)
        return;
    struct deck_facts deck = {0};
    struct err err;
    if (!store_deck_facts(store, card->deck_id, &deck, &err))
        do
            card_pictures_add(shown, deck.path, link->address, pictures);
        while (!terminal_has_input() && (link = card_pictures_next(shown, pictures)));
    deck_facts_done(&deck);
}

void shown_pictures_done(struct shown_pictures *shown)
{
    md_links_done(&shown->links);
    buf_done(&shown->failure);
    pictures_clear();
    *shown = (struct shown_pictures){0};
}

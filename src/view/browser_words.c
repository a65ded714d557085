/* The browser's words for a card, its schedule and its row, for the screen and for plain mode. */
#include "view/browser.h"

#include "view/phrases.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

const char *browser_state(const struct schedule *schedule)
{
    return schedule->leech ? "leech" : card_state_word(schedule_state(schedule));
}

const char *browser_when(const struct schedule *schedule, int today, char *words)
{
    if (schedule->suspended)
        return "suspended";
    return schedule->buried_day == today ? "buried" : phrase_day(schedule->due, today, words);
}

const char *browser_ease(const struct browse *browse, const struct listed_card *card, char *words)
{
    int ease = card->schedule.sm2.ease;
    if (regime_has_memory(&browse_deck(browse, card)->regime))
        return "-";
    snprintf(words, PHRASE_SIZE, "%d.%02d", ease / 100, ease % 100);
    return words;
}

const char *browser_memory(const struct browse *browse, const struct listed_card *card,
    enum browse_column column, char *words)
{
    const struct past *past = &card->schedule.past;
    const struct regime *regime = &browse_deck(browse, card)->regime;
    if (!regime_has_memory(regime) || !past_is_known(past))
        return "-";
    if (column == BROWSE_RECALL)
        return phrase_percent(past_recall(regime, past, browse->today), words);
    assert(column == BROWSE_DIFFICULTY);
    snprintf(words, PHRASE_SIZE, "%.1f", (double)past->memory.state[MEMORY_DIFFICULTY]);
    return words;
}

/* Appends the deck's and the card's tags, each once, with dots between them. */
static void browser_words_add_tags(const struct stored_card *card, struct buf *out)
{
    const char *const lists[] = {card->deck_tags, card->card.tags};
    bool first = true;
    for (size_t i = 0; i < 2; i++) {
        for (const char *tag = lists[i]; *tag;) {
            size_t length = strcspn(tag, " ");
            if (i == 0 || !tags_have(card->deck_tags, tag, length)) {
                buf_text(out, first ? "" : " · ");
                buf_add(out, tag, length);
                first = false;
            }
            tag += length;
            tag += strspn(tag, " ");
        }
    }
}

void browser_facts(const struct stored_card *card, bool name_deck, struct buf *out)
{
    struct buf text = {0};
    if (name_deck)
        buf_text(&text, card->deck_name);
    struct buf tags = {0};
    browser_words_add_tags(card, &tags);
    buf_format(&text, "%s%s", name_deck && tags.length ? ": " : "", buf_string(&tags));
    text_safe(out, buf_string(&text), TEXT_ONE_LINE);
    out->failed |= text.failed || tags.failed;
    buf_done(&tags);
    buf_done(&text);
}

void browser_schedule(const struct browse *browse, const struct stored_card *card, struct buf *out)
{
    int today = browse->today;
    const struct schedule *schedule = &card->schedule;
    char due[PHRASE_SIZE];
    const struct {
        bool holds;
        const char *word;
    } flags[] = {{schedule->suspended, "suspended"}, {schedule->buried_day == today, "buried"},
        {schedule->leech, "leech"}};
    for (size_t i = 0; i < COUNT(flags); i++)
        if (flags[i].holds)
            buf_format(out, "%s, ", flags[i].word);
    buf_text(out, card_state_word(schedule_state(schedule)));
    if (schedule->due != NO_DAY)
        buf_format(out, ", due %s", phrase_day(schedule->due, today, due));
    struct buf history = {0};
    phrase_schedule(schedule, browse_regime(browse, card->deck_id), today, &history);
    buf_format(out, "%s%s", history.length ? ", " : "", buf_string(&history));
    out->failed |= history.failed;
    buf_done(&history);
}

void browser_count(const struct browse *browse, struct buf *out)
{
    bool searching = browse_is_searching(browse);
    if (browse->query.count || searching)
        buf_format(out, "%zu of ", browse->found_count);
    phrase_count(browse->cards.count, "card", out);
    buf_text(out, searching ? ", searching…" : "");
    if (browse->marked.count)
        buf_format(out, ", %zu marked", browse->marked.count);
}

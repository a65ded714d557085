/* The contents of an Anki package, without the package. The first byte chooses how to read the
 * rest: as a protocol buffer, or as a note, which is two templates and two fields separated by
 * 0x1f. Checks the importer's promises about entries, and that an exported entry comes back
 * unchanged. Without libFuzzer, replay.c runs it. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "fuzz.h"

#include "exchange/anki_note.h"
#include "exchange/protobuf.h"
#include "text/md_html.h"

#include <string.h>

static void read_message(const uint8_t *bytes, size_t size)
{
    struct protobuf message = protobuf_of(bytes, size);
    struct protobuf_field field;
    while (protobuf_next(&message, &field)) {
        MUST(field.number > 0);
        if (field.bytes)
            MUST((const uint8_t *)field.bytes >= bytes &&
                 (const uint8_t *)field.bytes + field.length <= bytes + size);
    }
    MUST(message.broken || message.at == message.end);
}

static void check_text(const struct buf *text)
{
    MUST(!text->failed);
    MUST(strlen(buf_string(text)) == text->length);
}

static bool take_entry(void *context, const char *deck, const struct deck_entry *entry,
    const struct anki_note_card *made, size_t count)
{
    struct card_texts texts = {0};
    struct card card;
    unsigned cards = 0;
    (void)context;
    MUST(strcmp(deck, "A::B") == 0 && count > 0 && entry->id.length);
    check_text(&entry->question);
    check_text(&entry->answer);
    check_text(&entry->cloze);
    check_text(&entry->hint);
    check_text(&entry->note);
    for (; deck_entry_card(entry, cards, &texts, &card); cards++)
        MUST(cards < count && card.variant == made[cards].variant); /* exactly the same cards */
    MUST(cards == count);
    card_texts_done(&texts);
    struct buf html = {0}; /* the question, as it is exported */
    markdown_to_html(&html, buf_string(&entry->question), NULL, NULL);
    check_text(&html);
    buf_done(&html);
    return true;
}

static bool take_skipped(
    void *context, const struct anki_note *note, const struct anki_card *card, const char *why)
{
    (void)context;
    MUST(*why && card >= note->cards && card < note->cards + note->card_count);
    return true;
}

static const char *link_of(void *context, const char *deck, const char *name)
{
    (void)context;
    MUST(*deck);
    return *name ? "media/x" : NULL;
}

static void read_note(bool cloze, char *text)
{
    char *parts[4] = {text, (char *)"", (char *)"", (char *)""};
    for (int i = 1; i < 4 && (parts[i] = strchr(parts[i - 1], '\x1f')); i++)
        *parts[i]++ = '\0';
    for (int i = 1; i < 4; i++)
        if (!parts[i])
            parts[i] = (char *)"";
    char *names[] = {(char *)"F", (char *)"G"};
    struct anki_template templates[] = {
        {(char *)"1", parts[0], parts[1]}, {(char *)"2", parts[1], parts[0]}};
    const struct anki_note_type type = {.name = (char *)"T",
        .cloze = cloze,
        .fields = names,
        .field_count = 2,
        .templates = templates,
        .template_count = 2};
    const char *fields[] = {parts[2], parts[3]};
    const struct anki_card cards[] = {{.id = 1, .ord = 0, .deck = "A::B", .extra = ""},
        {.id = 2, .ord = 1, .deck = "A::B", .extra = ""}};
    const struct anki_note note = {.type = &type,
        .guid = parts[3][0] ? parts[3] : "g",
        .tags = parts[2],
        .fields = fields,
        .cards = cards,
        .card_count = 2};
    struct anki_memo memo = {0};
    const struct anki_note_sink sink = {take_entry, take_skipped, link_of, NULL, &memo};
    bool no_memory;
    MUST(anki_note_entries(&note, &sink, &no_memory));
    MUST(!no_memory);
    anki_memo_done(&memo);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0 || size > 65536)
        return 0;
    if (bytes[0] % 3 == 0) {
        read_message(bytes + 1, size - 1);
        return 0;
    }
    char *text = malloc(size);
    MUST(text);
    memcpy(text, bytes + 1, size - 1);
    text[size - 1] = '\0';
    read_note(bytes[0] % 3 == 1, text);
    free(text);
    return 0;
}

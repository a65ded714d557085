/* Any bytes, read as a deck as study/collection.c does: open it, read every entry with every card,
 * and start again if the head came late. Checks the promises of reader.h; a broken one aborts.
 * Without libFuzzer, replay.c runs it. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "fuzz.h"

#include "deck/check.h"
#include "deck/cloze.h"
#include "deck/reader.h"
#include "model/tags.h"
#include "text/text.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The cards of a cloze with g gaps cost g^2 readings of its text. Looking at no more cards than
 * this leaves time for other inputs. */
#define CARDS_LOOKED_AT 24

/* What one reading found, to compare with the next. */
struct reading {
    const char *path;
    unsigned lines; /* the last line on which a mistake can be */
    unsigned told, entries, cards;
};

/* ---- checks of texts ---- */

static size_t utf8_length(const unsigned char *c)
{
    if (c[0] < 0x80)
        return 1;
    if (c[0] < 0xc2 || c[0] > 0xf4 || (c[1] & 0xc0) != 0x80)
        return 0;
    if (c[0] < 0xe0)
        return 2;
    if ((c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] > 0x9f) || (c[2] & 0xc0) != 0x80)
        return 0;
    if (c[0] < 0xf0)
        return 3;
    if ((c[0] == 0xf0 && c[1] < 0x90) || (c[0] == 0xf4 && c[1] > 0x8f) || (c[3] & 0xc0) != 0x80)
        return 0;
    return 4;
}

static bool is_utf8(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    for (size_t length; *c; c += length)
        if (!(length = utf8_length(c)))
            return false;
    return true;
}

static void check_buf(const struct buf *buf)
{
    MUST(!buf->failed);
    MUST(buf->length == strlen(buf_string(buf))); /* ends with a NUL, and contains no other */
    MUST(buf->length <= DECK_FIELD_MAX);
    MUST(is_utf8(buf_string(buf)));
}

static void check_text(const struct buf *text)
{
    check_buf(text);
    MUST(!text->length || !strchr(" \t\r\n", text->bytes[text->length - 1]));
}

static void check_name(const struct buf *name)
{
    check_text(name);
    MUST(name->length <= 255);
    for (size_t i = 0; i < name->length; i++)
        MUST((unsigned char)name->bytes[i] >= ' ' && name->bytes[i] != 0x7f);
}

static void check_tags(const struct buf *tags)
{
    check_buf(tags);
    for (const char *tag = buf_string(tags); *tag;) {
        size_t length = strcspn(tag, " ");
        MUST(tag_is_valid(tag, length));
        tag += length;
        MUST(!*tag || tag[1]); /* no trailing space */
        tag += *tag == ' ';
    }
}

/* ---- checks of mistakes, heads and entries ---- */

static void on_mistake(void *context, const struct err *mistake)
{
    struct reading *reading = context;
    reading->told++;
    MUST(mistake->code == ERR_MISTAKE);
    MUST(mistake->line >= 1 && mistake->line <= reading->lines);
    MUST(mistake->column >= 1);
    MUST(mistake->message[0]);
    MUST(strcmp(mistake->file, reading->path) == 0);
}

static void check_head(const struct deck_head *head)
{
    MUST(head->name.length && head->id.length);
    check_name(&head->name);
    check_name(&head->id);
    check_text(&head->description);
    check_tags(&head->tags);
    MUST(head->names_itself || strcmp(head->id.bytes, head->name.bytes) == 0);
}

static void check_entry(const struct reading *reading, const struct deck_entry *entry)
{
    check_text(&entry->question);
    check_text(&entry->answer);
    check_text(&entry->cloze);
    check_text(&entry->hint);
    check_text(&entry->note);
    check_name(&entry->id);
    MUST(!strchr(buf_string(&entry->id), '#'));
    check_tags(&entry->tags);
    MUST((entry->question.length == 0) != (entry->cloze.length == 0));
    MUST(!entry->cloze.length || (!entry->answer.length && !entry->reverse));
    MUST((entry->id_line == 0) == (entry->id_column == 0));
    MUST(!entry->id.length || entry->id_line);
    MUST(entry->id_line <= reading->lines);
}

static void check_card(
    const struct deck_entry *entry, const struct card_texts *texts, const struct card *card)
{
    MUST(!texts->question.failed && !texts->answer.failed);
    MUST(card->question && card->question[0] && is_utf8(card->question));
    MUST(card->answer && is_utf8(card->answer));
    MUST(card->hint && card->note && card->tags);
    MUST(card->id ? strcmp(card->id, buf_string(&entry->id)) == 0 : !entry->id.length);
    MUST(card->variant == VARIANT_FORWARD || card->variant == VARIANT_REVERSE ||
         (card->variant >= 1 && card->variant <= CLOZE_GAPS_MAX));
    MUST((card->variant >= 1 && card->variant <= CLOZE_GAPS_MAX) == (entry->cloze.length != 0));
    MUST(card->variant != VARIANT_REVERSE || (entry->reverse && card->answer[0]));
    if (card->cloze) {
        static struct buf sentence;
        buf_clear(&sentence);
        MUST(cloze_reveal(card->cloze, card->variant, CLOZE_MARKS, &sentence));
        MUST(!sentence.failed && is_utf8(buf_string(&sentence)));
        MUST(strstr(buf_string(&sentence), TEXT_MARK) &&
             strstr(buf_string(&sentence), TEXT_MARK_END));
        buf_clear(&sentence);
        cloze_mark_question(card, &sentence);
        MUST(strstr(buf_string(&sentence), TEXT_MARK "["));
        MUST(strstr(buf_string(&sentence), "]" TEXT_MARK_END));
    }
}

static unsigned check_cards(const struct deck_entry *entry, struct card_texts *texts)
{
    struct card card;
    unsigned index = 0;
    int variant = 0;
    for (; index < CARDS_LOOKED_AT && deck_entry_card(entry, index, texts, &card); index++) {
        check_card(entry, texts, &card);
        MUST(index == 0 || !entry->cloze.length || card.variant > variant);
        variant = card.variant;
    }
    MUST(index > 0);
    MUST(entry->cloze.length || index == (entry->reverse && entry->answer.length ? 2 : 1));
    return index;
}

/* ---- the reading ---- */

/* False if a mistake or a failure ended it. */
static bool read_once(struct deck_reader *reader, struct reading *reading)
{
    struct card_texts texts = {0};
    const struct deck_entry *entry;
    struct err err = {0};
    enum err_code code;
    check_head(deck_head(reader));
    while (!(code = deck_next(reader, &entry, &err)) && entry) {
        check_entry(reading, entry);
        reading->cards += check_cards(entry, &texts);
        reading->entries++;
    }
    card_texts_done(&texts);
    MUST(!entry);
    MUST(deck_mistakes(reader) == reading->told);
    if (code) {
        MUST(code == ERR_MISTAKE && err.code == code && err.line >= 1);
        MUST(reading->told > 0);
    } else {
        check_head(deck_head(reader));
        MUST(!deck_next(reader, &entry, &err) && !entry); /* still at the end */
    }
    return !code && !reading->told;
}

static void read_again(struct deck_reader *reader, const struct reading *first)
{
    struct reading again = {.path = first->path, .lines = first->lines};
    struct err err;
    MUST(deck_rewind(reader, &err) == ERR_NONE);
    MUST(read_once(reader, &again)); /* the second reading finds no mistakes either */
    MUST(again.entries == first->entries && again.cards == first->cards);
    MUST(!deck_head_came_late(reader));
}

static void read_deck(struct reading *reading)
{
    struct deck_reader *reader;
    struct err err = {0};
    enum err_code code = deck_open(&reader, reading->path, on_mistake, reading, &err);
    if (code) {
        MUST(!reader && code == ERR_MISTAKE && err.code == code && reading->told > 0);
        return;
    }
    if (read_once(reader, reading) && deck_head_came_late(reader))
        read_again(reader, reading);
    deck_close(reader);
}

/* Checks that each finding of drill check has a position and a message. */
static void check_deck(const struct reading *reading)
{
    struct findings findings = {0};
    struct err err;
    MUST(deck_check(reading->path, &findings, &err) == ERR_NONE);
    for (size_t i = 0; i < findings.count; i++) {
        MUST(findings.list[i].line >= 1 && findings.list[i].line <= reading->lines);
        MUST(findings.list[i].column >= 1);
        MUST(is_utf8(findings_message(&findings, i)) && *findings_message(&findings, i));
    }
    findings_done(&findings);
}

/* Counts lines at any line break of YAML 1.1: LF, CR, CR LF, NEL, LS, PS. Two more: libyaml adds a
 * line break at the end of a file that has none, and may report a mistake after it. */
static unsigned most_lines(const uint8_t *bytes, size_t size)
{
    unsigned lines = 2;
    for (size_t i = 0; i < size; i++) {
        size_t left = size - i;
        lines += bytes[i] == '\n' || bytes[i] == '\r' ||
                 (left >= 2 && memcmp(bytes + i, "\xc2\x85", 2) == 0) ||
                 (left >= 3 && memcmp(bytes + i, "\xe2\x80\xa8", 3) == 0) ||
                 (left >= 3 && memcmp(bytes + i, "\xe2\x80\xa9", 3) == 0);
    }
    return lines;
}

static void put_bytes(int fd, const uint8_t *bytes, size_t size)
{
    MUST(ftruncate(fd, 0) == 0);
    for (size_t done = 0; done < size;) {
        ssize_t put = pwrite(fd, bytes + done, size - done, (off_t)done);
        MUST(put > 0);
        done += (size_t)put;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static int fd = -1;
    if (fd < 0)
        fd = memfd_create("deck", MFD_CLOEXEC);
    MUST(fd >= 0);
    put_bytes(fd, bytes, size);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct reading reading = {.path = path, .lines = most_lines(bytes, size)};
    read_deck(&reading);
    check_deck(&reading);
    return 0;
}

#include "deck/check.h"

#include "base/map.h"
#include "deck/check_gaps.h"
#include "deck/check_yaml.h"
#include "deck/reader.h"
#include "deck/similar.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- findings ---- */

void findings_done(struct findings *findings)
{
    free(findings->list);
    buf_done(&findings->messages);
    buf_done(&findings->id);
    *findings = (struct findings){0};
}

void findings_add(
    struct findings *f, unsigned line, unsigned column, bool warning, const char *format, ...)
{
    char message[sizeof((struct err *)NULL)->message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    size_t start = f->messages.length;
    buf_text(&f->messages, message);
    buf_char(&f->messages, '\0');
    f->failed |=
        f->messages.failed || !array_grow(&f->list, f->count, &f->capacity, sizeof *f->list);
    if (f->failed)
        return;
    f->list[f->count] = (struct finding){line, column, warning, start, f->count};
    f->count++;
}

const char *findings_message(const struct findings *findings, size_t i)
{
    return buf_string(&findings->messages) + findings->list[i].message;
}

static int check_by_position(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

void findings_sort(struct findings *findings)
{
    if (findings->count)
        qsort(findings->list, findings->count, sizeof *findings->list, check_by_position);
}

/* ---- a file ---- */

/* Facts about the entries read so far, which are numbered from 1. */
struct check_memory {
    struct map ids, questions; /* map each text to the number of its first entry */
    struct similar similar;    /* entries without ids */
    struct check_entry_start {
        unsigned line, column;
    } * starts;
    size_t count, capacity;
    struct card_texts texts;
};

static void check_memory_done(struct check_memory *memory)
{
    map_done(&memory->ids);
    map_done(&memory->questions);
    similar_done(&memory->similar);
    free(memory->starts);
    card_texts_done(&memory->texts);
}

static void check_add_mistake(void *context, const struct err *mistake)
{
    findings_add(context, mistake->line, mistake->column, false, "%s", mistake->message);
}

static void check_add_warning(void *context, const struct err *warning)
{
    findings_add(context, warning->line, warning->column, true, "%s", warning->message);
}

/* Sets *first to the number of the first entry with a text: `n` if the text is new. */
static bool check_find_first(uint32_t *number, size_t n, size_t *first)
{
    if (!number)
        return false;
    *first = *number = *number ? *number : (uint32_t)n;
    return true;
}

static bool check_remember(struct check_memory *memory, const struct deck_entry *entry)
{
    if (!array_grow(&memory->starts, memory->count, &memory->capacity, sizeof *memory->starts))
        return false;
    memory->starts[memory->count++] =
        (struct check_entry_start){entry->position.line, entry->position.column};
    return true;
}

static const char *check_question_of(const struct deck_entry *entry)
{
    return buf_string(entry->cloze.length ? &entry->cloze : &entry->question);
}

static bool check_entry(struct check_memory *memory, struct deck_reader *reader,
    const struct deck_entry *entry, struct findings *f)
{
    unsigned line = entry->position.line, column = entry->position.column;
    const char *question = check_question_of(entry);
    size_t n = memory->count + 1, named = n, asked;
    struct card card;
    if (!check_remember(memory, entry) ||
        (entry->id.length &&
            !check_find_first(map_id(&memory->ids, buf_string(&entry->id)), n, &named)) ||
        !check_find_first(map_text(&memory->questions, question), n, &asked))
        return false;
    for (unsigned i = 0; deck_entry_card(entry, i, &memory->texts, &card); i++)
        f->cards++;
    if (named != n)
        deck_mistake_same_id(reader, memory->starts[named - 1].line);
    if (card_texts_failed(&memory->texts) ||
        (entry->cloze.length && !check_gaps(entry, &memory->texts.cloze, check_add_warning, f)))
        return false;
    if (!entry->cloze.length && !entry->answer.length)
        findings_add(f, line, column, true, "draft: the card has no answer yet");
    if (asked != n)
        findings_add(f, line, column, true, "the card on line %u asks the same question",
            memory->starts[asked - 1].line);
    else if (!entry->id.length)
        return similar_add(&memory->similar, question, buf_string(&entry->answer), n);
    return true;
}

static enum err_code check_sketch_entries(
    struct similar *similar, struct deck_reader *reader, struct err *err)
{
    const struct deck_entry *entry;
    enum err_code code = ERR_NONE;
    for (size_t i = 0, number = 1; i < similar->count; number++) {
        struct similar_card *card = &similar->cards[i];
        if ((code = deck_next(reader, &entry, err)) || !entry)
            break;
        if (number == card->number && card->candidate &&
            !similar_sketch(card, check_question_of(entry), buf_string(&entry->answer)))
            return err_memory(err);
        i += number == card->number;
    }
    return code;
}

/* Reads the deck again to get the text of the candidates; stops at invalid YAML. */
static enum err_code check_sketch_candidates(
    const char *path, struct similar *similar, struct err *err)
{
    struct deck_reader *again;
    enum err_code code = deck_open(&again, path, ignore_mistake, NULL, err);
    if (!code)
        code = check_sketch_entries(similar, again, err);
    deck_close(again);
    return code == ERR_MISTAKE ? ERR_NONE : code;
}

static void check_warn_of_similar(const struct check_memory *memory, struct findings *f)
{
    const struct similar *similar = &memory->similar;
    for (size_t i = 0; i < similar->count; i++) {
        const struct similar_card *card = &similar->cards[i], *first = &similar->cards[card->first];
        const struct check_entry_start *start = &memory->starts[card->number - 1];
        if (card->first != i)
            findings_add(f, start->line, start->column, true,
                "nearly the same as the card on line %u: give each an id so that edits cannot mix "
                "up their histories",
                memory->starts[first->number - 1].line);
    }
}

static enum err_code check_find_similar(
    struct check_memory *memory, const char *path, struct findings *f, struct err *err)
{
    if (!similar_find_candidates(&memory->similar))
        return err_memory(err);
    enum err_code code = memory->similar.candidates
                             ? check_sketch_candidates(path, &memory->similar, err)
                             : ERR_NONE;
    if (code)
        return code;
    if (!similar_find(&memory->similar))
        return err_memory(err);
    check_warn_of_similar(memory, f);
    return ERR_NONE;
}

static enum err_code check_entries(struct check_memory *memory, struct deck_reader *reader,
    struct findings *findings, struct err *err)
{
    const struct deck_entry *entry;
    enum err_code code;
    while (!(code = deck_next(reader, &entry, err)) && entry)
        if (!check_entry(memory, reader, entry, findings))
            return err_memory(err);
    if (!code)
        buf_text(&findings->id, buf_string(&deck_head(reader)->id));
    return code;
}

enum err_code deck_check(const char *path, struct findings *findings, struct err *err)
{
    struct deck_reader *reader;
    struct check_memory memory = {0};
    enum err_code code = deck_open(&reader, path, check_add_mistake, findings, err);
    if (!code)
        code = check_entries(&memory, reader, findings, err);
    deck_close(reader);
    if (!code || code == ERR_MISTAKE)
        code = check_find_similar(&memory, path, findings, err);
    check_memory_done(&memory);
    if (!code)
        code = check_yaml(path, check_add_warning, findings, err);
    if (code == ERR_MISTAKE)
        code = ERR_NONE; /* the mistake is among the findings */
    return !code && (findings->failed || findings->id.failed) ? err_memory(err) : code;
}

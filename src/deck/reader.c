/* The deck's grammar over libyaml's events:
 *
 *   deck_open ──> HEAD ──"cards:"──> CARDS ──end of list──> TAIL ──end of file──> END
 *                  │                  │  ^                   │
 *                  │                  └──┘ deck_next:        └─ keys of the deck here: its head
 *                  └─ no "cards:" ──> END  one item of         came late, and deck_rewind goes
 *                                          the list            back to HEAD
 *
 * An invalid value is skipped; invalid YAML ends reading. */
#include "deck/reader.h"

#include "base/file.h"
#include "deck/events.h"
#include "deck/foreign.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum stage { STAGE_HEAD, STAGE_CARDS, STAGE_TAIL, STAGE_END };

struct deck_reader {
    struct deck_events events;
    enum stage stage;
    struct deck_head head;
    struct deck_entry entry;
    struct cloze cloze; /* the entry's cloze text */
    unsigned head_seen; /* slots of the deck's own keys read so far */
    bool head_known;    /* the deck has been read to its end, so all of its head is known */
    bool came_late;
    struct deck_list_position list;
    deck_mistake_fn *on_mistake; /* the caller's, and its context */
    void *context;
    bool other_shape; /* the file is another program's */
};

#define HEAD(field)  offsetof(struct deck_head, field)
#define ENTRY(field) offsetof(struct deck_entry, field)

/* Heads and entries share SLOT_ID, SLOT_TAGS and SLOT_TYPE. */
enum {
    SLOT_NAME,
    SLOT_ID,
    SLOT_DESCRIPTION,
    SLOT_TAGS,
    SLOT_NEW,
    SLOT_LIMIT,
    SLOT_CARDS,
    SLOT_SOURCE,
    SLOT_TYPE,
    SLOT_SCHEDULER,
    SLOT_RETENTION
};
enum { SLOT_QUESTION = 16, SLOT_ANSWER, SLOT_CLOZE, SLOT_HINT, SLOT_NOTE, SLOT_REVERSE };

static const struct deck_key head_keys[] = {
    {"deck", SLOT_NAME, VALUE_NAME, HEAD(name), NULL},
    {"id", SLOT_ID, VALUE_NAME, HEAD(id), NULL},
    {"source", SLOT_SOURCE, VALUE_NAME, HEAD(source), NULL},
    {"description", SLOT_DESCRIPTION, VALUE_TEXT, HEAD(description), NULL},
    {"tags", SLOT_TAGS, VALUE_TAGS, HEAD(tags), NULL},
    {"new", SLOT_NEW, VALUE_COUNT, HEAD(caps.new_cards), NULL},
    {"limit", SLOT_LIMIT, VALUE_COUNT, HEAD(caps.cards), NULL},
    {"scheduler", SLOT_SCHEDULER, VALUE_SCHEDULER, HEAD(scheduling.scheduler), NULL},
    {"retention", SLOT_RETENTION, VALUE_RETENTION, HEAD(scheduling.retention), NULL},
    {"type", SLOT_TYPE, VALUE_FLAG, HEAD(type), NULL},
    {"cards", SLOT_CARDS, VALUE_CARDS, 0, NULL},
};

static const struct deck_key entry_keys[] = {
    {"question", SLOT_QUESTION, VALUE_TEXT, ENTRY(question), NULL},
    {"q", SLOT_QUESTION, VALUE_TEXT, ENTRY(question), NULL},
    {"answer", SLOT_ANSWER, VALUE_TEXT, ENTRY(answer), NULL},
    {"a", SLOT_ANSWER, VALUE_TEXT, ENTRY(answer), NULL},
    {"cloze", SLOT_CLOZE, VALUE_TEXT, ENTRY(cloze), NULL},
    {"id", SLOT_ID, VALUE_ID, ENTRY(id), NULL},
    {"tags", SLOT_TAGS, VALUE_TAGS, ENTRY(tags), NULL},
    {"hint", SLOT_HINT, VALUE_TEXT, ENTRY(hint), NULL},
    {"note", SLOT_NOTE, VALUE_TEXT, ENTRY(note), NULL},
    {"reverse", SLOT_REVERSE, VALUE_FLAG, ENTRY(reverse), NULL},
    {"type", SLOT_TYPE, VALUE_FLAG, ENTRY(type), NULL},
};

/* Returns the mistake in the entry as a whole, or NULL. A missing question is no mistake if an
 * unknown key may have been meant as one, or if the question was invalid, which has been
 * reported. */
static const char *reader_entry_mistake(const struct deck_entry *entry, const struct cloze *cloze,
    unsigned seen, bool strange, bool clean)
{
    bool excused = strange || (seen >> SLOT_QUESTION & 1 && !clean);
    if (!(seen >> SLOT_CLOZE & 1))
        return excused || entry->question.length ? NULL : "the card has no question";
    if (seen & (1U << SLOT_QUESTION | 1U << SLOT_ANSWER | 1U << SLOT_REVERSE))
        return "a cloze card cannot have \"question\", \"answer\" or \"reverse\"";
    if (!clean)
        return NULL;
    if (!cloze_next_gap(cloze, 0))
        return "the cloze text has no gap: put {{...}} around the part to hide";
    return cloze_next_gap(cloze, CLOZE_GAPS_MAX) ? "the cloze text has more than 500 gaps" : NULL;
}

static struct entry_position reader_position_of(const yaml_event_t *mapping)
{
    return (struct entry_position){
        .line = (unsigned)mapping->start_mark.line + 1,
        .column = (unsigned)mapping->start_mark.column + 1,
        .flow = mapping->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
        .opens = mapping->start_mark.index,
        .begins = mapping->end_mark.index,
        .indent = mapping->end_mark.column,
    };
}

/* Records the position of the id, whose value is the current event. */
static void reader_note_id(struct deck_reader *r)
{
    const yaml_event_t *v = &r->events.event;
    struct entry_position *position = &r->entry.position;
    r->entry.id_line = (unsigned)v->start_mark.line + 1;
    r->entry.id_column = (unsigned)v->start_mark.column + 1;
    position->id_key_end = r->events.previous_end.index;
    position->id_start = v->start_mark.index;
    position->id_end = v->end_mark.index;
    position->id_block =
        v->type == YAML_SCALAR_EVENT && (v->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                                            v->data.scalar.style == YAML_FOLDED_SCALAR_STYLE);
}

/* Records the position of the tags, whose value is the current event. */
static void reader_note_tags(struct deck_reader *r)
{
    const yaml_event_t *v = &r->events.event;
    struct entry_position *position = &r->entry.position;
    position->tags_key_end = r->events.previous_end.index;
    position->tags_start = v->start_mark.index;
    position->tags_column = v->start_mark.column;
    position->tags_block = v->type == YAML_SEQUENCE_START_EVENT &&
                           v->data.sequence_start.style == YAML_BLOCK_SEQUENCE_STYLE;
}

/* Records where the value ends that was just read. The end of a list in a block is where the next
 * line begins that is not part of it, perhaps after comments. */
static void reader_note_end(struct deck_reader *r, bool tags)
{
    struct entry_position *position = &r->entry.position;
    position->last_end = r->events.event.end_mark.index;
    position->content_end = tags && position->tags_block ? r->events.previous_end.index
                                                         : r->events.event.end_mark.index;
    if (tags)
        position->tags_end = position->content_end;
}

/* Records the position of the cloze text, which is the current event. */
static void reader_note_cloze(struct deck_reader *r)
{
    const yaml_event_t *v = &r->events.event;
    struct cloze_position *position = &r->entry.cloze_position;
    *position = (struct cloze_position){
        (unsigned)v->start_mark.line + 1, (unsigned)v->start_mark.column + 1, false, false};
    if (v->type != YAML_SCALAR_EVENT)
        return;
    yaml_scalar_style_t style = v->data.scalar.style;
    bool quoted = style != YAML_PLAIN_SCALAR_STYLE;
    size_t written = v->end_mark.index - v->start_mark.index, characters = 0;
    for (size_t i = 0; i < v->data.scalar.length; i++)
        characters += (v->data.scalar.value[i] & 0xc0) != 0x80;
    position->block = style == YAML_LITERAL_SCALAR_STYLE;
    position->exact =
        v->start_mark.line == v->end_mark.line && written == characters + (quoted ? 2 : 0);
    position->line += position->block;
    position->column += position->exact && quoted;
}

static void reader_note_first_key(struct deck_reader *r)
{
    const yaml_event_t *key = &r->events.event;
    r->entry.position.first_key = key->start_mark.index;
    r->entry.position.quoted =
        key->type == YAML_SCALAR_EVENT && key->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

/* Reads an entry's keys. Sets their slots' bits in *seen, and *strange if a key is unknown or a
 * duplicate. */
static bool reader_take_keys(struct deck_reader *r, unsigned *seen, bool *strange)
{
    while (events_next(&r->events)) {
        if (r->events.event.type == YAML_MAPPING_END_EVENT)
            return true;
        const struct deck_key *key;
        if (!*seen)
            reader_note_first_key(r);
        if (!events_key(&r->events, entry_keys, COUNT(entry_keys), seen, &key))
            return false;
        *strange |= !key;
        if (key && key->slot == SLOT_ID)
            reader_note_id(r);
        if (key && key->slot == SLOT_CLOZE)
            reader_note_cloze(r);
        bool tags = key && key->slot == SLOT_TAGS;
        if (tags)
            reader_note_tags(r);
        if (!events_value(&r->events, key, &r->entry))
            return false;
        reader_note_end(r, tags);
    }
    return false;
}

/* Reads a list item, whose first event is current. Sets *good if the item has no mistakes. */
static bool reader_take_entry(struct deck_reader *r, bool *good)
{
    unsigned mistakes = r->events.mistakes, seen = 0;
    yaml_mark_t mark = r->events.event.start_mark;
    bool strange = false;
    *good = false;
    deck_entry_clear(&r->entry);
    r->entry.type = r->head.type;
    assert(r->stage == STAGE_CARDS);
    if (!events_plain(&r->events))
        return events_skip(&r->events);
    if (r->events.event.type != YAML_MAPPING_START_EVENT) {
        events_report_at(
            &r->events, mark, "a card needs keys: \"question: ...\" and \"answer: ...\"");
        return events_skip(&r->events);
    }
    r->entry.position = reader_position_of(&r->events.event);
    if (!reader_take_keys(r, &seen, &strange))
        return false;
    if (!deck_entry_is_whole(&r->entry) || !cloze_read(&r->cloze, buf_string(&r->entry.cloze)))
        return events_fail_memory(&r->events);
    r->entry.position.ends = r->events.event.end_mark.index;
    r->entry.type_given = seen >> SLOT_TYPE & 1;
    const char *mistake =
        reader_entry_mistake(&r->entry, &r->cloze, seen, strange, r->events.mistakes == mistakes);
    if (mistake)
        events_report_at(&r->events, mark, "%s", mistake);
    *good = r->events.mistakes == mistakes;
    return true;
}

/* Appends the file's name without its folders and last extension, and with _ for control
 * characters. */
static void reader_add_stem(struct buf *name, const char *path)
{
    const char *base = file_name(path);
    size_t length = file_stem(base);
    for (size_t i = 0; i < length; i++)
        buf_char(name, (unsigned char)base[i] < ' ' || base[i] == 0x7f ? '_' : base[i]);
}

/* Fills in defaults. Runs only once: later, a default would be taken for the file's own value. */
static bool reader_complete_head(struct deck_reader *r)
{
    struct deck_head *head = &r->head;
    head->names_itself = head->id.length > 0;
    head->named = head->name.length > 0;
    if (!head->named)
        reader_add_stem(&head->name, r->events.path);
    if (!head->names_itself)
        buf_text(&head->id, buf_string(&head->name));
    if (head->name.failed || head->id.failed || head->description.failed || head->tags.failed ||
        head->source.failed)
        return events_fail_memory(&r->events);
    return true;
}

/* Removes the defaults that reader_complete_head set, because keys of the deck follow the cards. */
static void reader_reopen_head(struct deck_reader *r)
{
    if (!r->head.names_itself)
        buf_clear(&r->head.id);
    if (!r->head.named)
        buf_clear(&r->head.name);
    r->came_late = true;
}

static bool reader_end_of_deck(struct deck_reader *r)
{
    struct deck_events *e = &r->events;
    if (!(r->head_seen >> SLOT_CARDS & 1))
        events_report_here(e, "the deck has no \"cards\"");
    if (!events_next(e) || !events_next(e)) /* the document's end, and what follows */
        return false;
    if (e->event.type != YAML_STREAM_END_EVENT)
        events_report_here(e, "a second YAML document: a file holds one deck");
    bool complete = r->head_known || (r->stage == STAGE_TAIL && !r->came_late);
    r->stage = STAGE_END;
    r->head_known = true;
    return complete || reader_complete_head(r);
}

/* Records where the list of cards begins, which is the current event. */
static void reader_note_list(struct deck_reader *r)
{
    const yaml_event_t *list = &r->events.event;
    r->list = (struct deck_list_position){
        .flow = list->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
        .begins = list->start_mark.index,
        .column = list->start_mark.column,
    };
}

/* Reads keys of the deck until its cards begin or it ends. */
static bool reader_take_head(struct deck_reader *r)
{
    struct deck_events *e = &r->events;
    unsigned ignored = 0; /* a second pass skips everything but the cards */
    while (events_next(e)) {
        if (e->event.type == YAML_MAPPING_END_EVENT)
            return reader_end_of_deck(r);
        const struct deck_key *key;
        if (!events_key(
                e, head_keys, COUNT(head_keys), r->head_known ? &ignored : &r->head_seen, &key))
            return false;
        if (key && r->stage == STAGE_TAIL && !r->head_known && !r->came_late)
            reader_reopen_head(r);
        if (r->head_known && key && key->type != VALUE_CARDS)
            key = NULL;
        bool begins = key && key->type == VALUE_CARDS && e->event.type == YAML_SEQUENCE_START_EVENT;
        if (!events_value(e, key, &r->head))
            return false;
        if (begins && e->event.type == YAML_SEQUENCE_START_EVENT) {
            r->stage = STAGE_CARDS;
            reader_note_list(r);
            return r->head_known || reader_complete_head(r);
        }
    }
    return false;
}

/* Reads the start of the stream, the document and the deck's mapping, then the head. */
static bool reader_begin(struct deck_reader *r)
{
    struct deck_events *e = &r->events;
    r->stage = STAGE_HEAD;
    if (!events_next(e) || !events_next(e))
        return false;
    if (e->event.type != YAML_DOCUMENT_START_EVENT)
        return events_fail_at(
            e, e->event.start_mark, "is empty: a deck begins with \"deck: NAME\" and \"cards:\"");
    if (e->event.data.document_start.version_directive ||
        e->event.data.document_start.tag_directives.start !=
            e->event.data.document_start.tag_directives.end)
        events_report_here(
            e, "YAML directives are not supported: remove the lines that begin with %%");
    if (!events_next(e))
        return false;
    if (e->event.type != YAML_MAPPING_START_EVENT)
        return events_fail_at(e, e->event.start_mark,
            "is not a deck: a deck begins with \"deck: NAME\" and \"cards:\"");
    events_plain(e);
    return reader_take_head(r);
}

static enum err_code reader_failure(const struct deck_reader *r, struct err *err)
{
    if (err && r->events.failure.code)
        *err = r->events.failure;
    return r->events.failure.code;
}

/* Passes a mistake on. If the file is in another program's shape, says only that, instead of
 * listing everything that is different. */
static void reader_report(void *context, const struct err *mistake)
{
    struct deck_reader *r = context;
    struct err other;
    if (r->events.mistakes == 1)
        r->other_shape = deck_is_other_shape(r->events.path);
    if (!r->other_shape) {
        r->on_mistake(r->context, mistake);
    } else if (r->events.mistakes == 1) {
        err_at(&other, ERR_MISTAKE, r->events.path, mistake->line, mistake->column,
            "this is another program's shape: drill import makes a deck of it");
        r->on_mistake(r->context, &other);
    }
}

enum err_code deck_open(struct deck_reader **reader, const char *path, deck_mistake_fn *on_mistake,
    void *context, struct err *err)
{
    *reader = NULL;
    struct deck_reader *r = calloc(1, sizeof *r);
    if (!r)
        return err_memory(err);
    r->head.caps = CAPS_UNSET;
    r->on_mistake = on_mistake;
    r->context = context;
    enum err_code code = events_open(&r->events, path, reader_report, r, err);
    if (!code && !reader_begin(r))
        code = reader_failure(r, err);
    if (code)
        deck_close(r);
    else
        *reader = r;
    return code;
}

void deck_close(struct deck_reader *r)
{
    if (!r)
        return;
    deck_entry_done(&r->entry);
    cloze_done(&r->cloze);
    deck_head_done(&r->head);
    events_close(&r->events);
    free(r);
}

const struct deck_head *deck_head(const struct deck_reader *r)
{
    return &r->head;
}

struct file_version deck_version(const struct deck_reader *r)
{
    return r->events.source.version;
}

enum err_code deck_next(struct deck_reader *r, const struct deck_entry **entry, struct err *err)
{
    *entry = NULL;
    while (r->stage == STAGE_CARDS && events_next(&r->events)) {
        bool good;
        if (r->events.event.type == YAML_SEQUENCE_END_EVENT) {
            r->stage = STAGE_TAIL;
            r->list.ends = r->events.event.end_mark.index;
            if (!reader_take_head(r))
                break;
        } else if (!reader_take_entry(r, &good)) {
            break;
        } else if (good) {
            *entry = &r->entry;
            return ERR_NONE;
        }
    }
    if (r->stage == STAGE_END && !source_unchanged(&r->events.source))
        return err_at(
            err, ERR_IO, r->events.path, 0, 0, "changed while it was being read: try again");
    return reader_failure(r, err);
}

struct deck_list_position deck_list_position(const struct deck_reader *r)
{
    return r->list;
}

unsigned deck_mistakes(const struct deck_reader *r)
{
    bool told_one = r->other_shape && r->events.mistakes > 0;
    return told_one ? 1 : r->events.mistakes;
}

void deck_mistake_at_id(struct deck_reader *r, const char *message)
{
    struct err mistake;
    err_at(
        &mistake, ERR_MISTAKE, r->events.path, r->entry.id_line, r->entry.id_column, "%s", message);
    r->events.mistakes++;
    reader_report(r, &mistake);
}

void deck_mistake_same_id(struct deck_reader *r, unsigned line)
{
    char message[64];
    snprintf(message, sizeof message, "the card on line %u has the same id", line);
    deck_mistake_at_id(r, message);
}

bool deck_head_came_late(const struct deck_reader *r)
{
    return r->came_late;
}

enum err_code deck_rewind(struct deck_reader *r, struct err *err)
{
    r->came_late = false;
    enum err_code code = events_rewind(&r->events, err);
    if (!code && !reader_begin(r))
        code = reader_failure(r, err);
    return code;
}

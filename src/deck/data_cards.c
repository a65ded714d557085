#include "deck/data_cards.h"

#include "deck/import_fields.h"
#include "text/from_html.h"
#include "text/gap.h"
#include "text/md_write.h"

#include <string.h>
#include <strings.h>

#define DECK_NAME_MAX 250  /* bytes; a subdeck's name that would exceed it is left out */
#define NAMES_MAX     1000 /* bytes of field names in a note */

/* ---- fields ---- */

/* Whether the map has several options as its members. */
static bool data_cards_has_letters(const struct data *data, uint32_t map)
{
    size_t options = 0;
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i))
        options += data_is_scalar(data, i) && field_names_option(data_key(data, i));
    return options > 1;
}

static void data_cards_find_field(
    const struct data *data, uint32_t node, struct data_fields *fields)
{
    bool sure, empty = data_kind(data, node) == DATA_NULL ||
                       (data_is_scalar(data, node) && !*data_text(data, node));
    const char *key = data_key(data, node);
    enum field field = field_named(key, &sure);
    if (field == FIELD_OTHER || field == FIELD_UNUSED || empty ||
        (fields->lettered && field_names_option(key)))
        return;
    if (fields->of[field] == DATA_NONE || (sure && !fields->sure[field])) {
        fields->of[field] = node;
        fields->sure[field] = sure;
    }
}

static bool data_cards_has_branch(const struct data *data, uint32_t list)
{
    for (uint32_t i = data_first(list); i < data_after(data, list); i = data_after(data, i))
        if (data_kind(data, i) == DATA_MAP)
            return true;
    return false;
}

/* Takes several answers for options if something else says which one is right. */
static void data_cards_find_options(const struct data *data, struct data_fields *fields)
{
    uint32_t answer = fields->of[FIELD_ANSWER];
    if (answer == DATA_NONE || data_kind(data, answer) != DATA_LIST ||
        fields->of[FIELD_OPTIONS] != DATA_NONE ||
        (fields->of[FIELD_CORRECT] == DATA_NONE && !data_cards_has_branch(data, answer)))
        return;
    fields->of[FIELD_OPTIONS] = answer;
    fields->of[FIELD_ANSWER] = DATA_NONE;
}

struct data_fields data_fields_of(const struct data *data, uint32_t map)
{
    struct data_fields fields = {.lettered = false};
    for (size_t i = 0; i < COUNT(fields.of); i++)
        fields.of[i] = DATA_NONE;
    if (data_kind(data, map) != DATA_MAP)
        return fields;
    fields.lettered = data_cards_has_letters(data, map);
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i))
        data_cards_find_field(data, i, &fields);
    data_cards_find_options(data, &fields);
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i))
        if (fields.of[FIELD_QUESTION] == DATA_NONE && data_has_choices(&fields) &&
            data_is_scalar(data, i) && field_names_deck(data_key(data, i)))
            fields.of[FIELD_QUESTION] = i;
    return fields;
}

uint32_t data_text_in(const struct data *data, uint32_t node)
{
    if (data_is_scalar(data, node))
        return node;
    uint32_t first = data_first(node);
    if (data_kind(data, node) == DATA_LIST && first < data_after(data, node) &&
        data_after(data, first) == data_after(data, node))
        return data_text_in(data, first);
    if (data_kind(data, node) == DATA_MAP)
        for (uint32_t i = first; i < data_after(data, node); i = data_after(data, i))
            if (data_is_scalar(data, i) && field_names_text(data_key(data, i)))
                return i;
    return DATA_NONE;
}

static bool data_cards_is_chosen(const struct data_fields *fields, uint32_t node)
{
    for (size_t i = 0; i < COUNT(fields->of); i++)
        if (fields->of[i] == node)
            return true;
    return false;
}

/* Adds a field's name to a list for a note, once. */
static void data_cards_name(struct buf *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *c = buf_string(names); (c = strstr(c, name)); c++)
        if ((c == names->bytes || c[-1] == ' ') && (c[length] == '\0' || c[length] == ','))
            return;
    if (length && names->length + length < NAMES_MAX)
        buf_format(names, "%s%s", names->length ? ", " : "", name);
}

/* ---- texts ---- */

static void data_cards_put_plain(
    struct data_cards *c, struct buf *out, const char *text, bool cloze)
{
    struct buf markdown = {0};
    if (cloze)
        field_add_plain_cloze(&markdown, text);
    else
        markdown_put_plain(&markdown, text);
    if (c->guess && strcmp(buf_string(&markdown), text) != 0) {
        c->sink->note(c->sink->context, c->guess);
        c->guess = NULL;
    }
    buf_text(out, buf_string(&markdown));
    out->failed |= markdown.failed;
    buf_done(&markdown);
}

const char *data_put_text(struct data_cards *c, struct buf *out, const char *text, bool cloze)
{
    struct buf trimmed = {0};
    const char *why = NULL;
    buf_text(&trimmed, text);
    field_trim(&trimmed);
    if (c->markup == MARKUP_MARKDOWN)
        buf_text(out, buf_string(&trimmed));
    else if (c->markup == MARKUP_TEXT)
        data_cards_put_plain(c, out, buf_string(&trimmed), cloze);
    else if (!html_to_markdown(out, buf_string(&trimmed), NULL))
        why = "its HTML is nested too deeply";
    out->failed |= trimmed.failed;
    buf_done(&trimmed);
    return why;
}

const char *data_put_item(struct data_cards *c, struct buf *out, const char *text)
{
    struct buf item = {0};
    const char *why = data_put_text(c, &item, text, false);
    buf_text(out, out->length ? "\n- " : "- ");
    for (const char *at = buf_string(&item); *at; at++)
        buf_format(out, *at == '\n' && at[1] != '\n' ? "\n  " : "%c", *at);
    out->failed |= item.failed;
    buf_done(&item);
    return why;
}

const char *data_put_value(struct data_cards *c, struct buf *out, uint32_t node, bool cloze)
{
    const struct data *data = c->data;
    uint32_t text = data_text_in(data, node);
    struct buf list = {0};
    const char *why = NULL;
    if (text != DATA_NONE || data_kind(data, node) != DATA_LIST)
        return text == DATA_NONE ? "a value is not a text"
                                 : data_put_text(c, out, data_text(data, text), cloze);
    for (uint32_t i = data_first(node); i < data_after(data, node) && !why;
         i = data_after(data, i)) {
        text = data_text_in(data, i);
        why = text == DATA_NONE ? "a value is not a text"
                                : data_put_item(c, &list, data_text(data, text));
    }
    buf_text(out, buf_string(&list));
    out->failed |= list.failed;
    buf_done(&list);
    return why;
}

static const char *data_cards_join(struct data_cards *c, struct buf *out, uint32_t node)
{
    if (node == DATA_NONE)
        return NULL;
    buf_text(out, out->length ? "\n\n" : "");
    return data_put_value(c, out, node, false);
}

/* Appends a block of code. */
static void data_cards_put_code(struct buf *out, const char *code)
{
    struct buf fence = {0};
    size_t length = strlen(code);
    buf_text(&fence, "```");
    while (strstr(code, buf_string(&fence)) && fence.length < length)
        buf_char(&fence, '`');
    buf_format(out, "%s\n%s%s%s", buf_string(&fence), code,
        length && code[length - 1] == '\n' ? "" : "\n", buf_string(&fence));
    out->failed |= fence.failed;
    buf_done(&fence);
}

/* Puts a field of unknown meaning below the answer, with its name. */
static void data_cards_put_below(struct data_cards *c, struct buf *note, uint32_t node)
{
    const char *key = data_key(c->data, node), *text = data_text(c->data, node);
    struct buf value = {0};
    bool is_code = (strcasestr(key, "code") || strcasestr(key, "snippet")) && strchr(text, '\n');
    const char *why = NULL;
    if (is_code)
        data_cards_put_code(&value, text);
    else
        why = data_put_value(c, &value, node, false);
    if (!why && value.length) {
        bool block =
            is_code || strchr(buf_string(&value), '\n') || data_kind(c->data, node) == DATA_LIST;
        buf_text(note, note->length ? "\n\n" : "");
        markdown_put_plain(note, key);
        buf_text(note, block ? ":\n\n" : ": ");
        buf_text(note, buf_string(&value));
        data_cards_name(&c->below, key);
    }
    note->failed |= value.failed;
    buf_done(&value);
}

/* ---- an entry ---- */

bool data_skip(struct data_cards *c, struct data_item item, const char *why)
{
    struct buf message = {0};
    unsigned line = item.node < c->data->count ? c->data->nodes[item.node].line : 0;
    if (c->looking)
        return true;
    if (!line && item.number)
        buf_format(&message, "item %zu%s%s: ", item.number, c->deck.length ? " of " : "",
            buf_string(&c->deck));
    buf_text(&message, why);
    if (!c->why.length)
        buf_text(&c->why, buf_string(&message));
    if (!c->why_line)
        c->why_line = line;
    bool more = c->sink->skipped(c->sink->context, line, buf_string(&message));
    c->failed |= message.failed;
    buf_done(&message);
    return more && !c->failed;
}

static bool data_cards_send(struct data_cards *c, struct data_item item)
{
    if (!deck_entry_is_whole(&c->entry)) {
        c->failed = true;
        return false;
    }
    if (c->entry.question.length == 0 && c->entry.cloze.length == 0)
        return data_skip(c, item, "no question");
    c->taken++;
    return c->sink->entry(
        c->sink->context, buf_string(&c->deck), &c->entry, c->data->nodes[item.node].line);
}

/* A cloze has no answer: puts what would be the answer below the text. */
static void data_cards_make_cloze(struct deck_entry *entry)
{
    struct buf note = entry->note;
    if (entry->answer.length) {
        entry->note = entry->answer;
        entry->answer = (struct buf){0};
        buf_text(&entry->note, note.length ? "\n\n" : "");
        buf_text(&entry->note, buf_string(&note));
        buf_done(&note);
    }
    entry->reverse = false;
}

/* Puts the question, or the text with gaps. */
static const char *data_cards_put_question(struct data_cards *c, const struct data_fields *fields)
{
    const struct data *data = c->data;
    bool choice = data_has_choices(fields);
    uint32_t cloze = fields->of[FIELD_CLOZE], question = fields->of[FIELD_QUESTION];
    uint32_t text = question == DATA_NONE ? cloze : question;
    if (cloze != DATA_NONE && strstr(data_text(data, cloze), "{{")) {
        bool plain = gap_next_opening(data_text(data, cloze));
        if (!plain)
            buf_text(&c->entry.cloze, data_text(data, cloze));
        return plain ? data_put_value(c, &c->entry.cloze, cloze, true) : NULL;
    }
    uint32_t only = data_text_in(data, text);
    bool gaps = !choice && only != DATA_NONE && gap_next_opening(data_text(data, only));
    return data_put_value(c, gaps ? &c->entry.cloze : &c->entry.question, text, gaps);
}

static void data_cards_put_tags(struct data_cards *c, uint32_t node)
{
    const char *key = data_key(c->data, node);
    bool words = strncasecmp(key, "tag", 3) == 0 || strncasecmp(key, "label", 5) == 0;
    struct buf tag = {0};
    if (!words && data_kind(c->data, node) == DATA_NUMBER)
        return; /* a chapter's number says nothing */
    if (data_kind(c->data, node) == DATA_LIST)
        for (uint32_t i = data_first(node); i < data_after(c->data, node);
             i = data_after(c->data, i))
            buf_format(&tag, "%s,", data_text(c->data, i));
    else
        buf_format(&tag, "%s%s", data_text(c->data, node), words ? "" : ",");
    field_add_tags(&c->entry.tags, buf_string(&tag));
    c->failed |= tag.failed;
    buf_done(&tag);
}

/* Takes everything except the question and the answer: notes, tags, and fields of unknown
 * meaning. */
static const char *data_cards_put_rest(
    struct data_cards *c, uint32_t map, const struct data_fields *fields)
{
    const struct data *data = c->data;
    const char *why = NULL;
    for (uint32_t i = data_first(map); i < data_after(data, map) && !why; i = data_after(data, i)) {
        bool sure, text = data_kind(data, i) == DATA_TEXT || data_kind(data, i) == DATA_LIST;
        enum field field = field_named(data_key(data, i), &sure);
        if (data_kind(data, i) == DATA_NULL ||
            (fields->lettered && field_names_option(data_key(data, i))))
            continue;
        if (field == FIELD_TAGS)
            data_cards_put_tags(c, i);
        else if (field == FIELD_NOTE)
            why = data_cards_join(c, &c->entry.note, i);
        else if (!data_cards_is_chosen(fields, i) && text && field != FIELD_UNUSED)
            data_cards_put_below(c, &c->entry.note, i);
        else if (!data_cards_is_chosen(fields, i))
            data_cards_name(&c->unused, data_key(data, i));
    }
    return why;
}

static bool data_cards_says_yes(const struct data *data, uint32_t node)
{
    static const char *const words[] = {"true", "yes", "1"};
    for (size_t i = 0; i < COUNT(words) && node != DATA_NONE; i++)
        if (strcasecmp(data_text(data, node), words[i]) == 0)
            return true;
    return false;
}

size_t data_enter_deck(struct data_cards *c, const char *name)
{
    size_t before = c->deck.length;
    if (!*name || before + strlen(name) + 2 > DECK_NAME_MAX)
        return before;
    buf_text(&c->deck, before ? "::" : "");
    for (const char *at = name; *at; at++)
        buf_char(&c->deck, (unsigned char)*at < ' ' || *at == 0x7f ? ' ' : *at);
    return before;
}

/* Whether the keys can hardly be those of anything else. */
static bool data_cards_is_sure(const struct data_fields *fields)
{
    bool asks = fields->of[FIELD_QUESTION] != DATA_NONE,
         answers = fields->of[FIELD_ANSWER] != DATA_NONE;
    return fields->of[FIELD_CLOZE] != DATA_NONE || (asks && data_has_choices(fields)) ||
           (asks && answers && (fields->sure[FIELD_QUESTION] || fields->sure[FIELD_ANSWER]));
}

bool data_take_card(struct data_cards *c, struct data_item item, const struct data_fields *given)
{
    const struct data *data = c->data;
    struct data_fields fields = *given;
    struct deck_entry *entry = &c->entry;
    bool choice = data_has_choices(&fields);
    if (c->looking) {
        c->found += !c->strict || data_cards_is_sure(&fields);
        return true;
    }
    c->found++;
    if (fields.of[FIELD_ANSWER] == DATA_NONE && !choice)
        fields.of[FIELD_ANSWER] = fields.of[FIELD_CORRECT];
    deck_entry_clear(entry);
    const char *why = data_cards_put_question(c, &fields);
    if (!why)
        why = choice ? data_put_choices(c, item.node, &fields, entry)
                     : data_cards_join(c, &entry->answer, fields.of[FIELD_ANSWER]);
    if (!why)
        why = data_cards_join(c, &entry->hint, fields.of[FIELD_HINT]);
    if (!why)
        why = data_cards_put_rest(c, item.node, &fields);
    if (why)
        return data_skip(c, item, why);
    const char *id = fields.of[FIELD_ID] == DATA_NONE ? "" : data_text(data, fields.of[FIELD_ID]);
    if (*id)
        field_add_id(&entry->id, id);
    entry->reverse = entry->answer.length && data_cards_says_yes(data, fields.of[FIELD_REVERSE]);
    if (entry->cloze.length)
        data_cards_make_cloze(entry);
    const char *deck =
        fields.of[FIELD_DECK] == DATA_NONE ? "" : data_text(data, fields.of[FIELD_DECK]);
    size_t before = data_enter_deck(c, strcmp(deck, buf_string(&c->deck)) == 0 ? "" : deck);
    bool more = data_cards_send(c, item);
    buf_cut(&c->deck, before);
    return more;
}

bool data_take_pair(struct data_cards *c, struct data_item item, uint32_t question, uint32_t answer)
{
    const struct data *data = c->data;
    const char *text = question == DATA_NONE ? data_key(data, answer) : data_text(data, question);
    struct deck_entry *entry = &c->entry;
    bool cloze = gap_next_opening(text);
    c->found++;
    if (c->looking)
        return true;
    deck_entry_clear(entry);
    const char *why = data_put_text(c, cloze ? &entry->cloze : &entry->question, text, cloze);
    if (!why)
        why = data_put_text(c, &entry->answer, data_text(data, answer), false);
    for (uint32_t i = data_after(data, answer);
         question != DATA_NONE && i < data_after(data, item.node) && !why; i = data_after(data, i))
        if (data_kind(data, i) == DATA_TEXT)
            why = data_cards_join(c, &entry->note, i);
    if (cloze)
        data_cards_make_cloze(entry);
    return why ? data_skip(c, item, why) : data_cards_send(c, item);
}

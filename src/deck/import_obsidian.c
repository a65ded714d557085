/* Imports notes of Obsidian's spaced repetition plugin:
 *
 *   #flashcards/biology          the deck of what follows, or of a card that begins with it
 *   question::answer             ::: for both directions
 *   <!--SR:!2024-01-05,4,270-->  due, days, ease in percent; one group for each of its cards
 *
 *   A question of any lines
 *   ?                            ?? for both directions
 *   An answer, up to a blank line
 *
 *   A paragraph with ==gaps==.
 *
 * A card is what the plugin takes for one. That depends on the plugin's settings, which are not in
 * the note: obsidian_signs.h infers what it can. */
#include "deck/import_source.h"

#include "deck/import_fields.h"
#include "deck/note_text.h"
#include "deck/obsidian_cloze.h"
#include "deck/obsidian_signs.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum import_obsidian_kind { KIND_NONE, KIND_LINE, KIND_BLOCK, KIND_CLOZE };

struct import_obsidian {
    struct import_sink *sink;
    struct obsidian_signs signs;
    struct note_head head;
    struct note_fence fence;
    unsigned gaps;                 /* kinds that count */
    const char *end;               /* the line that ends a card; NULL if a blank line ends it */
    struct buf deck, tags;         /* of what follows */
    struct buf own_deck, own_tags; /* of the card */
    bool has_deck;                 /* a tag has named a deck */
    bool has_own_deck;
    bool in_comment;
    enum import_obsidian_kind kind;
    bool both;           /* the card is asked in both directions */
    struct buf text;     /* of the card, or the paragraph so far */
    size_t middle;       /* of a block: where its answer begins */
    unsigned line;       /* where the text begins */
    struct buf schedule; /* what its comments say */
    struct buf line_schedule;
    struct deck_entry entry;
    size_t left_out;
};

static bool import_obsidian_skip(struct import_obsidian *o, const char *why)
{
    return o->sink->skipped(o->sink->context, o->line, why);
}

/* ---- tags ---- */

/* Takes a tag without its #: a deck, or a tag. A deeper deck replaces one above it. */
static void import_obsidian_take_tag(
    struct buf *deck, struct buf *tags, bool *has_deck, const char *tag, size_t length)
{
    const char *slash = memchr(tag, '/', length);
    if (!obsidian_is_deck_tag(tag, length)) {
        buf_text(tags, tags->length ? "," : "");
        buf_add(tags, tag, length);
        return;
    }
    const char *end = tag + length;
    while (end > tag && end[-1] == '/')
        end--;
    struct buf name = {0};
    for (const char *c = slash ? slash + 1 : end; c < end; c++)
        buf_add(&name, *c == '/' ? "::" : c, *c == '/' ? 2 : 1);
    if (!*has_deck || deck->length == 0) {
        buf_clear(deck);
        buf_text(deck, buf_string(&name));
    } else if (name.length) {
        buf_format(tags, "%s%s", tags->length ? "," : "", buf_string(&name));
    }
    deck->failed |= name.failed;
    buf_done(&name);
    *has_deck = true;
}

static void import_obsidian_take_head(struct import_obsidian *o)
{
    for (const char *tag = buf_string(&o->head.tags); *tag; tag += *tag == ',') {
        size_t length = strcspn(tag, ",");
        import_obsidian_take_tag(&o->deck, &o->tags, &o->has_deck, tag, length);
        tag += length;
    }
}

/* Takes the decks that a line names, for the text below. Of several lines, the last counts. */
static void import_obsidian_take_line_tags(struct import_obsidian *o, const char *line)
{
    struct buf deck = {0}, tags = {0};
    bool has_deck = false;
    for (const char *tag = line, *end = line + strcspn(line, "\n");
         (tag = memchr(tag, '#', (size_t)(end - tag))); tag++) {
        size_t length = note_tag_length(tag);
        if (length && (tag == line || isspace((unsigned char)tag[-1])) &&
            obsidian_is_deck_tag(tag, length))
            import_obsidian_take_tag(&deck, &tags, &has_deck, tag + 1, length - 1);
    }
    if (has_deck) {
        o->has_deck = true;
        buf_clear(&o->deck);
        buf_text(&o->deck, buf_string(&deck));
        buf_clear(&o->tags);
        buf_text(&o->tags, buf_string(&tags));
    }
    o->deck.failed |= deck.failed || tags.failed;
    buf_done(&deck);
    buf_done(&tags);
}

/* Takes the tags at the beginning of the card. They are the card's own; but if no deck has been
 * named yet, tags on a separate line name the deck for the text below. */
static void import_obsidian_take_own_tags(struct import_obsidian *o)
{
    const char *text = buf_string(&o->text), *begin = text;
    size_t length;
    buf_clear(&o->own_deck);
    buf_clear(&o->own_tags);
    o->has_own_deck = false;
    while ((length = note_tag_length(text)) && isspace((unsigned char)text[length])) {
        import_obsidian_take_tag(
            &o->own_deck, &o->own_tags, &o->has_own_deck, text + 1, length - 1);
        text += length;
        if (*text == '\n' && !o->has_deck)
            import_obsidian_take_line_tags(o, begin);
        o->line += *text == '\n';
        text += strspn(text, " \t") + (*text == '\n');
    }
    size_t taken = (size_t)(text - begin);
    if (taken == 0)
        return;
    o->middle = o->middle > taken ? o->middle - taken : 0;
    memmove(o->text.bytes, text, o->text.length - taken);
    buf_cut(&o->text, o->text.length - taken);
}

/* ---- schedules ---- */

/* Reads a group: 2024-01-05,4,270 or fsrs,2024-01-05T...,4.2,stability,difficulty,state,reps,
 * lapses,... Returns false for a card that was never reviewed. */
static bool import_obsidian_read_group(const char *group, struct note_schedule *schedule)
{
    bool fsrs = strncmp(group, "fsrs,", 5) == 0;
    const char *date = group + (fsrs ? 5 : 0), *days = strchr(date, ',');
    char *after;
    struct import_due never;
    if (!days || !note_due(date, &schedule->due))
        return false;
    schedule->days = strtod(days + 1, &after);
    schedule->ease = EASE_FIRST / 100.0;
    if (!fsrs) {
        schedule->ease = *after == ',' ? strtod(after + 1, NULL) / 100 : schedule->ease;
        return note_due("2000-01-01", &never) && schedule->due.day != never.day;
    }
    for (int i = 0; i < 4 && *after; i++) /* to the lapses */
        after += strcspn(after + 1, ",") + 1;
    schedule->lapses = *after == ',' ? (int)strtol(after + 1, NULL, 10) : 0;
    return true;
}

static bool import_obsidian_give_schedules(struct import_obsidian *o)
{
    const char *group = buf_string(&o->schedule);
    bool good = true;
    int variant;
    for (size_t card = 0; good && *group;) {
        struct note_schedule schedule = {0};
        group += strspn(group, "! ");
        if (*group && (variant = note_variant(&o->entry, card++)) < 0)
            return variant != NOTE_NO_MEMORY || err_memory(&o->sink->failure) == ERR_NONE;
        if (*group && import_obsidian_read_group(group, &schedule))
            good = note_give_schedule(o->sink, variant, &schedule);
        group += strcspn(group, "!");
    }
    return good;
}

/* ---- cards ---- */

/* Drops the identifier of the block, " ^a1b2", at the end. */
static void import_obsidian_drop_block_id(struct buf *text)
{
    field_trim(text);
    const char *begin = buf_string(text), *caret = strrchr(begin, '^');
    if (!caret || caret == begin || !isspace((unsigned char)caret[-1]) || !caret[1])
        return;
    for (const char *c = caret + 1; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '-')
            return;
    buf_cut(text, (size_t)(caret - begin));
    field_trim(text);
}

/* Puts the question. If it is a single line, the mark of a list or a heading means nothing. */
static void import_obsidian_put_question(struct import_obsidian *o, size_t length)
{
    struct buf text = {0};
    buf_add(&text, buf_string(&o->text), length);
    field_trim(&text);
    const char *begin = buf_string(&text);
    if (!strchr(begin, '\n'))
        begin = note_skip_marks(begin);
    note_put_text(&o->entry.question, begin, strlen(begin));
    o->entry.question.failed |= text.failed;
    field_trim(&o->entry.question);
    buf_done(&text);
}

static void import_obsidian_put_answer(struct import_obsidian *o, size_t from)
{
    note_put_text(&o->entry.answer, buf_string(&o->text) + from, o->text.length - from);
    field_trim(&o->entry.answer);
}

/* Makes the entry from the text. Returns NULL, or why it is not a card. */
static const char *import_obsidian_make_entry(struct import_obsidian *o)
{
    struct deck_entry *entry = &o->entry;
    struct buf text = {0};
    size_t length;
    if (o->kind == KIND_CLOZE) {
        note_put_text(&text, buf_string(&o->text), o->text.length);
        field_trim(&text);
        const char *begin = buf_string(&text);
        if (!strchr(begin, '\n'))
            begin = note_skip_marks(begin);
        bool gaps = obsidian_cloze(&entry->cloze, begin, o->gaps);
        entry->cloze.failed |= text.failed;
        buf_done(&text);
        return gaps ? NULL : "a cloze without gaps";
    }
    if (o->kind == KIND_LINE) {
        const char *line = buf_string(&o->text);
        const char *at = obsidian_separator(&o->signs, line, &length, &o->both);
        size_t before = at ? (size_t)(at - line) : 0;
        import_obsidian_put_question(o, before);
        before += length;
        import_obsidian_put_answer(o, before + strspn(line + before, " \t"));
    } else {
        const char *mark = buf_string(&o->text) + o->middle;
        import_obsidian_put_question(o, o->middle);
        import_obsidian_put_answer(o, o->middle + strcspn(mark, "\n"));
    }
    entry->reverse = o->both;
    return entry->question.length == 0 ? "no question"
           : entry->answer.length == 0 ? "no answer"
                                       : NULL;
}

static bool import_obsidian_is_whole(struct import_obsidian *o)
{
    const struct buf *const texts[] = {&o->text, &o->schedule, &o->line_schedule, &o->deck,
        &o->tags, &o->own_deck, &o->own_tags, &o->head.tags, &o->head.deck};
    bool failed = !deck_entry_is_whole(&o->entry);
    for (size_t i = 0; i < COUNT(texts); i++)
        failed |= texts[i]->failed;
    return !failed || err_memory(&o->sink->failure) == ERR_NONE;
}

static bool import_obsidian_give_card(struct import_obsidian *o)
{
    deck_entry_clear(&o->entry);
    import_obsidian_drop_block_id(&o->text);
    import_obsidian_take_own_tags(o);
    bool has_deck = o->has_deck || o->has_own_deck;
    if (o->signs.tagged && !has_deck && o->schedule.length == 0) {
        o->left_out++;
        return true;
    }
    const char *why = import_obsidian_make_entry(o);
    field_add_tags(&o->entry.tags, buf_string(&o->tags));
    field_add_tags(&o->entry.tags, buf_string(&o->own_tags));
    if (!import_obsidian_is_whole(o))
        return false;
    if (why)
        return import_obsidian_skip(o, why);
    return note_give(o->sink, buf_string(o->has_own_deck ? &o->own_deck : &o->deck), &o->entry,
               o->line) &&
           import_obsidian_give_schedules(o);
}

/* Ends the card, or the paragraph, whose tags apply to the text below. */
static bool import_obsidian_flush(void *context)
{
    struct import_obsidian *o = context;
    bool good = true;
    if (o->kind != KIND_NONE)
        good = import_obsidian_give_card(o);
    else
        for (const char *line = buf_string(&o->text); *line; line += *line == '\n') {
            import_obsidian_take_line_tags(o, line);
            line += strcspn(line, "\n");
        }
    o->kind = KIND_NONE;
    buf_clear(&o->text);
    buf_clear(&o->schedule);
    o->middle = 0;
    return good && import_obsidian_is_whole(o);
}

/* ---- lines ---- */

static void import_obsidian_add_line(struct import_obsidian *o, const char *line, unsigned number)
{
    if (o->text.length == 0)
        o->line = number;
    else
        buf_char(&o->text, '\n');
    buf_text(&o->text, line);
}

/* Moves the schedules in the line to `schedule`. Returns whether there is one. */
static bool import_obsidian_take_schedules(struct buf *schedule, struct buf *line)
{
    const char *from = buf_string(line), *begin;
    size_t kept = 0;
    bool found = false;
    while ((begin = strstr(from, OBSIDIAN_SCHEDULE))) {
        const char *text = begin + strlen(OBSIDIAN_SCHEDULE);
        const char *end = strstr(text, OBSIDIAN_SCHEDULE_END);
        size_t before = (size_t)(begin - from), length = end ? (size_t)(end - text) : strlen(text);
        buf_char(schedule, '!');
        buf_add(schedule, text, length);
        memmove(line->bytes + kept, from, before);
        kept += before;
        from = end ? end + strlen(OBSIDIAN_SCHEDULE_END) : text + length;
        found = true;
    }
    if (found) {
        size_t rest = strlen(from);
        memmove(line->bytes + kept, from, rest);
        buf_cut(line, kept + rest);
    }
    return found;
}

/* Takes a line that is outside code, and not blank. */
static bool import_obsidian_take_text(struct import_obsidian *o, const char *line, unsigned number)
{
    size_t length;
    bool both;
    const char *at = obsidian_separator(&o->signs, line, &length, &both);
    if (at) {
        o->kind = KIND_NONE;
        if (!import_obsidian_flush(o))
            return false;
        o->kind = KIND_LINE;
        import_obsidian_add_line(o, line, number);
    } else if (obsidian_is_mark(line, &both) && o->kind != KIND_BLOCK && o->text.length > 0) {
        buf_char(&o->text, '\n');
        o->middle = o->text.length;
        buf_text(&o->text, line);
        o->kind = KIND_BLOCK;
        o->both = both;
    } else {
        import_obsidian_add_line(o, line, number);
        if (o->kind == KIND_NONE && obsidian_cloze_find(line, o->gaps, &o->text.failed))
            o->kind = KIND_CLOZE;
    }
    return true;
}

/* Whether the line is part of a comment, which is no text. */
static bool import_obsidian_is_comment(struct import_obsidian *o, const char *line)
{
    bool begins = strncmp(line, "<!--", 4) == 0 &&
                  strncmp(line, OBSIDIAN_SCHEDULE, strlen(OBSIDIAN_SCHEDULE)) != 0;
    bool inside = o->in_comment || begins;
    o->in_comment = inside && !strstr(line, "-->");
    return inside;
}

/* Takes a line that is outside of code and comments. */
static bool import_obsidian_take_note_line(
    struct import_obsidian *o, struct buf *text, unsigned number)
{
    const char *begin = buf_string(text) + strspn(buf_string(text), " \t>");
    bool alone = strncmp(begin, OBSIDIAN_SCHEDULE, strlen(OBSIDIAN_SCHEDULE)) == 0;
    if (o->kind == KIND_LINE && !alone && !import_obsidian_flush(o))
        return false;
    buf_clear(&o->line_schedule);
    bool scheduled = import_obsidian_take_schedules(&o->line_schedule, text);
    const char *line = buf_string(text);
    bool blank = note_is_blank(line) || alone;
    if (o->end && strcmp(line, o->end) == 0)
        return import_obsidian_flush(o);
    if (blank && !scheduled && o->end && o->kind != KIND_NONE) {
        import_obsidian_add_line(o, line, number);
        return true;
    }
    if (!blank && !import_obsidian_take_text(o, line, number))
        return false;
    buf_text(&o->schedule, buf_string(&o->line_schedule));
    bool ends = scheduled ? o->kind != KIND_NONE : blank;
    return !ends || import_obsidian_flush(o);
}

static bool import_obsidian_take_line(void *context, struct buf *text, unsigned number)
{
    static const char callout[] = "> [!sr|card-metadata]";
    struct import_obsidian *o = context;
    const char *line = buf_string(text);
    if (note_head_takes(&o->head, line, number)) {
        if (number == o->head.lines)
            import_obsidian_take_head(o);
        return true;
    }
    if (note_fence_takes(&o->fence, line)) {
        bool good = o->kind != KIND_LINE || import_obsidian_flush(o);
        import_obsidian_add_line(o, line, number);
        return good;
    }
    return import_obsidian_is_comment(o, line) || strncmp(line, callout, sizeof callout - 1) == 0 ||
           import_obsidian_take_note_line(o, text, number);
}

static bool import_obsidian_finish(void *context)
{
    struct import_obsidian *o = context;
    struct buf note = {0};
    if (!import_obsidian_flush(o))
        return false;
    if (o->left_out) {
        buf_format(&note, "left out %zu card%s above the first tag #flashcards", o->left_out,
            o->left_out == 1 ? "" : "s");
        o->sink->note(o->sink->context, buf_string(&note));
    } else if (!o->signs.tagged && !o->signs.schedules) {
        o->sink->note(
            o->sink->context, "no tag #flashcards: cards are what has :: or a line with only ?");
    }
    buf_done(&note);
    return true;
}

/* ---- the importer ---- */

static bool import_obsidian_look(void *context, struct buf *line, unsigned number)
{
    obsidian_look_at(context, buf_string(line), number);
    return true;
}

static bool import_obsidian_end_look(void *context)
{
    obsidian_look_end(context);
    return true;
}

static enum err_code import_obsidian_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct obsidian_look look = {0};
    struct import_obsidian o = {.sink = sink};
    struct import_sink silent = {.skipped = note_skip_nothing};
    note_head_find(&look.head, buf_string(&source->start));
    note_head_find(&o.head, buf_string(&source->start));
    enum err_code code = import_source_each_line(
        source, &silent, import_obsidian_look, import_obsidian_end_look, &look, err);
    if (!code && look.failed)
        code = err_memory(err);
    o.signs = look.signs;
    o.gaps = obsidian_signs_gaps(&o.signs);
    o.end = obsidian_signs_end(&o.signs);
    obsidian_look_done(&look);
    lines_rewind(&source->lines);
    if (!code)
        code = import_source_each_line(
            source, sink, import_obsidian_take_line, import_obsidian_finish, &o, err);
    struct buf *const texts[] = {
        &o.text, &o.schedule, &o.line_schedule, &o.deck, &o.tags, &o.own_deck, &o.own_tags};
    for (size_t i = 0; i < COUNT(texts); i++)
        buf_done(texts[i]);
    note_head_done(&o.head);
    deck_entry_done(&o.entry);
    return code;
}

static bool import_obsidian_recognizes(const struct import_source *source)
{
    if (!source->is_text)
        return false;
    struct obsidian_signs signs = obsidian_signs_of(buf_string(&source->start));
    return obsidian_signs_are_clear(&signs);
}

const struct importer importer_obsidian = {"obsidian",
    "a note for Obsidian's spaced repetition plugin", import_obsidian_recognizes,
    import_obsidian_read};

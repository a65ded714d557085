/* Imports Org files of org-drill and org-fc:
 *
 *   * Capital of Estonia            :drill:geography:    a card; other headings are ignored
 *     :PROPERTIES:
 *     :ID: 4f2a...
 *     :DRILL_CARD_TYPE: hide1cloze
 *     :END:
 *   The capital of [Estonia||a country] is [Tallinn].    gaps, with hints
 *   ** The Answer                                        hidden until the answer is shown
 *
 * An entry with gaps becomes a cloze: a single card that hides all gaps or, for types that hide
 * only some of them, a card per gap. Without gaps, the heading is the question and the text below
 * it the answer; but if there is a subheading with the answer, the text above it belongs to the
 * question. A card with two sides is shown in both directions.
 *
 * A card of org-fc has the tag fc, and FC_TYPE among its properties; org_review.h has its holes. */
#include "deck/import_source.h"

#include "deck/import_fields.h"
#include "deck/org_markup.h"
#include "deck/org_review.h"

#include <string.h>
#include <strings.h>

#define SIDES_MAX 3 /* the text of any further side goes to the last one */

struct import_org {
    struct import_sink *sink;
    struct buf title;
    struct deck_entry entry;
    struct buf heading, body, type; /* Org text */
    struct buf typed;               /* the answer to be typed */
    struct org_review review;
    bool fc;                     /* the card is org-fc's */
    bool in_review;              /* in the drawer with its schedules */
    struct buf sides[SIDES_MAX]; /* the text below each subheading of the card */
    size_t side_count;
    size_t level;   /* stars of the card's heading; 0 outside of cards */
    unsigned line;  /* line of the card's heading */
    bool in_drawer; /* between :PROPERTIES: or the like and :END: */
    bool in_block;  /* in a block of code, where lines may look like headings or properties */
};

/* ---- cards ---- */

/* Appends Org text as one or more paragraphs. */
static void import_org_join(struct buf *to, const char *org)
{
    size_t before = to->length;
    buf_text(to, before ? "\n\n" : "");
    size_t begin = to->length;
    org_to_markdown(to, org, NULL);
    if (to->length == begin)
        buf_cut(to, before);
}

static bool import_org_is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcasecmp(word, *words) == 0)
            return true;
    return false;
}

static void import_org_join_sides(const struct import_org *o, struct buf *to, size_t from)
{
    for (size_t i = from; i < o->side_count; i++)
        import_org_join(to, buf_string(&o->sides[i]));
}

/* Makes the entry from the card's text. Returns NULL, or the reason to skip the card. */
static const char *import_org_make_entry(struct import_org *o)
{
    static const char *const sided[] = {"twosided", "multisided", NULL};
    static const char *const together[] = {"", "simple", NULL};
    static const char *const apart[] = {"hide1cloze", "show1cloze", "multicloze", "hide2cloze",
        "show2cloze", "hide1_firstmore", "show1_firstless", "show1_lastmore", "hidefirst",
        "hidelast", NULL};
    static const char *const empty_words[] = {"item", "fact", "card", "question", NULL};
    const char *type = buf_string(&o->type), *heading = buf_string(&o->heading);
    struct deck_entry *entry = &o->entry;
    bool says_nothing = import_org_is_one_of(heading, empty_words);
    if (import_org_is_one_of(type, sided) && o->side_count >= 2) {
        import_org_join(&entry->question, buf_string(&o->sides[0]));
        import_org_join(&entry->answer, buf_string(&o->sides[1]));
        import_org_join(&entry->hint, buf_string(&o->body));
        import_org_join_sides(o, &entry->note, 2);
        entry->reverse = true;
        return entry->question.length ? NULL : "its first side is empty";
    }
    if (!import_org_is_one_of(type, sided) && !import_org_is_one_of(type, together) &&
        !import_org_is_one_of(type, apart))
        return "an unsupported card type";
    if (!says_nothing)
        org_line_to_markdown(&entry->cloze, heading, true);
    buf_text(&entry->cloze, entry->cloze.length ? "\n\n" : "");
    const char *gap = import_org_is_one_of(type, together) ? "{{c1::" : "{{";
    if (org_to_markdown(&entry->cloze, buf_string(&o->body), gap) > 0) {
        import_org_join_sides(o, &entry->note, 0);
        return NULL;
    }
    buf_clear(&entry->cloze);
    if (o->side_count == 0 || !says_nothing || o->body.length == 0)
        org_line_to_markdown(&entry->question, heading, false);
    import_org_join(o->side_count ? &entry->question : &entry->answer, buf_string(&o->body));
    import_org_join_sides(o, &entry->answer, 0);
    return entry->question.length == 0 ? "no question"
           : entry->answer.length == 0 ? "nothing below the heading"
                                       : NULL;
}

/* The same for a card of org-fc. */
static const char *import_org_make_fc(struct import_org *o)
{
    const char *heading = buf_string(&o->heading);
    struct deck_entry *entry = &o->entry;
    if (strcasecmp(buf_string(&o->type), "cloze") == 0) {
        int gaps = org_to_markdown(&entry->cloze, heading, org_markup_holes);
        buf_text(&entry->cloze, "\n\n");
        gaps += org_to_markdown(&entry->cloze, buf_string(&o->body), org_markup_holes);
        field_trim(&entry->cloze);
        import_org_join_sides(o, &entry->note, 0);
        return gaps ? NULL : "a cloze without holes";
    }
    org_line_to_markdown(&entry->question, heading, false);
    import_org_join(o->side_count ? &entry->question : &entry->answer, buf_string(&o->body));
    import_org_join_sides(o, &entry->answer, 0);
    if (entry->answer.length == 0)
        org_line_to_markdown(&entry->answer, buf_string(&o->typed), false);
    entry->reverse = strcasecmp(buf_string(&o->type), "double") == 0 ||
                     strcasecmp(buf_string(&o->type), "vocab") == 0;
    return entry->question.length == 0 ? "no question"
           : entry->answer.length == 0 ? "nothing below the heading"
                                       : NULL;
}

/* Whether memory sufficed for the card's texts. If not, an empty text says nothing about the
 * card. */
static bool import_org_is_whole(struct import_org *o)
{
    const struct buf *const texts[] = {&o->title, &o->heading, &o->body, &o->type, &o->typed,
        &o->sides[0], &o->sides[1], &o->sides[2]};
    bool failed = o->review.failed || !deck_entry_is_whole(&o->entry);
    for (size_t i = 0; i < COUNT(texts); i++)
        failed |= texts[i]->failed;
    return !failed || err_memory(&o->sink->failure) == ERR_NONE;
}

static bool import_org_flush_card(void *context)
{
    struct import_org *o = context;
    if (o->level == 0)
        return true;
    o->level = 0;
    field_trim(&o->body);
    for (size_t i = 0; i < o->side_count; i++)
        field_trim(&o->sides[i]);
    const char *why = o->fc ? import_org_make_fc(o) : import_org_make_entry(o);
    if (!import_org_is_whole(o))
        return false;
    if (why)
        return o->sink->skipped(o->sink->context, o->line, why);
    struct buf holes = {0};
    buf_format(&holes, "%s\n%s", buf_string(&o->heading), buf_string(&o->body));
    bool good = (!holes.failed || err_memory(&o->sink->failure) == ERR_NONE) &&
                o->sink->entry(o->sink->context, buf_string(&o->title), &o->entry, o->line) &&
                org_review_give(&o->review, o->sink, &o->entry, buf_string(&holes));
    buf_done(&holes);
    return good;
}

/* ---- lines ---- */

/* Finds the tags ":a:b:" at the end of a heading; returns the heading's end if there are none. */
static const char *import_org_tags_of(const char *heading)
{
    size_t length = strlen(heading);
    while (length > 0 && strchr(" \t", heading[length - 1]))
        length--;
    const char *end = heading + length, *begin = end;
    while (begin > heading && !strchr(" \t", begin[-1]))
        begin--;
    return end - begin > 2 && *begin == ':' && end[-1] == ':' ? begin : heading + strlen(heading);
}

/* Tags with a meaning, as bits. */
enum import_org_tag { ORG_DRILL = 1, ORG_FC = 2, ORG_LEECH = 4, ORG_SUSPENDED = 8 };

/* Adds the tags except those with a meaning, which it returns. */
static unsigned import_org_take_tags(struct buf *tags, const char *text)
{
    static const char *const own[] = {"drill", "fc", "leech", "suspended"};
    unsigned found = 0;
    while (*text) {
        size_t length = strcspn(text, ": \t"), i = 0;
        while (i < COUNT(own) && (strlen(own[i]) != length || strncmp(text, own[i], length) != 0))
            i++;
        if (i < COUNT(own)) {
            found |= 1U << i;
        } else if (length) {
            buf_text(tags, tags->length ? "," : "");
            buf_add(tags, text, length);
        }
        text += length;
        text += *text != '\0';
    }
    return found;
}

static void import_org_take_heading_text(struct buf *to, const char *text, const char *end)
{
    static const char *const marks[] = {"TODO ", "DONE ", "[#A] ", "[#B] ", "[#C] "};
    for (size_t i = 0; i < COUNT(marks); i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            text += strlen(marks[i]);
    if (text < end)
        buf_add(to, text, (size_t)(end - text));
    field_trim(to);
}

/* Begins a side at a subheading, or continues the last side. */
static void import_org_begin_side(struct import_org *o, const char *text, const char *end)
{
    if (o->side_count < SIDES_MAX) {
        buf_clear(&o->sides[o->side_count++]);
        return;
    }
    struct buf *side = &o->sides[SIDES_MAX - 1];
    field_trim(side);
    buf_format(side, "%s*%.*s*\n\n", side->length ? "\n\n" : "", (int)(end - text), text);
}

static bool import_org_take_heading(
    struct import_org *o, const char *line, size_t stars, unsigned number)
{
    const char *text = line + stars + strspn(line + stars, " \t"), *end = import_org_tags_of(text);
    struct buf tags = {0};
    unsigned own = import_org_take_tags(&tags, end);
    bool card = own & (ORG_DRILL | ORG_FC), good = true;
    while (end > text && strchr(" \t", end[-1]))
        end--;
    if (!card && o->level && stars > o->level) {
        import_org_begin_side(o, text, end);
    } else {
        good = import_org_flush_card(o);
        deck_entry_clear(&o->entry);
        buf_clear(&o->heading);
        buf_clear(&o->body);
        buf_clear(&o->type);
        buf_clear(&o->typed);
        org_review_clear(&o->review);
        o->review.suspended = own & ORG_SUSPENDED;
        o->fc = own & ORG_FC;
        o->side_count = 0;
        o->level = card ? stars : 0;
        o->line = number;
        import_org_take_heading_text(&o->heading, text, end);
        field_add_tags(&o->entry.tags, buf_string(&tags));
    }
    o->in_drawer = o->in_block = false;
    buf_done(&tags);
    return good;
}

static const char *import_org_after(const char *line, const char *key)
{
    line += strspn(line, " \t");
    size_t length = strlen(key);
    return strncasecmp(line, key, length) == 0 ? line + length + strspn(line + length, " \t")
                                               : NULL;
}

/* Takes the title, and the id and the card type from drawers. Returns true for a line of a drawer,
 * a date or a comment, which is not part of the text. */
static bool import_org_take_special(struct import_org *o, const char *line)
{
    const char *value, *begin = line + strspn(line, " \t");
    if (o->in_drawer) {
        o->in_drawer = !import_org_after(line, ":END:");
        if (o->in_review)
            org_review_take_row(&o->review, line);
        else if (o->side_count == 0)
            org_review_take_property(&o->review, line);
        if (o->side_count == 0 && o->entry.id.length == 0 &&
            (value = import_org_after(line, ":ID:")))
            field_add_id(&o->entry.id, value);
        const char *type = o->fc ? ":FC_TYPE:" : ":DRILL_CARD_TYPE:";
        if (o->side_count == 0 && o->type.length == 0 && (value = import_org_after(line, type)))
            buf_add(&o->type, value, strcspn(value, " \t"));
        if (o->fc && o->typed.length == 0 && (value = import_org_after(line, ":ANSWER:")))
            buf_text(&o->typed, value);
        return true;
    }
    size_t word = begin[0] == ':' ? strcspn(begin + 1, ": \t") : 0;
    if (word && begin[word + 1] == ':' && !begin[word + 2 + strspn(begin + word + 2, " \t")]) {
        o->in_review = o->side_count == 0 && import_org_after(line, ":REVIEW_DATA:");
        return o->in_drawer = true;
    }
    if (o->side_count == 0 && (value = import_org_after(line, "SCHEDULED:")))
        org_review_take_day(&o->review, value);
    if ((value = import_org_after(line, "#+TITLE:")) && o->title.length == 0)
        buf_text(&o->title, value);
    return import_org_after(line, "SCHEDULED:") || import_org_after(line, "DEADLINE:") ||
           import_org_after(line, "CLOSED:") || strncmp(begin, "# ", 2) == 0 ||
           strcmp(begin, "#") == 0;
}

static bool import_org_take_line(void *context, struct buf *text, unsigned number)
{
    struct import_org *o = context;
    const char *line = buf_string(text);
    size_t stars = strspn(line, "*");
    if (stars && (line[stars] == ' ' || line[stars] == '\t'))
        return import_org_take_heading(o, line, stars, number);
    bool begins =
        import_org_after(line, "#+BEGIN_SRC") || import_org_after(line, "#+BEGIN_EXAMPLE");
    o->in_block = begins || (o->in_block && !import_org_after(line, "#+END_"));
    if ((!o->in_block && import_org_take_special(o, line)) || !o->level)
        return true;
    buf_format(o->side_count ? &o->sides[o->side_count - 1] : &o->body, "%s\n", line);
    return true;
}

static enum err_code import_org_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_org o = {.sink = sink};
    struct buf *const texts[] = {
        &o.title, &o.heading, &o.body, &o.type, &o.typed, &o.sides[0], &o.sides[1], &o.sides[2]};
    enum err_code code =
        import_source_each_line(source, sink, import_org_take_line, import_org_flush_card, &o, err);
    for (size_t i = 0; i < COUNT(texts); i++)
        buf_done(texts[i]);
    org_review_done(&o.review);
    deck_entry_done(&o.entry);
    return code;
}

/* Recognizes a heading with the tag drill or fc. */
static bool import_org_recognizes(const struct import_source *source)
{
    static const char *const tags[] = {":drill:", ":fc:"};
    const char *line = source->is_text ? buf_string(&source->start) : "";
    for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t stars = strspn(line, "*"), length = strcspn(line, "\n");
        for (size_t i = 0; i < COUNT(tags) && stars && line[stars] == ' '; i++)
            if (memmem(line, length, tags[i], strlen(tags[i])))
                return true;
    }
    return false;
}

const struct importer importer_org = {
    "org", "an Org file for org-drill or org-fc", import_org_recognizes, import_org_read};

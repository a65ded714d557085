#include "exchange/anki_note.h"

#include "base/hash.h"
#include "deck/cloze.h"
#include "deck/import_fields.h"
#include "exchange/anki_cloze.h"
#include "exchange/anki_markup.h"
#include "exchange/anki_occlusion.h"
#include "exchange/anki_reveal.h"
#include "exchange/anki_template.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A note being converted. */
struct anki_note_making {
    const struct anki_note *note;
    const struct anki_note_sink *sink;
    struct anki_note_sides {
        struct buf question, answer, hint, note;
        bool typed;      /* the answer is to be typed */
        const char *why; /* why the card is skipped, or NULL */
    } * sides;           /* one for each card */
    const char *deck;    /* the deck whose file links to the media */
    struct deck_entry entry;
    bool linked; /* the last text converted links to media */
    bool failed; /* out of memory */
};

static const char *anki_note_link_media(void *context, const char *name)
{
    struct anki_note_making *m = context;
    m->linked = true;
    return m->sink->media(m->sink->context, m->deck, name);
}

static const char *anki_note_to_markdown(
    struct anki_note_making *m, struct buf *to, const struct buf *html)
{
    const struct html_media media = {anki_note_link_media, m};
    const char *source = buf_string(html);
    const char *known = *source ? anki_memo_find(m->sink->memo, source) : "";
    m->failed |= html->failed;
    assert(to->length == 0);
    if (known) {
        buf_text(to, known);
        return NULL;
    }
    m->linked = false;
    if (!anki_to_markdown(to, source, &media))
        return "its HTML is nested too deeply";
    /* a link is only a guess until the deck's file is known */
    m->failed |=
        to->failed || (!m->linked && !anki_memo_add(m->sink->memo, source, buf_string(to)));
    return NULL;
}

/* ---- sides ---- */

/* Returns the text after the <hr> whose id is `name`, or NULL; sets *begin to the start of the
 * <hr>. The <hr> with the id "answer" is above the answer. In drill's own note types, the one with
 * the id "note" is above the note. */
static const char *anki_note_after_rule(const char *html, const char *name, const char **begin)
{
    for (const char *c = html; (c = strcasestr(c, "<hr")); c++) {
        const char *end = strchr(c, '>'), *id = strcasestr(c, "id=");
        *begin = c;
        if (end && id && id < end && strncasecmp(id + 3 + (id[3] == '"'), name, strlen(name)) == 0)
            return end + 1;
    }
    return NULL;
}

/* Returns the back without what repeats the front: the text above the answer's <hr>, or else an
 * exact copy of the front. */
static const char *anki_note_without_front(const char *back, const char *front)
{
    const char *begin, *behind = anki_note_after_rule(back, "answer", &begin);
    size_t length = strlen(front);
    if (behind)
        return behind;
    return length && strncmp(back, front, length) == 0 ? back + length : back;
}

/* Makes a hint of the text that a button on the front reveals below the rest. */
static void anki_note_add_tip(
    struct anki_note_making *m, struct anki_note_sides *sides, const struct buf *front)
{
    struct buf shown = {0}, text = {0};
    const size_t length = sides->question.length;
    anki_reveal(&shown, buf_string(front), buf_string(front));
    if (shown.length != front->length && !anki_note_to_markdown(m, &text, &shown) &&
        strncmp(buf_string(&text), buf_string(&sides->question), length) == 0) {
        const char *tip = buf_string(&text) + length;
        while (*tip == '\n' || *tip == ' ' || strncmp(tip, "\\\n", 2) == 0)
            tip++;
        buf_text(&sides->hint, tip);
    }
    m->failed |= shown.failed || text.failed;
    buf_done(&shown);
    buf_done(&text);
}

/* Whether the card's answer is just what the template has the user type, as Markdown and all. */
static bool anki_note_is_typed(
    struct anki_note_making *m, const struct anki_note_sides *sides, const struct buf *typed)
{
    struct buf text = {0};
    bool same = typed->length && !anki_note_to_markdown(m, &text, typed) &&
                strcmp(buf_string(&text), buf_string(&sides->answer)) == 0;
    m->failed |= typed->failed || text.failed;
    buf_done(&text);
    return same;
}

/* Makes the answer, and the note below it, of what the back adds to the front. */
static void anki_note_take_back(struct anki_note_making *m, struct anki_note_sides *sides,
    const struct buf *front, const struct buf *back)
{
    struct buf answer = {0}, note = {0}, shown = {0};
    const char *text = anki_note_without_front(buf_string(back), buf_string(front)), *end;
    anki_reveal(&shown, text, buf_string(back));
    text = buf_string(&shown);
    const char *below = anki_note_after_rule(text, "note", &end);
    buf_add(&answer, text, below ? (size_t)(end - text) : strlen(text));
    buf_text(&note, below ? below : "");
    sides->why = anki_note_to_markdown(m, &sides->answer, &answer);
    if (!sides->why)
        sides->why = anki_note_to_markdown(m, &sides->note, &note);
    m->failed |= shown.failed;
    buf_done(&answer);
    buf_done(&note);
    buf_done(&shown);
}

static void anki_note_render_sides(
    struct anki_note_making *m, const struct anki_card *card, struct anki_note_sides *sides)
{
    const struct anki_note_type *type = m->note->type;
    size_t index = type->cloze ? 0 : (size_t)card->ord;
    struct buf front = {0}, back = {0}, hints = {0}, typed = {0};
    if (index >= type->template_count) {
        sides->why = "its note type has no template for it";
        return;
    }
    const struct anki_template *template = &type->templates[index];
    struct anki_rendering rendering = {m->note, card, NULL, &hints, &typed};
    m->deck = card->deck;
    if (anki_render(&front, template->question, &rendering, &sides->why)) {
        rendering.front = buf_string(&front);
        anki_render(&back, template->answer, &rendering, &sides->why);
    }
    if (!sides->why)
        sides->why = anki_note_to_markdown(m, &sides->question, &front);
    if (!sides->why && !hints.length)
        anki_note_add_tip(m, sides, &front);
    if (!sides->why)
        anki_occlusion_ask(&sides->question, m->note, card);
    if (!sides->why && !sides->question.length)
        sides->why =
            type->cloze ? "its text has no gap with the card's number" : "its front is empty";
    if (!sides->why && back.length)
        anki_note_take_back(m, sides, &front, &back);
    if (!sides->why)
        sides->typed = anki_note_is_typed(m, sides, &typed);
    if (!sides->why && hints.length)
        sides->why = anki_note_to_markdown(m, &sides->hint, &hints);
    m->failed |= front.failed || back.failed || hints.failed || sides->question.failed ||
                 sides->answer.failed || sides->hint.failed || sides->note.failed;
    buf_done(&front);
    buf_done(&back);
    buf_done(&hints);
    buf_done(&typed);
}

static bool anki_note_same(const struct buf *a, const struct buf *b)
{
    return strcmp(buf_string(a), buf_string(b)) == 0;
}

/* Whether the card after `first` swaps the question and the answer of `first`. */
static bool anki_note_is_mirrored(const struct anki_note_making *m, size_t first)
{
    const struct anki_card *a = &m->note->cards[first], *b = a + 1;
    const struct anki_note_sides *one = &m->sides[first], *other = one + 1;
    return !m->note->type->cloze && first + 1 < m->note->card_count && a->ord == 0 && b->ord == 1 &&
           strcmp(a->deck, b->deck) == 0 && !one->why && !other->why && one->answer.length &&
           one->question.length && anki_note_same(&one->question, &other->answer) &&
           anki_note_same(&one->answer, &other->question) &&
           anki_note_same(&one->hint, &other->hint) && anki_note_same(&one->note, &other->note);
}

/* ---- entries ---- */

/* Adds tags one by one. A tag in Anki may contain a comma, which becomes a hyphen. */
static void anki_note_add_tags(struct buf *tags, const char *given)
{
    struct buf tag = {0};
    for (const char *c = given; *c;) {
        size_t length = strcspn(c, " \t\n");
        buf_clear(&tag);
        for (size_t i = 0; i < length; i++)
            buf_char(&tag, strchr(",;", c[i]) ? '-' : c[i]);
        field_add_tags(tags, buf_string(&tag));
        c += length;
        c += *c != '\0';
    }
    tags->failed |= tag.failed;
    buf_done(&tag);
}

static void anki_note_add_id(struct buf *id, const struct anki_note *note)
{
    field_add_id(id, note->guid);
    if (!id->length)
        buf_format(id, "%016" PRIx64, hash_text(0, note->type->field_count ? note->fields[0] : ""));
}

static void anki_note_begin_entry(struct anki_note_making *m, int number)
{
    deck_entry_clear(&m->entry);
    anki_note_add_id(&m->entry.id, m->note);
    if (number)
        buf_format(&m->entry.id, ".%d", number);
    anki_note_add_tags(&m->entry.tags, m->note->tags);
}

static bool anki_note_send(
    struct anki_note_making *m, const struct anki_note_card *cards, size_t count)
{
    m->failed |= !deck_entry_is_whole(&m->entry);
    return !m->failed &&
           m->sink->entry(m->sink->context, cards[0].card->deck, &m->entry, cards, count);
}

static bool anki_note_make_entry(struct anki_note_making *m, size_t first, bool reverse)
{
    const struct anki_card *card = &m->note->cards[first];
    const struct anki_note_sides *sides = &m->sides[first];
    const struct anki_note_card cards[] = {
        {card, VARIANT_FORWARD}, {card + reverse, VARIANT_REVERSE}};
    if (sides->why)
        return m->sink->skipped(m->sink->context, m->note, card, sides->why);
    anki_note_begin_entry(m, m->note->type->cloze || card->ord > 0 ? card->ord + 1 : 0);
    buf_text(&m->entry.question, buf_string(&sides->question));
    buf_text(&m->entry.answer, buf_string(&sides->answer));
    buf_text(&m->entry.hint, buf_string(&sides->hint));
    buf_text(&m->entry.note, buf_string(&sides->note));
    m->entry.reverse = reverse;
    m->entry.type = m->entry.type_given = sides->typed || (reverse && sides[1].typed);
    return anki_note_send(m, cards, reverse ? 2 : 1);
}

static bool anki_note_make_entries(struct anki_note_making *m)
{
    bool more = true;
    for (size_t i = 0; i < m->note->card_count; i++)
        anki_note_render_sides(m, &m->note->cards[i], &m->sides[i]);
    for (size_t i = 0; i < m->note->card_count && more && !m->failed; i++) {
        bool reverse = anki_note_is_mirrored(m, i);
        more = anki_note_make_entry(m, i, reverse);
        i += reverse;
    }
    return more && !m->failed;
}

/* ---- clozes ---- */

static const char *anki_note_skip_space(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

/* If the template begins with {{cloze:Field}}, returns what follows, and sets *field to the field's
 * index. Otherwise returns NULL. */
static const char *anki_note_after_cloze(
    const struct anki_note *note, const char *format, size_t *field)
{
    static const char begin[] = "{{cloze:";
    format = anki_note_skip_space(format);
    if (strncmp(format, begin, strlen(begin)) != 0)
        return NULL;
    format = anki_note_skip_space(format + strlen(begin));
    const char *end = strstr(format, "}}");
    size_t length = end ? (size_t)(end - format) : 0;
    while (length > 0 && isspace((unsigned char)format[length - 1]))
        length--;
    for (*field = 0; *field < note->type->field_count; ++*field) {
        const char *name = note->type->fields[*field];
        if (length && strlen(name) == length && strncmp(name, format, length) == 0)
            return anki_note_skip_space(end + 2);
    }
    return NULL;
}

/* Returns what follows the cloze text in the back's template. Returns NULL if the template does not
 * begin with that text, or shows it again. */
static const char *anki_note_below_text(const struct anki_note *note, size_t field)
{
    size_t again;
    const char *below = anki_note_after_cloze(note, note->type->templates[0].answer, &again);
    if (!below || again != field || strstr(below, "cloze:") || strstr(below, "FrontSide"))
        return NULL;
    while (strncasecmp(below, "<br>", 4) == 0)
        below = anki_note_skip_space(below + 4);
    return below;
}

/* Whether the note has exactly one card for each gap, all in one deck. */
static bool anki_note_has_each_gap(const struct anki_note *note, const struct cloze *cloze)
{
    int gap = 0;
    for (size_t i = 0; i < note->card_count; i++) {
        gap = cloze_next_gap(cloze, gap);
        if (gap != note->cards[i].ord + 1 || gap > CLOZE_GAPS_MAX ||
            strcmp(note->cards[i].deck, note->cards[0].deck) != 0)
            return false;
    }
    return !cloze_next_gap(cloze, gap);
}

/* Makes the entry's hint from the template beside the cloze on the front, and its note from the
 * template below the cloze on the back. False if text would be lost. */
static bool anki_note_add_rest(struct anki_note_making *m, const char *beside, const char *below)
{
    struct buf front = {0}, back = {0}, hints = {0}, note = {0}, typed = {0};
    struct anki_rendering rendering = {m->note, &m->note->cards[0], NULL, &hints, &typed};
    const char *why, *begin;
    bool done = anki_render(&front, beside, &rendering, &why) && anki_is_blank(buf_string(&front));
    rendering.front = "";
    done = done && anki_render(&back, below, &rendering, &why);
    const char *behind = anki_note_after_rule(buf_string(&back), "note", &begin);
    buf_text(&note, behind ? behind : buf_string(&back));
    done = done && !anki_note_to_markdown(m, &m->entry.note, &note) &&
           !anki_note_to_markdown(m, &m->entry.hint, &hints);
    m->entry.type = m->entry.type_given = typed.length > 0;
    m->failed |= front.failed || typed.failed;
    buf_done(&front);
    buf_done(&back);
    buf_done(&hints);
    buf_done(&note);
    buf_done(&typed);
    return done;
}

/* Makes a cloze entry; returns false if no cloze entry would have the same cards. */
static bool anki_note_make_cloze(struct anki_note_making *m)
{
    size_t field;
    const struct anki_note *note = m->note;
    if (!note->type->cloze || note->type->template_count == 0 || note->card_count == 0 ||
        anki_occlusion_is(note))
        return false;
    const char *beside = anki_note_after_cloze(note, note->type->templates[0].question, &field);
    const char *below = beside ? anki_note_below_text(note, field) : NULL;
    if (!below || !anki_cloze_is_plain(note->fields[field]))
        return false;
    struct buf text = {0};
    struct cloze cloze = {0};
    m->deck = note->cards[0].deck;
    anki_note_begin_entry(m, 0);
    buf_text(&text, note->fields[field]);
    bool done = !anki_note_to_markdown(m, &m->entry.cloze, &text);
    m->failed |= !cloze_read(&cloze, buf_string(&m->entry.cloze));
    done = done && anki_note_has_each_gap(note, &cloze) && anki_note_add_rest(m, beside, below);
    cloze_done(&cloze);
    buf_done(&text);
    return done;
}

static bool anki_note_send_cloze(struct anki_note_making *m)
{
    bool more = false;
    struct anki_note_card *cards = calloc(m->note->card_count, sizeof *cards);
    for (size_t i = 0; i < m->note->card_count && cards; i++)
        cards[i] = (struct anki_note_card){&m->note->cards[i], m->note->cards[i].ord + 1};
    m->failed |= !cards;
    if (cards)
        more = anki_note_send(m, cards, m->note->card_count);
    free(cards);
    return more;
}

bool anki_note_entries(
    const struct anki_note *note, const struct anki_note_sink *sink, bool *no_memory)
{
    struct anki_note_making m = {.note = note, .sink = sink};
    bool more;
    m.sides = calloc(note->card_count + 1, sizeof *m.sides);
    m.failed = !m.sides;
    if (m.failed)
        more = false;
    else if (anki_note_make_cloze(&m))
        more = anki_note_send_cloze(&m);
    else
        more = anki_note_make_entries(&m);
    for (size_t i = 0; i < note->card_count && m.sides; i++) {
        buf_done(&m.sides[i].question);
        buf_done(&m.sides[i].answer);
        buf_done(&m.sides[i].hint);
        buf_done(&m.sides[i].note);
    }
    free(m.sides);
    deck_entry_done(&m.entry);
    *no_memory = m.failed;
    return more && !m.failed;
}

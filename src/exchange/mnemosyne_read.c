/* Reads Mnemosyne's tables. A fact has named fields; its card type says which cards they make, and
 * a fact view what a card shows:
 *
 *   1 front to back        f -> b
 *   2 both ways            f -> b, b -> f
 *   3 vocabulary           f -> m_1, m_1 -> f, with pronunciation p_1 and notes n below both
 *   4 map                  marked -> loc, loc and blank -> marked
 *   5 cloze                text, with a card for each [gap:hint]
 *   6 sentence             f -> m_1, and f as a cloze, with p_1, m_1 and n below
 *
 * "3::Japanese" is a copy of type 3. The views of types that users or plugins add are in the
 * database. */
#include "exchange/mnemosyne.h"

#include "deck/import_fields.h"
#include "exchange/mnemosyne_fact.h"
#include "model/card.h"

#include <stdlib.h>
#include <string.h>

/* ---- entries ---- */

static void mnemosyne_begin_entry(struct mnemosyne_reader *m)
{
    deck_entry_clear(&m->entry);
    if (m->id.length)
        field_add_id(&m->entry.id, buf_string(&m->id));
    if (m->id.length && m->part)
        buf_format(&m->entry.id, ".%d", m->part + 1);
    buf_text(&m->entry.tags, buf_string(&m->tags));
}

/* Appends a text as a paragraph of its own. */
static void mnemosyne_add(struct mnemosyne_reader *m, struct buf *to, const char *text)
{
    struct buf markdown = {0};
    if (!mnemosyne_to_markdown(&markdown, text, m->media))
        m->too_deep++;
    if (markdown.length && to->length)
        buf_text(to, "\n\n");
    buf_add(to, buf_string(&markdown), markdown.length);
    to->failed |= markdown.failed;
    buf_done(&markdown);
}

static void mnemosyne_add_field(struct mnemosyne_reader *m, struct buf *to, const char *key)
{
    mnemosyne_add(m, to, mnemosyne_field(m, key));
}

static void mnemosyne_claim(struct mnemosyne_reader *m, struct mnemosyne_card *card, int variant)
{
    card->sent = true;
    card->part = m->part;
    card->variant = variant;
}

static bool mnemosyne_send_schedule(struct mnemosyne_reader *m, const struct mnemosyne_card *card)
{
    struct import_schedule schedule = {
        .variant = card->variant, .sm2 = sm2_new(), .due = {.day = NO_DAY}, .lapses = card->lapses};
    if (card->grade >= 0 && mnemosyne_is_time(card->next_s)) {
        bool recalled = card->grade >= GRADE_RECALLED;
        int interval = recalled ? mnemosyne_interval(card->last_s, card->next_s) : 1;
        schedule.due.day = mnemosyne_day(card->next_s);
        schedule.sm2 = (struct sm2){.repetitions = recalled ? card->repetitions + 1 : 1,
            .interval = interval ? interval : 1,
            .ease = mnemosyne_ease(card->easiness)};
    }
    m->inactive += !card->active;
    return (schedule.due.day == NO_DAY && !card->rated) ||
           m->sink->schedule(m->sink->context, &schedule);
}

/* Sends the entry, and the history of the cards that were claimed for it. */
static bool mnemosyne_send(struct mnemosyne_reader *m)
{
    int part = m->part++;
    m->failed |= !deck_entry_is_whole(&m->entry);
    if (m->failed || !m->sink->entry(m->sink->context, "", &m->entry, 0))
        return false;
    for (size_t i = 0; i < m->card_count; i++)
        if (m->cards[i].sent && m->cards[i].part == part &&
            !mnemosyne_send_schedule(m, &m->cards[i]))
            return false;
    for (size_t i = 0; i < m->rating_count; i++) {
        const struct mnemosyne_card *card = &m->cards[m->ratings[i].card];
        m->ratings[i].review.variant = card->variant;
        if (card->sent && card->part == part &&
            !m->sink->review(m->sink->context, &m->ratings[i].review))
            return false;
    }
    return true;
}

/* ---- card types ---- */

/* Claims the first card of the view that has not been sent. Returns whether there is one. */
static bool mnemosyne_claim_view(struct mnemosyne_reader *m, int view, int variant)
{
    bool found = false;
    for (size_t i = 0; i < m->card_count; i++)
        if (m->cards[i].view == view && !m->cards[i].sent && !found) {
            mnemosyne_claim(m, &m->cards[i], variant);
            found = true;
        }
    return found;
}

/* Makes an entry of the cards that ask for one field by another, the other way round, or both. */
static bool mnemosyne_make_sides(
    struct mnemosyne_reader *m, const char *front, const char *back, const char *const *below)
{
    bool forward = mnemosyne_claim_view(m, 1, VARIANT_FORWARD);
    bool reverse = mnemosyne_claim_view(m, 2, forward ? VARIANT_REVERSE : VARIANT_FORWARD);
    mnemosyne_begin_entry(m);
    mnemosyne_add_field(m, &m->entry.question, forward || !reverse ? front : back);
    mnemosyne_add_field(m, &m->entry.answer, forward || !reverse ? back : front);
    for (; *below; below++)
        mnemosyne_add_field(m, &m->entry.note, *below);
    m->entry.reverse = forward && reverse;
    return mnemosyne_send(m);
}

static bool mnemosyne_make_two_sided(struct mnemosyne_reader *m)
{
    return mnemosyne_make_sides(m, "f", "b", (const char *const[]){NULL});
}

static bool mnemosyne_make_vocabulary(struct mnemosyne_reader *m)
{
    return mnemosyne_make_sides(m, "f", "m_1", (const char *const[]){"p_1", "n", NULL});
}

static bool mnemosyne_make_map(struct mnemosyne_reader *m)
{
    bool more = true;
    if (mnemosyne_claim_view(m, 1, VARIANT_FORWARD)) {
        mnemosyne_begin_entry(m);
        mnemosyne_add_field(m, &m->entry.question, "marked");
        mnemosyne_add_field(m, &m->entry.answer, "loc");
        more = mnemosyne_send(m);
    }
    if (more && mnemosyne_claim_view(m, 2, VARIANT_FORWARD)) {
        mnemosyne_begin_entry(m);
        mnemosyne_add_field(m, &m->entry.question, "loc");
        mnemosyne_add_field(m, &m->entry.question, "blank");
        mnemosyne_add_field(m, &m->entry.answer, "marked");
        more = mnemosyne_send(m);
    }
    return more;
}

/* Turns a field into a cloze with a gap for each card of a view. */
static bool mnemosyne_make_gaps(struct mnemosyne_reader *m, const char *key, int view)
{
    struct buf text = {0};
    for (size_t i = 0; i < m->card_count; i++)
        if (m->cards[i].view == view && !m->cards[i].sent)
            mnemosyne_claim(m, &m->cards[i], m->cards[i].gap);
    mnemosyne_add_gaps(&text, mnemosyne_field(m, key), true);
    mnemosyne_add(m, &m->entry.cloze, buf_string(&text));
    m->failed |= text.failed;
    buf_done(&text);
    return mnemosyne_send(m);
}

static bool mnemosyne_make_cloze(struct mnemosyne_reader *m)
{
    mnemosyne_begin_entry(m);
    return mnemosyne_make_gaps(m, "text", 1);
}

static bool mnemosyne_make_sentence(struct mnemosyne_reader *m)
{
    static const char *const below[] = {"p_1", "m_1", "n"};
    struct buf text = {0};
    bool more = true;
    if (mnemosyne_claim_view(m, 1, VARIANT_FORWARD)) {
        mnemosyne_begin_entry(m);
        mnemosyne_add_gaps(&text, mnemosyne_field(m, "f"), false);
        mnemosyne_add(m, &m->entry.question, buf_string(&text));
        mnemosyne_add_field(m, &m->entry.answer, "m_1");
        mnemosyne_add_field(m, &m->entry.note, "p_1");
        mnemosyne_add_field(m, &m->entry.note, "n");
        more = mnemosyne_send(m);
    }
    m->failed |= text.failed;
    buf_done(&text);
    if (!more || !strchr(mnemosyne_field(m, "f"), '['))
        return more;
    m->part = 1; /* its id is the same, whether the first entry exists or not */
    mnemosyne_begin_entry(m);
    for (size_t i = 0; i < COUNT(below); i++)
        mnemosyne_add_field(m, &m->entry.note, below[i]);
    return mnemosyne_make_gaps(m, "f", 2);
}

/* Appends the fields that a list of keys names, written as in Python: ['f', 'x']. */
static size_t mnemosyne_add_keys(struct mnemosyne_reader *m, struct buf *to, const char *list)
{
    struct buf key = {0};
    size_t count = 0;
    for (const char *c = list; (c = strpbrk(c, "'\""));) {
        const char *end = strchr(c + 1, *c);
        if (!end)
            break;
        buf_clear(&key);
        buf_add(&key, c + 1, (size_t)(end - c - 1));
        mnemosyne_add_field(m, to, buf_string(&key));
        count++;
        c = end + 1;
    }
    m->failed |= key.failed;
    buf_done(&key);
    return count;
}

/* Shows a card of a type that the database or a plugin defines: the fields of its fact view. If
 * the view lists none, the first field is the question, and the others are the answer. */
static void mnemosyne_show_view(struct mnemosyne_reader *m, const struct mnemosyne_card *card)
{
    enum { QUESTION, ANSWER };
    size_t found = 0;
    sqlite3_reset(m->view);
    sqlite3_bind_text(m->view, 1, buf_string(&card->view_id), -1, SQLITE_STATIC);
    if (sqlite3_step(m->view) == SQLITE_ROW) {
        found = mnemosyne_add_keys(m, &m->entry.question, anki_database_text(m->view, QUESTION));
        mnemosyne_add_keys(m, &m->entry.answer, anki_database_text(m->view, ANSWER));
    }
    if (found)
        return;
    m->unknown++;
    buf_clear(&m->entry.answer);
    for (size_t i = 0; i < m->field_count; i++)
        mnemosyne_add(m, m->entry.question.length ? &m->entry.answer : &m->entry.question,
            buf_string(&m->fields[i].value));
}

static bool mnemosyne_make_views(struct mnemosyne_reader *m)
{
    bool more = true;
    for (size_t i = 0; i < m->card_count && more; i++) {
        mnemosyne_claim(m, &m->cards[i], VARIANT_FORWARD);
        mnemosyne_begin_entry(m);
        mnemosyne_show_view(m, &m->cards[i]);
        more = mnemosyne_send(m);
    }
    return more;
}

static bool mnemosyne_make_entries(struct mnemosyne_reader *m)
{
    static bool (*const makers[])(struct mnemosyne_reader * m) = {['1'] = mnemosyne_make_two_sided,
        ['2'] = mnemosyne_make_two_sided,
        ['3'] = mnemosyne_make_vocabulary,
        ['4'] = mnemosyne_make_map,
        ['5'] = mnemosyne_make_cloze,
        ['6'] = mnemosyne_make_sentence};
    const char *type = buf_string(&m->type);
    unsigned char number = (unsigned char)*type;
    bool builtin = number && (!type[1] || strncmp(type + 1, "::", 2) == 0);
    return builtin && number < COUNT(makers) && makers[number] ? makers[number](m)
                                                               : mnemosyne_make_views(m);
}

/* ---- the database ---- */

static void mnemosyne_tell(struct mnemosyne_reader *m)
{
    import_note_count(m->sink, m->inactive,
        "card that is inactive in Mnemosyne is imported as active",
        "cards that are inactive in Mnemosyne are imported as active");
    import_note_count(m->sink, m->unknown,
        "card has an unknown card type: its first field is the question, the others the answer",
        "cards have an unknown card type: the first field is the question, the others the answer");
    import_note_count(m->sink, m->too_deep, "text is left out: its HTML is nested too deeply",
        "texts are left out: their HTML is nested too deeply");
}

enum err_code mnemosyne_read(struct anki_database *db, const struct html_media *media,
    struct import_sink *sink, struct err *err)
{
    struct mnemosyne_reader *m = calloc(1, sizeof *m);
    bool more = true;
    if (!m)
        return err_memory(err);
    m->db = db;
    m->media = media;
    m->sink = sink;
    enum err_code code = mnemosyne_begin(m, err);
    while (!code && more && m->cards_rows.on_row && !m->failed) {
        mnemosyne_take_fact(m);
        more = !m->failed && mnemosyne_make_entries(m);
    }
    code = mnemosyne_end(m, code, err);
    if (!code && m->failed)
        code = err_memory(err);
    if (!code && !more) {
        *err = sink->failure;
        code = sink->failure.code;
    }
    if (!code)
        mnemosyne_tell(m);
    mnemosyne_done(m);
    return code;
}

/* Random decks, and random edits of them, from a seed. A deck has entries of every kind, with and
 * without ids; many share questions or answers with others. It is written as YAML without drill's
 * own code. */
#ifndef UNIT_RANDOM_DECK_H
#define UNIT_RANDOM_DECK_H

#include "unit/world.h"

#include "base/utf8.h"
#include "deck/cloze.h"

#define RANDOM_TEXT    600
#define RANDOM_ENTRIES 12

enum random_kind { RANDOM_PLAIN, RANDOM_REVERSE, RANDOM_DRAFT, RANDOM_CLOZE, RANDOM_KINDS };

struct random_entry {
    enum random_kind kind;
    char question[RANDOM_TEXT], answer[RANDOM_TEXT], cloze[RANDOM_TEXT];
    char hint[RANDOM_TEXT], note[RANDOM_TEXT];
    char id[64], tags[64];
};

struct random_deck {
    const char *file; /* its name in the world's folder */
    char name[64], id[64], description[RANDOM_TEXT], tags[64];
    struct random_entry entries[RANDOM_ENTRIES], removed;
    int count;
    bool tame; /* only texts that survive the trip to Anki and back unchanged */
    bool any_removed;
};

static uint64_t random_state;

static inline int random_below(int bound)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((random_state >> 33) % (uint64_t)bound);
}

static inline bool random_chance(int percent)
{
    return random_below(100) < percent;
}

#define RANDOM_OF(list) ((list)[random_below((int)COUNT(list))])

/* ---- texts ---- */

static inline void random_append(char text[RANDOM_TEXT], const char *piece)
{
    if (strlen(text) + strlen(piece) < RANDOM_TEXT)
        strcat(text, piece);
}

static inline const char *random_word(void)
{
    static const char *const words[] = {"a", "b", "Bank", "bank", "naïve", "日本", "😀", "x y",
        "[...]", "[b]", "1 < 2", "&", "one", "eins", "o\xcc\x88l", "öl"};
    return RANDOM_OF(words);
}

static inline const char *random_tame_piece(void)
{
    static const char *const pieces[] = {"**bold**", "*it*", "`code`", "$x^2$,", "c)", "…", "a:b",
        "x -", "2001", "\n\n", "\n\n- l\n- m\n\np", "\"q\"", "it's", "<b>", "R&D"};
    return random_chance(60) ? random_word() : RANDOM_OF(pieces);
}

/* A piece of text that means something to YAML or to Markdown. */
static inline const char *random_wild_piece(void)
{
    static const char *const pieces[] = {" ", "  ", "\n", "\n\n", "\t", "- ", "-", "? ", ": ", ":",
        "#", " #", "\"", "'", "\\", "{", "}", "[", "]", ",", "|", ">", "&x", "*y", "!z", "%", "@",
        "`", "~", "---", "...", "\n---\n", "\n...\n", "%YAML", "\r", "\r\n", "\033", "\x7f",
        "\xc2\x85", "\xc2\xa0", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xef\xbb\xbf", "\xef\xbf\xbe",
        "yes", "null", "=", "<<", "0x1", "retired", "\n# retired\n", "$", "$$", "\\$", "(",
        "::", " … ", "^", "```\ncode\n```"};
    return random_chance(40) ? random_tame_piece() : RANDOM_OF(pieces);
}

static inline void random_trim(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]))
        text[--length] = '\0';
}

/* A text that another card is likely to have, too. */
static inline void random_text_of(const struct random_deck *d, char text[RANDOM_TEXT], int pieces)
{
    text[0] = '\0';
    if (random_chance(35)) {
        strcpy(text, random_word());
        return;
    }
    for (int i = 1 + random_below(pieces); i > 0; i--) {
        random_append(text, d->tame ? random_tame_piece() : random_wild_piece());
        random_append(text, d->tame ? " " : "");
    }
    random_trim(text);
    if (d->tame)
        memmove(text, text + strspn(text, " \n"), strlen(text + strspn(text, " \n")) + 1);
    if (!text[0])
        strcpy(text, "x");
}

/* Gaps without numbers, with numbers that skip or repeat, with hints. */
static inline void random_cloze(const struct random_deck *d, char text[RANDOM_TEXT])
{
    static const int numbers[] = {1, 2, 2, 3, 7, 12};
    struct cloze cloze = {0};
    bool numbered = random_chance(50);
    text[0] = '\0';
    for (int gaps = 1 + random_below(3); gaps > 0; gaps--) {
        char number[16] = "", piece[RANDOM_TEXT];
        if (numbered)
            snprintf(number, sizeof number, "c%d::", RANDOM_OF(numbers));
        random_text_of(d, piece, 2);
        random_append(text, piece);
        random_append(text, random_chance(70) ? " {{" : "{{");
        random_append(text, number);
        if (d->tame)
            random_append(text, random_word());
        else
            random_text_of(d, piece, 2), random_append(text, piece);
        random_append(text, random_chance(20) ? "::hint}}" : "}}");
        random_append(text, random_chance(70) ? " " : "");
    }
    random_append(text, random_chance(50) ? random_word() : "");
    random_trim(text);
    assert_true(cloze_read(&cloze, text));
    if (!cloze_next_gap(&cloze, 0) || cloze_next_gap(&cloze, CLOZE_GAPS_MAX))
        strcpy(text, "{{a}} is one");
    cloze_done(&cloze);
}

static inline void random_tags(const struct random_deck *d, char tags[64])
{
    static const char *const tame[] = {"t", "a::b", "x-y", "Ä", "leech"};
    static const char *const wild[] = {":x", "x:", "[y", "z]", "{", "}", "'q'", "\"q", "#d", "-",
        "a:?b", "?", "&x", "~", "x!", "%", "\\", "a;b", "\xe2\x80\xa8"};
    tags[0] = '\0';
    for (int count = random_below(3); count > 0; count--) {
        strcat(tags, tags[0] ? " " : "");
        strcat(tags, d->tame || random_chance(50) ? RANDOM_OF(tame) : RANDOM_OF(wild));
    }
}

static inline bool random_id_is_taken(const struct random_deck *d, const char *id)
{
    for (int i = 0; i < d->count; i++)
        if (strcmp(d->entries[i].id, id) == 0)
            return true;
    return false;
}

/* An id that no other entry has, but that looks like another's name, a number or an encoded id. */
static inline void random_id(const struct random_deck *d, char id[64])
{
    static const char *const begins[] = {
        "e", "", "a b ", "Ä", "%23", "x%4", "x%25", "drill-", "- "};
    static const char *const ends[] = {"", ".1", ".2", ".r"};
    char made[64];
    do
        snprintf(
            made, sizeof made, "%s%d%s", RANDOM_OF(begins), 1 + random_below(4), RANDOM_OF(ends));
    while (random_id_is_taken(d, made));
    strcpy(id, made);
}

/* ---- entries ---- */

static inline void random_rewrite(const struct random_deck *d, struct random_entry *e)
{
    random_text_of(d, e->question, 5);
    random_text_of(d, e->answer, 5);
    random_cloze(d, e->cloze);
}

static inline void random_new_entry(const struct random_deck *d, struct random_entry *e)
{
    *e = (struct random_entry){.kind = (enum random_kind)random_below(RANDOM_KINDS)};
    random_rewrite(d, e);
    random_tags(d, e->tags);
    if (random_chance(25))
        random_text_of(d, e->hint, 3);
    if (random_chance(25))
        random_text_of(d, e->note, 3);
    if (random_chance(40))
        random_id(d, e->id);
}

static inline void random_insert(struct random_deck *d, const struct random_entry *e)
{
    if (d->count == RANDOM_ENTRIES)
        return;
    int at = random_below(d->count + 1);
    memmove(d->entries + at + 1, d->entries + at, (size_t)(d->count - at) * sizeof *d->entries);
    d->entries[at] = *e;
    d->count++;
}

static inline void random_remove(struct random_deck *d, int at)
{
    d->removed = d->entries[at];
    d->any_removed = true;
    d->count--;
    memmove(d->entries + at, d->entries + at + 1, (size_t)(d->count - at) * sizeof *d->entries);
}

static inline void random_begin(struct random_deck *d, const char *file, bool tame)
{
    static const char *const names[] = {"Deck", "Lang::French", "Ä [x]: #1", "- yes"};
    *d = (struct random_deck){.file = file, .tame = tame};
    snprintf(d->name, sizeof d->name, "%s", RANDOM_OF(names));
    snprintf(d->id, sizeof d->id, "id of %s", file);
    if (random_chance(30))
        random_text_of(d, d->description, 4);
    random_tags(d, d->tags);
    for (int count = 1 + random_below(6); count > 0; count--) {
        struct random_entry e;
        random_new_entry(d, &e);
        random_insert(d, &e);
    }
}

/* Makes the cloze hide part of the question, or the question show the gap, so that the cards of
 * both kinds are alike. */
static inline void random_make_alike(struct random_entry *e)
{
    if (e->kind == RANDOM_CLOZE) {
        snprintf(e->cloze, sizeof e->cloze, "Two {{words}}");
        snprintf(e->question, sizeof e->question, "Two [...]");
        snprintf(e->answer, sizeof e->answer, "words");
    }
}

static inline void random_edit(const struct random_deck *d, struct random_entry *e)
{
    switch (random_below(9)) {
    case 0:
        random_text_of(d, e->question, 5);
        break;
    case 1:
        random_text_of(d, e->answer, 5);
        break;
    case 2:
        random_cloze(d, e->cloze);
        break;
    case 3:
        random_make_alike(e);
        e->kind = (enum random_kind)random_below(RANDOM_KINDS);
        break;
    case 4:
        e->kind = (enum random_kind)random_below(RANDOM_KINDS);
        break;
    case 5:
        random_tags(d, e->tags);
        break;
    case 6:
        random_text_of(d, random_chance(50) ? e->hint : e->note, 3);
        break;
    case 7:
        random_rewrite(d, e);
        break;
    default:
        e->id[0] ? (void)(e->id[0] = '\0') : random_id(d, e->id);
    }
}

/* Edits the deck as its user might between two sessions. */
static inline void random_change(struct random_deck *d)
{
    for (int edits = random_below(5); edits > 0; edits--) {
        struct random_entry e;
        int at = d->count ? random_below(d->count) : -1, what = random_below(8);
        if (at < 0 || what == 0) {
            random_new_entry(d, &e);
            random_insert(d, &e);
        } else if (what == 1) {
            random_remove(d, at);
        } else if (what == 2 && d->any_removed) {
            e = d->removed;
            if (random_id_is_taken(d, e.id))
                e.id[0] = '\0';
            random_insert(d, &e);
            d->any_removed = false;
        } else if (what == 3) { /* a copy */
            e = d->entries[at];
            e.id[0] = '\0';
            random_insert(d, &e);
        } else if (what == 4) { /* a move */
            e = d->entries[at];
            random_remove(d, at);
            random_insert(d, &e);
            d->any_removed = false;
        } else {
            random_edit(d, &d->entries[at]);
        }
    }
}

/* Moves an entry to another deck, where its id may be taken. */
static inline void random_move(struct random_deck *from, struct random_deck *to)
{
    if (from->count < 2 || to->count == RANDOM_ENTRIES)
        return;
    int at = random_below(from->count);
    struct random_entry e = from->entries[at];
    random_remove(from, at);
    from->any_removed = false;
    if (random_id_is_taken(to, e.id))
        e.id[0] = '\0';
    random_insert(to, &e);
}

/* ---- YAML ---- */

static inline void random_put_text(struct buf *out, const char *text)
{
    buf_char(out, '"');
    while (*text) {
        const char *begin = text;
        uint32_t c = utf8_next(&text);
        if (c == '"' || c == '\\')
            buf_format(out, "\\%c", (char)c);
        else if (c < ' ' || (c >= 0x7f && c < 0xa1) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
                 c == 0xfffe)
            buf_format(out, "\\u%04X", (unsigned)c);
        else
            buf_add(out, begin, (size_t)(text - begin));
    }
    buf_char(out, '"');
}

static inline void random_put(struct buf *out, const char *key, const char *text)
{
    if (!*text)
        return;
    buf_format(out, ", %s: ", key);
    random_put_text(out, text);
}

static inline void random_put_tags(struct buf *out, const char *tags)
{
    buf_text(out, "tags: [");
    for (const char *tag = tags; *tag;) {
        char one[64];
        size_t length = strcspn(tag, " ");
        snprintf(one, sizeof one, "%.*s", (int)length, tag);
        buf_text(out, tag > tags ? ", " : "");
        random_put_text(out, one);
        tag += length + (tag[length] == ' ');
    }
    buf_text(out, "]");
}

static inline void random_put_entry(struct buf *out, const struct random_entry *e)
{
    buf_text(out, "  - {");
    random_put_tags(out, e->tags);
    if (e->kind == RANDOM_CLOZE)
        random_put(out, "cloze", e->cloze);
    else
        random_put(out, "q", e->question);
    if (e->kind == RANDOM_PLAIN || e->kind == RANDOM_REVERSE)
        random_put(out, "a", e->answer);
    buf_text(out, e->kind == RANDOM_REVERSE ? ", reverse: true" : "");
    random_put(out, "id", e->id);
    random_put(out, "hint", e->hint);
    random_put(out, "note", e->note);
    buf_text(out, "}\n");
}

static inline void random_write(struct world *w, const struct random_deck *d, const char *file)
{
    struct buf out = {0};
    buf_text(&out, "deck: ");
    random_put_text(&out, d->name);
    buf_text(&out, "\nid: ");
    random_put_text(&out, d->id);
    buf_text(&out, "\ndescription: ");
    random_put_text(&out, d->description);
    buf_text(&out, "\n");
    random_put_tags(&out, d->tags);
    buf_text(&out, d->count ? "\ncards:\n" : "\ncards: []\n");
    for (int i = 0; i < d->count; i++)
        random_put_entry(&out, &d->entries[i]);
    assert_false(out.failed);
    world_write(w, file, buf_string(&out));
    buf_done(&out);
}

#endif

/* Generated edits of decks; the same seed gives the same edits. Each family is one kind of edit,
 * applied to some cards of a deck, and knows which edited card was which before. drill, which only
 * sees the files, is compared with that: edits.c measures, tests/unit/test_edits.c asserts. */
#ifndef BENCH_EDITS_H
#define BENCH_EDITS_H

#include "edits_material.h"
#include "gen.h"

#include "store/sql.h"
#include "store/store.h"
#include "study/collection.h"

#include <stdlib.h>

#define EDIT_TEXT  400
#define EDIT_CARDS 160

/* A card of the edited deck. */
struct edit_card {
    char question[EDIT_TEXT], answer[EDIT_TEXT];
    int was;    /* its index before the edit; -1 for a new card */
    bool small; /* the edit is small: the history must be kept; otherwise it may be lost */
};
struct edit_deck {
    const struct material *before[EDIT_CARDS];
    struct edit_card after[EDIT_CARDS];
    int before_count, after_count;
    uint64_t state; /* of the random number generator */
};

static inline int edit_random(struct edit_deck *deck, int bound)
{
    return (int)(gen_random(&deck->state) % (uint64_t)bound);
}

/* ---- making decks ---- */

static inline struct edit_card *edit_add(
    struct edit_deck *deck, const char *question, const char *answer, int was)
{
    struct edit_card *card = &deck->after[deck->after_count++];
    *card = (struct edit_card){.was = was};
    snprintf(card->question, EDIT_TEXT, "%s", question);
    snprintf(card->answer, EDIT_TEXT, "%s", answer);
    return card;
}

static inline void edit_take(struct edit_deck *deck, const struct material *cards, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        deck->before[deck->before_count] = &cards[i];
        edit_add(deck, cards[i].question, cards[i].answer, deck->before_count++);
    }
}

#define EDIT_TAKE(deck, cards) edit_take(deck, cards, sizeof(cards) / sizeof *(cards))

static inline void edit_swap(struct edit_deck *deck, int a, int b)
{
    struct edit_card card = deck->after[a];
    deck->after[a] = deck->after[b];
    deck->after[b] = card;
}

static inline void edit_shuffle(struct edit_deck *deck)
{
    for (int i = deck->after_count - 1; i > 0; i--)
        edit_swap(deck, i, edit_random(deck, i + 1));
}

static inline void edit_remove(struct edit_deck *deck, int card)
{
    deck->after[card] = deck->after[--deck->after_count];
}

/* ---- changing texts ---- */

static inline bool edit_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Picks a random word of at least `least` letters and nothing else. Returns its length, and sets
 * *start to its offset; 0 if there is no such word. */
static inline int edit_word(struct edit_deck *deck, const char *text, int least, int *start)
{
    int found = 0, length = 0;
    for (int at = 0, end; text[at]; at = end + !!text[end]) {
        for (end = at; edit_letter(text[end]); end++)
            continue;
        bool whole = (at == 0 || strchr(" (", text[at - 1])) && strchr(" .,;:?)", text[end]);
        if (whole && end - at >= least && edit_random(deck, ++found) == 0) {
            *start = at;
            length = end - at;
        }
    }
    return length;
}

/* Makes a typing mistake in a random word. False if there is no suitable word. */
static inline bool edit_typo(struct edit_deck *deck, char *text)
{
    int start = 0, length = edit_word(deck, text, 3, &start);
    if (length == 0 || strlen(text) + 2 > EDIT_TEXT)
        return false;
    char *at = text + start + 1 + edit_random(deck, length - 2), c = at[0];
    switch (edit_random(deck, 4)) {
    case 0:
        at[0] = at[1];
        at[1] = c;
        break;
    case 1:
        memmove(at, at + 1, strlen(at));
        break;
    case 2:
        memmove(at + 1, at, strlen(at) + 1);
        break;
    default:
        at[0] = (char)('a' + (c - 'a' + 1 + edit_random(deck, 24)) % 26);
    }
    return true;
}

/* Changes the final punctuation and the case of the first letter, and removes a comma. */
static inline void edit_punctuate(struct edit_deck *deck, char *text)
{
    size_t length = strlen(text);
    if (edit_letter(text[0]))
        text[0] ^= 32;
    if (length > 0 && strchr(".?!:", text[length - 1]))
        text[length - 1] = '\0';
    else if (length + 2 < EDIT_TEXT)
        strcat(text, edit_random(deck, 2) ? "." : ":");
    char *comma = strchr(text, ',');
    if (comma)
        memmove(comma, comma + 1, strlen(comma));
}

/* Replaces a word by another text. */
static inline void edit_replace(char *text, int start, int length, const char *other)
{
    char copy[EDIT_TEXT];
    snprintf(copy, sizeof copy, "%.*s%s%s", start, text, other, text + start + length);
    strcpy(text, copy);
}

/* Replaces about one word in two. */
static inline void edit_reword(struct edit_deck *deck, char *text)
{
    static const char *const phrases[] = {"simply", "rather", "an element", "in the end", "briefly",
        "such a thing", "what one calls", "mostly", "put otherwise", "seen so", "plainly"};
    int words = 1;
    for (const char *at = text; *at; at++)
        words += *at == ' ';
    for (int i = 0; i < (words + 1) / 2; i++) {
        int start = 0, length = edit_word(deck, text, 2, &start);
        const char *other = phrases[edit_random(deck, (int)(sizeof phrases / sizeof *phrases))];
        if (length > 0 && strlen(text) + strlen(other) < EDIT_TEXT)
            edit_replace(text, start, length, other);
    }
}

static inline void edit_insert_word(struct edit_deck *deck, char *text)
{
    static const char *const fillers[] = {"really", "also", "here", "usually", "then"};
    char *space = strchr(text, ' ');
    if (space) {
        char word[16];
        snprintf(word, sizeof word, " %s ", fillers[edit_random(deck, 5)]);
        edit_replace(text, (int)(space - text), 1, word);
    }
}

/* ---- families ---- */

/* An edit of a card. edit_some applies one to about one card in three. */
typedef bool edit_fn(struct edit_deck *deck, struct edit_card *card);

static inline void edit_some(struct edit_deck *deck, edit_fn *edit)
{
    for (int i = 0; i < deck->after_count; i++)
        if (edit_random(deck, 3) == 0)
            deck->after[i].small = edit(deck, &deck->after[i]);
}

static inline bool edit_question_typo(struct edit_deck *deck, struct edit_card *card)
{
    return edit_typo(deck, card->question);
}

static inline bool edit_answer_typo(struct edit_deck *deck, struct edit_card *card)
{
    return edit_typo(deck, card->answer);
}

static inline bool edit_both_typos(struct edit_deck *deck, struct edit_card *card)
{
    bool question = edit_typo(deck, card->question), answer = edit_typo(deck, card->answer);
    return question || answer;
}

static inline bool edit_both_punctuated(struct edit_deck *deck, struct edit_card *card)
{
    edit_punctuate(deck, card->question);
    edit_punctuate(deck, card->answer);
    return true;
}

static inline bool edit_word_and_typo(struct edit_deck *deck, struct edit_card *card)
{
    bool first = edit_random(deck, 2);
    edit_insert_word(deck, first ? card->question : card->answer);
    edit_typo(deck, first ? card->answer : card->question);
    return true;
}

static inline bool edit_half(struct edit_deck *deck, struct edit_card *card)
{
    edit_reword(deck, edit_random(deck, 2) ? card->question : card->answer);
    return true;
}

static inline bool edit_question_rewritten(struct edit_deck *deck, struct edit_card *card)
{
    bool touched = strlen(card->answer) > 60;
    snprintf(card->question, EDIT_TEXT, "Tell number %d of them in words of your own",
        edit_random(deck, 1000000));
    if (touched)
        edit_typo(deck, card->answer);
    return true;
}

/* Applies any of these edits. */
static inline bool edit_any(struct edit_deck *deck, struct edit_card *card)
{
    static edit_fn *const all[] = {edit_question_typo, edit_answer_typo, edit_both_punctuated,
        edit_half, edit_question_rewritten};
    return all[edit_random(deck, (int)(sizeof all / sizeof *all))](deck, card);
}

static inline void family_question_typo(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    edit_some(deck, edit_question_typo);
}

static inline void family_answer_typo(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    edit_some(deck, edit_answer_typo);
}

static inline void family_both_typos(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    edit_some(deck, edit_both_typos);
}

static inline void family_punctuation(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    EDIT_TAKE(deck, commands);
    edit_some(deck, edit_both_punctuated);
}

static inline void family_word_and_typo(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    edit_some(deck, edit_word_and_typo);
}

static inline void family_half(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    EDIT_TAKE(deck, code);
    edit_some(deck, edit_half);
}

static inline void family_question_rewritten(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    edit_some(deck, edit_question_rewritten);
}

/* Every near-duplicate has a typing mistake in its question or its answer. */
static inline void family_near(struct edit_deck *deck)
{
    EDIT_TAKE(deck, commands);
    EDIT_TAKE(deck, vocabulary);
    EDIT_TAKE(deck, capitals);
    for (int i = 0; i < deck->after_count; i++) {
        struct edit_card *card = &deck->after[i];
        card->small = edit_typo(deck, edit_random(deck, 2) ? card->question : card->answer);
    }
    edit_shuffle(deck);
}

/* Every near-duplicate is edited on both sides. If it is unclear which card it was, it may become a
 * new one. */
static inline void family_near_both(struct edit_deck *deck)
{
    EDIT_TAKE(deck, commands);
    EDIT_TAKE(deck, vocabulary);
    EDIT_TAKE(deck, capitals);
    EDIT_TAKE(deck, terms);
    for (int i = 0; i < deck->after_count; i++) {
        struct edit_card *card = &deck->after[i];
        edit_word_and_typo(deck, card);
    }
    edit_shuffle(deck);
}

/* Near-duplicates replace each other: some are only in the first deck, some only in the second, and
 * a few in both. */
static inline void family_near_replaced(struct edit_deck *deck)
{
    static const struct {
        const struct material *cards;
        size_t count;
    } lists[] = {{commands, sizeof commands / sizeof *commands},
        {vocabulary, sizeof vocabulary / sizeof *vocabulary},
        {capitals, sizeof capitals / sizeof *capitals}, {terms, sizeof terms / sizeof *terms},
        {sums, sizeof sums / sizeof *sums}, {shorts, sizeof shorts / sizeof *shorts},
        {cjk, sizeof cjk / sizeof *cjk}};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; i < lists[l].count; i++) {
            const struct material *card = &lists[l].cards[i];
            int chance = edit_random(deck, 6);
            if (chance < 3)
                deck->before[deck->before_count++] = card;
            if (chance == 2)
                edit_add(deck, card->question, card->answer, deck->before_count - 1);
            if (chance > 2)
                edit_add(deck, card->question, card->answer, -1);
        }
}

static inline void family_sums(struct edit_deck *deck)
{
    EDIT_TAKE(deck, sums);
    for (int i = 0; i < deck->after_count; i++)
        if (edit_random(deck, 2)) {
            struct edit_card *card = &deck->after[i];
            char answer[EDIT_TEXT];
            snprintf(answer, sizeof answer, "It is %.100s", card->answer);
            strcpy(card->answer, answer);
            card->small = true;
        }
    edit_shuffle(deck);
}

static inline bool edit_short(struct edit_deck *deck, struct edit_card *card)
{
    strcat(edit_random(deck, 2) ? card->question : card->answer, " (here)");
    return true;
}

static inline void family_shorts(struct edit_deck *deck)
{
    EDIT_TAKE(deck, shorts);
    edit_some(deck, edit_short);
    edit_shuffle(deck);
}

static inline bool edit_cjk(struct edit_deck *deck, struct edit_card *card)
{
    switch (edit_random(deck, 3)) {
    case 0:
        strcat(card->question, "ですか");
        break;
    case 1:
        strcat(card->answer, "のこと");
        break;
    default:
        strcat(card->question, "？");
        strcat(card->answer, "。");
    }
    return true;
}

static inline void family_cjk(struct edit_deck *deck)
{
    EDIT_TAKE(deck, cjk);
    edit_some(deck, edit_cjk);
    edit_shuffle(deck);
}

static inline void family_code(struct edit_deck *deck)
{
    EDIT_TAKE(deck, code);
    edit_some(deck, edit_answer_typo);
    edit_shuffle(deck);
}

static inline void family_places(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    EDIT_TAKE(deck, commands);
    for (int i = 0; i < deck->after_count; i++)
        deck->after[i].small = true;
    edit_shuffle(deck);
}

/* Some adjacent cards exchange their answers, as if those were at the wrong questions. The history
 * stays with the question. */
static inline void family_answers(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    EDIT_TAKE(deck, commands);
    EDIT_TAKE(deck, vocabulary);
    for (int i = 0; i + 1 < deck->after_count; i += 2) {
        struct edit_card *a = &deck->after[i], *b = &deck->after[i + 1];
        char answer[EDIT_TEXT];
        if (edit_random(deck, 2))
            continue;
        strcpy(answer, a->answer);
        strcpy(a->answer, b->answer);
        strcpy(b->answer, answer);
        a->small = b->small = true;
    }
}

static inline void family_translated(struct edit_deck *deck)
{
    for (size_t i = 0; i < sizeof translated / sizeof *translated; i++) {
        deck->before[deck->before_count] = &translated[i].before;
        edit_add(
            deck, translated[i].after.question, translated[i].after.answer, deck->before_count++);
    }
    edit_shuffle(deck);
}

/* Cards are deleted, and unrelated ones are added. The new ones share some questions with the old
 * ones, and answers such as "yes" and "no". */
static inline void family_unrelated(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    EDIT_TAKE(deck, generic);
    for (int i = deck->after_count - 1; i >= 0; i--)
        if (edit_random(deck, 2))
            edit_remove(deck, i);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (edit_random(deck, 2))
            edit_add(deck, others[i].question, others[i].answer, -1);
    edit_shuffle(deck);
}

/* Edits, deletions and additions at once. */
static inline void family_all(struct edit_deck *deck)
{
    EDIT_TAKE(deck, prose);
    EDIT_TAKE(deck, code);
    edit_some(deck, edit_any);
    for (int i = deck->after_count - 1; i >= 0; i--)
        if (edit_random(deck, 10) == 0)
            edit_remove(deck, i);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (edit_random(deck, 3) == 0)
            edit_add(deck, others[i].question, others[i].answer, -1);
    edit_shuffle(deck);
}

static const struct edit_family {
    const char *name;
    void (*make)(struct edit_deck *deck);
} edit_families[] = {
    {"typo in the question", family_question_typo},
    {"typo in the answer", family_answer_typo},
    {"typos in both", family_both_typos},
    {"punctuation and case in both", family_punctuation},
    {"a word more in one, a typo in the other", family_word_and_typo},
    {"one half reworded", family_half},
    {"question rewritten, long answer touched", family_question_rewritten},
    {"near duplicates, a typo in each", family_near},
    {"near duplicates, both halves edited", family_near_both},
    {"near duplicates replaced by others", family_near_replaced},
    {"arithmetic, answers reworded", family_sums},
    {"one word or character, one half edited", family_shorts},
    {"Chinese and Japanese", family_cjk},
    {"code", family_code},
    {"cards exchange places", family_places},
    {"answers exchanged", family_answers},
    {"a whole deck translated", family_translated},
    {"cards deleted, unrelated ones added", family_unrelated},
    {"edits, deletions, additions at once", family_all},
};

#define EDIT_FAMILIES (sizeof edit_families / sizeof *edit_families)

/* ---- what drill makes of the edits ---- */

struct edit_result {
    int edits, kept;      /* small edits; how many of them kept their history */
    int others, followed; /* larger edits; how many of them kept their history all the same */
    int wrong;            /* cards that got another card's history */
};

static inline void edit_write_text(FILE *file, const char *key, const char *text)
{
    fprintf(file, "%s \"", key);
    for (; *text; text++) {
        if (strchr("\"\\", *text))
            putc('\\', file);
        if (*text == '\n')
            fputs("\\n", file);
        else
            putc(*text, file);
    }
    fputs("\"\n", file);
}

static inline bool edit_write(const struct edit_deck *deck, const char *path, bool after)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fputs("deck: edits\ncards:\n", file);
    for (int i = 0; i < (after ? deck->after_count : deck->before_count); i++) {
        const struct edit_card *card = &deck->after[i];
        edit_write_text(file, "- question:", after ? card->question : deck->before[i]->question);
        edit_write_text(file, "  answer:", after ? card->answer : deck->before[i]->answer);
    }
    return fclose(file) == 0;
}

/* Reads the ids of the present cards, in the order of the file. */
static inline int edit_rows(sqlite3 *db, int64_t rows[EDIT_CARDS])
{
    sqlite3_stmt *row;
    int count = 0;
    sqlite3_prepare_v2(db, "SELECT card_id FROM cards WHERE retired_day IS NULL ORDER BY position",
        -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW && count < EDIT_CARDS)
        rows[count++] = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return count;
}

static inline bool is_edited(const struct edit_deck *deck, const struct edit_card *card)
{
    return card->was >= 0 && (strcmp(card->question, deck->before[card->was]->question) != 0 ||
                                 strcmp(card->answer, deck->before[card->was]->answer) != 0);
}

static inline void edit_compare(const struct edit_deck *deck, const int64_t *before,
    const int64_t *after, struct edit_result *result)
{
    for (int i = 0; i < deck->after_count; i++) {
        const struct edit_card *card = &deck->after[i];
        bool right = card->was >= 0 && after[i] == before[card->was], wrong = false;
        for (int j = 0; j < deck->before_count; j++)
            wrong |= after[i] == before[j] && j != card->was;
        result->edits += card->small;
        result->kept += card->small && right;
        result->others += is_edited(deck, card) && !card->small;
        result->followed += is_edited(deck, card) && !card->small && right;
        result->wrong += wrong;
        if (getenv("EDITS_SHOW") && (wrong || (card->small && !right)))
            fprintf(
                stderr, "%s: %s / %s\n", wrong ? "WRONG" : "lost", card->question, card->answer);
    }
}

static inline void edit_mistake(void *context, const struct err *mistake)
{
    fprintf(stderr, "%s: %u: %s\n", (const char *)context, mistake->line, mistake->message);
    abort();
}

static inline bool edit_load(struct store *store, const char *path, int64_t *deck_id)
{
    struct load_report report;
    struct err err;
    return !deck_load(store, path, 20000, edit_mistake, (void *)path, deck_id, &report, &err);
}

/* Applies a family's edits to a deck, and adds what becomes of the history to *result. Writes the
 * deck to path; leaves the store unchanged. */
static inline bool edit_measure(const struct edit_family *family, uint64_t seed,
    struct store *store, const char *path, struct edit_result *result)
{
    static struct edit_deck deck;
    int64_t before[EDIT_CARDS], after[EDIT_CARDS], deck_id;
    deck = (struct edit_deck){.state = seed};
    family->make(&deck);
    if (store_begin(store, NULL))
        return false;
    bool good = edit_write(&deck, path, false) && edit_load(store, path, &deck_id) &&
                edit_rows(store->db, before) == deck.before_count &&
                edit_write(&deck, path, true) && edit_load(store, path, &deck_id) &&
                edit_rows(store->db, after) == deck.after_count;
    if (good)
        edit_compare(&deck, before, after, result);
    store_rollback(store);
    return good;
}

#endif

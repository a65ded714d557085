/* Generated decks; the same seed gives the same deck. A card takes about 480 bytes in the file.
 * Half of the cards have ids, some have hints, notes and tags. No two have the same question or
 * answer. */
#ifndef BENCH_GEN_H
#define BENCH_GEN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct gen_card {
    char id[32]; /* "" if there is none */
    char question[256], answer[768], hint[128], note[256], tags[64];
};

static inline uint64_t gen_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Appends `count` words at `at`, with a line feed after about 60 columns if `lines` is set. Returns
 * the end. */
static inline char *gen_words(char *at, uint64_t *state, int count, bool lines)
{
    static const char *const words[] = {"gradient", "the", "loss", "of", "a", "layer", "weight",
        "and", "network", "learns", "from", "each", "batch", "while", "momentum", "keeps",
        "direction", "over", "many", "small", "steps", "so", "that", "noise", "is", "averaged",
        "out", "before", "activation", "function", "bends", "space", "between", "input", "output",
        "attention", "weighs", "tokens", "by", "similarity", "convolution", "shares", "parameters",
        "across", "positions", "dropout", "hides", "units", "at", "random", "during", "training",
        "normalization", "rescales", "features", "recurrence", "remembers", "sequence", "π",
        "naïve", "σ(x)", "∂L/∂w", "`Wx + b`", "**chain rule**"};
    for (int i = 0, column = 0; i < count; i++) {
        const char *word = words[gen_random(state) % (sizeof words / sizeof *words)];
        if (column)
            *at++ = ' ';
        char *end = stpcpy(at, word);
        column += (int)(end - at) + 1;
        at = end;
        if (lines && column > 60 && i + 1 < count) {
            *at++ = '\n';
            column = 0;
        }
    }
    *at = '\0';
    return at;
}

/* Makes card number i, from 1. In an edition above 0, every 100th card is edited: two in three of
 * these have a new answer, the third has a new question. */
static inline void gen_card(uint64_t i, int edition, struct gen_card *card)
{
    uint64_t state = i * UINT64_C(0xd1342543de82ef95), extra = gen_random(&state);
    int changed = i % 100 ? 0 : edition, of_answer = i % 300 ? changed : 0;
    card->id[0] = card->hint[0] = card->note[0] = card->tags[0] = '\0';
    if (i % 2)
        sprintf(card->id, "card-%llu", (unsigned long long)i);
    char *at = gen_words(stpcpy(card->question, "Why does "), &state, 7, false);
    sprintf(at, " in case %llu%.*s?", (unsigned long long)i, changed - of_answer, "******");
    at = gen_words(card->answer, &state, 39, true);
    sprintf(at, "\nThat is answer %llu%.*s.", (unsigned long long)i, of_answer, "******");
    if (extra % 4 == 0)
        gen_words(card->hint, &state, 5, false);
    if (extra % 5 == 0)
        gen_words(card->note, &state, 12, false);
    if (extra % 2 == 0)
        sprintf(card->tags, "topic-%llu", (unsigned long long)(extra / 2 % 20));
}

/* Writes a deck of `count` cards. False if the file cannot be written. */
static inline bool gen_deck(const char *path, uint64_t count, int edition)
{
    static struct gen_card card;
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fputs("deck: Generated\nid: generated\ntags: [generated]\ncards:\n", file);
    for (uint64_t i = 1; i <= count; i++) {
        gen_card(i, edition, &card);
        fprintf(file, "  - question: %s\n    answer: |\n      ", card.question);
        for (const char *c = card.answer; *c; c++) {
            putc(*c, file);
            if (*c == '\n')
                fputs("      ", file);
        }
        putc('\n', file);
        if (card.id[0])
            fprintf(file, "    id: %s\n", card.id);
        if (card.tags[0])
            fprintf(file, "    tags: [%s]\n", card.tags);
        if (card.hint[0])
            fprintf(file, "    hint: >-\n      %s\n", card.hint);
        if (card.note[0])
            fprintf(file, "    note: >-\n      %s\n", card.note);
        putc('\n', file);
    }
    bool good = !ferror(file);
    return fclose(file) == 0 && good;
}

#endif

/* Reads a file of histories, which README.md describes. */
#ifndef BENCH_FSRS_HISTORIES_FILE_H
#define BENCH_FSRS_HISTORIES_FILE_H

#include "model/fsrs_scale.h"
#include "store/histories.h"

#include <stdio.h>
#include <stdlib.h>

struct histories_file {
    struct histories histories;
    uint32_t *train; /* how many of a card's steps are trained on */
};

static void *histories_file_grow(void *block, size_t count, size_t size)
{
    bool is_full = (count & (count + 1)) == 0; /* room for 1, 3, 7, ... */
    block = is_full ? realloc(block, (2 * count + 3) * size) : block;
    if (!block)
        exit(3);
    return block;
}

static void histories_file_card(
    struct histories_file *file, size_t *count, char *words, bool wants_train_only)
{
    struct histories *h = &file->histories;
    h->card_ids = histories_file_grow(h->card_ids, h->count, sizeof *h->card_ids);
    file->train = histories_file_grow(file->train, h->count, sizeof *file->train);
    h->first = histories_file_grow(h->first, h->count + 1, sizeof *h->first);
    h->first[0] = 0;
    h->card_ids[h->count] = strtoll(words, &words, 10);
    file->train[h->count] = (uint32_t)strtoul(words, &words, 10);
    for (size_t i = 0; *words == ' ' && !(wants_train_only && i == file->train[h->count]); i++) {
        h->steps = histories_file_grow(h->steps, *count, sizeof *h->steps);
        h->order = histories_file_grow(h->order, *count, sizeof *h->order);
        h->order[*count] = (uint32_t)strtoul(words, &words, 10);
        h->steps[*count].days = strtoul(words + 1, &words, 10) & 0xffffff;
        h->steps[*count].rating =
            (uint8_t)fsrs_rating((enum fsrs_grade)strtol(words + 1, &words, 10));
        ++*count;
    }
    h->count++;
    h->first[h->count] = (uint32_t)*count;
}

/* Orders have gaps where steps are left out; number them without. */
static void histories_file_number(struct histories *h)
{
    uint32_t count = h->first[h->count], highest = 0, next = 0;
    for (uint32_t i = 0; i < count; i++)
        highest = h->order[i] > highest ? h->order[i] : highest;
    uint32_t *number = calloc((size_t)highest + 1, sizeof *number);
    if (!number)
        exit(3);
    for (uint32_t i = 0; i < count; i++)
        number[h->order[i]] = 1;
    for (uint32_t i = 0; i <= highest; i++)
        number[i] = number[i] ? next++ : 0;
    for (uint32_t i = 0; i < count; i++)
        h->order[i] = number[h->order[i]];
    free(number);
}

/* Read all steps, or only those to train on. Ends the program if it cannot. */
static struct histories_file histories_file_read(const char *path, bool wants_train_only)
{
    struct histories_file file = {.train = NULL};
    size_t count = 0, room = 0;
    char *line = NULL;
    FILE *in = fopen(path, "r");
    if (!in) {
        perror(path);
        exit(2);
    }
    while (getline(&line, &room, in) > 0)
        histories_file_card(&file, &count, line, wants_train_only);
    free(line);
    fclose(in);
    if (count == 0) {
        fprintf(stderr, "%s: no histories\n", path);
        exit(2);
    }
    histories_file_number(&file.histories);
    return file;
}

static void histories_file_free(struct histories_file *file)
{
    free(file->histories.card_ids);
    free(file->histories.first);
    free(file->histories.steps);
    free(file->histories.order);
    free(file->train);
}

#endif

/* train FILE - train drill on the training part of a file of histories, and print what the crate's
 * program prints: weights, CPU seconds, and peak memory in MB.
 * train FILE judged - the same as "drill train" does it: judge the new weights by the last fifth of
 * the log, and keep the defaults where they are not better or the log is small.
 * train FILE replay - print how many nanoseconds of CPU time a rating's replay takes. */
#include "bench/fsrs/histories_file.h"

#include "model/fsrs.h"
#include "study/train.h"

#include <string.h>
#include <time.h>

static double train_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static double train_peak_mb(void)
{
    char line[256];
    double kb = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kb = strtod(line + 6, NULL);
    if (status)
        fclose(status);
    return kb / 1024;
}

/* The weights that "drill train" puts in force. */
static enum err_code train_judged(
    const struct histories *histories, int32_t *weights, struct err *err)
{
    struct trained trained;
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    enum err_code code = train(fsrs, histories, fsrs_defaults, &trained, err);
    if (!code)
        memcpy(weights, trained.is_better ? trained.weights : fsrs_defaults,
            FSRS_WEIGHTS * sizeof *weights);
    return code;
}

static int train_run(const char *path, bool is_judged)
{
    struct histories_file file = histories_file_read(path, true);
    int32_t weights[WEIGHTS_MAX];
    struct err err = {0};
    double began = train_seconds();
    enum err_code code = is_judged ? train_judged(&file.histories, weights, &err)
                                   : train_weights(&file.histories, UINT32_MAX, weights, &err);
    double took = train_seconds() - began;
    histories_file_free(&file);
    if (code)
        return 1;
    printf("weights");
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        printf(" %.4f", weights[i] / (double)WEIGHT_UNIT);
    printf("\nseconds %.6f\npeak_mb %.1f\n", took, train_peak_mb());
    return 0;
}

#define REPLAY_RATINGS 5000000

static int train_replay(const char *path)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct weights weights = scheduler_weights(fsrs, fsrs->defaults);
    struct histories_file file = histories_file_read(path, false);
    struct histories *h = &file.histories;
    struct memory *memories = calloc(h->count, sizeof *memories);
    if (!memories)
        return 3;
    uint64_t done = 0;
    double began = train_seconds();
    for (; done < REPLAY_RATINGS; done += h->first[h->count])
        scheduler_replay_cards(fsrs, &weights, h->steps, h->first, h->count, memories);
    double together = (train_seconds() - began) / (double)done;
    began = train_seconds();
    for (size_t i = 0; i < h->count; i++)
        memories[i] =
            scheduler_replay(fsrs, &weights, h->steps + h->first[i], h->first[i + 1] - h->first[i]);
    double single = (train_seconds() - began) / (double)h->first[h->count];
    printf("replay_ns %.1f\nreplay_one_by_one_ns %.1f\n", together * 1e9, single * 1e9);
    free(memories);
    histories_file_free(&file);
    return 0;
}

int main(int argc, char **argv)
{
    const char *mode = argc > 2 ? argv[2] : "";
    if (argc < 2)
        return 2;
    if (strcmp(mode, "replay") == 0)
        return train_replay(argv[1]);
    return train_run(argv[1], strcmp(mode, "judged") == 0);
}

/* evaluate FILE W0 ... W20 - print the log loss of FSRS with these weights on what a file of
 * histories trains on, and on what it holds out: the mean over the scored ratings, in double
 * precision, by formulas that share nothing with drill's or the crate's. */
#include "bench/fsrs/histories_file.h"
#include "unit/fsrs_reference.h"

#include "model/fsrs.h"

struct evaluation {
    double loss;
    size_t scored;
};

static void evaluate_card(const double *w, const struct memory_step *steps, size_t count,
    size_t train, struct evaluation parts[2])
{
    struct fsrs_reference memory = {0, 0};
    for (size_t i = 0; i < count; i++) {
        int grade = (int)fsrs_grade((enum rating)steps[i].rating), days = (int)steps[i].days;
        if (i > 0 && days > 0) {
            double recall = reference_recall(w, memory.s, days);
            struct evaluation *part = &parts[i >= train];
            part->loss -= log(grade > 1 ? recall : 1 - recall);
            part->scored++;
        }
        memory = i == 0 ? reference_start(w, grade) : reference_rate(w, memory, days, grade);
    }
}

int main(int argc, char **argv)
{
    double w[FSRS_WEIGHTS];
    struct evaluation parts[2] = {{0, 0}, {0, 0}};
    if (argc < 2 + FSRS_WEIGHTS)
        return 2;
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        w[i] = strtod(argv[2 + i], NULL);
    struct histories_file file = histories_file_read(argv[1], false);
    const struct histories *h = &file.histories;
    for (size_t i = 0; i < h->count; i++)
        evaluate_card(
            w, h->steps + h->first[i], h->first[i + 1] - h->first[i], file.train[i], parts);
    printf("train_loss %.6f\ntrain_scored %zu\nheld_loss %.6f\nheld_scored %zu\n",
        parts[0].loss / (double)parts[0].scored, parts[0].scored,
        parts[1].loss / (double)parts[1].scored, parts[1].scored);
    histories_file_free(&file);
    return 0;
}

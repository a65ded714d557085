/* The forecast of some decks, computed for "drill forecast" and for the side screen. */
#ifndef CMD_PREDICTION_H
#define CMD_PREDICTION_H

#include "cmd/row_count.h"
#include "cmd/sides.h"
#include "report/workload.h"
#include "view/forecast.h"

/* What to compute; the caller owns what the pointers refer to. */
struct predicting {
    const struct sides *sides;
    int days;
    uint64_t seed;
    bool compares;         /* also with half as many new cards */
    const int *retentions; /* FSRS with each of these, instead */
    size_t retention_count;
    row_count_fn *progress;       /* for reading the log; may be NULL */
    bool (*go_on)(void *context); /* called now and then while simulating; may be NULL */
    void *context;
};

/* Free with prediction_done, also after a failure. */
struct prediction {
    struct workload workload, other;
    struct dataset costs;   /* of the retentions; see workload_costs_begin */
    struct outlook outlook; /* points to all of them */
};

/* Read the decks and simulate. If go_on returned false, the outlook is not complete. */
enum err_code predict(
    struct prediction *prediction, const struct predicting *predicting, struct err *err);
void prediction_done(struct prediction *prediction);

#endif

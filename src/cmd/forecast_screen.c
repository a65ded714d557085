/* The forecast as a side screen.
 *
 *   draw "simulating" ──> step: simulate ──> draw the outlook ──> wait
 *         ^                  └─ key: a side screen, or leave
 *         └── back from it ───┘ */
#include "cmd/prediction.h"
#include "cmd/scope.h"
#include "tui/output.h"
#include "tui/terminal.h"
#include "view/reader.h"

#include <stdio.h>

struct forecast_screen {
    struct sides *sides;
    struct reader reader;
    struct prediction prediction;
    bool ready;            /* the prediction is complete */
    struct loop *loop;     /* while it is computed */
    enum side_screen side; /* asked for meanwhile */
};

static struct predicting forecast_screen_predicting(const struct sides *sides)
{
    return (struct predicting){.sides = sides, .days = FORECAST_DAYS_USUAL, .compares = true};
}

static enum err_code forecast_screen_draw(struct loop *loop, struct err *err)
{
    struct forecast_screen *s = loop->screen;
    const struct outlook *outlook = s->ready ? &s->prediction.outlook : NULL;
    return reader_draw_forecast(&s->reader, outlook, &loop->frame) ? ERR_NONE : err_memory(err);
}

/* Open a side screen; then simulate again what it may have changed. */
static enum err_code forecast_screen_open(struct loop *loop, enum side_screen side, struct err *err)
{
    struct forecast_screen *s = loop->screen;
    enum err_code code = sides_open(s->sides, SIDE_FORECAST, side, loop, err);
    s->ready &= !s->sides->changed;
    return code;
}

static enum err_code forecast_screen_key(struct loop *loop, uint32_t key, struct err *err)
{
    struct forecast_screen *s = loop->screen;
    struct intent intent = reader_key(&s->reader, key);
    loop->over = intent.quit;
    if (intent.side && s->loop)
        s->side = intent.side;
    else if (intent.side)
        return forecast_screen_open(loop, intent.side, err);
    return ERR_NONE;
}

/* Handle keys during the simulation, which ends when the screen is left. */
static bool forecast_screen_poll(void *context)
{
    struct forecast_screen *s = context;
    return loop_poll(s->loop) && !s->side;
}

static enum err_code forecast_screen_step(struct loop *loop, enum loop_work *work, struct err *err)
{
    struct forecast_screen *s = loop->screen;
    struct predicting predicting = forecast_screen_predicting(s->sides);
    if (s->ready)
        return ERR_NONE;
    *work = LOOP_DRAW;
    predicting.go_on = forecast_screen_poll;
    predicting.context = s;
    prediction_done(&s->prediction);
    s->loop = loop;
    enum err_code code = predict(&s->prediction, &predicting, err);
    enum side_screen side = s->side;
    s->loop = NULL;
    s->side = SIDE_NONE;
    s->ready = !code && !side && !loop->over;
    return code || !side ? code : forecast_screen_open(loop, side, err);
}

static const struct screen_ops forecast_screen_ops = {
    .draw = forecast_screen_draw, .key = forecast_screen_key, .step = forecast_screen_step};

/* Print the outlook as "drill forecast" does in a pipe. */
static enum err_code forecast_screen_print(struct sides *sides, const char *scope, struct err *err)
{
    struct prediction prediction;
    struct predicting predicting = forecast_screen_predicting(sides);
    struct buf out = {0};
    enum err_code code = predict(&prediction, &predicting, err);
    if (*scope)
        buf_format(&out, "Only %s\n", scope);
    bool good = !code && outlook_table(&prediction.outlook, print_width(), &out);
    if (good) {
        buf_char(&out, '\n');
        good = outlook_words(&prediction.outlook, print_width(), &out);
    }
    if (!code && !good)
        code = err_memory(err);
    print_text(stdout, &out);
    prediction_done(&prediction);
    return code;
}

enum err_code forecast_side(struct sides *sides, struct err *err)
{
    struct buf scope = {0};
    enum err_code code = scope_of_side(sides, &scope, err);
    struct forecast_screen s = {.sides = sides,
        .reader = {.kind = READER_FORECAST,
            .settings = sides->options->settings,
            .ascii = !output_is_utf8(),
            .scope = buf_string(&scope)}};
    if (!code)
        code = terminal_is_open() ? loop_run(&forecast_screen_ops, &s, err)
                                  : forecast_screen_print(sides, s.reader.scope, err);
    prediction_done(&s.prediction);
    buf_done(&scope);
    return code;
}

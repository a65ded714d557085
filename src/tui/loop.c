/* draw ──> step ──> step ... ──> idle ──> idle ... ──> wait     a key interrupts the steps: typing
 *  ^         └─key─┐              └─key──┐             │        never waits
 *  └───────────────┴─────────────────────┴─────key─────┘ */
#include "tui/loop.h"

#include "tui/output.h"
#include "tui/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    loop_idle_fn *step; /* NULL if there is nothing to do */
    void *context;
} idle;

void loop_when_idle(loop_idle_fn *step, void *context)
{
    idle.step = step;
    idle.context = context;
}

/* ---- on the terminal ---- */

static enum err_code loop_draw(struct loop *loop, struct err *err)
{
    int rows, cols;
    terminal_size(&rows, &cols);
    if (!frame_resize(&loop->frame, rows, cols))
        return err_memory(err);
    enum err_code code = loop->ops->draw(loop, err);
    if (!code)
        terminal_show(&loop->frame);
    return code;
}

/* Work until there is an event or something to draw; wait if there is no work. */
static enum err_code loop_await(
    struct loop *loop, enum terminal_event *event, uint32_t *key, struct err *err)
{
    enum loop_work work = LOOP_MORE;
    while (loop->ops->step && work == LOOP_MORE) {
        work = LOOP_IDLE;
        enum err_code code = loop->ops->step(loop, &work, err);
        if (code || loop->over)
            return code;
        if ((*event = terminal_look(key)) != TERMINAL_NOTHING || work == LOOP_DRAW)
            return ERR_NONE;
    }
    while (idle.step && (*event = terminal_look(key)) == TERMINAL_NOTHING)
        if (!idle.step(idle.context))
            idle.step = NULL;
    if (*event == TERMINAL_NOTHING)
        *event = terminal_wait(key);
    return ERR_NONE;
}

static bool loop_goes_on(const struct loop *loop)
{
    return !loop->over && !terminal_signal();
}

static enum err_code loop_screen(struct loop *loop, struct err *err)
{
    enum err_code code = ERR_NONE;
    while (!code && loop_goes_on(loop)) {
        enum terminal_event event = TERMINAL_NOTHING;
        uint32_t key;
        if (!(code = loop_draw(loop, err)) && !(code = loop_await(loop, &event, &key, err)) &&
            event == TERMINAL_KEY)
            code = loop->ops->key(loop, key, err);
    }
    frame_done(&loop->frame);
    return code;
}

bool loop_poll(void *context)
{
    struct loop *loop = context;
    enum terminal_event event;
    struct err err;
    uint32_t key;
    while (loop_goes_on(loop) && (event = terminal_look(&key)) != TERMINAL_NOTHING)
        if (event == TERMINAL_KEY)
            loop->ops->key(loop, key, &err);
    return loop_goes_on(loop);
}

/* ---- line by line ---- */

/* If printing fails, no further line is read, so nothing is rated unseen. Lines already read have
 * been carried out, even if their outcome could not be shown. */
static enum err_code loop_print(struct loop *loop, struct buf *out, struct err *err)
{
    buf_clear(out);
    enum err_code code = loop->ops->print(loop, out, err);
    if (!code && out->failed)
        code = err_memory(err);
    if (!code && !output_put(stdout, buf_string(out)))
        code = err_memory(err);
    if (!code && (fflush(stdout) != 0 || ferror(stdout)))
        code = err_set(
            err, ERR_IO, "standard output: %s: what you entered so far is kept", strerror(errno));
    return code;
}

static enum err_code loop_lines(struct loop *loop, struct err *err)
{
    struct buf out = {0};
    char *line = NULL;
    size_t capacity = 0;
    enum err_code code = ERR_NONE;
    while (!code && !loop->over) {
        bool unclear = false;
        if ((code = loop_print(loop, &out, err)) || getline(&line, &capacity, stdin) < 0)
            break;
        code = loop->ops->line(loop, line, &unclear, err);
        if (unclear)
            puts("That is not one of the choices.");
    }
    free(line);
    buf_done(&out);
    return code;
}

enum err_code loop_run(const struct screen_ops *ops, void *screen, struct err *err)
{
    struct loop loop = {.ops = ops, .screen = screen};
    return terminal_is_open() ? loop_screen(&loop, err) : loop_lines(&loop, err);
}

/* Compares frames with stored ones. `UPDATE_FRAMES=1 .build/tests/screen/test_...` writes those
 * that differ; read git diff before you commit them. The text of a frame is followed by the styles
 * of its cells, as letters. */
#ifndef SCREEN_FRAMES_H
#define SCREEN_FRAMES_H

#include "base/buf.h"
#include "view/frame.h"

#include "test.h"

#include <unistd.h>

#ifndef FRAMES
#define FRAMES "tests/screen/frames"
#endif

static inline void add_styles(const struct frame *frame, struct buf *out)
{
    static const char letters[] = ".BECFLGksc#TKNWpqnrd12345";
    assert_int_equal(sizeof letters - 1, STYLE_COUNT);
    for (int row = 0; row < frame->rows; row++) {
        size_t end = out->length;
        for (int col = 0; col < frame->cols; col++) {
            char letter = letters[frame_cell(frame, row, col)->style];
            buf_char(out, letter);
            if (letter != '.')
                end = out->length;
        }
        buf_cut(out, end);
        buf_char(out, '\n');
    }
}

static inline void add_frame(const struct frame *frame, struct buf *out)
{
    buf_format(out, "==== %dx%d\n", frame->cols, frame->rows);
    frame_dump(frame, out);
    buf_text(out, "---- styles\n");
    add_styles(frame, out);
    for (size_t i = 0; i < frame->placement_count; i++) {
        const struct placement *p = &frame->placements[i];
        buf_format(out, "---- picture %d at %d,%d: %d columns, rows %d to %d of %d\n", p->id,
            p->row, p->col, p->cols, p->first, p->first + p->count - 1, p->rows);
    }
}

/* The key of a click where the frame shows text in a row. */
static inline uint32_t key_of_click(const struct frame *frame, int row, const char *text)
{
    struct buf line = {0};
    struct frame one = {.rows = 1, .cols = frame->cols, .cells = frame->cells + row * frame->cols};
    frame_dump(&one, &line);
    const char *at = strstr(buf_string(&line), text);
    assert_non_null(at);
    int col = text_width(buf_string(&line), (size_t)(at - buf_string(&line)));
    buf_done(&line);
    return frame_key_at(frame, row, col);
}

static inline void read_file(const char *path, struct buf *out)
{
    char bytes[4096];
    size_t got;
    FILE *file = fopen(path, "r");
    while (file && (got = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(out, bytes, got);
    if (file)
        fclose(file);
}

static inline void compare(const char *name, const struct buf *frames)
{
    char path[256];
    struct buf stored = {0};
    snprintf(path, sizeof path, FRAMES "/%s.txt", name);
    read_file(path, &stored);
    bool same = strcmp(buf_string(&stored), buf_string(frames)) == 0;
    buf_done(&stored);
    if (!same && getenv("UPDATE_FRAMES")) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(buf_string(frames), file);
        fclose(file);
        return;
    }
    if (!same)
        fail_msg("%s differs; seen:\n%s", path, buf_string(frames));
}

#endif

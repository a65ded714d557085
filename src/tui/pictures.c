/* Curses does not know about pictures: it takes the cells under them for blanks. When a picture is
 * removed, curses must rewrite its rows, although it sees no change in them. */
#include "tui/pictures.h"

#include "base/trace.h"
#include "tui/keyboard.h"
#include "tui/links.h"
#include "tui/output.h"
#include "tui/picture.h"
#include "tui/raw.h"
#include "tui/styles.h"
#include "tui/tmux.h"
#include "view/picture_choice.h"

#include <curses.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#define BYTES_MAX (64U << 20) /* of pixels */

/* Synchronized output: what comes between is shown at once. Terminals that do not know it ignore
 * it. */
#define BEGIN_UPDATE "\033[?2026h"
#define END_UPDATE   "\033[?2026l"
#define ERASE        "\033[%d;%dH\033[%dX" /* row, column and length, from 1 */

struct pictures_kept {
    int id;
    struct picture picture;
};

static struct {
    enum images images;
    struct picture_terminal terminal;
    int pane_row, pane_col; /* the terminal outside tmux has drill's screen there */
    struct pictures_kept *kept;
    size_t count, capacity, bytes;
    int last_id;
    struct placement shown[PLACEMENTS_MAX]; /* what is on the terminal */
    size_t shown_count;
    struct buf out, painting;
} pictures;

/* ---- the terminal ---- */

/* Many terminals show all colours, whatever terminfo says. */
static enum picture_colors pictures_colors(enum depth depth)
{
    static const enum picture_colors colors[] = {[DEPTH_NONE] = PICTURE_MONO,
        [DEPTH_8] = PICTURE_16,
        [DEPTH_16] = PICTURE_16,
        [DEPTH_256] = PICTURE_256,
        [DEPTH_TRUE] = PICTURE_TRUECOLOR};
    const char *told = getenv("COLORTERM");
    bool all = told && (strcmp(told, "truecolor") == 0 || strcmp(told, "24bit") == 0);
    return depth != DEPTH_NONE && all ? PICTURE_TRUECOLOR : colors[depth];
}

/* A multiplexer takes sequences that it does not know for itself. Only tmux passes them on, if it
 * may. */
static void pictures_pass_through(void)
{
    bool passes = links_multiplexed() && tmux_pane(&pictures.pane_row, &pictures.pane_col);
    pictures.terminal.tmux_passthrough = passes;
    if (links_multiplexed() && !passes)
        pictures.images = IMAGES_SYMBOLS;
}

void pictures_open(enum images images, enum depth depth)
{
    bool plain = !styles_may_ask() || tigetnum("colors") < 8;
    pictures.images = images == IMAGES_AUTO && plain ? IMAGES_OFF : images;
    pictures.terminal.colors = pictures_colors(depth);
    if (pictures.images != IMAGES_AUTO && pictures.images < IMAGES_SYMBOLS)
        pictures_pass_through();
    pictures_follow();
}

bool pictures_ask(void)
{
    return pictures.images == IMAGES_AUTO && !links_multiplexed();
}

bool pictures_follow(void)
{
    enum picture_protocol *protocol = &pictures.terminal.protocol, before = *protocol;
    *protocol = pictures_ask() && keyboard_is_awaiting()
                    ? PICTURE_OFF
                    : picture_choose(pictures.images, keyboard_answers(), links_multiplexed(),
                          output_is_utf8());
    return *protocol != before;
}

enum picture_protocol pictures_protocol(void)
{
    return pictures.terminal.protocol;
}

void pictures_cell(int *width, int *height)
{
    const struct picture_answers *answers = keyboard_answers();
    struct winsize size;
    *width = answers->cell_width;
    *height = answers->cell_height;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_col || !size.ws_row)
        return;
    if (size.ws_xpixel / size.ws_col && size.ws_ypixel / size.ws_row) {
        *width = size.ws_xpixel / size.ws_col;
        *height = size.ws_ypixel / size.ws_row;
    }
}

/* ---- pixels ---- */

static int pictures_pixels(int cells, int cell)
{
    int most = PICTURE_PIXELS_MAX / cell;
    return cells < most ? cells * cell : PICTURE_PIXELS_MAX;
}

/* Paint a cell of the picture for nobody: that fails where libchafa is missing. */
static enum err_code pictures_try(const struct picture *picture, struct err *err)
{
    const struct picture_size size = {.rows = 1, .cols = 1};
    struct buf unseen = {0};
    enum err_code code =
        picture_paint(picture, &pictures.terminal, &size, 0, 0, 0, 1, &unseen, err);
    buf_done(&unseen);
    return code;
}

static enum err_code pictures_keep(struct picture *picture, int *id, struct err *err)
{
    size_t bytes = (size_t)picture->width * (size_t)picture->height * 4;
    if (bytes > BYTES_MAX - pictures.bytes)
        return err_set(err, ERR_IO, "the card has too many pictures");
    if (!array_grow(&pictures.kept, pictures.count, &pictures.capacity, sizeof *pictures.kept))
        return err_memory(err);
    *id = pictures.last_id = pictures.last_id < INT_MAX ? pictures.last_id + 1 : 1;
    pictures.kept[pictures.count++] = (struct pictures_kept){*id, *picture};
    pictures.bytes += bytes;
    *picture = (struct picture){0};
    return ERR_NONE;
}

enum err_code pictures_add(int fd, int *id, int *width, int *height, struct err *err)
{
    struct picture picture = {0};
    int cell_width, cell_height;
    pictures_cell(&cell_width, &cell_height);
    bool known = cell_width && cell_height;
    int most_wide = pictures_pixels(COLS, known ? cell_width : PICTURE_CELL_WIDTH);
    int most_high = pictures_pixels(LINES, known ? cell_height : PICTURE_CELL_HEIGHT);
    enum err_code code = picture_decode(fd, most_wide, most_high, &picture, err);
    *width = picture.width;
    *height = picture.height;
    if (!code && !(code = pictures_try(&picture, err)))
        code = pictures_keep(&picture, id, err);
    picture_done(&picture);
    return code;
}

void pictures_clear(void)
{
    for (size_t i = 0; i < pictures.count; i++)
        picture_done(&pictures.kept[i].picture);
    pictures.count = 0;
    pictures.bytes = 0;
}

static const struct picture *pictures_find(int id)
{
    for (size_t i = 0; i < pictures.count; i++)
        if (pictures.kept[i].id == id)
            return &pictures.kept[i].picture;
    return NULL;
}

/* ---- the screen ---- */

static bool pictures_same(const struct frame *frame)
{
    for (size_t i = 0; i < frame->placement_count && i < pictures.shown_count; i++) {
        const struct placement *a = &frame->placements[i], *b = &pictures.shown[i];
        if (a->id != b->id || a->row != b->row || a->col != b->col || a->rows != b->rows ||
            a->cols != b->cols || a->first != b->first || a->count != b->count)
            return false;
    }
    return frame->placement_count == pictures.shown_count;
}

/* Takes all pictures from the terminal, if there are any, and the cells where they were. */
static void pictures_erase(void)
{
    if (pictures.shown_count)
        picture_erase_all(&pictures.terminal, &pictures.out);
    for (size_t i = 0; i < pictures.shown_count; i++) {
        const struct placement *p = &pictures.shown[i];
        for (int row = p->row; row < p->row + p->count && row < LINES; row++)
            buf_format(&pictures.out, ERASE, row + 1, p->col + 1, p->cols);
    }
    pictures.shown_count = 0;
}

/* Puts the bytes of a picture into `painting`. */
static void pictures_prepare(const struct placement *p, struct picture_size size)
{
    struct err err = {0};
    const struct picture *picture = pictures_find(p->id);
    size.rows = p->rows;
    size.cols = p->cols;
    if (picture)
        picture_paint(picture, &pictures.terminal, &size, p->row + pictures.pane_row,
            p->col + pictures.pane_col, p->first, p->count, &pictures.painting, &err);
    trace_line("picture", "%d at %d,%d: rows %d to %d of %d, %d columns %s", p->id, p->row, p->col,
        p->first, p->first + p->count, p->rows, p->cols, err.message);
}

bool pictures_remove(const struct frame *frame)
{
    struct picture_size size = {0};
    if (pictures_same(frame))
        return false;
    buf_clear(&pictures.out);
    buf_clear(&pictures.painting);
    buf_text(&pictures.out, BEGIN_UPDATE);
    pictures_erase();
    if (pictures.terminal.tmux_passthrough) /* panes move */
        tmux_pane(&pictures.pane_row, &pictures.pane_col);
    pictures_cell(&size.cell_width, &size.cell_height);
    for (size_t i = 0; i < frame->placement_count; i++)
        pictures_prepare(&frame->placements[i], size);
    memcpy(pictures.shown, frame->placements, sizeof pictures.shown);
    pictures.shown_count = frame->placement_count;
    raw_write(&pictures.out);
    redrawwin(stdscr); /* row by row: scrolling the screen would move pictures, too */
    return true;
}

/* kitty's pictures are too long for its synchronized updates. */
void pictures_paint(void)
{
    const bool outside = pictures.terminal.protocol == PICTURE_KITTY;
    buf_clear(&pictures.out);
    buf_text(&pictures.out, END_UPDATE);
    raw_write(outside ? &pictures.out : &pictures.painting);
    raw_write(outside ? &pictures.painting : &pictures.out);
}

void pictures_forget(void)
{
    pictures.shown_count = 0;
}

void pictures_leave(void)
{
    if (!pictures.shown_count)
        return;
    buf_clear(&pictures.out);
    pictures_erase();
    raw_write(&pictures.out);
}

void pictures_close(void)
{
    pictures_clear();
    free(pictures.kept);
    pictures.kept = NULL;
    pictures.capacity = 0;
    buf_done(&pictures.out);
    buf_done(&pictures.painting);
}

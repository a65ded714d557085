/* Painting. Kitty's protocol takes the pixels as they are; the others go through libchafa, which is
 * loaded when the first picture is painted: drill runs without it, too. Like all that uses GLib,
 * chafa ends the program when memory runs out; what it needs is bounded by the size of the screen.
 */
#include "tui/picture.h"

#include "exchange/base64.h"

#include <assert.h>
#include <chafa.h>
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- the library ---- */

#define PAINT_FUNCTIONS(F)                                                                         \
    F(chafa_canvas_config_new)                                                                     \
    F(chafa_canvas_config_unref)                                                                   \
    F(chafa_canvas_config_set_geometry)                                                            \
    F(chafa_canvas_config_set_cell_geometry)                                                       \
    F(chafa_canvas_config_set_canvas_mode)                                                         \
    F(chafa_canvas_config_set_pixel_mode)                                                          \
    F(chafa_canvas_config_set_optimizations)                                                       \
    F(chafa_canvas_config_set_dither_mode)                                                         \
    F(chafa_canvas_config_set_symbol_map)                                                          \
    F(chafa_canvas_new)                                                                            \
    F(chafa_canvas_unref)                                                                          \
    F(chafa_canvas_draw_all_pixels)                                                                \
    F(chafa_canvas_print)                                                                          \
    F(chafa_set_n_threads)                                                                         \
    F(chafa_symbol_map_new)                                                                        \
    F(chafa_symbol_map_unref)                                                                      \
    F(chafa_symbol_map_add_by_tags)                                                                \
    F(chafa_symbol_map_remove_by_tags)                                                             \
    F(chafa_term_db_new)                                                                           \
    F(chafa_term_db_unref)                                                                         \
    F(chafa_term_db_get_fallback_info)                                                             \
    F(chafa_term_info_set_seq)                                                                     \
    F(chafa_term_info_unref)                                                                       \
    F(g_string_free)

#define PAINT_MEMBER(name) __typeof__(name) *name;
#define PAINT_ROW(name)    {#name, offsetof(struct paint_library, name)},

struct paint_library {
    PAINT_FUNCTIONS(PAINT_MEMBER)
};

static const struct {
    const char *name;
    size_t offset;
} paint_functions[] = {PAINT_FUNCTIONS(PAINT_ROW)};

static const char *const paint_files[] = {
#ifdef __APPLE__
    "libchafa.0.dylib",
    "/opt/homebrew/lib/libchafa.0.dylib",
    "/usr/local/lib/libchafa.0.dylib",
#else
    "libchafa.so.0",
#endif
};

static struct paint_library paint_loaded;

/* Load the library; it then stays. NULL if it is missing, or misses a function: *err is set. */
static const struct paint_library *paint_load(struct err *err)
{
    static bool is_loaded;
    void *file = NULL;
    if (is_loaded)
        return &paint_loaded;
    for (size_t i = 0; !file && i < COUNT(paint_files); i++)
        file = dlopen(paint_files[i], RTLD_NOW | RTLD_LOCAL);
    if (!file) {
        err_set(err, ERR_IO, "pictures need the package chafa");
        return NULL;
    }
    for (size_t i = 0; i < COUNT(paint_functions); i++) {
        void *function = dlsym(file, paint_functions[i].name);
        if (!function) {
            err_set(err, ERR_IO, "pictures need chafa 1.12 or later: update the package chafa");
            dlclose(file);
            return NULL;
        }
        memcpy((char *)&paint_loaded + paint_functions[i].offset, &function, sizeof function);
    }
    paint_loaded.chafa_set_n_threads(1); /* signals are for drill's only thread */
    is_loaded = true;
    return &paint_loaded;
}

/* ---- the pixels ---- */

struct paint_pixels {
    int width, height;
    unsigned char *rgba; /* NULL if memory ran out */
};

/* The size, in the picture's pixels, of all the cells that it gets: as many as the cells have, or
 * more if it is scaled down to fit them. The picture is in the upper left corner. */
static void paint_cells_size(
    const struct picture *picture, const struct picture_size *size, int64_t *width, int64_t *height)
{
    *width = (int64_t)size->cols * size->cell_width;
    *height = (int64_t)size->rows * size->cell_height;
    int64_t wide = picture->width, high = picture->height;
    if (wide <= *width && high <= *height)
        return;
    if (wide * *height > high * *width) {
        *height = (wide * *height + *width - 1) / *width;
        *width = wide;
    } else {
        *width = (high * *width + *height - 1) / *height;
        *height = high;
    }
}

/* The pixels of some rows of cells, transparent where the picture does not reach. */
static struct paint_pixels paint_crop(
    const struct picture *picture, const struct picture_size *size, int first, int count)
{
    int64_t width, height;
    paint_cells_size(picture, size, &width, &height);
    int64_t top = height * first / size->rows, end = height * (first + count) / size->rows;
    if (end == top)
        end++;
    struct paint_pixels pixels = {
        (int)width, (int)(end - top), calloc((size_t)(end - top), (size_t)width * 4)};
    size_t copied = (size_t)(picture->width < width ? picture->width : width) * 4;
    for (int64_t row = top; pixels.rgba && row < end && row < picture->height; row++)
        memcpy(pixels.rgba + (row - top) * width * 4, picture->rgba + row * picture->width * 4,
            copied);
    return pixels;
}

/* ---- the canvas ---- */

static const ChafaPixelMode paint_modes[] = {
    [PICTURE_SYMBOLS] = CHAFA_PIXEL_MODE_SYMBOLS,
    [PICTURE_SIXEL] = CHAFA_PIXEL_MODE_SIXELS,
    [PICTURE_ITERM] = CHAFA_PIXEL_MODE_ITERM2,
};
static const ChafaCanvasMode paint_colors[] = {
    [PICTURE_MONO] = CHAFA_CANVAS_MODE_FGBG,
    [PICTURE_16] = CHAFA_CANVAS_MODE_INDEXED_16,
    [PICTURE_256] = CHAFA_CANVAS_MODE_INDEXED_240, /* users may have changed the first 16 */
    [PICTURE_TRUECOLOR] = CHAFA_CANVAS_MODE_TRUECOLOR,
};

/* The sequences of pictures; iTerm2's with its way to leave the cursor where it is. */
static const struct {
    ChafaTermSeq sequence;
    const char *text;
} paint_sequences[] = {
    {CHAFA_TERM_SEQ_BEGIN_SIXELS, "\033P%1;%2;%3q"},
    {CHAFA_TERM_SEQ_END_SIXELS, "\033\\"},
    {CHAFA_TERM_SEQ_BEGIN_ITERM2_IMAGE,
        "\033]1337;File=inline=1;doNotMoveCursor=1;width=%1;height=%2;preserveAspectRatio=0:"},
    {CHAFA_TERM_SEQ_END_ITERM2_IMAGE, "\a"},
};

static ChafaCanvas *paint_canvas(const struct paint_library *chafa,
    const struct picture_terminal *terminal, const struct picture_size *size, int count)
{
    bool mono = terminal->protocol == PICTURE_SYMBOLS && terminal->colors == PICTURE_MONO;
    ChafaSymbolMap *symbols = chafa->chafa_symbol_map_new();
    chafa->chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_SPACE);
    chafa->chafa_symbol_map_add_by_tags(
        symbols, mono ? CHAFA_SYMBOL_TAG_BRAILLE : CHAFA_SYMBOL_TAG_BLOCK);
    chafa->chafa_symbol_map_remove_by_tags(
        symbols, CHAFA_SYMBOL_TAG_LEGACY | CHAFA_SYMBOL_TAG_SEXTANT | CHAFA_SYMBOL_TAG_WEDGE |
                     CHAFA_SYMBOL_TAG_WIDE);
    ChafaCanvasConfig *config = chafa->chafa_canvas_config_new();
    chafa->chafa_canvas_config_set_geometry(config, size->cols, count);
    chafa->chafa_canvas_config_set_cell_geometry(config, size->cell_width, size->cell_height);
    chafa->chafa_canvas_config_set_pixel_mode(config, paint_modes[terminal->protocol]);
    chafa->chafa_canvas_config_set_canvas_mode(config, terminal->protocol == PICTURE_SYMBOLS
                                                           ? paint_colors[terminal->colors]
                                                           : CHAFA_CANVAS_MODE_TRUECOLOR);
    if (terminal->protocol == PICTURE_SYMBOLS && terminal->colors <= PICTURE_16)
        chafa->chafa_canvas_config_set_dither_mode(config, CHAFA_DITHER_MODE_DIFFUSION);
    chafa->chafa_canvas_config_set_optimizations(config, CHAFA_OPTIMIZATION_REUSE_ATTRIBUTES);
    chafa->chafa_canvas_config_set_symbol_map(config, symbols);
    ChafaCanvas *canvas = chafa->chafa_canvas_new(config);
    chafa->chafa_canvas_config_unref(config);
    chafa->chafa_symbol_map_unref(symbols);
    return canvas;
}

static GString *paint_print(const struct paint_library *chafa, ChafaCanvas *canvas)
{
    ChafaTermDb *terminals = chafa->chafa_term_db_new();
    ChafaTermInfo *info = chafa->chafa_term_db_get_fallback_info(terminals);
    for (size_t i = 0; i < COUNT(paint_sequences); i++)
        chafa->chafa_term_info_set_seq(
            info, paint_sequences[i].sequence, paint_sequences[i].text, NULL);
    GString *bytes = chafa->chafa_canvas_print(canvas, info);
    chafa->chafa_term_info_unref(info);
    chafa->chafa_term_db_unref(terminals);
    return bytes;
}

static void paint_move(struct buf *out, int row, int col)
{
    buf_format(out, "\033[%d;%dH", row + 1, col + 1);
}

/* ---- kitty ---- */

#define KITTY_CHUNK 3072 /* bytes, which are the 4,096 of Base64 that the protocol allows */

/* Append the pixels, for `rows` rows of cells. chafa 1.12 could do this, but writes a wrong last
 * byte in each chunk. */
static void paint_put_kitty(
    struct buf *out, const struct paint_pixels *pixels, const struct picture_size *size, int rows)
{
    const char *bytes = (const char *)pixels->rgba;
    size_t left = (size_t)pixels->width * (size_t)pixels->height * 4;
    /* q=2: no answer; C=1: the cursor stays; without an id, each picture is new */
    buf_format(out, "\033_Ga=T,q=2,C=1,f=32,s=%d,v=%d,c=%d,r=%d,", pixels->width, pixels->height,
        size->cols, rows);
    while (left) {
        size_t length = left > KITTY_CHUNK ? KITTY_CHUNK : left;
        left -= length;
        buf_format(out, "m=%d;", left > 0);
        base64_encode(out, bytes, length);
        buf_text(out, left ? "\033\\\033_G" : "\033\\");
        bytes += length;
    }
}

/* ---- chafa ---- */

/* Append lines of symbols, each at its place. */
static void paint_put_symbols(struct buf *out, const GString *bytes, int row, int col)
{
    const char *line = bytes->str, *end = bytes->str + bytes->len;
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *line_end = newline ? newline : end;
        paint_move(out, row++, col);
        buf_add(out, line, (size_t)(line_end - line));
        line = line_end + 1;
    }
    buf_text(out, "\033[0m");
}

static void paint_put_chafa(const struct paint_library *chafa, struct buf *out,
    const struct picture_terminal *terminal, const struct paint_pixels *pixels,
    const struct picture_size *size, int row, int col, int count)
{
    ChafaCanvas *canvas = paint_canvas(chafa, terminal, size, count);
    chafa->chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, pixels->rgba,
        pixels->width, pixels->height, pixels->width * 4);
    GString *bytes = paint_print(chafa, canvas);
    chafa->chafa_canvas_unref(canvas);
    if (terminal->protocol == PICTURE_SYMBOLS)
        paint_put_symbols(out, bytes, row, col);
    else
        buf_add(out, bytes->str, bytes->len);
    (chafa->g_string_free)(bytes, TRUE);
}

/* ---- tmux ---- */

/* tmux drops a sequence that is longer than its input buffer, 1 MiB. */
#define TMUX_PART_MAX (400 * 1024)

/* The length of the next part that tmux may pass on: whole sequences if some fit. */
static size_t paint_tmux_part(const char *bytes, size_t length)
{
    if (length <= TMUX_PART_MAX)
        return length;
    for (size_t end = TMUX_PART_MAX; end > 1; end--)
        if (bytes[end - 2] == '\033' && bytes[end - 1] == '\\')
            return end;
    return TMUX_PART_MAX;
}

/* Append bytes that tmux passes on to the terminal outside. */
static void paint_put_through_tmux(struct buf *out, const char *bytes, size_t length)
{
    while (length) {
        size_t part = paint_tmux_part(bytes, length);
        buf_text(out, "\033Ptmux;");
        for (size_t i = 0; i < part; i++) {
            if (bytes[i] == '\033')
                buf_char(out, '\033');
            buf_char(out, bytes[i]);
        }
        buf_text(out, "\033\\");
        bytes += part;
        length -= part;
    }
}

/* ---- a picture ---- */

/* Append the bytes, through tmux if `passes`, and free them; all or nothing. */
static enum err_code paint_add(struct buf *out, struct buf *bytes, bool passes, struct err *err)
{
    size_t before = out->length;
    if (passes)
        paint_put_through_tmux(out, buf_string(bytes), bytes->length);
    else
        buf_add(out, buf_string(bytes), bytes->length);
    bool ok = !bytes->failed && !out->failed;
    buf_done(bytes);
    if (ok)
        return ERR_NONE;
    buf_cut(out, before);
    return err_memory(err);
}

enum err_code picture_paint(const struct picture *picture, const struct picture_terminal *terminal,
    const struct picture_size *size, int row, int col, int first, int count, struct buf *out,
    struct err *err)
{
    assert(terminal->protocol != PICTURE_OFF && picture->width > 0 && picture->height > 0);
    assert(size->cols > 0 && first >= 0 && count > 0 && first + count <= size->rows);
    bool is_kitty = terminal->protocol == PICTURE_KITTY;
    const struct paint_library *chafa = is_kitty ? NULL : paint_load(err);
    if (!is_kitty && !chafa)
        return ERR_IO;
    struct picture_size cells = *size;
    if (cells.cell_width <= 0 || cells.cell_height <= 0) {
        cells.cell_width = PICTURE_CELL_WIDTH;
        cells.cell_height = PICTURE_CELL_HEIGHT;
    }
    struct paint_pixels pixels = paint_crop(picture, &cells, first, count);
    if (!pixels.rgba)
        return err_memory(err);
    /* the terminal outside tmux expects its cursor where tmux left it */
    bool passes = terminal->tmux_passthrough && terminal->protocol != PICTURE_SYMBOLS;
    struct buf bytes = {0};
    buf_text(&bytes, passes ? "\0337" : "");
    if (terminal->protocol != PICTURE_SYMBOLS)
        paint_move(&bytes, row, col);
    if (is_kitty)
        paint_put_kitty(&bytes, &pixels, &cells, count);
    else
        paint_put_chafa(chafa, &bytes, terminal, &pixels, &cells, row, col, count);
    buf_text(&bytes, passes ? "\0338" : "");
    free(pixels.rgba);
    return paint_add(out, &bytes, passes, err);
}

void picture_erase_all(const struct picture_terminal *terminal, struct buf *out)
{
    static const char erase[] = "\033_Ga=d,d=A,q=2\033\\";
    if (terminal->protocol != PICTURE_KITTY)
        return;
    if (terminal->tmux_passthrough)
        paint_put_through_tmux(out, erase, sizeof erase - 1);
    else
        buf_text(out, erase);
}

/* Painting: what the bytes say when they are decoded again. */
#include "unit/pictures.h"

#include "base/utf8.h"

#include <sys/wait.h>

#define WIDTH  80
#define HEIGHT 64

/* 10 x 4 cells of 8 x 16 pixels: four quarters, of which the last is transparent. */
static const unsigned char paint_quarters[4][4] = {
    {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {0, 0, 0, 0}};
static unsigned char paint_rgba[WIDTH * HEIGHT * 4];
static const struct picture paint_picture = {WIDTH, HEIGHT, paint_rgba};
static const struct picture_size paint_size = {4, 10, 8, 16};

static const unsigned char *paint_pixel(int x, int y)
{
    return paint_quarters[(x >= WIDTH / 2) + 2 * (y >= HEIGHT / 2)];
}

static int paint_set_up(void **state)
{
    (void)state;
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        memcpy(paint_rgba + i * 4, paint_pixel(i % WIDTH, i / WIDTH), 4);
    return 0;
}

static void paint(const struct picture_terminal *terminal, const struct picture_size *size, int row,
    int col, int first, int count, struct buf *out)
{
    struct err err = {0};
    enum err_code code =
        picture_paint(&paint_picture, terminal, size, row, col, first, count, out, &err);
    if (code)
        fail_msg("%s", err.message);
}

/* Move past a text that has to be there. */
static void paint_expect(const char **at, const char *text)
{
    if (strncmp(*at, text, strlen(text)) != 0)
        fail_msg("\"%.60s\", not \"%s\"", *at + 1, text + 1);
    *at += strlen(text);
}

/* ---- kitty ---- */

/* Append the bytes that the sequences of kitty's protocol transmit; they follow the cursor's move.
 */
static void paint_read_kitty(const char *at, const char *move, const char *keys, struct buf *pixels)
{
    struct buf text = {0}; /* of one chunk */
    bool more = true;
    paint_expect(&at, move);
    paint_expect(&at, "\033_G");
    paint_expect(&at, keys);
    while (more) {
        more = strncmp(at, "m=1;", 4) == 0;
        paint_expect(&at, more ? "m=1;" : "m=0;");
        const char *end = strchr(at, '\033');
        assert_non_null(end);
        assert_true(end - at <= 4096); /* the protocol's limit */
        buf_clear(&text);
        buf_add(&text, at, (size_t)(end - at));
        assert_true(base64_decode(pixels, buf_string(&text)));
        at = end;
        paint_expect(&at, more ? "\033\\\033_G" : "\033\\");
    }
    assert_string_equal(at, "");
    buf_done(&text);
}

static void paint_compare(const struct buf *pixels, int top, int rows)
{
    assert_int_equal(pixels->length, WIDTH * rows * 4);
    for (int i = 0; i < WIDTH * rows; i++) {
        const unsigned char *expected = paint_pixel(i % WIDTH, top + i / WIDTH);
        const unsigned char *got = (const unsigned char *)pixels->bytes + i * 4;
        if (got[3] != expected[3] || (got[3] && memcmp(got, expected, 3) != 0))
            fail_msg("pixel %d, %d", i % WIDTH, top + i / WIDTH);
    }
}

static void test_picture_paint__kitty_transmits_the_pixels(void **state)
{
    (void)state;
    const struct picture_terminal terminal = {.protocol = PICTURE_KITTY};
    struct buf out = {0}, pixels = {0};
    paint(&terminal, &paint_size, 4, 2, 0, 4, &out);
    paint_read_kitty(
        buf_string(&out), "\033[5;3H", "a=T,q=2,C=1,f=32,s=80,v=64,c=10,r=4,", &pixels);
    paint_compare(&pixels, 0, 64);
    buf_done(&out), buf_done(&pixels);
}

static void test_picture_paint__kitty_crops(void **state)
{
    (void)state;
    const struct picture_terminal terminal = {.protocol = PICTURE_KITTY};
    for (int first = 0; first < 4; first++)
        for (int count = 1; first + count <= 4; count++) {
            struct buf out = {0}, pixels = {0};
            char keys[80];
            snprintf(keys, sizeof keys, "a=T,q=2,C=1,f=32,s=80,v=%d,c=10,r=%d,", count * 16, count);
            paint(&terminal, &paint_size, 0, 0, first, count, &out);
            paint_read_kitty(buf_string(&out), "\033[1;1H", keys, &pixels);
            paint_compare(&pixels, first * 16, count * 16);
            buf_done(&out), buf_done(&pixels);
        }
}

/* What does not fill its last cells is not stretched to fill them. */
static void test_picture_paint__small_pictures_keep_their_size(void **state)
{
    (void)state;
    const struct picture_terminal terminal = {.protocol = PICTURE_KITTY};
    const struct picture_size size = {5, 11, 8, 16}; /* one row and one column too many */
    struct buf out = {0}, pixels = {0};
    paint(&terminal, &size, 0, 0, 0, 5, &out);
    paint_read_kitty(
        buf_string(&out), "\033[1;1H", "a=T,q=2,C=1,f=32,s=88,v=80,c=11,r=5,", &pixels);
    for (int y = 0; y < 80; y++)
        for (int x = 0; x < 88; x++) {
            static const unsigned char nothing[4];
            const unsigned char *expected = x < WIDTH && y < HEIGHT ? paint_pixel(x, y) : nothing;
            assert_int_equal((unsigned char)pixels.bytes[(y * 88 + x) * 4 + 3], expected[3]);
        }
    buf_done(&out), buf_done(&pixels);
}

static void test_picture_paint__kitty_erases(void **state)
{
    (void)state;
    static const enum picture_protocol others[] = {PICTURE_SYMBOLS, PICTURE_SIXEL, PICTURE_ITERM};
    struct picture_terminal terminal = {.protocol = PICTURE_KITTY};
    struct buf out = {0};
    picture_erase_all(&terminal, &out);
    assert_string_equal(buf_string(&out), "\033_Ga=d,d=A,q=2\033\\");
    buf_clear(&out);
    terminal.tmux_passthrough = true;
    picture_erase_all(&terminal, &out);
    assert_string_equal(buf_string(&out), "\033Ptmux;\033\033_Ga=d,d=A,q=2\033\033\\\033\\");
    buf_clear(&out);
    for (size_t i = 0; i < COUNT(others); i++) {
        terminal.protocol = others[i];
        picture_erase_all(&terminal, &out);
    }
    assert_int_equal(out.length, 0);
    buf_done(&out);
}

/* ---- tmux ---- */

/* Undo what tmux undoes: each of its sequences holds a part, with escapes doubled. */
static void paint_unwrap(const char *at, struct buf *out)
{
    while (*at) {
        paint_expect(&at, "\033Ptmux;");
        while (strncmp(at, "\033\\", 2) != 0) {
            assert_true(*at);
            if (*at == '\033')
                paint_expect(&at, "\033");
            buf_char(out, *at++);
        }
        at += 2;
    }
}

static void test_picture_paint__tmux_passes_it_on(void **state)
{
    (void)state;
    static const enum picture_protocol protocols[] = {PICTURE_KITTY, PICTURE_SIXEL, PICTURE_ITERM};
    for (size_t i = 0; i < COUNT(protocols); i++) {
        struct picture_terminal terminal = {.protocol = protocols[i]};
        struct buf plain = {0}, wrapped = {0}, expected = {0}, unwrapped = {0};
        paint(&terminal, &paint_size, 1, 2, 0, 4, &plain);
        terminal.tmux_passthrough = true;
        paint(&terminal, &paint_size, 1, 2, 0, 4, &wrapped);
        buf_format(&expected, "\0337%s\0338", buf_string(&plain));
        paint_unwrap(buf_string(&wrapped), &unwrapped);
        assert_string_equal(buf_string(&unwrapped), buf_string(&expected));
        buf_done(&plain), buf_done(&wrapped), buf_done(&expected), buf_done(&unwrapped);
    }
}

/* tmux reads at most 1 MiB of a sequence; kitty's stay whole. */
static void test_picture_paint__tmux_gets_parts(void **state)
{
    (void)state;
    const struct picture_terminal terminal = {.protocol = PICTURE_KITTY, .tmux_passthrough = true};
    const struct picture_size size = {50, 100, 8, 16}; /* 2.6 MB, and a third more as Base64 */
    struct buf out = {0};
    int parts = 0;
    paint(&terminal, &size, 0, 0, 0, 50, &out);
    for (const char *part = buf_string(&out), *end; part; part = end, parts++) {
        end = strstr(part + 1, "\033Ptmux;");
        const char *last = end ? end : out.bytes + out.length;
        assert_true(last - part < 1 << 20);
        if (end) /* a whole sequence of kitty's, and then the end of tmux's */
            assert_memory_equal(last - 5, "\033\033\\\033\\", 5);
    }
    assert_true(parts >= 4);
    buf_done(&out);
}

/* ---- iTerm2 ---- */

static void test_picture_paint__iterm_names_the_cells(void **state)
{
    (void)state;
    const struct picture_terminal terminal = {.protocol = PICTURE_ITERM};
    struct buf out = {0}, file = {0};
    paint(&terminal, &paint_size, 4, 2, 1, 2, &out);
    const char *at = buf_string(&out);
    paint_expect(&at, "\033[5;3H\033]1337;File=inline=1;doNotMoveCursor=1;"
                      "width=10;height=2;preserveAspectRatio=0:");
    assert_int_equal(out.bytes[out.length - 1], '\a');
    buf_cut(&out, out.length - 1);
    assert_true(base64_decode(&file, at));
    assert_memory_equal(file.bytes, "II*", 4); /* a TIFF */
    assert_true(file.length > 80 * 32 * 4);
    buf_done(&out), buf_done(&file);
}

/* ---- sixel ---- */

/* What another program sees in the sixels: libsixel's sixel2png. False if it is not here. */
static bool paint_read_sixel(const struct buf *out, struct picture *picture)
{
    char folder[] = "/tmp/drill-test.XXXXXX", path[64], command[256];
    struct err err = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/in", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(out->bytes, 1, out->length, file), out->length);
    fclose(file);
    snprintf(command, sizeof command, "sixel2png -i %s/in -o %s/out", folder, folder);
    int status = system(command); /* NOLINT: a fixed command */
    snprintf(path, sizeof path, "%s/out", folder);
    file = fopen(path, "r");
    if (file) {
        enum err_code code =
            picture_decode_with(pictures_helper(), WAIT_MS, fileno(file), 999, 999, picture, &err);
        assert_int_equal(code, ERR_NONE);
        fclose(file);
        remove(path);
    }
    snprintf(path, sizeof path, "%s/in", folder);
    remove(path);
    rmdir(folder);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
        printf("# skipped: sixel2png is not here (libsixel-bin)\n");
        return false;
    }
    assert_int_equal(status, 0);
    return true;
}

static void paint_check_sixel(int first, int count)
{
    const struct picture_terminal terminal = {.protocol = PICTURE_SIXEL};
    struct buf out = {0};
    struct picture picture = {0};
    paint(&terminal, &paint_size, 4, 2, first, count, &out);
    const char *at = buf_string(&out);
    paint_expect(&at, "\033[5;3H");
    paint_expect(&at, "\033P");
    assert_null(strchr(at, '\n'));
    bool is_read = paint_read_sixel(&out, &picture);
    buf_done(&out);
    if (!is_read)
        return;
    /* never higher than its rows, or the terminal would scroll: six pixels are one line of sixels
     */
    assert_int_equal(picture.width, WIDTH);
    assert_int_equal(picture.height, count * 16 / 6 * 6);
    for (int y = 0; y < picture.height; y++)
        for (int x = 0; x < WIDTH; x++) {
            int source = first * 16 + y * count * 16 / picture.height;
            const unsigned char *expected = paint_pixel(x, source);
            const unsigned char *got = picture.rgba + (y * WIDTH + x) * 4;
            bool is_edge = abs(source - HEIGHT / 2) < 3 || abs(x - WIDTH / 2) < 3;
            for (int i = 0; i < 3 && expected[3] && !is_edge; i++)
                if (abs(got[i] - expected[i]) > 12)
                    fail_msg("pixel %d, %d: %d, not %d", x, y, got[i], expected[i]);
        }
    picture_done(&picture);
}

static void test_picture_paint__sixel_shows_the_picture(void **state)
{
    (void)state;
    paint_check_sixel(0, 4);
    paint_check_sixel(0, 2);
    paint_check_sixel(1, 2);
    paint_check_sixel(3, 1);
}

/* ---- symbols ---- */

/* Read the rows: the cursor's move, then cells, and colours between them. Nothing else may come. */
static void paint_check_symbols(const struct buf *out, int row, int col, int rows, int cols)
{
    const char *at = buf_string(out);
    for (int i = 0; i < rows; i++) {
        char move[16];
        int cells = 0;
        snprintf(move, sizeof move, "\033[%d;%dH", row + i + 1, col + 1);
        paint_expect(&at, move);
        while (
            *at && (strncmp(at, "\033[", 2) != 0 || at[2 + strspn(at + 2, "0123456789;")] != 'H')) {
            if (*at == '\033') {
                at += 2 + strspn(at + 2, "0123456789;");
                paint_expect(&at, "m");
                continue;
            }
            uint32_t character = utf8_next(&at);
            if (character != ' ' && (character < 0x2580 || character > 0x259f) &&
                (character < 0x2800 || character > 0x28ff))
                fail_msg("U+%04X is no space, block or braille", (unsigned)character);
            cells++;
        }
        assert_int_equal(cells, cols);
    }
    assert_string_equal(at, "");
    assert_true(out->length >= 4);
    assert_string_equal(out->bytes + out->length - 4, "\033[0m");
}

static void test_picture_paint__symbols(void **state)
{
    (void)state;
    static const struct {
        enum picture_colors colors;
        const char *with, *without; /* how a colour begins */
    } cases[] = {
        {PICTURE_TRUECOLOR, "38;2;", "38;5;"},
        {PICTURE_256, "38;5;", "38;2;"},
        {PICTURE_16, "\033[", "38;"},
        {PICTURE_MONO, "\xe2\xa3" /* U+28C0 to U+28FF */, "\033[3"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        /* passthrough changes nothing: symbols are text, which tmux shows itself */
        const struct picture_terminal terminal = {PICTURE_SYMBOLS, cases[i].colors, true};
        struct buf out = {0};
        paint(&terminal, &paint_size, 4, 2, 0, 4, &out);
        paint_check_symbols(&out, 4, 2, 4, 10);
        assert_non_null(strstr(buf_string(&out), cases[i].with));
        assert_null(strstr(buf_string(&out), cases[i].without));
        buf_clear(&out);
        paint(&terminal, &paint_size, 0, 0, 1, 2, &out);
        paint_check_symbols(&out, 0, 0, 2, 10);
        buf_done(&out);
    }
}

static void test_picture_paint__a_cell_of_unknown_size(void **state)
{
    (void)state;
    static const enum picture_protocol protocols[] = {
        PICTURE_SYMBOLS, PICTURE_SIXEL, PICTURE_KITTY, PICTURE_ITERM};
    const struct picture_size unknown = {4, 10, 0, 0};
    for (size_t i = 0; i < COUNT(protocols); i++) {
        const struct picture_terminal terminal = {protocols[i], PICTURE_256, false};
        struct buf known_out = {0}, unknown_out = {0};
        paint(&terminal, &paint_size, 0, 0, 0, 4, &known_out);
        paint(&terminal, &unknown, 0, 0, 0, 4, &unknown_out);
        assert_string_equal(buf_string(&known_out), buf_string(&unknown_out));
        buf_done(&known_out), buf_done(&unknown_out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_picture_paint__kitty_transmits_the_pixels),
        cmocka_unit_test(test_picture_paint__kitty_crops),
        cmocka_unit_test(test_picture_paint__small_pictures_keep_their_size),
        cmocka_unit_test(test_picture_paint__kitty_erases),
        cmocka_unit_test(test_picture_paint__tmux_passes_it_on),
        cmocka_unit_test(test_picture_paint__tmux_gets_parts),
        cmocka_unit_test(test_picture_paint__iterm_names_the_cells),
        cmocka_unit_test(test_picture_paint__sixel_shows_the_picture),
        cmocka_unit_test(test_picture_paint__symbols),
        cmocka_unit_test(test_picture_paint__a_cell_of_unknown_size),
    };
    return cmocka_run_group_tests(tests, paint_set_up, NULL);
}

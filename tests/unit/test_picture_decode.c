/* Decoding pictures in the helper: exact pixels, and whatever a file or a helper can do wrong. */
#include "unit/pictures.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* ---- what is left behind ---- */

static int decode_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 1024; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

/* No process, no descriptor and no blocked signal stays. */
static int decode_begin(void **state)
{
    *state = (void *)(intptr_t)decode_descriptors();
    alarm(300); /* a test that hangs fails */
    return 0;
}

static int decode_end(void **state)
{
    sigset_t blocked;
    alarm(0);
    assert_int_equal(decode_descriptors(), (int)(intptr_t)*state);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    assert_false(sigismember(&blocked, SIGINT));
    return 0;
}

/* ---- pictures ---- */

static void decode_expect(const char *bytes, size_t length, int max_width, int max_height,
    int width, int height, const unsigned char *first, int tolerance)
{
    struct picture picture;
    struct err err = {0};
    if (pictures_decode(bytes, length, max_width, max_height, &picture, &err))
        fail_msg("%s", err.message);
    assert_int_equal(picture.width, width);
    assert_int_equal(picture.height, height);
    for (int i = 0; i < width * height * 4; i++)
        if (abs(picture.rgba[i] - first[i % 4]) > tolerance)
            fail_msg("byte %d: %d, not %d", i, picture.rgba[i], first[i % 4]);
    picture_done(&picture);
}

static const unsigned char red[] = {255, 0, 0, 255}, blue[] = {0x20, 0x60, 0xc0, 255};

static void test_picture_decode__png_is_exact(void **state)
{
    (void)state;
    static const unsigned char rgba[] = {
        255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 128, 1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11, 12};
    struct buf png = {0};
    struct picture picture;
    struct err err = {0};
    pictures_png(&png, 3, 2, 2, rgba);
    assert_int_equal(pictures_decode(png.bytes, png.length, 4096, 4096, &picture, &err), ERR_NONE);
    assert_int_equal(picture.width, 3);
    assert_int_equal(picture.height, 2);
    assert_memory_equal(picture.rgba, rgba, sizeof rgba);
    picture_done(&picture);
    assert_null(picture.rgba);
    buf_done(&png);
}

static void test_picture_decode__scaled_down_keeps_its_shape(void **state)
{
    (void)state;
    struct buf png = {0};
    unsigned char rgba[40 * 20 * 4];
    for (size_t i = 0; i < sizeof rgba; i++)
        rgba[i] = red[i % 4];
    pictures_png(&png, 40, 20, 20, rgba);
    decode_expect(png.bytes, png.length, 40, 20, 40, 20, red, 0);
    decode_expect(png.bytes, png.length, 10, 100, 10, 5, red, 0);
    decode_expect(png.bytes, png.length, 100, 10, 20, 10, red, 0);
    decode_expect(png.bytes, png.length, 1, 1, 1, 1, red, 0);
    buf_done(&png);
}

static void test_picture_decode__gif_shows_its_first_frame(void **state)
{
    (void)state;
    struct buf bytes = {0};
    assert_true(base64_decode(&bytes, pictures_gif));
    decode_expect(bytes.bytes, bytes.length, 99, 99, 2, 2, red, 0);
    buf_done(&bytes);
}

static void test_picture_decode__jpeg(void **state)
{
    (void)state;
    /* EXIF: one field, the orientation (0x112), is 6: turned by a quarter */
    static const char turned[] = "\xff\xe1\0\x22"
                                 "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
                                 "\0\0\0";
    struct buf bytes = {0}, exif = {0};
    assert_true(base64_decode(&bytes, pictures_jpeg));
    decode_expect(bytes.bytes, bytes.length, 99, 99, 16, 8, blue, 3);
    buf_add(&exif, bytes.bytes, 2);
    buf_add(&exif, turned, sizeof turned);
    buf_add(&exif, bytes.bytes + 2, bytes.length - 2);
    decode_expect(exif.bytes, exif.length, 99, 99, 8, 16, blue, 3);
    decode_expect(exif.bytes, exif.length, 99, 8, 4, 8, blue, 3);
    buf_done(&bytes), buf_done(&exif);
}

/* Whether decoding failed only because a loader is not here. Says so. */
static bool decode_lacks_loader(enum err_code code, const struct err *err)
{
    if (!code || !strstr(err->message, "need the package"))
        return false;
    printf("# skipped: %s\n", err->message);
    return true;
}

static void test_picture_decode__webp(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct picture picture;
    struct err err = {0};
    assert_true(base64_decode(&bytes, pictures_webp));
    enum err_code code = pictures_decode(bytes.bytes, bytes.length, 99, 99, &picture, &err);
    picture_done(&picture);
    if (!decode_lacks_loader(code, &err)) {
        decode_expect(bytes.bytes, bytes.length, 99, 99, 16, 8, blue, 3);
        decode_expect(bytes.bytes, bytes.length, 4, 99, 4, 2, blue, 3);
    }
    buf_done(&bytes);
}

#define SVG_HEAD                                                                                   \
    "<svg xmlns='http://www.w3.org/2000/svg' "                                                     \
    "xmlns:xlink='http://www.w3.org/1999/xlink' width='64' height='16'>"

/* False if nothing here decodes SVG. */
static bool decode_svg(const char *text, struct picture *picture)
{
    struct err err = {0};
    enum err_code code = pictures_decode(text, strlen(text), 99, 99, picture, &err);
    if (decode_lacks_loader(code, &err))
        return false;
    if (code)
        fail_msg("%s", err.message);
    return true;
}

/* How many pixels are not transparent. */
static int decode_inked(const struct picture *picture)
{
    int count = 0;
    for (int i = 0; i < picture->width * picture->height; i++)
        count += picture->rgba[i * 4 + 3] != 0;
    return count;
}

static void test_picture_decode__svg(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "", "<?xml version='1.0'?>\n<!-- a comment -->\n", "\n ", "\xef\xbb\xbf"};
    for (size_t i = 0; i < COUNT(heads); i++) {
        struct buf text = {0};
        struct picture picture;
        buf_text(&text, heads[i]);
        buf_text(&text, SVG_HEAD "<rect width='32' height='16' fill='#f00'/></svg>");
        bool decodes = decode_svg(buf_string(&text), &picture);
        buf_done(&text);
        if (!decodes)
            return;
        assert_int_equal(picture.width, 64);
        assert_int_equal(picture.height, 16);
        assert_memory_equal(picture.rgba, red, 4);
        assert_int_equal(decode_inked(&picture), 32 * 16);
        picture_done(&picture);
    }
}

/* With no file to open, letters would be missing, or boxes: "i" and "m" would be equally wide. */
static void test_picture_decode__svg_has_its_letters(void **state)
{
    (void)state;
    static const char i[] =
        SVG_HEAD "<text y='12' font-size='12' font-family='Arial'>iii</text></svg>";
    static const char m[] =
        SVG_HEAD "<text y='12' font-size='12' font-family='Arial'>mmm</text></svg>";
    struct picture narrow, wide;
    if (!decode_svg(i, &narrow) || !decode_svg(m, &wide))
        return;
    int inked = decode_inked(&narrow);
    if (inked) /* else there is no font on this machine */
        assert_true(decode_inked(&wide) > inked * 3 / 2);
    picture_done(&narrow);
    picture_done(&wide);
}

/* What an SVG refers to, and what a helper with files or a network could show: nothing of it. */
static void test_picture_decode__svg_loads_nothing_else(void **state)
{
    (void)state;
    char folder[] = "/tmp/drill-test.XXXXXX", path[64], text[1024];
    struct buf png = {0};
    struct picture picture;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/red.png", folder);
    pictures_png(&png, 1, 1, 1, red);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(png.bytes, 1, png.length, file), png.length);
    fclose(file);
    static const char *const forms[] = {"<image href='file://%s' width='9' height='9'/>",
        "<image xlink:href='%s' width='9' height='9'/>",
        "<image xlink:href='http://127.0.0.1:9%s' width='9' height='9'/>",
        "<use xlink:href='file://%s#a'/>"};
    for (size_t i = 0; i < COUNT(forms); i++) {
        int length = snprintf(text, sizeof text, SVG_HEAD);
        length += snprintf(text + length, sizeof text - (size_t)length, forms[i], path);
        snprintf(text + length, sizeof text - (size_t)length, "</svg>");
        if (decode_svg(text, &picture))
            assert_int_equal(decode_inked(&picture), 0);
        picture_done(&picture);
    }
    remove(path);
    rmdir(folder);
    buf_done(&png);
}

/* ---- hostile files ---- */

static void decode_refuse(const char *bytes, size_t length, const char *why)
{
    struct picture picture = {1, 1, (unsigned char *)1};
    struct err err = {0};
    enum err_code code = pictures_decode(bytes, length, 99, 99, &picture, &err);
    if (decode_lacks_loader(code, &err))
        return;
    if (!code || !strstr(err.message, why))
        fail_msg("%zu bytes: \"%s\", not \"%s\"", length, err.message, why);
    assert_int_equal(code, ERR_IO);
    assert_null(picture.rgba);
}

static void test_picture_decode__no_picture(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "x", "front: a\nback: b\n", "GIF8", "\x89PNG",
        "RIFF1234", "<html><body>no</body></html>", "svg", "BM123456", "P3 1 1 255 0 0 0"};
    for (size_t i = 0; i < COUNT(texts); i++)
        decode_refuse(texts[i], strlen(texts[i]), "not a PNG, JPEG, GIF, WebP or SVG picture");
}

static void test_picture_decode__truncated(void **state)
{
    (void)state;
    unsigned char rgba[20 * 20 * 4] = {0};
    struct buf png = {0};
    pictures_png(&png, 20, 20, 20, rgba);
    for (size_t length = 8; length < png.length - 8; length += 100)
        decode_refuse(png.bytes, length, "damaged");
    buf_done(&png);
    static const char *const others[] = {pictures_jpeg, pictures_gif, pictures_webp};
    for (size_t i = 0; i < COUNT(others); i++) {
        struct buf bytes = {0};
        assert_true(base64_decode(&bytes, others[i]));
        decode_refuse(bytes.bytes, 12, "damaged");
        decode_refuse(bytes.bytes, 20, "damaged");
        buf_done(&bytes);
    }
    decode_refuse(SVG_HEAD "<rect", strlen(SVG_HEAD "<rect"), "damaged");
}

static void test_picture_decode__bombs(void **state)
{
    (void)state;
    static const struct {
        int width, height;
        const char *why;
    } sizes[] = {
        {60000, 60000, "64 million pixels"},
        {8001, 8000, "64 million pixels"},
        {1000000, 1000000, "" /* libpng's own limit */},
        {0x7fffffff, 0x7fffffff, ""},
        {0, 5, "damaged"},
        {5, 0, "damaged"},
    };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct buf png = {0};
        pictures_png(&png, sizes[i].width, sizes[i].height, 0, NULL);
        decode_refuse(png.bytes, png.length, sizes[i].why);
        buf_done(&png);
    }
    static const char gif[] = "GIF89a\xff\xff\xff\xff\x80\0\0\1\1\1\2\2\2,";
    decode_refuse(gif, sizeof gif - 1, "64 million pixels");
}

static void test_picture_decode__svg_bombs(void **state)
{
    (void)state;
    struct buf text = {0};
    buf_text(&text, "<!DOCTYPE svg [<!ENTITY a '0123456789'>");
    for (char name = 'b'; name <= 'm'; name++) {
        buf_format(&text, "<!ENTITY %c '", name);
        for (int i = 0; i < 10; i++)
            buf_format(&text, "&%c;", name - 1);
        buf_text(&text, "'>");
    }
    buf_text(&text, "]>" SVG_HEAD "<text>&m;</text></svg>");
    decode_refuse(buf_string(&text), text.length, "");
    static const char large[] =
        "<svg xmlns='http://www.w3.org/2000/svg' width='1000000' height='1000000'/>";
    decode_refuse(large, sizeof large - 1, "64 million pixels");
    buf_done(&text);
}

static void test_picture_decode__not_a_file(void **state)
{
    (void)state;
    int ends[2];
    struct picture picture;
    struct err err = {0};
    assert_int_equal(pipe(ends), 0); /* which nobody writes, and which has no end */
    assert_int_equal(
        picture_decode_with(pictures_helper(), WAIT_MS, ends[0], 9, 9, &picture, &err), ERR_IO);
    assert_string_equal(err.message, "not a file");
    close(ends[0]);
    close(ends[1]);
    int folder = open("/", O_RDONLY);
    assert_int_equal(
        picture_decode_with(pictures_helper(), WAIT_MS, folder, 9, 9, &picture, &err), ERR_IO);
    close(folder);
}

/* ---- other helpers ---- */

/* Decode with a script in the helper's place. */
static void decode_with_script(const char *script, int wait_ms, const char *why)
{
    char path[] = "/tmp/drill-test.XXXXXX";
    struct picture picture;
    struct err err = {0};
    int fd = mkstemp(path), input = pictures_file("x", 1);
    assert_int_equal(write(fd, script, strlen(script)), (ssize_t)strlen(script));
    assert_int_equal(fchmod(fd, 0700), 0);
    close(fd);
    assert_int_equal(picture_decode_with(path, wait_ms, input, 4, 4, &picture, &err), ERR_IO);
    unlink(path);
    close(input);
    assert_null(picture.rgba);
    if (!strstr(err.message, why))
        fail_msg("%s\n\"%s\", not \"%s\"", script, err.message, why);
}

static void test_picture_decode__helper_that_hangs(void **state)
{
    (void)state;
    decode_with_script("#!/bin/sh\nsleep 1000\n", 200, "took too long");
    decode_with_script(
        "#!/bin/sh\ntrap '' TERM INT HUP ALRM\nwhile :; do :; done\n", 200, "took too long");
    decode_with_script(
        "#!/bin/sh\nexec 2>&-\nsleep 1000\n", WAIT_MS, "damaged, or needs too much memory");
}

/* What it leaves behind neither makes drill wait, nor lives on. */
static void test_picture_decode__helper_with_a_child(void **state)
{
    (void)state;
    char folder[] = "/tmp/drill-test.XXXXXX", fifo[64], script[128];
    assert_non_null(mkdtemp(folder));
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    struct pollfd end = {.fd = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC), .events = POLLIN};
    snprintf(script, sizeof script, "#!/bin/sh\nsleep 1000 >%s & exit 3\n", fifo);
    decode_with_script(script, 1000, "took too long");
    assert_int_equal(poll(&end, 1, WAIT_MS), 1); /* none has it open for writing */
    assert_true(end.revents & POLLHUP);
    close(end.fd);
    remove(fifo);
    rmdir(folder);
}

static void test_picture_decode__helper_that_writes_nonsense(void **state)
{
    (void)state;
    static const char none[] = "it wrote no picture";
    decode_with_script("#!/bin/sh\n", WAIT_MS, none);
    decode_with_script("#!/bin/sh\necho hello\n", WAIT_MS, none);
    decode_with_script("#!/bin/sh\nprintf 'DRILLPIX\\1\\0\\0\\0\\1\\0\\0\\0'\n", WAIT_MS, none);
    decode_with_script(
        "#!/bin/sh\nprintf 'DRILLPIX\\5\\0\\0\\0\\1\\0\\0\\0%020d'\n", WAIT_MS, none);
    decode_with_script(
        "#!/bin/sh\nprintf 'DRILLPIX\\0\\0\\0\\0\\1\\0\\0\\0%020d'\n", WAIT_MS, none);
    decode_with_script(
        "#!/bin/sh\nprintf 'DRILLPIX\\377\\377\\377\\377\\1\\0\\0\\0%020d'\n", WAIT_MS, none);
    /* more than any picture has: the system stops it */
    decode_with_script("#!/bin/sh\nexec head -c 100000000 /dev/zero\n", WAIT_MS,
        "damaged, or needs too much memory");
    decode_with_script("#!/bin/sh\nwhile echo more >&2; do :; done\n", 500, "took too long");
    decode_with_script("#!/bin/sh\nexit 3\n", WAIT_MS, "exit status 3");
    decode_with_script("#!/bin/sh\nkill -SEGV $$\n", WAIT_MS, "damaged, or needs too much memory");
}

static void test_picture_decode__helper_that_is_missing(void **state)
{
    (void)state;
    struct picture picture;
    struct err err = {0};
    int fd = pictures_file("x", 1);
    assert_int_equal(
        picture_decode_with("/nonexistent/helper", WAIT_MS, fd, 9, 9, &picture, &err), ERR_IO);
    assert_non_null(strstr(err.message, "libgdk-pixbuf-2.0-0 (Debian)"));
    close(fd);
}

/* It sees nothing of drill: no variable, no other descriptor, not the terminal's session. */
static void test_picture_decode__helper_gets_nothing_else(void **state)
{
    (void)state;
    int other = open("/", O_RDONLY); /* without O_CLOEXEC */
    setenv("GDK_PIXBUF_MODULE_FILE", "/tmp/evil", 1);
    decode_with_script("#!/bin/sh\n[ -z \"$GDK_PIXBUF_MODULE_FILE$HOME\" ] || exit 3\n"
                       "[ \"$PWD\" = / ] || exit 4\n"
                       "for fd in 3 4 5 6 7 8 9; do\n"
                       "    ! (eval \": <&$fd\") 2>/dev/null || exit $fd\n"
                       "done\n"
                       "[ \"$*\" = '4 4' ] || exit 20\n"
                       "exit 99\n",
        WAIT_MS, "exit status 99");
    unsetenv("GDK_PIXBUF_MODULE_FILE");
    close(other);
}

/* Even where drill was started with SIGCHLD ignored, or with its standard descriptors closed. */
static void test_picture_decode__odd_parents(void **state)
{
    (void)state;
    struct buf png = {0};
    pictures_png(&png, 1, 1, 1, red);
    signal(SIGCHLD, SIG_IGN);
    decode_expect(png.bytes, png.length, 9, 9, 1, 1, red, 0);
    signal(SIGCHLD, SIG_DFL);
    int input = dup(0);
    close(0);
    decode_expect(png.bytes, png.length, 9, 9, 1, 1, red, 0);
    dup2(input, 0);
    close(input);
    buf_done(&png);
}

int main(void)
{
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(test_picture_decode__##name, decode_begin, decode_end)
    const struct CMUnitTest tests[] = {
        TEST(png_is_exact),
        TEST(scaled_down_keeps_its_shape),
        TEST(gif_shows_its_first_frame),
        TEST(jpeg),
        TEST(webp),
        TEST(svg),
        TEST(svg_has_its_letters),
        TEST(svg_loads_nothing_else),
        TEST(no_picture),
        TEST(truncated),
        TEST(bombs),
        TEST(svg_bombs),
        TEST(not_a_file),
        TEST(helper_that_hangs),
        TEST(helper_with_a_child),
        TEST(helper_that_writes_nonsense),
        TEST(helper_that_is_missing),
        TEST(helper_gets_nothing_else),
        TEST(odd_parents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

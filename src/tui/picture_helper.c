/* The program drill-picture: decodes one picture, which may be hostile. It first loads all that
 * decoding needs, then gives up what decoding does not need: files, programs, the network. It
 * leaves that to glycin where gdk-pixbuf decodes with it (helper_has_glycin). */
#include "tui/picture_helper.h"

#include "base/buf.h"
#include "tui/picture_jail.h"

#include <dlfcn.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIXELS_MAX (64 * 1000 * 1000)
#define BYTES_MAX  (64 * 1024 * 1024)
#define START_MAX  4096 /* bytes of the file, to recognize its format */

static _Noreturn void helper_exit(enum picture_exit status)
{
    _exit((int)status); /* runs nothing that a damaged heap could misuse */
}

/* ---- formats ---- */

static bool helper_is_png(const char *start, size_t length)
{
    return length >= 8 && memcmp(start, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static bool helper_is_jpeg(const char *start, size_t length)
{
    return length >= 3 && memcmp(start, "\xff\xd8\xff", 3) == 0;
}

static bool helper_is_gif(const char *start, size_t length)
{
    return length >= 6 && (memcmp(start, "GIF87a", 6) == 0 || memcmp(start, "GIF89a", 6) == 0);
}

static bool helper_is_webp(const char *start, size_t length)
{
    return length >= 12 && memcmp(start, "RIFF", 4) == 0 && memcmp(start + 8, "WEBP", 4) == 0;
}

static bool helper_is_svg(const char *start, size_t length)
{
    size_t at = length >= 3 && memcmp(start, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < length && strchr(" \t\r\n", start[at]) && start[at])
        at++;
    return at < length && start[at] == '<' && memmem(start + at, length - at, "<svg", 4) != NULL;
}

static const struct format {
    bool (*is)(const char *start, size_t length);
    const char *type; /* as MIME says it */
    enum picture_exit missing;
} helper_formats[] = {
    {helper_is_png, "image/png", PICTURE_EXIT_NO_LOADER},
    {helper_is_jpeg, "image/jpeg", PICTURE_EXIT_NO_LOADER},
    {helper_is_gif, "image/gif", PICTURE_EXIT_NO_LOADER},
    {helper_is_webp, "image/webp", PICTURE_EXIT_NO_WEBP},
    {helper_is_svg, "image/svg+xml", PICTURE_EXIT_NO_SVG},
};

static const struct format *helper_recognize(const char *start, size_t length)
{
    for (size_t i = 0; i < COUNT(helper_formats); i++)
        if (helper_formats[i].is(start, length))
            return &helper_formats[i];
    helper_exit(PICTURE_EXIT_UNKNOWN);
}

/* ---- decoding ---- */

struct bounds {
    int width, height;
};

/* The largest size within the bounds that has the shape of width x height; not larger than it. */
static struct bounds helper_fit(int width, int height, const struct bounds *max)
{
    double scale = 1;
    if (width * scale > max->width)
        scale = (double)max->width / width;
    if (height * scale > max->height)
        scale = (double)max->height / height;
    int wide = (int)(width * scale + 0.5), high = (int)(height * scale + 0.5);
    return (struct bounds){CLAMP(wide, 1, max->width), CLAMP(high, 1, max->height)};
}

static void helper_size(GdkPixbufLoader *loader, int width, int height, const struct bounds *max)
{
    if (width <= 0 || height <= 0)
        helper_exit(PICTURE_EXIT_DAMAGED);
    if ((int64_t)width * height > PIXELS_MAX)
        helper_exit(PICTURE_EXIT_TOO_LARGE);
    struct bounds fit = helper_fit(width, height, max);
    gdk_pixbuf_loader_set_size(loader, fit.width, fit.height);
}

/* Draw text before the picture does: this makes fontconfig read its files, and keeps a few fonts
 * open for where no other can be opened later. */
static void helper_open_fonts(void)
{
    static const char text[] =
        "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='16'>"
        "<text y='9' font-size='8' font-family='sans-serif'>a<tspan font-weight='bold'>b</tspan>"
        "<tspan font-style='italic'>c</tspan></text>"
        "<text y='9' font-size='8' font-family='serif'>a</text>"
        "<text y='9' font-size='8' font-family='monospace'>a</text></svg>";
    GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_mime_type("image/svg+xml", NULL);
    if (loader && gdk_pixbuf_loader_write(loader, (const guchar *)text, sizeof text - 1, NULL))
        gdk_pixbuf_loader_close(loader, NULL);
}

static void helper_read(GdkPixbufLoader *loader, const char *start, size_t length)
{
    static char bytes[64 * 1024];
    ssize_t got = (ssize_t)length;
    size_t total = 0;
    memcpy(bytes, start, length);
    while (got > 0) {
        total += (size_t)got;
        if (total > BYTES_MAX)
            helper_exit(PICTURE_EXIT_TOO_LARGE);
        if (!gdk_pixbuf_loader_write(loader, (const guchar *)bytes, (gsize)got, NULL))
            helper_exit(PICTURE_EXIT_DAMAGED);
        got = read(0, bytes, sizeof bytes);
    }
    if (got < 0 || !gdk_pixbuf_loader_close(loader, NULL))
        helper_exit(PICTURE_EXIT_DAMAGED);
}

/* Whether the file ends as a PNG does. What a truncated one lacks, gdk-pixbuf leaves undefined; it
 * fills in or refuses the other formats. */
static bool helper_is_whole_png(void)
{
    static char tail[START_MAX];
    off_t end = lseek(0, 0, SEEK_END);
    off_t from = end > (off_t)sizeof tail ? end - (off_t)sizeof tail : 0;
    ssize_t length = pread(0, tail, sizeof tail, from);
    return length > 0 && memmem(tail, (size_t)length, "IEND", 4) != NULL;
}

/* The first frame, upright, with an alpha channel, within the bounds. */
static GdkPixbuf *helper_pixels(GdkPixbufLoader *loader, const struct bounds *max)
{
    GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf(loader);
    if (!pixbuf || !(pixbuf = gdk_pixbuf_apply_embedded_orientation(pixbuf)))
        helper_exit(PICTURE_EXIT_DAMAGED);
    int width = gdk_pixbuf_get_width(pixbuf), height = gdk_pixbuf_get_height(pixbuf);
    struct bounds fit = helper_fit(width, height, max);
    if (fit.width != width || fit.height != height)
        pixbuf = gdk_pixbuf_scale_simple(pixbuf, fit.width, fit.height, GDK_INTERP_BILINEAR);
    if (pixbuf && !gdk_pixbuf_get_has_alpha(pixbuf))
        pixbuf = gdk_pixbuf_add_alpha(pixbuf, FALSE, 0, 0, 0);
    if (!pixbuf)
        helper_exit(PICTURE_EXIT_TOO_LARGE);
    return pixbuf;
}

static void helper_write(const void *bytes, size_t length)
{
    const char *from = bytes;
    while (length) {
        ssize_t put = write(1, from, length);
        if (put <= 0)
            helper_exit(PICTURE_EXIT_FAILED);
        from += put;
        length -= (size_t)put;
    }
}

static void helper_write_pixels(GdkPixbuf *pixbuf)
{
    int width = gdk_pixbuf_get_width(pixbuf), height = gdk_pixbuf_get_height(pixbuf);
    int stride = gdk_pixbuf_get_rowstride(pixbuf);
    const guchar *pixels = gdk_pixbuf_read_pixels(pixbuf);
    struct picture_header header = {.width = (uint32_t)width, .height = (uint32_t)height};
    memcpy(header.magic, PICTURE_MAGIC, sizeof header.magic);
    helper_write(&header, sizeof header);
    for (int row = 0; row < height; row++)
        helper_write(pixels + (size_t)row * (size_t)stride, (size_t)width * 4);
}

/* ---- the program ---- */

static GLogWriterOutput helper_no_log(
    GLogLevelFlags level, const GLogField *fields, gsize count, gpointer unused)
{
    (void)level;
    (void)fields;
    (void)count;
    (void)unused;
    return G_LOG_WRITER_HANDLED;
}

/* Whether gdk-pixbuf leaves decoding to glycin, as it may from 2.44 on. Glycin starts a program for
 * each picture in a sandbox of its own, which cannot be set up inside this one. */
static bool helper_has_glycin(void)
{
    return dlsym(RTLD_DEFAULT, "gly_loader_new") != NULL;
}

static bool helper_jail(bool is_svg)
{
    bool fonts = is_svg && jail_limit_to_fonts();
    if (is_svg)
        helper_open_fonts();
    return jail_close(fonts);
}

int main(int argc, char **argv)
{
    struct bounds max = {argc == 3 ? atoi(argv[1]) : 0, argc == 3 ? atoi(argv[2]) : 0};
    if (max.width <= 0 || max.height <= 0 || !jail_limit())
        helper_exit(PICTURE_EXIT_FAILED);
    g_log_set_writer_func(helper_no_log, NULL, NULL);

    static char start[START_MAX];
    ssize_t length = read(0, start, sizeof start);
    if (length < 0)
        helper_exit(PICTURE_EXIT_FAILED);
    const struct format *format = helper_recognize(start, (size_t)length);
    GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_mime_type(format->type, NULL);
    if (!loader)
        helper_exit(format->missing);
    if (!helper_has_glycin() && !helper_jail(format->is == helper_is_svg))
        helper_exit(PICTURE_EXIT_FAILED);

    struct bounds first = max;
    if (format->is == helper_is_jpeg) /* it may yet be turned by a quarter */
        first.width = first.height = MAX(max.width, max.height);
    g_signal_connect(loader, "size-prepared", G_CALLBACK(helper_size), &first);
    helper_read(loader, start, (size_t)length);
    if (format->is == helper_is_png && !helper_is_whole_png())
        helper_exit(PICTURE_EXIT_DAMAGED);
    helper_write_pixels(helper_pixels(loader, &max));
    helper_exit(PICTURE_EXIT_DONE);
}

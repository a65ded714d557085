/* Pictures for tests: formats other than PNG as bytes, and the helper that decodes. */
#ifndef UNIT_PICTURES_H
#define UNIT_PICTURES_H

#include "unit/png_file.h"

#include "exchange/base64.h"
#include "tui/picture_decode.h"

#include "test.h"

#include <unistd.h>

#define WAIT_MS 20000 /* a slow machine may need that */

/* ---- bytes ---- */

/* 2 x 2, two frames: red, then green */
static const char pictures_gif[] =
    "R0lGODlhAgACAIAAAP8AAAD/ACwAAAAAAgACAAACBARBEAUAIfkEAAoAAAAsAAAAAAIAAgAAAgQMwzAFADs=";
/* 16 x 8, all of it about 20 60 c0 (hexadecimal) */
static const char pictures_webp[] =
    "UklGRjgAAABXRUJQVlA4ICwAAADQAQCdASoQAAgAAgA0JaACdLoB+AADsAD+73bX/npmvMH+Tn/xZyMR2XgAAA==";
static const char pictures_jpeg[] =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERX"
    "RTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
    "Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAA"
    "AAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAk"
    "M2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT"
    "lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QA"
    "HwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdh"
    "cRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hp"
    "anN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk"
    "5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDLooor3DzD/9k=";

/* ---- decoding ---- */

/* An open file without a name that holds the bytes. */
static inline int pictures_file(const char *bytes, size_t length)
{
    char name[] = "/tmp/drill-test.XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    return fd;
}

/* The helper that was built, beside the program that $DRILL names. */
static inline const char *pictures_helper(void)
{
    static char path[512];
    const char *drill = getenv("DRILL");
    snprintf(path, sizeof path, "%s-picture", drill ? drill : ".build/drill");
    if (access(path, X_OK) != 0)
        fail_msg("%s: not there", path);
    return path;
}

/* Decode the bytes with the helper. */
static inline enum err_code pictures_decode(const char *bytes, size_t length, int max_width,
    int max_height, struct picture *picture, struct err *err)
{
    int fd = pictures_file(bytes, length);
    enum err_code code =
        picture_decode_with(pictures_helper(), WAIT_MS, fd, max_width, max_height, picture, err);
    close(fd);
    return code;
}

#endif

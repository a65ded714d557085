#include "view/theme.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum hue { NONE, RED, ORANGE, YELLOW, GREEN, BLUE, CYAN, GREY, LINE, HUES };

/* A true colour and its numbers among 256, 16 and 8 colours; -1 if no such colour is legible. The
 * colours of THEME_AUTO are as far from black as from white. */
static const struct theme_tint {
    int true_color;
    short of_256, of_16, of_8;
} tints[HUES][THEME_MONO] = {
    /* THEME_AUTO, THEME_DARK, THEME_LIGHT */
    [NONE] = {{-1, -1, -1, -1}, {-1, -1, -1, -1}, {-1, -1, -1, -1}},
    [RED] = {{0xdf2e2e, 131, 9, 1}, {0xff6b6b, 203, 9, 1}, {0xc0272d, 124, 1, 1}},
    [ORANGE] = {{0xb55e00, 130, 5, 5}, {0xff9f43, 215, 3, 3}, {0xa8530a, 94, 5, 5}},
    [YELLOW] = {{0x8a7400, 64, -1, -1}, {0xe6c34a, 179, 11, 3}, {0x7d6200, 58, -1, -1}},
    [GREEN] = {{0x2e862e, 28, -1, -1}, {0x6cc070, 71, 10, 2}, {0x1f7a34, 22, -1, -1}},
    [BLUE] = {{0x2a75d6, 63, 12, -1}, {0x6cb2ff, 75, 14, 6}, {0x1f5fbf, 25, 4, 4}},
    [CYAN] = {{0x008484, 30, -1, -1}, {0x6fc3c3, 73, 6, 6}, {0x00707a, 23, 4, 4}},
    [GREY] = {{0x757575, 243, -1, -1}, {0xa0a0a0, 247, -1, -1}, {0x666666, 241, -1, -1}},
    [LINE] = {{0x757575, 243, -1, -1}, {0x5f5f5f, 240, -1, -1}, {0xb0b0b0, 249, -1, -1}},
};

/* In place of the hues from red to blue, hues that differ whichever kind of cones is missing. */
static const struct theme_tint color_blind_tints[][THEME_MONO] = {
    [RED] = {{0xd5420c, 130, 9, 1}, {0xe06a30, 202, 9, 1}, {0x801f00, 88, 1, 1}},
    [ORANGE] = {{0x9c6c45, 131, -1, -1}, {0xffb84d, 215, 3, 3}, {0xa05c00, 94, 1, 1}},
    [YELLOW] = {{0x7b756c, 243, -1, -1}, {0xfff7b8, 229, -1, -1}, {0x68685e, 59, -1, -1}},
    [GREEN] = {{0x0381a2, 30, -1, -1}, {0x5fd7e0, 80, -1, -1}, {0x0072b2, 25, -1, -1}},
    [BLUE] = {{0x7269cf, 63, 12, -1}, {0x8c8cff, 105, 14, 6}, {0x30208c, 18, 4, 4}},
};

static_assert(THEME_AUTO == 0 && THEME_DARK == 1 && THEME_LIGHT == 2, "the order of tints");

/* The hue and attributes of each style. `bare`: its attributes if the hue has no colour. */
static const struct {
    enum hue hue;
    unsigned attributes, bare;
} styles[STYLE_COUNT] = {
    [STYLE_PLAIN] = {NONE, 0, 0},
    [STYLE_STRONG] = {NONE, LOOK_BOLD, LOOK_BOLD},
    [STYLE_EMPHASIS] = {NONE, LOOK_ITALIC, LOOK_ITALIC},
    [STYLE_CODE] = {CYAN, 0, LOOK_BOLD},
    [STYLE_FAINT] = {GREY, 0, LOOK_DIM},
    [STYLE_LINK] = {BLUE, LOOK_UNDERLINE, LOOK_UNDERLINE},
    [STYLE_GAP] = {GREEN, LOOK_BOLD | LOOK_UNDERLINE, LOOK_BOLD | LOOK_UNDERLINE},
    [STYLE_KEYWORD] = {BLUE, LOOK_BOLD, LOOK_BOLD},
    [STYLE_STRING] = {GREEN, 0, 0},
    [STYLE_COMMENT] = {GREY, LOOK_ITALIC, LOOK_DIM},
    [STYLE_NUMBER] = {ORANGE, 0, 0},
    [STYLE_TITLE] = {NONE, LOOK_BOLD, LOOK_BOLD},
    [STYLE_KEY] = {NONE, LOOK_BOLD, LOOK_BOLD},
    [STYLE_NOTICE] = {CYAN, LOOK_BOLD, LOOK_REVERSE},
    [STYLE_WARNING] = {RED, LOOK_BOLD | LOOK_REVERSE, LOOK_BOLD | LOOK_REVERSE},
    [STYLE_BAR] = {BLUE, 0, LOOK_BOLD},
    [STYLE_BAR_REST] = {LINE, 0, LOOK_DIM},
    [STYLE_NEW] = {BLUE, 0, 0},
    [STYLE_REPEAT] = {RED, 0, 0},
    [STYLE_DUE] = {GREEN, 0, 0},
    [STYLE_RATING_1] = {RED, 0, 0},
    [STYLE_RATING_1 + 1] = {ORANGE, 0, 0},
    [STYLE_RATING_1 + 2] = {YELLOW, 0, 0},
    [STYLE_RATING_1 + 3] = {GREEN, 0, 0},
    [STYLE_RATING_1 + 4] = {BLUE, 0, 0},
};

/* COLORFGBG ends with the number of the background colour. Of the 16 colours, 7 and those above 8
 * count as light. */
static enum theme theme_of_colorfgbg(const char *colorfgbg)
{
    const char *last = strrchr(colorfgbg, ';');
    char *end;
    if (!last)
        return THEME_AUTO;
    long background = strtol(last + 1, &end, 10);
    if (end == last + 1 || *end || background < 0 || background > 15)
        return THEME_AUTO;
    return background == 7 || background > 8 ? THEME_LIGHT : THEME_DARK;
}

/* Reads one to four hexadecimal digits, of which all F are the brightest, as a part of 255.
 * Returns what follows them, or NULL. */
static const char *theme_read_part(const char *text, unsigned *part)
{
    char digits[5] = "";
    size_t length = strspn(text, "0123456789abcdefABCDEF");
    if (length < 1 || length > 4)
        return NULL;
    memcpy(digits, text, length);
    *part = (unsigned)strtoul(digits, NULL, 16) * 255 / ((1u << 4 * length) - 1);
    return text + length;
}

/* The form of XParseColor, which terminals use: rgb:R/G/B, or rgba: with the opacity last. The
 * weights are those of brightness as it is perceived (ITU-R BT.601). */
static enum theme theme_of_background(const char *answer)
{
    unsigned parts[3];
    const char *at = strncmp(answer, "rgb", 3) == 0 ? answer + 3 : "";
    at += *at == 'a';
    for (int i = 0; i < 3; i++)
        if (*at != (i ? '/' : ':') || !(at = theme_read_part(at + 1, &parts[i])))
            return THEME_AUTO;
    if (*at && *at != '/')
        return THEME_AUTO;
    return parts[0] * 299 + parts[1] * 587 + parts[2] * 114 < 128 * 1000 ? THEME_DARK : THEME_LIGHT;
}

enum theme theme_resolve(enum theme theme, const char *background, const char *colorfgbg)
{
    if (theme == THEME_AUTO && background)
        theme = theme_of_background(background);
    if (theme == THEME_AUTO && colorfgbg)
        theme = theme_of_colorfgbg(colorfgbg);
    return theme;
}

static const struct theme_tint *theme_tint_of(enum theme theme, enum palette palette, enum hue hue)
{
    bool replaced = palette == PALETTE_COLOR_BLIND && hue >= RED && hue <= BLUE;
    return replaced ? &color_blind_tints[hue][theme] : &tints[hue][theme];
}

struct look theme_look(enum theme theme, enum palette palette, enum depth depth, enum style style)
{
    enum hue hue = styles[style].hue;
    if (theme == THEME_MONO || depth == DEPTH_NONE)
        return (struct look){-1, styles[style].bare};
    const struct theme_tint *tint = theme_tint_of(theme, palette, hue);
    const int colors[] = {-1, tint->of_8, tint->of_16, tint->of_256, tint->true_color};
    int color = colors[depth];
    bool plain = color < 0 && hue != NONE;
    return (struct look){color, plain ? styles[style].bare : styles[style].attributes};
}

/* Colours are legible on dark and on light backgrounds, and never the only sign of anything. */
#include "view/theme.h"

#include "test.h"

#include <math.h>

/* ---- contrast: WCAG 2.1, "relative luminance" and "contrast ratio" ---- */

static double linear(int byte)
{
    double c = byte / 255.0;
    return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(int rgb)
{
    return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) +
           0.0722 * linear(rgb & 255);
}

static double contrast(int a, int b)
{
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

/* xterm's 256 colours: its 16, a cube, greys. */
static int xterm_rgb(int color)
{
    static const int first[] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
        0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff,
        0xffffff};
    static const int steps[] = {0, 95, 135, 175, 215, 255};
    if (color < 16)
        return first[color];
    int grey = 8 + 10 * (color - 232);
    if (color >= 232)
        return grey << 16 | grey << 8 | grey;
    color -= 16;
    return steps[color / 36] << 16 | steps[color / 6 % 6] << 8 | steps[color % 6];
}

static void assert_legible_in(
    enum palette palette, enum theme theme, enum depth depth, int background, double least)
{
    for (int style = 0; style < STYLE_COUNT; style++) {
        struct look look = theme_look(theme, palette, depth, (enum style)style);
        if (look.color < 0 || style == STYLE_BAR_REST) /* the terminal's own; no text */
            continue;
        int rgb = depth == DEPTH_TRUE ? look.color : xterm_rgb(look.color);
        if (contrast(rgb, background) < least)
            fail_msg("palette %d, theme %d, depth %d, style %d: #%06x on #%06x is %.2f",
                (int)palette, (int)theme, (int)depth, style, (unsigned)rgb, (unsigned)background,
                contrast(rgb, background));
    }
}

static void assert_legible(enum theme theme, enum depth depth, int background, double least)
{
    assert_legible_in(PALETTE_STANDARD, theme, depth, background, least);
    assert_legible_in(PALETTE_COLOR_BLIND, theme, depth, background, least);
}

static void test_theme__contrast_by_hand(void **state)
{
    (void)state;
    assert_true(fabs(contrast(0x000000, 0xffffff) - 21.0) < 0.001);
    assert_true(fabs(contrast(0x777777, 0xffffff) - 4.48) < 0.005);
}

static void test_theme__text_is_legible(void **state)
{
    (void)state;
    for (enum depth depth = DEPTH_256; depth <= DEPTH_TRUE; depth++) {
        assert_legible(THEME_DARK, depth, 0x000000, 4.5);
        assert_legible(THEME_DARK, depth, 0x1e1e1e, 4.5);
        assert_legible(THEME_LIGHT, depth, 0xffffff, 4.5);
        assert_legible(THEME_LIGHT, depth, 0xfdf6e3, 4.5);
    }
    assert_legible(THEME_DARK, DEPTH_16, 0x000000, 4.5);
    assert_legible(THEME_LIGHT, DEPTH_16, 0xffffff, 4.5);
    assert_legible(THEME_LIGHT, DEPTH_8, 0xffffff, 4.5);
    assert_legible(THEME_DARK, DEPTH_8, 0x000000, 3.5); /* the red of the 8 is no brighter */
}

/* No colour is 4.6 from both; the few numbers there are come near it. */
static void test_theme__text_is_legible_on_what_is_not_known(void **state)
{
    static const int backgrounds[] = {0x000000, 0xffffff};
    (void)state;
    for (size_t i = 0; i < COUNT(backgrounds); i++) {
        assert_legible(THEME_AUTO, DEPTH_TRUE, backgrounds[i], 4.5);
        assert_legible(THEME_AUTO, DEPTH_256, backgrounds[i], 4.2);
        assert_legible(THEME_AUTO, DEPTH_16, backgrounds[i], 3.5);
        assert_legible(THEME_AUTO, DEPTH_8, backgrounds[i], 3.5);
    }
}

static void test_theme__ratings_run_from_red_to_blue(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme <= THEME_LIGHT; theme++) {
        int previous = -1;
        for (int rating = 0; rating < 5; rating++) {
            int rgb = theme_look(
                theme, PALETTE_STANDARD, DEPTH_TRUE, (enum style)(STYLE_RATING_1 + rating))
                          .color;
            int red = rgb >> 16, blue = rgb & 255;
            assert_int_not_equal(rgb, previous);
            assert_int_equal(red > blue, rating < 3);
            previous = rgb;
        }
    }
}

/* Without colours, styles that carry meaning still differ from plain text. */
static void test_theme__never_by_colour_alone(void **state)
{
    static const enum style telling[] = {STYLE_STRONG, STYLE_EMPHASIS, STYLE_CODE, STYLE_TITLE,
        STYLE_KEY, STYLE_NOTICE, STYLE_WARNING, STYLE_FAINT};
    (void)state;
    for (size_t i = 0; i < COUNT(telling); i++)
        assert_int_not_equal(
            theme_look(THEME_DARK, PALETTE_STANDARD, DEPTH_NONE, telling[i]).attributes, 0);
    for (int style = 0; style < STYLE_COUNT; style++) {
        assert_int_equal(
            theme_look(THEME_LIGHT, PALETTE_COLOR_BLIND, DEPTH_NONE, (enum style)style).color, -1);
        assert_int_equal(
            theme_look(THEME_MONO, PALETTE_COLOR_BLIND, DEPTH_TRUE, (enum style)style).color, -1);
    }
}

/* ---- colour blindness ---- */

/* How linear RGB looks if one kind of cones is missing: Machado, Oliveira and Fernandes 2009,
 * severity 1.0. The last is the sight of most people. */
static const double sights[][3][3] = {
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216},
        {-0.003882, -0.048116, 1.051998}}, /* protanopia */
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413},
        {-0.011820, 0.042940, 0.968881}}, /* deuteranopia */
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602},
        {0.004733, 0.691367, 0.303900}}, /* tritanopia */
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
};

static double lab_part(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/* CIELAB of a colour as it is seen, from sRGB with the white of D65. */
static void lab_of(int rgb, const double sight[3][3], double lab[3])
{
    static const double xyz[3][3] = {{0.4124564, 0.3575761, 0.1804375},
        {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}};
    static const double white[3] = {0.95047, 1, 1.08883};
    double seen[3], f[3];
    for (int i = 0; i < 3; i++) {
        seen[i] = 0;
        for (int j = 0; j < 3; j++)
            seen[i] += sight[i][j] * linear(rgb >> 8 * (2 - j) & 255);
        seen[i] = fmin(1, fmax(0, seen[i]));
    }
    for (int i = 0; i < 3; i++)
        f[i] =
            lab_part((xyz[i][0] * seen[0] + xyz[i][1] * seen[1] + xyz[i][2] * seen[2]) / white[i]);
    lab[0] = 116 * f[1] - 16;
    lab[1] = 500 * (f[0] - f[1]);
    lab[2] = 200 * (f[1] - f[2]);
}

/* The distance of two colours (CIE 1976) to those who see the least of it; 2.3 is just noticeable.
 */
static double least_distance(int a, int b)
{
    double least = INFINITY, one[3], other[3];
    for (size_t i = 0; i < COUNT(sights); i++) {
        lab_of(a, sights[i], one);
        lab_of(b, sights[i], other);
        least = fmin(least, sqrt(pow(one[0] - other[0], 2) + pow(one[1] - other[1], 2) +
                                 pow(one[2] - other[2], 2)));
    }
    return least;
}

static int rgb_of(enum theme theme, enum palette palette, enum depth depth, enum style style)
{
    int color = theme_look(theme, palette, depth, style).color;
    return depth == DEPTH_TRUE ? color : xterm_rgb(color);
}

static double nearest(
    enum theme theme, enum palette palette, enum depth depth, const enum style *of, size_t count)
{
    double least = INFINITY;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            least = fmin(least, least_distance(rgb_of(theme, palette, depth, of[i]),
                                    rgb_of(theme, palette, depth, of[j])));
    return least;
}

static const enum style ratings[] = {
    STYLE_RATING_1, STYLE_RATING_1 + 1, STYLE_RATING_1 + 2, STYLE_RATING_1 + 3, STYLE_RATING_1 + 4};
static const enum style counts[] = {STYLE_NEW, STYLE_REPEAT, STYLE_DUE};

/* #777777 on white differs only in L*: 100 - 50.03. Red and green of like brightness are far apart
 * for most people, but not for all. */
static void test_theme__distance_by_hand(void **state)
{
    (void)state;
    assert_true(fabs(least_distance(0x777777, 0xffffff) - 49.97) < 0.05);
    assert_true(least_distance(0xdf2e2e, 0x8a7400) < 10);
}

static void test_theme__for_the_colour_blind(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme <= THEME_LIGHT; theme++) {
        const enum palette palette = PALETTE_COLOR_BLIND;
        assert_true(nearest(theme, palette, DEPTH_TRUE, ratings, COUNT(ratings)) >= 20);
        assert_true(nearest(theme, palette, DEPTH_TRUE, counts, COUNT(counts)) >= 20);
        assert_true(nearest(theme, palette, DEPTH_256, counts, COUNT(counts)) >= 15);
        assert_true(nearest(theme, PALETTE_STANDARD, DEPTH_TRUE, ratings, COUNT(ratings)) < 10);
    }
    /* no five of the 256 colours are legible on both backgrounds and this far apart */
    for (enum theme theme = THEME_DARK; theme <= THEME_LIGHT; theme++)
        assert_true(nearest(theme, PALETTE_COLOR_BLIND, DEPTH_256, ratings, COUNT(ratings)) >= 15);
}

/* ---- which theme ---- */

/* With few colours, too, what is new, to repeat and due differs, if only by the default colour. */
static void test_theme__for_the_colour_blind_with_few_colours(void **state)
{
    (void)state;
    for (enum theme theme = THEME_DARK; theme <= THEME_LIGHT; theme++)
        for (enum depth depth = DEPTH_8; depth <= DEPTH_16; depth++)
            for (size_t i = 0; i < COUNT(counts); i++)
                for (size_t j = 0; j < i; j++)
                    assert_int_not_equal(
                        theme_look(theme, PALETTE_COLOR_BLIND, depth, counts[i]).color,
                        theme_look(theme, PALETTE_COLOR_BLIND, depth, counts[j]).color);
}

static void test_theme__by_the_number_of_a_colour(void **state)
{
    static const struct {
        const char *colorfgbg;
        enum theme theme;
    } cases[] = {{"15;0", THEME_DARK}, {"0;15", THEME_LIGHT}, {"0;default;15", THEME_LIGHT},
        {"0;7", THEME_LIGHT}, {"7;8", THEME_DARK}, {NULL, THEME_AUTO}, {"", THEME_AUTO},
        {"0;default", THEME_AUTO}, {"0;", THEME_AUTO}, {"0;99", THEME_AUTO}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(theme_resolve(THEME_AUTO, NULL, cases[i].colorfgbg), cases[i].theme);
}

/* What terminals answer, in the forms of XParseColor; among them Solarized's and Gruvbox's. */
static void test_theme__by_the_background(void **state)
{
    static const struct {
        const char *answer;
        enum theme theme;
    } cases[] = {{"rgb:0000/0000/0000", THEME_DARK}, {"rgb:ffff/ffff/ffff", THEME_LIGHT},
        {"rgb:0000/2b2b/3636", THEME_DARK}, {"rgb:fdfd/f6f6/e3e3", THEME_LIGHT},
        {"rgb:28/28/28", THEME_DARK}, {"rgb:fb/f1/c7", THEME_LIGHT}, {"rgb:F/F/F", THEME_LIGHT},
        {"rgb:7/7/7", THEME_DARK}, {"rgb:8/8/8", THEME_LIGHT}, {"rgb:fff/0/00", THEME_DARK},
        {"rgb:0000/0000/ffff", THEME_DARK}, {"rgb:0/ffff/0", THEME_LIGHT},
        {"rgba:ffff/ffff/ffff/0000", THEME_LIGHT}, {"rgba:1e1e/1e1e/1e1e/cccc", THEME_DARK},
        {NULL, THEME_AUTO}, {"", THEME_AUTO}, {"?", THEME_AUTO}, {"rgb:", THEME_AUTO},
        {"rgb:f/f", THEME_AUTO}, {"rgb:f/f/", THEME_AUTO}, {"rgb:f//f", THEME_AUTO},
        {"rgb:fffff/f/f", THEME_AUTO}, {"rgb:g/g/g", THEME_AUTO}, {"rgb:-1/f/f", THEME_AUTO},
        {"rgb:f/f/fx", THEME_AUTO}, {"rgb", THEME_AUTO}, {"cmyk:f/f/f", THEME_AUTO}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (theme_resolve(THEME_AUTO, cases[i].answer, NULL) != cases[i].theme)
            fail_msg("\"%s\" is not %d", cases[i].answer, (int)cases[i].theme);
}

static void test_theme__which_of_them_counts(void **state)
{
    const char *white = "rgb:ffff/ffff/ffff";
    (void)state;
    assert_int_equal(theme_resolve(THEME_AUTO, white, "15;0"), THEME_LIGHT);
    assert_int_equal(theme_resolve(THEME_AUTO, "rgb:?", "15;0"), THEME_DARK);
    assert_int_equal(theme_resolve(THEME_DARK, white, "0;15"), THEME_DARK);
    assert_int_equal(theme_resolve(THEME_MONO, white, "0;15"), THEME_MONO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_theme__contrast_by_hand),
        cmocka_unit_test(test_theme__text_is_legible),
        cmocka_unit_test(test_theme__text_is_legible_on_what_is_not_known),
        cmocka_unit_test(test_theme__ratings_run_from_red_to_blue),
        cmocka_unit_test(test_theme__never_by_colour_alone),
        cmocka_unit_test(test_theme__distance_by_hand),
        cmocka_unit_test(test_theme__for_the_colour_blind),
        cmocka_unit_test(test_theme__for_the_colour_blind_with_few_colours),
        cmocka_unit_test(test_theme__by_the_number_of_a_colour),
        cmocka_unit_test(test_theme__by_the_background),
        cmocka_unit_test(test_theme__which_of_them_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

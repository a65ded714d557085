#include "view/picture_choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELL_MAX 1000 /* pixels; anything larger is nonsense */

/* The first parameter is the terminal's class, the others are what it can do. */
void picture_take_attributes(struct picture_answers *answers, const char *parameters)
{
    const char *at = strchr(parameters, ';');
    for (; at; at = strchr(at + 1, ';'))
        answers->sixel |= strtol(at + 1, NULL, 10) == 4;
}

void picture_take_kitty(struct picture_answers *answers, const char *message)
{
    answers->kitty = strcmp(message, "OK") == 0;
}

void picture_take_name(struct picture_answers *answers, const char *name)
{
    snprintf(answers->name, sizeof answers->name, "%s", name);
}

void picture_take_cell(struct picture_answers *answers, const char *parameters)
{
    char *end;
    long height = strtol(parameters, &end, 10);
    long width = *end == ';' ? strtol(end + 1, NULL, 10) : 0;
    bool sane = height > 0 && height <= CELL_MAX && width > 0 && width <= CELL_MAX;
    answers->cell_height = sane ? (int)height : 0;
    answers->cell_width = sane ? (int)width : 0;
}

/* Programs that show pictures by iTerm2's protocol, and say so only by their names. */
static bool picture_is_iterm(const char *name)
{
    static const char *const names[] = {"iTerm2", "WezTerm"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (strncmp(name, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* Kitty's protocol comes first: its pictures can be removed without writing cells again. */
enum picture_protocol picture_choose(
    enum images images, const struct picture_answers *answers, bool multiplexed, bool utf8)
{
    static const enum picture_protocol set[] = {[IMAGES_KITTY] = PICTURE_KITTY,
        [IMAGES_SIXEL] = PICTURE_SIXEL,
        [IMAGES_ITERM] = PICTURE_ITERM,
        [IMAGES_SYMBOLS] = PICTURE_SYMBOLS,
        [IMAGES_OFF] = PICTURE_OFF};
    enum picture_protocol symbols = utf8 ? PICTURE_SYMBOLS : PICTURE_OFF;
    if (images != IMAGES_AUTO)
        return images == IMAGES_SYMBOLS ? symbols : set[images];
    if (multiplexed)
        return symbols;
    return answers->kitty                    ? PICTURE_KITTY
           : picture_is_iterm(answers->name) ? PICTURE_ITERM
           : answers->sixel                  ? PICTURE_SIXEL
                                             : symbols;
}

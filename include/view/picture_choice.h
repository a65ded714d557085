/* How a terminal shows pictures, by what it has said of itself. */
#ifndef VIEW_PICTURE_CHOICE_H
#define VIEW_PICTURE_CHOICE_H

#include "study/settings.h"
#include "view/picture.h"

#include <stdbool.h>

/* The answers of a terminal. Zero-initialized: it has not answered. */
struct picture_answers {
    bool sixel, kitty;           /* it says that it shows these */
    char name[32];               /* its own name and version (XTVERSION); "" if unknown */
    int cell_width, cell_height; /* in pixels; 0 if unknown */
};
/* Take an answer, without what introduces it: to DA1 ("62;4;22"), to kitty's query ("OK"), to
 * XTVERSION ("WezTerm 20240203"), and to CSI 16 t ("20;10"). Nonsense is ignored. */
void picture_take_attributes(struct picture_answers *answers, const char *parameters);
void picture_take_kitty(struct picture_answers *answers, const char *message);
void picture_take_name(struct picture_answers *answers, const char *name);
void picture_take_cell(struct picture_answers *answers, const char *parameters);

/* Choose the protocol. A multiplexer, such as tmux, answers for itself, not for the terminal that
 * shows its pictures; so only symbols are safe in it. `utf8`: the locale has the symbols. */
enum picture_protocol picture_choose(
    enum images images, const struct picture_answers *answers, bool multiplexed, bool utf8);

#endif

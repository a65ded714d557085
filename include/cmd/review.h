/* What reviewing named decks and choosing them on the home screen share. */
#ifndef CMD_REVIEW_H
#define CMD_REVIEW_H

#include "cmd/command.h"

bool wants_colors(enum color_when when);

/* Run a session on the terminal, which is open, until the user leaves it or the terminal ends. */
enum err_code review_on_screen(struct session *session, const char *greeting, struct err *err);
/* Run a session line by line; returns an exit status. */
int review_in_lines(struct session *session, const char *greeting);

/* A line on the ordinary screen, for after the session's has gone; none where nothing was rated. */
void say_goodbye(size_t cards, size_t left);

/* Every known deck, to choose from; returns an exit status. */
int home(struct options *options);

#endif

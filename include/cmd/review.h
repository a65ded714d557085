/* What reviewing named decks and choosing them on the home screen share. */
#ifndef CMD_REVIEW_H
#define CMD_REVIEW_H

#include "cmd/command.h"

/* Open the terminal as the command line and the settings want it. */
enum err_code screen_open(const struct options *options, struct err *err);

/* Run a session on the terminal, which is open, until the user leaves it, *decks telling whether
 * for the home screen, or the terminal ends. */
enum err_code review_on_screen(
    struct session *session, const char *greeting, bool *decks, struct err *err);
/* Run a session line by line; returns an exit status. */
int review_in_lines(struct session *session, const char *greeting, bool *decks);

/* A line on the ordinary screen, for after the session's has gone; none where nothing was rated. */
void say_goodbye(size_t cards, size_t left);

/* Every known deck, to choose from; returns an exit status. */
int home(struct options *options);
/* The same behind a session: on the terminal, which is open, adding to the cards rated and telling
 * how many are left today; line by line. */
enum err_code decks_on_screen(struct store *store, const struct options *options, size_t *rated,
    size_t *left, struct err *err);
int decks_in_lines(struct store *store, const struct options *options);

#endif

/* Finds a card in its deck file: its line, for an editor to open, or its entry. */
#ifndef STUDY_CARD_LINE_H
#define STUDY_CARD_LINE_H

#include "base/err.h"
#include "deck/reader.h"
#include "store/cards.h"

/* Find the line, from 1, on which the card's entry begins in the deck file at path: the entry with
 * the card's id, else with its question, else at its position. If the file has mistakes, find the
 * line of the first one instead, since that needs editing. Errors: ERR_IO, ERR_MEMORY. */
enum err_code card_line_find(
    const char *path, const struct stored_card *card, unsigned *line, struct err *err);

/* Set *entry, which is empty, to that entry. ERR_MISTAKE, with the line of the first
 * one, if the file has mistakes; ERR_IO also if the file has no entry for the card; ERR_MEMORY. */
enum err_code card_entry_find(
    const char *path, const struct stored_card *card, struct deck_entry *entry, struct err *err);

#endif

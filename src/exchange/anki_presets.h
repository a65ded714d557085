/* Reads how a collection of Anki schedules a deck: whether by FSRS, the retention, and the weights
 * of the deck's preset. */
#ifndef EXCHANGE_ANKI_PRESETS_H
#define EXCHANGE_ANKI_PRESETS_H

#include "base/err.h"
#include "deck/import_source.h"
#include "exchange/anki_database.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads the deck's scheduling, which is all zeros unless FSRS schedules it. Packages of decks do
 * not say whether FSRS is on: it is if a card of the deck has its memory. `in_tables`: see struct
 * anki_collection. Presets that cannot be read are passed over. */
enum err_code anki_presets_read(struct anki_database *db, bool in_tables, int64_t deck_id,
    struct import_scheduling *scheduling, struct err *err);

/* The weights of FSRS-6, in units of 1/WEIGHT_UNIT, from those of FSRS-4.5 (17), FSRS-5 (19) or
 * FSRS-6 (21), as fsrs-rs converts them. False for any other count, or for numbers that are no
 * weights. */
bool anki_presets_convert(const double *weights, size_t count, int32_t units[WEIGHTS_MAX]);

#endif

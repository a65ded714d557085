/* Puts into force what the user wants for decks: settings, deck files and the command line say it,
 * and the log keeps it. */
#ifndef STUDY_SCHEDULING_H
#define STUDY_SCHEDULING_H

#include "base/date.h"
#include "base/err.h"
#include "store/store.h"
#include "store/switches.h"
#include "study/plan.h"

#include <stddef.h>
#include <stdint.h>

/* *switched says which decks got another scheduler. Writes nothing if all is as the user wants it.
 */
enum err_code scheduling_follow(struct store *store, const int64_t *deck_ids, size_t count,
    const struct session_options *options, struct moment now, struct switched *switched,
    struct err *err);

/* What that would switch. Writes nothing. */
enum err_code scheduling_preview(struct store *store, const int64_t *deck_ids, size_t count,
    const struct session_options *options, struct switched *switched, struct err *err);

#endif

/* What drill import prints: a progress line while it works, notices, and what it did to each deck
 * file and to its cards. */
#ifndef CMD_IMPORT_REPORT_H
#define CMD_IMPORT_REPORT_H

#include "exchange/import_run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The progress line on the terminal. Set begun_ms, and zero the rest. */
struct import_report {
    bool shown;
    int64_t begun_ms, shown_ms;
    const struct import_files_deck *deck; /* the deck whose changes were printed last */
};
/* Removes the line. */
void import_report_clear(struct import_report *report);

/* For struct import_run; `context` is a struct import_report. */
bool import_report_progress(
    void *context, const char *what, const char *unit, size_t done, size_t total);
void import_report_notice(void *context, const char *path, unsigned line, const char *what);
/* For --dry-run: prints what would happen to a card. */
void import_report_change(void *context, const struct import_files_deck *deck,
    enum import_change change, const struct deck_entry *entry);

/* Print a line for each deck file, and one for a history. */
void import_report_files(const struct import_files *files);
void import_report_history(const struct anki_history *history);

#endif

/* Decides, between the passes of an import, what happens to the existing deck files. */
#ifndef EXCHANGE_IMPORT_PLAN_H
#define EXCHANGE_IMPORT_PLAN_H

#include "base/err.h"
#include "exchange/import_decks.h"
#include "exchange/import_old.h"
#include "exchange/import_texts.h"

/* An announced entry. */
struct import_new {
    struct import_texts texts;
    const char *why;              /* why it is left out, or NULL */
    struct import_old_entry *old; /* of which it is the new version, or NULL */
    size_t text;                  /* where the texts of an entry without an id are in deck->texts */
    bool cloze;
    bool superseded; /* it is left out because a later source of the import has it, too */
    bool row_number; /* its id is only the number of its row in a table */
};
#define IMPORT_NEW_NO_TEXT SIZE_MAX

/* Joins the decks of several sources: one that import_plan_files would put into the file of an
 * earlier source's deck, had that been imported before, gets the entries of that deck. Of the
 * entries that are the same, the later source's count. ERR_MEMORY. */
enum err_code import_plan_sources(struct import_files *files, struct err *err);

/* Chooses the old file of each deck, deck->old, or NULL. Entries are the same if they have the same
 * question, or an id that is more than a number. It is the file:
 *
 *   - whose name the user gave with --deck
 *   - whose source is the deck's identity, and which has a tenth of the same entries, or only one
 *     entry with the same answer as the deck's only one or, if the source itself identifies the
 *     deck, the same name
 *   - with the deck's name, if an import by an older drill wrote it, if it is empty, or if half of
 *     the entries are the same
 *   - with another name, if half of the entries on both sides are the same, and the source itself
 *     identifies its decks
 *
 * ERR_MEMORY. */
enum err_code import_plan_files(struct import_files *files, struct err *err);

/* Decides which announced entry is the new version of which old one, one to one:
 *
 *   - with the same id, first in the deck's own file, then in another of the same collection. An id
 *     that is only a number may be that of a row in a table: these entries must also have the same
 *     question and answer
 *   - with the same question and answer, first in the deck's own file
 *   - with the same number, unless the rule before has shown that the deck's numbers are those of
 *     rows, which count as no ids from here on. In another file, or one from another source, the
 *     entry must have the same question or answer, too
 *   - without an id, with the same question
 *   - with the same answer, if no other entry has it, and if most entries of the file have a new
 *     version: otherwise the source lacks them, and an equal answer is chance
 *   - without an id, if its texts are clearly the most similar
 *
 * ERR_MEMORY; ERR_IO if a deck file cannot be read again. */
enum err_code import_plan_entries(struct import_files *files, struct err *err);

/* Applies the last of these rules. */
enum err_code import_plan_similar(
    struct import_files *files, struct import_files_deck *deck, struct err *err);

#endif

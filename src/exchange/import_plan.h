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
};
#define IMPORT_NEW_NO_TEXT SIZE_MAX

/* Chooses the old file of each deck, deck->old, or NULL. It is the file:
 *
 *   - whose name the user gave with --deck
 *   - whose source is the deck's identity, and which has some of the same entries or, if the source
 *     itself identifies the deck, the same name
 *   - with the deck's name, if an import by an older drill wrote it, if it is empty, or if half of
 *     the entries are the same
 *   - with another name, if half of the entries on both sides are the same, and the source itself
 *     identifies its decks
 *
 * ERR_MEMORY. */
enum err_code import_plan_files(struct import_files *files, struct err *err);

/* Decides which announced entry is the new version of which old one, one to one:
 *
 *   - with the same id, in the deck's own file or in another of the same collection; in a table,
 *     where ids may be row numbers, another file's entry must have the same question or answer, too
 *   - without an id, with the same question and answer, then with the same question
 *   - in another file of the same source, with the same question and answer
 *   - with the same answer, where no other entry has it, unless the source seems to lack most of
 *     the old entries: an equal answer is then chance
 *   - without an id, if its texts are clearly the most similar
 *
 * ERR_MEMORY; ERR_IO if a deck file cannot be read again. */
enum err_code import_plan_entries(struct import_files *files, struct err *err);

/* Applies the last of these rules. */
enum err_code import_plan_similar(
    struct import_files *files, struct import_files_deck *deck, struct err *err);

#endif

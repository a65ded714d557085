/* The operands of `drill import`, by kind: decks to load, and files to make decks of. */
#ifndef CMD_IMPORT_WORDS_H
#define CMD_IMPORT_WORDS_H

#include "base/err.h"
#include "cmd/command.h"

#include <stdbool.h>
#include <stddef.h>

struct import_words {
    char **decks; /* deck files, folders and deck names that the collection opens */
    size_t deck_count, deck_capacity;
    char **files; /* files to import */
    char **names; /* for each file, a name for its deck if the file gives none; or NULL */
    size_t file_count, file_capacity, name_capacity;
    bool archive; /* the first word is an archive, and nothing else is read */
};

/* Sorts the operands. A folder stands for its Anki profile or the file that CrowdAnki wrote or,
 * without any of these, for the decks below it and every other file that certainly has cards.
 * Zero-initialize *words; free it with import_words_done even after an error. Errors: ERR_MEMORY;
 * ERR_USAGE for a folder with nothing to import, and for options without effect. */
enum err_code import_words_read(
    struct import_words *words, const struct options *options, struct err *err);
void import_words_done(struct import_words *words);

#endif

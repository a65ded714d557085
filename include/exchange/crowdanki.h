/* Imports CrowdAnki's JSON: note types and notes as in a package, but no cards. Imports the cards
 * that Anki would make from the notes. */
#ifndef EXCHANGE_CROWDANKI_H
#define EXCHANGE_CROWDANKI_H

#include "deck/import_source.h"

/* The media are in media/ beside the file. */
extern const struct importer importer_crowdanki;

/* Returns the path of the JSON file in a folder that CrowdAnki wrote: deck.json, or FOLDER.json in
 * the folder FOLDER. NULL if there is none, or memory ran out. The caller frees it. */
char *crowdanki_file_in(const char *folder);

#endif

#include "exchange/importers.h"

#include "exchange/anki_import.h"
#include "exchange/archive_import.h"

#include <string.h>

const struct importer *const importers[] = {
    &importer_yaml,
    &importer_archive,
    &importer_page,
    &importer_org,
    &importer_markdown,
    &importer_csv,
    /* Last, as it takes any zip file or SQLite database, and says whose it is. */
    &importer_anki,
};
const size_t importer_count = COUNT(importers);

const struct importer *importer_named(const char *name)
{
    for (size_t i = 0; i < importer_count; i++)
        if (strcmp(importers[i]->name, name) == 0)
            return importers[i];
    return NULL;
}

const struct importer *importer_recognize(const struct import_source *source)
{
    for (size_t i = 0; i < importer_count; i++)
        if (importers[i]->recognizes(source))
            return importers[i];
    return NULL;
}

#include "exchange/importers.h"

#include "exchange/anki_import.h"
#include "exchange/archive_import.h"
#include "exchange/crowdanki.h"
#include "exchange/import_json.h"
#include "exchange/import_sheet.h"
#include "exchange/mnemosyne.h"
#include "exchange/mochi.h"

#include <string.h>

const struct importer *const importers[] = {
    &importer_other_yaml, &importer_yaml, &importer_archive, &importer_mnemosyne, &importer_mochi,
    &importer_crowdanki, &importer_json, &importer_page, &importer_org, &importer_ki,
    &importer_logseq, &importer_supermemo, &importer_obsidian, &importer_markdown,
    &importer_details, &importer_md_table, &importer_csv, &importer_headings, &importer_sheet,
    &importer_anki, /* last: it takes any zip file or SQLite database, and says whose it is */
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

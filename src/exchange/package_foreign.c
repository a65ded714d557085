#include "exchange/package_foreign.h"

#include "base/buf.h"

#include <string.h>
#include <strings.h>

/* A program's zip files are known by a file in them or, if `type` is set, by what their first file,
 * "mimetype", begins with. */
static const struct package_foreign_kind {
    const char *member, *type, *why;
} package_foreign_kinds[] = {
    {"mimetype", "application/epub",
        "is a book (EPUB), not a deck: write its questions and answers into a text file or a "
        "table"},
    {"mimetype", "application/vnd.oasis.opendocument.text",
        "is a document (ODT): save it as plain text, or its table as CSV, and import that"},
    {"mimetype", "application/vnd.oasis.opendocument.presentation",
        "is a presentation (ODP): put its questions and answers into a table, and import that"},
    {"mimetype", "application/vnd.oasis.opendocument.spreadsheet",
        "is a spreadsheet (ODS) that cannot be read: save it as CSV, and import that"},
    {"word/document.xml", NULL,
        "is a document of Word: save it as plain text, or its table as CSV, and import that"},
    {"ppt/presentation.xml", NULL,
        "is a presentation of PowerPoint: put its questions and answers into a table, and import "
        "that"},
    {"xl/workbook.xml", NULL,
        "is a spreadsheet of Excel that cannot be read: save it as CSV, and import that"},
    {"data.json", NULL, "is a package of Mochi that cannot be read: export it again from Mochi"},
    {"data.edn", NULL, "is a package of Mochi that cannot be read: export it again from Mochi"},
    {"cards.xml", NULL,
        "is a package of Mnemosyne that cannot be read: export it again from Mnemosyne"},
    {"META-INF/MANIFEST.MF", NULL, "is a Java program, not a deck"},
    {"AndroidManifest.xml", NULL,
        "is an Android app, not a deck: export your decks within the app, and import those"},
    {"deck.json", NULL, "is a zip file of a CrowdAnki folder: unzip it, then import the folder"},
};

static bool package_foreign_begins(zip_t *zip, zip_int64_t index, const char *type)
{
    char start[64];
    zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)index, 0);
    zip_int64_t size = file ? zip_fread(file, start, sizeof start) : -1;
    if (file)
        zip_fclose(file);
    return size >= (zip_int64_t)strlen(type) && memcmp(start, type, strlen(type)) == 0;
}

static bool package_foreign_is(zip_t *zip, const struct package_foreign_kind *kind)
{
    zip_int64_t index = zip_name_locate(zip, kind->member, 0);
    return index >= 0 && (!kind->type || package_foreign_begins(zip, index, kind->type));
}

/* Whether a file's name ends like that of a deck package or of something else to import. */
static bool package_foreign_has(zip_t *zip, const char *ending)
{
    zip_int64_t count = zip_get_num_entries(zip, 0);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        size_t length = name ? strlen(name) : 0;
        if (length > strlen(ending) && strcasecmp(name + length - strlen(ending), ending) == 0)
            return true;
    }
    return false;
}

enum err_code package_refuse_foreign(zip_t *zip, const char *path, struct err *err)
{
    static const char *const endings[] = {
        ".apkg", ".colpkg", ".md", ".csv", ".tsv", ".txt", ".json", ".html", ".org", ".yaml"};
    for (size_t i = 0; i < COUNT(package_foreign_kinds); i++)
        if (package_foreign_is(zip, &package_foreign_kinds[i]))
            return err_at(err, ERR_MISTAKE, path, 0, 0, "%s", package_foreign_kinds[i].why);
    for (size_t i = 0; i < COUNT(endings); i++)
        if (package_foreign_has(zip, endings[i]))
            return err_at(err, ERR_MISTAKE, path, 0, 0,
                "is a zip file, but not an Anki package: unzip it, then import the %s files in it",
                endings[i]);
    return err_at(err, ERR_MISTAKE, path, 0, 0,
        "is a zip file, but not an Anki package: it contains no collection");
}

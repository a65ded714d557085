#include "exchange/mnemosyne.h"

#include "base/temporary.h"
#include "exchange/anki_import.h"
#include "exchange/collection_copy.h"
#include "exchange/package.h"
#include "exchange/package_zip.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What one reading of a source needs. */
struct mnemosyne {
    struct import_source *source;
    struct import_sink *sink;
    struct anki_database db;
    struct anki_import *package; /* NULL if the source is no package */
    size_t links;                /* to media that are not in a package */
    struct temporary *copy;      /* of a database */
};

/* ---- recognizing ---- */

static const char database_begin[] = "SQLite format 3", zip_begin[] = "PK\3\4";

static bool mnemosyne_begins(const struct import_source *source, const char *bytes, size_t length)
{
    return source->start.length > length && memcmp(source->start.bytes, bytes, length) == 0;
}

/* Whether the file is an SQLite database with Mnemosyne's tables. SQLite may put their definitions
 * anywhere in the file, so all of it is searched. */
static bool mnemosyne_is_database(const struct import_source *source)
{
    static const char table[] = "TABLE data_for_fact";
    char bytes[65536];
    size_t kept = 0, size;
    bool found = false;
    if (!mnemosyne_begins(source, database_begin, sizeof database_begin))
        return false;
    rewind(source->file);
    while (!found && (size = fread(bytes + kept, 1, sizeof bytes - kept, source->file)) > 0) {
        size += kept;
        found = memmem(bytes, size, table, sizeof table - 1) != NULL;
        kept = size < sizeof table ? size : sizeof table;
        memmove(bytes, bytes + size - kept, kept);
    }
    return found;
}

static bool mnemosyne_is_package(const struct import_source *source)
{
    return mnemosyne_begins(source, zip_begin, 4) &&
           package_has(source->file, "cards.xml", "METADATA");
}

/* Whether the source begins with an XML declaration, comments and one of Mnemosyne's roots. */
static bool mnemosyne_is_xml(const struct import_source *source)
{
    const char *c = buf_string(&source->start);
    while (isspace((unsigned char)*c) || strncmp(c, "<?", 2) == 0 || strncmp(c, "<!--", 4) == 0) {
        const char *end = isspace((unsigned char)*c) ? c
                          : c[1] == '?'              ? strstr(c, "?>")
                                                     : strstr(c, "-->");
        if (!end)
            return false;
        c = end + 1;
        if (c[-1] == '?' || c[-1] == '-')
            c = strchr(c, '>') + 1;
    }
    return strncmp(c, "<openSM2sync", 12) == 0 || strncmp(c, "<mnemosyne ", 11) == 0 ||
           strncmp(c, "<mnemosyne>", 11) == 0;
}

static bool mnemosyne_recognizes(const struct import_source *source)
{
    return source->is_text ? mnemosyne_is_xml(source)
                           : mnemosyne_is_database(source) || mnemosyne_is_package(source);
}

/* ---- opening ---- */

/* Opens what has the source's media: the folder, or the source itself if `folder` is NULL. */
static enum err_code mnemosyne_open_media(struct mnemosyne *m, const char *folder, struct err *err)
{
    struct package *package;
    struct anki_import *import = NULL;
    enum err_code code =
        folder ? package_open_folder(&package, folder, m->source->path, err)
               : package_open_foreign(&package, m->source->file, m->source->path, err);
    if (!code)
        code = anki_import_of(&import, m->source->path, package, err);
    m->source->unpacked = import;
    return code;
}

/* Opens the folder of media beside a database, if there is one. */
static enum err_code mnemosyne_find_media(struct mnemosyne *m, struct err *err)
{
    struct buf folder = {0};
    struct stat stat_of;
    enum err_code code = ERR_NONE;
    buf_format(&folder, "%s_media", m->source->path);
    if (!m->source->unpacked && !folder.failed && stat(buf_string(&folder), &stat_of) == 0 &&
        S_ISDIR(stat_of.st_mode))
        code = mnemosyne_open_media(m, buf_string(&folder), err);
    m->package = m->source->unpacked;
    buf_done(&folder);
    return code;
}

/* Opens a copy of the database: Mnemosyne may have it open, and a source may be a pipe. */
static enum err_code mnemosyne_open_database(struct mnemosyne *m, struct err *err)
{
    enum err_code code = collection_copy(&m->copy, m->source->file, m->source->path, err);
    if (!code &&
        (code = anki_database_open(&m->db, m->copy->path, m->source->path, err)) == ERR_MISTAKE)
        err_at(err, ERR_MISTAKE, m->source->path, 0, 0,
            "is a database of Mnemosyne, but damaged or being written: close Mnemosyne first");
    return code;
}

static size_t mnemosyne_next_of_file(void *context, char *bytes, size_t size)
{
    return fread(bytes, 1, size, context);
}

static size_t mnemosyne_next_of_text(void *context, char *bytes, size_t size)
{
    struct buf *rest = context; /* its capacity is not used: length counts what is taken */
    size_t length = strnlen(rest->bytes + rest->length, size);
    memcpy(bytes, rest->bytes + rest->length, length);
    rest->length += length;
    return length;
}

static enum err_code mnemosyne_open_package(struct mnemosyne *m, struct err *err)
{
    struct buf xml = {0};
    enum err_code code = ERR_NONE;
    if (!m->source->unpacked)
        code = mnemosyne_open_media(m, NULL, err);
    m->package = m->source->unpacked;
    if (!code)
        code = package_read_text(anki_import_package(m->package), "cards.xml", &xml, err);
    if (!code) {
        struct buf rest = {.bytes = xml.bytes ? xml.bytes : (char[]){""}};
        struct mnemosyne_bytes bytes = {mnemosyne_next_of_text, &rest};
        code = mnemosyne_xml_read(&m->db, &bytes, m->source->path, err);
    }
    buf_done(&xml);
    return code;
}

static enum err_code mnemosyne_open_xml(struct mnemosyne *m, struct err *err)
{
    struct mnemosyne_bytes bytes = {mnemosyne_next_of_file, m->source->file};
    rewind(m->source->file);
    return mnemosyne_xml_read(&m->db, &bytes, m->source->path, err);
}

static enum err_code mnemosyne_open(struct mnemosyne *m, struct err *err)
{
    if (mnemosyne_begins(m->source, zip_begin, 4))
        return mnemosyne_open_package(m, err);
    if (!mnemosyne_begins(m->source, database_begin, sizeof database_begin))
        return mnemosyne_open_xml(m, err);
    enum err_code code = mnemosyne_find_media(m, err);
    return code ? code : mnemosyne_open_database(m, err);
}

/* ---- reading ---- */

static const char *mnemosyne_link(void *context, const char *name)
{
    struct mnemosyne *m = context;
    if (m->package)
        return anki_import_link(m->package, m->sink, "", name);
    m->links += strstr(name, "://") == NULL;
    return NULL;
}

static void mnemosyne_tell_links(struct mnemosyne *m)
{
    struct buf note = {0};
    if (m->links)
        buf_format(&note,
            "%zu %s in Mnemosyne's folder NAME.db_media: "
            "export a .cards file from Mnemosyne to import %s too",
            m->links, m->links == 1 ? "picture or sound stays" : "pictures or sounds stay",
            m->links == 1 ? "it" : "them");
    if (note.length && !note.failed)
        m->sink->note(m->sink->context, buf_string(&note));
    buf_done(&note);
}

static enum err_code mnemosyne_read_source(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct mnemosyne m = {.source = source, .sink = sink};
    struct html_media media = {mnemosyne_link, &m};
    enum err_code code = mnemosyne_open(&m, err);
    if (!code)
        code = mnemosyne_read(&m.db, &media, sink, err);
    const struct err *failure = m.package ? anki_import_failure(m.package) : NULL;
    if (!code && failure) {
        *err = *failure;
        code = failure->code;
    }
    if (!code)
        mnemosyne_tell_links(&m);
    anki_database_close(&m.db);
    temporary_remove(m.copy);
    return code;
}

const struct importer importer_mnemosyne = {
    "mnemosyne", "a file of Mnemosyne", mnemosyne_recognizes, mnemosyne_read_source};

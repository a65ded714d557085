#include "exchange/import_place.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

/* A colon separates the parts of an identity. */
static void import_place_replace_colons(struct buf *text)
{
    for (size_t i = 0; i < text->length; i++)
        if (text->bytes[i] == ':')
            text->bytes[i] = '-';
}

static const char *import_place_path(const struct import_place *p)
{
    return p->sources[p->number].path;
}

/* The source's name below the folder that the user named: folder::folder::file. NULL if the user
 * named the file itself. */
static const char *import_place_given(const struct import_place *p)
{
    return p->names ? p->names[p->number] : NULL;
}

/* ---- folders whose notes share decks ---- */

/* Returns how long the part of the source's path is that names the folder given by the user, which
 * the name of its deck lacks. */
static size_t import_place_root(const struct import_place *p, size_t number)
{
    const char *path = p->sources[number].path, *end = file_name(path);
    for (const char *c = p->names[number]; (c = strstr(c, "::")); c += 2)
        for (end -= end > path; end > path && end[-1] != '/';)
            end--;
    return (size_t)(end - path);
}

static bool import_place_is_below(
    const struct import_place *p, size_t number, const char *path, size_t length)
{
    return p->names[number] && import_place_root(p, number) == length &&
           strncmp(p->sources[number].path, path, length) == 0;
}

/* The notes of a vault of Obsidian, or of a folder of ki, are one source, with a number above those
 * of all others. */
static enum err_code import_place_share(struct import_place *p, struct err *err)
{
    const char *path = import_place_path(p);
    size_t length = import_place_root(p, p->number);
    if (!import_place_is_below(p, p->first, path, length))
        for (p->first = 0; !import_place_is_below(p, p->first, path, length);)
            p->first++;
    p->shared = p->source_count + p->first;
    char *root = length ? strndup(path, length) : strdup(".");
    char *real = root ? realpath(root, NULL) : NULL;
    buf_text(&p->vault, real ? file_name(real) : "");
    free(real);
    free(root);
    import_place_replace_colons(&p->vault);
    return root && !p->vault.failed ? ERR_NONE : err_memory(err);
}

/* ---- names ---- */

static void import_place_put_folder(struct import_place *p)
{
    const char *given = import_place_given(p), *end = NULL;
    for (const char *c = given; (c = strstr(c, "::")); c += 2)
        end = c;
    if (end)
        buf_add(&p->stem, given, (size_t)(end - given));
    else
        buf_text(&p->stem, buf_string(&p->vault));
}

static void import_place_put_stem(struct import_place *p)
{
    const char *given = import_place_given(p), *path = import_place_path(p);
    buf_clear(&p->stem);
    if (p->folder_is_deck)
        import_place_put_folder(p);
    else if (given)
        buf_text(&p->stem, given);
    else if (strcmp(path, "-") == 0)
        buf_text(&p->stem, "Imported");
    else
        buf_add(&p->stem, file_name(path), file_stem(file_name(path)));
}

enum err_code import_place_set(
    struct import_place *p, size_t number, const struct importer *importer, struct err *err)
{
    p->number = p->shared = number;
    buf_clear(&p->vault);
    bool shares =
        import_place_given(p) && (importer == &importer_obsidian || importer == &importer_ki);
    p->folder_is_deck = shares && importer == &importer_ki;
    enum err_code code = shares ? import_place_share(p, err) : ERR_NONE;
    import_place_put_stem(p);
    return !code && p->stem.failed ? err_memory(err) : code;
}

/* ---- identities ---- */

/* Appends the source's file, below the folders that are in its deck's name. */
static void import_place_put_file(const struct import_place *p, struct buf *out)
{
    const char *given = import_place_given(p), *file = file_name(import_place_path(p)),
               *end = given;
    for (const char *c = given ? given : ""; (c = strstr(c, "::")); c += 2)
        end = c;
    if (end > given) {
        buf_add(out, given, (size_t)(end - given));
        buf_char(out, '/');
    }
    buf_text(out, strcmp(file, "-") == 0 ? "standard input" : file);
    import_place_replace_colons(out);
}

const char *import_place_identity(struct import_place *p, const char *deck)
{
    struct buf file = {0};
    bool has_name = p->deck != NULL;
    import_place_put_file(p, &file);
    const char *name = *deck ? deck : buf_string(p->folder_is_deck ? &p->stem : &file);
    buf_clear(&p->identity);
    if (p->vault.length && !has_name)
        buf_format(&p->identity, "%s:%s", buf_string(&p->vault), name);
    else
        buf_text(&p->identity, buf_string(&file));
    if (!p->vault.length && *deck && !has_name)
        buf_format(&p->identity, ":%s", deck);
    p->identity.failed |= file.failed;
    buf_done(&file);
    return buf_string(&p->identity);
}

void import_place_done(struct import_place *p)
{
    buf_done(&p->vault);
    buf_done(&p->stem);
    buf_done(&p->identity);
}

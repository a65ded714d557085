#include "exchange/archive_sources.h"

#include "base/file.h"
#include "base/hash.h"
#include "deck/import_fields.h"
#include "exchange/archive_paths.h"
#include "store/decks.h"
#include "text/md_html.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum err_code archive_sources_open(
    struct archive_sources *sources, struct store *store, struct err *err)
{
    struct known_decks decks = {0};
    const char *first = NULL;
    enum err_code code = store_decks(store, &decks, err);
    for (size_t i = 0; i < decks.count && !code; i++) {
        const char *path = decks.decks[i].path;
        if (!path || !deck_file_exists(path))
            continue;
        sources->shared =
            archive_path_shared(first ? first : path, path, first ? sources->shared : strlen(path));
        first = first ? first : path;
    }
    known_decks_done(&decks);
    return code;
}

void archive_sources_done(struct archive_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        free(sources->sources[i].path);
        free(sources->sources[i].name);
    }
    free(sources->sources);
    map_done(&sources->paths);
    map_done(&sources->names);
}

/* Adds a file under a unique name, since two names may have become equal when they were made
 * safe. */
static bool archive_sources_add(struct archive_sources *s, const char *path, const char *name,
    const struct file_version *version, int64_t deck_id)
{
    struct buf unique = {0};
    buf_text(&unique, name);
    while (!unique.failed && map_get(&s->names, hash_text(0, unique.bytes)) != MAP_NONE) {
        size_t folder = (size_t)(file_name(unique.bytes) - unique.bytes);
        char *rest = strdup(unique.bytes + folder);
        buf_cut(&unique, folder);
        buf_format(&unique, "_%s", rest ? rest : "");
        free(rest);
    }
    struct archive_source source = {strdup(path), strdup(buf_string(&unique)),
        (size_t)(file_name(buf_string(&unique)) - buf_string(&unique)), *version, deck_id};
    bool ok = !unique.failed && source.path && source.name &&
              map_add(&s->names, hash_text(0, source.name), 0) &&
              map_add(&s->paths, hash_text(0, path), 0) &&
              array_add(&s->sources, &s->count, &s->capacity, &source, sizeof source);
    if (!ok) {
        free(source.path);
        free(source.name);
    }
    buf_done(&unique);
    return ok;
}

/* Whether a deck's file is the version last read, even if it was moved, or copied with its
 * modification time. */
static bool archive_sources_is_version(
    const struct archive_deck *deck, const struct file_version *now)
{
    return now->size == deck->size && now->modified_ns == deck->modified_ns;
}

enum err_code archive_sources_add_deck(
    struct archive_sources *s, struct archive_deck *deck, struct err *err)
{
    struct file_version version;
    struct buf name = {0};
    deck->file = NULL;
    deck->edited = false;
    if (!deck->path || !deck_file_exists(deck->path))
        return ERR_NONE;
    enum err_code code = deck_file_version(deck->path, &version, err);
    if (code)
        return code;
    archive_path_add_safe(&name, deck->path + s->shared);
    bool ok = !name.failed &&
              archive_sources_add(s, deck->path, buf_string(&name), &version, deck->deck_id);
    buf_done(&name);
    if (!ok)
        return err_memory(err);
    s->decks = s->count;
    deck->file = s->sources[s->count - 1].name;
    deck->edited = !archive_sources_is_version(deck, &version);
    return ERR_NONE;
}

/* ---- links ---- */

/* Adds the file that a link leads to, if it is a regular file within the deck's folder. */
static bool archive_sources_add_link(struct archive_sources *s, const char *link)
{
    const struct archive_source *deck = s->linking;
    struct buf folder = {0}, path = {0}, name = {0};
    struct file_version version = {0}; /* if this stays zero, archiving the file fails */
    bool ok = true;
    buf_add(&folder, deck->path, (size_t)(file_name(deck->path) - deck->path));
    if (folder.length > 1)
        buf_cut(&folder, folder.length - 1);
    buf_format(&path, "%s/%s", buf_string(&folder), link);
    buf_format(&name, "%.*s%s", (int)deck->folder, deck->name, link);
    bool found = archive_path_is_safe(link) && !path.failed && !name.failed &&
                 archive_path_stays_inside(buf_string(&folder), link) &&
                 deck_file_exists(buf_string(&path));
    if (found)
        deck_file_version(buf_string(&path), &version, NULL);
    s->failed |= folder.failed || path.failed || name.failed;
    if (found && map_get(&s->paths, hash_text(0, buf_string(&path))) == MAP_NONE)
        ok = archive_sources_add(s, buf_string(&path), buf_string(&name), &version, 0);
    s->failed |= !ok;
    buf_done(&folder);
    buf_done(&path);
    buf_done(&name);
    return found;
}

static const char *archive_sources_take_link(void *context, const char *link, bool *sound)
{
    struct archive_sources *s = context;
    struct buf decoded = {0};
    (void)sound;
    if (!archive_sources_add_link(s, link) && strchr(link, '%')) {
        field_add_decoded(&decoded, link);
        archive_sources_add_link(s, buf_string(&decoded));
    }
    s->failed |= decoded.failed;
    buf_done(&decoded);
    return NULL;
}

static int archive_sources_compare(const void *key, const void *element)
{
    const int64_t *deck_id = key;
    const struct archive_source *source = element;
    return *deck_id < source->deck_id ? -1 : *deck_id > source->deck_id;
}

enum err_code archive_sources_add_links(
    struct archive_sources *s, const struct archive_card *card, struct err *err)
{
    const char *const texts[] = {card->question, card->answer, card->hint, card->note};
    struct buf html = {0};
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct archive_source *deck = s->decks ? bsearch(&card->deck_id, s->sources, s->decks,
                                                           sizeof *deck, archive_sources_compare)
                                                     : NULL;
        if (!deck || !strchr(texts[i], '[')) /* the text has no link */
            continue;
        const struct archive_source linking = *deck; /* the list may move while it grows */
        s->linking = &linking;
        buf_clear(&html);
        markdown_to_html(&html, texts[i], archive_sources_take_link, s);
    }
    s->linking = NULL;
    bool failed = html.failed || s->failed;
    buf_done(&html);
    return failed ? err_memory(err) : ERR_NONE;
}

#include "exchange/import_merge.h"

#include "deck/writer.h"
#include "exchange/import_plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TEXT_MAX 65536 /* bytes not yet in the file */

/* ---- the file ---- */

static enum err_code import_merge_flush(struct import_files_deck *deck, struct err *err)
{
    if (deck->text.failed)
        return err_memory(err);
    deck->hash = import_seal_hash(deck->hash, buf_string(&deck->text), deck->text.length);
    if (deck->file.stream && deck->text.length &&
        fwrite(deck->text.bytes, 1, deck->text.length, deck->file.stream) != deck->text.length)
        return err_at(err, ERR_IO, deck->path, 0, 0, "cannot be written: %s", strerror(errno));
    buf_clear(&deck->text);
    return ERR_NONE;
}

/* Creates the missing parent folders of path; import_files_done removes those left empty. */
static enum err_code import_merge_make_folders(
    struct import_files *files, const char *path, struct err *err)
{
    for (const char *slash = path; (slash = strchr(slash + 1, '/'));) {
        char *folder = strndup(path, (size_t)(slash - path));
        if (!folder || !array_grow(&files->made, files->made_count, &files->made_capacity,
                           sizeof *files->made)) {
            free(folder);
            return err_memory(err);
        }
        int why = mkdir(folder, 0777) == 0 ? 0 : errno;
        if (why && why != EEXIST)
            err_at(err, ERR_IO, folder, 0, 0, "cannot create the folder: %s", strerror(why));
        if (why)
            free(folder);
        else
            files->made[files->made_count++] = folder;
        if (why && why != EEXIST)
            return ERR_IO;
    }
    return ERR_NONE;
}

static enum err_code import_merge_open(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    if (files->dry_run || deck->file.stream)
        return ERR_NONE;
    enum err_code code = import_merge_make_folders(files, deck->path, err);
    if (code || !atomic_open(&deck->file, deck->path, &deck->unwritable))
        return code;
    bool may_stay = deck->old && !deck->appends && deck->unwritable.code == ERR_IO;
    return may_stay ? ERR_NONE : (*err = deck->unwritable).code;
}

/* ---- the head ---- */

/* Whether a deck that the source has renamed takes the new name: not if it was numbered because
 * another deck has that name. */
static bool import_merge_is_renamed(
    const struct import_files *files, const struct import_files_deck *deck)
{
    size_t length = strlen(deck->name);
    const char *old = deck->old->name;
    const char *number = strncmp(old, deck->name, length) == 0 ? old + length : "";
    bool numbered = *number == ' ' && number[1] && !number[1 + strspn(number + 1, "0123456789")];
    return deck->identified && !files->named && deck->announced_count &&
           strcmp(old, deck->name) != 0 && !numbered;
}

static void import_merge_set(struct buf *to, const char *text)
{
    buf_clear(to);
    buf_text(to, text);
}

/* Writes the head: as it was, with the deck's new name and its source. */
static enum err_code import_merge_put_head(struct import_files *files,
    struct import_files_deck *deck, const struct deck_head *old, bool any, struct err *err)
{
    struct deck_head head = {.caps = CAPS_UNSET};
    import_merge_set(&head.name, deck->id);
    if (old) {
        deck->renamed = import_merge_is_renamed(files, deck);
        import_merge_set(&head.name, deck->renamed ? deck->name : buf_string(&old->name));
        buf_text(&head.source, buf_string(&old->source));
        buf_text(&head.description, buf_string(&old->description));
        buf_text(&head.tags, buf_string(&old->tags));
        head.caps = old->caps;
        head.scheduling = old->scheduling;
        head.type = old->type;
    }
    deck->adopts = deck->scheduled.scheduling.scheduler && !head.scheduling.scheduler;
    if (deck->adopts)
        head.scheduling = scheduling_or(head.scheduling, deck->scheduled.scheduling);
    if (!head.source.length)
        buf_text(&head.source, deck->identity);
    buf_text(&head.id, deck->id);
    head.names_itself = true;
    deck_write_head(&deck->text, &head, any);
    bool failed = head.name.failed || head.id.failed || head.source.failed ||
                  head.description.failed || head.tags.failed || deck->text.failed;
    deck_head_done(&head);
    return failed ? err_memory(err) : ERR_NONE;
}

/* ---- what stays ---- */

void import_merge_change(struct import_files *files, struct import_files_deck *deck,
    enum import_change change, const struct deck_entry *entry)
{
    deck->changes[change]++;
    if (files->change)
        files->change(files->context, deck, change, entry);
}

/* Takes entry number `i` of the old file. */
static enum err_code import_merge_take_old(struct import_files *files,
    struct import_files_deck *deck, size_t i, const struct deck_entry *entry, struct err *err)
{
    struct import_old_entry *old = &files->old->entries[deck->old->first + i];
    uint32_t *known = *old->id ? map_id(&deck->taken, old->id) : NULL;
    if (*old->id && !known)
        return err_memory(err);
    if (known)
        *known = 1;
    if (old->keeps_answer && !(old->answer = strdup(buf_string(&entry->answer))))
        return err_memory(err);
    old->reverse = entry->reverse;
    if (old->matched || old->gone)
        return ERR_NONE;
    old->gone = files->replace && !deck->appends && deck->announced_count;
    bool source_lacks = deck->announced_count > 0;
    if (source_lacks)
        import_merge_change(files, deck, old->gone ? CHANGE_IS_RETIRE : CHANGE_IS_STAY, entry);
    if (old->gone || deck->appends)
        return ERR_NONE;
    deck->kept[i].at = deck->kept_text.length;
    deck_write_entry(&deck->kept_text, entry);
    deck->kept[i].length = deck->kept_text.length - deck->kept[i].at;
    return deck->kept_text.failed ? err_memory(err) : ERR_NONE;
}

enum err_code import_merge_begin(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    struct deck_reader *reader;
    const struct deck_entry *entry = NULL;
    size_t i = 0;
    if (!deck->old)
        return ERR_NONE;
    deck->kept = calloc(deck->old->count + 1, sizeof *deck->kept);
    if (!deck->kept)
        return err_memory(err);
    enum err_code code = deck_open(&reader, deck->path, ignore_mistake, NULL, err);
    for (; !code && !(code = deck_next(reader, &entry, err)) && entry; i++) {
        if (i == deck->old->count)
            break;
        code = import_merge_take_old(files, deck, i, entry, err);
    }
    if (!code && (entry || i < deck->old->count))
        code = err_at(err, ERR_IO, deck->path, 0, 0, "changed while it was being read: try again");
    if (!code && !deck->appends)
        code = import_merge_put_head(files, deck, deck_head(reader), true, err);
    deck_close(reader);
    deck->headed = deck->has_file = true;
    return code;
}

static void import_merge_put_one_kept(struct import_files_deck *deck, size_t i)
{
    buf_add(&deck->text, buf_string(&deck->kept_text) + deck->kept[i].at, deck->kept[i].length);
    deck->written |= deck->kept[i].length > 0;
    deck->kept[i].length = 0;
}

/* Writes the kept entries from number `from` on, up to the first that has a new version. */
static void import_merge_put_kept(
    struct import_files *files, struct import_files_deck *deck, size_t from)
{
    for (size_t i = from; deck->kept && i < deck->old->count; i++) {
        const struct import_old_entry *old = &files->old->entries[deck->old->first + i];
        if (old->matched && !old->gone)
            return;
        import_merge_put_one_kept(deck, i);
    }
}

/* ---- entries ---- */

static enum err_code import_merge_begin_file(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    enum err_code code = import_merge_open(files, deck, err);
    if (!code && !deck->headed)
        code = import_merge_put_head(files, deck, NULL, true, err);
    deck->headed = deck->opened = deck->has_file = true;
    import_merge_put_kept(files, deck, 0);
    return code;
}

enum err_code import_merge_put(struct import_files *files, struct import_files_deck *deck,
    const struct deck_entry *entry, const struct import_old_entry *replaces, struct err *err)
{
    bool own = replaces && deck->old && &files->old->files[replaces->file] == deck->old;
    enum err_code code = ERR_NONE;
    if (deck->appends) {
        deck_addition_add(&deck->addition, entry);
        return ERR_NONE; /* deck_append reports if memory ran out */
    }
    if (!deck->opened)
        code = import_merge_begin_file(files, deck, err);
    if (code)
        return code;
    deck_write_entry(&deck->text, entry);
    deck->written = true;
    if (own)
        import_merge_put_kept(
            files, deck, (size_t)(replaces - files->old->entries) - deck->old->first + 1);
    return deck->text.length > TEXT_MAX || deck->text.failed ? import_merge_flush(deck, err)
                                                             : ERR_NONE;
}

/* ---- the end ---- */

static enum err_code import_merge_end_append(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    deck->fate = deck->addition.count ? FATE_ADDED : FATE_KEPT;
    if (deck->addition.count == 0 || files->dry_run)
        return ERR_NONE;
    enum err_code code = import_merge_open(files, deck, err);
    if (!code)
        code = deck_append(deck->path, &deck->addition, deck->file.temporary->path, err);
    return code;
}

enum err_code import_merge_end(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (deck->appends)
        return import_merge_end_append(files, deck, err);
    if (!deck->opened && !deck->old)
        return ERR_NONE; /* no entry was imported */
    if (!deck->opened)
        code = import_merge_begin_file(files, deck, err);
    for (size_t i = 0; deck->kept && i < deck->old->count; i++)
        import_merge_put_one_kept(deck, i);
    if (!deck->written) { /* nothing is below "cards:", which then needs a list */
        buf_cut(&deck->text, deck->text.length ? deck->text.length - 1 : 0);
        buf_text(&deck->text, " []\n");
    }
    if (code || (code = import_merge_flush(deck, err)))
        return code;
    uint64_t hash = import_seal_add(&deck->text, deck->hash);
    bool same = deck->old && !deck->old->seal.edited && hash == deck->old->seal.hash;
    if (same)
        deck->fate = FATE_SAME;
    else if (deck->unwritable.code)
        return (*err = deck->unwritable).code;
    return import_merge_flush(deck, err);
}

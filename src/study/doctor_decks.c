/* Examines the files of known decks. */
#include "study/doctor_parts.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"
#include "deck/check.h"
#include "deck/foreign.h"
#include "deck/reader.h"
#include "store/decks.h"
#include "study/collection.h"
#include "study/folder.h"

#include <dirent.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

/* ---- deck files ---- */

static enum err_code doctor_decks_check_file(
    const char *path, struct doctor *doctor, struct err *err)
{
    struct findings findings = {0};
    size_t mistakes = 0;
    enum err_code code = deck_check(path, &findings, err);
    for (size_t i = 0; i < findings.count; i++)
        mistakes += !findings.list[i].warning;
    findings_done(&findings);
    struct buf remedy = {0};
    buf_format(&remedy, "To list them: drill check %s", path);
    if (code != ERR_MEMORY && !remedy.failed && (code || mistakes))
        doctor_report(doctor,
            (struct doctor_finding){.kind = "deck-mistakes",
                .path = path,
                .remedy = code ? "Make it readable." : buf_string(&remedy)},
            code ? "The deck file %s cannot be read, so its cards do not come up."
                 : "The deck file %s has mistakes, so its cards do not come up.",
            path);
    buf_done(&remedy);
    return code == ERR_MEMORY ? code : ERR_NONE;
}

static enum err_code doctor_decks_check_deck(
    struct store *store, const struct known_deck *deck, struct doctor *doctor, struct err *err)
{
    struct buf name = {0};
    if (deck->path && file_exists(deck->path))
        return doctor_decks_check_file(deck->path, doctor, err);
    enum err_code code = store_deck_name(store, deck->deck_id, &name, err);
    if (!code && deck->path)
        doctor_report(doctor,
            (struct doctor_finding){.kind = "deck-gone",
                .table = "decks",
                .row = deck->deck_id,
                .path = deck->path,
                .remedy = "Put it back, or review it where it is now. To drop the deck with its "
                          "history: drill forget --deck."},
            "The file of deck \"%s\" is gone: %s. drill still shows its cards, as they "
            "were when it last read the file.",
            buf_string(&name), deck->path);
    else if (!code)
        doctor_report(doctor,
            (struct doctor_finding){.advice = true,
                .kind = "deck-without-file",
                .table = "decks",
                .row = deck->deck_id,
                .remedy = "To write one, run \"drill export deck\"."},
            "Deck \"%s\" has no file. drill still shows its cards, as it last knew them.",
            buf_string(&name));
    buf_done(&name);
    return code;
}

/* ---- two files of one deck ---- */

/* The deck files seen so far, by the hash of their deck's id. */
struct doctor_decks_seen {
    struct map by_id, folders;
    char **paths; /* owned */
    size_t count, capacity;
    struct doctor *doctor;
};

static enum err_code doctor_decks_see_file(
    struct doctor_decks_seen *seen, const char *path, struct err *err)
{
    struct deck_reader *reader = NULL;
    struct err ignored;
    if (deck_open(&reader, path, ignore_mistake, NULL, &ignored))
        return ignored.code == ERR_MEMORY ? err_memory(err) : ERR_NONE;
    uint32_t *number = map_text(&seen->by_id, buf_string(&deck_head(reader)->id));
    char *copy = strdup(path);
    enum err_code code = ERR_NONE;
    if (!number || !copy) {
        code = err_memory(err);
    } else if (*number && !file_same(seen->paths[*number - 1], path)) {
        doctor_report(seen->doctor,
            (struct doctor_finding){.kind = "deck-twice",
                .path = path,
                .remedy = "Give one of them another \"id:\", or delete one."},
            "%s and %s are the same deck \"%s\": only one of them is read.",
            seen->paths[*number - 1], path, buf_string(&deck_head(reader)->id));
    } else if (array_add(&seen->paths, &seen->count, &seen->capacity, &copy, sizeof copy)) {
        *number = (uint32_t)seen->count;
        copy = NULL;
    } else {
        code = err_memory(err);
    }
    free(copy);
    deck_close(reader);
    return code;
}

/* Look at the other deck files in the folder of a known deck's file. */
static enum err_code doctor_decks_see_folder(
    struct doctor_decks_seen *seen, const char *path, struct err *err)
{
    char *copy = strdup(path);
    const char *folder = copy ? dirname(copy) : "";
    uint32_t *visited = copy ? map_text(&seen->folders, folder) : NULL;
    enum err_code code = visited ? ERR_NONE : err_memory(err);
    DIR *open = !code && !*visited ? opendir(folder) : NULL;
    if (!code)
        *visited = 1;
    for (struct dirent *entry; open && !code && (entry = folder_next(open, folder, &code, err));) {
        struct buf name = {0};
        if (entry->d_name[0] == '.' || !is_deck_name(entry->d_name))
            continue;
        buf_format(&name, "%s/%s", folder, entry->d_name);
        if (name.failed)
            code = err_memory(err);
        else if (!deck_is_foreign(buf_string(&name)))
            code = doctor_decks_see_file(seen, buf_string(&name), err);
        buf_done(&name);
    }
    if (open)
        closedir(open);
    free(copy);
    return code;
}

static enum err_code doctor_decks_look_for_twins(
    const struct known_decks *decks, struct doctor *doctor, struct err *err)
{
    struct doctor_decks_seen seen = {.doctor = doctor};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < decks->count && !code; i++)
        if (decks->decks[i].path && file_exists(decks->decks[i].path))
            code = doctor_decks_see_file(&seen, decks->decks[i].path, err);
    for (size_t i = 0; i < decks->count && !code; i++)
        if (decks->decks[i].path)
            code = doctor_decks_see_folder(&seen, decks->decks[i].path, err);
    for (size_t i = 0; i < seen.count; i++)
        free(seen.paths[i]);
    free(seen.paths);
    map_done(&seen.by_id);
    map_done(&seen.folders);
    return code;
}

enum err_code doctor_decks(struct store *store, struct doctor *doctor, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store_decks(store, &decks, err);
    for (size_t i = 0; i < decks.count && !code; i++)
        code = doctor_decks_check_deck(store, &decks.decks[i], doctor, err);
    if (!code)
        code = doctor_decks_look_for_twins(&decks, doctor, err);
    known_decks_done(&decks);
    return code;
}

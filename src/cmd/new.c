/* drill new: makes a deck file without cards. */
#include "base/file.h"
#include "cmd/add_lines.h"
#include "cmd/backups.h"
#include "cmd/deck_folder.h"
#include "cmd/opening.h"
#include "deck/slug.h"
#include "deck/writer.h"
#include "study/output.h"
#include "text/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NAME_RULE "one line of at most 255 bytes, without spaces at its ends"

/* Appends the new file's path: the one given, or one in the folder given or in that for new
 * decks. */
static void cmd_new_choose_path(const struct options *options, struct buf *path)
{
    const char *given = options->word_count > 1 ? options->words[1] : NULL;
    struct stat there;
    bool folder = given && stat(given, &there) == 0 && S_ISDIR(there.st_mode);
    if (given)
        buf_text(path, given);
    else
        deck_folder(options, path);
    if (given && !folder)
        return;
    buf_text(path, "/");
    slug_of(options->words[0], path);
    buf_text(path, ".yaml");
}

/* ERR_USAGE if a known deck has that id or name. */
static enum err_code cmd_new_check_name(struct store *store, const char *name, struct err *err)
{
    struct known_decks named = {0};
    enum err_code code = store_decks_named(store, name, &named, err);
    if (!code && named.count)
        code = err_at(err, ERR_USAGE, named.decks[0].path ? named.decks[0].path : "", 0, 0,
            "a deck \"%s\" is known already: choose another name", name);
    known_decks_done(&named);
    return code;
}

/* Whether a deck can be called so: one line, without white space at its ends. */
static bool cmd_new_is_name(const char *name)
{
    size_t length = strlen(name);
    bool good = length > 0 && length <= 255 && added_text_is_good(name, length) && name[0] != ' ' &&
                name[length - 1] != ' ';
    for (size_t i = 0; i < length && good; i++)
        good = (unsigned char)name[i] >= ' ' && name[i] != 0x7f;
    return good;
}

/* Refuses a name that a deck file cannot hold. */
static enum err_code cmd_new_check_file(const char *path, const char *name, struct err *err)
{
    struct deck_reader *reader;
    const struct deck_entry *entry;
    enum err_code code = deck_open(&reader, path, ignore_mistake, NULL, err);
    if (!code)
        code = deck_next(reader, &entry, err);
    if (code == ERR_MISTAKE ||
        (!code &&
            (deck_mistakes(reader) || strcmp(buf_string(&deck_head(reader)->name), name) != 0)))
        code = err_set(err, ERR_USAGE, "a deck's name is " NAME_RULE);
    deck_close(reader);
    return code;
}

static enum err_code cmd_new_write(
    const struct options *options, const char *path, const char *name, struct err *err)
{
    struct deck_head head = {.caps = CAPS_UNSET};
    struct atomic_file file = {0};
    struct buf text = {0};
    const struct in_use in_use = {options->db, NULL, NULL, 0};
    buf_text(&head.name, name);
    deck_write_head(&text, &head, false);
    enum err_code code =
        text.failed || head.name.failed ? err_memory(err) : folder_make_for(path, err);
    if (!code && !(code = output_open(&file, path, false, &in_use, err)))
        code = atomic_write(&file, &text, err);
    if (!code && file.temporary)
        code = cmd_new_check_file(file.temporary->path, name, err);
    if (!code)
        code = output_commit(&file, false, err);
    atomic_discard(&file);
    deck_head_done(&head);
    buf_done(&text);
    return code;
}

/* Appends a word as the shell reads it. Its quotes make only such a word hard to read as needs
 * them. */
static void cmd_new_put_word(struct buf *line, const char *word)
{
    bool plain = *word && *word != '-' && !word[strcspn(word, " \t\n'\"\\$&|;<>()*?[]#~=%!{}`^")];
    buf_text(line, plain ? "" : "'");
    for (; *word; word++)
        if (*word == '\'')
            buf_text(line, "'\\''");
        else
            buf_char(line, *word);
    buf_text(line, plain ? "" : "'");
}

static void cmd_new_print(const char *path, const char *name)
{
    struct buf line = {0}, word = {0};
    buf_text(&line, "Made ");
    text_safe(&line, path, TEXT_ONE_LINE);
    buf_text(&line, "\nTo add cards: drill add ");
    cmd_new_put_word(&word, name);
    text_safe(&line, buf_string(&word), TEXT_ONE_LINE);
    line.failed |= word.failed;
    print_line(stdout, &line);
    buf_done(&word);
}

static enum err_code cmd_new_make(
    struct store *store, const struct options *options, const char *path, struct err *err)
{
    const char *name = options->words[0];
    struct load_report report;
    int64_t deck_id;
    enum err_code code = cmd_new_check_name(store, name, err);
    if (!code)
        code = cmd_new_write(options, path, name, err);
    char *real = code ? NULL : realpath(path, NULL);
    if (!code && !real)
        code = err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    if (!code)
        code = deck_load(store, real, clock_now().day, print_mistake, NULL, &deck_id, &report, err);
    free(real);
    return code;
}

int cmd_new(struct options *options)
{
    struct buf path = {0};
    struct err err;
    struct store *store = NULL;
    if (options->word_count == 0)
        return fail_usage("what is the new deck called? Give its NAME");
    if (options->word_count > 2)
        return fail_usage("too many words: put the deck's name in quotes");
    const char *name = options->words[0];
    if (!cmd_new_is_name(name))
        return fail_usage("a deck's name is " NAME_RULE);
    cmd_new_choose_path(options, &path);
    enum err_code code = path.failed ? err_memory(&err) : ERR_NONE;
    if (!code && file_exists(buf_string(&path)))
        code = err_at(&err, ERR_USAGE, buf_string(&path), 0, 0,
            "already exists: choose another name or FILE");
    if (!code)
        code = open_database(&store, options, STORE_WRITE, &err);
    if (!code)
        code = cmd_new_make(store, options, buf_string(&path), &err);
    if (!code)
        cmd_new_print(buf_string(&path), name);
    store_close(store);
    buf_done(&path);
    return code ? fail(&err) : printed(EXIT_DONE);
}

/* drill add: writes new cards at the end of a deck's file, and loads it. */
#include "base/file.h"
#include "cmd/add_lines.h"
#include "cmd/backups.h"
#include "cmd/card_form.h"
#include "cmd/opening.h"
#include "study/adding.h"
#include "text/one_line.h"
#include "text/text.h"
#include "tui/terminal.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what is added ---- */

/* Checks and takes the option's text. */
static enum err_code cmd_add_take(
    struct buf *to, const char *text, const char *option, struct err *err)
{
    if (!text)
        return ERR_NONE;
    if (!added_text_is_good(text, strlen(text)))
        return err_set(err, ERR_USAGE, "--%s: not UTF-8, or longer than 1 MiB", option);
    buf_text(to, text);
    return to->failed ? err_memory(err) : ERR_NONE;
}

static enum err_code cmd_add_take_tags(struct buf *tags, const char *text, struct err *err)
{
    const char *wrong;
    size_t length;
    if (!text)
        return ERR_NONE;
    if (!added_text_is_good(text, strlen(text)) || !adding_tags(text, tags, &wrong, &length))
        return err_set(
            err, ERR_USAGE, "--tags %s: a tag must be one word without a leading '!'", text);
    return tags->failed ? err_memory(err) : ERR_NONE;
}

/* Makes an entry of the options; that of a form or of lines may lack a question. */
static enum err_code cmd_add_take_options(
    struct deck_entry *entry, const struct added_card *card, struct err *err)
{
    enum err_code code;
    if ((code = cmd_add_take(&entry->question, card->question, "question", err)) ||
        (code = cmd_add_take(&entry->answer, card->answer, "answer", err)) ||
        (code = cmd_add_take(&entry->cloze, card->cloze, "cloze", err)) ||
        (code = cmd_add_take(&entry->hint, card->hint, "hint", err)) ||
        (code = cmd_add_take(&entry->note, card->note, "note", err)))
        return code;
    entry->reverse = card->reverse;
    return cmd_add_take_tags(&entry->tags, card->tags, err);
}

static int cmd_add_check_options(const struct added_card *card)
{
    if (card->cloze && (card->question || card->answer || card->reverse))
        return fail_usage("--cloze makes the whole card: leave out -q, -a and --reverse");
    if (card->answer && !card->question)
        return fail_usage("an answer to which question? Give it with -q");
    return EXIT_DONE;
}

static enum err_code cmd_add_check_entry(const struct deck_entry *entry, struct err *err)
{
    bool ok = true;
    const char *mistake = adding_mistake(entry, &ok);
    if (!ok)
        return err_memory(err);
    return mistake ? err_set(err, ERR_USAGE, "%s", mistake) : ERR_NONE;
}

/* ---- the deck ---- */

/* Reads the number of a deck. Returns its index, or `count` if there is none. */
static size_t cmd_add_read_choice(size_t count)
{
    char *line = NULL, *end;
    size_t capacity = 0;
    unsigned long number = 0;
    if (getline(&line, &capacity, stdin) > 0) {
        number = strtoul(line, &end, 10);
        number = *end == '\n' || *end == '\0' ? number : 0;
    }
    free(line);
    return number >= 1 && number <= count ? number - 1 : count;
}

static enum err_code cmd_add_list_decks(const struct collection *collection, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < collection->count && !code; i++) {
        struct buf line = {0}, name = {0};
        code = store_deck_name(collection->store, collection->deck_ids[i], &name, err);
        buf_format(&line, "%4zu  ", i + 1);
        text_safe(&line, buf_string(&name), TEXT_ONE_LINE);
        line.failed |= name.failed;
        print_line(stdout, &line);
        buf_done(&name);
    }
    return code;
}

/* Sets *deck_id to the only deck, or to the one that the user chooses. Returns an exit status. */
static int cmd_add_choose_deck(const struct collection *collection, int64_t *deck_id)
{
    struct err err;
    size_t count = collection->count, choice = 0;
    if (count == 0)
        return fail_usage("no decks yet: \"drill new NAME\" makes one");
    if (count > 1) {
        if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
            return fail_usage("add to which of the %zu decks? Name one", count);
        if (cmd_add_list_decks(collection, &err))
            return fail(&err);
        fputs("Add to which deck? Its number: ", stdout);
        fflush(stdout);
        choice = cmd_add_read_choice(count);
    }
    if (choice == count) {
        puts("No such deck: nothing was added.");
        return EXIT_NO;
    }
    *deck_id = collection->deck_ids[choice];
    return EXIT_DONE;
}

/* ---- adding ---- */

static void cmd_add_print_known(const struct deck_entry *entry)
{
    struct buf line = {0};
    buf_text(&line, "Already there: ");
    one_line_make(&line, buf_string(entry->cloze.length ? &entry->cloze : &entry->question));
    print_line(stdout, &line);
}

static void cmd_add_print_added(size_t added, const char *deck)
{
    struct buf line = {0};
    if (added)
        phrase_added(added, &line);
    else
        buf_text(&line, "Nothing added");
    buf_text(&line, " to ");
    text_safe(&line, deck, TEXT_ONE_LINE);
    print_line(stdout, &line);
}

static enum err_code cmd_add_write(
    struct store *store, struct added_lines *lines, const struct deck_facts *deck, struct err *err)
{
    struct adding adding;
    struct load_report report;
    int64_t deck_id;
    enum err_code code = adding_open(&adding, store, deck->path, print_mistake, NULL, err);
    for (size_t i = 0; i < lines->count && !code; i++) {
        bool known;
        code = adding_add(&adding, &lines->entries[i], &known, err);
        if (!code && known)
            cmd_add_print_known(&lines->entries[i]);
    }
    if (!code)
        code = adding_write(&adding, err);
    size_t added = adding.addition.count;
    adding_done(&adding);
    if (code)
        return code;
    lines->count = added;
    cmd_add_print_added(added, deck->name);
    return added ? deck_load(store, deck->path, clock_now().day, print_mistake, NULL, &deck_id,
                       &report, err)
                 : ERR_NONE;
}

static enum err_code cmd_add_show_form(struct collection *collection, struct options *options,
    const struct deck_facts *deck, const struct deck_entry *begun, struct err *err)
{
    struct card_form form = {.store = collection->store,
        .settings = &options->settings,
        .deck_id = deck->deck_id,
        .begun = begun};
    enum err_code code = screen_open(options, err);
    if (!code)
        code = card_form_run(&form, err);
    terminal_close();
    if (!code && form.added)
        cmd_add_print_added(form.added, deck->name);
    return code;
}

static int cmd_add_run(struct collection *collection, struct options *options)
{
    struct added_lines *lines = options->context;
    struct deck_facts deck = {0};
    struct err err;
    int64_t deck_id = 0;
    if (all_refused(collection))
        return EXIT_WRONG;
    int status = cmd_add_choose_deck(collection, &deck_id);
    if (status)
        return status;
    enum err_code code = store_deck_facts(collection->store, deck_id, &deck, &err);
    if (!code)
        code = deck_file_check(deck.path, &err);
    if (!code && lines->form)
        code = cmd_add_show_form(collection, options, &deck, &lines->begun, &err);
    else if (!code)
        code = cmd_add_write(collection->store, lines, &deck, &err);
    deck_facts_done(&deck);
    if (code)
        return fail(&err);
    return printed(lines->form || lines->count ? EXIT_DONE : EXIT_NO);
}

/* ---- the command ---- */

/* Takes what is to be added from the options or from a pipe, before anything is opened. */
static enum err_code cmd_add_take_all(
    struct added_lines *lines, const struct options *options, struct err *err)
{
    const struct added_card *card = &options->card;
    enum err_code code = cmd_add_take_options(&lines->begun, card, err);
    if (code || lines->form)
        return code;
    if (!card->question && !card->cloze)
        return added_lines_read(lines, stdin, err);
    code = cmd_add_check_entry(&lines->begun, err);
    return code ? code : added_lines_add(lines, &lines->begun, err);
}

/* Advice for a word that names neither a file nor a deck. */
static void cmd_add_say_new(const struct options *options)
{
    struct err err;
    struct store *store;
    struct known_decks named = {0};
    if (options->word_count == 0 || file_exists(options->words[0]) ||
        store_open(&store, options->db, STORE_READ, &err))
        return;
    if (!store_decks_named(store, options->words[0], &named, &err) && named.count == 0)
        fputs("To make a new deck: drill new NAME\n", stderr);
    known_decks_done(&named);
    store_close(store);
}

static int cmd_add_lines(struct options *options, struct added_lines *lines)
{
    const struct added_card *card = &options->card;
    struct err err;
    bool given = card->question || card->answer || card->cloze;
    lines->form = !given && isatty(STDIN_FILENO);
    int status = cmd_add_check_options(card);
    if (status)
        return status;
    if (options->word_count > 1)
        return fail_usage("cards go into one deck: name one");
    if (lines->form && !isatty(STDOUT_FILENO))
        return fail_usage("the form needs a terminal: without one, give -q and -a");
    if (options->word_count == 0 && !file_exists(options->db))
        return fail_usage("no decks yet: \"drill new NAME\" makes one");
    options->context = lines;
    status =
        cmd_add_take_all(lines, options, &err) ? fail(&err) : open_to_write(options, cmd_add_run);
    if (status == EXIT_WRONG)
        cmd_add_say_new(options);
    return screen_ended(status);
}

int cmd_add(struct options *options)
{
    struct added_lines lines = {0};
    int status = cmd_add_lines(options, &lines);
    added_lines_done(&lines);
    return status;
}

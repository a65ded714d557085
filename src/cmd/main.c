/* Parses the command line, reads the settings and runs a command. */
#include "base/buf.h"
#include "base/file.h"
#include "base/nearest.h"
#include "base/temporary.h"
#include "base/trace.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "view/keys.h"

#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef DRILL_VERSION
#define DRILL_VERSION "0.1"
#endif

/* ---- files ---- */

/* Append FOLDER/drill/NAME. FOLDER is the variable's value or, if $HOME is set, ~/USUAL. */
static void main_find_file(
    const char *variable, const char *usual, const char *name, struct buf *path)
{
    const char *folder = getenv(variable), *home = getenv("HOME");
    if (folder && *folder == '/')
        buf_format(path, "%s/drill/%s", folder, name);
    else if (home && *home)
        buf_format(path, "%s/%s/drill/%s", home, usual, name);
}

/* Use --db, $DRILL_DB or the usual file; "" if there is none. */
static void main_find_database(struct options *options, struct buf *path)
{
    const char *named = getenv("DRILL_DB");
    if (!options->db && named && *named)
        options->db = named;
    if (!options->db) {
        main_find_file("XDG_DATA_HOME", ".local/share", "drill.db", path);
        options->db = buf_string(path);
    }
}

#define MISTAKES_SHOWN 20

static void main_count_mistake(void *context, const struct err *mistake)
{
    size_t *count = context;
    if (++*count <= MISTAKES_SHOWN)
        fail(mistake);
}

static bool main_read_settings(struct options *options)
{
    struct err err, rest;
    size_t mistakes = 0;
    const char *path = options->config;
    enum err_code code =
        settings_read(&options->settings, path, main_count_mistake, &mistakes, &err);
    if (keys_check(&options->settings, path, main_count_mistake, &mistakes) && !code)
        code = settings_refuse(path, &err);
    if (mistakes > MISTAKES_SHOWN) {
        err_at(&rest, ERR_MISTAKE, path, 0, 0, "and %zu more mistakes", mistakes - MISTAKES_SHOWN);
        fail(&rest);
    }
    options->session.settings = &options->settings;
    return !code || fail(&err) == EXIT_DONE;
}

/* Text is UTF-8, so use UTF-8 even if no locale is set. */
static void main_set_locale(void)
{
    setlocale(LC_ALL, "");
    const char *name = setlocale(LC_CTYPE, NULL);
    if (name && (strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0))
        setlocale(LC_CTYPE, "C.UTF-8");
}

/* ---- the command ---- */

/* Commands that mainly print, and so must survive a closed pipe. */
#define PRINTING (EXPORT | DECKS | DUE | CHECK | RETIRED | STATS | FORECAST | DOCTOR | HELP)
/* Commands that neither plan sessions nor make backups. */
#define WITHOUT_SETTINGS (EXPORT | CHECK | IDS | RETIRED | HELP)

static const struct command *main_take_command(struct options *options)
{
    const struct command *command =
        options->word_count ? command_named(options->words[0]) : command_named("");
    if (!command || !*command->name)
        return command_named("");
    options->words++;
    options->word_count--;
    return command;
}

/* Whether a word for a deck is a misspelt command: close to one, and no file or deck. Between a
 * command and a known deck that are equally close, choose the deck. */
static bool main_misspells_command(const struct options *options, const char *word)
{
    struct err err;
    struct store *store;
    struct known_decks named = {0};
    struct buf deck = {0};
    const char *command = command_nearest(word);
    if (!command || file_exists(word) || store_open(&store, options->db, STORE_READ, &err))
        return false;
    bool known = store_decks_named(store, word, &named, &err) || named.count ||
                 collection_nearest(store, word, &deck, &err);
    const char *const names[] = {buf_string(&deck), command};
    bool misspells = !known && nearest_word(word, names, COUNT(names)) == command;
    known_decks_done(&named);
    buf_done(&deck);
    store_close(store);
    return misspells;
}

/* Report an option that the command does not take. A word such as "decks" may have been meant as a
 * file or folder of that name. */
static int main_fail_option(const struct option_help *o, const struct command *command)
{
    const char *name = command->name;
    if (!*name)
        return fail_usage("--%s does not apply to drill itself", o->name);
    if (!(o->commands & REVIEW) || !file_exists(name))
        return fail_usage("--%s does not apply to drill %s", o->name, name);
    return fail_usage(
        "--%s does not apply to drill %s: for the deck, use ./%s", o->name, name, name);
}

/* If DRILL_TRACE names a file, write a trace to it from now on. */
static enum err_code main_start_trace(const struct command *command, struct err *err)
{
    const char *path = getenv("DRILL_TRACE");
    if (!path || !*path)
        return ERR_NONE;
    enum err_code code = trace_open(path, clock_monotonic_ms, err);
    trace_line("run", "drill %s", command->name);
    return code;
}

/* Run a command whose options all apply to it. */
static int main_run(const struct command *command, struct options *options)
{
    struct err err;
    if (main_start_trace(command, &err) || !clock_check(&err))
        return fail(&err);
    if (command->bit & PRINTING)
        signal(SIGPIPE, SIG_IGN); /* see printed() */
    options->session.filter = (struct tag_filter){options->tags, options->tag_count};
    if (!options->seeded)
        options->session.seed = (uint64_t)clock_now().day;
    if (!(command->bit & WITHOUT_SETTINGS) && !main_read_settings(options))
        return EXIT_WRONG;
    if (!*options->db)
        return fail_usage("no folder for the database: set $HOME or use --db");
    return command->run(options);
}

static int main_check_and_run(
    const struct command *command, struct options *options, const struct parsed *parsed)
{
    if (command->bit == REVIEW && options->word_count &&
        main_misspells_command(options, options->words[0]))
        return fail_command(options->words[0]);
    if (parsed->help)
        return help_show(command);
    for (size_t i = 0; i < option_count; i++)
        if (parsed->given >> i & 1 && !(option_table[i].commands & command->bit))
            return main_fail_option(&option_table[i], command);
    return main_run(command, options);
}

static int main_parse_and_run(int argc, char **argv, struct options *options)
{
    struct buf database = {0}, config = {0};
    struct parsed parsed = parse_options(argc, argv, options);
    if (parsed.status)
        return parsed.status;
    if (parsed.version) {
        puts("drill " DRILL_VERSION);
        return printed(EXIT_DONE);
    }
    main_find_file("XDG_CONFIG_HOME", ".config", "config.yaml", &config);
    options->config = buf_string(&config);
    main_find_database(options, &database);
    int status = main_check_and_run(main_take_command(options), options, &parsed);
    buf_done(&database);
    buf_done(&config);
    return status;
}

int main(int argc, char **argv)
{
    main_set_locale();
    temporary_catch_signals();
    struct options options = {
        .program = argv[0],
        .session = {.caps = CAPS_UNSET},
        .days = FORECAST_DAYS_USUAL,
        .since = INT_MIN,
        .until = INT_MAX,
        .tags = calloc((size_t)argc + 1, sizeof *options.tags),
        .decks = calloc((size_t)argc + 1, sizeof *options.decks),
    };
    int status =
        options.tags && options.decks ? main_parse_and_run(argc, argv, &options) : fail_memory();
    settings_done(&options.settings);
    free(options.tags);
    free(options.decks);
    return status;
}

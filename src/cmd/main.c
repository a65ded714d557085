/* The command line: one table of options, one of commands. */
#include "base/buf.h"
#include "base/nearest.h"
#include "cmd/command.h"
#include "view/text.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef DRILL_VERSION
#define DRILL_VERSION "0.1"
#endif

/* ---- reporting ---- */

int fail(const struct err *err)
{
    struct buf line = {0};
    if (err->file[0]) {
        text_safe(&line, err->file, TEXT_ONE_LINE);
        if (err->line)
            buf_format(&line, ":%u:%u", err->line, err->column);
        buf_text(&line, ": ");
    }
    text_safe(&line, err->message, TEXT_ONE_LINE);
    fprintf(stderr, "drill: %s\n", buf_string(&line));
    buf_done(&line);
    return EXIT_WRONG;
}

int fail_usage(const char *format, ...)
{
    struct err err;
    char message[sizeof err.message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    err_set(&err, ERR_USAGE, "%s", message);
    fail(&err);
    fputs("Try 'drill --help'.\n", stderr);
    return EXIT_WRONG;
}

void print_mistake(void *context, const struct err *mistake)
{
    (void)context;
    fail(mistake);
}

/* ---- commands ---- */

enum command_bit { REVIEW = 1, DUE = 2, EXPORT = 4, ALL = REVIEW | DUE | EXPORT };

static const struct command {
    const char *name;
    enum command_bit bit;
    int (*run)(struct options *options);
    const char *usage, *summary;
} commands[] = {
    {"", REVIEW, cmd_review, "drill [OPTION...] [DECK...]", "review what is due today"},
    {"due", DUE, cmd_due, "drill due [OPTION...] [DECK...]",
        "how many cards drill would show now; exit status 1 when none"},
    {"export", EXPORT, cmd_export, "drill export [OPTION...] reviews|cards",
        "the review log, or the cards with their schedules, as CSV"},
};
#define COMMANDS (sizeof commands / sizeof *commands)

/* ---- options ---- */

enum option_code {
    OPTION_DB = 256,
    OPTION_COLOR,
    OPTION_NEW,
    OPTION_LIMIT,
    OPTION_TAG,
    OPTION_CRAM,
    OPTION_SEED,
    OPTION_PLAIN,
    OPTION_RAW,
    OPTION_DECK,
    OPTION_SINCE,
    OPTION_UNTIL,
};

static const struct option_help {
    const char *name;
    int code; /* a letter where it has a short form */
    const char *argument;
    unsigned commands;
    const char *help;
} option_table[] = {
    {"new", OPTION_NEW, "N", REVIEW | DUE, "at most N new cards today (20)"},
    {"limit", OPTION_LIMIT, "N", REVIEW | DUE, "at most N cards today, new ones included"},
    {"tag", OPTION_TAG, "TAG", REVIEW | DUE,
        "only cards with this tag; twice: either; a,b: both; !a: without"},
    {"cram", OPTION_CRAM, NULL, REVIEW, "any card, due or not; the schedule stays as it is"},
    {"seed", OPTION_SEED, "N", REVIEW, "order what is left to chance by N"},
    {"plain", OPTION_PLAIN, NULL, REVIEW, "line by line, without a full screen"},
    {"output", 'o', "FILE", EXPORT, "write to FILE, whole or not at all"},
    {"deck", OPTION_DECK, "DECK", EXPORT, "only the deck of this id or name; may come twice"},
    {"since", OPTION_SINCE, "DATE", EXPORT, "only reviews of study days from DATE (2026-01-31)"},
    {"until", OPTION_UNTIL, "DATE", EXPORT, "only reviews of study days up to DATE"},
    {"raw", OPTION_RAW, NULL, EXPORT, "texts as they are, even where a spreadsheet runs them"},
    {"db", OPTION_DB, "FILE", ALL, "the database (DRILL_DB)"},
    {"color", OPTION_COLOR, "WHEN", ALL, "auto, always or never (NO_COLOR)"},
    {"help", 'h', NULL, ALL, "show this help"},
    {"version", 'V', NULL, ALL, "show the version"},
};
#define OPTIONS (sizeof option_table / sizeof *option_table)

static void print_help(void)
{
    puts("drill - flashcards in the terminal, each card when it is due\n");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  %-40s %s\n", commands[i].usage, commands[i].summary);
    puts("\nA DECK is a YAML file, a folder of them, or the id or name of a known deck;\n"
         "without one, every known deck.\n");
    static const struct {
        unsigned bit;
        const char *title;
    } groups[] = {{REVIEW, "Reviewing:"}, {EXPORT, "Exporting:"}, {ALL, "Everywhere:"}};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        puts(groups[g].title);
        for (size_t i = 0; i < OPTIONS; i++) {
            const struct option_help *o = &option_table[i];
            bool everywhere = o->commands == ALL;
            if (groups[g].bit == ALL ? !everywhere : everywhere || !(o->commands & groups[g].bit))
                continue;
            char form[40];
            snprintf(form, sizeof form, "%c%c%s --%s%s%s", o->code < 256 ? '-' : ' ',
                o->code < 256 ? o->code : ' ', o->code < 256 ? "," : " ", o->name,
                o->argument ? " " : "", o->argument ? o->argument : "");
            printf("  %-22s %s\n", form, o->help);
        }
    }
    puts("\nRate each card from 1 (Not at all) to 5 (Perfectly); u takes a rating back.\n"
         "See also: man drill");
}

static bool parse_number(const char *text, unsigned long long most, unsigned long long *number)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && *number <= most;
}

static bool take_number(
    const struct option_help *o, unsigned long long most, unsigned long long *number)
{
    if (parse_number(optarg, most, number))
        return true;
    fail_usage("--%s %s: not a whole number from 0 to %llu", o->name, optarg, most);
    return false;
}

static bool take_date(const struct option_help *o, int *day)
{
    char text[32];
    struct civil civil;
    snprintf(text, sizeof text, "%.20sT00:00", optarg);
    if (!civil_parse(text, &civil)) {
        fail_usage("--%s %s: write the date as 2026-01-31", o->name, optarg);
        return false;
    }
    *day = day_from_civil(civil.year, civil.month, civil.day);
    return true;
}

static bool take_color(struct options *options)
{
    static const char *const words[] = {"auto", "always", "never"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(optarg, words[i]) == 0) {
            options->color = (enum color_when)i;
            return true;
        }
    }
    fail_usage("--color %s: write auto, always or never", optarg);
    return false;
}

static bool take_option(const struct option_help *o, struct options *options)
{
    unsigned long long number;
    switch (o->code) {
    case OPTION_NEW:
    case OPTION_LIMIT:
        if (!take_number(o, 1000000000, &number))
            return false;
        *(o->code == OPTION_NEW ? &options->session.new_cap : &options->session.limit) =
            (size_t)number;
        return true;
    case OPTION_SEED:
        options->seeded = take_number(o, ULLONG_MAX, &number);
        options->session.seed = number;
        return options->seeded;
    case OPTION_TAG:
        if (strspn(optarg, "!,") == strlen(optarg))
            return fail_usage("--tag %s: name a tag", optarg) == EXIT_DONE;
        options->tags[options->tag_count++] = optarg;
        return true;
    case OPTION_CRAM:
        return options->session.cram = true;
    case OPTION_PLAIN:
        return options->plain = true;
    case 'o':
        options->output = optarg;
        return true;
    case OPTION_DECK:
        options->decks[options->deck_count++] = optarg;
        return true;
    case OPTION_SINCE:
        return options->ranged = take_date(o, &options->since);
    case OPTION_UNTIL:
        return options->ranged = take_date(o, &options->until);
    case OPTION_RAW:
        return options->raw = true;
    case OPTION_DB:
        options->db = optarg;
        return true;
    default:
        return take_color(options);
    }
}

static const struct option_help *option_of(int code)
{
    for (size_t i = 0; i < OPTIONS; i++)
        if (option_table[i].code == code)
            return &option_table[i];
    return NULL;
}

/* Why getopt refused argv[optind - 1], with the nearest option. */
static int fail_option(int why, char *word)
{
    const struct option_help *o = option_of(optopt);
    if (why == ':')
        return fail_usage("--%s needs a value", o ? o->name : "?");
    if (optopt && !o)
        return fail_usage("unknown option -%c", optopt);
    if (o)
        return fail_usage("--%s takes no value", o->name);
    const char *names[OPTIONS];
    for (size_t i = 0; i < OPTIONS; i++)
        names[i] = option_table[i].name;
    const char *meant = nearest_word(word + 2, names, OPTIONS);
    return meant ? fail_usage("unknown option %s: did you mean --%s?", word, meant)
                 : fail_usage("unknown option %s", word);
}

/* Take the options out of argv. Returns EXIT_DONE to go on, or else the exit status plus one;
 * *given collects the indices of options. */
static int parse_options(int argc, char **argv, struct options *options, unsigned *given)
{
    struct option longs[OPTIONS + 1] = {{0}};
    for (size_t i = 0; i < OPTIONS; i++)
        longs[i] = (struct option){option_table[i].name,
            option_table[i].argument ? required_argument : no_argument, NULL, option_table[i].code};
    int code;
    while ((code = getopt_long(argc, argv, ":ho:V", longs, NULL)) != -1) {
        if (code == '?' || code == ':')
            return fail_option(code, argv[optind - 1]) + 1;
        if (code == 'h') {
            print_help();
            return EXIT_DONE + 1;
        }
        if (code == 'V') {
            puts("drill " DRILL_VERSION);
            return EXIT_DONE + 1;
        }
        const struct option_help *o = option_of(code);
        if (!take_option(o, options))
            return EXIT_WRONG + 1;
        *given |= 1U << (o - option_table);
    }
    options->words = argv + optind;
    options->word_count = (size_t)(argc - optind);
    return EXIT_DONE;
}

/* ---- where data lives ---- */

/* $DRILL_DB, or drill/drill.db in $XDG_DATA_HOME, or in ~/.local/share. */
static bool find_database(struct options *options, struct buf *path)
{
    const char *named = getenv("DRILL_DB"), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (!options->db && named && *named)
        options->db = named;
    if (options->db)
        return *options->db != '\0';
    if (data && *data == '/')
        buf_format(path, "%s/drill/drill.db", data);
    else if (home && *home)
        buf_format(path, "%s/.local/share/drill/drill.db", home);
    options->db = buf_string(path);
    return path->length > 0;
}

/* Text is UTF-8. A machine without a locale set ("C") is no reason to show question marks. */
static void set_locale(void)
{
    setlocale(LC_ALL, "");
    const char *name = setlocale(LC_CTYPE, NULL);
    if (name && (strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0))
        setlocale(LC_CTYPE, "C.UTF-8");
}

static const struct command *take_command(struct options *options)
{
    for (size_t i = 1; i < COMMANDS && options->word_count; i++) {
        if (strcmp(options->words[0], commands[i].name) != 0)
            continue;
        options->words++;
        options->word_count--;
        return &commands[i];
    }
    return &commands[0];
}

static int run(const struct command *command, struct options *options, unsigned given)
{
    struct buf path = {0};
    struct err err;
    for (size_t i = 0; i < OPTIONS; i++)
        if (given >> i & 1 && !(option_table[i].commands & command->bit))
            return fail_usage("--%s is not for drill%s%s", option_table[i].name,
                *command->name ? " " : "", *command->name ? command->name : " itself");
    if (!clock_check(&err))
        return fail(&err);
    options->session.filter = (struct tag_filter){options->tags, options->tag_count};
    if (!options->seeded)
        options->session.seed = (uint64_t)clock_now().day;
    int status = find_database(options, &path)
                     ? command->run(options)
                     : fail_usage("no place for the database: set HOME, or name one with --db");
    buf_done(&path);
    return status;
}

int main(int argc, char **argv)
{
    set_locale();
    struct options options = {
        .session = {.new_cap = NEW_A_DAY, .limit = NO_LIMIT},
        .since = INT_MIN,
        .until = INT_MAX,
        .tags = calloc((size_t)argc + 1, sizeof *options.tags),
        .decks = calloc((size_t)argc + 1, sizeof *options.decks),
    };
    unsigned given = 0;
    int status = EXIT_WRONG;
    if (!options.tags || !options.decks)
        fail_usage("out of memory");
    else if ((status = parse_options(argc, argv, &options, &given)) == EXIT_DONE)
        status = run(take_command(&options), &options, given);
    else
        status--;
    free(options.tags);
    free(options.decks);
    return status;
}

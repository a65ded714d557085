#include "cmd/options.h"

#include "base/nearest.h"
#include "exchange/importers.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_code {
    OPTION_DB = 256,
    OPTION_COLOR,
    OPTION_NEW,
    OPTION_LIMIT,
    OPTION_TAG,
    OPTION_CRAM,
    OPTION_TYPE,
    OPTION_SEED,
    OPTION_PLAIN,
    OPTION_DRY_RUN,
    OPTION_RAW,
    OPTION_DECK,
    OPTION_SINCE,
    OPTION_UNTIL,
    OPTION_FORMAT,
    OPTION_CSV,
    OPTION_JSON,
    OPTION_RETIRED,
    OPTION_AS,
    OPTION_COLUMNS,
    OPTION_MARKUP,
    OPTION_DELIMITER,
    OPTION_ENCODING,
    OPTION_HEADER,
    OPTION_REPLACE,
    OPTION_FORCE,
    OPTION_SEARCH,
    OPTION_HTML,
    OPTION_DAYS,
    OPTION_LIST,
    OPTION_REPAIR,
    OPTION_MEDIA,
    OPTION_SHARED,
    OPTION_CLOZE,
    OPTION_TAGS,
    OPTION_HINT,
    OPTION_NOTE,
    OPTION_REVERSE,
    OPTION_SCHEDULER,
    OPTION_RETENTION,
};

const struct option_help option_table[] = {
    {"question", 'q', "TEXT", ADD, "the card's question, in Markdown"},
    {"answer", 'a', "TEXT", ADD, "its answer"},
    {"cloze", OPTION_CLOZE, "TEXT", ADD, "instead of both, a text with {{gaps}}"},
    {"tags", OPTION_TAGS, "TAGS", ADD, "its tags: \"verbs lesson-3\""},
    {"hint", OPTION_HINT, "TEXT", ADD, "a hint for the question"},
    {"note", OPTION_NOTE, "TEXT", ADD, "a note below the answer"},
    {"reverse", OPTION_REVERSE, NULL, ADD, "ask for the question, too"},
    {"new", OPTION_NEW, "N", REVIEW | DUE | DECKS | FORECAST,
        "at most N new cards today (default 20)"},
    {"days", OPTION_DAYS, "N", FORECAST, "look N days ahead (default 365)"},
    {"limit", OPTION_LIMIT, "N", REVIEW | DUE | DECKS | FORECAST,
        "at most N cards today, including new ones"},
    {"search", OPTION_SEARCH, "QUERY", BROWSE, "begin with this search: words, state:young, due<7"},
    {"tag", OPTION_TAG, "TAG", REVIEW | DUE | DECKS | EXPORT | STATS | BROWSE | FORECAST,
        "cards tagged TAG; a,b: both; !a: not a; again: either"},
    {"cram", OPTION_CRAM, NULL, REVIEW, "any card, due or not; the schedule does not change"},
    {"type", OPTION_TYPE, NULL, REVIEW, "type the answers that fit on a line, and compare them"},
    {"scheduler", OPTION_SCHEDULER, "NAME", REVIEW, "schedule this session by sm2 or fsrs"},
    {"retention", OPTION_RETENTION, "R", REVIEW | FORECAST,
        "the recall that FSRS aims at: 0.9; to forecast: 0.8,0.9"},
    {"seed", OPTION_SEED, "N", REVIEW | FORECAST, "seed for random choices"},
    {"plain", OPTION_PLAIN, NULL, REVIEW | STATS | BROWSE | FORECAST,
        "line by line, without a full screen"},
    {"dry-run", OPTION_DRY_RUN, NULL, REVIEW | IMPORT | IDS | TRAIN | RESCHEDULE,
        "show what would change, but change nothing"},
    {"output", 'o', "FILE", IMPORT | EXPORT, "write to this new file, in full or not at all"},
    {"deck", OPTION_DECK, "DECK", IMPORT | EXPORT | STATS | FORGET,
        "only the deck with this id or name; repeat for more"},
    {"as", OPTION_AS, "FORMAT", IMPORT, "a format that \"help import\" lists"},
    {"columns", OPTION_COLUMNS, "NAMES", IMPORT, "the columns of a table: question,answer,-,tags"},
    {"markup", OPTION_MARKUP, "MARKUP", IMPORT, "a table's cells are text, markdown or html"},
    {"delimiter", OPTION_DELIMITER, "CHAR", IMPORT,
        "between a table's cells: tab, comma, pipe, or another"},
    {"header", OPTION_HEADER, "YES|NO", IMPORT, "whether a table's first row names its columns"},
    {"encoding", OPTION_ENCODING, "NAME", IMPORT, "the encoding of text: cp1251, shift_jis, ..."},
    {"replace", OPTION_REPLACE, NULL, IMPORT, "retire the cards that the source no longer has"},
    {"force", OPTION_FORCE, NULL, IMPORT | EXPORT | STATS | BACKUP, "replace existing files"},
    {"format", OPTION_FORMAT, "FORMAT", EXPORT | DUE, "csv, json, or jsonl (one object per line)"},
    {"since", OPTION_SINCE, "DATE", EXPORT | STATS,
        "only days from DATE on: 2026-01-31, today, 30d, 6m, 1y"},
    {"until", OPTION_UNTIL, "DATE", EXPORT | STATS, "only days up to DATE"},
    {"raw", OPTION_RAW, NULL, EXPORT, "do not escape text a spreadsheet would run as a formula"},
    {"media", OPTION_MEDIA, NULL, EXPORT, "put the files that cards link to into an archive, too"},
    {"html", OPTION_HTML, "FILE", STATS, "write a web page to this new file"},
    {"csv", OPTION_CSV, NULL, DECKS | RETIRED | BROWSE | FORECAST, "print CSV"},
    {"list", OPTION_LIST, NULL, BACKUP, "list the backups instead of making one"},
    {"json", OPTION_JSON, NULL,
        DUE | DECKS | RETIRED | CHECK | STATS | BROWSE | FORECAST | BACKUP | DOCTOR | TRAIN,
        "print JSON"},
    {"shared", OPTION_SHARED, NULL, TRAIN, "let DECK share weights with all decks again"},
    {"retired", OPTION_RETIRED, NULL, FORGET, "all retired cards, or those of --deck"},
    {"repair", OPTION_REPAIR, NULL, DOCTOR, "repair the faults, after keeping a copy"},
    {"yes", 'y', NULL, ADOPT | FORGET | RESTORE | DOCTOR, "do not ask first"},
    {"db", OPTION_DB, "FILE", ALL, "the database file (or set $DRILL_DB)"},
    {"color", OPTION_COLOR, "WHEN", ALL, "auto, always or never; auto heeds $NO_COLOR"},
    {"help", 'h', NULL, ALL, "show this help"},
    {"version", 'V', NULL, ALL, "show the version"},
};
#define OPTIONS (sizeof option_table / sizeof *option_table)
const size_t option_count = OPTIONS;
static_assert(OPTIONS <= CHAR_BIT * sizeof(uint64_t), "parsed.given has a bit for each option");

static bool options_take_number(
    const struct option_help *o, unsigned long long max, unsigned long long *number)
{
    char *end;
    errno = 0;
    *number = strtoull(optarg, &end, 10);
    if (optarg[0] >= '0' && optarg[0] <= '9' && *end == '\0' && errno == 0 && *number <= max)
        return true;
    return !fail_usage("--%s %s: not a whole number from 0 to %llu", o->name, optarg, max);
}

static bool options_take_date(const struct option_help *o, int *day)
{
    if (day_parse(optarg, clock_now().day, day))
        return true;
    return !fail_usage(
        "--%s %s: not a date: try 2026-01-31, today, or how long ago: 30d, 12w, 6m, 1y", o->name,
        optarg);
}

/* Returns the index of the word, -1 if there is none. */
static int options_find_word(const char *const words[3], const char *word)
{
    int i = 2;
    while (i >= 0 && strcmp(words[i], word) != 0)
        i--;
    return i;
}

bool options_take_format(const char *word, struct options *options)
{
    static const char *const words[] = {"csv", "json", "jsonl"};
    static_assert(FORMAT_JSON == FORMAT_CSV + 1 && FORMAT_JSONL == FORMAT_CSV + 2, "as words");
    int i = options_find_word(words, word);
    options->format = (enum output_format)(FORMAT_CSV + i);
    return i >= 0 || !fail_usage("--format %s: use csv, json or jsonl", word);
}

static bool options_take_color(struct options *options)
{
    static const char *const words[] = {"auto", "always", "never"};
    static_assert(COLOR_AUTO == 0 && COLOR_ALWAYS == 1 && COLOR_NEVER == 2, "as words");
    int i = options_find_word(words, optarg);
    options->color = (enum color_when)i;
    return i >= 0 || !fail_usage("--color %s: use auto, always or never", optarg);
}

static bool options_take_importer(struct options *options)
{
    options->as = optarg;
    return importer_named(optarg) ||
           !fail_usage("--as %s: no such format: see 'drill import --help'", optarg);
}

static bool options_take_markup(struct options *options)
{
    static const char *const words[] = {"text", "markdown", "html"};
    static_assert(MARKUP_MARKDOWN == MARKUP_TEXT + 1 && MARKUP_HTML == MARKUP_TEXT + 2, "as words");
    int i = options_find_word(words, optarg);
    options->choices.markup = (enum markup)(MARKUP_TEXT + i);
    return i >= 0 || !fail_usage("--markup %s: use text, markdown or html", optarg);
}

static bool options_take_header(struct options *options)
{
    static const char *const words[] = {"yes", "no", ""};
    static_assert(HEADER_YES == 1 && HEADER_NO == 2, "as words");
    int i = options_find_word(words, optarg);
    options->choices.header = i == 0 ? HEADER_YES : HEADER_NO;
    return (*optarg && i >= 0) || !fail_usage("--header %s: use yes or no", optarg);
}

static bool options_take_encoding(struct options *options)
{
    options->choices.encoding = optarg;
    return encoding_is_known(optarg) ||
           !fail_usage("--encoding %s: no such encoding is known: try cp1251, koi8-r, "
                       "shift_jis, gb18030, big5, euc-kr or iso-8859-2",
               optarg);
}

static bool options_take_scheduler(struct options *options)
{
    const struct scheduler *scheduler = scheduler_called(optarg);
    options->session.scheduling.scheduler = scheduler ? scheduler->number : 0;
    return scheduler || !fail_usage("--scheduler %s: use sm2 or fsrs", optarg);
}

/* Take retentions separated by commas. */
static bool options_take_retention(struct options *options)
{
    char text[RETENTION_SIZE];
    options->retention_count = 0;
    for (const char *at = optarg;; at++) {
        size_t length = strcspn(at, ",");
        snprintf(text, sizeof text, "%.*s", (int)length, at);
        if (options->retention_count == RETENTIONS_MAX)
            return !fail_usage("--retention %s: at most %d numbers", optarg, RETENTIONS_MAX);
        if (length >= sizeof text ||
            !retention_read(text, &options->retentions[options->retention_count++]))
            return !fail_usage("--retention %s: must be " RETENTION_WORDS, optarg);
        at += length;
        if (!*at)
            break;
    }
    options->session.scheduling.retention = options->retentions[0];
    return true;
}

/* Take an option that only sets a flag or stores its value. False for any other. */
static bool options_take_simple(int code, struct options *options)
{
    const struct {
        int code;
        bool *flag;
        const char **text;
    } simple[] = {{OPTION_CRAM, &options->session.cram, NULL},
        {OPTION_TYPE, &options->session.type, NULL}, {OPTION_PLAIN, &options->plain, NULL},
        {OPTION_DRY_RUN, &options->dry_run, NULL}, {OPTION_RETIRED, &options->retired, NULL},
        {OPTION_LIST, &options->list, NULL}, {OPTION_REPAIR, &options->repair, NULL},
        {OPTION_FORCE, &options->force, NULL}, {OPTION_RAW, &options->raw, NULL},
        {OPTION_MEDIA, &options->media, NULL}, {OPTION_SHARED, &options->shared, NULL},
        {'y', &options->yes, NULL}, {'o', NULL, &options->output},
        {OPTION_REPLACE, &options->replace, NULL},
        {OPTION_COLUMNS, NULL, &options->choices.columns}, {OPTION_SEARCH, NULL, &options->search},
        {OPTION_HTML, NULL, &options->html}, {OPTION_FORMAT, NULL, &options->format_text},
        {OPTION_DB, NULL, &options->db}, {'q', NULL, &options->card.question},
        {'a', NULL, &options->card.answer}, {OPTION_CLOZE, NULL, &options->card.cloze},
        {OPTION_TAGS, NULL, &options->card.tags}, {OPTION_HINT, NULL, &options->card.hint},
        {OPTION_NOTE, NULL, &options->card.note}, {OPTION_REVERSE, &options->card.reverse, NULL}};
    for (size_t i = 0; i < COUNT(simple); i++) {
        if (simple[i].code != code)
            continue;
        if (simple[i].flag)
            *simple[i].flag = true;
        else
            *simple[i].text = optarg;
        return true;
    }
    return false;
}

static bool options_take(const struct option_help *o, struct options *options)
{
    unsigned long long number;
    if (options_take_simple(o->code, options))
        return true;
    switch (o->code) {
    case OPTION_NEW:
    case OPTION_LIMIT:
        if (!options_take_number(o, CAP_MAX, &number))
            return false;
        *(o->code == OPTION_NEW ? &options->session.caps.new_cards : &options->session.caps.cards) =
            (int64_t)number;
        return true;
    case OPTION_DAYS:
        if (!options_take_number(o, FORECAST_DAYS_MAX, &number))
            return false;
        options->days = (int)number;
        return number > 0 || !fail_usage("--days 0: must be at least 1");
    case OPTION_SEED:
        options->seeded = options_take_number(o, ULLONG_MAX, &number);
        options->session.seed = number;
        return options->seeded;
    case OPTION_SCHEDULER:
        return options_take_scheduler(options);
    case OPTION_RETENTION:
        return options_take_retention(options);
    case OPTION_TAG:
        options->tags[options->tag_count++] = optarg;
        return optarg[strspn(optarg, "!,")] || !fail_usage("--tag %s: contains no tag", optarg);
    case OPTION_CSV:
    case OPTION_JSON:
        return options_take_format(o->name, options);
    case OPTION_AS:
        return options_take_importer(options);
    case OPTION_MARKUP:
        return options_take_markup(options);
    case OPTION_DELIMITER:
        options->choices.delimiter = import_delimiter_named(optarg);
        return options->choices.delimiter ||
               !fail_usage("--delimiter %s: use tab, comma, semicolon, pipe, colon, space, or one "
                           "character",
                   optarg);
    case OPTION_ENCODING:
        return options_take_encoding(options);
    case OPTION_HEADER:
        return options_take_header(options);
    case OPTION_DECK:
        options->decks[options->deck_count++] = optarg;
        return true;
    case OPTION_SINCE:
        return options->ranged = options_take_date(o, &options->since);
    case OPTION_UNTIL:
        return options->ranged = options_take_date(o, &options->until);
    default:
        return options_take_color(options);
    }
}

static const struct option_help *options_with_code(int code)
{
    for (size_t i = 0; i < COUNT(option_table); i++)
        if (option_table[i].code == code)
            return &option_table[i];
    return NULL;
}

/* Find the options that an abbreviation such as "--c" could mean. Returns how many there are. */
static size_t options_abbreviated(const char *word, const char *names[OPTIONS])
{
    size_t count = 0;
    for (size_t i = 0; i < OPTIONS; i++)
        if (strncmp(option_table[i].name, word + 2, strlen(word + 2)) == 0)
            names[count++] = option_table[i].name;
    return count;
}

static int options_fail_ambiguous(const char *word, const char *const *names, size_t count)
{
    struct buf list = {0};
    for (size_t i = 0; i < count; i++)
        buf_format(&list, "%s--%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", names[i]);
    int status = list.failed ? fail_memory()
                             : fail_usage("%s is ambiguous: use %s", word, buf_string(&list));
    buf_done(&list);
    return status;
}

/* Report why getopt refused a word of the command line, with the nearest option. */
static int options_fail_option(int why, char *word)
{
    const struct option_help *o = options_with_code(optopt);
    if (why == ':')
        return fail_usage("--%s needs a value", o ? o->name : "?");
    if (optopt && !o)
        return fail_usage("unknown option -%c", optopt);
    if (o)
        return fail_usage("--%s takes no value", o->name);
    word[strcspn(word, "=")] = '\0'; /* its value is not at fault */
    const char *names[OPTIONS];
    size_t abbreviated = options_abbreviated(word, names);
    if (abbreviated > 1)
        return options_fail_ambiguous(word, names, abbreviated);
    for (size_t i = 0; i < OPTIONS; i++)
        names[i] = option_table[i].name;
    const char *meant = nearest_word(word + 2, names, OPTIONS);
    return meant ? fail_usage("unknown option %s: did you mean --%s?", word, meant)
                 : fail_usage("unknown option %s", word);
}

struct parsed parse_options(int argc, char **argv, struct options *options)
{
    struct option longs[COUNT(option_table) + 1] = {{0}};
    for (size_t i = 0; i < COUNT(option_table); i++)
        longs[i] = (struct option){option_table[i].name,
            option_table[i].argument ? required_argument : no_argument, NULL, option_table[i].code};
    struct parsed parsed = {.status = EXIT_DONE};
    int code;
    while ((code = getopt_long(argc, argv, ":a:ho:q:Vy", longs, NULL)) != -1) {
        const struct option_help *o = options_with_code(code);
        if (code == '?' || code == ':') {
            parsed.status = options_fail_option(code, argv[optind - 1]);
            break;
        }
        parsed.given |= UINT64_C(1) << (o - option_table);
        parsed.help |= code == 'h';
        parsed.version |= code == 'V';
        if (code != 'h' && code != 'V' && !options_take(o, options)) {
            parsed.status = EXIT_WRONG;
            break;
        }
    }
    options->words = argv + optind;
    options->word_count = (size_t)(argc - optind);
    return parsed;
}

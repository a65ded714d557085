/* drill help: an overview, or one command with its options. */
#include "cmd/command.h"
#include "cmd/options.h"

#include <stdio.h>
#include <string.h>

/* Options that mean something different to one command. */
static const struct {
    const char *name;
    enum command_bit command;
    const char *argument, *help;
} own_meanings[] = {
    {"output", IMPORT, "FOLDER", "write deck files into this folder"},
    {"deck", IMPORT, "NAME", "make one deck with this name, whatever the files say"},
    {"deck", FORGET, "DECK", "the whole deck with this id or name; repeat for more"},
    {"dry-run", IDS, NULL, "show the ids, but write nothing"},
    {"format", DUE, "TEXT", "print TEXT with {new} {repeat} {due} {total} filled in"},
    {"plain", STATS, NULL, "print text, as in a pipe, instead of screens"},
    {"json", STATS, NULL, "print all statistics as JSON"},
    {"force", STATS, NULL, "replace the page if it exists"},
    {"new", FORECAST, "N", "N new cards every day, even when the decks run out"},
    {"limit", FORECAST, "N", "at most N cards a day, including new ones"},
    {"seed", FORECAST, "N", "another seed for the random ratings"},
    {"plain", FORECAST, NULL, "print a table, as in a pipe, instead of a plot"},
    {"csv", FORECAST, NULL, "print one row for each day, as CSV"},
    {"json", FORECAST, NULL, "print one row for each day, as JSON"},
};

static void help_print_option(const struct option_help *o, enum command_bit command)
{
    char form[40];
    const char *argument = o->argument, *help = o->help;
    for (size_t i = 0; i < COUNT(own_meanings); i++) {
        if (own_meanings[i].command != command || strcmp(own_meanings[i].name, o->name) != 0)
            continue;
        argument = own_meanings[i].argument;
        help = own_meanings[i].help;
    }
    snprintf(form, sizeof form, "%c%c%s --%s%s%s", o->code < 256 ? '-' : ' ',
        o->code < 256 ? o->code : ' ', o->code < 256 ? "," : " ", o->name, argument ? " " : "",
        argument ? argument : "");
    printf("  %-20s %s\n", form, help);
}

/* Print the options of a command, then those of all commands. */
static void help_print_options(enum command_bit bit)
{
    const char *title = "\nOptions:";
    for (int everywhere = 0; everywhere <= 1; everywhere++) {
        for (size_t i = 0; i < option_count; i++) {
            const struct option_help *o = &option_table[i];
            if (!(o->commands & bit) || (o->commands == ALL) != everywhere)
                continue;
            if (title)
                puts(title);
            title = NULL;
            help_print_option(o, bit);
        }
        title = everywhere ? title : "\nAll commands:";
    }
}

static void help_print_overview(void)
{
    puts("drill - flashcards in the terminal, each card when it is due\n\n"
         "  drill [OPTION...] [DECK...]\n");
    for (size_t i = 0; i < command_count; i++)
        if (*commands[i].name)
            printf("  drill %-10s %s\n", commands[i].name, commands[i].summary);
    puts("");
    fputs(command_named("")->about, stdout);
    help_print_options(REVIEW);
    puts("\n\"drill help COMMAND\" explains a command, \"man drill\" everything.");
}

int help_show(const struct command *command)
{
    if (!*command->name) {
        help_print_overview();
        return printed(EXIT_DONE);
    }
    printf("%s\n\n%s", command->usage, command->about);
    help_print_options(command->bit);
    return printed(EXIT_DONE);
}

int cmd_help(struct options *options)
{
    const char *word = options->word_count ? options->words[0] : "";
    const struct command *command = command_named(word);
    return command ? help_show(command) : fail_command(word);
}

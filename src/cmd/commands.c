/* The commands: one table. */
#include "cmd/command.h"

#include <string.h>

const struct command commands[] = {
    {"", REVIEW, cmd_review, "drill [OPTION...] [DECK...]", "review what is due today",
        "Reviews what is due today. A DECK is a YAML file, a folder (every *.yaml and *.yml\n"
        "below it), or the id or name of a known deck; without one, choose from all of them.\n"
        "Rate each card from 1 (Not at all) to 5 (Perfectly); u takes a rating back.\n"},
    {"import", IMPORT, cmd_import, "drill import [OPTION...] FILE...",
        "bring in decks, and what other programs and sites give",
        "Makes decks known and brings their cards up to date, as reviewing them would, and says\n"
        "what that changed. A deck file, or a folder of them, stays where it is. Of another FILE,\n"
        "a deck file is made: in decks/ where there is one, else beside the database. It may be\n"
        "  csv       a table: CSV or TSV, Anki's text files, Quizlet, Brainscape\n"
        "  page      text copied from a study site\n"
        "  markdown  of hashcards or repeater\n"
        "  org       of org-drill\n"
        "  anki      a package, .apkg or .colpkg, with its history and media\n"
        "and is told by its content. - is standard input. Importing a newer version updates the\n"
        "deck file, unless you have edited it, and keeps the history of its cards.\n"},
    {"export", EXPORT, cmd_export,
        "drill export [OPTION...] reviews|cards|days|decks|deck NAME|anki",
        "the history and what it adds up to, as CSV or JSON; a deck as YAML; for Anki",
        "Writes a row for every rating that stands, every card with its schedule, every day and\n"
        "deck with what was done, or every deck with the states of its cards; or a known deck as "
        "a\n"
        "deck file again, with suspended and retired cards marked. \"export anki -o FILE.apkg\"\n"
        "writes all known decks, or those of --deck, with their history, for Anki.\n"},
    {"stats", STATS, cmd_stats, "drill stats [OPTION...] [DECK...]",
        "how learning goes: what is due, recall, time, and more",
        "Shows what the history says, in screens to page through on a terminal, and as text in a\n"
        "pipe: today, a calendar, what is to come, recall, ratings and whether they keep their\n"
        "promise, intervals, ease, cards by state, hours, time, leeches.\n"},
    {"decks", DECKS, cmd_decks, "drill decks [OPTION...] [DECK...]",
        "every deck, with what is to do today",
        "Prints a line for each deck: new, repeated and due cards as a session of it would show\n"
        "them now, how well it is known, when it was studied last, and when it is due next.\n"},
    {"due", DUE, cmd_due, "drill due [OPTION...] [DECK...]",
        "how many cards drill would show now; exit status 1 when none",
        "Prints how many cards \"drill\" would show now. The exit status is 1 when there are "
        "none.\n"},
    {"check", CHECK, cmd_check, "drill check [OPTION...] FILE...",
        "every mistake in deck files, as FILE:LINE:COL: message",
        "Reports every mistake of deck files, and warns of drafts, of questions asked twice, and\n"
        "of cards without ids that are nearly alike. The exit status is 1 when there is a "
        "mistake.\n"
        "A FILE is a deck file, or a folder of them. Nothing is written, nothing is remembered.\n"},
    {"undo", UNDO, cmd_undo, "drill undo [OPTION...]", "take back what was done last",
        "Takes back the last rating, or the last thing done to a card by hand, over all decks,\n"
        "and says which card that was. The exit status is 1 when there is nothing.\n"},
    {"ids", IDS, cmd_ids, "drill ids [OPTION...] FILE...",
        "write an id into each card that has none",
        "Writes an id, made of its question, into each card of a deck file that has none, and\n"
        "changes nothing else in it. With an id, a card keeps its history whatever you make of "
        "its\n"
        "text.\n"},
    {"retired", RETIRED, cmd_retired, "drill retired [OPTION...] [DECK...]",
        "cards that have left their files, with their history",
        "Lists the cards that are no longer in their deck's file. Each keeps its history, and is\n"
        "asked again when its text is back. \"drill adopt\" gives the history to another card.\n"},
    {"adopt", ADOPT, cmd_adopt, "drill adopt [OPTION...] CARD CARD",
        "give a retired card's history to a present card",
        "Ties the history of the first CARD, a retired one, to the second, a present one: for an\n"
        "edit so large that drill took the card for a new one. A CARD is what exports and \"drill\n"
        "retired\" call it: 12 or '#12', bias, 'relu#2'; DECK/bias where two decks have a bias.\n"},
    {"forget", FORGET, cmd_forget, "drill forget [OPTION...] [CARD...]",
        "delete retired cards, or a whole deck, with their history",
        "Deletes retired cards with all their ratings: those named, or every one with --retired.\n"
        "With --deck and no CARD, deletes everything known of that deck. Deck files stay as they\n"
        "are. There is no way back, so drill asks first; --yes answers.\n"},
    {"help", HELP, cmd_help, "drill help [COMMAND]", "this, or more about one command",
        "Tells what there is to know about a command.\n"},
};
const size_t command_count = sizeof commands / sizeof *commands;

const struct command *command_named(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

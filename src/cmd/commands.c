/* The commands: one table. */
#include "cmd/command.h"

#include <string.h>

const struct command commands[] = {
    {"", REVIEW, cmd_review, "drill [OPTION...] [DECK...]", "review what is due today",
        "Reviews what is due today. A DECK is a YAML file, a folder (every *.yaml and\n"
        "*.yml below it), or the id or name of a known deck; without one, choose from\n"
        "all of them. Rate each card from 1 (Not at all) to 5 (Perfectly); u takes a\n"
        "rating back.\n"},
    {"import", IMPORT, cmd_import, "drill import [OPTION...] FILE...",
        "bring in decks, and what other programs and sites give",
        "Makes decks known and brings their cards up to date, as reviewing them would,\n"
        "and says what that changed. A deck file, or a folder of them, stays where it\n"
        "is. Of another FILE, a deck file is made: in decks/ where there is one, else\n"
        "beside the database. It may be\n"
        "  csv       a table: CSV or TSV, Anki's text files, Quizlet, Brainscape\n"
        "  page      text copied from a study site\n"
        "  markdown  of hashcards or repeater\n"
        "  org       of org-drill\n"
        "  anki      a package, .apkg or .colpkg, with its history and media\n"
        "and is told by its content. - is standard input. Importing a newer version\n"
        "updates the deck file, unless you have edited it, and keeps the history of its\n"
        "cards.\n"},
    {"export", EXPORT, cmd_export,
        "drill export [OPTION...] reviews|cards|days|decks|deck NAME|anki",
        "the history as CSV or JSON; decks as YAML, or for Anki",
        "Writes a row for every rating that stands, every card with its schedule, every\n"
        "day and deck with what was done, or every deck with the states of its cards; or\n"
        "a known deck as a deck file again, with suspended and retired cards marked.\n"
        "\"export anki -o FILE.apkg\" writes all known decks, or those of --deck, with\n"
        "their history, for Anki.\n"},
    {"stats", STATS, cmd_stats, "drill stats [OPTION...] [DECK...]",
        "how learning goes: what is due, recall, time, and more",
        "Shows what the history says, in screens to page through on a terminal, and as\n"
        "text in a pipe: today, a calendar, what is to come, recall, ratings and whether\n"
        "they keep their promise, intervals, ease, cards by state, hours, time, leeches.\n"
        "--html makes a page of it.\n"},
    {"forecast", FORECAST, cmd_forecast, "drill forecast [OPTION...] [DECK...]",
        "how many minutes a day new cards will cost",
        "Plays through the days to come many times, with ratings as chance and your own\n"
        "history have it, and tells how many minutes and ratings a day that comes to,\n"
        "and what half as many new cards would. With --new, as if there were always that\n"
        "many new cards.\n"},
    {"decks", DECKS, cmd_decks, "drill decks [OPTION...] [DECK...]",
        "every deck, with what is to do today",
        "Prints a line for each deck: new, repeated and due cards as a session of it\n"
        "would show them now, how well it is known, when it was studied last, and when\n"
        "it is due next.\n"},
    {"due", DUE, cmd_due, "drill due [OPTION...] [DECK...]",
        "how many cards drill would show now; exit status 1 when none",
        "Prints how many cards \"drill\" would show now. The exit status is 1 when there\n"
        "are none.\n"},
    {"browse", BROWSE, cmd_browse, "drill browse [OPTION...] [DECK...]",
        "search, read and change cards",
        "Lists the cards of decks: search with /, every letter narrowing the list;\n"
        "suspend, reset, edit cards, or set the day when one is due; u takes it back.\n"
        "A search is words of question, answer and tags, and conditions, which all must\n"
        "hold:\n"
        "  state:new  learning, young, mature, due, suspended, buried, leech\n"
        "  due<7      days from today; also interval, ease, lapses, reviews, rating,\n"
        "             with < <= = >= >\n"
        "  tag:math  deck:german  \"two words\"  -without\n"
        "In a pipe it prints the cards found, with --csv or --json as \"drill export\n"
        "cards\" does; the exit status is 1 when there are none.\n"},
    {"undo", UNDO, cmd_undo, "drill undo [OPTION...]", "take back what was done last",
        "Takes back the last rating, or the last thing done to a card by hand, over all\n"
        "decks, and says which card that was. The exit status is 1 when there is\n"
        "nothing.\n"},
    {"retired", RETIRED, cmd_retired, "drill retired [OPTION...] [DECK...]",
        "cards that have left their files, with their history",
        "Lists the cards that are no longer in their deck's file. Each keeps its\n"
        "history, and is asked again when its text is back. \"drill adopt\" gives the\n"
        "history to another card.\n"},
    {"adopt", ADOPT, cmd_adopt, "drill adopt [OPTION...] CARD CARD",
        "give a retired card's history to a present card",
        "Ties the history of the first CARD, a retired one, to the second, a present\n"
        "one: for an edit so large that drill took the card for a new one. A CARD is\n"
        "what exports and \"drill retired\" call it: 12 or '#12', bias, 'relu#2';\n"
        "DECK/bias where two decks have a bias.\n"},
    {"forget", FORGET, cmd_forget, "drill forget [OPTION...] [CARD...]",
        "delete retired cards, or a whole deck, with their history",
        "Deletes retired cards with all their ratings: those named, or every one with\n"
        "--retired. With --deck and no CARD, deletes everything known of that deck. Deck\n"
        "files stay as they are. There is no way back, so drill asks first; --yes\n"
        "answers.\n"},
    {"check", CHECK, cmd_check, "drill check [OPTION...] FILE...",
        "every mistake in deck files, as FILE:LINE:COL: message",
        "Reports every mistake of deck files, and warns of drafts, of questions asked\n"
        "twice, and of cards without ids that are nearly alike. The exit status is 1\n"
        "when there is a mistake. A FILE is a deck file, or a folder of them. Nothing is\n"
        "written, nothing is remembered.\n"},
    {"ids", IDS, cmd_ids, "drill ids [OPTION...] FILE...",
        "write an id into each card that has none",
        "Writes an id, made of its question, into each card of a deck file that has\n"
        "none, and changes nothing else in it. With an id, a card keeps its history\n"
        "whatever you make of its text.\n"},
    {"help", HELP, cmd_help, "drill help [COMMAND]", "this, or more about one command",
        "Tells what there is to know about a command.\n"},
};
const size_t command_count = COUNT(commands);

const struct command *command_named(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

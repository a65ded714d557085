/* The table of commands. */
#include "cmd/command.h"

#include "base/nearest.h"

#include <string.h>

const struct command commands[] = {
    {"", REVIEW, cmd_review, "drill [OPTION...] [DECK...]", "review what is due today",
        "Reviews the cards that are due today. A DECK is a YAML file, a folder (every\n"
        "*.yaml and *.yml below it), or the id or name of a known deck; without one, you\n"
        "choose from all known decks. Rate each card from 1 (Not at all) to 5\n"
        "(Perfectly); u undoes a rating.\n"},
    {"add", ADD, cmd_add, "drill add [OPTION...] [DECK]",
        "write a new card: in a form, from options, or from a pipe",
        "Writes cards at the end of a deck's file; everything else in it stays as it is.\n"
        "On a terminal, a form shows how the card will look, and says while you type\n"
        "whether you have that question already. With -q or --cloze, the card is made\n"
        "of the options. In a pipe, each line is a card: question TAB answer, or a text\n"
        "with {{gaps}}; if one line is wrong, nothing is written. A card that the deck\n"
        "has is not added again. Without DECK, you choose from all known decks.\n"},
    {"new", NEW, cmd_new, "drill new [OPTION...] NAME [FILE]", "make a deck without cards",
        "Makes a deck file without cards: FILE, or NAME.yaml in ./decks/ if there is\n"
        "that folder, otherwise in decks/ beside the database. Never replaces a file.\n"
        "\"drill add\" then adds cards.\n"},
    {"import", IMPORT, cmd_import, "drill import [OPTION...] FILE...",
        "import decks, and cards from other programs and sites",
        "Adds decks, or updates their cards as a review would, and reports the changes.\n"
        "A deck file, or a folder of them, stays where it is. Any other FILE becomes a\n"
        "new deck file: in ./decks/ if there is one, otherwise in decks/ beside the\n"
        "database. FILE may be\n"
        "  csv       a table: CSV or TSV, Anki's text files, Quizlet, Brainscape\n"
        "  mdtable   tables in Markdown\n"
        "  sheet     a spreadsheet: .xlsx or .ods\n"
        "  json      cards under the usual keys, such as front and back; quizzes\n"
        "  yaml-list the same in YAML that is no deck file\n"
        "  page      text copied from a study site\n"
        "  markdown  from hashcards or repeater\n"
        "  org       from org-drill or org-fc\n"
        "  obsidian  a note for Obsidian's spaced repetition plugin, with its schedule\n"
        "  logseq    a page of Logseq with #card, with its schedule\n"
        "  supermemo text of Q: and A: lines\n"
        "  ki        Anki notes as Markdown by ki\n"
        "  headings  Markdown whose headings are questions, as for mdanki\n"
        "  details   Markdown with <details> and <summary>\n"
        "  anki      a package (.apkg, .colpkg) or a profile's folder, with history\n"
        "  crowdanki a deck.json, or the folder that holds it\n"
        "  mnemosyne its database, .cards or .xml, with its history and media\n"
        "  mochi     a package, .mochi, with its history and media\n"
        "  archive   what \"drill export archive\" wrote: all decks with their history\n"
        "The format is recognized by its content. - is standard input. A folder without\n"
        "decks stands for all files in it that are recognized. A newer version adds and\n"
        "updates; cards keep their history, and go only with --replace.\n"},
    {"export", EXPORT, cmd_export,
        "drill export [OPTION...] reviews|cards|days|decks|deck NAME|anki|archive",
        "export history as CSV or JSON, and decks as YAML or for Anki",
        "Writes one row per rating (undone ones left out), per card with its schedule,\n"
        "per day and deck with the work done, or per deck with the states of its cards;\n"
        "or a known deck as a deck file, with suspended and retired cards marked.\n"
        "\"export anki -o FILE.apkg\" writes all known decks, or those of --deck, with\n"
        "their history, for Anki.\n"
        "\"export archive -o FILE.jsonl\" writes everything, to be imported again, here or\n"
        "on another machine; FILE.jsonl.zst is compressed.\n"},
    {"stats", STATS, cmd_stats, "drill stats [OPTION...] [DECK...]",
        "show statistics: what is due, recall, time, and more",
        "Shows your history on screens to page through, or as text in a pipe: today,\n"
        "a calendar, the forecast, recall, ratings and how well they predict recall,\n"
        "intervals, ease, cards by state, hours, time, and the costliest cards, which\n"
        "enter opens in browse. Decks under FSRS add predictions, stability, difficulty,\n"
        "recall now, and what you know. --html writes a web page.\n"},
    {"forecast", FORECAST, cmd_forecast, "drill forecast [OPTION...] [DECK...]",
        "estimate how many minutes a day new cards will cost",
        "Simulates the days ahead many times, drawing ratings at random from your own\n"
        "history, and shows how many minutes and ratings a day to expect, also with half\n"
        "as many new cards. --new assumes that you never run out of new cards.\n"
        "--retention 0.85,0.9,0.95 shows what each would cost under FSRS.\n"},
    {"decks", DECKS, cmd_decks, "drill decks [OPTION...] [DECK...]",
        "list the decks, with what is left to do today",
        "Prints one line per deck: the new, repeated and due cards that a session would\n"
        "show now, how well you know the deck, when you last studied it, and when it is\n"
        "due next.\n"},
    {"due", DUE, cmd_due, "drill due [OPTION...] [DECK...]",
        "count the cards to review now; exit status 1 if none",
        "Prints how many cards \"drill\" would show now. The exit status is 1 if there are\n"
        "none. For a prompt or a status bar:\n"
        "  drill due --format '{due} due, {new} new'\n"},
    {"browse", BROWSE, cmd_browse, "drill browse [OPTION...] [DECK...]",
        "search, read and change cards",
        "Lists cards. Search with /; every letter narrows the list. Suspend, reset or\n"
        "edit a card, or set its due day; u undoes. Words match question, answer and\n"
        "tags; all words and conditions must match:\n"
        "  state:new  learning, young, mature, due, suspended, buried, leech\n"
        "  due<7      days from today; also interval, ease, lapses, reviews, rating,\n"
        "             and under FSRS stability, difficulty, recall; with < <= = >= >\n"
        "  tag:math  deck:german  \"two words\"  -without\n"
        "In a pipe it prints the matching cards, with --csv or --json as \"drill export\n"
        "cards\" does; the exit status is 1 if there are none.\n"},
    {"train", TRAIN, cmd_train, "drill train [OPTION...] [DECK...]",
        "fit FSRS's weights to your own ratings",
        "Learns from the log how you forget. Shows how well SM-2, FSRS with its default\n"
        "weights, the weights in use and the new ones predict the last fifth of the log.\n"
        "The new ones come into force only if they predict it better. Without DECK, all\n"
        "decks share them; a DECK that is named gets its own. drill also trains once a\n"
        "month by itself, unless the settings say \"train: never\".\n"},
    {"reschedule", RESCHEDULE, cmd_reschedule, "drill reschedule [OPTION...] [DECK...]",
        "move due days to where the scheduler puts them",
        "After a switch of the scheduler or new weights, cards keep their due days until\n"
        "they are rated. This moves them now, counted from each card's last rating, and\n"
        "never into the past. It says how many cards move, and what the next 30 days\n"
        "cost. \"drill undo\" takes it back.\n"},
    {"undo", UNDO, cmd_undo, "drill undo [OPTION...]", "undo the last rating or change",
        "Undoes the last rating, or the last change you made to a card, in any deck, and\n"
        "says what it was, when you made it, and of which card. The exit status is 1 if\n"
        "there is nothing to undo.\n"},
    {"retired", RETIRED, cmd_retired, "drill retired [OPTION...] [DECK...]",
        "list cards no longer in their files, with their history",
        "Lists the cards that are no longer in their deck's file. Each keeps its\n"
        "history, and comes back when its text does. \"drill adopt\" gives the history\n"
        "to another card.\n"},
    {"adopt", ADOPT, cmd_adopt, "drill adopt [OPTION...] CARD CARD",
        "give a retired card's history to a card in its deck",
        "Gives the history of the first CARD, a retired one, to the second, one in its\n"
        "deck's file: for an edit so large that drill took the card for a new one.\n"
        "Write a CARD as exports and \"drill retired\" do: 12 or '#12', bias, 'relu#2';\n"
        "DECK/bias if two decks have a card bias.\n"},
    {"forget", FORGET, cmd_forget, "drill forget [OPTION...] [CARD...]",
        "delete retired cards, or a whole deck, with their history",
        "Deletes retired cards with all their ratings: those named, or all with\n"
        "--retired. With --deck and no CARD, deletes everything drill knows about\n"
        "that deck; its file stays. This cannot be undone, so drill asks first; --yes\n"
        "skips the question.\n"},
    {"check", CHECK, cmd_check, "drill check [OPTION...] FILE...",
        "list every mistake in deck files, as FILE:LINE:COL: message",
        "Lists every mistake in deck files, and warns about drafts, duplicate questions,\n"
        "and cards without ids that are nearly alike. The exit status is 1 if there is a\n"
        "mistake. A FILE is a deck file or a folder of them. Nothing is written or\n"
        "remembered.\n"},
    {"ids", IDS, cmd_ids, "drill ids [OPTION...] FILE...",
        "write an id into each card that has none",
        "Writes an id, made from its question, into each card of a deck file that has\n"
        "none, and changes nothing else. A card with an id keeps its history whatever\n"
        "you change in its text.\n"},
    {"backup", BACKUP, cmd_backup, "drill backup [OPTION...] [FILE]",
        "copy the database, or list the copies that drill has made",
        "Copies the database, checks the copy, and puts it into the backup folder\n"
        "(backups/ beside the database, or \"folder\" in the settings) or into FILE.\n"
        "drill does so by itself once a day and before large changes. --list shows the\n"
        "copies with their numbers, for \"drill restore\".\n"},
    {"restore", RESTORE, cmd_restore, "drill restore [OPTION...] FILE|latest|NUMBER",
        "replace the database with a backup",
        "Replaces the database with the newest intact backup, with the one with that\n"
        "number (see \"drill backup --list\"), or with a copy of your own. Shows what the\n"
        "backup holds and asks first. What was there before is kept as a backup, too.\n"},
    {"doctor", DOCTOR, cmd_doctor, "drill doctor [OPTION...]",
        "look for faults in the database, and repair them",
        "Looks for damage, wrong schedules, missing deck files, files left behind by\n"
        "killed runs, permissions that are too open, and more, and changes nothing. The\n"
        "exit status is 1 if there is a fault. --repair keeps a copy, then repairs what\n"
        "it can, and reports what was lost.\n"},
    {"help", HELP, cmd_help, "drill help [COMMAND]", "show this, or help on one command",
        "Shows the commands, or one command with its options.\n"},
};
const size_t command_count = COUNT(commands);

const struct command *command_named(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

const char *command_nearest(const char *word)
{
    const char *names[COUNT(commands)];
    for (size_t i = 0; i < COUNT(commands); i++)
        names[i] = commands[i].name;
    return nearest_word(word, names, COUNT(commands));
}

int fail_command(const char *word)
{
    const char *meant = command_nearest(word);
    return meant ? fail_usage("unknown command %s: did you mean \"drill %s\"?", word, meant)
                 : fail_usage("unknown command %s", word);
}

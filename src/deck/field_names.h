/* What the keys of cards and decks mean in the JSON and YAML of other programs. Keys are compared
 * as words: correctAnswer, correct_answer and "Correct answer" are the same. */
#ifndef DECK_FIELD_NAMES_H
#define DECK_FIELD_NAMES_H

#include <stdbool.h>

enum field {
    FIELD_OTHER, /* unknown: its text goes below the answer, under its name */
    FIELD_QUESTION,
    FIELD_ANSWER,
    FIELD_CLOZE,
    FIELD_HINT,
    FIELD_NOTE,
    FIELD_TAGS,
    FIELD_ID,
    FIELD_DECK,
    FIELD_REVERSE,
    FIELD_OPTIONS, /* of multiple choice */
    FIELD_WRONG,   /* the options that are not the answer */
    FIELD_CORRECT, /* which option is the answer, or whether this one is */
    FIELD_UNUSED,  /* dates, schedules and the like */
};

/* Sets *sure to false if the name is also common for other things. */
enum field field_named(const char *key, bool *sure);

/* Whether the key is for a deck's name. */
bool field_names_deck(const char *key);
/* Whether the key is for a list of cards or decks, rather than a deck's name. */
bool field_names_list(const char *key);
/* Whether the key is for the text itself, in a text that is a map. */
bool field_names_text(const char *key);
/* Whether the key says that options count from 0. */
bool field_names_index(const char *key);

/* Whether the key is for one of several options: "option_a", "answer 2", "C". */
bool field_names_option(const char *key);
/* Whether the key is the name of a language. */
bool field_names_language(const char *key);
/* Whether the key is for something that only accompanies a question and an answer, such as a word's
 * reading. */
bool field_names_extra(const char *key);

#endif

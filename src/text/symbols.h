/* Mathematical symbols: LaTeX's names, and Unicode's small forms and alphabets. */
#ifndef TEXT_SYMBOLS_H
#define TEXT_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* TeX's classes of atoms, which determine the space between two atoms (The TeXbook, ch. 18). */
enum atom {
    ATOM_NONE,   /* before the first atom */
    ATOM_LETTER, /* also digits and everything else */
    ATOM_OPERATOR,
    ATOM_BINARY,
    ATOM_RELATION,
    ATOM_OPEN,
    ATOM_CLOSE,
    ATOM_COMMA,
};

struct symbol {
    const char *name; /* without its backslash */
    const char *text;
    enum atom atom;
};

/* Sorted by name. */
extern const struct symbol symbol_table[];
extern const size_t symbol_count;

/* The symbol with this name, or NULL. */
const struct symbol *symbol_named(const char *name, size_t length);
/* Whether the character is one of A to Z and a to z. */
bool symbol_is_latin(char c);
/* The class of a character. */
enum atom symbol_atom(const char *character, size_t length);

/* Whether a name or a character is among `names`, which are separated by spaces. */
bool symbol_is_among(const char *names, const char *name, size_t length);

enum small_form { SMALL_ABOVE, SMALL_BELOW }; /* superscripts, subscripts */
/* Returns the small form of the first character of `text` and sets *size to the form's length, or
 * returns NULL if there is none. */
const char *symbol_small(enum small_form form, const char *text, size_t length, size_t *size);

/* Whether `text` begins with a small form of a character that is not always small. */
bool symbol_is_script(const char *text);

/* The character for a letter or digit in an alphabet such as that of \mathbb, or 0. */
enum alphabet { ALPHABET_DOUBLE, ALPHABET_SCRIPT, ALPHABET_FRAKTUR, ALPHABET_BOLD };
uint32_t symbol_lettered(enum alphabet alphabet, uint32_t letter);

#endif

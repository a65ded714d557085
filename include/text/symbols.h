/* The symbols of mathematics: LaTeX's names for them, and the small and the lettered forms that
 * Unicode has. For the view's own files. */
#ifndef TEXT_SYMBOLS_H
#define TEXT_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

/* TeX's classes of atoms, which the space between two of them depends on (The TeXbook, ch. 18). */
enum atom {
    ATOM_NONE,   /* nothing: the beginning */
    ATOM_LETTER, /* and digits, and all else that stands by itself */
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

/* The table, in the order of the names. */
extern const struct symbol symbol_table[];
extern const size_t symbol_count;

/* The symbol of a name; NULL where there is none. */
const struct symbol *symbol_named(const char *name, size_t length);
/* The class of a character as it is typed. */
enum atom symbol_atom(const char *character, size_t length);

enum small_form { SMALL_ABOVE, SMALL_BELOW }; /* superscripts, subscripts */
/* The small form of the character that text, of length bytes, begins with, whose size is set; NULL
 * where there is none. */
const char *symbol_small(enum small_form form, const char *text, size_t length, size_t *size);

/* The character of an alphabet, such as \mathbb's, for an ASCII letter or digit; 0 for none. */
enum alphabet { ALPHABET_DOUBLE, ALPHABET_SCRIPT, ALPHABET_FRAKTUR, ALPHABET_BOLD };
unsigned symbol_lettered(enum alphabet alphabet, char letter);

#endif

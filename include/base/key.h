/* Keys, by code and name. A key is a Unicode character, a control character, or a code below. */
#ifndef BASE_KEY_H
#define BASE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key {
    KEY_NOTHING = 0,
    KEY_TAB_CODE = '\t',
    KEY_ENTER_CODE = '\n',
    KEY_ESCAPE_CODE = 0x1b,
    KEY_UP_CODE = 0x110000, /* beyond Unicode */
    KEY_DOWN_CODE,
    KEY_PAGE_UP_CODE,
    KEY_PAGE_DOWN_CODE,
    KEY_HOME_CODE,
    KEY_END_CODE,
    KEY_BACKSPACE_CODE,
    KEY_LEFT_CODE,
    KEY_RIGHT_CODE,
    KEY_DELETE_CODE,
    KEY_F1_CODE,                         /* F1; F2 to F12 follow it */
    KEY_LETTERS_CODE = KEY_F1_CODE + 12, /* any character typed into a field */
};
/* A bit set in every pasted character, so that pasting triggers no action. */
#define KEY_PASTED  UINT32_C(0x80000000)
#define KEY_CTRL(c) ((uint32_t)(c)&0x1f)

/* A click on something that no other key stands for: what it is, and which, counted from 0. */
enum key_click { CLICK_NOTHING, CLICK_ROW, CLICK_HEAD, CLICK_BAR, CLICK_CARD_BAR };
#define KEY_CLICK_CODE UINT32_C(0x1000000)
#define KEY_CLICK(click, number)                                                                   \
    (KEY_CLICK_CODE | (uint32_t)(click) << 16 | ((uint32_t)(number)&0xffff))
/* What was clicked; CLICK_NOTHING for all other keys, and for a click that was pasted. */
enum key_click key_click_of(uint32_t key);
size_t key_click_number(uint32_t key);

/* Whether the key is a printable character or a space. */
bool key_is_text(uint32_t key);

/* Returns the key with that name: a character or, ignoring case, one of key_word's names, such as
 * space, enter, page-down, f1 or ctrl-l. Returns KEY_NOTHING if there is no such key. */
uint32_t key_named(const char *name);

/* Writes a key's name, which is the character itself or a word, and returns `name`. */
#define KEY_NAME_SIZE 16
const char *key_word(uint32_t key, char name[KEY_NAME_SIZE]);
/* Like key_word, but as short as possible, for a line that lists keys: an arrow for "up". */
const char *key_word_brief(uint32_t key, char name[KEY_NAME_SIZE]);

#endif

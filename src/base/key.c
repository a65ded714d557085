#include "base/key.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct key_named_key {
    uint32_t key;
    const char *name, *brief; /* brief is NULL if name is short enough */
} named_keys[] = {
    {' ', "space", NULL},
    {KEY_ENTER_CODE, "enter", NULL},
    {KEY_TAB_CODE, "tab", NULL},
    {KEY_ESCAPE_CODE, "escape", "esc"},
    {KEY_UP_CODE, "up", "↑"},
    {KEY_DOWN_CODE, "down", "↓"},
    {KEY_LEFT_CODE, "left", "←"},
    {KEY_RIGHT_CODE, "right", "→"},
    {KEY_PAGE_UP_CODE, "page-up", NULL},
    {KEY_PAGE_DOWN_CODE, "page-down", NULL},
    {KEY_HOME_CODE, "home", NULL},
    {KEY_END_CODE, "end", NULL},
    {KEY_BACKSPACE_CODE, "backspace", NULL},
    {KEY_DELETE_CODE, "delete", NULL},
    {KEY_LETTERS_CODE, "letters", NULL},
};

static_assert(KEY_UP_CODE > 0x10ffff, "the codes are not characters");
static_assert(KEY_LETTERS_CODE < KEY_CLICK_CODE, "KEY_CLICK_CODE is a separate bit");
static_assert(KEY_CLICK(0xff, 0xffff) < KEY_PASTED, "KEY_PASTED is a separate bit");

enum key_click key_click_of(uint32_t key)
{
    return (key & (KEY_CLICK_CODE | KEY_PASTED)) == KEY_CLICK_CODE
               ? (enum key_click)(key >> 16 & 0xff)
               : CLICK_NOTHING;
}

size_t key_click_number(uint32_t key)
{
    return key & 0xffff;
}

bool key_is_text(uint32_t key)
{
    return key >= ' ' && key < KEY_UP_CODE && !(key >= 0x7f && key < 0xa0);
}

/* Returns the character if the text is exactly one, in valid UTF-8; otherwise 0. */
static uint32_t key_only_character(const char *text)
{
    size_t length = strlen(text);
    bool only = length && utf8_length(text, length) == length;
    uint32_t c = only ? utf8_next(&text) : 0;
    return key_is_text(c) ? c : 0;
}

uint32_t key_named(const char *name)
{
    uint32_t only = key_only_character(name);
    if (only)
        return only;
    for (size_t i = 0; i < COUNT(named_keys); i++)
        if (named_keys[i].key != KEY_LETTERS_CODE && strcasecmp(name, named_keys[i].name) == 0)
            return named_keys[i].key;
    if (strncasecmp(name, "ctrl-", 5) == 0 && name[5] >= '@' && name[5] <= 'z' && !name[6])
        return KEY_CTRL(name[5]);
    bool f = (*name == 'f' || *name == 'F') && strspn(name + 1, "0123456789") == strlen(name + 1);
    int n = f ? atoi(name + 1) : 0;
    return n >= 1 && n <= 12 ? KEY_F1_CODE + (uint32_t)n - 1 : KEY_NOTHING;
}

static const struct key_named_key *key_find_name(uint32_t key)
{
    for (size_t i = 0; i < COUNT(named_keys); i++)
        if (named_keys[i].key == key)
            return &named_keys[i];
    return NULL;
}

const char *key_word(uint32_t key, char name[KEY_NAME_SIZE])
{
    const struct key_named_key *known = key_find_name(key);
    if (known)
        snprintf(name, KEY_NAME_SIZE, "%s", known->name);
    else if (key_click_of(key))
        snprintf(name, KEY_NAME_SIZE, "click");
    else if (key < ' ')
        snprintf(name, KEY_NAME_SIZE, "ctrl-%c", (int)(key | 0x60));
    else if (key >= KEY_F1_CODE && key < KEY_F1_CODE + 12)
        snprintf(name, KEY_NAME_SIZE, "f%u", (unsigned)(key - KEY_F1_CODE + 1));
    else
        name[utf8_encode(key, name)] = '\0';
    return name;
}

const char *key_word_brief(uint32_t key, char name[KEY_NAME_SIZE])
{
    const struct key_named_key *known = key_find_name(key);
    if (!known || !known->brief)
        return key_word(key, name);
    snprintf(name, KEY_NAME_SIZE, "%s", known->brief);
    return name;
}

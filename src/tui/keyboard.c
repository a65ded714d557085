/* Curses delivers known keys as characters or codes, and unknown sequences byte by byte. */
#include "tui/keyboard.h"

#include "base/key.h"

#include <curses.h>
#include <stdio.h>
#include <term.h>

#define ESCAPE_WAIT_MS 25  /* how long to wait after ESC for the rest of a sequence */
#define PASTE_WAIT_MS  500 /* a paste ends after this long without input */

/* Codes for the start and end markers of a paste, for which curses has no codes. */
enum { CODE_PASTE = KEY_MAX + 1, CODE_PASTED };

static struct {
    bool mouse;
    bool pasting; /* between the start and end markers of a paste */
} keyboard;

const char *keyboard_capability(const char *name)
{
    const char *bytes = tigetstr(name);
    return bytes == (const char *)-1 ? NULL : bytes;
}

void keyboard_put(const char *name)
{
    const char *bytes = keyboard_capability(name);
    if (bytes)
        putp(bytes);
    fflush(stdout);
}

void keyboard_mark_pastes(bool on)
{
    keyboard_put(on ? "BE" : "BD");
}

bool keyboard_open(bool mouse)
{
    static const char *const names[] = {"PS", "PE"};
    cbreak();
    noecho();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    set_escdelay(ESCAPE_WAIT_MS);
    for (int i = 0; i < 2; i++) {
        const char *bytes = keyboard_capability(names[i]);
        if (bytes)
            define_key(bytes, CODE_PASTE + i);
    }
    keyboard_mark_pastes(true);
    mouseinterval(0);
    keyboard.mouse =
        mouse && mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL) != 0;
    return keyboard.mouse;
}

static uint32_t keyboard_key_of(int code, wint_t character)
{
    static const struct {
        int code;
        uint32_t key;
    } keys[] = {{KEY_ENTER, KEY_ENTER_CODE}, {KEY_UP, KEY_UP_CODE}, {KEY_DOWN, KEY_DOWN_CODE},
        {KEY_PPAGE, KEY_PAGE_UP_CODE}, {KEY_NPAGE, KEY_PAGE_DOWN_CODE}, {KEY_HOME, KEY_HOME_CODE},
        {KEY_END, KEY_END_CODE}, {KEY_BACKSPACE, KEY_BACKSPACE_CODE}, {KEY_LEFT, KEY_LEFT_CODE},
        {KEY_RIGHT, KEY_RIGHT_CODE}, {KEY_DC, KEY_DELETE_CODE}};
    if (code != OK && character >= KEY_F(1) && character <= KEY_F(12))
        return KEY_F1_CODE + (uint32_t)(character - KEY_F(1));
    if (code == OK) {
        if (character == '\r')
            return KEY_ENTER_CODE;
        return character == 0x7f || character == '\b' ? KEY_BACKSPACE_CODE : (uint32_t)character;
    }
    for (size_t i = 0; i < COUNT(keys); i++)
        if ((wint_t)keys[i].code == character)
            return keys[i].key;
    return KEY_NOTHING;
}

/* Read pending input; ERR if there is none. */
static int keyboard_read_code(wint_t *character)
{
    nodelay(stdscr, TRUE);
    return get_wch(character);
}

/* Skip the rest of a control sequence, up to its final byte (ECMA-48, 5.4). */
static void keyboard_skip_sequence(void)
{
    wint_t character;
    while (keyboard_read_code(&character) == OK && (character < '@' || character > '~'))
        ;
}

/* After ESC: skip a sequence that terminfo does not know. Otherwise its digits would count as
 * ratings. Return false if no sequence follows: the user pressed Escape. */
static bool keyboard_skip_unknown(void)
{
    wint_t character;
    int code = keyboard_read_code(&character);
    bool introduced = code == OK && (character == '[' || character == 'O');
    if (introduced && character == '[')
        keyboard_skip_sequence();
    else if (introduced)
        keyboard_read_code(&character);
    else if (code == OK)
        unget_wch((wchar_t)character);
    return introduced;
}

/* The key of the clicked zone, or an arrow key if the wheel was turned. */
static uint32_t keyboard_clicked(const struct frame *shown)
{
    MEVENT event;
    if (!keyboard.mouse) {
        keyboard_skip_sequence(); /* curses has read only the beginning of the sequence */
        return KEY_NOTHING;
    }
    if (getmouse(&event) != OK)
        return KEY_NOTHING;
    if (event.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED))
        return event.bstate & BUTTON4_PRESSED ? KEY_UP_CODE : KEY_DOWN_CODE;
    return frame_key_at(shown, event.y, event.x);
}

bool keyboard_read(const struct frame *shown, uint32_t *key)
{
    wint_t character;
    int code;
    do
        code = keyboard_read_code(&character);
    while (code == KEY_CODE_YES && character == KEY_RESIZE); /* sent by resizeterm, not a key */
    *key = code == ERR ? KEY_NOTHING : keyboard_key_of(code, character);
    if (code == KEY_CODE_YES && character == KEY_MOUSE)
        *key = keyboard_clicked(shown);
    if (code == KEY_CODE_YES && (character == CODE_PASTE || character == CODE_PASTED))
        keyboard.pasting = character == CODE_PASTE;
    if (*key == KEY_ESCAPE_CODE && keyboard_skip_unknown())
        *key = KEY_NOTHING;
    if (keyboard.pasting && *key)
        *key |= KEY_PASTED;
    return code != ERR;
}

int keyboard_wait_ms(void)
{
    return keyboard.pasting ? PASTE_WAIT_MS : -1;
}

void keyboard_paste_over(void)
{
    keyboard.pasting = false;
}

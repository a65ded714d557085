/* Curses delivers known keys as characters or codes, and unknown sequences byte by byte. */
#include "tui/keyboard.h"

#include "base/key.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

#define ESCAPE_WAIT_MS 100  /* how long to wait after ESC for the rest of a sequence */
#define PASTE_WAIT_MS  1000 /* a paste ends after this long without input */

/* How far a sequence that terminfo does not know has been read. */
enum sequence { SEQUENCE_NONE, SEQUENCE_ESCAPE, SEQUENCE_SHIFT, SEQUENCE_CONTROL };

static struct {
    bool mouse;
    bool pasting; /* between the start and end markers of a paste */
    enum sequence sequence;
    unsigned parameter; /* the digits of a control sequence, as far as they have been read */
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

/* Terminals that read control sequences ignore modes that they do not know. Many more of them mark
 * pastes than terminfo lists: tmux does, whatever TERM is inside it. Others, such as a vt52, would
 * print the sequence. */
const char *keyboard_paste_mode(bool on)
{
    const char *move = keyboard_capability("cup");
    if (!move || strncmp(move, "\033[", 2) != 0)
        return "";
    return on ? "\033[?2004h" : "\033[?2004l";
}

void keyboard_mark_pastes(bool on)
{
    putp(keyboard_paste_mode(on));
    fflush(stdout);
}

/* In raw mode, keys such as Ctrl-C arrive as characters, so that pasted ones send no signal. */
bool keyboard_open(bool mouse)
{
    raw();
    noecho();
    keypad(stdscr, TRUE);
    set_escdelay(ESCAPE_WAIT_MS);
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

/* The markers of a paste are control sequences. */
static void keyboard_end_control(wint_t final)
{
    if (final == '~' && (keyboard.parameter == 200 || keyboard.parameter == 201))
        keyboard.pasting = keyboard.parameter == 200;
}

static void keyboard_begin_control(void)
{
    keyboard.sequence = SEQUENCE_CONTROL;
    keyboard.parameter = 0;
}

static void keyboard_take_control(wint_t character)
{
    if (character >= '0' && character <= '9')
        keyboard.parameter = keyboard.parameter * 10 + (unsigned)(character - '0');
    if (character >= '@' && character <= '~')
        keyboard_end_control(character);
    else
        keyboard.sequence = SEQUENCE_CONTROL;
}

/* Takes a character if it belongs to a sequence (ECMA-48, 5.4); returns whether it does. */
static bool keyboard_take(wint_t character)
{
    enum sequence before = keyboard.sequence;
    keyboard.sequence = SEQUENCE_NONE;
    if (character == KEY_ESCAPE_CODE)
        keyboard.sequence = SEQUENCE_ESCAPE;
    else if (before == SEQUENCE_ESCAPE && character == 'O')
        keyboard.sequence = SEQUENCE_SHIFT;
    else if (before == SEQUENCE_ESCAPE && character == '[')
        keyboard_begin_control();
    else if (before == SEQUENCE_CONTROL)
        keyboard_take_control(character);
    else
        return before == SEQUENCE_SHIFT;
    return true;
}

/* Skips the rest of a sequence, as far as it has arrived. Otherwise its digits would count as
 * ratings. Returns Escape if it consists of ESC only: the user pressed that key, or the line is
 * slow. */
static uint32_t keyboard_skip_rest(void)
{
    wint_t character;
    while (keyboard.sequence != SEQUENCE_NONE) {
        if (keyboard_read_code(&character) != OK)
            return keyboard.sequence == SEQUENCE_ESCAPE ? KEY_ESCAPE_CODE : KEY_NOTHING;
        bool again = keyboard.sequence == SEQUENCE_ESCAPE && character == KEY_ESCAPE_CODE;
        if (again || !keyboard_take(character)) {
            unget_wch((wchar_t)character);
            return KEY_ESCAPE_CODE;
        }
    }
    return KEY_NOTHING;
}

/* The key, unless it is a character of a sequence, perhaps of one that began earlier. */
static uint32_t keyboard_outside_sequences(uint32_t key)
{
    if (key < KEY_UP_CODE && keyboard_take((wint_t)key))
        return keyboard_skip_rest();
    keyboard.sequence = SEQUENCE_NONE;
    return key;
}

/* The key of the clicked zone, or an arrow key if the wheel was turned. */
static uint32_t keyboard_clicked(const struct frame *shown)
{
    MEVENT event;
    if (!keyboard.mouse) {
        keyboard_begin_control(); /* curses has read only the beginning of the sequence */
        return keyboard_skip_rest();
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
    *key = KEY_NOTHING;
    if (code == ERR)
        return false;
    if (code == KEY_CODE_YES && character == KEY_MOUSE)
        *key = keyboard_clicked(shown);
    else
        *key = keyboard_outside_sequences(keyboard_key_of(code, character));
    if (keyboard.pasting && *key)
        *key |= KEY_PASTED;
    return true;
}

int keyboard_wait_ms(void)
{
    return keyboard.pasting ? PASTE_WAIT_MS : -1;
}

void keyboard_paste_over(void)
{
    keyboard.pasting = false;
}

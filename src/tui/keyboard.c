/* Curses delivers known keys as characters or codes, and unknown sequences byte by byte. */
#include "tui/keyboard.h"

#include "base/key.h"
#include "base/sequence.h"
#include "base/trace.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

#define ESCAPE_WAIT_MS 25   /* how long to wait after ESC for the rest of a sequence */
#define PIECE_WAIT_MS  500  /* a paste or a sequence ends after this long without input */
#define CLICKS_MAX     8    /* how many curses keeps */
#define ANSWER_WAIT_MS 2000 /* a terminal does not answer after this long without input */

/* The last question, for what kind of terminal it is, is one that all terminals answer (DA1). */
#define ASK_BACKGROUND "\033]11;?\033\\"
#define ASK_ATTRIBUTES "\033[c"
/* Whether it takes pictures by kitty's protocol (this one it does not keep), what it is called, and
 * how large its cells are. */
#define ASK_PICTURES "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\\033[>q\033[16t"

static struct {
    bool mouse;
    bool pasting;  /* between the start and end markers of a paste */
    bool awaiting; /* the terminal still has to answer */
    struct sequence sequence;
    MEVENT clicks[CLICKS_MAX]; /* not read yet, the last one first */
    size_t click_count;
    char background[SEQUENCE_SIZE]; /* as the terminal answered; "" if it did not */
    struct picture_answers pictures;
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
    int code;
    nodelay(stdscr, TRUE);
    do
        code = get_wch(character);
    while (code == KEY_CODE_YES && *character == KEY_RESIZE); /* from resizeterm, not a key */
    return code;
}

/* Read this character or key code again. */
static void keyboard_put_back(int code, wint_t character)
{
    if (code == OK)
        unget_wch((wchar_t)character);
    else
        ungetch((int)character);
}

/* Take all clicks from curses, which reports those that arrive together once. */
static void keyboard_take_clicks(void)
{
    if (!keyboard.mouse) {
        sequence_start(&keyboard.sequence, '['); /* curses has read only its beginning */
        return;
    }
    while (
        keyboard.click_count < CLICKS_MAX && getmouse(&keyboard.clicks[keyboard.click_count]) == OK)
        keyboard.click_count++;
}

/* The key of the zone that was clicked next, or an arrow key if the wheel was turned. */
static uint32_t keyboard_next_click(const struct frame *shown)
{
    const MEVENT *event = &keyboard.clicks[--keyboard.click_count];
    if (event->bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED))
        return event->bstate & BUTTON4_PRESSED ? KEY_UP_CODE : KEY_DOWN_CODE;
    return frame_key_at(shown, event->y, event->x);
}

/* ---- sequences ---- */

static void keyboard_begin_paste(const char *text)
{
    (void)text;
    keyboard.pasting = true;
}

static void keyboard_end_paste(const char *text)
{
    (void)text;
    keyboard.pasting = false;
}

static void keyboard_take_background(const char *text)
{
    snprintf(keyboard.background, sizeof keyboard.background, "%s", text);
}

/* Terminals answer in order, so there are no more answers to come. */
static void keyboard_take_attributes(const char *text)
{
    picture_take_attributes(&keyboard.pictures, text);
    keyboard.awaiting = false;
}

static void keyboard_take_kitty(const char *text)
{
    picture_take_kitty(&keyboard.pictures, text);
}

static void keyboard_take_name(const char *text)
{
    picture_take_name(&keyboard.pictures, text);
}

static void keyboard_take_cell(const char *text)
{
    picture_take_cell(&keyboard.pictures, text);
}

/* The sequences that have a meaning. All others are ignored. */
static const struct {
    char kind;
    const char *begin, *end;
    void (*take)(const char *text); /* `text` is what follows `begin` */
} sequences[] = {
    {'[', "200~", "", keyboard_begin_paste},
    {'[', "201~", "", keyboard_end_paste},
    {']', "11;", "", keyboard_take_background},
    {'_', "Gi=31;", "", keyboard_take_kitty},
    {'P', ">|", "", keyboard_take_name},
    {'[', "6;", "t", keyboard_take_cell},
    {'[', "?", "c", keyboard_take_attributes},
};

static void keyboard_take_sequence(const struct sequence *sequence)
{
    trace_line("answer", "%c%s", sequence->kind, sequence->text);
    for (size_t i = 0; i < COUNT(sequences); i++)
        if (sequence_matches(sequence, sequences[i].kind, sequences[i].begin, sequences[i].end))
            sequences[i].take(sequence->text + strlen(sequences[i].begin));
}

void keyboard_ask(bool background, bool pictures)
{
    if (pictures)
        putp(ASK_PICTURES);
    if (background)
        putp(ASK_BACKGROUND);
    putp(ASK_ATTRIBUTES);
    fflush(stdout);
    keyboard.awaiting = true;
}

bool keyboard_is_awaiting(void)
{
    return keyboard.awaiting;
}

const char *keyboard_background(void)
{
    return keyboard.background;
}

const struct picture_answers *keyboard_answers(void)
{
    return &keyboard.pictures;
}

int keyboard_wait_ms(void)
{
    bool unfinished = keyboard.pasting || (keyboard.sequence.state != SEQUENCE_OUTSIDE &&
                                              keyboard.sequence.state != SEQUENCE_LATE);
    return keyboard.awaiting ? ANSWER_WAIT_MS : unfinished ? PIECE_WAIT_MS : -1;
}

void keyboard_give_up(void)
{
    keyboard.pasting = false;
    keyboard.awaiting = false;
    if (keyboard.sequence.state != SEQUENCE_ESCAPED && keyboard.sequence.state != SEQUENCE_LATE)
        sequence_give_up(&keyboard.sequence);
}

/* ---- reading ---- */

/* Read until there is a key, as a character or a code; ERR if there is none. */
static int keyboard_read_key(wint_t *character)
{
    int code;
    while ((code = keyboard_read_code(character)) != ERR) {
        switch (sequence_take(&keyboard.sequence, code == OK ? *character : 0)) {
        case SEQUENCE_NONE:
            return code;
        case SEQUENCE_WHOLE:
            keyboard_take_sequence(&keyboard.sequence);
            break;
        case SEQUENCE_ESCAPE:
            keyboard_put_back(code, *character);
            *character = KEY_ESCAPE_CODE;
            return OK;
        case SEQUENCE_PART:
            break;
        }
    }
    /* While an answer is awaited, ESC may be its beginning. */
    bool escaped = keyboard.sequence.state == SEQUENCE_ESCAPED && !keyboard.awaiting;
    *character = KEY_ESCAPE_CODE;
    return escaped && sequence_give_up(&keyboard.sequence) ? OK : ERR;
}

bool keyboard_read(const struct frame *shown, uint32_t *key)
{
    wint_t character;
    int code = OK;
    *key = KEY_NOTHING;
    if (keyboard.click_count == 0) {
        code = keyboard_read_key(&character);
        if (code == KEY_CODE_YES && character == KEY_MOUSE)
            keyboard_take_clicks();
        else if (code != ERR)
            *key = keyboard_key_of(code, character);
    }
    if (keyboard.click_count)
        *key = keyboard_next_click(shown);
    if (keyboard.pasting && *key)
        *key |= KEY_PASTED;
    return code != ERR;
}

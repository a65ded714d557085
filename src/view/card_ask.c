/* What is asked before something of a card is opened. An address is shown with all of its host, or
 * it cannot be opened: its end may be cut, but not where it leads. */
#include "view/screen_parts.h"

#include "base/utf8.h"
#include "text/address.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

#define CARD_ROWS_MIN 1 /* rows of the card that stay in sight */

/* The rows that may be used. */
static int card_ask_rows(const struct frame *frame, const struct column *body)
{
    int rows = frame->rows - 1 - body->top - CARD_ROWS_MIN;
    return rows > 1 ? rows : 1;
}

static void card_ask_which(const struct screen *screen, struct frame *frame, struct column *body)
{
    size_t most = (size_t)card_ask_rows(frame, body) - 1;
    size_t count = screen->links.count < CARD_CHOICES ? screen->links.count : CARD_CHOICES;
    count = count < most ? count : most;
    body->bottom = frame->rows - 2 - (int)count;
    frame_text(frame, body->bottom, body->left, STYLE_NOTICE, "Open which?");
    for (size_t i = 0; i < count; i++) {
        char digit[] = {(char)('1' + i), '\0'};
        int row = body->bottom + 1 + (int)i;
        frame_text(frame, row, body->left, STYLE_KEY, digit);
        widget_untrusted(frame, row, body->left + 2, body->width - 2, STYLE_PLAIN,
            screen->links.list[i].address);
        frame_zone(frame, row, body->left, 1, body->width, (uint32_t)digit[0]);
    }
}

/* The number of lines that text takes. */
static int card_ask_lines(const char *text, int width)
{
    int lines = 0;
    for (size_t next; *text; text += next, lines++)
        text_line(text, strlen(text), width, &next);
    return lines;
}

/* Draws an address below a question, in as many rows as it takes. */
static void card_ask_put(const char *address, struct frame *frame, struct column *body)
{
    size_t next;
    body->bottom = frame->rows - 2 - card_ask_lines(address, body->width);
    frame_text(frame, body->bottom, body->left, STYLE_NOTICE, "Open this address?");
    for (int row = body->bottom + 1; *address; address += next, row++) {
        size_t used = text_line(address, strlen(address), body->width, &next);
        frame_put(frame, row, body->left, body->width, STYLE_PLAIN, address, used);
    }
}

static void card_ask_address(struct screen *screen, struct frame *frame, struct column *body)
{
    const char *address = screen->links.list[screen->asked].address;
    struct buf text = {0};
    size_t host_end, length = strlen(address);
    int rows = card_ask_rows(frame, body) - 1;
    address_web_problem(address, &host_end);
    buf_text(&text, address);
    while (card_ask_lines(buf_string(&text), body->width) > rows && length > 0) {
        do
            length--;
        while (length > 0 && utf8_continues(address[length]));
        buf_cut(&text, length);
        buf_text(&text, "…");
    }
    screen->asked_whole = length >= host_end && !text.failed;
    if (screen->asked_whole)
        card_ask_put(buf_string(&text), frame, body);
    else
        widget_notice("The window is too small for this address", STYLE_WARNING, frame, body);
    frame->failed |= text.failed;
    buf_done(&text);
}

void card_ask_draw(struct screen *screen, struct frame *frame, struct column *body)
{
    if (screen->ask == ASK_WHICH)
        card_ask_which(screen, frame, body);
    else
        card_ask_address(screen, frame, body);
}

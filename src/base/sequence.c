/* outside ──ESC──> escaped ──[ O──────> inside ──@ to ~────────> outside
 *    ^                │  └───] P _────> inside ──BEL───────────> outside
 *    │                │                   └──ESC──> ending ──\─> outside
 *    └────────────────┴── any other character, which is a key
 *
 * ESC that is given up leads outside through `late`, where [ still leads inside. */
#include "base/sequence.h"

#include <string.h>

#define BEL 0x07
#define ESC 0x1b

static bool sequence_is_control(uint32_t c)
{
    return c < ' ' || (c >= 0x7f && c < 0xa0);
}

static void sequence_add(struct sequence *s, uint32_t c)
{
    if (s->length < SEQUENCE_SIZE - 1)
        s->text[s->length++] = c < 0x7f ? (char)c : '?';
    s->text[s->length] = '\0';
}

void sequence_start(struct sequence *s, char kind)
{
    s->state = SEQUENCE_INSIDE;
    s->kind = kind;
    s->length = 0;
    s->text[0] = '\0';
}

static enum sequence_step sequence_leave(struct sequence *s, enum sequence_step step)
{
    s->state = SEQUENCE_OUTSIDE;
    return step;
}

/* After ESC, which may have ended a string. */
static enum sequence_step sequence_take_kind(struct sequence *s, uint32_t c)
{
    bool ending = s->state == SEQUENCE_ENDING;
    if (c && c < 0x7f && strchr("[O]P_", (int)c)) {
        sequence_start(s, (char)c);
        return SEQUENCE_PART;
    }
    if (!ending)
        return sequence_leave(s, SEQUENCE_ESCAPE);
    if (c != ESC)
        return sequence_leave(s, c == '\\' ? SEQUENCE_PART : SEQUENCE_NONE);
    s->state = SEQUENCE_ESCAPED;
    return SEQUENCE_PART;
}

/* Parameters end with a letter or the like. Of the strings, no OSC that answers has a space. */
static enum sequence_step sequence_take_text(struct sequence *s, uint32_t c)
{
    bool string = s->kind != '[' && s->kind != 'O';
    if (c == ESC) {
        s->state = string ? SEQUENCE_ENDING : SEQUENCE_ESCAPED;
        return string ? SEQUENCE_WHOLE : SEQUENCE_PART;
    }
    if (string && c == BEL)
        return sequence_leave(s, SEQUENCE_WHOLE);
    if (sequence_is_control(c) || (!string && c > '~') || (s->kind == ']' && c == ' '))
        return sequence_leave(s, SEQUENCE_NONE);
    sequence_add(s, c);
    return !string && c >= '@' ? sequence_leave(s, SEQUENCE_WHOLE) : SEQUENCE_PART;
}

enum sequence_step sequence_take(struct sequence *s, uint32_t c)
{
    switch (s->state) {
    case SEQUENCE_INSIDE:
        return sequence_take_text(s, c);
    case SEQUENCE_ESCAPED:
    case SEQUENCE_ENDING:
        return sequence_take_kind(s, c);
    case SEQUENCE_LATE:
        if (c == '[') {
            sequence_start(s, '[');
            return SEQUENCE_PART;
        }
        s->state = SEQUENCE_OUTSIDE;
        break;
    case SEQUENCE_OUTSIDE:
        break;
    }
    if (c != ESC)
        return SEQUENCE_NONE;
    s->state = SEQUENCE_ESCAPED;
    return SEQUENCE_PART;
}

bool sequence_give_up(struct sequence *s)
{
    bool escape = s->state == SEQUENCE_ESCAPED;
    s->state = escape ? SEQUENCE_LATE : SEQUENCE_OUTSIDE;
    return escape;
}

bool sequence_matches(const struct sequence *s, char kind, const char *begin, const char *end)
{
    size_t first = strlen(begin), last = strlen(end);
    return s->kind == kind && s->length >= first + last && strncmp(s->text, begin, first) == 0 &&
           strcmp(s->text + s->length - last, end) == 0;
}

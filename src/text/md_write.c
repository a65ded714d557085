#include "text/md_write.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define NBSP "\xc2\xa0"

struct md_write {
    struct buf *out;
    const char *begin; /* of the text */
    bool links;        /* brackets in the text may make links */
    bool tables;       /* its bars may make a table */
};

static bool md_write_is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Whether the text at the beginning of a line would begin a block. */
static bool md_write_begins_block(const char *line)
{
    size_t digits = strspn(line, "0123456789");
    if (digits > 0)
        return false;
    if (*line == '#')
        return strchr(" \n", line[strspn(line, "#")]) != NULL;
    return *line && strchr(">-+=:", *line);
}

/* Whether Markdown would interpret the character at c. */
static bool md_write_is_risky(const struct md_write *w, const char *c)
{
    char before = c > w->begin ? c[-1] : ' ';
    switch (*c) {
    case '`':
    case '*':
    case '~':
        return true;
    case '|':
        return w->tables;
    case '_':
        return !(md_write_is_word(before) && md_write_is_word(c[1]));
    case '$':
        return !isspace((unsigned char)c[1]) || !isspace((unsigned char)before);
    case '\\':
        return !c[1] || c[1] == '\n' || ispunct((unsigned char)c[1]);
    case '&':
        return c[1] == '#' || isalnum((unsigned char)c[1]);
    case '<':
        return isalpha((unsigned char)c[1]) || (c[1] && strchr("/!?", c[1]));
    case '[':
    case ']':
        return w->links;
    default:
        return false;
    }
}

static void md_write_line(struct md_write *w, const char *line, size_t length)
{
    size_t column = 0;
    const char *c = line, *end = line + length;
    while (end > line && strchr(" \t\r", end[-1]))
        end--;
    for (; c < end && (*c == ' ' || *c == '\t'); c++)
        for (size_t to = *c == '\t' ? column / 4 * 4 + 4 : column + 1; column < to; column++)
            buf_text(w->out, NBSP);
    if (c < end && md_write_begins_block(c))
        buf_char(w->out, '\\');
    for (const char *begin = c; c < end; c++, column++) {
        bool numbered =
            strchr(".)", *c) && c > begin && strspn(begin, "0123456789") == (size_t)(c - begin);
        if (*c == '\t') {
            for (size_t to = column / 4 * 4 + 4; column + 1 < to; column++)
                buf_text(w->out, NBSP);
            buf_text(w->out, NBSP);
            continue;
        }
        if (md_write_is_risky(w, c) || numbered)
            buf_char(w->out, '\\');
        buf_char(w->out, *c);
    }
}

void markdown_put_plain(struct buf *out, const char *text)
{
    struct md_write w = {.out = out,
        .begin = text,
        .links = strstr(text, "](") || strstr(text, "]:") || strstr(text, "]["),
        .tables = strchr(text, '\n') && strchr(text, '-')};
    size_t blank = 0, lines = 0;
    while (*text) {
        size_t length = strcspn(text, "\n");
        if (strspn(text, " \t\r") >= length) {
            blank++;
        } else {
            if (lines++ > 0)
                buf_text(out, blank ? "\n\n" : "\\\n");
            for (; blank > 1 && lines > 1; blank--)
                buf_text(out, NBSP "\n\n");
            blank = 0;
            md_write_line(&w, text, length);
        }
        text += length;
        text += *text == '\n';
    }
}

#include "text/gap.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

size_t gap_opening(const char *text, int *number)
{
    char *end;
    if (strncmp(text, "{{c", 3) != 0 || !isdigit((unsigned char)text[3]))
        return 0;
    long found = strtol(text + 3, &end, 10);
    if (found < 1 || strncmp(end, "::", 2) != 0)
        return 0;
    if (number)
        *number = found > INT_MAX ? INT_MAX : (int)found;
    return (size_t)(end + 2 - text);
}

const char *gap_next_opening(const char *text)
{
    while ((text = strstr(text, "{{c")) && !gap_opening(text, NULL))
        text++;
    return text;
}

static const char *gap_end_in_text(const char *text)
{
    const char *end = strstr(text, "}}");
    int open = 0;
    for (const char *c = text; end && c < end; c++)
        open += (*c == '{') - (*c == '}');
    while (end && end[2] == '}' && open-- > 0)
        end++;
    return end;
}

static const char *gap_end_in_latex(const char *text)
{
    int depth = 0;
    for (const char *c = text; *c; c++) {
        if (*c == '\\' && c[1])
            c++;
        else if (strncmp(c, "}}", 2) == 0 && depth == 0)
            return c;
        else
            depth += (*c == '{') - (*c == '}');
    }
    return strstr(text, "}}");
}

bool gap_read(const char *text, enum gap_braces braces, struct gap *gap)
{
    size_t opening = gap_opening(text, NULL);
    *gap = (struct gap){.open = text, .text = text + opening};
    if (opening)
        gap->end = braces == GAP_LATEX ? gap_end_in_latex(gap->text) : gap_end_in_text(gap->text);
    if (gap->end)
        gap->hint = memmem(gap->text, (size_t)(gap->end - gap->text), "::", 2);
    return gap->end != NULL;
}

/* Without a }} after one opening, there is none after a later one, either. */
bool gap_find(const char *text, enum gap_braces braces, struct gap *gap)
{
    const char *open = gap_next_opening(text);
    return open && gap_read(open, braces, gap);
}

void gap_put_apart(struct buf *out, const char *latex, size_t length, const char *pairs)
{
    for (size_t i = 0; i < length; i++) {
        bool pair = i + 1 < length && latex[i + 1] == latex[i] && strchr(pairs, latex[i]);
        buf_char(out, latex[i]);
        buf_text(out, pair ? " " : "");
    }
}

#include "deck/delimiters.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name, *option, *plural;
    char delimiter;
} delimiters[] = {{"tab", "tab", "tabs", '\t'}, {"\\t", "tab", "tabs", '\t'},
    {"semicolon", "';'", "semicolons", ';'}, {"comma", "','", "commas", ','},
    {"pipe", "'|'", "bars", '|'}, {"colon", "':'", "colons", ':'}, {"space", "' '", "spaces", ' '}};

char delimiter_named(const char *name)
{
    for (size_t i = 0; i < COUNT(delimiters); i++)
        if (strcasecmp(name, delimiters[i].name) == 0)
            return delimiters[i].delimiter;
    bool good = name[0] && strchr("\t ,;:|~^/!$%&*+=@#_-", name[0]) && !name[1];
    return good ? name[0] : 0;
}

void delimiter_put_plural(char delimiter, struct buf *out)
{
    for (size_t i = 0; i < COUNT(delimiters); i++)
        if (delimiters[i].delimiter == delimiter) {
            buf_text(out, delimiters[i].plural);
            return;
        }
    buf_format(out, "\"%c\"", delimiter);
}

void delimiter_put_option(char delimiter, struct buf *out)
{
    for (size_t i = 0; i < COUNT(delimiters); i++)
        if (delimiters[i].delimiter == delimiter) {
            buf_text(out, delimiters[i].option);
            return;
        }
    buf_format(out, "'%c'", delimiter);
}

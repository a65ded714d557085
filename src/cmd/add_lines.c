#include "cmd/add_lines.h"

#include "base/utf8.h"
#include "study/adding.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LINES_NAME "standard input"

bool added_text_is_good(const char *text, size_t length)
{
    bool good = length <= DECK_FIELD_MAX;
    for (size_t at = 0, size; good && at < length; at += size) {
        size = utf8_length(text + at, length - at);
        good = size > 0;
    }
    return good;
}

void added_lines_done(struct added_lines *lines)
{
    for (size_t i = 0; i < lines->owned; i++)
        deck_entry_done(&lines->entries[i]);
    deck_entry_done(&lines->begun);
    free(lines->entries);
    *lines = (struct added_lines){0};
}

enum err_code added_lines_add(
    struct added_lines *lines, const struct deck_entry *entry, struct err *err)
{
    if (!array_grow(&lines->entries, lines->count, &lines->capacity, sizeof *lines->entries))
        return err_memory(err);
    struct deck_entry *new = &lines->entries[lines->count];
    *new = (struct deck_entry){0};
    lines->owned = ++lines->count;
    deck_entry_copy(new, entry);
    return deck_entry_is_whole(new) ? ERR_NONE : err_memory(err);
}

/* Splits a line into the entry's texts. Returns what is wrong with it, or NULL. */
static const char *added_lines_split(
    struct deck_entry *entry, const char *line, size_t length, bool *ok)
{
    const char *tab = memchr(line, '\t', length);
    if (!added_text_is_good(line, length))
        return "not UTF-8, or longer than 1 MiB";
    if (!tab) {
        buf_add(&entry->cloze, line, length);
        entry->reverse = false;
        return adding_mistake(entry, ok)
                   ? "neither question, tab and answer, nor a text with {{gaps}}"
                   : NULL;
    }
    size_t question = (size_t)(tab - line);
    if (memchr(tab + 1, '\t', length - question - 1))
        return "more than one tab: write question, tab, answer";
    buf_add(&entry->question, line, question);
    buf_add(&entry->answer, tab + 1, length - question - 1);
    return adding_mistake(entry, ok) ? "no question before the tab" : NULL;
}

static enum err_code added_lines_take(
    struct added_lines *lines, const char *line, size_t length, unsigned number, struct err *err)
{
    struct deck_entry entry = {0};
    bool ok = true;
    while (length > 0 && strchr("\r ", line[length - 1]) && line[length - 1])
        length--;
    if (length == 0)
        return ERR_NONE;
    deck_entry_copy(&entry, &lines->begun);
    const char *wrong = added_lines_split(&entry, line, length, &ok);
    enum err_code code = ERR_NONE;
    if (!ok || !deck_entry_is_whole(&entry))
        code = err_memory(err);
    else if (wrong)
        code = err_at(err, ERR_USAGE, LINES_NAME, number, 1, "%s: nothing was added", wrong);
    else
        code = added_lines_add(lines, &entry, err);
    deck_entry_done(&entry);
    return code;
}

enum err_code added_lines_read(struct added_lines *lines, FILE *from, struct err *err)
{
    char *line = NULL;
    size_t capacity = 0;
    enum err_code code = ERR_NONE;
    unsigned number = 0;
    errno = 0;
    for (ssize_t length; !code && (length = getline(&line, &capacity, from)) >= 0;) {
        size_t mark = number == 0 && strncmp(line, UTF8_BOM, 3) == 0 ? 3 : 0;
        length -= length > 0 && line[length - 1] == '\n';
        code = added_lines_take(lines, line + mark, (size_t)length - mark, ++number, err);
    }
    if (!code && ferror(from))
        code = err_set(err, ERR_IO, LINES_NAME ": %s", strerror(errno));
    else if (!code && !feof(from))
        code = err_memory(err);
    free(line);
    if (!code && lines->count == 0)
        code = err_set(err, ERR_USAGE,
            "nothing to add: " LINES_NAME " is empty (a line is question, tab, answer)");
    return code;
}

#include "deck/writer.h"

#include "base/utf8.h"

#include <string.h>

/* ---- quoting ---- */

/* Returns the length of the character at `text` if it must be escaped (controls, line breaks other
 * than LF, noncharacters), else 0. */
static size_t writer_unprintable(const char *text, uint32_t *character)
{
    const char *end = text;
    uint32_t c = *character = utf8_next(&end);
    bool odd = c < 0xa0 ? (c < ' ' && c != '\t' && c != '\n') || c >= 0x7f
                        : c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe || c == 0xffff;
    return odd ? (size_t)(end - text) : 0;
}

static bool writer_needs_escapes(const char *text)
{
    uint32_t code;
    for (; *text; text++)
        if (writer_unprintable(text, &code))
            return true;
    return false;
}

/* Whether the line's first character has a special meaning in YAML. */
static bool writer_begins_badly(const char *line, size_t length, bool in_list)
{
    bool alone = length == 1 || line[1] == ' ';
    if (line[0] == '-' || (!in_list && strchr("?:", line[0])))
        return alone;
    return strchr("?:,[]{}#&*!|>'\"%@` ", line[0]) || (line[0] == '~' && length == 1);
}

/* Whether YAML would read the unquoted line as something other than text. Inside [a, b] more
 * characters are special. */
static bool writer_needs_quotes(const char *line, size_t length, bool in_list)
{
    if (writer_begins_badly(line, length, in_list) || line[length - 1] == ':')
        return true;
    for (size_t i = 0; i < length; i++) {
        char next = i + 1 < length ? line[i + 1] : ' ';
        if (line[i] == '\t' || (in_list && strchr(",[]{}?", line[i])) ||
            (line[i] == ' ' && next == '#') || (line[i] == ':' && next == ' '))
            return true;
    }
    return false;
}

/* ---- text ---- */

/* Appends the character at text[*i], and advances *i past it, if it must be escaped. */
static bool writer_add_unprintable(struct buf *out, const char *text, size_t *i)
{
    uint32_t code;
    size_t odd = writer_unprintable(text + *i, &code);
    if (odd)
        buf_format(out, code < 0x100 ? "\\x%02X" : "\\u%04X", code);
    *i += odd;
    return odd;
}

static void writer_add_escaped(struct buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        if (writer_add_unprintable(out, text, &i))
            continue;
        if (text[i] == '\n')
            buf_text(out, "\\n");
        else if (text[i] == '\t')
            buf_text(out, "\\t");
        else
            buf_format(out, text[i] == '"' || text[i] == '\\' ? "\\%c" : "%c", text[i]);
        i++;
    }
}

static void writer_add_quoted(struct buf *out, const char *text, size_t length)
{
    bool plain =
        !memchr(text, '\n', length) && !memchr(text, '\t', length) && !writer_needs_escapes(text);
    if (plain && (memchr(text, '"', length) || memchr(text, '\\', length))) {
        buf_char(out, '\'');
        for (size_t i = 0; i < length; i++)
            buf_add(out, text[i] == '\'' ? "''" : &text[i], text[i] == '\'' ? 2 : 1);
        buf_char(out, '\'');
    } else {
        buf_char(out, '"');
        writer_add_escaped(out, text, length);
        buf_char(out, '"');
    }
}

/* Appends a block scalar, "|", with its lines indented. If the first line begins with white space,
 * YAML cannot tell the indent, so it must be given: |2. */
static void writer_add_block(struct buf *out, const char *text, size_t length, size_t indent)
{
    buf_text(out, strchr(" \n\t", text[0]) ? "|2\n" : "|\n");
    for (const char *line = text; line < text + length;) {
        const char *end = memchr(line, '\n', (size_t)(text + length - line));
        size_t size = (size_t)((end ? end : text + length) - line);
        if (size)
            buf_fill(out, ' ', indent);
        buf_add(out, line, size);
        buf_char(out, '\n');
        line += size + 1;
    }
}

static size_t writer_trimmed(const char *text)
{
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]))
        length--;
    return length;
}

/* Appends "key: text" and a line end; nothing if the text is empty. */
static void writer_add_text(struct buf *out, size_t indent, const char *key, const char *text)
{
    size_t length = writer_trimmed(text);
    if (length == 0)
        return;
    buf_format(out, "%s: ", key);
    if (memchr(text, '\n', length) && !writer_needs_escapes(text)) {
        writer_add_block(out, text, length, indent + 2);
        return;
    }
    if (writer_needs_escapes(text) || writer_needs_quotes(text, length, false))
        writer_add_quoted(out, text, length);
    else
        buf_add(out, text, length);
    buf_char(out, '\n');
}

void deck_write_tags(struct buf *out, const char *tags, bool json)
{
    const char *between = "";
    buf_char(out, '[');
    for (const char *tag = tags; *tag;) {
        size_t length = strcspn(tag, " ");
        char one[256];
        buf_text(out, between);
        between = ", ";
        if (length < sizeof one) {
            memcpy(one, tag, length);
            one[length] = '\0';
        }
        if (!json && length < sizeof one && !writer_needs_escapes(one) &&
            !writer_needs_quotes(one, length, true)) {
            buf_text(out, one);
        } else {
            buf_char(out, '"');
            writer_add_escaped(out, tag, length);
            buf_char(out, '"');
        }
        tag += length;
        tag += strspn(tag, " ");
    }
    buf_char(out, ']');
}

static void writer_add_tags(struct buf *out, const char *tags)
{
    if (!*tags)
        return;
    buf_text(out, "tags: ");
    deck_write_tags(out, tags, false);
    buf_char(out, '\n');
}

/* ---- a deck ---- */

static void writer_add_cap(struct buf *out, const char *key, int64_t cap)
{
    if (cap != CAP_UNSET)
        buf_format(out, "%s: %lld\n", key, (long long)cap);
}

static void writer_add_scheduling(struct buf *out, struct scheduling scheduling)
{
    char retention[RETENTION_SIZE];
    const struct scheduler *scheduler = scheduler_numbered(scheduling.scheduler);
    if (scheduler)
        buf_format(out, "scheduler: %s\n", scheduler->word);
    if (!scheduling.retention)
        return;
    retention_write(scheduling.retention, retention);
    buf_format(out, "retention: %s\n", retention);
}

void deck_write_head(struct buf *out, const struct deck_head *head, bool any_cards)
{
    writer_add_text(out, 0, "deck", buf_string(&head->name));
    if (head->names_itself)
        writer_add_text(out, 0, "id", buf_string(&head->id));
    writer_add_text(out, 0, "source", buf_string(&head->source));
    writer_add_text(out, 0, "description", buf_string(&head->description));
    writer_add_tags(out, buf_string(&head->tags));
    writer_add_cap(out, "new", head->caps.new_cards);
    writer_add_cap(out, "limit", head->caps.cards);
    writer_add_scheduling(out, head->scheduling);
    buf_text(out, head->type ? "type: true\n" : "");
    buf_text(out, any_cards ? "cards:\n" : "cards: []\n");
}

void deck_write_entry(struct buf *out, const struct deck_entry *entry)
{
    const struct {
        const char *key;
        const struct buf *text;
    } texts[] = {{"question", &entry->question}, {"answer", &entry->answer},
        {"cloze", &entry->cloze}, {"id", &entry->id}, {"tags", NULL}, {"hint", &entry->hint},
        {"note", &entry->note}};
    size_t begin = out->length;
    for (size_t i = 0; i < COUNT(texts); i++) {
        size_t before = out->length;
        buf_text(out, before == begin ? "\n  - " : "    ");
        size_t indented = out->length;
        if (texts[i].text)
            writer_add_text(out, 4, texts[i].key, buf_string(texts[i].text));
        else
            writer_add_tags(out, buf_string(&entry->tags));
        if (out->length == indented)
            buf_cut(out, before);
    }
    if (entry->reverse)
        buf_text(out, "    reverse: true\n");
    if (entry->type_given)
        buf_format(out, "    type: %s\n", entry->type ? "true" : "false");
}

/* Appends "key": "text", in double quotes; nothing if the text is empty. */
static void writer_add_pair(struct buf *out, const char *key, const char *text)
{
    size_t length = writer_trimmed(text);
    if (length == 0 || out->failed)
        return;
    buf_format(out, "%s\"%s\": \"", out->bytes[out->length - 1] == '{' ? "" : ", ", key);
    writer_add_escaped(out, text, length);
    buf_char(out, '"');
}

void deck_write_entry_in_braces(struct buf *out, const struct deck_entry *entry)
{
    buf_char(out, '{');
    writer_add_pair(out, "question", buf_string(&entry->question));
    writer_add_pair(out, "answer", buf_string(&entry->answer));
    writer_add_pair(out, "cloze", buf_string(&entry->cloze));
    writer_add_pair(out, "id", buf_string(&entry->id));
    writer_add_pair(out, "hint", buf_string(&entry->hint));
    writer_add_pair(out, "note", buf_string(&entry->note));
    const char *between = ", \"tags\": [\"";
    for (const char *tag = buf_string(&entry->tags); *tag; between = "\", \"") {
        size_t length = strcspn(tag, " ");
        buf_text(out, between);
        writer_add_escaped(out, tag, length);
        tag += length;
        tag += strspn(tag, " ");
    }
    buf_text(out, entry->tags.length ? "\"]" : "");
    buf_text(out, entry->reverse ? ", \"reverse\": true" : "");
    if (entry->type_given)
        buf_format(out, ", \"type\": %s", entry->type ? "true" : "false");
    buf_char(out, '}');
}

void deck_write_comment(struct buf *out, const char *text)
{
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        buf_text(out, length ? "# " : "#");
        for (size_t i = 0; i < length;)
            if (!writer_add_unprintable(out, line, &i))
                buf_char(out, line[i++]);
        buf_char(out, '\n');
        line += length;
        line += *line == '\n';
    }
}

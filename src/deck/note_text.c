#include "deck/note_text.h"

#include "base/date.h"
#include "text/md_marker.h"
#include "text/md_places.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define WIKI_MAX    1024 /* bytes within which a wiki link must close */
#define COMMENT_MAX 1024
#define EASE_MOST   1000.0 /* more is a mistake in the source */

/* ---- lines ---- */

bool note_is_blank(const char *line)
{
    return line[strspn(line, " \t\r")] == '\0';
}

bool note_next_line(const char **text, char line[NOTE_LINE_SIZE])
{
    size_t length = strcspn(*text, "\n");
    size_t kept = length < NOTE_LINE_SIZE ? length : NOTE_LINE_SIZE - 1;
    bool any = **text != '\0';
    memcpy(line, *text, kept);
    line[kept] = '\0';
    *text += length;
    *text += **text == '\n';
    return any;
}

const char *note_skip_marks(const char *line)
{
    line += strspn(line, " \t>");
    size_t mark = strspn(line, "#");
    if (mark == 0)
        mark = markdown_marker(line);
    if (mark && strchr(" \t", line[mark]) && line[mark])
        line += mark;
    return line + strspn(line, " \t");
}

bool note_fence_takes(struct note_fence *fence, const char *line)
{
    line += strspn(line, " \t");
    const char mark = fence->mark ? fence->mark : *line == '~' ? '~' : '`', marks[] = {mark, '\0'};
    size_t length = strspn(line, marks);
    if (fence->mark) {
        if (length >= fence->length && note_is_blank(line + length))
            fence->mark = '\0';
        return true;
    }
    if (length < 3 || (mark == '`' && strchr(line + length, '`')))
        return false;
    *fence = (struct note_fence){mark, length};
    return true;
}

/* ---- front matter ---- */

static bool note_head_is_rule(const char *line, size_t length)
{
    while (length > 3 && strchr(" \t", line[length - 1]))
        length--;
    return length == 3 && strncmp(line, "---", 3) == 0;
}

void note_head_find(struct note_head *head, const char *start)
{
    unsigned number = 0;
    head->lines = 0;
    for (const char *line = start; *line; line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        bool rule = note_head_is_rule(line, length);
        number++;
        if (number == 1 && !rule)
            return;
        if (number > 1 && rule) {
            head->lines = number;
            return;
        }
        line += length;
    }
}

/* Adds the tags of [a, b], of a, b or of one item of a list. */
static void note_head_add_tags(struct note_head *head, const char *value)
{
    static const char between[] = " \t\r[],\"'#";
    while (*(value += strspn(value, between))) {
        size_t length = strcspn(value, " \t\r[],\"'");
        buf_text(&head->tags, head->tags.length ? "," : "");
        buf_add(&head->tags, value, length);
        value += length;
    }
}

static void note_head_take_pair(struct note_head *head, const char *line)
{
    size_t key = strcspn(line, ":");
    const char *value = line + key + (line[key] == ':');
    bool deck = key == 4 && strncasecmp(line, "deck", 4) == 0;
    bool title = key == 5 && strncasecmp(line, "title", 5) == 0;
    head->in_tags = (key == 4 && strncasecmp(line, "tags", 4) == 0) ||
                    (key == 3 && strncasecmp(line, "tag", 3) == 0);
    if (head->in_tags)
        note_head_add_tags(head, value);
    if ((!deck || (head->deck.length && !head->titled)) && (!title || head->deck.length))
        return;
    value += strspn(value, " \t\"'");
    buf_clear(&head->deck);
    buf_add(&head->deck, value, strcspn(value, "\"'\r"));
    head->titled = title;
}

bool note_head_takes(struct note_head *head, const char *line, unsigned number)
{
    if (number > head->lines)
        return false;
    const char *text = line + strspn(line, " \t");
    if (*text == '-' && text[1] == ' ' && head->in_tags)
        note_head_add_tags(head, text + 2);
    else if (*line && text == line && *line != '-' && *line != '#')
        note_head_take_pair(head, line);
    return true;
}

void note_head_done(struct note_head *head)
{
    buf_done(&head->tags);
    buf_done(&head->deck);
}

size_t note_tag_length(const char *text)
{
    size_t length = *text == '#' ? strcspn(text + 1, " \t\r\n#,.;:!?()[]{}<>|\"'`*=\\") : 0;
    bool number = strspn(text + (length > 0), "0123456789") >= length;
    return length && !number ? length + 1 : 0;
}

/* ---- wiki links ---- */

static bool note_ends_with(const char *name, size_t length, const char *ending)
{
    size_t size = strlen(ending);
    return length > size && strncasecmp(name + length - size, ending, size) == 0;
}

/* Appends a file that a note embeds: an image, or a link to any other file whose name has an
 * extension. */
static void note_put_embedded(struct buf *out, const char *name, size_t length)
{
    static const char *const images[] = {
        ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".avif"};
    bool image = false;
    for (size_t i = 0; i < COUNT(images); i++)
        image |= note_ends_with(name, length, images[i]);
    const char *dot = memrchr(name, '.', length);
    bool file = image || (dot && dot > name && name + length - dot <= 5);
    if (!file || memchr(name, '<', length) || memchr(name, '>', length))
        buf_add(out, name, length);
    else
        buf_format(out, memchr(name, ' ', length) ? "%s[%.*s](<%.*s>)" : "%s[%.*s](%.*s)",
            image ? "!" : "", (int)length, name, (int)length, name);
}

/* Appends what a wiki link shows, and returns the link's length; 0 if there is no link. */
static size_t note_put_link(struct buf *out, const char *text)
{
    bool embeds = *text == '!';
    const char *open = text + embeds, *name = open + 2;
    const char *close = memmem(name, strnlen(name, WIKI_MAX), "]]", 2);
    if (!close || close == name || strcspn(name, "[\n") < (size_t)(close - name))
        return 0;
    const char *alias = memchr(name, '|', (size_t)(close - name));
    const char *end = alias ? alias : close;
    while (end > name && end[-1] == '\\') /* in a table, the bar is escaped */
        end--;
    if (embeds)
        note_put_embedded(out, name, (size_t)(end - name));
    else if (alias && alias + 1 < close)
        buf_add(out, alias + 1, (size_t)(close - alias) - 1);
    else
        buf_add(out, name + (*name == '#'), (size_t)(end - name) - (*name == '#'));
    return (size_t)(close - text) + 2;
}

/* The length of a comment, or 0 if it has no end. */
static size_t note_comment_length(const char *text)
{
    const char *end = memmem(text, strnlen(text, COMMENT_MAX), "-->", 3);
    return end ? (size_t)(end - text) + 3 : 0;
}

void note_put_text(struct buf *out, const char *text, size_t length)
{
    struct buf copy = {0}, places = {0};
    buf_add(&copy, text, length);
    bool special = strstr(buf_string(&copy), "[[") || strstr(buf_string(&copy), "<!--");
    if (special && !markdown_places(buf_string(&copy), &places))
        out->failed = true;
    for (size_t i = 0, step; i < copy.length; i += step) {
        const char *c = buf_string(&copy) + i;
        bool literal = i < places.length &&
                       (places.bytes[i] == PLACE_CODE || places.bytes[i] == PLACE_FORMULA);
        bool opens = special && !literal && strncmp(c + (*c == '!'), "[[", 2) == 0;
        bool comment = special && !literal && strncmp(c, "<!--", 4) == 0;
        step = opens ? note_put_link(out, c) : comment ? note_comment_length(c) : 0;
        if (step == 0)
            buf_add(out, c, step = 1);
    }
    out->failed |= copy.failed || places.failed;
    buf_done(&places);
    buf_done(&copy);
}

/* ---- cards ---- */

bool note_due(const char *text, struct import_due *due)
{
    int year, month, date, y, m, d, length = 0;
    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &date, &length) != 3 || length != 10 ||
        year < 1900 || month < 1 || month > 12 || date < 1 || date > 31)
        return false;
    due->day = day_from_civil(year, month, date);
    if (!instant_parse(text, &due->at_ms))
        due->at_ms = 0;
    day_to_civil(due->day, &y, &m, &d);
    return y == year && m == month && d == date;
}

bool note_skip_nothing(void *context, unsigned line, const char *why)
{
    (void)context;
    (void)line;
    (void)why;
    return true;
}

bool note_give(struct import_sink *sink, const char *deck, struct deck_entry *entry, unsigned line)
{
    if (!deck_entry_is_whole(entry))
        return err_memory(&sink->failure) == ERR_NONE;
    return sink->entry(sink->context, deck, entry, line);
}

bool note_give_schedule(struct import_sink *sink, int variant, const struct note_schedule *given)
{
    double days = given->days >= 1 ? given->days : 1, ease = given->ease * 100 + 0.5;
    struct import_schedule schedule = {.variant = variant,
        .due = given->due,
        .lapses = given->lapses > 0 ? given->lapses : 0,
        .suspended = given->suspended};
    schedule.sm2.interval = days < INTERVAL_LONGEST ? (int)(days + 0.5) : INTERVAL_LONGEST;
    schedule.sm2.ease =
        ease >= EASE_FLOOR ? ease <= EASE_MOST ? (int)ease : (int)EASE_MOST : EASE_FLOOR;
    schedule.sm2.repetitions = schedule.sm2.interval <= 1 ? 1 : schedule.sm2.interval <= 6 ? 2 : 3;
    return sink->schedule(sink->context, &schedule);
}

int note_variant(const struct deck_entry *entry, size_t index)
{
    if (entry->cloze.length == 0)
        return index == 0                     ? VARIANT_FORWARD
               : index == 1 && entry->reverse ? VARIANT_REVERSE
                                              : NOTE_NO_CARD;
    struct cloze cloze = {0};
    int gap = 0;
    bool read = cloze_read(&cloze, buf_string(&entry->cloze));
    do
        gap = cloze_next_gap(&cloze, gap);
    while (gap && index-- > 0);
    cloze_done(&cloze);
    return !read ? NOTE_NO_MEMORY : gap ? gap : NOTE_NO_CARD;
}

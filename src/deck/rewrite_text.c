#include "deck/rewrite_parts.h"

#include "base/utf8.h"
#include "deck/comments.h"
#include "deck/writer.h"

#include <string.h>

#define DASH_COLUMN 2 /* where deck_write_entry puts it */
#define BLANKS      " \t\r\n"

/* ---- lines ---- */

/* The byte at which the line of a byte begins; after the line end, if one is just before it. */
static size_t rewrite_line_start(const struct rewriting *r, size_t byte)
{
    while (byte > 0 && r->from->bytes[byte - 1] != '\n')
        byte--;
    return byte;
}

/* The byte after a line, and its line end. */
static size_t rewrite_line_end(const struct rewriting *r, size_t byte)
{
    const char *end = memchr(r->from->bytes + byte, '\n', r->from->length - byte);
    return end ? (size_t)(end - r->from->bytes) + 1 : r->from->length;
}

static bool rewrite_is_blank(const struct rewriting *r, size_t begin, size_t end)
{
    while (begin < end && strchr(BLANKS, r->from->bytes[begin]))
        begin++;
    return begin == end;
}

/* The byte after the last line of an entry in a block, without blank lines. */
static size_t rewrite_entry_end(const struct rewriting *r, const struct entry_position *at)
{
    size_t end = rewriting_byte(r, at->flow ? at->ends : at->content_end);
    if (end == 0 || r->from->bytes[end - 1] != '\n')
        end = rewrite_line_end(r, end);
    for (size_t line; end > r->byte; end = line) {
        line = rewrite_line_start(r, end - 1);
        if (line <= r->byte || !rewrite_is_blank(r, line, end))
            break;
    }
    return end;
}

static const char *rewrite_newline(const struct rewriting *r)
{
    const char *all = buf_string(r->from), *newline = strchr(all, '\n');
    return newline && newline > all && newline[-1] == '\r' ? "\r\n" : "\n";
}

/* ---- tags ---- */

/* Whether a comment is in the way. */
static bool rewrite_has_comment(const struct rewriting *r, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (r->from->bytes[i] == '#' && i > 0 && strchr(BLANKS, r->from->bytes[i - 1]))
            return true;
    return false;
}

/* Writes one tag on a line, as the list was. */
static void rewrite_put_dashes(
    const struct rewriting *r, const struct entry_position *at, const char *tags, struct buf *out)
{
    struct buf one = {0}, list = {0};
    for (const char *tag = tags; *tag;) {
        size_t length = strcspn(tag, " ");
        buf_clear(&one);
        buf_clear(&list);
        buf_add(&one, tag, length);
        deck_write_tags(&list, buf_string(&one), false);
        if (tag > tags) {
            buf_text(out, rewrite_newline(r));
            buf_fill(out, ' ', at->tags_column);
        }
        buf_text(out, "- ");
        buf_add(out, buf_string(&list) + 1, list.length > 2 ? list.length - 2 : 0);
        tag += length;
        tag += strspn(tag, " ");
    }
    out->failed |= one.failed || list.failed;
    buf_done(&one);
    buf_done(&list);
}

/* Replaces the value of the key "tags". */
static void rewrite_replace_tags(
    struct rewriting *r, const struct entry_position *at, const char *tags)
{
    struct buf value = {0};
    size_t key = rewriting_byte(r, at->tags_key_end);
    size_t begin = rewriting_byte(r, at->tags_start), end = rewriting_byte(r, at->tags_end);
    bool whole = at->tags_block && !*tags; /* the list in a block goes, with its line ends */
    if (rewrite_has_comment(r, whole ? key : begin, end)) {
        r->refused = true;
        return;
    }
    if (at->tags_block && *tags) {
        rewrite_put_dashes(r, at, tags, &value);
    } else {
        bool space = begin == 0 || !strchr(BLANKS, r->from->bytes[begin - 1]);
        buf_text(&value, whole ? ": " : space ? " " : "");
        deck_write_tags(&value, tags, at->flow && at->quoted);
    }
    rewriting_replace(r, whole ? key : begin, end, buf_string(&value));
    r->to->failed |= value.failed;
    buf_done(&value);
}

void rewriting_set_tags(struct rewriting *r, const struct entry_position *at, const char *tags)
{
    struct buf text = {0};
    if (at->tags_key_end) {
        rewrite_replace_tags(r, at, tags);
        return;
    }
    bool json = at->flow && at->quoted;
    size_t end = at->flow ? rewriting_byte(r, at->content_end) : rewrite_entry_end(r, at);
    if (at->flow) {
        buf_text(&text, json ? ", \"tags\": " : ", tags: ");
    } else {
        buf_text(&text, end && r->from->bytes[end - 1] != '\n' ? rewrite_newline(r) : "");
        buf_fill(&text, ' ', at->indent);
        buf_text(&text, "tags: ");
    }
    deck_write_tags(&text, tags, json);
    buf_text(&text, at->flow ? "" : rewrite_newline(r));
    rewriting_replace(r, end, end, buf_string(&text));
    r->to->failed |= text.failed;
    buf_done(&text);
}

/* ---- taking out ---- */

/* Appends the lines of an entry, with its dash moved to DASH_COLUMN. False if a line begins before
 * the dash, which YAML allows in quotes. A comment there moves to the dash's column. */
static bool rewrite_put_lines(
    const struct rewriting *r, size_t begin, size_t end, size_t dash, struct buf *out)
{
    const char *bytes = r->from->bytes;
    for (size_t line = begin, next; line < end; line = next) {
        next = rewrite_line_end(r, line);
        size_t stop = next, indent = 0;
        while (stop > line && strchr("\r\n", bytes[stop - 1]))
            stop--;
        while (line + indent < stop && bytes[line + indent] == ' ')
            indent++;
        bool blank = rewrite_is_blank(r, line, stop);
        bool comment = !blank && bytes[line + indent] == '#';
        if (indent < dash && !blank && !comment)
            return false;
        size_t cut = comment && indent < dash ? indent : dash;
        if (indent >= cut && stop > line + cut) {
            buf_fill(out, ' ', DASH_COLUMN);
            buf_add(out, bytes + line + cut, stop - line - cut);
        }
        buf_char(out, '\n');
    }
    return true;
}

/* Whether an entry, which is YAML by itself, has comments. */
static bool rewrite_has_comments(const struct rewriting *r, size_t begin, size_t end, bool *ok)
{
    struct buf entry = {0};
    if (!memchr(r->from->bytes + begin, '#', end - begin))
        return false;
    buf_add(&entry, r->from->bytes + begin, end - begin);
    *ok = !entry.failed;
    bool read = true, found = *ok && deck_has_comments(&entry, 0, entry.length, &read);
    buf_done(&entry);
    return found || !read;
}

static void rewrite_add_taken(const struct rewriting *r, const struct deck_entry *entry,
    size_t begin, size_t end, size_t dash, struct deck_addition *taken)
{
    size_t length = taken->lines.length;
    bool ok = true, kept = false, comments = rewrite_has_comments(r, begin, end, &ok);
    struct buf lines = {0};
    deck_addition_add(taken, entry);
    buf_char(&lines, '\n');
    if (!r->tidy && !r->list.flow && !taken->lines.failed)
        kept = rewrite_put_lines(r, begin, end, dash, &lines);
    if (kept) {
        buf_cut(&taken->lines, length);
        buf_add(&taken->lines, buf_string(&lines), lines.length);
    }
    taken->braces_lose |= comments;
    taken->lines_lose |= comments && !kept;
    taken->lines.failed |= lines.failed || !ok;
    buf_done(&lines);
}

/* Finds the dash of the current entry. False if it is not the first thing in its line. */
static bool rewrite_find_dash(const struct rewriting *r, size_t *dash)
{
    size_t at = r->byte;
    while (at > 0 && strchr(BLANKS, r->from->bytes[at - 1]))
        at--;
    if (at == 0 || r->from->bytes[at - 1] != '-')
        return false;
    *dash = at - 1;
    return rewrite_is_blank(r, rewrite_line_start(r, *dash), *dash);
}

static void rewrite_take_block(
    struct rewriting *r, const struct deck_entry *entry, struct deck_addition *taken)
{
    size_t dash, end = rewrite_entry_end(r, &entry->position);
    if (!rewrite_find_dash(r, &dash)) {
        r->refused = true;
        return;
    }
    size_t begin = rewrite_line_start(r, dash);
    rewrite_add_taken(r, entry, begin, end, dash - begin, taken);
    /* of the blank lines around it, one stays */
    size_t above = begin ? rewrite_line_start(r, begin - 1) : 0;
    bool blank = begin && above >= r->copied && rewrite_is_blank(r, above, begin);
    if (blank && rewrite_is_blank(r, end, rewrite_line_end(r, end)))
        begin = above;
    if (!r->took)
        r->first = begin;
    r->took = true;
    rewriting_replace(r, begin, end, "");
}

/* Removes a comma, and the white space after it, from the end of a text. */
static void rewrite_drop_comma(struct buf *text)
{
    size_t length = text->length;
    while (length > 0 && strchr(BLANKS, text->bytes[length - 1]))
        length--;
    if (length > 0 && text->bytes[length - 1] == ',')
        buf_cut(text, length - 1);
}

/* Takes an entry out of brackets, with the comma after it or, if there is none, before it. */
static void rewrite_take_flow(
    struct rewriting *r, const struct deck_entry *entry, struct deck_addition *taken)
{
    const struct entry_position *at = &entry->position;
    const char *all = buf_string(r->from);
    bool bare = at->opens == at->begins;
    size_t begin = r->byte, end = rewriting_byte(r, bare ? at->content_end : at->ends);
    rewrite_add_taken(r, entry, begin, end, 0, taken);
    size_t next = end + strspn(all + end, BLANKS);
    if (all[next] == ',') {
        end = next + 1 + strspn(all + next + 1, BLANKS);
        if (all[end] == ']')
            end = next + 1;
    } else {
        while (begin > r->copied && strchr(BLANKS, all[begin - 1]))
            begin--;
        begin -= begin > r->copied && all[begin - 1] == ',';
        if (begin == r->copied) /* the entry before it was taken out, too */
            rewrite_drop_comma(r->to);
    }
    rewriting_replace(r, begin, end, "");
}

void rewriting_take(
    struct rewriting *r, const struct deck_entry *entry, struct deck_addition *taken)
{
    if (r->list.flow)
        rewrite_take_flow(r, entry, taken);
    else
        rewrite_take_block(r, entry, taken);
}

/* Writes "[]" after "cards:", of which nothing is left. */
static void rewrite_put_empty_list(struct rewriting *r)
{
    struct buf *to = r->to;
    size_t at = r->first;
    while (at > 0) {
        size_t line = at - 1;
        while (line > 0 && to->bytes[line - 1] != '\n')
            line--;
        size_t text = line;
        while (text < at && strchr(BLANKS, to->bytes[text]))
            text++;
        at = line;
        if (text < to->length && to->bytes[text] != '#' && !strchr(BLANKS, to->bytes[text])) {
            at = text;
            break;
        }
    }
    struct buf rest = {0};
    size_t key = at + strlen("cards:");
    bool found = key <= to->length && strncmp(to->bytes + at, "cards:", 6) == 0;
    r->refused |= !found;
    if (found) {
        buf_add(&rest, to->bytes + key, to->length - key);
        buf_cut(to, key);
        buf_text(to, " []");
        buf_add(to, buf_string(&rest), rest.length);
    }
    to->failed |= rest.failed;
    buf_done(&rest);
}

void rewriting_end(struct rewriting *r)
{
    rewriting_replace(r, r->from->length, r->from->length, "");
    if (r->empties && r->took && !r->to->failed)
        rewrite_put_empty_list(r);
}

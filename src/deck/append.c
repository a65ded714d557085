#include "deck/append.h"

#include "base/file.h"
#include "base/utf8.h"
#include "deck/comments.h"
#include "deck/reader.h"
#include "deck/writer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DASH_COLUMN 2 /* where deck_write_entry puts it */

/* The file, and where its entries are. */
struct append {
    const char *path;
    struct buf text;
    size_t count; /* entries */
    struct deck_list_position list;
    struct entry_position last;
    size_t number; /* of an entry, and where it is */
    struct entry_position place;
};

void deck_addition_add(struct deck_addition *addition, const struct deck_entry *entry)
{
    deck_write_entry(&addition->lines, entry);
    buf_text(&addition->braces, ",\n");
    deck_write_entry_in_braces(&addition->braces, entry);
    addition->count++;
}

void deck_addition_done(struct deck_addition *addition)
{
    buf_done(&addition->lines);
    buf_done(&addition->braces);
}

static enum err_code append_read_entries(struct append *a, struct err *err)
{
    struct deck_reader *reader;
    const struct deck_entry *entry = NULL;
    enum err_code code = deck_open(&reader, a->path, ignore_mistake, NULL, err);
    while (!code && !(code = deck_next(reader, &entry, err)) && entry) {
        a->last = entry->position;
        a->place = a->count++ == a->number ? a->last : a->place;
    }
    if (!code && deck_mistakes(reader))
        code = err_at(err, ERR_MISTAKE, a->path, 0, 0, "has mistakes");
    if (!code)
        a->list = deck_list_position(reader);
    deck_close(reader);
    return code;
}

/* Returns the byte offset of a character. */
static size_t append_byte_of(const struct append *a, size_t character)
{
    const char *text = buf_string(&a->text);
    size_t byte = strncmp(text, UTF8_BOM, 3) == 0 ? 3 : 0;
    for (size_t passed = 0; byte < a->text.length; byte++) {
        if (!utf8_continues(text[byte]) && passed++ == character)
            break;
    }
    return byte;
}

/* Returns the byte offset after the last entry of a list in brackets or, if the list is empty,
 * after its bracket. */
static size_t append_find_end_in_brackets(const struct append *a)
{
    if (a->count == 0)
        return append_byte_of(a, a->list.begins + 1);
    /* a pair directly in brackets has no end of its own */
    return append_byte_of(
        a, a->last.flow && a->last.ends > a->last.last_end ? a->last.ends : a->last.last_end);
}

/* Passes the comments that are indented further than the dashes: below a new entry, they would
 * become part of its last text. */
static size_t append_pass_comments(const struct append *a, size_t end)
{
    const char *text = buf_string(&a->text);
    for (size_t line = end; text[line];) {
        size_t indent = strspn(text + line, " \t"), next = line + strcspn(text + line, "\n");
        next += text[next] == '\n';
        if (text[line + indent] == '#' && indent > a->list.column)
            end = next;
        else if (!strchr("\r\n", text[line + indent]))
            break;
        line = next;
    }
    return end;
}

/* Returns the byte offset of the first line after the last entry and its comments. */
static size_t append_find_end(const struct append *a)
{
    const char *text = buf_string(&a->text);
    size_t end = append_byte_of(a, a->last.flow ? a->last.ends : a->last.last_end);
    if (end == 0 || text[end - 1] != '\n') {
        end += strcspn(text + end, "\n");
        end += text[end] == '\n';
    }
    return append_pass_comments(a, end);
}

/* How entries are written. */
struct append_style {
    size_t column; /* of the dashes */
    const char *line_end;
    bool packed; /* without a blank line before each entry */
    bool brief;  /* with the short keys "q" and "a" */
    bool id_first;
};

/* Whether the line above the last entry is not blank. */
static bool append_is_packed(const struct append *a)
{
    const char *text = buf_string(&a->text);
    size_t at = append_byte_of(a, a->last.opens), blank;
    while (at > 0 && text[at - 1] != '\n')
        at--;
    if (a->count < 2 || at == 0 || text[at + strspn(text + at, " ")] != '-')
        return false;
    for (blank = at - 1; blank > 0 && text[blank - 1] != '\n';)
        blank--;
    return text[blank + strspn(text + blank, " \t\r")] != '\n';
}

/* Whether an entry has the short key of a question, at the start of one of its lines. */
static bool append_is_brief(const struct append *a, const struct entry_position *entry)
{
    const char *text = buf_string(&a->text);
    size_t at = append_byte_of(a, entry->opens), end = append_byte_of(a, entry->last_end);
    while (at < end && strncmp(text + at, "q:", 2) != 0) {
        at += strcspn(text + at, "\n") + 1;
        size_t spaces = at < end ? strspn(text + at, " ") : 0;
        at += spaces == entry->indent ? spaces : 0;
    }
    return at < end;
}

static bool append_is_id_first(const struct append *a, const struct entry_position *entry)
{
    return strncmp(buf_string(&a->text) + append_byte_of(a, entry->first_key), "id:", 3) == 0;
}

static struct append_style append_style_of(
    const struct append *a, const struct deck_addition *addition)
{
    const char *all = buf_string(&a->text), *newline = strchr(all, '\n');
    bool crlf = newline && newline > all && newline[-1] == '\r';
    bool own = addition->in_style && a->count > 0;
    return (struct append_style){
        .column = a->list.flow ? DASH_COLUMN : a->list.column,
        .line_end = crlf ? "\r\n" : "\n",
        .packed = own && append_is_packed(a),
        .brief = own && append_is_brief(a, &a->last),
        .id_first = own && append_is_id_first(a, &a->last),
    };
}

#define ENTRY_BEGINS "\n  - " /* as deck_write_entry writes it; no line of a text is so */
#define ID_BEGINS    "\n    id: "

/* Appends entries with their ids first. */
static void append_put_ids_first(struct buf *out, const char *lines)
{
    const size_t begins = strlen(ENTRY_BEGINS);
    while (*lines) {
        const char *next = strstr(lines + begins, "\n" ENTRY_BEGINS),
                   *id = strstr(lines, ID_BEGINS);
        const char *end = next ? next + 1 : lines + strlen(lines);
        if (id && id < end) {
            size_t length = 1 + strcspn(id + 1, "\n");
            buf_text(out, ENTRY_BEGINS);
            buf_add(out, id + begins, length - begins);
            buf_text(out, "\n    ");
            buf_add(out, lines + begins, (size_t)(id - lines) - begins);
            buf_add(out, id + length, (size_t)(end - id) - length);
        } else {
            buf_add(out, lines, (size_t)(end - lines));
        }
        lines = end;
    }
}

/* A key as deck_write_entry writes it, and its short form. No line of a text begins so, because
 * texts are indented further. */
static const struct append_key {
    const char *begins, *brief;
    size_t length;
} append_keys[] = {{"  - question:", "  - q:", 13}, {"    question:", "    q:", 13},
    {"    answer:", "    a:", 11}};

static void append_put_line(
    struct buf *out, const char *line, size_t length, const struct append_style *style)
{
    size_t cut = style->column < DASH_COLUMN ? DASH_COLUMN - style->column : 0, passed = cut;
    buf_fill(out, ' ', length && !cut ? style->column - DASH_COLUMN : 0);
    for (size_t i = 0; style->brief && i < COUNT(append_keys); i++) {
        const struct append_key *key = &append_keys[i];
        if (length >= key->length && strncmp(line, key->begins, key->length) == 0) {
            buf_text(out, key->brief + cut);
            passed = key->length;
        }
    }
    if (length)
        buf_add(out, line + passed, length - passed);
    buf_text(out, style->line_end);
}

/* Appends lines, changing their indent from DASH_COLUMN to the file's. */
static void append_put_lines(struct buf *out, const char *lines, const struct append_style *style)
{
    struct buf sorted = {0};
    if (style->id_first)
        append_put_ids_first(&sorted, lines);
    for (const char *line = style->id_first ? buf_string(&sorted) : lines; *line;) {
        size_t length = strcspn(line, "\n");
        bool separates = strncmp(line, ENTRY_BEGINS, strlen(ENTRY_BEGINS)) == 0;
        if (!separates || !style->packed)
            append_put_line(out, line, length, style);
        line += length;
        line += *line == '\n';
    }
    out->failed |= sorted.failed;
    buf_done(&sorted);
}

/* Appends the entries to a list in brackets; omits the first comma if the list was empty. */
static void append_put_braces(
    struct buf *out, const struct deck_addition *addition, bool first, const char *line_end)
{
    const char *c = buf_string(&addition->braces);
    for (c += first; *c; c++)
        if (*c == '\n')
            buf_text(out, line_end);
        else
            buf_char(out, *c);
}

/* What must differ in the new file: `added` more entries, or entry a->number. */
struct append_change {
    size_t added;
    const struct deck_entry *replaced; /* by this one; NULL if none is */
};

static bool append_same_entry(const struct append *a, const struct append_change *change,
    size_t number, const struct deck_entry *was, const struct deck_entry *is)
{
    const struct deck_entry *wanted =
        change->replaced && number == a->number ? change->replaced : was;
    return was && deck_entry_is_equal(wanted, is);
}

/* Sets *same to whether the file at `to` has the same head and entries, except for the change. */
static enum err_code append_compare(const struct append *a, const char *to,
    const struct append_change *change, bool *same, struct err *err)
{
    struct deck_reader *old = NULL, *new = NULL;
    const struct deck_entry *was = NULL, *is = NULL;
    size_t count = 0;
    *same = true;
    enum err_code code = deck_open(&old, a->path, ignore_mistake, NULL, err);
    if (!code)
        code = deck_open(&new, to, ignore_mistake, NULL, err);
    for (; !code && !(code = deck_next(new, &is, err)) && is && *same; count++) {
        if (count < a->count && !(code = deck_next(old, &was, err)))
            *same = append_same_entry(a, change, count, was, is);
    }
    if (!code && (is || !(code = deck_next(old, &was, err))))
        *same = *same && !is && !was && count == a->count + change->added && !deck_mistakes(new) &&
                deck_head_is_same(deck_head(old), deck_head(new));
    deck_close(old);
    deck_close(new);
    if (code == ERR_MISTAKE)
        *same = false;
    return code == ERR_MISTAKE ? ERR_NONE : code;
}

/* The error names the deck file, since the user knows nothing of the one at `to`. */
static enum err_code append_write(
    const struct append *a, const struct buf *text, const char *to, struct err *err)
{
    FILE *file = fopen(to, "w");
    bool ok = file && fwrite(buf_string(text), 1, text->length, file) == text->length;
    int why = errno;
    if (file && fclose(file) != 0 && ok) {
        ok = false;
        why = errno;
    }
    return ok ? ERR_NONE
              : err_at(err, ERR_IO, a->path, 0, 0, "cannot be written: %s", strerror(why));
}

/* Appends the file's text with the new entries in it. */
static void append_put(
    const struct append *a, const struct deck_addition *addition, struct buf *text)
{
    const struct append_style style = append_style_of(a, addition);
    const char *all = buf_string(&a->text);
    size_t end = a->list.flow ? append_find_end_in_brackets(a) : append_find_end(a);
    buf_add(text, all, end);
    if (a->list.flow) {
        append_put_braces(text, addition, a->count == 0, style.line_end);
    } else {
        if (end > 0 && all[end - 1] != '\n')
            buf_text(text, style.line_end);
        append_put_lines(text, buf_string(&addition->lines), &style);
    }
    buf_add(text, all + end, a->text.length - end);
}

/* The same for an empty list, [], which becomes a block. Appends nothing if it holds comments. */
static void append_put_first(
    const struct append *a, const struct deck_addition *addition, struct buf *text)
{
    const struct append_style style = append_style_of(a, addition);
    const char *all = buf_string(&a->text);
    size_t begin = append_byte_of(a, a->list.begins), end = append_byte_of(a, a->list.ends);
    if (strspn(all + begin + 1, " \t\r\n") != end - begin - 2)
        return;
    while (begin > 0 && all[begin - 1] == ' ')
        begin--;
    size_t rest = strcspn(all + end, "\n");
    rest += all[end + rest] == '\n';
    buf_add(text, all, begin);
    buf_add(text, all + end, rest);
    if (rest == 0 || all[end + rest - 1] != '\n')
        buf_text(text, style.line_end);
    append_put_lines(text, buf_string(&addition->lines), &style);
    buf_add(text, all + end + rest, a->text.length - end - rest);
}

typedef void append_put_fn(
    const struct append *a, const struct deck_addition *addition, struct buf *text);

/* Sets *same to whether the text that `put` made, now at `to`, adds the entries and no more. */
static enum err_code append_try(const struct append *a, const struct deck_addition *addition,
    append_put_fn *put, const char *to, bool *same, struct err *err)
{
    struct buf text = {0};
    const struct append_change change = {addition->count, NULL};
    put(a, addition, &text);
    enum err_code code = text.failed ? err_memory(err) : append_write(a, &text, to, err);
    if (!code)
        code = append_compare(a, to, &change, same, err);
    buf_done(&text);
    return code;
}

/* Whether comments of the entries would be lost. */
static bool append_loses(const struct append *a, const struct deck_addition *addition)
{
    return a->list.flow ? addition->braces_lose : addition->lines_lose;
}

static enum err_code append_add(
    struct append *a, const struct deck_addition *addition, const char *to, struct err *err)
{
    bool same = false;
    enum err_code code = ERR_NONE;
    if (a->count == 0 && !a->list.flow)
        return ERR_MISTAKE;
    bool as_block = addition->in_style || (addition->braces_lose && !addition->lines_lose);
    if (as_block && a->count == 0)
        code = append_try(a, addition, append_put_first, to, &same, err);
    if (!code && !same && append_loses(a, addition))
        return ERR_MISTAKE;
    if (!code && !same)
        code = append_try(a, addition, append_put, to, &same, err);
    return !code && !same ? ERR_MISTAKE : code;
}

enum err_code deck_append(
    const char *path, const struct deck_addition *addition, const char *to, struct err *err)
{
    struct append a = {.path = path};
    bool failed = addition->lines.failed || addition->braces.failed;
    enum err_code code = failed ? err_memory(err) : file_read(path, &a.text, err);
    if (!code && !(code = append_read_entries(&a, err)) &&
        (code = append_add(&a, addition, to, err)) == ERR_MISTAKE)
        err_at(err, code, path, 0, 0,
            append_loses(&a, addition)
                ? "comments in a card would be lost here: move it by hand"
                : "cards cannot be added here without changing something else: add a first card "
                  "below \"cards:\", as \"- question: ...\", by hand");
    buf_done(&a.text);
    return code;
}

/* ---- replacing ---- */

/* Appends a block's lines from its first key on, without the last line end. */
static void append_put_keys(const struct append *a, const struct deck_entry *entry, struct buf *out)
{
    const char *all = buf_string(&a->text), *newline = strchr(all, '\n');
    struct buf lines = {0}, indented = {0};
    struct append_style style = {.column = a->place.indent - DASH_COLUMN,
        .line_end = newline && newline > all && newline[-1] == '\r' ? "\r\n" : "\n",
        .packed = true,
        .brief = append_is_brief(a, &a->place),
        .id_first = append_is_id_first(a, &a->place)};
    deck_write_entry(&lines, entry);
    append_put_lines(&indented, buf_string(&lines), &style);
    size_t end = strlen(style.line_end), dash = a->place.indent;
    out->failed |= lines.failed || indented.failed;
    if (!out->failed)
        buf_add(out, indented.bytes + dash, indented.length - dash - end);
    buf_done(&lines);
    buf_done(&indented);
}

/* Appends the file's text with the entry at a->place replaced. False if the entry has comments. */
static bool append_put_replaced(
    const struct append *a, const struct deck_entry *entry, struct buf *out)
{
    const struct entry_position *at = &a->place;
    const char *all = buf_string(&a->text);
    size_t ends = at->flow && at->ends > at->last_end ? at->ends : at->last_end;
    size_t begin = append_byte_of(a, at->opens), end = append_byte_of(a, ends);
    while (!at->flow && end > begin && strchr(" \t\r\n", all[end - 1]))
        end--;
    bool ok = true, comments = deck_has_comments(&a->text, begin, end, &ok);
    buf_add(out, all, begin);
    if (at->flow)
        deck_write_entry_in_braces(out, entry);
    else
        append_put_keys(a, entry, out);
    buf_add(out, all + end, a->text.length - end);
    out->failed |= !ok;
    return !comments;
}

static enum err_code append_replace(
    struct append *a, const struct deck_entry *entry, const char *to, struct err *err)
{
    struct buf text = {0};
    bool same = false;
    const struct append_change change = {0, entry};
    if (a->number >= a->count || (!a->place.flow && a->place.indent < DASH_COLUMN))
        return err_at(err, ERR_MISTAKE, a->path, a->place.line, 0,
            "the card cannot be written here without changing something else");
    if (!append_put_replaced(a, entry, &text)) {
        buf_done(&text);
        return err_at(err, ERR_MISTAKE, a->path, a->place.line, a->place.column,
            "this card has comments: edit it in the file, which keeps them");
    }
    enum err_code code = text.failed ? err_memory(err) : ERR_NONE;
    same = !to;
    if (!code && to && !(code = append_write(a, &text, to, err)))
        code = append_compare(a, to, &change, &same, err);
    buf_done(&text);
    if (!code && !same)
        code = err_at(err, ERR_MISTAKE, a->path, a->place.line, a->place.column,
            "the card cannot be written here without changing something else: edit it in the "
            "file");
    return code;
}

enum err_code deck_replace(const char *path, size_t number, const struct deck_entry *entry,
    const char *to, struct err *err)
{
    struct append a = {.path = path, .number = number};
    enum err_code code = file_read(path, &a.text, err);
    if (!code && !(code = append_read_entries(&a, err)))
        code = append_replace(&a, entry, to, err);
    buf_done(&a.text);
    return code;
}

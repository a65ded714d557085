#include "deck/obsidian_cloze.h"

#include "deck/cloze.h"
#include "deck/import_fields.h"
#include "text/md_places.h"

#include <stdlib.h>
#include <string.h>

#define GAP_MAX 1024 /* bytes of a gap's text */

static const struct {
    const char *open, *close;
    const char *between; /* separates the parts of a gap */
} obsidian_cloze_marks[] = {
    {"==", "==", ";;"}, {"**", "**", ";;"}, {"{{", "}}", "::"}, {"{@{", "}@}", ";;"}};

#define MARKS COUNT(obsidian_cloze_marks)

struct obsidian_cloze {
    const char *text;
    struct buf places;         /* an enum place for each byte */
    const char *barren[MARKS]; /* before this, no mark of that kind closes */
};

/* A gap in the text. */
struct obsidian_cloze_gap {
    const char *open, *text, *text_end, *hint, *hint_end, *end;
    int number; /* 0 if it has none; -1 if the gap is never asked */
};

static enum place obsidian_cloze_place(const struct obsidian_cloze *c, const char *at)
{
    size_t i = (size_t)(at - c->text);
    return i < c->places.length ? (enum place)c->places.bytes[i] : PLACE_TEXT;
}

static bool obsidian_cloze_is_literal(const struct obsidian_cloze *c, const char *at)
{
    enum place place = obsidian_cloze_place(c, at);
    bool escaped =
        at > c->text && at[-1] == '\\' && obsidian_cloze_place(c, at - 1) == PLACE_MARKUP;
    return place == PLACE_CODE || place == PLACE_FORMULA || escaped;
}

static bool obsidian_cloze_is_white(char c)
{
    return c == '\0' || strchr(" \t\n", c);
}

/* Returns the mark that closes a gap whose text begins at `text`, or NULL. */
static const char *obsidian_cloze_close(struct obsidian_cloze *c, const char *text, size_t kind)
{
    const char *mark = obsidian_cloze_marks[kind].close, *close = text + 1;
    const char *end = text + strnlen(text, GAP_MAX);
    if (text < c->barren[kind])
        return NULL;
    for (; close < end && (close = memmem(close, (size_t)(end - close), mark, strlen(mark)));
         close++)
        if (!obsidian_cloze_is_literal(c, close) && !obsidian_cloze_is_white(close[-1]))
            return close;
    c->barren[kind] = *end ? text : end;
    return NULL;
}

/* Reads [^1], or [^ahs], which says for each card whether the gap is asked, hidden or shown. */
static const char *obsidian_cloze_read_number(struct obsidian_cloze_gap *gap, const char *at)
{
    if (strncmp(at, "[^", 2) != 0)
        return at;
    size_t digits = strspn(at + 2, "0123456789"), letters = strspn(at + 2, "ahs");
    if (digits > 0 && digits < 4 && at[2 + digits] == ']') {
        gap->number = (int)strtol(at + 2, NULL, 10);
        return at + digits + 3;
    }
    if (letters == 0 || at[2 + letters] != ']')
        return at;
    size_t before = strcspn(at + 2, "a");
    gap->number = before < letters ? (int)before + 1 : -1;
    return at + letters + 3;
}

/* Separates the number, the hint and the footnotes of a gap. */
static void obsidian_cloze_read_parts(struct obsidian_cloze_gap *gap, size_t kind)
{
    const char *between = obsidian_cloze_marks[kind].between;
    const char *c = gap->text + (kind == 2 && *gap->text == 'c');
    size_t digits = strspn(c, "0123456789"), both = strlen(between);
    if (digits > 0 && digits < 4 && strncmp(c + digits, between, both) == 0 &&
        c + digits + both < gap->text_end) {
        gap->number = (int)strtol(c, NULL, 10);
        gap->text = c + digits + both;
    }
    const char *hint = memmem(gap->text, (size_t)(gap->text_end - gap->text), between, both);
    if (hint && hint > gap->text) {
        gap->hint = hint + both;
        gap->hint_end = gap->text_end;
        gap->text_end = hint;
    }
    if (strncmp(gap->end, "^[", 2) == 0) {
        size_t length = strcspn(gap->end + 2, "[]\n");
        if (gap->end[2 + length] == ']') {
            gap->hint = gap->end + 2;
            gap->hint_end = gap->hint + length;
            gap->end = gap->hint_end + 1;
        }
    }
    gap->end = obsidian_cloze_read_number(gap, gap->end);
}

/* Reads the gap of one of these kinds that begins at `at`. */
static bool obsidian_cloze_read(
    struct obsidian_cloze *c, const char *at, unsigned kinds, struct obsidian_cloze_gap *gap)
{
    for (size_t kind = 0; kind < MARKS; kind++) {
        const char *open = obsidian_cloze_marks[kind].open;
        size_t length = strlen(open);
        if (!(kinds & 1U << kind) || strncmp(at, open, length) != 0)
            continue;
        const char *text = at + length, *close = NULL;
        if (*text != *open && !obsidian_cloze_is_white(*text) && !obsidian_cloze_is_literal(c, at))
            close = obsidian_cloze_close(c, text, kind);
        if (!close)
            continue;
        *gap = (struct obsidian_cloze_gap){
            .open = at, .text = text, .text_end = close, .end = close + length};
        obsidian_cloze_read_parts(gap, kind);
        return true;
    }
    return false;
}

static bool obsidian_cloze_begin(struct obsidian_cloze *c, const char *text)
{
    *c = (struct obsidian_cloze){.text = text};
    for (size_t i = 0; i < MARKS; i++)
        c->barren[i] = text;
    return !strpbrk(text, "`$\\~") || markdown_places(text, &c->places);
}

unsigned obsidian_cloze_find(const char *text, unsigned kinds, bool *failed)
{
    struct obsidian_cloze c;
    struct obsidian_cloze_gap gap;
    unsigned found = 0;
    *failed |= !obsidian_cloze_begin(&c, text);
    for (const char *at = text; *(at += strcspn(at, "=*{")); at++)
        for (unsigned kind = 1; kind < 1U << MARKS; kind <<= 1)
            if (kinds & kind & ~found && obsidian_cloze_read(&c, at, kind, &gap))
                found |= kind;
    buf_done(&c.places);
    return found;
}

size_t obsidian_cloze_count(const char *text, unsigned kinds, bool *failed)
{
    struct obsidian_cloze c;
    struct obsidian_cloze_gap gap;
    size_t count = 0;
    *failed |= !obsidian_cloze_begin(&c, text);
    for (const char *at = text; *(at += strcspn(at, "=*{"));) {
        bool found = obsidian_cloze_read(&c, at, kinds, &gap);
        count += found;
        at = found ? gap.end : at + (*at == at[1] ? 2 : 1);
    }
    buf_done(&c.places);
    return count;
}

static void obsidian_cloze_put_gap(struct buf *cloze, const struct obsidian_cloze_gap *gap)
{
    if (gap->number < 0) {
        field_add_cloze(cloze, gap->text, (size_t)(gap->text_end - gap->text), false);
        return;
    }
    field_disarm_last(cloze);
    buf_text(cloze, "{{");
    if (gap->number > 0)
        buf_format(cloze, "c%d::", gap->number);
    field_add_cloze(cloze, gap->text, (size_t)(gap->text_end - gap->text), true);
    if (gap->hint && gap->hint < gap->hint_end) {
        buf_text(cloze, "::");
        field_add_cloze(cloze, gap->hint, (size_t)(gap->hint_end - gap->hint), true);
    }
    buf_text(cloze, "}}");
}

bool obsidian_cloze(struct buf *cloze, const char *text, unsigned kinds)
{
    struct obsidian_cloze c;
    struct obsidian_cloze_gap gap;
    bool gaps = false;
    cloze->failed |= !obsidian_cloze_begin(&c, text);
    const char *from = text;
    for (const char *at = text; *(at += strcspn(at, "=*{"));) {
        if (!obsidian_cloze_read(&c, at, kinds, &gap)) {
            at += *at == at[1] ? 2 : 1;
            continue;
        }
        field_add_cloze(cloze, from, (size_t)(gap.open - from), false);
        obsidian_cloze_put_gap(cloze, &gap);
        gaps |= gap.number >= 0;
        from = at = gap.end;
    }
    field_add_cloze(cloze, from, strlen(from), false);
    buf_done(&c.places);
    return gaps;
}

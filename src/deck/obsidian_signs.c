#include "deck/obsidian_signs.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define LINES_LEAST  3 /* of question::answer, in a note without tags and schedules */
#define BLOCKS_LEAST 2

/* Separators that people set. */
static const char *const obsidian_signs_separators[] = {"->->->", ";;;", ";;", ">>>", ">>", "=>"};

bool obsidian_is_deck_tag(const char *tag, size_t length)
{
    static const char *const names[] = {"flashcards", "flashcard"};
    size_t mark = length && *tag == '#';
    tag += mark;
    length -= mark;
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t size = strlen(names[i]);
        if (length >= size && strncasecmp(tag, names[i], size) == 0 &&
            (length == size || tag[size] == '/'))
            return true;
    }
    return false;
}

/* The first occurrence outside inline code, or NULL. As in the plugin, an odd number of backticks
 * on either side means code. */
static const char *obsidian_signs_find(const char *line, const char *what)
{
    const char *from = line, *at = strstr(line, what);
    size_t before = 0, all = 0;
    for (const char *c = line; at && *c; c++)
        all += *c == '`';
    for (; at; at = strstr(at + 1, what)) {
        for (; from < at; from++)
            before += *from == '`';
        if (before % 2 == 0 || (all - before) % 2 == 0)
            break;
    }
    return at;
}

const char *obsidian_separator(
    const struct obsidian_signs *signs, const char *line, size_t *length, bool *both)
{
    static const char *const usual[] = {"::@::", ":::", ":@:", "::"};
    for (size_t i = 0; i < COUNT(usual); i++) {
        const char *at = obsidian_signs_find(line, usual[i]);
        *length = strlen(usual[i]);
        *both = i < 2;
        if (at)
            return at;
    }
    *both = signs->separates_both;
    *length = signs->separator ? strlen(signs->separator) : 0;
    return signs->separator ? obsidian_signs_find(line, signs->separator) : NULL;
}

bool obsidian_is_mark(const char *line, bool *both)
{
    line += strspn(line, " \t");
    size_t marks = strspn(line, "?");
    *both = marks == 2;
    return (marks == 1 || marks == 2) && note_is_blank(line + marks);
}

/* Whether the line is little more than a question and its answer: it has no field such as due::
 * 2024, and no name such as std::vector. */
static bool obsidian_signs_is_clear(const char *line, const char *at, size_t length)
{
    const char *text = note_skip_marks(line), *after = at + length;
    size_t words = 0;
    for (const char *c = text; c < at; c++)
        words += !isspace((unsigned char)*c) && (c == text || isspace((unsigned char)c[-1]));
    bool apart = at > text && (isspace((unsigned char)*after) || strchr(" ?.)\"", at[-1]));
    return words >= 3 && apart && !note_is_blank(after);
}

static void obsidian_look_for_tags(struct obsidian_look *look, const char *line)
{
    for (const char *tag = line; (tag = strchr(tag, '#')); tag++)
        if ((tag == line || isspace((unsigned char)tag[-1])) &&
            obsidian_is_deck_tag(tag, note_tag_length(tag)))
            look->signs.tagged = true;
}

/* The number of cards whose schedules are in the comment. */
static size_t obsidian_signs_groups(const char *comment)
{
    const char *end = strstr(comment, OBSIDIAN_SCHEDULE_END);
    size_t groups = 0;
    for (comment += strlen("<!"); *comment && comment != end; comment++)
        groups += *comment == '!';
    return groups;
}

/* Learns from a schedule what the paragraph above it asks. */
static void obsidian_look_at_schedule(struct obsidian_look *look, const char *comment)
{
    struct obsidian_signs *signs = &look->signs;
    const char *text = buf_string(&look->paragraph);
    size_t groups = obsidian_signs_groups(comment);
    signs->schedules++;
    if (look->asks || look->brief)
        return;
    size_t gaps = obsidian_cloze_count(text, GAPS_HIGHLIGHT | GAPS_AT, &look->failed);
    size_t bold = obsidian_cloze_count(text, GAPS_BOLD, &look->failed);
    signs->marked += gaps > 0 && gaps == groups;
    if (look->custom && gaps != groups) {
        signs->separator = signs->separator ? signs->separator : look->custom;
        signs->separates_both |= groups == 2;
    } else if (gaps == 0 && obsidian_cloze_find(text, GAPS_CURLY, &look->failed)) {
        signs->scheduled_gaps |= GAPS_CURLY;
    } else if (gaps == 0 && bold > 0) {
        *(bold == groups ? &signs->bold : &signs->not_bold) += 1;
    }
}

void obsidian_look_end(struct obsidian_look *look)
{
    if (!look->brief)
        look->signs.gaps |= obsidian_cloze_find(buf_string(&look->paragraph),
            (GAPS_HIGHLIGHT | GAPS_BOLD | GAPS_CURLY | GAPS_AT) & ~look->signs.gaps, &look->failed);
    look->failed |= look->paragraph.failed || look->head.tags.failed;
    buf_clear(&look->paragraph);
    look->asks = look->text = false;
    look->custom = NULL;
}

static void obsidian_look_at_text(struct obsidian_look *look, const char *line)
{
    size_t length;
    bool both, mark = obsidian_is_mark(line, &both);
    const char *at = obsidian_separator(&(struct obsidian_signs){0}, line, &length, &both);
    look->signs.blocks += look->after_mark && !mark;
    look->after_mark = mark && look->text;
    look->asks |= look->after_mark || at;
    look->signs.lines += at && at > line;
    look->signs.clear += at && obsidian_signs_is_clear(line, at, length);
    look->signs.long_ends += strcmp(line, "+++") == 0;
    look->signs.letters += *line && strchr("QAC", *line) && line[1] == ':';
    look->signs.rules += strcmp(line, "---") == 0;
    look->text = true;
    look->custom = NULL;
    for (size_t i = 0; i < COUNT(obsidian_signs_separators) && !at && !look->custom; i++)
        if (obsidian_signs_find(line, obsidian_signs_separators[i]))
            look->custom = obsidian_signs_separators[i];
    obsidian_look_for_tags(look, line);
    if (!look->brief)
        buf_format(&look->paragraph, "%s\n", line);
    else if (strstr(line, "==") || strstr(line, "**") || strstr(line, "{{") || strstr(line, "{@{"))
        look->signs.gaps = GAPS_HIGHLIGHT;
}

static void obsidian_look_at_head(struct obsidian_look *look)
{
    for (const char *tag = buf_string(&look->head.tags); *tag; tag += *tag == ',') {
        size_t length = strcspn(tag, ",");
        look->signs.tagged |= obsidian_is_deck_tag(tag, length);
        tag += length;
    }
}

void obsidian_look_at(struct obsidian_look *look, const char *line, unsigned number)
{
    if (look->brief && number <= look->head.lines) {
        look->signs.tagged |= strstr(line, "flashcard") != NULL;
        return;
    }
    if (note_head_takes(&look->head, line, number)) {
        if (number == look->head.lines)
            obsidian_look_at_head(look);
        return;
    }
    if (note_fence_takes(&look->fence, line))
        return;
    const char *schedule = strstr(line, OBSIDIAN_SCHEDULE);
    bool blank = note_is_blank(line);
    if (blank) {
        look->signs.open += look->after_mark;
        look->after_mark = false;
    }
    if (schedule && schedule > line + strspn(line, " \t>") && !look->brief) {
        struct buf text = {0};
        buf_add(&text, line, (size_t)(schedule - line));
        obsidian_look_at_text(look, buf_string(&text));
        look->failed |= text.failed;
        buf_done(&text);
    } else if (!schedule && !blank) {
        obsidian_look_at_text(look, line);
    }
    if (schedule)
        obsidian_look_at_schedule(look, schedule);
    if (schedule || blank)
        obsidian_look_end(look);
}

void obsidian_look_done(struct obsidian_look *look)
{
    buf_done(&look->paragraph);
    note_head_done(&look->head);
}

struct obsidian_signs obsidian_signs_of(const char *start)
{
    struct obsidian_look look = {.brief = true};
    char line[NOTE_LINE_SIZE];
    unsigned number = 0;
    note_head_find(&look.head, start);
    while (note_next_line(&start, line))
        obsidian_look_at(&look, line, ++number);
    return look.signs;
}

bool obsidian_signs_are_clear(const struct obsidian_signs *signs)
{
    bool asks = signs->lines || signs->blocks || signs->open || obsidian_signs_gaps(signs);
    bool alone = signs->clear >= LINES_LEAST || signs->blocks >= BLOCKS_LEAST;
    return signs->schedules || (signs->tagged && asks) || (alone && !signs->letters);
}

unsigned obsidian_signs_gaps(const struct obsidian_signs *signs)
{
    bool others = signs->lines || signs->blocks || signs->open || signs->schedules ||
                  signs->gaps & (GAPS_HIGHLIGHT | GAPS_CURLY | GAPS_AT);
    if (!signs->tagged && !signs->schedules)
        return 0;
    unsigned kinds = GAPS_HIGHLIGHT | GAPS_AT | signs->scheduled_gaps;
    if (signs->tagged)
        kinds |= GAPS_CURLY | (others ? 0 : GAPS_BOLD);
    if (signs->bold > signs->not_bold + signs->marked)
        kinds |= GAPS_BOLD;
    return signs->gaps & kinds;
}

const char *obsidian_signs_end(const struct obsidian_signs *signs)
{
    return signs->long_ends ? "+++" : signs->open && signs->rules ? "---" : NULL;
}

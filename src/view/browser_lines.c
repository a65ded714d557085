/* Input lines, most of all those below the list: a due day, tags, a deck. */
#include "view/browser.h"

#include "base/casefold.h"
#include "base/date.h"
#include "model/tags.h"
#include "text/text.h"
#include "view/browser_parts.h"
#include "view/line.h"

#include <stdlib.h>
#include <string.h>

void browser_clear_targets(struct browser *b)
{
    for (size_t i = 0; i < b->target_count; i++) {
        buf_done(&b->targets[i].name);
        buf_done(&b->targets[i].folded);
    }
    free(b->targets);
    b->targets = NULL;
    b->target_count = b->target_capacity = b->target = 0;
}

bool browser_add_target(struct browser *b, int64_t deck_id, const char *name)
{
    if (!array_grow(&b->targets, b->target_count, &b->target_capacity, sizeof *b->targets))
        return false;
    struct browser_target *target = &b->targets[b->target_count++];
    *target = (struct browser_target){.deck_id = deck_id};
    buf_text(&target->name, name);
    casefold_text(&target->folded, name);
    return !target->name.failed && !target->folded.failed;
}

const struct browser_target *browser_target(const struct browser *b, size_t *matches)
{
    const struct browser_target *found = NULL;
    struct buf typed = {0};
    casefold_text(&typed, buf_string(&b->asked));
    *matches = 0;
    for (size_t i = 0; i < b->target_count && !typed.failed; i++) {
        const char *name = buf_string(&b->targets[i].folded);
        if (!strstr(name, buf_string(&typed)))
            continue;
        bool exact = strcmp(name, buf_string(&typed)) == 0;
        if (*matches == b->target || (exact && b->target == 0))
            found = &b->targets[i];
        ++*matches;
    }
    buf_done(&typed);
    return found;
}

/* Chooses another of the decks that match. */
void browser_target_move(struct browser *b, int lines)
{
    size_t matches;
    browser_target(b, &matches);
    if (lines > 0 && b->target + 1 < matches)
        b->target++;
    if (lines < 0 && b->target > 0)
        b->target--;
}

/* Splits "math -hard" into the tags to add and to remove. */
static bool browser_read_tags(struct browser *b)
{
    buf_clear(&b->add);
    buf_clear(&b->remove);
    for (const char *tag = buf_string(&b->asked); *(tag += strspn(tag, " ,"));) {
        bool minus = *tag == '-';
        tag += minus || *tag == '+';
        size_t length = strcspn(tag, " ,");
        struct buf *tags = minus ? &b->remove : &b->add;
        if (!tag_is_valid(tag, length))
            return false;
        buf_text(tags, tags->length ? " " : "");
        buf_add(tags, tag, length);
        tag += length;
    }
    return b->add.length || b->remove.length;
}

struct intent browser_take_below(struct browser *b, const struct browse *browse)
{
    static const struct {
        int command;
        const char *wrong;
    } lines[] = {[BROWSER_DUE_LINE] = {BROWSER_SET_DUE, "Not a day: try 3, today or 2026-12-01"},
        [BROWSER_TAG_LINE] = {BROWSER_SET_TAGS, "Not tags: try math -hard"},
        [BROWSER_MOVE_LINE] = {BROWSER_MOVE, "No deck of that name is known"}};
    size_t matches;
    bool good = b->line == BROWSER_DUE_LINE
                    ? day_parse_ahead(buf_string(&b->asked), browse->today, &b->due)
                : b->line == BROWSER_TAG_LINE ? browser_read_tags(b)
                                              : browser_target(b, &matches) != NULL;
    if (!good) {
        buf_text(&b->notice, lines[b->line].wrong);
        b->warns = true;
        return (struct intent){0};
    }
    int command = lines[b->line].command;
    b->line = BROWSER_NO_LINE;
    return (struct intent){.command = command};
}

/* ---- drawing ---- */

void browser_draw_line(const struct browser *b, struct frame *frame, int row,
    const struct column *c, const char *label, const struct buf *typed, bool open)
{
    struct buf safe = {0}, line = {0};
    int width = c->width - text_width(label, strlen(label));
    text_safe(&safe, buf_string(typed), TEXT_ONE_LINE);
    buf_text(&line, label);
    if (open)
        line_add(&line, typed, b->cursor, width);
    else
        text_fitted_end(&line, buf_string(&safe), width - 1);
    widget_line(frame, row, c->left, c->width, open ? STYLE_KEY : STYLE_STRONG, &line);
    frame->failed |= safe.failed;
    buf_done(&safe);
}

/* Appends the label of the line for a deck: the deck that is chosen. */
static void browser_draw_add_target(const struct browser *b, int width, struct buf *label)
{
    size_t matches;
    const struct browser_target *target = browser_target(b, &matches);
    struct buf name = {0};
    if (target)
        text_safe(&name, buf_string(&target->name), TEXT_ONE_LINE);
    buf_text(label, target ? "Move to " : "Move to: no such deck: ");
    if (target)
        text_fitted(label, buf_string(&name), width * 2 / 5);
    if (matches > 1)
        buf_format(label, " (%zu of %zu)", b->target + 1, matches);
    buf_text(label, target ? ": " : "");
    label->failed |= name.failed;
    buf_done(&name);
}

bool browser_draw_below(const struct browser *b, struct frame *frame, const struct column *c)
{
    int row = frame->rows - 2;
    bool wide = c->width >= 60;
    struct buf label = {0};
    if (b->line == BROWSER_DUE_LINE)
        buf_text(&label, wide ? "Due (3, +3, today, tomorrow, 2026-12-01): " : "Due: ");
    else if (b->line == BROWSER_TAG_LINE)
        buf_text(&label, wide ? "Tags to add (-tag removes): " : "Tags: ");
    else if (b->line == BROWSER_MOVE_LINE)
        browser_draw_add_target(b, c->width, &label);
    bool open = label.length > 0;
    if (open)
        browser_draw_line(b, frame, row, c, buf_string(&label), &b->asked, true);
    frame->failed |= label.failed;
    buf_done(&label);
    return open;
}

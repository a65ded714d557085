/* Rebuilds cloze text from cards that were stored without it. If a question's brackets are
 * unambiguous, its answer replaces them, which gives the text without gaps. In every other
 * question, the gap is where the question differs from that text. The result is accepted only if it
 * yields the same cards. */
#include "deck/cloze.h"
#include "deck/import_fields.h"

#include <stdlib.h>
#include <string.h>

#define BETWEEN " … " /* what cloze_answer puts between gaps */

/* A gap in the filled text. */
struct uncloze_gap {
    size_t begin, end;
    int number;
    const char *hint; /* points into the question; NULL for [...] */
    size_t hint_length;
};

struct uncloze_rebuild {
    struct buf filled, other;
    struct uncloze_gap *gaps;
    size_t count, capacity;
    bool no_memory;
};

static bool uncloze_add_gap(struct uncloze_rebuild *r, struct uncloze_gap gap)
{
    bool added = array_add(&r->gaps, &r->count, &r->capacity, &gap, sizeof gap);
    r->no_memory |= !added;
    return added;
}

static size_t uncloze_count_answers(const char *answer)
{
    size_t answers = 1;
    while ((answer = strstr(answer, BETWEEN))) {
        answers++;
        answer += strlen(BETWEEN);
    }
    return answers;
}

/* Finds the next bracket that may be a gap: only [...] if `dots` is set, else any that is not
 * empty. */
static const char *uncloze_next_bracket(const char *text, bool dots, const char **end)
{
    for (text = strchr(text, '['); text; text = strchr(text + 1, '[')) {
        *end = strchr(text, ']');
        if (*end && (dots ? strncmp(text, "[...]", 5) == 0 : *end > text + 1))
            return text;
    }
    return NULL;
}

static size_t uncloze_brackets_of(const char *text, bool dots)
{
    const char *end;
    size_t count = 0;
    while ((text = uncloze_next_bracket(text, dots, &end))) {
        count++;
        text = end;
    }
    return count;
}

/* Replaces the brackets in a question with its answers, and records where the gaps are. */
static bool uncloze_fill(struct uncloze_rebuild *r, const struct card *card, struct buf *filled)
{
    const char *text = card->question, *answer = card->answer, *end, *open;
    bool dots = strstr(text, "[...]");
    size_t answers = uncloze_count_answers(answer);
    if (uncloze_brackets_of(text, dots) != answers)
        return false;
    for (; answers > 0; answers--) {
        const char *stop = answers > 1 ? strstr(answer, BETWEEN) : answer + strlen(answer);
        open = uncloze_next_bracket(text, dots, &end);
        buf_add(filled, text, (size_t)(open - text));
        struct uncloze_gap gap = {filled->length, filled->length + (size_t)(stop - answer),
            card->variant, dots ? NULL : open + 1, (size_t)(end - open) - 1};
        if (!uncloze_add_gap(r, gap))
            return false;
        buf_add(filled, answer, (size_t)(stop - answer));
        text = end + 1;
        answer = answers > 1 ? stop + strlen(BETWEEN) : stop;
    }
    buf_text(filled, text);
    r->no_memory |= filled->failed;
    return !filled->failed;
}

/* Finds the only gap of a question: the range in which it differs from the filled text. */
static bool uncloze_locate(struct uncloze_rebuild *r, const struct card *card)
{
    const char *filled = buf_string(&r->filled), *text = card->question;
    size_t begin = 0, length = strlen(card->answer), whole = strlen(text);
    while (text[begin] && text[begin] == filled[begin])
        begin++;
    if (text[begin] != '[' || strncmp(filled + begin, card->answer, length) != 0)
        return false;
    const char *rest = filled + begin + length;
    size_t left = strlen(rest);
    if (left + 2 > whole - begin || strcmp(text + whole - left, rest) != 0 ||
        text[whole - left - 1] != ']')
        return false;
    size_t hint_length = whole - left - begin - 2;
    bool dots = hint_length == 3 && strncmp(text + begin, "[...]", 5) == 0;
    return uncloze_add_gap(r, (struct uncloze_gap){begin, begin + length, card->variant,
                                  dots ? NULL : text + begin + 1, hint_length});
}

static bool uncloze_find_gaps(struct uncloze_rebuild *r, const struct card *cards, size_t count)
{
    size_t known = 0;
    for (; known < count && !uncloze_fill(r, &cards[known], &r->filled); known++) {
        buf_clear(&r->filled);
        r->count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        size_t before = r->count;
        if (known == count || i == known || uncloze_locate(r, &cards[i]))
            continue;
        buf_clear(&r->other);
        if (!uncloze_fill(r, &cards[i], &r->other) || r->count == before ||
            strcmp(buf_string(&r->other), buf_string(&r->filled)) != 0)
            return false;
    }
    return known < count;
}

static int uncloze_by_position(const void *one, const void *other)
{
    const struct uncloze_gap *a = one, *b = other;
    return a->begin < b->begin ? -1 : a->begin > b->begin;
}

/* Appends the filled text with its gaps, with numbers if their order does not imply them. */
static bool uncloze_write_gaps(struct uncloze_rebuild *r, struct buf *text)
{
    size_t at = 0;
    bool numbered = false;
    const char *filled = buf_string(&r->filled);
    qsort(r->gaps, r->count, sizeof *r->gaps, uncloze_by_position);
    for (size_t i = 0; i < r->count; i++)
        numbered |= r->gaps[i].number != (int)i + 1;
    for (size_t i = 0; i < r->count; i++) {
        const struct uncloze_gap *gap = &r->gaps[i];
        if (gap->begin < at)
            return false;
        field_add_cloze(text, filled + at, gap->begin - at, false);
        buf_text(text, "{{");
        if (numbered)
            buf_format(text, "c%d::", gap->number);
        field_add_cloze(text, filled + gap->begin, gap->end - gap->begin, true);
        if (gap->hint) {
            buf_text(text, "::");
            field_add_cloze(text, gap->hint, gap->hint_length, true);
        }
        buf_text(text, "}}");
        at = gap->end;
    }
    field_add_cloze(text, filled + at, strlen(filled + at), false);
    return !text->failed;
}

/* Whether the text yields exactly these cards. */
static bool uncloze_makes(
    struct uncloze_rebuild *r, const char *text, const struct card *cards, size_t count)
{
    struct buf question = {0}, answer = {0};
    struct cloze cloze = {0};
    bool same = cloze_read(&cloze, text);
    int gap = 0;
    r->no_memory |= !same;
    for (size_t i = 0; i < count && same; i++) {
        buf_clear(&question);
        buf_clear(&answer);
        gap = cloze_next_gap(&cloze, gap);
        cloze_question(&cloze, gap, &question);
        cloze_answer(&cloze, gap, &answer);
        same = gap == cards[i].variant && strcmp(buf_string(&question), cards[i].question) == 0 &&
               strcmp(buf_string(&answer), cards[i].answer) == 0;
        r->no_memory |= question.failed || answer.failed;
    }
    same = same && count > 0 && cloze_next_gap(&cloze, gap) == 0;
    cloze_done(&cloze);
    buf_done(&question);
    buf_done(&answer);
    return same;
}

/* Returns the cards' own cloze text, or NULL. Cards may hold different ones, because a card keeps
 * an older text if only the hint of another gap has changed since. */
static const char *uncloze_own(struct uncloze_rebuild *r, const struct card *cards, size_t count)
{
    const char *tried = "";
    for (size_t i = 0; i < count; i++) {
        const char *own = cards[i].cloze;
        if (own && strcmp(own, tried) != 0 && uncloze_makes(r, own, cards, count))
            return own;
        tried = own ? own : tried;
    }
    return NULL;
}

bool cloze_rebuild(const struct card *cards, size_t count, struct buf *text)
{
    struct uncloze_rebuild r = {.count = 0};
    struct buf found = {0};
    const char *own = uncloze_own(&r, cards, count);
    bool same = own || (uncloze_find_gaps(&r, cards, count) && uncloze_write_gaps(&r, &found) &&
                           uncloze_makes(&r, buf_string(&found), cards, count));
    if (same)
        buf_text(text, own ? own : buf_string(&found));
    text->failed |= r.no_memory || found.failed;
    buf_done(&found);
    buf_done(&r.filled);
    buf_done(&r.other);
    free(r.gaps);
    return same || text->failed;
}

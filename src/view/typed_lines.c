#include "view/typed_lines.h"

#include "text/text.h"

#include <string.h>

#define LABEL 8 /* columns of a label */

static const struct {
    const char *label;
    enum style style;
    int rating;
} verdicts[] = {
    [TYPED_NOTHING] = {"", STYLE_PLAIN, 0},
    [TYPED_RIGHT] = {"Right", STYLE_RATING_1 + 3, RATING_WELL},
    [TYPED_ALMOST] = {"Almost", STYLE_RATING_1 + 1, RATING_PARTLY},
    [TYPED_WRONG] = {"Wrong", STYLE_RATING_1, RATING_NOT_AT_ALL},
};

int typed_rating(enum typed_verdict verdict)
{
    return verdicts[verdict].rating;
}

/* A text with its brackets, and a style for each byte. */
struct typed_run {
    struct buf text, styles;
};

static void typed_lines_add(
    struct typed_run *run, enum style style, const char *text, size_t length)
{
    buf_add(&run->text, text, length);
    buf_fill(&run->styles, (char)style, length);
}

static void typed_lines_bracket(
    struct typed_run *run, const struct typed_side *side, bool marks, enum style odd)
{
    const char *text = buf_string(&side->text), *differs = buf_string(&side->differs);
    for (size_t at = 0, next; at < side->text.length; at = next) {
        for (next = at + 1; next < side->text.length && differs[next] == differs[at];)
            next++;
        bool differ = marks && differs[at];
        typed_lines_add(run, odd, "[", differ);
        typed_lines_add(run, differ ? odd : STYLE_PLAIN, text + at, next - at);
        typed_lines_add(run, odd, "]", differ);
    }
}

/* Appends a label, and the text beside it, in as many lines as it takes. */
static void typed_lines_lay(struct styled *styled, const char *label, enum style style,
    const struct typed_run *run, int width)
{
    const char *text = buf_string(&run->text), *styles = buf_string(&run->styles);
    size_t length = run->text.failed || run->styles.failed ? 0 : run->text.length, next = 0;
    for (size_t at = 0; at < length; at += next) {
        size_t used = text_line(text + at, length - at, width - LABEL, &next);
        size_t start = styled->text.length, word = at ? 0 : strlen(label);
        styled_add(styled, label, word, style, 0);
        for (size_t i = word; i < LABEL; i++)
            styled_add(styled, " ", 1, STYLE_PLAIN, 0);
        for (size_t i = 0; i < used; i++)
            styled_add(styled, text + at + i, 1, (enum style)styles[at + i], 0);
        styled_end_line(styled, start);
    }
}

void typed_lines(struct styled *styled, const struct typed_result *result, int width)
{
    struct typed_run typed = {0}, answer = {0};
    enum typed_verdict verdict = result->verdict;
    bool marks = verdict != TYPED_RIGHT && result->similar;
    typed_lines_bracket(&typed, &result->typed, marks, STYLE_RATING_1);
    typed_lines_lay(styled, verdicts[verdict].label, verdicts[verdict].style, &typed, width);
    if (marks) {
        typed_lines_bracket(&answer, &result->answer, true, STYLE_GAP);
        typed_lines_lay(styled, "Answer", STYLE_FAINT, &answer, width);
    }
    styled->failed |=
        typed.text.failed || typed.styles.failed || answer.text.failed || answer.styles.failed;
    buf_done(&typed.text);
    buf_done(&typed.styles);
    buf_done(&answer.text);
    buf_done(&answer.styles);
}

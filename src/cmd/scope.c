#include "cmd/scope.h"

#include "base/date.h"
#include "text/text.h"

#include <limits.h>

static void scope_add(struct buf *out, const char *what, const char *word)
{
    buf_format(out, "%s%s", out->length ? ", " : "", what);
    text_safe(out, word, TEXT_ONE_LINE);
}

void scope_words(const struct options *options, struct buf *out)
{
    char date[DATE_SIZE];
    for (size_t i = 0; i < options->word_count; i++)
        scope_add(out, "", options->words[i]);
    for (size_t i = 0; i < options->tag_count; i++)
        scope_add(out, "tag ", options->tags[i]);
    if (options->since != INT_MIN)
        scope_add(out, "since ", date_text(options->since, date));
    if (options->until != INT_MAX)
        scope_add(out, "until ", date_text(options->until, date));
}

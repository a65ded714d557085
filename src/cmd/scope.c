#include "cmd/scope.h"

#include "base/date.h"
#include "store/decks.h"
#include "text/text.h"

#include <limits.h>

static void scope_add(struct buf *out, const char *what, const char *word)
{
    buf_format(out, "%s%s", out->length ? ", " : "", what);
    text_safe(out, word, TEXT_ONE_LINE);
}

static void scope_add_tags(struct buf *out, const struct tag_filter *filter)
{
    for (size_t i = 0; i < filter->count; i++)
        scope_add(out, "tag ", filter->terms[i]);
}

void scope_words(const struct options *options, struct buf *out)
{
    char date[DATE_SIZE];
    for (size_t i = 0; i < options->word_count; i++)
        scope_add(out, "", options->words[i]);
    scope_add_tags(out, &options->session.filter);
    if (options->since != INT_MIN)
        scope_add(out, "since ", date_text(options->since, date));
    if (options->until != INT_MAX)
        scope_add(out, "until ", date_text(options->until, date));
}

/* Append the names of the first decks, and the number of the others. */
static enum err_code scope_add_decks(const struct sides *sides, struct buf *out, struct err *err)
{
    enum { NAMED_MAX = 3 };
    size_t named = sides->deck_count > NAMED_MAX ? NAMED_MAX - 1 : sides->deck_count;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < named && !code; i++) {
        struct buf name = {0};
        code = store_deck_name(sides->store, sides->deck_ids[i], &name, err);
        scope_add(out, "", buf_string(&name));
        out->failed |= name.failed;
        buf_done(&name);
    }
    if (named < sides->deck_count)
        buf_format(out, " and %zu more decks", sides->deck_count - named);
    return code;
}

enum err_code scope_of_side(const struct sides *sides, struct buf *out, struct err *err)
{
    struct known_decks known = {0};
    enum err_code code = store_decks(sides->store, &known, err);
    if (!code && sides->deck_count < known.count)
        code = scope_add_decks(sides, out, err);
    scope_add_tags(out, &sides->options->filter);
    known_decks_done(&known);
    return !code && out->failed ? err_memory(err) : code;
}

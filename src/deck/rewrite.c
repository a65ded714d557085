#include "deck/rewrite.h"

#include "base/file.h"
#include "base/utf8.h"
#include "deck/reader.h"
#include "deck/rewrite_parts.h"
#include "deck/writer.h"
#include "model/tags.h"

#include <stdlib.h>
#include <string.h>

void rewrite_done(struct rewrite *r)
{
    buf_done(&r->before);
    buf_done(&r->after);
}

/* ---- tags ---- */

/* Appends those of the tags that are not in `without`, nor in `out` yet. */
static void rewrite_add_tags(struct buf *out, const char *tags, const char *without)
{
    while (*tags) {
        size_t length = strcspn(tags, " ");
        if (length && !tags_have(without, tags, length) &&
            !tags_have(buf_string(out), tags, length)) {
            buf_text(out, out->length ? " " : "");
            buf_add(out, tags, length);
        }
        tags += length;
        tags += strspn(tags, " ");
    }
}

void rewrite_tags(const char *tags, const char *add, const char *remove, struct buf *out)
{
    buf_clear(out);
    rewrite_add_tags(out, tags, remove);
    rewrite_add_tags(out, add, remove);
}

/* ---- positions ---- */

size_t rewriting_byte(const struct rewriting *r, size_t characters)
{
    size_t byte = r->byte, passed = r->characters;
    for (; byte < r->from->length; byte++) {
        bool begins = !utf8_continues(r->from->bytes[byte]);
        if (begins && passed == characters)
            break;
        passed += begins;
    }
    return byte;
}

void rewriting_replace(struct rewriting *r, size_t from, size_t to, const char *text)
{
    if (from < r->copied || to < from) {
        r->refused = true;
        return;
    }
    buf_add(r->to, buf_string(r->from) + r->copied, from - r->copied);
    buf_text(r->to, text);
    r->copied = to;
}

/* Whether one of the entries to change is at this position. */
static bool rewrite_has(const struct rewrite *r, int64_t position)
{
    return r->count && bsearch(&position, r->positions, r->count, sizeof position, array_by_number);
}

/* ---- reading ---- */

static size_t rewrite_cards_of(const struct deck_entry *entry, bool *ok)
{
    struct card_texts texts = {0};
    struct card card;
    unsigned count = 0;
    while (deck_entry_card(entry, count, &texts, &card))
        count++;
    *ok = !card_texts_failed(&texts);
    card_texts_done(&texts);
    return count;
}

static enum err_code rewrite_entry(struct rewrite *r, struct rewriting *w,
    const struct deck_entry *entry, struct deck_addition *taken, struct err *err)
{
    bool ok = true;
    struct buf tags = {0};
    w->byte = rewriting_byte(w, entry->position.opens);
    w->characters = entry->position.opens;
    if (r->add) {
        rewrite_tags(buf_string(&entry->tags), r->add, r->remove, &tags);
        bool same = strcmp(buf_string(&tags), buf_string(&entry->tags)) == 0;
        r->changed += !same;
        r->cards += same ? 0 : rewrite_cards_of(entry, &ok);
        if (!same)
            rewriting_set_tags(w, &entry->position, buf_string(&tags));
        ok = ok && !tags.failed;
    } else {
        r->changed++;
        r->cards += rewrite_cards_of(entry, &ok);
        rewriting_take(w, entry, taken);
    }
    buf_done(&tags);
    return ok ? ERR_NONE : err_memory(err);
}

static enum err_code rewrite_entries(struct rewrite *r, struct rewriting *w,
    struct deck_reader *reader, struct deck_addition *taken, struct err *err)
{
    const struct deck_entry *entry;
    enum err_code code;
    size_t kept = 0;
    w->list = deck_list_position(reader); /* where it begins, so far */
    for (int64_t position = 1; !(code = deck_next(reader, &entry, err)) && entry; position++) {
        bool wanted = rewrite_has(r, position);
        kept += !wanted;
        if (wanted && (code = rewrite_entry(r, w, entry, taken, err)))
            return code;
    }
    if (!code && deck_mistakes(reader))
        code = err_at(err, ERR_MISTAKE, r->path, 0, 0, "has mistakes: nothing was changed");
    w->empties = !r->add && kept == 0 && !w->list.flow;
    return code;
}

enum err_code rewrite_make(
    struct rewrite *r, struct deck_addition *taken, bool tidy, struct err *err)
{
    struct deck_reader *reader;
    struct rewriting w = {.from = &r->before, .to = &r->after, .tidy = tidy};
    buf_clear(&r->before);
    buf_clear(&r->after);
    r->changed = r->cards = 0;
    enum err_code code = deck_open(&reader, r->path, ignore_mistake, NULL, err);
    if (!code && !(code = file_read(r->path, &r->before, err))) {
        w.byte = strncmp(buf_string(&r->before), UTF8_BOM, 3) == 0 ? 3 : 0;
        r->version = deck_version(reader);
        code = deck_file_unchanged(r->path, &r->version, err);
    }
    if (!code)
        code = rewrite_entries(r, &w, reader, taken, err);
    if (!code)
        rewriting_end(&w);
    deck_close(reader);
    if (!code && w.refused)
        code = err_at(err, ERR_MISTAKE, r->path, 0, 0, REWRITE_REFUSED);
    if (!code && (r->after.failed || (taken && (taken->lines.failed || taken->braces.failed))))
        code = err_memory(err);
    return code;
}

/* ---- checking ---- */

/* Whether an entry is what it was, or has the new tags. */
static bool rewrite_is_right(const struct rewrite *r, int64_t position,
    const struct deck_entry *was, const struct deck_entry *is, bool *ok)
{
    struct deck_entry wanted = *was; /* borrows the texts */
    struct buf tags = {0};
    if (r->add && rewrite_has(r, position)) {
        rewrite_tags(buf_string(&was->tags), r->add, r->remove, &tags);
        wanted.tags = tags;
    }
    bool right = deck_entry_is_equal(&wanted, is);
    *ok = *ok && !tags.failed;
    buf_done(&tags);
    return right;
}

static enum err_code rewrite_compare(const struct rewrite *r, struct deck_reader *old,
    struct deck_reader *new, bool *same, struct err *err)
{
    const struct deck_entry *was, *is;
    enum err_code code;
    bool ok = true;
    *same = false;
    for (int64_t position = 1;; position++) {
        if ((code = deck_next(old, &was, err)))
            return code;
        if (was && !r->add && rewrite_has(r, position))
            continue;
        if ((code = deck_next(new, &is, err)))
            return code;
        if (!was || !is)
            break;
        if (!rewrite_is_right(r, position, was, is, &ok))
            return ok ? ERR_NONE : err_memory(err);
    }
    *same = !was && !is && !deck_mistakes(new) && deck_head_is_same(deck_head(old), deck_head(new));
    return ERR_NONE;
}

enum err_code rewrite_check(const struct rewrite *r, const char *to, struct err *err)
{
    struct deck_reader *old = NULL, *new = NULL;
    bool same = false;
    enum err_code code = deck_open(&old, r->path, ignore_mistake, NULL, err);
    if (!code && !(code = deck_open(&new, to, ignore_mistake, NULL, err)))
        code = rewrite_compare(r, old, new, &same, err);
    deck_close(old);
    deck_close(new);
    if (code == ERR_MISTAKE || (!code && !same))
        code = err_at(err, ERR_MISTAKE, r->path, 0, 0, REWRITE_REFUSED);
    return code;
}

/* Finds the next entry to change; *entry is NULL after the last. */
static enum err_code rewrite_next_of(const struct rewrite *r, struct deck_reader *reader,
    int64_t *position, const struct deck_entry **entry, struct err *err)
{
    enum err_code code;
    do {
        code = deck_next(reader, entry, err);
        ++*position;
    } while (!code && *entry && !rewrite_has(r, *position));
    return code;
}

enum err_code rewrite_was_taken(
    const struct rewrite *r, const char *to, size_t skip, bool *same, struct err *err)
{
    struct deck_reader *old = NULL, *new = NULL;
    const struct deck_entry *was = NULL, *is = NULL;
    int64_t position = 0;
    *same = true;
    enum err_code code = deck_open(&old, r->path, ignore_mistake, NULL, err);
    if (!code)
        code = deck_open(&new, to, ignore_mistake, NULL, err);
    for (size_t i = 0; i < skip && !code; i++)
        code = deck_next(new, &is, err);
    while (!code && *same && !(code = rewrite_next_of(r, old, &position, &was, err)) && was &&
           !(code = deck_next(new, &is, err)))
        *same = is && deck_entry_is_equal(was, is);
    deck_close(old);
    deck_close(new);
    *same = *same && code != ERR_MISTAKE;
    return code == ERR_MISTAKE ? ERR_NONE : code;
}

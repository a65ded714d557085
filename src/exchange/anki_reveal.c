#include "exchange/anki_reveal.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define IDS_MAX 32

/* The ids of the elements that clicks show or hide. */
struct anki_reveal_ids {
    struct anki_reveal_id {
        const char *text;
        size_t length;
    } ids[IDS_MAX];
    size_t count;
};

static void anki_reveal_add_ids(struct anki_reveal_ids *ids, const char *script, const char *end)
{
    static const char call[] = "getElementById(";
    for (; (script = memmem(script, (size_t)(end - script), call, strlen(call)));) {
        const char *begin = script += strlen(call);
        const char *close = script < end && strchr("'\"", *begin)
                                ? memchr(begin + 1, *begin, (size_t)(end - begin - 1))
                                : NULL;
        if (close && ids->count < IDS_MAX)
            ids->ids[ids->count++] =
                (struct anki_reveal_id){begin + 1, (size_t)(close - begin - 1)};
    }
}

static void anki_reveal_find_ids(struct anki_reveal_ids *ids, const char *page)
{
    for (const char *c = page; (c = strcasestr(c, "onclick"));) {
        c += strlen("onclick");
        const char *quote = c + strspn(c, " \t\n=");
        const char *end = *quote == '"' || *quote == '\'' ? strchr(quote + 1, *quote) : NULL;
        if (end)
            anki_reveal_add_ids(ids, quote + 1, end);
        c = end ? end : c;
    }
}

/* Whether the tag's attribute "id" is one of these. */
static bool anki_reveal_is_named(
    const struct anki_reveal_ids *ids, const char *tag, const char *end)
{
    for (const char *c = tag + 1; c + 3 < end; c++) {
        if (!isspace((unsigned char)c[-1]) || strncasecmp(c, "id=", 3) != 0)
            continue;
        const char *value = c + 3 + (c[3] == '"' || c[3] == '\'');
        for (size_t i = 0; i < ids->count; i++) {
            size_t length = ids->ids[i].length;
            if (length && (size_t)(end - value) >= length &&
                memcmp(value, ids->ids[i].text, length) == 0 && strchr("\"' \t\n>/", value[length]))
                return true;
        }
    }
    return false;
}

/* Returns where "display: none" begins in a tag, and sets *behind to its end; NULL if the tag does
 * not hide its element. */
static const char *anki_reveal_hiding(const char *tag, const char *end, const char **behind)
{
    for (const char *c = tag; c < end; c++) {
        if (strncasecmp(c, "display", 7) != 0)
            continue;
        const char *value = c + 7 + strspn(c + 7, " \t\n:");
        *behind = value + 4;
        if (*behind <= end && strncasecmp(value, "none", 4) == 0)
            return c;
    }
    return NULL;
}

void anki_reveal(struct buf *out, const char *html, const char *page)
{
    struct anki_reveal_ids ids = {.count = 0};
    const char *open, *close, *hiding, *behind;
    anki_reveal_find_ids(&ids, page);
    while (ids.count && (open = strchr(html, '<')) && (close = strchr(open, '>'))) {
        buf_add(out, html, (size_t)(open - html));
        html = open;
        hiding = anki_reveal_hiding(open, close, &behind);
        if (hiding && anki_reveal_is_named(&ids, open, close)) {
            buf_add(out, html, (size_t)(hiding - html));
            html = behind;
        }
        buf_add(out, html, (size_t)(close - html));
        html = close;
    }
    buf_text(out, html);
}

#include "exchange/mnemosyne.h"

#include "exchange/anki_markup.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* ---- gaps ---- */

/* Appends text beside or in a gap, with a space between braces that would open or close a gap. */
static void mnemosyne_add_apart(struct buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool brace = text[i] == '{' || text[i] == '}';
        if (brace && out->length && out->bytes[out->length - 1] == text[i])
            buf_char(out, ' ');
        buf_char(out, text[i]);
    }
}

void mnemosyne_add_gaps(struct buf *out, const char *text, bool gaps)
{
    unsigned number = 0;
    for (const char *c = text; *c;) {
        const char *open = strchr(c, '['), *close = open && open[1] ? strchr(open + 2, ']') : NULL;
        size_t before = close ? (size_t)(open - c) : strlen(c);
        mnemosyne_add_apart(out, c, before);
        c += before;
        if (!close)
            break;
        const char *colon = memchr(open, ':', (size_t)(close - open));
        const char *end = colon ? colon : close;
        if (gaps)
            buf_format(out, "{{c%u::", ++number);
        mnemosyne_add_apart(out, open + 1, (size_t)(end - open - 1));
        if (gaps && colon && colon + 1 < close) {
            buf_text(out, "::");
            mnemosyne_add_apart(out, colon + 1, (size_t)(close - colon - 1));
        }
        if (gaps)
            buf_text(out, out->length && out->bytes[out->length - 1] == '}' ? " }}" : "}}");
        c = close + 1;
    }
}

/* ---- markup ---- */

struct mnemosyne_markup {
    struct buf *html;
    const char *block; /* the open element in which line feeds are spaces; NULL if there is none */
    bool formula;      /* the text is in a formula */
};

static const struct mnemosyne_markup_formula {
    const char *html, *mark;
} mnemosyne_markup_formulas[] = {{"<latex>", "[latex]"}, {"</latex>", "[/latex]"}, {"<$>", "[$]"},
    {"</$>", "[/$]"}, {"<$$>", "[$$]"}, {"</$$>", "[/$$]"}};

static size_t mnemosyne_markup_put_formula(struct mnemosyne_markup *m, const char *text)
{
    for (size_t i = 0; i < COUNT(mnemosyne_markup_formulas); i++) {
        const struct mnemosyne_markup_formula *formula = &mnemosyne_markup_formulas[i];
        size_t length = strlen(formula->html);
        if (strncasecmp(text, formula->html, length) == 0) {
            buf_text(m->html, formula->mark);
            m->formula = formula->html[1] != '/';
            return length;
        }
    }
    return 0;
}

static bool mnemosyne_markup_is_named(const char *tag, const char *name)
{
    size_t length = strlen(name);
    return strncasecmp(tag, name, length) == 0 && !isalnum((unsigned char)tag[length]);
}

/* Appends what the src of a <sound> or <audio> names, as Anki writes sounds. False if it has
 * none. */
static bool mnemosyne_markup_put_sound(struct buf *html, const char *tag, size_t length)
{
    for (size_t i = 0; i + 5 < length; i++) {
        char quote = tag[i + 4];
        if (strncasecmp(tag + i, "src=", 4) != 0 || (quote != '"' && quote != '\''))
            continue;
        const char *end = memchr(tag + i + 5, quote, length - i - 5);
        if (!end || memchr(tag + i + 5, ']', (size_t)(end - tag - (long)i - 5)))
            return false;
        buf_format(html, "[sound:%.*s]", (int)(end - tag - (long)i - 5), tag + i + 5);
        return true;
    }
    return false;
}

static void mnemosyne_markup_put_tag(struct mnemosyne_markup *m, const char *tag, size_t length)
{
    static const char *const sounds[] = {"sound", "audio", "video", "source"};
    static const char *const blocks[] = {"ul", "ol", "table", "script", "textarea", "style"};
    const char *name = tag + 1 + (tag[1] == '/');
    for (size_t i = 0; i < COUNT(sounds); i++)
        if (mnemosyne_markup_is_named(name, sounds[i])) {
            if (tag[1] != '/')
                mnemosyne_markup_put_sound(m->html, tag, length);
            return;
        }
    for (size_t i = 0; i < COUNT(blocks); i++)
        if (mnemosyne_markup_is_named(name, blocks[i])) {
            if (tag[1] != '/' && !m->block)
                m->block = blocks[i];
            else if (tag[1] == '/' && m->block == blocks[i])
                m->block = NULL;
        }
    buf_add(m->html, tag, length);
}

/* Appends one character, tag or mark, and returns its length. A < that begins no tag is text. */
static size_t mnemosyne_markup_put(struct mnemosyne_markup *m, const char *text)
{
    if (*text != '<') {
        if (*text == '\n' && !m->block && !m->formula)
            buf_text(m->html, "<br>");
        else if (*text != '\r')
            buf_char(m->html, *text);
        return 1;
    }
    size_t length = mnemosyne_markup_put_formula(m, text);
    if (length)
        return length;
    const char *end = strpbrk(text + 1, "<>");
    bool is_tag = isalpha((unsigned char)text[1]) || text[1] == '/' || text[1] == '!';
    if (m->formula || !is_tag || !end || *end != '>') {
        buf_text(m->html, "&lt;");
        return 1;
    }
    mnemosyne_markup_put_tag(m, text, (size_t)(end + 1 - text));
    return (size_t)(end + 1 - text);
}

bool mnemosyne_to_markdown(struct buf *out, const char *text, const struct html_media *media)
{
    struct buf html = {0};
    struct mnemosyne_markup markup = {.html = &html};
    while (*text)
        text += mnemosyne_markup_put(&markup, text);
    bool done = anki_to_markdown(out, buf_string(&html), media);
    out->failed |= html.failed;
    buf_done(&html);
    return done;
}

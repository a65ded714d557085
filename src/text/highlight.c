/* A lexer for all languages: no two of them differ more than the table of languages says. It knows
 * no grammar, and so shows as code what it is not sure of. */
#include "text/highlight.h"

#include <ctype.h>
#include <string.h>

struct highlight_source {
    const char *text;
    size_t length;
    const struct language *language;
};

/* ---- characters ---- */

static bool highlight_has(
    const struct highlight_source *s, size_t at, const char *word, size_t length)
{
    return length <= s->length - at && memcmp(s->text + at, word, length) == 0;
}

static bool highlight_is_digit(const struct highlight_source *s, size_t at)
{
    return at < s->length && isdigit((unsigned char)s->text[at]);
}

/* Whether a character continues a word. All that is not ASCII does. */
static bool highlight_is_word(const struct highlight_source *s, size_t at)
{
    return at < s->length && (isalnum((unsigned char)s->text[at]) || s->text[at] == '_' ||
                                 (unsigned char)s->text[at] >= 0x80);
}

static size_t highlight_line_end(const struct highlight_source *s, size_t at)
{
    const char *feed = memchr(s->text + at, '\n', s->length - at);
    return feed ? (size_t)(feed - s->text) : s->length;
}

/* Finds the next word of a list, from *list on; returns its length, 0 at the end. */
static size_t highlight_next_word(const char **list)
{
    if (!*list)
        return 0;
    *list += strspn(*list, " ");
    return strcspn(*list, " ");
}

/* The length of the first word of a list that the text has here; 0 if it has none. */
static size_t highlight_any(const struct highlight_source *s, size_t at, const char *list)
{
    size_t length = highlight_next_word(&list);
    for (; length; list += length, length = highlight_next_word(&list))
        if (highlight_has(s, at, list, length))
            return length;
    return 0;
}

/* ---- tokens ---- */

/* Each function returns where its kind of token ends if one begins at `at`; otherwise `at`. */

/* In a shell, "#" begins a comment only where a word could begin: not in $# or ${x#y}. */
static bool highlight_comment_may_begin(const struct highlight_source *s, size_t at)
{
    return s->text[at] != '#' || at == 0 ||
           (!highlight_is_word(s, at - 1) && !strchr("${", s->text[at - 1]));
}

static size_t highlight_block_comment(const struct highlight_source *s, size_t at)
{
    const char *list = s->language->block_comments;
    size_t length = highlight_next_word(&list);
    if (!length || !highlight_has(s, at, list, length))
        return at;
    at += length;
    list += length;
    length = highlight_next_word(&list);
    while (at < s->length && !highlight_has(s, at, list, length))
        at++;
    return at < s->length ? at + length : at;
}

static size_t highlight_comment(const struct highlight_source *s, size_t at)
{
    size_t end = highlight_block_comment(s, at);
    if (end == at && highlight_any(s, at, s->language->line_comments) &&
        highlight_comment_may_begin(s, at))
        end = highlight_line_end(s, at);
    return end;
}

/* `quote` is the length of the quote that begins here. */
static size_t highlight_quoted(
    const struct highlight_source *s, size_t at, size_t quote, size_t limit)
{
    const char *mark = s->text + at;
    bool raw = highlight_any(s, at, s->language->raw) == quote;
    for (at += quote; at < limit && !highlight_has(s, at, mark, quote); at++)
        if (s->text[at] == '\\' && !raw && at + 1 < limit)
            at++;
    return at < limit ? at + quote : limit;
}

/* A quote that does not enclose one character is none: in Rust, it marks a lifetime. */
static size_t highlight_character(const struct highlight_source *s, size_t at)
{
    size_t end = at + 2, limit = highlight_line_end(s, at);
    if (end >= limit || s->text[at + 1] == s->text[at])
        return at;
    if (s->text[at + 1] == '\\')
        return highlight_quoted(s, at, 1, limit);
    while (end < limit && ((unsigned char)s->text[end] & 0xc0) == 0x80)
        end++; /* the rest of a character in UTF-8 */
    return end < limit && s->text[end] == s->text[at] ? end + 1 : at;
}

static size_t highlight_string(const struct highlight_source *s, size_t at)
{
    size_t quote = highlight_any(s, at, s->language->strings);
    if (quote)
        return highlight_quoted(s, at, quote, s->length);
    quote = highlight_any(s, at, s->language->line_strings);
    if (quote)
        return highlight_quoted(s, at, quote, highlight_line_end(s, at));
    return highlight_any(s, at, s->language->characters) ? highlight_character(s, at) : at;
}

/* Digits with a base, a fraction, an exponent, a unit, and what separates groups. */
static size_t highlight_number(const struct highlight_source *s, size_t at)
{
    if (!highlight_is_digit(s, at))
        return at;
    bool hex = highlight_has(s, at, "0x", 2) || highlight_has(s, at, "0X", 2);
    for (at++; at < s->length; at++) {
        char before = s->text[at - 1], c = s->text[at];
        bool sign = (c == '+' || c == '-') && (before == 'e' || before == 'E') && !hex;
        bool joins = (c == '.' || c == '\'' || sign) && highlight_is_digit(s, at + 1);
        if (!highlight_is_word(s, at) && !joins)
            break;
    }
    return at;
}

/* A word may begin with a sign: #include, @media, $if. */
static size_t highlight_word(const struct highlight_source *s, size_t at)
{
    size_t end = at + (strchr("#@$", s->text[at]) ? 1 : 0);
    while (highlight_is_word(s, end))
        end++;
    return end;
}

static bool highlight_is_keyword(const struct highlight_source *s, size_t at, size_t end)
{
    const struct language *language = s->language;
    if (language->tags)
        return at > 0 && (s->text[at - 1] == '<' ||
                             (at > 1 && s->text[at - 1] == '/' && s->text[at - 2] == '<'));
    return language_has_word(language->keywords, s->text + at, end - at, language->any_case);
}

/* ---- styles ---- */

static enum style highlight_token(const struct highlight_source *s, size_t at, size_t *end)
{
    static const struct {
        size_t (*find)(const struct highlight_source *s, size_t at);
        enum style style;
    } kinds[] = {{highlight_comment, STYLE_COMMENT}, {highlight_string, STYLE_STRING},
        {highlight_number, STYLE_NUMBER}};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if ((*end = kinds[i].find(s, at)) > at)
            return kinds[i].style;
    *end = highlight_word(s, at);
    if (*end > at && highlight_is_keyword(s, at, *end))
        return STYLE_KEYWORD;
    *end += *end == at;
    return STYLE_PLAIN;
}

void highlight(struct styled *styled, const struct language *language)
{
    const struct highlight_source source = {
        buf_string(&styled->text), styled->text.length, language};
    char *styles = styled->styles.bytes;
    if (styled_has_failed(styled))
        return;
    for (size_t at = 0, end; at < source.length; at = end) {
        enum style style = highlight_token(&source, at, &end);
        for (size_t i = at; i < end; i++)
            if (styles[i] == STYLE_CODE)
                styles[i] = (char)style;
    }
}

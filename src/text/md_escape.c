#include "text/md_escape.h"

#include "base/utf8.h"
#include "text/md_doc.h"

#include <ctype.h>
#include <string.h>
#include <unictype.h>

/* ---- classes ---- */

static enum md_class md_escape_class(const char *at, size_t length)
{
    uint32_t c;
    if (*at == DOC_OBJECT)
        return MD_PUNCTUATION;
    utf8_decode(at, length, &c);
    if (c <= ' ' || uc_is_general_category(c, UC_CATEGORY_Z))
        return MD_SPACE;
    if ((c < 0x80 && ispunct((int)c)) || uc_is_general_category(c, UC_CATEGORY_P))
        return MD_PUNCTUATION;
    return uc_is_general_category(c, UC_CATEGORY_S) ? MD_SYMBOL : MD_WORD;
}

enum md_class md_class_before(const char *begin, const char *at)
{
    const char *c = at;
    if (c == begin)
        return MD_SPACE;
    for (c--; c > begin && at - c < UTF8_MAX && utf8_continues(*c);)
        c--;
    return md_escape_class(c, (size_t)(at - c));
}

enum md_class md_class_behind(const char *at, const char *end)
{
    return at == end ? MD_SPACE : md_escape_class(at, (size_t)(end - at));
}

static char md_escape_next(const struct md_escape *e, const char *at)
{
    return at + 1 < e->end ? at[1] : '\n';
}

static char md_escape_before(const struct md_escape *e, const char *at)
{
    return at > e->begin ? at[-1] : '\n';
}

static bool md_escape_is_space(char c)
{
    return strchr(" \t\n", c) != NULL; /* also NUL */
}

/* Finds the run of equal characters around `at`. Scans each run only once. */
static void md_escape_find_run(struct md_escape *e, const char *at)
{
    if (at >= e->run && at < e->run_end)
        return;
    for (e->run_end = at; e->run_end < e->end && *e->run_end == *at;)
        e->run_end++;
    for (e->run = at; e->run > e->begin && e->run[-1] == *at;)
        e->run--;
}

/* Whether the rest of the text consists only of these characters. Any line but the last ends with
 * the backslash of a line break. */
static bool md_escape_only(const struct md_escape *e, const char *at, const char *characters)
{
    while (at < e->end && strchr(characters, *at))
        at++;
    return at == e->end;
}

/* Whether a space or nothing follows a mark that ends at `end`. */
static bool md_escape_stands(const struct md_escape *e, const char *end)
{
    return end == e->end || *end == ' ' || *end == '\t';
}

/* ---- characters ---- */

typedef bool md_escape_rule(struct md_escape *e, const char *line, const char *at);

static bool md_escape_backslash(struct md_escape *e, const char *line, const char *at)
{
    char next = md_escape_next(e, at);
    (void)line;
    return next == '\n' || next == DOC_OBJECT || ispunct((unsigned char)next);
}

static bool md_escape_emphasis(struct md_escape *e, const char *line, const char *at)
{
    md_escape_find_run(e, at);
    enum md_class before = md_class_before(e->begin, e->run);
    enum md_class behind = md_class_behind(e->run_end, e->end);
    bool left = behind != MD_SPACE && (behind >= MD_SYMBOL || before < MD_SYMBOL);
    bool right = before != MD_SPACE && (before >= MD_SYMBOL || behind < MD_SYMBOL);
    bool inside = *at == '_' && before == MD_WORD && behind == MD_WORD;
    unsigned runs = *at == '*' ? e->stars : e->lines;
    if (at == line && behind == MD_SPACE)
        return true;
    return (left || right) && !inside && (runs > 1 || e->marks);
}

static bool md_escape_tick(struct md_escape *e, const char *line, const char *at)
{
    (void)line;
    (void)at;
    return e->code || e->ticks > 1;
}

static bool md_escape_tilde(struct md_escape *e, const char *line, const char *at)
{
    (void)line;
    return md_escape_next(e, at) == '~' || md_escape_before(e, at) == '~';
}

static bool md_escape_opens(const struct md_escape *e, const char *at)
{
    return !isalnum((unsigned char)md_escape_before(e, at)) &&
           !md_escape_is_space(md_escape_next(e, at));
}

static bool md_escape_closes(const struct md_escape *e, const char *at)
{
    return !md_escape_is_space(md_escape_before(e, at)) &&
           !isalnum((unsigned char)md_escape_next(e, at));
}

/* A formula ends at the next dollar sign, or not at all. */
static bool md_escape_dollar(struct md_escape *e, const char *line, const char *at)
{
    (void)line;
    if (md_escape_next(e, at) == '$' || md_escape_before(e, at) == '$')
        return true;
    const char *next = memchr(at + 1, '$', (size_t)(e->end - at - 1));
    const char *last = memrchr(e->begin, '$', (size_t)(at - e->begin));
    return (md_escape_opens(e, at) && next && md_escape_closes(e, next)) ||
           (md_escape_closes(e, at) && last && md_escape_opens(e, last));
}

static bool md_escape_bracket(struct md_escape *e, const char *line, const char *at)
{
    (void)line;
    (void)at;
    return e->link;
}

static bool md_escape_end_bracket(struct md_escape *e, const char *line, const char *at)
{
    char next = md_escape_next(e, at);
    bool label =
        next == ':' && line < at && *line == '[' && !memchr(line, ']', (size_t)(at - line));
    return e->link || next == '(' || label;
}

static bool md_escape_exclamation(struct md_escape *e, const char *line, const char *at)
{
    (void)line;
    return md_escape_next(e, at) == DOC_OBJECT;
}

#define AUTOLINK_MAX 300 /* bytes examined */

static bool md_escape_less(struct md_escape *e, const char *line, const char *at)
{
    bool link = false;
    (void)line;
    for (const char *c = at + 1; c < e->end && c - at < AUTOLINK_MAX && *c != '<'; c++) {
        link |= strchr(":@", *c) != NULL;
        if (*c == '>' || md_escape_is_space(*c))
            return *c == '>' && link;
    }
    return false;
}

static bool md_escape_ampersand(struct md_escape *e, const char *line, const char *at)
{
    const char *c = at + 1;
    (void)line;
    c += c < e->end && *c == '#';
    const char *name = c;
    while (c < e->end && c - name < 48 && isalnum((unsigned char)*c))
        c++;
    return c > name && c < e->end && *c == ';';
}

static bool md_escape_bar(struct md_escape *e, const char *line, const char *at)
{
    return e->cell || (at == line && md_escape_only(e, at, "|:- "));
}

static bool md_escape_hash(struct md_escape *e, const char *line, const char *at)
{
    if (at != line)
        return false;
    md_escape_find_run(e, at);
    return e->run_end - at <= 6 && md_escape_stands(e, e->run_end);
}

static bool md_escape_bullet(struct md_escape *e, const char *line, const char *at)
{
    return at == line &&
           (md_escape_stands(e, at + 1) || (*at == '-' && md_escape_only(e, at, "-|: ")));
}

static bool md_escape_equals(struct md_escape *e, const char *line, const char *at)
{
    return at == line && line > e->begin && md_escape_only(e, at, "= ");
}

static bool md_escape_greater(struct md_escape *e, const char *line, const char *at)
{
    (void)e;
    return at == line;
}

/* The dot of "1. ". Within a paragraph, a list can begin only with 1. */
static bool md_escape_number(struct md_escape *e, const char *line, const char *at)
{
    bool later = line > e->begin && line < at && memchr(e->begin, '\n', (size_t)(line - e->begin));
    if (line >= at || at - line > 9 || !md_escape_stands(e, at + 1) ||
        (later && (*line != '1' || at > line + 1)))
        return false;
    while (line < at && isdigit((unsigned char)*line))
        line++;
    return line == at;
}

/* The characters that MD_CARE_SPECIAL escapes everywhere. */
#define SPECIAL "\\*_`~$[]<&|#"

static const struct {
    char character;
    md_escape_rule *rule;
} md_escape_rules[] = {{'\\', md_escape_backslash}, {'*', md_escape_emphasis},
    {'_', md_escape_emphasis}, {'`', md_escape_tick}, {'~', md_escape_tilde},
    {'$', md_escape_dollar}, {'[', md_escape_bracket}, {']', md_escape_end_bracket},
    {'!', md_escape_exclamation}, {'<', md_escape_less}, {'&', md_escape_ampersand},
    {'|', md_escape_bar}, {'#', md_escape_hash}, {'+', md_escape_bullet}, {'-', md_escape_bullet},
    {'=', md_escape_equals}, {'>', md_escape_greater}, {'.', md_escape_number},
    {')', md_escape_number}};

bool md_escape_is_risky(struct md_escape *e, const char *line, const char *at)
{
    if (!ispunct((unsigned char)*at))
        return false;
    if (e->care == MD_CARE_ALL || (e->care == MD_CARE_SPECIAL && strchr(SPECIAL, *at)))
        return true;
    for (size_t i = 0; i < COUNT(md_escape_rules); i++)
        if (md_escape_rules[i].character == *at)
            return md_escape_rules[i].rule(e, line, at);
    return false;
}

void md_escape_begin(struct md_escape *e, const char *styles, unsigned char code)
{
    char last = '\0';
    for (const char *c = e->begin; c < e->end; c++) {
        if (styles && styles[c - e->begin] & code)
            continue;
        e->stars += *c == '*' && last != '*';
        e->lines += *c == '_' && last != '_';
        e->ticks += *c == '`' && last != '`';
        last = *c;
    }
}

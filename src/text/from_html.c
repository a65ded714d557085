#include "text/from_html.h"

#include "text/from_html_steps.h"
#include "text/md_units.h"
#include "text/md_write.h"

#include <string.h>
#include <strings.h>

#define DEPTH_MAX  128
#define FORMAT_MAX 48 /* open elements such as <b>, which the parser reopens in every paragraph */
#define SPACE      " \t\n\r\f"

/* ---- how deeply HTML is nested ---- */

enum from_html_kind {
    HTML_ALONE = 1,      /* has no content, or does not count as a level */
    HTML_RAW = 2,        /* contains raw text up to its end tag */
    HTML_STRICT = 4,     /* is parsed by other rules inside, so every element inside counts */
    HTML_OPTION = 8,     /* its tags close only the innermost element */
    HTML_SCOPE = 16,     /* no tag inside closes an element outside */
    HTML_CELL = 32,      /* its end closes everything inside */
    HTML_PART = 64,      /* is ignored outside a table */
    HTML_BLOCK = 128,    /* an inline end tag inside closes no element outside */
    HTML_HARD = 256,     /* an item or paragraph inside closes none outside */
    HTML_OPTIONAL = 512, /* needs no end tag */
    HTML_FORMAT = 1024,  /* the parser reopens it after its block ends */
    HTML_INLINE = 2048
};

struct from_html_name {
    const char *name;
    size_t length;
};

/* The elements with parsing rules of their own, and the open elements that their start tags
 * close. */
static const struct from_html_rule {
    const char *names;
    unsigned kind;
    const char *closes;
} from_html_rules[] = {
    {"br img hr wbr input area base basefont bgsound col embed frame keygen link meta param source "
     "track html head body frameset",
        HTML_ALONE, ""},
    {"script style textarea title iframe noembed noframes xmp plaintext", HTML_RAW, ""},
    {"svg math select template object applet marquee", HTML_STRICT, ""},
    {"p", HTML_BLOCK | HTML_OPTIONAL, "p"}, {"li", HTML_BLOCK | HTML_HARD | HTML_OPTIONAL, "li"},
    {"dt dd", HTML_BLOCK | HTML_HARD | HTML_OPTIONAL, "dt dd"},
    {"option optgroup", HTML_BLOCK | HTML_HARD | HTML_OPTION, "option"},
    {"rt rp", HTML_INLINE | HTML_OPTIONAL, ""},
    {"td th", HTML_BLOCK | HTML_HARD | HTML_OPTIONAL | HTML_PART | HTML_CELL, ""},
    {"caption", HTML_BLOCK | HTML_HARD | HTML_OPTIONAL | HTML_PART | HTML_CELL,
        "tr tbody thead tfoot colgroup"},
    {"tr", HTML_BLOCK | HTML_HARD | HTML_OPTIONAL | HTML_PART, "tr colgroup"},
    {"tbody thead tfoot colgroup", HTML_BLOCK | HTML_HARD | HTML_OPTIONAL | HTML_PART,
        "tr tbody thead tfoot colgroup"},
    {"table", HTML_BLOCK | HTML_HARD | HTML_SCOPE, "table"},
    {"button", HTML_BLOCK | HTML_HARD | HTML_SCOPE, ""}, {"a", HTML_FORMAT, "a"},
    {"b big code em font i nobr s small strike strong tt u", HTML_FORMAT, ""},
    {"div address", HTML_BLOCK, ""},
    {"ul ol dl blockquote center section article aside header footer main nav figure figcaption "
     "details summary fieldset form pre listing h1 h2 h3 h4 h5 h6 dir menu hgroup",
        HTML_BLOCK | HTML_HARD, ""}};

/* The open elements. An element that no longer fits is only counted; the search then stops. */
struct from_html_nest {
    struct {
        struct from_html_name name;
        unsigned kind;
        size_t again; /* how often it was repeated in itself, if that is dropped */
    } open[DEPTH_MAX];
    size_t depth;
    bool thin;    /* formatting tags in an equal element are dropped, and so are their end tags */
    bool dropped; /* the last tag was */
};

static bool from_html_is(struct from_html_name a, struct from_html_name b)
{
    return a.length == b.length && strncasecmp(a.name, b.name, a.length) == 0;
}

/* Whether a space-separated list of names contains a name. */
static bool from_html_lists(struct from_html_name list, struct from_html_name name)
{
    for (const char *c = list.name, *end = c + list.length; c < end;) {
        const char *space = memchr(c, ' ', (size_t)(end - c));
        size_t length = (size_t)((space ? space : end) - c);
        if (from_html_is((struct from_html_name){c, length}, name))
            return true;
        c += length + 1;
    }
    return false;
}

static struct from_html_name from_html_text(const char *text)
{
    return (struct from_html_name){text, strlen(text)};
}

static const struct from_html_rule *from_html_find(struct from_html_name name)
{
    static const struct from_html_rule other = {"", HTML_INLINE, ""};
    for (size_t i = 0; i < COUNT(from_html_rules); i++)
        if (from_html_lists(from_html_text(from_html_rules[i].names), name))
            return &from_html_rules[i];
    return &other;
}

static size_t from_html_count(const struct from_html_nest *nest, unsigned kind)
{
    size_t count = 0;
    for (size_t i = 0; i < nest->depth; i++)
        count += (nest->open[i].kind & kind) != 0;
    return count;
}

/* Closes the element at an index. Inside a cell, also closes everything; inside another block
 * element, the block elements that need no end tag; inside an inline element, the inline elements
 * that need none. The rest still count. */
static void from_html_close(struct from_html_nest *nest, size_t at)
{
    unsigned kind = nest->open[at].kind;
    size_t kept = at;
    for (size_t i = at + 1; i < nest->depth && !(kind & HTML_CELL); i++)
        if (!(nest->open[i].kind & HTML_OPTIONAL) || (kind ^ nest->open[i].kind) & HTML_BLOCK)
            nest->open[kept++] = nest->open[i];
    nest->depth = kept;
}

/* Returns the depth of the innermost open element whose name is listed, or 0. Looks no further out
 * than the first element of the kinds `stops`. */
static size_t from_html_find_last(
    const struct from_html_nest *nest, struct from_html_name list, unsigned stops)
{
    for (size_t i = nest->depth; i > 0; i--) {
        if (from_html_lists(list, nest->open[i - 1].name))
            return i;
        if (nest->open[i - 1].kind & stops)
            return 0;
    }
    return 0;
}

/* Closes that element, and returns whether there was one. */
static bool from_html_close_last(
    struct from_html_nest *nest, struct from_html_name list, unsigned stops)
{
    size_t last = from_html_find_last(nest, list, stops);
    if (last)
        from_html_close(nest, last - 1);
    return last > 0;
}

/* The kinds of elements that keep a tag inside them from closing elements outside. */
static unsigned from_html_stops(unsigned kind)
{
    if (kind & HTML_PART)
        return HTML_SCOPE;
    if (kind & HTML_OPTION)
        return ~0U;
    if (kind & HTML_INLINE)
        return HTML_SCOPE | HTML_CELL | HTML_BLOCK;
    return HTML_SCOPE | HTML_CELL | (kind & HTML_OPTIONAL ? HTML_HARD : 0);
}

/* Drops a formatting tag up to `end` that is the same as that of the innermost open element of its
 * name. Text in both looks like text in one. */
static void from_html_drop_start(
    struct from_html_nest *nest, struct from_html_name name, unsigned kind, const char *end)
{
    size_t last = from_html_find_last(nest, name, from_html_stops(kind));
    size_t length = (size_t)(end - name.name) + 1;
    nest->dropped = nest->thin && kind & HTML_FORMAT && last &&
                    strncasecmp(nest->open[last - 1].name.name, name.name, length) == 0;
    if (nest->dropped)
        nest->open[last - 1].again++;
}

static void from_html_start(
    struct from_html_nest *nest, struct from_html_name name, const char *end, bool closed)
{
    const struct from_html_rule *rule = from_html_find(name);
    size_t strict = from_html_count(nest, HTML_STRICT);
    bool select =
        strict == 1 && nest->depth > 0 &&
        from_html_lists(from_html_text("select optgroup"), nest->open[nest->depth - 1].name);
    if (strict ? closed || (select && from_html_is(name, from_html_text("option")))
               : rule->kind & (HTML_ALONE | HTML_RAW) ||
                     (rule->kind & HTML_PART && !from_html_count(nest, HTML_SCOPE)))
        return;
    if (!strict && rule->kind & HTML_PART)
        from_html_close_last(nest, from_html_text("td th caption"), HTML_SCOPE);
    while (!strict &&
           from_html_close_last(nest, from_html_text(rule->closes), from_html_stops(rule->kind)))
        ;
    if (!strict)
        from_html_drop_start(nest, name, rule->kind, end);
    if (nest->dropped)
        return;
    if (nest->depth < DEPTH_MAX) {
        nest->open[nest->depth].name = name;
        nest->open[nest->depth].kind = rule->kind;
        nest->open[nest->depth].again = 0;
    }
    nest->depth++;
}

static void from_html_end(struct from_html_nest *nest, struct from_html_name name)
{
    unsigned kind = from_html_find(name)->kind;
    if (from_html_count(nest, HTML_STRICT)) {
        nest->depth -= from_html_is(nest->open[nest->depth - 1].name, name);
        return;
    }
    if (kind & HTML_PART && !(kind & HTML_CELL))
        from_html_close_last(nest, from_html_text("td th"), HTML_SCOPE);
    size_t last = from_html_find_last(
        nest, name, kind & HTML_SCOPE ? (unsigned)HTML_SCOPE : from_html_stops(kind));
    nest->dropped = last && nest->open[last - 1].again > 0;
    if (nest->dropped)
        nest->open[last - 1].again--;
    else if (last)
        from_html_close(nest, last - 1);
}

/* Returns the end of the attribute value that begins at `c`. */
static const char *from_html_skip_value(const char *c)
{
    if (*c != '"' && *c != '\'')
        return c + strcspn(c, SPACE ">");
    const char *quote = strchr(c + 1, *c);
    return quote ? quote + 1 : c + strlen(c);
}

/* Returns the end of the tag whose attributes begin at `c`. Sets *closed if the tag ends with
 * />. */
static const char *from_html_skip_attributes(const char *c, bool *closed)
{
    for (;;) {
        size_t blank = strspn(c, SPACE "/");
        c += blank;
        *closed = blank && c[-1] == '/';
        if (!*c || *c == '>')
            return c;
        c += 1 + strcspn(c + 1, SPACE "/>="); /* a name may begin with = */
        const char *value = c + strspn(c, SPACE);
        if (*value == '=')
            c = from_html_skip_value(value + 1 + strspn(value + 1, SPACE));
    }
}

/* Returns the end of the comment or declaration that begins with the <! at `c`. */
static const char *from_html_skip_comment(const char *c)
{
    if (strncmp(c, "<!--", 4) != 0)
        return c + strcspn(c, ">");
    for (c = strstr(c + 2, "--"); c; c = strstr(c + 1, "--"))
        if (c[2] == '>' || strncmp(c + 2, "!>", 2) == 0)
            return c + 2;
    return "";
}

/* Returns the end tag of the element whose raw text begins at `c`. */
static const char *from_html_skip_raw(const char *c, struct from_html_name name)
{
    for (; (c = strstr(c, "</")); c += 2)
        if (strncasecmp(c + 2, name.name, name.length) == 0 &&
            strchr(SPACE "/>", c[2 + name.length]))
            return c;
    return "";
}

/* Skips what the < at `c` begins if that is not a tag: a comment, a declaration, or plain text. */
static const char *from_html_skip_other(const char *c)
{
    if (c[1] == '!')
        return from_html_skip_comment(c);
    return c[1] == '?' || c[1] == '/' ? c + strcspn(c, ">") : c + 1;
}

/* Counts the tag at `c` and returns the end of the tag. If it begins an element with raw text,
 * returns the end of that text. */
static const char *from_html_count_tag(
    struct from_html_nest *nest, const char *c, struct from_html_name name)
{
    bool closed = false, ends = c[1] == '/', strict = from_html_count(nest, HTML_STRICT) > 0;
    c = from_html_skip_attributes(name.name + name.length, &closed);
    if (ends) {
        from_html_end(nest, name);
        return c;
    }
    from_html_start(nest, name, c, closed);
    return !strict && from_html_find(name)->kind & HTML_RAW ? from_html_skip_raw(c, name) : c;
}

static bool from_html_is_full(const struct from_html_nest *nest)
{
    return nest->depth > DEPTH_MAX || from_html_count(nest, HTML_FORMAT) > FORMAT_MAX;
}

/* Counts what begins with the < at `c`, and returns its end. */
static const char *from_html_pass(struct from_html_nest *nest, const char *c)
{
    struct from_html_name name = {.name = c + 1 + (c[1] == '/')};
    bool tag = (*name.name >= 'a' && *name.name <= 'z') || (*name.name >= 'A' && *name.name <= 'Z');
    name.length = tag ? strcspn(name.name, SPACE "/>") : 0;
    nest->dropped = false;
    return tag ? from_html_count_tag(nest, c, name) : from_html_skip_other(c);
}

/* Whether the HTML exceeds a nesting limit. Walking the parser's tree would then recurse too
 * deeply, or the tree would grow with the square of the text. */
static bool from_html_is_deep(const char *c)
{
    struct from_html_nest nest = {.depth = 0};
    while ((c = strchr(c, '<')) && !from_html_is_full(&nest))
        c = from_html_pass(&nest, c);
    return from_html_is_full(&nest);
}

/* Appends the HTML without formatting tags that change nothing, such as <b> in <b>: old editors
 * leave many that are never closed. */
static void from_html_thin(struct buf *out, const char *html)
{
    struct from_html_nest nest = {.thin = true};
    for (const char *c = html; (c = strchr(c, '<')) && !from_html_is_full(&nest);) {
        const char *tag = c;
        c = from_html_pass(&nest, c);
        if (!nest.dropped)
            continue;
        buf_add(out, html, (size_t)(tag - html));
        html = c + (*c == '>');
    }
    buf_text(out, html);
}

/* ---- the whole ---- */

/* Whether the byte is plain text. It must not begin markup, a formula or a gap, be a control, or
 * belong to a character that a browser may hide (U+00AD, U+200B and others) or that gumbo replaces
 * (U+FDD0, U+1FFFE and others). */
static bool from_html_is_plain_byte(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte >= ' ' && byte < 0xf0 && !strchr("<&\\[{\x7f\xc2\xe2\xef", c);
}

/* Whether HTML is one line of plain text, as most fields are, without a space that a browser drops.
 */
static bool from_html_is_plain(const char *html)
{
    size_t length = 0;
    while (html[length] && from_html_is_plain_byte(html[length]))
        length++;
    return length > 0 && !html[length] && *html != ' ' && html[length - 1] != ' ' &&
           !strstr(html, "  ");
}

static void from_html_convert(struct buf *out, const char *html, const struct html_media *media)
{
    struct doc read, marked;
    doc_init(&read);
    doc_init(&marked);
    from_html_read(&read, html, media);
    from_html_find_marks(&read, &marked);
    from_html_find_lines(&marked);
    markdown_put_doc(out, &marked);
    doc_done(&read);
    doc_done(&marked);
}

bool html_to_markdown(struct buf *out, const char *html, const struct html_media *media)
{
    struct buf thin = {0};
    if (from_html_is_plain(html)) {
        markdown_put_plain(out, html);
        return true;
    }
    bool deep = from_html_is_deep(html);
    if (deep) {
        from_html_thin(&thin, html);
        html = buf_string(&thin);
        deep = !thin.failed && from_html_is_deep(html);
    }
    if (!deep)
        from_html_convert(out, html, media);
    out->failed |= thin.failed;
    buf_done(&thin);
    return !deep;
}

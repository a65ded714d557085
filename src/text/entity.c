#include "text/entity.h"

#include "base/utf8.h"
#include "text/symbols.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* Common entities. LaTeX's symbols supply names such as alpha, times and sum. */
static const struct {
    const char *name, *text;
} entities[] = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"},
    {"nbsp", "\u00a0"}, {"ndash", "–"}, {"mdash", "—"}, {"hellip", "…"}, {"lsquo", "‘"},
    {"rsquo", "’"}, {"ldquo", "“"}, {"rdquo", "”"}, {"laquo", "«"}, {"raquo", "»"}, {"bull", "•"},
    {"middot", "·"}, {"copy", "©"}, {"reg", "®"}, {"trade", "™"}, {"deg", "°"}, {"sect", "§"},
    {"para", "¶"}, {"plusmn", "±"}, {"frac12", "½"}, {"frac14", "¼"}, {"frac34", "¾"},
    {"sup1", "¹"}, {"sup2", "²"}, {"sup3", "³"}, {"micro", "µ"}, {"euro", "€"}, {"pound", "£"},
    {"yen", "¥"}, {"cent", "¢"}, {"larr", "←"}, {"rarr", "→"}, {"uarr", "↑"}, {"darr", "↓"},
    {"harr", "↔"}, {"rArr", "⇒"}, {"lArr", "⇐"}, {"hArr", "⇔"}, {"infin", "∞"}, {"part", "∂"},
    {"isin", "∈"}, {"radic", "√"}, {"empty", "∅"}, {"minus", "−"}, {"asymp", "≈"}, {"szlig", "ß"},
    {"auml", "ä"}, {"ouml", "ö"}, {"uuml", "ü"}, {"Auml", "Ä"}, {"Ouml", "Ö"}, {"Uuml", "Ü"},
    {"eacute", "é"}, {"egrave", "è"}, {"agrave", "à"}, {"aacute", "á"}, {"ccedil", "ç"},
    {"ntilde", "ñ"}};

static const char *entity_named(const char *name, size_t length)
{
    for (size_t i = 0; i < COUNT(entities); i++)
        if (strlen(entities[i].name) == length && memcmp(entities[i].name, name, length) == 0)
            return entities[i].text;
    const struct symbol *symbol = symbol_named(name, length);
    return symbol ? symbol->text : NULL;
}

/* Appends the character of &#35; or &#x23;, or U+FFFD for an invalid number (CommonMark, 2.5). */
static void entity_add_numbered(const char *digits, struct buf *out)
{
    bool hex = (*digits | 0x20) == 'x';
    unsigned long number = strtoul(digits + hex, NULL, hex ? 16 : 10);
    char bytes[UTF8_MAX + 1] = "";
    if (!number || !utf8_encode((uint32_t)number, bytes))
        strcpy(bytes, UTF8_REPLACEMENT);
    text_safe(out, bytes, TEXT_ONE_LINE);
}

void entity_text(const char *entity, size_t length, struct buf *out)
{
    const char *text = length > 2 ? entity_named(entity + 1, length - 2) : NULL;
    if (length > 3 && entity[1] == '#')
        entity_add_numbered(entity + 2, out);
    else if (text)
        buf_text(out, text);
    else
        buf_add(out, entity, length);
}

#include "text/entity.h"

#include "base/utf8.h"
#include "text/symbols.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* The visible entities of HTML 4, and &apos;. Names that HTML added later are looked up among
 * LaTeX's symbols. */
static const struct {
    const char *name, *text;
} entities[] = {{"quot", "\""}, {"amp", "&"}, {"apos", "'"}, {"lt", "<"}, {"gt", ">"},
    {"nbsp", "\u00a0"}, {"iexcl", "¡"}, {"cent", "¢"}, {"pound", "£"}, {"curren", "¤"},
    {"yen", "¥"}, {"brvbar", "¦"}, {"sect", "§"}, {"uml", "¨"}, {"copy", "©"}, {"ordf", "ª"},
    {"laquo", "«"}, {"not", "¬"}, {"reg", "®"}, {"macr", "¯"}, {"deg", "°"}, {"plusmn", "±"},
    {"sup2", "²"}, {"sup3", "³"}, {"acute", "´"}, {"micro", "µ"}, {"para", "¶"}, {"middot", "·"},
    {"cedil", "¸"}, {"sup1", "¹"}, {"ordm", "º"}, {"raquo", "»"}, {"frac14", "¼"}, {"frac12", "½"},
    {"frac34", "¾"}, {"iquest", "¿"}, {"Agrave", "À"}, {"Aacute", "Á"}, {"Acirc", "Â"},
    {"Atilde", "Ã"}, {"Auml", "Ä"}, {"Aring", "Å"}, {"AElig", "Æ"}, {"Ccedil", "Ç"},
    {"Egrave", "È"}, {"Eacute", "É"}, {"Ecirc", "Ê"}, {"Euml", "Ë"}, {"Igrave", "Ì"},
    {"Iacute", "Í"}, {"Icirc", "Î"}, {"Iuml", "Ï"}, {"ETH", "Ð"}, {"Ntilde", "Ñ"}, {"Ograve", "Ò"},
    {"Oacute", "Ó"}, {"Ocirc", "Ô"}, {"Otilde", "Õ"}, {"Ouml", "Ö"}, {"times", "×"},
    {"Oslash", "Ø"}, {"Ugrave", "Ù"}, {"Uacute", "Ú"}, {"Ucirc", "Û"}, {"Uuml", "Ü"},
    {"Yacute", "Ý"}, {"THORN", "Þ"}, {"szlig", "ß"}, {"agrave", "à"}, {"aacute", "á"},
    {"acirc", "â"}, {"atilde", "ã"}, {"auml", "ä"}, {"aring", "å"}, {"aelig", "æ"}, {"ccedil", "ç"},
    {"egrave", "è"}, {"eacute", "é"}, {"ecirc", "ê"}, {"euml", "ë"}, {"igrave", "ì"},
    {"iacute", "í"}, {"icirc", "î"}, {"iuml", "ï"}, {"eth", "ð"}, {"ntilde", "ñ"}, {"ograve", "ò"},
    {"oacute", "ó"}, {"ocirc", "ô"}, {"otilde", "õ"}, {"ouml", "ö"}, {"divide", "÷"},
    {"oslash", "ø"}, {"ugrave", "ù"}, {"uacute", "ú"}, {"ucirc", "û"}, {"uuml", "ü"},
    {"yacute", "ý"}, {"thorn", "þ"}, {"yuml", "ÿ"}, {"OElig", "Œ"}, {"oelig", "œ"}, {"Scaron", "Š"},
    {"scaron", "š"}, {"Yuml", "Ÿ"}, {"fnof", "ƒ"}, {"circ", "ˆ"}, {"tilde", "˜"}, {"Alpha", "Α"},
    {"Beta", "Β"}, {"Gamma", "Γ"}, {"Delta", "Δ"}, {"Epsilon", "Ε"}, {"Zeta", "Ζ"}, {"Eta", "Η"},
    {"Theta", "Θ"}, {"Iota", "Ι"}, {"Kappa", "Κ"}, {"Lambda", "Λ"}, {"Mu", "Μ"}, {"Nu", "Ν"},
    {"Xi", "Ξ"}, {"Omicron", "Ο"}, {"Pi", "Π"}, {"Rho", "Ρ"}, {"Sigma", "Σ"}, {"Tau", "Τ"},
    {"Upsilon", "Υ"}, {"Phi", "Φ"}, {"Chi", "Χ"}, {"Psi", "Ψ"}, {"Omega", "Ω"}, {"alpha", "α"},
    {"beta", "β"}, {"gamma", "γ"}, {"delta", "δ"}, {"epsilon", "ε"}, {"zeta", "ζ"}, {"eta", "η"},
    {"theta", "θ"}, {"iota", "ι"}, {"kappa", "κ"}, {"lambda", "λ"}, {"mu", "μ"}, {"nu", "ν"},
    {"xi", "ξ"}, {"omicron", "ο"}, {"pi", "π"}, {"rho", "ρ"}, {"sigmaf", "ς"}, {"sigma", "σ"},
    {"tau", "τ"}, {"upsilon", "υ"}, {"phi", "φ"}, {"chi", "χ"}, {"psi", "ψ"}, {"omega", "ω"},
    {"thetasym", "ϑ"}, {"upsih", "ϒ"}, {"piv", "ϖ"}, {"ensp", "\u2002"}, {"emsp", "\u2003"},
    {"thinsp", "\u2009"}, {"ndash", "–"}, {"mdash", "—"}, {"lsquo", "‘"}, {"rsquo", "’"},
    {"sbquo", "‚"}, {"ldquo", "“"}, {"rdquo", "”"}, {"bdquo", "„"}, {"dagger", "†"},
    {"Dagger", "‡"}, {"bull", "•"}, {"hellip", "…"}, {"permil", "‰"}, {"prime", "′"},
    {"Prime", "″"}, {"lsaquo", "‹"}, {"rsaquo", "›"}, {"oline", "‾"}, {"frasl", "⁄"}, {"euro", "€"},
    {"image", "ℑ"}, {"weierp", "℘"}, {"real", "ℜ"}, {"trade", "™"}, {"alefsym", "ℵ"}, {"larr", "←"},
    {"uarr", "↑"}, {"rarr", "→"}, {"darr", "↓"}, {"harr", "↔"}, {"crarr", "↵"}, {"lArr", "⇐"},
    {"uArr", "⇑"}, {"rArr", "⇒"}, {"dArr", "⇓"}, {"hArr", "⇔"}, {"forall", "∀"}, {"part", "∂"},
    {"exist", "∃"}, {"empty", "∅"}, {"nabla", "∇"}, {"isin", "∈"}, {"notin", "∉"}, {"ni", "∋"},
    {"prod", "∏"}, {"sum", "∑"}, {"minus", "−"}, {"lowast", "∗"}, {"radic", "√"}, {"prop", "∝"},
    {"infin", "∞"}, {"ang", "∠"}, {"and", "∧"}, {"or", "∨"}, {"cap", "∩"}, {"cup", "∪"},
    {"int", "∫"}, {"there4", "∴"}, {"sim", "∼"}, {"cong", "≅"}, {"asymp", "≈"}, {"ne", "≠"},
    {"equiv", "≡"}, {"le", "≤"}, {"ge", "≥"}, {"sub", "⊂"}, {"sup", "⊃"}, {"nsub", "⊄"},
    {"sube", "⊆"}, {"supe", "⊇"}, {"oplus", "⊕"}, {"otimes", "⊗"}, {"perp", "⊥"}, {"sdot", "⋅"},
    {"lceil", "⌈"}, {"rceil", "⌉"}, {"lfloor", "⌊"}, {"rfloor", "⌋"}, {"lang", "〈"},
    {"rang", "〉"}, {"loz", "◊"}, {"spades", "♠"}, {"clubs", "♣"}, {"hearts", "♥"}, {"diams", "♦"}};

static const char *entity_named(const char *name, size_t length)
{
    for (size_t i = 0; i < COUNT(entities); i++)
        if (strlen(entities[i].name) == length && memcmp(entities[i].name, name, length) == 0)
            return entities[i].text;
    const struct symbol *symbol = symbol_named(name, length);
    return symbol ? symbol->text : NULL;
}

/* Appends the character that &#35; or &#x23; stands for, or U+FFFD if the number is invalid
 * (CommonMark, 2.5). */
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

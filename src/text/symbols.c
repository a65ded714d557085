#include "text/symbols.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

const struct symbol symbol_table[] = {{"#", "#", ATOM_LETTER}, {"$", "$", ATOM_LETTER},
    {"%", "%", ATOM_LETTER}, {"&", "&", ATOM_LETTER}, {"AA", "Å", ATOM_LETTER},
    {"Box", "□", ATOM_LETTER}, {"Delta", "Δ", ATOM_LETTER}, {"Diamond", "◇", ATOM_LETTER},
    {"Downarrow", "⇓", ATOM_RELATION}, {"Gamma", "Γ", ATOM_LETTER}, {"Im", "ℑ", ATOM_LETTER},
    {"Lambda", "Λ", ATOM_LETTER}, {"Leftarrow", "⇐", ATOM_RELATION},
    {"Leftrightarrow", "⇔", ATOM_RELATION}, {"Longleftarrow", "⟸", ATOM_RELATION},
    {"Longleftrightarrow", "⟺", ATOM_RELATION}, {"Longrightarrow", "⟹", ATOM_RELATION},
    {"Omega", "Ω", ATOM_LETTER}, {"P", "¶", ATOM_LETTER}, {"Phi", "Φ", ATOM_LETTER},
    {"Pi", "Π", ATOM_LETTER}, {"Pr", "Pr", ATOM_OPERATOR}, {"Psi", "Ψ", ATOM_LETTER},
    {"Re", "ℜ", ATOM_LETTER}, {"Rightarrow", "⇒", ATOM_RELATION}, {"S", "§", ATOM_LETTER},
    {"Sigma", "Σ", ATOM_LETTER}, {"Theta", "Θ", ATOM_LETTER}, {"Uparrow", "⇑", ATOM_RELATION},
    {"Updownarrow", "⇕", ATOM_RELATION}, {"Upsilon", "Υ", ATOM_LETTER},
    {"Vdash", "⊩", ATOM_RELATION}, {"Vert", "‖", ATOM_LETTER}, {"Xi", "Ξ", ATOM_LETTER},
    {"_", "_", ATOM_LETTER}, {"aleph", "ℵ", ATOM_LETTER}, {"alpha", "α", ATOM_LETTER},
    {"amalg", "⨿", ATOM_BINARY}, {"angle", "∠", ATOM_LETTER}, {"approx", "≈", ATOM_RELATION},
    {"approxeq", "≊", ATOM_RELATION}, {"arccos", "arccos", ATOM_OPERATOR},
    {"arcsin", "arcsin", ATOM_OPERATOR}, {"arctan", "arctan", ATOM_OPERATOR},
    {"arg", "arg", ATOM_OPERATOR}, {"argmax", "argmax", ATOM_OPERATOR},
    {"argmin", "argmin", ATOM_OPERATOR}, {"ast", "∗", ATOM_BINARY}, {"asymp", "≍", ATOM_RELATION},
    {"backprime", "‵", ATOM_LETTER}, {"backsim", "∽", ATOM_RELATION},
    {"backslash", "\\", ATOM_LETTER}, {"because", "∵", ATOM_LETTER}, {"beta", "β", ATOM_LETTER},
    {"beth", "ℶ", ATOM_LETTER}, {"bigcap", "⋂", ATOM_OPERATOR}, {"bigcirc", "◯", ATOM_BINARY},
    {"bigcup", "⋃", ATOM_OPERATOR}, {"bigodot", "⨀", ATOM_OPERATOR},
    {"bigoplus", "⨁", ATOM_OPERATOR}, {"bigotimes", "⨂", ATOM_OPERATOR},
    {"bigsqcup", "⨆", ATOM_OPERATOR}, {"bigtriangledown", "▽", ATOM_BINARY},
    {"bigtriangleup", "△", ATOM_BINARY}, {"biguplus", "⨄", ATOM_OPERATOR},
    {"bigvee", "⋁", ATOM_OPERATOR}, {"bigwedge", "⋀", ATOM_OPERATOR},
    {"blacksquare", "■", ATOM_LETTER}, {"bmod", "mod", ATOM_BINARY}, {"bot", "⊥", ATOM_LETTER},
    {"bowtie", "⋈", ATOM_BINARY}, {"bullet", "•", ATOM_BINARY}, {"cap", "∩", ATOM_BINARY},
    {"cdot", "·", ATOM_BINARY}, {"cdots", "⋯", ATOM_LETTER}, {"centerdot", "·", ATOM_BINARY},
    {"checkmark", "✓", ATOM_LETTER}, {"chi", "χ", ATOM_LETTER}, {"circ", "∘", ATOM_BINARY},
    {"clubsuit", "♣", ATOM_LETTER}, {"colon", ":", ATOM_COMMA}, {"coloneq", "≔", ATOM_RELATION},
    {"coloneqq", "≔", ATOM_RELATION}, {"complement", "∁", ATOM_LETTER},
    {"cong", "≅", ATOM_RELATION}, {"coprod", "∐", ATOM_OPERATOR}, {"copyright", "©", ATOM_LETTER},
    {"cos", "cos", ATOM_OPERATOR}, {"cosh", "cosh", ATOM_OPERATOR}, {"cot", "cot", ATOM_OPERATOR},
    {"coth", "coth", ATOM_OPERATOR}, {"csc", "csc", ATOM_OPERATOR}, {"cup", "∪", ATOM_BINARY},
    {"dag", "†", ATOM_LETTER}, {"dagger", "†", ATOM_BINARY}, {"dashv", "⊣", ATOM_RELATION},
    {"ddag", "‡", ATOM_LETTER}, {"ddagger", "‡", ATOM_BINARY}, {"ddots", "⋱", ATOM_LETTER},
    {"deg", "deg", ATOM_OPERATOR}, {"degree", "°", ATOM_LETTER}, {"delta", "δ", ATOM_LETTER},
    {"det", "det", ATOM_OPERATOR}, {"diamond", "⋄", ATOM_BINARY}, {"diamondsuit", "♢", ATOM_LETTER},
    {"dim", "dim", ATOM_OPERATOR}, {"div", "÷", ATOM_BINARY}, {"doteq", "≐", ATOM_RELATION},
    {"dots", "…", ATOM_LETTER}, {"dotsb", "⋯", ATOM_LETTER}, {"dotsc", "…", ATOM_LETTER},
    {"dotsm", "⋯", ATOM_LETTER}, {"downarrow", "↓", ATOM_RELATION}, {"ell", "ℓ", ATOM_LETTER},
    {"emptyset", "∅", ATOM_LETTER}, {"epsilon", "ε", ATOM_LETTER}, {"equiv", "≡", ATOM_RELATION},
    {"eta", "η", ATOM_LETTER}, {"eth", "ð", ATOM_LETTER}, {"exists", "∃", ATOM_LETTER},
    {"exp", "exp", ATOM_OPERATOR}, {"flat", "♭", ATOM_LETTER}, {"forall", "∀", ATOM_LETTER},
    {"frown", "⌢", ATOM_RELATION}, {"gamma", "γ", ATOM_LETTER}, {"gcd", "gcd", ATOM_OPERATOR},
    {"ge", "≥", ATOM_RELATION}, {"geq", "≥", ATOM_RELATION}, {"geqq", "≧", ATOM_RELATION},
    {"geqslant", "⩾", ATOM_RELATION}, {"gets", "←", ATOM_RELATION}, {"gg", "≫", ATOM_RELATION},
    {"gneq", "⪈", ATOM_RELATION}, {"gt", ">", ATOM_RELATION}, {"gtrless", "≷", ATOM_RELATION},
    {"gtrsim", "≳", ATOM_RELATION}, {"hbar", "ℏ", ATOM_LETTER}, {"heartsuit", "♡", ATOM_LETTER},
    {"hom", "hom", ATOM_OPERATOR}, {"hookleftarrow", "↩", ATOM_RELATION},
    {"hookrightarrow", "↪", ATOM_RELATION}, {"iff", "⟺", ATOM_RELATION},
    {"iiint", "∭", ATOM_OPERATOR}, {"iint", "∬", ATOM_OPERATOR}, {"imath", "ı", ATOM_LETTER},
    {"impliedby", "⟸", ATOM_RELATION}, {"implies", "⟹", ATOM_RELATION}, {"in", "∈", ATOM_RELATION},
    {"inf", "inf", ATOM_OPERATOR}, {"infty", "∞", ATOM_LETTER}, {"int", "∫", ATOM_OPERATOR},
    {"intercal", "⊺", ATOM_LETTER}, {"iota", "ι", ATOM_LETTER}, {"jmath", "ȷ", ATOM_LETTER},
    {"kappa", "κ", ATOM_LETTER}, {"ker", "ker", ATOM_OPERATOR}, {"lVert", "‖", ATOM_OPEN},
    {"lambda", "λ", ATOM_LETTER}, {"land", "∧", ATOM_BINARY}, {"langle", "⟨", ATOM_OPEN},
    {"lbrace", "{", ATOM_OPEN}, {"lbrack", "[", ATOM_OPEN}, {"lceil", "⌈", ATOM_OPEN},
    {"ldots", "…", ATOM_LETTER}, {"le", "≤", ATOM_RELATION}, {"leadsto", "⇝", ATOM_RELATION},
    {"leftarrow", "←", ATOM_RELATION}, {"leftharpoondown", "↽", ATOM_RELATION},
    {"leftharpoonup", "↼", ATOM_RELATION}, {"leftrightarrow", "↔", ATOM_RELATION},
    {"leq", "≤", ATOM_RELATION}, {"leqq", "≦", ATOM_RELATION}, {"leqslant", "⩽", ATOM_RELATION},
    {"lesssim", "≲", ATOM_RELATION}, {"lfloor", "⌊", ATOM_OPEN}, {"lg", "lg", ATOM_OPERATOR},
    {"lhd", "⊲", ATOM_BINARY}, {"lim", "lim", ATOM_OPERATOR}, {"liminf", "lim inf", ATOM_OPERATOR},
    {"limsup", "lim sup", ATOM_OPERATOR}, {"ll", "≪", ATOM_RELATION}, {"llbracket", "⟦", ATOM_OPEN},
    {"ln", "ln", ATOM_OPERATOR}, {"lneq", "⪇", ATOM_RELATION}, {"lnot", "¬", ATOM_LETTER},
    {"log", "log", ATOM_OPERATOR}, {"longleftarrow", "⟵", ATOM_RELATION},
    {"longleftrightarrow", "⟷", ATOM_RELATION}, {"longmapsto", "⟼", ATOM_RELATION},
    {"longrightarrow", "⟶", ATOM_RELATION}, {"lor", "∨", ATOM_BINARY}, {"lt", "<", ATOM_RELATION},
    {"ltimes", "⋉", ATOM_BINARY}, {"lvert", "|", ATOM_OPEN}, {"mapsto", "↦", ATOM_RELATION},
    {"max", "max", ATOM_OPERATOR}, {"measuredangle", "∡", ATOM_LETTER}, {"mid", "|", ATOM_RELATION},
    {"min", "min", ATOM_OPERATOR}, {"minus", "−", ATOM_BINARY}, {"models", "⊨", ATOM_RELATION},
    {"mp", "∓", ATOM_BINARY}, {"mu", "μ", ATOM_LETTER}, {"nRightarrow", "⇏", ATOM_RELATION},
    {"nVdash", "⊮", ATOM_RELATION}, {"nabla", "∇", ATOM_LETTER}, {"natural", "♮", ATOM_LETTER},
    {"ncong", "≇", ATOM_RELATION}, {"ne", "≠", ATOM_RELATION}, {"nearrow", "↗", ATOM_RELATION},
    {"neg", "¬", ATOM_LETTER}, {"neq", "≠", ATOM_RELATION}, {"nexists", "∄", ATOM_LETTER},
    {"ngeq", "≱", ATOM_RELATION}, {"ni", "∋", ATOM_RELATION}, {"nleq", "≰", ATOM_RELATION},
    {"nmid", "∤", ATOM_RELATION}, {"notin", "∉", ATOM_RELATION}, {"nparallel", "∦", ATOM_RELATION},
    {"nrightarrow", "↛", ATOM_RELATION}, {"nsim", "≁", ATOM_RELATION},
    {"nsubseteq", "⊈", ATOM_RELATION}, {"nu", "ν", ATOM_LETTER}, {"nvDash", "⊭", ATOM_RELATION},
    {"nvdash", "⊬", ATOM_RELATION}, {"nwarrow", "↖", ATOM_RELATION}, {"odot", "⊙", ATOM_BINARY},
    {"oiint", "∯", ATOM_OPERATOR}, {"oint", "∮", ATOM_OPERATOR}, {"omega", "ω", ATOM_LETTER},
    {"omicron", "ο", ATOM_LETTER}, {"ominus", "⊖", ATOM_BINARY}, {"oplus", "⊕", ATOM_BINARY},
    {"oslash", "⊘", ATOM_BINARY}, {"otimes", "⊗", ATOM_BINARY}, {"parallel", "∥", ATOM_RELATION},
    {"partial", "∂", ATOM_LETTER}, {"perp", "⟂", ATOM_RELATION}, {"phi", "φ", ATOM_LETTER},
    {"pi", "π", ATOM_LETTER}, {"pm", "±", ATOM_BINARY}, {"pounds", "£", ATOM_LETTER},
    {"prec", "≺", ATOM_RELATION}, {"preceq", "⪯", ATOM_RELATION}, {"precsim", "≾", ATOM_RELATION},
    {"prime", "′", ATOM_LETTER}, {"prod", "∏", ATOM_OPERATOR}, {"propto", "∝", ATOM_RELATION},
    {"psi", "ψ", ATOM_LETTER}, {"rVert", "‖", ATOM_CLOSE}, {"rangle", "⟩", ATOM_CLOSE},
    {"rbrace", "}", ATOM_CLOSE}, {"rbrack", "]", ATOM_CLOSE}, {"rceil", "⌉", ATOM_CLOSE},
    {"rfloor", "⌋", ATOM_CLOSE}, {"rhd", "⊳", ATOM_BINARY}, {"rho", "ρ", ATOM_LETTER},
    {"rightarrow", "→", ATOM_RELATION}, {"rightarrowtail", "↣", ATOM_RELATION},
    {"rightharpoondown", "⇁", ATOM_RELATION}, {"rightharpoonup", "⇀", ATOM_RELATION},
    {"rightleftharpoons", "⇌", ATOM_RELATION}, {"rightsquigarrow", "⇝", ATOM_RELATION},
    {"rrbracket", "⟧", ATOM_CLOSE}, {"rtimes", "⋊", ATOM_BINARY}, {"rvert", "|", ATOM_CLOSE},
    {"searrow", "↘", ATOM_RELATION}, {"sec", "sec", ATOM_OPERATOR}, {"setminus", "∖", ATOM_BINARY},
    {"sharp", "♯", ATOM_LETTER}, {"sigma", "σ", ATOM_LETTER}, {"sim", "∼", ATOM_RELATION},
    {"simeq", "≃", ATOM_RELATION}, {"sin", "sin", ATOM_OPERATOR}, {"sinh", "sinh", ATOM_OPERATOR},
    {"smallsetminus", "∖", ATOM_BINARY}, {"smile", "⌣", ATOM_RELATION},
    {"spadesuit", "♠", ATOM_LETTER}, {"sqcap", "⊓", ATOM_BINARY}, {"sqcup", "⊔", ATOM_BINARY},
    {"sqsubseteq", "⊑", ATOM_RELATION}, {"sqsupseteq", "⊒", ATOM_RELATION},
    {"square", "□", ATOM_LETTER}, {"star", "⋆", ATOM_BINARY}, {"subset", "⊂", ATOM_RELATION},
    {"subseteq", "⊆", ATOM_RELATION}, {"subsetneq", "⊊", ATOM_RELATION},
    {"succ", "≻", ATOM_RELATION}, {"succeq", "⪰", ATOM_RELATION}, {"succsim", "≿", ATOM_RELATION},
    {"sum", "∑", ATOM_OPERATOR}, {"sup", "sup", ATOM_OPERATOR}, {"supset", "⊃", ATOM_RELATION},
    {"supseteq", "⊇", ATOM_RELATION}, {"supsetneq", "⊋", ATOM_RELATION}, {"surd", "√", ATOM_LETTER},
    {"swarrow", "↙", ATOM_RELATION}, {"tan", "tan", ATOM_OPERATOR}, {"tanh", "tanh", ATOM_OPERATOR},
    {"tau", "τ", ATOM_LETTER}, {"therefore", "∴", ATOM_LETTER}, {"theta", "θ", ATOM_LETTER},
    {"times", "×", ATOM_BINARY}, {"to", "→", ATOM_RELATION}, {"top", "⊤", ATOM_LETTER},
    {"triangle", "△", ATOM_LETTER}, {"triangledown", "▽", ATOM_LETTER},
    {"triangleleft", "◁", ATOM_BINARY}, {"trianglelefteq", "⊴", ATOM_RELATION},
    {"triangleq", "≜", ATOM_RELATION}, {"triangleright", "▷", ATOM_BINARY},
    {"trianglerighteq", "⊵", ATOM_RELATION}, {"twoheadrightarrow", "↠", ATOM_RELATION},
    {"uparrow", "↑", ATOM_RELATION}, {"updownarrow", "↕", ATOM_RELATION},
    {"uplus", "⊎", ATOM_BINARY}, {"upsilon", "υ", ATOM_LETTER}, {"vDash", "⊨", ATOM_RELATION},
    {"varepsilon", "ε", ATOM_LETTER}, {"varnothing", "∅", ATOM_LETTER},
    {"varphi", "φ", ATOM_LETTER}, {"varpi", "ϖ", ATOM_LETTER}, {"varrho", "ϱ", ATOM_LETTER},
    {"varsigma", "ς", ATOM_LETTER}, {"vartheta", "ϑ", ATOM_LETTER},
    {"vartriangleleft", "⊲", ATOM_RELATION}, {"vartriangleright", "⊳", ATOM_RELATION},
    {"vdash", "⊢", ATOM_RELATION}, {"vdots", "⋮", ATOM_LETTER}, {"vee", "∨", ATOM_BINARY},
    {"vert", "|", ATOM_LETTER}, {"wedge", "∧", ATOM_BINARY}, {"wp", "℘", ATOM_LETTER},
    {"wr", "≀", ATOM_BINARY}, {"xi", "ξ", ATOM_LETTER}, {"zeta", "ζ", ATOM_LETTER},
    {"{", "{", ATOM_OPEN}, {"|", "‖", ATOM_LETTER}, {"}", "}", ATOM_CLOSE}};
const size_t symbol_count = COUNT(symbol_table);

struct symbols_name {
    const char *text;
    size_t length;
};

static int symbols_compare(const void *key, const void *element)
{
    const struct symbols_name *name = key;
    const struct symbol *symbol = element;
    int order = strncmp(name->text, symbol->name, name->length);
    return order ? order : -(symbol->name[name->length] != '\0');
}

const struct symbol *symbol_named(const char *name, size_t length)
{
    struct symbols_name key = {name, length};
    return bsearch(&key, symbol_table, symbol_count, sizeof *symbol_table, symbols_compare);
}

bool symbol_is_latin(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

enum atom symbol_atom(const char *character, size_t length)
{
    static const char ascii[] = "+-*=<>:([{)]},;!";
    static const enum atom atoms[] = {ATOM_BINARY, ATOM_BINARY, ATOM_BINARY, ATOM_RELATION,
        ATOM_RELATION, ATOM_RELATION, ATOM_COMMA, ATOM_OPEN, ATOM_OPEN, ATOM_OPEN, ATOM_CLOSE,
        ATOM_CLOSE, ATOM_CLOSE, ATOM_COMMA, ATOM_COMMA, ATOM_CLOSE};
    if (length == 1) {
        const char *found = memchr(ascii, *character, sizeof ascii - 1);
        return found ? atoms[found - ascii] : ATOM_LETTER;
    }
    for (size_t i = 0; i < symbol_count; i++)
        if (strlen(symbol_table[i].text) == length &&
            memcmp(symbol_table[i].text, character, length) == 0)
            return symbol_table[i].atom;
    return ATOM_LETTER;
}

bool symbol_is_among(const char *names, const char *name, size_t length)
{
    while (*names) {
        size_t same = 0;
        while (same < length && names[same] == name[same])
            same++;
        names += same;
        if (same == length && (*names == ' ' || *names == '\0'))
            return true;
        while (*names && *names++ != ' ')
            ;
    }
    return false;
}

/* ---- small forms ---- */

/* Pairs of a character and its small form. */
static const char *const small_forms[] = {
    [SMALL_ABOVE] = "(⁽)⁾**+⁺0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹=⁼AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼ"
                    "PᴾRᴿTᵀUᵁVⱽWᵂaᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷ"
                    "xˣyʸzᶻ°°βᵝγᵞδᵟθᶿφᵠχᵡ††′′−⁻∗*∘°⊤ᵀ⊺ᵀ",
    [SMALL_BELOW] = "(₍)₎+₊0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉=₌aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜ"
                    "uᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ−₋",
};

const char *symbol_small(enum small_form form, const char *text, size_t length, size_t *size)
{
    size_t own = utf8_length(text, length);
    for (const char *at = small_forms[form]; own && *at;) {
        size_t from = utf8_length(at, UTF8_MAX), to = utf8_length(at + from, UTF8_MAX);
        if (from == own && memcmp(at, text, own) == 0) {
            *size = to;
            return at + from;
        }
        at += from + to;
    }
    return NULL;
}

bool symbol_is_script(const char *text)
{
    bool ascii = (unsigned char)*text < 0x80;
    for (size_t form = 0; form < COUNT(small_forms) && !ascii; form++)
        for (const char *at = small_forms[form]; *at;) {
            size_t from = utf8_length(at, UTF8_MAX), to = utf8_length(at + from, UTF8_MAX);
            bool always = symbol_is_among("′ * ° †", at + from, to);
            if (!always && strncmp(text, at + from, to) == 0)
                return true;
            at += from + to;
        }
    return false;
}

/* ---- alphabets ---- */

/* The code points at which an alphabet's capitals, small letters and digits begin, or 0 (Unicode,
 * Mathematical Alphanumeric Symbols), and the letters that Unicode already had elsewhere. */
static const struct symbols_letters {
    uint32_t capital, small, digit, greek_capital, greek_small;
    struct {
        char letter;
        uint32_t character;
    } elsewhere[12];
} alphabets[] = {
    [ALPHABET_DOUBLE] = {0x1d538, 0x1d552, 0x1d7d8, 0, 0,
        {{'C', 0x2102}, {'H', 0x210d}, {'N', 0x2115}, {'P', 0x2119}, {'Q', 0x211a}, {'R', 0x211d},
            {'Z', 0x2124}}},
    [ALPHABET_SCRIPT] = {0x1d49c, 0x1d4b6, 0, 0, 0,
        {{'B', 0x212c}, {'E', 0x2130}, {'F', 0x2131}, {'H', 0x210b}, {'I', 0x2110}, {'L', 0x2112},
            {'M', 0x2133}, {'R', 0x211b}, {'e', 0x212f}, {'g', 0x210a}, {'o', 0x2134}}},
    [ALPHABET_FRAKTUR] = {0x1d504, 0x1d51e, 0, 0, 0,
        {{'C', 0x212d}, {'H', 0x210c}, {'I', 0x2111}, {'R', 0x211c}, {'Z', 0x2128}}},
    [ALPHABET_BOLD] = {0x1d400, 0x1d41a, 0x1d7ce, 0x1d6a8, 0x1d6c2, {{0, 0}}},
};

static uint32_t symbols_within(uint32_t base, uint32_t letter, uint32_t first, uint32_t last)
{
    return base && letter >= first && letter <= last ? base + (letter - first) : 0;
}

uint32_t symbol_lettered(enum alphabet alphabet, uint32_t letter)
{
    const struct symbols_letters *letters = &alphabets[alphabet];
    for (size_t i = 0; letters->elsewhere[i].letter; i++)
        if ((uint32_t)letters->elsewhere[i].letter == letter)
            return letters->elsewhere[i].character;
    return symbols_within(letters->capital, letter, 'A', 'Z') +
           symbols_within(letters->small, letter, 'a', 'z') +
           symbols_within(letters->digit, letter, '0', '9') +
           symbols_within(letters->greek_capital, letter, 0x391, 0x3a9) +
           symbols_within(letters->greek_small, letter, 0x3b1, 0x3c9);
}
